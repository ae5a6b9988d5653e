"""The bars beside the funnel's table: linear from zero, what was lost pale behind them."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from journeyeditor.panels.funnel.model import Column, FunnelModel, _Index
from journeyeditor.panels.funnel.rows import Row
from journeyeditor.widgets.ui_context import UiContext

#: Pixels at interface size 1: room at the ends, between bar and words, and a bar's height.
PAD, GAP, BAR = 8, 8, 14
#: Part of a cell that the longest bar takes at least.
MIN_BARS = 0.35


class Bars(QStyledItemDelegate):
    """Paints one stage's bar: its customers, those lost on the way, and those of a what-if."""

    def __init__(self, ui: UiContext, model: FunnelModel) -> None:
        super().__init__()
        self._ui, self._model = ui, model
        self._known: tuple[object, ...] = ()
        self._room = 0.0

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(round(260 * self._ui.scale), round(28 * self._ui.scale))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row, scale = self._model.row(index), self._ui.scale
        cell = QRectF(option.rect).adjusted(PAD * scale, 0, -PAD * scale, 0)
        words = str(index.data())
        room = self._room_of(cell.width(), option)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        end = self._paint_bars(painter, cell, row, room)
        self._write(painter, option, cell, end + GAP * scale, row, words)
        painter.restore()

    def _paint_bars(self, painter: QPainter, cell: QRectF, row: Row, room: float) -> float:
        """Paint what there is to see of a row; return where it ends."""
        theme, scale = self._ui.theme, self._ui.scale
        top = self._model.figures.top
        is_asking = row.after is not None
        high = BAR * scale * (0.62 if is_asking else 1.0)
        upper = cell.center().y() - (high + scale if is_asking else high / 2)
        end = cell.left()
        if row.before is not None and row.lost > 0:
            ghost = self._bar(cell, upper, high, row.before, top, room)
            painter.setBrush(QColor(theme["pain" if row.is_worst else "line"]))
            painter.setOpacity(0.28 if row.is_worst else 1.0)
            painter.drawRoundedRect(ghost, 2, 2)
            painter.setOpacity(1.0)
            end = ghost.right()
        if row.stage.count is not None:
            bar = self._bar(cell, upper, high, row.stage.count, top, room)
            painter.setBrush(QColor(theme["accent"]))
            painter.drawRoundedRect(bar, min(2, bar.width() / 2), 2)
            end = max(end, bar.right())
        if row.after is not None:
            bar = self._bar(cell, upper + high + 2 * scale, high, row.after, top, room)
            painter.setBrush(QColor(theme["chosen"]))
            painter.setPen(QPen(QColor(theme["selection"]), 1.2))
            painter.drawRoundedRect(bar.adjusted(0.6, 0.6, -0.6, -0.6), 2, 2)
            end = max(end, bar.right())
        return end

    def _room_of(self, width: float, option: QStyleOptionViewItem) -> float:
        """Return how long the longest bar may be, so that behind each bar its words fit."""
        figures, ui = self._model.figures, self._ui
        known = (figures, width, option.font.key(), ui.texts.language, ui.scale)
        if self._known != known:
            metrics, gap = QFontMetrics(option.font), GAP * ui.scale
            room = width
            for number, row in enumerate(figures.rows):
                words = str(self._model.index(number, Column.BARS).data())
                longest = max(row.stage.count or 0, row.before or 0, row.after or 0)
                if words and longest and figures.top:
                    left = width - gap - metrics.horizontalAdvance(words)
                    room = min(room, left * figures.top / longest)
            self._known, self._room = known, max(room, MIN_BARS * width, 1)
        return self._room

    def _bar(
        self, cell: QRectF, y: float, high: float, count: float, top: float, room: float
    ) -> QRectF:
        """Return the bar of a count; the least of them is still to be seen."""
        width = max(room * count / top if top else 0.0, 1.5 * self._ui.scale)
        return QRectF(cell.left(), y, width, high)

    def _write(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        cell: QRectF,
        left: float,
        row: Row,
        words: str,
    ) -> None:
        """Write the loss behind the bar."""
        rect = QRectF(left, cell.y(), max(cell.right() - left, 0), cell.height())
        font = option.font
        painter.setFont(font)
        painter.setPen(QColor(self._ui.theme["pain" if row.is_worst else "label"]))
        side = Qt.TextElideMode.ElideRight
        shown = QFontMetrics(font).elidedText(words, side, int(rect.width()))
        painter.drawText(
            rect, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown
        )
