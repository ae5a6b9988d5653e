"""The review panel: findings to go to, to fix with one click, and to dismiss with a reason."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from journeyeditor.editing import operations
from journeyeditor.editing.changes.placing import DropTarget
from journeyeditor.editing.session import Session
from journeyeditor.i18n import texts
from journeyeditor.panels.review import ReviewPanel
from journeyeditor.widgets.ui_context import UiContext
from tests.builders import a_map
from tests.qt.panel_fixtures import a_session, a_ui_context, nameless


def small() -> Session:
    return a_session(
        a_map()
        .with_stage("Search", count=100, stated_rate=0.1)
        .with_("touchpoint", "Web")
        .with_("pain_point", "Slow")
        .with_stage("Purchase", count=50)
        .built()
    )


def shown(qtbot: QtBot, session: Session, ui: UiContext | None = None) -> ReviewPanel:
    panel = ReviewPanel(ui or a_ui_context())
    qtbot.addWidget(panel)
    panel.show_session(session)
    panel.resize(1000, 300)
    panel.show()
    qtbot.waitUntil(lambda: bool(panel.findings()))
    return panel


def go_to(panel: ReviewPanel, rule: str) -> None:
    row = next(i for i, finding in enumerate(panel.findings()) if finding.rule == rule)
    panel.list.setCurrentIndex(panel.list.model().index(row, 0))


def test_a_click_on_the_fix_fixes(qtbot: QtBot) -> None:
    session = small()
    panel = shown(qtbot, session)
    go_to(panel, "funnel-mismatch")
    rect = panel.list.fix_rect(panel.list.currentIndex())
    assert not rect.isEmpty()
    with qtbot.waitSignal(panel.reveal_wanted) as went:
        QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert went.args == ["stage1"]
    assert getattr(session.graph.element("stage1"), "stated_rate", None) == 0.5
    qtbot.waitUntil(lambda: "funnel-mismatch" not in {r.rule for r in panel.findings()})
    session.undo()
    qtbot.waitUntil(lambda: "funnel-mismatch" in {r.rule for r in panel.findings()})


def test_a_click_beside_the_fix_goes_there(qtbot: QtBot) -> None:
    session = small()
    panel = shown(qtbot, session)
    go_to(panel, "funnel-mismatch")
    place = panel.list.visualRect(panel.list.currentIndex()).topLeft()
    with qtbot.waitSignal(panel.reveal_wanted) as went:
        QTest.mouseClick(
            panel.list.viewport(),
            Qt.MouseButton.LeftButton,
            pos=place + QPoint(60, 10),
        )
    assert went.args == ["stage1"]
    assert not session.is_dirty


def test_keys_go_there_and_fix(qtbot: QtBot) -> None:
    session = small()
    panel = shown(qtbot, session)
    go_to(panel, "pain-without-opportunity")
    with qtbot.waitSignal(panel.reveal_wanted) as went:
        QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert went.args == ["pain_point1"]
    QTest.keyClick(panel.list, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(session.graph.incoming("pain_point1", "addresses")) == 1


def test_what_only_people_know_leads_to_its_field(qtbot: QtBot) -> None:
    panel = shown(qtbot, small())
    go_to(panel, "stage-without-owner")
    with qtbot.waitSignal(panel.edit_wanted) as wanted:
        QTest.keyClick(panel.list, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert wanted.args == ["stage1", "owner"]


def test_a_finding_is_set_aside_with_a_reason_and_brought_back(qtbot: QtBot) -> None:
    session = small()
    panel = shown(qtbot, session)
    before = len(panel.findings())
    assert panel.bar.isHidden()
    go_to(panel, "pain-without-opportunity")
    QTest.keyClick(panel.list, Qt.Key.Key_Delete)
    assert not panel.bar.isHidden()
    assert not panel.bar.dismiss_button.isEnabled()
    QTest.keyClick(panel.bar.reason, Qt.Key.Key_Return)
    assert not session.info.set_aside
    panel.bar.reason.setText("Known")
    with qtbot.waitSignal(panel.counted):
        QTest.keyClick(panel.bar.reason, Qt.Key.Key_Return)
    assert len(panel.findings()) == before - 1
    assert panel.bar.switch.text() == "Dismissed (1)"
    panel.bar.switch.click()
    assert panel.findings()[-1].rule == "pain-without-opportunity"
    last = panel.list.model().index(before - 1, 0)
    said = panel.list.model().data(last, Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("Dismissed: ")
    assert said.endswith("Known")
    panel.list.setCurrentIndex(last)
    QTest.keyClick(panel.list, Qt.Key.Key_Delete)
    assert not session.info.set_aside
    qtbot.waitUntil(panel.bar.isHidden)


def test_escape_gives_no_reason(qtbot: QtBot) -> None:
    session = small()
    panel = shown(qtbot, session)
    go_to(panel, "pain-without-opportunity")
    QTest.keyClick(panel.list, Qt.Key.Key_Delete)
    QTest.keyClick(panel.bar.reason, Qt.Key.Key_Escape)
    assert panel.bar.isHidden()
    assert not session.info.set_aside


def test_the_menu_offers_the_same(qtbot: QtBot) -> None:
    session = small()
    panel = shown(qtbot, session)
    go_to(panel, "pain-without-opportunity")
    menu = panel.menu(panel.list.currentIndex())
    qtbot.addWidget(menu)
    words = [action.text() for action in menu.actions() if action.text()]
    assert words == ["Show", "Add an opportunity", "Dismiss…"]
    menu.actions()[1].trigger()
    assert len(session.graph.incoming("pain_point1", "addresses")) == 1


def test_it_speaks_and_names(qtbot: QtBot) -> None:
    ui = a_ui_context()
    panel = shown(qtbot, small(), ui)
    go_to(panel, "pain-without-opportunity")
    QTest.keyClick(panel.list, Qt.Key.Key_Delete)
    assert not nameless(panel)
    ui.apply(texts=texts("da"))
    assert panel.bar.dismiss_button.text() == "Afvis"


def drafting(*kinds: str) -> Session:
    """Return a map of seven stages, each with a card of these kinds."""
    made = a_map()
    for number in range(7):
        made = made.with_stage(f"Stage {number}")
        for kind in kinds:
            made = made.with_(kind, f"{kind} {number}")
    return a_session(made.built())


def quiet(qtbot: QtBot, session: Session) -> tuple[ReviewPanel, list[int]]:
    """Return a panel that has reviewed a map, and the figures that it gave."""
    panel = ReviewPanel(a_ui_context())
    counts: list[int] = []
    panel.counted.connect(counts.append)
    qtbot.addWidget(panel)
    panel.resize(1000, 300)
    panel.show()
    with qtbot.waitSignal(panel.counted):
        panel.show_session(session)
    qtbot.waitUntil(lambda: panel._review is not None)
    return panel, counts


def test_an_empty_map_has_nothing_to_review(qtbot: QtBot) -> None:
    panel, counts = quiet(qtbot, a_session(a_map().with_("persona", "Ada").built()))
    assert counts[-1] == 0
    assert panel.findings() == []
    shown = [text.text() for text in panel.findChildren(QLabel) if text.isVisible()]
    assert "Nothing to review yet. Start with a stage: press S." in shown


def test_a_draft_is_reviewed_quietly_until_its_stages_are_filled_in(qtbot: QtBot) -> None:
    session = drafting("touchpoint")
    panel, counts = quiet(qtbot, session)
    assert counts[-1] == 0, "no figure beside the title"
    assert panel.findings() == []
    assert panel.draft.counts.text().startswith("Draft · ")
    assert any(letter.isdigit() for letter in panel.draft.counts.text())
    with qtbot.waitSignal(panel.counted):
        panel.draft.switch.click()
    assert len(panel.findings()) == counts[-1] > 6, "all of it is one click away"
    with qtbot.waitSignal(panel.counted):
        panel.draft.switch.click()
    for stage in session.graph.stages()[:4]:
        operations.add(session, "pain_point", DropTarget(stage.id), title="Slow")
    qtbot.waitUntil(lambda: bool(panel.findings()))
    assert panel.draft.isHidden()
    assert counts[-1] == len(panel.findings())


def test_errors_of_a_draft_are_listed(qtbot: QtBot) -> None:
    session = a_session(
        a_map().with_stage("Search", count=100, stated_rate=0.1).with_stage("Buy", count=50).built()
    )
    panel, counts = quiet(qtbot, session)
    qtbot.waitUntil(lambda: bool(panel.findings()))
    assert {finding.severity for finding in panel.findings()} == {"error"}
    assert counts[-1] == len(panel.findings())
