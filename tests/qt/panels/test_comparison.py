"""Comparing and carrying over in the window: the list, the way there, the light, both curves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from journeyeditor.app.actions.map import ask_map
from journeyeditor.app.stage_model_dialog import StageModelDialog
from journeyeditor.editing import operations
from journeyeditor.editing.session import Session
from journeyeditor.files import dump_map, parse_map, write_map
from journeyeditor.i18n import texts
from journeyeditor.model import JourneyGraph
from journeyeditor.panels.comparison import ComparePanel
from journeyeditor.widgets.ui_context import UiContext, window_theme
from tests.builders import a_map
from tests.editing.driver import a_session
from tests.qt.shell import Script


def shop(score: float = 1) -> JourneyGraph:
    return (
        a_map(title="Shop")
        .with_("persona", "Sara")
        .with_stage("Awareness")
        .with_("touchpoint", "Advert")
        .with_("emotion", score=score, persona="persona1")
        .with_stage("Purchase")
        .with_("touchpoint", "Checkout")
        .with_("emotion", score=-1, persona="persona1")
        .built()
    )


@pytest.fixture
def ui() -> UiContext:
    return UiContext(texts("en"), window_theme("light"))


@pytest.fixture
def session() -> Session:
    return a_session(shop())


@pytest.fixture
def panel(qtbot: QtBot, ui: UiContext, session: Session) -> Iterator[ComparePanel]:
    panel = ComparePanel(ui)
    qtbot.addWidget(panel)
    panel.resize(900, 240)
    panel.show()
    panel.show_session(session)
    yield panel
    panel.show_session(None)


def rows(panel: ComparePanel) -> list[str]:
    return [panel.list.item(i).text() for i in range(panel.list.count())]


def test_nothing_is_compared_at_first(panel: ComparePanel) -> None:
    assert rows(panel) == []
    assert not panel.highlight.isEnabled()
    assert panel.choose.isEnabled()


def test_the_list_follows_the_map(qtbot: QtBot, panel: ComparePanel, session: Session) -> None:
    with qtbot.waitSignal(panel.counted) as counted:
        panel.compare_with(shop(score=-2))
    assert counted.args == [1]
    assert rows(panel) == ["Emotion (Sara, Awareness) changed from −2.0 to +1.0"]
    operations.set_field(session, ["touchpoint1"], "title", "Poster")
    qtbot.waitUntil(lambda: len(rows(panel)) == 2)
    assert rows(panel)[1] == "Touchpoint “Poster”: Title Advert → Poster"
    operations.set_score(session, "emotion1", -2)
    session.undo()
    session.undo()
    qtbot.waitUntil(lambda: len(rows(panel)) == 1)


def test_a_row_leads_to_its_element(qtbot: QtBot, panel: ComparePanel) -> None:
    panel.compare_with(shop(score=-2))
    with qtbot.waitSignal(panel.reveal_wanted) as wanted:
        panel.list.itemActivated.emit(panel.list.item(0))
    assert wanted.args == ["emotion1"]


def test_what_differs_is_lit_and_let_go(panel: ComparePanel, session: Session) -> None:
    panel.compare_with(shop(score=-2))
    panel.highlight.click()
    assert session.highlight.ids == {"emotion1", "stage1"}
    assert panel.highlight.isChecked()
    assert session.is_dim("touchpoint1")
    assert session.is_dim("stage2")
    assert not session.is_dim("emotion1")
    session.highlight.clear()
    assert not panel.highlight.isChecked()
    panel.highlight.click()
    panel.end.click()
    assert not session.highlight.is_active
    assert rows(panel) == []


def test_both_curves_are_drawn(panel: ComparePanel) -> None:
    empty = panel.curves.grab().toImage()
    panel.compare_with(shop(score=-2))
    sheet = panel.curves.widget()
    assert sheet is not None
    assert sheet.height() > 100
    assert panel.curves.grab().toImage() != empty


def test_the_panel_speaks_another_language(panel: ComparePanel, ui: UiContext) -> None:
    panel.compare_with(shop(score=-2))
    ui.apply(texts=texts("sv"))
    assert rows(panel) == ["Känsla (Sara, Awareness) ändrades från −2,0 till +1,0"]
    assert panel.choose.text() == "Jämför med…"


def test_a_map_is_asked_for_and_a_faulty_one_is_reported(tmp_path: Path) -> None:
    script = Script()
    path = tmp_path / "old.journey.json"
    write_map(shop(), path)
    faulty = tmp_path / "faulty.json"
    faulty.write_text("{", encoding="utf-8")
    script.answers = [str(path), "", str(faulty)]
    found = ask_map(script, texts("en"))
    assert found is not None
    assert dump_map(found) == dump_map(shop())
    assert ask_map(script, texts("en")) is None
    assert script.reported == []
    assert ask_map(script, texts("en")) is None
    assert "faulty.json" in script.reported[0]


def test_the_dialog_carries_over_as_chosen(qtbot: QtBot, ui: UiContext, session: Session) -> None:
    before = dump_map(session.graph)
    dialog = StageModelDialog(ui, session)
    qtbot.addWidget(dialog)
    dialog.model.choose("003/en")
    dialog.model.chosen.emit("003/en")
    assert dialog.targets() == {"stage1": 0, "stage2": 2}
    dialog.boxes[1].setCurrentIndex(1)
    dialog.boxes[1].activated.emit(1)
    cells = [dialog.preview.item(i, 1) for i in range(4)]
    counts = [cell.text() for cell in cells if cell is not None]
    assert counts == ["2 cards", "2 cards", "0 cards", "0 cards"]
    dialog.ok.click()
    titles = [stage.title for stage in session.graph.stages()]
    assert titles == ["Awareness", "Consideration", "Purchase", "Post-purchase"]
    assert [card.id for card in session.graph.cards("stage2")][:1] == ["touchpoint2"]
    assert dump_map(parse_map(dump_map(session.graph), "map")) == dump_map(session.graph)
    session.undo()
    assert dump_map(session.graph) == before


def test_the_dialog_speaks_another_language(qtbot: QtBot, ui: UiContext, session: Session) -> None:
    dialog = StageModelDialog(ui, session)
    qtbot.addWidget(dialog)
    ui.apply(texts=texts("da"))
    assert dialog.ok.text() == "Skift model"
    assert dialog.boxes[0].accessibleName() == "Ny fase for ”Awareness”"
