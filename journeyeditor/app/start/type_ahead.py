"""Typing on the start page goes to the map with that name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QKeyEvent

    from journeyeditor.app.start.cards import MapCard

#: A pause of this length starts a new name (ms).
PAUSE_MS = 2000


class TypeAhead(QObject):
    """The start of a name, typed key by key."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._typed = ""
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.clear)

    @property
    def is_typing(self) -> bool:
        return bool(self._typed)

    def add(self, character: str, cards: Iterable[MapCard]) -> MapCard | None:
        """Add a character; return the first card with the name, at its start or at that of a word."""
        self._typed += character.casefold()
        self._pause.start()
        ranked = [(_rank(card.text(), self._typed), card) for card in cards]
        found = [(rank, card) for rank, card in ranked if rank is not None]
        return min(found, key=lambda pair: pair[0])[1] if found else None

    def clear(self) -> None:
        self._typed = ""
        self._pause.stop()


def character_of(event: QKeyEvent) -> str:
    """The character that a key types, "" for keys that type none."""
    text = event.text()
    return text if text.isprintable() else ""


def _rank(name: str, typed: str) -> int | None:
    """0 for a name that starts so, 1 for one of whose words does, None for others."""
    name = " ".join(name.casefold().split())
    if name.startswith(typed):
        return 0
    return 1 if f" {typed}" in f" {name}" else None
