"""The keys that every tool knows: a whole map can be made without a pointer."""

from __future__ import annotations

from collections.abc import Callable

from journeyeditor.editing import operations
from journeyeditor.editing.tools.connecting import ChoosingTarget, may_reach
from journeyeditor.editing.tools.interface import Key
from journeyeditor.editing.tools.navigation import (
    DIRECTIONS,
    Direction,
    end_stage,
    first,
    neighbour,
)
from journeyeditor.editing.tools.placing import KIND_KEYS, make_beside
from journeyeditor.editing.tools.state import State, ToolContext, ToolFactory
from journeyeditor.geometry import Rect
from journeyeditor.layout.incremental import hit_testing
from journeyeditor.vocabulary import Follows

#: Letter → the tool that it selects.
TOOL_KEYS = {"V": "select", "C": "connect", "H": "hand", "D": "curve"}


def answer(context: ToolContext, rest: State, key: Key, tools: ToolFactory) -> State | None:
    """Answer a key; None when it is none of ours."""
    if key.name in DIRECTIONS:
        return _arrow(context, rest, key, key.name)
    command = _NAMED.get(key.name)
    if command is not None and not (key.ctrl or key.alt):
        return rest if command(context, key) else None
    if key.name == "A" and key.ctrl and not key.alt:
        select_all(context)
        return rest
    if key.ctrl or key.alt:
        return None
    return _letter(context, rest, key, tools)


def select_all(context: ToolContext) -> None:
    layout = context.layout
    chosen = hit_testing.ids_in(
        layout, Rect(-1e6, -1e6, 2e6 + layout.size.width, 2e6 + layout.size.height)
    )
    context.selection.set(chosen)


def _arrow(context: ToolContext, rest: State, key: Key, direction: Direction) -> State:
    """Navigate; with Shift extend the selection, with Ctrl add a neighbour, with Alt move."""
    primary = context.primary
    if key.ctrl and context.kind(primary):
        id_ = operations.add_neighbour(context.session, primary, direction)
        if id_:
            context.write(id_, is_new=True)
    elif key.alt and primary:
        operations.nudge(context.session, context.selection.ids, direction)
        context.reveal(primary)
    elif not key.ctrl and not key.alt:
        _walk(context, direction, extends=key.shift)
    return rest


def _walk(context: ToolContext, direction: Direction, *, extends: bool) -> None:
    layout, ids = context.layout, context.selection.ids
    next_id = neighbour(layout, ids[-1], direction) if ids else first(layout)
    if not next_id:
        return
    if not extends:
        context.selection.set([next_id])
    elif len(ids) > 1 and next_id == ids[-2]:
        context.selection.set(ids[:-1])  # going back deselects the last one
    else:
        context.selection.set([*(id_ for id_ in ids if id_ != next_id), next_id])
    context.reveal(next_id)


def _letter(context: ToolContext, rest: State, key: Key, tools: ToolFactory) -> State | None:
    """Add the letter's kind beside the selection, or select its tool.

    The first stage has one place only, so that it needs no second key.
    """
    kind, tool = KIND_KEYS.get(key.name), TOOL_KEYS.get(key.name)
    is_first = kind == "stage" and not context.graph.stages()
    if kind and (context.kind(context.primary) or is_first):
        make_beside(context, kind)
        return rest
    if tool == "connect" and may_reach(context, context.primary):
        return ChoosingTarget(context, rest, context.primary)
    return tools(kind or tool or "") if kind or tool else None


def _edit(context: ToolContext, key: Key) -> bool:
    """Write into the title of what was selected last."""
    if not context.primary:
        return False
    context.write(context.primary)
    return True


def _next(context: ToolContext, key: Key) -> bool:
    """Make the next card of the same kind; on a connection write into its share."""
    primary = context.primary
    if key.shift:
        return False
    if isinstance(context.session.relation(primary), Follows):
        context.write(primary, "share")
        return True
    kind = context.kind(primary)
    if kind in {"", "lane", "persona"}:
        return False
    make_beside(context, kind)
    return True


def _delete(context: ToolContext, key: Key) -> bool:
    ids = context.selection.ids
    if not ids:
        return False
    operations.delete(context.session, ids)
    return True


def _end(context: ToolContext, key: Key, *, last: bool) -> bool:
    stage = end_stage(context.layout, last=last)
    if not stage:
        return False
    if key.shift:
        context.selection.set([*(id_ for id_ in context.selection.ids if id_ != stage), stage])
        context.reveal(stage)
    else:
        context.choose(stage)
    return True


def _home(context: ToolContext, key: Key) -> bool:
    return _end(context, key, last=False)


def _last(context: ToolContext, key: Key) -> bool:
    return _end(context, key, last=True)


_NAMED: dict[str, Callable[[ToolContext, Key], bool]] = {
    "enter": _edit,
    "f2": _edit,
    "tab": _next,
    "delete": _delete,
    "backspace": _delete,
    "home": _home,
    "end": _last,
}
