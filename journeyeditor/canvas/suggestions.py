"""Suggestions below the text field: values that a field offers, by what is typed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QFrame, QListWidget, QWidget

from journeyeditor.widgets.ui_context import UiContext

#: The most suggestions shown at once.
MAX_SHOWN = 8


class Suggestions(QListWidget):
    """The offered values that contain what is typed; never has the focus.

    `picked` is emitted when one is clicked.
    """

    picked = Signal()

    def __init__(self, ui: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._ui = ui
        self._offered: tuple[str, ...] = ()
        self._place = QRect()
        self.setObjectName("mapSuggestions")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemClicked.connect(self.picked)
        self.hide()

    @property
    def chosen(self) -> str:
        """The suggestion that is chosen, "" without one."""
        item = self.currentItem()
        return "" if self.isHidden() or self.currentRow() < 0 else item.text()

    def offer(self, values: Sequence[str]) -> None:
        self._offered = tuple(values)
        self.filter("")

    def filter(self, typed: str) -> None:
        """Show the values that contain what is typed, those first that begin with it."""
        wanted = typed.strip().casefold()
        fitting = [value for value in self._offered if wanted in value.casefold()]
        fitting.sort(key=lambda value: not value.casefold().startswith(wanted))
        self.clear()
        self.addItems(fitting[:MAX_SHOWN])
        self.setVisible(bool(fitting) and [value.casefold() for value in fitting] != [wanted])
        self.move_below(self._place)

    def step(self, by: int) -> bool:
        """Choose the next or the previous suggestion; return whether there is a list."""
        if self.isHidden():
            return False
        self.setCurrentRow(max(-1, min(self.count() - 1, self.currentRow() + by)))
        return True

    def move_below(self, place: QRect) -> None:
        """Move below a field, or above it where there is no room below."""
        self._place = place
        parent = self.parentWidget()
        if self.isHidden() or parent is None:
            return
        row = self.sizeHintForRow(0)
        width = self.sizeHintForColumn(0) + round(16 * self._ui.scale)
        self.resize(max(place.width(), width), row * self.count() + 2 * self.frameWidth() + 8)
        top = place.bottom() + 3
        if top + self.height() > parent.height() and place.top() > self.height():
            top = place.top() - 3 - self.height()
        self.move(max(0, min(place.left(), parent.width() - self.width())), top)
        self.raise_()

    def retranslate(self) -> None:
        """Follow the theme and the language."""
        theme = self._ui.theme
        self.setAccessibleName(self._ui.texts("Suggestions"))
        self.setStyleSheet(
            f"#mapSuggestions {{ background: {theme['panel']}; color: {theme['ink']};"
            f" border: 1px solid {theme['line']}; border-radius: 6px; padding: 3px; }}"
            f"#mapSuggestions::item {{ padding: 3px 6px; border-radius: 4px; }}"
            f"#mapSuggestions::item:selected {{ background: {theme['chosen']};"
            f" color: {theme['chosen_ink']}; }}"
        )
