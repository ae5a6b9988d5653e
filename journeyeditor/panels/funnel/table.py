"""The funnel's table view: cells are committed while typing, each as one undo step."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QFontMetricsF, QKeyEvent, QPainter, QPen
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

from journeyeditor.panels.funnel.model import EDITABLE, Column, FunnelModel, Index, StageRow
from journeyeditor.widgets.style import set_invalid
from journeyeditor.widgets.ui_context import UiContext

#: Pixels at interface size 1: a row, the header, and the widest column of titles.
ROW_PX, HEADER_PX, MAX_TITLE = 28, 26, 230


_Hint = QAbstractItemDelegate.EndEditHint


class CellEditDelegate(QStyledItemDelegate):
    """Opens cells for editing.

    `typed` emits each input, `left` whether it is to be forgotten, `entered` that Enter closed the
    cell.
    """

    typed = Signal(QPersistentModelIndex, str)
    left = Signal(QPersistentModelIndex, bool)
    entered = Signal()

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._index = QPersistentModelIndex()
        self._line: QLineEdit | None = None
        self._widths: dict[tuple[int, str], int] = {}
        self.closeEditor.connect(self._closed)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        widest = round(MAX_TITLE * self._ui.scale)
        width = min(self._width(option, index) + 8, widest)
        return QSize(width, round(ROW_PX * self._ui.scale))

    def forget_sizes(self) -> None:
        """Measure texts again: their font has changed."""
        self._widths.clear()

    def _width(self, option: QStyleOptionViewItem, index: Index) -> int:
        """Return the width of a text, measured once: headers ask for all rows again and again."""
        key = index.column(), str(index.data())  # some columns are bold
        if key not in self._widths:
            self._widths[key] = super().sizeHint(option, index).width()
        return self._widths[key]

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        line = QLineEdit(parent)
        line.setAlignment(Qt.AlignmentFlag.AlignRight)
        line.setAccessibleName(str(index.data(Qt.ItemDataRole.AccessibleTextRole)).split(":")[0])
        self._index = QPersistentModelIndex(index)
        self._line = line
        line.textEdited.connect(self._edited)
        return line

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, QLineEdit)
        if not editor.isModified():  # what is being typed has changed the cell itself
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        """Nothing to do: each input was committed already."""

    def set_invalid(self, is_invalid: bool) -> None:
        if self._line is not None:
            set_invalid(self._line, is_invalid)

    def _edited(self, words: str) -> None:
        self.typed.emit(self._index, words)

    def _closed(self, _: QWidget, hint: QAbstractItemDelegate.EndEditHint = _Hint.NoHint) -> None:
        self._line = None
        self.left.emit(self._index, hint == _Hint.RevertModelCache)
        if hint == _Hint.SubmitModelCache:
            self.entered.emit()


class FunnelTable(QTableView):
    """The stages with their figures and bars.

    `typed` and `left` are those of the delegate; `cleared` asks to empty a cell, `opened` for a
    stage; `moved` is emitted when another row becomes current.
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
        self.cells = CellEditDelegate(ui)
        self._bar_delegate = FunnelBarDelegate(ui, model)
        self.setItemDelegate(self.cells)
        self.setItemDelegateForColumn(Column.BARS, self._bar_delegate)
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
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        for column in Column:
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(Column.BARS, QHeaderView.ResizeMode.Stretch)
        self.cells.typed.connect(self.typed)
        self.cells.left.connect(self.left)
        self.cells.entered.connect(self._step_down)
        self.doubleClicked.connect(self._open)
        self.selectionModel().currentChanged.connect(self._move)
        ui.scale_changed.connect(self._apply_scale)
        self._apply_scale()

    def show_columns(self, *, is_what_if: bool, shows_transitions: bool) -> None:
        for column, is_shown in (
            (Column.BY_TRANSITIONS, shows_transitions),
            (Column.RATE_IF, is_what_if),
            (Column.AFTER, is_what_if),
        ):
            if self.isColumnHidden(column) == is_shown:
                self.setColumnHidden(column, not is_shown)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index, key = self.currentIndex(), event.key()
        if self.state() == QAbstractItemView.State.EditingState:
            return  # the open cell has had it already
        is_editable = index.isValid() and index.column() in EDITABLE
        if is_editable and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.cleared.emit(index)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self.edit(index) if is_editable else self._open(index)
        else:
            super().keyPressEvent(event)

    def name(self, words: str) -> None:
        for widget in (self, self.horizontalHeader()):
            widget.setAccessibleName(words)

    def _step_down(self) -> None:
        index = self.currentIndex()
        if index.isValid() and index.row() + 1 < self.model().rowCount():
            self.setCurrentIndex(index.siblingAtRow(index.row() + 1))

    def _open(self, index: QModelIndex) -> None:
        if index.column() not in EDITABLE:
            self.opened.emit(index)

    def _move(self, *_: object) -> None:
        self.moved.emit()

    def _apply_scale(self) -> None:
        scale = self._ui.scale
        self.cells.forget_sizes()
        self.verticalHeader().setDefaultSectionSize(round(ROW_PX * scale))
        self.verticalHeader().setMinimumSectionSize(round(ROW_PX * scale))
        self.horizontalHeader().setFixedHeight(round(HEADER_PX * scale))


