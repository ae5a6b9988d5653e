"""The kinds to add to the map: drag one there, click it, or press its letter."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QMimeData, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDrag,
    QEnterEvent,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QApplication, QSizePolicy, QVBoxLayout, QWidget

from journeyeditor.editing.session import Session
from journeyeditor.panels.kind_icons import drag_pixmap, kind_pixmap
from journeyeditor.vocabulary import KINDS, Common
from journeyeditor.widgets.labels import SectionLabel
from journeyeditor.widgets.layouts import scrolled
from journeyeditor.widgets.ui_context import UiContext

#: What is dragged from the palette: the name of a kind, as bytes.
MIME = "application/x-journeyeditor-kind"
#: Runs a drag to its end; tests inject another one.
DragRunner = Callable[[QDrag], object]
#: The height of a row, and the least where there is little room; padding; the side of a key.
_HEIGHT, _MIN_HEIGHT, _PAD, _KEY = 33, 24, 8, 18
#: The height that the palette needs beside its rows.
_AROUND = 48


def palette_kinds() -> list[type[Common]]:
    """The kinds that have a letter, in the order of their lanes."""
    return sorted((cls for cls in KINDS if cls.look.key), key=lambda cls: cls.look.order)


def run_drag(drag: QDrag) -> object:
    return drag.exec(Qt.DropAction.CopyAction)


class KindButton(QAbstractButton):
    """One kind: its swatch, its title and its letter."""

    def __init__(self, cls: type[Common], ui: UiContext, runner: DragRunner) -> None:
        super().__init__()
        self.kind: str = cls.kind_name()
        self._cls, self._ui, self._run = cls, ui, runner
        self._pressed: QPoint | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def retranslate(self) -> None:
        texts = self._ui.texts
        self.setText(texts(self._cls.look.title))
        about = texts((self._cls.__doc__ or "").partition("\n")[0])
        self.setToolTip(f"{about} ({self._cls.look.key})")
        self.setAccessibleName(self.text())
        self.setAccessibleDescription(f"{about} ({self._cls.look.key})")
        self.updateGeometry()
        self.update()

    def drag(self) -> QDrag:
        data = QMimeData()
        data.setData(MIME, QByteArray(self.kind.encode()))
        drag = QDrag(self)
        drag.setMimeData(data)
        picture = drag_pixmap(self.kind, self.text(), self._ui)
        drag.setPixmap(picture)
        size = picture.deviceIndependentSize()
        drag.setHotSpot(QPoint(round(size.width() / 2), round(size.height() / 2)))
        return drag

    def sizeHint(self) -> QSize:
        scale = self._ui.scale
        words = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(round(words + 70 * scale), round(_HEIGHT * scale))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.sizeHint().width(), round(_MIN_HEIGHT * self._ui.scale))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        distance = (event.position().toPoint() - self._pressed).manhattanLength()
        if distance >= QApplication.startDragDistance():
            self._pressed = None
            self.setDown(False)
            self._run(self.drag())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed = None
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        key = Qt.Key(event.key())
        if key in steps:
            self._move_focus(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, scale = self._ui.theme, self._ui.scale
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            room = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.setPen(Qt.PenStyle.NoPen)
            if self.isDown() or self.underMouse():
                painter.setBrush(QColor(theme["chosen" if self.isDown() else "hover"]))
                painter.drawRoundedRect(room, 6, 6)
            if self.hasFocus():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(QColor(theme["selection"]), 2))
                painter.drawRoundedRect(room, 6, 6)
            swatch = kind_pixmap(self.kind, self._ui)
            side = swatch.deviceIndependentSize().height()
            left = _PAD * scale
            painter.drawPixmap(QPointF(left, (self.height() - side) / 2), swatch)
            left += side + 9 * scale
            right = self.width() - (_PAD + _KEY) * scale - 6 * scale
            self._draw_title(painter, QRectF(left, 0, right - left, self.height()))
            self._draw_key(painter)

    def _draw_title(self, painter: QPainter, room: QRectF) -> None:
        words = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, int(room.width())
        )
        painter.setPen(QColor(self._ui.theme["ink"]))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)

    def _draw_key(self, painter: QPainter) -> None:
        theme, scale = self._ui.theme, self._ui.scale
        side = _KEY * scale
        cap = QRectF(self.width() - side - _PAD * scale, (self.height() - side) / 2, side, side)
        painter.setPen(QPen(QColor(theme["line"]), 1))
        painter.setBrush(QColor(theme["panel"]))
        painter.drawRoundedRect(cap, 4, 4)
        font = QFont(self.font())
        font.setPixelSize(max(8, round(11 * scale)))
        painter.setFont(font)
        painter.setPen(QColor(theme["label"]))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, self._cls.look.key)

    def _move_focus(self, step: int) -> None:
        parent = self.parentWidget()
        if parent is not None:
            buttons = parent.findChildren(KindButton)
            place = buttons.index(self) + step
            if 0 <= place < len(buttons):
                buttons[place].setFocus(Qt.FocusReason.TabFocusReason)


class Palette(QWidget):
    """The kinds; `chosen` emits the one that was clicked."""

    HELP = "first-map#cards"

    chosen = Signal(str)

    def __init__(self, ui: UiContext, runner: DragRunner = run_drag) -> None:
        super().__init__()
        self._ui = ui
        self.title = SectionLabel()
        self.buttons = [KindButton(cls, ui, runner) for cls in palette_kinds()]
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(6, 10, 6, 8)
        layout.setSpacing(1)
        self.title.setContentsMargins(9, 0, 0, 4)
        layout.addWidget(self.title)
        for button in self.buttons:
            layout.addWidget(button)
            button.clicked.connect(self._clicked)
        layout.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(page))
        ui.changed.connect(self._retranslate)
        self._retranslate()

    def show_session(self, session: Session | None) -> None:
        self.setEnabled(session is not None)

    def minimumSizeHint(self) -> QSize:
        scale = self._ui.scale
        height = len(self.buttons) * (_MIN_HEIGHT * scale + 1) + _AROUND
        width = max(button.minimumSizeHint().width() for button in self.buttons)
        return QSize(width + 12, round(height))

    def _clicked(self) -> None:
        button = self.sender()
        if isinstance(button, KindButton):
            self.chosen.emit(button.kind)

    def _retranslate(self) -> None:
        words = self._ui.texts("Drag onto the map")
        self.title.set_text(words)
        self.setAccessibleName(words)
        for button in self.buttons:
            button.retranslate()
