"""What the actions need to know of the window to be offered or not: one small value."""

from __future__ import annotations

from typing import NamedTuple


class ActionContext(NamedTuple):
    """The state of a window at a moment.

    `is_behind` tells that a map is open behind the start page.
    `selected` counts records, `elements` those that are no relations, `kinds` names theirs.
    Labels are in the window's language, "" where there is nothing to undo or redo.
    """

    has_map: bool = False
    is_behind: bool = False
    is_dirty: bool = False
    has_file: bool = False
    selected: int = 0
    elements: int = 0
    kinds: frozenset[str] = frozenset()
    undo_label: str = ""
    redo_label: str = ""
    tool: str = "select"
    open_docks: frozenset[str] = frozenset()
    theme: str = "system"
    language: str = ""
    size: float = 1.0
    animation: bool = True
    is_presenting: bool = False
    is_full_screen: bool = False
    is_filtering: bool = False
    is_finding: bool = False
    types_text: bool = False


def always(_: ActionContext) -> bool:
    """Offered at any time."""
    return True


def has_map(now: ActionContext) -> bool:
    """Offered when a map is open."""
    return now.has_map


def is_behind(now: ActionContext) -> bool:
    """Offered on the start page, when a map is open behind it."""
    return now.is_behind


def has_selection(now: ActionContext) -> bool:
    """Offered when something is selected."""
    return now.selected > 0


def has_elements(now: ActionContext) -> bool:
    """Offered when an element is selected."""
    return now.elements > 0


def has_one_element(now: ActionContext) -> bool:
    """Offered when exactly one element is selected."""
    return now.elements == 1


def has_pair(now: ActionContext) -> bool:
    """Offered when two elements are selected, to be joined."""
    return now.elements == 2


def has_something_to_take(now: ActionContext) -> bool:
    """Offered when there is something to cut or copy, on the map or in a text field."""
    return now.elements > 0 or now.types_text


def has_somewhere_to_put(now: ActionContext) -> bool:
    """Offered when there is a place to paste to."""
    return now.has_map or now.types_text


def can_undo(now: ActionContext) -> bool:
    """Offered when there is a step to take back."""
    return bool(now.undo_label)


def can_redo(now: ActionContext) -> bool:
    """Offered when there is a step to do again."""
    return bool(now.redo_label)


def can_merge(now: ActionContext) -> bool:
    """Offered when several stages are selected, to become one."""
    return now.elements > 1 and now.kinds == {"stage"}


def can_split(now: ActionContext) -> bool:
    """Offered when one card is selected, where its stage can be split."""
    return now.elements == 1 and not now.kinds & {"stage", "lane", "persona", "evidence"}
