"""Type 3 fonts: each cluster is a small drawing that still counts as text.

They carry what a TrueType subset cannot: emoji in flat colours, outlines of other kinds (CFF),
and clusters of several glyphs (Arabic dots, Indic conjuncts, letters with stacked marks), which
become one letter each, so that every reader extracts, finds and marks them whole.
(Of the alternatives, ActualText is returned reversed for right-to-left text by all readers tried,
and glyphs without text are not possible: pdfium then makes up some.)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from journeyeditor.display.path import Path, bounds, transformed
from journeyeditor.geometry import Rect, scaling
from journeyeditor.painting.pdf import encoding
from journeyeditor.painting.pdf.document import Document, Reference
from journeyeditor.painting.pdf.encoding import EncodedCluster
from journeyeditor.painting.pdf.operators import PathWriter

if TYPE_CHECKING:
    from journeyeditor.glyphs import Glyph
    from journeyeditor.painting.pdf.colour import Colours
    from journeyeditor.typography import Face

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
