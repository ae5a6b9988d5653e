"""Actions for workshops."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeyeditor.app.action_context import has_agenda, has_map
from journeyeditor.app.action_registry import ActionSpec
from journeyeditor.i18n import N_

if TYPE_CHECKING:
    from journeyeditor.app.action_registry import ActionTarget

GROUP = N_("Workshop")


def present(window: ActionTarget) -> None:
    window.presentation.toggle()


def follow_persona(window: ActionTarget) -> None:
    window.presentation.follow_persona()


def speaker_notes(window: ActionTarget) -> None:
    window.presentation.show_speaker_notes(window.presentation.second_screen())


def replay(window: ActionTarget) -> None:
    window.map_view.settle()
    window.replay.toggle()


def capture(window: ActionTarget) -> None:
    window.map_view.settle()
    window.map_view.capture.begin()


def several(window: ActionTarget) -> None:
    window.clipboard.ask_several()


def open_room(window: ActionTarget) -> None:
    window.room.ask()


def close_room(window: ActionTarget) -> None:
    window.room.close()


def show_join_page(window: ActionTarget) -> None:
    window.room.show_join_page()


def agenda(window: ActionTarget) -> None:
    window.room.agenda.toggle()


def start_agenda(window: ActionTarget) -> None:
    window.room.agenda.start_or_pause()


def next_step(window: ActionTarget) -> None:
    window.room.agenda.step(1)


def previous_step(window: ActionTarget) -> None:
    window.room.agenda.step(-1)


def one_more_minute(window: ActionTarget) -> None:
    window.room.agenda.extend(1)


def five_more_minutes(window: ActionTarget) -> None:
    window.room.agenda.extend(5)


def print_run_sheet(window: ActionTarget) -> None:
    window.room.agenda.keep()
    window.documents.export("run_sheet")


def place_by_votes(window: ActionTarget) -> None:
    from journeyeditor.panels.priorities.panel import PrioritiesPanel

    window.map_view.settle()
    window.map_view.show_page("priorities")
    window.map_view.bottom.page(PrioritiesPanel).place_by_votes()


def wall_photo(window: ActionTarget) -> None:
    from journeyeditor.app.importing.wall.opening import ask_photo

    ask_photo(window, window.documents.begin)


SPECS = (
    ActionSpec(
        "wall_photo",
        N_("Photo of a wall…"),
        wall_photo,
        GROUP,
        N_("Turn sticky notes into cards, and recognize printed cards"),
        "picture",
    ),
    ActionSpec(
        "agenda",
        N_("Agenda and timer"),
        agenda,
        GROUP,
        N_("Show the steps of the workshop and the time left"),
        "calendar",
        ("F7",),
        enabled_when=has_map,
        checked_when=has_agenda,
    ),
    ActionSpec(
        "agenda_start",
        N_("Start or pause the timer"),
        start_agenda,
        GROUP,
        shortcuts=("Shift+F7",),
        enabled_when=has_agenda,
    ),
    ActionSpec(
        "agenda_next",
        N_("Next agenda step"),
        next_step,
        GROUP,
        N_("Continue with the agenda, and open what the next step needs"),
        "chevron_right",
        ("F8",),
        enabled_when=has_agenda,
    ),
    ActionSpec(
        "agenda_previous",
        N_("Previous agenda step"),
        previous_step,
        GROUP,
        N_("Return to the previous step of the agenda, with the time it has left"),
        "chevron_left",
        ("Shift+F8",),
        enabled_when=has_agenda,
    ),
    ActionSpec(
        "agenda_one",
        N_("1 more minute"),
        one_more_minute,
        GROUP,
        N_("Lengthen the current step of the agenda"),
        "plus",
        ("F9",),
        enabled_when=has_agenda,
    ),
    ActionSpec(
        "agenda_five",
        N_("5 more minutes"),
        five_more_minutes,
        GROUP,
        N_("Lengthen the current step of the agenda"),
        "plus",
        ("Shift+F9",),
        enabled_when=has_agenda,
    ),
    ActionSpec(
        "run_sheet",
        N_("Print run sheet…"),
        print_run_sheet,
        GROUP,
        N_("Print the agenda with times of day, notes and materials"),
        "export",
        enabled_when=has_agenda,
    ),
    ActionSpec(
        "open_room",
        N_("Open room…"),
        open_room,
        GROUP,
        N_("Let phones on the same network write cards, rate stages and vote"),
        "persona",
        enabled_when=lambda now: now.has_map and not now.has_room,
    ),
    ActionSpec(
        "join_page",
        N_("Show how to join"),
        show_join_page,
        GROUP,
        N_("Show address, QR code and PIN on the whole screen"),
        "screen",
        enabled_when=lambda now: now.has_room,
    ),
    ActionSpec(
        "close_room",
        N_("Close room"),
        close_room,
        GROUP,
        N_("Close the room; the map keeps all that was sent"),
        "close",
        enabled_when=lambda now: now.has_room,
    ),
    ActionSpec(
        "place_by_votes",
        N_("Place cards by votes"),
        place_by_votes,
        GROUP,
        N_("Set impact or severity by the votes of the room, and show the board"),
        "votes",
        enabled_when=has_map,
    ),
    ActionSpec(
        "present",
        N_("Present"),
        present,
        GROUP,
        N_("Show the map full screen and step through it with the arrow keys"),
        "present",
        ("F5",),
        enabled_when=has_map,
        checked_when=lambda now: now.is_presenting,
    ),
    ActionSpec(
        "follow_persona",
        N_("Follow the next persona"),
        follow_persona,
        GROUP,
        N_("Step through the points of one persona's curve while presenting"),
        "persona",
        ("Shift+F5",),
        enabled_when=lambda now: now.is_presenting,
    ),
    ActionSpec(
        "speaker_notes",
        N_("Speaker notes"),
        speaker_notes,
        GROUP,
        N_("Show notes and the next stage in a window of their own while presenting"),
        "note",
        enabled_when=lambda now: now.is_presenting,
    ),
    ActionSpec(
        "replay",
        N_("Replay journeys"),
        replay,
        GROUP,
        N_("Watch journeys move across the map, from an event log or simulated"),
        "replay",
        ("Ctrl+F5",),
        enabled_when=has_map,
        checked_when=lambda now: now.is_replaying,
    ),
    ActionSpec(
        "capture",
        N_("Capture line"),
        capture,
        GROUP,
        N_("Type cards of several kinds in one line"),
        "keyboard",
        enabled_when=has_map,
        hint="/",
    ),
    ActionSpec(
        "several",
        N_("Add multiple cards…"),
        several,
        GROUP,
        N_("Add one card per line, of the selected kind"),
        "plus",
        ("Ctrl+Shift+L",),
        enabled_when=has_map,
    ),
)
