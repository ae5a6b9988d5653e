"""Spelling in the fields of the window: marks, suggestions, the user's own words, and faulty dictionaries."""

from __future__ import annotations

import re
import shutil
import stat
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QProcess, Qt
from PySide6.QtGui import QAction, QColor, QContextMenuEvent, QInputMethodEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from journeyeditor.app.preferences import PreferencesPage
from journeyeditor.spelling import Lexicon
from journeyeditor.widgets import speller as spelling
from journeyeditor.widgets.speller import Speller
from journeyeditor.widgets.spelling_marks import Field, MarkedWord, SpellingMarks
from journeyeditor.widgets.text_input import insert
from journeyeditor.widgets.ui_context import window_theme
from tests.qt.shell import Shell
from tests.spelling.dictionary import write

WORDS = ("butiken", "var", "sluten", "igen", "kund", "den")


@pytest.fixture
def shell(tmp_path: Path, request: pytest.FixtureRequest) -> Shell:
    """The Swedish sample, with a dictionary of six words in the user's folder."""
    write(tmp_path / "data" / "spelling", "sv_SE", WORDS)
    shell: Shell = request.getfixturevalue("shell")
    shell.open_sample()
    shell.window.activateWindow()
    return shell


@pytest.fixture
def speller(tmp_path: Path) -> Speller:
    speller = Speller()
    speller.configure(is_on=True, own_folder=tmp_path)
    return speller


def lexicon(language: str = "sv") -> Lexicon:
    return Lexicon(language, lambda word: False)


def marks_of(field: Field) -> SpellingMarks:
    marks = field.findChild(SpellingMarks)
    assert isinstance(marks, SpellingMarks)
    return marks


def wrong(field: Field) -> list[str]:
    return [word.text for word in marks_of(field).words(is_typing=True)]


def on_canvas(shell: Shell) -> Field:
    canvas = shell.window.map_view.canvas
    canvas.edit_text(shell.pick("pain_point"))
    canvas.field.setFocus()
    return canvas.field


def in_form(shell: Shell, name: str) -> Field:
    shell.window.map_view.set_open("right", True)
    shell.pick("pain_point")
    shell.do("tab_form")
    form = shell.window.map_view.right.inspector.form
    assert form is not None
    field = form.fields[name].editor.focus_widgets()[0]
    assert isinstance(field, Field)
    field.setFocus()
    return field


def in_title(shell: Shell) -> Field:
    return in_form(shell, "title")


def in_note(shell: Shell) -> Field:
    return in_form(shell, "note")


LINE_AND_TEXT = pytest.mark.parametrize("open_field", [on_canvas, in_title])
FIELDS = pytest.mark.parametrize("open_field", [on_canvas, in_title, in_note])


def text_of(field: Field) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def typed(field: Field, words: str) -> None:
    field.selectAll()
    for letters in re.findall(r"[ -~]+|[^ -~]+", words):
        if letters.isascii():
            QTest.keyClicks(field, letters)
        else:  # which QTest cannot type
            insert(field, letters)


def word_in(field: Field, words: str) -> MarkedWord:
    return next(each for each in marks_of(field).words() if each.text == words)


def menu_at(field: Field, words: str) -> QMenu:
    """Ask for the context menu of a word, as a right click on it does."""
    at = word_in(field, words).boxes[0].center().toPoint()
    surface: QWidget = field.viewport() if isinstance(field, QPlainTextEdit) else field
    place = surface.mapToGlobal(at)
    QTest.mousePress(surface, Qt.MouseButton.RightButton, pos=at)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, surface.mapFromGlobal(place), place)
    QApplication.sendEvent(surface, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def offered(menu: QMenu, words: str) -> QAction | None:
    return next((action for action in menu.actions() if action.text() == words), None)


def click(menu: QMenu, words: str) -> None:
    action = offered(menu, words)
    assert action is not None
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())


