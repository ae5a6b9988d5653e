"""What menus hold that no table can say: recent maps, the kinds, what is under the pointer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from journeyeditor.app.menus import CONTEXT, EMPTY_CONTEXT, Filler

if TYPE_CHECKING:
    from journeyeditor.app.actions.action import ActionRegistry
    from journeyeditor.app.settings import Preferences
    from journeyeditor.widgets.ui_context import UiContext


class DynamicMenus(QObject):
    """Fills the slots of a window's menus, and shows the menu of the map."""

    def __init__(
        self,
        window: QWidget,
        registry: ActionRegistry,
        ui: UiContext,
        preferences: Preferences,
        open_path: Callable[[str], None],
    ) -> None:
        super().__init__(window)
        self._window, self._registry = window, registry
        self._ui, self._preferences, self._open_path = ui, preferences, open_path
        self.fillers: Mapping[str, Filler] = {"@recent": self._recent, "@kinds": self._kinds}

    def add_kinds(self) -> None:
        """Add the actions that are known now that the kinds are."""
        from journeyeditor.app.actions.map import insert_specs
        from journeyeditor.panels.palette import palette_kinds

        looks = [(cls.model_fields["kind"].default, cls.look) for cls in palette_kinds()]
        self._registry.extend(insert_specs(looks))

    def show_context(self, at: QPoint, id_: str) -> None:
        """Show what can be done with what is at a place of the screen."""
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for entry in CONTEXT if id_ else EMPTY_CONTEXT:
            if entry == "-":
                menu.addSeparator()
            else:
                menu.addAction(self._registry[entry])
        menu.popup(at)

    def _recent(self, menu: QMenu) -> list[QAction]:
        """Return an action for each recent map."""
        found = []
        for path in self._preferences.value.recent:
            words = f"{Path(path).name} – {Path(path).parent}"
            action = QAction(words.replace("&", "&&"), menu)
            action.triggered.connect(partial(self._open, path))
            found.append(action)
        if not found:
            action = QAction(self._ui.texts("No map yet"), menu)
            action.setEnabled(False)
            found.append(action)
        return found

    def _kinds(self, _: QMenu) -> list[QAction]:
        """Return the actions that insert each kind."""
        registry = self._registry
        return [registry[id_] for id_ in registry.specs if id_.startswith("insert_")]

    def _open(self, path: str, _: bool = False) -> None:
        """Open a recent map."""
        self._open_path(path)
