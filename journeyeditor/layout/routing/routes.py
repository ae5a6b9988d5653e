"""Which relations are drawn as lines, and on which tracks they run.

What belongs together stands in one slot and is read downwards, and what follows stands to the
right: such relations need no line. All others run in the corridors between lanes and in the gutters
between slots, where no card stands, so that no line ever crosses a card. This module
decides tracks (order, no lengths); `lines` turns them into paths.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from journeyeditor.layout.grid import ANCHORS, Grid
from journeyeditor.layout.lanes import Band
from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import Follows, RelationBase

#: A corridor holds this many parallel lines; more share tracks.
MAX_TRACKS = 12


class TrackSpan(NamedTuple):
    """A horizontal piece of a route: corridor (above lane i is i), from slot to slot, its track."""

    corridor: int
    low: int
    high: int
    track: int


class RemoteEnd(NamedTuple):
    """An end on another row or sheet: its element's title, which end it is, and where it lies."""

    title: str
    is_source: bool
    is_right: bool


class Route(NamedTuple):
    """A relation to be drawn; `entry` is None when one corridor leads from end to end.

    With an end `away`, the line runs from the card that is here to the edge of the row.
    """

    relation: RelationBase
    exit: TrackSpan
    entry: TrackSpan | None
    gutter: int
    away: RemoteEnd | None = None

    @property
    def has_words(self) -> bool:
        """Whether something is written on the line."""
        return self.away is not None or has_words(self.relation)


class StageArc(NamedTuple):
    """A skip or loop between stages: numbers of its columns, None beyond the sheet, and its level."""

    relation: Follows
    source: int | None
    target: int | None
    is_forward: bool
    level: int


def is_implied(graph: JourneyGraph, grid: Grid, relation: RelationBase) -> bool:
    """Tell whether the grid itself shows the relation: the same slot, or the next one."""
    (_, source), (_, target) = grid.slot_of[relation.source], grid.slot_of[relation.target]
    kinds = {graph.element(relation.source).kind, graph.element(relation.target).kind}
    return is_shown_by_places(relation, kinds, target - source)


def is_shown_by_places(relation: RelationBase, kinds: Collection[str], distance: int) -> bool:
    """Tell whether places show a relation between such kinds, so many slots to the right."""
    if distance == 0:
        return True
    if relation.kind != "follows" or has_words(relation):
        return False
    return distance == 1 and (len(kinds) == 1 or set(kinds) == set(ANCHORS))


def drawn_relations(graph: JourneyGraph, grid: Grid, persona: str = "") -> list[RelationBase]:
    """Return the relations between cards that need a line, in the order of the map.

    With a persona (an id), other personas' own ways are left out.
    """
    found = []
    for kind in ("follows", "at", "supports", "addresses"):
        for relation in graph.relations(kind):
            assert isinstance(relation, RelationBase)
            is_seen = _is_card_drawn(grid, relation.source) and _is_card_drawn(
                grid, relation.target
            )
            if (
                is_seen
                and not _is_others(relation, persona)
                and not is_implied(graph, grid, relation)
            ):
                found.append(relation)
    return found


def _is_card_drawn(grid: Grid, id_: str) -> bool:
    """Tell whether an element is drawn as a card: not as a point of a curve or a collapsed lane's bead."""
    if id_ not in grid.slot_of:
        return False
    spec = grid.lanes[grid.slot_of[id_][0]]
    return spec.band is Band.CARDS and not spec.collapsed


def _is_others(relation: RelationBase, persona: str) -> bool:
    """Tell whether a relation is the way of another persona than the one that is shown."""
    own = getattr(relation, "persona", None)
    return bool(persona and own and own != persona)


def has_words(relation: RelationBase) -> bool:
    """Tell whether something is written on a connector: its title or its share."""
    return bool(relation.title) or getattr(relation, "share", None) is not None


