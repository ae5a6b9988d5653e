"""A pair of hands without a screen: tests of editing read as what somebody does at the map."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import NamedTuple, TypeAlias, TypedDict, Unpack

from journeyeditor import resources
from journeyeditor.display.theme import Theme, theme_of
from journeyeditor.editing import operations
from journeyeditor.editing.session import Session
from journeyeditor.editing.tools.interface import NOTHING, Key, Overlay, Pointer
from journeyeditor.editing.tools.toolbox import Toolbox
from journeyeditor.files import dump_map, parse_map
from journeyeditor.geometry import Point, Rect
from journeyeditor.model import Element, JourneyGraph, RecordId
from journeyeditor.typography import Faces
from journeyeditor.vocabulary import MapInfo

#: Where something is: an id or a title, a place, or the middle of a rectangle.
Target: TypeAlias = "str | Point | tuple[float, float] | Rect"

#: A drag takes this many steps.
STEPS = 5


@cache
def faces() -> Faces:
    """Return the bundled fonts, read once."""
    return Faces(system=False)


@cache
def print_theme() -> Theme:
    tables = tomllib.loads(resources.path("themes", "print.toml").read_text(encoding="utf-8"))
    return theme_of("print", tables["colours"], tables.get("patterns"))


def a_session(graph: JourneyGraph | None = None) -> Session:
    return Session(graph or JourneyGraph(MapInfo()), faces(), print_theme())


class Mods(TypedDict, total=False):
    """The modifier keys that are held."""

    shift: bool
    ctrl: bool
    alt: bool


class Writing(NamedTuple):
    """The text field that is open over a record."""

    id: RecordId
    field: str
    is_new: bool


class FakeView:
    """A view that remembers what it was asked to show; `origin` is its upper left corner."""

    def __init__(self) -> None:
        self.overlays: list[Overlay] = [NOTHING]
        self.cursors: list[str] = ["arrow"]
        self.revealed: list[Rect] = []
        self.writing: Writing | None = None
        self.origin = Point(0.0, 0.0)

    @property
    def overlay(self) -> Overlay:
        return self.overlays[-1]

    def show(self, overlay: Overlay) -> None:
        self.overlays.append(overlay)

    def write(self, id_: str, field: str = "title", *, is_new: bool = False) -> None:
        self.writing = Writing(id_, field, is_new)

    def cursor(self, name: str) -> None:
        self.cursors.append(name)

    def reveal(self, rect: Rect) -> None:
        self.revealed.append(rect)

    def pan(self, dx: float, dy: float) -> Point:
        self.origin = Point(self.origin.x + dx, self.origin.y + dy)
        return Point(dx, dy)


class EditorDriver:
    """Somebody at the map: points, drags, types, undoes."""

    def __init__(self, graph: JourneyGraph | None = None, session: Session | None = None) -> None:
        """Open a map, or sit down at one that is open."""
        self.session = session or a_session(graph)
        self.view = FakeView()
        self.tools = Toolbox(self.session, self.view)
        self.at = Point(0.0, 0.0)
        self._mods: Mods = {}

    @property
    def graph(self) -> JourneyGraph:
        return self.session.graph

    @property
    def overlay(self) -> Overlay:
        return self.view.overlay

    @property
    def selected(self) -> list[str]:
        records = [self.graph.record(id_) for id_ in self.session.selection.ids]
        return [getattr(r, "title", "") or r.id for r in records if r is not None]

    def bytes(self) -> bytes:
        return dump_map(self.graph)

    def find(self, name: str) -> RecordId:
        if name in self.graph:
            return name
        records = (*self.graph.elements(), *self.graph.relations())
        found = [record.id for record in records if getattr(record, "title", "") == name]
        assert len(found) == 1, f"{len(found)} records are called {name!r}"
        return found[0]

    def element(self, name: str) -> Element:
        return self.graph.element(self.find(name))

    def rect(self, name: str) -> Rect:
        rect = self.session.layout.rect(self.find(name))
        assert rect is not None, f"{name!r} does not stand on the map"
        return rect

    def titles(self, kind: str) -> list[str]:
        """Return the titles of a kind in the order of the map."""
        return [element.title for element in self.graph.elements(kind)]

    def in_stage(self, stage: str, kind: str) -> list[str]:
        """Return the titles of the cards of a kind that stand in a stage's column, left to right."""
        layout = self.session.layout
        column = next(c for c in layout.columns if c.stage_id == self.find(stage))
        places = range(column.first, column.first + column.slots)
        found = []
        for card in self.graph.elements(kind):
            place = layout.cell_of(card.id)
            if place is not None and place[1] in places:
                found.append((place[1], self.rect(card.id).y, self.title(card.id)))
        return [title for _, _, title in sorted(found)]

    def title(self, id_: RecordId) -> str:
        return str(getattr(self.graph.record(id_), "title", ""))

    def relations(self, kind: str) -> list[tuple[str, str]]:
        return [(self.title(r.source), self.title(r.target)) for r in self.graph.relations(kind)]

    def point(self, target: Target) -> Point:
        """Return the place of a target: the middle of what it names."""
        if isinstance(target, str):
            return self.rect(target).center
        if isinstance(target, Rect):
            return target.center
        return Point(*target)

    def cell(self, stage: str, lane: str, slot: int = 0) -> Rect:
        """Return the cell of a stage and a lane (by kind, key or title), in a slot of the stage."""
        layout = self.session.layout
        column = next(c for c in layout.columns if self.title(c.stage_id or "") == stage)
        for index, place in enumerate(layout.lanes):
            if lane in {place.spec.key, place.spec.title} or lane in place.spec.kinds:
                return layout.cell_rect(index, column.first + slot)
        raise AssertionError(f"no lane {lane!r}")

    def pointer(
        self, at: Point, button: str = "left", clicks: int = 1, **mods: Unpack[Mods]
    ) -> Pointer:
        """Return what the canvas would tell of the pointer."""
        return Pointer(at, button, clicks=clicks, **mods)

    def press(
        self, target: Target, button: str = "left", clicks: int = 1, **mods: Unpack[Mods]
    ) -> None:
        """Press a button at a place; the modifiers are held until it is let go."""
        self.at, self._mods = self.point(target), mods
        self.tools.pressed(self.pointer(self.at, button, clicks, **mods))

    def drag(self, target: Target) -> None:
        """Move the pointer to a place in some steps, with the button down."""
        start, end = self.at, self.point(target)
        for i in range(1, STEPS + 1):
            part = i / STEPS
            at = Point(start.x + (end.x - start.x) * part, start.y + (end.y - start.y) * part)
            self.tools.moved(self.pointer(at, **self._mods))
        self.at = end

    def hover(self, target: Target) -> None:
        """Move the pointer to a place with no button down."""
        self.at = self.point(target)
        self.tools.moved(self.pointer(self.at, ""))

    def release(self, button: str = "left") -> None:
        """Let the button go where the pointer is."""
        self.tools.released(self.pointer(self.at, button, **self._mods))

    def pull(self, source: Target, target: Target, **mods: Unpack[Mods]) -> None:
        self.press(source, **mods)
        self.drag(target)
        self.release()

    def click(self, target: Target, button: str = "left", **mods: Unpack[Mods]) -> None:
        self.press(target, button, **mods)
        self.release(button)

    def double_click(self, target: Target) -> None:
        self.click(target)
        self.press(target, clicks=2)
        self.release()

    def palette_drop(self, kind: str, target: Target, title: str = "") -> RecordId:
        end = self.point(target)
        self.tools.drag_entered(kind)
        self.tools.drag_moved(self.pointer(Point(end.x - 40, end.y)))
        self.tools.drag_moved(self.pointer(end))
        self.tools.dropped(kind, self.pointer(end))
        made = self.session.selection.primary
        if title:
            self.type(title)
        return made

    def key(self, name: str, **mods: Unpack[Mods]) -> bool:
        """Press a key on the map; an open text field is left first, as the canvas would do."""
        self.leave()
        return self.tools.key(Key(name, **mods))

    def keys(self, names: str) -> None:
        """Press some keys, written as "down ctrl+right K"."""
        for each in names.split():
            *mods, name = each.split("+")
            self.key(name, shift="shift" in mods, ctrl="ctrl" in mods, alt="alt" in mods)

    def type(self, text: str) -> None:
        """Write into the open text field and leave it with Enter."""
        writing = self.view.writing
        assert writing is not None, "no text field is open"
        for end in range(1, len(text) + 1):
            value = text[:end]
            operations.set_field(self.session, [writing.id], writing.field, value, typing=True)
        self.leave()

    def leave(self) -> None:
        """Leave the open text field; what is new and has no words vanishes."""
        writing, self.view.writing = self.view.writing, None
        if writing and writing.is_new and not self.title(writing.id) and writing.id in self.graph:
            operations.discard(self.session, writing.id)

    def undo(self, times: int = 1) -> None:
        for _ in range(times):
            assert self.session.undo()

    def redo(self, times: int = 1) -> None:
        for _ in range(times):
            assert self.session.redo()

    def undo_all(self) -> None:
        while self.session.undo():
            pass

    def reopened(self) -> JourneyGraph:
        """Return the map as it is after saving and opening."""
        return parse_map(dump_map(self.graph), "the map")