#: Pixels at interface size 1: room at the ends, between bar and text, and a bar's height.
PAD, GAP, BAR_PX = 8, 8, 14


#: Share of a cell that the longest bar takes at least.
MIN_BAR_SHARE = 0.35


class FunnelBarDelegate(QStyledItemDelegate):
    """Paints one stage's bar: its customers, those lost, and those of the what-if."""

    def __init__(self, ui: UiContext, model: FunnelModel) -> None:
        super().__init__()
        self._ui, self._model = ui, model
        self._cache_key: tuple[object, ...] = ()
        self._bar_width = 0.0

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(round(260 * self._ui.scale), round(28 * self._ui.scale))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, scale = self._model.row(index), self._ui.scale
        cell = QRectF(option.rect).adjusted(PAD * scale, 0, -PAD * scale, 0)
        words = str(index.data())
        room = self._max_bar_width(cell.width(), option)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        end = self._paint_bars(painter, cell, row, room)
        self._write(painter, option, cell, end + GAP * scale, row, words)
        painter.restore()

    def _paint_bars(self, painter: QPainter, cell: QRectF, row: StageRow, room: float) -> float:
        """Paint the bars of a row; return the right edge, in pixels."""
        theme, scale = self._ui.theme, self._ui.scale
        top = self._model.figures.top
        is_what_if = row.after is not None
        high = BAR_PX * scale * (0.62 if is_what_if else 1.0)
        upper = cell.center().y() - (high + scale if is_what_if else high / 2)
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

    def _max_bar_width(self, width: float, option: QStyleOptionViewItem) -> float:
        """The length of the longest bar that leaves room for the text behind each."""
        figures, ui = self._model.figures, self._ui
        cache_key = (figures, width, option.font.key(), ui.texts.language, ui.scale)
        if self._cache_key != cache_key:
            # Whole advances are rounded, and one that was rounded down would be elided.
            metrics, gap = QFontMetricsF(option.font), GAP * ui.scale
            room = width
            for number, row in enumerate(figures.rows):
                words = str(self._model.index(number, Column.BARS).data())
                longest = max(row.stage.count or 0, row.before or 0, row.after or 0)
                if words and longest and figures.top:
                    left = width - gap - ceil(metrics.horizontalAdvance(words))
                    room = min(room, left * figures.top / longest)
            self._cache_key, self._bar_width = cache_key, max(room, MIN_BAR_SHARE * width, 1)
        return self._bar_width

    def _bar(
        self, cell: QRectF, y: float, high: float, count: float, top: float, room: float
    ) -> QRectF:
        width = max(room * count / top if top else 0.0, 1.5 * self._ui.scale)
        return QRectF(cell.left(), y, width, high)

    def _write(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        cell: QRectF,
        left: float,
        row: StageRow,
        words: str,
    ) -> None:
        rect = QRectF(left, cell.y(), max(cell.right() - left, 0), cell.height())
        font = option.font
        painter.setFont(font)
        painter.setPen(QColor(self._ui.theme["pain" if row.is_worst else "label"]))
        side = Qt.TextElideMode.ElideRight
        shown = QFontMetrics(font).elidedText(words, side, ceil(rect.width()))
        painter.drawText(
            rect, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown
        )
