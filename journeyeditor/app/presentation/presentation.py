"""The map on the whole screen: the chrome is gone, arrows walk through it, editing goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEasingCurve, QEvent, QObject, Qt, QTimer, QVariantAnimation
from PySide6.QtGui import QKeyEvent

from journeyeditor.geometry import Rect

if TYPE_CHECKING:
    from journeyeditor.app.map_window import MapWindow
    from journeyeditor.app.presentation.tour import Stop
    from journeyeditor.editing.session import Session

#: The view glides so long from stop to stop (milliseconds).
GLIDE_MS = 280
FORWARD = (Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_Space)
BACK = (Qt.Key.Key_Up, Qt.Key.Key_PageUp, Qt.Key.Key_Backspace)


class Presentation(QObject):
    """Presents the map of a window.

    Right and left go to the next stage and the one before, down and up from card to card; Home
    shows the whole map, Escape ends. Enter still writes into the card that is shown.
    """

    def __init__(self, window: MapWindow, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._way: list[Stop] | None = None
        self._session: Session | None = None
        self._docks: tuple[str, ...] = ()
        self._state = Qt.WindowState.WindowNoState
        self._view = (1.0, 0, 0)
        self._glide = QVariantAnimation(self)
        self._glide.setDuration(GLIDE_MS)
        self._glide.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self._glide.setStartValue(0.0)
        self._glide.setEndValue(1.0)
        self._from, self._to = Rect(0, 0, 1, 1), Rect(0, 0, 1, 1)
        self._is_whole = False
        self._glide.valueChanged.connect(self._glided)

    @property
    def is_on(self) -> bool:
        """Whether the map is presented."""
        return self._session is not None

    def toggle(self) -> None:
        """Begin, or end."""
        if self.is_on:
            self.leave()
        elif self._window.has_map:
            self._begin()

    def leave(self) -> None:
        """End, and put everything back where it was."""
        if self._session is None:
            return
        self._session.updated.disconnect(self._forget_way)
        self._session, self._way = None, None
        self._glide.stop()
        window = self._window
        map_view = window.map_view
        map_view.canvas.removeEventFilter(self)
        window.show_chrome(True)
        for dock in self._docks:
            map_view.set_open(dock, True)
        window.setWindowState(self._state)
        (
            map_view.canvas.viewport.scale,
            map_view.canvas.viewport.left,
            map_view.canvas.viewport.top,
        ) = self._view
        map_view.canvas.view.zoom(1.0)
        window.refresh()

    def step(self, by: int) -> None:
        """Go to another card."""
        from journeyeditor.app.presentation.tour import next_card

        self._go(next_card(self._stops(), self._here(), by))

    def stage(self, by: int) -> None:
        """Go to another stage."""
        from journeyeditor.app.presentation.tour import next_stage

        self._go(next_stage(self._stops(), self._here(), by))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._pressed(event)
        if event.type() == QEvent.Type.Resize and self._is_whole:
            QTimer.singleShot(0, self._fit)
        return False

    def _begin(self) -> None:
        """Hide the chrome and fill the screen."""
        window = self._window
        map_view = window.map_view
        map_view.settle()
        self._session = map_view.session
        self._session.updated.connect(self._forget_way)
        self._state = window.windowState()
        view = map_view.canvas.viewport
        self._view = (view.scale, view.left, view.top)
        self._docks = tuple(sorted(map_view.open_docks))
        for dock in self._docks:
            map_view.set_open(dock, False)
        window.show_chrome(False)
        window.setWindowState(self._state | Qt.WindowState.WindowFullScreen)
        map_view.canvas.installEventFilter(self)
        map_view.canvas.setFocus()
        self._is_whole = True
        self._fit()
        window.refresh()

    def _fit(self) -> None:
        """Show the whole map; the screen becomes ours only after we asked for it."""
        if self.is_on and self._is_whole:
            self._window.map_view.canvas.view.zoom_to_fit()

    def _pressed(self, event: QKeyEvent) -> bool:
        """Walk with the keys; those with modifiers, and all others, edit as always."""
        key = Qt.Key(event.key())
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if key == Qt.Key.Key_Escape:
            if self._window.map_view.canvas.toolbox.is_busy:
                return False
            self.leave()
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            self.stage(1 if key == Qt.Key.Key_Right else -1)
        elif key in FORWARD or key in BACK:
            self.step(1 if key in FORWARD else -1)
        elif key == Qt.Key.Key_Home:
            self._is_whole = True
            self._fit()
        else:
            return False
        return True

    def _stops(self) -> list[Stop]:
        """Return the way through the map as it is now."""
        from journeyeditor.app.presentation.tour import stops

        if self._way is None and self._session is not None:
            self._way = stops(self._session.layout)
        return self._way or []

    def _forget_way(self, _: object) -> None:
        """Find the way anew when it is asked for: the map was edited."""
        self._way = None

    def _here(self) -> str:
        """Return what is selected."""
        return self._session.selection.primary if self._session is not None else ""

    def _go(self, stop: Stop | None) -> None:
        """Select a stop and glide there."""
        from journeyeditor.app.presentation.tour import view_of

        if stop is None or self._session is None:
            return
        self._is_whole = False
        self._session.selection.set([stop.id])
        view = view_of(self._session.layout, stop)
        if view is None:
            return
        self._glide.stop()
        self._from, self._to = self._window.map_view.canvas.viewport.seen, view
        if self._window.preferences.value.animation:
            self._glide.start()
        else:
            self._glided(1.0)

    def _glided(self, share: float) -> None:
        """Show the part of the way that is done."""
        from journeyeditor.app.presentation.tour import between

        if self.is_on:
            self._window.map_view.canvas.view.show(between(self._from, self._to, share))
