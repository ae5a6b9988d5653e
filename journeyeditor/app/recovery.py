"""What is asked at the start when the program ended unexpectedly the time before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from journeyeditor.app.dialogs import CANCEL, Choice, Dialogs
from journeyeditor.i18n import Texts

if TYPE_CHECKING:
    from journeyeditor.files.journal.recovery import RecoverableJournal

RECOVER, DISCARD = "recover", "discard"


def may_have_leftovers(folder: Path) -> bool:
    """Tell at no cost whether it is worth to look for what a crash left behind, in a store's folder."""
    return any((folder / "journals").glob("*.jsonl"))


def offer(
    recoverable_journals: Sequence[RecoverableJournal],
    dialogs: Dialogs,
    texts: Texts,
    recover: Callable[[RecoverableJournal], bool],
) -> int:
    """Ask of each journal what becomes of it; return how many were recovered.

    `recover` shows the map, the first in this window and others in windows of their own, and
    tells whether it could. What is left for later is offered again at the next start.
    """
    count = 0
    for leftover in recoverable_journals:
        if leftover.fault is not None:
            _tell_damaged(leftover, dialogs, texts)
            continue
        answer = _asked(leftover, dialogs, texts)
        if answer == RECOVER and recover(leftover):
            count += 1
        elif answer == DISCARD:
            leftover.discard()
        else:
            leftover.release()
    return count


def _asked(leftover: RecoverableJournal, dialogs: Dialogs, texts: Texts) -> str:
    """Ask what becomes of a journal."""
    changed = leftover.changed.astimezone()
    when = f"{texts.date(changed.date())}, {changed:%H:%M}"
    detail = texts.plural(
        "One unsaved change, made on {when}.",
        "{count} unsaved changes, the last one made on {when}.",
        leftover.count,
    ).format(count=texts.number(leftover.count), when=when)
    if not leftover.is_whole:
        detail += "\n" + texts(
            "The end of the recovery journal is damaged. Everything before it is intact."
        )
    return dialogs.choose(
        texts("Journey Editor quit unexpectedly. Recover your changes to “{name}”?").format(
            name=_name(leftover, texts)
        ),
        (
            Choice(RECOVER, texts("Recover"), "primary"),
            Choice(CANCEL, texts("Not now")),
            Choice(DISCARD, texts("Discard changes"), "danger"),
        ),
        detail,
    )


def _tell_damaged(leftover: RecoverableJournal, dialogs: Dialogs, texts: Texts) -> None:
    """Ask what becomes of a journal from which nothing can be had."""
    answer = dialogs.choose(
        texts(
            "Journey Editor quit unexpectedly, and the recovery journal of “{name}” is damaged."
        ).format(name=_name(leftover, texts)),
        (
            Choice(CANCEL, texts("Keep journal"), "primary"),
            Choice(DISCARD, texts("Delete journal"), "danger"),
        ),
        str(leftover.fault),
    )
    if answer == DISCARD:
        leftover.discard()
    else:
        leftover.release()


def _name(leftover: RecoverableJournal, texts: Texts) -> str:
    """Return how a person calls the map of a journal."""
    if leftover.path is not None:
        return leftover.path.name
    return " ".join(leftover.title.split()) or texts("Untitled map")
