"""The document of a window: the actions of its File menu, and the session it is shown with.

`workflow` opens, saves and closes. Lower packages are imported when the first map is opened.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from PySide6.QtCore import QObject, QStandardPaths, QTimer, Signal

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from journeyeditor.app.documents.workflow import DocumentWorkflow
    from journeyeditor.app.export.dialog import ExportDialog
    from journeyeditor.app.map_window import MapWindow
    from journeyeditor.editing.document import Document
    from journeyeditor.editing.store import Store
    from journeyeditor.files import FileError
    from journeyeditor.files.journal.recovery import RecoverableJournal
    from journeyeditor.model import JourneyGraph, UndoStep
    from journeyeditor.typography import Faces

#: Interval of the check for changes that are not journaled yet (ms).
WATCH_MS = 500


class AppPaths(NamedTuple):
    """The program's files: settings, folders, log file."""

    settings: Path
    data: Path
    templates: Path
    log: Path


class WindowHelp(Protocol):
    """The help of another window."""

    def start_tour(self) -> None:
        """Begin the tour on a sample."""


class DocumentWindow(Protocol):
    """A window with the controller of its map."""

    documents: DocumentController

    @property
    def help(self) -> WindowHelp: ...


class AppContext(Protocol):
    """Services shared by all windows."""

    places: AppPaths

    def store(self) -> Store:
        """Journals, locks and backups; created on first use."""

    def faces(self) -> Faces:
        """The fonts; loaded on first use."""

    def open_window(self) -> DocumentWindow: ...

    def show_elsewhere(self, path: str) -> bool:
        """Raise the window that has a file open; returns whether there is one."""


