"""The agenda of a workshop: its steps with minutes, templates for three lengths, and the timer.

The timer reads the clock that it is given and starts nothing by itself.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Annotated, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from journeyeditor.i18n import N_, Texts
from journeyeditor.vocabulary import AgendaStep

#: The last part of a step, in which the time left is shown as a warning (s).
LAST_SECONDS = 60
MINUTE = 60


class AgendaTemplate(NamedTuple):
    """An agenda to begin with; `title` is an English message id."""

    title: str
    steps: tuple[AgendaStep, ...]

    @property
    def minutes(self) -> int:
        return sum(step.minutes for step in self.steps)


_PROJECTOR, _PHONES = N_("Projector"), N_("Phones")
_NOTES, _PENS = N_("Sticky notes"), N_("Pens")


def _welcome(minutes: int) -> AgendaStep:
    return AgendaStep(
        title=N_("Welcome and goal"),
        minutes=minutes,
        note=N_("Say what will be decided, and what happens with the result."),
        materials=(_PROJECTOR,),
    )


def _journey_today(minutes: int) -> AgendaStep:
    return AgendaStep(
        title=N_("The journey today"),
        minutes=minutes,
        view="present",
        note=N_("Walk through the map once, from the first stage to the last."),
    )


def _cards(minutes: int) -> AgendaStep:
    return AgendaStep(
        title=N_("Write cards"),
        minutes=minutes,
        activity="write",
        view="capture",
        panel="inbox",
        note=N_("Everybody writes alone first. Then read out and group."),
        materials=(_PHONES, _NOTES, _PENS),
    )


def _emotion(minutes: int) -> AgendaStep:
    return AgendaStep(
        title=N_("Emotion by stage"),
        minutes=minutes,
        activity="rate",
        panel="agreement",
        lane="emotion",
        note=N_("Everybody rates each stage. Talk about the one with the widest spread."),
        materials=(_PHONES,),
    )


def _vote(minutes: int) -> AgendaStep:
    return AgendaStep(
        title=N_("Vote"),
        minutes=minutes,
        activity="vote",
        lane="pain_point",
        note=N_("Place dots on what costs customers most."),
        materials=(_PHONES,),
    )


def _opportunities(minutes: int) -> AgendaStep:
    return AgendaStep(
        title=N_("Opportunities"),
        minutes=minutes,
        activity="write",
        view="capture",
        panel="inbox",
        lane="opportunity",
        note=N_("Begin with the pain points that got most votes."),
        materials=(_PHONES, _NOTES, _PENS),
    )


def _priorities(minutes: int) -> AgendaStep:
    return AgendaStep(
        title=N_("Impact and effort"),
        minutes=minutes,
        panel="priorities",
        note=N_("Place each card on the board. Discuss only where you disagree."),
    )


def _owners(minutes: int) -> AgendaStep:
    return AgendaStep(
        title=N_("Owners and dates"),
        minutes=minutes,
        panel="priorities",
        lane="opportunity",
        note=N_("Each action gets a name and a date before anybody leaves."),
    )


def _pause(title: str, minutes: int) -> AgendaStep:
    return AgendaStep(title=title, minutes=minutes)


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
                _pause(N_("Break"), 10),
                _opportunities(15),
                _priorities(15),
                _owners(5),
            ),
        ),
        "day": AgendaTemplate(
            N_("One day"),
            (
                _welcome(20),
                AgendaStep(
                    title=N_("Target group and personas"),
                    minutes=40,
                    activity="write",
                    panel="outline",
                    note=N_("Agree on whose journey it is."),
                ),
                AgendaStep(
                    title=N_("Stages of the journey"),
                    minutes=30,
                    view="present",
                    note=N_("Name the stages as customers would."),
                ),
                _pause(N_("Break"), 15),
                AgendaStep(
                    title=N_("Touchpoints"),
                    minutes=60,
                    activity="write",
                    view="capture",
                    panel="inbox",
                    lane="touchpoint",
                    note=N_("Go channel by channel, including those run by others."),
                    materials=(_PHONES, _NOTES, _PENS),
                ),
                _pause(N_("Lunch"), 60),
                AgendaStep(
                    title=N_("Feedback and pain points"),
                    minutes=50,
                    activity="write",
                    view="capture",
                    panel="inbox",
                    lane="pain_point",
                    note=N_("Quotes and figures first, opinions later."),
                    materials=(_PHONES, N_("Customer quotes")),
                ),
                _emotion(30),
                _vote(15),
                _pause(N_("Break"), 15),
                _opportunities(45),
                _priorities(30),
                AgendaStep(
                    title=N_("Metrics to follow"),
                    minutes=20,
                    panel="funnel",
                    lane="metric",
                    note=N_("Choose one figure per stage that shows whether it improved."),
                ),
                _owners(20),
            ),
        ),
    }
)


def template_steps(name: str, texts: Texts) -> tuple[AgendaStep, ...]:
    """The steps of a template in a language."""
    return tuple(
        step.model_copy(
            update={
                "title": texts(step.title),
                "note": texts(step.note) if step.note else "",
                "materials": tuple(texts(each) for each in step.materials),
            }
        )
        for step in TEMPLATES[name].steps
    )


def template_of(steps: Sequence[AgendaStep], texts: Texts) -> str:
    """The template that these steps are, "" if none."""
    found = (name for name in TEMPLATES if template_steps(name, texts) == tuple(steps))
    return next(found, "")


class ClockState(BaseModel):
    """All that a timer knows beside its steps, by the clock of the day.

    `added` and `spent` are seconds of each step, `since` when the current one was started (None:
    paused), and `at` when this was so.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    index: Annotated[int, Field(ge=0)]
    added: tuple[Annotated[float, Field(ge=0)], ...]
    spent: tuple[Annotated[float, Field(ge=0)], ...]
    since: float | None
    at: float


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
        #: Seconds by which steps were lengthened, and that went by in them.
        self._added = [0.0] * len(steps)
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
        return self._length(self._index) - self._time_spent()

    @property
    def share(self) -> float:
        """The share of the current step that is left, 0..1."""
        return min(max(self.remaining / self._length(self._index), 0.0), 1.0)

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
        left = sum(max(self._length(index) - self._spent[index], 0.0) for index in later)
        return self._clock() + max(self.remaining, 0.0) + left

    @property
    def total_minutes(self) -> int:
        return round(sum(map(self._length, range(len(self.steps)))) / MINUTE)

    def minutes(self, index: int) -> int:
        """The length of a step with its extensions."""
        return round(self._length(index) / MINUTE)

    @property
    def state(self) -> ClockState:
        spent, added = tuple(self._spent), tuple(self._added)
        return ClockState(
            index=self._index, added=added, spent=spent, since=self._since, at=self._clock()
        )

    def resume(self, state: ClockState) -> bool:
        """Go on as an earlier timer was, the time since then included; False if it had other steps."""
        if len(state.spent) != len(self.steps) or len(state.added) != len(self.steps):
            return False
        if state.index >= len(self.steps) or (state.since or 0) > self._clock():
            return False
        self._index, self._since = state.index, state.since
        self._added, self._spent = list(state.added), list(state.spent)
        return True

    def follow(self, steps: Sequence[AgendaStep]) -> None:
        """Take over changed steps; each keeps its time, and the current one stays current.

        A step that changed is the one at its place. Raises ValueError without steps.
        """
        if not steps:
            raise ValueError("An agenda needs at least one step.")
        was_running, current = self.is_running, self._index
        self.pause()
        origins = _origins(self.steps, steps)
        self._added = [0.0 if old is None else self._added[old] for old in origins]
        self._spent = [0.0 if old is None else self._spent[old] for old in origins]
        self.steps = tuple(steps)
        self._index = origins.index(current) if current in origins else current
        self._index = min(self._index, len(self.steps) - 1)
        if was_running:
            self.start()

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
        self._added[self._index] += minutes * MINUTE + max(-self.remaining, 0.0)

    def _length(self, index: int) -> float:
        return self.steps[index].minutes * MINUTE + self._added[index]

    def _time_spent(self) -> float:
        spent = self._spent[self._index]
        if self._since is not None:
            # A clock that is set back must not give time.
            spent += max(self._clock() - self._since, 0.0)
        return spent


def _origins(old: Sequence[AgendaStep], new: Sequence[AgendaStep]) -> list[int | None]:
    """Where each new step was among the old ones; None for one that was not."""
    left = dict.fromkeys(range(len(old)))
    origins: list[int | None] = []
    for step in new:
        same = next((index for index in left if old[index] == step), None)
        origins.append(same)
        left.pop(same, None)  # type: ignore[arg-type]
    # With as many steps as before, what is left over was edited in place.
    if len(old) == len(new):
        for index in left:
            if origins[index] is None:
                origins[index] = index
    return origins


def clock_text(seconds: float) -> str:
    """Write the time left in minutes and seconds, or the time over with a plus sign."""
    whole = math.floor(-seconds) if seconds < 0 else math.ceil(seconds)
    sign = "+" if seconds < 0 and whole else ""
    return f"{sign}{whole // MINUTE}:{whole % MINUTE:02}"
