"""Errors nobody foresaw are reported in one sentence and logged with what led to them."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import qWarning
from pytestqt.qtbot import QtBot

from journeyeditor.app import event_loop
from journeyeditor.app.event_loop import ErrorReporter
from tests.qt.shell import Shell


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[tuple[ErrorReporter, list[str]]]:
    reported: list[str] = []
    watch = ErrorReporter(
        tmp_path / "deep" / "log.log", lambda error, _: reported.append(str(error))
    )
    yield watch, reported
    watch.end()


def fault(words: str) -> BaseException:
    try:
        raise RuntimeError(words)
    except RuntimeError as error:
        return error


def test_the_log_says_what_led_to_it(watch: tuple[ErrorReporter, list[str]], qtbot: QtBot) -> None:
    guard, reported = watch
    guard.note("paste")
    guard.note("undo")
    guard.report(fault("broken"))
    qtbot.waitUntil(lambda: reported == ["broken"])
    log = guard.log.read_text("utf-8")
    assert log.index(" paste") < log.index(" undo") < log.index("RuntimeError: broken")
    assert "Traceback" in log
    assert "Journey Editor" in log


def test_the_same_error_in_a_row_is_reported_once(
    watch: tuple[ErrorReporter, list[str]], qtbot: QtBot
) -> None:
    guard, reported = watch
    for _ in range(5):
        guard.report(fault("again"))
    guard.report(fault("other"))
    qtbot.waitUntil(lambda: len(reported) == 2)
    assert reported == ["again", "other"]
    guard.note("zoom_in")
    guard.report(fault("other"))
    qtbot.waitUntil(lambda: len(reported) == 3)


def test_what_nobody_caught_comes_here_while_on_duty(
    watch: tuple[ErrorReporter, list[str]], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    guard, reported = watch
    monkeypatch.delenv("JOURNEYEDITOR_TRACE", raising=False)
    before = sys.excepthook
    guard.begin()
    error = fault("from a slot")
    sys.excepthook(type(error), error, error.__traceback__)
    qWarning("Qt is not amused")
    guard.end()
    assert sys.excepthook is before
    qtbot.waitUntil(lambda: reported == ["from a slot"])
    assert "Qt warning: Qt is not amused" in guard.log.read_text("utf-8")


def test_a_log_does_not_grow_for_ever(
    watch: tuple[ErrorReporter, list[str]], monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    guard, reported = watch
    monkeypatch.setattr(event_loop, "MAX_BYTES", 2000)
    for number in range(9):
        guard.report(fault(str(number)))
    qtbot.waitUntil(lambda: len(reported) == 9)
    assert guard.log.stat().st_size < 6000
    assert guard.log.with_suffix(".old.log").exists()


def test_a_log_that_cannot_be_written_stops_nobody(tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "file").write_text("")
    reported: list[tuple[str, Path | None]] = []
    guard = ErrorReporter(
        tmp_path / "file" / "log.log", lambda error, log: reported.append((str(error), log))
    )
    guard.report(fault("still told"))
    qtbot.waitUntil(lambda: reported == [("still told", None)])


@pytest.mark.skipif(os.name != "posix", reason="links and permissions of POSIX")
def test_a_log_is_private_and_follows_no_link(
    watch: tuple[ErrorReporter, list[str]], tmp_path: Path, qtbot: QtBot
) -> None:
    guard, reported = watch
    victim = tmp_path / "victim"
    victim.write_text("precious")
    guard.log.parent.mkdir()
    guard.log.symlink_to(victim)
    guard.report(fault("logged"))
    qtbot.waitUntil(lambda: reported == ["logged"])
    assert victim.read_text() == "precious"
    assert "logged" in guard.log.read_text()
    assert stat.S_IMODE(guard.log.stat().st_mode) == 0o600


def test_an_error_in_an_action_is_reported_and_the_map_is_safe(shell: Shell, qtbot: QtBot) -> None:
    session = shell.open_sample()
    shell.pick("step")
    shell.do("duplicate")
    shell.program.error_reporter.report(fault("in an action"))
    qtbot.waitUntil(lambda: bool(shell.script.reported))
    assert shell.script.reported[0].startswith(
        "Something went wrong. Your map is safe, but save it now."
    )
    assert str(shell.places.log) in shell.script.reported[0]
    log = shell.places.log.read_text("utf-8")
    assert log.index(" duplicate\n") < log.index(" Duplicate {thing}: Step\n")
    assert session.is_dirty
