"""What the program remembers of a person's ways: one frozen value, kept as JSON.

Only what differs from the defaults is written; keys of later versions are kept; a file that cannot
be read costs the settings and one sentence, never the start.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from journeyeditor.files.atomic import write_private
from journeyeditor.files.errors import FileError, WriteError
from journeyeditor.files.private import private_folder
from journeyeditor.i18n import window_languages

VERSION = 1
#: The sizes of the interface that there are; 1 is normal.
SIZES = (0.85, 1.0, 1.15, 1.3, 1.5, 1.75, 2.0)
#: So many maps are remembered as recent.
MAX_RECENT = 12


def _one_of(*allowed: Any) -> Callable[[Any], bool]:
    """A check for one of some values."""
    return lambda value: value in allowed


def _between(low: float, high: float) -> Callable[[Any], bool]:
    """A check for a number in a range."""
    return lambda value: (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and math.isfinite(value)
        and low <= value <= high
    )


def _whole(low: int, high: int) -> Callable[[Any], bool]:
    """A check for a whole number in a range."""
    return lambda value: type(value) is int and low <= value <= high


def _language(value: Any) -> bool:
    """Whether a value is a language of the window, or "" for the system's."""
    return isinstance(value, str) and (not value or value in window_languages())


def _words(value: Any) -> bool:
    """Whether a value is text."""
    return isinstance(value, str)


def _names(value: Any) -> bool:
    """Whether a value is a list of texts."""
    return isinstance(value, list | tuple) and all(isinstance(item, str) for item in value)


def _switch(value: Any) -> bool:
    """Whether a value is true or false."""
    return isinstance(value, bool)


def _setting(default: Any, check: Callable[[Any], bool]) -> Any:
    """Declare a setting with the check of what a file says."""
    return field(default=default, metadata={"check": check})


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings. "" as language, "system" as theme: as the machine is set up.

    `docks` are the parts of the window that are open; `left`, `right` and `bottom` their sizes
    (device independent pixels); `geometry` is the window's place as Qt writes it, in base64.
    """

    language: str = _setting("", _language)
    theme: str = _setting("system", _one_of("system", "light", "dark"))
    size: float = _setting(1.0, _between(0.5, 3))
    animation: bool = _setting(True, _switch)
    backups: int = _setting(5, _whole(0, 100))
    recent: tuple[str, ...] = _setting((), _names)
    folder: str = _setting("", _words)
    geometry: str = _setting("", _words)
    docks: tuple[str, ...] = _setting(("bottom", "left", "overview", "right"), _names)
    left: int = _setting(196, _whole(0, 4000))
    right: int = _setting(312, _whole(0, 4000))
    bottom: int = _setting(218, _whole(0, 4000))
    tab: str = _setting("", _words)

    def is_open(self, dock: str) -> bool:
        """Whether a part of the window is open."""
        return dock in self.docks


def parse(data: Mapping[str, Any]) -> Settings:
    """The settings that a file holds; what is of the wrong kind is left at its default."""
    known: dict[str, Any] = {}
    for part in fields(Settings):
        value = data.get(part.name)
        if value is not None and part.metadata["check"](value):
            known[part.name] = tuple(value) if isinstance(value, list) else value
    return Settings(**known)


class Preferences(QObject):
    """The settings of one run, where they are kept, and who wants to know of changes.

    `changed` tells the settings that were there before, `written` that they were written or could
    not be. `trouble` is the sentence about a file that could not be read, "" if all went well; it
    is dismissed before another takes its place. `write_error` is why the last change was not kept.
    """

    changed = Signal(object)
    written = Signal()

    def __init__(self, path: Path | None = None) -> None:
        super().__init__()
        self._path = path
        self._foreign: dict[str, Any] = {}
        self.trouble = ""
        self.write_error: FileError | None = None
        self.value = self._read()
        self._is_unread = bool(self.trouble)

    def change(self, **values: Any) -> None:
        """Set some settings, tell so, and write them."""
        before, self.value = self.value, replace(self.value, **values)
        if self.value != before:
            self._write()
            self.changed.emit(before)

    def opened(self, path: str) -> None:
        """Remember a map as the one opened last."""
        others = tuple(name for name in self.value.recent if name != path)
        self.change(recent=(path, *others)[:MAX_RECENT], folder=str(Path(path).parent))

    def forget(self, path: str) -> None:
        """Remember a map no more: it is gone."""
        self.change(recent=tuple(name for name in self.value.recent if name != path))

    def _read(self) -> Settings:
        """What the file says, or the defaults."""
        if self._path is None or not self._path.exists():
            return Settings()
        try:
            data = json.loads(self._path.read_text(encoding="utf-8"))
            if not isinstance(data, dict):
                raise ValueError("no object")
        except (OSError, ValueError, RecursionError) as error:
            self.trouble = f"{self._path}: {error}"
            return Settings()
        own = {part.name for part in fields(Settings)} | {"version"}
        self._foreign = {key: value for key, value in data.items() if key not in own}
        return parse(data)

    def _write(self) -> None:
        """Write what differs from the defaults; what cannot be written lasts for this run."""
        if self._path is None:
            return
        default = Settings()
        own = {part.name: getattr(self.value, part.name) for part in fields(Settings)}
        changed = {key: value for key, value in own.items() if value != getattr(default, key)}
        data = {"version": VERSION, **changed, **self._foreign}
        text = json.dumps(data, ensure_ascii=False, indent=1)
        # Settings may be a link to where somebody keeps those of all programs.
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
