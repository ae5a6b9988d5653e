"""The main window: menus, toolbar, start page or map, and status bar.

It is shown before anything of a map is imported; the map view, the presentation and the command
palette are created on first use.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTime, QTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QMainWindow, QStackedWidget

from journeyeditor.app.action_context import ActionContext
from journeyeditor.app.action_registry import ActionRegistry
from journeyeditor.app.actions import ACTIONS, GROUPS
from journeyeditor.app.clipboard import Clipboard
from journeyeditor.app.documents.controller import AppContext, DocumentController, agenda_clock_path
from journeyeditor.app.help_controller import HelpController
from journeyeditor.app.import_reading import ImportReading
from journeyeditor.app.menus import DynamicMenus, Menus
from journeyeditor.app.settings import Preferences
from journeyeditor.app.start.page import StartPage
from journeyeditor.app.status_bar import Status
from journeyeditor.widgets.focus import focus_first, focused_text
from journeyeditor.widgets.style import styled
from journeyeditor.widgets.ui_context import UiContext

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint
    from PySide6.QtGui import (
        QCloseEvent,
        QDragEnterEvent,
        QDropEvent,
        QKeyEvent,
        QPaintEvent,
        QResizeEvent,
    )
    from PySide6.QtWidgets import QDialog, QWidget

    from journeyeditor.app.command_palette import CommandPalette
    from journeyeditor.app.dialogs import Dialogs
    from journeyeditor.app.file_messages import StatusWarning
    from journeyeditor.app.map_view import MapView
    from journeyeditor.app.presentation.controller import Presentation
    from journeyeditor.app.replay.controller import ReplayController
    from journeyeditor.app.room.controller import RoomController
    from journeyeditor.app.toolbar import Toolbar
    from journeyeditor.editing.session import Session
    from journeyeditor.editing.tools.interface import MapPart

#: Minimum size of the window, and its initial size (device independent pixels).
MIN, FIRST = (760, 480), (1360, 860)


def restore_geometry(window: QMainWindow, geometry: str) -> None:
    """Restore the window's geometry if it is still on a screen."""
    window.setMinimumSize(*MIN)
    if not (geometry and window.restoreGeometry(_bytes(geometry))):
        room = window.screen().availableSize()
        window.resize(min(FIRST[0], room.width()), min(FIRST[1], room.height()))


def saved_geometry(window: QMainWindow) -> str:
    return base64.b64encode(bytes(window.saveGeometry().data())).decode("ascii")


def _bytes(text: str) -> bytes:
    with suppress(ValueError):
        return base64.b64decode(text.encode("ascii", "replace"))
    return b""


def is_letter(event: QKeyEvent) -> bool:
    """Whether a key alone, or with Shift, writes a letter."""
    held = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
    return held == Qt.KeyboardModifier.NoModifier and event.text().isalpha()


def is_unused(event: QKeyEvent) -> bool:
    """Whether a key would write a sign, and nothing has used it."""
    held = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
    is_sign = event.text().isprintable() and bool(event.text().strip())
    return not event.isAccepted() and is_sign and held == Qt.KeyboardModifier.NoModifier


def takes_text(widget: QWidget | None) -> bool:
    """Whether letters are for a widget, whether or not it uses them."""
    return widget is not None and widget.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


