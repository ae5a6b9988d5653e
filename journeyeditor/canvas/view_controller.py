"""Moving and zooming the view, and what is painted again for it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPointF, QRectF, QTimer, Signal
from PySide6.QtWidgets import QWidget

from journeyeditor.canvas.backing_store import BackingStore
from journeyeditor.canvas.viewport import MAX_SCALE, PADDING, Viewport
from journeyeditor.geometry import Point, Rect, Size

#: After the last step of a zoom gesture, before the view is painted sharply.
IDLE_MS = 80
#: The largest scale that fitting chooses.
MAX_FIT_SCALE = 1.6
#: Below this scale nobody reads a card.
READABLE_SCALE = 0.45
#: Maps that would be smaller are not fitted when they are opened.
MIN_LEGIBLE_SCALE = 0.8


class ViewController(QObject):
    """Moves and zooms the viewport of a widget.

    A gesture shows the last picture enlarged until it rests; a command paints sharply at once.
    `obstacle` is a widget in a corner, beside which `reveal` shows things.
    """

    #: Another part of the map is in view.
    changed = Signal()

    def __init__(
        self, widget: QWidget, viewport: Viewport, backing: BackingStore, obstacle: QWidget
    ) -> None:
        super().__init__(widget)
        self._widget, self._viewport, self._backing = widget, viewport, backing
        self._obstacle = obstacle
        self._idle_timer = QTimer(self)
        self._idle_timer.setSingleShot(True)
        self._idle_timer.setInterval(IDLE_MS)
        self._idle_timer.timeout.connect(self._paint_sharply)

    @property
    def center(self) -> Point:
        return Point(self._widget.width() / 2, self._widget.height() / 2)

    def adapt(self) -> None:
        size = Size(self._widget.width(), self._widget.height())
        ratio = self._widget.devicePixelRatioF()
        if (self._viewport.size, self._viewport.ratio) != (size, ratio):
            self._viewport.resize(size, ratio)
            self._backing.follow()
            self._backing.sharpen()

    def finish(self) -> None:
        """Paint all that is in view sharply now, however long it takes."""
        self.adapt()
        self._backing.follow()
        self._idle_timer.stop()
        self._backing.sharpen()
        self._backing.work(60.0)

    def pan(self, dx: float, dy: float) -> None:
        """Scroll to the right and down, in screen pixels."""
        self._viewport.pan(dx, dy)
        self._backing.follow()
        self.changed.emit()

    def center_on(self, point: QPointF | Point) -> None:
        x, y = point.toTuple() if isinstance(point, QPointF) else point
        at, center = self._viewport.to_screen(Point(x, y)), self.center
        self.pan(at.x - center.x, at.y - center.y)

    def show_centered(self, rect: Rect) -> None:
        """Show a rectangle in the middle, large enough to be read."""
        if self._viewport.scale < READABLE_SCALE:
            self._viewport.zoom(1 / self._viewport.scale, self.center)
            self._jumped()
        self.center_on(rect.center)

    def reveal(self, rect: Rect) -> None:
        """Scroll as little as needed to show a rectangle of the map, beside the obstacle."""
        has_moved = self._viewport.reveal(rect)
        if has_moved:
            self.changed.emit()  # the obstacle may appear or go
        if self._uncover(rect) or has_moved:
            self._backing.follow()
            self.changed.emit()

    def zoom(self, factor: float, at: QPointF | Point | None = None) -> None:
        x, y = self.center if at is None else at.toTuple() if isinstance(at, QPointF) else at
        self._viewport.zoom(factor, Point(x, y))
        self._idle_timer.start()
        self.changed.emit()

    def show(self, rect: Rect, max_scale: float = MAX_SCALE) -> None:
        """Show a rectangle of the map as large as it fits, as part of a gesture."""
        self._viewport.show(rect, max_scale=max_scale)
        self._idle_timer.start()
        self.changed.emit()

    def zoom_in(self) -> None:
        self._zoom_sharply(1.25)

    def zoom_out(self) -> None:
        self._zoom_sharply(0.8)

    def zoom_100(self) -> None:
        """Show one map unit as one pixel of the interface."""
        self._zoom_sharply(1 / self._viewport.scale)

    def zoom_to_fit(self) -> None:
        self.zoom_to(self._viewport.sheet, MAX_FIT_SCALE)

    def zoom_to_start(self) -> None:
        """Fit the map if its words stay legible, else show its start at full size."""
        self.zoom_to_fit()
        if self._viewport.scale < MIN_LEGIBLE_SCALE:
            sheet = self._viewport.sheet
            self.zoom_to(Rect(sheet.x, sheet.y, *self._viewport.size), 1.0)
            self.pan(-PADDING, -PADDING)

    def zoom_to_rects(self, rects: Sequence[Rect]) -> None:
        """Show rectangles of the map, or the whole map if there are none."""
        if not rects:
            self.zoom_to_fit()
            return
        united = rects[0]
        for rect in rects[1:]:
            united = united.united(rect)
        self.zoom_to(united.inset(-12), 2.0)

    def zoom_to(self, rect: Rect, max_scale: float) -> None:
        self.adapt()
        self._viewport.show(rect, max_scale=max_scale)
        self._jumped()

    def _zoom_sharply(self, factor: float) -> None:
        self._viewport.zoom(factor, self.center)
        self._jumped()

    def _jumped(self) -> None:
        self._idle_timer.stop()
        self._backing.follow()
        self._backing.sharpen()
        self.changed.emit()

    def _paint_sharply(self) -> None:
        self._backing.sharpen()
        self._widget.update()

    def _uncover(self, rect: Rect) -> bool:
        """Scroll a rectangle up from below the obstacle, if there is room above it."""
        obstacle, place = self._obstacle.geometry(), self._viewport.rect_to_screen(rect)
        is_covered = self._obstacle.isVisible() and obstacle.intersects(QRectF(*place).toRect())
        if not is_covered or place.height > obstacle.top():
            return False
        self._viewport.pan(0, place.bottom - obstacle.top())
        return True
