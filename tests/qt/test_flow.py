"""The flow on the canvas: switched on and off, brought up to date, never in the map."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from journeyeditor.display.primitives import Stroke
from journeyeditor.editing import operations
from journeyeditor.files import dump_map
from journeyeditor.geometry import Rect
from tests.qt.shell import Shell


@pytest.fixture
def shell(shell: Shell) -> Shell:
    shell.window.preferences.change(animation=False)
    shell.open_sample()
    return shell


def lines(shell: Shell) -> dict[str, tuple[str, float]]:
    """Return colour and width of the transitions on the canvas, by id."""
    layout = shell.session.layout
    found = {}
    for block in layout.blocks(Rect(0, 0, *layout.size)):
        if isinstance(block.key, tuple) and block.key[0] in ("line", "arc"):
            stroke = next(part for part in block.drawing if isinstance(part, Stroke))
            found[str(block.key[1])] = (stroke.pen.colour, stroke.pen.width)
    return found


def test_it_is_shown_and_hidden_and_nothing_is_written(shell: Shell) -> None:
    before, plain = dump_map(shell.session.graph), lines(shell)
    shell.do("flow")
    bar = shell.window.map_view.flow
    assert bar.isVisible()
    assert "journeys" in bar.legend.accessibleName()
    assert "Up to 1 week" in bar.legend.accessibleName()
    shown = lines(shell)
    assert shown != plain
    assert len({width for _, width in shown.values()}) > 1
    QTest.mouseClick(bar.close_button, Qt.MouseButton.LeftButton)
    shell.settle()
    assert bar.isHidden()
    assert lines(shell) == plain
    assert dump_map(shell.session.graph) == before
    assert not shell.session.is_dirty


def test_it_follows_the_figures_of_the_map(shell: Shell, qtbot: QtBot) -> None:
    shell.do("flow")
    before = shell.session.flow
    assert before is not None
    first = shell.session.graph.stages()[0]
    operations.set_field(shell.session, [first.id], "count", 40_000)
    qtbot.waitUntil(lambda: shell.session.flow != before)
    flow = shell.session.flow
    assert flow is not None
    assert (before.total, flow.total) == (10_000, 40_000)


def test_it_stays_with_another_theme_language_and_map(shell: Shell) -> None:
    shell.do("flow")
    shell.window.preferences.change(theme="dark", language="sv")
    shell.settle()
    assert shell.session.layout.context.flow is not None
    assert "resor" in shell.window.map_view.flow.legend.accessibleName()
    operations.set_field(shell.session, ["@map"], "language", "en")
    shell.settle()
    assert shell.session.layout.context.flow is not None
    shell.session.undo()
    shell.open_sample()
    assert shell.session.flow is not None
    shell.do("flow")
    assert shell.session.layout.context.flow is None
