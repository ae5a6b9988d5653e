"""Dragging points of the emotion curve up and down: the curve follows while they are held."""

from __future__ import annotations

from contextlib import ExitStack

from journeyeditor.editing.changes.scores import rounded
from journeyeditor.editing.input_events import Pointer
from journeyeditor.editing.tool_view import NOTHING, Overlay
from journeyeditor.editing.tools.state import Gesture, State, ToolContext
from journeyeditor.editing.undo_labels import label
from journeyeditor.i18n import N_, Texts
from journeyeditor.layout.incremental import hit_testing
from journeyeditor.model import Change, Element, Entry, RecordId

#: What a score is called, from −2 to +2.
MOODS = (N_("Upset"), N_("Displeased"), N_("Neutral"), N_("Pleased"), N_("Delighted"))


def snapped(score: float, *, by_halves: bool = False) -> float:
    """Return a score on the steps that hands can hit: tenths, or with Shift held halves."""
    return rounded(round(score * 2) / 2 if by_halves else score)


def told(score: float, texts: Texts) -> str:
    """Return a score as it is told beside the pointer."""
    return f"{texts.signed(score)} · {texts(MOODS[round(score) + 2])}"


class Scoring(Gesture):
    """Points of curves in the hand; all that are selected go up and down together.

    One transaction is open meanwhile: it is one step in the end, and Escape leaves nothing of it.
    """

    cursor = "move"

    def __init__(self, ground: ToolContext, rest: State, start: Pointer, lead: RecordId) -> None:
        super().__init__(ground, rest)
        self._lead = lead
        place = ground.layout.cell_of(lead)
        assert place is not None
        self._lane = place[0]
        chosen = [id_ for id_ in ground.selection.ids if ground.kind(id_) == "emotion"]
        ids = chosen if lead in chosen else [lead]
        self._before: dict[RecordId, Element] = {id_: ground.graph.element(id_) for id_ in ids}
        self._from = hit_testing.score_at(ground.layout, start.at.y, self._lane)
        ground.persona = getattr(ground.graph.element(lead), "persona", None)
        self._stack = ExitStack()
        self._unit = self._stack.enter_context(
            ground.session.transaction(label(N_("Move {thing}"), ground.graph, ids))
        )

    def moved(self, pointer: Pointer) -> State:
        """Give the points the scores of where they are held."""
        ground = self.ground
        by = hit_testing.score_at(ground.layout, pointer.at.y, self._lane) - self._from
        entries: dict[RecordId, Entry] = {}
        for id_, before in self._before.items():
            now = ground.graph.element(id_)
            score = snapped((getattr(before, "score", None) or 0.0) + by, by_halves=pointer.shift)
            same = score == getattr(before, "score", None)
            after = before if same else now.replaced(score=score)
            if after != now:
                entries[id_] = (now, after)
        if entries:
            self._unit.write(Change(entries))
        score = getattr(ground.graph.element(self._lead), "score", None) or 0.0
        ground.view.show(Overlay(hot=self._lead, words=told(score, ground.session.texts)))
        return self

    def released(self, pointer: Pointer) -> State:
        """Keep the scores."""
        self.moved(pointer)
        self._stack.close()
        self.ground.view.show(NOTHING)
        return self.rest

    def cancelled(self) -> State:
        """Take the scores back."""
        self._unit.cancel()
        self._stack.close()
        return self.rest
