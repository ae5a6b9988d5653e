"""Setting text in columns: the one place where line ends and widths are decided.

Painters and layout take the result as it is; nobody measures text again. Lengths are in points.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple, TypeAlias
from unicodedata import name

from journeyeditor.glyphs import GlyphRun
from journeyeditor.typography import bidi
from journeyeditor.typography.faces import Faces, text_key
from journeyeditor.typography.line_breaking import bound_spaces, breakable_parts
from journeyeditor.typography.line_filling import ELLIPSIS, LineFiller, UnitLine, width_of, wrapped
from journeyeditor.typography.shaping import Shaper, Unit
from journeyeditor.typography.wrapping import SLACK, LineCounter, Width, Words


class Run(NamedTuple):
    """A part of a line in one face and one direction.

    `text` is in reading order; `pieces` are in drawing order, from left to right. `x` is
    counted from the line's left end, `width` is the sum of the pieces' advances.
    """

    text: str
    face: str
    pieces: tuple[GlyphRun, ...]
    x: float
    width: float


class Line(NamedTuple):
    """Runs in drawing order, and their text in reading order.

    The text ends in U+00AD where a word was broken with a hyphen (the glyph is a hyphen) and in
    "…" where the rest was cut. `right_to_left` is the direction of the paragraph.
    """

    runs: tuple[Run, ...]
    width: float
    text: str
    right_to_left: bool = False


class TextLink(NamedTuple):
    """A part of a text, by its indexes, that leads to an address."""

    start: int
    end: int
    address: str


class Paragraph(NamedTuple):
    """Text set in a column; `width` is that of the widest line.

    `text` is what was asked for, before it was broken or cut. `trailing` is what was kept free after
    the last word.

    The first baseline is `first_baseline` below the top, each other one `line_height`
    lower. `missing` names the clusters that no font covers, each once, in order.
    """

    lines: tuple[Line, ...]
    size: float
    width: float
    height: float
    first_baseline: float
    line_height: float
    is_cut: bool = False
    missing: tuple[str, ...] = ()
    text: str = ""
    trailing: float = 0.0
    links: tuple[TextLink, ...] = ()
    bold: tuple[tuple[int, int], ...] = ()


def describe_cluster(cluster: str) -> str:
    """Return a cluster with its code points and their names, for messages."""
    points = (f"U+{ord(char):04X} {name(char, '')}".rstrip() for char in cluster)
    return f"{cluster} ({', '.join(points)})"


#: Parts of a text, by start and end in characters.
Stretches: TypeAlias = Sequence[tuple[int, int]]
#: The weight of bold words in a text.
BOLD_WEIGHT = 600
#: No character before it runs from right to left.
FIRST_RIGHT_TO_LEFT = "\u0590"
#: No text is set beyond so many characters; the rest is cut as where lines are too few. It is
#: more than a poster has room for, and a million would take half a minute.
MAX_CHARACTERS = 20_000
#: So many characters, marks above and below among them, fit a column of one em.
_MAX_PER_EM = 40
#: Emoji fill their width, so that a space after them is this many times as wide.
EMOJI_SPACE = 1.5
#: So many paragraphs are remembered: maps repeat words, and hostile ones repeat long words.
_MAX_PARAGRAPHS = 512
#: So many shaped texts of up to so many characters are remembered, for setting at other widths.
_MAX_SHAPED, _MAX_SHAPED_LENGTH = 8_192, 400
#: A text is remembered as it was set in so many rooms.
_MAX_SETTINGS = 12
#: Longer stretches without a place to break are cut into such lengths (in characters) first.
MAX_SHAPED_LENGTH = 240

_NEWLINE = "\r\n|[\n\r\v\f\x85\u2028\u2029]"
_STRETCH = re.compile(" +|[^ ]+")
_CONTROL = "[\x00-\x08\x0e-\x1f\x7f-\x9f]"
_SURROGATE = "[\ud800-\udfff]"


class _Style(NamedTuple):
    """How a text is set, apart from its size and the room for it."""

    weight: int
    max_lines: int | None
    hyphenate: bool
    tabular: bool
    bold: tuple[tuple[int, int], ...]


class Typesetter:
    """Sets text of one language (a BCP 47 tag, for hyphenation and letter forms).

    With `is_grey`, emoji have no colour.
    """

    def __init__(self, faces: Faces, language: str = "", *, is_grey: bool = False) -> None:
        self.faces = faces
        self.language = language
        self._shaper = Shaper(faces, language, is_grey=is_grey)
        self._extents: dict[int, tuple[float, float]] = {}
        self._paragraphs: dict[tuple[object, ...], Paragraph] = {}
        #: Whether the lines of a paragraph are about equally long.
        self._balances = True
        self._mixed: dict[tuple[str, tuple[int, ...], int, bool], tuple[Unit, ...]] = {}
        self._stretches: dict[tuple[int, bool], dict[str, tuple[Unit, ...]]] = {}
        self._shaped: dict[tuple[object, ...], list[UnitLine]] = {}

    def measure(self, text: str, size: float, weight: int = 400, *, tabular: bool = False) -> float:
        """Return the width of the text on one line; the widest of several lines."""
        rows = self._rows(text[:MAX_CHARACTERS], weight, tabular)
        return max((width_of(row.units) for row in rows), default=0.0) * size

    def typeset(
        self,
        text: str,
        size: float,
        width: float,
        *,
        weight: int = 400,
        max_lines: int | None = None,
        leading: float = 1.25,
        hyphenate: bool = True,
        tabular: bool = False,
        trailing: float = 0.0,
        bold: tuple[tuple[int, int], ...] = (),
    ) -> Paragraph:
        """Set the text at `size` points in lines no wider than `width` points.

        Only a cluster (or an ellipsis) that is wider than the column by itself overflows, on a
        line of its own. Text without visible characters has no lines. `tabular` gives
        figures of one width, for numbers that are compared. `trailing` points are kept free after
        the last word, for what must stay beside it. Words that begin in a stretch of `bold` (start
        and end in characters) are set bold.
        """
        key = (text, size, width, weight, max_lines, leading, hyphenate, tabular, trailing, bold)
        cached = self._paragraphs.get(key)
        if cached is not None:
            return cached
        whole = text.rstrip()
        shown = whole
        if len(whole) > MAX_SHAPED_LENGTH or width < 0:
            shown = _beginning(whole, width / size, max_lines)
        style = _Style(weight, max_lines, hyphenate, tabular, bold)
        lines, is_cut, missing = self._lines(shown, size, width / size, trailing / size, style)
        is_cut = is_cut or len(shown) < len(whole)
        ascent, descent = self._extent(weight)
        line_height = size * leading
        paragraph = Paragraph(
            lines,
            size,
            max([line.width for line in lines], default=0.0),
            len(lines) * line_height,
            (line_height + (ascent + descent) * size) / 2,
            line_height,
            is_cut,
            missing,
            text,
            trailing,
            bold=bold,
        )
        if len(self._paragraphs) >= _MAX_PARAGRAPHS:
            self._paragraphs.clear()
        self._paragraphs[key] = paragraph
        return paragraph

    def counter(
        self, text: str, weight: int = 400, bold: tuple[tuple[int, int], ...] = ()
    ) -> LineCounter | None:
        """Return what counts the lines of a text; None where that takes more than whole words.

        It counts lines as `typeset` does, for two lines and more.
        """
        text = text.rstrip()
        if not text or len(text) > 2 * MAX_SHAPED_LENGTH:
            return None
        words = None if bold else self._plain_words(text, weight)
        if words is not None:
            return LineCounter([words])
        rows = self._rows(text, weight, tabular=False, bold=bold)
        is_plain = rows and rows[-1].words and all(row.words or not row.units for row in rows)
        return LineCounter([row.words for row in rows]) if is_plain else None

    def _plain_words(self, text: str, weight: int) -> Words | None:
        """Return the words of a text as `_rows` has them, None where they are more than widths.

        Most texts are no more: words of the poster's own face with single spaces, of which none is
        bound. To make lines of them would take several times as long.
        """
        if not (text.isprintable() and self.faces.covers_as_text(text, weight)):
            return None
        if max(text) >= FIRST_RIGHT_TO_LEFT or bound_spaces(text, self.language):
            return None
        table = self._stretches.setdefault((weight, False), {})
        (unit,) = self._stretch(" ", weight, table)
        space = (unit.em, True)
        words = text.split(" ")
        if "" in words:
            return None
        widths: list[Width] = []
        widest = 0.0
        for word in words:
            for unit in table.get(word) or self._stretch(word, weight, table):
                widest = max(widest, unit.em)
                widths.append((unit.em, False))
            widths.append(space)
        widths.pop()
        has_parts = len(widths) >= 2 * len(words)
        return Words(widths, widest, sum([width for width, _ in widths[:-1]]), has_parts)

    def _stretch(
        self,
        stretch: str,
        weight: int,
        table: dict[str, tuple[Unit, ...]],
        *,
        tabular: bool = False,
    ) -> tuple[Unit, ...]:
        """Return spaces or the parts of a word, shaped once; nobody changes them."""
        units = table.get(stretch)
        if units is None:
            units = table[stretch] = tuple(self._units(stretch, [], weight, tabular))
        return units

    def _lines(
        self, text: str, size: float, room: float, trailing: float, style: _Style
    ) -> tuple[tuple[Line, ...], bool, tuple[str, ...]]:
        """Return the lines of a text, whether it is cut, and what no font covers; lengths in ems."""
        whole = self._rows(text, style.weight, style.tabular, style.bold)
        is_cut, rows = False, wrapped(whole, room + SLACK, trailing, style.max_lines)
        if rows is None:
            rows, is_cut = self._column(room, trailing, style).fill(whole, style.max_lines)
        return tuple([_line(row, size) for row in rows]), is_cut, _missing(rows)

    def _column(self, room: float, trailing: float, style: _Style) -> LineFiller:
        return LineFiller(
            self._shaper,
            room + SLACK,
            style.weight,
            self.language if style.hyphenate else "",
            tabular=style.tabular,
            trailing=trailing,
            balances=self._balances,
        )

    def _extent(self, weight: int) -> tuple[float, float]:
        """Return ascent and descent of the poster's face, in ems; the descent is negative."""
        extent = self._extents.get(weight)
        if extent is None:
            face = self.faces.face(text_key(weight))
            extent = face.ascent / face.units_per_em, face.descent / face.units_per_em
            self._extents[weight] = extent
        return extent

    def _rows(
        self, text: str, weight: int, tabular: bool, bold: tuple[tuple[int, int], ...] = ()
    ) -> list[UnitLine]:
        """Return the lines of the writer, shaped; nobody changes them."""
        key = (text, weight, tabular, bold)
        rows = self._shaped.get(key)
        if rows is None:
            rows = self._shape(text, weight, tabular, bold)
            if len(text) <= _MAX_SHAPED_LENGTH:
                if len(self._shaped) >= _MAX_SHAPED:
                    self._shaped.clear()
                self._shaped[key] = rows
        return rows

    def _shape(self, text: str, weight: int, tabular: bool, bold: Stretches) -> list[UnitLine]:
        if text.isprintable():
            return [self._row(text, weight, tabular, bold)] if text else []
        text = re.sub(_SURROGATE, "\ufffd", text.replace("\t", " "))
        ends = [match.span() for match in re.finditer(_NEWLINE, text)]
        starts = [0, *(end for _, end in ends)]
        lines = [
            (start, re.sub(_CONTROL, "", text[start:end]))
            for start, end in zip(starts, [*(start for start, _ in ends), len(text)], strict=True)
        ]
        if not any(line for _, line in lines):
            return []
        return [
            self._row(line, weight, tabular, [(low - start, high - start) for low, high in bold])
            for start, line in lines
        ]

    def _row(self, text: str, weight: int, tabular: bool, bold: Stretches = ()) -> UnitLine:
        if max(text, default="") >= FIRST_RIGHT_TO_LEFT and bidi.has_right_to_left(text):
            return self._bidi_row(text, weight, tabular)
        if bold:
            return self._marked_row(text, weight, tabular, bold)
        table = self._stretches.setdefault((weight, tabular), {})
        poster_face = text_key(weight)
        bound = bound_spaces(text, self.language)
        units: list[Unit] = []
        place = 0
        for stretch in _STRETCH.findall(text):
            start, place = place, place + len(stretch)
            if stretch[0] == " " and (face := _last_face(units)) not in ("", poster_face):
                units.append(self._spaces(stretch, weight, face)._replace(is_bound=start in bound))
                continue
            if start in bound:
                units.append(self._shaper.unit(stretch, weight)._replace(is_bound=True))
                continue
            units += self._stretch(stretch, weight, table, tabular=tabular)
        return UnitLine.of(units)

    def _marked_row(self, text: str, weight: int, tabular: bool, bold: Stretches) -> UnitLine:
        """Shape a line in which some words are bold."""
        bound = bound_spaces(text, self.language)
        units: list[Unit] = []
        for match in _STRETCH.finditer(text):
            start, stretch = match.start(), match[0]
            if stretch[0] == " ":
                space = self._spaces(stretch, weight, _last_face(units))
                units.append(space._replace(is_bound=start in bound))
                continue
            is_bold = any(low <= start < high for low, high in bold)
            own = max(weight, BOLD_WEIGHT) if is_bold else weight
            units += [unit._replace(weight=own) for unit in self._units(stretch, [], own, tabular)]
        return UnitLine.of(units)

    def _bidi_row(self, text: str, weight: int, tabular: bool) -> UnitLine:
        levels, base = bidi.levels(text)
        bound = bound_spaces(text, self.language)
        units: list[Unit] = []
        for match in _STRETCH.finditer(text):
            own = levels[match.start() : match.end()]
            if match[0][0] == " ":
                space = self._spaces(match[0], weight, _last_face(units), own)
                units.append(space._replace(is_bound=match.start() in bound))
            else:
                key = (match[0], tuple(own), weight, tabular)
                if key not in self._mixed:
                    self._mixed[key] = tuple(self._units(match[0], own, weight, tabular))
                units += self._mixed[key]
        return UnitLine.of(units, base, is_mixed=True)

    def _spaces(self, text: str, weight: int, face: str, levels: Sequence[int] = ()) -> Unit:
        """Shape spaces in the face of the word before them, if it has a space; wider after emoji."""
        is_picture = self.faces.is_shaped_alone(face)
        face = face if self.faces.may_hold_space(face) else ""
        unit = self._shaper.unit(text, weight, levels=levels, space_face=face)
        return self._shaper.widened(unit, EMOJI_SPACE) if is_picture else unit

    def _units(
        self, stretch: str, levels: Sequence[int], weight: int, tabular: bool
    ) -> Iterator[Unit]:
        """Shape spaces, or the parts of a word between which a line may end."""
        place = 0
        for part in breakable_parts(stretch) if stretch[0] != " " else [stretch]:
            for start in range(0, len(part), MAX_SHAPED_LENGTH):
                text = part[start : start + MAX_SHAPED_LENGTH]
                own = levels[place : place + len(text)]
                place += len(text)
                yield self._shaper.unit(text, weight, levels=own, tabular=tabular)


