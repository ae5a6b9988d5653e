"""The floor: the same primitives by Qt's own PDF writer, nothing measured, shaped or laid out.

python qt_calls.py CALLS OUTPUT
"""

from __future__ import annotations

import marshal
import os
import sys
from pathlib import Path
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QGuiApplication,
    QPageSize,
    QPainter,
    QPainterPath,
    QPdfWriter,
    QPen,
    QRawFont,
)


def main(calls: Path, output: str) -> None:
    app = QGuiApplication([])
    size, files, drawing = marshal.loads(calls.read_bytes())
    writer = QPdfWriter(output)
    writer.setResolution(72)
    writer.setPageSize(QPageSize(QSizeF(*size), QPageSize.Unit.Point))
    writer.setPageMargins(QMarginsF())
    painter = QPainter(writer)
    player = Player(painter, size[1], {name: _font(file) for name, file in files.items()})
    for name, arguments in drawing:
        getattr(player, name)(*arguments)
    painter.end()
    del app


def _font(file: str) -> QFont:
    """Return the font of a file, by the family and style that Qt finds in it."""
    QFontDatabase.addApplicationFont(file)
    raw = QRawFont(file, 10)
    return QFontDatabase.font(raw.familyName(), raw.styleName(), 10)


class Player:
    """Plays calls that have y upwards, as PDF does."""

    def __init__(self, painter: QPainter, height: float, fonts: dict[str, QFont]) -> None:
        self._painter, self._height, self._fonts = painter, height, fonts

    def text(self, x: float, y: float, text: str, face: str, size: float, colour: str) -> None:
        font = self._fonts[face]
        font.setPointSizeF(size)
        self._painter.setFont(font)
        self._painter.setPen(QColor(colour))
        self._painter.drawText(QPointF(x, self._height - y), text)

    def box(self, *arguments: Any) -> None:
        x, y, width, height, radius, fill, stroke, pen = arguments
        self._prepare(fill, stroke, pen)
        rect = QRectF(x, self._height - y - height, width, height)
        self._painter.drawRoundedRect(rect, radius, radius)

    def path(self, segments: Any, fill: str | None, stroke: str | None, pen: float) -> None:
        path = QPainterPath()
        for letter, *values in segments:
            points = [
                QPointF(values[i], self._height - values[i + 1]) for i in range(0, len(values), 2)
            ]
            match letter:
                case "M":
                    path.moveTo(*points)
                case "L":
                    path.lineTo(*points)
                case "C":
                    path.cubicTo(*points)
                case _:
                    path.closeSubpath()
        self._prepare(fill, stroke, pen)
        self._painter.drawPath(path)

    def _prepare(self, fill: str | None, stroke: str | None, pen: float) -> None:
        self._painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
        self._painter.setPen(QPen(QColor(stroke), pen) if stroke else Qt.PenStyle.NoPen)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
