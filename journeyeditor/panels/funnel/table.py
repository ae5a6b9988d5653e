"""The funnel's table: cells that are written into, each time as one step, live while typing."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from journeyeditor.panels.funnel.bars import Bars
from journeyeditor.panels.funnel.model import WRITTEN, Column, FunnelModel, _Index
from journeyeditor.widgets.common import marked_invalid
from journeyeditor.widgets.ui_context import UiContext

#: Pixels at interface size 1: a row, the head, and the widest a title may make its column.
ROW_PX, HEAD_PX, MAX_TITLE = 28, 26, 230
_Hint = QAbstractItemDelegate.EndEditHint


class Cells(QStyledItemDelegate):
    """Opens cells for writing.

    `typed` tells each letter, `left` whether what was typed is to be forgotten, `entered` that
    Enter closed the cell.
    """

    typed = Signal(QPersistentModelIndex, str)
    left = Signal(QPersistentModelIndex, bool)
    entered = Signal()

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._index = QPersistentModelIndex()
        self._line: QLineEdit | None = None
        self.closeEditor.connect(self._closed)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        hint = super().sizeHint(option, index)
        widest = round(MAX_TITLE * self._ui.scale)
        width = min(hint.width() + 8, widest)
        return QSize(width, round(ROW_PX * self._ui.scale))

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        line = QLineEdit(parent)
        line.setAlignment(Qt.AlignmentFlag.AlignRight)
        line.setAccessibleName(str(index.data(Qt.ItemDataRole.AccessibleTextRole)).split(":")[0])
        self._index = QPersistentModelIndex(index)
        self._line = line
        line.textEdited.connect(self._edited)
        return line

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        assert isinstance(editor, QLineEdit)
        if not editor.isModified():  # what is being typed has changed the cell itself
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: object, index: _Index) -> None:
        """Nothing: each letter was told already."""

    def mark(self, is_invalid: bool) -> None:
        """Show whether what stands in the open cell can be taken."""
        if self._line is not None:
            marked_invalid(self._line, is_invalid)

    def _edited(self, words: str) -> None:
        self.typed.emit(self._index, words)

    def _closed(self, _: QWidget, hint: QAbstractItemDelegate.EndEditHint = _Hint.NoHint) -> None:
        """Tell that a cell was closed, and whether what was typed is to be forgotten."""
        self._line = None
        self.left.emit(self._index, hint == _Hint.RevertModelCache)
        if hint == _Hint.SubmitModelCache:
            self.entered.emit()


class FunnelTable(QTableView):
    """The stages with their figures and bars.

    `typed` and `left` as for Cells; `cleared` tells a cell to be emptied, `opened` a stage to be
    shown, `moved` that another row is current.
    """

    typed = Signal(QPersistentModelIndex, str)
    left = Signal(QPersistentModelIndex, bool)
    cleared = Signal(QModelIndex)
    opened = Signal(QModelIndex)
    moved = Signal()

    def __init__(self, ui: UiContext, model: FunnelModel) -> None:
        super().__init__()
        self._ui = ui
        self.setModel(model)
        self.cells = Cells(ui)
        self._bars = Bars(ui, model)
        self.setItemDelegate(self.cells)
        self.setItemDelegateForColumn(Column.BARS, self._bars)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.DoubleClicked
            | triggers.SelectedClicked
            | triggers.EditKeyPressed
            | triggers.AnyKeyPressed
        )
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        for column in Column:
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(Column.BARS, QHeaderView.ResizeMode.Stretch)
        self.cells.typed.connect(self.typed)
        self.cells.left.connect(self.left)
        self.cells.entered.connect(self._step_down)
        self.doubleClicked.connect(self._open)
        self.selectionModel().currentChanged.connect(self._move)
        ui.changed.connect(self._fit)
        self._fit()

    def show_columns(self, *, is_asking: bool, says_ways: bool) -> None:
        """Show the columns that say something now."""
        for column, is_shown in (
            (Column.BY_WAYS, says_ways),
            (Column.RATE_IF, is_asking),
            (Column.AFTER, is_asking),
        ):
            if self.isColumnHidden(column) == is_shown:
                self.setColumnHidden(column, not is_shown)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index, key = self.currentIndex(), event.key()
        if self.state() == QAbstractItemView.State.EditingState:
            return  # the open cell has had it already
        is_written = index.isValid() and index.column() in WRITTEN
        if is_written and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.cleared.emit(index)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self.edit(index) if is_written else self._open(index)
        else:
            super().keyPressEvent(event)

    def name(self, words: str) -> None:
        """Take a name for screen readers."""
        for widget in (self, self.horizontalHeader()):
            widget.setAccessibleName(words)

    def _step_down(self) -> None:
        """Go on to the figure below."""
        index = self.currentIndex()
        if index.isValid() and index.row() + 1 < self.model().rowCount():
            self.setCurrentIndex(index.siblingAtRow(index.row() + 1))

    def _open(self, index: QModelIndex) -> None:
        """Tell that a stage shall be shown."""
        if index.column() not in WRITTEN:
            self.opened.emit(index)

    def _move(self, *_: object) -> None:
        """Tell that another row is current."""
        self.moved.emit()

    def _fit(self) -> None:
        """Take the size of the desk."""
        scale = self._ui.scale
        self.verticalHeader().setDefaultSectionSize(round(ROW_PX * scale))
        self.verticalHeader().setMinimumSectionSize(round(ROW_PX * scale))
        self.horizontalHeader().setFixedHeight(round(HEAD_PX * scale))
