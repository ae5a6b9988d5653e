"""The handles from which connections are drawn: one geometry for what is shown and what is hit."""

from __future__ import annotations

from journeyeditor.editing.input_events import Pointer
from journeyeditor.geometry import Rect
from journeyeditor.layout.incremental.layout import IncrementalLayout

#: The side of a handle, in map units.
SIDE = 7.0
#: Elements narrower than this have no room for a handle at their right.
NARROW = 30.0


def handles(layout: IncrementalLayout, id_: str) -> tuple[Rect, ...]:
    """Return the squares, in map units, in which a record's handles are drawn as discs.

    One on the middle of the upper edge, and on cards and heads one on that of the right edge, where
    the journey goes on. None for what has no place on the map, or is a lane.
    """
    rect = layout.rect(id_)
    if rect is None or (layout.cell_of(id_) is None and not _is_head(layout, id_)):
        return ()
    top = Rect(rect.center.x - SIDE / 2, rect.y - SIDE / 2, SIDE, SIDE)
    if rect.width < NARROW:
        return (top.translated(0, -SIDE / 2),)
    return (top, Rect(rect.right - SIDE / 2, rect.center.y - SIDE / 2, SIDE, SIDE))


def is_on_handle(layout: IncrementalLayout, id_: str, pointer: Pointer) -> bool:
    """Tell whether the pointer is on a handle of a record."""
    near = min(pointer.slack, SIDE) / 2
    return any(
        rect.x - near <= pointer.at.x <= rect.right + near
        and rect.y - near <= pointer.at.y <= rect.bottom + near
        for rect in handles(layout, id_)
    )


def _is_head(layout: IncrementalLayout, id_: str) -> bool:
    """Tell whether a record is a stage."""
    return any(column.stage_id == id_ for column in layout.columns)
