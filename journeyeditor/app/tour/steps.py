"""The steps of the tour: what each says, what it points at, and what ends it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QRect, QRectF
from PySide6.QtWidgets import QWidget

from journeyeditor.i18n import N_

if TYPE_CHECKING:
    from journeyeditor.app.action_registry import ActionRegistry
    from journeyeditor.app.map_view import MapView
    from journeyeditor.app.toolbar import Toolbar
    from journeyeditor.geometry import Rect

#: What ends a step besides the actions that it names.
ADD, SCORE, SELECT = "add", "score", "select"


class Parts(NamedTuple):
    """The parts of a window that the tour points at."""

    view: MapView
    toolbar: Toolbar
    actions: ActionRegistry


class Anchor(NamedTuple):
    """A widget, or a part of it in its own pixels."""

    widget: QWidget
    rect: QRect | None = None


class TourStep(NamedTuple):
    """A step; `done_by` are actions, or ADD, SCORE or SELECT. {key} in the text is the key of `key_of`.

    `prepare` brings what the step is about into sight, once.
    """

    title: str
    text: str
    anchor: Callable[[Parts], Anchor]
    done_by: frozenset[str] = frozenset()
    key_of: str = ""
    prepare: Callable[[Parts], object] = lambda _: None


def _rect(parts: Parts, kind: str) -> Rect | None:
    """Where the first element of a kind is on the map."""
    first = next(iter(parts.view.session.graph.elements(kind)), None)
    return parts.view.session.layout.rect(first.id) if first is not None else None


def _reveal(kind: str, parts: Parts) -> None:
    rect = _rect(parts, kind)
    if rect is not None:
        parts.view.canvas.view.reveal(rect)


def _first(kind: str, parts: Parts) -> Anchor:
    canvas, rect = parts.view.canvas, _rect(parts, kind)
    if rect is None:
        return Anchor(canvas)
    return Anchor(canvas, QRectF(*canvas.viewport.rect_to_screen(rect)).toAlignedRect())


def _palette(parts: Parts) -> Anchor:
    return Anchor(parts.view.left.palette_)


def _form(parts: Parts) -> Anchor:
    return Anchor(parts.view.right)


def _issues(parts: Parts) -> Anchor:
    return Anchor(parts.view.bottom)


def _search(parts: Parts) -> Anchor:
    return Anchor(parts.toolbar.command)


def _present(parts: Parts) -> Anchor:
    return Anchor(parts.toolbar.widgetForAction(parts.actions["present"]))


def _export(parts: Parts) -> Anchor:
    return Anchor(parts.toolbar.export)


STEPS = (
    TourStep(
        N_("A map"),
        N_(
            "Stages are columns, lanes are rows. Cards that belong together share a column. Scroll to look around."
        ),
        partial(_first, "stage"),
        prepare=partial(_reveal, "stage"),
    ),
    TourStep(
        N_("Add a card"),
        N_(
            "Press a letter, such as P for a pain point, and type. Tab adds the next card, Esc ends typing."
        ),
        _palette,
        frozenset({ADD}),
        prepare=lambda parts: parts.view.set_open("left", True),
    ),
    TourStep(
        N_("How it feels"),
        N_("Drag this face up or down, or select it and press 1 to 5. The curve follows."),
        partial(_first, "emotion"),
        frozenset({SCORE}),
        prepare=partial(_reveal, "emotion"),
    ),
    TourStep(
        N_("All fields"),
        N_("Select any card: its fields are here, with owner, status and evidence."),
        _form,
        frozenset({SELECT}),
        prepare=lambda parts: parts.view.show_panel("form"),
    ),
    TourStep(
        N_("What is missing"),
        N_(
            "While you work, the program lists what is missing or contradictory. Show takes you there."
        ),
        _issues,
        prepare=lambda parts: parts.view.show_page("review"),
    ),
    TourStep(
        N_("Everything by name"),
        N_("Press {key} and type what you want to do, or the name of a card."),
        _search,
        frozenset({"command_box"}),
        "command_box",
    ),
    TourStep(
        N_("In front of people"),
        N_("{key} fills the screen with one stage at a time. You can still type."),
        _present,
        frozenset({"present"}),
        "present",
    ),
    TourStep(
        N_("On paper"),
        N_("{key} shows the poster as it will be printed. F1 opens the handbook, at any time."),
        _export,
        frozenset({"export"}),
        "export",
    ),
)
