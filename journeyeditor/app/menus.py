"""The menu bar as tuples of action ids: '-' is a separator, '@name' is filled when it opens."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from journeyeditor.app.action_registry import ActionRegistry
from journeyeditor.i18n import N_, window_languages
from journeyeditor.widgets.ui_context import UiContext

if TYPE_CHECKING:
    from journeyeditor.app.action_registry import ActionRegistry
    from journeyeditor.app.settings import Preferences
    from journeyeditor.widgets.ui_context import UiContext

#: An id, a dash, a "@slot", or a submenu: its title and entries.
MenuEntry: TypeAlias = "str | tuple[str, tuple[MenuEntry, ...]]"

MENUS: tuple[tuple[str, tuple[MenuEntry, ...]], ...] = (
    (
        N_("File"),
        (
            *(
                "new",
                "new_blank",
                "new_window",
                "back",
                "open",
                (N_("Open recent"), ("@recent",)),
                "-",
            ),
            *(
                "save",
                "save_as",
                "save_copy",
                "save_as_template",
                "earlier",
                "recovery_journals",
                "-",
                "import",
                "import_funnel",
                "new_from_data",
                "measure",
                "refresh_measurements",
                "export",
                "pack",
                "print",
                "reminder",
                "-",
            ),
            *("close_map", "quit"),
        ),
    ),
    (
        N_("Edit"),
        (
            *("undo", "redo", "-", "cut", "copy", "paste", "duplicate", "delete", "-"),
            *("select_all", "select_none", "rename", "emoji", "-"),
            *("find", "find_next", "find_previous", "replace", "-", "command_box", "-"),
            "preferences",
        ),
    ),
    (
        N_("Insert"),
        ("@kinds", "-", "next_card", "next_stage", "channel", "-", "add_lane", "several"),
    ),
    (
        N_("Map"),
        (
            *("tool_select", "tool_hand", "tool_connect", "tool_curve", "-", "join", "-"),
            *("merge_stages", "split_stage", "carry_stages", "-", "compare", "translations", "-"),
            *("selection_form", "map_properties", "show_lanes", "show_funnel"),
        ),
    ),
    (
        N_("View"),
        (
            *("zoom_in", "zoom_out", "zoom_100", "zoom_fit", "zoom_selection", "-"),
            (
                N_("Panels"),
                (
                    *("dock_left", "dock_right", "dock_bottom", "dock_overview", "-"),
                    *(
                        "tab_form",
                        "tab_outline",
                        "tab_history",
                        "tab_lanes",
                        "tab_map",
                        "tab_inbox",
                    ),
                ),
            ),
            "filter",
            "flow",
            "deviations",
            "-",
            (N_("Theme"), ("theme_system", "theme_light", "theme_dark")),
            (N_("Interface size"), ("larger", "smaller", "normal_size")),
            (
                N_("Language"),
                ("language_system", "-", *map("language_{}".format, window_languages())),
            ),
            *("animate", "-", "full_screen"),
        ),
    ),
    (
        N_("Workshop"),
        (
            "present",
            "follow_persona",
            "speaker_notes",
            "-",
            "replay",
            "capture",
            "several",
            "tool_curve",
            "-",
            "open_room",
            "join_page",
            "close_room",
            "place_by_votes",
            "-",
            "wall_photo",
            "-",
            "agenda",
            "agenda_start",
            "agenda_next",
            "agenda_previous",
            "agenda_one",
            "agenda_five",
            "run_sheet",
            "-",
            "larger",
            "smaller",
        ),
    ),
    (
        N_("Help"),
        (
            *("handbook", "tour", "shortcuts", "command_box", "-"),
            *("whats_new", "report", "log", "-", "about"),
        ),
    ),
)

#: Entries that macOS moves into the application menu.
ROLES: Mapping[str, QAction.MenuRole] = {
    "quit": QAction.MenuRole.QuitRole,
    "about": QAction.MenuRole.AboutRole,
    "preferences": QAction.MenuRole.PreferencesRole,
}
#: Returns the actions of a dynamic entry; actions created for it are owned by the menu.
Filler: TypeAlias = Callable[[QMenu], Iterable[QAction]]


class Menus(QObject):
    """The menu bar in the window's language; `fillers` supply the dynamic entries."""

    def __init__(
        self, bar: QMenuBar, actions: ActionRegistry, ui: UiContext, fillers: Mapping[str, Filler]
    ) -> None:
        super().__init__(bar)
        self._bar, self._actions, self._ui, self._fillers = bar, actions, ui, fillers
        self._titled: list[tuple[QMenu, str]] = []
        for id_, role in ROLES.items():
            actions[id_].setMenuRole(role)
        for title, entries in MENUS:
            self._fill(self._menu(bar.addMenu(""), title), entries)
        ui.language_changed.connect(self._retranslate)

    def _menu(self, menu: QMenu, title: str) -> QMenu:
        self._titled.append((menu, title))
        menu.setTitle(self._ui.texts(title))
        menu.setToolTipsVisible(False)
        return menu

    def _fill(self, menu: QMenu, entries: Iterable[MenuEntry]) -> None:
        for entry in entries:
            if isinstance(entry, tuple):
                title, inner = entry
                self._fill(self._menu(menu.addMenu(""), title), inner)
            elif entry == "-":
                menu.addSeparator()
            elif entry.startswith("@"):
                self._slot(menu, self._fillers[entry])
            else:
                menu.addAction(self._actions[entry])

    def _slot(self, menu: QMenu, filler: Filler) -> None:
        """Fill a dynamic entry each time its menu is about to show."""
        end = menu.addSeparator()
        end.setVisible(False)
        menu.aboutToShow.connect(partial(_refill, menu, end, filler))
        _refill(menu, end, filler)

    def _retranslate(self) -> None:
        for menu, title in self._titled:
            menu.setTitle(self._ui.texts(title))


def _refill(menu: QMenu, end: QAction, filler: Filler) -> None:
    """Replace the actions before a marker."""
    for action in menu.actions():
        if action.property("slot"):
            menu.removeAction(action)
            if action.parent() is menu:
                action.deleteLater()
    for action in filler(menu):
        action.setProperty("slot", True)
        menu.insertAction(end, action)


class DynamicMenus(QObject):
    """Supplies the dynamic entries of a window's menus."""

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
        """Add the insert actions, once the vocabulary is loaded."""
        from journeyeditor.app.actions.map import insert_specs
        from journeyeditor.panels.palette import palette_kinds

        looks = [(cls.kind_name(), cls.look) for cls in palette_kinds()]
        self._registry.extend(insert_specs(looks))

    def _recent(self, menu: QMenu) -> list[QAction]:
        items = []
        for path in self._preferences.value.recent:
            words = f"{Path(path).name} – {Path(path).parent}"
            action = QAction(words.replace("&", "&&"), menu)
            action.triggered.connect(partial(self._open, path))
            items.append(action)
        if not items:
            action = QAction(self._ui.texts("No map yet"), menu)
            action.setEnabled(False)
            items.append(action)
        return items

    def _kinds(self, _: QMenu) -> list[QAction]:
        registry = self._registry
        return [registry[id_] for id_ in registry.specs if id_.startswith("insert_")]

    def _open(self, path: str, _: bool = False) -> None:
        self._open_path(path)
