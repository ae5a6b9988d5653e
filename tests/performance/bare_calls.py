"""The floor: the same primitives by reportlab's own calls, nothing measured, shaped or laid out.

python bare_calls.py CALLS OUTPUT
"""

from __future__ import annotations

import marshal
import sys
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas


def main(calls: Path, output: str) -> None:
    size, fonts, drawing = marshal.loads(calls.read_bytes())
    canvas = Canvas(output, pagesize=size, invariant=1, pageCompression=1, initialFontName=None)
    for name, file in fonts.items():
        pdfmetrics.registerFont(TTFont(name, file))
    for name, arguments in drawing:
        _play(canvas, name, arguments)
    canvas.save()


def _play(canvas: Any, name: str, arguments: Any) -> None:
    if name == "text":
        x, y, text, face, size, colour = arguments
        canvas.setFillColor(colour)
        canvas.setFont(face, size)
        canvas.drawString(x, y, text)
    elif name == "box":
        x, y, width, height, radius, fill, stroke, pen = arguments
        if fill:
            canvas.setFillColor(fill)
        if stroke:
            canvas.setStrokeColor(stroke)
            canvas.setLineWidth(pen)
        canvas.roundRect(x, y, width, height, radius, stroke=bool(stroke), fill=bool(fill))
    else:
        segments, fill, stroke, pen = arguments
        path = canvas.beginPath()
        for letter, *values in segments:
            {"M": path.moveTo, "L": path.lineTo, "C": path.curveTo, "Z": path.close}[letter](
                *values
            )
        if fill:
            canvas.setFillColor(fill)
        if stroke:
            canvas.setStrokeColor(stroke)
            canvas.setLineWidth(pen)
        canvas.drawPath(path, stroke=bool(stroke), fill=bool(fill))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
