"""Type 0 fonts over a TrueType subset: text that is one glyph to a cluster.

Codes are ours and stand for a (glyph, text) pair, so that ToUnicode is exact even where one
glyph stands for two texts; CIDToGIDMap leads to the glyph.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING

import uharfbuzz as hb

from journeyeditor.painting.pdf import encoding
from journeyeditor.painting.pdf.document import Document, Reference
from journeyeditor.painting.pdf.encoding import EncodedCluster

if TYPE_CHECKING:
    from journeyeditor.glyphs import Glyph
    from journeyeditor.typography import Face

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
