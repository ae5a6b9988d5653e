"""Which relations are drawn as lines, and on which tracks they run; order only, no lengths.

Related cards share a slot and read downwards, and what follows is on the right: such relations need
no line. All others run in the corridors between lanes and in the gutters between slots, where there
are no cards, so that no line ever crosses a card.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from journeyeditor.layout.grid import Grid
from journeyeditor.layout.lanes import Band
from journeyeditor.layout.routing.intervals import Intervals
from journeyeditor.layout.style import (
    BUNDLED_TRACK,
    LABEL_SPACE,
    LABELLED_TRACK,
    LANE_GAP,
    TRACK,
)
from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import MOMENTS, Follows, RelationBase

#: A corridor holds this many parallel lines; more share tracks.
MAX_TRACKS = 12


class TrackSpan(NamedTuple):
    """A horizontal piece of a route: corridor (above lane i is i), first and last slot, track."""

    corridor: int
    low: int
    high: int
    track: int


class RemoteEnd(NamedTuple):
    """An end on another row or sheet: its element's title, which end it is, and on which side."""

    title: str
    is_source: bool
    is_right: bool


class Route(NamedTuple):
    """A relation to be drawn; `entry` is None when one corridor leads from end to end.

    With a `remote` end, the line runs from the card on this row to the row's edge.
    """

    relation: RelationBase
    exit: TrackSpan
    entry: TrackSpan | None
    gutter: int
    remote: RemoteEnd | None = None

    @property
    def has_label(self) -> bool:
        return self.remote is not None or has_label(self.relation)


class StageArc(NamedTuple):
    """A skip or loop between stages: the numbers of its columns, None beyond the sheet; its level."""

    relation: Follows
    source: int | None
    target: int | None
    is_forward: bool
    level: int


def is_implied(graph: JourneyGraph, grid: Grid, relation: RelationBase) -> bool:
    (_, source), (_, target) = grid.slot_of[relation.source], grid.slot_of[relation.target]
    kinds = {graph.element(relation.source).kind, graph.element(relation.target).kind}
    return is_shown_by_cells(relation, kinds, target - source)


def is_shown_by_cells(relation: RelationBase, kinds: Collection[str], distance: int) -> bool:
    """Return whether cells show a relation between such kinds, `distance` slots to the right."""
    if distance == 0:
        return True
    if not isinstance(relation, Follows) or has_label(relation):
        return False
    return distance == 1 and (len(kinds) == 1 or set(kinds) == set(MOMENTS))


def drawn_relations(graph: JourneyGraph, grid: Grid, persona: str = "") -> list[RelationBase]:
    """Return the relations between cards that need a line, in the order of the map.

    With a persona (an id), transitions of other personas are left out.
    """
    found = []
    for kind in ("follows", "at", "supports", "addresses"):
        for relation in graph.relations(kind):
            assert isinstance(relation, RelationBase)
            is_visible = _is_drawn_as_card(grid, relation.source) and _is_drawn_as_card(
                grid, relation.target
            )
            if (
                is_visible
                and not _is_of_another_persona(relation, persona)
                and not is_implied(graph, grid, relation)
            ):
                found.append(relation)
    return found


def _is_drawn_as_card(grid: Grid, id_: str) -> bool:
    """Return whether an element is drawn as a card, rather than on a curve or in a collapsed lane."""
    if id_ not in grid.slot_of:
        return False
    spec = grid.lanes[grid.slot_of[id_][0]]
    return spec.band is Band.CARDS and not spec.collapsed


def _is_of_another_persona(relation: RelationBase, persona: str) -> bool:
    own = relation.persona if isinstance(relation, Follows) else None
    return bool(persona and own and own != persona)


def has_label(relation: RelationBase) -> bool:
    """Return whether a connector has a label: the relation's title or its share."""
    return bool(relation.title) or (isinstance(relation, Follows) and relation.share is not None)


def routed(
    relations: Iterable[RelationBase],
    grid: Grid,
    slots: range,
    titles: Mapping[str, str],
    whole: Grid | None = None,
) -> list[Route]:
    """Return routes for the relations with an end on this row (a range of slots).

    `titles` are those of the elements, by id, shown where an end is on another row. If the row has
    a grid of its own, `whole` is that of the map.
    """
    local = []
    leaving = []
    elsewhere = (whole or grid).slot_of
    for relation in relations:
        source, target = (
            grid.slot_of.get(id_) or elsewhere[id_] for id_ in (relation.source, relation.target)
        )
        if source[1] in slots and target[1] in slots:
            local.append((relation, source, target))
        elif source[1] in slots:
            remote = RemoteEnd(titles[relation.target], False, target[1] > source[1])
            leaving.append((relation, source, remote))
        elif target[1] in slots:
            remote = RemoteEnd(titles[relation.source], True, source[1] > target[1])
            leaving.append((relation, target, remote))
    local.sort(key=lambda end: (abs(end[1][1] - end[2][1]), end[1][1], end[2][1], end[0].id))
    tracks = _Tracks()
    routes = []
    for relation, (lane_a, slot_a), (lane_b, slot_b) in local:
        down = lane_b > lane_a
        leave = lane_a + 1 if down else lane_a
        enter = lane_b if down or lane_a == lane_b else lane_b + 1
        gutter = slot_b if slot_a < slot_b else slot_b + 1
        if leave == enter:
            routes.append(Route(relation, tracks.span(leave, slot_a, slot_b), None, gutter))
        else:
            # A gutter lies between two slots: for the tracks it is the slot beside the target.
            beside = gutter - 1 if slot_a < slot_b else gutter
            exit_ = tracks.span(leave, slot_a, beside)
            routes.append(Route(relation, exit_, tracks.span(enter, beside, slot_b), gutter))
    for relation, (lane, slot), remote in leaving:
        edge = slots.stop if remote.is_right else slots.start - 1
        routes.append(Route(relation, tracks.span(lane, slot, edge), None, -1, remote))
    return routes


