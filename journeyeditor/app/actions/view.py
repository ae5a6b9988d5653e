"""View settings of the map and the window: zoom, docks, theme, size, language."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

from journeyeditor.app.action_context import ActionContext, has_map, has_selection
from journeyeditor.app.action_registry import ActionSpec
from journeyeditor.app.settings import SIZES
from journeyeditor.i18n import N_, language_name, window_languages

if TYPE_CHECKING:
    from journeyeditor.app.action_registry import ActionTarget

GROUP = N_("View")
Key = QKeySequence.StandardKey


def zoom_in(window: ActionTarget) -> None:
    window.map_view.canvas.view.zoom_in()


def zoom_out(window: ActionTarget) -> None:
    window.map_view.canvas.view.zoom_out()


def zoom_100(window: ActionTarget) -> None:
    window.map_view.canvas.view.zoom_100()


def zoom_fit(window: ActionTarget) -> None:
    window.map_view.canvas.view.zoom_to_fit()


def zoom_selection(window: ActionTarget) -> None:
    window.map_view.canvas.zoom_to_selection()


def toggle(dock: str, window: ActionTarget) -> None:
    window.toggle_dock(dock)


def show_tab(tab: str, window: ActionTarget) -> None:
    window.map_view.show_tab(tab)


def filter_(window: ActionTarget) -> None:
    window.map_view.toggle_filter()


def flow(window: ActionTarget) -> None:
    window.map_view.flow.toggle()


def deviations(window: ActionTarget) -> None:
    window.map_view.deviations.toggle()


def full_screen(window: ActionTarget) -> None:
    window.setWindowState(window.windowState() ^ Qt.WindowState.WindowFullScreen)


def set_theme(theme: str, window: ActionTarget) -> None:
    window.preferences.change(theme=theme)


def set_language(language: str, window: ActionTarget) -> None:
    window.preferences.change(language=language)


def larger(window: ActionTarget) -> None:
    resize(window, 1)


def smaller(window: ActionTarget) -> None:
    resize(window, -1)


def normal_size(window: ActionTarget) -> None:
    window.preferences.change(size=1.0)


def resize(window: ActionTarget, steps: int) -> None:
    """Change the interface scale by a number of steps."""
    now = window.preferences.value.size
    nearest = min(range(len(SIZES)), key=lambda i: abs(SIZES[i] - now))
    window.preferences.change(size=SIZES[max(0, min(len(SIZES) - 1, nearest + steps))])


def animate(window: ActionTarget) -> None:
    window.preferences.change(animation=not window.preferences.value.animation)


def is_open(dock: str) -> Callable[[ActionContext], bool]:
    return lambda now: dock in now.open_docks


def has_theme(theme: str) -> Callable[[ActionContext], bool]:
    return lambda now: now.theme == theme


def has_language(language: str) -> Callable[[ActionContext], bool]:
    return lambda now: now.language == language


def _language(code: str) -> ActionSpec:
    run = partial(set_language, code)
    return ActionSpec(
        f"language_{code}",
        language_name(code),
        run,
        GROUP,
        icon="language",
        checked_when=has_language(code),
        words=lambda _, __: language_name(code),
        context=N_("Language"),
    )


def _dock(name: str, text: str, icon: str, key: str) -> ActionSpec:
    return ActionSpec(
        f"dock_{name}",
        text,
        partial(toggle, name),
        GROUP,
        icon=icon,
        shortcuts=(key,) if key else (),
        enabled_when=has_map,
        checked_when=is_open(name),
    )


def _tab(name: str, text: str, icon: str, key: str) -> ActionSpec:
    return ActionSpec(
        f"tab_{name}",
        text,
        partial(show_tab, name),
        GROUP,
        icon=icon,
        shortcuts=(key,),
        enabled_when=has_map,
    )


def _theme(name: str, text: str, icon: str) -> ActionSpec:
    return ActionSpec(
        f"theme_{name}",
        text,
        partial(set_theme, name),
        GROUP,
        icon=icon,
        checked_when=has_theme(name),
        context=N_("Theme"),
    )


def _zoom(
    name: str, text: str, run: Callable[[ActionTarget], object], icon: str, *keys: str | Key
) -> ActionSpec:
    return ActionSpec(name, text, run, GROUP, icon=icon, shortcuts=keys, enabled_when=has_map)


SPECS = (
    _zoom("zoom_in", N_("Zoom in"), zoom_in, "plus", Key.ZoomIn, "Ctrl+="),
    _zoom("zoom_out", N_("Zoom out"), zoom_out, "minus", Key.ZoomOut),
    _zoom("zoom_100", N_("Actual size"), zoom_100, "find", "Ctrl+0"),
    _zoom("zoom_fit", N_("Zoom to fit"), zoom_fit, "zoom_fit", "Ctrl+1"),
    ActionSpec(
        "zoom_selection",
        N_("Zoom to selection"),
        zoom_selection,
        GROUP,
        icon="zoom_selection",
        shortcuts=("Ctrl+2",),
        enabled_when=has_selection,
    ),
    _dock("left", N_("Palette and personas"), "panel_left", "Ctrl+Shift+1"),
    _dock("right", N_("Properties, outline and lanes"), "panel_right", "Ctrl+Shift+2"),
    _dock("bottom", N_("Analysis"), "panel_bottom", "Ctrl+Shift+3"),
    _dock("overview", N_("Minimap"), "map", ""),
    _tab("form", N_("Selection properties"), "form", "Alt+1"),
    _tab("outline", N_("Outline"), "outline", "Alt+2"),
    _tab("history", N_("History"), "history", "Alt+3"),
    _tab("lanes", N_("Lanes"), "lane", "Alt+4"),
    _tab("map", N_("Map properties"), "map", "Alt+5"),
    _tab("inbox", N_("Inbox"), "import", "Alt+6"),
    ActionSpec(
        "filter",
        N_("Filter…"),
        filter_,
        GROUP,
        N_("Dim everything except the chosen persona, kinds, tags or owners"),
        "filter",
        ("Ctrl+Shift+F",),
        enabled_when=has_map,
        checked_when=lambda now: now.is_filtering,
    ),
    ActionSpec(
        "flow",
        N_("Flow of journeys"),
        flow,
        GROUP,
        N_(
            "Show how many journeys take each transition by its width, and how long they take by its colour"
        ),
        "flow",
        ("Ctrl+Shift+W",),
        enabled_when=has_map,
        checked_when=lambda now: now.shows_flow,
    ),
    ActionSpec(
        "deviations",
        N_("Deviations"),
        deviations,
        GROUP,
        N_("Mark where customers departed from the map in the last measurement"),
        "warning",
        ("Ctrl+Shift+D",),
        enabled_when=has_map,
        checked_when=lambda now: now.shows_deviations,
    ),
    ActionSpec(
        "full_screen",
        N_("Full screen"),
        full_screen,
        GROUP,
        icon="screen",
        shortcuts=(Key.FullScreen,),
        checked_when=lambda now: now.is_full_screen,
    ),
    _theme("system", N_("System", "follow the system"), "screen"),
    _theme("light", N_("Light"), "light"),
    _theme("dark", N_("Dark"), "dark"),
    ActionSpec("larger", N_("Larger interface"), larger, GROUP, shortcuts=("Ctrl+Alt++",)),
    ActionSpec("smaller", N_("Smaller interface"), smaller, GROUP, shortcuts=("Ctrl+Alt+-",)),
    ActionSpec(
        "normal_size",
        N_("Default interface size"),
        normal_size,
        GROUP,
        shortcuts=("Ctrl+Alt+0",),
        checked_when=lambda now: now.size == 1.0,
    ),
    ActionSpec(
        "animate",
        N_("Animate changes"),
        animate,
        GROUP,
        N_("Animate cards when they move"),
        checked_when=lambda now: now.animation,
    ),
    ActionSpec(
        "language_system",
        N_("System", "follow the system"),
        partial(set_language, ""),
        GROUP,
        icon="language",
        checked_when=has_language(""),
        context=N_("Language"),
    ),
    *map(_language, window_languages()),
)
