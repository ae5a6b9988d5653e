"""Signals, the end of a session, loose permissions and planted links: nothing lost, nothing leaked."""

from __future__ import annotations

import os
import signal
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from tests.resilience.program import Program, until

pytestmark = [
    pytest.mark.timeout(280),
    pytest.mark.skipif(os.name != "posix", reason="signals and permissions of POSIX"),
]
Start = Callable[..., Program]
TYPE = """
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
place = window.map_view
touchpoint = next(iter(place.session.graph.elements("touchpoint")))
place.session.selection.set([touchpoint.id])
place.canvas.setFocus()
QTest.keyClick(place.canvas, Qt.Key.Key_F2)
place.canvas.field.selectAll()
QTest.keyClicks(place.canvas.field, "typed to the end")
"""
TITLES = "result = [e.title for e in window.map_view.session.graph.elements('touchpoint')]"
# Sent by the program to itself in one go with the typing, so that no timer comes between.
SIGNALLED = TYPE + "import os, signal\nos.kill(os.getpid(), signal.{})"
# What Qt's session manager asks for; without a session there is none to send the signal with.
ENDED = TYPE + "window.documents.app_context._end_session(None)"


def recovered_titles(started: Start) -> list[str]:
    program = started()
    program.box("Recover your changes to")
    program.press("Recover")
    program.title()
    titles: list[str] = program.run(TITLES)
    return titles


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_signal_ends_the_program_and_costs_no_letter(
    file: Path, started: Start, name: str
) -> None:
    program = started(file)
    program.title()
    program.run(SIGNALLED.format(name))
    assert program.ended() == 0
    assert "Traceback" not in program.said()
    assert "typed to the end" in recovered_titles(started)


def test_a_signal_is_answered_while_a_question_waits(file: Path, started: Start) -> None:
    program = started(file)
    program.title()
    program.retitle("changed")
    program.act("close_map")
    program.box("Save the changes to")
    program.signal(signal.SIGTERM)
    assert program.ended() == 0
    again = started()
    again.box("Recover your changes to")
    again.press("Recover")
    assert again.title() == "changed"


def test_the_end_of_a_session_costs_no_letter_whatever_comes_after_it(
    file: Path, started: Start
) -> None:
    program = started(file)
    program.title()
    program.run(ENDED)
    program.signal(signal.SIGKILL)
    program.ended()
    assert "typed to the end" in recovered_titles(started)


def open_to_others(*folders: Path) -> list[Path]:
    """The files and folders in some folders that others may read or write."""
    found = []
    for path in (path for folder in folders for path in folder.rglob("*")):
        with suppress(FileNotFoundError):  # the program may be tidying up
            if not path.is_symlink() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
                found.append(path)
    return found


def test_what_the_program_keeps_is_its_owners_alone_and_goes_through_no_link(
    file: Path, home: Path, tmp_path: Path, started: Start
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "precious").write_text("precious")
    data = home / "data" / "journeyeditor"
    config = home / "config" / "journeyeditor"
    for folder in (data / "locks", config, home / "cache" / "journeyeditor"):
        folder.mkdir(parents=True, mode=0o777)
    (config / "settings.json").write_text('{"theme": "dark"}')
    (data / "locks" / "old.lock").write_text("loose")
    for name in ("journals", "backups", "recovery"):
        (data / name).symlink_to(outside)
    (data / "journeyeditor.log").symlink_to(outside / "precious")
    (home / "cache" / "journeyeditor" / "pictures").symlink_to(outside)
    for path in home.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o777 if path.is_dir() else 0o666)
    program = started(file, enter=["sh", "-c", 'umask 0; exec "$@"', "sh"])
    program.title()
    program.act("theme_light")
    for number in range(2):
        program.retitle(f"number {number}")
        program.run("window.documents.flush()")
        program.act("save")
        until(lambda: "Saved " in program.status(), "a save")
        program.settled()
    program.retitle("journaled")
    program.run("window.documents.flush()")
    program.run("QTimer.singleShot(0, lambda: 1 / 0)")
    program.box("Something went wrong.")
    program.press("OK")
    assert [path.name for path in outside.iterdir()] == ["precious"]
    assert (outside / "precious").read_text() == "precious"
    for name in ("*.jsonl", "*.base", "*.lock", "*.log", "backups/*/*.json", "settings.json"):
        assert list(home.rglob(name)), name
    tops = (data, config, home / "cache" / "journeyeditor")

    until(lambda: not open_to_others(*tops), "the tidying in the background")
