"""The keys of the map, each declared once.

The tools answer them, the text field lets them through, and menus, tooltips and help show them.
Only names and texts are here, because the start page shows some of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from journeyeditor.i18n import N_

if TYPE_CHECKING:
    from journeyeditor.editing.tools.interface import Key


class MapShortcut(NamedTuple):
    """What keys do on the map: chords as QKeySequence writes them, the most usual one first.

    `ends_typing`: in a text on the map, they end it first.
    """

    chords: tuple[str, ...]
    text: str
    ends_typing: bool = False


#: With a kind's letter, adds a card of the kind while a title is typed.
LETTER_MODIFIER = "Alt"

_ARROWS = ("Left", "Right", "Up", "Down")


def _arrows(modifier: str) -> tuple[str, ...]:
    return tuple(f"{modifier}+{name}" for name in _ARROWS)


#: Name of the command → its keys.
MAP_SHORTCUTS: Mapping[str, MapShortcut] = MappingProxyType(
    {
        "navigate": MapShortcut(_ARROWS, N_("Go to the next card")),
        "extend": MapShortcut(_arrows("Shift"), N_("Extend the selection")),
        "neighbour": MapShortcut(_arrows("Ctrl"), N_("Add a connected card")),
        "nudge": MapShortcut(_arrows("Alt"), N_("Move the selected cards")),
        "first_stage": MapShortcut(("Home", "Shift+Home"), N_("Go to the first stage")),
        "last_stage": MapShortcut(("End", "Shift+End"), N_("Go to the last stage")),
        "rename": MapShortcut(("Enter", "F2"), N_("Edit title")),
        "next_card": MapShortcut(("Tab",), N_("Add the next card in the lane"), ends_typing=True),
        "next_stage": MapShortcut(
            ("Ctrl+Enter",), N_("Add a card in the same lane of the next stage"), ends_typing=True
        ),
        "channel": MapShortcut(
            ("L", f"{LETTER_MODIFIER}+L"), N_("Set the channel"), ends_typing=True
        ),
        "score": MapShortcut(
            tuple("12345"), N_("Set the score of an emotion, from upset to delighted")
        ),
        "delete": MapShortcut(("Del", "Backspace"), N_("Delete")),
        "select_all": MapShortcut(("Ctrl+A",), N_("Select all")),
        "cancel": MapShortcut(("Esc",), N_("End typing, cancel a drag, or deselect all")),
        "tool_select": MapShortcut(("V",), N_("Select")),
        "tool_hand": MapShortcut(("H",), N_("Hand")),
        "tool_connect": MapShortcut(("C",), N_("Connect")),
        "tool_curve": MapShortcut(("D",), N_("Draw curve")),
    }
)

_COMMANDS = {chord: name for name, each in MAP_SHORTCUTS.items() for chord in each.chords}
#: Key names whose chord is written differently.
_WRITTEN = {"delete": "Del", "escape": "Esc"}


def chord_of(key: Key) -> str:
    """Return a key with its modifiers as a chord, such as "Ctrl+Enter"."""
    held = (("Ctrl", key.ctrl), ("Alt", key.alt), ("Shift", key.shift))
    name = _WRITTEN.get(key.name, key.name.capitalize())
    return "+".join([*(modifier for modifier, is_held in held if is_held), name])


def command_of(key: Key) -> str:
    """Return the name of a key's command, "" without one; Shift makes no other letter."""
    if len(key.name) == 1 and key.shift:
        key = key._replace(shift=False)
    return _COMMANDS.get(chord_of(key), "")


def letter_of(key: Key) -> str:
    """Return the letter of a key that may insert a kind, alone or with the modifier; else ""."""
    return key.name if len(key.name) == 1 and key.name.isalpha() and not key.ctrl else ""


def ends_typing(key: Key) -> bool:
    """Whether a key in a text on the map ends it, and then does what it does on the map."""
    command = command_of(key)
    if command:
        return MAP_SHORTCUTS[command].ends_typing and not _writes(key)
    return bool(letter_of(key)) and key.alt


def _writes(key: Key) -> bool:
    return len(key.name) == 1 and not (key.ctrl or key.alt)
