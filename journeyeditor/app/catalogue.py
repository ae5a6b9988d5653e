"""The one table of all actions, put together from the menus' own rows."""

from __future__ import annotations

from journeyeditor.app.actions import ActionSpec
from journeyeditor.app.deeds import edit, file, help_, map_, view, workshop

#: Every action but those that insert a kind, which are known once the kinds are.
ACTIONS: tuple[ActionSpec, ...] = (
    *file.SPECS,
    *edit.SPECS,
    *map_.SPECS,
    *view.SPECS,
    *workshop.SPECS,
    *help_.SPECS,
)
#: The headings in their order, for the page of shortcuts and the command box.
GROUPS = (
    file.GROUP,
    edit.GROUP,
    map_.INSERT,
    map_.GROUP,
    view.GROUP,
    workshop.GROUP,
    help_.GROUP,
)
