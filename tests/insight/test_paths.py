"""Paths: shares in, chances out; checked by enumeration and by sending many customers through."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeyeditor.insight.paths import EXITS, TRAPPED, Outcome, likely_routes, paths
from journeyeditor.insight.transitions import END, LOST, Flow, Transition, flow
from journeyeditor.model import JourneyGraph
from journeyeditor.values import duration_seconds
from tests.builders import a_map


def a_flow(**transitions: dict[str, float]) -> Flow:
    """Return a flow by stages: {target: share}; "end" and "lost" are exits."""
    names = {"end": END, "lost": LOST}
    return Flow(
        tuple(transitions),
        {
            stage: tuple(
                Transition(names.get(target, target), share, f"{stage}-{target}", 60.0)
                for target, share in out.items()
            )
            for stage, out in transitions.items()
        },
    )


def outcomes(flow_: Flow) -> dict[str, Outcome]:
    return {outcome.exit: outcome for outcome in paths(flow_).outcomes}


def test_the_table_of_the_source_loses_all_but_two_in_a_thousand() -> None:
    built = a_map()
    for count in (10_000, 5_000, 1_500, 300, 150, 50, 20):
        built.with_stage(count=count)
    found = paths(flow(built.built()))
    assert outcomes(flow(built.built()))[END].probability == pytest.approx(0.002)
    assert found.reach["stage4"] == pytest.approx(0.03)


def test_a_loop_is_a_geometric_series() -> None:
    found = paths(a_flow(a={"b": 1.0}, b={"a": 0.25, "end": 0.75}))
    assert found.loops[0].rounds == pytest.approx(1 / 3)
    assert found.visits == pytest.approx({"a": 4 / 3, "b": 4 / 3})
    (outcome,) = found.outcomes
    assert outcome.exit == END
    assert outcome[1:] == pytest.approx((1, 8 / 3, 160))


def test_a_loop_that_nobody_leaves_is_an_exit_of_its_own() -> None:
    found = paths(a_flow(a={"b": 0.5, "end": 0.5}, b={"c": 1.0}, c={"b": 1.0}))
    assert {o.exit: o.probability for o in found.outcomes} == pytest.approx(
        {END: 0.5, TRAPPED: 0.5}
    )
    assert found.reach == pytest.approx({"a": 1.0, "b": 0.5, "c": 0.5})


def test_a_journey_that_never_ends_is_reported() -> None:
    assert [o.exit for o in paths(a_flow(a={"a": 1.0})).outcomes] == [TRAPPED]


def test_what_nobody_comes_to_is_reported() -> None:
    assert paths(a_flow(a={"end": 1.0}, b={"end": 1.0})).unreachable == ("b",)


def test_a_map_without_stages_has_no_paths() -> None:
    assert paths(flow(a_map().built())).outcomes == ()
    assert likely_routes(flow(a_map().built())) == []


def transitions(graph: JourneyGraph, stage: str, persona: str = "") -> dict[str, Any]:
    return {
        transition.target: pytest.approx(transition.share)
        for transition in flow(graph, persona).transitions[stage]
    }


def test_what_drawn_ways_leave_goes_on_and_the_rest_is_lost() -> None:
    built = a_map().with_stage(count=100).with_stage(count=40).with_stage()
    built.related("follows", "stage1", "stage3", share=0.02)
    assert transitions(built.built(), "stage1") == {"stage3": 0.02, "stage2": 0.4, LOST: 0.58}
    assert transitions(built.built(), "stage2") == {"stage3": 1.0}
    assert transitions(built.built(), "stage3") == {END: 1.0}


def test_the_way_on_is_the_same_drawn_or_not() -> None:
    built = a_map().with_stage(count=100).with_stage(count=40)
    built.related("follows", "stage1", "stage2", elapsed="P1D")
    transition, lost = flow(built.built()).transitions["stage1"]
    assert (transition.target, transition.share, transition.relation, transition.seconds) == (
        "stage2",
        0.4,
        "r1",
        86_400,
    )
    assert lost.target == LOST


def test_those_who_skipped_are_in_the_count_already() -> None:
    built = a_map().with_stage(count=1000).with_stage(count=200).with_stage(count=110)
    built.related("follows", "stage1", "stage3", share=0.05)
    assert transitions(built.built(), "stage2") == {"stage3": 0.3, LOST: 0.7}


def test_ways_without_a_share_divide_what_is_left() -> None:
    built = a_map().with_stage().with_stage().with_stage()
    built.related("follows", "stage1", "stage3").related("follows", "stage1", "stage1", share=0.5)
    assert transitions(built.built(), "stage1") == {"stage1": 0.5, "stage3": 0.25, "stage2": 0.25}


def test_shares_beyond_everybody_are_taken_in_proportion() -> None:
    built = a_map().with_stage().with_stage()
    built.related("follows", "stage1", "stage2", share=1.0).related(
        "follows", "stage1", "stage1", share=1.0
    )
    assert transitions(built.built(), "stage1") == {"stage2": 0.5, "stage1": 0.5}


def test_a_personas_own_way_is_that_personas() -> None:
    built = a_map().with_stage().with_stage().with_stage().with_("persona").with_("persona")
    built.related("follows", "stage1", "stage3", share=0.4, persona="persona1")
    graph = built.built()
    assert transitions(graph, "stage1", "persona1") == {"stage3": 0.4, "stage2": 0.6}
    assert transitions(graph, "stage1", "persona2") == {"stage2": 1.0}
    assert transitions(graph, "stage1") == {"stage3": 0.2, "stage2": 0.8}


@pytest.mark.parametrize(
    ("duration", "expected"),
    [
        ("", 0),
        ("PT1H30M", 5400),
        ("P1DT1S", 86401),
        ("P2W", 1209600),
        ("P0,5D", 43200),
        ("P1M", 2629746),
    ],
)
def test_durations_are_seconds(duration: str, expected: float) -> None:
    assert duration_seconds(duration) == expected


@st.composite
def flows(draw: st.DrawFn) -> Flow:
    """Return a flow of up to five stages with loops, skips and exits, in eighths."""
    names = [f"s{i}" for i in range(draw(st.integers(1, 5)))]
    targets = [*names, END, LOST]
    out = {}
    for name in names:
        parts = draw(st.lists(st.sampled_from(targets), min_size=8, max_size=8))
        parts[0] = END if draw(st.booleans()) else parts[0]
        out[name] = tuple(
            Transition(t, parts.count(t) / 8, f"{name}{t}", float(draw(st.integers(0, 9))))
            for t in dict.fromkeys(parts)
        )
    return Flow(tuple(names), out)


@given(flows())
@settings(max_examples=100, deadline=None)
def test_everybody_ends_somewhere(flow_: Flow) -> None:
    found = paths(flow_)
    assert sum(o.probability for o in found.outcomes) == pytest.approx(1)
    assert all(0 <= chance <= 1 + 1e-9 for chance in found.reach.values())


@given(flows())
@settings(max_examples=60, deadline=None)
def test_chances_agree_with_stepping_through_all_walks(flow_: Flow) -> None:
    """Push the whole crowd forward step by step: power iteration, no algebra."""
    crowd = {(flow_.entry): (1.0, 1.0, 0.0)}  # chance, chance-weighted steps, seconds
    ended = dict.fromkeys(EXITS, (0.0, 0.0, 0.0))
    for _ in range(1500):
        following: dict[str, tuple[float, float, float]] = {}
        for stage, (chance, steps, time) in crowd.items():
            for transition in flow_.transitions[stage]:
                is_exit = transition.target in EXITS
                book = ended if is_exit else following
                part = chance * transition.share
                more = (
                    part,
                    steps * transition.share + (0 if is_exit else part),
                    time * transition.share + part * transition.seconds,
                )
                old = book.get(transition.target, (0.0, 0.0, 0.0))
                book[transition.target] = (old[0] + more[0], old[1] + more[1], old[2] + more[2])
        crowd = following
        if sum(chance for chance, _, _ in crowd.values()) < 1e-13:
            break
    for outcome in paths(flow_).outcomes:
        if outcome.exit == TRAPPED:
            assert outcome.probability == pytest.approx(
                sum(c for c, _, _ in crowd.values()), abs=1e-6
            )
            continue
        chance, steps, time = ended[outcome.exit]
        assert outcome.probability == pytest.approx(chance, abs=1e-6)
        if chance > 1e-3 and sum(c for c, _, _ in crowd.values()) < 1e-9:
            assert outcome.steps == pytest.approx(steps / chance, rel=1e-4)
            assert outcome.seconds == pytest.approx(time / chance, rel=1e-4, abs=1e-6)


def test_chances_agree_with_many_customers() -> None:
    flow_ = a_flow(
        a={"b": 0.6, "c": 0.1, "lost": 0.3},
        b={"c": 0.5, "a": 0.2, "lost": 0.3},
        c={"end": 0.9, "a": 0.1},
    )
    chance = random.Random(7)
    ends, seen = dict.fromkeys(EXITS, 0), dict.fromkeys("abc", 0)
    customers = 20_000
    for _ in range(customers):
        place, met = "a", {"a"}
        while place not in EXITS:
            out = flow_.transitions[place]
            (place,) = chance.choices([w.target for w in out], [w.share for w in out])
            met.add(place)
        ends[place] += 1
        for stage in met & set("abc"):
            seen[stage] += 1
    found = paths(flow_)
    for outcome in found.outcomes:
        assert outcome.probability == pytest.approx(ends[outcome.exit] / customers, abs=0.015)
    for stage, count in seen.items():
        assert found.reach[stage] == pytest.approx(count / customers, abs=0.015)


@given(flows())
@settings(max_examples=20, deadline=None)
def test_walks_come_likeliest_first_and_are_ways_through(flow_: Flow) -> None:
    found = likely_routes(flow_, 30)
    assert [w.probability for w in found] == sorted((w.probability for w in found), reverse=True)
    assert len({(w.stages, w.exit) for w in found}) == len(found)
    assert sum(w.probability for w in found) <= 1 + 1e-9
    for walk in found:
        chance = 1.0
        for here, there in zip(walk.stages, [*walk.stages[1:], walk.exit], strict=True):
            chance *= next(w.share for w in flow_.transitions[here] if w.target == there)
        assert walk.probability == pytest.approx(chance)
