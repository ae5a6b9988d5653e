"""What the board and the action list set is on the map, on the poster and in the tables."""

from __future__ import annotations

from io import BytesIO

import openpyxl
from docx import Document
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from journeyeditor.editing.operations.workshop import count_votes
from journeyeditor.exporters import Export
from journeyeditor.exporters.report.writer import write as write_report
from journeyeditor.exporters.workbook.writer import write as write_workbook
from journeyeditor.model import JourneyGraph
from journeyeditor.panels.priorities.panel import PrioritiesPanel
from journeyeditor.poster import PosterOptions, compose
from journeyeditor.vocabulary import Opportunity
from tests.builders import a_map
from tests.poster.sheets import text_of
from tests.qt.panel_fixtures import a_session, a_ui_context, faces
from tests.qt.shell import Shell


def test_keys_of_the_window_leave_the_arrows_to_the_board(shell: Shell, qtbot: QtBot) -> None:
    shell.open_sample()
    view = shell.window.map_view
    view.set_open("bottom", True)
    view.bottom.show_page("priorities")
    panel = view.bottom.page(PrioritiesPanel)
    panel.refresh()
    id_ = next(iter(panel.board.cards))
    card = panel.board.cards[id_]
    record = shell.session.element(id_)
    assert isinstance(record, Opportunity)
    before = record.impact or 0
    QTest.mouseClick(card, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert list(shell.session.selection.ids) == [id_]
    assert card.hasFocus() or shell.window.focusWidget() is card
    QTest.keyClick(card, Qt.Key.Key_Down if before > 1 else Qt.Key.Key_Up)
    shell.settle()
    after = shell.session.element(id_)
    assert isinstance(after, Opportunity)
    assert abs((after.impact or 0) - before) == 1
    assert after.rank == record.rank


def test_a_command_places_cards_by_votes_and_shows_the_board(shell: Shell, qtbot: QtBot) -> None:
    shell.open_sample()
    first, second, *_ = shell.session.graph.elements("opportunity")
    impacts = [getattr(each, "impact", None) for each in (first, second)]
    view = shell.window.map_view
    count_votes(shell.session, {first.id: 25, second.id: 100})
    shell.do("place_by_votes")
    assert view.bottom.page(PrioritiesPanel).isVisible()
    now = [shell.session.graph.element(each.id) for each in (first, second)]
    assert [each.impact for each in now if isinstance(each, Opportunity)] == [2, 5]
    shell.session.undo()
    again = [shell.session.graph.element(each.id) for each in (first, second)]
    assert [getattr(each, "impact", None) for each in again] == impacts


def test_owner_and_due_date_of_an_action_are_on_the_poster_and_in_the_tables(qtbot: QtBot) -> None:
    map_ = a_map(title="Buying", language="en").with_stage("Buy")
    graph = map_.with_("opportunity", "Show the total", impact=5, effort=1).built()
    panel = PrioritiesPanel(a_ui_context())
    qtbot.addWidget(panel)
    panel.show_session(a_session(graph))
    panel.show()
    panel.refresh()
    row = panel.action_list.rows[0]
    QTest.keyClicks(row.editors["owner"].focus_widgets()[0], "Anna Berg")
    QTest.keyClicks(row.editors["due"].focus_widgets()[0], "2027-02-01")
    poster = compose(graph, PosterOptions(appendix=("priorities",)), faces())
    for words in (text_of(poster.pages[-1]), *_tables(graph)):
        assert "Anna Berg" in words
        assert "1 February 2027" in words or "2027-02-01" in words
    panel.show_session(None)


def _tables(graph: JourneyGraph) -> tuple[str, str]:
    """Return the words of the tables of the report, and of the sheet of opportunities."""
    export = Export(graph, PosterOptions(), faces())
    report = Document(BytesIO(next(iter(write_report(export)))))
    cells = (cell.text for table in report.tables for row in table.rows for cell in row.cells)
    book = openpyxl.load_workbook(BytesIO(next(iter(write_workbook(export)))))
    values = (
        str(value) for row in book["Opportunities"].iter_rows(values_only=True) for value in row
    )
    return " ".join(cells), " ".join(values)
