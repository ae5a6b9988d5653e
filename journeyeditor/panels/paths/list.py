"""Lists of lines with figures, quiet bars and headings; one line can be lit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from journeyeditor.panels.paths.messages import Line
from journeyeditor.widgets.ui_context import UiContext

PAD, GAP, ROW_PX, HEAD_PX, BAR_PX = 14, 10, 25, 30, 6
#: How much of a row a bar and the words at the right may take.
BAR_SHARE, ASIDE_SHARE = 0.42, 0.45
_Index = QModelIndex | QPersistentModelIndex


class Lines(QAbstractListModel):
    """The lines of a list."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[Line] = []

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show other lines; nothing moves when they are the same."""
        if list(lines) != self._lines:
            self.beginResetModel()
            self._lines = list(lines)
            self.endResetModel()

    def lines(self) -> list[Line]:
        """Return what is shown."""
        return list(self._lines)

    def line(self, index: _Index) -> Line:
        """Return the line of a row."""
        return self._lines[index.row()]

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._lines)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if self.line(index).is_head:
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.line(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return line.words
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return line.said
        return None


class LineList(QListView):
    """A list of lines; `chosen` tells the line that was clicked, or chosen with Enter or Space."""

    chosen = Signal(Line)
    let_go = Signal()

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._lines = Lines()
        self.lit: frozenset[str] = frozenset()
        self.setModel(self._lines)
        self._row = _Row(ui, self)
        self.setItemDelegate(self._row)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.clicked.connect(self._choose)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show other lines."""
        self._lines.show_lines(lines)
        self.figure_room = self._room([line.figure for line in lines if line.bar is None])
        self.bar_room = self._room([line.figure for line in lines if line.bar is not None])

    def lines(self) -> list[Line]:
        """Return what is shown."""
        return self._lines.lines()

    def line(self, index: _Index) -> Line:
        """Return the line of a row."""
        return self._lines.line(index)

    def show_lit(self, ids: frozenset[str]) -> None:
        """Mark the line that is lit."""
        self.lit = ids
        if not ids:
            self.clearSelection()
        self.viewport().update()

    def relay(self) -> None:
        """Lay the rows out anew: the size of the interface is another."""
        self.show_lines(self.lines())
        self._lines.layoutChanged.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if index.isValid():
                self._choose(index)
        elif event.key() == Qt.Key.Key_Escape and self.lit:
            self.let_go.emit()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take the second click of a double-click for none: it would undo the first."""
        event.accept()

    def _choose(self, index: QModelIndex) -> None:
        """Tell the line of a row."""
        line = self._lines.line(index)
        if not line.is_head:
            self.chosen.emit(line)

    def _room(self, figures: Sequence[str]) -> int:
        """Return the width of the column of figures."""
        metrics = QFontMetrics(bold(self.font()))
        return max((metrics.horizontalAdvance(figure) for figure in figures), default=0)


class _Row(QStyledItemDelegate):
    """One line: figure, words, a bar or quieter words; or a heading."""

    def __init__(self, ui: UiContext, view: LineList) -> None:
        super().__init__()
        self._ui, self._list = ui, view

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        is_head = self._list.line(index).is_head
        height = HEAD_PX if is_head else ROW_PX
        return QSize(120, round(height * self._ui.scale))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        line, rect = self._list.line(index), QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pad = round(PAD * self._ui.scale)
        inner = rect.adjusted(pad, 0, -pad, 0)
        if line.is_head:
            self._head(painter, inner, line.words)
        else:
            self._ground(painter, rect, line, option.state)
            if line.bar is not None:
                self._bar(painter, inner, line, line.bar)
            else:
                self._line(painter, inner, line)
        painter.restore()

    def _ground(self, painter: QPainter, rect: QRect, line: Line, state: QStyle.StateFlag) -> None:
        """Paint what lies below a line: chosen, hovered, or lit with a stroke at its side."""
        theme = self._ui.theme
        is_lit = bool(line.lit) and line.lit == self._list.lit
        if is_lit:
            painter.fillRect(rect, QColor(theme["chosen"]))
            painter.fillRect(
                rect.x(),
                rect.y(),
                max(2, round(3 * self._ui.scale)),
                rect.height(),
                QColor(theme["selection"]),
            )
        elif state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_HasFocus):
            painter.fillRect(rect, QColor(theme["hover"]))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(theme["selection"]))
            painter.drawRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5))

    def _head(self, painter: QPainter, rect: QRect, words: str) -> None:
        font = bold(painter.font())
        font.setPixelSize(max(9, round(11 * self._ui.scale)))
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0.8)
        painter.setFont(font)
        below = rect.adjusted(0, 0, 0, -round(5 * self._ui.scale))
        self._write(painter, below, words.upper(), "label", Qt.AlignmentFlag.AlignBottom)

    def _line(self, painter: QPainter, rect: QRect, line: Line) -> None:
        """Paint figure, words and what stands at the right."""
        gap = round(GAP * self._ui.scale)
        metrics = QFontMetrics(painter.font())
        left = rect.x()
        if line.figure:
            room = QRect(left, rect.y(), self._list.figure_room, rect.height())
            self._figure(painter, room, line.figure)
            left += self._list.figure_room + gap
        aside = min(metrics.horizontalAdvance(line.aside), round(rect.width() * ASIDE_SHARE))
        right = rect.right() - aside
        end = QRect(right, rect.y(), aside + 1, rect.height())
        self._write(painter, end, line.aside, "label", Qt.AlignmentFlag.AlignRight)
        words = QRect(left, rect.y(), right - left - (gap if aside else 0), rect.height())
        fits = not line.short or metrics.horizontalAdvance(line.words) <= words.width()
        self._write(painter, words, line.words if fits else line.short, "ink")

    def _bar(self, painter: QPainter, rect: QRect, line: Line, bar: float) -> None:
        """Paint words, a quiet bar from zero, and its figure at the right."""
        theme, scale = self._ui.theme, self._ui.scale
        gap = round(GAP * scale)
        figure = QRect(
            rect.right() - self._list.bar_room, rect.y(), self._list.bar_room + 1, rect.height()
        )
        self._figure(painter, figure, line.figure)
        width = round((rect.width() - self._list.bar_room) * BAR_SHARE)
        height = BAR_PX * scale
        track = QRectF(
            figure.x() - gap - width, rect.center().y() + 0.5 - height / 2, width, height
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme["line"]))
        painter.drawRoundedRect(track, height / 2, height / 2)
        if bar > 0:
            painter.setClipRect(track)
            filled = QRectF(track.x(), track.y(), max(track.width() * bar, 1.5), height)
            painter.setBrush(QColor(theme["selection"]))
            radius = min(height / 2, filled.width() / 2)
            painter.drawRoundedRect(filled, radius, radius)
            painter.setClipping(False)
        words = QRect(rect.x(), rect.y(), round(track.x()) - rect.x() - gap, rect.height())
        self._write(painter, words, line.words, "ink")

    def _figure(self, painter: QPainter, rect: QRect, words: str) -> None:
        """Write a figure, its last digit at the right."""
        font = painter.font()
        painter.setFont(bold(font))
        self._write(painter, rect, words, "title", Qt.AlignmentFlag.AlignRight)
        painter.setFont(font)

    def _write(
        self,
        painter: QPainter,
        rect: QRect,
        words: str,
        role: str,
        side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        """Write one line into a rectangle, shortened where it does not fit."""
        painter.setPen(QColor(self._ui.theme[role]))
        metrics = QFontMetrics(painter.font())
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, rect.width() + 1)
        upright = side & Qt.AlignmentFlag.AlignBottom or Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect, int(side | upright), shown)


def bold(font: QFont) -> QFont:
    """Return a heavier font of the same size."""
    result = QFont(font)
    result.setWeight(QFont.Weight.DemiBold)
    return result
