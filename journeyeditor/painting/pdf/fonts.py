"""The fonts of a document: which font encodes which text, and their resources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from journeyeditor.glyphs import Glyph
from journeyeditor.painting.pdf.document import Document
from journeyeditor.painting.pdf.encoding import EncodedCluster, clusters
from journeyeditor.painting.pdf.type0_font import Type0Font
from journeyeditor.painting.pdf.type3_font import Type3Font

if TYPE_CHECKING:
    from journeyeditor.glyphs import GlyphRun
    from journeyeditor.painting.pdf.colour import Colours
    from journeyeditor.typography import Faces


#: ToUnicode holds at most 512 bytes for a code; no cluster needs more but to annoy.
_LONGEST_TEXT = 128


class Fonts:
    """Creates fonts as text requires them."""

    def __init__(self, faces: Faces) -> None:
        self._faces = faces
        self._glyph_fonts: dict[str, Type0Font | None] = {}
        self._drawn_fonts: dict[str, list[Type3Font]] = {}
        self._spaces: dict[str, EncodedCluster | None] = {}
        self._count = 0

    def encode(self, shaped: GlyphRun) -> list[EncodedCluster]:
        """The clusters of a shaped piece, which is never split between kinds of font."""
        right_to_left = shaped.right_to_left
        if all(_is_one_letter(glyph.cluster, right_to_left) for glyph in shaped.glyphs):
            font = self._glyph_font(shaped.face)
            if font is not None:
                letters = [font.letter(glyph) for glyph in shaped.glyphs]
                if None not in letters:
                    return cast("list[EncodedCluster]", letters)
        return list(self._drawn_letters(shaped))

    def space(self, key: str) -> EncodedCluster | None:
        """The space of a face that is embedded; None where there is none."""
        if key not in self._spaces:
            font, face = self._glyph_font(key), self._faces.face(key)
            self._spaces[key] = None
            if font is not None and face.has(ord(" ")):
                glyph_id = face.glyphs(" ")[0]
                advance = int(face.font.get_glyph_h_advance(glyph_id))
                self._spaces[key] = font.letter(Glyph(glyph_id, advance, 0, 0, " "))
        return self._spaces[key]

    def _drawn_letters(self, shaped: GlyphRun) -> Iterator[EncodedCluster]:
        """Yield a letter for each cluster, and blank ones where it has to be spelt out.

        Blanks in right-to-left text take no room. Elsewhere they share that of the cluster,
        because pdfium drops what recurs in the same place (the joiners of a family).
        """
        for text, glyphs in clusters(shaped):
            first, *others = _spelt_out(text, shaped.right_to_left)
            advance = sum(glyph.advance for glyph in glyphs)
            share = 0 if shaped.right_to_left else advance // (1 + len(others))
            main = self._drawn(shaped.face, first, glyphs, advance - share * len(others))
            blanks = [self._drawn(shaped.face, other, (), share) for other in others]
            if shaped.right_to_left:
                yield from reversed(blanks)
                yield main
            else:
                yield main
                yield from blanks

    def write(self, document: Document, colours: Colours) -> str:
        """Write all fonts; return the entries of the font resources."""
        entries = [
            f"/{font.name} {font.write(document)}" for font in self._glyph_fonts.values() if font
        ]
        entries += [
            f"/{font.name} {font.write(document, colours)}"
            for drawn in self._drawn_fonts.values()
            for font in drawn
        ]
        return "".join(entries)

    def _glyph_font(self, key: str) -> Type0Font | None:
        """The embeddable font of a face, or None where its outlines have to be drawn."""
        if key not in self._glyph_fonts:
            face = self._faces.face(key)
            self._glyph_fonts[key] = Type0Font(self._name(), face) if face.may_embed else None
        return self._glyph_fonts[key]

    def _drawn(
        self, key: str, text: str, glyphs: tuple[Glyph, ...], advance: int
    ) -> EncodedCluster:
        fonts = self._drawn_fonts.setdefault(key, [])
        for font in fonts:
            letter = font.letter(glyphs, text, advance)
            if letter is not None:
                return letter
        fonts.append(Type3Font(self._name(), self._faces.face(key)))
        letter = fonts[-1].letter(glyphs, text, advance)
        assert letter is not None
        return letter

    def _name(self) -> str:
        self._count += 1
        return f"F{self._count}"


def _is_one_letter(text: str, right_to_left: bool) -> bool:
    return len(text) == 1 or (text != "" and len(_spelt_out(text, right_to_left)) == 1)


def _spelt_out(text: str, right_to_left: bool) -> list[str]:
    """The texts of the letters that a cluster is spelt with.

    One where that is safe. But readers turn right-to-left text round character by character,
    those of one letter too; and some give up on a letter that stands for several characters
    beyond the basic plane (flags, families).
    """
    if right_to_left or max(text, default="") > "\uffff":
        return list(text) or [""]
    return [text[i : i + _LONGEST_TEXT] for i in range(0, len(text), _LONGEST_TEXT)] or [""]
