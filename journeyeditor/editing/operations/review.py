"""Verbs on what the review remarks: mended with one click, or set aside with a reason."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from journeyeditor.editing.changes.quick_fixes import Mended, mend_of, mended
from journeyeditor.editing.operations.cards import claim, title_step
from journeyeditor.editing.session import Session
from journeyeditor.i18n import N_
from journeyeditor.insight.review import Finding
from journeyeditor.insight.review.dismissals import with_aside, without_aside
from journeyeditor.model import MAP_ID, Change
from journeyeditor.vocabulary import SetAside


def mend(session: Session, remark: Finding, today: datetime.date | None = None) -> Mended | None:
    """Mend what a remark says, in one step; return what was done, None if nothing can be.

    Text typed into what was made belongs to the same step of undo. Where a field has to be
    written, nothing is changed and the field is named.
    """
    claim(session)
    found = mended(session.graph, remark, today or datetime.date.today())
    offer = mend_of(session.graph, remark)
    if found is not None and offer is not None and found.change:
        is_new = found.focus and session.graph.record(found.focus) is None
        session.commit(
            offer.words, found.change, merge_key=title_step(found.focus) if is_new else ""
        )
    return found


def set_aside(session: Session, remarks: Iterable[Finding], reason: str) -> None:
    """Set remarks aside, with a reason that the file keeps."""
    aside = with_aside(session.info, remarks, reason)
    _keep(session, N_("Dismiss issue"), aside)


def bring_back(session: Session, remarks: Iterable[Finding]) -> None:
    """Have remarks told again that were set aside."""
    _keep(session, N_("Restore issue"), without_aside(session.info, remarks))


def _keep(session: Session, label: str, aside: tuple[SetAside, ...]) -> None:
    """Write what is set aside."""
    claim(session)
    if aside == session.info.set_aside:
        return
    before = session.info
    session.commit(label, Change({MAP_ID: (before, before.replaced(set_aside=aside))}))
