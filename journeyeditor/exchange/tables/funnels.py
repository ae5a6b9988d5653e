"""Funnel tables as maps: stages with the customers who enter them and the rates that are stated."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import pairwise

from journeyeditor.exchange.funnel_tables import (
    BEST_COUNT,
    COUNT,
    FunnelStep,
    Reading,
    Role,
    convention,
    fitness,
    guess,
    headed,
    steps_of,
)
from journeyeditor.exchange.funnel_text import Table, TableError, read_tables
from journeyeditor.exchange.importers import FoundJourney, Imported
from journeyeditor.exchange.sources import at_line
from journeyeditor.exchange.tables.blocks import Document, Grid
from journeyeditor.exchange.tables.inline import plain
from journeyeditor.exchange.tables.refusals import event_log_keys, is_flow_list, is_inventory
from journeyeditor.i18n import N_, Phrase
from journeyeditor.model import JourneyGraph
from journeyeditor.values import read_column
from journeyeditor.vocabulary import MapInfo, Stage
from journeyeditor.vocabulary.map_info import FunnelRule


def find_funnels(document: Document, text: str = "") -> list[FoundJourney]:
    """The funnels of a document, the likeliest first; `text` is what it was read from, if it was one."""
    tables = [table for table in _tables(document, text) if _is_funnel(table)]
    tables.sort(key=fitness, reverse=True)
    return [
        FoundJourney(table.title, at_line(table.line), partial(_build, table)) for table in tables
    ]


def _tables(document: Document, text: str) -> list[Table]:
    if not text:
        return [
            headed(_table(grid))
            for grid in document.blocks
            if isinstance(grid, Grid) and len(grid.rows) > 1
        ]
    try:
        return [headed(table) for table in read_tables(text)]
    except TableError:
        return []


def _table(grid: Grid) -> Table:
    header, *rows = (tuple(plain(cell) for cell in row) for row in grid.rows)
    return Table("", header, tuple(rows), grid.line)


def _is_funnel(table: Table) -> bool:
    """Whether a table counts customers: its heading says so, or its figures fall from step to step."""
    reading = guess(table)
    try:
        steps = steps_of(table, reading)
    except TableError:
        return False
    columns = [i for i, role in enumerate(reading.roles) if role is Role.COUNT]
    figures = read_column(row[i] for row in table.rows for i in columns)
    has_negative = any(figure is not None and figure.value < 0 for figure in figures)
    if len(steps) < 2 or has_negative or _is_other(table.header):
        return False
    counts = [table.header[i] for i in columns]
    is_named = any(COUNT.search(name) or BEST_COUNT.search(name) for name in counts)
    return (is_named and fitness(table) > 1) or _falls(steps)


def _is_other(header: Sequence[str]) -> bool:
    """Whether a table counts something else than customers."""
    return is_flow_list(header) or is_inventory(header) or event_log_keys(header) is not None


def _falls(steps: Sequence[FunnelStep]) -> bool:
    known = [step.customers for step in steps if step.customers is not None]
    return len(known) > 1 and all(a >= b for a, b in pairwise(known)) and known[0] > 1


def _build(table: Table) -> Imported:
    reading = guess(table)
    steps = steps_of(table, reading)
    rule = convention(steps)
    info = MapInfo(
        title=table.title, funnel=FunnelRule.model_validate({"convention": rule or "to_next"})
    )
    stages = [
        Stage(id=f"s{i}", title=step.title, rank=i, count=step.customers, stated_rate=step.rate)
        for i, step in enumerate(steps, 1)
    ]
    return Imported(JourneyGraph.of(info, stages), _left_out(table, reading), _guesses(reading))


def _left_out(table: Table, reading: Reading) -> tuple[Phrase, ...]:
    if reading.is_wide:
        return ()  # the others are the labels of the rows
    names = [
        title for title, role in zip(table.header, reading.roles, strict=True) if role is Role.NONE
    ]
    listed = ", ".join(f"“{name}”" for name in names if name)
    lost = N_("Line {line}: not imported: {titles}.")
    return (Phrase(lost, line=table.line, titles=listed),) if listed else ()


def _guesses(reading: Reading) -> tuple[Phrase, ...]:
    if Role.SEGMENT in reading.roles and not reading.part:
        return (Phrase(N_("The customers of all segments were imported.")),)
    return ()
