"""A board of shapes, and the map that people mean by it.

Containers beside or below one another are stages, and bands from edge to edge lanes. What lies in
them are cards, and lines between cards lead the customer on. Geometry alone decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from journeyeditor.exchange.boards.card_words import CardWords, card_words
from journeyeditor.exchange.boards.lane_words import kind_of_lane, names_stages
from journeyeditor.exchange.boards.texts import Words
from journeyeditor.exchange.checkpoints import checkpoints
from journeyeditor.exchange.importers import Imported, ImportFailure
from journeyeditor.geometry import Rect
from journeyeditor.i18n import N_, N_plural, Phrase, Sentence
from journeyeditor.model import JourneyGraph, Record
from journeyeditor.vocabulary import (
    Addresses,
    Common,
    Follows,
    Lane,
    MapInfo,
    RelationBase,
    Stage,
    Supports,
    kind_class,
    may_connect,
)

MAX_SHAPES, MAX_CONTAINERS = 5_000, 500
#: Two shapes are in one row or column if they share this part of the smaller one.
BESIDE = 0.5
#: What a line may be, in this order.
_LINES: Mapping[str, type[RelationBase]] = MappingProxyType(
    {"follows": Follows, "addresses": Addresses, "supports": Supports}
)
_NUMBER = re.compile(r"\D{0,3}(\d{1,4})")
#: Rows above the stages, such as titles and facts.
_MAX_ABOVE = 6


@dataclass(frozen=True)
class Shape:
    """A shape with its words; `rect` is on the board, y downwards.

    `parent` is the container that the format names, "" where geometry decides. `is_band` containers
    go from edge to edge. `kind` is that of the card where the format knows it, `fields` are
    further ones of it, as far as the kind has them; `extras` are own keys of the record.
    """

    id: str
    words: Words
    rect: Rect
    is_container: bool = False
    is_band: bool = False
    parent: str = ""
    kind: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    extras: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """A line from one shape to another, with what is written on it."""

    id: str
    source: str
    target: str
    label: str = ""
    extras: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Board:
    """Shapes in painting order, the lines between them, and the attributes of the map."""

    shapes: Sequence[Shape]
    lines: Sequence[Line] = ()
    title: str = ""
    info: Mapping[str, Any] = field(default_factory=dict)


def read_board(board: Board, notes: Iterable[Sentence] = ()) -> Imported:
    """Return the map of a board; raises ImportFailure if it is larger than any map people draw."""
    containers = sum(shape.is_container for shape in board.shapes)
    for count, most, message in (
        (
            len(board.shapes),
            MAX_SHAPES,
            N_("the board has {count} shapes, more than {most}; split it"),
        ),
        (
            containers,
            MAX_CONTAINERS,
            N_("the board has {count} frames, more than {most}; split it"),
        ),
    ):
        if count > most:
            raise ImportFailure(Phrase(message, count=count, most=most))
    reading = _Reading(board)
    records = reading.records()
    info = MapInfo(title=reading.title, **board.info)
    return Imported(JourneyGraph.of(info, records), (*notes, *reading.notes), reading.guesses)


class _Reading:
    """One board on its way to a map."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._shapes = {shape.id: shape for shape in board.shapes}
        self._parents = _acyclic(dict(_parents(board.shapes)))
        self.title = board.title
        self.notes: tuple[Sentence, ...] = ()
        self.guesses: tuple[Sentence, ...] = ()
        self._pools = self._find_pools()
        outermost = [
            each for each in board.shapes if each.is_container and self._is_outermost(each)
        ]
        self._bands = sorted(
            (each for each in outermost if each.is_band), key=lambda band: band.rect.y
        )
        columns = [each for each in outermost if not each.is_band]
        if not self._bands and len(columns) > 1 and self._are_lanes(columns):
            self._bands, columns = sorted(columns, key=lambda each: each.rect.y), []
        self._heads = self._ordered(columns) or self._headers()
        if not outermost:
            self._bands, self._heads = grid_of_shapes(board.shapes)

    def records(self) -> list[Record]:
        stages = [self._stage(shape) for shape in self._heads]
        lanes = [
            Lane(id=band.id, title=band.words.title, kinds=(self._kind_in(band),))
            for band in self._bands
            if band.words.title and not names_stages(band.words.title)
        ]
        taken = {shape.id for shape in (*self._heads, *self._bands)} | self._pools
        self._lane_ids = {lane.id for lane in lanes}
        cards = [
            self._card(shape, rank)
            for rank, shape in enumerate(checkpoints(self._in_reading_order(taken)), 1)
            if shape.words.title
        ]
        elements: list[Common] = [*stages, *lanes, *cards]
        self._add_sentences(stages, cards)
        return [*elements, *self._relations({element.id: element.kind for element in elements})]

    def _find_pools(self) -> set[str]:
        """The containers around lanes, and the one around everything, whose words are the title."""
        inner: dict[str, list[Shape]] = {}
        for shape in self._board.shapes:
            if shape.is_container and shape.id in self._parents:
                inner.setdefault(self._parents[shape.id], []).append(shape)
        outermost = [
            each
            for each in self._board.shapes
            if each.is_container and each.id not in self._parents
        ]
        pools = {id_ for id_, found in inner.items() if all(each.is_band for each in found)}
        if len(outermost) == 1 and len(inner.get(outermost[0].id, ())) > 1:
            pools.add(outermost[0].id)
        if len(pools) == 1:
            self.title = self.title or self._shapes[next(iter(pools))].words.title
        return pools

    def _is_outermost(self, shape: Shape) -> bool:
        return shape.id not in self._pools and self._parents.get(shape.id, "") in {
            "",
            *self._pools,
        }

    def _are_lanes(self, containers: Sequence[Shape]) -> bool:
        """Whether containers below one another have the names of lanes."""
        named = [each for each in containers if kind_of_lane(each.words.title)]
        ordered = sorted(containers, key=lambda each: each.rect.y)
        is_stacked = all(one.rect.bottom <= other.rect.center.y for one, other in pairwise(ordered))
        return is_stacked and len(named) * 2 > len(containers)

    def _ordered(self, containers: Sequence[Shape]) -> list[Shape]:
        """Return the stages in reading order: row by row, or column by column where that fits better."""
        rows = [shape for row in _rows(containers) for shape in row]
        columns = [shape for column in _columns(containers) for shape in column]
        return max((rows, columns), key=self._sense) if containers else []

    def _sense(self, order: Sequence[Shape]) -> int:
        """How many numbers in the names, and how many lines, agree with an order."""
        places = {shape.id: place for place, shape in enumerate(order)}
        numbers = [_NUMBER.match(shape.words.title) for shape in order]
        rising = sum(
            int(one[1]) < int(other[1]) for one, other in pairwise(numbers) if one and other
        )
        ends = [
            (places.get(self._outer(line.source), -1), places.get(self._outer(line.target), -1))
            for line in self._board.lines
        ]
        forward = sum(
            (source < target) - (source > target)
            for source, target in ends
            if min(source, target) >= 0
        )
        return 2 * rising + forward

    def _outer(self, id_: str) -> str:
        """Return the outermost container of a shape, or the shape itself, that is no pool."""
        while (parent := self._parents.get(id_, "")) and parent not in self._pools:
            id_ = parent
        return id_

    def _headers(self) -> list[Shape]:
        """Return the shapes that name the columns of lanes: in a lane for stages, or above all lanes."""
        if not self._bands:
            return []
        top = self._bands[0].rect.y
        for band in self._bands:
            if names_stages(band.words.title):
                heads = [
                    each for each in self._board.shapes if self._parents.get(each.id) == band.id
                ]
                break
        else:
            heads = [
                shape
                for shape in self._board.shapes
                if not shape.is_container and shape.rect.center.y < top and shape.words.title
            ]
            lowest = max((shape.rect.center.y for shape in heads), default=0.0)
            heads = [shape for shape in heads if shape.rect.bottom > lowest]
        heads = [shape for shape in heads if not shape.is_container and shape.words.title]
        return sorted(heads, key=lambda shape: shape.rect.x) if len(heads) > 1 else []

    def _stage(self, shape: Shape) -> Stage:
        return Stage(
            id=shape.id, title=shape.words.title, note=shape.words.note, **_own(shape.extras)
        )

    def _card(self, shape: Shape, rank: int) -> Common:
        band = self._band_of(shape)
        kind, said = self._words_of(shape, band)
        cls = kind_class(kind)
        fields: dict[str, Any] = {"id": shape.id, **said, "rank": rank}
        if shape.words.note:
            fields["note"] = shape.words.note
        stage = self._stage_of(shape)
        if stage:
            fields["stage"] = stage
        if band and band.id in self._lane_ids and cls.model_fields.get("lane"):
            fields["lane"] = band.id
        fields |= {key: value for key, value in shape.fields.items() if key in cls.model_fields}
        groups = tuple(self._inner_groups(shape))
        if groups:
            fields["tags"] = groups
        return cls(**fields, **_own(shape.extras))

    def _words_of(self, shape: Shape, band: Shape | None) -> CardWords:
        """What a card is, by its format, its lane or its words."""
        if shape.kind:
            return CardWords(shape.kind, {"title": shape.words.title})
        return card_words(shape.words.title, self._kind_in(band) if band else "")

    def _kind_in(self, band: Shape) -> str:
        return kind_of_lane(band.words.title) or "step"

    def _band_of(self, shape: Shape) -> Shape | None:
        outer = self._outer(shape.id)
        for band in self._bands:
            if band.id == outer or band.rect.y <= shape.rect.center.y < band.rect.bottom:
                return band
        return None

    def _stage_of(self, shape: Shape) -> str:
        """Return the stage around a shape, or the one whose column it is in."""
        outer = self._outer(shape.id)
        if any(head.id == outer for head in self._heads):
            return outer
        if not self._heads:
            return ""
        x = shape.rect.center.x
        if not self._heads[0].is_container:
            return min(self._heads, key=lambda head: abs(head.rect.center.x - x)).id
        around = [head for head in self._heads if head.rect.x <= x <= head.rect.right]
        return around[0].id if len(around) == 1 else ""

    def _inner_groups(self, shape: Shape) -> Iterator[str]:
        """Yield the names of the containers between a shape and its stage, which become tags."""
        parent = self._parents.get(shape.id, "")
        outer = self._outer(shape.id)
        while parent and parent != outer and parent not in self._pools:
            if self._shapes[parent].words.title:
                yield self._shapes[parent].words.title
            parent = self._parents.get(parent, "")

    def _in_reading_order(self, taken: set[str]) -> list[Shape]:
        """Return the shapes that become cards: also frames inside a stage that hold none."""
        filled: set[str] = set()
        for shape in self._board.shapes:
            at = "" if shape.is_container or not shape.words.title else shape.id
            while (at := self._parents.get(at, "")) and at not in filled:
                filled.add(at)
        cards = [
            shape
            for shape in self._board.shapes
            if shape.id not in taken and not (shape.is_container and shape.id in filled)
        ]
        return [shape for row in _rows(cards) for shape in row]

    def _relations(self, kinds: Mapping[str, str]) -> Iterator[RelationBase]:
        lost = 0
        for line in self._board.lines:
            source, target = kinds.get(line.source, ""), kinds.get(line.target, "")
            fitting = [
                cls for name, cls in _LINES.items() if source and may_connect(source, name, target)
            ]
            if fitting:
                yield fitting[0](
                    id=line.id,
                    source=line.source,
                    target=line.target,
                    title=line.label,
                    **_own(line.extras),
                )
            else:
                lost += 1
        if lost:
            message = N_plural(
                "{count} connection was left out, as maps do not connect cards of these kinds, or cards with stages.",
                "{count} connections were left out, as maps do not connect cards of these kinds, or cards with stages.",
            )
            self.notes += (Phrase(message, count=lost),)

    def _add_sentences(self, stages: Sequence[Stage], cards: Sequence[Common]) -> None:
        if not cards and not stages:
            self.notes += (Phrase(N_("The board has no cards.")),)
        elif not stages:
            loose_cards = N_("No frames or columns were found, so the cards are in no stage.")
            self.guesses += (Phrase(loose_cards),)
        else:
            loose = sum(card.stage is None for card in cards)
            if loose:
                message = N_plural(
                    "{count} card lies outside of all stages.",
                    "{count} cards lie outside of all stages.",
                )
                self.guesses += (Phrase(message, count=loose),)


