"""A spin box whose number begins where the text of other fields does."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QSpinBox

#: Qt leaves out the padding that the style sheet gives the line of a spin box, in pixels.
INDENT = 5


class SpinBox(QSpinBox):
    """A spin box with the indent of other fields; the wheel counts only where it has the focus."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.lineEdit().setTextMargins(INDENT, 0, 0, 0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
