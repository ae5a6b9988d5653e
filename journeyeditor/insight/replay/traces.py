"""The visits of many cases to the moments of a map, in flat arrays without names of cases."""

from __future__ import annotations

import datetime
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field

#: No more cases are replayed: beyond, a sample is.
MAX_CASES = 10_000
#: The most visits of one case; what comes later is left out.
MAX_VISITS = 200


@dataclass(frozen=True, slots=True)
class Traces:
    """Cases one after the other, the visits of each in the order of time.

    The visits of case i are those from `first[i]` to before `first[i + 1]`. `codes` are indices into
    `moments` (ids), `times` seconds since `origin`, and `group_of` indices into `groups`, -1 for
    none. `completed` says whether a case came to its end. These are a sample of `total` cases.
    `origin` is None where time is made up. What fewer than `least` cases do is not shown: one of a few
    could be followed, and recognized by those who know when they were where.
    """

    moments: tuple[str, ...]
    groups: tuple[str, ...]
    total: int
    origin: datetime.datetime | None = None
    least: int = 0
    first: array[int] = field(default_factory=lambda: array("l", [0]))
    codes: array[int] = field(default_factory=lambda: array("l"))
    times: array[float] = field(default_factory=lambda: array("d"))
    group_of: array[int] = field(default_factory=lambda: array("l"))
    completed: array[int] = field(default_factory=lambda: array("b"))

    @property
    def cases(self) -> int:
        return len(self.group_of)

    @property
    def is_sample(self) -> bool:
        return self.cases < self.total

    def add(self, visits: Iterable[tuple[int, float]], group: int, *, is_completed: bool) -> None:
        """Add a case by its visits: code and time."""
        for code, time in visits:
            self.codes.append(code)
            self.times.append(time)
        self.first.append(len(self.codes))
        self.group_of.append(group)
        self.completed.append(is_completed)
