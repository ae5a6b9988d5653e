"""The completeness view and the guided method: holes are shown, and lead to where they are filled."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from journeyeditor.i18n import texts
from journeyeditor.insight.completeness import ASPECTS
from journeyeditor.panels.completeness import CompletenessPanel
from journeyeditor.panels.method import MethodPanel
from tests.qt.panel_fixtures import a_session, a_ui_context, nameless

ROWS = {aspect: row for row, aspect in enumerate(ASPECTS)}


def a_table(qtbot: QtBot) -> CompletenessPanel:
    panel = CompletenessPanel(a_ui_context())
    qtbot.addWidget(panel)
    panel.resize(900, 260)
    panel.show()
    return panel


def at(panel: CompletenessPanel, aspect: str, stage: int) -> QModelIndex:
    return panel.table.model().index(ROWS[aspect], stage)


def test_an_empty_cell_makes_the_card_that_is_missing(qtbot: QtBot) -> None:
    panel, session = a_table(qtbot), a_session()
    panel.show_session(session)
    qtbot.waitUntil(lambda: panel.table.model().columnCount() == 2)
    index = at(panel, "pain_point", 0)
    assert index.data() == "+ Add"
    with qtbot.waitSignal(panel.reveal_wanted) as went:
        panel.table.setCurrentIndex(index)
        QTest.keyClick(panel.table, Qt.Key.Key_Return)
    made = session.graph.element(went.args[0])
    assert (made.kind, getattr(made, "stage", None)) == ("pain_point", "stage1")
    qtbot.waitUntil(lambda: at(panel, "pain_point", 0).data() == "1")
    session.undo()
    qtbot.waitUntil(lambda: at(panel, "pain_point", 0).data() == "+ Add")


def test_a_full_cell_goes_to_what_stands_there(qtbot: QtBot) -> None:
    panel, session = a_table(qtbot), a_session()
    panel.show_session(session)
    qtbot.waitUntil(lambda: panel.table.model().columnCount() == 2)
    rect = panel.table.visualRect(at(panel, "touchpoint", 1))
    with qtbot.waitSignal(panel.reveal_wanted) as went:
        QTest.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert went.args == ["touchpoint2"]
    assert not session.is_dirty


def test_need_and_owner_lead_to_their_fields_and_evidence_to_its_page(qtbot: QtBot) -> None:
    panel, session = a_table(qtbot), a_session()
    panel.show_session(session)
    qtbot.waitUntil(lambda: panel.table.model().columnCount() == 2)
    for aspect, field in (("need", "customer_goal"), ("owner", "owner")):
        with qtbot.waitSignal(panel.edit_wanted) as wanted:
            panel.table.chosen.emit(at(panel, aspect, 0))
        assert wanted.args == ["stage1", field]
    with qtbot.waitSignal(panel.page_wanted, check_params_cb=lambda page: page == "evidence"):
        panel.table.chosen.emit(at(panel, "evidence", 1))
    assert set(session.selection.ids) == {"touchpoint2", "opportunity1"}


def test_the_table_speaks(qtbot: QtBot) -> None:
    panel = a_table(qtbot)
    assert not nameless(panel)
    panel.show_session(a_session())
    qtbot.waitUntil(lambda: panel.table.model().columnCount() == 2)
    said = at(panel, "pain_point", 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Search, Pain points: empty"


def a_method(qtbot: QtBot) -> MethodPanel:
    panel = MethodPanel(a_ui_context())
    qtbot.addWidget(panel)
    panel.resize(900, 260)
    panel.show()
    return panel


def test_steps_tell_how_far_the_map_is(qtbot: QtBot) -> None:
    panel, session = a_method(qtbot), a_session()
    panel.show_session(session)
    qtbot.waitUntil(lambda: len(panel.list.rows()) == 7)
    assert panel.list.rows()[2].accessible_text.startswith("3. Touchpoints: done")
    panel.chips["three"].click()
    assert len(panel.list.rows()) == 3
    panel._ui.apply(texts=texts("nb"))
    assert panel.chips["five"].text() == "Fem tips"
    assert not nameless(panel)


def test_a_double_click_adds_one_card_only(qtbot: QtBot) -> None:
    panel, session = a_method(qtbot), a_session()
    panel.show_session(session)
    qtbot.waitUntil(lambda: len(panel.list.rows()) == 7)
    assert "0 of 2" in panel.list.rows()[4].accessible_text
    place = panel.list.visualRect(panel.list.model().index(4, 0)).center()
    port = panel.list.viewport()
    QTest.mouseClick(port, Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(port, Qt.MouseButton.LeftButton, pos=place)
    thoughts = [t for t in session.graph.elements("thought") if getattr(t, "stage", None)]
    assert [getattr(t, "stage", None) for t in thoughts] == ["stage1"]


def test_enter_leads_to_a_field_or_a_page(qtbot: QtBot) -> None:
    panel, session = a_method(qtbot), a_session()
    panel.show_session(session)
    qtbot.waitUntil(lambda: len(panel.list.rows()) == 7)
    panel.list.make_current("0")
    with qtbot.waitSignal(panel.page_wanted) as page:
        QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert page.args == ["evidence"]
    panel.list.make_current("5")
    with qtbot.waitSignal(panel.edit_wanted) as field:
        QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert field.args == ["opportunity1", "owner"]