def grid_of_shapes(shapes: Sequence[Shape]) -> tuple[list[Shape], list[Shape]]:
    """Return the lanes and the stages of boxes that stand in a grid without any frames.

    One of the uppermost rows names the stages, and a column left of them all the lanes; no lanes
    and no stages if most of the boxes do not stand below a row.
    """
    rows = _rows(shape for shape in shapes if shape.words.title)
    for number, heads in enumerate(rows[:_MAX_ABOVE]):
        others = [shape for row in rows[number + 1 :] for shape in row]
        if len(heads) > 2 and len(others) >= len(heads) and (found := _below(heads, others)):
            return found
    return [], []


def _below(
    heads: Sequence[Shape], others: Sequence[Shape]
) -> tuple[list[Shape], list[Shape]] | None:
    """Return the lanes and stages of a row of stages and what is below; None if that is elsewhere."""
    named = [shape for shape in heads if names_stages(shape.words.title)]
    stages = [shape for shape in heads if shape not in named[:1]]
    left = min(shape.rect.x for shape in stages)
    names = [shape for shape in others if shape.rect.right <= left + 1]
    cells = [shape for shape in others if shape not in names]
    under = [
        shape
        for shape in cells
        if any(head.rect.x <= shape.rect.center.x <= head.rect.right for head in stages)
    ]
    if len(under) * 10 < len(cells) * 7 or not cells:
        return None
    edge = max(shape.rect.right for shape in (*heads, *others))
    tops = [shape.rect.y for shape in names]
    ends = [*tops[1:], max(shape.rect.bottom for shape in others) + 1][: len(tops)]
    bands = [
        replace(
            name,
            rect=Rect(name.rect.x, top, edge - name.rect.x, max(end - top, 0.0)),
            is_container=True,
            is_band=True,
        )
        for name, top, end in zip(names, tops, ends, strict=True)
    ]
    return (bands if len(bands) > 1 else []), stages


