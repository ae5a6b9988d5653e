"""Typing in haste, with an input method, and without words: nothing typed is lost or misread."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from journeyeditor.canvas.canvas import Canvas
from journeyeditor.vocabulary import Emotion, Touchpoint

Key = Qt.Key
NONE, ALT, CTRL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
)
SENTENCE = "Kept the SHOP waiting, 3 times: Very Odd!"


def queue(canvas: Canvas, words: str) -> None:
    """Queue key events for the canvas, as they are queued before the field is there."""
    for letter in words:
        code = Qt.Key(ord(letter.upper()))
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QCoreApplication.postEvent(canvas, QKeyEvent(kind, code, NONE, letter))


def compose(canvas: Canvas, words: str) -> None:
    """Let an input method show what it is composing."""
    QApplication.sendEvent(canvas.field, QInputMethodEvent(words, []))


def primary_title(canvas: Canvas) -> str:
    element = canvas.session.element(canvas.session.selection.primary)
    return element.title if element is not None else ""


def emotion(canvas: Canvas) -> Emotion:
    element = canvas.session.element(canvas.session.selection.primary)
    assert isinstance(element, Emotion)
    return element


def steps(canvas: Canvas) -> int:
    return canvas.session.transactions.history.position


@pytest.mark.parametrize("letter", "SAKTPOBNY")
def test_every_key_queued_behind_a_letter_lands_in_its_card(canvas: Canvas, letter: str) -> None:
    canvas.session.selection.clear()
    queue(canvas, letter.lower() + SENTENCE)
    QApplication.processEvents()
    assert canvas.field.toPlainText() == SENTENCE
    QTest.keyClick(canvas.field, Key.Key_Return)
    assert primary_title(canvas) == SENTENCE
    assert steps(canvas) == 1
    assert canvas.session.undo()


def test_a_letter_held_down_writes_nothing_into_its_card(canvas: Canvas) -> None:
    canvas.session.selection.clear()
    QTest.keyPress(canvas, Key.Key_K)
    for _ in range(5):
        QApplication.sendEvent(
            canvas.field, QKeyEvent(QEvent.Type.KeyPress, Key.Key_K, NONE, "k", autorep=True)
        )
    assert canvas.field.toPlainText() == ""
    QTest.keyClicks(canvas.field, "a")
    QApplication.sendEvent(
        canvas.field, QKeyEvent(QEvent.Type.KeyPress, Key.Key_A, NONE, "a", autorep=True)
    )
    assert canvas.field.toPlainText() == "aa", "what is held on purpose repeats"
    canvas.field.leave()


def test_the_card_of_a_letter_is_in_view_with_its_caret(canvas: Canvas) -> None:
    canvas.session.selection.set([canvas.session.graph.stages()[-1].id])
    canvas.session.selection.clear()
    QTest.keyClick(canvas, Key.Key_P)
    assert canvas.rect().contains(canvas.field.geometry())
    assert canvas.field.hasFocus()
    canvas.field.leave()


@pytest.mark.parametrize("end", ["tab", "return", "escape", "click", "focus", "next stage"])
def test_a_composition_is_committed_by_whatever_ends_it(canvas: Canvas, end: str) -> None:
    canvas.session.selection.set(["p1"])
    canvas.edit_text("p1")
    QTest.keyClicks(canvas.field, "At ")
    compose(canvas, "えき")
    if end == "tab":
        QTest.keyClick(canvas.field, Key.Key_Tab)
    elif end == "return":
        QTest.keyClick(canvas.field, Key.Key_Return)
    elif end == "escape":
        QTest.keyClick(canvas.field, Key.Key_Escape)
    elif end == "next stage":
        QTest.keyClick(canvas.field, Key.Key_Return, CTRL)
    elif end == "click":
        QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=canvas.rect().bottomLeft())
    else:
        canvas.field.clearFocus()
    assert canvas.session.graph.element("p1").title == "At えき"
    canvas.field.leave()


def test_a_dead_key_is_kept_by_a_click_into_the_text(canvas: Canvas) -> None:
    canvas.edit_text("p1")
    QTest.keyClicks(canvas.field, "caf")
    compose(canvas, "´")
    QTest.mouseClick(canvas.field.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(3, 5))
    assert canvas.field.toPlainText() == "caf´"
    canvas.field.leave()


def test_a_new_card_with_nothing_but_a_composition_stays(canvas: Canvas) -> None:
    canvas.session.selection.clear()
    QTest.keyClick(canvas, Key.Key_K)
    compose(canvas, "えき")
    QTest.keyClick(canvas.field, Key.Key_Escape)
    assert primary_title(canvas) == "えき"


def test_candidates_are_at_the_caret_after_zoom_pan_and_reflow(canvas: Canvas) -> None:
    canvas.edit_text("p1")
    QTest.keyClicks(canvas.field, "some words ")

    def is_at_caret() -> bool:
        field, method = canvas.field, QGuiApplication.inputMethod()
        caret = QRectF(field.cursorRect()).translated(QPointF(field.viewport().pos()))
        window = field.window()
        shown = QRectF(QPointF(field.mapTo(window, caret.topLeft().toPoint())), caret.size())
        asked = method.inputItemTransform().mapRect(
            QRectF(field.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle))
        )
        return (asked.topLeft() - shown.topLeft()).manhattanLength() <= 2

    assert is_at_caret()
    canvas.view.zoom(2.2, QPointF(400, 300))
    QApplication.processEvents()
    assert is_at_caret()
    canvas.view.pan(60, -45)
    QApplication.processEvents()
    assert is_at_caret()
    QTest.keyClicks(canvas.field, "that run over the end of the line and over one more " * 2)
    assert is_at_caret()
    canvas.field.leave()


def test_an_emotion_has_a_face_at_once(canvas: Canvas) -> None:
    canvas.session.selection.set(["t1"])
    QTest.keyClick(canvas, Key.Key_E)
    QTest.keyClick(canvas.field, Key.Key_Return)
    assert (emotion(canvas).score, emotion(canvas).reason) == (0, "")
    assert steps(canvas) == 1


@pytest.mark.parametrize(
    ("typed", "score", "reason"),
    [
        ("1", -2, ""),
        ("4", 1, ""),
        ("5", 2, ""),
        ("+1,5", 1.5, ""),
        ("-2", -2, ""),
        ("\u22121", -1, ""),
        ("Unsure", 0, "Unsure"),
        ("3 weeks of waiting", 0, "3 weeks of waiting"),
        ("1 more call", 0, "1 more call"),
        ("24", 0, "24"),
    ],
)
def test_a_face_takes_a_digit_or_words(
    canvas: Canvas, typed: str, score: float, reason: str
) -> None:
    canvas.session.selection.set(["t1"])
    QTest.keyClick(canvas, Key.Key_E)
    for sign in typed:
        QApplication.sendEvent(
            canvas.field, QKeyEvent(QEvent.Type.KeyPress, Key(ord(sign.upper())), NONE, sign)
        )
    QTest.keyClick(canvas.field, Key.Key_Return)
    assert (emotion(canvas).score, emotion(canvas).reason) == (score, reason)
    assert steps(canvas) == 1
    canvas.session.undo()
    canvas.session.redo()
    assert (emotion(canvas).score, emotion(canvas).reason) == (score, reason)


def test_the_face_follows_digits_and_arrows_while_they_are_typed(canvas: Canvas) -> None:
    canvas.session.selection.set(["t1"])
    QTest.keyClick(canvas, Key.Key_E)
    QTest.keyClick(canvas.field, Key.Key_2)
    assert emotion(canvas).score == -1
    QTest.keyClick(canvas.field, Key.Key_Up)
    QTest.keyClick(canvas.field, Key.Key_Up)
    assert emotion(canvas).score == 1
    QTest.keyClicks(canvas.field, "Glad")
    QTest.keyClick(canvas.field, Key.Key_Return)
    assert (emotion(canvas).score, emotion(canvas).reason) == (1, "Glad")


def test_escape_takes_a_face_away_that_nobody_touched(canvas: Canvas) -> None:
    count = len(canvas.session.graph.elements("emotion"))
    canvas.session.selection.set(["t1"])
    QTest.keyClick(canvas, Key.Key_E)
    QTest.keyClick(canvas.field, Key.Key_Escape)
    assert len(canvas.session.graph.elements("emotion")) == count
    assert steps(canvas) == 0
    canvas.session.selection.set(["t1"])
    QTest.keyClick(canvas, Key.Key_E)
    QTest.keyClick(canvas.field, Key.Key_Down)
    QTest.keyClick(canvas.field, Key.Key_Escape)
    assert emotion(canvas).score == -1


@pytest.mark.parametrize(
    ("typed", "keys", "channel"),
    [
        ("Website", (), "web"),
        ("website", (), "web"),
        ("Fax", (), "Fax"),
        ("soc", (Key.Key_Down,), "social_media"),
        ("", (Key.Key_Down, Key.Key_Down), "phone"),
    ],
)
def test_a_channel_is_typed_or_chosen(
    canvas: Canvas, typed: str, keys: tuple[Qt.Key, ...], channel: str
) -> None:
    canvas.session.selection.clear()
    QTest.keyClick(canvas, Key.Key_K)
    QTest.keyClicks(canvas.field, "Somewhere")
    QTest.keyClick(canvas.field, Key.Key_L, ALT)
    QTest.keyClicks(canvas.field, typed)
    assert canvas.field.suggestions.isVisible() == (
        typed.casefold() != "website" and typed != "Fax"
    )
    for key in keys:
        QTest.keyClick(canvas.field, key)
    QTest.keyClick(canvas.field, Key.Key_Return)
    touchpoint = canvas.session.element(canvas.session.selection.primary)
    assert isinstance(touchpoint, Touchpoint)
    assert (touchpoint.title, touchpoint.channel) == ("Somewhere", channel)
    assert not canvas.field.suggestions.isVisible()


def test_a_letter_with_alt_adds_the_next_card_while_typing(canvas: Canvas) -> None:
    canvas.session.selection.clear()
    QTest.keyClick(canvas, Key.Key_K)
    QTest.keyClicks(canvas.field, "Till")
    till = canvas.session.selection.primary
    QTest.keyClick(canvas.field, Key.Key_P, ALT)
    QTest.keyClicks(canvas.field, "Queue")
    QTest.keyClick(canvas.field, Key.Key_E, ALT)
    QTest.keyClicks(canvas.field, "2")
    QTest.keyClick(canvas.field, Key.Key_Return)
    graph = canvas.session.graph
    related = {graph.element(each.source).kind for each in graph.incoming(till, "at")}
    assert graph.element(till).title == "Till"
    assert related == {"pain_point", "emotion"}
