"""The table of the completeness view: aspects down, stages across, an empty cell framed and offered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from journeyeditor.i18n import N_
from journeyeditor.insight.completeness import ASPECTS, Cell, Row
from journeyeditor.vocabulary import Stage
from journeyeditor.widgets.ui_context import UiContext

ROW_PX, MIN_PX, PAD = 30, 108, 10
#: What an empty cell offers.
OFFERS = {
    "need": N_("Write it"),
    "pain_point": N_("Add"),
    "touchpoint": N_("Add"),
    "thought": N_("Add"),
    "owner": N_("Name one"),
    "evidence": N_("Tie a source"),
}
_NAMES = tuple(ASPECTS)
_Index = QModelIndex | QPersistentModelIndex


class Cells(QAbstractTableModel):
    """The cells in the language of the window."""

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._rows: list[Row] = []

    def show_stages(self, rows: Sequence[Row]) -> None:
        """Show other stages; nothing moves when they are the same ones."""
        if list(rows) == self._rows:
            return
        same = [row.stage.id for row in rows] == [row.stage.id for row in self._rows]
        if not same:
            self.beginResetModel()
        self._rows = list(rows)
        if same:
            self.retranslate()
        else:
            self.endResetModel()

    def cell(self, index: _Index) -> Cell:
        """Return a cell."""
        return self._rows[index.column()].cells[index.row()]

    def stage(self, index: _Index) -> Stage:
        """Return the stage of a cell."""
        return self._rows[index.column()].stage

    def retranslate(self) -> None:
        """Say all cells anew."""
        if self._rows:
            last = self.index(len(_NAMES) - 1, len(self._rows) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(_NAMES) - 1)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._rows) - 1)

    def words(self, cell: Cell) -> str:
        """Return what a cell says."""
        texts = self._ui.texts
        if cell.aspect == "evidence" and not cell.of:
            return texts("no claims")
        if cell.is_empty:
            return "+ " + texts(OFFERS[cell.aspect])
        if cell.of:
            told = texts("{sourced} of {claims}")
            return told.format(sourced=texts.number(cell.number), claims=texts.number(cell.of))
        return cell.words or texts.number(cell.number)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(_NAMES)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        if orientation == Qt.Orientation.Vertical:
            return self._ui.texts(ASPECTS[_NAMES[section]])
        title = " ".join(self._rows[section].stage.title.split())
        return title or self._ui.texts("Stage")

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        cell = self.cell(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return self.words(cell)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            texts = self._ui.texts
            state = texts("nothing yet") if cell.is_empty else self.words(cell)
            return f"{self.stage(index).title}, {texts(ASPECTS[cell.aspect])}: {state}"
        return None


class CellTable(QTableView):
    """The table; `chosen` tells the index of a cell that was clicked, or chosen with Enter."""

    chosen = Signal(QModelIndex)

    def __init__(self, ui: UiContext, model: Cells) -> None:
        super().__init__()
        self._ui = ui
        self._delegate = _Delegate(ui, model)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setHighlightSections(False)
            header.setSectionsClickable(False)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.clicked.connect(self.chosen)
        self.relay()

    def relay(self) -> None:
        """Take the size of the interface."""
        scale = self._ui.scale
        self.verticalHeader().setDefaultSectionSize(round(ROW_PX * scale))
        self.horizontalHeader().setMinimumSectionSize(round(MIN_PX * scale))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if event.key() in keys and index.isValid():
            self.chosen.emit(index)
        else:
            super().keyPressEvent(event)


class _Delegate(QStyledItemDelegate):
    """Paints a cell: words where something stands, a dashed frame with an offer where nothing does."""

    def __init__(self, ui: UiContext, model: Cells) -> None:
        super().__init__()
        self._ui, self._model = ui, model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        cell, theme, scale = self._model.cell(index), self._ui.theme, self._ui.scale
        rect, state = option.rect, option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(rect).adjusted(2.5, 2.5, -2.5, -2.5)
        is_bare = cell.is_empty and not (cell.aspect == "evidence" and not cell.of)
        ground = "chosen" if state & QStyle.StateFlag.State_Selected else "hover"
        is_lit = state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver)
        painter.setBrush(QColor(theme[ground]) if is_lit else Qt.BrushStyle.NoBrush)
        pen = QPen(QColor(theme["label"]), 1.0, Qt.PenStyle.DashLine)
        painter.setPen(pen if is_bare else Qt.PenStyle.NoPen)
        if is_lit or is_bare:
            painter.drawRoundedRect(frame, 5, 5)
        if not is_bare:
            painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, QColor(theme["line"]))
        role = "link" if is_bare else "label" if cell.is_empty else "ink"
        painter.setPen(QColor(theme[role]))
        pad = round(PAD * scale)
        room = rect.adjusted(pad, 0, -pad, 0)
        words = QFontMetrics(painter.font()).elidedText(
            self._model.words(cell), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), words)
        painter.restore()
