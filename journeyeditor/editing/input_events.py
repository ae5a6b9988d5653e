"""What hands do, told without Qt: lengths are map units, keys have names."""

from __future__ import annotations

from typing import NamedTuple

from journeyeditor.geometry import Point


class Pointer(NamedTuple):
    """Where the pointer is and what is held; `slack` is how near is near enough (map units).

    `button` is "left", "middle", "right", or "" while none is pressed.
    """

    at: Point
    button: str = "left"
    shift: bool = False
    ctrl: bool = False
    alt: bool = False
    clicks: int = 1
    slack: float = 3.0


class Key(NamedTuple):
    """A key going down, by name; `text` is what it would write.

    Names: "left", "right", "up", "down", "enter", "tab", "escape", "delete", "backspace", "space",
    "home", "end", "f2", "menu", or the letter itself in capitals.
    """

    name: str
    shift: bool = False
    ctrl: bool = False
    alt: bool = False
    text: str = ""
