"""The drawing of one row of the map, in reading order: stage by stage, from top to bottom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from journeyeditor.display.path import polyline
from journeyeditor.display.primitives import Box, Drawing, Group, Pen, Primitive, Stroke
from journeyeditor.geometry import Point, Rect, Transform
from journeyeditor.insight.funnel import FunnelRow
from journeyeditor.layout.arrangement import Arrangement, MeasuredLane
from journeyeditor.layout.grid import Grid, takes_part
from journeyeditor.layout.lanes import Band
from journeyeditor.layout.recipes import cards, emotion_curve, headers
from journeyeditor.layout.recipes.funnel_bars import depict_funnel
from journeyeditor.layout.recipes.notes import NOTE_WIDTH, depict_note, note_height
from journeyeditor.layout.recipes.personas import PersonaStyle
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.ribbons.drawing import depict_ribbon
from journeyeditor.layout.routing.connector_paths import depict_routes
from journeyeditor.layout.routing.stage_arcs import depict_arcs
from journeyeditor.layout.style import BOLD, HAIRLINE, LABEL_WIDTH, SLOT_PREFERRED, SMALL
from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import Common, Note, kind_class


class RenderData(NamedTuple):
    """What the drawings of all rows share, besides their rectangles.

    `ramp` are (background, text) colours by column number, `funnel` the rows by stage id, `top` is
    the greatest count, `present` are the slots in which each persona takes part.
    """

    persona_styles: dict[str | None, PersonaStyle]
    ramp: Sequence[tuple[str, str]]
    funnel: Mapping[str, FunnelRow]
    top: float
    convention: str
    titles: dict[str, str]
    present: Mapping[str | None, frozenset[int]]


def presence(grid: Grid, personas: Sequence[str | None]) -> dict[str | None, frozenset[int]]:
    by_slot: dict[int, list[Common]] = defaultdict(list)
    for (_, slot), records in grid.cells.items():
        by_slot[slot] += records
    for emotions in grid.emotions.values():
        for slot, emotion in emotions:
            by_slot[slot].append(emotion)
    return {
        persona: frozenset(
            slot for slot, records in by_slot.items() if takes_part(records, persona)
        )
        for persona in personas
    }


def depict(arrangement: Arrangement, render_data: RenderData, context: RenderContext) -> Drawing:
    """Return the drawing of a row, in map units from its upper left corner."""
    drawing: list[Primitive] = _background(arrangement, context)
    measured = arrangement.measured
    first = measured.grid.columns.index(measured.columns[0])
    drawing += depict_arcs(measured.arcs, arrangement, render_data.titles, context)
    ribbon = measured.ribbon
    if ribbon:
        drawing.append(
            Group(
                depict_ribbon(
                    ribbon, arrangement, range(first, first + len(measured.columns)), context
                ),
                name="ribbon",
            )
        )
    drawing += depict_routes(measured.routes, arrangement, render_data.persona_styles, context)
    for i, header in enumerate(measured.headers):
        drawing.append(
            Group(
                tuple(_stage(arrangement, i, first + i, render_data, context)),
                name=header.name.lines[0].text if header.name.lines else "",
            )
        )
    for lane, rect in zip(measured.lanes, arrangement.lanes, strict=True):
        if lane.spec.band is Band.CURVE and not lane.spec.collapsed:
            curves = curves_of(arrangement, lane, rect, render_data)
            drawing += emotion_curve.depict_area(curves, rect, context)
            drawing += emotion_curve.depict_scale(rect, context)
            drawing += emotion_curve.depict_curves(curves, rect, context)
        elif lane.spec.collapsed:
            drawing += _collapsed_lane(arrangement, lane, rect, context)
    return tuple(drawing)


def _background(arrangement: Arrangement, context: RenderContext) -> list[Primitive]:
    """Return lane tints, lane names, stage borders and the line of visibility."""
    theme = context.theme
    drawing: list[Primitive] = []
    for number, rect in enumerate(arrangement.lanes):
        if number % 2 == 0:
            drawing.append(Box(rect, 0, theme["tint"], None))
    top = arrangement.headers[0].bottom
    for header in arrangement.headers[1:]:
        line = polyline([Point(header.x, top + 4), Point(header.x, arrangement.height)])
        drawing.append(Stroke(line, Pen(HAIRLINE, theme["hairline"])))
    is_behind = False
    for lane, rect in zip(arrangement.measured.lanes, arrangement.lanes, strict=True):
        drawing.append(depict_lane_name(lane, rect, context))
        if "backstage" in lane.spec.kinds and lane.index and not is_behind:
            drawing += depict_visibility_line(rect, context)
            is_behind = True
    return drawing


def depict_lane_name(lane: MeasuredLane, rect: Rect, context: RenderContext) -> Group:
    """Return a lane's name, read upwards, in the column left of the lane."""
    name = context.text(lane.title, SMALL, rect.height, weight=BOLD, max_lines=2)
    x = (LABEL_WIDTH - name.height) / 2 - 1.5
    turned = Transform(0, -1, 1, 0, x, rect.bottom)
    runs = context.place(name, 0, 0, context.theme["label"], align="center", width=rect.height)
    return Group(tuple(runs), turned)


