"""The agenda of a workshop: its steps with minutes, templates for three lengths, and the timer.

The timer reads the clock that it is given and starts nothing by itself.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Literal, NamedTuple

from journeyeditor.i18n import N_
from journeyeditor.room.state import Activity

#: The last part of a step, in which the time left is shown as a warning (s).
LAST_SECONDS = 60
MINUTE = 60


class AgendaStep(NamedTuple):
    """A step and what it opens: an activity on the phones, a view, a panel, the lane of a kind.

    `title` is an English message id. `panel` is a tab of the right dock or a page of the bottom one.
    """

    title: str
    minutes: int
    activity: Activity = "map"
    view: Literal["", "present", "capture"] = ""
    panel: str = ""
    lane: str = ""


class AgendaTemplate(NamedTuple):
    """An agenda to begin with; `title` is an English message id."""

    title: str
    steps: tuple[AgendaStep, ...]

    @property
    def minutes(self) -> int:
        return sum(step.minutes for step in self.steps)


def _welcome(minutes: int) -> AgendaStep:
    return AgendaStep(N_("Welcome and goal"), minutes)


def _journey_today(minutes: int) -> AgendaStep:
    return AgendaStep(N_("The journey today"), minutes, view="present")


def _cards(minutes: int) -> AgendaStep:
    return AgendaStep(N_("Write cards"), minutes, "write", "capture", "inbox")


def _emotion(minutes: int) -> AgendaStep:
    return AgendaStep(N_("Emotion by stage"), minutes, "rate", panel="agreement", lane="emotion")


def _vote(minutes: int) -> AgendaStep:
    return AgendaStep(N_("Vote"), minutes, "vote", lane="pain_point")


def _opportunities(minutes: int) -> AgendaStep:
    return AgendaStep(N_("Opportunities"), minutes, "write", "capture", "inbox", "opportunity")


def _priorities(minutes: int) -> AgendaStep:
    return AgendaStep(N_("Impact and effort"), minutes, panel="priorities")


def _owners(minutes: int) -> AgendaStep:
    return AgendaStep(N_("Owners and dates"), minutes, panel="form", lane="opportunity")


#: By name. The day follows the seven-step method (`insight.method`), the others its second half.
TEMPLATES: Mapping[str, AgendaTemplate] = MappingProxyType(
    {
        "hour": AgendaTemplate(
            N_("60 min"),
            (
                _welcome(5),
                _journey_today(10),
                _cards(15),
                _emotion(10),
                _vote(5),
                _opportunities(10),
                _owners(5),
            ),
        ),
        "two_hours": AgendaTemplate(
            N_("120 min"),
            (
                _welcome(5),
                _journey_today(20),
                _cards(25),
                _emotion(15),
                _vote(10),
                AgendaStep(N_("Break"), 10),
                _opportunities(15),
                _priorities(15),
                _owners(5),
            ),
        ),
        "day": AgendaTemplate(
            N_("One day"),
            (
                _welcome(20),
                AgendaStep(N_("Target group and personas"), 40, "write", panel="outline"),
                AgendaStep(N_("Stages of the journey"), 30, view="present"),
                AgendaStep(N_("Break"), 15),
                AgendaStep(N_("Touchpoints"), 60, "write", "capture", "inbox", "touchpoint"),
                AgendaStep(N_("Lunch"), 60),
                AgendaStep(N_("Feedback and pain points"), 50, "write", "capture", "inbox"),
                _emotion(30),
                _vote(15),
                AgendaStep(N_("Break"), 15),
                _opportunities(45),
                _priorities(30),
                AgendaStep(N_("Metrics to follow"), 20, panel="funnel", lane="metric"),
                _owners(20),
            ),
        ),
    }
)


class AgendaTimer:
    """The time that is left of each step; a step keeps its time while another one is current.

    `clock` returns seconds. It must go on while the computer sleeps, as the workshop does.
    """

    def __init__(self, steps: Sequence[AgendaStep], clock: Callable[[], float]) -> None:
        """Raises ValueError without steps."""
        if not steps:
            raise ValueError("An agenda needs at least one step.")
        self.steps = tuple(steps)
        self._clock = clock
        self._lengths = [float(step.minutes * MINUTE) for step in steps]
        self._spent = [0.0] * len(steps)
        self._index = 0
        self._since: float | None = None

    @property
    def index(self) -> int:
        return self._index

    @property
    def step(self) -> AgendaStep:
        return self.steps[self._index]

    @property
    def is_running(self) -> bool:
        return self._since is not None

    @property
    def is_begun(self) -> bool:
        return self.is_running or self._index > 0 or any(self._spent)

    @property
    def remaining(self) -> float:
        """The seconds left of the current step; negative over time."""
        return self._lengths[self._index] - self._time_spent()

    @property
    def share(self) -> float:
        """The share of the current step that is left, 0..1."""
        return min(max(self.remaining / self._lengths[self._index], 0.0), 1.0)

    @property
    def is_last_minute(self) -> bool:
        return 0 <= self.remaining <= LAST_SECONDS

    @property
    def is_over(self) -> bool:
        return self.remaining < 0

    @property
    def ends_at(self) -> float:
        """When the last step ends, on the clock, if every step takes its time from now on."""
        later = range(self._index + 1, len(self.steps))
        left = sum(max(self._lengths[index] - self._spent[index], 0.0) for index in later)
        return self._clock() + max(self.remaining, 0.0) + left

    @property
    def total_minutes(self) -> int:
        return round(sum(self._lengths) / MINUTE)

    def minutes(self, index: int) -> int:
        """The length of a step with its extensions."""
        return round(self._lengths[index] / MINUTE)

    def start(self) -> None:
        if self._since is None:
            self._since = self._clock()

    def pause(self) -> None:
        self._spent[self._index] = self._time_spent()
        self._since = None

    def go_to(self, index: int) -> bool:
        """Make a step the current one; returns False if it is already, or does not exist."""
        if index == self._index or not 0 <= index < len(self.steps):
            return False
        was_running = self.is_running
        self.pause()
        self._index = index
        if was_running:
            self.start()
        return True

    def extend(self, minutes: int) -> None:
        """Lengthen the current step; over time, the minutes count from now."""
        self._lengths[self._index] += minutes * MINUTE + max(-self.remaining, 0.0)

    def _time_spent(self) -> float:
        spent = self._spent[self._index]
        if self._since is not None:
            # A clock that is set back must not give time.
            spent += max(self._clock() - self._since, 0.0)
        return spent


def clock_text(seconds: float) -> str:
    """Write the time left in minutes and seconds, or the time over with a plus sign."""
    whole = math.floor(-seconds) if seconds < 0 else math.ceil(seconds)
    sign = "+" if seconds < 0 and whole else ""
    return f"{sign}{whole // MINUTE}:{whole % MINUTE:02}"
