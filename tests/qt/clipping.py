"""Find texts that are wider or higher than the widgets that show them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QStyle,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QTabBar,
    QToolButton,
    QWidget,
)

from journeyeditor.panels.palette import KindButton
from journeyeditor.widgets.buttons import ElidedButton
from journeyeditor.widgets.labels import ElidedLabel

#: Rounding of text widths, and what a line of text keeps free at its ends; in pixels.
TOLERANCE, LINE_MARGIN = 1, 2


def clipped(window: QWidget) -> list[str]:
    """Describe the visible labels, buttons and choices of a window that show less than their text."""
    return [
        f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}: {text!r} needs {need}, has {has}"
        for widget in window.findChildren(QWidget)
        if widget.isVisibleTo(window) and not _is_scrolled_away(widget)
        for text, need, has in _shortfalls(widget)
    ]


Shortfalls: TypeAlias = Iterator[tuple[str, int, int]]


def _shortfalls(widget: QWidget) -> Shortfalls:
    if isinstance(widget, ElidedLabel | ElidedButton):
        return
    for kind, check in CHECKS.items():
        if isinstance(widget, kind):
            yield from check(widget)
            return


def _of_button(button: QPushButton) -> Shortfalls:
    option = QStyleOptionButton()
    button.initStyleOption(option)
    room = button.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, button)
    yield from _fits(button, button.text(), room, button.icon().isNull())


def _of_tool_button(button: QToolButton) -> Shortfalls:
    if button.toolButtonStyle() != Qt.ToolButtonStyle.ToolButtonIconOnly:
        yield from _of_other_button(button)


def _of_other_button(button: QAbstractButton) -> Shortfalls:
    if button.text():
        yield from _wider(button.text(), button.sizeHint().width(), button.width())


def _of_choice(box: QComboBox) -> Shortfalls:
    if box.isEditable():
        return
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    part = QStyle.SubControl.SC_ComboBoxEditField
    room = box.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, box)
    yield from _fits(box, box.currentText(), room, True)


def _of_number(box: QAbstractSpinBox) -> Shortfalls:
    line = box.lineEdit()
    need = line.fontMetrics().horizontalAdvance(line.text()) + line.textMargins().left()
    yield from _wider(line.text(), need + 2 * LINE_MARGIN, line.contentsRect().width())


def _of_tabs(bar: QTabBar) -> Shortfalls:
    for index in range(bar.count()):
        text = bar.tabText(index)
        need = bar.fontMetrics().horizontalAdvance(text)
        yield from _wider(text, need, bar.tabRect(index).width())


def _of_line(line: QLineEdit) -> Shortfalls:
    if not line.text():
        need = line.fontMetrics().horizontalAdvance(line.placeholderText())
        yield from _wider(line.placeholderText(), need, line.width() - 2 * LINE_MARGIN)


def _of_label(label: QLabel) -> Shortfalls:
    text = label.text()
    if not text or not label.pixmap().isNull():
        return
    room = label.contentsRect()
    if label.wordWrap():
        need = label.heightForWidth(label.width())
        if need > label.height() + TOLERANCE:
            yield text, need, label.height()
    else:
        width = max(label.fontMetrics().horizontalAdvance(line) for line in text.split("\n"))
        yield from _wider(text, width, room.width())


def _fits(widget: QWidget, text: str, room: QRect, has_no_icon: bool) -> Shortfalls:
    clean = text.replace("&&", "\0").replace("&", "").replace("\0", "&")
    need = widget.fontMetrics().horizontalAdvance(clean)
    if not has_no_icon and isinstance(widget, QAbstractButton):
        need += widget.iconSize().width() + 4
    if clean:
        yield from _wider(text, need, room.width())


def _wider(text: str, need: int, has: int) -> Shortfalls:
    if need > has + TOLERANCE:
        yield text, need, has


#: By class of widget, the first that fits decides.
CHECKS: dict[type[QWidget], Callable[[Any], Shortfalls]] = {
    QLabel: _of_label,
    KindButton: _of_other_button,
    QPushButton: _of_button,
    QToolButton: _of_tool_button,
    QCheckBox: _of_other_button,
    QRadioButton: _of_other_button,
    QComboBox: _of_choice,
    QAbstractSpinBox: _of_number,
    QTabBar: _of_tabs,
    QLineEdit: _of_line,
}


def _is_scrolled_away(widget: QWidget) -> bool:
    """Whether a widget is (also) cut by the edge of an area that scrolls sideways."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            return parent.horizontalScrollBar().maximum() > 0
        parent = parent.parentWidget()
    return False