class Window(QMainWindow):
    """One window with at most one map.

    `did` emits the id of each action that runs and the label of each undo step; `seen` is emitted
    after the first paint, `gone` when the window was closed. `session_changed` is emitted when
    another map is open, or none, and tells whether one was open before.
    """

    did = Signal(str)
    seen = Signal()
    gone = Signal(object)
    session_changed = Signal(bool)

    def __init__(
        self,
        ui: UiContext,
        preferences: Preferences,
        app_context: AppContext,
        dialogs: Dialogs | None = None,
    ) -> None:
        super().__init__()
        self.app_context = app_context
        self.ui, self.preferences = ui, preferences
        self._dialogs = dialogs
        self._theme = ui.theme
        self._is_open = self._is_seen = False
        self.saved_at: QTime | None = None
        self._map_view: MapView | None = None
        self._presentation: Presentation | None = None
        self._replay: ReplayController | None = None
        self._room: RoomController | None = None
        self._palette: CommandPalette | None = None
        self.reading = ImportReading(self, ui)
        self.documents = DocumentController(self, app_context, self)
        self.clipboard = Clipboard(self, self.documents.begin)
        self.action_registry = ActionRegistry(self, self, ui, ACTIONS)
        self._toolbar: Toolbar | None = None
        self.status = Status(self.action_registry, ui)
        self.start_page = StartPage(ui, app_context.places.templates)
        self._stack = QStackedWidget()
        self.setCentralWidget(self._stack)
        self._stack.addWidget(styled(QFrame(), "backdrop"))  # until there is a page
        self._stack.addWidget(self.start_page)
        self.setStatusBar(self.status)
        self._dynamic_menus = DynamicMenus(
            self, self.action_registry, ui, preferences, self.documents.open_path
        )
        fillers = self._dynamic_menus.fillers
        self._menus = Menus(self.menuBar(), self.action_registry, ui, fillers)
        self.help = HelpController(
            self, self.action_registry, lambda: self.toolbar, self._dynamic_menus.add_kinds, self
        )
        self.setAcceptDrops(True)
        self._refresh_timer = QTimer(self)
        self._refresh_timer.setSingleShot(True)
        self._connect_signals()
        restore_geometry(self, preferences.value.geometry)
        self._retranslate()
        self.refresh()

    @property
    def map_view(self) -> MapView:
        """Only valid while a map is open."""
        assert self._map_view is not None
        return self._map_view

    @property
    def has_map(self) -> bool:
        return self._is_open and self._stack.currentWidget() is self._map_view

    @property
    def is_behind(self) -> bool:
        return self._is_open and not self.has_map

    @property
    def dialogs(self) -> Dialogs:
        if self._dialogs is None:
            from journeyeditor.app.qt_dialogs import QtDialogs

            self._dialogs = QtDialogs(self, self.ui)
        return self._dialogs

    @property
    def toolbar(self) -> Toolbar:
        """Only seen with a map, and made for the first."""
        if self._toolbar is None:
            from journeyeditor.app.toolbar import Toolbar

            self._toolbar = Toolbar(self.action_registry, self.ui)
            self.addToolBar(self._toolbar)
            self._toolbar.fit(self.width())
        return self._toolbar

    @property
    def presentation(self) -> Presentation:
        if self._presentation is None:
            from journeyeditor.app.presentation.controller import Presentation

            self._presentation = Presentation(self, self)
        return self._presentation

    @property
    def replay(self) -> ReplayController:
        if self._replay is None:
            from journeyeditor.app.replay.controller import ReplayController

            self._replay = ReplayController(self.map_view, self.ui, self.dialogs, self.preferences)
            self._replay.changed.connect(self.schedule_refresh)
        return self._replay

    @property
    def room(self) -> RoomController:
        if self._room is None:
            from journeyeditor.app.room.agenda_controller import AgendaController
            from journeyeditor.app.room.controller import RoomController

            agenda = AgendaController(
                self,
                lambda: self.presentation,
                self.action_registry.keys,
                partial(agenda_clock_path, self.documents),
            )
            agenda.changed.connect(self.schedule_refresh)
            self._room = RoomController(self, self.documents, self.app_context, agenda)
            self._room.changed.connect(self.schedule_refresh)
        return self._room

    def workshop_has_more(self) -> bool:
        """Whether a room will write more on the map when it closes."""
        workshop = self._room.workshop if self._room is not None else None
        return workshop is not None and workshop.has_more

    def close_workshop(self) -> None:
        """Close room, agenda and replay, if they are open; their map is about to close."""
        if self._replay is not None:
            self._replay.end()
        if self._room is not None:
            self._room.close()
            self._room.agenda.close()

    @property
    def is_presenting(self) -> bool:
        return self._presentation is not None and self._presentation.is_on

    @property
    def command_palette(self) -> CommandPalette:
        if self._palette is None:
            from journeyeditor.app.command_palette import CommandPalette

            self._palette = CommandPalette(self, self.action_registry, self.ui, GROUPS)

            def reveal(id_: str) -> None:
                if self.has_map:
                    self.map_view.reveal(id_)

            def search(words: str) -> Iterable[tuple[str, str, str, str]]:
                return self.map_view.search(words) if self.has_map else ()

            self._palette.reveal_wanted.connect(reveal)
            self._palette.elements = search
        return self._palette

    def show_session(self, session: Session) -> None:
        self.close_workshop()
        had_map, self._is_open = self._is_open, True
        if self._map_view is None:
            from journeyeditor.app.importing.wall.opening import open_photo
            from journeyeditor.app.map_view import MapView

            self._map_view = MapView(session, self.ui, self.dialogs, self._stack)
            self._stack.addWidget(self._map_view)
            self._stack.setCurrentWidget(self._map_view)
            self._dynamic_menus.add_kinds()
            self._map_view.changed.connect(self.schedule_refresh)
            self._map_view.canvas.scaled.connect(self.toolbar.show_scale)
            self._map_view.canvas.menu_wanted.connect(self._show_context_menu)
            self._map_view.canvas.input.dragged_out.connect(self.clipboard.drag_out)
            self._map_view.pictures.photo_of_wall.connect(
                partial(open_photo, self, self.documents.begin)
            )
            self._map_view.bottom.action_wanted.connect(self.action_registry.run)
            self._map_view.restore_layout(self.preferences.value)
            self._map_view.set_animated(self.preferences.value.animation)
        else:
            self._map_view.show_session(session)
            self._stack.setCurrentWidget(self._map_view)
        self.saved_at = None
        self._map_view.canvas.setFocus()
        # Once the view has its size.
        QTimer.singleShot(0, self._map_view.canvas.view.zoom_to_start)
        self.refresh()
        self.session_changed.emit(had_map)

    def show_start(self) -> None:
        self.start_page.show_recent(self.preferences.value.recent)
        self._stack.setCurrentWidget(self.start_page)
        self.start_page.setFocus()
        QTimer.singleShot(0, self.start_page.show_top)
        self.refresh()

    def show_map(self) -> None:
        if self._map_view is not None and self._is_open:
            self._stack.setCurrentWidget(self._map_view)
            self._map_view.canvas.setFocus()
            self.refresh()

    def close_session(self) -> None:
        self._is_open = False
        self.show_start()
        self.session_changed.emit(True)

    def toggle_dock(self, dock: str) -> None:
        self.map_view.set_open(dock, not self.map_view.is_open(dock))
        self.preferences.change(docks=tuple(sorted(self.map_view.wanted_docks)))

    def show_dialog(self, dialog: QDialog) -> None:
        dialog.setParent(self, Qt.WindowType.Dialog)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.help.add_to(dialog)
        dialog.open()
        focus_first(dialog)

    def forget_recent(self, path: str) -> None:
        self.preferences.forget(path)
        self.start_page.show_recent(self.preferences.value.recent)

    def open_command_palette(self) -> None:
        self.command_palette.begin()

    def action_title(self, id_: str) -> str:
        return self.action_registry.title(id_)

    def show_chrome(self, shown: bool) -> None:
        for widget in (self.menuBar(), self._toolbar, self.status):
            if widget is not None:
                widget.setVisible(shown)

    def show_message(self, words: str, *, is_hint: bool = False) -> None:
        self.status.show_message(words, is_hint=is_hint)

    def show_saved(self) -> None:
        self.saved_at = QTime.currentTime()
        self.refresh()

    def schedule_refresh(self) -> None:
        if not self._refresh_timer.isActive():
            self._refresh_timer.start(0)

    def refresh(self) -> None:
        self._refresh_timer.stop()
        now = self._action_context()
        texts, document = self.ui.texts, self.documents.document
        self.action_registry.refresh(now)
        if now.has_map or self._toolbar is not None:
            self.toolbar.setVisible(now.has_map and not now.is_presenting)
        name = document.name(texts) if document is not None and now.has_map else ""
        program = texts("Journey Editor")
        self.setWindowTitle(f"{name}[*] – {program}" if name else program)
        self.setWindowModified(bool(name) and now.is_dirty)
        self.status.show_saved(
            has_map=now.has_map, is_dirty=now.is_dirty, has_file=now.has_file, at=self.saved_at
        )
        self.status.show_warnings(_warnings(self), document)
        self.status.show_counts(self.map_view.counts if now.has_map else {})
        self.status.show_selected(now.selected)

    def _action_context(self) -> ActionContext:
        settings, document = self.preferences.value, self.documents.document
        context = ActionContext(
            theme=settings.theme,
            language=settings.language,
            size=settings.size,
            animation=settings.animation,
            is_presenting=self.is_presenting,
            is_replaying=self._replay is not None and self._replay.is_on,
            is_full_screen=self.isFullScreen(),
            types_text=focused_text() is not None,
            has_file=document is not None and document.path is not None,
            is_behind=self.is_behind,
            has_room=self._room is not None and self._room.is_open,
            has_agenda=self._room is not None and self._room.agenda.is_open,
        )
        if not self.has_map:
            return context
        context = self.map_view.action_context(context)
        return context._replace(is_dirty=document.is_dirty if document else context.is_dirty)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about unsaved changes, and save the window's geometry."""
        if self.is_presenting:
            self.presentation.end()
        if not self.documents.may_close():
            event.ignore()
            return
        sizes = self._map_view.sizes() if self._map_view is not None else {}
        self.preferences.change(geometry=saved_geometry(self), **sizes)
        self.documents.shut_down()
        self.shut_down()
        super().closeEvent(event)
        self.gone.emit(self)

    def shut_down(self) -> None:
        self.close_workshop()
        self.reading.close()
        self.clipboard.keep()
        self.start_page.shut_down()
        self.help.shut_down()
        if self._map_view is not None:
            self._map_view.shut_down()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return to the map with Escape, and give it the letters that nothing else takes."""
        is_typing = self.has_map and self.map_view.canvas.field.is_open
        is_free = self.has_map and is_letter(event) and not takes_text(self.focusWidget())
        if is_free and not is_typing:
            self.map_view.canvas.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if is_typing or is_free:
            self.map_view.canvas.keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            self.show_map()
        else:
            super().keyPressEvent(event)
        if self.has_map and self.map_view.canvas.hasFocus() and is_unused(event):
            words = self.ui.texts("{key} does nothing here. Press {help} to see all shortcuts.")
            key, keys = event.text().upper(), self.action_registry.keys("shortcuts")
            self.show_message(words.format(key=key, help=keys[0]), is_hint=True)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_seen:
            self._is_seen = True
            QTimer.singleShot(0, self.seen.emit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._toolbar is not None:
            self._toolbar.fit(self.width())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            QTimer.singleShot(0, partial(self.documents.open_path, paths[0]))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self.schedule_refresh()
        elif event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            QTimer.singleShot(0, self.documents.check_stale)

    def _connect_signals(self) -> None:
        self._refresh_timer.timeout.connect(self.refresh)
        self.action_registry.done.connect(self.did)
        self.preferences.changed.connect(self._apply_settings)
        self.preferences.written.connect(self.schedule_refresh)
        self.ui.changed.connect(self._retranslate)
        QApplication.instance().focusChanged.connect(self.schedule_refresh)  # type: ignore[union-attr]
        page = self.start_page
        page.open_wanted.connect(self.documents.open_path)
        page.browse_wanted.connect(self.documents.ask_open)
        page.template_wanted.connect(self.documents.new_from_template)
        self.documents.templates_changed.connect(page.reload_own)
        page.own_template_wanted.connect(self.documents.new_from_own_template)
        page.rename_wanted.connect(self.documents.rename_template)
        page.delete_wanted.connect(self.documents.delete_template)
        page.sample_wanted.connect(self.documents.new_from_sample)
        page.blank_wanted.connect(self.documents.new_blank)
        page.data_wanted.connect(partial(self.action_registry.run, "new_from_data"))
        page.forget_wanted.connect(self.forget_recent)

    def _apply_settings(self, _: object) -> None:
        if self._map_view is not None:
            self._map_view.set_animated(self.preferences.value.animation)
        self.schedule_refresh()

    def _retranslate(self) -> None:
        if self._map_view is not None and self.ui.theme is not self._theme:
            self._map_view.session.set_theme(self.ui.theme)
        self._theme = self.ui.theme
        self.schedule_refresh()

    def _show_context_menu(self, at: QPoint, part: MapPart) -> None:
        from journeyeditor.app.context_menu import ContextMenu

        self.refresh()
        registry, clipboard = self.action_registry, self.clipboard
        menu = ContextMenu(self, registry, self.ui, part, self.map_view, clipboard)
        menu.popup(at)


def _warnings(window: Window) -> Sequence[StatusWarning]:
    """What the status bar warns of: the document, or settings that could not be written."""
    document, settings_error = window.documents.document, window.preferences.write_error
    if document is None and settings_error is None:
        return ()
    from journeyeditor.app.file_messages import warnings  # not on the start page

    return warnings(window.ui.texts, document, settings_error)
