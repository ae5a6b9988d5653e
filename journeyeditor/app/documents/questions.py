"""Questions about a document's file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from journeyeditor.app.dialogs import CANCEL, Choice, Dialogs
from journeyeditor.app.file_messages import advice_words, display_name, lock_message
from journeyeditor.files.document import SUFFIX
from journeyeditor.files.errors import FileError
from journeyeditor.files.locks import LockedError
from journeyeditor.i18n import Texts

COPY, MINE, THEIRS, OPEN = "copy", "mine", "theirs", "open"
#: Characters that some system does not allow in file names.
_REFUSED = frozenset('<>:"/\\|?*')


def ask_stale(dialogs: Dialogs, texts: Texts, name: str, *, at_save: bool) -> str:
    """Ask which version of a file to keep: COPY, MINE, THEIRS or CANCEL.

    While saving, the safe answer is a copy; otherwise it is to continue, as nothing is written yet.

    """
    choices = (
        Choice(COPY, texts("Save a copy…"), "primary" if at_save else ""),
        Choice(MINE, texts("Keep my version"), "" if at_save else "primary"),
        Choice(THEIRS, texts("Use the version on disk"), "danger"),
    )
    return dialogs.choose(
        texts("“{name}” was changed on disk by another program.").format(name=name),
        (*choices, Choice(CANCEL, texts("Cancel"))) if at_save else choices,
        texts("The replaced version is kept as a backup."),
    )


def ask_missing(dialogs: Dialogs, texts: Texts, path: Path) -> str:
    """Ask where to save a map whose file is gone: MINE (same path), COPY or CANCEL."""
    again = (Choice(MINE, texts("Save here again"), "primary"),) if path.parent.is_dir() else ()
    return dialogs.choose(
        texts("“{name}” is no longer on disk.").format(name=display_name(path)),
        (
            *again,
            Choice(COPY, texts("Save as…"), "" if again else "primary"),
            Choice(CANCEL, texts("Cancel")),
        ),
        texts("It was moved or deleted, or its disk was disconnected."),
    )


def ask_elsewhere(dialogs: Dialogs, texts: Texts, name: str, error: FileError) -> bool:
    """Report why a map could not be saved; returns whether to save it elsewhere."""
    answer = dialogs.choose(
        texts("Could not save “{name}”.").format(name=name),
        (Choice(COPY, texts("Save as…"), "primary"), Choice(CANCEL, texts("Cancel"))),
        advice_words(texts, error),
    )
    return answer == COPY


def ask_locked(dialogs: Dialogs, texts: Texts, error: LockedError) -> str:
    """Ask what to do about a file that is open in another window: COPY, OPEN or CANCEL.

    OPEN is only offered if it is unknown whether that window is still running.

    """
    anyway = (Choice(OPEN, texts("Open anyway"), "danger"),) if error.may_be_stale else ()
    return dialogs.choose(
        lock_message(texts, error),
        (
            Choice(COPY, texts("Open a copy"), "primary"),
            *anyway,
            Choice(CANCEL, texts("Cancel")),
        ),
        texts("If you edit the same file in two windows, changes will be overwritten."),
    )


def suggestion(folder: str, name: str) -> str:
    """A path whose name is valid on every system."""
    letters = (c if c.isprintable() and c not in _REFUSED else " " for c in name)
    words = " ".join("".join(letters).split()).strip(". ")[:80].strip(". ")
    return str(Path(folder) / f"{words or 'map'}{SUFFIX}")


def ask_earlier(dialogs: Dialogs, texts: Texts, name: str, backups: Sequence[Path]) -> Path | None:
    """Ask which backup to open, newest first; None if cancelled."""
    if not backups:
        dialogs.message(texts("This map has no backups."))
        return None
    choices = [Choice(str(number), _when(path, texts)) for number, path in enumerate(backups)]
    answer = dialogs.choose(
        texts("Which backup of “{name}” do you want to open?").format(name=name),
        (*choices, Choice(CANCEL, texts("Cancel"))),
        texts("The backup opens as a new map. The file on disk is not changed."),
    )
    return backups[int(answer)] if answer else None


def _when(backup: Path, texts: Texts) -> str:
    written = datetime.fromtimestamp(backup.stat().st_mtime).astimezone()
    return f"{texts.date(written.date())}, {written:%H:%M}"
