"""What a format leaves out of a map, counted kind by kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container

from journeyeditor.exporters.grid import JourneyGrid
from journeyeditor.i18n import N_, Texts
from journeyeditor.model import JourneyGraph, RecordId
from journeyeditor.vocabulary import kind_class

LEFT_OUT = N_("Left out: {kinds}.")


def shown_in(grid: JourneyGrid) -> set[RecordId]:
    """The ids of the elements that a grid shows as a row, a column or a line."""
    stages = {stage.id for stage in grid.stages if stage}
    lanes = {row.lane for row in grid.rows if row.lane}
    return stages | lanes | {line.id for row in grid.rows for cell in row.cells for line in cell}


def left_out(
    graph: JourneyGraph, shown: Container[RecordId], texts: Texts, template: str = LEFT_OUT
) -> list[str]:
    """A sentence with the number of elements of each kind that are not shown, none if all are.

    A lane is no content of its own. `template` is a message id with {kinds}.
    """
    missing = Counter(
        element.kind
        for element in graph.elements()
        if element.id not in shown and element.kind != "lane"
    )
    if not missing:
        return []
    counts = (
        f"{texts(kind_class(kind).look.plural)} ({texts.number(count)})"
        for kind, count in missing.items()
    )
    return [texts(template).format(kinds=", ".join(counts))]
