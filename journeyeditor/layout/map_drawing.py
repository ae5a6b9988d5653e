"""The drawing of one row of the map, in reading order: stage by stage, from top to bottom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from journeyeditor.display.path import polyline
from journeyeditor.display.primitives import (
    Box,
    Drawing,
    Fill,
    Group,
    Pen,
    Primitive,
    Stroke,
    Tag,
)
from journeyeditor.display.theme import mixed
from journeyeditor.geometry import Point, Rect, Transform
from journeyeditor.insight.funnel import FunnelRow
from journeyeditor.layout import descriptions
from journeyeditor.layout.arrangement import (
    Arrangement,
    MeasuredLane,
    is_backstage,
    stack_tops,
)
from journeyeditor.layout.grid import Grid, StageColumn
from journeyeditor.layout.lane_names import (
    NO_CAPTION,
    lane_kind_name,
    lane_label,
)
from journeyeditor.layout.lanes import Band
from journeyeditor.layout.presence import Presence
from journeyeditor.layout.recipes import (
    annotated_curve,
    cards,
    emotion_curve,
    headers,
    small_multiples,
)
from journeyeditor.layout.recipes.annotated_curve import CurveNotes
from journeyeditor.layout.recipes.funnel_bars import Enlargement, depict_funnel
from journeyeditor.layout.recipes.marks import DIAMOND_RADIUS, assumption_diamond, depict_marks
from journeyeditor.layout.recipes.notes import NOTE_WIDTH, depict_note, note_height
from journeyeditor.layout.recipes.personas import PersonaStyle
from journeyeditor.layout.render_context import RenderContext, hairline
from journeyeditor.layout.ribbons.drawing import LIFT, depict_ribbon
from journeyeditor.layout.ribbons.ribbon import Ribbon
from journeyeditor.layout.routing.connector_paths import connection, depict_routes
from journeyeditor.layout.routing.stage_arcs import depict_arcs
from journeyeditor.layout.style import (
    BARE_PAD,
    BOLD,
    CARD_RADIUS,
    GUTTER,
    HAIRLINE,
    LABEL_WIDTH,
    SEMIBOLD,
    SLOT_PREFERRED,
    SMALL,
)
from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import Common, Note, Touchpoint, kind_class

#: The line of visibility is at most so high above its lane, in ems.
MOST_ABOVE = 0.9
#: How the rim of a field is dashed.
FIELD = (3.0, 2.4)


class RenderData(NamedTuple):
    """What the drawings of all rows share, besides their rectangles.

    `ramp` are (background, text) colours by column number, `funnel` the rows by stage id, `top` is
    the greatest count, `present` says in which slots each persona takes part. Only an annotated
    map shows `notes` beside its curves, the `outlined` card and the `elapsed` times in words and in symbols, which are by
    the ids of the touchpoints that they lie between. With `has_fields`, empty cells are fields to
    write in.
    """

    persona_styles: dict[str | None, PersonaStyle]
    ramp: Sequence[tuple[str, str]]
    funnel: Mapping[str, FunnelRow]
    top: float
    convention: str
    titles: dict[str, str]
    present: Presence
    notes: CurveNotes = CurveNotes({})
    outlined: str = ""
    has_fields: bool = False
    enlargement: Enlargement | None = None
    below_bars: float | None = None
    elapsed: Mapping[tuple[str, str], cards.ElapsedTime] = MappingProxyType({})


def depict(arrangement: Arrangement, render_data: RenderData, context: RenderContext) -> Drawing:
    """Return the drawing of a row, in map units from its upper left corner.

    Cards are a table for readers who do not see them: a row for each stage, a column for each lane,
    so that a stage is read from top to bottom and each card names both. Lines and curves follow as
    pictures with words.
    """
    drawing: list[Primitive] = _background(arrangement, render_data, context)
    measured = arrangement.measured
    first = measured.first_column
    drawing += _connections(arrangement, first, render_data, context)
    # Where no stage has more than a name, names are in the middle; all begin on one line.
    spare = measured.header_height - max(header.content for header in measured.headers)
    rows = [
        _stage(arrangement, i, first + i, spare / 2, render_data, context)
        for i in range(len(measured.headers))
    ]
    drawing.append(Group((_lane_names(arrangement, context), *rows), tag=Tag("Table")))
    for lane, rect in zip(measured.lanes, arrangement.lanes, strict=True):
        if not descriptions.is_in_table(lane):
            drawing.append(_picture(arrangement, lane, rect, render_data, context))
    return tuple(drawing)


def _cards_above(arrangement: Arrangement, lane: MeasuredLane) -> list[Rect]:
    """Return the rectangles of the cards in the lane above, as high as their words."""
    measured = arrangement.measured
    if not lane.index or not measured.lanes[lane.index - 1].rows:
        return []
    return [
        arrangement.cards[record.id]._replace(height=measured.cards[record.id].height)
        for slot in measured.slots
        for record in measured.grid.cells.get((lane.index - 1, slot), ())
        if record.id in arrangement.cards
    ]


def _background(
    arrangement: Arrangement, render_data: RenderData, context: RenderContext
) -> list[Primitive]:
    """Return lane tints, stage borders and the line of visibility."""
    theme = context.theme
    is_annotated = context.format.annotated
    drawing: list[Primitive] = []
    if is_annotated:
        drawing += _worst_band(arrangement, render_data, context)
    for number, rect in enumerate(arrangement.lanes):
        if number % 2 == 0 and not is_annotated:
            drawing.append(Box(rect, 0, theme["tint"], None))
    top = arrangement.headers[0].bottom
    for header in arrangement.headers[1:]:
        line = polyline([Point(header.x, top + 4), Point(header.x, arrangement.height)])
        drawing.append(Stroke(line, Pen(HAIRLINE, theme["hairline"])))
    has_line = False
    for lane, rect in zip(arrangement.measured.lanes, arrangement.lanes, strict=True):
        if is_annotated:
            drawing += _group_line(arrangement, lane, rect, context)
        if is_backstage(lane.spec) and lane.index and not has_line:
            room = arrangement.measured.corridors[lane.index] if is_annotated else 0.0
            drawing += depict_visibility_line(rect, context, room)
            has_line = True
    return drawing


def _connections(
    arrangement: Arrangement, first: int, render_data: RenderData, context: RenderContext
) -> Iterator[Primitive]:
    """Yield what lies below the cards: arcs between stages, the ribbon, lines between cards."""
    measured, texts = arrangement.measured, context.texts
    if measured.arcs:
        titles = render_data.titles
        pairs = [
            (titles.get(arc.relation.source, ""), titles.get(arc.relation.target, ""))
            for arc in measured.arcs
        ]
        arcs = depict_arcs(measured.arcs, arrangement, titles, context)
        yield descriptions.figure(arcs, descriptions.connection_words(pairs, texts))
    if measured.ribbon:
        columns = range(first, first + len(measured.columns))
        ribbon = depict_ribbon(measured.ribbon, arrangement, columns, context)
        name = _ribbon_name(arrangement, measured.ribbon, context)
        yield descriptions.figure((*name, *ribbon))._replace(name="ribbon")
    if measured.routes:
        titles = {id_: card.record.title for id_, card in measured.cards.items()}
        pairs = [
            (titles.get(route.relation.source, ""), titles.get(route.relation.target, ""))
            for route in measured.routes
        ]
        routes = depict_routes(measured.routes, arrangement, render_data.persona_styles, context)
        yield descriptions.figure(routes, descriptions.connection_words(pairs, texts))


def _lane_names(arrangement: Arrangement, context: RenderContext) -> Group:
    """Return the first row of the table, the names of its lanes; its corner is empty."""
    names = [
        Group(_lane_name(lane, rect, context), tag=Tag("TH", scope="Column"))
        for lane, rect in zip(arrangement.measured.lanes, arrangement.lanes, strict=True)
        if descriptions.is_in_table(lane)
    ]
    return Group((Group((), tag=Tag("TD")), *names), tag=Tag("TR"))


def _picture(
    arrangement: Arrangement,
    lane: MeasuredLane,
    rect: Rect,
    render_data: RenderData,
    context: RenderContext,
) -> Group:
    drawing: list[Primitive] = [*_lane_name(lane, rect, context)]
    if lane.spec.collapsed:
        drawing += _collapsed_lane(arrangement, lane, rect, context)
        return descriptions.figure(drawing, lane.title)
    curves = curves_of(arrangement, lane, rect, render_data)
    if context.format.annotated:
        notes, width = render_data.notes, arrangement.measured.slot_width
        if len(curves) > small_multiples.MAX_SHARED:
            below_name = lane_label(lane.title, lane.caption, context).height
            drawing += small_multiples.depict_bands(curves, rect, notes, width, context, below_name)
        else:
            above = _cards_above(arrangement, lane)
            drawing += annotated_curve.depict_annotated(curves, rect, notes, width, context, above)
    else:
        drawing += emotion_curve.depict_area(curves, rect, context)
        drawing += emotion_curve.depict_scale(rect, context)
        drawing += emotion_curve.depict_curves(curves, rect, context)
    words = descriptions.emotion_words(
        arrangement.measured.grid,
        arrangement.measured.columns,
        render_data.persona_styles,
        context.texts,
    )
    return descriptions.figure(drawing, words)


def depict_curve_panels(
    grid: Grid,
    columns: Sequence[StageColumn],
    rect: Rect,
    render_data: RenderData,
    context: RenderContext,
) -> Group:
    """Return the curves of many personas in some columns, each in a panel, above a folded map."""
    styles = render_data.persona_styles
    panels = small_multiples.panels_of(grid, columns, styles)
    lane = next(spec for spec in grid.lanes if spec.band is Band.CURVE)
    drawing = small_multiples.depict_panels(
        panels,
        rect,
        lane.title or context.texts(lane_kind_name(lane)),
        render_data.notes,
        render_data.present,
        context,
    )
    words = descriptions.emotion_words(grid, columns, styles, context.texts)
    return descriptions.figure(drawing, words)


def _lane_name(lane: MeasuredLane, rect: Rect, context: RenderContext) -> Drawing:
    if context.format.annotated:
        return tuple(depict_level_name(lane, rect, context))
    return (depict_lane_name(lane, rect, context),)


def _worst_band(
    arrangement: Arrangement, render_data: RenderData, context: RenderContext
) -> Iterator[Primitive]:
    """Yield the pale band up the column of the worst moment, if it is on this row."""
    measured = arrangement.measured
    callout = render_data.notes.callout
    lane, slot = measured.grid.slot_of.get(callout.emotion if callout else "", (0, -1))
    if slot in measured.slots:
        top = arrangement.headers[0].bottom + 2
        bottom = arrangement.lanes[lane].bottom
        x = arrangement.slot_x(slot)
        width = arrangement.slot_x(slot + 1) - x
        yield annotated_curve.depict_band(x, top, bottom, width, context)


def _group_line(
    arrangement: Arrangement, lane: MeasuredLane, rect: Rect, context: RenderContext
) -> Iterator[Primitive]:
    """Yield the line that parts a group of lanes from the next: below the curve, above the funnel."""
    corridors = arrangement.measured.corridors
    if lane.spec.band is Band.CURVE:
        y = rect.bottom + corridors[lane.index + 1] / 2
    elif lane.spec.band is Band.FUNNEL and lane.index:
        y = rect.y - corridors[lane.index] / 2
    else:
        return
    line = Rect(0.0, y, arrangement.edges[1], 0.0)
    yield hairline(line, context.theme["hairline"], HAIRLINE)


def depict_level_name(
    lane: MeasuredLane, rect: Rect, context: RenderContext
) -> Iterator[Primitive]:
    """Yield a lane's name, level, at its upper left corner, and the caption below it."""
    theme = context.theme
    y = rect.y + stack_tops(lane)[0] + 1.0 if lane.rows else rect.y + 1.0
    label = lane_label(lane.title, lane.caption, context)
    yield from context.place(label.name, 0.0, y, theme["ink"])
    if label.name.lines:
        yield from depict_marks(label.marks, label.name, 0.0, y, label.name.width, context)
    if not label.caption:
        return
    y += label.name.height
    indent = lane.caption.indent(context)
    yield from context.place(label.caption, indent, y, theme["quiet"])
    if indent:
        size = context.format.sizes.note
        yield assumption_diamond(DIAMOND_RADIUS * size, y + size * 0.6, size, context)


