"""The hidden sheet of a workbook: which sheet holds which kind, and the map as it was exported.

What was edited is what differs from that map. So an edited workbook changes nothing else, even in a
map that has changed meanwhile, and what no cell can hold is not lost.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from journeyeditor.exporters.archives import packed, unpacked
from journeyeditor.files import parse_map
from journeyeditor.model import JourneyGraph

#: The name of the sheet, and the first cell in it.
SHEET, FORMAT = "journeyeditor", "journey-map-workbook 1"
#: Characters of a cell.
_CHUNK = 32_000


class SourceSheet(NamedTuple):
    """`sheets` leads from names to kinds; `GRID` and `INFO` are kinds here too, "" is relations."""

    language: str
    sheets: Mapping[str, str]
    data: bytes | None


GRID, INFO = "@grid", "@map"


def rows_of(source: SourceSheet) -> list[str]:
    """The cells of the sheet, from the first row down."""
    sheets = json.dumps(source.sheets)
    text = packed(source.data) if source.data else ""
    chunks = [text[start : start + _CHUNK] for start in range(0, len(text), _CHUNK)]
    return [FORMAT, source.language, sheets, *chunks]


def source_in(cells: Sequence[object]) -> SourceSheet | None:
    """What the cells of a hidden sheet say; None if they are not ours."""
    if len(cells) < 3 or cells[0] != FORMAT:
        return None
    try:
        sheets = json.loads(str(cells[2]))
    except (ValueError, RecursionError):
        return None
    text = "".join(str(cell) for cell in cells[3:])
    data = unpacked(text) if text else b""
    if not isinstance(sheets, dict) or data is None:
        return None
    names = {str(name): str(kind) for name, kind in sheets.items()}
    return SourceSheet(str(cells[1] or "en"), names, data or None)


def map_in(source: SourceSheet, name: str) -> JourneyGraph | None:
    """The map as it was exported; raises FileError if it is none."""
    return parse_map(source.data, name) if source.data else None
