"""Everything the program asks: one narrow protocol, so that tests can answer without a dialog.

Callers get a value; only `QtDialogs` (`qt_dialogs`) waits for the answer. All texts are passed translated.
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
    """A file type of a file dialog: its name and its extensions ("pdf")."""

    words: str
    endings: tuple[str, ...]


class Dialogs(Protocol):
    """What the program can ask or report."""

    def ask_save(self, title: str) -> str:
        """Ask what to do with an unsaved map: SAVE, DISCARD or CANCEL."""

    def choose(self, question: str, choices: Sequence[Choice], detail: str = "") -> str:
        """Ask a question; return the key of the choice, "" if cancelled."""

    def message(self, sentence: str, detail: str = "", *, severity: str = "info") -> None:
        """Show a sentence ("info", "warning" or "error") without waiting."""

    def open_file(self, kinds: Sequence[FileKind], folder: str = "") -> str:
        """Ask for a file to read; "" if cancelled."""

    def save_file(self, suggestion: str, kinds: Sequence[FileKind]) -> str:
        """Ask for a path to write; `suggestion` is a path or a name; "" if cancelled."""

    def choose_folder(self, folder: str = "") -> str:
        """Ask for a folder; "" if cancelled."""

    def show_folder(self, folder: Path) -> None:
        """Show a folder in the file manager."""

    def ask_text(self, question: str, value: str = "", *, lines: bool = False) -> str | None:
        """Ask for text on one or several lines; None if cancelled."""


def with_ending(path: str, kinds: Sequence[FileKind], chosen: str = "") -> str:
    """Append the extension of the chosen kind, unless the path has one of the extensions."""
    if not path or not kinds:
        return path
    endings = tuple(f".{ending}".casefold() for kind in kinds for ending in kind.endings)
    if Path(path).name.casefold().endswith(endings):
        return path
    kind = next((kind for kind in kinds if filter_words(kind) == chosen), kinds[0])
    return f"{path}.{kind.endings[0]}" if kind.endings[0] != "*" else path


def filter_words(kind: FileKind) -> str:
    """A file type as file dialogs show it: "PDF document (*.pdf)"."""
    return f"{kind.words} ({' '.join(f'*.{ending}' for ending in kind.endings)})"
