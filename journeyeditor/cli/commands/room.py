"""The room command: serves a workshop's room without a window, and writes the map as it grows."""

from __future__ import annotations

import gc
import json
import queue
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from journeyeditor import resources
from journeyeditor.cli.errors import CommandError, UsageError
from journeyeditor.cli.terminal import print_error, print_lines
from journeyeditor.editing.document import Document
from journeyeditor.editing.session import Session
from journeyeditor.editing.store import Store
from journeyeditor.files import FileError
from journeyeditor.files.locks import key_of
from journeyeditor.poster import PosterOptions
from journeyeditor.poster.options import requested_theme
from journeyeditor.room.access import PIN_DIGITS, is_pin, new_pin
from journeyeditor.room.room import RoomError, checked_host
from journeyeditor.room.workshop import Workshop
from journeyeditor.typography import Faces
from journeyeditor.vocabulary import info_of

if TYPE_CHECKING:
    from journeyeditor.room.room import Room

Call: TypeAlias = Callable[[], None]

#: How often the map is saved while it grows (seconds); the journal has all of it within a second.
SAVE_INTERVAL = 5.0
TICK = 1.0


def serve(path: str, host: str, port: int, pin: str | None, *, as_json: bool) -> int:
    """Serve a room until SIGTERM or Ctrl-C and return the exit status."""
    if pin is not None and not is_pin(pin):
        raise UsageError(f"{pin}: is no PIN; give {PIN_DIGITS} digits")
    try:
        host = checked_host(host)
    except RoomError as error:
        raise UsageError(str(error)) from error
    gc.enable()  # the command line turns it off for commands that end soon
    server = _Server(Path(path))
    try:
        room = server.open(host, port, pin or new_pin())
    except (FileError, RoomError) as error:
        server.abandon()
        raise CommandError(str(error)) from error
    _announce(room, as_json=as_json)
    return server.run()


class _Server:
    """A document, its session and its room, on one thread with a queue of calls."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._calls: queue.SimpleQueue[Call] = queue.SimpleQueue()
        self._store = Store(resources.data_folder(), post=self._calls.put)
        self._is_ended = False
        self._saved = time.monotonic()
        self._document: Document | None = None

    def open(self, host: str, port: int, pin: str) -> Room:
        """Open map and room; raises FileError and RoomError."""
        document = self._document = self._opened()
        session = Session(
            document.graph, Faces(), requested_theme(info_of(document.graph), PosterOptions())
        )
        document.follow(session.transactions)
        document.failed.connect(_report)
        self.session = session
        self.workshop = Workshop(
            session, document, self._store.folder, key_of(self._path), self._calls.put
        )
        self.workshop.idle.connect(self._end)
        self.workshop.failed.connect(_report)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._calls.put(partial(self._end, None)))
        return self.workshop.open(host, port, pin)

    def run(self) -> int:
        while not self._is_ended:
            with suppress(queue.Empty):
                self._calls.get(timeout=TICK)()
            self.workshop.note_protected()
            self._save_now_and_then()
        return self._finish()

    def abandon(self) -> None:
        if self._document is not None:
            self._document.close_to_journal()

    def _opened(self) -> Document:
        """Return the map as a crash left it, else as its file has it."""
        journals = self._store.recoverable_journals()
        absolute = self._path.absolute()
        own = next((each for each in journals if each.path == absolute), None)
        for each in journals:
            if each is not own:
                each.release()
        if own is None:
            return Document.open(self._path, self._store)
        document = Document.recover(own, self._store)
        print_error(f"{self._path}: unsaved changes were recovered")
        return document

    def _end(self, _: object) -> None:
        self._is_ended = True

    def _save_now_and_then(self) -> None:
        document = self._document
        assert document is not None
        now = time.monotonic()
        if document.is_dirty and not document.is_saving and now - self._saved >= SAVE_INTERVAL:
            self._saved = now
            document.save()

    def _finish(self) -> int:
        """Close the room, save what it brought, and return the exit status."""
        document = self._document
        assert document is not None
        self.workshop.close()
        document.wait()
        if document.is_dirty and document.path is not None:
            document.save()
            document.wait()
        if document.is_dirty:
            document.close_to_journal()
            return 1
        document.close()
        return 0


def _announce(room: Room, *, as_json: bool) -> None:
    if as_json:
        print_lines(json.dumps({"url": room.url, "pin": room.pin}))
        return
    import segno

    print_lines(f"{room.url}\nPIN {room.pin}\n\nOthers on the same network could read along.")
    with suppress(UnicodeEncodeError):
        segno.make(room.join_url).terminal(compact=True)


def _report(error: Exception) -> None:
    print_error(str(error))
