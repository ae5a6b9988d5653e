"""Operations on findings: applying a quick fix, dismissing and restoring."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from journeyeditor.editing.changes.draft import Draft
from journeyeditor.editing.changes.quick_fixes import FixResult, fix_result, quick_fix_for
from journeyeditor.editing.operations.cards import title_merge_key
from journeyeditor.editing.session import Session
from journeyeditor.i18n import N_
from journeyeditor.insight.review import Finding
from journeyeditor.insight.review.findings import with_dismissals, without_dismissals
from journeyeditor.vocabulary import Dismissal


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
