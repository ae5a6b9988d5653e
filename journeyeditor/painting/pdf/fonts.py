"""The fonts of a document: which encodes which text, composite ones (Type 0), and drawn ones (Type 3)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import TYPE_CHECKING, cast

import uharfbuzz as hb

from journeyeditor.display.path import Path, bounds, transformed
from journeyeditor.geometry import Rect, scaling
from journeyeditor.glyphs import Glyph
from journeyeditor.painting.pdf import encoding
from journeyeditor.painting.pdf.document import Document, Reference
from journeyeditor.painting.pdf.encoding import EncodedCluster, clusters
from journeyeditor.painting.pdf.operators import PathWriter

if TYPE_CHECKING:
    from journeyeditor.glyphs import GlyphRun
    from journeyeditor.painting.pdf.colour import Colours
    from journeyeditor.typography import Face, Faces

#: All that a reader needs to draw glyphs by number.
_KEPT_TABLES = frozenset({"glyf", "head", "hhea", "hmtx", "loca", "maxp"})
#: FontDescriptor flag: glyphs beyond the standard Latin set.
_SYMBOLIC = 4


class Type0Font:
    """One face as a two-byte font; widths are whole thousandths of an em.

    (pdfium cuts fractions off widths, so the text painter makes up for them between letters.)
    """

    def __init__(self, name: str, face: Face) -> None:
        self.name = name
        self._face = face
        self._scale = 1000 / face.units_per_em
        self._free = encoding.two_byte_codes()
        self._letters: dict[Glyph, EncodedCluster] = {}
        self._codes: dict[tuple[int, str], int] = {}
        self._used: set[int] = set()

    def letter(self, glyph: Glyph) -> EncodedCluster | None:
        """How a glyph with its cluster's text is encoded; None when codes run out."""
        letter = self._letters.get(glyph)
        if letter is None:
            code = self._code(glyph.id, glyph.cluster)
            if code is None:
                return None
            k = self._scale
            letter = self._letters[glyph] = EncodedCluster(
                self.name,
                chr(code >> 8) + chr(code & 0xFF),
                self._width(glyph.id),
                glyph.advance * k,
                glyph.dx * k,
                glyph.dy * k,
            )
        return letter

    def _code(self, glyph_id: int, text: str) -> int | None:
        key = glyph_id, text
        code = self._codes.get(key)
        if code is None:
            code = encoding.natural_code(text)
            if code is None or code in self._used:
                code = next((free for free in self._free if free not in self._used), None)
            if code is not None:
                self._codes[key] = code
                self._used.add(code)
        return code

    def _width(self, glyph_id: int) -> int:
        return round(int(self._face.font.get_glyph_h_advance(glyph_id)) * self._scale)

    def write(self, document: Document) -> Reference:
        """Write the font with the glyphs used so far."""
        data, new_ids = self._subset()
        face, k = self._face, self._scale
        name = self._subset_name(data)
        x_min, y_min, x_max, y_max = (
            round(int.from_bytes(_table(data, b"head")[i : i + 2], "big", signed=True) * k)
            for i in (36, 38, 40, 42)
        )
        file = document.stream(data, f"/Length1 {len(data)}")
        descriptor = document.add(
            f"<</Type/FontDescriptor/FontName/{name}/Flags {_SYMBOLIC}"
            f"/FontBBox[{x_min} {y_min} {x_max} {y_max}]/ItalicAngle 0"
            f"/Ascent {round(face.ascent * k)}/Descent {round(face.descent * k)}"
            f"/CapHeight {round(face.cap_height * k)}/StemV 80/FontFile2 {file}>>"
        )
        glyphs = {code: glyph_id for (glyph_id, _), code in self._codes.items()}
        widths = "".join(
            f"{run[0]}[{' '.join(str(self._width(glyphs[code])) for code in run)}]"
            for run in encoding.runs(glyphs)
        )
        destinations = bytearray(2 * max(glyphs, default=0) + 2)
        for code, glyph_id in glyphs.items():
            destinations[2 * code : 2 * code + 2] = new_ids[glyph_id].to_bytes(2, "big")
        descendant = document.add(
            f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}"
            "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
            f"/FontDescriptor {descriptor}/W[{widths}]"
            f"/CIDToGIDMap {document.stream(bytes(destinations))}>>"
        )
        texts = {code: text for (_, text), code in self._codes.items()}
        return document.add(
            f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H"
            f"/DescendantFonts[{descendant}]"
            f"/ToUnicode {document.stream(encoding.to_unicode(texts, 2))}>>"
        )

    def _subset(self) -> tuple[bytes, dict[int, int]]:
        """The font file of the used glyphs, and the new number of each."""
        face = self._face.font.face
        request = hb.SubsetInput()
        request.sets(hb.SubsetInputSets.GLYPH_INDEX).update({glyph for glyph, _ in self._codes})
        dropped = {tag for tag in face.table_tags if tag not in _KEPT_TABLES}
        request.drop_table_tag_set.update({int.from_bytes(tag.encode(), "big") for tag in dropped})
        request.flags = (
            hb.SubsetFlags.NO_HINTING
            | hb.SubsetFlags.NO_LAYOUT_CLOSURE
            | hb.SubsetFlags.NOTDEF_OUTLINE
        )
        plan = hb.SubsetPlan(face, request)
        return bytes(plan.execute().blob.data), dict(plan.old_to_new_glyph_mapping)

    def _subset_name(self, data: bytes) -> str:
        """The PostScript name with the six-letter subset tag (PDF 32000-1, 9.6.4)."""
        number = int.from_bytes(sha256(data).digest()[:8], "big")
        tag = "".join(chr(ord("A") + number // 26**i % 26) for i in range(6))
        name = self._face.font.face.get_name(hb.OTNameIdPredefined.POSTSCRIPT_NAME)
        return f"{tag}+{re.sub('[^A-Za-z0-9-]', '', name or self._face.key) or 'Font'}"


def _table(data: bytes, tag: bytes) -> bytes:
    for i in range(int.from_bytes(data[4:6], "big")):
        entry = data[12 + 16 * i : 28 + 16 * i]
        if entry[:4] == tag:
            start, length = (int.from_bytes(entry[j : j + 4], "big") for j in (8, 12))
            return data[start : start + length]
    return b"\0" * 54


#: One code is kept for a blank letter called "m" of the usual width: poppler takes the size of
#: a Type 3 font from it, and sees gaps where there are none if it has to guess.
_MEASURE, *_CODES = encoding.PLAIN_BYTES
_MEASURE_WIDTH = 600

Glyphs = tuple["Glyph", ...]


class Type3Font:
    """As many clusters of one face as one byte can encode, each with a drawing procedure.

    Drawn in thousandths of an em, in which pdfium rounds widths anyway.
    """

    def __init__(self, name: str, face: Face) -> None:
        self.name = name
        self._face = face
        self._scale = 1000 / face.units_per_em
        self._letters: dict[tuple[Glyphs, str, int], tuple[int, EncodedCluster]] = {}

    def letter(self, glyphs: Glyphs, text: str, advance: int) -> EncodedCluster | None:
        """The code of glyphs with this `text`; None when all codes are used.

        Without glyphs it is a blank; `advance` is in font units.
        """
        cached = self._letters.get((glyphs, text, advance))
        if cached is None:
            if len(self._letters) == len(_CODES):
                return None
            code = _CODES[len(self._letters)]
            exact = advance * self._scale
            cached = code, EncodedCluster(self.name, chr(code), round(exact), exact, 0, 0)
            self._letters[glyphs, text, advance] = cached
        return cached[1]

    def write(self, document: Document, colours: Colours) -> Reference:
        path_writer = PathWriter(1)
        number = path_writer.number
        ascent, descent = (v * self._scale for v in (self._face.ascent, self._face.descent))
        box = Rect(0, descent, 0, ascent - descent)
        names: dict[tuple[Glyphs, float], str] = {}
        procedures = f"/m {document.stream(b'%d 0 d0' % _MEASURE_WIDTH)}"
        differences = {_MEASURE: "/m"}
        widths: dict[int, float] = {_MEASURE: _MEASURE_WIDTH}
        texts: dict[int, str] = {}
        for (glyphs, text, _), (code, letter) in self._letters.items():
            shape = glyphs, letter.width
            if shape not in names:
                names[shape] = f"/g{len(names)}"
                drawing, extent = self._procedure(*shape, path_writer, colours)
                procedures += f"{names[shape]} {document.stream(drawing.encode('ascii'))}"
                box = box.united(extent)
            differences[code] = names[shape]
            widths[code] = letter.width
            texts[code] = text
        encoding_array = "".join(
            f"{run[0]}{''.join(differences[code] for code in run)} "
            for run in encoding.runs(differences)
        )
        first, last = min(differences), max(differences)
        width_list = " ".join(str(widths.get(code, 0)) for code in range(first, last + 1))
        corners = " ".join(number[v] for v in (box.x, box.y, box.right, box.bottom))
        descriptor = document.add(
            f"<</Type/FontDescriptor/FontName/{self.name}/Flags 4/FontBBox[{corners}]/ItalicAngle 0"
            f"/Ascent {number[ascent]}/Descent {number[descent]}/StemV 80>>"
        )
        return document.add(
            f"<</Type/Font/Subtype/Type3/Name/{self.name}/FontDescriptor {descriptor}"
            f"/FontBBox[{corners}]"
            f"/FontMatrix[.001 0 0 .001 0 0]/FirstChar {first}/LastChar {last}"
            f"/Widths[{width_list}]/Encoding<</Type/Encoding/Differences[{encoding_array}]>>"
            f"/CharProcs<<{procedures}>>/Resources<<>>"
            f"/ToUnicode {document.stream(encoding.to_unicode(texts, 1))}>>"
        )

    def _procedure(
        self, glyphs: Glyphs, width: float, path_writer: PathWriter, colours: Colours
    ) -> tuple[str, Rect]:
        """The operators that draw a cluster, and its extent."""
        layers = [(path, colour) for path, colour in self._layers(glyphs) if path]
        extent = bounds([path for path, _ in layers]) if layers else Rect(0, 0, 0, 0)
        if any(colour for _, colour in layers):
            words = [f"{width} 0 d0"]
        else:
            corners = (extent.x - 1, extent.y - 1, extent.right + 1, extent.bottom + 1)
            words = [f"{width} 0 {' '.join(path_writer.number[v] for v in corners)} d1"]
        for path, colour in layers:
            if colour:
                words.append(colours.fill(colour))
            words += (path_writer.path(path), "f")
        return "\n".join(words), extent

    def _layers(self, glyphs: Glyphs) -> Iterator[tuple[Path, str | None]]:
        """The outlines of a cluster from the lowest up; colour None is that of the text."""
        x, k = 0, self._scale
        for glyph in glyphs:
            place = scaling(k, (x + glyph.dx) * k, glyph.dy * k)
            layers = self._face.layers(glyph.id) if self._face.is_colour else ()
            for outline, colour in layers:
                yield transformed(outline, place), colour
            if not layers:
                yield transformed(self._face.outline(glyph.id), place), None
            x += glyph.advance


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
