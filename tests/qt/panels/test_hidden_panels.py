"""Nothing of the real window that is hidden follows the map, whatever is in front."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from journeyeditor.app.disagreement_mark import DisagreementMark
from journeyeditor.app.docks import PAGES, TABS
from journeyeditor.editing import operations
from journeyeditor.panels.session_view import BottomPage, SessionView
from tests.qt.shell import Shell

DOCKS = ("left", "right", "bottom", "overview")


@pytest.fixture
def shell(shell: Shell) -> Shell:
    shell.window.preferences.change(animation=False)
    shell.open_sample()
    return shell


def rest(shell: Shell, qtbot: QtBot) -> None:
    """Wait until nothing is left that waits for a pause."""
    timers = shell.window.findChildren(QTimer)
    qtbot.waitUntil(
        lambda: not any(timer.isSingleShot() and timer.isActive() for timer in timers),
        timeout=60_000,
    )


def edit(shell: Shell) -> None:
    """Change something that concerns every panel."""
    session = shell.session
    card = next(iter(session.graph.elements("touchpoint")))
    stage = session.graph.stages()[0]
    operations.set_field(session, [card.id], "title", "Something else")
    operations.set_field(session, [stage.id], "count", 1234)
    operations.add(session, "pain_point", title="Waiting")
    session.undo()
    session.selection.set([card.id])


@pytest.fixture
def hidden_work(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> set[SessionView]:
    """The views that computed anything while they were hidden since this was cleared."""
    views: set[SessionView] = set()
    for view in shell.window.findChildren(SessionView):
        if isinstance(view, DisagreementMark):  # hidden only as long as it finds nothing to mark
            continue

        def noted(view: SessionView = view, refresh: object = view._refresh) -> object:
            if not view.isVisible():
                views.add(view)
            return refresh()  # type: ignore[operator]

        monkeypatch.setattr(view, "_refresh", noted)
    return views


def test_closed_docks_compute_nothing(
    shell: Shell, qtbot: QtBot, hidden_work: set[SessionView], monkeypatch: pytest.MonkeyPatch
) -> None:
    view, painted = shell.window.map_view, list[object]()
    for dock in DOCKS:
        view.set_open(dock, False)
    rest(shell, qtbot)
    hidden_work.clear()
    monkeypatch.setattr(view.canvas.minimap, "_paint", lambda *a: painted.append(a))
    edit(shell)
    rest(shell, qtbot)
    assert not hidden_work
    assert not painted


def test_only_what_is_in_front_and_figures_beside_titles_are_computed(
    shell: Shell, qtbot: QtBot, hidden_work: set[SessionView]
) -> None:
    view = shell.window.map_view
    for name in (*(page.NAME for page in PAGES), *(tab for tab, _, _ in TABS)):
        for dock in ("right", "bottom"):
            view.set_open(dock, False)
        view.show_panel(name)
        rest(shell, qtbot)
        hidden_work.clear()
        edit(shell)
        rest(shell, qtbot)
        for each in hidden_work:
            is_counted = isinstance(each, BottomPage) and each.COUNTS_BEHIND
            assert is_counted, (name, each)
            assert view.is_open("bottom"), (name, each)
