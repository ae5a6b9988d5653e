"""Write the table, with the ids of its cells and the map itself unless they are unwanted."""

from __future__ import annotations

import csv
from collections.abc import Container
from io import StringIO

from journeyeditor.exchange.guarded_cells import guarded
from journeyeditor.exporters.actions import ACTION_COLUMNS, ACTION_LIST, action_list, action_row
from journeyeditor.exporters.archives import packed
from journeyeditor.exporters.csv.ids import ID, TableFacts, row_cell, stage_cell
from journeyeditor.exporters.csv.signature import MAP_ROW, PIECE
from journeyeditor.exporters.format import Export
from journeyeditor.exporters.grid import grid_of, persona_of
from journeyeditor.exporters.losses import shown_in
from journeyeditor.files import dump_map
from journeyeditor.i18n import Texts
from journeyeditor.i18n import texts as texts_of
from journeyeditor.model import JourneyGraph, RecordId
from journeyeditor.vocabulary import info_of


def write(export: Export) -> list[bytes]:
    info = info_of(export.graph)
    texts = texts_of(info.language or "en")
    grid = grid_of(export)
    rows = [[texts("Stage"), *(stage.title if stage else "" for stage in grid.stages)]]
    for row in grid.rows:
        # A spreadsheet of another language would take grouped thousands for decimals.
        group = texts.style.thousands if row.field == "count" else ""
        words = ("\n".join(line.words for line in cell) for cell in row.cells)
        rows.append([row.title, *(each.replace(group, "") if group else each for each in words)])
    rows = [[guarded(cell) for cell in row] for row in rows]
    if export.has_source:
        stages = tuple(stage.id if stage else None for stage in grid.stages)
        kinds = {each.id: each.kind for each in export.graph.elements()}
        persona = persona_of(export)
        shown = (each for each in export.graph.personas() if persona in ("", each.id))
        personas = {each.id: each.title for each in shown}
        cells = [ID, *(row_cell(row, stages, kinds, texts) for row in grid.rows)]
        rows = [[*row, cell] for row, cell in zip(rows, cells, strict=True)]
        below = (
            stage_cell(stage.id, stage.title) if stage else stage_cell(None, "")
            for stage in grid.stages
        )
        rows.append([ID, *below, TableFacts(texts.language, info.title, personas).cell()])
        rows += _actions(export, shown_in(grid), texts)
        rows += [[], _map_row(export.graph)]
    file = StringIO()
    # Where the comma is in numbers, spreadsheets expect semicolons between cells.
    delimiter = ";" if texts.style.decimal == "," else ","
    csv.writer(file, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return [file.getvalue().encode("utf-8-sig")]


def _map_row(graph: JourneyGraph) -> list[str]:
    """What no cell shows comes back from here."""
    text = packed(dump_map(graph))
    return [MAP_ROW, *(text[start : start + PIECE] for start in range(0, len(text), PIECE))]


def _actions(export: Export, shown: Container[RecordId], texts: Texts) -> list[list[str]]:
    """Return the rows of the action list, behind an empty one; edits in them do not come back.

    Without ids there are none: other programs expect one table, and find its separators by it.
    """
    records = [record for record in action_list(export.graph) if record.id in shown]
    if not records:
        return []
    rows = [[], [texts(ACTION_LIST), *(texts(title) for title in ACTION_COLUMNS)]]
    for rank, record in enumerate(records, 1):
        cells = (rank, *action_row(export.graph, record, texts))
        rows.append(["" if cell is None else guarded(str(cell)) for cell in cells])
    return rows
