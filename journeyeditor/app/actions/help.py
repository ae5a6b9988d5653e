"""The handbook, the shortcuts and the About page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeyeditor.app.action_registry import ActionSpec
from journeyeditor.i18n import N_

if TYPE_CHECKING:
    from journeyeditor.app.action_registry import ActionTarget

GROUP = N_("Help")


def handbook(window: ActionTarget) -> None:
    window.help.show_handbook()


def shortcuts(window: ActionTarget) -> None:
    window.help.show_shortcuts()


def tour(window: ActionTarget) -> None:
    window.help.take_tour()


def whats_new(window: ActionTarget) -> None:
    window.help.show_handbook("whats-new")


def report(window: ActionTarget) -> None:
    window.help.report_fault()


def about(window: ActionTarget) -> None:
    from journeyeditor.app.help_dialogs import AboutPage

    window.show_dialog(AboutPage(window.ui))


def log(window: ActionTarget) -> None:
    """Open the folder of the log file."""
    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QDesktopServices

    QDesktopServices.openUrl(QUrl.fromLocalFile(str(window.app_context.places.log.parent)))


SPECS = (
    ActionSpec(
        "handbook",
        N_("Handbook"),
        handbook,
        GROUP,
        N_("Open the handbook at what you are working on"),
        "help",
        ("F1",),
    ),
    ActionSpec(
        "shortcuts",
        N_("Keyboard shortcuts"),
        shortcuts,
        GROUP,
        icon="keyboard",
        shortcuts=("Shift+F1", "Ctrl+?"),
    ),
    ActionSpec(
        "tour",
        N_("Take the tour"),
        tour,
        GROUP,
        N_("See how a map is made on a sample, in two minutes"),
        "present",
    ),
    ActionSpec("whats_new", N_("What's new"), whats_new, GROUP, icon="info"),
    ActionSpec(
        "report",
        N_("Report a problem…"),
        report,
        GROUP,
        N_("Create a problem report to send, without anything from your maps"),
        "warning",
    ),
    ActionSpec("log", N_("Open log folder"), log, GROUP, icon="folder"),
    ActionSpec("about", N_("About Journey Editor"), about, GROUP, icon="info"),
)
