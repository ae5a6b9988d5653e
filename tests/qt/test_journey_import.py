"""Tables and diagrams come in by paste, drop and import; what each column is can be changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, QMimeData
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from journeyeditor.app.importing.journey_dialog import (
    MAX_REMEMBERED,
    JourneyImport,
    remembered,
    with_role,
)
from journeyeditor.exchange.tables.words import Role
from tests.qt.shell import Shell

TABLE = """\
| Stage | Actions | Vibes | Emotion |
|---|---|---|---|
| Find | Reads | wow | +1 |
| Buy | Pays | meh | -2 |
"""
DIAGRAM = "journey\n  title Visit\n  section Book\n    Find time: 4: Kim\n"
HTML = "<table><tr><td></td><td>Find</td><td>Buy</td></tr><tr><td>Actions</td><td>Reads<br>Asks</td><td>Pays</td></tr></table>"


def paste(shell: Shell, text: str, html: str = "") -> None:
    data = QMimeData()
    data.setText(text)
    if html:
        data.setHtml(html)
    QApplication.clipboard().setMimeData(data)
    shell.do("paste")


def titles(shell: Shell, kind: str) -> list[str]:
    """Return the titles of a kind, those of cards stage by stage."""
    graph = shell.session.graph
    cards = [card for stage in graph.stages() for card in graph.cards(stage.id)]
    return [each.title for each in cards if each.kind == kind] or [
        each.title for each in graph.elements(kind)
    ]


def dialog(shell: Shell) -> JourneyImport:
    """Return the dialog once it has read its journey."""
    shown = shell.window.findChildren(JourneyImport)[-1]
    while shown.is_busy:
        shell.app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    return shown


@pytest.fixture
def blank(shell: Shell) -> Shell:
    shell.window.documents.new_blank()
    shell.settle()
    return shell


def test_a_table_pasted_on_an_empty_map_is_the_map(blank: Shell) -> None:
    paste(blank, TABLE)
    assert titles(blank, "stage") == ["Find", "Buy"]
    assert titles(blank, "step") == ["Reads", "Pays"]
    assert titles(blank, "lane") == ["Actions", "Vibes", "Emotion"]
    assert titles(blank, "note") == ["wow", "meh"]
    blank.do("undo")
    assert not blank.session.graph.stages()


def test_a_diagram_pasted_on_an_empty_map_is_the_map(blank: Shell) -> None:
    paste(blank, DIAGRAM)
    assert titles(blank, "step") == ["Find time"]
    assert titles(blank, "persona") == ["Kim"]
    assert blank.session.info.title == "Visit"


def test_the_table_of_a_spreadsheet_goes_before_its_text(blank: Shell) -> None:
    paste(blank, "\tFind\tBuy\nActions\tReads Asks\tPays", HTML)
    assert titles(blank, "step") == ["Reads", "Asks", "Pays"]


def test_lists_and_prose_are_pasted_as_cards(blank: Shell) -> None:
    paste(blank, TABLE)
    paste(blank, "- one\n- two")
    assert {"one", "two"} <= {element.title for element in blank.session.graph.elements()}


def test_on_a_map_with_content_it_is_shown_first_and_added_to_its_stages(blank: Shell) -> None:
    paste(blank, TABLE)
    paste(blank, TABLE.replace("Reads", "Asks").replace("Buy", "Use"))
    assert titles(blank, "stage") == ["Find", "Buy"]
    shown = dialog(blank)
    assert [box.currentText() for box in shown.columns.boxes.values()] == [
        *("Step", "Lane of its own", "Emotion")
    ]
    shown.add.click()
    blank.settle()
    assert titles(blank, "stage") == ["Find", "Buy", "Use"]
    assert titles(blank, "step") == ["Reads", "Asks", "Pays", "Pays"]
    assert titles(blank, "lane") == ["Actions", "Vibes", "Emotion"]


def test_a_file_is_shown_and_its_columns_are_remembered(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "journey.csv"
    path.write_text("Stage,Actions,Vibes\nFind,Reads,wow\nBuy,Pays,meh\n", encoding="utf-8")
    shell.script.answers = [str(path)]
    shell.do("import")
    shown = dialog(shell)
    assert not shown.add.isVisibleTo(shown)
    shown.columns.chosen.emit(2, Role.THOUGHT)
    dialog(shell).new.click()
    shell.settle()
    assert titles(shell, "thought") == ["wow", "meh"]
    shell.window.documents.open_path(str(path))
    shell.settle()
    assert dialog(shell).columns.boxes[2].currentText() == "Thought"
    dialog(shell).reject()


def test_steps_and_persons_of_rows_are_shown_and_the_columns_after_them_chosen(
    shell: Shell, tmp_path: Path
) -> None:
    path = tmp_path / "journey.md"
    words = "Phase | Persona | Step | Actions | Vibes\n--- | --- | --- | --- | ---\n"
    path.write_text(words + "Find | Ida | Reads | Hm | wow\nBuy | Ida | Pays | Oh | meh\n")
    shell.window.documents.open_path(str(path))
    shell.settle()
    columns = dialog(shell).columns
    header = [columns.horizontalHeaderItem(i) for i in range(columns.columnCount())]
    shown = [item.text() for item in header if item is not None]
    assert shown == ["Stage", "Step", "Persona", "Actions", "Vibes"]
    assert [columns.item(1, i).text() for i in range(5)] == ["Find", "Reads", "Ida", "Hm", "wow"]  # type: ignore[union-attr]
    columns.chosen.emit(4, Role.PAIN)
    dialog(shell).new.click()
    shell.settle()
    assert titles(shell, "pain_point") == ["wow", "meh"]


def test_one_of_several_journeys_is_chosen(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_text(f"## Kim\n\n{TABLE}\n## Ann\n\n{TABLE.replace('Reads', 'Asks')}")
    shell.window.documents.open_path(str(path))
    shell.settle()
    shown = dialog(shell)
    assert [shown.journey.box.itemText(i) for i in range(2)] == ["1. Kim", "2. Ann"]
    shown.journey.choose("1")
    shown.journey.chosen.emit("1")
    dialog(shell).new.click()
    shell.settle()
    assert titles(shell, "step") == ["Asks", "Pays"]


def test_several_diagrams_are_shown_by_their_steps(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    other = DIAGRAM.replace("Visit", "Return").replace("Find time", "Call")
    path.write_text(f"```mermaid\n{DIAGRAM}```\n\n```mermaid\n{other}```\n")
    shell.window.documents.open_path(str(path))
    shell.settle()
    shown = dialog(shell)
    assert not shown.columns.boxes
    shown.journey.choose("1")
    shown.journey.chosen.emit("1")
    shown = dialog(shell)
    cells = [shown.columns.item(1, column) for column in range(2)]
    assert [cell.text() for cell in cells if cell is not None] == ["Book", "Call"]
    shown.new.click()
    shell.settle()
    assert shell.session.info.title == "Return"


def test_a_table_that_is_no_journey_is_refused_in_one_sentence(
    shell: Shell, tmp_path: Path
) -> None:
    path = tmp_path / "flows.csv"
    path.write_text("source,target,value\nPoster,Find,3\nFind,Buy,2\n")
    shell.window.documents.open_path(str(path))
    shell.settle()
    (sentence,) = shell.script.reported
    assert "is a list of flows (source, target, value), not a journey" in sentence


def test_remembered_roles_are_bounded_and_damaged_ones_passed_over() -> None:
    columns: tuple[str, ...] = ("nonsense", "[1]", '["a|b", {"a": "no such role"}]')
    assert remembered(columns, "a|b") == {}
    for number in range(MAX_REMEMBERED + 5):
        columns = with_role(columns, f"t{number}", "a", Role.STEP)
    columns = with_role(columns, "t54", "b", Role.PAIN)
    assert len(columns) == MAX_REMEMBERED
    assert remembered(columns, "t54") == {"a": Role.STEP, "b": Role.PAIN}
    assert remembered(columns, "t0") == {}


def test_the_dialog_speaks_every_language(blank: Shell, qtbot: QtBot) -> None:
    paste(blank, TABLE)
    paste(blank, TABLE)
    shown = dialog(blank)
    blank.window.preferences.change(language="sv")
    assert shown.windowTitle() == "Importera kundresa"
    assert shown.columns.boxes[2].currentText() == "Egen rad"
    shown.reject()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (
            b"Stage,A\nFind,\0\n",
            "är inte text i UTF-8 (den innehåller nolltecken); spara den som UTF-8",
        ),
        (b"\xff\xfe" + b"A\0\n\0\x00\xdc", "är inte text i UTF-16 (rad 2); spara den som UTF-8"),
        (b" " * (16 * 1024 * 1024 + 1), "är större än 16 MiB; välj en annan fil"),
    ],
    ids=["null", "encoding", "large"],
)
def test_why_a_file_cannot_be_read_is_said_in_the_windows_language(
    shell: Shell, tmp_path: Path, data: bytes, sentence: str
) -> None:
    path = tmp_path / "journey.csv"
    path.write_bytes(data)
    shell.window.preferences.change(language="sv")
    shell.window.documents.open_path(str(path))
    shell.settle()
    assert shell.script.reported == [f"{path}: {sentence}"]


def test_the_window_is_as_high_as_a_small_table(shell: Shell, tmp_path: Path) -> None:
    many = TABLE + "".join(f"| Stage {i} | Waits | ok | 0 |\n" for i in range(30))
    path = tmp_path / "page.md"
    for text, is_scrolled in ((TABLE, False), (many, True)):
        path.write_text(text)
        shell.window.documents.open_path(str(path))
        shell.settle()
        shown = dialog(shell)
        shell.settle()
        columns = shown.columns
        last = columns.rowCount() - 1
        below = columns.viewport().height() - columns.rowViewportPosition(last)
        assert (columns.verticalScrollBar().maximum() > 0) == is_scrolled
        assert is_scrolled or below < 3 * columns.rowHeight(last)
        shown.reject()
        shell.settle()
