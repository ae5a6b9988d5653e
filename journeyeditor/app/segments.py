"""A few choices side by side, of which one holds: what a form shows where a list would hide it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from journeyeditor.widgets.icons import icon
from journeyeditor.widgets.style import styled
from journeyeditor.widgets.ui_context import UiContext


class Segments(QWidget):
    """A few choices side by side, of which one holds; `chosen` tells a change by hand."""

    chosen = Signal(str)

    def __init__(self, ui: UiContext, keys: Sequence[str], glyphs: Mapping[str, str] = {}) -> None:
        super().__init__()
        self._ui, self._glyphs = ui, glyphs
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2, 2, 2, 2)
        layout.setSpacing(2)
        for key in keys:
            button = styled(QPushButton(), "flat")
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.setCheckable(True)
            button.setObjectName(key)
            self._group.addButton(button)
            self._buttons[key] = button
            layout.addWidget(button, 1)
        self._group.buttonClicked.connect(self._click)

    def say(self, words: Mapping[str, str]) -> None:
        """Label the choices."""
        theme, side = self._ui.theme, round(16 * self._ui.scale)
        for key, button in self._buttons.items():
            button.setText(words[key])
            button.setAccessibleName(words[key])
            if key in self._glyphs:
                glyph = icon(self._glyphs[key], theme["ink"], side, chosen=theme["chosen_ink"])
                button.setIcon(glyph)
                button.setIconSize(QSize(side, side))

    def choice(self) -> str:
        """Return the key that holds."""
        return next((key for key, button in self._buttons.items() if button.isChecked()), "")

    def choose(self, key: str) -> None:
        """Let a key hold, without a word."""
        self._buttons[key].setChecked(True)

    def _click(self, button: QPushButton) -> None:
        self.chosen.emit(button.objectName())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Lay a common ground below the choices."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(self._ui.theme["line"]))
        painter.setBrush(QColor(self._ui.theme["field"]))
        radius = 8 * self._ui.scale
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
