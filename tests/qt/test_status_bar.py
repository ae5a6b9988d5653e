"""Warnings stay as long as there is reason for them, and it is said when that is over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from journeyeditor.app.file_messages import StatusWarning
from journeyeditor.app.status_bar import Status
from tests.qt.shell import Shell

FULL = StatusWarning("journal", "Recovery is off.", "Recovery is on.")
BACKUP = StatusWarning("backup", "No backup.", "Backups again.")


@pytest.fixture
def status(qapp: QApplication, tmp_path: Path) -> Iterator[Status]:
    shell = Shell(qapp, tmp_path)
    yield shell.window.status
    shell.close()


def test_the_first_warning_is_shown_and_all_are_in_the_tip(status: Status) -> None:
    status.show_warnings([FULL, BACKUP], "map")
    assert "Recovery is off." in status.words()
    assert "No backup." not in status.words()
    assert status._warning.toolTip() == "Recovery is off.\nNo backup."
    assert status._warning.isVisible()
    status.show_warnings([], "map")
    assert not status._warning.isVisible()


def test_what_is_over_is_said_once_and_taken_back_when_it_comes_again(status: Status) -> None:
    status.show_warnings([FULL], "map")
    status.show_warnings([FULL._replace(words="Recovery is still off.")], "map")
    assert "Recovery is on." not in status.words()
    status.show_warnings([BACKUP], "map")
    assert "Recovery is on." in status.words()
    status.show_warnings([FULL], "map")
    assert "Recovery is on." not in status.words()


def test_the_warning_of_a_map_that_is_closed_is_not_over(status: Status) -> None:
    status.show_warnings([FULL], "map")
    status.show_warnings([], "another map")
    assert "Recovery" not in status.words()
