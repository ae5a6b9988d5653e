"""From characters to glyphs: units that no line break splits, each shaped once and cached.

Words are shaped apart from the spaces round them, so that every word is shaped once however
often it occurs. The price: kerning between a letter and a space, and across a break after a
hyphen, is given up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple
from unicodedata import category, name

import uharfbuzz as hb

from journeyeditor.glyphs import Glyph, GlyphRun
from journeyeditor.typography.faces import COLOUR, GREY, MISSING, Faces, text_key
from journeyeditor.typography.graphemes import clusters, qualified

SOFT_HYPHEN = "\u00ad"
#: Characters that steer but are not seen; they are dropped before shaping.
INVISIBLE = "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]"


class Unit(NamedTuple):
    """A word, a part of one or spaces: what stays on one line; `em` is its width in ems.

    `pieces` are in reading order, `levels` are the characters' embedding levels (none: all 0),
    `soft` are places in the text where the writer allows a hyphen. No line ends at bound spaces. A
    `weight` other than 0 is the unit's own.
    """

    text: str
    pieces: tuple[GlyphRun, ...]
    em: float
    is_space: bool = False
    levels: Sequence[int] = ()
    missing: tuple[str, ...] = ()
    soft: tuple[int, ...] = ()
    is_bound: bool = False
    weight: int = 0

    def piece_levels(self) -> Iterator[int]:
        """Yield the embedding level of each glyph run."""
        place = 0
        for piece in self.pieces:
            yield self.levels[place] if self.levels else 0
            place += len(piece.text)

    def joined(self, other: Unit) -> Unit:
        levels = [*self.levels, *other.levels] if self.levels or other.levels else ()
        return Unit(
            self.text + other.text,
            self.pieces + other.pieces,
            self.em + other.em,
            levels=levels,
            missing=self.missing + other.missing,
            soft=(*self.soft, *[len(self.text) + place for place in other.soft]),
        )


class TextItem(NamedTuple):
    """Consecutive clusters that one call of the shaper can take."""

    text: str
    face: str
    level: int


class Shaper:
    """Shapes text of one language with the available faces, and caches the result."""

    def __init__(self, faces: Faces, language: str, *, is_grey: bool = False) -> None:
        self.faces = faces
        self._is_grey = is_grey
        self._language = language or "und"
        self._buffer = hb.Buffer()
        self._pieces: dict[tuple[str, str, bool, bool], GlyphRun] = {}
        self._widened: dict[tuple[str, str, float], GlyphRun] = {}

    def unit(
        self,
        text: str,
        weight: int,
        *,
        levels: Sequence[int] = (),
        tabular: bool = False,
        space_face: str = "",
    ) -> Unit:
        """Shape text that stays together; `levels` holds one level per character.

        A gap of spaces is set in `space_face`, the face of the word before it.
        """
        is_space = text[:1] == " "
        soft: tuple[int, ...] = ()
        if not text.isprintable():
            text, levels, soft = _visible(text, levels)
        if is_space:
            items = [TextItem(text, space_face or text_key(weight), levels[0] if levels else 0)]
        elif not levels and self.faces.covers_as_text(text, weight):
            items = [TextItem(text, text_key(weight), 0)]
        else:
            items = list(self._items(text, weight, levels))
        pieces = tuple(self.piece(*item, tabular=tabular) for item in items)
        return Unit(
            text,
            pieces,
            sum(piece.advance / piece.units_per_em for piece in pieces),
            is_space,
            levels,
            tuple(item.text for item in items if item.face == MISSING),
            soft,
        )

    def hyphenated(self, unit: Unit, weight: int) -> Unit:
        key = unit.pieces[-1].face if unit.pieces else ""
        if not self.faces.may_hold_space(key):
            key = text_key(weight)
        shown = self.piece("-", key, 0)
        glyph = shown.glyphs[0]._replace(cluster=SOFT_HYPHEN)
        hyphen = GlyphRun(SOFT_HYPHEN, key, (glyph,), shown.advance, shown.units_per_em)
        return unit._replace(
            text=unit.text + SOFT_HYPHEN,
            pieces=(*unit.pieces, hyphen),
            em=unit.em + hyphen.advance / hyphen.units_per_em,
            levels=[*unit.levels, *unit.levels[-1:]],
        )

    def widened(self, unit: Unit, factor: float) -> Unit:
        """Return a unit of spaces with other advances; equal calls return the same glyphs."""
        key = unit.text, unit.pieces[0].face, factor
        piece = self._widened.get(key)
        if piece is None:
            (one,) = unit.pieces
            glyphs = tuple(
                [glyph._replace(advance=round(glyph.advance * factor)) for glyph in one.glyphs]
            )
            advance = sum(glyph.advance for glyph in glyphs)
            piece = self._widened[key] = replace(one, glyphs=glyphs, advance=advance)
        return unit._replace(pieces=(piece,), em=piece.advance / piece.units_per_em)

    def piece(self, text: str, face: str, level: int, *, tabular: bool = False) -> GlyphRun:
        """Shape text of one face, script and direction; equal calls return the same object."""
        right_to_left = level % 2 == 1
        key = text, face, right_to_left, tabular
        piece = self._pieces.get(key)
        if piece is None:
            make = self._glyph_box if face == MISSING else self._shape
            piece = self._pieces[key] = make(*key)
        return piece

    def _items(self, text: str, weight: int, levels: Sequence[int]) -> Iterator[TextItem]:
        """Split at changes of face, level and script; emoji and missing clusters stay alone."""
        held, face, level, script, place = "", "", 0, "", 0
        for cluster in clusters(text):
            its_face = self.faces.covering(cluster, weight, self._language)
            if self._is_grey and its_face == COLOUR:
                its_face = GREY
            its_level = levels[place] if levels else 0
            its_script = _script(cluster[0]) or script
            place += len(cluster)
            alone = self.faces.is_shaped_alone(its_face)
            same = (its_face, its_level) == (face, level) and its_script == (script or its_script)
            if held and (alone or not same):
                yield TextItem(held, face, level)
                held = ""
            held, face, level, script = held + cluster, its_face, its_level, its_script
        if held:
            yield TextItem(held, face, level)

    def _shape(self, text: str, face: str, right_to_left: bool, tabular: bool) -> GlyphRun:
        buffer, one = self._buffer, self.faces.face(face)
        buffer.clear_contents()
        buffer.flags = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES
        alone = self.faces.is_shaped_alone(face)
        buffer.add_str(qualified(text) if alone else text)
        buffer.direction = "rtl" if right_to_left else "ltr"
        buffer.language = self._language
        buffer.guess_segment_properties()
        hb.shape(one.font, buffer, {"tnum": True} if tabular else None)
        infos = buffer.glyph_infos
        positions = buffer.glyph_positions or []  # None where nothing is to be seen
        places = [info.cluster for info in infos]
        if alone and places:
            texts = {places[0]: text}
        else:
            texts = _cluster_texts(text, places, right_to_left)
        glyphs = tuple(
            [
                Glyph(info.codepoint, at.x_advance, at.x_offset, at.y_offset, texts.pop(place, ""))
                for info, place, at in zip(infos, places, positions, strict=True)
            ]
        )
        return GlyphRun(
            text,
            face,
            glyphs,
            sum(glyph.advance for glyph in glyphs),
            one.units_per_em,
            right_to_left,
        )

    def _glyph_box(self, text: str, face: str, right_to_left: bool, _tabular: bool) -> GlyphRun:
        """Return the visible replacement for a cluster that no font covers."""
        one = self.faces.face(face)
        advance = int(one.font.get_glyph_h_advance(1))
        glyph = Glyph(1, advance, 0, 0, text)
        return GlyphRun(text, face, (glyph,), advance, one.units_per_em, right_to_left)


def _cluster_texts(text: str, places: list[int], right_to_left: bool) -> dict[int, str]:
    texts: dict[int, str] = {}
    end = len(text)
    for place in places if right_to_left else reversed(places):
        if place not in texts:
            texts[place] = text[place:end]
            end = place
    if end and texts:
        texts[end] = text[:end] + texts[end]
    return texts


def _visible(text: str, levels: Sequence[int]) -> tuple[str, Sequence[int], tuple[int, ...]]:
    """Drop invisible characters, and note the indexes of soft hyphens."""
    soft, count = [], 0
    for char in text:
        if char == SOFT_HYPHEN:
            soft.append(count)
        elif not re.match(INVISIBLE, char):
            count += 1
    if levels:
        pairs = zip(text, levels, strict=True)
        levels = [level for char, level in pairs if not re.match(INVISIBLE, char)]
    return re.sub(INVISIBLE, "", text), levels, tuple(soft)


def _script(char: str) -> str:
    """Return the script of a letter, from its name; "" for characters that all scripts share."""
    if char < "\u0250":
        return "LATIN" if char.isalpha() else ""
    return name(char, "").partition(" ")[0] if category(char)[0] == "L" else ""
