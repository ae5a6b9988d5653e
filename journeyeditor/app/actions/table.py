"""The one table of all actions, put together from the menus' own rows."""

from __future__ import annotations

from journeyeditor.app.action_registry import ActionSpec
from journeyeditor.app.actions import edit, file, help, map, view, workshop

#: Every action but those that insert a kind, which are known once the kinds are.
ACTIONS: tuple[ActionSpec, ...] = (
    *file.SPECS,
    *edit.SPECS,
    *map.SPECS,
    *view.SPECS,
    *workshop.SPECS,
    *help.SPECS,
)
#: The headings in their order, for the page of shortcuts and the command box.
GROUPS = (
    file.GROUP,
    edit.GROUP,
    map.INSERT,
    map.GROUP,
    view.GROUP,
    workshop.GROUP,
    help.GROUP,
)
