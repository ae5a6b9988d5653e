"""Where cards may stand: columns, slots and lanes, asked by hands that drop, walk and make."""

from __future__ import annotations

from collections.abc import Collection

from journeyeditor.editing.changes.relations import tie_kind
from journeyeditor.editing.changes.slots import ANCHORS
from journeyeditor.layout.incremental import hit_testing
from journeyeditor.layout.incremental.axes import ColumnPlace
from journeyeditor.layout.incremental.layout import IncrementalLayout
from journeyeditor.layout.lanes import BAND_OF_KIND, Band, LaneSpec, lane_of
from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import Card, Shape, kind_class


def has_cell(kind: str) -> bool:
    """Tell whether elements of a kind stand in cells (or lie free on the map)."""
    cls = kind_class(kind)
    return issubclass(cls, Card) and cls.look.shape is not Shape.RECORD


def column_near(layout: IncrementalLayout, x: float) -> ColumnPlace:
    """Return the column at an x, or the one at that end of the map."""
    column = hit_testing.column_at(layout, x)
    if column is not None:
        return column
    return layout.columns[0] if x < layout.columns[0].x else layout.columns[-1]


def slots_of(column: ColumnPlace) -> range:
    """Return the slots of a column."""
    return range(column.first, column.first + column.slots)


def slot_near(column: ColumnPlace, x: float) -> int:
    """Return the slot of a column that is nearest to an x."""
    slot = int((x - column.x) / (column.width / column.slots))
    return column.first + max(0, min(column.slots - 1, slot))


def takes(spec: LaneSpec, kind: str, own: str | None = None) -> bool:
    """Tell whether a lane is one for a kind; a lane without kinds of its own is for all cards."""
    if spec.band is not BAND_OF_KIND.get(kind, Band.CARDS):
        return False
    return kind in spec.kinds or not spec.kinds or spec.key == own


def lane_name(layout: IncrementalLayout, index: int, kind: str) -> str | None:
    """Return what a card of a kind says of its lane: None for the lane it has anyway."""
    specs = [lane.spec for lane in layout.lanes]
    return None if lane_of(kind, None, specs) == index else specs[index].key


def anchor_in(
    layout: IncrementalLayout, graph: JourneyGraph, slot: int, kind: str, skip: Collection[str]
) -> str:
    """Return the touchpoint, or else the step, in whose slot a card of a kind would stand."""
    found: dict[str, str] = {}
    for lane in range(len(layout.lanes)):
        for id_ in layout.cell_ids(lane, slot):
            anchor = graph.element(id_).kind
            if id_ not in skip and may_share(kind, anchor):
                found.setdefault(anchor, id_)
    return found.get("touchpoint") or found.get("step", "")


def may_share(kind: str, anchor: str) -> bool:
    """Tell whether a card of a kind can be tied to, and so share the slot of, an anchor's kind."""
    return anchor in ANCHORS and bool(tie_kind(kind, anchor))