@pytest.mark.qt_log_ignore("does not support", extend=True)  # a popup grabs the keyboard
@FIELDS
def test_a_wrong_word_is_marked_and_replaced_in_one_step(
    shell: Shell, qtbot: QtBot, open_field: object
) -> None:
    field = open_field(shell)  # type: ignore[operator]
    typed(field, "Butiken var slutten igen ")
    qtbot.waitUntil(lambda: wrong(field) == ["slutten"])
    assert "hunspell" not in sys.modules, "only in a process of its own"

    menu = menu_at(field, "slutten")
    qtbot.waitUntil(lambda: offered(menu, "sluten") is not None)
    assert [action.text() for action in menu.actions()[:2]] == ["sluten", "Add to dictionary"]
    click(menu, "sluten")
    assert text_of(field) == "Butiken var sluten igen "
    assert wrong(field) == []
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert text_of(field) == "Butiken var slutten igen "
    QTest.keyClick(
        field,
        Qt.Key.Key_Z,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    shell.window.map_view.settle()
    shell.settle()
    element = shell.session.element(shell.session.selection.primary)
    assert element is not None
    assert "Butiken var sluten igen" in (element.title, element.note.strip(), element.title.strip())


@LINE_AND_TEXT
def test_a_word_is_left_alone_while_it_is_typed(
    shell: Shell, qtbot: QtBot, open_field: object
) -> None:
    field = open_field(shell)  # type: ignore[operator]
    typed(field, "kundd")
    marks = marks_of(field)
    qtbot.waitUntil(lambda: bool(marks.words()))  # as the context menu sees it
    assert wrong(field) == []
    QTest.keyClick(field, Qt.Key.Key_Left)
    assert wrong(field) == ["kundd"]
    QTest.keyClick(field, Qt.Key.Key_End)
    assert wrong(field) == []
    assert marks._rest.isActive(), "after which it counts as finished"


@LINE_AND_TEXT
def test_nothing_is_marked_while_it_is_composed(
    shell: Shell, qtbot: QtBot, open_field: object
) -> None:
    field = open_field(shell)  # type: ignore[operator]
    typed(field, "kundd den ")
    qtbot.waitUntil(lambda: wrong(field) == ["kundd"])
    QApplication.sendEvent(field, QInputMethodEvent("とう", []))
    assert wrong(field) == []
    end = QInputMethodEvent("", [])
    end.setCommitString("東")
    QApplication.sendEvent(field, end)
    assert wrong(field) == ["kundd"]


@pytest.mark.qt_log_ignore("does not support", extend=True)
def test_a_word_is_added_to_the_users_own(shell: Shell, qtbot: QtBot, tmp_path: Path) -> None:
    field = on_canvas(shell)
    typed(field, "Kundportalex var den ")
    qtbot.waitUntil(lambda: wrong(field) == ["Kundportalex"])
    menu = menu_at(field, "Kundportalex")
    qtbot.waitUntil(lambda: offered(menu, "No suggestions") is not None)
    click(menu, "Add to dictionary")
    assert wrong(field) == []
    path = tmp_path / "data" / "spelling" / "words.txt"
    assert path.read_text(encoding="utf-8") == "Kundportalex\n"
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600

    path.write_text("annan\nKundportalex\n", encoding="utf-8")  # by another window meanwhile
    shell.window.ui.speller.add("tredje")
    assert path.read_text(encoding="utf-8").split() == ["Kundportalex", "annan", "tredje"]


def test_a_word_that_cannot_be_kept_is_reported(shell: Shell, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "data" / "spelling" / "words.txt").mkdir()
    field = on_canvas(shell)
    typed(field, "Kundportalex var ")
    qtbot.waitUntil(lambda: wrong(field) == ["Kundportalex"])
    marks_of(field)._add("Kundportalex")
    assert wrong(field) == [], "known until the program ends"
    (reported,) = shell.script.reported
    assert reported.startswith("The word could not be added to your dictionary.")
    assert "words.txt" in reported


def test_names_and_terms_of_the_map_are_right(shell: Shell, qtbot: QtBot) -> None:
    stage, persona = shell.session.graph.stages()[0], shell.session.graph.personas()[0]
    name = persona.title.split()[0]
    field = on_canvas(shell)
    typed(field, f"{name}s kontaktpunkt touchpoint {stage.title} zzzz x ")
    qtbot.waitUntil(lambda: wrong(field) == ["zzzz"])


def test_names_are_not_checked_and_a_stage_does_not_vouch_for_itself(
    shell: Shell, qtbot: QtBot
) -> None:
    canvas = shell.window.map_view.canvas
    canvas.edit_text(shell.pick("stage"))
    typed(canvas.field, "Kundd den ")
    canvas.field._send_text()
    qtbot.waitUntil(lambda: wrong(canvas.field) == ["Kundd"])
    canvas.field.finish()

    touchpoint = shell.pick("touchpoint")
    canvas.edit_text(touchpoint, "channel")
    typed(canvas.field, "Kundddisk den ")
    assert marks_of(canvas.field).words() == []
    asked = shell.window.ui.speller._waiting.values()
    assert not any("Kundddisk" in words for words in asked)


def test_switched_off_nothing_is_marked_and_no_process_runs(shell: Shell, qtbot: QtBot) -> None:
    field = on_canvas(shell)
    typed(field, "kundd den ")
    qtbot.waitUntil(lambda: wrong(field) == ["kundd"])
    shell.do("preferences")
    page = shell.window.findChild(PreferencesPage)
    assert isinstance(page, PreferencesPage)
    assert page.spelling.isChecked()
    QTest.keyClick(page.spelling, Qt.Key.Key_Space)
    assert not shell.program.preferences.value.spelling
    assert marks_of(field).words() == []
    assert shell.window.ui.speller._process is None
    QTest.keyClick(page.spelling, Qt.Key.Key_Space)
    typed(field, "kundd den ")
    qtbot.waitUntil(lambda: wrong(field) == ["kundd"])


def test_the_settings_say_where_to_put_a_dictionary(shell: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "data" / "spelling"
    shutil.rmtree(folder)
    shell.do("preferences")
    page = shell.window.findChild(PreferencesPage)
    assert isinstance(page, PreferencesPage)
    words = page._spelling_note.text().replace("\u200b", "")
    assert words == (
        f"No dictionary for Svenska was found. Put its .aff and .dic files in {folder}."
    )
    assert page._spelling_note.isVisible()
    page.close()
    assert folder.is_dir(), "it need not be made by hand"
    write(folder, "sv_SE", WORDS)
    shell.do("preferences")
    (page,) = (each for each in shell.window.findChildren(PreferencesPage) if each.isVisible())
    assert page._spelling_note.text() == "", "found when the page opens"
    assert page._spelling_note.isHidden()


def test_a_faulty_dictionary_gives_one_sentence(shell: Shell, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "data" / "spelling" / "sv_SE.dic").write_bytes(b"\x00\xff" * 4000)
    field = on_canvas(shell)
    typed(field, "kundd den ")
    marks_of(field).words()
    qtbot.waitUntil(lambda: shell.window.ui.speller.problem("sv") is not None)
    assert marks_of(field).words() == []
    problem = shell.window.ui.speller.problem("sv")
    assert problem is not None
    assert problem.path.endswith("sv_SE")


BROKEN = {
    "ends": "import sys; sys.stdin.readline(); sys.exit(3)",
    "never answers": "import sys; sys.stdin.read()",
    "crashes": "import os, signal, sys; sys.stdin.readline(); os.kill(os.getpid(), 9)",
}


@pytest.mark.parametrize("source", BROKEN.values(), ids=BROKEN)
def test_a_process_that_fails_costs_its_dictionary_only(
    speller: Speller,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    source: str,
) -> None:
    bad, good = write(tmp_path, "sv_SE", WORDS), write(tmp_path, "en_US", ["shop"])
    speller._patience.setInterval(100)
    with monkeypatch.context() as patch:
        patch.setattr(spelling, "own_command", lambda _: [sys.executable, "-c", source])
        speller.is_wrong("kundd", lexicon())
        qtbot.waitUntil(lambda: speller.problem("sv") is not None)
    speller._patience.setInterval(spelling.PATIENCE_MS)
    assert speller.problem("sv") == (False, str(bad))
    assert speller.problem("en") is None
    qtbot.waitUntil(lambda: speller.is_wrong("shopp", lexicon("en")))
    assert speller._dictionary("en") == str(good)
    speller.close()


def test_without_a_process_nothing_happens(
    speller: Speller, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "sv_SE", WORDS)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "missing"))
    speller.is_wrong("kundd", lexicon())
    qtbot.waitUntil(lambda: speller.problem("sv") is not None)
    assert speller.problem("sv") == (False, "")
    assert not speller.is_wrong("kundd", lexicon())
    assert speller._process is None


