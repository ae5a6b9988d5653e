"""Emotion curves: dragging their points, and drawing a whole curve in one stroke."""

from __future__ import annotations

from contextlib import ExitStack
from itertools import pairwise

from journeyeditor.editing import operations
from journeyeditor.editing.changes.scores import Moment, rounded
from journeyeditor.editing.tools.dropping import anchor_in, column_near, slot_near, slots_of
from journeyeditor.editing.tools.interface import NOTHING, Overlay, Pointer
from journeyeditor.editing.tools.state import Gesture, State, ToolContext
from journeyeditor.editing.undo_labels import label
from journeyeditor.geometry import Point
from journeyeditor.i18n import N_, Texts
from journeyeditor.layout.incremental import hit_testing
from journeyeditor.layout.incremental.layout import IncrementalLayout
from journeyeditor.layout.lanes import Band
from journeyeditor.model import Change, Entry, RecordId
from journeyeditor.vocabulary import Emotion, Persona

#: What a score is called, from −2 to +2.
SCORE_NAMES = (N_("Upset"), N_("Displeased"), N_("Neutral"), N_("Pleased"), N_("Delighted"))


def snapped(score: float, *, by_halves: bool = False) -> float:
    return rounded(round(score * 2) / 2 if by_halves else score)


def score_text(score: float, texts: Texts) -> str:
    return f"{texts.signed(score)} · {texts(SCORE_NAMES[round(score) + 2])}"


class DraggingScores(Gesture):
    """Dragging points of curves; all that are selected move together.

    One transaction is open meanwhile: it is one step in the end, and Escape leaves nothing of it.
    """

    cursor = "move"

    def __init__(self, context: ToolContext, rest: State, start: Pointer, lead: RecordId) -> None:
        super().__init__(context, rest)
        self._lead = lead
        place = context.layout.cell_of(lead)
        assert place is not None
        self._lane = place[0]
        chosen = [
            id_ for id_ in context.selection.ids if isinstance(context.graph.record(id_), Emotion)
        ]
        ids = chosen if lead in chosen else [lead]
        self._before = {
            id_: element
            for id_ in ids
            if isinstance(element := context.graph.element(id_), Emotion)
        }
        self._from = hit_testing.score_at(context.layout, start.at.y, self._lane)
        context.persona = self._before[lead].persona
        self._stack = ExitStack()
        self._transaction = self._stack.enter_context(
            context.session.transaction(label(N_("Move {thing}"), context.graph, ids))
        )

    def moved(self, pointer: Pointer) -> State:
        context = self.context
        by = hit_testing.score_at(context.layout, pointer.at.y, self._lane) - self._from
        entries: dict[RecordId, Entry] = {}
        for id_, before in self._before.items():
            now = context.graph.element(id_)
            score = snapped((before.score or 0.0) + by, by_halves=pointer.shift)
            same = score == before.score
            after = before if same else now.replaced(score=score)
            if after != now:
                entries[id_] = (now, after)
        if entries:
            self._transaction.write(Change(entries))
        emotion = context.graph.element(self._lead)
        score = emotion.score if isinstance(emotion, Emotion) and emotion.score else 0.0
        context.view.show(
            Overlay(active=self._lead, tooltip=score_text(score, context.session.texts))
        )
        return self

    def released(self, pointer: Pointer) -> State:
        self.moved(pointer)
        self._stack.close()
        self.context.view.show(NOTHING)
        return self.rest

    def cancelled(self) -> State:
        self._transaction.cancel()
        self._stack.close()
        return self.rest


#: Points of the stroke that are nearer than this to the one before are left out (map units).
GRAIN = 0.8


class CurveTool(State):
    """The pencil at rest."""

    tool = "curve"
    cursor = "cross"

    def pressed(self, pointer: Pointer) -> State:
        """Begin a stroke, unless the map has no lane for curves."""
        lane = curve_lane(self.context.layout, pointer.at.y)
        if lane is None or pointer.button != "left":
            return self
        return DrawingCurve(self.context, self, pointer, lane)

    def moved(self, pointer: Pointer) -> State:
        layout = self.context.layout
        lane = curve_lane(layout, pointer.at.y)
        if lane is not None:
            whose = persona_of_curve(self.context)
            name = self.context.graph.element(whose).title if whose else ""
            self.context.view.show(Overlay(cell=layout.lanes[lane].rect, tooltip=name))
        return self