def depict_visibility_line(rect: Rect, context: RenderContext) -> list[Primitive]:
    """Return the line behind which the customer sees nothing (service blueprint)."""
    y = rect.y - 3.2
    pen = Pen(0.7, context.theme["label"], "round", "round", (3.0, 2.4))
    return [Stroke(polyline([Point(rect.x, y), Point(rect.right, y)]), pen)]


def _stage(
    arrangement: Arrangement,
    index: int,
    number: int,
    render_data: RenderData,
    context: RenderContext,
) -> list[Primitive]:
    """Return one stage from top to bottom: header, cards slot by slot, funnel."""
    measured = arrangement.measured
    header = measured.headers[index]
    drawing = headers.depict(header, arrangement.headers[index], render_data.ramp[number], context)
    for slot in range(header.column.first, header.column.end):
        for lane in measured.lanes:
            for record in measured.grid.cells.get((lane.index, slot), ()):
                if record.id in arrangement.cards:
                    drawing += cards.depict(
                        measured.cards[record.id], arrangement.cards[record.id], context
                    )
    if header.column.stage is None or header.column.stage.id not in render_data.funnel:
        return drawing
    for lane, rect in zip(measured.lanes, arrangement.lanes, strict=True):
        if lane.spec.band is Band.FUNNEL and not lane.spec.collapsed:
            place = arrangement.headers[index]
            cell = Rect(place.x, rect.y, place.width, rect.height)
            row = render_data.funnel[header.column.stage.id]
            colour = render_data.ramp[number][0]
            drawing += depict_funnel(
                [(row, cell, colour)], render_data.top, render_data.convention, context
            )
    return drawing


def curves_of(
    arrangement: Arrangement, lane: MeasuredLane, rect: Rect, render_data: RenderData
) -> list[tuple[PersonaStyle, list[emotion_curve.EmotionPoint], frozenset[int]]]:
    """Return each persona's points on this row, moved apart where faces would overlap."""
    measured = arrangement.measured
    by_slot: dict[int, list[tuple[int, emotion_curve.EmotionPoint]]] = {}
    order: list[str | None] = []
    for persona, scored in measured.grid.emotions.items():
        order.append(persona)
        for slot, record in scored:
            is_here = slot in measured.slots and measured.grid.slot_of[record.id][0] == lane.index
            if is_here and record.score is not None:
                at = Point(
                    arrangement.slot_middle(slot), emotion_curve.y_of_score(record.score, rect)
                )
                point = emotion_curve.EmotionPoint(slot, at, record.score)
                by_slot.setdefault(slot, []).append((len(order) - 1, point))
    points: dict[str | None, list[emotion_curve.EmotionPoint]] = {persona: [] for persona in order}
    for slot in sorted(by_slot):
        here = by_slot[slot]
        for (index, _), point in zip(
            here, emotion_curve.spread_faces(here, measured.slot_width), strict=True
        ):
            points[order[index]].append(point)
    return [
        (
            render_data.persona_styles[persona],
            sorted(found, key=lambda point: point.at.x),
            render_data.present.get(persona, frozenset()),
        )
        for persona, found in points.items()
        if found
    ]


def _collapsed_lane(
    arrangement: Arrangement, lane: MeasuredLane, rect: Rect, context: RenderContext
) -> list[Primitive]:
    cells = arrangement.measured.grid.cells
    kinds = [
        [record.kind for record in cells.get((lane.index, slot), ())]
        for slot in arrangement.measured.slots
    ]
    return list(depict_dots(kinds, rect, context, arrangement.measured.slot_width))


def depict_dots(
    kinds: Sequence[Sequence[str]],
    rect: Rect,
    context: RenderContext,
    slot_width: float = SLOT_PREFERRED,
) -> Iterator[Primitive]:
    """Yield a collapsed lane: a dot for each card in its accent colour; `kinds` are those by slot."""
    for slot, found in enumerate(kinds):
        for i, kind in enumerate(found[:12]):
            accent = context.theme[kind_class(kind).look.accent]
            dot = Rect(rect.x + slot * slot_width + 6 + i * 6, rect.center.y - 2, 4, 4)
            yield Box(dot, 2, accent, None)


def depict_free_notes(
    graph: JourneyGraph, arrangement: Arrangement, context: RenderContext
) -> list[Primitive]:
    """Return the notes with a position of their own that lie on this row.

    A position counts slots of the preferred width, so that a note stays above its stage when the
    slots of a row are wider.
    """
    drawing: list[Primitive] = []
    measured = arrangement.measured
    is_last = measured.slots.stop == measured.grid.slots
    for note in graph.elements("note"):
        assert isinstance(note, Note)
        if note.position is None:
            continue
        x, y = note.position
        slot = (x - LABEL_WIDTH) / SLOT_PREFERRED
        if slot < measured.slots.start and measured.slots.start:
            continue
        if slot >= measured.slots.stop and not is_last:
            continue
        left = LABEL_WIDTH + (slot - measured.slots.start) * measured.slot_width
        height = note_height(note, context)
        left = max(LABEL_WIDTH, min(left, measured.width - NOTE_WIDTH))
        top = y * arrangement.height / measured.height
        top = max(0.0, min(top, arrangement.height - height))
        drawing += depict_note(note, Rect(left, top, NOTE_WIDTH, height), context)
    return drawing
