"""A short list whose items are reordered by dragging, or with Alt and the arrow keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QDropEvent, QFocusEvent, QIcon, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem

#: More items scroll.
_MAX_SHOWN = 14
_KEY = Qt.ItemDataRole.UserRole


class ReorderableItem(NamedTuple):
    """One item, named by `key`; `is_checked` is None without a check box."""

    key: str
    text: str
    accessible_text: str
    icon: QIcon
    is_checked: bool | None = None


class ReorderableList(QListWidget):
    """A list that moves nothing itself: its signals ask the owner.

    `moved` emits (key, key of the item that it comes before, "" at the end).
    """

    moved = Signal(str, str)
    opened = Signal(str)
    deleted = Signal(str)
    renamed = Signal(str, str)
    check_changed = Signal(str, bool)
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
        self._items: tuple[ReorderableItem, ...] = ()

    def show_items(
        self, items: Sequence[ReorderableItem], icon_size: int, replacement: str = ""
    ) -> None:
        """Show other items; the current one stays current, or `replacement` becomes it.

        Items are filled again rather than made anew: one of them may be being renamed.
        """
        keys = [item_.key for item_ in items]
        current = self.current() if self.current() in keys else replacement
        with QSignalBlocker(self):
            self.setIconSize(QSize(icon_size, icon_size))
            while self.count() > len(items):
                self.takeItem(self.count() - 1)
            while self.count() < len(items):
                self.addItem("")
            for place, item_ in enumerate(items):
                _fill_item(self.item(place), item_)
            self._items = tuple(items)
            self.make_current(current)
        self._fit_height()

    def sizeHint(self) -> QSize:
        """Ask for room for all items; Qt's own hint is the same for any number of them."""
        return QSize(super().sizeHint().width(), self.maximumHeight())

    def current(self) -> str:
        item_ = self.currentRow()
        return str(self.item(item_).data(_KEY)) if item_ >= 0 else ""

    def make_current(self, key: str) -> None:
        """Make an item current; an unknown key makes none current."""
        keys = [item_.key for item_ in self._items]
        self.setCurrentRow(keys.index(key) if key in keys else -1)

    def move_current(self, step: int) -> None:
        """Ask for the current item to move up (−1) or down (1)."""
        place, count = self.currentRow(), self.count()
        if place >= 0 and 0 <= place + step < count:
            next_key = place + step if step < 0 else place + step + 1
            self.moved.emit(self.current(), self._key_at(next_key))

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
        """Take the focus without making an item current: that would select it on the map."""
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
        # The items follow the map; Qt must not remove the source itself.
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        next_key = self._key_at(place)
        if self.current() and next_key != self.current():
            self.moved.emit(self.current(), next_key)

    def _key_at(self, place: int) -> str:
        """The key of an item, "" behind the last."""
        return self._items[place].key if place < len(self._items) else ""

    def _fit_height(self) -> None:
        item_ = max(self.sizeHintForRow(0), 20)
        self.setMinimumHeight(item_ + 4)
        self.setMaximumHeight(item_ * max(1, min(_MAX_SHOWN, self.count())) + 4)
        self.updateGeometry()

    def _activated(self, item: QListWidgetItem) -> None:
        self.opened.emit(str(item.data(_KEY)))

    def _changed(self, item: QListWidgetItem) -> None:
        item_ = next((item_ for item_ in self._items if item_.key == item.data(_KEY)), None)
        if item_ is None:
            return
        is_checked = item.checkState() == Qt.CheckState.Checked
        if item_.is_checked is not None and is_checked != item_.is_checked:
            self.check_changed.emit(item_.key, is_checked)
        elif item.text() != item_.text:
            self.renamed.emit(item_.key, item.text())

    def _current_changed(self, *_: object) -> None:
        self.current_changed.emit(self.current())


def _fill_item(item: QListWidgetItem, item_: ReorderableItem) -> None:
    item.setText(item_.text)
    item.setIcon(item_.icon)
    item.setData(_KEY, item_.key)
    item.setData(Qt.ItemDataRole.AccessibleTextRole, item_.accessible_text)
    flags = item.flags() | Qt.ItemFlag.ItemIsEditable
    item.setFlags(flags & ~Qt.ItemFlag.ItemIsDropEnabled)
    if item_.is_checked is not None:
        item.setCheckState(Qt.CheckState.Checked if item_.is_checked else Qt.CheckState.Unchecked)