class _Track:
    """The spans on one track: their number, and the slots they take, both ends included."""

    def __init__(self) -> None:
        self.count = 0
        self._taken = Intervals()

    def is_free(self, low: int, high: int) -> bool:
        return not self._taken.touches(low, high)

    def add(self, low: int, high: int) -> None:
        self.count += 1
        self._taken.add(low, high)


class _Tracks:
    """Assigns each span the lowest track that is free between its slots."""

    def __init__(self) -> None:
        self._tracks: dict[int, list[_Track]] = defaultdict(list)

    def span(self, corridor: int, one: int, other: int) -> TrackSpan:
        """Return a span on a free track; when all are taken, on the emptiest one."""
        low, high = min(one, other), max(one, other)
        tracks = self._tracks[corridor]
        number = next((i for i, track in enumerate(tracks) if track.is_free(low, high)), None)
        if number is None and len(tracks) < MAX_TRACKS:
            number = len(tracks)
            tracks.append(_Track())
        elif number is None:
            number = min(range(MAX_TRACKS), key=lambda i: tracks[i].count)
        tracks[number].add(low, high)
        return TrackSpan(corridor, low, high, number)


def corridor_tracks(routes: Collection[Route]) -> dict[int, int]:
    tracks: dict[int, int] = defaultdict(int)
    for route in routes:
        for span in (route.exit, route.entry):
            if span:
                tracks[span.corridor] = max(tracks[span.corridor], span.track + 1)
    return dict(tracks)


def corridor_height(
    tracks: int, *, has_labels: bool, is_last: bool, bundled: int = MAX_TRACKS
) -> float:
    """Return the height of a corridor with so many tracks; below the last lane it may be 0.

    More than `bundled` tracks run closer together.
    """
    needed = tracks * _pitch(tracks, bundled, has_labels=has_labels) + 2 if tracks else 0.0
    needed += LABEL_SPACE if has_labels else 0.0
    return max(needed, 0.0 if is_last else LANE_GAP)


def track_offset(
    span: TrackSpan, tracks: int, *, has_labels: bool, bundled: int = MAX_TRACKS
) -> float:
    """Return how far a track is below the middle of its corridor: lower if there are labels above."""
    pitch = _pitch(tracks, bundled, has_labels=has_labels)
    return (LABEL_SPACE / 2 if has_labels else 0.0) + (span.track - (tracks - 1) / 2) * pitch


def _pitch(tracks: int, bundled: int, *, has_labels: bool) -> float:
    if tracks > bundled:
        return BUNDLED_TRACK
    return LABELLED_TRACK if has_labels else TRACK


def stage_transitions(graph: JourneyGraph, grid: Grid, persona: str = "") -> list[Follows]:
    """Return the transitions between stages; with a persona (an id), not those of others."""
    stages = {column.stage.id for column in grid.columns if column.stage}
    return [
        relation
        for relation in graph.relations("follows")
        if relation.source in stages
        and relation.target in stages
        and isinstance(relation, Follows)
        and not _is_of_another_persona(relation, persona)
    ]


def arcs_on(
    graph: JourneyGraph, grid: Grid, slots: range, transitions: Iterable[Follows]
) -> list[StageArc]:
    """Return the skips and loops among some transitions of stages on this sheet, the short ones lowest.

    A stage followed by its right-hand neighbour needs no arc, as the headers show it; except where
    the path branches there, or the transition has a title.
    """
    numbers = {column.stage.id: i for i, column in enumerate(grid.columns) if column.stage}
    columns = [i for i, column in enumerate(grid.columns) if column.first in slots]
    return arcs_of(graph, transitions, numbers, range(columns[0], columns[-1] + 1))


def arcs_of(
    graph: JourneyGraph, transitions: Iterable[Follows], numbers: Mapping[str, int], here: range
) -> list[StageArc]:
    """Return the arcs of those transitions that need one.

    `numbers` are the columns' numbers by stage, `here` the columns of the sheet.
    """
    found = []
    for relation in transitions:
        a, b = numbers.get(relation.source), numbers.get(relation.target)
        if a is None or b is None or (a not in here and b not in here):
            continue
        if b != a + 1 or _is_branch(graph, relation):
            found.append((relation, a, b))
    found.sort(key=lambda item: (abs(item[1] - item[2]), min(item[1], item[2]), item[0].id))
    tracks = _Tracks()
    arcs = []
    for relation, a, b in found:
        source, target = (a if a in here else None), (b if b in here else None)
        # Ends are even positions; an arc that leaves the sheet takes the odd one at its edge too.
        low = max(min(a, b) * 2, here[0] * 2 - 1)
        high = min(max(a, b) * 2, here[-1] * 2 + 1)
        level = tracks.span(0, low, high - (high > low)).track
        arcs.append(StageArc(relation, source, target, b > a, level))
    return arcs


def _is_branch(graph: JourneyGraph, relation: Follows) -> bool:
    """Return whether a transition to the next stage has a title, or is one of several with shares."""
    if relation.title:
        return True
    transitions = graph.outgoing(relation.source, "follows")
    return relation.share is not None and len(transitions) > 1
