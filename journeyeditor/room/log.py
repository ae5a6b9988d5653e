"""The log of a room: one line for each event, so that a crash in the middle of a vote loses nothing.

A line is a CRC-32 in hexadecimal, a space, and JSON. The first one is the room itself. A line that is
torn or damaged is left out; those around it count.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, NamedTuple, TypeAlias

from pydantic import Field, TypeAdapter, ValidationError

from journeyeditor.files.atomic import write_atomically
from journeyeditor.files.errors import FileError
from journeyeditor.files.private import open_private, private_folder
from journeyeditor.room import FOLDER
from journeyeditor.room.state import Event, RoomState, events_of

#: A log is read to this size (bytes); 20,000 cards of 400 characters take less.
MAX_BYTES = 64 * 2**20
#: A longer log is compacted, and again when it has doubled (bytes).
COMPACT_SIZE = 2**20

_Events: TypeAlias = Annotated[Event, Field(discriminator="event")]
_event = TypeAdapter[Event](_Events)

log = logging.getLogger(__name__)


class RoomIdentity(NamedTuple):
    """What makes phones come back: the PIN, and the secret their tokens are signed with."""

    room: str
    pin: str
    secret: str

    @classmethod
    def new(cls, pin: str) -> RoomIdentity:
        return cls(secrets.token_urlsafe(8), pin, secrets.token_urlsafe(32))


class Logged(NamedTuple):
    """What a log held; `applied` is how many of its events are on the map for certain."""

    identity: RoomIdentity | None
    events: Sequence[Event]
    applied: int


class RoomLog:
    """The log of one map's room. Made for one thread at a time."""

    def __init__(self, path: Path, compact_size: int = COMPACT_SIZE) -> None:
        """`compact_size` is the size (bytes) beyond which the log is compacted."""
        self.path = path
        self._file = -1
        self._least = self._limit = compact_size
        self._size = 0
        #: By how many events the log is shorter than what it has seen, once it was compacted.
        self._saved = 0

    def read(self) -> Logged:
        """Return what the log holds; nothing if there is none, or if it cannot be read."""
        identity: RoomIdentity | None = None
        events: list[Event] = []
        applied = 0
        for line in _lines(self.path):
            if "room" in line:
                identity = _identity(line) or identity
            elif "applied" in line:
                applied = line["applied"] if isinstance(line["applied"], int) else applied
            else:
                try:
                    events.append(_event.validate_python(line, strict=False))
                except ValidationError:
                    log.warning("an event of a room could not be read")
        return Logged(identity, events, min(applied, len(events)))

    def begin(self, identity: RoomIdentity) -> None:
        """Open the log for appending, and note who the room is; raises OSError."""
        private_folder(self.path.parent.parent, self.path.parent.name)
        self._file = open_private(self.path, os.O_WRONLY | os.O_APPEND)
        self._size = os.fstat(self._file).st_size
        self._saved = 0
        self._limit = max(self._least, 2 * self._size)
        os.write(self._file, b"\n")  # behind a line that was torn
        self._write([identity._asdict()])

    def append(self, events: Iterable[Event]) -> None:
        """Bring events to the disk; raises OSError."""
        self._write([event.model_dump(mode="json") for event in events])

    def note_applied(self, count: int) -> None:
        """Note that so many events are on the map, and that on the disk; raises OSError.

        What they come to is then enough: a log that has become long is compacted.
        """
        self._write([{"applied": count - self._saved}])
        if self._size > self._limit:
            self._compact()

    def close(self) -> None:
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def delete(self) -> None:
        """End the log: the room is over."""
        self.close()
        self.path.unlink(missing_ok=True)

    def _compact(self) -> None:
        """Rewrite the log: what is on the map as its sum, the rest as it came.

        The old log stays until the new one is on the disk.
        """
        logged = self.read()
        if logged.identity is None:
            return
        state = RoomState()
        for event in logged.events[: logged.applied]:
            state.apply(event)
        summed = events_of(state)
        values: list[object] = [logged.identity._asdict()]
        values += [event.model_dump(mode="json") for event in summed]
        values.append({"applied": len(summed)})
        values += [event.model_dump(mode="json") for event in logged.events[logged.applied :]]
        try:
            write_atomically(self.path, b"".join(map(_line, values)))
        except FileError:
            log.warning("the log of a room could not be compacted", exc_info=True)
            self._limit *= 2
            return
        self.close()
        self._file = open_private(self.path, os.O_WRONLY | os.O_APPEND)
        self._size = os.fstat(self._file).st_size
        self._limit = max(self._least, 2 * self._size)
        self._saved += logged.applied - len(summed)

    def _write(self, values: Sequence[object]) -> None:
        data = b"".join(map(_line, values))
        self._size += len(data)
        while data:
            data = data[os.write(self._file, data) :]
        os.fsync(self._file)


def log_path(folder: Path, key: str) -> Path:
    """Return where the log of a map's room is; `key` identifies the map."""
    return folder / FOLDER / f"{key}.log"


def _line(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return b"%08x %s\n" % (zlib.crc32(text), text)


def _lines(path: Path) -> Iterator[dict[str, object]]:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES)
    except OSError:
        return
    for line in data.split(b"\n"):
        checksum, _, text = line.partition(b" ")
        try:
            if int(checksum, 16) != zlib.crc32(text):
                continue
            value = json.loads(text)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict):
            yield value


def _identity(line: dict[str, object]) -> RoomIdentity | None:
    values = [line.get(name) for name in RoomIdentity._fields]
    return RoomIdentity(*map(str, values)) if all(isinstance(v, str) for v in values) else None