class _Setting(NamedTuple):
    """A text as it was set: the room, what was kept free behind it, and its lines, in ems.

    It has no fewer lines in less room, and no more where the longest of them, `least`, fits.
    """

    room: float
    trailing: float
    least: float
    widths: tuple[tuple[float, bool], ...]
    missing: tuple[str, ...]


class Sizer(Typesetter):
    """Finds the size of set text without its glyphs: lines have widths, but no runs and no text.

    Shares the shaped words of a typesetter, and breaks a text anew only where its number of lines
    does not follow from how it was broken in other rooms or sizes. Where only heights are wanted,
    lines need not be balanced.
    """

    def __init__(self, typesetter: Typesetter, *, balances: bool = True) -> None:
        super().__init__(typesetter.faces, typesetter.language)
        self._balances = balances
        self._shaper = typesetter._shaper  # noqa: SLF001 - the same class: the words are shared
        self._extents = typesetter._extents  # noqa: SLF001
        self._stretches = typesetter._stretches  # noqa: SLF001
        self._mixed = typesetter._mixed  # noqa: SLF001
        self._shaped = typesetter._shaped  # noqa: SLF001
        self._settings: dict[tuple[str, _Style], list[_Setting]] = {}

    def _lines(
        self, text: str, size: float, room: float, trailing: float, style: _Style
    ) -> tuple[tuple[Line, ...], bool, tuple[str, ...]]:
        settings = self._settings.get((text, style), [])
        known = _same_lines(settings, room, trailing)
        if known is None:
            rows = self._rows(text, style.weight, style.tabular, style.bold)
            if len(rows) == 1 and width_of(rows[0].units) + trailing <= room:
                line = Line((), width_of(rows[0].units) * size, "", rows[0].base % 2 == 1)
                return (line,), False, _missing(rows)
            column = self._column(room, trailing, style)
            whole, is_cut = rows, False
            rows = wrapped(whole, room + SLACK, trailing, style.max_lines) or []
            if not rows:
                rows, is_cut = column.fill(whole, style.max_lines)
            widths = [width_of(row.units) for row in rows]
            known = _Setting(
                room,
                trailing,
                max([*widths, widths[-1] + trailing]) if widths else 0.0,
                tuple((w, row.base % 2 == 1) for w, row in zip(widths, rows, strict=True)),
                _missing(rows),
            )
            # Words that stay together only where they have room may take more lines in a wider one.
            is_bound = any(unit.is_bound for row in whole for unit in row.units)
            if is_cut or is_bound or column.has_broken_words:
                return _widths(known, size), is_cut, known.missing
            if len(self._settings) >= _MAX_SHAPED:
                self._settings.clear()
            if len(settings) < _MAX_SETTINGS:
                self._settings[text, style] = [*settings, known]
        return _widths(known, size), False, known.missing


