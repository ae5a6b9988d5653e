"""Palette, personas, lanes and history."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDrag
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from journeyeditor.editing import operations
from journeyeditor.editing.session import Session
from journeyeditor.i18n import texts
from journeyeditor.model import History
from journeyeditor.panels.history import TIME_ROLE, HistoryList
from journeyeditor.panels.kind_icons import initials
from journeyeditor.panels.lanes import LanesPanel, lanes_of
from journeyeditor.panels.palette import MIME, Palette
from journeyeditor.panels.personas import PersonasPanel
from journeyeditor.widgets.calendar import LAST, MonthView
from journeyeditor.widgets.reorderable_list import ReorderableList
from journeyeditor.widgets.ui_context import window_theme
from tests.qt.panel_fixtures import a_session, a_ui_context, nameless


@pytest.fixture
def session() -> Session:
    return a_session()


def shown(list_: ReorderableList) -> list[str]:
    return [list_.item(row).text() for row in range(list_.count())]


def test_the_palette_offers_kinds_in_the_order_of_lanes(qtbot: QtBot, session: Session) -> None:
    palette = Palette(a_ui_context("sv"))
    qtbot.addWidget(palette)
    palette.show_session(session)
    assert [button.text() for button in palette.buttons[:4]] == [
        "Steg",
        "Aktivitet",
        "Kontaktpunkt",
        "Tanke",
    ]
    assert palette.buttons[2].toolTip() == "En kontakt mellan kunden och organisationen. (K)"
    assert nameless(palette) == []


def test_a_kind_is_chosen_by_click_and_by_enter(qtbot: QtBot, session: Session) -> None:
    palette = Palette(a_ui_context())
    qtbot.addWidget(palette)
    palette.show_session(session)
    reported: list[str] = []
    palette.chosen.connect(reported.append)
    QTest.mouseClick(palette.buttons[2], Qt.MouseButton.LeftButton)
    QTest.keyClick(palette.buttons[5], Qt.Key.Key_Return)
    assert reported == ["touchpoint", "pain_point"]


def test_a_kind_is_dragged_with_its_name(qtbot: QtBot, session: Session) -> None:
    drags: list[QDrag] = []
    palette = Palette(a_ui_context(), drags.append)
    qtbot.addWidget(palette)
    palette.show_session(session)
    button = palette.buttons[2]
    chosen: list[str] = []
    palette.chosen.connect(chosen.append)
    QTest.mousePress(button, Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
    QTest.mouseMove(button, QPoint(22, 11))
    assert drags == []
    QTest.mouseMove(button, QPoint(60, 40))
    QTest.mouseRelease(button, Qt.MouseButton.LeftButton, pos=QPoint(60, 400))
    (drag,) = drags
    assert bytes(drag.mimeData().data(MIME).data()) == b"touchpoint"
    assert not drag.pixmap().isNull()
    assert chosen == []


def test_arrows_walk_the_palette(qtbot: QtBot, session: Session) -> None:
    palette = Palette(a_ui_context())
    qtbot.addWidget(palette)
    palette.show_session(session)
    with qtbot.waitExposed(palette):
        palette.show()
    palette.activateWindow()
    palette.buttons[0].setFocus()
    qtbot.waitUntil(palette.buttons[0].hasFocus)
    QTest.keyClick(palette.buttons[0], Qt.Key.Key_Down)
    assert palette.buttons[1].hasFocus()


def test_initials() -> None:
    names = {"Sara Karlsson": "SK", "Bo": "B", "": "", "Åsa von der Ek": "ÅE", "“Bo” & Ek": "E"}
    assert {name: initials(name) for name in names} == names


def test_a_calendar_is_walked_by_keys(qtbot: QtBot) -> None:
    month = MonthView(a_ui_context("sv"))
    qtbot.addWidget(month)
    reported: list[datetime.date] = []
    month.picked.connect(reported.append)
    month.show_day(datetime.date(2026, 1, 31))
    keys = (Qt.Key.Key_PageDown, Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Return)
    for key in keys:
        QTest.keyClick(month, key)
    assert reported == [datetime.date(2026, 2, 22)]
    assert month.accessibleName() == "Kalender: 22 februari 2026"
    month.resize(210, 210)
    QTest.mouseClick(month, Qt.MouseButton.LeftButton, pos=QPoint(5, 35))
    assert reported[1:] == [datetime.date(2026, 1, 26)]
    month.show_day(datetime.date.max)
    QTest.keyClick(month, Qt.Key.Key_Right)
    assert month.day == LAST
    month.grab()


@pytest.fixture
def personas(qtbot: QtBot, session: Session) -> Iterator[PersonasPanel]:
    owner = QWidget()
    owner.resize(900, 700)
    qtbot.addWidget(owner)
    panel = PersonasPanel(a_ui_context())
    panel.setParent(owner)
    owner.show()
    panel.show()
    panel.show_session(session)
    yield panel
    owner.close()


def test_a_persona_is_added_and_written_in_its_sheet(
    personas: PersonasPanel, session: Session
) -> None:
    personas.add.click()
    sheet = personas.sheet
    assert sheet is not None
    assert not sheet.isHidden()
    title = sheet.form.fields["title"].editor.focus_widgets()[0]
    assert isinstance(title, QLineEdit)
    QTest.keyClicks(title, "Bo Ek")
    assert [record.title for record in session.graph.personas()] == ["Sara Karlsson", "Bo Ek"]
    assert shown(personas.list) == ["Sara Karlsson", "Bo Ek"]
    assert nameless(sheet) == []
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert sheet.isHidden()
    operations.delete(session, [session.graph.personas()[1].id])
    assert shown(personas.list) == ["Sara Karlsson"]


def test_a_sheet_closes_when_its_persona_is_undone(
    personas: PersonasPanel, session: Session
) -> None:
    personas.add_persona()
    sheet = personas.sheet
    assert sheet is not None
    session.undo()
    assert sheet.isHidden()


def test_personas_are_put_in_order_looked_through_and_deleted(
    personas: PersonasPanel, session: Session
) -> None:
    second = operations.add(session, "persona", title="Bo")
    personas.list.make_current(second)
    QTest.keyClick(personas.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert shown(personas.list) == ["Bo", "Sara Karlsson"]
    assert personas.list.current() == second
    personas.tools.buttons["filter"].click()
    assert session.filter.persona == second
    assert nameless(personas) == []
    QTest.keyClick(personas.list, Qt.Key.Key_Delete)
    assert shown(personas.list) == ["Sara Karlsson"]
    assert session.filter.persona == ""


@pytest.fixture
def lanes(qtbot: QtBot, session: Session) -> LanesPanel:
    panel = LanesPanel(a_ui_context())
    qtbot.addWidget(panel)
    panel.show()
    panel.show_session(session)
    return panel


def test_lanes_are_listed_hidden_and_shown(lanes: LanesPanel, session: Session) -> None:
    before = shown(lanes.list)
    assert {"Touchpoints", "Thoughts", "Emotions", "Pain points"} <= set(before)
    lanes.list.item(1).setCheckState(Qt.CheckState.Unchecked)
    assert shown(lanes.list) == before
    assert [lane.visible for lane in lanes_of(session)][:3] == [True, False, True]
    lanes.list.item(1).setCheckState(Qt.CheckState.Checked)
    assert all(lane.visible for lane in lanes_of(session))
    assert nameless(lanes) == []


def test_every_lane_is_seen_where_the_panel_has_room(
    qtbot: QtBot, lanes: LanesPanel, session: Session
) -> None:
    for number in range(4):
        operations.add_lane(session, f"Lane {number}", (), "")
    assert lanes.list.count() == 12
    lanes.resize(300, 900)
    last, rows = lanes.list.item(11), lanes.list.viewport()
    lanes.grab()  # which lays the panel out
    assert rows.rect().contains(lanes.list.visualItemRect(last))


def test_a_lane_goes_up_by_keys_and_stays_current(lanes: LanesPanel, session: Session) -> None:
    first, second = shown(lanes.list)[:2]
    lanes.list.setCurrentRow(1)
    QTest.keyClick(lanes.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert shown(lanes.list)[:2] == [second, first]
    assert lanes.list.currentRow() == 0
    session.undo()
    assert shown(lanes.list)[:2] == [first, second]


def test_a_kinds_own_lane_is_named_while_it_becomes_a_record(
    lanes: LanesPanel, session: Session
) -> None:
    lanes.list.setCurrentRow(1)
    title = lanes.form.fields["title"].editor.focus_widgets()[0]
    assert isinstance(title, QLineEdit)
    QTest.keyClicks(title, "In her head")
    assert title.text() == "In her head"
    assert shown(lanes.list)[1] == "In her head"
    assert lanes_of(session)[1].title == "In her head"
    assert len(session.transactions.history.labels) <= 2


def test_a_lane_is_added_renamed_and_deleted(lanes: LanesPanel, session: Session) -> None:
    lanes.list.setCurrentRow(0)
    lanes.add.click()
    assert shown(lanes.list)[1] == "New lane"
    assert lanes.list.currentRow() == 1
    lanes.list.item(1).setText("Partners")
    assert lanes_of(session)[1].title == "Partners"
    QTest.keyClick(lanes.list, Qt.Key.Key_Delete)
    assert "Partners" not in shown(lanes.list)


def test_history_is_reported_and_walked(qtbot: QtBot, session: Session) -> None:
    ui = a_ui_context()
    history = HistoryList(ui)
    qtbot.addWidget(history)
    history.show()
    history.show_session(session)
    operations.add(session, "touchpoint", title="One")
    operations.set_field(session, ["touchpoint1"], "title", "Two")
    operations.delete(session, ["note1"])
    model: Any = history.view.model()
    rows = [model.index(row).data() for row in range(model.rowCount())]
    assert rows == ["As opened", "Add touchpoint", "Edit title", "Delete note"]
    assert history.view.currentIndex().row() == 3
    history.view.clicked.emit(model.index(0))
    assert session.graph.has_element("note1")
    assert session.graph.element("touchpoint1").title == "Shop window"
    assert (history.view.currentIndex().row(), model.rowCount()) == (0, 4)
    history.view.clicked.emit(model.index(2))
    assert session.graph.element("touchpoint1").title == "Two"
    operations.set_field(session, ["touchpoint1"], "title", "Three")
    assert model.rowCount() == 4
    ui.apply(texts=texts("sv"), theme=window_theme("dark"))
    assert model.index(0).data() == "Vid öppning"
    assert nameless(history) == []


def test_history_shows_when_each_step_was_made(qtbot: QtBot, session: Session) -> None:
    hours = iter((9, 14, 15))

    def clock() -> float:
        return datetime.datetime(2026, 3, 1, next(hours), 5).timestamp()

    session.transactions.history = History(clock)
    ui = a_ui_context()
    history = HistoryList(ui)
    qtbot.addWidget(history)
    history.resize(260, 200)
    history.show()
    history.show_session(session)
    before = history.view.grab().toImage()
    operations.set_field(session, ["touchpoint1"], "title", "One")
    operations.set_field(session, ["touchpoint1"], "note", "T", typing=True)
    operations.set_field(session, ["touchpoint1"], "note", "Two", typing=True)
    model: Any = history.view.model()
    ui.apply(texts=texts("sv"))
    assert [model.index(row).data(TIME_ROLE) for row in range(3)] == ["", "09:05", "15:05"]
    spoken = model.index(2).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.endswith(", 15:05")
    assert history.view.grab().toImage() != before
    session.undo()
    assert model.index(2).data(TIME_ROLE) == "15:05", "undoing a step does not change when it was"
    ui.apply(texts=texts("en"))
    assert "3:05" in model.index(2).data(TIME_ROLE)


def test_panels_speak_another_language_at_once(qtbot: QtBot, session: Session) -> None:
    ui = a_ui_context()
    panels: list[Palette | PersonasPanel | LanesPanel | HistoryList] = [
        Palette(ui),
        PersonasPanel(ui),
        LanesPanel(ui),
        HistoryList(ui),
    ]
    for panel in panels:
        qtbot.addWidget(panel)
        panel.show_session(session)
    ui.apply(texts=texts("da"), scale=1.25)
    assert [panel.accessibleName() for panel in panels] == [
        "Træk ind på kortet",
        "Personas",
        "Rækker",
        "Historik",
    ]
