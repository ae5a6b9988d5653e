"""Buttons: icons, links, chips, elided ones, and rows of small ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from journeyeditor.widgets.icons import icon
from journeyeditor.widgets.style import styled
from journeyeditor.widgets.ui_context import UiContext

#: The side of an icon beside text, at interface size 1, in device-independent pixels.
ICON_PX = 17


class ElidedButton(QPushButton):
    """A button whose text ends in an ellipsis where it does not fit; the tooltip has all of it."""

    def __init__(self, look: str) -> None:
        super().__init__()
        self._full_text = ""
        styled(self, look)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_text(self, words: str) -> None:
        self._full_text = " ".join(words.split())
        self.setToolTip(self._full_text)
        self._elide()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        metrics = QFontMetrics(self.font())
        around = super().sizeHint().width() - metrics.horizontalAdvance(self.text())
        room = max(self.width() - around, 0)
        words = metrics.elidedText(self._full_text, Qt.TextElideMode.ElideRight, room)
        if words != self.text():
            self.setText(words)


class IconButton(QToolButton):
    """A flat button with an icon of the set, drawn in the colours of the theme."""

    def __init__(
        self, ui: UiContext, glyph: str, name: str = "", *, role: str = "ink", size: int = ICON_PX
    ) -> None:
        super().__init__()
        self._ui, self._glyph, self._role, self._size = ui, glyph, role, size
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.set_text(name)
        self._draw()
        ui.theme_changed.connect(self._draw)
        ui.scale_changed.connect(self._draw)

    def set_text(self, name: str) -> None:
        self.setToolTip(name)
        self.setAccessibleName(name)

    def _draw(self) -> None:
        side = round(self._size * self._ui.scale)
        theme = self._ui.theme
        self.setIcon(icon(self._glyph, theme[self._role], side, chosen=theme["chosen_ink"]))
        self.setIconSize(QSize(side, side))


def primary() -> QPushButton:
    return styled(QPushButton(), "primary")


def link_button(text: str = "") -> QPushButton:
    button = styled(QPushButton(text), "link")
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    return button


def chip(text: str = "") -> QPushButton:
    button = styled(QPushButton(text), "chip")
    button.setCheckable(True)
    button.setAccessibleName(text)
    return button


def compact_button(ui: UiContext, glyph: str, *, role: str = "label") -> IconButton:
    return styled(IconButton(ui, glyph, role=role, size=13), "slim")


class ButtonRow(QWidget):
    """A row of small icon buttons, by the names of their icons."""

    def __init__(self, ui: UiContext, glyphs: Sequence[str]) -> None:
        super().__init__()
        self.buttons = {glyph: IconButton(ui, glyph, role="quiet", size=15) for glyph in glyphs}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4, 0, 0, 0)
        layout.setSpacing(0)
        for button in self.buttons.values():
            layout.addWidget(button)
        layout.addStretch(1)

    def set_texts(self, names: Mapping[str, str]) -> None:
        for glyph, name in names.items():
            self.buttons[glyph].set_text(name)
