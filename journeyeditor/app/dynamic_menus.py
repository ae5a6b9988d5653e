"""What menus hold that no table can say: recent maps, the kinds, what is under the pointer."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from journeyeditor.app.menus import CONTEXT, EMPTY_CONTEXT, Filler

if TYPE_CHECKING:
    from journeyeditor.app.window import Window


class DynamicMenus(QObject):
    """Fills the slots of a window's menus, and shows the menu of the map."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self.fillers: Mapping[str, Filler] = {"@recent": self._recent, "@kinds": self._kinds}

    def grow(self) -> None:
        """Add the actions that are known now that the kinds are."""
        from journeyeditor.app.actions.map import insert_specs
        from journeyeditor.panels.palette import palette_kinds

        looks = [(cls.model_fields["kind"].default, cls.look) for cls in palette_kinds()]
        self._window.actions_table.extend(insert_specs(looks))

    def show_context(self, at: QPoint, id_: str) -> None:
        """Show what can be done with what is at a place of the screen."""
        window = self._window
        window.refresh()
        menu = QMenu(window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for entry in CONTEXT if id_ else EMPTY_CONTEXT:
            if entry == "-":
                menu.addSeparator()
            else:
                menu.addAction(window.actions_table[entry])
        menu.popup(at)

    def _recent(self, menu: QMenu) -> list[QAction]:
        """Return an action for each recent map."""
        found = []
        for path in self._window.preferences.value.recent:
            words = f"{Path(path).name} – {Path(path).parent}"
            action = QAction(words.replace("&", "&&"), menu)
            action.triggered.connect(partial(self._open, path))
            found.append(action)
        if not found:
            action = QAction(self._window.ui.texts("No map yet"), menu)
            action.setEnabled(False)
            found.append(action)
        return found

    def _kinds(self, _: QMenu) -> list[QAction]:
        """Return the actions that insert each kind."""
        table = self._window.actions_table
        return [table[id_] for id_ in table.specs if id_.startswith("insert_")]

    def _open(self, path: str, _: bool = False) -> None:
        """Open a recent map."""
        self._window.maps.open_path(path)
