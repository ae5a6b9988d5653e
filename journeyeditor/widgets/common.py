"""Small parts that panels, dialogs and bars are put together from; they know no journey."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from journeyeditor.widgets.icons import icon
from journeyeditor.widgets.ui_context import UiContext

W = TypeVar("W", bound=QWidget)
#: The side of an icon beside words, at interface size 1, in device independent pixels.
ICON_PX = 17


def styled(widget: W, look: str) -> W:
    """Give a widget one of the looks of the style sheet, and return it."""
    if widget.property("look") != look:
        widget.setProperty("look", look)
        theme_changed(widget)
    return widget


def theme_changed(widget: QWidget) -> None:
    """Let the style sheet look at a widget again, after a property of it changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def marked_invalid(widget: QWidget, invalid: bool) -> None:
    """Rim a field in the warning colour, or no longer."""
    if bool(widget.property("invalid")) != invalid:
        widget.setProperty("invalid", invalid)
        theme_changed(widget)


def label(text: str = "", look: str = "", parent: QWidget | None = None) -> QLabel:
    """Return words in one of the looks: section, quiet, small, head, title, error, key, pill.

    They are plain text whatever they hold: titles come from files.
    """
    result = QLabel(parent)
    result.setTextFormat(Qt.TextFormat.PlainText)
    result.setText(text)
    return styled(result, look) if look else result


class SectionLabel(QLabel):
    """The heading of a part of a panel: small, bold, in capitals; `say` takes ordinary words."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        styled(self, "section")
        self.setIndent(0)
        self.say(text)

    def say(self, text: str) -> None:
        """Show these words; a screen reader gets them as written."""
        self.setText(text.upper())
        self.setAccessibleName(text)


class ElidedLabel(QLabel):
    """One line that ends in an ellipsis where it does not fit; the whole is its tip."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._whole = ""
        self.say(text)

    def say(self, text: str) -> None:
        """Show these words, as far as they fit."""
        self._whole = " ".join(text.split())
        self.setToolTip(self._whole)
        self.setAccessibleName(self._whole)
        self._fit()

    def whole(self) -> str:
        """Return the words, uncut."""
        return self._whole

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        margins = self.contentsMargins()
        width = metrics.horizontalAdvance(self._whole) + margins.left() + margins.right() + 2
        return QSize(width, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Cut the words to the width."""
        room = max(self.contentsRect().width(), 0)
        metrics = QFontMetrics(self.font())
        self.setText(metrics.elidedText(self._whole, Qt.TextElideMode.ElideRight, room))


class ElidedButton(QPushButton):
    """A button whose words end in an ellipsis where they do not fit; the whole is its tip."""

    def __init__(self, look: str) -> None:
        super().__init__()
        self._whole = ""
        styled(self, look)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def say(self, words: str) -> None:
        """Show these words, as far as they fit."""
        self._whole = " ".join(words.split())
        self.setToolTip(self._whole)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Cut the words to the width that icon and rim leave."""
        metrics = QFontMetrics(self.font())
        around = super().sizeHint().width() - metrics.horizontalAdvance(self.text())
        room = max(self.width() - around, 0)
        words = metrics.elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        if words != self.text():
            self.setText(words)


class IconButton(QToolButton):
    """A flat button with an icon of the set, re-coloured with the theme; `name` says what it does."""

    def __init__(
        self, ui: UiContext, glyph: str, name: str = "", *, role: str = "ink", size: int = ICON_PX
    ) -> None:
        super().__init__()
        self._ui, self._glyph, self._role, self._size = ui, glyph, role, size
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.say(name)
        self._retranslate()
        ui.changed.connect(self._retranslate)

    def say(self, name: str) -> None:
        """Tell what it does: its tip and its accessible name."""
        self.setToolTip(name)
        self.setAccessibleName(name)

    def show_glyph(self, glyph: str) -> None:
        """Show another icon."""
        self._glyph = glyph
        self._retranslate()

    def _retranslate(self) -> None:
        """Draw the icon in the theme's colours and size."""
        side = round(self._size * self._ui.scale)
        theme = self._ui.theme
        self.setIcon(icon(self._glyph, theme[self._role], side, chosen=theme["chosen_ink"]))
        self.setIconSize(QSize(side, side))


def primary(text: str = "", parent: QWidget | None = None) -> QPushButton:
    """Return the one button that matters in a place."""
    return styled(QPushButton(text, parent), "primary")


def link_button(text: str = "", parent: QWidget | None = None) -> QPushButton:
    """Return a button that looks like a link."""
    button = styled(QPushButton(text, parent), "link")
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    return button


def chip(text: str = "", *, checkable: bool = True, parent: QWidget | None = None) -> QPushButton:
    """Return a small round button, for filters and tags."""
    button = styled(QPushButton(text, parent), "chip")
    button.setCheckable(checkable)
    button.setAccessibleName(text)
    return button


class Pill(QLabel):
    """A word on a round ground, such as a tag."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        styled(self, "pill")


class KeyCap(QLabel):
    """A key as it stands on a keyboard, small and quiet."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        styled(self, "key")


def hairline(*, vertical: bool = False) -> QFrame:
    """Return a line of one pixel between parts."""
    frame = styled(QFrame(), "line")
    if vertical:
        frame.setFixedWidth(1)
    else:
        frame.setFixedHeight(1)
    return frame


class EmptyState(QWidget):
    """What a panel shows when there is nothing: one sentence in the middle."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = label(text, "quiet")
        self._words.setWordWrap(True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.addStretch(1)
        layout.addWidget(self._words)
        layout.addStretch(2)

    def say(self, text: str) -> None:
        """Show another sentence."""
        self._words.setText(text)
