"""Frames that pop up beside a field cover neither it nor its caret, in low windows either."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from journeyeditor.widgets import emoji
from journeyeditor.widgets.popup import GAP, place_beside
from journeyeditor.widgets.ui_context import UiContext

SCREENS = (QRect(0, 0, 1280, 720), QRect(1280, 24, 1024, 600), QRect(0, 0, 800, 480))


def has_room(screen: QRect, size: QSize, anchor: QRect) -> bool:
    """Whether a frame fits above or below, or to the left or right."""
    above, below = anchor.top() - screen.top(), screen.bottom() - anchor.bottom()
    left, right = anchor.left() - screen.left(), screen.right() - anchor.right()
    return max(above, below) >= size.height() + GAP or max(left, right) >= size.width() + GAP


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("size", [QSize(360, 300), QSize(500, 420)])
@pytest.mark.parametrize("field", [QSize(120, 22), QSize(280, 180), QSize(100, 300)])
def test_nothing_is_covered(screen: QRect, size: QSize, field: QSize) -> None:
    for across in range(0, screen.width() - field.width(), 53):
        for down in range(0, screen.height() - field.height(), 37):
            anchor = QRect(screen.topLeft() + QPoint(across, down), field)
            place = QRect(place_beside(size, [anchor], screen), size)
            assert screen.contains(place)
            assert not place.intersects(anchor) or not has_room(screen, size, anchor)


@pytest.mark.parametrize("screen", SCREENS)
def test_a_field_as_large_as_the_screen_keeps_its_caret_in_sight(screen: QRect) -> None:
    size = QSize(360, 300)
    for across in range(0, screen.width() - 2, 97):
        for down in range(0, screen.height() - 18, 31):
            caret = QRect(screen.topLeft() + QPoint(across, down), QSize(2, 18))
            place = QRect(place_beside(size, [screen, caret], screen), size)
            assert screen.contains(place)
            assert not place.intersects(caret)


@pytest.mark.qt_log_ignore("does not support", extend=True)  # a popup grabs the keyboard
def test_the_emoji_leave_the_caret_in_sight(ui: UiContext, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    screen = window.screen().availableGeometry()
    field = QPlainTextEdit("words\n" * 400, window)
    window.setGeometry(screen)
    field.setGeometry(0, 0, screen.width(), screen.height())
    window.show()
    for _ in range(3):
        cursor = field.textCursor()
        cursor.movePosition(cursor.MoveOperation.Down, n=12)
        field.setTextCursor(cursor)
        picker = emoji.pick(ui, field)
        caret = field.cursorRect()
        at = field.viewport().mapToGlobal(caret.topLeft())
        assert not picker.geometry().intersects(QRect(at, caret.size()))
        picker.close()
