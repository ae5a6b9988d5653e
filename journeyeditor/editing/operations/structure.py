"""Operations on the grid: stages with their funnel, personas and lanes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from journeyeditor.editing import undo_labels
from journeyeditor.editing.changes import funnel, lanes, pasting, stages
from journeyeditor.editing.changes.draft import Draft
from journeyeditor.editing.changes.fields import check_values, set_value
from journeyeditor.editing.changes.funnel import FunnelEntry
from journeyeditor.editing.errors import FieldError
from journeyeditor.editing.session import Session
from journeyeditor.i18n import N_
from journeyeditor.model import RecordId
from journeyeditor.vocabulary import Lane, Stage


def move_stages(session: Session, ids: Iterable[RecordId], before: RecordId) -> None:
    """Put stages in front of another, "" for the end; they keep their order."""
    _reorder(session, "stage", ids, before)


def duplicate_stages(session: Session, ids: Iterable[RecordId], before: RecordId) -> list[RecordId]:
    """Put copies of stages with their cards in front of another stage, "" for the end.

    Select them and return their ids.
    """
    ids = list(ids)
    label = undo_labels.label_of_kind(N_("Duplicate {thing}"), "stage", len(ids))
    with session.transaction(label) as transaction:
        draft = Draft(session.graph)
        made = pasting.duplicate(draft, ids)
        transaction.write(draft.change())
        copies = [id_ for id_ in made if isinstance(session.graph.element(id_), Stage)]
        transaction.write(stages.reorder(session.graph, "stage", copies, before))
    session.selection.set(copies)
    return copies


def move_personas(session: Session, ids: Iterable[RecordId], before: RecordId) -> None:
    """Put personas in front of another, "" for the end; they keep their order."""
    _reorder(session, "persona", ids, before)


def add_lane(session: Session, title: str, kinds: Sequence[str] = (), before: str = "") -> RecordId:
    """Make a lane in front of a row ("": below all) and return its id; raises FieldError."""
    session.prepare_write()
    draft = Draft(session.graph)
    check_values(session.graph, {"title": title, "kinds": tuple(kinds)})
    id_ = lanes.add(draft, before, title=title, kinds=tuple(kinds))
    label = undo_labels.label_of_kind(N_("Add {thing}"), "lane")
    session.commit(label, draft.change(), merge_key=f"{id_}.title")
    return id_


def move_lane(session: Session, key: str, before_key: str) -> None:
    """Put a row in front of another, "" for the end; keys are those of `LaneSpec`."""
    session.prepare_write()
    draft = Draft(session.graph)
    lanes.move(draft, key, before_key)
    session.commit(undo_labels.label_of_kind(N_("Move {thing}"), "lane"), draft.change())


def set_lane(session: Session, key: str, *, typing: bool = False, **fields: Any) -> RecordId:
    """Give a row's lane other values and return its id; raises FieldError.

    A kind's own lane becomes a record by it, and so do all others that are shown.
    """
    session.prepare_write()
    draft = Draft(session.graph)
    id_, rows = lanes.as_record(draft, key)
    if not id_:
        raise FieldError("lane", N_("This element is no longer on the map. Choose another one."))
    for field, value in fields.items():
        set_value(draft, id_, field, value)
    if "visible" in fields:
        lanes.keep_cards(draft, rows)
    field = next(iter(fields), "")
    label = undo_labels.label_of_kind(N_("Edit {thing}"), "lane")
    session.commit(label, draft.change(), merge_key=f"{id_}.{field}" if typing else "")
    return id_


def show_lane(session: Session, kind: str) -> None:
    """Show the lane of a kind if it is hidden or collapsed."""
    specs = [lane.spec for lane in session.layout.lanes]
    if any(kind in spec.kinds and not spec.collapsed for spec in specs):
        return
    hidden = [
        lane.id
        for lane in session.graph.lanes()
        if isinstance(lane, Lane) and kind in lane.kinds and (lane.collapsed or not lane.visible)
    ]
    if hidden:
        set_lane(session, hidden[0], visible=True, collapsed=False)


def _reorder(session: Session, kind: str, ids: Iterable[RecordId], before: RecordId) -> None:
    session.prepare_write()
    ids = list(ids)
    change = stages.reorder(session.graph, kind, ids, before)
    session.commit(undo_labels.label_of_kind(N_("Move {thing}"), kind, len(ids)), change)


def merge_stages(session: Session, ids: Iterable[RecordId]) -> RecordId:
    """Make one stage of neighbours, select it and return its id; "" if they are no neighbours."""
    session.prepare_write()
    run = stages.neighbours(session.graph, ids)
    if not run:
        return ""
    session.commit(N_("Merge stages"), stages.merge(session.graph, run))
    session.selection.set(run[:1])
    return run[0]


def split_stage(session: Session, card: RecordId) -> RecordId:
    """Split a card's stage in front of it, select the new stage and return its id.

    "" where nothing stands in front of the card in its stage.
    """
    session.prepare_write()
    stage, slot = stages.slot_of(session.graph, card)
    if not stage or not slot:
        return ""
    change, new = stages.split(session.graph, stage, slot)
    session.commit(N_("Split stage here"), change)
    session.selection.set([new])
    return new


def apply_stage_model(
    session: Session, model: Sequence[Stage], routes: Mapping[RecordId, int]
) -> None:
    """Give the map the stages of a model; see `operations.stages.apply_model`."""
    session.prepare_write()
    change = stages.apply_model(session.graph, model, routes)
    session.commit(N_("Change stage model"), change)


def enter_funnel(
    session: Session, entries: Sequence[FunnelEntry], convention: str = ""
) -> list[RecordId]:
    """Give stages, new ones too, their counts and stated rates in one step; return their ids.

    Raises FieldError and changes nothing.
    """
    session.prepare_write()
    change, ids = funnel.enter(session.graph, entries, convention)
    session.commit(N_("Import funnel table"), change)
    session.selection.set(ids)
    return ids


def apply_what_if(session: Session, counts: Mapping[RecordId, float]) -> None:
    """Make the counts of a what-if those of the map, in one step; raises FieldError."""
    session.prepare_write()
    session.commit(N_("Apply what-if scenario"), funnel.accept(session.graph, counts))
