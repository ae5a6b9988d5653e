"""The measures are those of the plain definitions, for any log."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeyeditor.events.log import opened_log
from journeyeditor.events.measures import (
    MAX_BITS,
    TOP_VARIANTS,
    Measures,
    measure,
    shown_groups,
)
from tests.events.logs import START, Event, comparable, events, measured, table

#: Few cases and times, so that ties and loops are frequent.
EVENTS = st.builds(
    Event,
    st.sampled_from(["1", "2", "é", "a,b", 'c"d']),
    st.sampled_from(["x", "Y", "søg", "line\nbreak", " z "]),
    st.integers(0, 5).map(lambda minutes: START + datetime.timedelta(minutes=minutes)),
)


def measures(path: Path) -> Measures:
    with opened_log(str(path)) as log:
        assert log.unread_count == 0
        return measure(log)


@settings(max_examples=15)
@given(st.lists(EVENTS, min_size=1, max_size=30))
def test_any_log(tmp_path_factory: object, rows: list[Event]) -> None:
    path = Path(tmp_path_factory.mktemp("log")) / "log.csv"  # type: ignore[attr-defined]
    path.write_text(table(rows), "utf-8")
    expected = measured(rows)
    found = comparable(measures(path).as_json())
    top = found.pop("top")
    assert len(top) == min(found["variants"], TOP_VARIANTS)
    every = expected.pop("top")
    assert found == expected
    assert all(every[variant] == cases for variant, cases in top.items())
    assert sorted(top.values()) == sorted(every.values())[-TOP_VARIANTS:]


def test_the_most_frequent_comes_first(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(table(events()), "utf-8")
    found = measures(tmp_path / "log.csv")
    counts = [each.count for each in found.follows]
    assert counts == sorted(counts, reverse=True)
    assert list(found.starts) == ["Search", "Complain"]
    assert [each.cases for each in found.top_variants] == [1, 1, 1, 1]


def test_exact_medians_do_not_depend_on_the_way_they_are_computed(tmp_path: Path) -> None:
    from journeyeditor.events import measures as module

    (tmp_path / "log.csv").write_text(table(events()), "utf-8")
    with opened_log(str(tmp_path / "log.csv")) as log:
        in_memory = log.database.rows(module._FOLLOWS.format(steps=log.table))
        on_disk = log.database.rows(module._FOLLOWS_ON_DISK.format(steps=log.table))
    assert sorted(in_memory) == sorted(on_disk)


def test_a_log_of_many_activities(tmp_path: Path) -> None:
    names = [f"activity {i}" for i in range(MAX_BITS + 7)]
    rows = [Event(str(i % 5), name, START) for i in range(3) for name in names[i::2]]
    (tmp_path / "log.csv").write_text(table(rows), "utf-8")
    found = comparable(measures(tmp_path / "log.csv").as_json())
    assert found["activities"] == measured(rows)["activities"]


@pytest.mark.parametrize(
    ("cases", "shown"),
    [
        ({"new": 40, "returning": 20}, {"new", "returning"}),
        ({"new": 40, "returning": 20, "staff": 3}, {"new"}),
        ({"new": 40, "returning": 20, "staff": 1, "press": 2}, {"new"}),
        ({"new": 40, "returning": 20, "staff": 4, "press": 4}, {"new", "returning"}),
        ({"new": 40, "returning": 20, "staff": 3, "": 30}, {"new", "returning"}),
        ({"new": 40, "": 3}, set()),
        ({"staff": 3}, set()),
    ],
)
def test_the_size_of_a_small_group_does_not_follow_from_the_others(
    cases: dict[str, int], shown: set[str]
) -> None:
    assert shown_groups(cases, 5) == shown
