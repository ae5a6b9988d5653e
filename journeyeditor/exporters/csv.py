"""CSV: the journey as a grid, as spreadsheets of the map's language open it."""

from __future__ import annotations

from journeyeditor.exporters.format import Export, ExportFormat, Options
from journeyeditor.i18n import N_


def write(export: Export) -> list[bytes]:
    import csv
    from io import StringIO

    from journeyeditor.exchange.guarded_cells import guarded
    from journeyeditor.exporters.journey_grid import grid_of
    from journeyeditor.i18n import texts as texts_of
    from journeyeditor.vocabulary import info_of

    texts = texts_of(info_of(export.graph).language or "en")
    grid = grid_of(export)
    file = StringIO()
    # Where the comma is in numbers, spreadsheets expect semicolons between cells.
    delimiter = ";" if texts.style.decimal == "," else ","
    rows = csv.writer(file, delimiter=delimiter, lineterminator="\r\n")
    rows.writerow(
        [texts("Stage"), *(guarded(stage.title if stage else "") for stage in grid.stages)]
    )
    for row in grid.rows:
        cells = ("\n".join(line.words for line in cell) for cell in row.cells)
        rows.writerow([guarded(row.title), *map(guarded, cells)])
    return [file.getvalue().encode("utf-8-sig")]


def losses(export: Export) -> list[str]:
    from journeyeditor.exporters.journey_grid import grid_of
    from journeyeditor.exporters.losses import left_out, shown_in
    from journeyeditor.i18n import texts as texts_of

    texts = texts_of(export.language)
    others = texts("Left out: notes, all fields without a row of their own, and connections.")
    return [*left_out(export.graph, shown_in(grid_of(export)), texts), others]


FORMAT = ExportFormat(
    "csv",
    N_("CSV table"),
    write,
    options=Options.CONTENT,
    summary=N_("The journey as a grid: stages as columns, lanes as rows, one card per line."),
    losses=losses,
)
