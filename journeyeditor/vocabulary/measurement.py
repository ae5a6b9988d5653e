"""How the figures of a map were measured."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from journeyeditor.model import Value
from journeyeditor.vocabulary.kind import Between, Date, Texts

Number = Annotated[int, Between(0)]


class Measurement(Value):
    """The event log that a map was measured with, and how it was read, so that it can be repeated.

    `source` is the name of its file, `date` the day of measuring, `first` and `last` the days of the
    events. The columns are those of case, activity and time. `activities` says which element of the
    map an activity is, by its id; "" is none. An id that the map does not have counts as none.
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
    table: str = ""
    query: str = ""
    complete: bool = False
    activities: dict[str, str] = Field(default_factory=dict)
