"""All shortcuts by menu, and those of the map: for the page of shortcuts and the handbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from PySide6.QtGui import QKeySequence

from journeyeditor.app.action_registry import NATIVE, ActionRegistry, key_text
from journeyeditor.editing.tools.shortcuts import LETTER_MODIFIER, MAP_SHORTCUTS
from journeyeditor.i18n import N_, Texts

ARROWS = {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}
#: What is done with the mouse, and the key that is held meanwhile.
HELD_KEYS = (
    ("Space", N_("Pan (hold and drag)")),
    ("Ctrl", N_("Zoom (hold and scroll)")),
    ("Shift", N_("Add to the selection (hold and click)")),
)
#: Name of an action → its keys.
ShortcutRow: TypeAlias = tuple[str, list[str]]
#: A heading with its rows.
ShortcutGroup: TypeAlias = tuple[str, list[ShortcutRow]]


def shortcut_groups(
    actions: ActionRegistry, groups: Iterable[str], texts: Texts
) -> Iterator[ShortcutGroup]:
    """Yield the shortcuts of each menu, then those of the map that no menu has."""
    for group in groups:
        yield (
            texts(group),
            [
                (actions.name(id_), keys)
                for id_, spec in actions.specs.items()
                if spec.group == group and (keys := _keys(actions, id_))
            ],
        )
    on_map = [
        (texts(shortcut.text), key_caps(shortcut.chords))
        for name, shortcut in MAP_SHORTCUTS.items()
        if name not in actions
    ]
    on_map.append((texts("Add a card while typing"), [f"{_held(LETTER_MODIFIER)}A–Z"]))
    on_map += [(texts(words), [_native(key)]) for key, words in HELD_KEYS]
    yield texts("On the map"), on_map


def key_caps(chords: Sequence[str]) -> list[str]:
    """Return the keys of a command as they are shown: the first of them, or all arrows at once."""
    modifier, _, first = chords[0].rpartition("+")
    held = _held(modifier) if modifier else ""
    if first in ARROWS:
        return [held + " ".join(ARROWS[chord.rpartition("+")[2]] for chord in chords)]
    if first.isdigit():
        return [f"{first}–{chords[-1]}"]
    return [key_text(QKeySequence(chords[0]))]


def _keys(actions: ActionRegistry, id_: str) -> list[str]:
    keys, hint = actions.keys(id_), actions.specs[id_].hint
    return list(dict.fromkeys([*keys[:1], *(keys[-1:] if hint else [])]))


def _held(modifier: str) -> str:
    """Return a modifier as it is written in front of another key, such as "Ctrl+"."""
    return QKeySequence(f"{modifier}+A").toString(NATIVE).removesuffix("A")


def _native(key: str) -> str:
    """Return the name of a key or modifier in the language that Qt speaks."""
    return key_text(QKeySequence(key)) or _held(key).removesuffix("+")
