"""The action table, composed of the specs of all menus."""

from __future__ import annotations

from journeyeditor.app.action_registry import ActionSpec
from journeyeditor.app.actions import edit, file, help, map, view, workshop

#: Every action except those that insert a kind, which need the vocabulary.
ACTIONS: tuple[ActionSpec, ...] = (
    *file.SPECS,
    *edit.SPECS,
    *map.SPECS,
    *view.SPECS,
    *workshop.SPECS,
    *help.SPECS,
)
#: The groups in the order of the shortcuts page and the command palette.
GROUPS = (
    file.GROUP,
    edit.GROUP,
    map.INSERT,
    map.GROUP,
    view.GROUP,
    workshop.GROUP,
    help.GROUP,
)
