"""The cases of a log for a replay: their visits, without their names, and a sample of many."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from journeyeditor.events.errors import EventLogError
from journeyeditor.events.matching import match
from journeyeditor.events.traces import traces
from journeyeditor.insight.replay.traces import Traces
from tests.events.test_discovery import START, log_of
from tests.events.test_map_measures import SHOP, a_map


def read(path: Path, *variants: tuple[int, tuple[str, ...]], most: int = 10_000) -> Traces:
    graph = a_map()
    with log_of(path, *variants) as log:
        return traces(log, graph, match(log.activities, graph), most)


def test_cases_come_to_the_moments_of_the_map_when_they_did(tmp_path: Path) -> None:
    found = read(tmp_path / "log.csv", *SHOP)
    assert (found.cases, found.total, found.groups) == (100, 100, ("a", "b"))
    assert found.origin == START.replace(day=START.day + 1)
    first = slice(found.first[0], found.first[1])
    assert [found.moments[code] for code in found.codes[first]] == ["t1", "t3", "t4"]
    assert list(found.times[first]) == [0, 3600, 7200]
    assert found.times[found.first[1]] == 9 * 86_400, "the tenth case has the second name"
    # Completed are those that end in the last stage; "call centre" is not on the map.
    assert sum(found.completed) == 50 + 30
    assert found.first[-1] == len(found.codes) == 50 * 3 + 30 * 2 + 12 * 3 + 6 + 2 * 2


def test_of_many_cases_a_sample_is_read_always_the_same_one(tmp_path: Path) -> None:
    one, other = (read(tmp_path / "log.csv", *SHOP, most=20) for _ in range(2))
    assert one == other
    assert (one.cases, one.total, one.is_sample) == (20, 100, True)
    starts = [one.times[first] for first, _ in itertools.pairwise(one.first)]
    assert max(starts) > 50 * 86_400, "not only the first ones"


def test_small_segments_are_not_told_apart(tmp_path: Path) -> None:
    path = ("search results", "checkout")
    found = read(tmp_path / "log.csv", (8, path))
    assert found.groups == ()
    assert set(found.group_of) == {-1}


def test_a_log_without_anything_on_the_map_has_no_cases(tmp_path: Path) -> None:
    found = read(tmp_path / "log.csv", (9, ("nothing", "at all")))
    assert (found.cases, found.total) == (0, 0)


def test_what_few_cases_do_is_folded_and_few_cases_are_refused(tmp_path: Path) -> None:
    path = ("search results", "checkout")
    assert read(tmp_path / "log.csv", (5, path)).least == 5
    with pytest.raises(EventLogError) as refusal:
        read(tmp_path / "log.csv", (4, path), (90, ("nothing",)))
    assert str(refusal.value) == (
        "4 journeys of the log come to the map. Fewer than 5 are not shown, because they could "
        "reveal who the customers are."
    )