def _ribbon_name(
    arrangement: Arrangement, ribbon: Ribbon, context: RenderContext
) -> Iterator[Primitive]:
    """Yield the name of the ribbon's lane, level with the figures above the ribbon."""
    name = lane_label(context.texts("Paths"), NO_CAPTION, context).name
    y = arrangement.headers[0].bottom + ribbon.band_top - LIFT - name.first_baseline
    yield from context.place(name, 0.0, y, context.theme["ink"])


def depict_lane_name(lane: MeasuredLane, rect: Rect, context: RenderContext) -> Group:
    """Return a lane's name, read upwards, in the column left of the lane."""
    name = context.text(lane.title, SMALL, rect.height, weight=BOLD, max_lines=2)
    x = (LABEL_WIDTH - name.height) / 2 - 1.5
    turned = Transform(0, -1, 1, 0, x, rect.bottom)
    runs = context.place(name, 0, 0, context.theme["label"], align="center", width=rect.height)
    return Group(tuple(runs), turned)


def depict_visibility_line(
    rect: Rect, context: RenderContext, room: float = 0.0
) -> list[Primitive]:
    """Return the line behind which the customer sees nothing (service blueprint).

    It is in the middle of the `room` above the lane, but near to that.
    """
    y = rect.y - max(min(room / 2, MOST_ABOVE * context.format.sizes.mark), 3.2)
    pen = Pen(0.7, context.theme["label"], "round", "round", (3.0, 2.4))
    if not context.format.annotated:
        return [Stroke(polyline([Point(rect.x, y), Point(rect.right, y)]), pen)]
    words = context.texts("Line of visibility: customers see only what is above")
    line = context.text(words, context.format.sizes.mark, rect.width - 24, weight=SEMIBOLD)
    left = rect.x + BARE_PAD
    end, paper = left + line.width + 4, context.theme["paper"]
    return [
        Stroke(polyline([Point(0, y), Point(left - 4, y)]), pen),
        Stroke(polyline([Point(end, y), Point(rect.right, y)]), pen),
        Box(
            Rect(left - 2, y - line.line_height / 2, line.width + 4, line.line_height),
            0,
            paper,
            None,
        ),
        *context.place(line, left, y - line.line_height / 2, context.theme["quiet"]),
    ]


