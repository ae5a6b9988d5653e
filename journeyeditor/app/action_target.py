"""What an action can be applied to: the window and everything that menus reach."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from journeyeditor.app.map_window import MapWindow

if TYPE_CHECKING:
    from journeyeditor.app.clipboard import Clipboard
    from journeyeditor.app.documents.controller import AppContext, DocumentController
    from journeyeditor.app.presentation.controller import Presentation


class ActionTarget(MapWindow, Protocol):
    """The window as actions see it."""

    app_context: AppContext
    documents: DocumentController
    clipboard: Clipboard

    @property
    def presentation(self) -> Presentation: ...

    def action_title(self, id_: str) -> str:
        """The text of an action in the window's language, without ellipsis and shortcut."""

    def open_command_palette(self) -> None: ...

    def toggle_dock(self, dock: str) -> None:
        """Open or close a dock, and save that in the settings."""

    def show_shortcuts(self) -> None: ...

    def close(self) -> bool:
        """Close the window; returns False if the user cancelled."""
