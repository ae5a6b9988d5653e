"""Who is where when: a timeline against the plain definition, and cases simulated from a map's figures."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyeditor import resources
from journeyeditor.files import read_map
from journeyeditor.insight.paths import paths
from journeyeditor.insight.replay.simulation import CASES, model, simulate
from journeyeditor.insight.replay.timeline import PLACES, Move, Timeline
from journeyeditor.insight.replay.traces import MAX_VISITS, Traces
from journeyeditor.insight.replay.volumes import Volumes, volumes
from journeyeditor.insight.transitions import END, LOST, flow
from journeyeditor.model import Change, JourneyGraph, Record
from journeyeditor.vocabulary import Follows, MapInfo, Persona, Stage, Step, Touchpoint

MOMENTS = ("a", "b", "c")


def traces_of(
    *cases: tuple[bool, list[tuple[int, int]]], groups: int = 1, least: int = 0
) -> Traces:
    """Return traces of cases: whether each is completed, and its visits."""
    made = Traces(MOMENTS, tuple(f"g{i}" for i in range(groups)), len(cases), least=least)
    for number, (is_completed, visits) in enumerate(cases):
        made.add(visits, number % groups, is_completed=is_completed)
    return made


def goes_back(source: int, target: int) -> bool:
    return target <= source


VISITS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 40)), min_size=1, max_size=6).map(
    lambda visits: sorted(visits, key=lambda visit: visit[1])
)
LOGS = st.lists(st.tuples(st.booleans(), VISITS), min_size=1, max_size=8)


@given(LOGS, st.integers(1, 12), st.integers(-2, 60))
def test_every_case_is_where_the_definition_says(
    cases: list[tuple[bool, list[tuple[int, int]]]], travel: int, time: int
) -> None:
    timeline = Timeline(traces_of(*cases), goes_back)
    timeline.set_travel(travel)
    places = [(leg, n) for leg in timeline.legs for n in range(PLACES + 1)]
    moving = Counter(place[0][:2] for track in timeline.tracks for place in track.at(time, places))
    waiting, ended = Counter[int](), Counter[int]()
    expected = Counter[tuple[int, int]]()
    for is_completed, visits in cases:
        for (code, at), (after, then) in itertools.pairwise(visits):
            departs = max(at, then - travel)
            if departs <= time < then:
                expected[code, after] += 1
            waiting[code] += at <= time < departs
        code, at = visits[-1]
        if at <= time:
            ended[code] += not is_completed
            expected[code, -1] += time < at + travel
    assert +moving == +expected
    assert timeline.waiting(time) == dict(+waiting)
    assert timeline.left(time) == dict(+ended)
    under_way = sum(n for (_, target), n in moving.items() if target >= 0) + waiting.total()
    completed = timeline.completed(time)
    assert timeline.started(time) - completed - ended.total() == under_way


@given(LOGS, st.integers(1, 12), st.integers(-2, 60), st.integers(2, 4))
def test_what_few_cases_do_is_not_shown(
    cases: list[tuple[bool, list[tuple[int, int]]]], travel: int, time: int, least: int
) -> None:
    timeline, whole = (Timeline(traces_of(*cases, least=n), goes_back) for n in (least, 0))
    comes, makes = Counter[int](), Counter[tuple[int, int, bool]]()
    for is_completed, visits in cases:
        codes = [code for code, _ in visits]
        comes.update(set(codes))
        makes.update({(a, b, False) for a, b in itertools.pairwise(codes)})
        makes[codes[-1], -1, is_completed] += 1
    for each in (timeline, whole):
        each.set_travel(travel)
    seen, every = (
        Counter(
            (leg.source, leg.target, leg.move is Move.COMPLETED)
            for track in each.tracks
            for leg, _ in track.at(time, [(leg, n) for leg in each.legs for n in range(PLACES + 1)])
        )
        for each in (timeline, whole)
    )
    assert seen == {leg: n for leg, n in every.items() if makes[leg] >= least}
    waiting = whole.waiting(time).items()
    assert timeline.waiting(time) == {code: n for code, n in waiting if comes[code] >= least}
    left = whole.left(time).items()
    assert timeline.left(time) == {code: n for code, n in left if makes[code, -1, False] >= least}
    assert timeline.is_folded == any(n < least for n in makes.values())
    for count in ("started", "completed", "lost"):
        assert getattr(timeline, count)(time) == getattr(whole, count)(time)
    assert (timeline.start, timeline.end) == (whole.start, whole.end)


def test_a_case_that_goes_in_circles_is_one_case() -> None:
    circles = (True, [(0, time) if time % 2 else (1, time) for time in range(20)])
    straight = [(True, [(0, 0), (2, 9)])] * 2
    timeline = Timeline(traces_of(circles, *straight, least=2), goes_back)
    assert {(leg.source, leg.target) for leg in timeline.legs} == {(0, 2), (2, -1)}


def test_a_dot_begins_at_its_moment_and_arrives_with_the_next_event() -> None:
    timeline = Timeline(traces_of((True, [(0, 0), (1, 100)])), goes_back)
    timeline.set_travel(10)
    places = list(range(len(timeline.legs) * (PLACES + 1)))
    (track,) = (track for track in timeline.tracks if track.move is Move.ONWARD)
    assert track.at(89, places) == []
    assert [track.at(time, places) for time in (90, 95, 99.999)] == [[0], [PLACES // 2], [PLACES]]
    assert track.at(100, places) == []


def test_moves_are_told_apart() -> None:
    case = [(0, 0), (1, 10), (0, 20), (0, 30)]
    timeline = Timeline(traces_of((False, case), (True, [(2, 5)])), goes_back)
    kinds = {(leg.source, leg.target): leg.move for leg in timeline.legs}
    assert kinds == {
        (0, 1): Move.ONWARD,
        (1, 0): Move.BACK,
        (0, 0): Move.BACK,
        (0, -1): Move.LEAVING,
        (2, -1): Move.COMPLETED,
    }


def test_the_peak_is_the_longest_queue_and_a_group_is_replayed_alone() -> None:
    cases = [(True, [(0, start), (1, 50)]) for start in range(6)]
    whole = Timeline(traces_of(*cases, groups=2), goes_back)
    half = Timeline(traces_of(*cases, groups=2), goes_back, group=1)
    assert (whole.cases, whole.peak, half.cases, half.peak) == (6, 6, 3, 3)
    assert (whole.start, half.start, half.end) == (0, 1, 50)
    assert max(whole.active(20)) == 6


def test_nothing_is_replayed_of_no_cases() -> None:
    timeline = Timeline(traces_of(), goes_back)
    timeline.set_travel(5)
    assert (timeline.tracks, timeline.waiting(3), timeline.peak, timeline.end) == ((), {}, 0, 0)


def a_shop(*more: Record, share: float = 0.25, count: int | None = None) -> JourneyGraph:
    """Return a map of two stages; of the first moment the given share skips the second one."""
    return JourneyGraph.of(
        MapInfo(),
        [
            Stage(id="look", title="Look", count=count and 2 * count),
            Stage(id="buy", title="Buy", count=count),
            Touchpoint(id="t1", title="Search", stage="look"),
            Touchpoint(id="t2", title="Read", stage="look"),
            Touchpoint(id="t3", title="Pay", stage="buy"),
            Follows(id="r1", source="t1", target="t2", elapsed="PT1H"),
            Follows(id="r2", source="t1", target="t3", share=share, elapsed="P2D"),
            Follows(id="r3", source="t2", target="t3"),
            *more,
        ],
    )


def shares(traces: Traces) -> dict[tuple[str, ...], float]:
    """Return the share of cases that take each path."""
    found = Counter(
        tuple(traces.moments[code] for code in traces.codes[first:end])
        for first, end in itertools.pairwise(traces.first)
    )
    return {path: count / traces.cases for path, count in found.items()}


def test_cases_go_as_the_shares_say_and_take_the_times_of_the_map() -> None:
    traces = simulate(model(a_shop()), 4_000)
    found = shares(traces)
    assert found[("t1", "t3")] == pytest.approx(0.25, abs=0.02)
    assert found[("t1", "t2", "t3")] == pytest.approx(0.75, abs=0.02)
    assert all(traces.completed)
    skipping = sorted(
        traces.times[end - 1] - traces.times[first]
        for first, end in itertools.pairwise(traces.first)
        if end - first == 2
    )
    assert skipping[len(skipping) // 2] == pytest.approx(2 * 86_400, rel=0.1)


def test_the_counts_of_the_stages_say_how_many_are_lost() -> None:
    traces = simulate(model(a_shop(count=100)), 4_000)
    assert sum(traces.completed) / traces.cases == pytest.approx(0.5, abs=0.02)


def test_those_that_no_earlier_stage_sends_begin_in_a_stage() -> None:
    """Three in four come from a search engine straight to the shop."""
    stages = [
        Stage(id="advert", count=1000),
        Stage(id="shop", count=4000),
        Stage(id="pay", count=400),
    ]
    graph = JourneyGraph.of(MapInfo(), stages)
    found = shares(simulate(model(graph), 4_000))
    begins: dict[str, float] = defaultdict(float)
    for path, share in found.items():
        begins[path[0]] += share
    assert begins["advert"] == pytest.approx(0.25, abs=0.02)
    assert begins["shop"] == pytest.approx(0.75, abs=0.02)
    assert volumes(graph).total == 4000


def test_the_same_map_gives_the_same_cases_and_a_change_moves_only_those_it_concerns() -> None:
    before, again = (simulate(model(a_shop())) for _ in range(2))
    assert before == again
    graph = a_shop()
    relation = graph.record("r2")
    assert isinstance(relation, Follows)
    graph.apply(Change({"r2": (relation, relation.replaced(share=0.5))}))
    after = simulate(model(graph))
    paths_of = [
        [tuple(t.codes[a:b]) for a, b in itertools.pairwise(t.first)] for t in (before, after)
    ]
    changed = [one for one, other in zip(*paths_of, strict=True) if one != other]
    assert len(changed) == pytest.approx(0.25 * CASES, rel=0.15)
    assert set(changed) == {tuple(map(before.moments.index, ("t1", "t2", "t3")))}


def test_each_persona_takes_its_own_transitions() -> None:
    graph = a_shop(
        Persona(id="p1", title="Ann"),
        Persona(id="p2", title="Bo"),
        Step(id="t4", title="Ask", stage="look", persona=("p2",)),
        Follows(id="r4", source="t1", target="t4", share=1.0, persona="p2"),
    )
    traces = simulate(model(graph), 1_000)
    assert traces.groups == ("p1", "p2")
    asked = Counter(
        traces.group_of[case]
        for case in range(traces.cases)
        if traces.moments.index("t4") in traces.codes[traces.first[case] : traces.first[case + 1]]
    )
    assert set(asked) == {1}
    assert asked[1] == pytest.approx(500 / 1.25, rel=0.1)


def test_a_drawn_loop_is_taken_and_ends() -> None:
    graph = a_shop(Follows(id="r5", source="t3", target="t1", share=1.0))
    traces = simulate(model(graph), 20)
    longest = max(end - first for first, end in itertools.pairwise(traces.first))
    assert longest == MAX_VISITS
    half = a_shop(Follows(id="r5", source="t3", target="t1", share=0.5))
    assert all(simulate(model(half), 200).completed)


def test_stages_without_moments_are_moments_and_follow_the_shares_between_stages() -> None:
    stages = [Stage(id=f"s{i}", count=count) for i, count in enumerate((1000, 400, 100))]
    graph = JourneyGraph.of(
        MapInfo(), [*stages, Follows(id="r", source="s1", target="s0", share=0.1)]
    )
    traces = simulate(model(graph), 6_000)
    reached = Counter[str]()
    for first, end in itertools.pairwise(traces.first):
        reached.update({traces.moments[code] for code in traces.codes[first:end]})
    expected = paths(flow(graph))
    for stage, share in expected.reach.items():
        assert reached[stage] / traces.cases == pytest.approx(share, abs=0.02)
    outcomes = {each.exit: each.probability for each in expected.outcomes}
    assert sum(traces.completed) / traces.cases == pytest.approx(outcomes[END], abs=0.02)
    assert outcomes[LOST] == pytest.approx(1 - outcomes[END])


def test_touchpoints_are_met_with_the_step_above_them() -> None:
    graph = JourneyGraph.of(
        MapInfo(),
        [
            Stage(id="s"),
            Step(id="a1", title="Look", stage="s", rank=1),
            Step(id="a2", title="Pay", stage="s", rank=2),
            Touchpoint(id="t1", title="Till", stage="s", rank=1),
            Touchpoint(id="t2", title="Site", stage="s", rank=2),
            Follows(id="r1", source="a2", target="t1"),
            Follows(id="r2", source="a1", target="t2"),
        ],
    )
    (path,) = shares(simulate(model(graph), 10))
    assert path == ("a1", "t2", "a2", "t1")


@pytest.mark.parametrize(
    "sample", sorted(path.name for path in resources.path("samples").glob("*.json"))
)
def test_every_sample_can_be_simulated(sample: str) -> None:
    found = model(read_map(resources.path("samples", sample)))
    traces = simulate(found)
    assert found.is_timed
    assert traces.cases == pytest.approx(CASES, rel=0.01)
    assert 0 < sum(traces.completed) < traces.cases


@pytest.mark.parametrize(
    "graph",
    [
        a_shop(count=100),
        a_shop(Follows(id="r5", source="t3", target="t1", share=0.5)),
        a_shop(Follows(id="r5", source="buy", target="look", share=0.3), count=100),
        read_map(resources.path("samples", "heat_pump.nb.journey.json")),
    ],
)
def test_volumes_are_what_simulations_come_to(graph: JourneyGraph) -> None:
    found = volumes(graph)
    traces = simulate(model(graph), 20_000)
    moves = Counter[tuple[str, str]]()
    for first, end in itertools.pairwise(traces.first):
        path = [traces.moments[code] for code in traces.codes[first:end]]
        moves.update(itertools.pairwise(path))
    drawn = {
        (each.source, each.target): found.per_journey.get(each.id, 0.0)
        for each in graph.relations("follows")
        if graph.element(each.source).kind != "stage" and each.id in found.per_journey
    }
    assert drawn
    has_personas = bool(graph.personas())
    for pair, volume in drawn.items():
        taken = moves[pair] / traces.cases
        # Where a transition is another persona's, one may still go on to the next moment.
        assert taken > volume - 0.02 if has_personas else taken == pytest.approx(volume, abs=0.02)


def test_a_loop_that_nobody_leaves_has_no_volume() -> None:
    found = volumes(a_shop(Follows(id="r5", source="t3", target="t1", share=1.0)))
    assert found.per_journey == {}


def test_a_map_without_stages_has_no_cases_and_no_volumes() -> None:
    graph = JourneyGraph.of(MapInfo(), [])
    assert simulate(model(graph)).cases == 0
    assert volumes(graph) == Volumes({}, None)
