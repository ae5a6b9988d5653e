"""Crash recovery: the offer at the start, and the report of what could not be recovered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from journeyeditor.app.dialogs import CANCEL, Choice, Dialogs, FileKind
from journeyeditor.files.errors import FileError
from journeyeditor.i18n import Texts

if TYPE_CHECKING:
    from journeyeditor.files.journal.recovery import RecoverableJournal, Recovered

RECOVER, DISCARD, SHOW, COPY = "recover", "discard", "show", "copy"
#: The most missing texts shown, and the most characters of each.
MAX_TEXTS, MAX_LETTERS = 5, 80


def may_have_leftovers(folder: Path) -> bool:
    """Cheap check whether a store's folder may contain journals to recover."""
    return any((folder / "journals").glob("*.jsonl"))


def offer(
    recoverable_journals: Sequence[RecoverableJournal],
    dialogs: Dialogs,
    texts: Texts,
    recover: Callable[[RecoverableJournal], bool],
) -> int:
    """Ask for each journal what to do with it; returns how many were recovered.

    `recover` shows the map, the first in this window and others in their own, and returns whether it
    could. Postponed journals are offered again at the next start.
    """
    count = 0
    for journal in recoverable_journals:
        if journal.fault is not None:
            _report_fault(journal, journal.fault, dialogs, texts)
            continue
        answer = _asked(journal, dialogs, texts)
        if answer == RECOVER and recover(journal):
            count += 1
        elif answer == DISCARD:
            journal.discard()
        else:
            journal.release()
    return count


def report(journal: RecoverableJournal, dialogs: Dialogs, texts: Texts) -> None:
    """Report what of a journal was recovered and what was not, and ask what to do with its file."""
    try:
        found = journal.recovered()
    except FileError as error:
        _report_fault(journal, error, dialogs, texts)
        return
    question = texts("Recovered {done} of {count} changes to “{name}”.").format(
        done=texts.number(found.total - found.lost),
        count=texts.number(found.total),
        name=_name(journal, texts),
    )
    notice = texts("The recovery journal is kept in {folder} until you delete it.")
    lines = [*_losses(found, texts), *_missing(found, texts)]
    lines.append(notice.format(folder=journal.file.parent))
    text = "\n".join((question, *lines, "", *_words(found)))
    _ask_about_file(journal, dialogs, texts, (question, "\n".join(lines)), text)


def _report_fault(
    journal: RecoverableJournal, fault: FileError, dialogs: Dialogs, texts: Texts
) -> None:
    question = texts(
        "Journey Editor quit unexpectedly, and the recovery journal of “{name}” is damaged."
    )
    question = question.format(name=_name(journal, texts))
    words = fault.sentence(texts)
    _ask_about_file(journal, dialogs, texts, (question, words), f"{question}\n{words}\n")


def _asked(journal: RecoverableJournal, dialogs: Dialogs, texts: Texts) -> str:
    changed = journal.changed.astimezone()
    when = f"{texts.date(changed.date())}, {changed:%H:%M}"
    if journal.count:
        detail = texts.plural(
            "One unsaved change, made on {when}.",
            "{count} unsaved changes, the last one made on {when}.",
            journal.count,
        ).format(count=texts.number(journal.count), when=when)
    else:  # imported or recovered, and not edited since
        detail = texts("This version of the map, from {when}, has not been saved to a file.")
        detail = detail.format(when=when)
    if not journal.is_whole:
        detail += "\n" + texts(
            "Part of the recovery journal is damaged. Everything else can be recovered."
        )
    return dialogs.choose(
        texts("Journey Editor quit unexpectedly. Recover your changes to “{name}”?").format(
            name=_name(journal, texts)
        ),
        (
            Choice(RECOVER, texts("Recover"), "primary"),
            Choice(CANCEL, texts("Not now")),
            Choice(DISCARD, texts("Discard changes"), "danger"),
        ),
        detail,
    )


def _ask_about_file(
    journal: RecoverableJournal,
    dialogs: Dialogs,
    texts: Texts,
    words: tuple[str, str],
    report_text: str,
) -> None:
    choices = (
        Choice(CANCEL, texts("Keep journal"), "primary"),
        Choice(SHOW, texts("Show in folder")),
        Choice(COPY, texts("Save a copy…")),
        Choice(DISCARD, texts("Delete journal"), "danger"),
    )
    while answer := dialogs.choose(words[0], choices, words[1]):
        if answer == DISCARD:
            journal.discard()
            return
        if answer == SHOW:
            dialogs.show_folder(journal.file.parent)
        elif answer == COPY:
            _save_copy(journal, dialogs, texts, report_text)
    journal.release()


def _save_copy(
    journal: RecoverableJournal, dialogs: Dialogs, texts: Texts, report_text: str
) -> None:
    kinds = (FileKind(texts("ZIP archive"), ("zip",)),)
    name = texts("{name} (recovery)").format(name=_name(journal, texts))
    chosen = dialogs.save_file("".join(c for c in name if c not in '/\\:*?"<>|'), kinds)
    if chosen:
        try:
            journal.save_copy(Path(chosen), report_text)
        except FileError as error:
            dialogs.message(error.sentence(texts), severity="error")


def _losses(recovered: Recovered, texts: Texts) -> list[str]:
    from journeyeditor.files.journal.replay import Reason

    damaged = sum(loss.lost for loss in recovered.losses if loss.reason is Reason.DAMAGED)
    unfit = recovered.lost - damaged
    sentences = (
        texts.plural(
            "One change is damaged and cannot be read.",
            "{count} changes are damaged and cannot be read.",
            damaged,
        ),
        texts.plural(
            "One change cannot be applied, because it builds on a change that is lost.",
            "{count} changes cannot be applied, because they build on a change that is lost.",
            unfit,
        ),
        texts.plural(
            "One connection to a missing card was removed.",
            "{count} connections to missing cards were removed.",
            recovered.detached,
        ),
    )
    counts = (damaged, unfit, recovered.detached)
    return [
        sentence.format(count=texts.number(count))
        for sentence, count in zip(sentences, counts, strict=True)
        if count
    ]


def _missing(recovered: Recovered, texts: Texts) -> list[str]:
    """A line with texts that may be missing from the map, empty if there are none."""
    words = [texts("“{words}”").format(words=_short(text)) for text in _words(recovered)]
    if not words:
        return []
    shown = ", ".join(words[:MAX_TEXTS]) + (" …" if len(words) > MAX_TEXTS else "")
    return [texts("Text that may be missing: {words}").format(words=shown)]


def _words(recovered: Recovered) -> list[str]:
    return list(dict.fromkeys(text for loss in recovered.losses for text in loss.texts))


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= MAX_LETTERS else f"{words[: MAX_LETTERS - 1]}…"


def _name(journal: RecoverableJournal, texts: Texts) -> str:
    if journal.path is not None:
        return journal.path.name
    return " ".join(journal.title.split()) or texts("Untitled map")
