"""What the tour shows: a bubble beside a part of the window, and a ring around that part."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from journeyeditor.widgets.buttons import IconButton, primary
from journeyeditor.widgets.labels import KeyCap, label
from journeyeditor.widgets.style import styled
from journeyeditor.widgets.ui_context import UiContext

#: The bubble's width, its pointer, and what is free around it (pixels at interface size 1).
WIDTH, POINTER, GAP = 320, 10, 6
RADIUS = 10.0


class Ring(QWidget):
    """A frame around what a step is about; the mouse goes through it."""

    def __init__(self, ui: UiContext, window: QWidget) -> None:
        super().__init__(window)
        self._ui = ui
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(self._ui.theme["selection"]), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)


class Bubble(QWidget):
    """Title, text and buttons; it never takes the focus by itself."""

    next_wanted = Signal()
    leave_wanted = Signal()

    def __init__(self, ui: UiContext, window: QWidget) -> None:
        super().__init__(window)
        self._ui, self._window = ui, window
        self._tip, self._side = QPoint(), ""
        self._title, self._text = label("", "title"), label()
        self._text.setWordWrap(True)
        self._progress = label("", "small")
        self._close = IconButton(ui, "close", role="label", size=14)
        self.next = styled(primary(), "primary")
        self._key = KeyCap("")
        self.leave = styled(QPushButton(), "flat")
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._close)
        foot = QHBoxLayout()
        foot.addWidget(self._progress, 1)
        foot.addWidget(self.leave)
        foot.addWidget(self._key)
        foot.addWidget(self.next)
        column = QVBoxLayout(self)
        edge = POINTER + 12
        column.setContentsMargins(edge, edge, edge, edge)
        column.addLayout(head)
        column.addWidget(self._text)
        column.addSpacing(6)
        column.addLayout(foot)
        self.next.clicked.connect(self.next_wanted)
        self.leave.clicked.connect(self.leave_wanted)
        self._close.clicked.connect(self.leave_wanted)
        for button in (self.next, self.leave):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def words(self) -> str:
        return f"{self._title.text()}. {self._text.text()}"

    def show_step(self, title: str, text: str, number: int, count: int, key: str) -> None:
        texts, is_last = self._ui.texts, number == count
        self._title.setText(title)
        self._text.setText(text)
        self._progress.setText(
            texts("{number} of {count}").format(
                number=texts.number(number), count=texts.number(count)
            )
        )
        self.next.setText(texts("Done") if is_last else texts("Next"))
        self.leave.setText(texts("End tour"))
        self.leave.setVisible(not is_last)
        self._close.set_text(texts("End tour"))
        self._key.setText(key)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.setFixedWidth(round(WIDTH * self._ui.scale) + 2 * POINTER)
        self.adjustSize()
        self.resize(self.width(), self.heightForWidth(self.width()))

    def point_at(self, target: QRect) -> None:
        """Stand beside a rectangle of the window, where there is room, and point at it."""
        room = self._window.rect().adjusted(GAP, GAP, -GAP, -GAP)
        width, height, middle = self.width(), self.height(), target.center()
        places = {
            "left": QPoint(target.right() + GAP, middle.y() - height // 2),
            "right": QPoint(target.left() - GAP - width, middle.y() - height // 2),
            "top": QPoint(middle.x() - width // 2, target.bottom() + GAP),
            "bottom": QPoint(middle.x() - width // 2, target.top() - GAP - height),
        }
        fits = {
            "left": target.right() + GAP + width <= room.right(),
            "right": target.left() - GAP - width >= room.left(),
            "top": target.bottom() + GAP + height <= room.bottom(),
            "bottom": target.top() - GAP - height >= room.top(),
        }
        is_wide = target.width() > target.height()
        sides = sorted(fits, key=lambda side: (side in {"left", "right"}) == is_wide)
        self._side = next((side for side in sides if fits[side]), "")
        place = places.get(self._side, room.center() - QPoint(width // 2, height // 2))
        x = max(room.left(), min(place.x(), room.right() - width))
        y = max(room.top(), min(place.y(), room.bottom() - height))
        self.move(x, y)
        tip = middle - QPoint(x, y)
        if tip != self._tip:  # a bubble that repaints the map below would be placed for ever
            self._tip = tip
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._ui.theme
        frame = QRectF(self.rect()).adjusted(POINTER, POINTER, -POINTER, -POINTER)
        shape = QPainterPath()
        shape.addRoundedRect(frame, RADIUS, RADIUS)
        if self._side:
            pointer = QPainterPath()
            pointer.addPolygon(self._pointer(frame))
            shape = shape.united(pointer)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(theme["selection"]), 1.5))
            painter.setBrush(QColor(theme["panel"]))
            painter.drawPath(shape)

    def _pointer(self, frame: QRectF) -> QPolygonF:
        """The triangle at the side of the target; it stays clear of the round corners."""
        low, high = RADIUS + POINTER, RADIUS + POINTER
        x = max(frame.left() + low, min(float(self._tip.x()), frame.right() - high))
        y = max(frame.top() + low, min(float(self._tip.y()), frame.bottom() - high))
        left, right, top, bottom = frame.left(), frame.right(), frame.top(), frame.bottom()
        corners = {
            "left": ((left, y - POINTER), (left - POINTER, y), (left, y + POINTER)),
            "right": ((right, y - POINTER), (right + POINTER, y), (right, y + POINTER)),
            "top": ((x - POINTER, top), (x, top - POINTER), (x + POINTER, top)),
            "bottom": ((x - POINTER, bottom), (x, bottom + POINTER), (x + POINTER, bottom)),
        }
        return QPolygonF([QPointF(*corner) for corner in corners[self._side]])
