"""Keys, samples, and what the program is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QKeySequence

from journeyeditor.app.actions.action import ActionSpec
from journeyeditor.i18n import N_

if TYPE_CHECKING:
    from journeyeditor.app.window import Window

GROUP = N_("Help")
Key = QKeySequence.StandardKey


def shortcuts(window: Window) -> None:
    """Show all keys."""
    from journeyeditor.app.shortcuts_page import ShortcutsPage

    window.show_dialog(ShortcutsPage(window.ui, window.actions_table))


def about(window: Window) -> None:
    """Show what the program is."""
    from journeyeditor.app.about import About

    window.show_dialog(About(window.ui))


def log(window: Window) -> None:
    """Open the folder of the log file."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(window.house.places.log.parent)))


SPECS = (
    ActionSpec(
        "shortcuts",
        N_("Keyboard shortcuts"),
        shortcuts,
        GROUP,
        icon="keyboard",
        shortcuts=(Key.HelpContents, "Ctrl+?"),
    ),
    ActionSpec("log", N_("Open log folder"), log, GROUP, icon="folder"),
    ActionSpec("about", N_("About Journey Editor"), about, GROUP, icon="info"),
)
