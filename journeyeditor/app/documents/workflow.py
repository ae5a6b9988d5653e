"""Opening, saving and closing a window's document, with every question that may raise.

`editing.document` does the work; this module asks and reports through `Dialogs`. What needs the
model is imported when a map is first opened.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from journeyeditor.app.dialogs import CANCEL, SAVE, Choice, Dialogs, FileKind
from journeyeditor.app.documents.recovery import report
from journeyeditor.app.file_messages import (
    advice_words,
    display_name,
    error_words,
    kinds,
    lock_message,
)
from journeyeditor.files.document import NEW_SUFFIX
from journeyeditor.files.errors import FileError
from journeyeditor.files.fingerprint import MissingError, StaleError
from journeyeditor.files.locks import LockedError, key_of
from journeyeditor.i18n import Texts
from journeyeditor.widgets.ui_context import UiContext

if TYPE_CHECKING:
    from journeyeditor.editing.document import Document
    from journeyeditor.editing.store import Store
    from journeyeditor.files.journal.recovery import RecoverableJournal
    from journeyeditor.model import JourneyGraph


class DocumentWorkflow(QObject):
    """Opens, saves and closes one document after the other.

    `shown` hands the window a document to be shown, or None: it makes a session of
    `document.graph` and lets the document `follow` its transactions before it returns. It comes
    again for the same document when the version on disk is loaded. `changed` is emitted when path, modified
    state or save state changed, `elsewhere` when the file is open in another window.
    """

    shown = Signal(object)
    changed = Signal()
    #: The map may be closed next: what works on it ends, before anybody asks about unsaved changes.
    closing = Signal()
    elsewhere = Signal(str)

    def __init__(self, store: Store, dialogs: Dialogs, ui: UiContext) -> None:
        super().__init__()
        self.document: Document | None = None
        #: The initial folder of file dialogs.
        self.folder = ""
        self._store = store
        self._dialogs = dialogs
        self._ui = ui
        # A change on disk that the user chose to ignore; asked again if the file changes further.
        self._ignored_version = ""
        self._is_asking = False
        #: Whether something that ends with the map will write more on it.
        self.has_more: Callable[[], bool] = lambda: False

    @property
    def name(self) -> str:
        """The display name of the map, "" without one."""
        return self.document.name(self._ui.texts) if self.document else ""

    def new(self, graph: JourneyGraph, *, is_unsaved: bool = False) -> bool:
        """Show a map that has no file; returns False if it is too large or the previous one is kept."""
        from journeyeditor.editing.document import Document
        from journeyeditor.editing.limits import check_size
        from journeyeditor.editing.saving import title_of

        try:
            check_size(graph, title_of(graph) or self._ui.texts("Untitled map"))
        except FileError as error:
            self._show_error(error)
            return False
        if not self.may_close():
            return False
        self._replace(Document.new(graph, self._store, is_unsaved=is_unsaved))
        return True

    def ask_path(self) -> str:
        """Ask for a file to open; "" if none was chosen."""
        texts = self._ui.texts
        posters = FileKind(texts("Posters with their map"), ("pdf",))
        return self._dialogs.open_file((*kinds(texts), posters), self._where())

    def open(self, path: Path, *, overrides: bool = False) -> bool:
        """Open a file; returns whether it is shown now.

        It is read first: what cannot be opened leaves the map, and the room on it, as they are.
        With `overrides`, a lock that may be stale is taken over.
        """
        from journeyeditor.editing.document import Document

        current = self.document.path if self.document else None
        if current is not None and key_of(path) == key_of(current):
            self.check_stale()
            return True
        try:
            document = Document.open(path, self._store, overrides=overrides)
        except LockedError as error:
            return self._open_locked(error)
        except FileError as error:
            self._show_error(error)
            return False
        if not self.may_close():
            document.close()
            return False
        self._replace(document)
        return True

    def recover(self, leftover: RecoverableJournal) -> bool:
        """Show the map of a journal; returns whether that was possible."""
        from journeyeditor.editing.document import Document

        if not self.may_close():
            return False
        try:
            self._replace(Document.recover(leftover, self._store))
        except FileError as error:
            self._show_error(error)
            return False
        if not leftover.recovered().is_whole:
            report(leftover, self._dialogs, self._ui.texts)
        return True

    def show_recovery_journals(self) -> None:
        """Report for each kept journal what could not be recovered."""
        journals = self._store.retired_journals()
        for journal in journals:
            report(journal, self._dialogs, self._ui.texts)
        if not journals:
            self._dialogs.message(self._ui.texts("There are no recovery journals."))

    def save(self) -> None:
        """Save in the background; ask for a path if the map was never saved."""
        if self.document is None:
            return
        if self.document.path is None:
            self.document.wait()  # A first save may be running.
        if self.document.path is None:
            self.save_as()
        else:
            self.document.save()

    def save_as(self) -> bool:
        """Ask for a path and continue there, saving in the background; returns whether it began."""
        return self.document is not None and self._save_at(self.document.save_as, self.name)

    def save_copy(self) -> bool:
        """Ask for a path and save a copy in the background; returns whether it began."""
        words = self._ui.texts("{name} (copy)").format(name=self.name)
        return self.document is not None and self._save_at(self.document.save_copy, words)

    def open_earlier(self) -> bool:
        """Ask for a backup and show it as a map without file."""
        if self.document is None:
            return False
        backups = self.document.backups()
        chosen = ask_earlier(self._dialogs, self._ui.texts, self.name, backups)
        return chosen is not None and self._open_copy(chosen)

    def may_close(self) -> bool:
        """Ask what to do with unsaved changes; returns whether the map may be closed."""
        if self.document is None:
            return True
        self.document.wait()
        if not (self.document.is_dirty or self.has_more()):
            self.closing.emit()
            return not self.document.is_dirty or self.may_close()
        answer = self._dialogs.ask_save(self.name)
        if answer == CANCEL or (answer == SAVE and not self._is_saved_now()):
            return False
        self.closing.emit()
        # What ends with the map may have written the last of its own.
        return answer != SAVE or not self.document.is_dirty or self._is_saved_now()

    def close(self) -> bool:
        """Close the map after asking; returns False if it stays open."""
        if not self.may_close():
            return False
        self.drop()
        return True

    def drop(self) -> None:
        """Close the map and discard unsaved changes."""
        document, self.document = self.document, None
        if document is not None:
            self.shown.emit(None)
            document.close()
            self.changed.emit()

    def close_to_journal(self) -> bool:
        """Close without asking; unsaved changes are offered at the next start.

        Returns False if they could not be journaled and are lost.
        """
        if self.document is not None:
            self.closing.emit()
        document, self.document = self.document, None
        if document is None:
            return True
        document.failed.disconnect(self._failed)
        return document.close_to_journal()

    def check_stale(self) -> None:
        """Ask what to do if another program changed the file; called when the window is activated.

        Either way the map counts as unsaved then; where to save one whose file is gone is asked later.
        """
        document = self.document
        if document is None or document.path is None or self._is_asking:
            return
        if document.check_missing() or not document.check_stale():
            return
        from journeyeditor.files.fingerprint import digest_of

        now = digest_of(document.path) or ""
        if now == self._ignored_version:
            return
        self._ignored_version = now
        self._ask_stale(at_save=False)

    def _replace(self, document: Document) -> None:
        before, self.document = self.document, document
        self._ignored_version = ""
        document.changed.connect(self._forward_change)
        document.failed.connect(self._failed)
        self.shown.emit(document)
        if before is not None:
            before.close()
        self.changed.emit()

    def _forward_change(self, _: None) -> None:
        """Forward a change of path, modified state or save state."""
        self.changed.emit()

    def _failed(self, error: FileError) -> None:
        """Report, or ask about, what failed in the background."""
        document = self.document
        if isinstance(error, StaleError):
            self._ask_stale(at_save=True)
        elif isinstance(error, MissingError):
            self._ask_missing(error)
        elif document is not None and error is document.save_error:
            if ask_elsewhere(self._dialogs, self._ui.texts, self.name, error):
                self.save_as()
        else:
            self._show_error(error)

    def _ask_missing(self, error: MissingError) -> None:
        answer = ask_missing(self._dialogs, self._ui.texts, error.path)
        if answer == COPY:
            self.save_as()
        elif answer == MINE and self.document is not None:
            self.document.save(overwrites=True)

    def _ask_stale(self, *, at_save: bool) -> None:
        self._is_asking = True
        try:
            answer = ask_stale(self._dialogs, self._ui.texts, self.name, at_save=at_save)
        finally:
            self._is_asking = False
        self._settle(answer, at_save=at_save)

    def _settle(self, answer: str, *, at_save: bool) -> None:
        """Apply the answer about a file that another program changed."""
        if self.document is None:
            return
        if answer == COPY:
            self.save_as()
        elif answer == THEIRS:
            self._use_version_on_disk(self.document)
        elif answer == MINE and at_save:
            self.document.save(overwrites=True)

    def _use_version_on_disk(self, document: Document) -> None:
        try:
            document.use_version_on_disk()
        except FileError as error:
            self._show_error(error)
            return
        self.shown.emit(document)

    def _save_at(self, save: Callable[[Path], None], name: str) -> bool:
        """Ask for a path and begin saving; returns whether it began."""
        place = suggestion(self._where(), name)
        chosen = self._dialogs.save_file(place, kinds(self._ui.texts))
        if not chosen:
            return False
        try:
            save(Path(chosen))
        except FileError as error:
            self._show_error(error)
            return False
        return True

    def _is_saved_now(self) -> bool:
        """Save and wait; returns whether everything is saved, whatever was asked meanwhile."""
        document = self.document
        assert document is not None
        self.save()
        while document.is_saving:
            document.wait()
        return not document.is_dirty

    def _open_locked(self, error: LockedError) -> bool:
        """Report that another window has the file open; open a copy if requested."""
        if error.holder is not None and error.holder.is_this_process:
            self.elsewhere.emit(error.holder.path or str(error.path))
            return False
        answer = ask_locked(self._dialogs, self._ui.texts, error)
        if answer == OPEN:
            return self.open(error.path, overrides=True)
        return answer == COPY and self._open_copy(error.path)

    def _open_copy(self, path: Path) -> bool:
        """Open a file's content as a map without file."""
        from journeyeditor.editing.document import Document
        from journeyeditor.files import read_map

        try:
            graph = read_map(path)
        except FileError as error:
            self._show_error(error)
            return False
        if not self.may_close():
            return False
        self._replace(Document.new(graph, self._store, is_unsaved=True))
        return True

    def _show_error(self, error: FileError) -> None:
        self._dialogs.message(error_words(self._ui.texts, error), severity="error")

    def _where(self) -> str:
        path = self.document.path if self.document else None
        return str(path.parent) if path else self.folder


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
    return str(Path(folder) / f"{words or 'map'}{NEW_SUFFIX}")


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
