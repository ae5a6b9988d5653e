"""What a document holds instead of a journey, in one sentence that says what to do."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyeditor.exchange.tables.blocks import Document, Grid
from journeyeditor.exchange.tables.inline import plain

_TIME = re.compile(r"time|date|datum|dato|tid\b|zeit|aika", re.IGNORECASE)
_CASE = re.compile(
    r"(?:session|user|case|customer|visitor|client|event)[\s_]*(?:id|no|nr)?\b", re.IGNORECASE
)
_FLOW = (
    re.compile("source|from|von|från|fra|mistä", re.IGNORECASE),
    re.compile("target|to|nach|till|til|mihin", re.IGNORECASE),
)


def refusal(document: Document) -> str:
    """Why no journey was found, without the name of the file."""
    grids = [block for block in document.blocks if isinstance(block, Grid)]
    for grid in grids:
        header = [plain(cell).strip() for cell in grid.rows[0]]
        if words := _what_else(header, grid):
            return words
    if grids:
        return (
            f"the table at {grids[0].place} names no stages and no lanes;"
            " head a column or row with words such as Stage, Actions and Emotions."
        )
    return (
        "contains no table or list of a journey;"
        " give it a table with a column of stages, or a heading for each stage."
    )


def _what_else(header: list[str], grid: Grid) -> str:
    names = [name for name in header if name]
    if (keys := event_log_keys(header)) and len(grid.rows) > 2:
        return (
            f"the table at {grid.place} is an event log (one row for each event, by {keys[0]} and {keys[1]}),"
            " not a journey; look at it with journeyeditor measure."
        )
    if is_flow_list(header):
        return (
            f"the table at {grid.place} is a list of flows ({', '.join(names)}), not a journey;"
            " import a table of stages and customer counts, and draw the flows as connections."
        )
    return ""


def is_flow_list(header: Sequence[str]) -> bool:
    """Whether a table lists flows from a source to a target."""
    return len(header) in {2, 3, 4} and all(
        any(pattern.fullmatch(name) for name in header) for pattern in _FLOW
    )


def event_log_keys(header: Sequence[str]) -> tuple[str, str] | None:
    """The columns of the case and the time, if a table has one row for each event."""
    time = next((name for name in header if _TIME.search(name)), None)
    case = next((name for name in header if _CASE.search(name) and name != time), None)
    return (case, time) if time and case else None
