"""The agenda in the window: steps, clock, keys, and what each step opens."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from pytestqt.qtbot import QtBot

from journeyeditor.app.documents.controller import agenda_clock_path
from journeyeditor.app.export.dialog import ExportDialog
from journeyeditor.app.room.agenda_side import AgendaSide
from journeyeditor.app.room.open_dialog import RoomPlace
from journeyeditor.editing import operations
from journeyeditor.i18n import texts
from journeyeditor.panels.agenda import AgendaPanel
from journeyeditor.room.agenda import AgendaTimer, template_steps
from journeyeditor.room.clock_file import write_clock
from tests.qt.shell import Shell
from tests.room.test_agenda import Watch


class Agenda:
    """The open agenda of a shell, on a clock that the test turns."""

    def __init__(self, shell: Shell) -> None:
        self.shell, self.watch = shell, Watch()
        shell.window.room.agenda._clock = self.watch
        shell.do("agenda")
        shell.settle()

    @property
    def side(self) -> AgendaSide:
        side = self.shell.window.room.agenda.side
        assert side is not None
        return side

    @property
    def timer(self) -> AgendaTimer:
        timer = self.shell.window.room.agenda.timer
        assert timer is not None
        return timer

    def wait(self, minutes: float) -> None:
        self.watch.wait(minutes)
        self.side.refresh()

    def go_to(self, title: str) -> None:
        titles = [step.title for step in self.timer.steps]
        self.shell.window.room.agenda.go_to(titles.index(title))
        self.shell.settle()


@pytest.fixture
def agenda(shell: Shell) -> Iterator[Agenda]:
    shell.window.preferences.change(language="en", animation=False)
    operations.set_info(shell.open_sample(), "language", "en")
    yield Agenda(shell)
    shell.window.close_workshop()


def test_the_agenda_takes_the_place_of_the_left_dock(agenda: Agenda) -> None:
    shell = agenda.shell
    assert agenda.side.isVisible()
    assert not shell.window.map_view.is_open("left")
    assert shell.window.action_registry["agenda"].isChecked()
    shell.do("agenda")
    shell.settle()
    assert shell.window.room.agenda.side is None
    assert shell.window.map_view.is_open("left")
    assert not shell.window.action_registry["agenda_next"].isEnabled()


def test_the_clock_runs_down_and_over_without_blinking(agenda: Agenda) -> None:
    side = agenda.side
    assert (side.clock.text(), side.start.text()) == ("5:00", "Start")
    agenda.shell.do("agenda_start")
    assert side.start.text() == "Pause"
    agenda.wait(2)
    assert (side.clock.text(), side.clock.property("look")) == ("3:00", "clock")
    assert side.bar.value() == 600
    agenda.wait(2.5)
    assert (side.clock.text(), side.bar.property("look")) == ("0:30", "last")
    agenda.wait(1)
    assert (side.clock.text(), side.clock.property("look")) == ("+0:30", "overtime")
    assert side.clock.height() == agenda.side.clock.maximumHeight()


def test_keys_lengthen_and_change_the_step(agenda: Agenda) -> None:
    agenda.shell.do("agenda_start")
    agenda.wait(1)
    agenda.shell.do("agenda_one")
    agenda.shell.do("agenda_five")
    assert (agenda.side.clock.text(), agenda.side.length.text()) == ("10:00", "of 11 min")
    assert agenda.side.total.text() == "126 min"
    agenda.go_to("Vote")
    agenda.shell.do("agenda_next")
    assert agenda.side.heading.accessibleName() == "Break"
    agenda.shell.do("agenda_previous")
    assert agenda.side.heading.accessibleName() == "Vote"
    assert agenda.side.steps.rows()[0].accessible_text == "Welcome and goal, 11 min, done"
    assert agenda.side.steps.rows()[4].accessible_text == "Vote, 10 min, now"


def test_the_clock_goes_on_after_a_crash(agenda: Agenda) -> None:
    shell, path = agenda.shell, agenda_clock_path(agenda.shell.window.documents)
    assert not path.exists()
    agenda.shell.do("agenda_start")
    agenda.go_to("Vote")
    agenda.wait(4)
    kept = path.read_bytes()
    shell.window.close_workshop()
    assert not path.exists(), "a workshop that was closed is over"
    path.write_bytes(kept)  # as a crash leaves it
    shell.window.room.agenda.resume()
    assert agenda.timer.step.title == "Vote"
    assert agenda.timer.is_running
    assert agenda.side.clock.text() == "6:00"
    assert path.exists()
    shell.do("agenda")
    assert not path.exists()
    path.write_bytes(b"{")
    shell.window.room.agenda.resume()
    assert not shell.window.room.agenda.is_open


def test_a_map_that_is_opened_after_a_crash_has_its_clock_again(shell: Shell) -> None:
    watch = Watch()
    shell.window.room.agenda._clock = watch
    path = agenda_clock_path(shell.window.documents)
    timer = AgendaTimer(template_steps("two_hours", texts("sv")), watch)
    timer.go_to(2)
    timer.start()
    write_clock(path, timer.state)
    shell.open_sample()
    found = shell.window.room.agenda.timer
    assert found is not None
    assert (found.index, found.is_running) == (2, True)
    shell.window.close_workshop()


def test_a_click_on_a_step_makes_it_current(agenda: Agenda) -> None:
    agenda.side.steps.picked.emit("5")
    assert agenda.timer.step.title == "Break"


def test_templates_are_chosen_before_the_start_only(agenda: Agenda) -> None:
    assert agenda.side.templates.isVisible()
    agenda.side.template_chosen.emit("hour")
    assert agenda.timer.total_minutes == 60
    assert agenda.side.templates.choice() == "hour"
    agenda.shell.do("agenda_start")
    assert not agenda.side.templates.isVisible()


def test_the_end_of_a_step_sounds_once_and_only_if_wanted(agenda: Agenda) -> None:
    beeps: list[str] = []
    agenda.side._beep = lambda: beeps.append(agenda.side.clock.text())
    agenda.shell.do("agenda_start")
    agenda.wait(6)
    assert not beeps, "off by default"
    agenda.side.sound.setChecked(True)
    agenda.wait(1)
    assert not beeps, "it ended before"
    agenda.shell.do("agenda_next")
    agenda.wait(20.1)
    agenda.wait(1)
    assert beeps == ["+0:06"]


def test_steps_open_what_they_need(agenda: Agenda) -> None:
    window = agenda.shell.window
    agenda.go_to("The journey today")
    assert window.is_presenting
    assert agenda.side.isVisible(), "the clock stays beside the presentation"
    agenda.go_to("Write cards")
    assert not window.is_presenting
    assert window.map_view.right.tab == "inbox"
    assert window.map_view.capture.isVisible()
    agenda.go_to("Emotion by stage")
    assert window.map_view.is_open("bottom")


def test_a_step_scrolls_to_its_lane(agenda: Agenda) -> None:
    map_view = agenda.shell.window.map_view
    canvas = map_view.canvas
    canvas.view.zoom(4.0)
    (lane,) = (each for each in map_view.session.layout.lanes if "opportunity" in each.spec.kinds)
    canvas.view.pan(0, -100_000)
    left = canvas.viewport.left
    before = canvas.viewport.rect_to_screen(lane.rect)
    assert before.bottom < 0 or before.y > canvas.height()
    agenda.go_to("Owners and dates")
    assert 0 <= round(canvas.viewport.rect_to_screen(lane.rect).y) < canvas.height()
    assert canvas.viewport.left == left


def test_phones_do_what_the_step_is_about(qtbot: QtBot, agenda: Agenda) -> None:
    window = agenda.shell.window
    window.room.open(RoomPlace("127.0.0.1", 0))
    agenda.shell.settle()
    workshop, room_side = window.room.workshop, window.room.side
    assert workshop is not None
    assert room_side is not None
    assert agenda.side.isVisible()
    assert room_side.y() >= agenda.side.geometry().bottom()

    def shows(activity: str) -> bool:
        return workshop.state.setting.activity == activity

    for title, activity in (
        ("Write cards", "write"),
        ("Emotion by stage", "rate"),
        ("Vote", "vote"),
    ):
        agenda.go_to(title)
        qtbot.waitUntil(partial(shows, activity))
    window.room.close()
    assert agenda.side.isVisible()
    assert not window.map_view.is_open("left")


def test_another_map_begins_without_an_agenda(agenda: Agenda) -> None:
    agenda.shell.session.undo()
    agenda.shell.open_sample()
    assert not agenda.shell.window.room.agenda.is_open


def test_the_agenda_has_the_words_of_the_map_and_its_panel_those_of_the_window(
    agenda: Agenda,
) -> None:
    agenda.shell.window.preferences.change(language="sv")
    assert agenda.side.steps.rows()[0].accessible_text == "Welcome and goal, 5 min, nu"
    assert agenda.side.clock.accessibleName() == "Tid kvar"
    operations.set_info(agenda.shell.session, "language", "sv")
    agenda.side.template_chosen.emit("hour")
    assert agenda.timer.steps == template_steps("hour", texts("sv"))


def test_a_chosen_agenda_is_kept_in_the_map_and_undone(agenda: Agenda) -> None:
    session = agenda.shell.session
    assert not session.info.agenda.steps, "looking at the agenda does not change the map"
    agenda.side.template_chosen.emit("hour")
    assert session.info.agenda.steps == template_steps("hour", texts("en"))
    agenda.shell.do("agenda")
    agenda.shell.do("agenda")
    assert agenda.timer.total_minutes == 60
    session.undo()
    assert not session.info.agenda.steps
    assert agenda.timer.total_minutes == 120


@pytest.fixture
def page(agenda: Agenda) -> AgendaPanel:
    agenda.side.edit.click()
    agenda.shell.settle()
    page = agenda.shell.window.map_view.bottom.page(AgendaPanel)
    assert page.isVisible()
    return page


def _titles(agenda: Agenda) -> list[str]:
    return [step.title for step in agenda.shell.session.info.agenda.steps]


def test_steps_are_edited_while_the_clock_runs(agenda: Agenda, page: AgendaPanel) -> None:
    agenda.shell.do("agenda_start")
    agenda.wait(2)
    page.form.fields["step.minutes"].editor.edited.emit(8, False)
    assert (agenda.side.clock.text(), agenda.side.length.text()) == ("6:00", "of 8 min")
    for end in range(1, 4):
        page.form.fields["step.title"].editor.edited.emit("Hej"[:end], True)
    assert _titles(agenda)[0] == agenda.timer.step.title == "Hej"
    agenda.shell.session.undo()
    assert _titles(agenda)[0] == "Welcome and goal", "typing is one step of undo"
    page.form.fields["step.minutes"].editor.edited.emit(0, False)
    assert "1" in page.form.fields["step.minutes"].reason.text()
    assert agenda.shell.session.info.agenda.steps[0].minutes == 8


def test_the_start_stays_at_the_top_of_an_empty_agenda(agenda: Agenda, page: AgendaPanel) -> None:
    session, top = agenda.shell.session, page.start.y()
    while page.agenda.steps:
        operations.remove_agenda_step(session, 0)
    agenda.shell.settle()
    assert page.start.y() == top
    assert page.start.height() == page.start.sizeHint().height()


def test_steps_are_added_moved_and_removed(agenda: Agenda, page: AgendaPanel) -> None:
    session = agenda.shell.session
    page.add.click()
    assert _titles(agenda)[:2] == ["Welcome and goal", "New step"]
    assert (page.list.current(), page.form.value("step.title")) == ("1", "New step")
    page.tools.buttons["arrow_up"].click()
    assert (_titles(agenda)[0], page.list.current()) == ("New step", "0")
    page.list.moved.emit("0", "")
    assert (_titles(agenda)[-1], page.list.current()) == ("New step", "9")
    page.list.deleted.emit("9")
    assert len(_titles(agenda)) == 9
    for _ in range(4):
        session.undo()
    assert _titles(agenda) == [step.title for step in template_steps("two_hours", texts("en"))]


def test_times_of_day_follow_from_the_start(agenda: Agenda, page: AgendaPanel) -> None:
    page.start.fields["agenda.start"].editor.edited.emit("13:30", False)
    assert agenda.shell.session.info.agenda.start == "13:30"
    assert page.list.item(2).text() == "13:55  Write cards · 25 min"
    assert page.summary.text() == "13:30–15:30 · 120 min"


def test_the_run_sheet_is_printed_from_the_export_window(qtbot: QtBot, agenda: Agenda) -> None:
    agenda.shell.do("run_sheet")
    dialog = agenda.shell.window.documents._export
    assert isinstance(dialog, ExportDialog)
    qtbot.waitUntil(lambda: dialog.poster is not None)
    assert dialog.poster is not None
    assert round(dialog.poster.pages[0].trim.width) == 595
    assert dialog.form.settings().options.document == "run_sheet"
    assert not dialog.form.persona.isVisible()
    dialog.form.choose_pages("")
    assert dialog.form.settings().options.paper == "A3"
    dialog.close()
