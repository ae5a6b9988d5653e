"""Operations on elements: adding, moving, connecting, copying, deleting, linking with evidence."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from journeyeditor.editing import undo_labels
from journeyeditor.editing.changes import (
    evidence,
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
from journeyeditor.editing.changes.pasting import enter, is_original, merge_map, paste
from journeyeditor.editing.changes.placing import DropTarget
from journeyeditor.editing.changes.relations import (
    RelationEnd,
    anchor_of,
    column_stage_of,
    placing_relation,
)
from journeyeditor.editing.clipboard.clip import CHOSEN, Clip, clip, is_clip, with_cards
from journeyeditor.editing.clipboard.text import read
from journeyeditor.editing.errors import FieldError, PasteError
from journeyeditor.editing.limits import has_room
from journeyeditor.editing.session import Session
from journeyeditor.files import FileError, parse_map
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
    kinds = (cls.kind_name() for cls in KINDS if "image" in cls.model_fields)
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


def add_evidence(session: Session, cards: Iterable[RecordId] = (), **fields: Any) -> RecordId:
    """Add a record of evidence, link the cards with it, select it, and return its id; raises FieldError.

    A title that is typed next belongs to the same step of undo.
    """
    session.prepare_write()
    try:
        change, (id_,) = evidence.enter(session.graph, [fields], cards)
    except ValidationError as error:
        raise FieldError.of(next(iter(fields), ""), error) from None
    label = undo_labels.label_of_kind(N_("Add {thing}"), "evidence")
    session.commit(label, change, merge_key=title_merge_key(id_))
    session.selection.set([id_])
    return id_


def add_claims(
    session: Session, rows: Iterable[Mapping[str, Any]], cards: Iterable[RecordId] = ()
) -> list[RecordId]:
    """Add several claims as evidence in one step, linked with the cards; return their ids."""
    session.prepare_write()
    change, ids = evidence.enter(session.graph, rows, cards)
    session.commit(undo_labels.label_of_kind(N_("Add {thing}"), "evidence", len(ids)), change)
    return ids


def link_evidence(session: Session, id_: RecordId, cards: Iterable[RecordId]) -> None:
    session.prepare_write()
    label = undo_labels.label(N_("Connect {thing}"), session.graph, [id_])
    session.commit(label, evidence.link(session.graph, id_, cards))


def unlink_evidence(session: Session, id_: RecordId, cards: Iterable[RecordId]) -> None:
    session.prepare_write()
    change = evidence.unlink(session.graph, id_, cards)
    session.commit(
        undo_labels.label(N_("Delete {thing}"), session.graph, list(change.entries)), change
    )


_NOT_OURS = N_("The clipboard contains no map elements that can be pasted.")
_TOO_MUCH = N_("This is too much to paste at once. Paste a smaller part.")


def copy(session: Session, ids: Iterable[RecordId]) -> Clip:
    """Return elements for the clipboard; a stage brings its cards."""
    return clip(session.graph, ids)


def cut(session: Session, ids: Iterable[RecordId]) -> Clip:
    """Return elements for the clipboard and take them, stages with their cards, off the map."""
    session.prepare_write()
    ids = list(ids)
    copied = clip(session.graph, ids)
    label = undo_labels.label(N_("Cut {thing}"), session.graph, ids)
    change = removing.delete(session.graph, [*with_cards(session.graph, ids), *ids]).change
    session.commit(label, change)
    return copied


def paste_clip(session: Session, json: str, target: DropTarget | None = None) -> list[RecordId]:
    """Paste what was copied here or in another map, select it, return the new ids.

    Without a target it goes near the selection, or beside the originals. Raises PasteError.
    """
    session.prepare_write()
    source, chosen = _parsed(json)
    graph = session.graph
    _require_room(graph, source)
    selected = session.element(session.selection.primary)
    if target is None and selected is not None and not is_original(selected, source, chosen):
        target = default_target(session, source.element(chosen[0]).kind)
    draft = Draft(graph)
    ids = paste(draft, source, chosen, target)
    label = undo_labels.label(N_("Paste {thing}"), source, chosen)
    session.commit(label, draft.change())
    session.selection.set(ids)
    return ids


def copied_kind(json: str) -> str:
    """Return the kind of the first element that was copied; raises PasteError."""
    source, chosen = _parsed(json)
    return source.element(chosen[0]).kind


def paste_text(
    session: Session, text: str, kind: str, target: DropTarget | None = None
) -> list[RecordId]:
    """Make a card of each line, or of each cell of a table; select them, return their ids.

    Columns and rows of a table may be headed by kinds and stages. The text of a map's file is
    pasted as what it holds. Raises PasteError.
    """
    session.prepare_write()
    if is_clip(text):
        return paste_clip(session, text, target)
    target = default_target(session, kind) if target is None else target
    titles = {stage.title: stage.id for stage in session.graph.stages() if stage.title}
    cards = read(text, kind, titles)
    if not has_room(session.graph, (card.kind for card in cards)):
        raise PasteError(_TOO_MUCH)
    draft = Draft(session.graph)
    ids = enter(draft, cards, target, session.filter.persona)
    kinds = {card.kind for card in cards}
    label = f"{N_('Paste {thing}')}\t{undo_labels.CARDS}"
    if len(kinds) == 1:
        label = undo_labels.label_of_kind(N_("Paste {thing}"), kinds.pop(), len(ids))
    session.commit(label, draft.change())
    session.selection.set(ids)
    return ids


def add_map(session: Session, source: JourneyGraph) -> list[RecordId]:
    """Add another map's elements and return their ids; select them unless they are all there is.

    A map without title and stages gets those of the other one. Raises PasteError.
    """
    session.prepare_write()
    graph = session.graph
    _require_room(graph, source)
    draft = Draft(graph)
    is_whole = not graph.stages() and not any(each.is_card for each in graph.elements())
    ids = merge_map(draft, source)
    own, their = info_of(graph), info_of(source)
    fields = ("title", "note", "goal", "author", "version_label", "funnel")
    if not own.title and not graph.stages():
        given = their.__pydantic_fields_set__
        draft.put(own.replaced(**{name: getattr(their, name) for name in fields if name in given}))
    session.commit(N_("Import journey"), draft.change())
    session.selection.set([] if is_whole else ids)
    return ids


def _require_room(graph: JourneyGraph, source: JourneyGraph) -> None:
    if not has_room(graph, (each.kind for each in source.elements()), len(source.relations())):
        raise PasteError(_TOO_MUCH)


def _parsed(json: str) -> tuple[JourneyGraph, list[RecordId]]:
    """Return the map of a clipboard's file and what of it was chosen; raises PasteError."""
    try:
        source = parse_map(json.encode("utf-8", "replace"), "clipboard")
    except FileError as error:
        raise PasteError(_NOT_OURS, str(error)) from None
    own = info_of(source).top_extras or {}
    named = own.get(CHOSEN)
    ids = [id_ for id_ in named if isinstance(id_, str)] if isinstance(named, list) else []
    chosen = [id_ for id_ in dict.fromkeys(ids) if source.has_element(id_)]
    chosen = chosen or [element.id for element in source.elements()]
    if not chosen:
        raise PasteError(_NOT_OURS)
    return source, chosen