class DocumentController(QObject):
    """Creates, opens, saves, imports, exports and recovers the document of one window.

    `templates_changed` is emitted when the user has other templates.
    """

    templates_changed = Signal()

    def __init__(self, window: MapWindow, app_context: AppContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._window, self.app_context, self._parent = window, app_context, parent
        self._workflow: DocumentWorkflow | None = None
        # Watches the journal while there are changes that are not on disk.
        self._watch = QTimer(self)
        self._watch.setInterval(WATCH_MS)
        self._watch.timeout.connect(self._watch_journal)
        self._was_late = False
        self._export: ExportDialog | None = None
        self._was_saving = False
        self._is_quitting = False

    @property
    def workflow(self) -> DocumentWorkflow:
        """Opening, saving and closing; created on first use."""
        if self._workflow is None:
            from journeyeditor.app.documents.workflow import DocumentWorkflow

            window = self._window
            self._workflow = DocumentWorkflow(self.app_context.store(), window.dialogs, window.ui)
            self._workflow.folder = window.preferences.value.folder or _documents_folder()
            self._workflow.shown.connect(self._show)
            self._workflow.closing.connect(window.close_workshop)
            self._workflow.has_more = window.workshop_has_more
            self._workflow.changed.connect(self._follow)
            self._workflow.elsewhere.connect(self.app_context.show_elsewhere)
        return self._workflow

    @property
    def document(self) -> Document | None:
        return self._workflow.document if self._workflow is not None else None

    def new_blank(self) -> None:
        """Create an empty map in the window's language."""
        from journeyeditor.model import JourneyGraph
        from journeyeditor.vocabulary import MapInfo

        texts = self._window.ui.texts
        if self.begin(JourneyGraph(MapInfo(language=texts.language))):
            self._window.show_message(
                texts("Press S to add the first stage, or drag one onto the map."), is_hint=True
            )

    def new_from_template(self, name: str, language: str) -> None:
        from journeyeditor.files.templates import template

        self.begin(template(name, language))

    def new_from_own_template(self, path: str) -> None:
        """Create a map from a template that the user saved."""
        from journeyeditor.files import FileError, read_map

        try:
            graph = read_map(Path(path))
        except FileError as error:
            self._report(error)
        else:
            self.begin(graph)

    def save_as_template(self) -> None:
        """Ask what of the map becomes a template, and under which name."""
        from journeyeditor.app.start.template_dialog import TemplateDialog

        self._settle()
        session = self._window.map_view.session
        dialog = TemplateDialog(self._window.ui, session.graph, session.info.title)
        dialog.saved.connect(self._save_template)
        self._window.show_dialog(dialog)

    def rename_template(self, path: str) -> None:
        """Ask for another name of a template that the user saved."""
        from journeyeditor.files import FileError
        from journeyeditor.files.templates import own_templates, rename_template

        infos = own_templates(self.app_context.places.templates)
        before = next((info.title for info in infos if str(info.path) == path), "")
        texts = self._window.ui.texts
        title = self._window.dialogs.ask_text(texts("Name of the template"), before)
        if title is None or not title.strip():
            return
        try:
            rename_template(Path(path), title.strip())
        except FileError as error:
            self._report(error)
        self.templates_changed.emit()

    def delete_template(self, path: str) -> None:
        """Delete a template that the user saved, once it is confirmed."""
        from journeyeditor.app.dialogs import Choice

        texts = self._window.ui.texts
        choices = (
            Choice("delete", texts("Delete template"), "danger"),
            Choice("", texts("Cancel"), "primary"),
        )
        question = texts("Delete this template?")
        detail = texts("Maps that were made from it stay as they are.")
        if self._window.dialogs.choose(question, choices, detail) == "delete":
            Path(path).unlink(missing_ok=True)
            self.templates_changed.emit()

    def _save_template(self, graph: JourneyGraph, title: str) -> None:
        from journeyeditor.files import FileError
        from journeyeditor.files.templates import save_template

        texts, folder = self._window.ui.texts, self.app_context.places.templates
        try:
            save_template(graph, title, folder)
        except FileError as error:
            self._report(error)
            return
        self.templates_changed.emit()
        message = texts("Saved the template “{name}”. It is on the start page.")
        self._window.show_message(message.format(name=title))

    def _report(self, error: FileError) -> None:
        """Show why a template could not be read or written."""
        from journeyeditor.app.file_messages import error_words

        words = error_words(self._window.ui.texts, error)
        self._window.dialogs.message(words, severity="error")

    def new_from_sample(self, path: str) -> None:
        """Create a map from a sample; the sample file is never written."""
        from journeyeditor.files import read_map

        self.begin(read_map(Path(path)))

    def open_path(self, path: str) -> None:
        """Open a map, or import what another program wrote."""
        from journeyeditor.app.importing.import_map import import_path, is_foreign

        if is_foreign(path) and os.path.isfile(path):
            import_path(self._window, self.begin, path)
            return
        if not self.workflow.open(Path(path)) and not os.path.exists(path):
            self._window.forget_recent(path)
        elif self.document is not None:
            self._window.show_map()

    def ask_open(self) -> None:
        path = self.workflow.ask_path()
        if path:
            self.open_path(path)

    def save(self) -> None:
        self._settle()
        self.workflow.save()

    def save_as(self) -> None:
        self._settle()
        self.workflow.save_as()

    def save_copy(self) -> None:
        self._settle()
        self.workflow.save_copy()

    def open_earlier(self) -> None:
        self._settle()
        self.workflow.open_earlier()

    def show_recovery_journals(self) -> None:
        self._settle()
        self.workflow.show_recovery_journals()

    def close(self) -> None:
        self._settle()
        self.workflow.close()

    def may_close(self) -> bool:
        """Ask what to do with unsaved changes; returns whether the window may close."""
        if self._workflow is None:
            return True
        self._settle()
        return self._workflow.may_close()

    def shut_down(self) -> None:
        """Discard unsaved changes; the window closes."""
        self._is_quitting = True
        self._watch.stop()
        if self._export is not None:
            self._export.close()
        if self._workflow is not None:
            self._workflow.drop()

    def close_to_journal(self) -> bool:
        """Close without asking; unsaved changes are offered at the next start.

        Returns False if they could not be journaled and are lost.
        """
        self._take_typed()
        self._is_quitting = True
        self._watch.stop()
        if self._export is not None:
            self._export.close()
        return self._workflow is None or self._workflow.close_to_journal()

    def flush(self) -> bool:
        """Commit all open edits and flush the journal; returns whether everything is on disk."""
        self._take_typed()
        if self.document is None:
            return True
        self.document.flush()
        return self.document.is_protected

    def check_stale(self) -> None:
        """Ask what to do if another program changed the file."""
        if self._workflow is not None:
            self._workflow.check_stale()

    def ask_import(self) -> None:
        from journeyeditor.app.importing.import_map import ask_import

        ask_import(self._window, self.begin)

    def export(self, pages: str = "") -> None:
        self._settle()
        dialog = self._export_dialog()
        dialog.show_session(self._window.map_view.session, self._path(), pages)
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()

    def print_(self) -> None:
        """Open the export dialog, which also prints."""
        self.export()

    def offer_recovery(self) -> None:
        from journeyeditor.app.documents.recovery import may_have_leftovers, offer

        if may_have_leftovers(self.app_context.places.data):
            window = self._window
            leftovers = [
                leftover
                for leftover in self.app_context.store().recoverable_journals()
                if leftover.is_needed
            ]
            offer(leftovers, window.dialogs, window.ui.texts, self._recover)

    def _recover(self, leftover: RecoverableJournal) -> bool:
        documents = self if self.document is None else self.app_context.open_window().documents
        return documents.workflow.recover(leftover)

    def begin(self, graph: JourneyGraph, *, is_unsaved: bool = False) -> bool:
        """Show a map that has no file; returns whether the user let go of the open one."""
        return self.workflow.new(graph, is_unsaved=is_unsaved)

    def _show(self, document: Document | None) -> None:
        if self._is_quitting:
            return
        if document is None:
            self._window.close_session()
            return
        from journeyeditor.editing.session import Session

        session = Session(document.graph, self.app_context.faces(), self._window.ui.theme)
        document.follow(session.transactions)
        session.transactions.committed.connect(self._note)
        self._window.show_session(session)
        if document.path is not None:
            self._window.preferences.opened(str(document.path))
        if agenda_clock_path(self).exists():  # a crash has ended the agenda
            self._window.room.agenda.resume()

    def _follow(self) -> None:
        """Show the saved state; remember the path."""
        document = self.document
        if document is None or self._is_quitting:
            return
        is_saved = self._was_saving and not document.is_saving and not document.is_dirty
        self._was_saving = document.is_saving
        if is_saved and document.path is not None:
            self._window.preferences.opened(str(document.path))
            self._window.show_saved()
        self._window.schedule_refresh()

    def _note(self, step: UndoStep) -> None:
        """Log the label of an undo step, for error reports."""
        self._window.did.emit(step.label.replace("\t", ": "))
        if not self._watch.isActive():
            self._watch.start()

    def _watch_journal(self) -> None:
        """Show a warning while changes are not on disk."""
        document = self.document
        is_late = document is not None and document.is_journal_late
        if is_late or self._was_late:
            self._window.schedule_refresh()
        self._was_late = is_late
        if document is None or not document.journal_delay:
            self._watch.stop()

    def _settle(self) -> None:
        if self._window.has_map:
            self._window.map_view.settle()

    def _take_typed(self) -> None:
        """Commit the text of the focused field."""
        field = self._parent.focusWidget()
        if field is not None:
            field.clearFocus()
        self._settle()

    def _path(self) -> Path | None:
        return self.document.path if self.document is not None else None

    def _export_dialog(self) -> ExportDialog:
        if self._export is None:
            from journeyeditor.app.export.dialog import ExportDialog

            self._export = ExportDialog(self._window.ui, self._window.dialogs, self._parent)
            self._export.reveal_wanted.connect(self._reveal)
            self._window.help.add_to(self._export)
        return self._export

    def _reveal(self, id_: str) -> None:
        self._window.raise_()
        self._window.activateWindow()
        self._window.map_view.reveal(id_)


def _documents_folder() -> str:
    kind = QStandardPaths.StandardLocation.DocumentsLocation
    return QStandardPaths.writableLocation(kind)


def agenda_clock_path(documents: DocumentController) -> Path:
    """Return where the clock of the agenda of the map that is open is kept."""
    from journeyeditor.files.locks import key_of
    from journeyeditor.room import clock_path

    path = documents.document.path if documents.document is not None else None
    return clock_path(documents.app_context.places.data, key_of(path) if path else "unsaved")
