"""Where the files that ship with the program are: source tree, wheel or frozen application."""

from __future__ import annotations

from pathlib import Path


def folder() -> Path:
    """Return the folder of resources."""
    return Path(__file__).parent.parent / "resources"


def path(*parts: str) -> Path:
    """Return the path of one resource."""
    return folder().joinpath(*parts)
