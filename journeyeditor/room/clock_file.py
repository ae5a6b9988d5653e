"""The clock of an agenda on the disk, so that a crash does not stop the workshop's time."""

from __future__ import annotations

import logging
from contextlib import suppress
from pathlib import Path

from pydantic import ValidationError

from journeyeditor.files.atomic import write_private
from journeyeditor.files.errors import FileError
from journeyeditor.files.private import private_folder
from journeyeditor.room.agenda import ClockState

#: A file that is longer is none of ours (bytes).
MAX_BYTES = 64 * 1024
#: A clock that stood still or ran for so long belongs to another day (seconds).
MAX_AGE = 12 * 3600.0

log = logging.getLogger(__name__)


def write_clock(path: Path, state: ClockState) -> None:
    """Keep a clock; a disk that fails is no reason to hold up a workshop."""
    try:
        private_folder(path.parent.parent, path.parent.name)
        write_private(path, state.model_dump_json().encode())
    except (OSError, FileError):
        log.warning("the clock of the agenda could not be kept", exc_info=True)


def read_clock(path: Path, now: float) -> ClockState | None:
    """Return the clock that was kept; None if there is none of today."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        state = ClockState.model_validate_json(data) if len(data) <= MAX_BYTES else None
    except (OSError, ValidationError):
        return None
    return state if state is not None and 0 <= now - state.at <= MAX_AGE else None


def forget_clock(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)