def _stage(
    arrangement: Arrangement,
    index: int,
    number: int,
    inset: float,
    render_data: RenderData,
    context: RenderContext,
) -> Group:
    """Return one stage as a row of the table: its header, and a cell for each lane."""
    header = arrangement.measured.headers[index]
    place = arrangement.headers[index]
    column = header.column
    chevron = headers.depict(header, place, render_data.ramp[number], context, inset)
    cells = [Group(tuple(chevron), tag=Tag("TH", scope="Row"))]
    for lane, rect in zip(arrangement.measured.lanes, arrangement.lanes, strict=True):
        if not descriptions.is_in_table(lane):
            continue
        drawing: Drawing = ()
        if lane.spec.band is not Band.FUNNEL:
            drawing = _cards(arrangement, column, lane, render_data, context)
            if render_data.has_fields:
                fields = Group(tuple(_fields(arrangement, column, lane, context)))
                drawing = (*drawing, fields._replace(tag=Tag("Artifact")))
        elif column.stage is not None and column.stage.id in render_data.funnel:
            cell = Rect(place.x, rect.y, place.width, rect.height)
            row = (render_data.funnel[column.stage.id], cell, render_data.ramp[number][0])
            bars = depict_funnel(
                [row],
                render_data.top,
                render_data.convention,
                context,
                render_data.enlargement,
                render_data.below_bars,
            )
            drawing = (descriptions.figure(bars),) if bars else ()
        cells.append(Group(drawing, tag=Tag("TD")))
    tag = Tag("TR", record=column.stage.id if column.stage else "")
    name = header.name.lines[0].text if header.name.lines else ""
    return Group(tuple(cells), name=name, tag=tag)


