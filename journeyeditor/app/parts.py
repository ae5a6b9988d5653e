"""What a window is made of; parts that are seldom wanted are made when they are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QTime
from PySide6.QtWidgets import QMainWindow, QStackedWidget

from journeyeditor.app.actions.action import Actions
from journeyeditor.app.actions.table import ACTIONS, GROUPS
from journeyeditor.app.clipboard import Clipboard
from journeyeditor.app.dialogs import Dialogs
from journeyeditor.app.dynamic_menus import DynamicMenus
from journeyeditor.app.maps import AppContext, DocumentController
from journeyeditor.app.menus import Menus
from journeyeditor.app.settings import Preferences
from journeyeditor.app.start.page import StartPage
from journeyeditor.app.status_bar import Status
from journeyeditor.app.toolbar import Toolbar
from journeyeditor.widgets.ui_context import UiContext

if TYPE_CHECKING:
    from journeyeditor.app.command_palette.palette import CommandPalette
    from journeyeditor.app.map_view import MapView
    from journeyeditor.app.presentation.presentation import Presenting
    from journeyeditor.app.window import Window


class Parts(QMainWindow):
    """The parts of a window, without what they do together."""

    def __init__(
        self,
        ui: UiContext,
        preferences: Preferences,
        house: AppContext,
        dialogs: Dialogs | None = None,
    ) -> None:
        super().__init__()
        window = cast("Window", self)
        self.house = house
        self.ui, self.preferences = ui, preferences
        self._dialogs = dialogs
        self._presenting: Presenting | None = None
        self.clipboard = Clipboard(window)
        self._place: MapView | None = None
        self._is_open = self._is_seen = False
        self.saved_at: QTime | None = None
        self._theme = ui.theme
        self.actions_table = Actions(window, ui, ACTIONS)
        self.toolbar = Toolbar(self.actions_table, ui)
        self.status = Status(self.actions_table, ui)
        self._box: CommandPalette | None = None
        self.start_page = StartPage(ui, house.places.pictures)
        self.maps = DocumentController(window, house)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.start_page)
        self.setCentralWidget(self._stack)
        self.addToolBar(self.toolbar)
        self.setStatusBar(self.status)
        self._slots = DynamicMenus(window)
        self._menus = Menus(self.menuBar(), self.actions_table, ui, self._slots.fillers)
        self.setAcceptDrops(True)

    @property
    def place(self) -> MapView:
        """The workplace; only asked for while a map is open."""
        assert self._place is not None
        return self._place

    @property
    def has_map(self) -> bool:
        """Whether a map is open and in front."""
        return self._is_open and self._stack.currentWidget() is self._place

    @property
    def is_behind(self) -> bool:
        """Whether a map is open behind the start page."""
        return self._is_open and not self.has_map

    @property
    def dialogs(self) -> Dialogs:
        """What the window asks and tells."""
        if self._dialogs is None:
            from journeyeditor.app.qt_dialogs import QtDialogs

            self._dialogs = QtDialogs(self, self.ui)
        return self._dialogs

    @property
    def presenting(self) -> Presenting:
        """The map on the whole screen."""
        if self._presenting is None:
            from journeyeditor.app.presentation.presentation import Presenting

            self._presenting = Presenting(cast("Window", self))
        return self._presenting

    @property
    def is_presenting(self) -> bool:
        """Whether the map is on the whole screen."""
        return self._presenting is not None and self._presenting.is_on

    @property
    def command_box(self) -> CommandPalette:
        """The box in which everything is found, made when it is first wanted."""
        if self._box is None:
            from journeyeditor.app.command_palette.palette import CommandPalette

            self._box = CommandPalette(self, self.actions_table, self.ui, GROUPS)
            self._box.reveal_wanted.connect(self._reveal)
            self._box.elements = self._search
        return self._box

    def _search(self, words: str) -> Iterable[tuple[str, str, str, str]]:
        """Return the elements whose titles hold some words; none without a map."""
        return self.place.search(words) if self.has_map else ()

    def _reveal(self, id_: str) -> None:
        if self.has_map:
            self.place.reveal(id_)
