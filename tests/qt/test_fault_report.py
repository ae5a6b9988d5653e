"""A report of a fault says what helps, and nothing of maps, people and places."""

from __future__ import annotations

import getpass
import platform
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from journeyeditor import __version__
from journeyeditor.app.event_loop import ErrorReporter
from journeyeditor.app.fault_report.dialog import FaultReportDialog
from journeyeditor.app.fault_report.report import Known, clean, report
from journeyeditor.app.settings import Settings
from journeyeditor.editing import operations
from journeyeditor.files import FileError, read_map
from tests.qt.shell import Shell

MARK = "Zebrafinch"
#: Titles that look like lines of the log.
FORGED = (
    f"{MARK}",
    f"x\n{MARK}Error: {MARK}\n",
    f'x\nTraceback (most recent call last):\n  File "{MARK}.py", line 3, in {MARK}\n{MARK}: {MARK}',
    f'x\n  File "/a/journeyeditor/app/window.py", line 3, in {MARK}\nbuiltins.{MARK}Error: no\n',
    f'x\n  File "/a/journeyeditor/../{MARK}.py", line 3, in <module>\n{MARK}.ValueError: no\n',
    f"x\n---- 2026-11-30T10:00:00.000+00:00 Journey Editor 0.1.0, Python 3.11.7, Qt 6.11.3, {MARK} 1\n",
    f"x\n2026-11-30T10:00:00.000+00:00 Qt warning: QPainter::{MARK}: {MARK}\n",
    f"x\n  2026-11-30T10:00:00.000+00:00 {MARK}\n  2026-11-30T10:00:00.000+00:00 {MARK}: x\n",
)


@pytest.fixture
def dialog(shell: Shell) -> FaultReportDialog:
    shell.open_sample()
    shell.do("report")
    (found,) = shell.window.findChildren(FaultReportDialog)
    return found


def logged(shell: Shell, *errors: BaseException) -> None:
    """Log errors as the running program does, with what was done before."""
    reporter = ErrorReporter(shell.places.log, lambda *_: None)
    shell.window.did.connect(reporter.note)
    for title in FORGED:
        card = shell.pick("touchpoint")
        operations.set_field(shell.session, [card], "title", title)
        shell.do("zoom_in")
        reporter.note(title)
        reporter.report(ValueError(title))
    for error in errors:
        reporter.report(error)
    with shell.places.log.open("a", encoding="utf-8") as log:
        log.write(f"2026-11-30T10:00:00.000+00:00 Qt warning: QPainter::begin: no {MARK}\n")


def test_no_word_of_a_map_and_no_place_is_in_it(shell: Shell, tmp_path: Path) -> None:
    shell.open_sample()
    path = tmp_path / f"{MARK}.journey.json"
    shell.script.answers = [str(path)]
    shell.do("save_as")
    shell.window.preferences.change(recent=(str(path),), folder=str(path.parent), columns=(MARK,))
    broken = tmp_path / f"{MARK}-2.journey.json"
    broken.write_text(f'{{"format": "journey-map", "{MARK}": 1}}', "utf-8")
    with pytest.raises(FileError) as caught:
        read_map(broken)
    group = ExceptionGroup(MARK, [KeyError(MARK)])
    group.add_note(MARK)
    logged(shell, caught.value, group, OSError(2, MARK, str(path)))
    assert shell.places.log.read_text("utf-8").count(MARK) > 20, "the log itself quotes the map"
    shell.do("report")
    (dialog,) = shell.window.findChildren(FaultReportDialog)
    said = dialog.text()
    assert MARK.casefold() not in said.casefold()
    for private in (str(tmp_path), str(Path.home()), platform.node()):
        assert private not in said
    if len(getpass.getuser()) > 4:
        assert getpass.getuser() not in said
    titles = {element.title for element in shell.session.graph.elements() if len(element.title) > 8}
    assert not [title for title in titles if title in said]
    dialog.reject()


def test_it_says_what_helps(shell: Shell) -> None:
    shell.open_sample()
    try:
        read_map(Path("nowhere.json"))
    except FileError as error:
        logged(shell, error)
    text = report(Settings(theme="dark", size=1.5), shell.places.log, Known({"zoom_in"}))
    assert f"Version: {__version__}" in text
    assert "theme: dark\nsize: 1.5" in text
    assert "journeyeditor/files/reader/" in text
    assert "in read_map" in text
    assert "journeyeditor.files.errors" in text
    assert "ValueError" in text
    assert " zoom_in" in text
    assert " an edit" in text
    assert "Qt warning: QPainter::begin" in text


def test_a_setting_is_left_out_unless_it_is_said_to_be_harmless() -> None:
    private = {"recent", "folder", "geometry", "columns", "event_logs", "docks", "tab"}
    text = report(Settings(), Path("nowhere.log"), Known(()))
    assert not [name for name in private if f"\n{name}:" in text]
    assert text.endswith("none\n")


def test_the_preview_is_the_file(dialog: FaultReportDialog, shell: Shell, tmp_path: Path) -> None:
    QTest.keyClicks(dialog.description, "It blinked")
    path = tmp_path / "problem.txt"
    shell.script.answers = [str(path)]
    dialog.save.click()
    assert path.read_text("utf-8") == dialog.text()
    assert dialog.text().startswith("What happened\n-------------\nIt blinked\n")
    dialog.copy.click()
    assert QGuiApplication.clipboard().text() == dialog.text()
    shell.script.answers = [str(tmp_path / "no" / "folder.txt")]
    dialog.save.click()
    assert "folder.txt" in shell.script.reported[0]
    dialog.reject()


def test_a_long_log_is_cut_at_its_beginning() -> None:
    line = "  2026-11-30T10:00:00.000+00:00 undo"
    assert len(list(clean([line] * 5000, Known({"undo"})))) == 400
