"""Undo, the clipboard, selecting and finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication

from journeyeditor.app.action_context import (
    ActionContext,
    can_copy,
    can_paste,
    can_redo,
    can_undo,
    has_elements,
    has_map,
    has_one,
    has_selection,
)
from journeyeditor.app.action_registry import ActionSpec
from journeyeditor.editing.tools.shortcuts import MAP_SHORTCUTS
from journeyeditor.i18n import N_, Texts
from journeyeditor.widgets.focus import focused_text

if TYPE_CHECKING:
    from journeyeditor.app.action_registry import ActionTarget

GROUP = N_("Edit")
Key = QKeySequence.StandardKey


def insert_emoji(window: ActionTarget) -> None:
    """Show the emoji for the text field that has the focus."""
    from journeyeditor.widgets.emoji import pick

    field = focused_text()
    if field is not None:
        pick(window.ui, field)


def undo(window: ActionTarget) -> None:
    """Undo one step and announce its label to assistive technology."""
    if window.map_view.undo_typing():
        return
    window.refresh()
    words = window.action_title("undo")
    if window.map_view.session.undo():
        window.map_view.session.announced.emit(words)


def redo(window: ActionTarget) -> None:
    """Redo one step and announce its label to assistive technology."""
    window.map_view.settle()
    window.refresh()
    words = window.action_title("redo")
    if window.map_view.session.redo():
        window.map_view.session.announced.emit(words)


def cut(window: ActionTarget) -> None:
    window.clipboard.cut()


def copy(window: ActionTarget) -> None:
    window.clipboard.copy()


def paste(window: ActionTarget) -> None:
    window.clipboard.paste()


def duplicate(window: ActionTarget) -> None:
    from journeyeditor.editing import operations

    session = window.map_view.session
    operations.duplicate(session, session.selection.ids)


def delete(window: ActionTarget) -> None:
    """Delete the selection and the elements that depend on it."""
    from journeyeditor.editing import operations

    session = window.map_view.session
    operations.delete(session, session.selection.ids)


def select_all(window: ActionTarget) -> None:
    """Select every element; in a text field, all its text."""
    field = focused_text()
    if field is not None:
        field.selectAll()
    elif window.has_map:
        session = window.map_view.session
        session.selection.set(element.id for element in session.graph.elements())


def select_none(window: ActionTarget) -> None:
    window.map_view.session.selection.clear()


def rename(window: ActionTarget) -> None:
    """Edit the selected element's title: in the list that has the focus, or on the map."""
    from PySide6.QtWidgets import QAbstractItemView  # a window starts without

    map_view, view = window.map_view, QApplication.focusWidget()
    if isinstance(view, QAbstractItemView) and map_view.isAncestorOf(view):
        if view.currentIndex().flags() & Qt.ItemFlag.ItemIsEditable:
            view.edit(view.currentIndex())
    else:
        map_view.canvas.edit_text(map_view.session.selection.primary)


def find(window: ActionTarget) -> None:
    window.map_view.find_bar.begin()


def find_next(window: ActionTarget) -> None:
    window.map_view.find_bar.step(1)


def find_previous(window: ActionTarget) -> None:
    window.map_view.find_bar.step(-1)


def replace(window: ActionTarget) -> None:
    window.map_view.find_bar.begin(replacing=True)


def command_palette(window: ActionTarget) -> None:
    window.open_command_palette()


def preferences(window: ActionTarget) -> None:
    from journeyeditor.app.preferences import PreferencesPage

    language = window.map_view.session.info.language if window.has_map else ""
    window.show_dialog(PreferencesPage(window.ui, window.preferences, language))


def undo_words(now: ActionContext, texts: Texts) -> str:
    if now.undo_label:
        return texts("Undo: {step}").format(step=now.undo_label)
    return texts("Undo")


def redo_words(now: ActionContext, texts: Texts) -> str:
    if now.redo_label:
        return texts("Redo: {step}").format(step=now.redo_label)
    return texts("Redo")


SPECS = (
    ActionSpec(
        "undo",
        N_("Undo"),
        undo,
        GROUP,
        icon="undo",
        shortcuts=(Key.Undo,),
        enabled_when=can_undo,
        words=undo_words,
    ),
    ActionSpec(
        "redo",
        N_("Redo"),
        redo,
        GROUP,
        icon="redo",
        shortcuts=(Key.Redo, "Ctrl+Y", "Ctrl+Shift+Z"),
        enabled_when=can_redo,
        words=redo_words,
    ),
    ActionSpec("cut", N_("Cut"), cut, GROUP, "", "cut", (Key.Cut,), enabled_when=can_copy),
    ActionSpec(
        "copy",
        N_("Copy"),
        copy,
        GROUP,
        N_("Copy as cards, and as text for other apps"),
        "copy",
        (Key.Copy,),
        enabled_when=can_copy,
    ),
    ActionSpec(
        "paste",
        N_("Paste"),
        paste,
        GROUP,
        N_("Paste cards, or turn each line of text or table row into a card"),
        "paste",
        (Key.Paste,),
        enabled_when=can_paste,
    ),
    ActionSpec(
        "duplicate",
        N_("Duplicate"),
        duplicate,
        GROUP,
        icon="duplicate",
        shortcuts=("Ctrl+D",),
        enabled_when=has_elements,
    ),
    ActionSpec(
        "delete",
        N_("Delete"),
        delete,
        GROUP,
        icon="delete",
        enabled_when=has_selection,
        hint=MAP_SHORTCUTS["delete"].chords[0],
    ),
    ActionSpec(
        "select_all",
        N_("Select all"),
        select_all,
        GROUP,
        shortcuts=(Key.SelectAll,),
        enabled_when=can_paste,
    ),
    ActionSpec(
        "select_none",
        N_("Deselect all"),
        select_none,
        GROUP,
        shortcuts=("Ctrl+Shift+A",),
        enabled_when=has_selection,
    ),
    ActionSpec(
        "rename",
        N_("Edit title"),
        rename,
        GROUP,
        icon="rename",
        shortcuts=("F2",),
        enabled_when=has_one,
        hint=MAP_SHORTCUTS["rename"].chords[0],
    ),
    ActionSpec(
        "emoji",
        N_("Insert emoji…"),
        insert_emoji,
        GROUP,
        N_("Insert an emoji into the text; or type its name between colons, such as :heart:"),
        "emotion",
        ("Ctrl+.",),
        enabled_when=lambda now: now.types_text,
    ),
    ActionSpec("find", N_("Find…"), find, GROUP, "", "find", (Key.Find,), enabled_when=has_map),
    ActionSpec(
        "find_next",
        N_("Find next"),
        find_next,
        GROUP,
        shortcuts=("F3", "Ctrl+G"),
        enabled_when=has_map,
    ),
    ActionSpec(
        "find_previous",
        N_("Find previous"),
        find_previous,
        GROUP,
        shortcuts=("Shift+F3", "Ctrl+Shift+G"),
        enabled_when=has_map,
    ),
    ActionSpec(
        "replace",
        N_("Replace…"),
        replace,
        GROUP,
        "",
        "replace",
        ("Ctrl+H",),
        enabled_when=has_map,
    ),
    ActionSpec(
        "command_box",
        N_("Search or run a command…"),
        command_palette,
        GROUP,
        N_("Find any command or element by typing a few letters"),
        "find",
        ("Ctrl+K",),
    ),
    ActionSpec(
        "preferences",
        N_("Preferences…"),
        preferences,
        GROUP,
        N_("Language, theme, size, animation and backups"),
        "settings",
        (Key.Preferences, "Ctrl+,"),
    ),
)
