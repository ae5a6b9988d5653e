"""Operations on values: fields, scores, the map's own attributes, and what the review finds in them."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from journeyeditor.editing import undo_labels
from journeyeditor.editing.changes import fields as field_changes
from journeyeditor.editing.changes import placing, scores
from journeyeditor.editing.changes.draft import Draft
from journeyeditor.editing.changes.placing import DropTarget
from journeyeditor.editing.changes.quick_fixes import FixResult, fix_result, quick_fix_for
from journeyeditor.editing.changes.relations import column_stage_of
from journeyeditor.editing.changes.scores import Moment, rounded
from journeyeditor.editing.operations.cards import title_merge_key
from journeyeditor.editing.search import Hit, replaced
from journeyeditor.editing.session import Session
from journeyeditor.i18n import N_
from journeyeditor.insight.priorities import grades_by_votes
from journeyeditor.insight.review import Finding
from journeyeditor.insight.review.findings import with_dismissals, without_dismissals
from journeyeditor.model import Change, RecordId
from journeyeditor.vocabulary import Dismissal


def set_field(
    session: Session, ids: Iterable[RecordId], field: str, value: Any, *, typing: bool = False
) -> None:
    """Give a field of elements or relations a value; raises FieldError and changes nothing.

    While `typing`, all values of the same field of the same records are one step of undo. A card
    that is given a stage moves there.
    """
    session.prepare_write()
    ids = list(dict.fromkeys(ids))
    change = field_changes.set_field(session.graph, ids, field, value)
    if field == "stage":
        change = _to_stage(session, ids, value)
    first = next((record for record in map(session.graph.record, ids) if record is not None), None)
    label = undo_labels.label_of_field(N_("Edit {thing}"), type(first), field)
    session.commit(label, change, merge_key=_typing_key(session, ids, field) if typing else "")


def set_info(session: Session, field: str, value: Any, typing: bool = False) -> None:
    """Give the map's own field ("title", "brand.colour") a value; raises FieldError."""
    session.prepare_write()
    change = field_changes.set_info(session.graph, field, value)
    session.commit(N_("Edit map properties"), change, merge_key=f"@map.{field}" if typing else "")


def set_score(session: Session, id_: RecordId, score: float, *, typing: bool = False) -> None:
    """Give an emotion a score, kept within −2..2 and rounded to tenths."""
    session.prepare_write()
    draft = Draft(session.graph)
    draft.set(id_, score=rounded(score))
    label = undo_labels.label(N_("Move {thing}"), session.graph, [id_])
    session.commit(
        label, draft.change(), merge_key=_typing_key(session, [id_], "score") if typing else ""
    )


def set_priority(
    session: Session, id_: RecordId, grades: Mapping[str, int | None], *, typing: bool = False
) -> None:
    """Give an element grades, 1 to 5, by the names of their fields; raises FieldError."""
    session.prepare_write()
    draft = Draft(session.graph)
    for field, grade in grades.items():
        field_changes.set_value(draft, id_, field, grade)
    label = undo_labels.label(N_("Move {thing}"), session.graph, [id_])
    key = _typing_key(session, [id_], "priority") if typing else ""
    session.commit(label, draft.change(), merge_key=key)


def grade_by_votes(session: Session, kind: str, field: str) -> int:
    """Set a grade of all elements of a kind by their share of the votes; return how many differ now.

    The rule is that of `grades_by_votes`; their other grade stays what it was.
    """
    session.prepare_write()
    draft = Draft(session.graph)
    for id_, grade in grades_by_votes(session.graph, kind).items():
        field_changes.set_value(draft, id_, field, grade)
    change = draft.change()
    count = len(change.entries)
    session.commit(undo_labels.label_of_kind(N_("Place {thing} by votes"), kind, count), change)
    return count


def draw_curve(
    session: Session, persona: RecordId | None, moments: Mapping[Moment, float]
) -> list[RecordId]:
    """Give a persona's curve its scores at once; emotions are made where there are none yet.

    A moment is a step, a touchpoint, an emotion, or (stage, anchor or ""). Returns their ids.
    """
    session.prepare_write()
    draft = Draft(session.graph)
    ids = scores.draw(draft, persona, moments)
    session.commit(N_("Draw curve"), draft.change())
    return ids


def replace(session: Session, hit: Hit, words: str) -> None:
    """Write other words where something was found; raises FieldError."""
    replace_all(session, [hit], words)


def replace_all(session: Session, hits: Iterable[Hit], words: str) -> int:
    """Write other words wherever something was found, in one step; return in how many places."""
    session.prepare_write()
    change, count = replaced(session.graph, hits, words)
    session.commit(N_("Replace"), change)
    return count


def end_merge(session: Session) -> None:
    """End typing: what is typed next is an undo step of its own."""
    session.transactions.history.end_merge()


def _to_stage(session: Session, ids: Iterable[RecordId], stage: RecordId | None) -> Change:
    graph = session.graph
    cards = [
        card
        for card in placing.in_order(graph, ids)
        if card.stage != stage or column_stage_of(graph, card) != stage
    ]
    change = Change()
    for lane in dict.fromkeys((card.kind, card.lane) for card in cards):
        group = [c.id for c in cards if (c.kind, c.lane) == lane]
        change = change.then(placing.move(graph, group, DropTarget(stage, lane[1])))
    return change


def _typing_key(session: Session, ids: list[RecordId], field: str) -> str:
    """Return the merge key of typing a field: in an element just added, that of adding it."""
    last = session.transactions.history.last
    if last is not None and len(ids) == 1 and last.merge_key == title_merge_key(ids[0]):
        before, _ = last.change.entries.get(ids[0], (None, None))
        if before is None:
            return last.merge_key
    return f"{_named(ids)}.{field}"


def _named(ids: list[RecordId]) -> str:
    """Return a short name for the records that are edited together."""
    if len(ids) == 1:
        return ids[0]
    return hashlib.sha256("\0".join(ids).encode("utf-8", "replace")).hexdigest()[:16]


def apply_fix(
    session: Session, finding: Finding, today: datetime.date | None = None
) -> FixResult | None:
    """Apply a finding's quick fix in one step; return what was done, None if there is none.

    Text typed into what was made belongs to the same step of undo. Where a field has to be
    written, nothing is changed and the field is named.
    """
    session.prepare_write()
    result = fix_result(session.graph, finding, today or datetime.date.today())
    offer = quick_fix_for(session.graph, finding)
    if result is not None and offer is not None and result.change:
        is_new = result.focus and session.graph.record(result.focus) is None
        session.commit(
            offer.label, result.change, merge_key=title_merge_key(result.focus) if is_new else ""
        )
    return result


def dismiss(session: Session, findings: Iterable[Finding], reason: str) -> None:
    dismissed = with_dismissals(session.info, findings, reason)
    _keep(session, N_("Dismiss issue"), dismissed)


def restore(session: Session, findings: Iterable[Finding]) -> None:
    _keep(session, N_("Restore issue"), without_dismissals(session.info, findings))


def _keep(session: Session, label: str, dismissed: tuple[Dismissal, ...]) -> None:
    session.prepare_write()
    if dismissed == session.info.set_aside:
        return
    before = session.info
    draft = Draft(session.graph)
    draft.put(before.replaced(set_aside=dismissed))
    session.commit(label, draft.change())
