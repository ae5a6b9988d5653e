"""The settings of the program: one frozen value, stored as JSON.

Only values that differ from the defaults are written, and keys of later versions are kept. An
unreadable file is reported and replaced by the defaults; the program starts in any case.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from journeyeditor.i18n import window_languages

if TYPE_CHECKING:
    from journeyeditor.files.errors import FileError

VERSION = 1
#: The interface scales offered; 1 is normal.
SIZES = (0.85, 1.0, 1.15, 1.3, 1.5, 1.75, 2.0)
#: The most recent maps remembered.
MAX_RECENT = 12
#: So many event logs are remembered.
MAX_LOGS = 40


def _one_of(*allowed: Any) -> Callable[[Any], bool]:
    return lambda value: value in allowed


def _between(low: float, high: float) -> Callable[[Any], bool]:
    return lambda value: (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and math.isfinite(value)
        and low <= value <= high
    )


def _whole(low: int, high: int) -> Callable[[Any], bool]:
    return lambda value: type(value) is int and low <= value <= high


def _language(value: Any) -> bool:
    """Whether a value is an interface language, or "" for the system's."""
    return isinstance(value, str) and (not value or value in window_languages())


def _words(value: Any) -> bool:
    return isinstance(value, str)


def _names(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(item, str) for item in value)


def _switch(value: Any) -> bool:
    return isinstance(value, bool)


def _setting(default: Any, check: Callable[[Any], bool], *, is_shared: bool = False) -> Any:
    """`is_shared`: may stand in a report of a fault, because it says nothing of people and places."""
    return field(default=default, metadata={"check": check, "is_shared": is_shared})


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings. "" as language and "system" as theme follow the system.

    `docks` are the open docks; `left`, `right` and `bottom` their sizes (device independent pixels);
    `geometry` is the window's geometry from Qt, in base64;
    `columns` the roles given to the columns of imported tables, in JSON.
    """

    language: str = _setting("", _language, is_shared=True)
    theme: str = _setting("system", _one_of("system", "light", "dark"), is_shared=True)
    size: float = _setting(1.0, _between(0.5, 3), is_shared=True)
    animation: bool = _setting(True, _switch, is_shared=True)
    spelling: bool = _setting(True, _switch, is_shared=True)
    backups: int = _setting(5, _whole(0, 100), is_shared=True)
    recent: tuple[str, ...] = _setting((), _names)
    folder: str = _setting("", _words)
    geometry: str = _setting("", _words)
    docks: tuple[str, ...] = _setting(("bottom", "left", "overview", "right"), _names)
    left: int = _setting(196, _whole(0, 4000), is_shared=True)
    right: int = _setting(312, _whole(0, 4000), is_shared=True)
    bottom: int = _setting(218, _whole(0, 4000), is_shared=True)
    tab: str = _setting("", _words)
    #: What an event log may take in memory (MiB); 0 is a quarter of the machine.
    event_memory: int = _setting(0, _whole(0, 1_000_000), is_shared=True)
    columns: tuple[str, ...] = _setting((), _names)
    #: The version whose news were offered last.
    seen_version: str = _setting("", _words)
    #: Where the event logs were that maps were measured with, the latest first.
    event_logs: tuple[str, ...] = _setting((), _names)

    def is_open(self, dock: str) -> bool:
        return dock in self.docks

    def log_named(self, name: str) -> str:
        """Where an event log of this name was last and still is, "" if that is not known."""
        paths = (path for path in self.event_logs if name and Path(path).name == name)
        return next((path for path in paths if Path(path).exists()), "")


def parse(data: Mapping[str, Any]) -> Settings:
    """The settings of a file; values of the wrong type are replaced by their defaults."""
    values: dict[str, Any] = {}
    for part in fields(Settings):
        value = data.get(part.name)
        if value is not None and part.metadata["check"](value):
            values[part.name] = tuple(value) if isinstance(value, list) else value
    return Settings(**values)


class Preferences(QObject):
    """The current settings, their storage, and notification of changes.

    `changed` emits the previous settings, `written` that they were written or could not be. `error`
    is the message about an unreadable file, "" if there is none; it is dismissed before another takes
    its place. `write_error` is why the last change was not stored.
    """

    changed = Signal(object)
    written = Signal()

    def __init__(self, path: Path | None = None) -> None:
        super().__init__()
        self._path = path
        self._foreign: dict[str, Any] = {}
        #: Whether the program never ran before, as far as its settings tell.
        self.is_new = path is None or not path.exists()
        self.error = ""
        self.write_error: FileError | None = None
        self.value = self._read()
        self._is_unread = bool(self.error)

    def change(self, **values: Any) -> None:
        before, self.value = self.value, replace(self.value, **values)
        if self.value != before:
            self._write()
            self.changed.emit(before)

    def opened(self, path: str) -> None:
        others = tuple(name for name in self.value.recent if name != path)
        self.change(recent=(path, *others)[:MAX_RECENT], folder=str(Path(path).parent))

    def read_log(self, path: str) -> None:
        """Remember where an event log is; the map that is made of it only has its name."""
        others = tuple(name for name in self.value.event_logs if name != path)
        self.change(event_logs=(path, *others)[:MAX_LOGS])

    def forget(self, path: str) -> None:
        self.change(recent=tuple(name for name in self.value.recent if name != path))

    def _read(self) -> Settings:
        if self._path is None or not self._path.exists():
            return Settings()
        try:
            data = json.loads(self._path.read_text(encoding="utf-8"))
            if not isinstance(data, dict):
                raise ValueError("no object")
        except (OSError, ValueError, RecursionError) as error:
            self.error = f"{self._path}: {error}"
            return Settings()
        own = {part.name for part in fields(Settings)} | {"version"}
        self._foreign = {key: value for key, value in data.items() if key not in own}
        return parse(data)

    def _write(self) -> None:
        """Write what differs from the defaults; if that fails, the settings last for this run."""
        if self._path is None:
            return
        from journeyeditor.files.atomic import write_private
        from journeyeditor.files.errors import FileError, WriteError
        from journeyeditor.files.private import private_folder

        default = Settings()
        own = {part.name: getattr(self.value, part.name) for part in fields(Settings)}
        changed = {key: value for key, value in own.items() if value != getattr(default, key)}
        data = {"version": VERSION, **changed, **self._foreign}
        text = json.dumps(data, ensure_ascii=False, indent=1)
        # The file may be a symbolic link into a folder of managed settings.
        target = Path(os.path.realpath(self._path))
        try:
            private_folder(self._path.parent)
            if self._is_unread and target.is_file():
                os.replace(target, target.with_name(f"damaged-{target.name}"))
            write_private(target, f"{text}\n".encode())
            self._is_unread, self.write_error = False, None
        except OSError as error:
            self.write_error = WriteError(str(target), error)
        except FileError as error:
            self.write_error = error
        self.written.emit()
