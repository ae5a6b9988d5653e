"""How the figures of a map were measured."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, Strict

from journeyeditor.model import Value
from journeyeditor.vocabulary.kind import Between, Count, Date, Share, Texts

Number = Annotated[int, Between(0)]


class Deviation(Value):
    """Where customers departed from the map.

    `source` and `target` are ids of steps or touchpoints; `source` is an activity if the map lacks it
    ("missing"). `seconds` is a median, `expected` what the map says.
    """

    kind: Literal["untaken", "missing", "order", "repeated", "end", "wait", "longer"] = "untaken"
    source: str = ""
    target: str = ""
    count: Number = 0
    share: Share = 0
    seconds: Count = 0
    expected: Count = 0


class Measurement(Value):
    """The event log that a map was measured with, and how it was read, so that it can be repeated.

    `source` is the name of its file, `date` the day of measuring, `first` and `last` the days of the
    events. The columns are those of case, activity and time, and what else was read: "" is no column,
    None is not known. `activities` says which element of the
    map an activity is, by its id; "" is none. An id that the map does not have counts as none.
    `fitness` is the share of cases that follow the map, `deviations` say where others do not.
    """

    source: str = ""
    date: Date | None = None
    first: Date | None = None
    last: Date | None = None
    cases: Number = 0
    events: Number = 0
    case: Texts = ()
    activity: str = ""
    time: str = ""
    clock: str | None = None
    lifecycle: str | None = None
    channel: str | None = None
    device: str | None = None
    segment: str | None = None
    table: str = ""
    query: str = ""
    complete: bool = False
    activities: dict[str, str] = Field(default_factory=dict)
    fitness: Share | None = None
    deviations: Annotated[tuple[Deviation, ...], Strict(False)] = ()