def _fields(
    arrangement: Arrangement, column: StageColumn, lane: MeasuredLane, context: RenderContext
) -> Iterator[Primitive]:
    """Yield the empty fields of a stage in a lane, about as wide as a sticky note each."""
    rect = arrangement.lanes[lane.index]
    rim = Pen(HAIRLINE, mixed(context.theme["label"], context.theme["paper"], 0.5), dashes=FIELD)
    taken = [card for card in arrangement.cards.values() if rect.contains(card, 1e-6)]
    index = arrangement.measured.columns.index(column)
    width = (arrangement.slot_x(column.first + 1) - arrangement.slot_x(column.first)) or 1.0
    width /= max(1, round(width / SLOT_PREFERRED))
    left, right = arrangement.headers[index].x, arrangement.headers[index].right
    for number in range(int((right - left) / width + 0.01)):
        x = left + number * width + GUTTER
        field = Rect(x, rect.y + 2, width - 2 * GUTTER, rect.height - 4)
        if not any(field.intersects(card, 0.5) for card in taken):
            yield Box(field, CARD_RADIUS, None, rim)


def _cards(
    arrangement: Arrangement,
    column: StageColumn,
    lane: MeasuredLane,
    render_data: RenderData,
    context: RenderContext,
) -> Drawing:
    measured = arrangement.measured
    return tuple(
        Group(
            tuple(_card(arrangement, lane.index, record, render_data, context)),
            tag=descriptions.record_tag(record),
        )
        for slot in range(column.first, column.end)
        for record in measured.grid.cells.get((lane.index, slot), ())
        if record.id in arrangement.cards
    )


