"""The whole map in one row at a fixed slot width, kept in step with the graph.

The recipes are the poster's: what stands on the canvas is what will be printed.
"""

from __future__ import annotations

import itertools
import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from journeyeditor.display.path import polyline
from journeyeditor.display.primitives import Box, Drawing, Pen, Primitive, Stroke
from journeyeditor.display.theme import Theme, mixed, ramp
from journeyeditor.geometry import Point, Rect, Size
from journeyeditor.i18n import Texts
from journeyeditor.i18n import texts as texts_of
from journeyeditor.insight.funnel import funnel
from journeyeditor.layout import cards, curve, heads, lines
from journeyeditor.layout.arcs import arc_corners, depict_arcs
from journeyeditor.layout.arrangement import arrange
from journeyeditor.layout.depict import Scenery, beads, curves_of, lane_name, presence, visibility
from journeyeditor.layout.facts import facts_of, source_numbers
from journeyeditor.layout.funnel_band import depict_funnel
from journeyeditor.layout.grid import plan
from journeyeditor.layout.kit import Kit
from journeyeditor.layout.lanes import Band, lane_of
from journeyeditor.layout.live_places import Block, ColumnPlace, Damage, LanePlace
from journeyeditor.layout.measuring import measure
from journeyeditor.layout.notes import NOTE_WIDTH, depict_note, note_height
from journeyeditor.layout.personas import travellers
from journeyeditor.layout.routes import drawn_relations, routed, stage_arcs
from journeyeditor.layout.style import HAIRLINE, LABEL_WIDTH, SLOT_PREFERRED
from journeyeditor.model import Change, JourneyGraph
from journeyeditor.typography import Faces, Typesetter
from journeyeditor.vocabulary import Emotion, MapInfo, Note

#: On the canvas these lanes are there also while they are empty: somewhere to drop the first card.
STANDING = ("step", "touchpoint", "thought", "emotion", "pain_point", "opportunity", "backstage")

__all__ = ["STANDING", "Block", "ColumnPlace", "Damage", "LanePlace", "Live"]


