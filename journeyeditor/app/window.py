"""The main window: menus, toolbar, start page or map, status bar; it knows what is offered when.

It is shown before anything of a map is imported; the workplace is made with the first map.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTime, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
)

from journeyeditor.app import window_geometry, window_state
from journeyeditor.app.dialogs import Dialogs
from journeyeditor.app.maps import AppContext
from journeyeditor.app.parts import Parts
from journeyeditor.app.settings import Preferences
from journeyeditor.widgets.ui_context import UiContext

if TYPE_CHECKING:
    from journeyeditor.editing.session import Session


class Window(Parts):
    """One window with at most one map.

    `did` tells the id of each action that is run, `seen` that the window was painted for the
    first time, `gone` that it was closed.
    """

    FULL = Qt.WindowState.WindowFullScreen
    did = Signal(str)
    seen = Signal()
    gone = Signal(object)

    def __init__(
        self,
        ui: UiContext,
        preferences: Preferences,
        house: AppContext,
        dialogs: Dialogs | None = None,
    ) -> None:
        super().__init__(ui, preferences, house, dialogs)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._wire()
        window_geometry.stand(self, preferences.value)
        self._retranslate()
        self.refresh()

    def show_session(self, session: Session) -> None:
        """Show a map."""
        self._is_open = True
        if self._place is None:
            from journeyeditor.app.map_view import MapView
            from journeyeditor.panels.comparison import ComparePanel
            from journeyeditor.panels.funnel.panel import FunnelPanel

            self._place = MapView(session, self.ui, self.dialogs)
            self._stack.addWidget(self._place)
            self._stack.setCurrentWidget(self._place)
            self._slots.grow()
            self._place.changed.connect(self.refresh_soon)
            self._place.canvas.scaled.connect(self.toolbar.show_scale)
            self._place.canvas.menu_wanted.connect(self._slots.show_context)
            wanted = self._place.findings.page(FunnelPanel).import_wanted
            wanted.connect(partial(self.actions_table.run, "import_funnel"))
            wanted = self._place.findings.page(ComparePanel).file_wanted
            wanted.connect(partial(self.actions_table.run, "compare"))
            self._place.open_as(self.preferences.value)
            self._place.set_animated(self.preferences.value.animation)
        else:
            self._place.show_session(session)
            self._stack.setCurrentWidget(self._place)
        self.saved_at = None
        self._place.canvas.setFocus()
        QTimer.singleShot(0, self._fit)
        self.refresh()

    def show_start(self) -> None:
        """Show the start page; the map stays open behind it until another one is chosen."""
        self.start_page.show_recent(self.preferences.value.recent)
        self._stack.setCurrentWidget(self.start_page)
        self.start_page.setFocus()
        QTimer.singleShot(0, self._show_top)
        self.refresh()

    def show_map(self) -> None:
        """Go back from the start page to the map that is open, if there is one."""
        if self._place is not None and self._is_open:
            self._stack.setCurrentWidget(self._place)
            self._place.canvas.setFocus()
            self.refresh()

    def forget_map(self) -> None:
        """Show the start page: no map is open any more."""
        self._is_open = False
        self.show_start()

    def toggle_dock(self, dock: str) -> None:
        """Open or close a part of the window, and remember it."""
        self.place.set_open(dock, not self.place.is_open(dock))
        self._remember_docks()

    def show_dialog(self, dialog: QDialog) -> None:
        """Show a dialog of the window, which goes on meanwhile."""
        dialog.setParent(self, Qt.WindowType.Dialog)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def say(self, words: str) -> None:
        """Show a passing word in the status bar."""
        self.status.say(words)

    def saved(self) -> None:
        """Show that the map stands on disk as it is now."""
        self.saved_at = QTime.currentTime()
        self.refresh()

    def refresh_soon(self) -> None:
        """Bring everything in step once the events under way are done."""
        if not self._soon.isActive():
            self._soon.start(0)

    def refresh(self) -> None:
        """Bring actions, title and status bar in step with what is."""
        self._soon.stop()
        window_state.show(self, window_state.situation(self))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask before anything unsaved goes, and remember how the window stood."""
        if self.is_presenting:
            self.presenting.leave()
        if not self.maps.may_leave():
            event.ignore()
            return
        window_geometry.remember(self, self._place)
        self.maps.close_down()
        self.close_down()
        super().closeEvent(event)
        self.gone.emit(self)

    def close_down(self) -> None:
        """End what works in the background."""
        self.start_page.close_down()
        if self._place is not None:
            self._place.close_down()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Lead back to the map with Escape, wherever the keys are."""
        if event.key() == Qt.Key.Key_Escape:
            self.show_map()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_seen:
            self._is_seen = True
            QTimer.singleShot(0, self.seen.emit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.toolbar.fit(self.width())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            QTimer.singleShot(0, partial(self.maps.open_path, paths[0]))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self.refresh_soon()
        elif event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            QTimer.singleShot(0, self.maps.look_again)

    def _wire(self) -> None:
        self._soon.timeout.connect(self.refresh)
        self.actions_table.done.connect(self.did)
        self.preferences.changed.connect(self._settle_in)
        self.preferences.written.connect(self.refresh_soon)
        self.ui.changed.connect(self._retranslate)
        QApplication.instance().focusChanged.connect(self.refresh_soon)  # type: ignore[union-attr]
        page = self.start_page
        page.open_wanted.connect(self.maps.open_path)
        page.browse_wanted.connect(self.maps.ask_open)
        page.template_wanted.connect(self.maps.new_from_template)
        page.sample_wanted.connect(self.maps.new_from_sample)
        page.blank_wanted.connect(self.maps.new_blank)
        page.forget_wanted.connect(self._forget)

    def _remember_docks(self) -> None:
        """Remember which parts are open."""
        self.preferences.change(docks=tuple(sorted(window_state.situation(self).open_docks)))

    def _fit(self) -> None:
        """Show the map, once the workplace has its size."""
        if self.has_map:
            self.place.fit()

    def _show_top(self) -> None:
        """Show the start page from its head."""
        self.start_page.verticalScrollBar().setValue(0)

    def _forget(self, path: str) -> None:
        self.preferences.forget(path)
        self.start_page.show_recent(self.preferences.value.recent)

    def _settle_in(self, _: object) -> None:
        """Follow the settings that are the window's own business."""
        if self._place is not None:
            self._place.set_animated(self.preferences.value.animation)
        self.refresh_soon()

    def _retranslate(self) -> None:
        """Follow language, theme and size."""
        self.toolbar.fit(self.width())
        if self._place is not None and self.ui.theme is not self._theme:
            self._place.session.set_theme(self.ui.theme)
        self._theme = self.ui.theme
        self.refresh_soon()