class DrawingCurve(Gesture):
    """A stroke: what it passes at the middle of each slot becomes the score there."""

    cursor = "cross"
    scrolls = True

    def __init__(self, context: ToolContext, rest: State, start: Pointer, lane: int) -> None:
        super().__init__(context, rest)
        self._lane = lane
        self._persona = persona_of_curve(context)
        self._stroke = [start.at]

    def entered(self) -> None:
        self.context.view.cursor(self.cursor)
        self._show()

    def moved(self, pointer: Pointer) -> State:
        """Extend the stroke; going back replaces what was drawn there."""
        at = pointer.at
        last = self._stroke[-1]
        if abs(at.x - last.x) < GRAIN and abs(at.y - last.y) < GRAIN:
            return self
        self._stroke.append(at)
        self._show()
        return self

    def released(self, pointer: Pointer) -> State:
        """Give the persona the scores, as one step."""
        self.moved(pointer)
        context = self.context
        context.view.show(NOTHING)
        scores = moments(context, self._lane, self._stroke, self._persona)
        if scores:
            operations.draw_curve(context.session, self._persona, scores)
            context.persona = self._persona
        return self.rest

    def _show(self) -> None:
        layout = self.context.layout
        score = rounded(hit_testing.score_at(layout, self._stroke[-1].y, self._lane))
        self.context.view.show(
            Overlay(
                cell=layout.lanes[self._lane].rect,
                stroke=tuple(self._stroke),
                tooltip=score_text(score, self.context.session.texts),
            )
        )


def persona_of_curve(context: ToolContext) -> RecordId | None:
    """Return whose curve is drawn: that of what is selected, else the one touched last, or first."""
    for id_ in reversed(context.selection.ids):
        element = context.graph.record(id_)
        if isinstance(element, Persona):
            return id_
        if isinstance(element, Emotion):
            return element.persona
    if isinstance(context.graph.record(context.persona or ""), Persona):
        return context.persona
    personas = context.graph.personas()
    return personas[0].id if personas else None


def curve_lane(layout: IncrementalLayout, y: float) -> int | None:
    """Return the lane of curves at a height, or else the first one there is."""
    lanes = [
        i
        for i, lane in enumerate(layout.lanes)
        if lane.spec.band is Band.CURVE and not lane.spec.collapsed
    ]
    here = (i for i in lanes if layout.lanes[i].rect.y <= y < layout.lanes[i].rect.bottom)
    return next(here, lanes[0] if lanes else None)


def height_at(stroke: list[Point], x: float) -> float | None:
    """Return the y at which a stroke passed an x last, None where it never did."""
    for a, b in pairwise(reversed(stroke)):
        if min(a.x, b.x) <= x <= max(a.x, b.x):
            return a.y if a.x == b.x else a.y + (b.y - a.y) * (x - a.x) / (b.x - a.x)
    return None


def moments(
    context: ToolContext, lane: int, stroke: list[Point], persona: RecordId | None
) -> dict[Moment, float]:
    """Return the scores that a stroke gives to the slots whose middles it passes.

    A mere dab, which passes none, scores the slot it is in.
    """
    layout = context.layout
    slots = [slot for column in layout.columns for slot in slots_of(column)]
    heights = {slot: height_at(stroke, layout.cell_rect(lane, slot).center.x) for slot in slots}
    if all(y is None for y in heights.values()):
        end = stroke[-1]
        heights[slot_near(column_near(layout, end.x), end.x)] = end.y
    scores: dict[Moment, float] = {}
    for slot, y in heights.items():
        if y is not None:
            score = rounded(hit_testing.score_at(layout, y, lane))
            scores.setdefault(_moment(context, lane, slot, persona), score)
    return scores


def _moment(context: ToolContext, lane: int, slot: int, persona: RecordId | None) -> Moment:
    """Return what is felt at a slot: the persona's emotion there, an anchor, or the stage alone."""
    layout, graph = context.layout, context.graph
    for id_ in layout.cell_ids(lane, slot):
        if graph.element(id_).persona == persona:
            return id_
    column = next(c for c in layout.columns if slot < c.first + c.slots)
    return anchor_in(layout, graph, slot, "emotion", ()) or (column.stage_id, "")
