"""A short list whose rows are put in order by dragging, or by Alt with the arrows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QDropEvent, QFocusEvent, QIcon, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem

#: At most as many rows are shown before the list scrolls.
_MAX_SHOWN = 14
_KEY = Qt.ItemDataRole.UserRole


class Row(NamedTuple):
    """One row: `key` names it, `said` is what a screen reader says, `is_on` its check (None: none)."""

    key: str
    words: str
    said: str
    icon: QIcon
    is_on: bool | None = None


class ReorderableList(QListWidget):
    """The rows; the list itself moves nothing, it tells what is wanted.

    `moved` tells (key, key of the row that comes behind it, "" at the end).
    """

    moved = Signal(str, str)
    opened = Signal(str)
    deleted = Signal(str)
    renamed = Signal(str, str)
    switched = Signal(str, bool)
    current_changed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.itemActivated.connect(self._activated)
        self.itemChanged.connect(self._changed)
        self.currentItemChanged.connect(self._current_changed)
        self._rows: tuple[Row, ...] = ()

    def show_rows(self, rows: Sequence[Row], icon_size: int, heir: str = "") -> None:
        """Show other rows; the current one stays current, or `heir` takes its place.

        Items are filled again rather than made anew: one of them may be being renamed.
        """
        keys = [row.key for row in rows]
        current = self.current() if self.current() in keys else heir
        with QSignalBlocker(self):
            self.setIconSize(QSize(icon_size, icon_size))
            while self.count() > len(rows):
                self.takeItem(self.count() - 1)
            while self.count() < len(rows):
                self.addItem(QListWidgetItem())
            for place, row in enumerate(rows):
                _fill(self.item(place), row)
            self._rows = tuple(rows)
            self.make_current(current)
        self._fit()

    def current(self) -> str:
        """Return the key of the current row, "" without one."""
        row = self.currentRow()
        return str(self.item(row).data(_KEY)) if row >= 0 else ""

    def make_current(self, key: str) -> None:
        """Make a row current; none where there is no such row."""
        keys = [row.key for row in self._rows]
        self.setCurrentRow(keys.index(key) if key in keys else -1)

    def move_current(self, step: int) -> None:
        """Ask for the current row to go up (−1) or down (1)."""
        place, count = self.currentRow(), self.count()
        if place >= 0 and 0 <= place + step < count:
            behind = place + step if step < 0 else place + step + 1
            self.moved.emit(self.current(), self._key_at(behind))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, is_alt = event.key(), event.modifiers() & Qt.KeyboardModifier.AltModifier
        if is_alt and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.move_current(-1 if key == Qt.Key.Key_Up else 1)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.current():
            self.deleted.emit(self.current())
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current():
            self.opened.emit(self.current())
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Take the keys and make no row current: that would select it on the map."""
        before = self.currentRow()
        with QSignalBlocker(self):
            super().focusInEvent(event)
            self.setCurrentRow(before)

    def dropEvent(self, event: QDropEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        place = index.row() if index.isValid() else self.count()
        position = self.dropIndicatorPosition()
        if index.isValid() and position == QAbstractItemView.DropIndicatorPosition.BelowItem:
            place += 1
        # The rows follow the map; Qt must not take the source away by itself.
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        behind = self._key_at(place)
        if self.current() and behind != self.current():
            self.moved.emit(self.current(), behind)

    def _key_at(self, place: int) -> str:
        """Return the key of a row, "" behind the last."""
        return self._rows[place].key if place < len(self._rows) else ""

    def _fit(self) -> None:
        """Be as high as the rows."""
        row = max(self.sizeHintForRow(0), 20)
        self.setFixedHeight(row * max(1, min(_MAX_SHOWN, self.count())) + 4)

    def _activated(self, item: QListWidgetItem) -> None:
        """Tell that a row is to be opened."""
        self.opened.emit(str(item.data(_KEY)))

    def _changed(self, item: QListWidgetItem) -> None:
        """Tell a new name, or a new check."""
        row = next((row for row in self._rows if row.key == item.data(_KEY)), None)
        if row is None:
            return
        is_on = item.checkState() == Qt.CheckState.Checked
        if row.is_on is not None and is_on != row.is_on:
            self.switched.emit(row.key, is_on)
        elif item.text() != row.words:
            self.renamed.emit(row.key, item.text())

    def _current_changed(self, *_: object) -> None:
        """Tell the row that is current now."""
        self.current_changed.emit(self.current())


def _fill(item: QListWidgetItem, row: Row) -> None:
    """Show a row in an item."""
    item.setText(row.words)
    item.setIcon(row.icon)
    item.setData(_KEY, row.key)
    item.setData(Qt.ItemDataRole.AccessibleTextRole, row.said)
    flags = item.flags() | Qt.ItemFlag.ItemIsEditable
    item.setFlags(flags & ~Qt.ItemFlag.ItemIsDropEnabled)
    if row.is_on is not None:
        item.setCheckState(Qt.CheckState.Checked if row.is_on else Qt.CheckState.Unchecked)
