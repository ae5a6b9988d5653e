"""The map itself: tools, inserting, connecting, lanes and properties."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from journeyeditor.app.action_context import (
    ActionContext,
    can_merge,
    can_split,
    has_map,
    has_one,
    has_one_element,
    has_pair,
)
from journeyeditor.app.action_registry import ActionSpec, Predicate
from journeyeditor.app.actions.view import show_tab
from journeyeditor.editing.tools.shortcuts import MAP_SHORTCUTS
from journeyeditor.i18n import N_, Texts

if TYPE_CHECKING:
    from journeyeditor.app.action_registry import ActionTarget
    from journeyeditor.app.dialogs import Dialogs
    from journeyeditor.model import JourneyGraph
    from journeyeditor.vocabulary import Look

GROUP = N_("Map")
INSERT = N_("Insert")


def use(tool: str, window: ActionTarget) -> None:
    window.map_view.canvas.toolbox.use(tool)
    window.map_view.canvas.setFocus()


def run(command: str, window: ActionTarget) -> None:
    window.map_view.settle()
    window.map_view.canvas.setFocus()
    window.map_view.canvas.toolbox.run(command)


def insert(kind: str, window: ActionTarget) -> None:
    """Insert an element of a kind next to the selection, and edit its title."""
    window.map_view.insert(kind)


def connect(window: ActionTarget) -> None:
    """Connect the two selected elements, from the one selected first."""
    from journeyeditor.editing import operations

    session = window.map_view.session
    source, target = [id_ for id_ in session.selection.ids if session.element(id_)]
    if operations.possible_relations(session.graph, source, target):
        operations.connect(session, source, target)
    elif operations.possible_relations(session.graph, target, source):
        operations.connect(session, target, source)
    else:
        window.show_message(
            window.ui.texts("These two elements cannot be connected."), is_hint=True
        )


def add_lane(window: ActionTarget) -> None:
    """Ask for a name and add a lane at the bottom of the map."""
    from journeyeditor.editing import operations

    title = window.dialogs.ask_text(window.ui.texts("Name of the new lane"))
    if title and title.strip():
        operations.add_lane(window.map_view.session, title.strip(), ())


def show_funnel(window: ActionTarget) -> None:
    window.map_view.show_page("funnel")


def merge_stages(window: ActionTarget) -> None:
    from journeyeditor.editing import operations

    session = window.map_view.session
    window.map_view.settle()
    if not operations.merge_stages(session, session.selection.ids):
        window.show_message(window.ui.texts("Only adjacent stages can be merged."), is_hint=True)


def split_stage(window: ActionTarget) -> None:
    from journeyeditor.editing import operations

    session = window.map_view.session
    window.map_view.settle()
    if not operations.split_stage(session, session.selection.primary):
        words = window.ui.texts(
            "This card is the first one in its stage. Select a later card to split the stage."
        )
        window.show_message(words, is_hint=True)


def change_stage_model(window: ActionTarget) -> None:
    from journeyeditor.app.stage_model_dialog import StageModelDialog

    window.map_view.settle()
    window.show_dialog(StageModelDialog(window.ui, window.map_view.session))


def reminder(window: ActionTarget) -> None:
    """Write a calendar reminder for the next review; without a date, focus that field instead."""
    import datetime

    from journeyeditor.app.dialogs import FileKind
    from journeyeditor.app.export.messages import sentence, suggested
    from journeyeditor.files import FileError, write_atomically
    from journeyeditor.insight import review_dates

    texts, info = window.ui.texts, window.map_view.session.info
    data = review_dates.reminder(info, datetime.datetime.now(datetime.UTC))
    if data is None:
        window.map_view.show_tab("map")
        window.show_message(texts("Set the map's date and review interval first."), is_hint=True)
        return
    path = window.documents.document.path if window.documents.document is not None else None
    name = suggested(path, None, info.title, "ics", texts)
    file = window.dialogs.save_file(str(name), (FileKind(texts("Calendar"), ("ics",)),))
    if not file:
        return
    try:
        write_atomically(Path(file), data)
    except FileError as error:
        window.show_message(sentence(error, texts, Path(file)))
    else:
        window.show_message(texts("Saved “{name}”").format(name=Path(file).name))


def compare(window: ActionTarget) -> None:
    from journeyeditor.panels.comparison import ComparePanel

    map_view = window.map_view
    map_view.settle()
    other = ask_map(window.dialogs, window.ui.texts, window.preferences.value.folder)
    if other is not None:
        map_view.show_page("compare")
        map_view.bottom.page(ComparePanel).compare_with(other)


def translations(window: ActionTarget) -> None:
    from journeyeditor.app.translations import TranslationsDialog

    window.map_view.settle()
    folder = window.preferences.value.folder
    session = window.map_view.session
    window.show_dialog(TranslationsDialog(window.ui, window.dialogs, session, folder))


def ask_map(dialogs: Dialogs, texts: Texts, folder: str = "") -> JourneyGraph | None:
    """Ask for a file and read it; None if cancelled or unreadable, which is reported."""
    from journeyeditor.app.file_messages import kinds
    from journeyeditor.files import FileError, read_map

    chosen = dialogs.open_file(kinds(texts), folder)
    if not chosen:
        return None
    try:
        return read_map(Path(chosen))
    except FileError as error:
        dialogs.message(error.sentence(texts), severity="error")
        return None


def _tool(name: str, tip: str, icon: str) -> ActionSpec:
    shortcut = MAP_SHORTCUTS[f"tool_{name}"]
    return ActionSpec(
        f"tool_{name}",
        shortcut.text,
        partial(use, name),
        GROUP,
        tip,
        icon,
        enabled_when=has_map,
        checked_when=partial(_uses, name),
        hint=shortcut.chords[0],
    )


def _command(name: str, icon: str, enabled_when: Predicate) -> ActionSpec:
    shortcut = MAP_SHORTCUTS[name]
    return ActionSpec(
        name,
        shortcut.text,
        partial(run, name),
        INSERT,
        icon=icon,
        enabled_when=enabled_when,
        hint=shortcut.chords[0],
    )


def _uses(name: str, now: ActionContext) -> bool:
    return now.tool == name


def insert_specs(looks: Iterable[tuple[str, Look]]) -> list[ActionSpec]:
    """The insert action of each kind; available once the vocabulary is loaded."""
    return [
        ActionSpec(
            f"insert_{kind}",
            look.title,
            partial(insert, kind),
            INSERT,
            icon=look.glyph,
            enabled_when=has_map,
            hint=look.key,
            words=partial(_insert_label, look.title),
            context=INSERT,
        )
        for kind, look in looks
    ]


def _insert_label(title: str, _: ActionContext, texts: Texts) -> str:
    return texts(title)


SPECS = (
    _tool("select", N_("Select, move and edit"), "select"),
    _tool("hand", N_("Pan the map"), "hand"),
    _tool("connect", N_("Draw connections between cards"), "connect"),
    _tool("curve", N_("Draw a persona's emotion curve in one stroke"), "curve"),
    _command("next_card", "plus", has_one_element),
    _command("next_stage", "arrow_right", has_one_element),
    _command("channel", "touchpoint", has_one_element),
    ActionSpec(
        "join",
        N_("Connect selection"),
        connect,
        GROUP,
        N_("Connect the first selected element to the second"),
        "link",
        ("Ctrl+J",),
        enabled_when=has_pair,
    ),
    ActionSpec(
        "merge_stages",
        N_("Merge stages"),
        merge_stages,
        GROUP,
        N_("Merge adjacent stages and keep their contents"),
        "stage",
        enabled_when=can_merge,
    ),
    ActionSpec(
        "split_stage",
        N_("Split stage here"),
        split_stage,
        GROUP,
        N_("Move this card and everything after it to a new stage"),
        "stage",
        enabled_when=can_split,
    ),
    ActionSpec(
        "carry_stages",
        N_("Change stage model…"),
        change_stage_model,
        GROUP,
        N_("Switch to the stages of a template and keep all cards"),
        "stage",
        enabled_when=has_map,
    ),
    ActionSpec(
        "compare",
        N_("Compare with…"),
        compare,
        GROUP,
        N_("Compare this map with another one, including the emotion curves"),
        "history",
        enabled_when=has_map,
    ),
    ActionSpec(
        "translations",
        N_("Translations…"),
        translations,
        GROUP,
        N_("Translate the map's texts, or exchange them with translators as a table"),
        "language",
        enabled_when=has_map,
    ),
    ActionSpec("add_lane", N_("Add lane…"), add_lane, GROUP, icon="lane", enabled_when=has_map),
    ActionSpec(
        "map_properties",
        N_("Map properties…"),
        partial(show_tab, "map"),
        GROUP,
        N_("Title, client, language, brand colour and dates"),
        "form",
        enabled_when=has_map,
    ),
    ActionSpec(
        "show_lanes",
        N_("Show and reorder lanes…"),
        partial(show_tab, "lanes"),
        GROUP,
        icon="lane",
        enabled_when=has_map,
    ),
    ActionSpec(
        "show_funnel",
        N_("Funnel and what-if"),
        show_funnel,
        GROUP,
        N_("Customers and conversion rates by stage, with what-if scenarios"),
        "metric",
        enabled_when=has_map,
    ),
    ActionSpec(
        "selection_form",
        N_("Selection properties…"),
        partial(show_tab, "form"),
        GROUP,
        icon="form",
        shortcuts=("Alt+Return",),
        enabled_when=has_one,
    ),
    ActionSpec(
        "reminder",
        N_("Export review reminder…"),
        reminder,
        GROUP,
        N_("Save the next review date as a calendar file (.ics)"),
        "calendar",
        enabled_when=has_map,
    ),
)
