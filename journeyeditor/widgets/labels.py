"""Labels: headings, elided lines, keys, and the message of an empty panel."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QLabel,
    QVBoxLayout,
    QWidget,
)

from journeyeditor.widgets.style import styled


def label(text: str = "", look: str = "", parent: QWidget | None = None) -> QLabel:
    """Make a label in one of the looks of the style sheet.

    Its text is plain text whatever it holds: titles come from files.
    """
    result = QLabel(parent)
    result.setTextFormat(Qt.TextFormat.PlainText)
    result.setText(text)
    return styled(result, look) if look else result


class SectionLabel(QLabel):
    """The heading of a section: small, bold, in capitals."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        styled(self, "section")
        self.setIndent(0)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Show a text in capitals; a screen reader gets it as written."""
        self.setText(text.upper())
        self.setAccessibleName(text)


class ElidedLabel(QLabel):
    """One line that ends in an ellipsis where it does not fit; the tooltip has all of it."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._full_text = ""
        self.set_text(text)

    def set_text(self, text: str) -> None:
        self._full_text = " ".join(text.split())
        self.setToolTip(self._full_text)
        self.setAccessibleName(self._full_text)
        self._elide()

    def full_text(self) -> str:
        return self._full_text

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        margins = self.contentsMargins()
        width = metrics.horizontalAdvance(self._full_text) + margins.left() + margins.right() + 2
        return QSize(width, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        room = max(self.contentsRect().width(), 0)
        metrics = QFontMetrics(self.font())
        self.setText(metrics.elidedText(self._full_text, Qt.TextElideMode.ElideRight, room))


class KeyCap(QLabel):
    """A key of the keyboard."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        styled(self, "key")


class EmptyState(QWidget):
    """What a panel shows when it has nothing to show: one centred sentence."""

    def __init__(self) -> None:
        super().__init__()
        self._words = label("", "secondary")
        self._words.setWordWrap(True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.addStretch(1)
        layout.addWidget(self._words)
        layout.addStretch(2)

    def set_text(self, text: str) -> None:
        self._words.setText(text)
