"""What a report says: program, system, settings, and the log without anything from maps.

The log may quote titles, names and paths. Only lines of a known form are taken from it, and of these
only words that are the program's own: its actions, its modules and functions, names of exceptions.
Everything else is left out.
"""

from __future__ import annotations

import builtins
import platform
import re
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import fields
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import CodeType
from typing import NamedTuple

import PySide6
from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication

from journeyeditor import __version__
from journeyeditor.app.settings import Settings

#: What is read of the log's end (bytes), and the most lines that are taken from it.
MAX_READ, MAX_LINES = 400_000, 400
_STAMP = r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d)"
_HEAD = re.compile(
    rf"---- {_STAMP} Journey Editor (\d+\.\d+\.\d+), Python ([\d.]+), Qt ([\d.]+), .*"
)
_ACTION = re.compile(rf"  {_STAMP} (\w+)")
_FRAME = re.compile(r'  File "(.+)", line (\d+), in (\S+)')
_ERROR = re.compile(r"([A-Za-z_][\w.]*)(?::.*)?")
_MODULE = re.compile(r"(?:[a-z0-9_]+/)*[a-z0-9_]+\.py")
_QT = re.compile(rf"{_STAMP} Qt (warning|critical|fatal): (?:(Q\w+)::(\w+))?.*")
#: Lines that Python writes between the parts of a traceback.
_FIXED = {
    "did:",
    "Traceback (most recent call last):",
    "During handling of the above exception, another exception occurred:",
    "The above exception was the direct cause of the following exception:",
}


class Known(NamedTuple):
    """The words of a log that are the program's own."""

    actions: Collection[str]


def report(settings: Settings, log: Path, known: Known, description: str = "") -> str:
    """Return the text of a report; `description` is what the user writes himself."""
    parts = [
        ("Journey Editor", _machine()),
        ("Settings", _settings(settings)),
        ("Errors", list(clean(_read(log), known)) or ["none"]),
    ]
    if description.strip():
        parts.insert(0, ("What happened", description.strip().splitlines()))
    return "\n".join(
        f"{title}\n{'-' * len(title)}\n" + "\n".join(lines) + "\n" for title, lines in parts
    )


def _machine() -> list[str]:
    screens = [
        f"{each.size().width()} × {each.size().height()} at {each.devicePixelRatio():g}"
        for each in QGuiApplication.screens()
    ]
    release = re.match(r"[\d.]*", platform.release())
    return [
        f"Version: {__version__}{' (installed program)' if getattr(sys, 'frozen', False) else ''}",
        f"System: {platform.system()} {release[0] if release else ''}, {platform.machine()}",
        f"Python: {platform.python_version()}",
        f"Qt: {qVersion()}, PySide {PySide6.__version__}, {QGuiApplication.platformName()}",
        f"Screens: {', '.join(screens)}",
    ]


def _settings(settings: Settings) -> list[str]:
    """The settings that say nothing about people and places."""
    shared = [part.name for part in fields(settings) if part.metadata["is_shared"]]
    return [f"{name}: {getattr(settings, name)}" for name in shared]


def _read(log: Path) -> Sequence[str]:
    """The last lines of the log and of the one before it."""
    found: list[str] = []
    for path in (log.with_suffix(".old.log"), log):
        try:
            with path.open("rb") as file:
                file.seek(0, 2)
                file.seek(max(0, file.tell() - MAX_READ))
                found += file.read(MAX_READ).decode("utf-8", "replace").splitlines()
        except OSError:
            continue
    return found


def clean(lines: Iterable[str], known: Known) -> Iterator[str]:
    """Take the last lines of a known form from a log, without anything that may be from a map."""
    taken: list[str] = []
    is_traceback = False
    for line in lines:
        words = _cleaned(line, known, is_traceback=is_traceback)
        if line in _FIXED or _FRAME.fullmatch(line):
            is_traceback = True
        elif words and not line.startswith(" "):
            is_traceback = False
        if words:
            taken.append(words)
    yield from taken[-MAX_LINES:]


def _cleaned(line: str, known: Known, *, is_traceback: bool) -> str:
    """What of a line is the program's own, "" if nothing is."""
    if line in _FIXED:
        return line
    if match := _HEAD.fullmatch(line):
        return f"---- {match[1]} Journey Editor {match[2]}, Python {match[3]}, Qt {match[4]}"
    if match := _QT.fullmatch(line):
        return f"{match[1]} Qt {match[2]}: {_qt_name(match[3], match[4])}".rstrip(": ")
    if match := _ACTION.fullmatch(line):
        return f"  {match[1]} {match[2]}" if match[2] in known.actions else f"  {match[1]} an edit"
    if match := _FRAME.fullmatch(line):
        return _frame(match[1], match[2], match[3])
    if is_traceback and (match := _ERROR.fullmatch(line)):
        return match[1] if is_exception(match[1]) else "an error"
    return ""


def _frame(path: str, number: str, function: str) -> str:
    """A line of a traceback, if it is in the program; its function only if the module has it."""
    _, found, inside = path.replace("\\", "/").rpartition("journeyeditor/")
    names = _functions(inside) if found and _MODULE.fullmatch(inside) else frozenset()
    if not names or int(number) > 10_000:
        return "  in a library"
    name = function if function in names else "?"
    return f"  journeyeditor/{inside}, line {number}, in {name}"


@cache
def _functions(inside: str) -> frozenset[str]:
    """The names of the functions in one of the program's modules, frozen or not; none if it is unknown."""
    module = "journeyeditor." + inside.removesuffix(".py").replace("/", ".")
    module = module.removesuffix(".__init__")
    try:
        spec = find_spec(module)
        code = spec.loader.get_code(module) if spec is not None else None  # type: ignore[union-attr]
    except (ImportError, AttributeError, SyntaxError, ValueError):
        return frozenset()
    return frozenset(_names(code)) if code is not None else frozenset()


def _names(code: CodeType) -> Iterator[str]:
    yield code.co_name
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)


def is_exception(name: str) -> bool:
    """Whether a name, with or without its module, is that of an exception that is loaded."""
    module, _, short = name.rpartition(".")
    place = sys.modules.get(module) if module else builtins
    found = getattr(place, short, None)
    return isinstance(found, type) and issubclass(found, BaseException)


def _qt_name(class_: str | None, function: str | None) -> str:
    """The function of Qt that a warning begins with, if Qt has it."""
    for module in (QtCore, QtGui, QtWidgets):
        if class_ and function and hasattr(getattr(module, class_, None), function):
            return f"{class_}::{function}"
    return ""