def routed(
    relations: Iterable[RelationBase], grid: Grid, slots: range, titles: Mapping[str, str]
) -> list[Route]:
    """Return routes for the relations with an end on this row (a range of slots).

    `titles` are those of the elements, by id, to be named where they stand on another row.
    """
    ends = []
    leaving = []
    for relation in relations:
        source, target = grid.slot_of[relation.source], grid.slot_of[relation.target]
        if source[1] in slots and target[1] in slots:
            ends.append((relation, source, target))
        elif source[1] in slots:
            away = RemoteEnd(titles[relation.target], False, target[1] > source[1])
            leaving.append((relation, source, away))
        elif target[1] in slots:
            away = RemoteEnd(titles[relation.source], True, source[1] > target[1])
            leaving.append((relation, target, away))
    ends.sort(key=lambda end: (abs(end[1][1] - end[2][1]), end[1][1], end[2][1], end[0].id))
    tracks = _Tracks()
    routes = []
    for relation, (lane_a, slot_a), (lane_b, slot_b) in ends:
        down = lane_b > lane_a
        leave = lane_a + 1 if down else lane_a
        enter = lane_b if down or lane_a == lane_b else lane_b + 1
        gutter = slot_b if slot_a < slot_b else slot_b + 1
        if leave == enter:
            routes.append(Route(relation, tracks.span(leave, slot_a, slot_b), None, gutter))
        else:
            # A gutter stands between two slots: to the tracks it is the slot beside the target.
            beside = gutter - 1 if slot_a < slot_b else gutter
            routes.append(
                Route(
                    relation,
                    tracks.span(leave, slot_a, beside),
                    tracks.span(enter, beside, slot_b),
                    gutter,
                )
            )
    for relation, (lane, slot), away in leaving:
        edge = slots.stop if away.is_right else slots.start - 1
        routes.append(Route(relation, tracks.span(lane, slot, edge), None, -1, away))
    return routes


class _Tracks:
    """Gives each span the lowest track on which nothing else stands between its slots."""

    def __init__(self) -> None:
        self._taken: dict[int, list[list[tuple[int, int]]]] = defaultdict(list)

    def span(self, corridor: int, one: int, other: int) -> TrackSpan:
        """Return a span on a free track; when all are taken, on the emptiest one."""
        low, high = min(one, other), max(one, other)
        levels = self._taken[corridor]
        for track, spans in enumerate(levels):
            if all(high < a or low > b for a, b in spans):
                spans.append((low, high))
                return TrackSpan(corridor, low, high, track)
        if len(levels) < MAX_TRACKS:
            levels.append([(low, high)])
            return TrackSpan(corridor, low, high, len(levels) - 1)
        track = min(range(MAX_TRACKS), key=lambda i: len(levels[i]))
        levels[track].append((low, high))
        return TrackSpan(corridor, low, high, track)


def corridor_tracks(routes: Collection[Route]) -> dict[int, int]:
    """Return how many tracks each corridor needs."""
    tracks: dict[int, int] = defaultdict(int)
    for item in routes:
        for span in (item.exit, item.entry):
            if span:
                tracks[span.corridor] = max(tracks[span.corridor], span.track + 1)
    return dict(tracks)


def _branches(graph: JourneyGraph, relation: Follows) -> bool:
    """Tell whether a way to the next stage says more than the chevrons: a name, or one of several shares."""
    if relation.title:
        return True
    ways = graph.outgoing(relation.source, "follows")
    return relation.share is not None and len(ways) > 1


def stage_arcs(graph: JourneyGraph, grid: Grid, slots: range, persona: str = "") -> list[StageArc]:
    """Return the skips and loops of the stages on this sheet, the short ones lowest.

    A stage followed by its right-hand neighbour needs no arc, the chevrons say so; except where
    it branches there, or the way has a name.
    """
    place = {column.stage.id: i for i, column in enumerate(grid.columns) if column.stage}
    here = [i for i, column in enumerate(grid.columns) if column.first in slots]
    ways = [
        relation
        for relation in graph.relations("follows")
        if isinstance(relation, Follows) and not _is_others(relation, persona)
    ]
    return arcs_of(graph, ways, place, range(here[0], here[-1] + 1))


def arcs_of(
    graph: JourneyGraph, ways: Iterable[Follows], place: Mapping[str, int], here: range
) -> list[StageArc]:
    """Return the arcs of those ways that have one; `place` has the columns' numbers by stage.

    `here` are the columns of the sheet.
    """
    found = []
    for relation in ways:
        a, b = place.get(relation.source), place.get(relation.target)
        if a is None or b is None or (a not in here and b not in here):
            continue
        if b != a + 1 or _branches(graph, relation):
            found.append((relation, a, b))
    found.sort(key=lambda item: (abs(item[1] - item[2]), min(item[1], item[2]), item[0].id))
    tracks = _Tracks()
    arcs = []
    for relation, a, b in found:
        source, target = (a if a in here else None), (b if b in here else None)
        # Ends are even places; what leaves the sheet takes the odd one at its edge too.
        low = max(min(a, b) * 2, here[0] * 2 - 1)
        high = min(max(a, b) * 2, here[-1] * 2 + 1)
        level = tracks.span(0, low, high - (high > low)).track
        arcs.append(StageArc(relation, source, target, b > a, level))
    return arcs
