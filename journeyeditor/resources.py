"""Where the files that ship with the program are: source tree, wheel or frozen application.

The wheel carries the top-level folder as `journeyeditor/data`; in a source tree (and a frozen
application, which is built from one) it stands beside the package.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path

CHANGELOG = "CHANGELOG.md"


@cache
def folder() -> Path:
    package = Path(__file__).parent
    installed = package / "data"
    return installed if installed.is_dir() else package.parent / "resources"


def data_folder() -> Path:
    """Where the user's own data of the program are: where Qt keeps the data of programs."""
    if sys.platform == "win32":
        data = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        data = Path.home() / "Library" / "Application Support"
    else:
        data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return data / "journeyeditor"


def changelog() -> Path:
    """The changelog: among the resources where the program is installed."""
    installed = folder() / CHANGELOG
    return installed if installed.is_file() else folder().parent / CHANGELOG


def path(*parts: str) -> Path:
    return folder().joinpath(*parts)


def own_command(command: str) -> list[str]:
    """Return how to run a command of this program, which may be packaged, in a process of its own."""
    if not getattr(sys, "frozen", False):
        return [sys.executable, "-P", "-m", "journeyeditor", command]
    if sys.platform == "win32":  # only this one has a standard input there
        return [str(Path(sys.executable).with_name("journeyeditor.exe")), command]
    return [sys.executable, command]
