"""A table as it was found, with a chooser above each column that says what it is taken for."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
)

from journeyeditor.exchange.funnel.tables import Reading, Role
from journeyeditor.exchange.tables import Table
from journeyeditor.i18n import N_
from journeyeditor.widgets.ui_context import UiContext

#: So many rows and columns are shown; a reading goes on beyond them.
MAX_ROWS, MAX_COLUMNS = 40, 60
#: A longer cell is cut before it is shown (characters).
MAX_SHOWN = 200
ROLES = (Role.STEP, Role.COUNT, Role.RATE, Role.SEGMENT, Role.NONE)
ROLE_WORDS = {
    Role.STEP: N_("Funnel step"),
    Role.COUNT: N_("Customers"),
    Role.RATE: N_("Rate"),
    Role.SEGMENT: N_("Segment"),
    Role.NONE: N_("Ignore"),
}


class Columns(QTableWidget):
    """The preview; `chosen` tells a column and the role that somebody gave it."""

    chosen = Signal(int, object)

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._table: Table | None = None
        self.boxes: list[QComboBox] = []
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setSectionsClickable(False)
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setMaximumSectionSize(round(260 * ui.scale))
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)

    def show_table(self, table: Table, reading: Reading) -> None:
        """Show another table."""
        self._table = table
        width = min(len(table.header), MAX_COLUMNS)
        body = table.rows[:MAX_ROWS]
        self.clear()
        self.setColumnCount(width)
        self.setRowCount(1 + len(body))
        self.setHorizontalHeaderLabels([cell[:MAX_SHOWN] or "–" for cell in table.header[:width]])
        self.boxes = [QComboBox() for _ in range(width)]
        for column, box in enumerate(self.boxes):
            box.activated.connect(partial(self._choose, column))
            self.setCellWidget(0, column, box)
        for line, cells in enumerate(body, 1):
            for column, cell in enumerate(cells[:width]):
                self.setItem(line, column, QTableWidgetItem(cell[:MAX_SHOWN]))
        self.show_reading(reading)

    def show_reading(self, reading: Reading) -> None:
        """Show what each column is taken for."""
        texts, scale = self._ui.texts, self._ui.scale
        for widget in (self, self.horizontalHeader()):
            widget.setAccessibleName(texts("Table columns"))
        words = [texts(ROLE_WORDS[role]) for role in ROLES]
        for column, box in enumerate(self.boxes):
            box.clear()
            box.addItems(words)
            box.setCurrentIndex(ROLES.index(reading.roles[column]))
            box.setMinimumWidth(box.sizeHint().width() + round(14 * scale))
            name = self._table.header[column] if self._table is not None else ""
            box.setAccessibleName(texts("Contents of “{column}”").format(column=name))
        for row in range(self.rowCount()):
            self.setRowHeight(row, round((34 if row == 0 else 24) * scale))

    def _choose(self, column: int, index: int) -> None:
        """Tell a choice."""
        self.chosen.emit(column, ROLES[index])