def test_a_process_that_is_refused_at_once_is_given_up(
    speller: Speller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Windows does, while the process is being started."""

    def refuse(process: QProcess, *_: object) -> None:
        process.errorOccurred.emit(QProcess.ProcessError.FailedToStart)

    write(tmp_path, "sv_SE", WORDS)
    monkeypatch.setattr(QProcess, "start", refuse)
    found: list[tuple[str, ...]] = []
    speller.suggest("kundd", "sv", found.append)
    assert found == [()]
    assert speller.problem("sv") == (False, "")
    assert speller._process is None


@pytest.mark.qt_log_ignore("does not support", extend=True)  # a popup grabs the keyboard
def test_a_menu_that_is_deleted_late_is_not_the_one_that_is_open(
    shell: Shell, qtbot: QtBot
) -> None:
    field = in_title(shell)
    typed(field, "Butiken var slutten igen ")
    qtbot.waitUntil(lambda: wrong(field) == ["slutten"])
    first = menu_at(field, "slutten")
    second = menu_at(field, "slutten")
    assert second is not first
    first.deleteLater()
    QApplication.sendPostedEvents(first, QEvent.Type.DeferredDelete)
    assert marks_of(field)._menu is second, "it waits for its suggestions"
    second.close()


def test_a_part_of_a_word_counts_where_the_whole_is_unknown(
    speller: Speller, qtbot: QtBot, tmp_path: Path
) -> None:
    write(tmp_path, "sv_SE", WORDS)
    qtbot.waitUntil(lambda: speller.is_wrong("kund-kundd", lexicon()))
    assert not speller.is_wrong("touchpoint-kund", lexicon())
    qtbot.waitUntil(lambda: "kund" in {word for _, word in speller._results})
    assert not speller.is_wrong("touchpoint-kund", lexicon())
    speller.close()


@LINE_AND_TEXT
def test_the_mark_is_seen_in_both_themes(shell: Shell, qtbot: QtBot, open_field: object) -> None:
    field = open_field(shell)  # type: ignore[operator]
    typed(field, "kundd den ")
    qtbot.waitUntil(lambda: wrong(field) == ["kundd"])
    for theme in ("light", "dark"):
        shell.program.preferences.change(theme=theme)
        shell.settle()
        assert _is_marked(field, theme), theme


def _is_marked(field: Field, theme: str) -> bool:
    box = word_in(field, "kundd").boxes[0]
    marks = marks_of(field)
    picture = field.grab().toImage()
    ratio, at = picture.devicePixelRatio(), marks.mapTo(field, QPoint())
    wanted = QColor(window_theme(theme)["warning"])
    places = [
        (x + at.x(), y + at.y())
        for x in range(round(box.left()), round(box.right()))
        for y in range(round(box.bottom()), round(box.bottom()) + 6)
    ]
    near = [
        QColor(picture.pixel(round(x * ratio), round(y * ratio)))
        for x, y in places
        if 0 <= x < field.width() and 0 <= y < field.height()
    ]
    hits = [colour for colour in near if _distance(colour, wanted) < 120]
    return len(hits) > box.width() / 2  # a wave, all along the word


def _distance(a: QColor, b: QColor) -> int:
    return abs(a.red() - b.red()) + abs(a.green() - b.green()) + abs(a.blue() - b.blue())


def test_a_word_that_is_broken_has_a_mark_in_each_line(shell: Shell, qtbot: QtBot) -> None:
    field = in_note(shell)
    assert isinstance(field, QPlainTextEdit)
    typed(field, "🐌 " + "k" * 59 + " den ")
    qtbot.waitUntil(lambda: len(wrong(field)) == 1)
    (word,) = marks_of(field).words()
    assert len(word.boxes) > 1
    cursor = field.textCursor()
    cursor.setPosition(word.start)
    cursor.setPosition(word.end, QTextCursor.MoveMode.KeepAnchor)
    assert cursor.selectedText() == "k" * 59, "Qt counts the snail twice"
    assert word.boxes[0].left() >= field.cursorRect(cursor).left() or len(word.boxes) > 1


def test_a_text_of_a_million_letters_is_not_looked_through(shell: Shell) -> None:
    field = on_canvas(shell)
    assert isinstance(field, QPlainTextEdit)
    field.setPlainText("kundd " * 200_000)
    assert marks_of(field).words() == []
