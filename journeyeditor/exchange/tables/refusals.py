"""What a document holds instead of a journey, in one sentence that says what to do."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyeditor.exchange.tables.blocks import Document, Grid
from journeyeditor.exchange.tables.inline import plain
from journeyeditor.exchange.tables.words import Role, role_of
from journeyeditor.i18n import N_, Phrase

_TIME = re.compile(r"time|date|datum|dato|tid\b|zeit|aika", re.IGNORECASE)
_CASE = re.compile(
    r"(?:session|user|case|customer|visitor|client|event)[\s_]*(?:id|no|nr)?\b", re.IGNORECASE
)
#: A moment of a day.
_STAMP = re.compile(r"\d[T ]\d{1,2}[:.]\d\d|^\d{10,13}$")
_ARTICLE = re.compile(
    r"\b(?:sku|ean|barcode|article|item no|artikel\w*|varunummer|varenummer|vare(?:nr|navn)|tuote\w*|price|unit price|pris|preis|hinta|"
    r"warehouse|stock|in stock|quantity|qty|lager\w*|varasto\w*|supplier|leverantör|leverandør|lieferant|toimittaja|weight|vikt|vekt|vægt|gewicht|paino)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"e-?mail(?: address)?|e-?post(?:adress|adresse)?|mail ?adresse|sähköposti(?:osoite)?|phone(?: number)?|mobile|mobil|telefon(?:nummer|nr)?|puhelin",
    re.IGNORECASE,
)
#: Lanes that only journeys have.
_CARDS = frozenset({Role.STEP, Role.THOUGHT, Role.EMOTION, Role.PAIN, Role.OPPORTUNITY})
_FLOW = (
    re.compile("source|from|von|från|fra|mistä", re.IGNORECASE),
    re.compile("target|to|nach|till|til|mihin", re.IGNORECASE),
)


def refusal(document: Document) -> Phrase:
    """Why no journey was found, without the name of the file."""
    grids = [block for block in document.blocks if isinstance(block, Grid)]
    for grid in grids:
        header = [plain(cell).strip() for cell in grid.rows[0]]
        if words := _what_else(header, grid):
            return words
    if grids:
        unnamed = N_(
            "the table at {place} names no stages and no lanes; head a column or row with words such as Stage, Actions and Emotions."
        )
        return Phrase(unnamed, place=grids[0].place)
    return Phrase(
        N_(
            "contains no table or list of a journey; give it a table with a column of stages, or a heading for each stage."
        )
    )


def _what_else(header: list[str], grid: Grid) -> Phrase | None:
    names = [name for name in header if name]
    if (keys := event_log_keys(header)) and len(grid.rows) > 2:
        log = N_(
            "the table at {place} is an event log (one row for each event, by {case} and {time}), not a journey; read it with File → New from data… or journeyeditor measure."
        )
        return Phrase(log, place=grid.place, case=keys[0], time=keys[1])
    if is_contacts(header):
        people = N_(
            "the table at {place} is a list of customers ({names}), not a journey; import a table of stages with what customers do in them."
        )
        return Phrase(people, place=grid.place, names=", ".join(names))
    if is_inventory(header):
        stock = N_(
            "the table at {place} is a list of articles ({names}), not a journey; import a table of stages with what customers do in them."
        )
        return Phrase(stock, place=grid.place, names=", ".join(names))
    if is_flow_list(header):
        flows = N_(
            "the table at {place} is a list of flows ({names}), not a journey; import a table of stages and customer counts, and draw the flows as connections."
        )
        return Phrase(flows, place=grid.place, names=", ".join(names))
    return None


def is_contacts(header: Sequence[str]) -> bool:
    """Whether a table lists persons: with their addresses, and no lane of a journey."""
    has_address = any(_ADDRESS.fullmatch(name) for name in header)
    return has_address and not any(role_of(name) in _CARDS for name in header)


def is_inventory(header: Sequence[str]) -> bool:
    """Whether a table lists goods: at least two of its headings are about prices, stock and the like."""
    return sum(bool(_ARTICLE.search(name)) for name in header) > 1


def is_flow_list(header: Sequence[str]) -> bool:
    """Whether a table lists flows from a source to a target."""
    return len(header) in {2, 3, 4} and all(
        any(pattern.fullmatch(name) for name in header) for pattern in _FLOW
    )


def is_event_log(grid: Grid) -> bool:
    """Whether a table has a row for each event of a case: times of the clock below the heading of one."""
    header = [plain(cell).strip() for cell in grid.rows[0]]
    keys = event_log_keys(header)
    if keys is None or len(grid.rows) < 3:
        return False
    times = [row[header.index(keys[1])] for row in grid.rows[1:200]]
    stamps = sum(bool(_STAMP.search(time)) for time in times)
    return stamps * 5 >= len(times) * 4


def event_log_keys(header: Sequence[str]) -> tuple[str, str] | None:
    """The columns of the case and the time, if a table has one row for each event."""
    time = next((name for name in header if _TIME.search(name)), None)
    case = next((name for name in header if _CASE.search(name) and name != time), None)
    return (case, time) if time and case else None
