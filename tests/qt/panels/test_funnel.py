"""The funnel panel: figures written as they are typed, what-ifs that leave the map alone, tables in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from journeyeditor import resources
from journeyeditor.app.importing.funnel_dialog import NEW, NOWHERE, FunnelImport
from journeyeditor.editing import operations
from journeyeditor.editing.session import Session
from journeyeditor.exchange.funnel_tables import Role
from journeyeditor.files import dump_map, read_map
from journeyeditor.i18n import texts
from journeyeditor.panels.funnel.model import Column
from journeyeditor.panels.funnel.panel import FunnelPanel
from journeyeditor.panels.funnel.table import FunnelTable
from journeyeditor.widgets.ui_context import window_theme
from tests.builders import a_map
from tests.qt.panel_fixtures import a_session, a_ui_context, nameless
from tests.qt.shell import Script, Shell

CORPUS = Path(__file__).parents[2] / "exchange" / "corpus" / "funnel"
PASTED = "Steg;Antal\nMedvetenhet;9 000\nKöpbeslut;500\nTack;7\n"


@pytest.fixture
def session() -> Session:
    return a_session(read_map(resources.path("samples", "toothbrush.sv.journey.json")))


@pytest.fixture
def panel(qtbot: QtBot, session: Session) -> FunnelPanel:
    return a_panel(qtbot, session)


def a_panel(qtbot: QtBot, session: Session, language: str = "en") -> FunnelPanel:
    panel = FunnelPanel(a_ui_context(language))
    panel.resize(1200, 320)
    qtbot.addWidget(panel)
    panel.show_session(session)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def cells(panel: FunnelPanel, column: Column) -> list[str]:
    model = panel.model
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def opened(panel: FunnelPanel, row: int, column: Column) -> QLineEdit:
    """Open a cell as Enter does, and return its line."""
    index = panel.model.index(row, column)
    panel.table.setCurrentIndex(index)
    panel.table.setFocus()
    QTest.keyClick(panel.table, Qt.Key.Key_Return)
    line = panel.table.viewport().findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    return line


def enter(panel: FunnelPanel, qtbot: QtBot) -> None:
    """Press Enter in the open cell; Qt closes it a moment later."""
    line = panel.table.viewport().findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    QTest.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: panel.table.state() == FunnelTable.State.NoState)
    qtbot.waitUntil(lambda: panel.table.viewport().findChild(QLineEdit) is None)


def counts(session: Session) -> list[Any]:
    return [getattr(stage, "count", None) for stage in session.graph.stages()]


def steps(session: Session) -> int:
    return len(session.transactions.history.labels)


def test_the_table_of_the_source(panel: FunnelPanel) -> None:
    assert cells(panel, Column.CUSTOMERS) == ["10,000", "5,000", "1,500", "300", "150", "50", "20"]
    assert cells(panel, Column.COMPUTED) == ["50%", "30%", "20%", "50%", "33.3%", "40%", ""]
    assert cells(panel, Column.STATED) == ["50%", "30%", "20%", "10%", "5%", "5%", "2%"]
    assert cells(panel, Column.VERDICT) == [
        *["Matches"] * 3,
        "40 points too low",
        "28.3 points too low",
        "35 points too low",
        "Nothing to compare",
    ]
    assert cells(panel, Column.BARS)[1] == "−5,000 (50%) · biggest drop-off"
    assert "Medvetenhet → Utvärdering, 5,000 customers (50%)" in panel.header.message.full_text()


def test_how_many_stated_rates_are_off_is_reported(qtbot: QtBot, session: Session) -> None:
    panel = FunnelPanel(a_ui_context())
    qtbot.addWidget(panel)
    message: list[int] = []
    panel.counted.connect(message.append)
    panel.show()
    panel.show_session(session)
    assert message[-1] == 3
    operations.set_field(session, ["s4"], "stated_rate", 0.5)
    assert message[-1] == 2
    panel.show_session(None)
    assert message[-1] == 0


def test_behind_another_page_only_the_figure_is_found(qtbot: QtBot, session: Session) -> None:
    pages = QStackedWidget()
    qtbot.addWidget(pages)
    panel = FunnelPanel(a_ui_context())
    found: list[int] = []
    panel.counted.connect(found.append)
    pages.addWidget(QWidget())
    pages.addWidget(panel)
    pages.show()
    panel.show_session(session)
    qtbot.waitUntil(lambda: found == [3], timeout=10_000)
    assert panel.model.rowCount() == 0
    pages.setCurrentWidget(panel)
    assert panel.model.rowCount() == len(panel.figures.rows) > 0
    assert found == [3, 3]


def test_a_cell_is_written_while_it_is_typed_as_one_step(
    qtbot: QtBot, panel: FunnelPanel, session: Session
) -> None:
    line = opened(panel, 1, Column.CUSTOMERS)
    line.selectAll()
    QTest.keyClicks(line, "8")
    assert counts(session)[1] == 8
    QTest.keyClicks(line, "000")
    assert counts(session)[1] == 8000
    assert cells(panel, Column.COMPUTED)[0] == "80%"
    assert line.text() == "8000"
    enter(panel, qtbot)
    assert panel.table.currentIndex().row() == 2
    assert steps(session) == 1
    session.undo()
    assert counts(session)[1] == 5000
    assert cells(panel, Column.COMPUTED)[0] == "50%"


def test_two_cells_are_two_steps(qtbot: QtBot, panel: FunnelPanel, session: Session) -> None:
    for row, words in ((1, "4000"), (2, "70"), (1, "3000")):
        line = opened(panel, row, Column.CUSTOMERS)
        line.selectAll()
        QTest.keyClicks(line, words)
        enter(panel, qtbot)
    assert steps(session) == 3


@pytest.mark.parametrize(
    ("column", "typed", "why"),
    [
        (Column.CUSTOMERS, "12x", "Enter a number."),
        (Column.CUSTOMERS, "-5", "Enter a number of 0 or more."),
        (Column.STATED, "150", "Enter a number from 0 to 100."),
        (Column.STATED, "lots", "Enter a number."),
    ],
)
def test_what_is_no_figure_says_why_and_stays_out(
    qtbot: QtBot, panel: FunnelPanel, session: Session, column: Column, typed: str, why: str
) -> None:
    before = dump_map(session.graph)
    line = opened(panel, 1, column)
    line.selectAll()
    QTest.keyClicks(line, typed)
    assert panel.header.message.full_text() == why
    assert line.property("invalid")
    assert line.text() == typed
    assert dump_map(session.graph) == before
    enter(panel, qtbot)
    assert dump_map(session.graph) == before
    assert steps(session) == 0
    assert "Biggest drop-off" in panel.header.message.full_text()


def test_escape_forgets_what_was_typed(panel: FunnelPanel, session: Session) -> None:
    line = opened(panel, 1, Column.CUSTOMERS)
    line.selectAll()
    QTest.keyClicks(line, "77")
    assert counts(session)[1] == 77
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert counts(session)[1] == 5000
    assert steps(session) == 0


def test_delete_empties_a_cell(panel: FunnelPanel, session: Session) -> None:
    panel.table.setCurrentIndex(panel.model.index(3, Column.STATED))
    QTest.keyClick(panel.table, Qt.Key.Key_Delete)
    assert getattr(session.graph.element("s4"), "stated_rate", 1) is None
    assert steps(session) == 1
    panel.table.setCurrentIndex(panel.model.index(3, Column.CUSTOMERS))
    QTest.keyClick(panel.table, Qt.Key.Key_Delete)
    assert cells(panel, Column.VERDICT)[3] == "No count"


def test_figures_are_read_in_the_language_of_the_window(qtbot: QtBot, session: Session) -> None:
    panel = a_panel(qtbot, session, "sv")
    line = opened(panel, 3, Column.STATED)
    line.selectAll()
    QTest.keyClicks(line, "49,5 %")
    enter(panel, qtbot)
    assert getattr(session.graph.element("s4"), "stated_rate", 0) == 0.495
    assert cells(panel, Column.VERDICT)[3] == "Stämmer"
    assert cells(panel, Column.CUSTOMERS)[0] == "10\u00a0000"


def test_the_rule_is_chosen_here(panel: FunnelPanel, session: Session) -> None:
    panel.header.convention.setCurrentIndex(2)
    panel.header.convention.activated.emit(2)
    assert session.info.funnel.convention == "share_of_top"
    assert cells(panel, Column.COMPUTED)[3] == "3%"
    header = panel.model.headerData(Column.COMPUTED, Qt.Orientation.Horizontal)
    assert header == "Of first stage"
    session.undo()
    assert panel.header.convention.currentIndex() == 0
    panel.header.tolerance.selectAll()
    QTest.keyClicks(panel.header.tolerance, "30")
    assert session.info.funnel.tolerance == 30
    assert panel.figures.mismatches == 2
    panel.header.tolerance.selectAll()
    QTest.keyClicks(panel.header.tolerance, "300")
    assert panel.header.message.full_text() == "Enter a number from 0 to 100."
    assert session.info.funnel.tolerance == 30
    QTest.keyClick(panel.header.tolerance, Qt.Key.Key_Return)
    assert panel.header.tolerance.text() == "30"


def test_half_the_loss_after_evaluation_sells_650_and_leaves_the_map_alone(
    panel: FunnelPanel, session: Session
) -> None:
    before = dump_map(session.graph)
    panel.header.toggle.click()
    panel.table.setCurrentIndex(panel.model.index(1, Column.STAGE))
    panel.what_if.half.click()
    assert cells(panel, Column.AFTER)[:4] == ["10,000", "5,000", "3,250", "650"]
    assert cells(panel, Column.RATE_IF)[1] == "65%"
    assert cells(panel, Column.CUSTOMERS)[3] == "300"
    assert dump_map(session.graph) == before
    panel.what_if.undo.click()
    assert cells(panel, Column.AFTER)[:4] == ["10,000", "5,000", "1,500", "300"]
    assert not panel.what_if.accept.isEnabled()
    assert steps(session) == 0


def test_accepting_is_one_step(panel: FunnelPanel, session: Session) -> None:
    panel.set_what_if("s2", 0.65)
    panel.what_if.accept.click()
    assert counts(session) == [10_000, 5_000, 3_250, 650, 325, 108, 43]
    assert session.transactions.history.labels == ("Apply what-if scenario",)
    assert cells(panel, Column.VERDICT)[1] == "Matches"
    assert not panel.what_if.accept.isEnabled()
    session.undo()
    assert counts(session) == [10_000, 5_000, 1_500, 300, 150, 50, 20]


def test_a_rate_is_asked_for_by_slider_or_in_its_cell(panel: FunnelPanel, session: Session) -> None:
    panel.header.toggle.click()
    panel.table.setCurrentIndex(panel.model.index(2, Column.STAGE))
    panel.what_if.slider.setValue(400)
    assert cells(panel, Column.AFTER)[3] == "600"
    line = opened(panel, 2, Column.RATE_IF)
    line.selectAll()
    QTest.keyClicks(line, "10")
    assert cells(panel, Column.AFTER)[3] == "150"
    assert panel.what_if.slider.value() == 100
    QTest.keyClicks(line, "00")
    assert panel.header.message.full_text() == "Enter a number from 0 to 100."
    assert cells(panel, Column.AFTER)[3] == "600"
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert cells(panel, Column.AFTER)[3] == "600"
    assert steps(session) == 0


def test_the_stated_rates_carried_forward(panel: FunnelPanel) -> None:
    panel.header.toggle.click()
    panel.what_if.as_stated.click()
    assert cells(panel, Column.AFTER) == ["10,000", "5,000", "1,500", "300", "30", "1.5", "0.075"]


def test_a_what_if_follows_the_map_and_forgets_stages_that_go(
    panel: FunnelPanel, session: Session
) -> None:
    panel.set_what_if("s2", 0.65)
    operations.set_field(session, ["s2"], "count", 1000)
    assert cells(panel, Column.AFTER)[2] == "650"
    operations.delete(session, ["s2"])
    assert panel.model.rowCount() == 6
    assert not panel.what_if.accept.isEnabled()


def test_an_edit_that_is_no_figure_costs_nothing(panel: FunnelPanel, session: Session) -> None:
    shown = panel.figures
    operations.set_field(session, ["p1"], "title", "Other words")
    assert panel.figures is shown


def test_what_the_ways_give_is_shown_where_it_is_something_else(qtbot: QtBot) -> None:
    built = a_map().with_stage("A", count=100).with_stage("B").with_stage("C", count=10)
    built.related("follows", "stage1", "stage2", share=0.5)
    built.related("follows", "stage1", "stage3", share=0.2)
    panel = a_panel(qtbot, a_session(built.built()))
    assert not panel.table.isColumnHidden(Column.BY_TRANSITIONS)
    assert cells(panel, Column.BY_TRANSITIONS)[:2] == ["100", "50"]


def test_a_stage_is_gone_to_from_its_row(panel: FunnelPanel) -> None:
    message: list[str] = []
    panel.reveal_wanted.connect(message.append)
    panel.table.setCurrentIndex(panel.model.index(2, Column.STAGE))
    QTest.keyClick(panel.table, Qt.Key.Key_Return)
    assert message == ["s3"]


def test_a_map_without_stages_says_what_to_do(qtbot: QtBot) -> None:
    panel = a_panel(qtbot, a_session(a_map().with_("persona", "Sara").built()))
    assert panel.table.isHidden()
    assert not panel.header.toggle.isEnabled()
    assert panel.header.import_button.isEnabled()


def test_other_words_and_colours_at_once(qtbot: QtBot, session: Session) -> None:
    ui = a_ui_context()
    panel = FunnelPanel(ui)
    qtbot.addWidget(panel)
    panel.show_session(session)
    panel.header.toggle.setChecked(True)
    assert nameless(panel) == []
    ui.apply(texts=texts("da"), theme=window_theme("dark"), scale=1.4)
    assert panel.header.toggle.text() == "Scenarie…"
    assert cells(panel, Column.VERDICT)[0] == "Stemmer"
    assert panel.header.tolerance.text() == "1"
    said = panel.model.index(0, Column.CUSTOMERS).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Medvetenhet, Kunder: 10.000"
    assert not panel.grab().isNull()


def test_a_cell_that_is_gone_while_it_was_open(panel: FunnelPanel, session: Session) -> None:
    line = opened(panel, 1, Column.CUSTOMERS)
    QTest.keyClicks(line, "9")
    operations.delete(session, ["s2"])
    assert panel.model.rowCount() == 6
    panel.table.cells.left.emit(QPersistentModelIndex(), True)
    assert not session.graph.has_element("s2")


# The window in which a table is imported.


@pytest.fixture
def dialog(qtbot: QtBot, session: Session) -> FunnelImport:
    dialog = FunnelImport(a_ui_context(), Script(), session)
    qtbot.addWidget(dialog)
    return dialog


def test_a_pasted_table_finds_its_stages(dialog: FunnelImport, session: Session) -> None:
    QGuiApplication.clipboard().setText(PASTED)
    dialog.paste.click()
    assert dialog.targets.goals() == ["s1", "s4", NEW]
    assert dialog.ok.text() == "Import 3 steps"
    dialog.ok.click()
    assert counts(session) == [9_000, 5_000, 1_500, 500, 150, 50, 20, 7]
    assert session.graph.stages()[-1].title == "Tack"
    assert session.transactions.history.labels == ("Import funnel table",)
    session.undo()
    assert counts(session) == [10_000, 5_000, 1_500, 300, 150, 50, 20]


def test_steps_go_in_order_or_all_anew(dialog: FunnelImport, session: Session) -> None:
    dialog.open_text(PASTED)
    dialog.match.choose("order")
    dialog.match.chosen.emit("order")
    assert dialog.targets.goals() == ["s1", "s2", "s3"]
    dialog.match.choose("new")
    dialog.match.chosen.emit("new")
    assert dialog.targets.goals() == [NEW] * 3
    box = dialog.targets.boxes[0]
    box.setCurrentIndex(box.findData(NOWHERE))
    box.activated.emit(box.currentIndex())
    assert dialog.ok.text() == "Import 2 steps"


def test_two_steps_for_one_stage_are_refused(dialog: FunnelImport) -> None:
    dialog.open_text(PASTED)
    box = dialog.targets.boxes[2]
    box.setCurrentIndex(box.findData("s1"))
    box.activated.emit(box.currentIndex())
    assert (
        dialog.fault.text()
        == "Two steps are mapped to “Medvetenhet”. Choose another stage for one of them."
    )
    assert not dialog.ok.isEnabled()


def test_the_user_says_which_column_is_what(dialog: FunnelImport, session: Session) -> None:
    dialog.open_text("a;b;c\nx;1;9\ny;2;8\n")
    assert dialog.columns.boxes[1].currentText() == "Customers"
    dialog.columns.chosen.emit(2, Role.COUNT)
    assert [box.currentText() for box in dialog.columns.boxes.values()] == [
        "Funnel step",
        "Ignore",
        "Customers",
    ]
    dialog.columns.chosen.emit(2, Role.NONE)
    assert dialog.fault.text() == "No column contains customer counts."
    assert not dialog.ok.isEnabled()
    dialog.columns.chosen.emit(2, Role.COUNT)
    dialog.ok.click()
    assert counts(session)[-2:] == [9, 8]


def test_one_of_several_tables_is_chosen(dialog: FunnelImport) -> None:
    dialog.open_file(str(CORPUS / "fc-r5-matomo-sections.csv"))
    assert dialog.table.box.count() == 3
    assert dialog.table.box.currentText() == "2. Goals"
    assert [entry.title for entry in dialog.targets.entries()] == ["Newsletter", "Order"]
    dialog.table.choose("2")
    dialog.table.chosen.emit("2")
    assert [entry.title for entry in dialog.targets.entries()] == ["thanks 😀"]


def test_a_segment_is_chosen(dialog: FunnelImport) -> None:
    dialog.open_file(str(CORPUS / "fc-r3-ga4-funnel.csv"))
    assert [entry.customers for entry in dialog.targets.entries()] == [2941, 608, 300]
    dialog.part.choose("Norway")
    dialog.part.chosen.emit("Norway")
    assert [entry.customers for entry in dialog.targets.entries()] == [1200, 300, 120]


def test_what_the_rates_were_computed_from_becomes_the_maps_rule(
    dialog: FunnelImport, session: Session
) -> None:
    dialog.open_file(str(CORPUS / "fc-r7-amplitude-style.csv"))
    assert dialog.rates.key == "share_of_top"
    rules = [session.info.funnel.convention]
    dialog.ok.click()
    rules.append(session.info.funnel.convention)
    session.undo()
    rules.append(session.info.funnel.convention)
    assert rules == ["to_next", "share_of_top", "to_next"]


@pytest.mark.parametrize("path", sorted(CORPUS.iterdir()), ids=lambda path: path.name)
def test_every_real_file_comes_in_and_goes_again(
    dialog: FunnelImport, session: Session, path: Path
) -> None:
    before = dump_map(session.graph)
    dialog.open_file(str(path))
    assert dialog.fault.text() == ""
    dialog.ok.click()
    assert steps(session) == 1
    assert dump_map(session.graph) != before
    session.undo()
    assert dump_map(session.graph) == before


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\x01\x02\x03" * 50,
        b"\xff\xfe\x00",
        b"just words",
        b"a;b\n" + b'"' * 5,
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        b"step;count\n" + b"x;1\n" * 300,
        b'a,b\n"' + b"x" * 200_000 + b'",1\n',
    ],
    ids=["empty", "binary", "half", "prose", "quotes", "picture", "steps", "cell"],
)
def test_a_hostile_file_gives_one_sentence(
    dialog: FunnelImport, session: Session, tmp_path: Path, data: bytes
) -> None:
    path = tmp_path / "hostile.csv"
    path.write_bytes(data)
    dialog.open_file(str(path))
    sentence = dialog.fault.text()
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert not dialog.ok.isEnabled()
    dialog.open_text(PASTED)
    assert dialog.fault.text() == ""
    assert dialog.ok.isEnabled()


@pytest.mark.parametrize("name", [".", "gone.csv", "nul\0.csv"])
def test_what_is_no_file_gives_one_sentence(
    dialog: FunnelImport, tmp_path: Path, name: str
) -> None:
    dialog.open_file(str(tmp_path / name))
    assert dialog.fault.text().endswith(".")
    assert not dialog.ok.isEnabled()


def test_figures_no_map_can_hold_are_reported(dialog: FunnelImport, session: Session) -> None:
    dialog.open_text("Step;Customers\nA;-5\nB;3\n")
    dialog.ok.click()
    assert dialog.fault.text() == "Enter a number of 0 or more."
    assert steps(session) == 0


def test_the_dialog_speaks_other_languages(qtbot: QtBot, session: Session) -> None:
    ui = a_ui_context()
    dialog = FunnelImport(ui, Script(), session)
    qtbot.addWidget(dialog)
    dialog.open_file(str(CORPUS / "fc-r3-ga4-funnel.csv"))
    assert nameless(dialog) == []
    ui.apply(texts=texts("nb"), theme=window_theme("dark"))
    assert dialog.ok.text() == "Importer 3 trinn"
    assert dialog.columns.boxes[0].currentText() == "Trakttrinn"
    assert dialog.targets.boxes[0].currentText() == "Ny fase"
    dialog.open_text("hei")
    assert dialog.fault.text().startswith("Fant ingen tabell")


def test_the_panels_button_leads_to_the_window_of_import(shell: Shell) -> None:
    shell.open_sample()
    shell.do("show_funnel")
    panel = shell.window.map_view.bottom.page(FunnelPanel)
    assert panel.isVisible()
    panel.header.import_button.click()
    (dialog,) = shell.window.findChildren(FunnelImport)
    dialog.open_text(PASTED)
    dialog.ok.click()
    shell.settle()
    assert counts(shell.session)[0] == 9_000
    assert cells(panel, Column.CUSTOMERS)[0] == "9,000"


def test_the_loss_is_written_whole_behind_the_longest_bar(
    qtbot: QtBot, panel: FunnelPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []

    class Metrics(QFontMetrics):
        def elidedText(  # type: ignore[override]  # noqa: N802
            self, text: str, mode: Qt.TextElideMode, width: int
        ) -> str:
            shown.append(super().elidedText(text, mode, width))
            return shown[-1]

    monkeypatch.setattr("journeyeditor.panels.funnel.table.QFontMetrics", Metrics)
    for width in range(1500, 1560, 3):
        panel.resize(width, 300)
        panel.grab()
    assert any("biggest" in text for text in shown)
    assert not [text for text in shown if "…" in text]
