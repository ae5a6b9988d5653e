"""Error messages for files that cannot be read or written, in the window's language."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from journeyeditor.app.dialogs import FileKind
from journeyeditor.extensions import ExtensionError
from journeyeditor.files.document import NEW_SUFFIX, SUFFIXES, stem_of
from journeyeditor.files.errors import Cause, FileError, JournalError, WriteError
from journeyeditor.files.fingerprint import MissingError, StaleError
from journeyeditor.files.locks import LockedError
from journeyeditor.i18n import N_, Texts

if TYPE_CHECKING:
    from journeyeditor.editing.document import Document

#: `ExtensionError.SENTENCE`, which is below the catalogues.
_FAILED = N_("the extension {name} of {package} failed ({reason}); ask its author")
#: Why something could not be written, as part of a sentence, and what to do about it.
CAUSES = {
    Cause.FULL: (
        N_("the disk is full"),
        N_("The disk is full. Free up space or choose another location."),
    ),
    Cause.FORBIDDEN: (
        N_("you do not have permission to write there"),
        N_("You do not have permission to write there. Choose another location."),
    ),
    Cause.MISSING: (
        N_("the folder is missing"),
        N_("The folder is missing. Reconnect the disk or choose another location."),
    ),
    Cause.NO_FOLDER: (
        N_("the folder is missing"),
        N_("The folder is missing. Reconnect the disk or choose another location."),
    ),
    Cause.LONG_NAME: (
        N_("the name is too long"),
        N_("The name is too long. Choose a shorter one."),
    ),
    Cause.TOO_LARGE: (
        N_("the file is too large for the disk"),
        N_("The file is too large for the disk. Choose another location."),
    ),
}
#: Warnings by urgency, and the message shown once each is resolved.
WARNINGS = {
    "journal": (
        N_("Crash recovery is off: {reason}. Save the map now."),
        N_("All changes are protected against a crash again."),
    ),
    "save": (N_("The last save failed: {reason}."), ""),
    "backup": (N_("Saved without a backup: {reason}."), N_("Backups are kept again.")),
    "settings": (N_("Settings are not saved: {reason}."), N_("Settings are saved again.")),
}
SLOW = N_(
    "The disk is slow. Changes of the last {seconds} s are not protected against a crash yet."
)


class StatusWarning(NamedTuple):
    """What the status bar warns of: `words` while the condition lasts, `over` once when it has ended.

    `topic` identifies the condition, whatever its text.
    """

    topic: str
    words: str
    over: str = ""


def warnings(
    texts: Texts, document: Document | None, settings_error: FileError | None
) -> list[StatusWarning]:
    return [*_slow(texts, document), *_failing(texts, document, settings_error)]


def _slow(texts: Texts, document: Document | None) -> list[StatusWarning]:
    """Warn that changes are not on disk yet, unless the reason is known."""
    if document is None or not document.is_journal_late or document.journal_error is not None:
        return []
    seconds = texts.number(int(document.journal_delay))
    return [
        StatusWarning("journal", texts(SLOW).format(seconds=seconds), texts(WARNINGS["journal"][1]))
    ]


def _failing(
    texts: Texts, document: Document | None, settings_error: FileError | None
) -> list[StatusWarning]:
    errors = {"settings": settings_error}
    if document is not None:
        errors["journal"] = document.journal_error
        errors["save"] = document.save_error
        errors["backup"] = document.backup_error
    warnings = []
    for topic, (words, over) in WARNINGS.items():
        if error := errors.get(topic):
            # A successful save makes up for a missing journal.
            is_made_up = topic == "journal" and document is not None and not document.is_dirty
            sentence = texts(words).format(reason=reason_words(texts, error))
            says_over = over and not is_made_up
            warnings.append(StatusWarning(topic, sentence, texts(over) if says_over else ""))
    return warnings


def reason_words(texts: Texts, error: FileError) -> str:
    """Why something could not be written, as part of a sentence."""
    if isinstance(error, StaleError):
        return texts("another program changed the file")
    if isinstance(error, MissingError):
        return texts("the file is gone")
    if isinstance(error, WriteError | JournalError):
        return texts(CAUSES[error.cause][0]) if error.cause in CAUSES else error.reason
    return error.fault_words(texts)


def advice_words(texts: Texts, error: FileError) -> str:
    """Why something could not be written, and what to do about it."""
    if not isinstance(error, WriteError):
        return error.sentence(texts)
    if error.cause in CAUSES:
        return texts(CAUSES[error.cause][1])
    words = texts("The disk reported an error ({reason}). Choose another location.")
    return words.format(reason=error.reason)


def error_words(texts: Texts, error: FileError) -> str:
    if isinstance(error, LockedError):
        return lock_message(texts, error)
    if isinstance(error, WriteError):
        words = texts("Could not save “{name}”.").format(name=display_name(Path(error.name)))
        return f"{words} {advice_words(texts, error)}"
    if isinstance(error, JournalError):
        words = texts("Crash recovery is off: {reason}. Save the map now.")
        return words.format(reason=reason_words(texts, error))
    return error.sentence(texts)


def lock_message(texts: Texts, error: LockedError) -> str:
    name, holder = display_name(error.path), error.holder
    if holder is not None and not holder.is_this_machine:
        words = texts("“{name}” is open on another computer ({host}).")
        return words.format(name=name, host=holder.host)
    return texts("“{name}” is open in another window.").format(name=name)


def display_name(path: Path) -> str:
    return stem_of(path.name)


def kinds(texts: Texts) -> tuple[FileKind, ...]:
    suffixes = sorted(SUFFIXES, key=lambda suffix: suffix != NEW_SUFFIX)
    endings = (*(suffix.lstrip(".") for suffix in suffixes), "json")
    return (FileKind(texts("Journey map"), endings),)


def extension_words(texts: Texts, error: ExtensionError) -> str:
    """What an extension that failed is said to have done, without a full stop."""
    return texts(_FAILED).format(**error.parts)
