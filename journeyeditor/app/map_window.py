"""What a window offers to the parts that work on its map: actions, clipboard, document, presentation.

They depend on this protocol instead of the window, which avoids import cycles.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from PySide6.QtCore import Qt, SignalInstance
    from PySide6.QtWidgets import QDialog, QWidget

    from journeyeditor.app.dialogs import Dialogs
    from journeyeditor.app.import_reading import ImportReading
    from journeyeditor.app.map_view import MapView
    from journeyeditor.app.settings import Preferences
    from journeyeditor.editing.session import Session
    from journeyeditor.widgets.ui_context import UiContext


class DialogHelp(Protocol):
    """The help of a window as dialogs need it."""

    def add_to(self, dialog: QWidget) -> None:
        """Let the key of the handbook open it from a dialog."""


class WindowAgenda(Protocol):
    """The agenda of a window as its documents need it."""

    def resume(self) -> None:
        """Go on with the agenda that a crash ended, if there is one."""


class WindowRoom(Protocol):
    """The room of a window as its documents need it."""

    @property
    def agenda(self) -> WindowAgenda: ...


class MapWindow(Protocol):
    """A window with at most one map; `map_view` is only valid while `has_map`."""

    ui: UiContext
    preferences: Preferences
    reading: ImportReading

    @property
    def did(self) -> SignalInstance:
        """Emits what was done, for the error log."""

    @property
    def dialogs(self) -> Dialogs: ...

    @property
    def map_view(self) -> MapView: ...

    @property
    def room(self) -> WindowRoom: ...

    @property
    def help(self) -> DialogHelp: ...

    @property
    def has_map(self) -> bool:
        """Whether a map is open and in front."""

    def show_session(self, session: Session) -> None: ...

    def show_map(self) -> None:
        """Return from the start page to the open map, if there is one."""

    def show_start(self) -> None:
        """Show the start page; the map stays open behind it."""

    def close_session(self) -> None:
        """Show the start page; no map is open any more."""

    def show_message(self, words: str, *, is_hint: bool = False) -> None:
        """Show a message in the status bar for a while, a hint until the next key or click."""

    def show_dialog(self, dialog: QDialog) -> None:
        """Show a dialog that does not block the window."""

    def show_saved(self) -> None:
        """Show that the map was just saved."""

    def workshop_has_more(self) -> bool:
        """Whether a room will write more on the map when it closes."""

    def close_workshop(self) -> None:
        """Close room, agenda and replay, if they are open; their map is about to close."""

    def forget_recent(self, path: str) -> None: ...

    def raise_(self) -> None: ...

    def activateWindow(self) -> None: ...

    def refresh(self) -> None:
        """Update actions, title and status bar."""

    def schedule_refresh(self) -> None:
        """Update actions, title and status bar after pending events."""

    def show_chrome(self, shown: bool) -> None:
        """Show or hide menu bar, toolbar and status bar."""

    def windowState(self) -> Qt.WindowState: ...

    def setWindowState(self, state: Qt.WindowState) -> None: ...
