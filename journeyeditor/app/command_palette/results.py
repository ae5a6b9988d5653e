"""The lines of the command box: what was found, drawn with its icon and what stands at the end."""

from __future__ import annotations

from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from journeyeditor.widgets import icons
from journeyeditor.widgets.ui_context import UiContext

#: How high a line is at interface size 1, in pixels.
ROW = 34
Index = QModelIndex | QPersistentModelIndex


class Found(NamedTuple):
    """One line: an action's id or an element's, its words, what stands at the end, an icon."""

    id: str
    words: str
    end: str
    glyph: str
    is_element: bool = False


class Lines(QAbstractListModel):
    """What was found, best first."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[Found] = []

    def show_lines(self, lines: list[Found]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def line(self, index: Index) -> Found:
        """Return the line of a row."""
        return self._lines[index.row()]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.line(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return line.words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{line.words}, {line.end}" if line.end else line.words
        return None


class LineDelegate(QStyledItemDelegate):
    """Draws a line: icon, words, and key or kind at the end."""

    def __init__(self, ui: UiContext, lines: Lines) -> None:
        super().__init__()
        self._ui, self._lines = ui, lines

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, round(ROW * self._ui.scale))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line, theme, scale = self._lines.line(index), self._ui.theme, self._ui.scale
        rect: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme["chosen"]))
            painter.drawRoundedRect(rect.adjusted(6, 1, -6, -1), 6, 6)
        side = round(16 * scale)
        left = rect.x() + round(18 * scale)
        if line.glyph:
            place = QRect(left, rect.center().y() - side // 2, side, side).toRectF()
            icons.draw(painter, line.glyph, place, theme["chosen_ink" if chosen else "quiet"])
        metrics = painter.fontMetrics()
        right = rect.right() - round(18 * scale)
        end = metrics.horizontalAdvance(line.end)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(theme["label"]))
        painter.drawText(QRect(right - end, rect.y(), end + 1, rect.height()), middle, line.end)
        start = left + side + round(12 * scale)
        room = right - end - round(16 * scale) - start
        words = metrics.elidedText(line.words, Qt.TextElideMode.ElideRight, room)
        painter.setPen(QColor(theme["chosen_ink" if chosen else "ink"]))
        painter.drawText(QRect(start, rect.y(), room, rect.height()), middle, words)
        painter.restore()
