"""A plain list in columns: one line a row, no grid, elided where it does not fit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from journeyeditor.widgets.icons import icon
from journeyeditor.widgets.ui_context import UiContext

PAD, GAP, ROW_PX, ICON_PX = 14, 12, 29, 15
_Index = QModelIndex | QPersistentModelIndex


class ListCell(NamedTuple):
    """Text in a colour role of the theme, behind an icon ("" for none)."""

    words: str
    role: str = "ink"
    is_bold: bool = False
    is_right_aligned: bool = False
    glyph: str = ""


class ListRow(NamedTuple):
    """One row, named by `key`."""

    key: str
    cells: tuple[ListCell, ...]
    accessible_text: str
    tooltip: str = ""


class ListColumn(NamedTuple):
    """A column: its stretch factor, and its minimum width in pixels at interface size 1."""

    stretch: float
    min_width: int


class ColumnListModel(QAbstractListModel):
    """The rows of a list."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[ListRow, ...] = ()

    def show_rows(self, rows: Sequence[ListRow]) -> None:
        if tuple(rows) == self._rows:
            return
        keys = [line.key for line in rows]
        if keys == [line.key for line in self._rows]:
            self._rows = tuple(rows)
            self.dataChanged.emit(self.index(0), self.index(len(keys) - 1))
            return
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def rows(self) -> tuple[ListRow, ...]:
        return self._rows

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return line.accessible_text
        if role == Qt.ItemDataRole.ToolTipRole:
            return line.tooltip or line.accessible_text
        return None


class ColumnList(QListView):
    """Rows in columns.

    `opened` emits the key of a row that was double-clicked or activated with Enter, `picked` that of
    a clicked one, `deleted` that of one to remove. With `opens_on_click`, a double-click counts as
    one click.
    """

    opened = Signal(str)
    picked = Signal(str)
    deleted = Signal(str)
    current_changed = Signal(str)

    def __init__(
        self, ui: UiContext, columns: Sequence[ListColumn], *, opens_on_click: bool = False
    ) -> None:
        super().__init__()
        self._ui = ui
        self._opens_on_click = opens_on_click
        self._is_double_click = False
        self._model = ColumnListModel()
        self._delegate = ColumnListDelegate(ui, self._model, columns)
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.clicked.connect(self._emit_picked)
        self.doubleClicked.connect(self._emit_opened)
        self.selectionModel().currentChanged.connect(self._emit_current)

    def show_rows(self, rows: Sequence[ListRow]) -> None:
        """Show other rows; the current one stays current while it is there."""
        current = self.current()
        self._model.show_rows(rows)
        if self.current() != current:
            self.make_current(current)

    def rows(self) -> tuple[ListRow, ...]:
        return self._model.rows()

    def current(self) -> str:
        index = self.currentIndex()
        return self._model.rows()[index.row()].key if index.isValid() else ""

    def make_current(self, key: str) -> None:
        """Make a row current; an unknown key makes none current."""
        rows = (row for row, line in enumerate(self._model.rows()) if line.key == key)
        row = next(rows, None)
        self.setCurrentIndex(QModelIndex() if row is None else self._model.index(row))

    def relayout(self) -> None:
        self._model.layoutChanged.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self._emit_opened(index)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and index.isValid():
            self.deleted.emit(self.current())
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._is_double_click = self._opens_on_click
        if not self._opens_on_click:
            super().mouseDoubleClickEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._is_double_click = False
        super().mousePressEvent(event)

    def _emit_picked(self, index: QModelIndex) -> None:
        if self._is_double_click:
            return
        self.picked.emit(self._model.rows()[index.row()].key)

    def _emit_opened(self, index: QModelIndex) -> None:
        self.opened.emit(self._model.rows()[index.row()].key)

    def _emit_current(self, *_: object) -> None:
        self.current_changed.emit(self.current())


class ColumnListDelegate(QStyledItemDelegate):
    """Draws one row, its cells in their columns."""

    def __init__(self, ui: UiContext, rows: ColumnListModel, columns: Sequence[ListColumn]) -> None:
        super().__init__()
        self._ui, self._model, self._columns = ui, rows, columns

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(200, round(ROW_PX * self._ui.scale))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme, rect = self._ui.theme, QRect(option.rect)
        state = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(theme["chosen"]))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(theme["hover"]))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, QColor(theme["line"]))
        spans = self._spans(rect.width())
        for cell, (x, width) in zip(self._model.rows()[index.row()].cells, spans, strict=True):
            self._draw_cell(painter, cell, QRect(rect.x() + x, rect.y(), width, rect.height()))
        painter.restore()

    def _spans(self, width: int) -> list[tuple[int, int]]:
        """Left edge and width of each column in a row of a width, in pixels."""
        scale = self._ui.scale
        gap, pad = round(GAP * scale), round(PAD * scale)
        min_width = [round(column.min_width * scale) for column in self._columns]
        free = max(0, width - 2 * pad - gap * (len(min_width) - 1) - sum(min_width))
        whole = sum(column.stretch for column in self._columns) or 1.0
        spans, x = [], pad
        for column, room in zip(self._columns, min_width, strict=True):
            width_ = room + round(free * column.stretch / whole)
            spans.append((x, width_))
            x += width_ + gap
        return spans

    def _draw_cell(self, painter: QPainter, cell: ListCell, rect: QRect) -> None:
        theme = self._ui.theme
        if cell.glyph:
            side = round(ICON_PX * self._ui.scale)
            place = QRect(rect.x(), rect.center().y() - side // 2, side, side)
            icon(cell.glyph, theme[cell.role], side).paint(painter, place)
            rect = rect.adjusted(side + 6, 0, 0, 0)
        font = QFont(painter.font())
        font.setWeight(QFont.Weight.DemiBold if cell.is_bold else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QColor(theme[cell.role]))
        words = QFontMetrics(font).elidedText(
            " ".join(cell.words.split()), Qt.TextElideMode.ElideRight, max(rect.width(), 0)
        )
        side_ = Qt.AlignmentFlag.AlignRight if cell.is_right_aligned else Qt.AlignmentFlag.AlignLeft
        painter.drawText(rect, int(side_ | Qt.AlignmentFlag.AlignVCenter), words)
