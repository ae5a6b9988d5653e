"""The first start, the tour, and what is new after an update: offered once, never in the way."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from journeyeditor import __version__, resources
from journeyeditor.app import whats_new
from journeyeditor.app.settings import Preferences
from journeyeditor.app.tour.steps import STEPS
from journeyeditor.app.tour.tour import Tour
from journeyeditor.editing import operations
from journeyeditor.i18n import english, texts, window_languages
from tests.qt.clipping import clipped
from tests.qt.shell import Shell

NEXT = Qt.Key.Key_F6


@pytest.fixture
def tour(shell: Shell) -> Tour:
    shell.do("tour")
    shell.window.map_view.set_animated(False)
    return running(shell)


def running(shell: Shell) -> Tour:
    shell.settle()
    found = shell.window.help.tour
    assert found is not None
    return found


def test_the_first_start_offers_the_tour_once(shell: Shell, qtbot: QtBot) -> None:
    shell.program.start()
    first = shell.other_window()
    notice = first.start_page.notice
    assert not notice.isHidden(), "before anything is painted"
    assert first.help.tour is None, "it waits to be asked"
    qtbot.waitUntil(lambda: Preferences(shell.places.settings).value.seen_version == __version__)
    notice.close_button.click()
    assert notice.isHidden()
    first.help.greet(notice)
    assert notice.isHidden(), "only once"
    assert not Preferences(shell.places.settings).is_new
    notice.link.click()
    first.refresh()
    assert first.help.tour is not None
    first.help.end_tour()


@pytest.mark.parametrize(("version", "is_told"), [(__version__, True), ("0.0.1", False)])
def test_after_an_update_one_line_leads_to_what_is_new(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, version: str, is_told: bool
) -> None:
    monkeypatch.setattr(whats_new, "VERSION", version)
    shell.window.preferences.change(seen_version="0.0.9", language="fi")
    shell.window.preferences.is_new = False
    notice = shell.window.start_page.notice
    shell.window.help.greet(notice)
    assert notice.isHidden() != is_told
    if is_told:
        notice.link.click()
        handbook = shell.window.help.handbook
        assert handbook.chapter == "whats-new"
        assert texts("fi")("Spelling is checked while you write.") in handbook.view.toPlainText()
        handbook.close()


def test_what_is_new_is_about_the_newest_version_of_the_changelog() -> None:
    changelog = resources.changelog().read_text("utf-8")
    versions = re.findall(r"^## \[(\d[^\]]*)\]", changelog, re.MULTILINE)
    assert versions[0] == whats_new.VERSION
    assert len(whats_new.notes(english()).splitlines()) < 40, "these are what counts, not all"


def test_every_step_stands_beside_its_target_inside_the_window(shell: Shell, tour: Tour) -> None:
    for number in range(1, len(STEPS) + 1):
        assert tour.number == number
        bubble, ring = tour.bubble.geometry(), tour.ring.geometry()
        assert shell.window.rect().contains(bubble)
        assert not ring.isEmpty()
        assert not bubble.intersects(ring.adjusted(4, 4, -4, -4)), number
        QTest.keyClick(shell.window, NEXT)
        shell.settle()
    assert shell.window.help.tour is None


def test_no_text_of_a_bubble_is_cut_off(shell: Shell, tour: Tour) -> None:
    for _ in STEPS[:-1]:
        for language in window_languages():
            shell.window.preferences.change(language=language, size=1.3)
            QApplication.processEvents()
            assert clipped(tour.bubble) == []
        tour.go_on()
    tour.end()


def test_doing_what_a_step_says_leads_on(shell: Shell, tour: Tour) -> None:
    tour.go_on()
    canvas = shell.window.map_view.canvas
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_P)
    QTest.keyClicks(canvas.field, "Slow")
    assert canvas.field.is_open, "the bubble takes no focus"
    QTest.keyClick(canvas.field, Qt.Key.Key_Escape)
    shell.settle()
    assert tour.number == 3
    emotion = shell.pick("emotion")
    operations.set_field(shell.session, [emotion], "score", 1.0)
    shell.settle()
    assert tour.number == 4
    shell.pick("touchpoint")
    assert tour.number == 5
    tour.go_on()
    shell.do("command_box")
    shell.window.command_palette.end()
    assert tour.number == 7
    tour.end()


def test_escape_ends_typing_first_and_then_the_tour(shell: Shell, tour: Tour) -> None:
    canvas = shell.window.map_view.canvas
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_P)
    QTest.keyClicks(canvas.field, "Words")
    QTest.keyClick(canvas.field, Qt.Key.Key_Escape)
    shell.settle()
    assert shell.window.help.tour is not None
    assert "Words" in [card.title for card in shell.session.graph.elements("pain_point")]
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    shell.settle()
    assert shell.window.help.tour is None
    assert shell.window.has_map, "the map stays"


def test_escape_in_a_panel_leads_to_the_map_and_not_out_of_the_tour(
    shell: Shell, tour: Tour
) -> None:
    shell.do("find")
    QTest.keyClick(shell.window.map_view.find_bar.focusWidget(), Qt.Key.Key_Escape)
    shell.settle()
    assert shell.window.help.tour is tour
    tour.end()


def test_it_stands_aside_while_a_map_is_presented(shell: Shell, tour: Tour) -> None:
    shell.do("present")
    assert tour.bubble.isHidden()
    assert tour.ring.isHidden()
    shell.window.presentation.end()
    shell.settle()
    assert not tour.bubble.isHidden()
    tour.end()


def test_the_ring_follows_its_card_when_the_map_is_panned(
    shell: Shell, tour: Tour, qtbot: QtBot
) -> None:
    ring, bubble = tour.ring.geometry(), tour.bubble.geometry()
    shell.window.map_view.canvas.view.pan(40, 60)
    qtbot.waitUntil(lambda: tour.ring.geometry() != ring)
    moved = tour.ring.geometry().topLeft() - ring.topLeft()
    assert (abs(moved.x()), abs(moved.y())) == (40, 60)
    shell.settle()
    assert tour.bubble.geometry() != bubble
    shell.window.map_view.canvas.finish_painting()
    shell.settle()
    placed: list[bool] = []
    tour._placing.timeout.connect(lambda: placed.append(True))
    for _ in range(40):
        QApplication.processEvents()
    assert len(placed) < 10, "what it paints is no reason to place it again"
    shell.window.map_view.canvas.view.pan(4000, 0)
    qtbot.waitUntil(lambda: tour.ring.geometry().isEmpty())
    assert not tour.bubble.isHidden(), "the card is out of sight, the words are not"
    tour.end()


def test_another_map_ends_it_and_an_open_map_is_left_alone(shell: Shell) -> None:
    session = shell.open_sample()
    shell.do("tour")
    assert shell.session is session
    other = shell.other_window()
    assert other is not shell.window
    assert other.help.tour is not None
    other.documents.new_blank()
    shell.settle()
    other.refresh()
    QApplication.processEvents()
    other.resize(900, 700)
    QApplication.processEvents()
    assert other.help.tour is None


def test_the_tour_is_in_the_help_menu_and_can_be_taken_again(shell: Shell, tour: Tour) -> None:
    tour.end()
    assert shell.window.action_registry["tour"].isEnabled()
