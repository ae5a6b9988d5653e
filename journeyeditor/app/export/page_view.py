"""The preview of a poster: its sheets on a table, moved and zoomed by hand, wheel, pinch and keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QNativeGestureEvent, QWheelEvent

from journeyeditor.app.export.page_cache import Shots
from journeyeditor.app.export.sheet_view import SheetTable
from journeyeditor.widgets.ui_context import UiContext

#: One step of zoom by a key, a button or a notch of the wheel.
STEP = 1.25


class PageView(SheetTable):
    """A table of sheets under a hand.

    Keys: + and − zoom, 0 shows all, 1 the real size, page up and down lead from sheet to sheet.
    """

    def __init__(self, ui: UiContext, shots: Shots) -> None:
        super().__init__(ui, shots)
        self._held: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(STEP ** (event.angleDelta().y() / 120), event.position())
            event.accept()
            return
        super().wheelEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self.zoom_by(1 + event.value(), event.position())
            return True
        return super().viewportEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._held = event.position()
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            moved: QPoint = (event.position() - self._held).toPoint()
            self._held = event.position()
            for bar, way in (
                (self.horizontalScrollBar(), moved.x()),
                (self.verticalScrollBar(), moved.y()),
            ):
                bar.setValue(bar.value() - way)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held = None
        self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        number, _ = self.under(event.position())
        if number is not None:
            self.show_page(number) if self.is_fitted else self.show_all()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom_by(STEP)
            case Qt.Key.Key_Minus:
                self.zoom_by(1 / STEP)
            case Qt.Key.Key_0:
                self.show_all()
            case Qt.Key.Key_1:
                self.zoom_real()
            case Qt.Key.Key_PageDown:
                self.forth()
            case Qt.Key.Key_PageUp:
                self.back()
            case _:
                super().keyPressEvent(event)
