"""A list to choose from with its caption beside it, as dialogs have them in a row."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QBoxLayout, QComboBox, QHBoxLayout, QWidget

from journeyeditor.widgets.labels import label

#: A longer choice is cut before it is shown (characters).
MAX_SHOWN = 80


class Chooser(QWidget):
    """Keys to choose from, told in words; `chosen` tells the key that somebody chose."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._caption = label("", "secondary")
        self.box = QComboBox()
        row(self._caption, self.box, owner=self)
        self.box.activated.connect(self._choose)

    @property
    def key(self) -> str:
        """The key that is chosen, "" without one."""
        return str(self.box.currentData() or "")

    def choose(self, key: str) -> None:
        """Choose a key, the first one where there is no such."""
        self.box.setCurrentIndex(max(self.box.findData(key), 0))

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer other keys with their words; the choice stays where it can."""
        now = self.key
        with QSignalBlocker(self.box):
            self.box.clear()
            for key, words in choices:
                self.box.addItem(words[:MAX_SHOWN], key)
            self.choose(now)

    def say(self, caption: str) -> None:
        """Show the caption, which is the chooser's name."""
        self._caption.setText(caption)
        self.box.setAccessibleName(caption)

    def _choose(self, _: int) -> None:
        self.chosen.emit(self.key)


def row(*widgets: QWidget, owner: QWidget | None = None, stretched: int = -1) -> QBoxLayout:
    """Lay widgets out side by side; the `stretched` one takes the room, -1: what is left behind."""
    layout = QHBoxLayout(owner) if owner is not None else QHBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(8)
    for place, widget in enumerate(widgets):
        layout.addWidget(widget, 1 if place == stretched else 0)
    if stretched < 0 and owner is None:
        layout.addStretch(1)
    return layout
