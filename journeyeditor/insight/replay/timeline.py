"""Which cases of a replay are under way at a time, and how many wait at each moment.

A case stands at a moment from one event on, and sets off so that it reaches the next moment at the next
event: it is under way for as long as `travel` says, or for the whole time between them if that is
shorter. Everything is looked up in sorted arrays, so that any time costs what is under way then, and
playing, stepping and scrubbing are the same.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import NamedTuple, TypeVar

from journeyeditor.insight.replay.traces import Traces

T = TypeVar("T")
#: The places along a route; there is one more for its beginning.
PLACES = 96
#: The tracks that the dots of one route are spread over, so that they do not hide each other.
TRACKS = 3


class Move(Enum):
    """What a dot does: goes on, goes back or repeats, leaves early, or has arrived at the end."""

    ONWARD = "onward"
    BACK = "back"
    LEAVING = "leaving"
    COMPLETED = "completed"


class Leg(NamedTuple):
    """From one moment to another; `target` is -1 where a case ends. Both index the traces' moments."""

    source: int
    target: int
    move: Move


class Track:
    """The moves of one kind that share a track of dots, by the time of their arrival."""

    def __init__(self, move: Move, number: int, rows: Sequence[tuple[float, float, int]]) -> None:
        """`rows` are arrival, departure at the earliest, and the number of the leg."""
        self.move, self.number = move, number
        ordered = sorted(rows)
        # Lists, as arrays would create a number object for each item in each frame.
        self._arrivals = [row[0] for row in ordered]
        self._departures = [row[1] for row in ordered]
        self._bases = [row[2] * (PLACES + 1) + PLACES for row in ordered]
        self._rates: list[float] = []
        self._travel = 0.0

    def set_travel(self, travel: float) -> None:
        self._travel = travel
        self._rates = [
            PLACES / max(min(travel, arrival - departure), 1e-9)
            for arrival, departure in zip(self._arrivals, self._departures, strict=True)
        ]

    def at(self, time: float, places: Sequence[T]) -> list[T]:
        """Return the places of the dots; `places` are those of all legs, one leg after the other."""
        first = bisect_right(self._arrivals, time)
        end = bisect_right(self._arrivals, time + self._travel)
        if first == end:
            return []
        here = slice(first, end)
        return [
            places[base - int(rest)]
            for arrival, rate, base in zip(
                self._arrivals[here], self._rates[here], self._bases[here], strict=True
            )
            if (rest := (arrival - time) * rate) <= PLACES
        ]


class Timeline:
    """The cases of one group, or of all, over time.

    `legs` are the moves that are taken, in the order of `places` in `Track.at`. `start` and `end`
    are seconds as in the traces.
    """

    def __init__(
        self, traces: Traces, is_back: Callable[[int, int], bool], group: int | None = None
    ) -> None:
        self.traces = traces
        self.travel = 0.0
        self._legs: dict[Leg, int] = {}
        #: The moves between two moments, those that end: by kind and track.
        self._moves: dict[tuple[Move, int], list[tuple[float, float, int]]] = defaultdict(list)
        self._ends: dict[tuple[Move, int], list[tuple[float, int]]] = defaultdict(list)
        arrivals: dict[int, list[float]] = defaultdict(list)
        self._stays: dict[int, list[tuple[float, float]]] = defaultdict(list)
        left: dict[int, list[float]] = defaultdict(list)
        completed: list[float] = []
        self.cases = 0
        for case in range(traces.cases):
            if group is not None and traces.group_of[case] != group:
                continue
            self.cases += 1
            self._add(case, is_back, arrivals)
            last = traces.first[case + 1] - 1
            if traces.completed[case]:
                completed.append(traces.times[last])
            else:
                left[traces.codes[last]].append(traces.times[last])
        self.legs: tuple[Leg, ...] = tuple(self._legs)
        self._arrivals = {code: array("d", sorted(times)) for code, times in arrivals.items()}
        self._departures: dict[int, array[float]] = {}
        self._left = {code: array("d", sorted(times)) for code, times in left.items()}
        self._completed = array("d", sorted(completed))
        self._starts = array("d", sorted(self._first_times(group)))
        self.start = self._starts[0] if self._starts else 0.0
        self.end = max((times[-1] for times in self._arrivals.values()), default=0.0)
        #: The most cases that ever stand at one moment.
        self.peak = max((_most(stays) for stays in self._stays.values()), default=0)
        self.tracks: tuple[Track, ...] = ()

    def set_travel(self, travel: float) -> None:
        """Set how long a case is under way between two moments (seconds of the journey)."""
        self.travel = travel
        rows = {key: list(found) for key, found in self._moves.items()}
        for key, ends in self._ends.items():
            rows.setdefault(key, []).extend((time + travel, time, leg) for time, leg in ends)
        self.tracks = tuple(Track(*key, found) for key, found in rows.items())
        for each in self.tracks:
            each.set_travel(travel)
        self._departures = {
            code: array("d", sorted(max(start, end - travel) for start, end in stays))
            for code, stays in self._stays.items()
        }

    def waiting(self, time: float) -> Mapping[int, int]:
        """Return how many cases stand at each moment where there are any."""
        found = {
            code: bisect_right(times, time) - bisect_right(self._departures[code], time)
            for code, times in self._arrivals.items()
        }
        return {code: count for code, count in found.items() if count > 0}

    def left(self, time: float) -> Mapping[int, int]:
        """Return how many cases ended at each moment before the end of the map."""
        found = {code: bisect_right(times, time) for code, times in self._left.items()}
        return {code: count for code, count in found.items() if count > 0}

    def started(self, time: float) -> int:
        return bisect_right(self._starts, time)

    def completed(self, time: float) -> int:
        return bisect_right(self._completed, time)

    def active(self, buckets: int) -> list[int]:
        """Return how many cases are on their way at each of some times from start to end."""
        ends = sorted([*self._completed, *(time for each in self._left.values() for time in each)])
        step = (self.end - self.start) / max(buckets - 1, 1)
        times = (self.start + step * number for number in range(buckets))
        return [bisect_right(self._starts, time) - bisect_left(ends, time) for time in times]

    def _add(
        self, case: int, is_back: Callable[[int, int], bool], arrivals: dict[int, list[float]]
    ) -> None:
        traces, track = self.traces, case % TRACKS
        first, end = traces.first[case], traces.first[case + 1]
        for i in range(first, end):
            code, time = traces.codes[i], traces.times[i]
            arrivals[code].append(time)
            if i + 1 < end:
                after, then = traces.codes[i + 1], traces.times[i + 1]
                move = Move.BACK if is_back(code, after) else Move.ONWARD
                self._moves[move, track].append((then, time, self._leg(Leg(code, after, move))))
                self._stays[code].append((time, then))
            else:
                move = Move.COMPLETED if traces.completed[case] else Move.LEAVING
                self._ends[move, track].append((time, self._leg(Leg(code, -1, move))))
                self._stays[code].append((time, time))

    def _leg(self, leg: Leg) -> int:
        return self._legs.setdefault(leg, len(self._legs))

    def _first_times(self, group: int | None) -> list[float]:
        traces = self.traces
        return [
            traces.times[traces.first[case]]
            for case in range(traces.cases)
            if group is None or traces.group_of[case] == group
        ]


def _most(stays: Sequence[tuple[float, float]]) -> int:
    """Return how many of some stays overlap at most; those that end make room first."""
    changes = sorted((time, by) for stay in stays for time, by in zip(stay, (1, -1), strict=True))
    most = now = 0
    for _, by in changes:
        now += by
        most = max(most, now)
    return most
