"""The emotion curves on the canvas, drawn column by column.

A column draws its own faces and numbers, and each persona's line from its own points to the next
one. Between two points the monotone cubic hangs on one point more on either side, so a change
reaches only the columns of a few neighbouring points.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from journeyeditor.display.path import Segment, circle
from journeyeditor.display.primitives import Drawing, Fill, Pen, Primitive, Stroke
from journeyeditor.display.theme import mixed
from journeyeditor.geometry import Point, Rect, Size
from journeyeditor.layout import curve
from journeyeditor.layout.kit import Kit
from journeyeditor.layout.live_columns import LiveColumn
from journeyeditor.layout.live_grid import LiveGrid
from journeyeditor.layout.live_moods import Knot, LiveMoods
from journeyeditor.layout.live_places import Block
from journeyeditor.layout.personas import Traveller
from journeyeditor.model import JourneyGraph

#: Words of a column may reach so far beyond its right edge.
OVERHANG = 120.0


class _Run(NamedTuple):
    """An unbroken stretch of a line about a column: from `low` to `high` are its own points."""

    traveller: Traveller
    moods: list[curve.Mood]
    low: int
    high: int


class _Picture(NamedTuple):
    """What a column shows of a lane's curves, and how far it reaches to the right."""

    area: Drawing
    curves: Drawing
    right: float


class LiveCurves:
    """The curves of all lanes that show emotions."""

    def __init__(
        self,
        graph: JourneyGraph,
        grid: LiveGrid,
        travellers: Mapping[str | None, Traveller],
        kit: Kit,
    ) -> None:
        self._grid, self._kit = grid, kit
        self._travellers = dict(travellers)
        self.moods = LiveMoods(graph, grid, travellers)
        self._pictures: dict[tuple[LiveColumn, int], _Picture] = {}

    def follow(
        self, touched: Iterable[LiveColumn], *, is_reordered: bool, is_end_moved: bool
    ) -> list[Rect]:
        """Follow changes in columns; return the places where curves look different now.

        `touched` columns have other cells, other moods, or another width.
        """
        moods = self.moods
        if is_reordered:
            moods.count_all()
            return self._forget_all()
        several = [len(moods.personas(lane)) > 1 for lane in moods.lanes]
        touched = list(touched)
        reach = [moods.reach(column) for column in touched]
        for column in touched:
            moods.count(column)
        if several != [len(moods.personas(lane)) > 1 for lane in moods.lanes]:
            return self._forget_all()
        reach += [moods.reach(column) for column in touched]
        if is_end_moved:
            last = len(self._grid.columns) - 1
            reach.append((max(last - 2, 0), last))
        return [self._forget(lane, *span) for span in dict.fromkeys(reach) for lane in moods.lanes]

    def rename(self, travellers: Mapping[str | None, Traveller]) -> list[Rect]:
        """Take other names of the personas; return where they may stand."""
        self._travellers = dict(travellers)
        return self._forget_all()

    def rect(self, id_: str) -> Rect | None:
        """Return the box of an emotion's face."""
        place = self._grid.place(id_)
        if place is None or place.lane not in self.moods.lanes:
            return None
        spot = self.moods.spots(place.column, place.lane)[id_]
        x = place.column.x + spot.at.x
        y = self._grid.lanes.ys[place.lane] + spot.at.y
        return Rect(x - curve.FACE, y - curve.FACE, 2 * curve.FACE, 2 * curve.FACE)

    def blocks(self, columns: Sequence[LiveColumn], lane: int) -> Iterator[Block]:
        """Yield the drawings of a lane's curves that touch columns: areas, lines of scores, curves."""
        shown = [
            (column, self._picture(column, lane)) for column in self.moods.touching(columns, lane)
        ]
        for column, picture in shown:
            if picture.area:
                yield self._block("area", column, lane, picture.area, picture.right)
        for column in columns:
            yield self._scale(column, lane)
        for column, picture in shown:
            if picture.curves:
                yield self._block("curve", column, lane, picture.curves, picture.right)

    def _block(
        self, name: str, column: LiveColumn, lane: int, drawing: Drawing, right: float
    ) -> Block:
        y, height = self._grid.lanes.ys[lane], self._grid.lanes.rows[lane].height
        key = (name, column.key, self._grid.lanes.names[lane])
        owners = tuple(column.ids(lane)) if name == "curve" else ()
        return Block(key, Point(column.x, y), Size(right, height), drawing, owners)

    def _scale(self, column: LiveColumn, lane: int) -> Block:
        """Return the lines from +2 to −2 of a column; their figures stand in the first one."""
        row = self._grid.lanes.rows[lane]
        is_first = column.index == 0
        rect = Rect(0, 0, column.width, row.height)
        drawing = column.drawings.get(
            ("scale", lane),
            (rect, is_first),
            lambda: tuple(curve.depict_grid(rect, self._kit, has_figures=is_first)),
        )
        origin = Point(column.x, self._grid.lanes.ys[lane])
        return Block(
            ("scale", column.key, self._grid.lanes.names[lane]), origin, rect.size, drawing
        )

    def _forget(self, lane: int, low: int, high: int) -> Rect:
        """Let columns be drawn anew; return their place."""
        for index in range(low, high + 1):
            self._pictures.pop((self._grid.columns[index], lane), None)
        left = self._grid.columns[low].x
        right = self._grid.columns[high].right + OVERHANG
        return self._band(lane)._replace(x=left, width=right - left)

    def _forget_all(self) -> list[Rect]:
        """Let everything be drawn anew; return where it stands."""
        self._pictures.clear()
        return [self._band(lane) for lane in self.moods.lanes]

    def _band(self, lane: int) -> Rect:
        lanes = self._grid.lanes
        return Rect(0, lanes.ys[lane], self._grid.columns.width, lanes.rows[lane].height)

    def _picture(self, column: LiveColumn, lane: int) -> _Picture:
        key = (column, lane)
        if key not in self._pictures:
            self._pictures[key] = self._drawn(column, lane)
        return self._pictures[key]

    def _drawn(self, column: LiveColumn, lane: int) -> _Picture:
        """Draw what a column shows of a lane's curves, about its own upper left corner."""
        personas = self.moods.personas(lane)
        rect = Rect(0, 0, column.width, self._grid.lanes.rows[lane].height)
        runs = [run for persona in personas for run in self._runs(column, lane, persona)]
        zero = curve.height_of(0, rect)
        taken = curve.Taken()
        end = column.width + (OVERHANG if len(personas) > 1 else 0.0)
        for run in runs:
            for mood in run.moods:
                taken.add_face(mood.at, zero)
            for place in curve.along([mood.at for mood in run.moods], -2.0, end):
                taken.add(place)
        hollow = [spot.at for spot in self.moods.spots(column, lane).values() if spot.score is None]
        for at in hollow:
            taken.add_face(at, zero)
        own = [(run.traveller, mood) for run in runs for mood in run.moods[run.low : run.high]]
        drawing: list[Primitive] = [line for run in runs for line in _line(run)]
        drawing += [curve.face(traveller, mood, self._kit) for traveller, mood in own]
        drawing += [piece for at in hollow for piece in _hollow(at, self._kit)]
        for traveller, mood in own:
            drawing += curve.number(traveller, mood, taken, self._kit, rect)
        if len(personas) > 1:
            drawing += self._names(column, lane, runs, taken)
        area = (
            [] if len(personas) != 1 else [a for run in runs for a in _area(run, zero, self._kit)]
        )
        ends = [run.moods[run.high].at.x for run in runs if run.low < run.high < len(run.moods)]
        right = max([column.width + (OVERHANG if own else 0), *(x + 2 for x in ends)])
        return _Picture(tuple(area), tuple(drawing), right)

    def _runs(self, column: LiveColumn, lane: int, persona: str | None) -> Iterator[_Run]:
        """Yield the unbroken stretches of a persona's line about a column, as seen from its edge."""
        moods = self.moods
        before = moods.before(column, lane, persona)
        inside = moods.points(column, lane, persona)
        knots = [*before, *inside, *moods.behind(column, lane, persona)]
        start = 0
        for end in range(1, len(knots) + 1):
            if end < len(knots) and not moods.is_gap(knots[end - 1], knots[end], persona):
                continue
            low = min(max(len(before), start), end) - start
            high = min(max(len(before) + len(inside), start), end) - start
            seen = [self._seen(knot, column) for knot in knots[start:end]]
            yield _Run(self._travellers[persona], seen, low, high)
            start = end

    def _seen(self, knot: Knot, column: LiveColumn) -> curve.Mood:
        """Return a point as seen from the edge of a column."""
        slots = knot.column.first - column.first
        spot = knot.spot
        x = spot.at.x + (knot.column.x - column.x)
        return curve.Mood(spot.slot + slots, Point(x, spot.at.y), spot.score or 0)

    def _names(
        self, column: LiveColumn, lane: int, runs: Iterable[_Run], taken: curve.Taken
    ) -> Iterator[Primitive]:
        """Yield the names of the personas whose curves end in a column."""
        height = self._grid.lanes.rows[lane].height
        room = min(self._grid.columns.width - column.x, column.width + OVERHANG)
        last = {run.traveller: run for run in runs}
        for traveller, run in last.items():
            if run.low < run.high == len(run.moods):
                rect = Rect(0, 0, room, height)
                yield from curve.name(traveller, run.moods[-1], taken, rect, self._kit)


