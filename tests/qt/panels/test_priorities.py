"""The board of impact by effort, moved with a real mouse and real keys, and the action list."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from journeyeditor.editing import operations
from journeyeditor.editing.session import Session
from journeyeditor.model import JourneyGraph
from journeyeditor.panels.priorities.grid import OPPORTUNITIES, PAIN_POINTS, TRAY, BoardGrid, Cell
from journeyeditor.panels.priorities.panel import PrioritiesPanel
from journeyeditor.poster import PosterOptions, compose
from journeyeditor.vocabulary import Opportunity, PainPoint
from tests.builders import a_map
from tests.poster.sheets import text_of
from tests.qt.panel_fixtures import a_session, a_ui_context, faces, nameless


def rated() -> JourneyGraph:
    return (
        a_map()
        .with_stage("Buy")
        .with_("opportunity", "Show the total", impact=5, effort=1, votes=9)
        .with_("opportunity", "One page", impact=4, effort=4, votes=1)
        .with_("opportunity", "Points", impact=3)
        .with_("opportunity", "Gifts")
        .built()
    )


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[PrioritiesPanel]:
    panel = PrioritiesPanel(a_ui_context())
    qtbot.addWidget(panel)
    panel.resize(1100, 300)
    panel.show_session(a_session(rated()))
    panel.show()
    panel.refresh()
    yield panel
    panel.show_session(None)


def session_of(panel: PrioritiesPanel) -> Session:
    assert panel._session is not None
    return panel._session


def grades(panel: PrioritiesPanel, id_: str) -> tuple[int | None, int | None]:
    record = session_of(panel).element(id_)
    assert isinstance(record, Opportunity)
    return record.impact, record.effort


def drag(panel: PrioritiesPanel, id_: str, cell: Cell, *, drop: bool = True) -> None:
    """Press on a card's disc, move in steps to the middle of a cell, and release there."""
    card = panel.board.cards[id_]
    start = QPoint(card.height() // 2, card.height() // 2)
    end = panel.board.grid.rect(cell).center().toPoint()
    QTest.mousePress(card, Qt.MouseButton.LeftButton, pos=start)
    for part in (0.5, 1.0):
        way = QPointF(end - card.mapTo(panel.board, start)) * part
        QTest.mouseMove(card, start + way.toPoint())
    if drop:
        QTest.mouseRelease(card, Qt.MouseButton.LeftButton, pos=start)


def test_cards_are_where_impact_and_effort_put_them(panel: PrioritiesPanel) -> None:
    grid, cards = panel.board.grid, panel.board.cards
    for id_, cell in (("opportunity1", Cell(5, 1)), ("opportunity2", Cell(4, 4))):
        assert grid.rect(cell).contains(cards[id_]._disc_on_board())
    assert grid.tray.contains(cards["opportunity4"]._disc_on_board())


def test_a_card_that_lacks_a_grade_is_where_the_order_assumes_it(panel: PrioritiesPanel) -> None:
    card = panel.board.cards["opportunity3"]
    assert panel.board.grid.rect(Cell(3, 3)).contains(card._disc_on_board())
    assert (card.item.cell, card.item.cell.shown) == (Cell(3, None), Cell(3, 3))


def test_votes_place_cards_by_their_share_in_one_step(panel: PrioritiesPanel) -> None:
    session = session_of(panel)
    before = {id_: grades(panel, id_) for id_ in panel.board.cards}
    assert "Impact" in panel.rule.text()
    assert "Effort" in panel.rule.text()
    QTest.mouseClick(panel.by_votes, Qt.MouseButton.LeftButton)
    assert [grades(panel, id_) for id_ in sorted(before)] == [(5, 1), (1, 4), (1, None), (1, None)]
    panel.catch_up()
    grid = panel.board.grid
    assert grid.rect(Cell(1, 4)).contains(panel.board.cards["opportunity2"]._disc_on_board())
    session.undo()
    assert {id_: grades(panel, id_) for id_ in before} == before


def test_votes_place_pain_points_by_severity(panel: PrioritiesPanel) -> None:
    session = session_of(panel)
    ids = operations.add_many(
        session, "pain_point", [{"title": title} for title in ("Fees", "Slow", "Dull")]
    )
    for id_, votes in zip(ids, (8, 5, 3), strict=True):
        operations.set_field(session, [id_], "votes", votes)
    panel.boards.choose(PAIN_POINTS.kind)
    panel.refresh()
    panel.by_votes.click()
    found = [session.graph.element(id_) for id_ in ids]
    assert [record.severity for record in found if isinstance(record, PainPoint)] == [5, 4, 3]
    assert grades(panel, "opportunity1") == (5, 1)


def test_without_votes_nothing_is_placed_by_them(panel: PrioritiesPanel) -> None:
    session = session_of(panel)
    operations.set_field(session, ["opportunity1", "opportunity2"], "votes", 0)
    panel.refresh()
    assert not panel.by_votes.isEnabled()
    assert panel.rule.text() == "Nobody has voted yet."


def test_more_votes_make_a_larger_disc(panel: PrioritiesPanel) -> None:
    cards = panel.board.cards
    assert cards["opportunity1"]._disc().width() > cards["opportunity2"]._disc().width()


def test_a_drag_sets_both_grades_in_one_step(panel: PrioritiesPanel) -> None:
    drag(panel, "opportunity2", Cell(2, 5))
    assert grades(panel, "opportunity2") == (2, 5)
    session_of(panel).undo()
    assert grades(panel, "opportunity2") == (4, 4)
    assert not session_of(panel).undo()


def test_a_waiting_card_is_dragged_in_and_out_again(panel: PrioritiesPanel) -> None:
    drag(panel, "opportunity4", Cell(4, 2))
    assert grades(panel, "opportunity4") == (4, 2)
    panel.catch_up()
    drag(panel, "opportunity4", TRAY)
    assert grades(panel, "opportunity4") == (None, None)


def test_escape_takes_a_drag_back(panel: PrioritiesPanel) -> None:
    card = panel.board.cards["opportunity2"]
    before = card.geometry()
    drag(panel, "opportunity2", Cell(1, 1), drop=False)
    assert card.geometry() != before
    QTest.keyClick(card, Qt.Key.Key_Escape)
    QTest.mouseRelease(card, Qt.MouseButton.LeftButton)
    assert card.geometry() == before
    assert grades(panel, "opportunity2") == (4, 4)


def test_a_drop_beside_the_board_changes_nothing(panel: PrioritiesPanel) -> None:
    card = panel.board.cards["opportunity2"]
    QTest.mousePress(card, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    QTest.mouseMove(card, QPoint(8, 900))
    QTest.mouseRelease(card, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert grades(panel, "opportunity2") == (4, 4)
    assert not session_of(panel).is_dirty


def test_arrow_keys_move_a_card_within_the_board(panel: PrioritiesPanel) -> None:
    card = panel.board.cards["opportunity2"]
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right):
        QTest.keyClick(card, key)
        panel.catch_up()
    assert grades(panel, "opportunity2") == (3, 5)
    QTest.keyClick(panel.board.cards["opportunity4"], Qt.Key.Key_Up)
    assert grades(panel, "opportunity4") == (3, 3)
    session_of(panel).undo()
    session_of(panel).undo()  # all steps of one card are one
    assert grades(panel, "opportunity2") == (4, 4)


def test_a_press_shows_the_card_on_the_map(panel: PrioritiesPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.reveal_wanted) as shown:
        QTest.mouseClick(panel.board.cards["opportunity1"], Qt.MouseButton.LeftButton)
    assert shown.args == ["opportunity1"]
    session_of(panel).selection.set(["opportunity2"])
    assert [id_ for id_, card in panel.board.cards.items() if card.is_selected] == ["opportunity2"]


def test_cards_are_described(panel: PrioritiesPanel) -> None:
    cards = panel.board.cards
    said = cards["opportunity1"].accessibleName()
    assert said == "Show the total, impact 5, effort 1, 9 votes, quick wins"
    assert cards["opportunity3"].accessibleName() == "Points, impact 3, effort –"
    assert not nameless(panel)


def test_the_action_list_takes_owner_and_due_date(panel: PrioritiesPanel) -> None:
    panel.action_list.count.setValue(2)
    panel.catch_up()
    rows = [row for row in panel.action_list.rows if not row.isHidden()]
    assert [row._title for row in rows] == ["Show the total", "One page"]
    owner, due = (rows[0].editors[name].focus_widgets()[0] for name in ("owner", "due"))
    assert isinstance(due, QLineEdit)
    QTest.keyClicks(owner, "Anna")
    QTest.keyClicks(due, "2027-02-01")
    record = session_of(panel).element("opportunity1")
    assert isinstance(record, Opportunity)
    assert (record.owner, record.due) == ("Anna", datetime.date(2027, 2, 1))
    due.clear()
    QTest.keyClicks(due, "soon")
    assert rows[0].reason.text()


def test_a_hidden_page_computes_nothing(panel: PrioritiesPanel) -> None:
    panel.hide()
    before = panel.board.cards["opportunity2"].item
    session_of(panel).selection.set(["opportunity2"])
    panel.board.moved.emit("opportunity2", Cell(1, 1), False)
    assert panel.board.cards["opportunity2"].item == before
    assert panel._parts is None
    assert not panel._idle_timer.isActive()


def test_crowded_cells_make_no_more_cards_than_fit(qtbot: QtBot) -> None:
    map_ = a_map().with_stage("Buy")
    for _ in range(300):
        map_ = map_.with_("opportunity", "Same", impact=5, effort=5)
    panel = PrioritiesPanel(a_ui_context())
    qtbot.addWidget(panel)
    panel.resize(1100, 300)
    panel.show_session(a_session(map_.built()))
    panel.show()
    panel.refresh()
    hidden = panel.board._hidden[Cell(5, 5)]
    assert 0 < len(panel.board.cards) < 30
    assert len(panel.board.cards) + hidden == 300


def test_the_card_that_is_moved_stays_in_a_crowded_cell(qtbot: QtBot) -> None:
    map_ = a_map().with_stage("Buy")
    for _ in range(30):
        map_ = map_.with_("opportunity", "Same", impact=5, effort=5, votes=3)
    panel = PrioritiesPanel(a_ui_context())
    qtbot.addWidget(panel)
    panel.resize(1100, 300)
    panel.show_session(a_session(map_.with_("opportunity", "Last", impact=4, effort=5).built()))
    panel.show()
    panel.refresh()
    session_of(panel).selection.set(["opportunity31"])
    QTest.keyClick(panel.board.cards["opportunity31"], Qt.Key.Key_Up)
    panel.catch_up()
    assert grades(panel, "opportunity31") == (5, 5)
    assert "opportunity31" in panel.board.cards


@pytest.mark.parametrize("impact", range(1, 6))
@pytest.mark.parametrize("effort", range(1, 6))
def test_a_cell_is_found_where_it_is(impact: int, effort: int) -> None:
    grid, cell = BoardGrid(900, 240, 1.25), Cell(impact, effort)
    assert grid.cell_at(grid.rect(cell).center()) == cell


def test_quadrants_have_names() -> None:
    names = [
        Cell(i, e).quadrant(OPPORTUNITIES) for i, e in ((5, 1), (5, 5), (1, 1), (1, 5), (3, 5))
    ]
    assert names == ["Quick wins", "Big bets", "Fill-ins", "Avoid", ""]
    assert TRAY.quadrant(PAIN_POINTS) == ""


def test_pain_points_have_a_board_of_their_own(panel: PrioritiesPanel) -> None:
    session = session_of(panel)
    ids = operations.add_many(
        session, "pain_point", [{"title": "Hidden fees"}, {"title": "Slow page"}]
    )
    operations.set_priority(session, ids[0], {"severity": 5, "frequency": 4})
    panel.boards.choose("pain_point")
    panel.refresh()
    assert set(panel.board.cards) == set(ids)
    said = panel.board.cards[ids[0]].accessibleName()
    assert said == "Hidden fees, severity 5, frequency 4, solve first"
    drag(panel, ids[1], Cell(2, 5))
    record = session.element(ids[1])
    assert isinstance(record, PainPoint)
    assert (record.severity, record.frequency) == (2, 5)
    assert panel.action_list.rows[0].words.full_text() == "1 Show the total", "the list stays"


def test_the_length_of_the_action_list_is_kept_in_the_map(panel: PrioritiesPanel) -> None:
    session = session_of(panel)
    panel.action_list.count.setValue(2)
    assert session.info.action_count == 2
    panel.refresh()
    assert sum(row.isVisible() for row in panel.action_list.rows) == 2
    page = compose(session.graph, PosterOptions(appendix=("priorities",)), faces()).pages[-1]
    words = text_of(page)
    assert words.index("Action list") < words.index("One page") < words.index("More opportunities")
    assert words.index("More opportunities") < words.index("Points")
    session.undo()
    panel.refresh()
    assert panel.action_list.count.value() == session.info.action_count == 5
