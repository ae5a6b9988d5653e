"""What hangs where: columns of a photo become stages, its rows lanes, its colours or rows kinds.

Printed stages and lanes say which they are. Without them, cards that are found again tell where
their stages are, and what is left follows the order of the map. All of it can be chosen otherwise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from journeyeditor.model import Element, JourneyGraph, RecordId
from journeyeditor.vocabulary import KINDS, Lane, Shape
from journeyeditor.wall import codes
from journeyeditor.wall.photo import Find, WallPhoto

#: What stands for a stage that is not on the map yet.
NEW_STAGE = "+"
BY_COLOUR, BY_ROW = "colour", "row"
#: The kinds that notes can become, and those of the usual colours in a workshop.
NOTE_KINDS = tuple(
    cls.kind_name()
    for cls in sorted(KINDS, key=lambda cls: cls.look.order)
    if cls.look.shape in {Shape.TEXT, Shape.CARD, Shape.CURVE, Shape.NOTE}
)
KIND_OF_COLOUR = MappingProxyType(
    {
        "Yellow": "step",
        "Blue": "touchpoint",
        "Orange": "thought",
        "Pink": "pain_point",
        "Red": "pain_point",
        "Green": "opportunity",
        "Violet": "thought",
    }
)
#: Two things further apart than this (in sides of a note) hang in different columns or rows.
COLUMN_GAP, ROW_GAP = 0.55, 0.42
#: Gaps of which the widest is at most so much wider are alike.
ALIKE = 0.85


@dataclass(frozen=True, slots=True)
class SortingChoices:
    """What a person chose: what decides about the kind, the kinds of groups, the stages of columns."""

    by: str = ""
    kinds: Mapping[int, str] = field(default_factory=dict)
    stages: Mapping[int, str] = field(default_factory=dict)


class NoteGroup(NamedTuple):
    """The notes of one colour, or of one row: its number, how many they are, and their kind."""

    number: int
    notes: int
    kind: str


class Column(NamedTuple):
    """A column of the wall: its stage (an id or NEW_STAGE), and how many cards and notes hang there."""

    number: int
    things: int
    stage: str


class Proposal(NamedTuple):
    """What a find would be on the map.

    `find` is its number in the photo, `column` that of its column, whose stage `stage` is. `record` is
    the id of the card that was found again, "" for a new card; it `moves` if it hangs in another stage
    than on the map.
    """

    find: int
    column: int
    stage: str
    kind: str
    lane: RecordId | None = None
    record: RecordId = ""
    moves: bool = False

    @property
    def is_new(self) -> bool:
        return not self.record


class SortedWall(NamedTuple):
    """A photo in the order of the map; proposals are column by column, from top to bottom."""

    by: str
    groups: tuple[NoteGroup, ...]
    columns: tuple[Column, ...]
    proposals: tuple[Proposal, ...]


def keys_of(graph: JourneyGraph) -> list[str]:
    """The keys of all printed cards that may hang on the wall of a map."""
    kinds = [cls.kind_name() for cls in KINDS]
    shown = [each.id for each in graph.elements() if each.is_card or each.kind == "stage"]
    lanes = [codes.lane_key(name) for name in (*kinds, *(lane.id for lane in graph.lanes()))]
    return [*shown, *lanes, *map(codes.blank_key, kinds)]


def sorted_wall(
    photo: WallPhoto, graph: JourneyGraph, choices: SortingChoices | None = None
) -> SortedWall:
    return _Sorting(photo, graph, choices or SortingChoices()).wall()


class _Sorting:
    """One sorting: the places of the finds, and what is known of them."""

    def __init__(self, photo: WallPhoto, graph: JourneyGraph, choices: SortingChoices) -> None:
        self._photo, self._graph, self._choices = photo, graph, choices
        self._stages = [stage.id for stage in graph.stages()]
        self._heads: dict[int, RecordId] = {}
        self._lanes: dict[int, str] = {}
        self._cards: dict[int, Element] = {}
        for number, find in enumerate(photo.finds):
            self._know(number, find)
        self._placed = [
            number
            for number in range(len(photo.finds))
            if number not in self._heads and number not in self._lanes
        ]
        self._column_of = self._columns()
        self._row_of = _clusters({n: photo.finds[n].y for n in self._by_rows()}, ROW_GAP)
        self._own_lane = {self._row_of[number]: lane for number, lane in self._lanes.items()}
        self._lane_of_row = self._named_rows()

    def _know(self, number: int, find: Find) -> None:
        key = find.key
        if key.startswith("@lane/"):
            self._lanes[number] = key.removeprefix("@lane/")
        elif self._graph.has_element(key):
            record = self._graph.element(key)
            if record.kind == "stage":
                self._heads[number] = key
            else:
                self._cards[number] = record

    def _by_rows(self) -> Iterator[int]:
        yield from self._lanes
        yield from self._placed

    def wall(self) -> SortedWall:
        columns = self._stage_of_columns()
        kind_by = self._choices.by or self._usual_way()
        numbers = [n for n in self._placed if n not in self._cards]
        # An empty card that was printed says itself what it is.
        group_of = {n: self._group(n, kind_by) for n in numbers if not self._photo.finds[n].key}
        counts = Counter(group_of.values())
        kinds = {group: self._kind(group, kind_by, group_of) for group in sorted(counts)}
        proposals = [
            self._proposal(number, columns, kinds.get(group_of.get(number, -1), ""))
            for number in self._placed
        ]
        finds = self._photo.finds
        proposals.sort(key=lambda each: (each.column, finds[each.find].y, finds[each.find].x))
        groups = [NoteGroup(group, counts[group], kinds[group]) for group in sorted(counts)]
        return SortedWall(kind_by, tuple(groups), tuple(columns), tuple(proposals))

    def _proposal(self, number: int, columns: Sequence[Column], kind: str) -> Proposal:
        column = self._column_of[number]
        stage = columns[column].stage
        card = self._cards.get(number)
        if card is not None:
            moves = stage != card.stage and (stage == NEW_STAGE or bool(stage))
            return Proposal(number, column, stage, card.kind, card.lane, card.id, moves)
        find = self._photo.finds[number]
        if find.key.startswith("@blank/"):
            kind = find.key.removeprefix("@blank/")
        kind = kind or NOTE_KINDS[0]  # a card that was deleted while the photo was read
        return Proposal(number, column, stage, kind, self._lane(number, kind))

    def _lane(self, number: int, kind: str) -> RecordId | None:
        """The lane record of a find's row, if it shows the kind."""
        name = self._lane_of_row.get(self._row_of[number], "")
        lane = self._graph.element(name) if self._graph.has_element(name) else None
        return lane.id if isinstance(lane, Lane) and kind in lane.kinds else None

    # Columns

    def _columns(self) -> dict[int, int]:
        """The column of each placed find, from left to right."""
        xs = {number: self._photo.finds[number].x for number in self._placed}
        heads = sorted((self._photo.finds[n].x, n) for n in self._heads)
        if len(heads) > 1 and len(heads) >= len(self._stages):
            borders = [self._border(one, two) for (one, _), (two, _) in pairwise(heads)]
            return {number: sum(x > border for border in borders) for number, x in xs.items()}
        clusters = _clusters(xs, COLUMN_GAP)
        return self._merged(clusters, xs)

    def _border(self, left: float, right: float) -> float:
        """Where one stage ends between two heads: in the widest gap, the last one of several.

        A head is above the middle or the left end of what belongs to it, never above its right end.
        """
        between = sorted(
            self._photo.finds[number].x
            for number in self._placed
            if left < self._photo.finds[number].x < right
        )
        gaps = [(b - a, (a + b) / 2) for a, b in pairwise([left, *between, right])]
        widest = max(gap for gap, _ in gaps)
        return [middle for gap, middle in gaps if gap >= ALIKE * widest][-1]

    def _merged(self, clusters: dict[int, int], xs: Mapping[int, float]) -> dict[int, int]:
        """Columns of notes side by side are one where there are more of them than stages."""
        wanted = len(self._stages)
        count = len(set(clusters.values()))
        if not 1 < wanted < count:
            return clusters
        ends = {
            number: [xs[each] for each, own in clusters.items() if own == number]
            for number in range(count)
        }
        gaps = sorted(
            ((min(ends[n + 1]) - max(ends[n]), n) for n in range(count - 1)), reverse=True
        )
        if gaps[wanted - 2][0] * ALIKE <= gaps[wanted - 1][0]:
            return clusters
        borders = {n for _, n in gaps[: wanted - 1]}
        number_of = [sum(border < n for border in borders) for n in range(count)]
        return {number: number_of[own] for number, own in clusters.items()}

    def _stage_of_columns(self) -> list[Column]:
        counts = Counter(self._column_of.values())
        count = max(counts, default=-1) + 1
        heads = sorted((self._photo.finds[n].x, stage) for n, stage in self._heads.items())
        known: dict[int, str] = {}
        if len(heads) > 1 and len(heads) >= len(self._stages):
            count = len(heads)
            known = {number: stage for number, (_, stage) in enumerate(heads)}
        else:
            known = self._told_by_cards(count)
        self._fill(known, count)
        chosen = self._choices.stages
        return [
            Column(number, counts[number], chosen.get(number, known[number]))
            for number in range(count)
        ]

    def _told_by_cards(self, count: int) -> dict[int, str]:
        """The stages that heads and most of the cards found again name."""
        votes: dict[int, Counter[str]] = {number: Counter() for number in range(count)}
        for number, card in self._cards.items():
            if card.stage in self._stages:
                votes[self._column_of[number]][str(card.stage)] += 1
        for number, stage in self._heads.items():
            nearest = min(
                self._placed,
                key=lambda each: abs(self._photo.finds[each].x - self._photo.finds[number].x),
                default=None,
            )
            if nearest is not None:
                votes[self._column_of[nearest]][stage] += 100
        known: dict[int, str] = {}
        taken: set[str] = set()
        ranked = sorted(
            (
                (times, -column, stage)
                for column, each in votes.items()
                for stage, times in each.items()
            ),
            reverse=True,
        )
        for _, minus, stage in ranked:
            if -minus not in known and stage not in taken:
                known[-minus] = stage
                taken.add(stage)
        return known

    def _fill(self, known: dict[int, str], count: int) -> None:
        """Give the other columns the stages that come next in the order of the map."""
        taken = set(known.values())
        for column in range(count):
            if column in known:
                continue
            before = known.get(column - 1, "")
            start = self._stages.index(before) + 1 if before in self._stages else 0
            if column and before not in self._stages:
                start = len(self._stages)
            following = next((s for s in self._stages[start : start + 1] if s not in taken), "")
            known[column] = following or NEW_STAGE
            taken.add(following)

    # Kinds

    def _named_rows(self) -> dict[int, str]:
        """The lanes of the rows: that of the printed lane there, or else of the last one above."""
        if not self._own_lane:
            return {}
        rows = range(max(self._row_of.values()) + 1)
        found, last = {}, ""
        for row in rows:
            last = self._own_lane.get(row, last)
            if last:
                found[row] = last
        return found

    def _kind_of_lane(self, name: str) -> str:
        lane = self._graph.element(name) if self._graph.has_element(name) else None
        kinds = lane.kinds if isinstance(lane, Lane) else (name,)
        return next((kind for kind in kinds if kind in NOTE_KINDS), "")

    def _usual_way(self) -> str:
        """Rows decide where lanes hang beside most of them, or where all notes have one colour."""
        notes = [number for number in self._placed if not self._photo.finds[number].key]
        rows = {self._row_of[number] for number in notes}
        if rows and 2 * len(rows & self._own_lane.keys()) >= len(rows):
            return BY_ROW
        return BY_ROW if len(self._photo.colours) == 1 and len(rows) > 1 else BY_COLOUR

    def _group(self, number: int, by: str) -> int:
        return self._row_of[number] if by == BY_ROW else self._photo.finds[number].colour

    def _kind(self, group: int, by: str, group_of: Mapping[int, int]) -> str:
        chosen = self._choices.kinds.get(group, "")
        if chosen:
            return chosen
        if by == BY_ROW:
            lane = self._kind_of_lane(self._lane_of_row.get(group, ""))
            return lane or self._kind_in_order(group, group_of)
        return self._kind_of_colour(group, group_of)

    def _kind_in_order(self, row: int, group_of: Mapping[int, int]) -> str:
        """Rows without a name are the lanes of an empty map, from top to bottom."""
        rows = sorted(set(group_of.values()))
        usual = [kind for kind in NOTE_KINDS if kind != "emotion"]
        return usual[min(rows.index(row), len(usual) - 1)]

    def _kind_of_colour(self, colour: int, group_of: Mapping[int, int]) -> str:
        """What most notes of a colour are by their rows, or else what the colour usually means."""
        rows = [self._row_of[number] for number, own in group_of.items() if own == colour]
        kinds = [self._kind_of_lane(self._own_lane.get(row, "")) for row in rows]
        named = Counter(kind for kind in kinds if kind)
        if named:
            return named.most_common(1)[0][0]
        return KIND_OF_COLOUR.get(self._photo.colours[colour].name, NOTE_KINDS[0])


def _clusters(values: Mapping[int, float], gap: float) -> dict[int, int]:
    """Number things along a line; a wider gap begins the next number."""
    found: dict[int, int] = {}
    number, last = 0, None
    for place, value in sorted(values.items(), key=lambda pair: pair[1]):
        if last is not None and value - last > gap:
            number += 1
        found[place] = number
        last = value
    return found
