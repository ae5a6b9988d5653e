"""The photo of a wall in the window: read off the window's thread, shown beside what it becomes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from journeyeditor.app.importing.wall.dialog import WallImport
from journeyeditor.app.importing.wall.opening import LABEL
from journeyeditor.files import dump_map
from journeyeditor.wall import codes, picture
from tests.poster.sheets import sample
from tests.qt.shell import Shell
from tests.qt.test_pictures_from_outside import cards, drop, offered, on_map
from tests.wall.photos import Wall, printed, sticky

PATIENCE = 60_000
GRAPH = sample("toothbrush.sv")


@cache
def a_photo() -> bytes:
    """The stages, a step that hangs in another one, one that hangs where it is, and six notes."""
    cards_, stages = printed(GRAPH), GRAPH.stages()
    wall = Wall(950, 560)
    for place, stage in enumerate(stages):
        wall.hang(cards_[stage.id], 90 + place * 120, 70, 0, stage.id)
    steps = [card for card in GRAPH.cards(stages[0].id) if card.kind == "step"]
    wall.hang(cards_[steps[0].id], 210, 190, 4)
    wall.hang(cards_[steps[1].id], 90, 190, -3)
    for place, colour in enumerate(("pink", "pink", "yellow", "yellow", "green", "pink")):
        wall.hang(sticky(colour, "En lapp"), 90 + place * 120, 310 + place % 2 * 100, 3 - place)
    return wall.photo(width=2300, shadow=0.1)


@pytest.fixture(autouse=True)
def no_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("journeyeditor.wall.text.installed_languages", frozenset)


@pytest.fixture
def shell(qapp: QApplication, tmp_path: Path) -> Iterator[Shell]:
    shell = Shell(qapp, tmp_path / "program")
    shell.window.resize(1400, 900)
    shell.window.show()
    shell.settle()
    yield shell
    shell.close()


def written(tmp_path: Path) -> str:
    path = tmp_path / "wall.jpg"
    path.write_bytes(a_photo())
    return str(path)


def opened(shell: Shell, qtbot: QtBot, path: str) -> WallImport:
    shell.script.answers = [path]
    shell.do("wall_photo")
    return shown(shell, qtbot)


def shown(shell: Shell, qtbot: QtBot) -> WallImport:
    def dialogs() -> list[WallImport]:
        return [each for each in shell.window.findChildren(WallImport) if each.isVisible()]

    qtbot.waitUntil(lambda: bool(dialogs()), timeout=PATIENCE)
    [dialog] = dialogs()
    qtbot.waitUntil(lambda: not dialog.is_busy, timeout=PATIENCE)
    shell.settle()
    return dialog


def test_what_is_accepted_is_one_step_of_undo(shell: Shell, qtbot: QtBot, tmp_path: Path) -> None:
    shell.open_sample()
    before = dump_map(shell.session.graph)
    dialog = opened(shell, qtbot, written(tmp_path))
    rows = dialog.list.shown()
    moved = [row for row in rows if row.record]
    new = [row for row in rows if not row.record]
    assert (len(moved), len(new)) == (1, 6)
    assert new[0].words.hasFocus()  # the first row
    QTest.keyClicks(new[0].words, "Dolda avgifter")
    QTest.keyClick(new[0].words, Qt.Key.Key_Return)
    following = rows[rows.index(new[0]) + 1]
    assert (following.stage if following.record else following.words).hasFocus()
    new[1].accepted.click()
    QTest.mouseClick(dialog.add, Qt.MouseButton.LeftButton)
    shell.settle()
    graph = shell.session.graph
    stages = graph.stages()
    assert graph.element(moved[0].record).stage == stages[1].id
    added = [each for each in graph.elements() if not GRAPH.has_element(each.id)]
    assert [each.title for each in added if each.kind != "picture"] == ["Dolda avgifter"]
    # Nobody read the others: their pictures are kept.
    assert sum(each.kind == "picture" for each in added) == 4
    assert shell.session.transactions.history.undo_label == LABEL
    shell.do("undo")
    assert dump_map(shell.session.graph) == before


def test_the_photo_and_the_list_lead_to_one_another(
    shell: Shell, qtbot: QtBot, tmp_path: Path
) -> None:
    shell.open_sample()
    dialog = opened(shell, qtbot, written(tmp_path))
    row = dialog.list.shown()[-1]
    assert row.proposal is not None
    at = dialog.view.outline(row.proposal.find).boundingRect().center().toPoint()
    QTest.mouseClick(dialog.view, Qt.MouseButton.LeftButton, pos=at)
    assert row.words.hasFocus()
    assert dialog.view._current == row.proposal.find
    QTest.mouseClick(dialog.view, Qt.MouseButton.LeftButton, pos=QPoint(1, 1))
    assert row.words.hasFocus()


def test_what_a_colour_and_a_column_mean_can_be_chosen(
    shell: Shell, qtbot: QtBot, tmp_path: Path
) -> None:
    shell.open_sample()
    dialog = opened(shell, qtbot, written(tmp_path))
    assert dialog.wall is not None
    kinds = [row.kind.currentData() for row in dialog.list.shown() if not row.record]
    assert kinds.count("pain_point") == 3
    typed = next(row for row in dialog.list.shown() if not row.record)
    QTest.keyClicks(typed.words, "kept")
    pink = next(group.number for group in dialog.wall.groups if group.kind == "pain_point")
    choose(dialog.form.kinds[pink], "opportunity")
    shell.settle()
    kinds = [row.kind.currentData() for row in dialog.list.shown() if not row.record]
    assert "pain_point" not in kinds
    assert typed.words.text() == "kept"
    last = dialog.wall.columns[0].number
    choose(dialog.form.stages[last], "+")
    shell.settle()
    assert any(row.stage.currentData() == "+" for row in dialog.list.shown())
    dialog.form.by._buttons["row"].click()
    shell.settle()
    assert dialog.wall.by == "row"


def choose(box: object, key: str) -> None:
    from journeyeditor.widgets.choices import ComboBox

    assert isinstance(box, ComboBox)
    box.setCurrentIndex(box.findData(key))
    box.activated.emit(box.currentIndex())


def test_a_typed_short_id_finds_its_card(shell: Shell, qtbot: QtBot, tmp_path: Path) -> None:
    shell.open_sample()
    dialog = opened(shell, qtbot, written(tmp_path))
    row = next(row for row in dialog.list.shown() if not row.record)
    card = next(each for each in GRAPH.elements("touchpoint") if each.stage)
    QTest.keyClicks(row.words, codes.short_id(card.id).lower())
    assert row.record == card.id
    assert not row.kind.isEnabled()


def test_without_a_map_it_becomes_a_new_one(shell: Shell, qtbot: QtBot, tmp_path: Path) -> None:
    wall = Wall(700, 400)
    for x in (120, 420):
        wall.hang(sticky("yellow"), x, 120)
        wall.hang(sticky("yellow"), x, 260)
    path = tmp_path / "new wall.jpg"
    path.write_bytes(wall.photo(width=1400))
    dialog = opened(shell, qtbot, str(path))
    assert dialog.add.text() == "New map"
    for row in dialog.list.shown():
        row.words.setText("Word")
    QTest.mouseClick(dialog.add, Qt.MouseButton.LeftButton)
    shell.settle()
    graph = shell.session.graph
    assert [len(graph.cards(stage.id)) for stage in graph.stages()] == [2, 2]
    assert shell.window.has_map


def test_closing_the_dialog_stops_the_reading(
    shell: Shell, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.open_sample()
    stopped: list[type[BaseException]] = []

    def slow(data: bytes, keys: object, language: str, progress: Callable[[float], None]) -> None:
        try:
            while True:
                progress(0.5)
        except BaseException as error:
            stopped.append(type(error))
            raise

    monkeypatch.setattr("journeyeditor.app.importing.wall.dialog.read_wall", slow)
    shell.script.answers = [written(tmp_path)]
    shell.do("wall_photo")
    qtbot.waitUntil(lambda: bool(shell.window.findChildren(WallImport)), timeout=PATIENCE)
    dialog = shell.window.findChildren(WallImport)[-1]
    qtbot.waitUntil(lambda: dialog.progress.value() == 50, timeout=PATIENCE)
    dialog.reject()
    qtbot.waitUntil(lambda: bool(stopped), timeout=PATIENCE)
    assert not dialog.is_busy


def test_a_dropped_photo_of_notes_is_offered_as_cards(
    shell: Shell, qtbot: QtBot, tmp_path: Path
) -> None:
    shell.open_sample()
    shell.window.map_view.canvas.view.zoom_to_fit()
    shell.settle()
    path = Path(written(tmp_path))
    stage = shell.session.graph.stages()[0].id
    shell.script.answers = ["read"]
    drop(shell, qtbot, on_map(shell, stage), offered(path))
    assert "shows sticky notes" in shell.script.asked[-1]
    dialog = shown(shell, qtbot)
    assert len(dialog.list.shown()) == 7
    dialog.reject()
    assert not cards(shell)
    shell.script.answers = [""]
    drop(shell, qtbot, on_map(shell, stage), offered(path))
    assert len(cards(shell)) == 1


def test_other_pictures_are_pictures(shell: Shell, qtbot: QtBot, tmp_path: Path) -> None:
    shell.open_sample()
    shell.window.map_view.canvas.view.zoom_to_fit()
    shell.settle()
    path = tmp_path / "wall.jpg"
    path.write_bytes(Wall(700, 400).photo(width=900))
    drop(shell, qtbot, on_map(shell, shell.session.graph.stages()[0].id), offered(path))
    assert not shell.script.asked
    assert len(cards(shell)) == 1


def test_what_cannot_be_read_is_one_sentence(
    shell: Shell, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.open_sample()
    path = tmp_path / "notes.jpg"
    path.write_text("no photo")
    shell.script.answers = [str(path)]
    shell.do("wall_photo")
    qtbot.waitUntil(lambda: bool(shell.script.reported), timeout=PATIENCE)
    assert shell.script.reported == [
        "notes.jpg is not a JPEG, PNG or HEIC photo; choose another file"
    ]
    monkeypatch.setattr(picture, "can_read_photos", lambda: False)
    shell.script.answers = [str(path)]
    shell.do("wall_photo")
    qtbot.waitUntil(lambda: len(shell.script.reported) == 2, timeout=PATIENCE)
    assert "pip install 'journeyeditor[wall]'" in shell.script.reported[1]


def test_a_damaged_photo_and_an_empty_wall_say_so(
    shell: Shell, qtbot: QtBot, tmp_path: Path
) -> None:
    shell.open_sample()
    path = tmp_path / "bad.jpg"
    path.write_bytes(a_photo()[:3000])
    dialog = opened(shell, qtbot, str(path))
    assert dialog._wait.text() == "bad.jpg is damaged; copy the photo again"
    assert not dialog.add.isEnabled()
    dialog.reject()
    path.write_bytes(Wall(700, 400).photo(width=900))
    dialog = opened(shell, qtbot, str(path))
    assert dialog._wait.text().startswith("The photo shows no sticky notes")
    dialog.reject()