class Live:
    """Where everything stands on the canvas, in map units, the map's upper left corner at (0, 0)."""

    def __init__(self, graph: JourneyGraph, faces: Faces, theme: Theme) -> None:
        self.graph = graph
        info = graph.info
        language = getattr(info, "language", "")
        self.kit = Kit(Typesetter(faces, language), theme, texts_of(language))
        self._rebuild()

    @property
    def texts(self) -> Texts:
        """The words of the map's language."""
        return self.kit.texts

    def update(self, change: Change) -> Damage:
        """Follow a change that the graph has just made; return what has to be painted anew."""
        self._rebuild()
        return Damage(whole=True)

    def _rebuild(self) -> None:
        graph = self.graph
        info = graph.info
        assert isinstance(info, MapInfo)
        grid = self._grid = plan(graph, standing=STANDING, unscored=True)
        who = travellers(graph, self.kit.theme)
        sources = source_numbers(graph)
        owners = who if len(graph.personas()) > 1 else {}
        facts = {
            record.id: facts_of(graph, record, sources, owners)
            for records in grid.cells.values()
            for record in records
        }
        slots = range(grid.slots)
        titles = {element.id: element.title for element in graph.elements()}
        measured = measure(
            grid,
            grid.columns,
            SLOT_PREFERRED,
            facts,
            routed(drawn_relations(graph, grid), grid, slots, titles),
            stage_arcs(graph, grid, slots),
            self.kit,
        )
        self._arrangement = arrange(measured, measured.height)
        rows = {row.stage.id: row for row in funnel(graph)}
        theme = self.kit.theme
        self._scenery = Scenery(
            who,
            ramp(theme["ramp"], theme["ramp_end"], len(grid.columns), theme["title"]),
            rows,
            max((row.count for row in rows.values() if row.count is not None), default=0.0),
            info.funnel.convention,
            titles,
            presence(grid, list(grid.emotions)),
        )
        self.size = Size(measured.width, self._arrangement.height)
        self.columns: Sequence[ColumnPlace] = [
            ColumnPlace(c.stage.id if c.stage else None, head.x, head.width, c.first, c.slots)
            for c, head in zip(grid.columns, self._arrangement.heads, strict=True)
        ]
        self.lanes: Sequence[LanePlace] = [
            LanePlace(spec, rect)
            for spec, rect in zip(grid.lanes, self._arrangement.lanes, strict=True)
        ]
        self._rects = dict(self._arrangement.cards)
        self._emotions: dict[tuple[int, int], list[str]] = {}
        self._place_stages_and_notes()
        self._place_emotions()
        self._wires: dict[str, tuple[Point, ...]] = {}
        self._blocks = list(self._drawn())

    def _place_stages_and_notes(self) -> None:
        for column, head in zip(self.columns, self._arrangement.heads, strict=True):
            if column.stage_id is not None:
                self._rects[column.stage_id] = head
        self._notes = [
            note
            for note in self.graph.elements("note")
            if isinstance(note, Note) and note.position is not None
        ]
        for note in self._notes:
            assert note.position is not None
            x, y = note.position
            height = note_height(note, self.kit)
            left = max(LABEL_WIDTH, min(x, self.size.width - NOTE_WIDTH))
            top = max(0.0, min(y, self.size.height - height))
            self._rects[note.id] = Rect(left, top, NOTE_WIDTH, height)

    def _place_emotions(self) -> None:
        by_slot: dict[tuple[int, int], list[tuple[int, Emotion]]] = {}
        for order, scored in enumerate(self._grid.emotions.values()):
            for slot, record in scored:
                lane = self._grid.slot_of[record.id][0]
                by_slot.setdefault((lane, slot), []).append((order, record))
        self._moods: dict[str, curve.Mood] = {}
        for (lane, slot), found in by_slot.items():
            rect = self.lanes[lane].rect
            self._emotions[lane, slot] = [record.id for _, record in found]
            if self.lanes[lane].spec.collapsed:
                continue
            x = self._arrangement.slot_middle(slot)
            moods = [
                (
                    order,
                    self._scenery.travellers[None],
                    curve.Mood(
                        slot, Point(x, curve.height_of(record.score or 0, rect)), record.score or 0
                    ),
                )
                for order, record in found
            ]
            for (_, record), mood in zip(found, curve.spread(moods, SLOT_PREFERRED), strict=True):
                self._moods[record.id] = mood
                side = 2 * curve.FACE
                self._rects[record.id] = Rect(
                    mood.at.x - curve.FACE, mood.at.y - curve.FACE, side, side
                )

    def rect(self, id_: str) -> Rect | None:
        """Return where a record stands; a lane (by its record's id or kind) is its band.

        None if it does not stand on the map.
        """
        if id_ in self._rects:
            return self._rects[id_]
        return next((lane.rect for lane in self.lanes if lane.spec.key == id_), None)

    def column_at(self, x: float) -> ColumnPlace | None:
        """Return the column at an x, None outside."""
        index = bisect_right([column.x for column in self.columns], x) - 1
        if index < 0 or x >= self.columns[index].right:
            return None
        return self.columns[index]

    def lane_at(self, y: float) -> LanePlace | None:
        """Return the lane at a y, None between and outside."""
        index = self._lane_index(y)
        return None if index is None else self.lanes[index]

    def lane_for(self, kind: str) -> LanePlace | None:
        """Return the lane in which a card of a kind would stand, None if that lane is hidden.

        A kind whose lane is not there yet gets the strip in which the lane would appear.
        """
        index = lane_of(kind, None, [lane.spec for lane in self.lanes])
        return None if index is None else self.lanes[index]

    def _lane_index(self, y: float) -> int | None:
        index = bisect_right([lane.rect.y for lane in self.lanes], y) - 1
        return index if index >= 0 and y < self.lanes[index].rect.bottom else None

    def slot_rect(self, lane_index: int, slot: int) -> Rect:
        """Return the cell of a lane and a slot, from edge to edge."""
        rect = self.lanes[lane_index].rect
        return Rect(self._arrangement.slot_x(slot), rect.y, SLOT_PREFERRED, rect.height)

    def slot_at(self, point: Point) -> tuple[int, int] | None:
        """Return lane index and slot at a point, None where there is no cell."""
        lane = self._lane_index(point.y)
        slot = math.floor((point.x - LABEL_WIDTH) / SLOT_PREFERRED)
        return (lane, slot) if lane is not None and 0 <= slot < self._grid.slots else None

    def cell(self, lane_index: int, slot: int) -> Sequence[str]:
        """Return the cards (or emotions) of a cell, top to bottom."""
        if (lane_index, slot) in self._emotions:
            return self._emotions[lane_index, slot]
        return [record.id for record in self._grid.cells.get((lane_index, slot), ())]

    def place_of(self, id_: str) -> tuple[int, int] | None:
        """Return lane index and slot of a card or an emotion, None if it stands in no cell."""
        return self._grid.slot_of.get(id_)

    def ids_in(self, rect: Rect) -> list[str]:
        """Return the elements whose places overlap a rectangle: by column, then downwards."""
        found = [
            (math.floor((place.x - LABEL_WIDTH) / SLOT_PREFERRED), place.y, place.x, id_)
            for id_, place in self._rects.items()
            if place.overlaps(rect)
        ]
        return [item[-1] for item in sorted(found)]

    def hit(self, point: Point, slack: float = 0.0) -> str:
        """Return the topmost record at a point, "" if there is none.

        Lanes are hit by the column with their names, relations within `slack` of their lines.
        """
        for id_ in [*(note.id for note in reversed(self._notes)), *self._rects]:
            place = self._rects[id_]
            if place.x <= point.x < place.right and place.y <= point.y < place.bottom:
                return id_
        if point.x < LABEL_WIDTH:
            lane = self.lane_at(point.y)
            return lane.spec.key if lane and point.x >= 0 else ""
        near = min(
            ((_distance(point, wire), id_) for id_, wire in self._wires.items()),
            default=(math.inf, ""),
        )
        return near[1] if near[0] <= slack else ""

    def score_at(self, y: float, lane_index: int) -> float:
        """Return the score (−2..2) at a height of an emotion lane."""
        rect = self.lanes[lane_index].rect
        high = curve.height_of(2, rect)
        low = curve.height_of(-2, rect)
        return max(-2.0, min(2.0, 2 - 4 * (y - high) / (low - high)))

    def blocks(self, rect: Rect) -> Iterable[Block]:
        """Return the drawings that touch a rectangle, in painting order."""
        return [block for block in self._blocks if block.rect.overlaps(rect)]

    def wire(self, relation_id: str) -> tuple[Point, ...]:
        """Return the corners of a connector or an arc, () if it is not drawn."""
        return self._wires.get(relation_id, ())

    def _drawn(self) -> Iterator[Block]:
        """Yield all blocks in painting order."""
        yield from self._grounds()
        yield from self._lines()
        for i, column in enumerate(self.columns):
            yield from self._column(i, column)
        yield from self._bands()
        for note in self._notes:
            place = self._rects[note.id]
            at = Rect(0, 0, place.width, place.height)
            drawing = tuple(depict_note(note, at, self.kit))
            yield Block(("note", note.id), Point(place.x, place.y), place.size, drawing, (note.id,))

    def _block(
        self, key: tuple[object, ...], drawing: Iterable[Primitive], owners: Iterable[str] = ()
    ) -> Block:
        return Block(key, Point(0, 0), self.size, tuple(drawing), tuple(owners))

    def _grounds(self) -> Iterator[Block]:
        theme = self.kit.theme
        measured = self._arrangement.measured
        is_behind = False
        for i, (row, lane) in enumerate(zip(measured.lanes, self.lanes, strict=True)):
            at = Rect(LABEL_WIDTH, 0, lane.rect.width, lane.rect.height)
            size = Size(self.size.width, lane.rect.height)
            drawing: list[Primitive] = []
            if i % 2 == 0:
                drawing.append(Box(at, 0, theme["tint"], None))
            drawing.append(lane_name(row, at, self.kit))
            if "backstage" in lane.spec.kinds and i and not is_behind:
                is_behind = True
                drawing += visibility(at, self.kit)
            yield Block(("lane", lane.spec.key), Point(0, lane.rect.y), size, tuple(drawing))
        top = self._arrangement.heads[0].bottom
        borders: Drawing = tuple(
            Stroke(
                polyline([Point(column.x, top + 4), Point(column.x, self.size.height)]),
                Pen(HAIRLINE, theme["hairline"]),
            )
            for column in self.columns[1:]
        )
        yield self._block(("borders",), borders)

    def _lines(self) -> Iterator[Block]:
        arrangement, kit = self._arrangement, self.kit
        yield self._block(("arcs",), depict_arcs(arrangement, self._scenery.titles, kit))
        ends: dict[tuple[int, str], int] = {}
        for arc in arrangement.measured.arcs:
            self._wires[arc.relation.id] = tuple(arc_corners(arc, arrangement, ends))
        used: dict[tuple[str, str], int] = {}
        for number, route in enumerate(arrangement.measured.routes):
            corners = lines.corners(route, arrangement, lines.FAN[number % 3], used)[0]
            self._wires[route.relation.id] = tuple(corners)
        drawing = lines.depict_routes(arrangement, self._scenery.travellers, kit)
        yield self._block(("routes",), drawing)

    def _column(self, index: int, column: ColumnPlace) -> Iterator[Block]:
        arrangement, measured = self._arrangement, self._arrangement.measured
        head = arrangement.heads[index]
        colours = self._scenery.ramp[index]
        key = column.stage_id or ""
        drawing = heads.depict(measured.heads[index], Rect(0, 0, *head.size), colours, self.kit)
        reach = Size(head.width + 12, head.height)
        yield Block(("head", key), Point(head.x, head.y), reach, tuple(drawing), (key,))
        for lane, row in zip(self.lanes, measured.lanes, strict=True):
            origin = Point(column.x, lane.rect.y)
            inner: list[Primitive] = []
            owners: list[str] = []
            for slot in range(column.first, column.first + column.slots):
                for record in measured.grid.cells.get((row.index, slot), ()):
                    if record.id in arrangement.cards:
                        rect = arrangement.cards[record.id].moved(-origin.x, -origin.y)
                        inner += cards.depict(measured.cards[record.id], rect, self.kit)
                        owners.append(record.id)
            if lane.spec.band is Band.FUNNEL and key in self._scenery.funnel:
                cell = Rect(0, 0, column.width, lane.rect.height)
                rows = [(self._scenery.funnel[key], cell, colours[0])]
                inner += depict_funnel(rows, self._scenery.top, self._scenery.convention, self.kit)
            if inner:
                size = Size(column.width, lane.rect.height)
                yield Block(("cell", key, lane.spec.key), origin, size, tuple(inner), tuple(owners))

    def _bands(self) -> Iterator[Block]:
        for row, lane in zip(self._arrangement.measured.lanes, self.lanes, strict=True):
            if lane.spec.band is Band.CURVE and not lane.spec.collapsed:
                curves = curves_of(self._arrangement, row, lane.rect, self._scenery)
                drawing = curve.depict_area(curves, lane.rect, self.kit)
                drawing += curve.depict_grid(lane.rect, self.kit)
                drawing += curve.depict_curves(curves, lane.rect, self.kit)
                drawing += self._unscored(row.index)
                owners = [id_ for id_ in self._moods if self._grid.slot_of[id_][0] == row.index]
                yield self._block(("curve", lane.spec.key), drawing, owners)
            elif lane.spec.collapsed:
                drawing = beads(self._arrangement, row, lane.rect, self.kit)
                yield self._block(("beads", lane.spec.key), drawing)

    def _unscored(self, lane: int) -> Iterator[Primitive]:
        """Yield the hollow faces of emotions that have no score yet."""
        theme = self.kit.theme
        pen = Pen(0.9, mixed(theme["label"], theme["paper"], 0.35), dashes=(2.0, 1.6))
        for scored in self._grid.emotions.values():
            for _, record in scored:
                if record.score is None and self._grid.slot_of[record.id][0] == lane:
                    yield Box(self._rects[record.id].inset(0.5), 6.5, theme["paper"], pen)


def _distance(point: Point, wire: Sequence[Point]) -> float:
    """Return how far a point is from a line of straight pieces."""
    best = math.inf
    for a, b in itertools.pairwise(wire):
        length = (b.x - a.x) ** 2 + (b.y - a.y) ** 2
        along = ((point.x - a.x) * (b.x - a.x) + (point.y - a.y) * (b.y - a.y)) / (length or 1)
        along = max(0.0, min(1.0, along))
        near = Point(a.x + along * (b.x - a.x), a.y + along * (b.y - a.y))
        best = min(best, math.dist(point, near))
    return best
