"""Present the map full screen: arrow keys go from stage to stage, and everything stays editable."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEasingCurve, QEvent, QObject, Qt, QTimer, QVariantAnimation
from PySide6.QtGui import QKeyEvent

from journeyeditor.geometry import Rect
from journeyeditor.layout.incremental.layout import IncrementalLayout

if TYPE_CHECKING:
    from journeyeditor.app.map_window import MapWindow
    from journeyeditor.editing.session import Session

#: Margin around a stop, in fractions of its size.
MARGIN = 0.06
#: Margin around a card, in multiples of its width and height.
CARD_MARGIN_X, CARD_MARGIN_Y = 1.2, 1.6


class TourStop(NamedTuple):
    """One stop: the selected element ("" for cards outside of any stage) and its stage."""

    id: str
    stage: str


def stops(layout: IncrementalLayout) -> list[TourStop]:
    """All stops: each stage, then its cards in reading order, moment by moment."""
    return list(_stops(layout))


def _stops(layout: IncrementalLayout) -> Iterator[TourStop]:
    for column in layout.columns:
        stage = column.stage_id or ""
        if stage:
            yield TourStop(stage, stage)
        for slot in range(column.first, column.first + column.slots):
            for lane in range(len(layout.lanes)):
                for id_ in layout.cell_ids(lane, slot):
                    yield TourStop(id_, stage)


def next_card(route: list[TourStop], at: str, by: int) -> TourStop | None:
    """The stop `by` steps further; None at the ends or if there is none."""
    place = _place(route, at)
    if place is None:
        return route[0] if route else None
    wanted = place + by
    return route[wanted] if 0 <= wanted < len(route) else None


def next_stage(route: list[TourStop], at: str, by: int) -> TourStop | None:
    """The stage `by` stages further; back from a card leads to its own stage first."""
    stages = [stop for stop in route if stop.id == stop.stage]
    place = _place(route, at)
    if place is None or not stages:
        return stages[0] if stages else None
    before = sum(stop.id == stop.stage for stop in route[: place + 1]) - 1
    if by < 0 and before >= 0 and route[place] != stages[before]:
        by += 1
    wanted = before + by
    return stages[wanted] if 0 <= wanted < len(stages) else None


def _place(route: list[TourStop], at: str) -> int | None:
    return next((number for number, stop in enumerate(route) if stop.id == at), None)


def view_of(layout: IncrementalLayout, stop: TourStop) -> Rect | None:
    """The region of the map to show at a stop: a whole stage, or a card with its neighbours."""
    if stop.id == stop.stage:
        column = next((c for c in layout.columns if c.stage_id == stop.stage), None)
        if column is None:
            return None
        return _with_margin(Rect(column.x, 0, column.width, layout.size.height))
    rect = layout.rect(stop.id)
    if rect is None:
        return None
    return Rect(
        rect.x - CARD_MARGIN_X * rect.width,
        rect.y - CARD_MARGIN_Y * rect.height,
        rect.width * (1 + 2 * CARD_MARGIN_X),
        rect.height * (1 + 2 * CARD_MARGIN_Y),
    )


def _with_margin(rect: Rect) -> Rect:
    dx, dy = rect.width * MARGIN, rect.height * MARGIN
    return Rect(rect.x - dx, rect.y - dy, rect.width + 2 * dx, rect.height + 2 * dy)


def between(one: Rect, other: Rect, share: float) -> Rect:
    """The rectangle at `share` (0..1) between two others."""
    parts = (a + (b - a) * share for a, b in zip(one, other, strict=True))
    return Rect(*parts)


#: Duration of the animation between stops (ms).
GLIDE_MS = 280
FORWARD = (Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_Space)
BACK = (Qt.Key.Key_Up, Qt.Key.Key_PageUp, Qt.Key.Key_Backspace)


class Presentation(QObject):
    """Presents the map of a window.

    Right and Left go to the next and previous stage, Down and Up to the next and previous card; Home
    shows the whole map, Escape ends. Enter edits the current card.

    """

    def __init__(self, window: MapWindow, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._cached_stops: list[TourStop] | None = None
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
        self._glide.valueChanged.connect(self._on_animated)

    @property
    def is_on(self) -> bool:
        return self._session is not None

    def toggle(self) -> None:
        if self.is_on:
            self.end()
        elif self._window.has_map:
            self._begin()

    def end(self) -> None:
        """End, and restore the window."""
        if self._session is None:
            return
        self._session.updated.disconnect(self._invalidate_stops)
        self._session, self._cached_stops = None, None
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
        self._go_to(next_card(self._stops(), self._here(), by))

    def stage(self, by: int) -> None:
        self._go_to(next_stage(self._stops(), self._here(), by))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._handle_key(event)
        if event.type() == QEvent.Type.Resize and self._is_whole:
            QTimer.singleShot(0, self._fit)
        return False

    def _begin(self) -> None:
        """Hide menu bar, toolbar and status bar, and go full screen."""
        window = self._window
        map_view = window.map_view
        map_view.settle()
        self._session = map_view.session
        self._session.updated.connect(self._invalidate_stops)
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
        """Fit the map; the window becomes full screen only some time after the request."""
        if self.is_on and self._is_whole:
            self._window.map_view.canvas.view.zoom_to_fit()

    def _handle_key(self, event: QKeyEvent) -> bool:
        """Handle navigation keys; those with modifiers, and all others, edit as usual."""
        key = Qt.Key(event.key())
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if key == Qt.Key.Key_Escape:
            if self._window.map_view.canvas.toolbox.is_busy:
                return False
            self.end()
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

    def _stops(self) -> list[TourStop]:
        if self._cached_stops is None and self._session is not None:
            self._cached_stops = stops(self._session.layout)
        return self._cached_stops or []

    def _invalidate_stops(self, _: object) -> None:
        """Recompute the stops on next use: the map was edited."""
        self._cached_stops = None

    def _here(self) -> str:
        return self._session.selection.primary if self._session is not None else ""

    def _go_to(self, stop: TourStop | None) -> None:
        """Select a stop and animate the view to it."""
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
            self._on_animated(1.0)

    def _on_animated(self, share: float) -> None:
        if self.is_on:
            self._window.map_view.canvas.view.show(between(self._from, self._to, share))