def _own(extras: Mapping[str, Any]) -> dict[str, Any]:
    return {"extras": dict(extras)} if extras else {}


def _parents(shapes: Sequence[Shape]) -> Iterator[tuple[str, str]]:
    """Yield each shape with the smallest container around its middle, or the one it names."""
    containers = sorted(
        (shape for shape in shapes if shape.is_container),
        key=lambda shape: shape.rect.width * shape.rect.height,
    )
    named = {shape.id for shape in containers}
    for shape in checkpoints(shapes):
        if shape.parent in named:
            yield shape.id, shape.parent
            continue
        area = shape.rect.width * shape.rect.height
        middle = shape.rect.center
        for container in containers:
            box = container.rect
            is_larger = box.width * box.height > area and container.id != shape.id
            if is_larger and box.x <= middle.x <= box.right and box.y <= middle.y <= box.bottom:
                yield shape.id, container.id
                break


def _acyclic(parents: dict[str, str]) -> dict[str, str]:
    """Return the parents without those that would lead back to their child."""
    for id_ in tuple(parents):
        seen, at = {id_}, parents[id_]
        while at in parents and at not in seen:
            seen.add(at)
            at = parents[at]
        if at in seen:
            del parents[id_]
    return parents


def _rows(shapes: Iterable[Shape]) -> list[list[Shape]]:
    """Return shapes row by row from the top, each row from the left."""
    rows = _bundles(shapes, lambda shape: (shape.rect.y, shape.rect.bottom))
    return [sorted(row, key=lambda shape: shape.rect.x) for row in rows]


def _columns(shapes: Iterable[Shape]) -> list[list[Shape]]:
    columns = _bundles(shapes, lambda shape: (shape.rect.x, shape.rect.right))
    return [sorted(column, key=lambda shape: shape.rect.y) for column in columns]


def _bundles(shapes: Iterable[Shape], span: Any) -> list[list[Shape]]:
    """Return shapes whose spans overlap the first one of their bundle, in order."""
    bundles: list[list[Shape]] = []
    for shape in sorted(shapes, key=lambda shape: (*span(shape), shape.id)):
        start, end = span(shape)
        if bundles:
            first, last = span(bundles[-1][0])
            shared = min(end, last) - max(start, first)
            if shared >= BESIDE * max(min(end - start, last - first), 1e-9):
                bundles[-1].append(shape)
                continue
        bundles.append([shape])
    return bundles
