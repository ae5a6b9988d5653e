"""Idle refreshes: a few parts of one view in each pass of the event loop, and nothing half done."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from journeyeditor.canvas.canvas import Canvas
from journeyeditor.editing import operations
from journeyeditor.editing.session import Session
from journeyeditor.geometry import Rect
from journeyeditor.panels import session_view
from journeyeditor.panels.session_view import SessionView
from journeyeditor.widgets.event_loop_pass import EventLoopPass
from journeyeditor.widgets.ui_context import UiContext


class Slow(SessionView):
    """Notes each part that it does, and the pass of the event loop in which it does it."""

    IDLE_MS = 1
    PARTS = 3
    log: list[tuple[str, int]]
    passes = 0

    def __init__(self, ui: UiContext, name: str, log: list[tuple[str, int]]) -> None:
        super().__init__(ui)
        self._name, self.log = name, log
        self._retranslate()

    def _refresh(self) -> Iterator[None]:
        for number in range(self.PARTS):
            self.log.append((f"{self._name}{number}", Slow.passes))
            yield

    def _retranslate(self) -> None:
        pass


@pytest.fixture
def log() -> list[tuple[str, int]]:
    return []


@pytest.fixture
def views(
    ui: UiContext,
    session: Session,
    qtbot: QtBot,
    log: list[tuple[str, int]],
    monkeypatch: pytest.MonkeyPatch,
) -> tuple[Slow, Slow]:
    monkeypatch.setattr(session_view, "PASS_S", 0)  # every part takes longer than that
    one, other = Slow(ui, "a", log), Slow(ui, "b", log)
    for view in (one, other):
        qtbot.addWidget(view)
        view.show_session(session)
        view.show()
    finish(qtbot, log)
    log.clear()
    return one, other


def finish(qtbot: QtBot, log: list[tuple[str, int]], parts: int = 2 * Slow.PARTS) -> None:
    """Let the event loop run, pass by pass, until so many parts are done."""

    def is_done() -> bool:
        Slow.passes += 1
        return len(log) >= parts

    qtbot.waitUntil(is_done)


def test_each_pass_does_one_part_of_one_view(
    views: tuple[Slow, Slow], session: Session, qtbot: QtBot, log: list[tuple[str, int]]
) -> None:
    operations.set_field(session, ["p1"], "title", "Another")
    seen: list[int] = []
    while len(log) < 2 * Slow.PARTS:
        before = len(log)
        QApplication.processEvents()
        seen.append(len(log) - before)
    assert max(seen) == 1
    assert [name for name, _ in log if name[0] == "a"] == ["a0", "a1", "a2"]
    assert [name for name, _ in log if name[0] == "b"] == ["b0", "b1", "b2"]


def test_a_pass_does_many_parts_that_are_quick(
    views: tuple[Slow, Slow],
    session: Session,
    log: list[tuple[str, int]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(session_view, "PASS_S", 1e9)
    operations.set_field(session, ["p1"], "title", "Another")
    seen: list[int] = []
    while len(log) < 2 * Slow.PARTS:
        before = len(log)
        QApplication.processEvents()
        seen.append(len(log) - before)
    assert set(seen) - {0} == {Slow.PARTS}


def test_a_change_meanwhile_begins_again(
    views: tuple[Slow, Slow], session: Session, qtbot: QtBot, log: list[tuple[str, int]]
) -> None:
    one, other = views
    other.hide()
    operations.set_field(session, ["p1"], "title", "Another")
    while [name for name, _ in log] != ["a0", "a1"]:
        QApplication.processEvents()
    operations.set_field(session, ["p1"], "title", "A third")
    finish(qtbot, log, 5)
    assert [name for name, _ in log] == ["a0", "a1", "a0", "a1", "a2"]
    assert one.isVisible()


def test_a_view_hidden_meanwhile_is_refreshed_when_it_is_shown(
    views: tuple[Slow, Slow], session: Session, qtbot: QtBot, log: list[tuple[str, int]]
) -> None:
    one, other = views
    other.hide()
    operations.set_field(session, ["p1"], "title", "Another")
    while [name for name, _ in log] != ["a0"]:
        QApplication.processEvents()
    one.hide()
    qtbot.waitUntil(lambda: not one._idle_timer.isActive())
    assert [name for name, _ in log] == ["a0"]
    log.clear()
    one.show()
    finish(qtbot, log, 3)
    assert [name for name, _ in log] == ["a0", "a1", "a2"]


def test_a_refresh_that_is_asked_for_is_whole(
    views: tuple[Slow, Slow], log: list[tuple[str, int]]
) -> None:
    views[0].refresh()
    assert [name for name, _ in log] == ["a0", "a1", "a2"]


def test_the_minimap_is_painted_in_strips(canvas: Canvas, qtbot: QtBot) -> None:
    minimap = canvas.minimap
    minimap.refresh()
    whole = minimap.picture().toImage()
    parts: list[Rect] = []
    paint = minimap._paint

    def noted(painter: object, part: Rect, device_scale: float) -> None:
        parts.append(part)
        paint(painter, part, device_scale)  # type: ignore[arg-type]

    minimap._paint = noted
    minimap.invalidate()
    qtbot.waitUntil(lambda: bool(parts))
    qtbot.waitUntil(lambda: minimap._strips is None and not minimap._timer.isActive())
    assert len(parts) > 1 or canvas.viewport.map.width <= 1200
    assert minimap.picture().toImage() == whole
    assert parts[0].x == 0
    assert parts[-1].right >= canvas.viewport.map.width - 1


def test_the_turn_of_a_pass_is_taken_once(qtbot: QtBot) -> None:
    qtbot.waitUntil(EventLoopPass.take)
    assert not EventLoopPass.take()
    qtbot.waitUntil(EventLoopPass.take)
