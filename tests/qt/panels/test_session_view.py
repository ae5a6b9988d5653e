"""Panels follow the open map while they are seen, and compute nothing while they are not."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from journeyeditor.app.docks import PAGES, BottomDock
from journeyeditor.editing import operations
from journeyeditor.editing.session import Session
from journeyeditor.i18n import texts
from journeyeditor.panels.agenda import AgendaPanel
from journeyeditor.panels.history import HistoryList
from journeyeditor.panels.inspector import Inspector, MapForm
from journeyeditor.panels.lanes import LanesPanel
from journeyeditor.panels.outline.view import Outline
from journeyeditor.panels.personas import PersonasPanel
from journeyeditor.panels.review import ReviewPanel
from journeyeditor.panels.session_view import BottomPage, SessionView
from journeyeditor.widgets.ui_context import window_theme
from tests.qt.panel_fixtures import a_session, a_ui_context

VIEWS: tuple[type[SessionView], ...] = (
    *PAGES,
    HistoryList,
    Inspector,
    LanesPanel,
    MapForm,
    Outline,
    PersonasPanel,
)


class Titles(SessionView):
    """Shows the titles of the stages."""

    IDLE_MS = 20

    def __init__(self) -> None:
        super().__init__(a_ui_context())
        self.shown: list[list[str]] = []

    def _refresh(self) -> None:
        stages = self._session.graph.stages() if self._session else ()
        self.shown.append([stage.title for stage in stages])

    def _retranslate(self) -> None:
        pass


@pytest.fixture
def session() -> Session:
    return a_session()


def edit(session: Session) -> None:
    """Change something that concerns every panel."""
    operations.set_field(session, ["stage1"], "title", "Look around")
    operations.set_field(session, ["stage1"], "count", 2000)
    operations.set_field(session, ["persona1"], "title", "Sara")
    session.selection.set(["pain_point1"])
    session.filter.set(persona="persona1")
    session.filter.set(persona="")


@pytest.mark.parametrize("view", VIEWS)
def test_nothing_hidden_computes(
    view: type[SessionView], session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    refreshed: list[bool] = []
    ui = a_ui_context()
    panel = view(ui)
    qtbot.addWidget(panel)
    monkeypatch.setattr(panel, "_refresh", lambda: refreshed.append(panel.isVisible()))
    panel.show_session(session)
    edit(session)
    ui.apply(texts=texts("sv"), theme=window_theme("dark"), scale=1.25)
    qtbot.wait(0)
    assert not refreshed
    panel.show()
    qtbot.waitUntil(lambda: bool(refreshed))
    assert refreshed == [True]
    panel.hide()
    edit(session)
    panel.show_session(None)
    qtbot.wait(0)
    assert refreshed == [True]


def test_a_burst_of_changes_is_one_refresh(session: Session, qtbot: QtBot) -> None:
    panel = Titles()
    qtbot.addWidget(panel)
    panel.show()
    panel.show_session(session)
    qtbot.waitUntil(lambda: panel.shown[-1:] == [["Search", "Purchase"]])
    before = len(panel.shown)
    for title in ("A", "B", "C"):
        operations.set_field(session, ["stage1"], "title", title)
    qtbot.waitUntil(lambda: panel.shown[-1] == ["C", "Purchase"])
    assert len(panel.shown) == before + 1


def test_only_the_map_that_is_shown_is_followed(session: Session, qtbot: QtBot) -> None:
    panel, other = Titles(), a_session()
    qtbot.addWidget(panel)
    panel.show()
    panel.show_session(session)
    panel.show_session(other)
    panel.refresh()
    operations.set_field(session, ["stage1"], "title", "Gone")
    assert not panel._is_stale
    operations.set_field(other, ["stage1"], "title", "Here")
    assert panel._is_stale
    panel.show_session(None)
    panel.refresh()
    operations.set_field(other, ["stage1"], "title", "Gone as well")
    assert not panel._is_stale
    assert panel.shown[-1] == []


def test_the_reviews_figure_is_right_behind_another_page(session: Session, qtbot: QtBot) -> None:
    dock = BottomDock(a_ui_context())
    qtbot.addWidget(dock)
    review, counted = dock.page(ReviewPanel), list[int]()
    review.counted.connect(counted.append)
    dock.show()
    dock.show_session(session)
    qtbot.waitUntil(lambda: bool(counted) and counted[-1] == len(review.findings()) > 0)
    dock.show_page("method")
    before = counted[-1]
    operations.add(session, "stage", title="Nothing follows it")
    qtbot.waitUntil(lambda: counted[-1] != before)
    dock.hide()
    there = len(counted)
    session.undo()
    qtbot.wait(0)
    assert len(counted) == there
    dock.show()
    qtbot.waitUntil(lambda: counted[-1] == before)
    dock.show_session(None)


def test_a_page_is_made_when_it_is_first_shown(session: Session, qtbot: QtBot) -> None:
    window = QWidget()
    column = QVBoxLayout(window)
    dock = BottomDock(a_ui_context())
    column.addWidget(dock)
    column.addWidget(QPushButton("Behind the dock"))
    qtbot.addWidget(window)
    dock.show_session(session)
    assert [type(page) for page in dock.findChildren(BottomPage)] == [ReviewPanel]
    window.show()
    assert [type(page) for page in dock.findChildren(BottomPage)] == [ReviewPanel]
    behind = {kind for kind in PAGES if kind.COUNTS_BEHIND}
    qtbot.waitUntil(lambda: {type(page) for page in dock.findChildren(BottomPage)} == behind)
    dock.show_page("agenda")
    page = dock.page(AgendaPanel)
    assert page.isVisible()
    page.add_step()
    assert len(session.info.agenda.steps) == 1
    dock.show_page("agenda")
    assert dock.findChildren(AgendaPanel) == [page]
    window.activateWindow()
    names = [each for each in dock.findChildren(QPushButton) if not page.isAncestorOf(each)]
    next(each for each in names if each.text() == "Agenda").setFocus()
    while (focused := window.focusWidget()) in names:
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert page.isAncestorOf(focused)
    dock.show_session(None)


def test_every_page_has_a_name_of_its_own() -> None:
    names = [each.NAME for each in PAGES]
    assert len(set(names)) == len(names)
    assert all(each.TITLE for each in PAGES)