def _line(run: _Run) -> Iterator[Primitive]:
    """Yield the line from a column's own points to the next one."""
    pieces = _pieces(run)
    if pieces:
        start: Segment = ("M", *run.moods[run.low].at)
        yield Stroke((start, *pieces), Pen(1.9, run.traveller.colour, "round", "round"))


def _area(run: _Run, zero: float, kit: Kit) -> Iterator[Primitive]:
    """Yield the faint area between a column's part of a lone curve and zero."""
    pieces = _pieces(run)
    if pieces:
        first, last = run.moods[run.low].at, run.moods[run.low + len(pieces)].at
        colour = mixed(run.traveller.colour, kit.theme["paper"], 0.9)
        start: Segment = ("M", *first)
        end: tuple[Segment, ...] = (("L", last.x, zero), ("L", first.x, zero), ("Z",))
        yield Fill((start, *pieces, *end), colour)


def _pieces(run: _Run) -> Sequence[Segment]:
    """Return the pieces of the line that begin at a column's own points."""
    if run.low == run.high:
        return ()
    return curve.smooth([mood.at for mood in run.moods])[run.low + 1 : run.high + 1]


def _hollow(at: Point, kit: Kit) -> Iterator[Primitive]:
    """Yield a face that waits for its score."""
    theme = kit.theme
    quiet = mixed(theme["label"], theme["paper"], 0.35)
    yield Fill(circle(at, curve.FACE), theme["paper"])
    yield Stroke(circle(at, curve.FACE - 0.5), Pen(0.9, quiet, dashes=(2.0, 1.6)))
    for side in (-1, 1):
        eye = (at.x + side * curve.FACE * 0.32, at.y - curve.FACE * 0.18)
        yield Fill(circle(eye, curve.FACE * 0.1), quiet)
