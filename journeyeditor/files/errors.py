"""Why a file cannot be read or written: one sentence with the file, the place and the mend."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class FileError(Exception):
    """A file at fault; `str()` is the sentence for the user."""

    def __init__(self, name: str, fault: str, mend: str) -> None:
        """Make the sentence `name: fault; mend.`"""
        super().__init__(f"{name}: {fault}; {mend}")
        self.fault = fault
        self.mend = mend


def place(row: Mapping[str, Any], number: int, part: str) -> str:
    """Return how a person would name a node or edge: its kind, title and id, else its number."""
    kind = row.get("kind")
    kind_words = kind.replace("_", " ") if isinstance(kind, str) and kind else part
    title = row.get("title")
    id_ = row.get("id" if part == "node" else "key")
    name = f"{kind_words} “{_short(title)}”" if isinstance(title, str) and title else kind_words
    if isinstance(id_, str) and id_:
        return f"{name} ({_short(id_)})"
    return f"{name} (number {number + 1} of the {part}s)"


def _short(text: str) -> str:
    """Return a text that fits a sentence on one line."""
    words = " ".join(text.split())
    printable = "".join(c if c.isprintable() else "�" for c in words)
    return printable if len(printable) <= 60 else f"{printable[:57]}…"
