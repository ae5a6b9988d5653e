"""The state that decides which actions are enabled, as one immutable value."""

from __future__ import annotations

from typing import NamedTuple


class ActionContext(NamedTuple):
    """The state of a window.

    `is_behind`: a map is open behind the start page. `is_measured`: the map has figures of an event
    log. `selected` counts all selected records, `elements` only those that are not relations;
    `kinds` are the kinds of the latter.
    Labels are in the window's language, "" if there is nothing to undo or redo.
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
    is_replaying: bool = False
    is_full_screen: bool = False
    is_filtering: bool = False
    is_finding: bool = False
    shows_flow: bool = False
    shows_deviations: bool = False
    types_text: bool = False
    has_room: bool = False
    has_agenda: bool = False
    is_measured: bool = False


def always(_: ActionContext) -> bool:
    return True


def has_map(now: ActionContext) -> bool:
    return now.has_map


def has_agenda(now: ActionContext) -> bool:
    """An agenda is beside the map in front."""
    return now.has_map and now.has_agenda


def is_behind(now: ActionContext) -> bool:
    return now.is_behind


def has_selection(now: ActionContext) -> bool:
    return now.selected > 0


def has_elements(now: ActionContext) -> bool:
    return now.elements > 0


def has_one(now: ActionContext) -> bool:
    """Exactly one record is selected, an element or a relation."""
    return now.selected == 1


def has_one_element(now: ActionContext) -> bool:
    return now.elements == 1


def has_pair(now: ActionContext) -> bool:
    """Exactly two elements are selected, so they can be connected."""
    return now.elements == 2


def can_copy(now: ActionContext) -> bool:
    """Something can be cut or copied, on the map or in a text field."""
    return now.elements > 0 or now.types_text


def can_paste(now: ActionContext) -> bool:
    return now.has_map or now.types_text


def can_undo(now: ActionContext) -> bool:
    return bool(now.undo_label)


def can_redo(now: ActionContext) -> bool:
    return bool(now.redo_label)


def can_merge(now: ActionContext) -> bool:
    return now.elements > 1 and now.kinds == {"stage"}


def can_split(now: ActionContext) -> bool:
    """Exactly one card is selected, and its stage can be split there."""
    return now.elements == 1 and not now.kinds & {"stage", "lane", "persona", "evidence"}
