"""The completeness of the map: each stage by what it should hold, with the gaps standing out.

Enter or a click goes to what a cell counts; an empty one adds the card or leads to the field.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
    QVBoxLayout,
)

from journeyeditor.editing import operations
from journeyeditor.editing.changes.placing import DropTarget
from journeyeditor.editing.session import Session
from journeyeditor.i18n import N_
from journeyeditor.insight.completeness import (
    ASPECTS,
    AspectValue,
    StageCompleteness,
    completeness_parts,
    share_of_cells,
)
from journeyeditor.insight.review.whole import is_draft
from journeyeditor.panels.session_view import BottomPage
from journeyeditor.vocabulary import Stage
from journeyeditor.widgets.labels import ElidedLabel, EmptyState
from journeyeditor.widgets.style import styled
from journeyeditor.widgets.ui_context import UiContext

#: Aspect → the stage's field that holds it.
FIELDS = {"need": "customer_goal", "owner": "owner"}


class CompletenessPanel(BottomPage):
    """The table of stages and aspects; `counted` is the number of empty cells."""

    HELP = "review#completeness"
    NAME, TITLE = "completeness", N_("Completeness")
    IDLE_MS = 200
    COUNTS_BEHIND = True
    BEHIND_MS = 1000

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui)
        self._model = CompletenessModel(ui)
        self.table = CompletenessTable(ui, self._model)
        self.share = styled(ElidedLabel(), "secondary")
        self._empty = EmptyState()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.share.setContentsMargins(16, 8, 16, 4)
        layout.addWidget(self.share)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._empty)
        self.table.chosen.connect(self._activate)
        self._retranslate()
        self.refresh()

    def cell(self, aspect: int, stage: int) -> AspectValue:
        return self._model.cell(self._model.index(aspect, stage))

    def _refresh(self) -> Iterator[None]:
        rows: list[StageCompleteness] = []
        if self._session is not None:
            rows = yield from completeness_parts(self._session.graph)
        self._model.show_stages(rows)
        self.table.setVisible(bool(rows))
        self.share.setVisible(bool(rows))
        self._empty.setVisible(not rows)
        share = share_of_cells(rows)
        empty = sum(cell.is_empty for row in rows for cell in row.cells)
        texts = self._ui.texts
        count = texts.plural("{count} empty cell", "{count} empty cells", empty)
        pattern = texts("{share} complete · {empty}")
        if share is not None:
            self.share.set_text(
                pattern.format(
                    share=texts.percent(share), empty=count.format(count=texts.number(empty))
                )
            )
        is_quiet = self._session is None or is_draft(self._session.graph)
        self.counted.emit(0 if is_quiet else empty)

    def _activate(self, index: QModelIndex) -> None:
        """Go to what a cell counts, or add what is missing."""
        session = self._session
        stage, cell = self._model.stage(index), self._model.cell(index)
        if session is None or not session.graph.has_element(stage.id):
            return
        if cell.aspect in FIELDS and (cell.is_empty or cell.aspect == "need"):
            self.edit_wanted.emit(stage.id, FIELDS[cell.aspect])
        elif cell.aspect == "evidence" and cell.number < cell.of:
            self._select_cards(session, cell)
            self.page_wanted.emit("evidence")
        elif cell.is_empty and cell.aspect != "evidence":
            self.reveal_wanted.emit(operations.add(session, cell.aspect, DropTarget(stage.id)))
        else:
            self._select_cards(session, cell)

    def _select_cards(self, session: Session, cell: AspectValue) -> None:
        ids = [id_ for id_ in cell.ids if session.graph.has_element(id_)]
        if ids:
            self.reveal_wanted.emit(ids[0])
            session.selection.set(ids)

    def _retranslate(self) -> None:
        texts = self._ui.texts
        self.setAccessibleName(texts("Completeness"))
        self.table.setAccessibleName(texts("Completeness"))
        self._empty.set_text(texts("The map has no stages yet."))
        self._model.retranslate()
        self.table.relayout()


ROW_PX, MIN_PX, PAD = 30, 108, 10


#: What an empty cell offers.
OFFERS = {
    "need": N_("Describe"),
    "pain_point": N_("Add"),
    "touchpoint": N_("Add"),
    "thought": N_("Add"),
    "owner": N_("Assign"),
    "evidence": N_("Connect a source"),
}


_NAMES = tuple(ASPECTS)


_Index = QModelIndex | QPersistentModelIndex


class CompletenessModel(QAbstractTableModel):
    """Aspects down, stages across."""

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._rows: list[StageCompleteness] = []

    def show_stages(self, rows: Sequence[StageCompleteness]) -> None:
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

    def cell(self, index: _Index) -> AspectValue:
        return self._rows[index.column()].cells[index.row()]

    def stage(self, index: _Index) -> Stage:
        return self._rows[index.column()].stage

    def retranslate(self) -> None:
        if self._rows:
            last = self.index(len(_NAMES) - 1, len(self._rows) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(_NAMES) - 1)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._rows) - 1)

    def cell_text(self, cell: AspectValue) -> str:
        texts = self._ui.texts
        if cell.aspect == "evidence" and not cell.of:
            return texts("no claims")
        if cell.is_empty:
            return "+ " + texts(OFFERS[cell.aspect])
        if cell.of:
            pattern = texts("{sourced} of {claims}")
            return pattern.format(sourced=texts.number(cell.number), claims=texts.number(cell.of))
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
            return self.cell_text(cell)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            texts = self._ui.texts
            state = texts("empty") if cell.is_empty else self.cell_text(cell)
            return f"{self.stage(index).title}, {texts(ASPECTS[cell.aspect])}: {state}"
        return None


class CompletenessTable(QTableView):
    """The table; `chosen` emits the index of a cell that was clicked, or activated with Enter."""

    chosen = Signal(QModelIndex)

    def __init__(self, ui: UiContext, model: CompletenessModel) -> None:
        super().__init__()
        self._ui = ui
        self._delegate = CompletenessDelegate(ui, model)
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
        self.relayout()

    def relayout(self) -> None:
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


class CompletenessDelegate(QStyledItemDelegate):
    """Paints a cell: its text, or a dashed frame with an offer where it is empty."""

    def __init__(self, ui: UiContext, model: CompletenessModel) -> None:
        super().__init__()
        self._ui, self._model = ui, model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        cell, theme, scale = self._model.cell(index), self._ui.theme, self._ui.scale
        rect, state = option.rect, option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(rect).adjusted(2.5, 2.5, -2.5, -2.5)
        is_offer = cell.is_empty and not (cell.aspect == "evidence" and not cell.of)
        background = "chosen" if state & QStyle.StateFlag.State_Selected else "hover"
        is_highlighted = state & (
            QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver
        )
        painter.setBrush(QColor(theme[background]) if is_highlighted else Qt.BrushStyle.NoBrush)
        pen = QPen(QColor(theme["label"]), 1.0, Qt.PenStyle.DashLine)
        painter.setPen(pen if is_offer else Qt.PenStyle.NoPen)
        if is_highlighted or is_offer:
            painter.drawRoundedRect(frame, 5, 5)
        if not is_offer:
            painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, QColor(theme["line"]))
        role = "link" if is_offer else "label" if cell.is_empty else "ink"
        painter.setPen(QColor(theme[role]))
        pad = round(PAD * scale)
        room = rect.adjusted(pad, 0, -pad, 0)
        elided = QFontMetrics(painter.font()).elidedText(
            self._model.cell_text(cell), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), elided)
        painter.restore()
