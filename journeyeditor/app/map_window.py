"""What a window offers to those who work on its map: actions, clipboard, document, presentation.

They know this protocol and not the window, so that nothing in the package imports in a circle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from PySide6.QtCore import Qt, SignalInstance
    from PySide6.QtWidgets import QDialog

    from journeyeditor.app.dialogs import Dialogs
    from journeyeditor.app.map_view import MapView
    from journeyeditor.app.settings import Preferences
    from journeyeditor.editing.session import Session
    from journeyeditor.widgets.ui_context import UiContext


class MapWindow(Protocol):
    """A window with at most one map; `map_view` may only be asked for while `has_map`."""

    ui: UiContext
    preferences: Preferences

    @property
    def did(self) -> SignalInstance:
        """Emits what was done, for the log of errors."""

    @property
    def dialogs(self) -> Dialogs:
        """The dialogs with which the window asks and informs."""

    @property
    def map_view(self) -> MapView:
        """The open map and everything around it."""

    @property
    def has_map(self) -> bool:
        """Whether a map is open and in front."""

    def show_session(self, session: Session) -> None:
        """Show a map."""

    def show_map(self) -> None:
        """From the start page to the open map, if there is one."""

    def show_start(self) -> None:
        """Show the start page; the map stays open behind it."""

    def close_session(self) -> None:
        """Show the start page: no map is open any more."""

    def show_message(self, message: str) -> None:
        """Show a message in the status bar for a while."""

    def show_dialog(self, dialog: QDialog) -> None:
        """Show a dialog that does not block the window."""

    def show_saved(self) -> None:
        """Show that the map was saved just now."""

    def forget_recent(self, path: str) -> None:
        """Remove a file from the recent maps."""

    def raise_(self) -> None:
        """Bring the window to the front."""

    def activateWindow(self) -> None:
        """Give the window the keyboard."""

    def refresh(self) -> None:
        """Update actions, title and status bar."""

    def schedule_refresh(self) -> None:
        """Update actions, title and status bar after pending events."""

    def show_chrome(self, shown: bool) -> None:
        """Show or hide menu bar, toolbar and status bar."""

    def windowState(self) -> Qt.WindowState:
        """Whether the window is maximized or full screen."""

    def setWindowState(self, state: Qt.WindowState) -> None:
        """Maximize the window, make it full screen, or restore it."""
