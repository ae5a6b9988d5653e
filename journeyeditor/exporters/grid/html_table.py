"""The journey as an HTML table, which office programs paste as cells."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from journeyeditor.exporters.grid import GridLine, JourneyGrid
from journeyeditor.layout.markup import marked
from journeyeditor.model import JourneyGraph

_TABLE = "border-collapse:collapse;font-family:Inter,Segoe UI,Arial,sans-serif;font-size:10pt"
_CELL = "border:1px solid #D9E2EC;padding:4px 8px;vertical-align:top;text-align:start"


def html_table(graph: JourneyGraph, grid: JourneyGrid, language: str) -> str:
    """A whole document; cards are bold, their notes below them."""
    rows = [_head(grid)] if any(grid.stages) else []
    for row in grid.rows:
        if any(row.cells):
            cells = "".join(
                f'<td style="{_CELL}">{"<br>".join(_card(graph, line) for line in cell)}</td>'
                for cell in row.cells
            )
            head = f'<th scope="row" style="{_CELL}">{_text(row.title)}</th>'
            rows.append(f"<tr>{head}{cells}</tr>")
    return (
        '<html><head><meta charset="utf-8"></head>'
        f'<body><table lang="{escape(language, quote=True)}" style="{_TABLE}">{"".join(rows)}</table></body></html>'
    )


def _head(grid: JourneyGrid) -> str:
    heads = "".join(
        f'<th scope="col" style="{_CELL}">{_text(stage.title if stage else "")}</th>'
        for stage in grid.stages
    )
    return f'<tr><th style="{_CELL}"></th>{heads}</tr>'


def _card(graph: JourneyGraph, line: GridLine) -> str:
    return "<br>".join(_parts(graph, line))


def _parts(graph: JourneyGraph, line: GridLine) -> Iterator[str]:
    yield f"<b>{_text(line.words)}</b>"
    note = graph.element(line.id).note
    if note and line.field not in ("note", "reason"):
        yield marked(note).html()


def _text(words: str) -> str:
    return escape(words).replace("\n", "<br>")
