"""The lanes of a map: its lane records, then one for each kind that they leave out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from enum import Enum
from typing import NamedTuple, TypeGuard

from journeyeditor.model import Element, JourneyGraph
from journeyeditor.vocabulary import KINDS, Card, Common, Lane, Shape, Stage, kind_class


class Band(Enum):
    """What fills a lane: cards, emotion curves, or the funnel's bars."""

    CARDS = "cards"
    CURVE = "curve"
    FUNNEL = "funnel"


_BAND_OF_SHAPE = {Shape.CURVE: Band.CURVE, Shape.STAGE: Band.FUNNEL}
#: What fills the lane of a kind, if not cards.
BAND_OF_KIND = {
    cls.kind_name(): _BAND_OF_SHAPE[cls.look.shape]
    for cls in KINDS
    if cls.look.shape in _BAND_OF_SHAPE
}


class LaneSpec(NamedTuple):
    """One lane of the map.

    `key` is the id of a lane record, or the name of the kind whose own lane this is. `title` is
    the record's own words, "" where the kind's plural is to be used.
    """

    key: str
    title: str
    kinds: tuple[str, ...]
    band: Band
    height: str = "auto"
    collapsed: bool = False


def lane_specs(
    graph: JourneyGraph, wanted: Collection[str] = (), *, keep_empty: Collection[str] = ()
) -> tuple[LaneSpec, ...]:
    """Return the visible lanes from top to bottom.

    `wanted` holds kinds, lane ids or lane titles (any case); empty means all. A lane that shows
    the emotions or the funnel beside other kinds becomes two rows, as these cannot share one.
    The kinds of `keep_empty` have their lane even while it is empty, unless lane records hide it.
    """
    named = {
        kind: {record.lane for record in graph.elements(kind) if is_card(record)}
        for kind in LANE_KINDS
    }
    specs = specs_of(graph, named, keep_empty)
    chosen = {name.casefold() for name in wanted}
    if not chosen:
        return specs
    return tuple(
        spec
        for spec in specs
        if chosen & {spec.key.casefold(), spec.title.casefold(), *spec.kinds}
        or ("funnel" in chosen and spec.band is Band.FUNNEL)
    )


def specs_of(
    graph: JourneyGraph,
    named: Mapping[str, Collection[str | None]],
    keep_empty: Collection[str] = (),
) -> tuple[LaneSpec, ...]:
    """Return all visible lanes of a map, from top to bottom.

    `named` are the lanes (ids) that the cards of each kind name, None for those that name none.
    """
    lanes = [lane for lane in graph.lanes() if isinstance(lane, Lane)]
    specs: list[LaneSpec] = []
    covered: set[str] = set()
    for lane in lanes:
        covered.update(lane.kinds)
        if lane.visible:
            specs += _specs_of_record(lane)
    hidden = {lane.id for lane in lanes if not lane.visible}
    above = tuple(specs)
    for name in LANE_KINDS:
        if name in covered:
            continue
        wanted = set(named.get(name, ())) - hidden
        if name in keep_empty or any(lane_of(name, lane, above) is None for lane in wanted):
            specs.append(LaneSpec(name, "", (name,), BAND_OF_KIND.get(name, Band.CARDS)))
    if "stage" not in covered and any(
        isinstance(stage, Stage) and stage.count is not None for stage in graph.stages()
    ):
        specs.append(LaneSpec("stage", "", ("stage",), Band.FUNNEL))
    return tuple(specs)


def _specs_of_record(lane: Lane) -> Iterable[LaneSpec]:
    """Return the lane (or lanes) of a lane record.

    A file may name kinds that no lane can show; they are passed over.
    """
    kinds = tuple(kind for kind in lane.kinds if kind in LANE_KINDS or kind in BAND_OF_KIND)
    plain = tuple(kind for kind in kinds if kind not in BAND_OF_KIND)
    if plain or not kinds:
        yield LaneSpec(lane.id, lane.title, plain, Band.CARDS, lane.height, lane.collapsed)
    for kind in kinds:
        if kind in BAND_OF_KIND:
            yield LaneSpec(
                lane.id if not plain else kind,
                lane.title if not plain else "",
                (kind,),
                BAND_OF_KIND[kind],
                lane.height,
                lane.collapsed,
            )


_NO_LANE = (Shape.STAGE, Shape.LANE, Shape.PERSONA, Shape.RECORD)

#: The kinds that have cells, in the order of their lanes.
LANE_KINDS = tuple(
    cls.kind_name()
    for cls in sorted(KINDS, key=lambda cls: cls.look.order)
    if cls.look.shape not in _NO_LANE
)
_IN_LANES = frozenset(LANE_KINDS)
#: Of these, the kinds that may have a position of their own instead.
_MAY_FLOAT = frozenset(kind for kind in LANE_KINDS if kind_class(kind).look.shape is Shape.NOTE)


def hidden_lanes(graph: JourneyGraph) -> set[str]:
    """Return the ids of the lanes that are hidden, together with the cards put into them."""
    return {lane.id for lane in graph.lanes() if isinstance(lane, Lane) and not lane.visible}


def lane_of(record_kind: str, own_lane: str | None, specs: Iterable[LaneSpec]) -> int | None:
    """Return the index of the lane of a card, None if no lane shows it.

    A lane of its own that cannot show it (a curve has no room for cards) counts for nothing.
    """
    fallback = None
    band = BAND_OF_KIND.get(record_kind, Band.CARDS)
    for index, spec in enumerate(specs):
        if own_lane is not None and spec.key == own_lane and spec.band is band:
            return index
        if fallback is None and record_kind in spec.kinds:
            fallback = index
    return fallback


def waits(record: Element) -> bool:
    """Whether a card waits in the inbox to be placed."""
    return record.stage is None and isinstance(record, Card) and record.proposed_stage is not None


def is_card(record: Element) -> TypeGuard[Common]:
    """Return whether an element is in a cell of the grid; a note with a position is not.

    Nor is what waits in the inbox: what people send does not move what is on the map.
    """
    if record.kind not in _IN_LANES or waits(record):
        return False
    return record.kind not in _MAY_FLOAT or record.position is None
