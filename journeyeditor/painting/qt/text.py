"""Text for Qt: the typesetter's glyphs, from the same font files.

Qt measures nothing and chooses nothing here. Hinting is off, so that glyphs keep their
positions at every zoom.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QGlyphRun, QPainterPath, QRawFont, QTransform

from journeyeditor.display.primitives import TextRun
from journeyeditor.painting.qt.marks import Filled, Mark, Written, brush, outline

if TYPE_CHECKING:
    from journeyeditor.typography import Face, Faces


class GlyphOutlines:
    """Converts text runs into marks; below `legible` device pixels text becomes a bar."""

    def __init__(self, faces: Faces, legible: float) -> None:
        self._faces = faces
        self._legible = legible
        self._fonts: dict[tuple[str, float], QRawFont | None] = {}
        #: The first font of each face: Qt reads the whole file for one, unless it is a copy.
        self._read: dict[str, QRawFont] = {}
        self._paths: dict[tuple[str, int], QPainterPath] = {}

    def marks(self, run: TextRun) -> Iterator[Mark]:
        face = self._faces.face(run.face)
        font = None if face.is_colour else self._font(face, run.size)
        if font is not None:
            yield Written(run, self._glyph_run(run, font), self, self._legible)
        elif face.is_colour:
            yield from self._layers(run, face)
        else:
            yield Filled(self.of(run), brush(run.colour))

    def of(self, run: TextRun) -> QPainterPath:
        face = self._faces.face(run.face)
        result = QPainterPath()
        result.setFillRule(Qt.FillRule.WindingFill)
        for glyph, place in _placed(run):
            result.addPath(place.map(self._path(face, glyph)))
        return result

    def _layers(self, run: TextRun, face: Face) -> Iterator[Mark]:
        for glyph, place in _placed(run):
            layers = face.layers(glyph)
            for path, colour in layers:
                yield Filled(place.map(outline(path, even_odd=False)), brush(colour))
            if not layers:
                yield Filled(place.map(self._path(face, glyph)), brush(run.colour))

    def _path(self, face: Face, glyph: int) -> QPainterPath:
        key = face.key, glyph
        if key not in self._paths:
            self._paths[key] = outline(face.outline(glyph), even_odd=False)
        return self._paths[key]

    def _font(self, face: Face, size: float) -> QRawFont | None:
        """Qt's reading of a face; None if it would not be the same glyphs.

        Of a collection Qt opens the first face only.
        """
        key = face.key, size
        if key not in self._fonts:
            font = None
            if face.index == 0 and face.has_outlines:
                hinting = QFont.HintingPreference.PreferNoHinting
                if face.key not in self._read:
                    self._read[face.key] = QRawFont(str(face.path), size, hinting)
                font = QRawFont(self._read[face.key])
                font.setPixelSize(size)
            self._fonts[key] = font if font is not None and font.isValid() else None
        return self._fonts[key]

    @staticmethod
    def _glyph_run(run: TextRun, font: QRawFont) -> QGlyphRun:
        result = QGlyphRun()
        result.setRawFont(font)
        glyphs: list[int] = []
        places: list[QPointF] = []
        x = 0
        factor = run.size / run.pieces[0].units_per_em if run.pieces else 0.0
        for piece in run.pieces:
            for glyph in piece.glyphs:
                glyphs.append(glyph.id)
                place_x = run.x + (x + glyph.dx) * factor
                places.append(QPointF(place_x, run.y - glyph.dy * factor))
                x += glyph.advance
        result.setGlyphIndexes(glyphs)
        result.setPositions(places)
        return result


def _placed(run: TextRun) -> Iterator[tuple[int, QTransform]]:
    """Each glyph with the transform of its font units."""
    x = 0
    for piece in run.pieces:
        factor = run.size / piece.units_per_em
        for glyph in piece.glyphs:
            left, baseline = run.x + (x + glyph.dx) * factor, run.y - glyph.dy * factor
            yield glyph.id, QTransform(factor, 0, 0, -factor, left, baseline)
            x += glyph.advance
