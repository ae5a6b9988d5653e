"""The context menu of what is under the pointer on the map.

Imported when the first one is asked for, because it needs the lower packages.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from journeyeditor.app.action_registry import ActionRegistry
from journeyeditor.app.clipboard import Clipboard
from journeyeditor.app.map_view import MapView
from journeyeditor.editing import operations, undo_labels
from journeyeditor.editing.session import Session
from journeyeditor.editing.tools.interface import MapPart
from journeyeditor.i18n import N_
from journeyeditor.panels.palette import palette_kinds
from journeyeditor.vocabulary import Stage, kind_class
from journeyeditor.widgets.ui_context import UiContext

#: The context menus by what they are about; "@" entries are filled for the place.
CONTEXT: Mapping[str, tuple[str, ...]] = {
    "card": (
        *("rename", "selection_form", "@beside", "-"),
        *("cut", "copy", "paste", "duplicate", "delete", "-"),
        *("join", "split_stage", "-", "zoom_selection"),
    ),
    "stage": (
        *("rename", "selection_form", "@beside", "-"),
        *("cut", "copy", "paste", "duplicate", "delete", "-"),
        *("merge_stages", "carry_stages", "show_funnel", "-", "zoom_selection"),
    ),
    "relation": ("rename", "selection_form", "delete", "-", "zoom_selection"),
    "lane": ("@lane", "-", "add_lane", "show_lanes"),
    "": (
        *("@here", "-", "@paste", "several", "-", "select_all", "find", "-"),
        *("zoom_fit", "map_properties"),
    ),
}


class ContextMenu(QMenu):
    """Offers what can be done with a part of the map, or added there."""

    def __init__(
        self,
        parent: QWidget,
        registry: ActionRegistry,
        ui: UiContext,
        part: MapPart,
        map_view: MapView,
        clipboard: Clipboard,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._registry, self._ui, self._part, self._map_view = registry, ui, part, map_view
        self._clipboard = clipboard
        fillers = {
            "@here": self._add_here,
            "@beside": self._add_beside,
            "@lane": self._add_lane,
            "@paste": self._add_paste,
        }
        for entry in CONTEXT[_subject(part, map_view.session)]:
            if entry == "-":
                self.addSeparator()
            elif entry in fillers:
                fillers[entry]()
            else:
                self.addAction(registry[entry])

    def _add_here(self) -> None:
        """Offer to add what belongs at a place, and any other kind there."""
        texts = self._ui.texts
        kinds = [cls.kind_name() for cls in palette_kinds()]
        for kind in self._part.kinds:
            if kind in kinds:
                label = undo_labels.label_of_kind(N_("Add {thing}"), kind)
                self._offer(self, kind, undo_labels.words(label, texts))
        submenu = self.addMenu(texts("Add here"))
        for kind in kinds:
            self._offer(submenu, kind, texts(kind_class(kind).look.title))

    def _offer(self, menu: QMenu, kind: str, words: str) -> None:
        action = menu.addAction(self._registry[f"insert_{kind}"].icon(), words)
        toolbox, at = self._map_view.canvas.toolbox, self._part.at
        action.triggered.connect(lambda: toolbox.add_at(kind, at))

    def _add_paste(self) -> None:
        """Offer to paste at the place, which the shortcut does not."""
        paste = self._registry["paste"]
        action = self.addAction(paste.icon(), paste.text())
        action.triggered.connect(lambda: self._clipboard.paste_at(self._part))

    def _add_beside(self) -> None:
        submenu = self.addMenu(self._ui.texts("Add"))
        ids = [id_ for id_ in self._registry.specs if id_.startswith("insert_")]
        submenu.addActions([self._registry[id_] for id_ in ids])

    def _add_lane(self) -> None:
        texts, session, key = self._ui.texts, self._map_view.session, self._part.lane
        lanes = {lane.spec.key: lane.spec for lane in session.layout.lanes}
        is_collapsed = key in lanes and lanes[key].collapsed
        toolbox = self._map_view.canvas.toolbox
        rename = self.addAction(self._registry["rename"].icon(), texts("Rename lane"))
        rename.triggered.connect(partial(toolbox.rename_lane, key))
        collapse = self.addAction(texts("Expand lane") if is_collapsed else texts("Collapse lane"))
        collapse.triggered.connect(
            lambda: operations.set_lane(session, key, collapsed=not is_collapsed)
        )
        hide = self.addAction(texts("Hide lane"))
        hide.triggered.connect(lambda: operations.set_lane(session, key, visible=False))


def _subject(part: MapPart, session: Session) -> str:
    if part.lane:
        return "lane"
    element = session.element(part.id)
    if element is None:
        return "relation" if session.relation(part.id) is not None else ""
    return "stage" if isinstance(element, Stage) else "card"
