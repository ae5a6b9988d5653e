"""A stage becomes two: what stands from a slot on goes to a new stage behind it."""

from __future__ import annotations

from journeyeditor.editing.changes.draft import Draft
from journeyeditor.editing.changes.ranking import ranks
from journeyeditor.editing.changes.stage_membership import homes, keep_homes
from journeyeditor.layout.grid import Grid, plan
from journeyeditor.model import Change, JourneyGraph, RecordId
from journeyeditor.vocabulary import Stage


def slot_of(graph: JourneyGraph, card: RecordId) -> tuple[RecordId, int]:
    """Return the stage in whose column a card stands, and its slot there; ("", 0) if nowhere."""
    grid = plan(graph, unscored=True)
    slots = _slots(grid)
    column = next(
        (each for each in grid.columns if each.first <= slots.get(card, -1) < each.end), None
    )
    if column is None or column.stage is None:
        return "", 0
    return column.stage.id, slots[card] - column.first


def split(graph: JourneyGraph, stage: RecordId, slot: int) -> tuple[Change, RecordId]:
    """Return the change that splits a stage in front of a slot, and the new stage's id.

    Counts and the stated rate stay where customers enter. Raises ValueError where nothing stands
    in front of the slot, or nothing behind.
    """
    whole = graph.element(stage)
    grid = plan(graph, unscored=True)
    column = next((c for c in grid.columns if c.stage is not None and c.stage.id == stage), None)
    if not isinstance(whole, Stage) or column is None or not 0 < slot < column.slots:
        raise ValueError("nothing stands in front of this place")
    draft = Draft(graph)
    everyone = graph.stages()
    at = [each.id for each in everyone].index(stage)
    before = everyone[at + 1].id if at + 1 < len(everyone) else ""
    (rank,) = ranks(draft, everyone, before, 1)
    new = draft.make("stage", title=_second(whole.title), rank=rank, archetype=whole.archetype).id
    slots = _slots(grid)
    moved = {id_ for id_, place in slots.items() if column.first + slot <= place < column.end}
    there = homes(graph)
    moved |= {id_ for id_ in _unseen_with(graph, moved, slots) if there[id_] == stage}
    _move(draft, stage, new, moved)
    _chain(draft, stage, new)
    halves = {id_: new if id_ in moved else home for id_, home in there.items()}
    # Who is tied to one half and to other stages stands in the half to which it is tied.
    other = {stage: new, new: stage}
    astray = [id_ for id_ in keep_homes(draft, halves) if halves[id_] in other]
    keep_homes(draft, {id_: other[str(halves[id_])] for id_ in astray})
    return draft.change(), new


def _slots(grid: Grid) -> dict[RecordId, int]:
    """Return the slot of everything that stands on the map."""
    found = {id_: slot for id_, (_, slot) in grid.slot_of.items()}
    for scored in grid.emotions.values():
        found.update({emotion.id: slot for slot, emotion in scored})
    return found


def _unseen_with(
    graph: JourneyGraph, moved: set[RecordId], slots: dict[RecordId, int]
) -> set[RecordId]:
    """Return the cards that no lane shows and that are tied to one that moves."""
    return {
        tie.source
        for id_ in moved
        for tie in graph.incoming(id_)
        if tie.kind in ("at", "supports") and tie.source not in slots
    }


def _move(draft: Draft, stage: RecordId, new: RecordId, moved: set[RecordId]) -> None:
    """Put cards into the new stage, with the ties that keep them in the old one."""
    graph = draft.graph
    for id_ in moved:
        if getattr(graph.element(id_), "stage", None) == stage:
            draft.set(id_, stage=new)
        for tie in graph.outgoing(id_, "at"):
            if tie.target == stage:
                draft.put(tie.replaced(target=new))


def _chain(draft: Draft, stage: RecordId, new: RecordId) -> None:
    """Let the ways that left the stage leave the new one, and one way lead there.

    Where the map draws no ways between stages, their order goes on saying it. A way from the
    stage to itself is one of its own.
    """
    graph = draft.graph
    out = [tie for tie in graph.outgoing(stage, "follows") if tie.target != stage]
    into = [tie for tie in graph.incoming(stage, "follows") if tie.source != stage]
    for tie in out:
        draft.put(tie.replaced(source=new))
    if out or into:
        draft.tie("follows", stage, new)


def _second(title: str) -> str:
    """Return the title of the second half, to be written over."""
    return f"{title} 2" if title.strip() else ""
