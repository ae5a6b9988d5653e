"""The actions of each menu, and the table of them all.

An action is a function that gets the window, and its spec. What needs lower packages is imported
inside the functions, so that the program starts with Qt alone.
"""

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
