"""Everything the program asks: one narrow protocol, so that tests answer without a dialog.

Logic calls the protocol and gets a value; `qt_dialogs` is what waits for the answer. All words
come ready in the window's language.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

SAVE, DISCARD, CANCEL = "save", "discard", ""


class Choice(NamedTuple):
    """One answer to a question; `weight` is "primary" for the safe one, "danger" or ""."""

    key: str
    words: str
    weight: str = ""


class FileKind(NamedTuple):
    """A kind of file in a file dialog: what it is called, and the ends of its names ("pdf")."""

    words: str
    endings: tuple[str, ...]


class Dialogs(Protocol):
    """What the program may ask or tell."""

    def ask_save(self, title: str) -> str:
        """Ask what becomes of an unsaved map: SAVE, DISCARD or CANCEL."""

    def choose(self, question: str, choices: Sequence[Choice], detail: str = "") -> str:
        """Ask a question; return the key of the choice, "" when it was cancelled."""

    def message(self, sentence: str, detail: str = "", *, severity: str = "info") -> None:
        """Tell one sentence ("info", "warning" or "error") and go on at once."""

    def open_file(self, kinds: Sequence[FileKind], folder: str = "") -> str:
        """Ask for a file to read; "" when none was chosen."""

    def save_file(self, suggestion: str, kinds: Sequence[FileKind]) -> str:
        """Ask where to write; `suggestion` is a path or a name; "" when cancelled."""

    def choose_folder(self, folder: str = "") -> str:
        """Ask for a folder; "" when none was chosen."""

    def show_folder(self, folder: Path) -> None:
        """Show a folder in the file manager."""

    def ask_text(self, question: str, value: str = "", *, lines: bool = False) -> str | None:
        """Ask for words, on one line or several; None when cancelled."""


def with_ending(path: str, kinds: Sequence[FileKind], chosen: str = "") -> str:
    """A path with the ending of the chosen kind, unless it has one of the endings."""
    if not path or not kinds:
        return path
    endings = tuple(f".{ending}".casefold() for kind in kinds for ending in kind.endings)
    if Path(path).name.casefold().endswith(endings):
        return path
    kind = next((kind for kind in kinds if filter_words(kind) == chosen), kinds[0])
    return f"{path}.{kind.endings[0]}" if kind.endings[0] != "*" else path


def filter_words(kind: FileKind) -> str:
    """A kind as file dialogs show it: "PDF document (*.pdf)"."""
    return f"{kind.words} ({' '.join(f'*.{ending}' for ending in kind.endings)})"
