"""Fonts that a PDF cannot embed as they are: drawn letter by letter, and text all the same."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen

from journeyeditor.display.primitives import TextRun
from journeyeditor.glyphs import Glyph, GlyphRun
from journeyeditor.painting.svg import svg
from journeyeditor.typography import Faces
from journeyeditor.typography.face import Face
from tests.painting.drawings import NO_METADATA
from tests.painting.reader import Opener, pdf_of, pdfium_lines, pdfium_words
from tests.painting.test_svg import sheet

#: More ideographs than one font of one-byte codes can tell apart.
IDEOGRAPHS = "".join(chr(0x4E00 + i) for i in range(200))


class OneFace:
    """Stands for `Faces`, with a single face."""

    def __init__(self, face: Face) -> None:
        self._face = face

    def face(self, _key: str) -> Face:
        return self._face


@pytest.fixture
def compact(tmp_path: Path) -> Faces:
    """A font with CFF outlines: a square for each ideograph."""
    names = [".notdef", *(f"uni{ord(char):04X}" for char in IDEOGRAPHS)]
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(char): f"uni{ord(char):04X}" for char in IDEOGRAPHS})
    pen = T2CharStringPen(1000, None)
    pen.moveTo((100, 0))
    pen.lineTo((900, 0))
    pen.curveTo((950, 200), (950, 600), (900, 800))
    pen.closePath()
    square = pen.getCharString()
    builder.setupCFF("Prov", {}, dict.fromkeys(names, square), {})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (1000, 100)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": "Prov", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(tmp_path / "prov.otf")
    return cast("Faces", OneFace(Face("system:/fonts/prov.otf#0", tmp_path / "prov.otf")))


def run(start: int, count: int, y: float) -> TextRun:
    text = IDEOGRAPHS[start : start + count]
    glyphs = tuple(Glyph(start + i + 1, 1000, 0, 0, char) for i, char in enumerate(text))
    piece = GlyphRun(text, "system:/fonts/prov.otf#0", glyphs, 1000 * count, 1000)
    return TextRun(20, y, text, piece.face, 11.3, "#AA0000", (piece,), 11.3 * count)


def test_outlines_become_letters(compact: Faces, opened: Opener) -> None:
    drawing = [run(40 * i, 40, 30 + 20 * i) for i in range(5)]
    data = pdf_of(drawing, compact)
    assert pdfium_lines(data) == [one.text for one in drawing]
    for word, one in zip(pdfium_words(data), drawing, strict=True):
        assert (word.left, word.baseline) == pytest.approx((20, one.y), abs=0.05)
        assert word.right == pytest.approx(20 + one.width, abs=0.05)
    fonts = opened(data).pages[0].Resources.Font
    assert {str(font.Subtype) for font in fonts.values()} == {"/Type3"}
    assert len(fonts) == 2


def test_svg_names_no_path_of_this_machine(compact: Faces) -> None:
    text = svg(sheet(run(0, 5, 30)), compact, NO_METADATA)
    assert "someone" not in text
    assert 'id="system1-1"' in text
