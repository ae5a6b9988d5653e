"""What an input method composes in any field of the window is kept when the focus goes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QFocusEvent, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from journeyeditor.widgets.text_input import Composition
from tests.qt.shell import Shell


@pytest.fixture
def shell(shell: Shell) -> Shell:
    shell.open_sample()
    shell.window.activateWindow()
    shell.settle()
    return shell


def compose(field: QWidget, words: str) -> None:
    QApplication.sendEvent(field, QInputMethodEvent(words, []))


def test_a_line_keeps_it_when_the_focus_goes(shell: Shell) -> None:
    shell.do("tab_map")
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    field.setText("")
    compose(field, "とうきょう")
    shell.window.map_view.canvas.setFocus(Qt.FocusReason.MouseFocusReason)
    assert field.text() == "とうきょう"
    shell.settle()
    assert shell.session.info.title == "とうきょう"


def test_a_click_into_the_line_keeps_it(shell: Shell) -> None:
    shell.do("find")
    field = shell.window.map_view.find_bar.words
    QTest.keyClicks(field, "caf")
    compose(field, "´")
    QTest.mouseClick(field, Qt.MouseButton.LeftButton, pos=QPoint(5, field.height() // 2))
    assert field.text() == "caf´"


def test_a_text_keeps_it_and_a_committed_one_comes_once(shell: Shell) -> None:
    shell.pick("pain_point")
    shell.do("tab_form")
    note = next(
        field
        for field in shell.window.map_view.right.findChildren(QPlainTextEdit)
        if field.isVisible()
    )
    note.setFocus()
    shell.settle()
    before = note.toPlainText()
    compose(note, "か")
    done = QInputMethodEvent("", [])
    done.setCommitString("蚊")
    QApplication.sendEvent(note, done)
    compose(note, "と")
    shell.window.map_view.canvas.setFocus(Qt.FocusReason.TabFocusReason)
    assert sorted(note.toPlainText()) == sorted(f"{before}蚊と")


def test_a_filter_that_was_cleared_lets_events_pass(qtbot: QtBot) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    composition = Composition.of(field)
    vars(composition).clear()  # as the garbage collector does
    QApplication.sendEvent(field, QFocusEvent(QEvent.Type.FocusOut))
    QApplication.sendEvent(field, QInputMethodEvent("k", []))
    composition.commit()
    assert field.text() == "k"
