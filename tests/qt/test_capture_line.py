"""The capture line in the window: typed, shown before, added, undone, and open over a presentation."""

from __future__ import annotations

import math

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from journeyeditor.app.capture_line import GAP, CaptureBar, widest_within
from tests.qt.shell import Shell

LINE = 'öv > läser recensioner #web -2 !pris oklart "vem kan jag lita på?" @Otto'


@pytest.fixture
def shell(shell: Shell) -> Shell:
    shell.window.preferences.change(language="sv", animation=False)
    shell.open_sample()
    return shell


@pytest.fixture
def bar(shell: Shell) -> CaptureBar:
    """The line, opened by its key."""
    QTest.keyClicks(shell.window.map_view.canvas, "/")
    shell.settle()
    bar = shell.window.map_view.capture
    assert bar.isVisible()
    return bar


def test_what_is_typed_is_shown_as_chips_and_on_the_map_and_nothing_is_written(
    shell: Shell, bar: CaptureBar
) -> None:
    steps = len(shell.session.transactions.history.labels)
    bar.line.setText(LINE)
    shell.settle()
    assert [chip.kind for chip in bar.chips.chips] == [
        *("stage", "step", "touchpoint", "emotion", "pain_point", "thought", "persona")
    ]
    assert [chip.words for chip in bar.chips.chips if chip.is_new] == ["Otto"]
    assert bar.chips.accessibleName().startswith("Steg: Övervägande, Aktivitet: läser recensioner")
    shown = shell.window.map_view.canvas.renderer.proposals
    assert len(shown.cards) == 5
    assert len(shell.session.transactions.history.labels) == steps


def test_enter_adds_one_step_of_undo_and_keeps_the_stage(shell: Shell, bar: CaptureBar) -> None:
    history = shell.session.transactions.history
    steps, count = len(history.labels), len(shell.session.graph)
    for line in (LINE, "jämför priser"):
        bar.line.setText(line)
        QTest.keyClick(bar.line, Qt.Key.Key_Return)
        shell.settle()
    assert bar.line.text() == ""
    assert len(history.labels) == steps + 2
    stage = next(s for s in shell.session.graph.stages() if s.title == "Övervägande")
    assert "jämför priser" in [card.title for card in shell.session.graph.cards(stage.id)]
    shell.do("undo")
    shell.do("undo")
    assert len(shell.session.graph) == count


def test_tab_completes_and_the_help_says_what(shell: Shell, bar: CaptureBar) -> None:
    bar.line.setText("köpb")
    QTest.keyClick(bar.line, Qt.Key.Key_Tab)
    assert bar.line.text() == "Köpbeslut > "
    assert bar.line.hasFocus()


def test_escape_closes_it_and_the_map_has_the_keys_again(shell: Shell, bar: CaptureBar) -> None:
    bar.line.setText(LINE)
    QTest.keyClick(bar.line, Qt.Key.Key_Escape)
    shell.settle()
    assert bar.isHidden()
    assert shell.window.map_view.canvas.hasFocus()
    assert not shell.window.map_view.canvas.renderer.proposals.cards


def test_it_opens_over_a_presentation(shell: Shell) -> None:
    shell.do("present")
    canvas = shell.window.map_view.canvas
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    QTest.keyClicks(canvas, "/")
    bar = shell.window.map_view.capture
    assert bar.isVisible()
    bar.line.setText("!Mitt i presentationen")
    QTest.keyClick(bar.line, Qt.Key.Key_Return)
    QTest.keyClick(bar.line, Qt.Key.Key_Escape)
    assert shell.window.presentation.is_on
    presented = shell.window.presentation.stage_id
    cards = shell.session.graph.cards(presented)
    assert "Mitt i presentationen" in [card.title for card in cards]
    shell.do("present")


