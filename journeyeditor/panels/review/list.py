"""The list of findings: severity, message, quick fix, topic, and a link to the element."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from journeyeditor.i18n import N_
from journeyeditor.insight.review import Finding
from journeyeditor.widgets.ui_context import UiContext

DOT, PAD, TOPIC_PX, JUMP_PX, FIX_PX, ROW_PX = 9, 16, 132, 78, 210, 29
_COLOURS = {"error": "pain", "warning": "moment", "info": "selection"}
_SEVERITIES = {"error": N_("Error"), "warning": N_("Warning"), "info": N_("Hint")}
_Index = QModelIndex | QPersistentModelIndex


class FindingRow(NamedTuple):
    """A finding, the text of its fix ("" for none), and why it is dismissed (None: it is not)."""

    finding: Finding
    fix: str = ""
    reason: str | None = None

    @property
    def is_dismissed(self) -> bool:
        return self.reason is not None


class FindingsModel(QAbstractListModel):
    """The findings of a review in the language of the window."""

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._rows: list[FindingRow] = []

    def show_rows(self, rows: Sequence[FindingRow]) -> None:
        if list(rows) == self._rows:
            return
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def rows(self) -> Sequence[FindingRow]:
        return self._rows

    def row(self, index: _Index) -> FindingRow:
        return self._rows[index.row()]

    def text(self, row: FindingRow) -> str:
        text = row.finding.message(self._ui.texts)
        return f"{text} – {row.reason}" if row.reason else text

    def retranslate(self) -> None:
        self.layoutChanged.emit()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, texts = self.row(index), self._ui.texts
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.text(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            severity = (
                texts("Dismissed") if row.is_dismissed else texts(_SEVERITIES[row.finding.severity])
            )
            return f"{severity}: {self.text(row)}"
        return None


class ReviewList(QListView):
    """The list; its signals ask for something with the finding at an index.

    Enter goes to the element, Ctrl+Enter fixes, Delete dismisses (or restores).
    """

    jump_wanted = Signal(QModelIndex)
    fix_wanted = Signal(QModelIndex)
    dismiss_wanted = Signal(QModelIndex)

    def __init__(self, ui: UiContext, model: FindingsModel) -> None:
        super().__init__()
        self._rows = model
        self._delegate = FindingDelegate(ui, model)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)

    def fix_rect(self, index: QModelIndex) -> QRect:
        """Where the fix of a row is written; empty where there is none."""
        row = self._rows.row(index)
        return self._delegate.spans(self.visualRect(index))[1] if row.fix else QRect()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        key, has_control = event.key(), event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if not index.isValid():
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            (self.fix_wanted if has_control else self.jump_wanted).emit(index)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.dismiss_wanted.emit(index)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Fix where the text of the fix is clicked, else go to the element."""
        super().mouseReleaseEvent(event)
        place = event.position().toPoint()
        index = self.indexAt(place)
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            (self.fix_wanted if self._is_on_fix(index, place) else self.jump_wanted).emit(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        place = event.position().toPoint()
        index = self.indexAt(place)
        over = index.isValid() and self._is_on_fix(index, place)
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def leaveEvent(self, event: QEvent) -> None:
        self.viewport().unsetCursor()
        super().leaveEvent(event)

    def _is_on_fix(self, index: QModelIndex, place: QPoint) -> bool:
        return self.fix_rect(index).contains(place)


class FindingDelegate(QStyledItemDelegate):
    """Paints one finding."""

    def __init__(self, ui: UiContext, model: FindingsModel) -> None:
        super().__init__()
        self._ui, self._model = ui, model

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(200, round(ROW_PX * self._ui.scale))

    def spans(self, rect: QRect) -> tuple[QRect, QRect, QRect, QRect]:
        """The places of message, fix, topic and link in a row; a narrow one drops the topic."""
        scale = self._ui.scale
        pad = round(PAD * scale)
        right = rect.right() - pad
        areas = []
        for width in (JUMP_PX, TOPIC_PX if rect.width() > 760 * scale else 0, FIX_PX):
            wide = round(width * scale)
            areas.append(QRect(right - wide, rect.y(), wide, rect.height()))
            right -= wide + (12 if wide else 0)
        left = rect.x() + 2 * pad + round(DOT * scale)
        jump, topic, fix = areas
        return (
            QRect(left, rect.y(), max(0, right - left), rect.height()),
            fix,
            topic,
            jump,
        )

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row, theme, texts = self._model.row(index), self._ui.theme, self._ui.texts
        rect: QRect = option.rect
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(theme["chosen"]))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(theme["hover"]))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, QColor(theme["line"]))
        self._draw_severity(painter, rect, row)
        reason, fix, topic, jump = self.spans(rect)
        if row.finding.element:
            _draw_text(painter, jump, texts("Show"), theme["link"], right=True)
        _draw_text(painter, topic, texts(row.finding.topic), theme["label"], right=True)
        if row.fix:
            _draw_text(painter, fix, texts(row.fix), theme["link"], right=True)
        else:
            reason.setRight(fix.right())
        _draw_text(
            painter, reason, self._model.text(row), theme["label" if row.is_dismissed else "ink"]
        )
        painter.restore()

    def _draw_severity(self, painter: QPainter, rect: QRect, row: FindingRow) -> None:
        """Colour is never the only sign: errors are square, dismissed findings hollow."""
        scale = self._ui.scale
        pad, dot = round(PAD * scale), round(DOT * scale)
        colour = QColor(self._ui.theme[_COLOURS[row.finding.severity]])
        painter.setPen(colour if row.is_dismissed else Qt.PenStyle.NoPen)
        painter.setBrush(Qt.BrushStyle.NoBrush if row.is_dismissed else colour)
        place = QRect(rect.x() + pad, rect.center().y() - dot // 2, dot, dot)
        if row.finding.severity == "error":
            painter.drawRoundedRect(place, 2, 2)
        else:
            painter.drawEllipse(place)


def _draw_text(
    painter: QPainter, rect: QRect, text: str, colour: str, *, right: bool = False
) -> None:
    painter.setPen(QColor(colour))
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    shown = QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, int(side | Qt.AlignmentFlag.AlignVCenter), shown)
