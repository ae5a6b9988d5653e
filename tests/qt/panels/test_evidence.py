"""The evidence panel: sources listed, linked, edited and taken from the library; the share of each stage."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from journeyeditor.editing.session import Session
from journeyeditor.i18n import texts
from journeyeditor.insight.evidence import claims, supported_by_evidence
from journeyeditor.panels.evidence import EvidencePanel
from journeyeditor.vocabulary import Evidence
from journeyeditor.widgets.ui_context import UiContext
from tests.qt.panel_fixtures import a_session as a_small_session
from tests.qt.panel_fixtures import a_ui_context, nameless


def shown(qtbot: QtBot, session: Session, ui: UiContext | None = None) -> EvidencePanel:
    panel = EvidencePanel(ui or a_ui_context())
    qtbot.addWidget(panel)
    panel.show_session(session)
    panel.resize(1000, 260)
    panel.show()
    expected = len(session.graph.elements("evidence"))
    qtbot.waitUntil(lambda: len(panel.list.rows()) == expected and bool(panel.bars._bars))
    return panel


def words(panel: EvidencePanel) -> list[str]:
    return [line.accessible_text for line in panel.list.rows()]


def test_each_source_is_reported_with_its_number_and_its_users(qtbot: QtBot) -> None:
    panel = shown(qtbot, a_small_session())
    (line,) = words(panel)
    for part in ("Source 1", "Seven in ten", "source missing", "31 October 2026", "1 card"):
        assert part in line


def test_a_new_source_is_related_to_what_is_selected(qtbot: QtBot) -> None:
    session = a_small_session()
    panel = shown(qtbot, session)
    session.selection.set(["touchpoint1", "touchpoint2"])
    qtbot.waitUntil(lambda: "2 cards" in panel.add.text())
    with qtbot.waitSignal(panel.edit_wanted) as edited:
        panel.add.click()
    id_, _ = edited.args
    assert {element.id for element in supported_by_evidence(session.graph, id_)} == {
        "touchpoint1",
        "touchpoint2",
    }
    session.undo()
    assert not session.graph.has_element(id_)


def test_the_selection_is_related_and_unrelated(qtbot: QtBot) -> None:
    session = a_small_session()
    panel = shown(qtbot, session)
    panel.list.make_current("evidence1")
    assert panel.link.isHidden()
    session.selection.set(["touchpoint1"])
    qtbot.waitUntil(lambda: not panel.link.isHidden())
    panel.link.click()
    users = supported_by_evidence(session.graph, "evidence1")
    assert {element.id for element in users} == {"pain_point1", "touchpoint1"}
    qtbot.waitUntil(lambda: panel.link.text().startswith("Disconnect"))
    assert "evidence for the selection" in words(panel)[0]
    panel.link.click()
    assert [element.id for element in supported_by_evidence(session.graph, "evidence1")] == [
        "pain_point1"
    ]


def test_enter_asks_for_the_form_and_the_cards_are_shown(qtbot: QtBot) -> None:
    session = a_small_session()
    panel = shown(qtbot, session)
    panel.list.make_current("evidence1")
    with qtbot.waitSignal(panel.edit_wanted) as edited:
        QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert edited.args == ["evidence1", ""]
    with qtbot.waitSignal(panel.reveal_wanted) as revealed:
        panel.show_users.click()
    assert revealed.args == ["pain_point1"]
    assert list(session.selection.ids) == ["pain_point1"]


def test_delete_takes_the_source_away_in_one_step(qtbot: QtBot) -> None:
    session = a_small_session()
    panel = shown(qtbot, session)
    panel.list.make_current("evidence1")
    QTest.keyClick(panel.list, Qt.Key.Key_Delete)
    assert not session.graph.elements("evidence")
    qtbot.waitUntil(lambda: not panel.list.rows())
    session.undo()
    assert session.graph.has_element("evidence1")


def test_a_claim_of_the_library_comes_without_a_source(qtbot: QtBot) -> None:
    session = a_small_session()
    panel = shown(qtbot, session)
    session.selection.set(["pain_point1"])
    panel.library_toggle.click()
    assert len(panel.library.rows()) == len(claims())
    panel.add_claim("carts")
    record = session.graph.elements("evidence")[-1]
    assert isinstance(record, Evidence)
    assert (record.source, record.strength, record.figure) == ("", "assumed", "45%")
    assert record.claim.startswith("45% abandon the cart")
    assert [element.id for element in supported_by_evidence(session.graph, record.id)] == [
        "pain_point1"
    ]
    assert sum("added" in line.accessible_text for line in panel.library.rows()) == 1
    panel.add_claim("carts")
    assert len(session.graph.elements("evidence")) == 2
    assert panel.list.current() == record.id


def test_the_bars_lead_to_their_stage(qtbot: QtBot, session: Session) -> None:
    panel = shown(qtbot, session)
    first = session.graph.stages()[0].id
    with qtbot.waitSignal(panel.bars.chosen) as chosen:
        panel.bars._choose(panel.bars.list.item(1))
    assert chosen.args == [first]
    assert panel.bars.list.item(0).text() == "All cards: 33 of 53"


def test_it_speaks_all_languages_and_names_its_parts(qtbot: QtBot) -> None:
    ui = a_ui_context()
    panel = shown(qtbot, a_small_session(), ui)
    assert not nameless(panel)
    ui.apply(texts=texts("sv"))
    panel.catch_up()
    assert "källa saknas" in words(panel)[0]
    assert panel.library_toggle.text() == "Påståendebibliotek"


def test_a_map_without_sources_is_reported_why_that_matters(qtbot: QtBot) -> None:
    session = a_small_session()
    panel = shown(qtbot, session)
    panel.show_session(None)
    qtbot.waitUntil(lambda: not panel.list.rows())
    assert not panel.add.isEnabled()
