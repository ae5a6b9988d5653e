"""What takes long to import is read in the background; nothing is left of what was cancelled."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QApplication, QLabel, QProgressBar
from pytestqt.qtbot import QtBot

from journeyeditor.app.background import Job
from journeyeditor.app.clipboard import MAX_READ_AT_ONCE
from journeyeditor.app.importing import import_map
from journeyeditor.app.importing.journey_dialog import JourneyImport
from journeyeditor.editing import operations
from journeyeditor.exchange.sources import SourceFile, read_source
from tests.qt.shell import Shell
from tests.qt.test_edited_document import workbook  # noqa: F401

PLAIN = Qt.TextFormat.PlainText
DIAGRAM = "journey\n  title Visit\n  section Book\n    Find time: 4: Kim\n"


class Gate:
    """Holds up each reading of a file until it is opened, and counts them."""

    def __init__(self, read: Callable[[str], SourceFile]) -> None:
        self._read = read
        self.begun, self.opened = threading.Event(), threading.Event()
        self.threads: list[threading.Thread] = []

    def __call__(self, path: str) -> SourceFile:
        self.threads.append(threading.current_thread())
        self.begun.set()
        assert self.opened.wait(20)
        return self._read(path)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    gate = Gate(read_source)
    monkeypatch.setattr(import_map, "read_source", gate)
    yield gate
    gate.opened.set()


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "<b>visit.mmd"
    path.write_text(DIAGRAM)
    return str(path)


def test_a_file_is_read_while_the_window_goes_on(shell: Shell, gate: Gate, file: str) -> None:
    shell.window.documents.open_path(file)
    assert gate.begun.wait(20)
    assert gate.threads != [threading.current_thread()]
    assert shell.window.reading.progress is not None
    assert not shell.window.reading.progress.isVisible()
    gate.opened.set()
    shell.settle()
    assert shell.session.info.title == "Visit"
    assert shell.window.reading.progress is None


def test_cancelling_ends_a_reading_in_its_midst(
    shell: Shell, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The thread does not go on to the end of a table, and the bar has shown how far it was."""
    path = tmp_path / "long.md"
    path.write_text("| Stage | Actions |\n|---|---|\n" + "| A | b |\n" * 5000)
    begun, opened, seen = threading.Event(), threading.Event(), []
    genuine = Job.progress

    def held(job: Job, share: float) -> None:
        seen.append(share)
        if share > 0.2:
            begun.set()
            assert opened.wait(20)
        genuine(job, share)

    monkeypatch.setattr(Job, "progress", held)
    shell.window.documents.open_path(str(path))
    assert begun.wait(20)
    progress = shell.window.reading.progress
    assert progress is not None
    bar = progress.findChild(QProgressBar)
    assert isinstance(bar, QProgressBar)
    qtbot.waitUntil(lambda: bar.maximum() == 100 and bar.value() > 0)
    shell.window.reading.cancel()
    count = len(seen)
    opened.set()
    shell.settle()
    assert len(seen) == count
    assert not shell.window.findChildren(JourneyImport)


def test_a_long_reading_is_shown_and_cancelled(
    shell: Shell, qtbot: QtBot, gate: Gate, file: str
) -> None:
    shell.window.documents.open_path(file)
    progress = shell.window.reading.progress
    assert progress is not None
    qtbot.waitUntil(progress.isVisible)
    (words,) = (each for each in progress.findChildren(QLabel) if "visit" in each.toolTip())
    assert (words.toolTip(), words.textFormat()) == ("Reading “<b>visit.mmd”…", PLAIN)
    assert progress.windowModality() == Qt.WindowModality.WindowModal
    progress.canceled.emit()
    assert not progress.isVisible()
    assert not shell.window.reading.is_busy
    gate.opened.set()
    shell.window.documents.open_path(file)
    shell.settle()  # the second reading waits for the end of the first
    assert len(gate.threads) == 2
    assert len(shell.program.windows) == 1
    assert shell.script.reported == []


def test_a_window_closes_while_it_reads(shell: Shell, gate: Gate, file: str) -> None:
    other = shell.program.open_window()
    other.documents.open_path(file)
    assert gate.begun.wait(20)
    other.close()
    assert not other.reading.is_busy
    assert other.reading.progress is None
    gate.opened.set()
    shell.settle()
    assert not shell.window.has_map
    assert shell.script.reported == []


def test_what_is_edited_during_the_reading_is_kept(
    shell: Shell,
    gate: Gate,
    workbook: Path,  # noqa: F811
) -> None:
    note = shell.pick("opportunity")
    shell.window.documents.open_path(str(workbook))
    assert gate.begun.wait(20)
    operations.set_field(shell.session, [note], "title", "Meanwhile")
    shell.script.answers = ["take"]
    gate.opened.set()
    shell.settle()
    assert len(gate.threads) == 2  # read again, for the map as it is now
    assert shell.session.graph.element("p1").title == "Testerna är oense"
    assert shell.session.graph.element(note).title == "Meanwhile"


def test_long_text_is_pasted_in_the_background(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.window.documents.new_blank()
    shell.settle()
    threads = []
    pasted = import_map.pasted_journeys

    def watched(plain: str, html: str) -> object:
        threads.append(threading.current_thread())
        return pasted(plain, html)

    monkeypatch.setattr(import_map, "pasted_journeys", watched)
    table = "| Stage | Actions |\n|---|---|\n| Find | Reads |\n| Buy | Pays |\n"
    for text in (
        table.replace("Pays", "Pays " * (MAX_READ_AT_ONCE // 5)),
        (("word " * 60) + "\n") * 100,
    ):
        data = QMimeData()
        data.setText(text)
        QApplication.clipboard().setMimeData(data)
        shell.do("paste")
    assert threading.current_thread() not in threads
    assert len(threads) == 2
    assert [stage.title for stage in shell.session.graph.stages()][:2] == ["Find", "Buy"]
    assert not shell.window.findChildren(JourneyImport)
    shell.do("undo")
    shell.do("undo")
    assert not shell.session.graph.stages()
