"""What a poster shows of a map, and the measuring of its rows for a trial of the fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from journeyeditor.display.primitives import Group, Primitive, Tag
from journeyeditor.display.theme import ramp
from journeyeditor.geometry import Rect, Size, scaling
from journeyeditor.i18n import N_
from journeyeditor.insight.funnel import funnel
from journeyeditor.insight.priorities import WorstMoment, worst_moment
from journeyeditor.layout.arrangement import (
    FUNNEL_HEIGHT,
    MeasuredRow,
    RowHeights,
    arrange,
    measure,
)
from journeyeditor.layout.card_stacks import CardStacks, CardTexts
from journeyeditor.layout.grid import Grid, StageColumn, plan
from journeyeditor.layout.lane_names import LaneCaption, lane_kind_name, with_room_for_words
from journeyeditor.layout.lanes import Band
from journeyeditor.layout.map_drawing import (
    RenderData,
    depict,
    depict_curve_panels,
    depict_free_notes,
)
from journeyeditor.layout.presence import presence
from journeyeditor.layout.recipes import cards
from journeyeditor.layout.recipes.annotated_curve import Callout, CurveNotes, Reason
from journeyeditor.layout.recipes.cards import (
    ElapsedTime,
    annotations_of,
    cited_sources,
    source_numbers,
)
from journeyeditor.layout.recipes.emotion_curve import HEADROOM
from journeyeditor.layout.recipes.funnel_bars import enlargement_of, room_below
from journeyeditor.layout.recipes.marks import Marks
from journeyeditor.layout.recipes.personas import PersonaStyle
from journeyeditor.layout.recipes.small_multiples import (
    MAX_SHARED,
    Panels,
    least_height,
    panels_of,
)
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.ribbons.ribbon import ribbon_of
from journeyeditor.layout.routing.routes import (
    Route,
    StageArc,
    arcs_on,
    drawn_relations,
    has_label,
    routed,
    stage_transitions,
)
from journeyeditor.layout.spans import card_spans, holds_wide_cards
from journeyeditor.model import JourneyGraph
from journeyeditor.poster.pagination import ROW_GAP, Trial, panel_heights
from journeyeditor.poster.paper import frame_scale
from journeyeditor.poster.preflight.checks import least_map_size
from journeyeditor.typography import Sizer
from journeyeditor.values import format_duration
from journeyeditor.vocabulary import Follows, info_of

#: Shares of the sheet's height: from −2 to +2 of the emotions at least, and of the lane at most.
LEAST_CURVE, MOST_CURVE = 0.125, 0.22
#: The share from −2 to +2 on a sheet to draw a curve on.
FIELD_CURVE = 0.08
#: The least height of curves in each of several rows, as a share of that in one.
FOLDED_CURVE = 0.8
#: The highest bar of the funnel where there is height to spare, in map units.
FULL_FUNNEL = 104.0
#: Its least height on A3 where there is none, 12 mm, in points.
LEAST_FUNNEL = 34.0
#: The same in each of several rows.
FOLDED_FUNNEL = 24.0
#: The same where it is a choice between bars and notes.
NOTED_FUNNEL = 19.0
#: The least height of a lane to write on, in map units.
FIELD_HEIGHT = 46.0
#: A map has so many times more slots than moments with scores where these are few.
SPARSE = 2
#: Longer texts are cut.
MOST_LINES = 40
#: What each slot of a stage without a free one gets besides, where cards are wide.
EXTRA = 0.3

CAPTIONS = {"touchpoint": N_("time between"), "stage": N_("customers")}


class _Part(NamedTuple):
    """The plan of some slots: lanes that are not empty there, and the lines and captions of these."""

    grid: Grid
    routes: tuple[Route, ...]
    arcs: tuple[StageArc, ...]
    captions: Mapping[int, LaneCaption]
    stacks: CardStacks


class MapRows:
    """The rows of a map for a poster: its plan without empty lanes, and what is drawn in it.

    `hidden_lanes` is the number of empty lanes left out: none on a sheet that `has_fields` to write
    in where cards are missing. One row that `is_alone` has no panels above it.
    """

    def __init__(
        self,
        graph: JourneyGraph,
        planned: Grid,
        persona: str,
        styles: dict[str | None, PersonaStyle],
        context: RenderContext,
        *,
        has_ribbon: bool,
        has_fields: bool = False,
        is_alone: bool = False,
    ) -> None:
        self.graph, self.persona, self.styles = graph, persona, styles
        self._funnel = funnel(graph)
        self.planned = planned
        self.has_fields, self._is_alone = has_fields, is_alone
        if not has_fields:
            planned = planned.with_lanes(self._used_lanes(planned, range(planned.slots)))
        self.grid = _with_room(planned)
        titles = (spec.title or context.texts(lane_kind_name(spec)) for spec in self.grid.lanes)
        self._context = context = with_room_for_words(titles, context)
        self._sizing = replace(context, typesetter=Sizer(context.typesetter))
        #: All rows of a trial share what is found for its smallest type.
        self._last_context = 0.0, True, context
        self.hidden_lanes = len(self.planned.lanes) - len(self.grid.lanes)
        wanted = has_ribbon and ribbon_of(graph, self.grid, persona, styles)
        self._ribbon = wanted or None
        self.sources = source_numbers(graph)
        self._annotations = self._annotations_by_card()
        self._assumed = frozenset(self._assumed_lanes())
        self._captions = dict(self._lane_captions())
        self._transitions = stage_transitions(graph, self.grid, persona)
        self.titles = {element.id: element.title for element in graph.elements()}
        self.relations = drawn_relations(graph, self.grid, persona)
        self._curves = sum(
            any(emotion.score is not None for _, emotion in scored)
            for scored in self.grid.emotions.values()
        )
        self.worst = self._worst()
        self._panel_heights: dict[tuple[float, float], float] = {}
        self._parts: dict[tuple[range, bool], _Part] = {}
        self._card_texts = CardTexts(self._annotations)

    def drawn_in(self, context: RenderContext) -> MapRows:
        """Return the same rows for drawings of the same look in another context."""
        other = copy(self)
        other.draw_in(context)
        return other

    def draw_in(self, context: RenderContext) -> None:
        self._context = replace(context, format=self._context.format)
        self._last_context = 0.0, True, self._context
        self._panel_heights = {}

    @cached_property
    def arcs(self) -> list[StageArc]:
        """The skips and loops of all stages."""
        return arcs_on(self.graph, self.grid, range(self.grid.slots), self._transitions)

    @property
    def label_width(self) -> float:
        """The width of the column of the lane names at full size, in map units."""
        return self._context.format.label_width

    @cached_property
    def noted_lanes(self) -> list[str]:
        """The keys of the lanes that have cards with notes, those with fewest of them first."""
        counts = Counter(
            lane
            for (lane, _), records in self.grid.cells.items()
            for record in records
            if record.note
        )
        return [self.grid.lanes[lane].key for lane in sorted(counts, key=lambda i: (counts[i], i))]

    @property
    def has_numbers(self) -> bool:
        """Whether any card shows the number of a source."""
        return any(annotations.sources for annotations in self._annotations.values())

    @property
    def origins_named_twice(self) -> int:
        """The number of cards that name their source in words and by number."""
        return sum(
            cards.names_origin_twice(record, self._annotations[record.id])
            for records in self.grid.cells.values()
            for record in records
        )

    def context_at(self, scale: float, trim: Size, *, is_final: bool = True) -> RenderContext:
        """Return the context of a map at a scale (points per map unit) on a sheet.

        One that is not final finds only sizes, which costs half as much.
        """
        smallest = least_map_size(trim.width, trim.height) / scale
        if self._last_context[:2] != (smallest, is_final):
            context = self._context if is_final else self._sizing
            context = replace(context, format=context.format.with_sizes_from(smallest))
            self._last_context = smallest, is_final, context
        return self._last_context[2]

    def measure(
        self,
        columns: Sequence[StageColumn],
        slot_width: float,
        width: float,
        trial: Trial,
        trim: Size,
    ) -> MeasuredRow:
        """Return a row measured for a trial: at a scale, as one of several rows of a sheet."""
        slots = range(columns[0].first, columns[-1].end)
        has_panel = self.has_panel(trial)
        part = self._parts.get((slots, has_panel))
        if part is None:
            part = self._parts[slots, has_panel] = self._part(columns, slots, has_panel=has_panel)
        context = self.context_at(trial.scale, trim, is_final=trial.is_final)
        return measure(
            part.grid,
            columns,
            slot_width,
            self._annotations,
            part.routes,
            part.arcs,
            context,
            width,
            self._ribbon,
            self._heights(trial, trim, context, width or slot_width * len(slots)),
            part.captions,
            None if trial.is_final else part.stacks,
        )

    def least_height(self, columns: Sequence[StageColumn], trial: Trial, trim: Size) -> float:
        """Return the height of a row's header and curve, in map units, whatever its cards need."""
        slots = range(columns[0].first, columns[-1].end)
        has_curve = not (self.has_fields or self.has_panel(trial)) and any(
            slot in slots for slot in self._curve_slots
        )
        head = self._context.format.least_head
        return head + (self._least_curve(trial, trim) if has_curve else 0.0)

    @cached_property
    def _curve_slots(self) -> frozenset[int]:
        """The slots in which curves over the columns have points."""
        lanes = {
            lane
            for lane, spec in enumerate(self.grid.lanes)
            if spec.band is Band.CURVE and not spec.collapsed
        }
        return frozenset(
            slot
            for scored in self.grid.emotions.values()
            for slot, emotion in scored
            if emotion.score is not None and self.grid.slot_of[emotion.id][0] in lanes
        )

    def _least_curve(self, trial: Trial, trim: Size) -> float:
        """Return the least height of the curves over the columns of one row, in map units."""
        sheet = trim.height / trial.scale / trial.rows
        least = max(
            least_height(self._curves) * (1.0 if trial.rows == 1 else FOLDED_CURVE),
            LEAST_CURVE * sheet + 2 * HEADROOM,
        )
        return max(least, MOST_CURVE * sheet) if trial.is_full_size else least

    def has_panel(self, trial: Trial) -> bool:
        """Whether the curves stand in panels above the rows: those of many on a folded or sparse map.

        Where most slots have no score, curves over the columns would be flat.
        """
        is_shown = any(spec.band is Band.CURVE and not spec.collapsed for spec in self.grid.lanes)
        if not is_shown or self._curves <= MAX_SHARED or self.has_fields or self._is_alone:
            return False
        return trial.rows > 1 or SPARSE * self._panels.width <= self.grid.slots

    def _part(self, columns: Sequence[StageColumn], slots: range, *, has_panel: bool) -> _Part:
        """Return what a row of these columns shows; lanes that are empty there are left out."""
        lanes = [
            lane
            for lane in self._used_lanes(self.grid, slots)
            if not has_panel or self.grid.lanes[lane].band is not Band.CURVE
        ]
        if self.has_fields or not lanes:
            lanes = list(range(len(self.grid.lanes)))
        grid = self.grid.with_lanes(lanes, slots)
        captions = {
            new: self._captions[lane] for new, lane in enumerate(lanes) if lane in self._captions
        }
        routes = tuple(routed(self.relations, grid, slots, self.titles, self.grid))
        return _Part(
            grid,
            routes,
            tuple(arcs_on(self.graph, grid, slots, self._transitions)),
            captions,
            CardStacks(grid, columns, card_spans(grid, columns, routes), self._card_texts),
        )

    def render_data(self) -> RenderData:
        """Return the data that the drawings of all sheets share, except positions."""
        theme = self._context.theme
        rows = {row.stage.id: row for row in self._funnel}
        top = max((row.count for row in rows.values() if row.count is not None), default=0.0)
        # If steps of other personas are hidden, the whole map still decides which personas take
        # part.
        whole = plan(self.graph) if self.persona else self.grid
        worst = self.worst
        return RenderData(
            self.styles,
            ramp(theme["ramp"], theme["ramp_end"], len(self.grid.columns), theme["title"]),
            rows,
            top,
            info_of(self.graph).funnel.convention,
            {stage.id: stage.title for stage in self.graph.stages()},
            presence(whole),
            notes=CurveNotes(self._reasons(), self._callout(worst) if worst else None),
            has_fields=self.has_fields,
            outlined=worst.pain.id if worst and worst.pain else "",
            enlargement=enlargement_of(self._funnel, top),
            elapsed=dict(self._elapsed()),
        )

    def room_below_bars(
        self, rows: Iterable[MeasuredRow], render_data: RenderData, context: RenderContext
    ) -> float:
        """Return the room below the bars of all rows, which compare with one another."""
        found = (
            (render_data.funnel[column.stage.id], width)
            for row in rows
            for column, width in zip(row.columns, row.widths, strict=True)
            if column.stage is not None and column.stage.id in render_data.funnel
        )
        return room_below(found, render_data.convention, context)

    def depict(
        self,
        rows: Sequence[MeasuredRow],
        area: Rect,
        scale: float,
        render_data: RenderData,
        context: RenderContext,
    ) -> Group:
        """Return a sheet's rows of the map below one another, stretched to fill the area."""
        room = area.height / scale - ROW_GAP * (len(rows) - 1)
        natural = sum(row.height for row in rows)
        drawing: list[Primitive] = []
        y = 0.0
        panel, most_panel = panel_heights(rows)
        columns = [column for row in rows for column in row.columns]
        # A sheet without scores gives the room of the panels to its rows.
        if panel and panels_of(self.grid, columns, self.styles).styles:
            panel = min(most_panel, max(panel, room - ROW_GAP - natural))
            at = Rect(0, 0, area.width / scale, panel)
            drawing.append(depict_curve_panels(self.grid, columns, at, render_data, context))
            y = panel + ROW_GAP
            room -= y
        for row in rows:
            arrangement = arrange(row, row.height * room / natural)
            drawing.append(Group(depict(arrangement, render_data, context), scaling(1, 0, y)))
            notes = depict_free_notes(self.graph, arrangement, context)
            drawing.append(Group(tuple(notes), scaling(1, 0, y), name="notes"))
            y += arrangement.height + ROW_GAP
        return Group(tuple(drawing), scaling(scale, area.x, area.y), name="map", tag=Tag("Sect"))

    def _heights(
        self, trial: Trial, trim: Size, context: RenderContext, width: float
    ) -> RowHeights:
        """Return the heights of the curve and the funnel for a trial, in map units."""
        sheet = trim.height / trial.scale / trial.rows
        has_panel = self.has_panel(trial)
        if self.has_fields:
            is_scored = self._curves > 0
            share = LEAST_CURVE if is_scored else FIELD_CURVE * trial.rows
            least = share * sheet + 2 * HEADROOM
            least = max(least, least_height(self._curves) if is_scored else 0.0)
            most = max(least, MOST_CURVE * sheet) if is_scored else least
            return RowHeights(
                least,
                most_curve=most,
                most_lines=MOST_LINES,
                field=FIELD_HEIGHT,
                has_origins=trial.has_origins,
                has_notes=trial.has_notes,
                noted=trial.noted,
                own_heights=True,
            )
        least = self._least_curve(trial, trim)
        funnel = FUNNEL_HEIGHT
        if not trial.has_notes:
            unit = frame_scale(trim)
            folded = NOTED_FUNNEL if trial.noted else FOLDED_FUNNEL
            least_funnel = LEAST_FUNNEL if trial.rows == 1 else folded
            funnel = max(min(funnel, least_funnel * unit / trial.scale), LEAST_FUNNEL)
        panel = self._panel_height(sheet * trial.rows, width, context) if has_panel else 0.0
        return RowHeights(
            curve=least,
            funnel=funnel,
            most_curve=max(least, MOST_CURVE * sheet),
            most_funnel=max(FUNNEL_HEIGHT, FULL_FUNNEL),
            most_lines=MOST_LINES,
            has_origins=trial.has_origins,
            has_notes=trial.has_notes,
            noted=trial.noted,
            own_heights=True,
            panel=panel,
            most_panel=max(panel, MOST_CURVE * sheet * trial.rows),
        )

    def _panel_height(self, sheet: float, width: float, context: RenderContext) -> float:
        """Return the least height of the panels for the curves, the same for all rows of a sheet."""
        if (sheet, width) not in self._panel_heights:
            inner = width - context.format.label_width
            height = self._panels.height(inner, LEAST_CURVE * sheet, context)
            self._panel_heights[sheet, width] = height
        return self._panel_heights[sheet, width]

    @cached_property
    def _panels(self) -> Panels:
        return panels_of(self.grid, self.grid.columns, self.styles)

    def _used_lanes(self, grid: Grid, slots: range) -> list[int]:
        """Return the lanes that have cards, scores or counts in a range of slots."""
        count = len(grid.lanes)
        used = {
            lane for lane in range(count) if any(grid.cells.get((lane, slot)) for slot in slots)
        }
        used.update(
            grid.slot_of[emotion.id][0]
            for scored in grid.emotions.values()
            for slot, emotion in scored
            if slot in slots and emotion.score is not None
        )
        stages = {
            column.stage.id for column in grid.columns if column.stage and column.first in slots
        }
        rows = (row for row in self._funnel if row.stage.id in stages)
        if any(row.count is not None or row.stated is not None for row in rows):
            used.update(i for i, spec in enumerate(grid.lanes) if spec.band is Band.FUNNEL)
        return sorted(used)

    def _assumed_lanes(self) -> Iterator[int]:
        """Yield the lanes in which every card is an assumption; their names say it once, not the cards."""
        by_lane: dict[int, list[str]] = {}
        for (lane, _), records in self.grid.cells.items():
            by_lane.setdefault(lane, []).extend([record.id for record in records])
        for lane, ids in sorted(by_lane.items()):
            found = self._annotations
            if not all(found[id_].is_assumption for id_ in ids):
                continue
            if len(ids) > 1 and not self.grid.lanes[lane].collapsed:
                yield lane
                for id_ in ids:
                    numbers, _, styles = found[id_]
                    found[id_] = cards.CardAnnotations(numbers, persona_styles=styles)

    def _annotations_by_card(self) -> dict[str, cards.CardAnnotations]:
        several = len(self.graph.personas()) > 1 and not self.persona
        owners = self.styles if several else {}
        return {
            record.id: annotations_of(self.graph, record, self.sources, owners)
            for records in self.grid.cells.values()
            for record in records
        }

    def _lane_captions(self) -> Iterator[tuple[int, LaneCaption]]:
        texts = self._context.texts
        has_times = any(True for _ in self._elapsed())
        for lane, spec in enumerate(self.grid.lanes):
            if lane in self._assumed:
                yield lane, LaneCaption(texts("all assumed"), is_assumption=True)
            elif spec.kinds[:1] == ("touchpoint",) and has_times:
                yield lane, LaneCaption(texts(CAPTIONS["touchpoint"]))
            elif spec.band is Band.FUNNEL:
                yield lane, LaneCaption(texts(CAPTIONS["stage"]))

    def _elapsed(self) -> Iterator[tuple[tuple[str, str], ElapsedTime]]:
        """Yield the times between touchpoints, in words and in symbols, "" for a transition without one."""
        for relation in self.graph.relations("follows"):
            assert isinstance(relation, Follows)
            ends = {self.graph.element(id_).kind for id_ in (relation.source, relation.target)}
            own = relation.persona
            is_other = bool(self.persona and own and own != self.persona)
            if ends == {"touchpoint"} and not has_label(relation) and not is_other:
                words, symbols = (
                    format_duration(relation.elapsed, self._context.texts, is_short=is_short)
                    for is_short in (False, True)
                )
                time = ElapsedTime(words, symbols, relation)
                yield (relation.source, relation.target), time

    def printed_times(self, sheets: Iterable[Iterable[MeasuredRow]]) -> set[str]:
        """Return the relations whose times are printed: in labels, or between neighbours of a row."""
        ends = dict(self._elapsed())
        drawn = (*self.relations, *(arc.relation for arc in self.arcs))
        printed = {relation.id for relation in drawn if has_label(relation)}
        for row in (row for rows in sheets for row in rows):
            for relation in self.graph.relations("follows"):
                pair = (relation.source, relation.target)
                if pair in ends and self._are_neighbours(*pair, row.slots):
                    printed.add(relation.id)
        return printed

    def _are_neighbours(self, source: str, target: str, slots: range) -> bool:
        places = [self.grid.slot_of.get(id_, (-1, -1)) for id_ in (source, target)]
        (lane, slot), beside = places
        is_beside = beside == (lane, slot + 1) and slot in slots and slot + 1 in slots
        return is_beside and self.grid.cells[beside][0].id == target

    def _worst(self) -> WorstMoment | None:
        """Return the worst moment of the only curve; several curves have several."""
        if self._curves != 1:
            return None
        emotions = [emotion for scored in self.grid.emotions.values() for _, emotion in scored]
        return worst_moment(self.graph, emotions)

    def _reasons(self) -> Mapping[str, Reason]:
        return {
            emotion.id: Reason(
                emotion.reason, Marks(cited_sources(self.graph, emotion.id, self.sources))
            )
            for scored in self.grid.emotions.values()
            for _, emotion in scored
        }

    def _callout(self, worst: WorstMoment) -> Callout:
        texts = self._context.texts
        place = worst.place.title if worst.place else ""
        heading = texts("Worst moment: {place}").format(place=place) if place else ""
        fact = worst.fact
        marks = Marks((self.sources[fact.id],)) if fact else Marks()
        return Callout(
            worst.emotion.id, heading or texts("Worst moment"), fact.claim if fact else "", marks
        )


def _with_room(grid: Grid) -> Grid:
    """Return the plan with wider columns for stages without a free slot beside their wide cards."""
    lanes = [i for i, spec in enumerate(grid.lanes) if holds_wide_cards(spec)]

    def is_full(column: StageColumn) -> bool:
        slots = range(column.first, column.end)
        return any(all(grid.cells.get((lane, slot)) for slot in slots) for lane in lanes)

    return grid._replace(
        columns=tuple(
            column._replace(extra=EXTRA * column.slots if is_full(column) else 0.0)
            for column in grid.columns
        )
    )
