"""Map files: new, open, save, export, print, close."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence

from journeyeditor.app.action_context import ActionContext, has_map, is_behind
from journeyeditor.app.action_registry import ActionSpec
from journeyeditor.i18n import N_

if TYPE_CHECKING:
    from journeyeditor.app.action_registry import ActionTarget
    from journeyeditor.events.database import Limits
    from journeyeditor.model import JourneyGraph

GROUP = N_("File")
Key = QKeySequence.StandardKey


def new(window: ActionTarget) -> None:
    """Show the start page, where new maps are created."""
    window.show_start()


def new_window(window: ActionTarget) -> None:
    window.app_context.open_window()


def back(window: ActionTarget) -> None:
    """Return from the start page to the map."""
    window.show_map()


def new_blank(window: ActionTarget) -> None:
    window.documents.new_blank()


def open_(window: ActionTarget) -> None:
    window.documents.ask_open()


def save(window: ActionTarget) -> None:
    """Save the map; ask for a path if it was never saved."""
    window.documents.save()


def save_as(window: ActionTarget) -> None:
    """Save under another name and continue with that file."""
    window.documents.save_as()


def save_copy(window: ActionTarget) -> None:
    """Save a copy under another name and continue with this file."""
    window.documents.save_copy()


def save_as_template(window: ActionTarget) -> None:
    window.documents.save_as_template()


def earlier(window: ActionTarget) -> None:
    """Open a backup as a new map."""
    window.documents.open_earlier()


def recovery_journals(window: ActionTarget) -> None:
    window.documents.show_recovery_journals()


def has_file(now: ActionContext) -> bool:
    return now.has_map and now.has_file


def import_(window: ActionTarget) -> None:
    window.documents.ask_import()


def import_funnel(window: ActionTarget) -> None:
    from journeyeditor.app.importing.funnel_dialog import FunnelImport

    map_view, folder = window.map_view, window.preferences.value.folder
    dialog = FunnelImport(window.ui, window.dialogs, map_view.session, folder)
    dialog.imported.connect(partial(map_view.show_page, "funnel"))
    window.show_dialog(dialog)


def new_from_data(window: ActionTarget) -> None:
    from journeyeditor.app.importing.events.discover import DiscoverDialog

    preferences = window.preferences.value
    dialog = DiscoverDialog(window.ui, window.dialogs, preferences.folder, _limits(window))

    def begin(graph: JourneyGraph, path: str) -> None:
        window.preferences.read_log(path)
        window.documents.begin(graph, is_unsaved=True)

    dialog.discovered.connect(begin)
    window.show_dialog(dialog)


def measure(window: ActionTarget) -> None:
    _measure(window, is_refresh=False)


def refresh_measurements(window: ActionTarget) -> None:
    """Measure again as the last time, with new data."""
    _measure(window, is_refresh=True)


def _measure(window: ActionTarget, *, is_refresh: bool) -> None:
    from journeyeditor.app.importing.events.measure import MeasureDialog

    map_view, folder = window.map_view, window.preferences.value.folder
    map_view.settle()
    session, limits = map_view.session, _limits(window)
    path = window.preferences.value.log_named(session.info.measured.source)
    dialog = MeasureDialog(
        window.ui, window.dialogs, session, folder, limits, path, is_refresh=is_refresh
    )

    def entered(path: str) -> None:
        window.preferences.read_log(path)
        map_view.show_page("review")

    dialog.entered.connect(entered)
    window.show_dialog(dialog)


def is_measured(now: ActionContext) -> bool:
    return now.is_measured


def _limits(window: ActionTarget) -> Limits:
    from journeyeditor.events.database import Limits

    return Limits(window.preferences.value.event_memory * 1024 * 1024)


def export(window: ActionTarget) -> None:
    window.documents.export()


def pack(window: ActionTarget) -> None:
    from journeyeditor.app.export.pack import PackDialog

    folder = window.preferences.value.folder
    window.map_view.settle()
    window.show_dialog(PackDialog(window.ui, window.dialogs, window.map_view.session, folder))


def print_(window: ActionTarget) -> None:
    window.documents.print_()


def close_map(window: ActionTarget) -> None:
    window.documents.close()


def quit_(window: ActionTarget) -> None:
    window.close()


def may_save(now: ActionContext) -> bool:
    return now.has_map and (now.is_dirty or not now.has_file)


SPECS = (
    ActionSpec(
        "new",
        N_("New…"),
        new,
        GROUP,
        N_("Start from a template, a sample or a blank map"),
        "new",
        (Key.New,),
    ),
    ActionSpec("new_blank", N_("New blank map"), new_blank, GROUP, icon="file"),
    ActionSpec(
        "new_window",
        N_("New window"),
        new_window,
        GROUP,
        N_("Open another window for another map"),
        "screen",
        ("Ctrl+Shift+N",),
    ),
    ActionSpec(
        "back",
        N_("Back to the map"),
        back,
        GROUP,
        icon="arrow_left",
        shortcuts=("Alt+Left",),
        enabled_when=is_behind,
    ),
    ActionSpec("open", N_("Open…"), open_, GROUP, N_("Open a map"), "open", (Key.Open,)),
    ActionSpec("save", N_("Save"), save, GROUP, "", "save", (Key.Save,), enabled_when=may_save),
    ActionSpec(
        "save_as",
        N_("Save as…"),
        save_as,
        GROUP,
        N_("Save under a new name and keep working in the new file"),
        "save_as",
        (Key.SaveAs, "Ctrl+Shift+S"),
        enabled_when=has_map,
    ),
    ActionSpec(
        "save_copy",
        N_("Save a copy…"),
        save_copy,
        GROUP,
        N_("Save a copy under a new name and keep working in this file"),
        "save_as",
        enabled_when=has_map,
    ),
    ActionSpec(
        "save_as_template",
        N_("Save as template…"),
        save_as_template,
        GROUP,
        N_("Save the stages and lanes of this map as a template for new maps"),
        "template",
        enabled_when=has_map,
    ),
    ActionSpec(
        "earlier",
        N_("Open backup…"),
        earlier,
        GROUP,
        N_("Open an earlier version of this file as a new map"),
        "history",
        enabled_when=has_file,
    ),
    ActionSpec(
        "recovery_journals",
        N_("Recovery journals…"),
        recovery_journals,
        GROUP,
        N_("What could not be recovered completely after a crash"),
        "history",
    ),
    ActionSpec(
        "import",
        N_("Import journey…"),
        import_,
        GROUP,
        N_("Create a map from a table, a list or a Mermaid diagram in another program's file"),
        "import",
    ),
    ActionSpec(
        "import_funnel",
        N_("Import funnel table…"),
        import_funnel,
        GROUP,
        N_("Import customer counts and rates from a web analytics export or any other table"),
        "import",
        enabled_when=has_map,
    ),
    ActionSpec(
        "new_from_data",
        N_("New from data…"),
        new_from_data,
        GROUP,
        N_("Create a map of what customers did, from a log of events"),
        "import",
    ),
    ActionSpec(
        "measure",
        N_("Measure with data…"),
        measure,
        GROUP,
        N_(
            "Fill in counts, shares and times from a log of events, and see where customers deviate"
        ),
        "metric",
        enabled_when=has_map,
    ),
    ActionSpec(
        "refresh_measurements",
        N_("Refresh measurements…"),
        refresh_measurements,
        GROUP,
        N_("Measure again with new data of the same kind, and compare before the figures change"),
        "metric",
        enabled_when=is_measured,
    ),
    ActionSpec(
        "export",
        N_("Export poster…"),
        export,
        GROUP,
        N_("Preview the poster and export it as PDF, SVG or PNG"),
        "export",
        ("Ctrl+E",),
        enabled_when=has_map,
    ),
    ActionSpec(
        "pack",
        N_("Client pack…"),
        pack,
        GROUP,
        N_("Make all files for a client at once, without what readers must not see"),
        "folder",
        enabled_when=has_map,
    ),
    ActionSpec(
        "print",
        N_("Print…"),
        print_,
        GROUP,
        N_("Preview the poster and print it"),
        "print",
        (Key.Print,),
        enabled_when=has_map,
    ),
    ActionSpec(
        "close_map",
        N_("Close map"),
        close_map,
        GROUP,
        N_("Close the map and show the start page"),
        "close",
        (Key.Close,),
        enabled_when=has_map,
    ),
    ActionSpec("quit", N_("Quit"), quit_, GROUP, icon="quit", shortcuts=(Key.Quit, "Ctrl+Q")),
)