def _same_lines(settings: Sequence[_Setting], room: float, trailing: float) -> _Setting | None:
    """Return a setting with as many lines as the text has in a room, None if it is not known."""
    least = 0
    most: _Setting | None = None
    for setting in settings:
        if room <= setting.room and trailing >= setting.trailing:
            least = max(least, len(setting.widths))
        is_roomy = room >= setting.least and trailing <= setting.trailing
        if is_roomy and (most is None or len(setting.widths) < len(most.widths)):
            most = setting
    return most if most and least == len(most.widths) else None


def _widths(setting: _Setting, size: float) -> tuple[Line, ...]:
    return tuple([Line((), width * size, "", reverse) for width, reverse in setting.widths])


def _missing(rows: Iterable[UnitLine]) -> tuple[str, ...]:
    """Return the clusters that no font covers, each once."""
    found = [one for row in rows for unit in row.units if unit.missing for one in unit.missing]
    return tuple(dict.fromkeys(found))


def _beginning(text: str, ems: float, max_lines: int | None) -> str:
    """As much of a long text as could have room, with an ellipsis.

    Its length is a power of two, so that the same beginning is shaped once for many sizes.
    """
    most = MAX_CHARACTERS
    if max_lines is not None:
        room = int(max_lines * (ems * _MAX_PER_EM + MAX_SHAPED_LENGTH))
        most = min(most, 1 << room.bit_length())
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}{ELLIPSIS}"


