"""The preview of a poster: pan, zoom and the bar below."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from journeyeditor.app.export.sheet_view import SheetImages, SheetTable
from journeyeditor.widgets.buttons import IconButton
from journeyeditor.widgets.labels import ElidedLabel, label
from journeyeditor.widgets.ui_context import UiContext

#: Zoom factor per key press, click or wheel notch.
STEP = 1.25


class PageView(SheetTable):
    """The sheets, with mouse and keyboard control.

    Keys: + and − zoom, 0 fits all, 1 is actual size, Page Up and Page Down go from sheet to sheet.
    """

    def __init__(self, ui: UiContext, shots: SheetImages) -> None:
        super().__init__(ui, shots)
        self._drag_position: QPointF | None = None
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
            self._drag_position = event.position()
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag_position is not None:
            moved: QPoint = (event.position() - self._drag_position).toPoint()
            self._drag_position = event.position()
            for bar, step in (
                (self.horizontalScrollBar(), moved.x()),
                (self.verticalScrollBar(), moved.y()),
            ):
                bar.setValue(bar.value() - step)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drag_position = None
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
                self.next_page()
            case Qt.Key.Key_PageUp:
                self.back()
            case _:
                super().keyPressEvent(event)


class PreviewBar(QFrame):
    """The zoom and page controls of a preview."""

    def __init__(self, ui: UiContext, view: PageView) -> None:
        super().__init__()
        self._ui, self._view = ui, view
        self.sheet = ElidedLabel()
        self._before = IconButton(ui, "chevron_left")
        self._after = IconButton(ui, "chevron_right")
        self._less = IconButton(ui, "minus")
        self._more = IconButton(ui, "plus")
        self._zoom = label(look="secondary")
        self._all, self._one, self._real = QToolButton(), QToolButton(), QToolButton()
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 4)
        row.setSpacing(2)
        parts: tuple[QWidget, ...] = (self._before, self._after, self.sheet, self._all, self._one)
        for part in (*parts, self._real, self._less, self._zoom, self._more):
            row.addWidget(part, 1 if part is self.sheet else 0)
        self._connect_signals()
        self._retranslate()

    def _connect_signals(self) -> None:
        self._ui.changed.connect(self._retranslate)
        self._view.zoomed.connect(self._show_zoom)
        self._view.turned.connect(self._show_sheet)
        self._before.clicked.connect(self._view.back)
        self._after.clicked.connect(self._view.next_page)
        self._less.clicked.connect(self._shrink)
        self._more.clicked.connect(self._grow)
        self._all.clicked.connect(self._view.show_all)
        self._one.clicked.connect(self._view.show_front)
        self._real.clicked.connect(self._view.zoom_real)

    def _grow(self) -> None:
        self._view.zoom_by(STEP)

    def _shrink(self) -> None:
        self._view.zoom_by(1 / STEP)

    def _show_zoom(self, zoom: float) -> None:
        self._zoom.setText(self._ui.texts.percent(zoom))

    def _show_sheet(self, number: int) -> None:
        pages = self._view.pages
        texts = self._ui.texts
        words = ""
        if pages:
            width, height = (texts.number(side, 0) for side in self._view.millimetres(number))
            words = f"{width} × {height} mm"
        if len(pages) > 1:
            place = texts("Page {number} of {count}").format(number=number + 1, count=len(pages))
            words = f"{place} · {words}"
        self.sheet.set_text(words)
        for part in (self._before, self._after, self._all):
            part.setVisible(len(pages) > 1)

    def _retranslate(self) -> None:
        texts = self._ui.texts
        for button, words in (
            (self._before, texts("Previous page")),
            (self._after, texts("Next page")),
            (self._less, texts("Zoom out")),
            (self._more, texts("Zoom in")),
        ):
            button.set_text(words)
        for tool, words in (
            (self._all, texts("All pages")),
            (self._one, texts("Fit page")),
            (self._real, texts("Actual size")),
        ):
            tool.setText(words)
            tool.setAccessibleName(words)
        self._zoom.setMinimumWidth(round(46 * self._ui.scale))
        self._show_zoom(self._view.zoom)
        self._show_sheet(self._view.front)
        self._view.setAccessibleName(texts("Poster preview"))
