"""A field for a length in millimetres."""

from __future__ import annotations

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QDoubleSpinBox, QSizePolicy

#: Numbers stand so far from the rim, where the arrows would have them touch it (pixels).
INDENT = 5


class Millimetres(QDoubleSpinBox):
    """A length in millimetres, written as the language writes numbers."""

    def __init__(self, least: float, most: float) -> None:
        super().__init__()
        self.setRange(least, most)
        self.setDecimals(1)
        self.setSuffix(" mm")
        self.setKeyboardTracking(False)
        self.lineEdit().setTextMargins(INDENT, 0, 0, 0)
        # Fields of one row share its width, whatever the longest number would take.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def speak(self, language: str) -> None:
        """Write numbers as a language does."""
        self.setLocale(QLocale(language))

    def textFromValue(self, value: float) -> str:
        return self.locale().toString(value, "f", 0 if value == round(value) else 1)
