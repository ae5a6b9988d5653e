"""The primitives of a poster as the input of programs that draw PDFs, too."""

from __future__ import annotations

import marshal
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any


def write_svg(calls: Path, output: Path) -> None:
    """Write plain calls as an SVG picture, for rsvg-convert."""
    (width, height), _, drawing = marshal.loads(calls.read_bytes())
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}pt" height="{height}pt"'
        f' viewBox="0 0 {width} {height}">'
    )
    shapes = (_SHAPES[name](height, *arguments) for name, arguments in drawing)
    output.write_text("\n".join([head, *shapes, "</svg>"]), encoding="utf-8")


def _svg_text(
    height: float, x: float, y: float, text: str, face: str, size: float, colour: str
) -> str:
    family = face.partition("-")[0]
    return (
        f'<text x="{x:.2f}" y="{height - y:.2f}" font-family="{family}" font-size="{size:.3f}"'
        f' fill="{colour}">{escape(text)}</text>'
    )


def _svg_box(height: float, *arguments: Any) -> str:
    x, y, width, tall, radius, fill, stroke, pen = arguments
    return (
        f'<rect x="{x:.2f}" y="{height - y - tall:.2f}" width="{width:.2f}" height="{tall:.2f}"'
        f' rx="{radius:.2f}" {_paint(fill, stroke, pen)}/>'
    )


def _svg_path(
    height: float, segments: Any, fill: str | None, stroke: str | None, pen: float | None
) -> str:
    words = " ".join(
        letter
        + " ".join(f"{height - value if i % 2 else value:.2f}" for i, value in enumerate(values))
        for letter, *values in segments
    )
    return f'<path d="{words}" {_paint(fill, stroke, pen)}/>'


def _paint(fill: str | None, stroke: str | None, pen: float | None) -> str:
    line = f' stroke="{stroke}" stroke-width="{pen:.3f}"' if stroke else ""
    return f'fill="{fill or "none"}"{line}'


_SHAPES = {"text": _svg_text, "box": _svg_box, "path": _svg_path}


def write_dot(calls: Path, output: Path) -> None:
    """Write plain calls as a graph of placed nodes and edges, for `neato -n2`.

    Graphviz has no filled outlines: they are left out, and lines become edges from end to end.
    """
    _, _, drawing = marshal.loads(calls.read_bytes())
    lines = ["digraph {", 'node [fixedsize=true label=""]; edge [arrowhead=none];']
    for number, (name, arguments) in enumerate(drawing):
        lines += _DOTS[name](number, *arguments)
    output.write_text("\n".join([*lines, "}"]), encoding="utf-8")


def _dot_text(
    number: int, x: float, y: float, text: str, _: str, size: float, colour: str
) -> Iterator[str]:
    label = text.replace("\\", "\\\\").replace('"', '\\"')
    yield (
        f'n{number} [shape=plaintext pos="{x:.2f},{y:.2f}" fontsize={size:.3f} width=0.01'
        f' height=0.01 fontcolor="{colour}" label="{label}"];'
    )


def _dot_box(number: int, *arguments: Any) -> Iterator[str]:
    x, y, width, height, _, fill, stroke, _ = arguments
    yield (
        f'n{number} [shape=box style="rounded,filled" pos="{x + width / 2:.2f},{y + height / 2:.2f}"'
        f' width={width / 72:.4f} height={height / 72:.4f} fillcolor="{fill or "transparent"}"'
        f' color="{stroke or "transparent"}"];'
    )


def _dot_path(
    number: int, segments: Any, fill: str | None, stroke: str | None, _: float | None
) -> Iterator[str]:
    points = [values[-2:] for _, *values in segments if values]
    if fill is None and len(points) > 1:
        ends = (("a", points[0]), ("b", points[-1]))
        for letter, (x, y) in ends:
            yield f'{letter}{number} [shape=point style=invis width=0 pos="{x:.2f},{y:.2f}"];'
        yield f'a{number} -> b{number} [color="{stroke}"];'


_DOTS = {"text": _dot_text, "box": _dot_box, "path": _dot_path}
