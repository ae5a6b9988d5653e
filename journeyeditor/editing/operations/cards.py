"""Operations on elements: adding, moving, connecting, duplicating, deleting."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from journeyeditor.editing import undo_labels
from journeyeditor.editing.changes import (
    lanes,
    neighbours,
    pasting,
    placing,
    relations,
    removing,
    scores,
    stages,
)
from journeyeditor.editing.changes.draft import Draft
from journeyeditor.editing.changes.fields import check_values
from journeyeditor.editing.changes.order import row
from journeyeditor.editing.changes.placing import DropTarget
from journeyeditor.editing.changes.relations import (
    RelationEnd,
    anchor_of,
    column_stage_of,
    placing_relation,
)
from journeyeditor.editing.errors import FieldError
from journeyeditor.editing.session import Session
from journeyeditor.i18n import N_
from journeyeditor.model import JourneyGraph, RecordId
from journeyeditor.vocabulary import KINDS, MOMENTS, Stage, info_of

#: Kinds in a row of their own, without a cell.
_ROWS = ("stage", "persona")


def add(
    session: Session,
    kind: str,
    target: DropTarget | None = None,
    *,
    select: bool = True,
    **fields: Any,
) -> RecordId:
    """Add an element at a target (None: near the selection) and return its id.

    Stages and personas go in front of `target.before`. Text typed into the title next, with
    `set_field(…, "title", …, typing=True)`, belongs to the same step of undo. Raises FieldError.
    """
    session.prepare_write()
    draft = Draft(session.graph)
    (id_,) = _create(session, draft, kind, [fields], target)
    label = undo_labels.label_of_kind(N_("Add {thing}"), kind)
    session.commit(label, draft.change(), merge_key=title_merge_key(id_))
    if select:
        session.selection.set([id_])
    return id_


def add_many(
    session: Session,
    kind: str,
    rows: Sequence[Mapping[str, Any]],
    target: DropTarget | None = None,
) -> list[RecordId]:
    """Make an element with each row of fields, in this order, select them and return their ids."""
    session.prepare_write()
    draft = Draft(session.graph)
    ids = _create(session, draft, kind, rows, target)
    label = undo_labels.label_of_kind(N_("Add {thing}"), kind, len(ids))
    session.commit(label, draft.change())
    session.selection.set(ids)
    return ids


def embedded_pictures(graph: JourneyGraph) -> frozenset[str]:
    """Return the pictures of a map, as `data:` URLs; they count against the bounds of its file."""
    kinds = (cls.model_fields["kind"].default for cls in KINDS if "image" in cls.model_fields)
    images = {element.image for kind in kinds for element in graph.elements(kind)}
    return frozenset({*images, info_of(graph).brand.logo} - {""})


def default_target(session: Session, kind: str) -> DropTarget:
    """Return the target of a new element: near the selection, else in the first stage."""
    graph = session.graph
    primary = session.selection.primary
    if not graph.has_element(primary):
        first = next(iter(graph.stages()), None)
        return DropTarget(first.id if first is not None and kind not in _ROWS else None)
    chosen = graph.element(primary)
    if kind in _ROWS:
        return DropTarget(before=_behind(session, kind, primary))
    if isinstance(chosen, Stage):
        return DropTarget(chosen.id)
    if not placing.is_card(chosen):
        return DropTarget(next((stage.id for stage in graph.stages()), None))
    anchor = primary if placing_relation(kind, chosen.kind) else anchor_of(graph, chosen)
    stage, lane = column_stage_of(graph, chosen), chosen.lane
    if chosen.kind != kind:
        return DropTarget(stage, None, "", anchor)
    siblings = [each.id for each in row(graph, kind, stage)]
    place = siblings.index(primary) + 1 if primary in siblings else len(siblings)
    anchor = "" if kind in MOMENTS else anchor
    return DropTarget(stage, lane, siblings[place] if place < len(siblings) else "", anchor)


def move(session: Session, ids: Iterable[RecordId], target: DropTarget) -> None:
    """Move cards to a target; see `changes.placing.move`."""
    session.prepare_write()
    ids = list(ids)
    change = placing.move(session.graph, ids, target)
    session.commit(undo_labels.label(N_("Move {thing}"), session.graph, ids), change)


def move_notes(session: Session, places: Mapping[RecordId, tuple[float, float]]) -> None:
    """Put free notes at places in map units; notes of the grid become free ones."""
    session.prepare_write()
    draft = Draft(session.graph)
    for id_, (x, y) in places.items():
        draft.set(id_, position=(round(x, 1), round(y, 1)))
    label = undo_labels.label(N_("Move {thing}"), session.graph, list(places))
    session.commit(label, draft.change())


def nudge(session: Session, ids: Iterable[RecordId], direction: str) -> None:
    """Move elements one place: "left", "right", "up" or "down"; those at the edge stay."""
    session.prepare_write()
    wanted = [id_ for id_ in dict.fromkeys(ids) if session.graph.has_element(id_)]
    ordered = [card.id for card in placing.in_order(session.graph, wanted)]
    ordered += [id_ for id_ in wanted if id_ not in ordered]
    if direction in ("right", "down"):
        ordered.reverse()
    label = undo_labels.label(N_("Move {thing}"), session.graph, ordered)
    with session.transaction(label) as transaction:
        for id_ in ordered:
            change = neighbours.nudge(session.graph, session.layout, id_, direction)
            if change:
                transaction.write(change)


def delete(session: Session, ids: Iterable[RecordId]) -> None:
    """Take elements and relations out; cards of a deleted stage stay, in no stage."""
    session.prepare_write()
    ids = list(ids)
    removal = removing.delete(session.graph, ids)
    session.commit(undo_labels.label(N_("Delete {thing}"), session.graph, ids), removal.change)
    if removal.unplaced:
        session.announced.emit(undo_labels.unplaced(removal.unplaced, session.texts))


def discard(session: Session, id_: RecordId) -> None:
    """Remove an element that was just added; if nothing was changed since, it leaves no undo step."""
    session.prepare_write()
    made = session.transactions.history.last
    if made is not None and made.merge_key == title_merge_key(id_):
        change = made.change.inverted()
    else:
        change = removing.delete(session.graph, [id_]).change
    label = undo_labels.label(N_("Delete {thing}"), session.graph, [id_])
    session.commit(label, change, merge_key=title_merge_key(id_))


def duplicate(session: Session, ids: Iterable[RecordId]) -> list[RecordId]:
    """Copy elements beside themselves, select the copies and return their ids."""
    session.prepare_write()
    ids = list(ids)
    draft = Draft(session.graph)
    copies = pasting.duplicate(draft, ids)
    session.commit(undo_labels.label(N_("Duplicate {thing}"), session.graph, ids), draft.change())
    session.selection.set(copies)
    return copies


def connect(session: Session, source: RecordId, target: RecordId, kind: str = "") -> RecordId:
    """Join two elements and return the relation's id; raises ValueError if it is not permitted.

    A title that is typed next belongs to the same step of undo.
    """
    session.prepare_write()
    draft = Draft(session.graph)
    id_ = relations.connect(draft, source, target, kind)
    label = undo_labels.label(N_("Connect {thing}"), session.graph, [source, target])
    session.commit(label, draft.change(), merge_key=title_merge_key(id_))
    return id_


def reconnect(session: Session, id_: RecordId, end: RelationEnd, element: RecordId) -> None:
    """Move an end of a relation to another element; raises ValueError if it is not permitted."""
    session.prepare_write()
    draft = Draft(session.graph)
    relations.reconnect(draft, id_, end, element)
    session.commit(undo_labels.label(N_("Reconnect {thing}"), session.graph, [id_]), draft.change())


def add_neighbour(session: Session, id_: RecordId, direction: str) -> RecordId:
    """Make a card beside another, joined with it, select it and return its id; "" at the edge."""
    session.prepare_write()
    if not session.graph.has_element(id_):
        return ""
    draft = Draft(session.graph)
    new = neighbours.beside(draft, session.layout, id_, direction)
    made = draft.element(new)
    if made is None:
        return ""
    label = undo_labels.label_of_kind(N_("Add {thing}"), made.kind)
    session.commit(label, draft.change(), merge_key=title_merge_key(new))
    session.selection.set([new])
    return new


def title_merge_key(id_: RecordId) -> str:
    return f"{id_}.title"


def _create(
    session: Session,
    draft: Draft,
    kind: str,
    rows: Sequence[Mapping[str, Any]],
    target: DropTarget | None,
) -> list[RecordId]:
    """Make elements of a kind; raises FieldError."""
    target = default_target(session, kind) if target is None else target
    for fields in rows:
        check_values(session.graph, fields)
    try:
        if kind in _ROWS:
            return stages.insert(draft, kind, rows, target.before)
        if kind == "lane":
            return [lanes.add(draft, target.before, **fields) for fields in rows]
        return placing.add(draft, kind, [_with_defaults(session, kind, f) for f in rows], target)
    except ValidationError as error:
        field = str(error.errors()[0]["loc"][0]) if error.errors()[0]["loc"] else ""
        raise FieldError.of(field, error) from None


def _with_defaults(session: Session, kind: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    if kind != "emotion":
        return dict(fields)
    persona = session.filter.persona or scores.curve_persona(session.graph)
    return {"score": 0, "persona": persona, **fields}


def _behind(session: Session, kind: str, id_: RecordId) -> RecordId:
    """Return the stage or persona behind one, or behind the stage of a card; "" at the end."""
    everyone: Collection[RecordId] = [each.id for each in session.graph.elements(kind)]
    chosen = session.graph.element(id_)
    stage = id_ if chosen.kind == kind else column_stage_of(session.graph, chosen)
    ids = list(everyone)
    return ids[ids.index(stage) + 1] if stage in ids[:-1] else ""
