"""A table as it will be imported: its first rows, and a combo box for the role of each column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QHeaderView, QTableWidget

from journeyeditor.widgets.choices import ComboBox
from journeyeditor.widgets.items import make_quiet, set_cell
from journeyeditor.widgets.ui_context import UiContext

#: The most rows and columns shown; all are read.
MAX_ROWS, MAX_COLUMNS = 40, 60
#: Longer cells are cut for display (characters).
MAX_PREVIEW_CHARACTERS = 200


class ColumnsPreview(QTableWidget):
    """The preview; `chosen` emits a column and the role it was given."""

    chosen = Signal(int, object)

    def __init__(self, ui: UiContext, roles: Mapping[Any, str]) -> None:
        """The roles that a column can have, with their English words."""
        super().__init__()
        self._ui = ui
        self._roles = roles
        self._header: Sequence[str] = ()
        #: By column; a column whose role is fixed has no box.
        self.boxes: dict[int, QComboBox] = {}
        make_quiet(self)
        self.setWordWrap(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSizeAdjustPolicy(QAbstractItemView.SizeAdjustPolicy.AdjustToContents)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setMaximumSectionSize(round(260 * ui.scale))
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)

    def sizeHint(self) -> QSize:
        """The size of the whole table, with room for the scroll bar of one that is wider than the window."""
        return super().sizeHint() + QSize(0, self.horizontalScrollBar().sizeHint().height())

    def show_table(
        self, header: Sequence[str], rows: Sequence[Sequence[str]], roles: Sequence[Any]
    ) -> None:
        """Show the first rows; a column whose role is none of those to choose from has no box."""
        width = min(len(header), MAX_COLUMNS)
        self._header = header
        body = rows[:MAX_ROWS]
        self.clear()
        self.setColumnCount(width)
        self.setRowCount(1 + len(body))
        self.setHorizontalHeaderLabels(
            [cell[:MAX_PREVIEW_CHARACTERS] or "–" for cell in header[:width]]
        )
        self.boxes = {i: ComboBox() for i, role in enumerate(roles[:width]) if role in self._roles}
        for column, box in self.boxes.items():
            box.activated.connect(partial(self._choose, column))
            self.setCellWidget(0, column, box)
        for line, cells in enumerate(body, 1):
            for column, cell in enumerate(cells[:width]):
                set_cell(self, line, column, cell[:MAX_PREVIEW_CHARACTERS])
        self.show_roles(roles)

    def show_roles(self, roles: Sequence[Any]) -> None:
        texts, scale = self._ui.texts, self._ui.scale
        for widget in (self, self.horizontalHeader()):
            widget.setAccessibleName(texts("Table columns"))
        words = [texts(title) for title in self._roles.values()]
        keys = list(self._roles)
        for column, box in self.boxes.items():
            box.clear()
            box.addItems(words)
            box.setCurrentIndex(keys.index(roles[column]))
            name = self._header[column]
            box.setAccessibleName(texts("Contents of “{column}”").format(column=name))
        width = max((box.sizeHint().width() for box in self.boxes.values()), default=0)
        self.horizontalHeader().setMinimumSectionSize(width + round(18 * scale))
        self.setRowHidden(0, not self.boxes)
        for index in range(self.rowCount()):
            self.setRowHeight(index, round((34 if index == 0 else 24) * scale))

    def _choose(self, column: int, index: int) -> None:
        self.chosen.emit(column, list(self._roles)[index])
