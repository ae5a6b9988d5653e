"""The canvas as the tools see it, without Qt: input events, and the view with its overlay.

Lengths are map units.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, Protocol

from journeyeditor.geometry import Point, Rect


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
    "home", "end", "f2", "menu", a digit, or the letter itself in capitals.
    """

    name: str
    shift: bool = False
    ctrl: bool = False
    alt: bool = False
    text: str = ""


class Overlay(NamedTuple):
    """What a gesture shows above the map, in map units; never part of a drawing.

    `cell` is highlighted; `mark` is the insertion mark; `ghosts` are the dragged records,
    by offset, and `is_copying` says that they stay as well; `shifted` are records that make room,
    by offset; `marquee` is the rubber band; `connector` the line being drawn, `targets` where it
    may end, `active` the record it or the drop would meet; `stroke` is the curve being drawn;
    `tooltip` is shown at the pointer.
    """

    cell: Rect | None = None
    mark: Rect | None = None
    ghosts: Mapping[str, Point] = {}
    is_copying: bool = False
    shifted: Mapping[str, Point] = {}
    marquee: Rect | None = None
    connector: tuple[Point, ...] = ()
    targets: frozenset[str] | None = None
    active: str = ""
    stroke: tuple[Point, ...] = ()
    tooltip: str = ""


NOTHING = Overlay()


class MapPart(NamedTuple):
    """What of the map is at a point: a handle, a record, the name of a lane, or an empty cell.

    `handle` is "connect", "reconnect" or "resize", `lane` a lane's key; `kinds` are those that
    belong in the cell.
    """

    at: Point
    handle: str = ""
    id: str = ""
    lane: str = ""
    kinds: tuple[str, ...] = ()


class ToolView(Protocol):
    """The narrow side of the canvas that tools see."""

    def show(self, overlay: Overlay) -> None:
        """Show a gesture's overlay instead of the one before."""

    def write(self, id_: str, field: str = "title", *, is_new: bool = False) -> None:
        """Open the text field over a record's text; a new one vanishes if it is left empty."""

    def cursor(self, name: str) -> None:
        """Show a pointer.

        One of "arrow", "move", "hand", "grab", "cross", "copy", "resize", "text" and "forbidden".
        """

    def reveal(self, rect: Rect) -> None:
        """Scroll as little as needed to see a place."""

    def pan(self, dx: float, dy: float) -> Point:
        """Move the view over the map, in map units; return how far it went before its bounds."""
