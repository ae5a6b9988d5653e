"""Choices between a few values: a labelled list, or segments side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from journeyeditor.widgets.labels import label
from journeyeditor.widgets.style import styled
from journeyeditor.widgets.ui_context import UiContext


class ComboBox(QComboBox):
    """A combo box; its list is as high and as wide as its lines, where the screen has room.

    Qt leaves out the padding that the style sheet gives the list, and scrolls it then. The wheel
    chooses only where the box has the focus; elsewhere it scrolls what the box is in.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def showPopup(self) -> None:
        super().showPopup()
        view, list_ = self.view(), self.view().window()
        lines = min(self.count(), self.maxVisibleItems())
        room = self.screen().availableGeometry()
        for _ in range(lines):
            hidden = view.verticalScrollBar().maximum() - (self.count() - lines)
            if hidden <= 0 or list_ is self.window() or list_.height() >= room.height():
                break
            height = min(list_.height() + hidden * view.sizeHintForRow(0), room.height())
            top = min(list_.y(), room.bottom() + 1 - height)
            list_.setGeometry(list_.x(), max(room.top(), top), list_.width(), height)
        if self.count() <= lines:
            view.scrollToTop()
        else:
            view.scrollTo(view.currentIndex(), QAbstractItemView.ScrollHint.EnsureVisible)


#: A longer choice is cut before it is shown (characters).
MAX_SHOWN = 80


class Chooser(QWidget):
    """A list of keys with their labels; `chosen` emits the key that the user chose."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._caption = label("", "secondary")
        self.box = ComboBox()
        row(self._caption, self.box, owner=self)
        self.box.activated.connect(self._choose)

    @property
    def key(self) -> str:
        return str(self.box.currentData() or "")

    def choose(self, key: str) -> None:
        self.box.setCurrentIndex(max(self.box.findData(key), 0))

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        now = self.key
        with QSignalBlocker(self.box):
            self.box.clear()
            for key, words in choices:
                self.box.addItem(words[:MAX_SHOWN], key)
            self.choose(now)

    def set_labels(self, caption: str) -> None:
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


class Segments(QWidget):
    """A few choices side by side, one of them selected; `chosen` is emitted when the user changes it."""

    chosen = Signal(str)

    def __init__(self, ui: UiContext, keys: Sequence[str]) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._ui = ui
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2, 2, 2, 2)
        layout.setSpacing(2)
        for key in keys:
            button = styled(QPushButton(), "flat")
            button.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
            button.setCheckable(True)
            button.setAutoDefault(False)  # Enter elsewhere in a dialog chooses nothing
            button.setObjectName(key)
            self._group.addButton(button)
            self._buttons[key] = button
            layout.addWidget(button, 1)
        self._group.buttonClicked.connect(self._click)

    def set_labels(self, words: Mapping[str, str]) -> None:
        for key, button in self._buttons.items():
            button.setText(words[key])
            button.setAccessibleName(words[key])

    def choice(self) -> str:
        return next((key for key, button in self._buttons.items() if button.isChecked()), "")

    def choose(self, key: str) -> None:
        """Select a choice, none for ""."""
        self._group.setExclusive(bool(key))
        for each, button in self._buttons.items():
            button.setChecked(each == key)
        self._group.setExclusive(True)

    def _click(self, button: QPushButton) -> None:
        self.chosen.emit(button.objectName())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Lay a common ground below the choices."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QColor(self._ui.theme["line"]))
            painter.setBrush(QColor(self._ui.theme["field"]))
            radius = 8 * self._ui.scale
            painter.drawRoundedRect(
                QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius
            )
