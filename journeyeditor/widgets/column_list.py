"""A quiet list in columns: one line a row, no grid, cut where it does not fit; keys and clicks tell."""

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
    """Words in a role of the theme's colours, behind an icon ("" for none)."""

    words: str
    role: str = "ink"
    is_bold: bool = False
    is_right_aligned: bool = False
    glyph: str = ""


class ListRow(NamedTuple):
    """One row: `key` names it, `accessible_text` is what a screen reader says, `tooltip` is told at length."""

    key: str
    cells: tuple[ListCell, ...]
    accessible_text: str
    tooltip: str = ""


class ListColumn(NamedTuple):
    """A column: its share of what is left, and its least width in pixels at interface size 1."""

    stretch: float
    min_width: int


class ColumnListModel(QAbstractListModel):
    """The lines of a list."""

    def __init__(self) -> None:
        super().__init__()
        self._model: tuple[ListRow, ...] = ()

    def show_rows(self, rows: Sequence[ListRow]) -> None:
        """Show other lines; nothing moves when they are the same."""
        if tuple(rows) == self._model:
            return
        keys = [line.key for line in rows]
        if keys == [line.key for line in self._model]:
            self._model = tuple(rows)
            self.dataChanged.emit(self.index(0), self.index(len(keys) - 1))
            return
        self.beginResetModel()
        self._model = tuple(rows)
        self.endResetModel()

    def rows(self) -> tuple[ListRow, ...]:
        """Return what is shown."""
        return self._model

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._model)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self._model[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return line.accessible_text
        if role == Qt.ItemDataRole.ToolTipRole:
            return line.tooltip or line.accessible_text
        return None


class ColumnList(QListView):
    """The lines in columns.

    `opened` tells the key of a line that was double-clicked or chosen with Enter, `picked` one
    that was clicked, `current_changed` the current one, `deleted` one that is to go. Where one
    click does it, the second of a double-click does nothing.
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
        """Show other lines; the current one stays current as long as it is there."""
        current = self.current()
        self._model.show_rows(rows)
        if self.current() != current:
            self.make_current(current)

    def rows(self) -> tuple[ListRow, ...]:
        """Return what is shown."""
        return self._model.rows()

    def current(self) -> str:
        """Return the key of the current line, "" for none."""
        index = self.currentIndex()
        return self._model.rows()[index.row()].key if index.isValid() else ""

    def make_current(self, key: str) -> None:
        """Go to a line; none if it is not there."""
        rows = (row for row, line in enumerate(self._model.rows()) if line.key == key)
        row = next(rows, None)
        self.setCurrentIndex(QModelIndex() if row is None else self._model.index(row))

    def relayout(self) -> None:
        """Lay the rows out anew: the size of the interface is another."""
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
        """Tell a line that was clicked."""
        if self._is_double_click:
            return
        self.picked.emit(self._model.rows()[index.row()].key)

    def _emit_opened(self, index: QModelIndex) -> None:
        """Tell a line that is to be opened."""
        self.opened.emit(self._model.rows()[index.row()].key)

    def _emit_current(self, *_: object) -> None:
        """Tell the line that is current now."""
        self.current_changed.emit(self.current())


class ColumnListDelegate(QStyledItemDelegate):
    """One line, its cells in their columns."""

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
        """Return left edge and width of each column in a row of that width."""
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
        """Write a cell, shortened where it does not fit."""
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
