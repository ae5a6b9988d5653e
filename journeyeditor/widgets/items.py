"""Items of tables, lists and trees, made by Qt instead of in Python.

Items made in Python have wrappers that PySide looks up on every call of their virtual methods; a stale
one ends the process with a segmentation fault (PySide6 6.11 on Python 3.11).
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QTableWidget,
    QTreeWidget,
    QTreeWidgetItem,
)


def set_cell(
    table: QTableWidget,
    row: int,
    column: int,
    text: str,
    *,
    align_right: bool = False,
    tip: str = "",
) -> None:
    side = Qt.AlignmentFlag.AlignRight if align_right else Qt.AlignmentFlag.AlignLeft
    model = table.model()
    index = model.index(row, column)
    model.setData(index, text, Qt.ItemDataRole.EditRole)
    alignment = side | Qt.AlignmentFlag.AlignVCenter
    model.setData(index, alignment.value, Qt.ItemDataRole.TextAlignmentRole)
    model.setData(index, tip, Qt.ItemDataRole.ToolTipRole)


def add_item(list_: QListWidget, text: str = "") -> QListWidgetItem:
    list_.addItem(text)
    return list_.item(list_.count() - 1)


def add_branch(
    tree: QTreeWidget, text: str, parent: QTreeWidgetItem | None = None
) -> QTreeWidgetItem:
    """Add a row below another one, or at the top level; return its item."""
    model = tree.model()
    above = QModelIndex() if parent is None else tree.indexFromItem(parent)
    row = model.rowCount(above)
    model.insertRow(row, above)
    model.setData(model.index(row, 0, above), text)
    item = tree.topLevelItem(row) if parent is None else parent.child(row)
    assert item is not None
    return item


def make_quiet(table: QTableWidget) -> None:
    """Let a table only be read: it has no grid, and takes no keys, selection or clicks."""
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
    table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    table.setTabKeyNavigation(False)  # Tab goes on to the next box inside, and out
    table.setShowGrid(False)
    table.verticalHeader().hide()
    table.horizontalHeader().setSectionsClickable(False)
    table.horizontalHeader().setHighlightSections(False)
