"""Which cases of a replay are under way at a time, and how many wait at each moment.

A case stands at a moment from one event on, and sets off so that it reaches the next moment at the next
event: it is under way for as long as `travel` says, or for the whole time between them if that is
shorter. Everything is looked up in sorted arrays, so that any time costs what is under way then, and
playing, stepping and scrubbing are the same.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from enum import Enum
from functools import cache
from typing import NamedTuple, TypeVar

from journeyeditor.insight.replay.traces import Traces

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)
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
    are seconds as in the traces. Moments and moves of fewer cases than the traces demand are not shown,
    as `is_folded` says: a case that makes one is seen again at the next moment that it has in common.
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
        lost: list[float] = []
        completed: list[float] = []
        chosen = [
            case for case in range(traces.cases) if group is None or traces.group_of[case] == group
        ]
        self.cases = len(chosen)
        legs = _legs(traces, chosen, is_back)
        #: What too few cases do; those that come to a moment leave it, too.
        self._rare = _rare(legs, traces.least)
        visits = (traces.codes[traces.first[case] : traces.first[case + 1]] for case in chosen)
        self._rare_moments = _rare(visits, traces.least)
        self.is_folded = bool(self._rare)
        for case, own in zip(chosen, legs, strict=True):
            self._add(case, own, arrivals)
            last = traces.first[case + 1] - 1
            if traces.completed[case]:
                completed.append(traces.times[last])
                continue
            lost.append(traces.times[last])
            if Leg(traces.codes[last], -1, Move.LEAVING) not in self._rare:
                left[traces.codes[last]].append(traces.times[last])
        self.legs: tuple[Leg, ...] = tuple(self._legs)
        self._arrivals = {code: array("d", sorted(times)) for code, times in arrivals.items()}
        self._departures: dict[int, array[float]] = {}
        self._left = {code: array("d", sorted(times)) for code, times in left.items()}
        self._lost, self._completed = array("d", sorted(lost)), array("d", sorted(completed))
        self._starts = array("d", sorted(traces.times[traces.first[case]] for case in chosen))
        self.start = self._starts[0] if self._starts else 0.0
        self.end = max((traces.times[traces.first[case + 1] - 1] for case in chosen), default=0.0)
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
        """Return how many cases ended at each moment before the end of the map, where enough did."""
        found = {code: bisect_right(times, time) for code, times in self._left.items()}
        return {code: count for code, count in found.items() if count > 0}

    def lost(self, time: float) -> int:
        """Return how many cases ended before the end of the map, wherever it was."""
        return bisect_right(self._lost, time)

    def started(self, time: float) -> int:
        return bisect_right(self._starts, time)

    def completed(self, time: float) -> int:
        return bisect_right(self._completed, time)

    def active(self, buckets: int) -> list[int]:
        """Return how many cases are on their way at each of some times from start to end."""
        ends = sorted([*self._completed, *self._lost])
        step = (self.end - self.start) / max(buckets - 1, 1)
        times = (self.start + step * number for number in range(buckets))
        return [bisect_right(self._starts, time) - bisect_left(ends, time) for time in times]

    def _add(self, case: int, legs: Sequence[Leg], arrivals: dict[int, list[float]]) -> None:
        traces, track, rare = self.traces, case % TRACKS, self._rare
        for i, leg in enumerate(legs, traces.first[case]):
            time = traces.times[i]
            is_last = leg.target < 0
            then = time if is_last else traces.times[i + 1]
            if leg.source not in self._rare_moments:
                arrivals[leg.source].append(time)
                self._stays[leg.source].append((time, then))
            if leg in rare:
                continue
            if is_last:
                self._ends[leg.move, track].append((time, self._leg(leg)))
            else:
                self._moves[leg.move, track].append((then, time, self._leg(leg)))

    def _leg(self, leg: Leg) -> int:
        return self._legs.setdefault(leg, len(self._legs))


def _legs(
    traces: Traces, cases: Iterable[int], is_back: Callable[[int, int], bool]
) -> list[list[Leg]]:
    """Return the moves of each case, the last of which is its end."""

    @cache
    def leg(one: int, other: int) -> Leg:
        return Leg(one, other, Move.BACK if is_back(one, other) else Move.ONWARD)

    found = []
    for case in cases:
        codes = traces.codes[traces.first[case] : traces.first[case + 1]]
        end = Move.COMPLETED if traces.completed[case] else Move.LEAVING
        found.append([*map(leg, codes, codes[1:]), Leg(codes[-1], -1, end)])
    return found


def _rare(found: Iterable[Iterable[K]], least: int) -> frozenset[K]:
    """Return what is found in fewer cases than that; each case counts once."""
    counts = Counter(key for each in found for key in set(each))
    return frozenset(key for key, count in counts.items() if count < least)


def _most(stays: Sequence[tuple[float, float]]) -> int:
    """Return how many of some stays overlap at most; those that end make room first."""
    changes = sorted((time, by) for stay in stays for time, by in zip(stay, (1, -1), strict=True))
    most = now = 0
    for _, by in changes:
        now += by
        most = max(most, now)
    return most