@pytest.mark.parametrize("width", [1200, 600, 420])
def test_all_chips_fit_into_the_row(shell: Shell, bar: CaptureBar, width: int) -> None:
    bar.line.setText(LINE)
    shell.settle()
    bar.chips.resize(width, bar.chips.height())
    widths = bar.chips._fit()
    assert len(widths) == 7
    assert sum(widths) + GAP * (len(widths) - 1) <= width


def test_only_the_widest_are_cut() -> None:
    assert widest_within([10, 30, 80], 200) == math.inf
    assert widest_within([10, 30, 80], 90) == 50
    assert widest_within([10, 30, 80], 60) == 25
    assert widest_within([10, 30], -5) == 0


PASTED = "köpb > betalar #kassa\r\n!avgifter @Otto\n+visa totalpris"


def test_a_pasted_list_is_shown_line_by_line_and_added_in_one_step(
    shell: Shell, bar: CaptureBar
) -> None:
    history = shell.session.transactions.history
    steps, count = len(history.labels), len(shell.session.graph)
    QApplication.clipboard().setText(PASTED)
    QTest.keySequence(bar.line, QKeySequence(QKeySequence.StandardKey.Paste))
    shell.settle()
    shown = [row for row in (bar.chips, *bar.more) if row.isVisible()]
    assert [[chip.words for chip in row.chips] for row in shown] == [
        ["Köpbeslut", "betalar", "Kassa"],
        ["Köpbeslut", "avgifter", "Otto"],
        ["Köpbeslut", "visa totalpris"],
    ]
    assert "3 rader" in bar._help.text()
    assert len(shell.session.graph) == count
    QTest.keyClick(bar.line, Qt.Key.Key_Return)
    shell.settle()
    assert len(shell.session.graph) == count + 5
    assert len(history.labels) == steps + 1
    assert not any(row.isVisible() for row in bar.more)
    shell.do("undo")
    assert len(shell.session.graph) == count


def test_a_list_that_is_pasted_on_the_map_opens_the_line_and_a_plain_one_does_not(
    shell: Shell,
) -> None:
    count = len(shell.session.graph)
    canvas, bar = shell.window.map_view.canvas, shell.window.map_view.capture
    canvas.setFocus()
    QApplication.clipboard().setText(PASTED)
    shell.do("paste")
    shell.settle()
    assert bar.isVisible()
    assert len(shell.session.graph) == count
    bar.end()
    canvas.setFocus()
    QApplication.clipboard().setText("Mjölk\nBröd")
    shell.do("paste")
    shell.settle()
    assert not bar.isVisible()
    assert len(shell.session.graph) == count + 2


#: What a lively workshop says in four minutes, as somebody types it.
FOUR_MINUTES = """medv > ser annons #soc +1
!ingen tid +påminnelse
"är den värd det?" !dyrt
utv > läser tester #test !säger emot +en jämförelse
söker #sök 0 "vilken då?"
öv > jämför #web -1 !inga priser
+pris per år "alla lika"
köpb > betalar #kassa -2 !frakten dold
+totalpris !måste ha konto
"varför nu?" !ingen faktura
efterk > packar upp #lev +2
"snygg låda" +guide
ställer in #app -1 !kräver konto
åter > beställer #påm +1"""
#: Somebody who types 40 words a minute strikes 200 keys in it; some of the time goes by in listening.
KEYS_IN_FOUR_MINUTES = 600


def test_forty_cards_take_the_keys_of_four_minutes(shell: Shell, bar: CaptureBar) -> None:
    count, keys = len(shell.session.graph), 1  # the one that opened the line
    for line in FOUR_MINUTES.splitlines():
        for sign in line:  # QTest types ASCII only
            struck = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, sign)
            QApplication.sendEvent(bar.line, struck)
        QTest.keyClick(bar.line, Qt.Key.Key_Return)
        keys += len(line) + 1
    assert bar.line.text() == ""
    assert len(shell.session.graph) == count + 40
    assert not shell.window.map_view.right.inbox.cards(), "each card is in its stage"
    assert keys <= KEYS_IN_FOUR_MINUTES
