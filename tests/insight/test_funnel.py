"""The funnel: computed rates beside stated ones, in three conventions, without false precision."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyeditor import resources
from journeyeditor.files import read_map
from journeyeditor.insight.funnel import FunnelRow, Verdict, continuing, funnel
from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import FunnelRule, MapInfo, Stage


def rows(
    *stages: tuple[float | None, float | None], convention: Any = "to_next", tolerance: float = 1
) -> tuple[FunnelRow, ...]:
    """Return the funnel of stages given as (count, stated rate)."""
    info = MapInfo(funnel=FunnelRule(convention=convention, tolerance=tolerance))
    records = [
        Stage(id=f"s{i}", count=count, stated_rate=stated)
        for i, (count, stated) in enumerate(stages)
    ]
    return funnel(JourneyGraph.of(info, records))


#: Counts and stated rates of source 000, and what the counts give.
TABLE = (
    (10_000, 0.50, 0.5, Verdict.MATCH),
    (5_000, 0.30, 0.3, Verdict.MATCH),
    (1_500, 0.20, 0.2, Verdict.MATCH),
    (300, 0.10, 0.5, Verdict.MISMATCH),
    (150, 0.05, 1 / 3, Verdict.MISMATCH),
    (50, 0.05, 0.4, Verdict.MISMATCH),
    (20, 0.02, None, Verdict.UNDEFINED),
)


def test_the_table_of_the_source_has_three_matches_and_three_mismatches() -> None:
    found = rows(*[(count, stated) for count, stated, _, _ in TABLE])
    assert [row.verdict for row in found] == [verdict for *_, verdict in TABLE]
    assert [row.computed for row in found] == pytest.approx(
        [computed for _, _, computed, _ in TABLE]
    )


def test_the_swedish_sample_is_that_table() -> None:
    graph = read_map(resources.path("samples", "toothbrush.sv.journey.json"))
    found = funnel(graph)
    assert [(row.count, row.stated, row.verdict) for row in found] == [
        (count, stated, verdict) for count, stated, _, verdict in TABLE
    ]


@pytest.mark.parametrize(
    ("convention", "computed"),
    [
        ("to_next", [0.5, 0.1, None]),
        ("from_previous", [None, 0.5, 0.1]),
        ("share_of_top", [1.0, 0.5, 0.05]),
    ],
)
def test_each_convention_divides_its_own_way(convention: str, computed: list[float | None]) -> None:
    found = rows((200, None), (100, None), (10, None), convention=convention)
    assert [row.computed for row in found] == computed


def test_a_missing_count_leaves_one_hole() -> None:
    found = rows((100, None), (None, 0.5), (50, None))
    assert [row.computed for row in found] == [0.5, None, None]
    assert found[1].verdict is Verdict.UNDEFINED


def test_nothing_is_divided_by_zero() -> None:
    found = rows((0, 0.5), (50, None))
    assert found[0].computed is None
    assert found[0].verdict is Verdict.UNDEFINED
    assert rows((0, None), (0, None), convention="share_of_top")[1].computed is None


def test_a_rise_is_reported_as_it_is() -> None:
    assert rows((10, 1), (25, None))[0].computed == 2.5
    assert rows((10, 1), (25, None))[0].verdict is Verdict.MISMATCH


@pytest.mark.parametrize(
    ("stated", "verdict"),
    [
        (0.30, Verdict.MATCH),
        (0.31, Verdict.MATCH),
        (0.29, Verdict.MATCH),
        (0.3101, Verdict.MISMATCH),
        (0.2899, Verdict.MISMATCH),
        (None, Verdict.UNSTATED),
    ],
)
def test_the_tolerance_belongs_to_the_match(stated: float | None, verdict: Verdict) -> None:
    assert rows((100, stated), (30, None))[0].verdict is verdict


def test_a_tolerance_of_nothing_wants_the_exact_figure() -> None:
    assert rows((100, 0.3), (30, None), tolerance=0)[0].verdict is Verdict.MATCH
    assert rows((100, 0.301), (30, None), tolerance=0)[0].verdict is Verdict.MISMATCH


def test_stated_and_computed_stay_apart() -> None:
    row = rows((100, 0.9), (30, None))[0]
    assert (row.stated, row.computed) == (0.9, 0.3)


def test_the_gap_is_reported_in_points() -> None:
    assert [row.gap for row in rows((300, 0.1), (150, 0.6), (75, None))] == [-40, 10, 0]
    assert rows((300, 0.1))[0].gap == 0


def test_a_map_without_stages_has_no_funnel() -> None:
    assert funnel(JourneyGraph.of(MapInfo(), [])) == ()


counts = st.none() | st.integers(0, 10**9) | st.floats(0, 1e9)


@given(
    st.lists(st.tuples(counts, st.none() | st.floats(0, 1)), max_size=8),
    st.sampled_from(["to_next", "from_previous", "share_of_top"]),
)
def test_every_stage_has_its_row(
    stages: list[tuple[float | None, float | None]], convention: str
) -> None:
    found = rows(*stages, convention=convention)
    assert [(row.count, row.stated) for row in found] == stages
    for row in found:
        assert row.computed is None or (row.computed >= 0 and row.count is not None)
        assert (row.verdict is Verdict.UNSTATED) == (row.stated is None)


@pytest.mark.parametrize(("count", "expected"), [(39, 39), (78, 78), (84, None), (None, None)])
def test_no_more_continue_than_there_are(count: int | None, expected: int | None) -> None:
    stages = [Stage(id="middle", count=78), Stage(id="end", count=count)]
    found = continuing(JourneyGraph.of(MapInfo(), stages), stages[0])
    assert (found.passed if found else None) == expected
