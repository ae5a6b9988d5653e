"""Where the files that ship with the program are: source tree, wheel or frozen application.

The wheel carries the top-level folder as `journeyeditor/data`; in a source tree (and a frozen
application, which is built from one) it stands beside the package.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def folder() -> Path:
    package = Path(__file__).parent
    installed = package / "data"
    return installed if installed.is_dir() else package.parent / "resources"


def path(*parts: str) -> Path:
    return folder().joinpath(*parts)
