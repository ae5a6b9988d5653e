"""The keys that every tool knows: a whole map can be made without a pointer."""

from __future__ import annotations

from collections.abc import Callable

from journeyeditor.editing import operations
from journeyeditor.editing.tools.connecting import Pointing, may_reach
from journeyeditor.editing.tools.interface import Key
from journeyeditor.editing.tools.navigation import (
    DIRECTIONS,
    Direction,
    end_stage,
    first,
    neighbour,
)
from journeyeditor.editing.tools.placing import KIND_KEYS, make_beside
from journeyeditor.editing.tools.state import Maker, State, ToolContext
from journeyeditor.geometry import Rect
from journeyeditor.layout.incremental import hit_testing
from journeyeditor.vocabulary import Follows

#: Letter → the tool that it takes up.
TOOL_KEYS = {"V": "select", "C": "connect", "H": "hand", "D": "curve"}


def answer(ground: ToolContext, rest: State, key: Key, tools: Maker) -> State | None:
    """Answer a key; None when it is none of ours."""
    if key.name in DIRECTIONS:
        return _arrow(ground, rest, key, key.name)
    doing = _NAMED.get(key.name)
    if doing is not None and not (key.ctrl or key.alt):
        return rest if doing(ground, key) else None
    if key.name == "A" and key.ctrl and not key.alt:
        select_all(ground)
        return rest
    if key.ctrl or key.alt:
        return None
    return _letter(ground, rest, key, tools)


def select_all(ground: ToolContext) -> None:
    """Select every element that stands on the map."""
    layout = ground.layout
    chosen = hit_testing.ids_in(
        layout, Rect(-1e6, -1e6, 2e6 + layout.size.width, 2e6 + layout.size.height)
    )
    ground.selection.set(chosen)


def _arrow(ground: ToolContext, rest: State, key: Key, direction: Direction) -> State:
    """Walk; with Shift select on the way, with Ctrl make a neighbour, with Alt move."""
    primary = ground.primary
    if key.ctrl and ground.kind(primary):
        id_ = operations.add_neighbour(ground.session, primary, direction)
        if id_:
            ground.write(id_, is_new=True)
    elif key.alt and primary:
        operations.nudge(ground.session, ground.selection.ids, direction)
        ground.reveal(primary)
    elif not key.ctrl and not key.alt:
        _walk(ground, direction, extends=key.shift)
    return rest


def _walk(ground: ToolContext, direction: Direction, *, extends: bool) -> None:
    """Select the neighbour, alone or with what is selected."""
    layout, ids = ground.layout, ground.selection.ids
    there = neighbour(layout, ids[-1], direction) if ids else first(layout)
    if not there:
        return
    if not extends:
        ground.selection.set([there])
    elif len(ids) > 1 and there == ids[-2]:
        ground.selection.set(ids[:-1])  # walking back takes the last one away
    else:
        ground.selection.set([*(id_ for id_ in ids if id_ != there), there])
    ground.reveal(there)


def _letter(ground: ToolContext, rest: State, key: Key, tools: Maker) -> State | None:
    """Make the letter's kind beside what is selected, or take up its tool.

    The first stage has one place only, so that it needs no second key.
    """
    kind, tool = KIND_KEYS.get(key.name), TOOL_KEYS.get(key.name)
    is_first = kind == "stage" and not ground.graph.stages()
    if kind and (ground.kind(ground.primary) or is_first):
        make_beside(ground, kind)
        return rest
    if tool == "connect" and may_reach(ground, ground.primary):
        return Pointing(ground, rest, ground.primary)
    return tools(kind or tool or "") if kind or tool else None


def _edit(ground: ToolContext, key: Key) -> bool:
    """Write into the title of what was selected last."""
    if not ground.primary:
        return False
    ground.write(ground.primary)
    return True


def _next(ground: ToolContext, key: Key) -> bool:
    """Make the next card of the same kind; on a connection write into its share."""
    primary = ground.primary
    if key.shift:
        return False
    if isinstance(ground.session.relation(primary), Follows):
        ground.write(primary, "share")
        return True
    kind = ground.kind(primary)
    if kind in {"", "lane", "persona"}:
        return False
    make_beside(ground, kind)
    return True


def _delete(ground: ToolContext, key: Key) -> bool:
    """Take away what is selected."""
    ids = ground.selection.ids
    if not ids:
        return False
    operations.delete(ground.session, ids)
    return True


def _end(ground: ToolContext, key: Key, *, last: bool) -> bool:
    """Go to the first or the last stage."""
    there = end_stage(ground.layout, last=last)
    if not there:
        return False
    if key.shift:
        ground.selection.set([*(id_ for id_ in ground.selection.ids if id_ != there), there])
        ground.reveal(there)
    else:
        ground.choose(there)
    return True


def _home(ground: ToolContext, key: Key) -> bool:
    return _end(ground, key, last=False)


def _last(ground: ToolContext, key: Key) -> bool:
    return _end(ground, key, last=True)


_NAMED: dict[str, Callable[[ToolContext, Key], bool]] = {
    "enter": _edit,
    "f2": _edit,
    "tab": _next,
    "delete": _delete,
    "backspace": _delete,
    "home": _home,
    "end": _last,
}