def _last_face(units: list[Unit]) -> str:
    return units[-1].pieces[-1].face if units and units[-1].pieces else ""


def _line(row: UnitLine, size: float) -> Line:
    """Put the units in drawing order and join those of one face to runs."""
    units = row.units
    text = "".join([unit.text for unit in units])
    pieces = [piece for unit in units for piece in unit.pieces]
    faces = [piece.face for piece in pieces]
    if pieces and not row.is_mixed and faces.count(faces[0]) == len(faces):
        run = _run(pieces, 0.0, size)
        return Line((run,), run.width, text)
    if row.is_mixed:
        pieces = bidi.reordered(pieces, [level for unit in units for level in unit.piece_levels()])
    runs: list[Run] = []
    x = 0.0
    for _, alike in groupby(pieces, key=lambda piece: (piece.face, piece.right_to_left)):
        run = _run(list(alike), x, size)
        runs.append(run)
        x += run.width
    return Line(tuple(runs), x, text, row.base % 2 == 1)


def _run(pieces: list[GlyphRun], x: float, size: float) -> Run:
    in_reading_order = reversed(pieces) if pieces[0].right_to_left else pieces
    width = sum([piece.advance for piece in pieces]) * size / pieces[0].units_per_em
    return Run(
        "".join([one.text for one in in_reading_order]), pieces[0].face, tuple(pieces), x, width
    )