def _card(
    arrangement: Arrangement,
    lane: int,
    record: Common,
    render_data: RenderData,
    context: RenderContext,
) -> list[Primitive]:
    """Return a card, with what ties it to its column or to the next card."""
    measured = arrangement.measured
    rect = arrangement.cards[record.id]
    slot = measured.grid.slot_of[record.id][1]
    is_outlined = record.id == render_data.outlined
    drawing = cards.depict(measured.cards[record.id], rect, context, is_outlined=is_outlined)
    span = measured.spans.get(lane, {}).get(slot)
    if span and span.slots > 1.0:
        x = min(arrangement.slot_middle(slot), rect.right - 8)
        colour = context.theme[kind_class(record.kind).look.accent]
        tip = [Point(x - 4.5, rect.y), Point(x, rect.y - 4.5), Point(x + 4.5, rect.y)]
        drawing.append(Fill(polyline(tip, closed=True), colour))
    if isinstance(record, Touchpoint) and context.format.annotated:
        drawing += _transition_to_next(arrangement, lane, slot, record, render_data, context)
    return drawing


def _transition_to_next(
    arrangement: Arrangement,
    lane: int,
    slot: int,
    record: Common,
    render_data: RenderData,
    context: RenderContext,
) -> Iterator[Primitive]:
    """Yield the line from a touchpoint's disc to the next one's, with the time between them."""
    following = arrangement.measured.grid.cells.get((lane, slot + 1), ())
    target = following[0] if following else None
    if target is None or (record.id, target.id) not in render_data.elapsed:
        return
    if target.id not in arrangement.cards:
        return
    elapsed = render_data.elapsed[record.id, target.id]
    line = cards.depict_transition(
        arrangement.cards[record.id], arrangement.cards[target.id], elapsed, context
    )
    yield connection(line, elapsed.relation)


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
                point = emotion_curve.EmotionPoint(
                    slot, at, record.score, record.id, record.ratings
                )
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
            render_data.present.of(persona),
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
        slot = (x - LABEL_WIDTH) / SLOT_PREFERRED  # as the canvas counts, whatever the format
        if slot < measured.slots.start and measured.slots.start:
            continue
        if slot >= measured.slots.stop and not is_last:
            continue
        left = arrangement.slot_x(int(slot)) + slot % 1 * measured.slot_width
        height = note_height(note, context)
        left = max(measured.label_width, min(left, measured.width - NOTE_WIDTH))
        top = y * arrangement.height / measured.height
        top = max(0.0, min(top, arrangement.height - height))
        paper = depict_note(note, Rect(left, top, NOTE_WIDTH, height), context)
        drawing.append(Group(tuple(paper), tag=descriptions.record_tag(note)))
    return drawing
