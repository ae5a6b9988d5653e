"""The agenda's templates and its timer, on a clock that tests turn by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from journeyeditor.app.docks import PAGES, TABS
from journeyeditor.i18n import texts
from journeyeditor.panels.fields.specs import lane_kinds
from journeyeditor.room import clock_path
from journeyeditor.room.agenda import (
    TEMPLATES,
    AgendaTimer,
    clock_text,
    template_of,
    template_steps,
)
from journeyeditor.room.clock_file import forget_clock, read_clock, write_clock
from journeyeditor.vocabulary import AgendaStep, kind_class
from journeyeditor.vocabulary.agenda import LANES, PANELS


class Watch:
    def __init__(self) -> None:
        self.now = 50_000.0

    def __call__(self) -> float:
        return self.now

    def wait(self, minutes: float) -> None:
        self.now += minutes * 60


def step(title: str, minutes: int) -> AgendaStep:
    return AgendaStep(title=title, minutes=minutes)


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def timer(watch: Watch) -> AgendaTimer:
    return AgendaTimer((step("Welcome", 5), step("Cards", 20), step("Vote", 10)), watch)


@pytest.mark.parametrize(("template", "minutes"), [("hour", 60), ("two_hours", 120), ("day", 450)])
def test_templates_last_as_long_as_they_say(template: str, minutes: int) -> None:
    assert TEMPLATES[template].minutes == minutes


def test_steps_open_panels_and_lanes_that_there_are_by_their_titles() -> None:
    panels = {name: title for name, title, _ in TABS} | {page.NAME: page.TITLE for page in PAGES}
    assert {name: panels[name] for name in PANELS} == PANELS
    lanes = {kind: kind_class(kind).look.plural for kind in lane_kinds() if kind != "stage"}
    assert {kind: lanes[kind] for kind in LANES} == LANES


def test_templates_speak_the_language_of_the_map() -> None:
    swedish = template_steps("hour", texts("sv"))
    assert swedish[0].title == "Välkomnande och mål"
    assert template_of(swedish, texts("sv")) == "hour"
    assert template_of(swedish[:-1], texts("sv")) == ""


def test_time_runs_only_after_the_start(timer: AgendaTimer, watch: Watch) -> None:
    watch.wait(3)
    assert (timer.remaining, timer.is_begun) == (300, False)
    timer.start()
    watch.wait(2)
    timer.start()
    assert (timer.remaining, timer.share) == (180, 0.6)
    timer.pause()
    watch.wait(30)
    assert (timer.remaining, timer.is_begun, timer.is_running) == (180, True, False)


def test_the_last_minute_and_overtime(timer: AgendaTimer, watch: Watch) -> None:
    timer.start()
    watch.wait(3.9)
    assert not timer.is_last_minute
    watch.wait(0.1)
    assert timer.is_last_minute
    watch.wait(1)
    assert (timer.is_last_minute, timer.is_over) == (True, False)
    watch.now += 35
    assert (timer.is_last_minute, timer.is_over, timer.share) == (False, True, 0)
    assert clock_text(timer.remaining) == "+0:35"


def test_a_step_keeps_its_time_while_another_is_current(timer: AgendaTimer, watch: Watch) -> None:
    timer.start()
    watch.wait(2)
    assert timer.go_to(1)
    assert timer.is_running
    watch.wait(1)
    assert timer.remaining == 19 * 60
    timer.go_to(0)
    assert timer.remaining == 3 * 60
    timer.go_to(1)
    assert timer.remaining == 19 * 60
    assert not timer.go_to(1)
    assert not timer.go_to(3)
    assert not timer.go_to(-1)
    assert timer.index == 1


def test_minutes_lengthen_the_step_and_the_whole(timer: AgendaTimer, watch: Watch) -> None:
    timer.start()
    end = timer.ends_at
    timer.extend(5)
    assert (timer.remaining, timer.minutes(0), timer.total_minutes) == (600, 10, 40)
    assert timer.ends_at == end + 300


def test_minutes_over_time_count_from_now(timer: AgendaTimer, watch: Watch) -> None:
    timer.start()
    watch.wait(7.5)
    timer.extend(1)
    assert timer.remaining == 60


def test_the_end_counts_what_is_left_of_all_steps(timer: AgendaTimer, watch: Watch) -> None:
    timer.start()
    assert timer.ends_at == watch.now + 35 * 60
    watch.wait(6)
    assert timer.ends_at == watch.now + 30 * 60, "time over moves the end"
    timer.go_to(2)
    watch.wait(1)
    assert timer.ends_at == watch.now + 9 * 60, "what was left out is not waited for"


def test_steps_keep_their_time_when_others_are_moved_added_and_removed(
    timer: AgendaTimer, watch: Watch
) -> None:
    welcome, cards, vote = timer.steps
    timer.start()
    timer.go_to(1)
    watch.wait(8)
    timer.extend(2)
    timer.follow((cards, step("New", 3), welcome, vote))
    assert (timer.index, timer.remaining, timer.is_running) == (0, 14 * 60, True)
    timer.follow((step("Cards", 30), step("New", 3), welcome, vote))
    assert (timer.step.title, timer.remaining) == ("Cards", 24 * 60)
    timer.follow((welcome, vote))
    assert (timer.index, timer.remaining) == (0, 5 * 60)
    with pytest.raises(ValueError, match="at least one step"):
        timer.follow(())


def test_a_clock_that_is_set_back_gives_no_time(timer: AgendaTimer, watch: Watch) -> None:
    timer.start()
    watch.wait(-60)
    assert timer.remaining == 300


def test_an_agenda_has_steps(watch: Watch) -> None:
    with pytest.raises(ValueError, match="at least one step"):
        AgendaTimer((), watch)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1200, "20:00"),
        (1199.2, "20:00"),
        (760, "12:40"),
        (59.1, "1:00"),
        (0.2, "0:01"),
        (0, "0:00"),
        (-0.9, "0:00"),
        (-35, "+0:35"),
        (-605, "+10:05"),
        (5400, "90:00"),
    ],
)
def test_times_are_written_in_minutes_and_seconds(seconds: float, words: str) -> None:
    assert clock_text(seconds) == words


def test_a_clock_goes_on_after_a_crash(watch: Watch, tmp_path: Path) -> None:
    steps = (step("Welcome", 5), step("Write", 20))
    timer, path = AgendaTimer(steps, watch), clock_path(tmp_path, "map")
    timer.start()
    watch.wait(3)
    timer.go_to(1)
    timer.extend(5)
    write_clock(path, timer.state)
    watch.wait(4)
    again, state = AgendaTimer(steps, watch), read_clock(path, watch())
    assert state is not None
    assert again.resume(state)
    assert (again.index, again.is_running, again.remaining) == (1, True, 21 * 60)
    again.pause()
    again.go_to(0)
    assert again.remaining == 2 * 60
    assert not AgendaTimer(steps[:1], watch).resume(state)
    forget_clock(path)
    assert read_clock(path, watch()) is None


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"index": -1}', b"0" * 100_000])
def test_a_file_that_holds_no_clock_is_none(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.clock"
    path.write_bytes(data)
    assert read_clock(path, 0) is None


def test_a_clock_of_another_day_is_none(watch: Watch, tmp_path: Path) -> None:
    path = clock_path(tmp_path, "map")
    write_clock(path, AgendaTimer((step("Welcome", 5),), watch).state)
    watch.wait(13 * 60)
    assert read_clock(path, watch()) is None
    assert read_clock(path, 0) is None
