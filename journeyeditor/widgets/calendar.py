"""A month to pick a day from, with the mouse or the arrow keys."""

from __future__ import annotations

import datetime
from calendar import Calendar as Weeks
from calendar import monthrange

from PySide6.QtCore import QLocale, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from journeyeditor.i18n import MONTHS
from journeyeditor.widgets.buttons import compact_button
from journeyeditor.widgets.labels import label
from journeyeditor.widgets.layouts import row
from journeyeditor.widgets.popup import Popup
from journeyeditor.widgets.ui_context import UiContext

#: Nobody plans further ahead, and the whole weeks of each month are valid dates.
FIRST, LAST = datetime.date(1800, 1, 1), datetime.date(2999, 12, 31)
_CELL, _ROWS = 30, 7
_KEY_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -7,
    Qt.Key.Key_Down: 7,
}


def month_later(day: datetime.date, months: int) -> datetime.date:
    """Add months to a date; the 31st becomes the last day of a shorter month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return datetime.date(year, month, min(day.day, monthrange(year, month)[1]))


class MonthView(QWidget):
    """The days of a month; weeks begin on Monday."""

    picked = Signal(object)
    moved = Signal()

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self.day = datetime.date.today()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_day(self, day: datetime.date) -> None:
        """Select a day and show its month; dates beyond FIRST and LAST are clamped."""
        day = self.day = max(FIRST, min(LAST, day))
        words = self._ui.texts("Calendar")
        self.setAccessibleName(f"{words}: {self._ui.texts.date(day)}")
        self.moved.emit()
        self.update()

    def sizeHint(self) -> QSize:
        side = round(_CELL * self._ui.scale)
        return QSize(7 * side, _ROWS * side)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        days = self._days()
        cell = self._cell()
        column, line = int(event.position().x() // cell), int(event.position().y() // cell) - 1
        place = line * 7 + column
        if 0 <= column < 7 and 0 <= place < len(days):
            self.show_day(days[place])
            self.picked.emit(days[place])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _KEY_STEPS:
            self._move_by(_KEY_STEPS[key])
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.show_day(month_later(self.day, 1 if key == Qt.Key.Key_PageDown else -1))
        elif key == Qt.Key.Key_Home:
            self.show_day(datetime.date.today())
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.picked.emit(self.day)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, cell = self._ui.theme, self._cell()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            locale = QLocale(self._ui.texts.language)
            painter.setPen(QColor(theme["label"]))
            for column in range(7):
                name = locale.standaloneDayName(column + 1, QLocale.FormatType.ShortFormat)[:2]
                room = QRectF(column * cell, 0, cell, cell)
                painter.drawText(room, Qt.AlignmentFlag.AlignCenter, name)
            for place, day in enumerate(self._days()):
                room = QRectF(place % 7 * cell, (place // 7 + 1) * cell, cell, cell)
                self._paint_day(painter, room.adjusted(2, 2, -2, -2), day)

    def _paint_day(self, painter: QPainter, room: QRectF, day: datetime.date) -> None:
        theme = self._ui.theme
        is_marked, is_today = day == self.day, day == datetime.date.today()
        ink = "ink" if day.month == self.day.month else "label"
        painter.setPen(QPen(QColor(theme["selection"]), 1) if is_today else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme["accent"]) if is_marked else Qt.BrushStyle.NoBrush)
        if is_marked or is_today:
            painter.drawRoundedRect(room, 6, 6)
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold if is_marked else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QColor(theme["accent_ink" if is_marked else ink]))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, str(day.day))

    def _move_by(self, days: int) -> None:
        self.show_day(self.day + datetime.timedelta(days))

    def _days(self) -> list[datetime.date]:
        return list(Weeks().itermonthdates(self.day.year, self.day.month))

    def _cell(self) -> float:
        """The side of a day in pixels."""
        return self.width() / 7


class Calendar(Popup):
    """A month that pops up under a field; `picked` emits the date that was chosen."""

    picked = Signal(object)

    def __init__(self, ui: UiContext, owner: QWidget) -> None:
        super().__init__(ui, owner)
        self.month = MonthView(ui)
        self.title = label("", "title")
        self.earlier = compact_button(ui, "chevron_left")
        self.later = compact_button(ui, "chevron_right")
        header = QWidget()
        row(header, self.title, self.earlier, self.later)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 10)
        layout.addWidget(header)
        layout.addWidget(self.month)
        self.month.moved.connect(self._show_title)
        self.month.picked.connect(self._pick)
        self.earlier.clicked.connect(self._previous_month)
        self.later.clicked.connect(self._next_month)

    def open_at(self, day: datetime.date | None, under: QWidget) -> None:
        self.earlier.set_text(self._ui.texts("Previous month"))
        self.later.set_text(self._ui.texts("Next month"))
        self.month.show_day(day or datetime.date.today())
        self.show_beside(under)
        self.month.setFocus()

    def _show_title(self) -> None:
        day = self.month.day
        words = self._ui.texts(MONTHS[day.month - 1])
        self.title.setText(f"{words[:1].upper()}{words[1:]} {day.year}")

    def _previous_month(self) -> None:
        self.month.show_day(month_later(self.month.day, -1))

    def _next_month(self) -> None:
        self.month.show_day(month_later(self.month.day, 1))

    def _pick(self, day: datetime.date) -> None:
        self.hide()
        self.picked.emit(day)
