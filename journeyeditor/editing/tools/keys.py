"""The keys that every tool knows: a whole map can be made without a pointer."""

from __future__ import annotations

from collections.abc import Callable

from journeyeditor.editing import operations
from journeyeditor.editing.changes.neighbours import slot_anchor
from journeyeditor.editing.changes.order import row
from journeyeditor.editing.changes.relations import anchor_of
from journeyeditor.editing.changes.scores import typed_score
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
from journeyeditor.editing.tools.shortcuts import command_of, letter_of
from journeyeditor.editing.tools.state import State, ToolContext, ToolFactory
from journeyeditor.geometry import Rect
from journeyeditor.layout.incremental import hit_testing
from journeyeditor.model import RecordId
from journeyeditor.vocabulary import Follows, Touchpoint


def answer(context: ToolContext, rest: State, key: Key, tools: ToolFactory) -> State | None:
    """Answer a key; None when it is none of ours."""
    command = command_of(key)
    if command.startswith("tool_"):
        return _use(context, rest, command.removeprefix("tool_"), tools)
    if command in COMMANDS:
        return rest if COMMANDS[command](context, key) else None
    kind = KIND_KEYS.get(letter_of(key))
    if kind is None:
        return None
    make_beside(context, kind)
    return rest


def _use(context: ToolContext, rest: State, tool: str, tools: ToolFactory) -> State:
    """Take up a tool; with a card selected a connection begins there."""
    if tool == "connect" and may_reach(context, context.primary):
        return ChoosingTarget(context, rest, context.primary)
    return tools(tool)


def select_all(context: ToolContext) -> None:
    layout = context.layout
    chosen = hit_testing.ids_in(
        layout, Rect(-1e6, -1e6, 2e6 + layout.size.width, 2e6 + layout.size.height)
    )
    context.selection.set(chosen)


def _neighbour(context: ToolContext, key: Key) -> bool:
    """Add a card connected with the one selected."""
    if context.kind(context.primary):
        id_ = operations.add_neighbour(context.session, context.primary, key.name)
        if id_:
            context.write(id_, is_new=True)
    return True


def _nudge(context: ToolContext, key: Key) -> bool:
    if context.primary:
        operations.nudge(context.session, context.selection.ids, key.name)
        context.reveal(context.primary)
    return True


def _navigate(context: ToolContext, key: Key) -> bool:
    return _select_neighbour(context, key, extends=False)


def _extend(context: ToolContext, key: Key) -> bool:
    return _select_neighbour(context, key, extends=True)


def _select_neighbour(context: ToolContext, key: Key, *, extends: bool) -> bool:
    """Select the neighbour, alone or with what is selected."""
    assert key.name in DIRECTIONS
    direction: Direction = key.name
    layout, ids = context.layout, context.selection.ids
    next_id = neighbour(layout, ids[-1], direction) if ids else first(layout)
    if not next_id:
        return True
    if not extends:
        context.selection.set([next_id])
    elif len(ids) > 1 and next_id == ids[-2]:
        context.selection.set(ids[:-1])  # going back deselects the last one
    else:
        context.selection.set([*(id_ for id_ in ids if id_ != next_id), next_id])
    context.reveal(next_id)
    return True


def _edit(context: ToolContext, key: Key) -> bool:
    if not context.primary:
        return False
    context.write(context.primary)
    return True


def _next_card(context: ToolContext, key: Key) -> bool:
    """Make the next card of the same kind; on a connection write into its share."""
    primary = context.primary
    if isinstance(context.session.relation(primary), Follows):
        context.write(primary, "share")
        return True
    kind = context.kind(primary)
    if kind in {"", "lane", "persona"}:
        return False
    make_beside(context, kind)
    return True


def _next_stage(context: ToolContext, key: Key) -> bool:
    """Make a card in the same lane of the next stage: beside its first step or touchpoint.

    Behind the last stage there is none: the card stays in it, so that what is typed next has a place.
    """
    kind = context.kind(context.primary) or context.last_kind
    if kind in {"", "lane", "persona"}:
        return False
    if kind == "stage":
        make_beside(context, kind)
        return True
    stages = [stage.id for stage in context.graph.stages()]
    place = stages.index(context.stage) + 1 if context.stage in stages else 0
    beside = _card_in(context, kind, stages[place]) if place < len(stages) else ""
    make_beside(context, kind, beside, lane=_lane_of(context))
    return True


def _lane_of(context: ToolContext) -> RecordId | None:
    """Return the lane that the card selected last names, None without one."""
    element = context.session.element(context.primary)
    return element.lane if element is not None else None


def _card_in(context: ToolContext, kind: str, stage: RecordId) -> RecordId:
    """Return what of a stage a new card goes beside: its like, what anchors it, or the stage."""
    graph, layout = context.graph, context.layout
    like = row(graph, kind, stage)
    if like:
        return like[-1].id
    column = next(column for column in layout.columns if column.stage_id == stage)
    primary = context.session.element(context.primary)
    anchor = anchor_of(graph, primary) if primary is not None and primary.is_card else ""
    return slot_anchor(graph, layout, kind, column.first, context.kind(anchor)) or stage


def _channel(context: ToolContext, key: Key) -> bool:
    """Write into the channel of the touchpoint selected, or of the one of the card selected."""
    element = context.session.element(context.primary)
    if element is None or not element.is_card:
        return False
    id_ = element.id if isinstance(element, Touchpoint) else anchor_of(context.graph, element)
    if context.kind(id_) != "touchpoint":
        return False
    context.choose(id_)
    context.write(id_, "channel")
    return True


def _score(context: ToolContext, key: Key) -> bool:
    if context.kind(context.primary) != "emotion":
        return False
    score = typed_score(key.name)
    assert score is not None
    operations.set_score(context.session, context.primary, score)
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


def _select_all(context: ToolContext, key: Key) -> bool:
    select_all(context)
    return True


#: Name of the shortcut → what it does; whether it could.
COMMANDS: dict[str, Callable[[ToolContext, Key], bool]] = {
    "navigate": _navigate,
    "extend": _extend,
    "neighbour": _neighbour,
    "nudge": _nudge,
    "first_stage": _home,
    "last_stage": _last,
    "rename": _edit,
    "next_card": _next_card,
    "next_stage": _next_stage,
    "channel": _channel,
    "score": _score,
    "delete": _delete,
    "select_all": _select_all,
}
