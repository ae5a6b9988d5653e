"""Ways through single moments: small stories, then every answer against walking all ways by hand."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeyeditor import resources
from journeyeditor.files import read_map
from journeyeditor.insight import path_queries
from journeyeditor.insight.path_queries import path_graph_of
from journeyeditor.insight.transitions import END, flow, timed
from journeyeditor.model import JourneyGraph
from tests.builders import MapBuilder, a_map


def a_shop() -> MapBuilder:
    """Return three stages: an advert, two ways through a site or a shop, a till, a parcel."""
    built = a_map().with_stage("Awareness").with_("touchpoint", "Advert", channel="advert")
    built.with_stage("Purchase").with_("touchpoint", "Site", channel="web")
    built.with_("touchpoint", "Shop", channel="shop").with_("touchpoint", "Till", channel="shop")
    built.with_stage("Use").with_("touchpoint", "Parcel", channel="delivery")
    built.related("follows", "touchpoint1", "touchpoint2", elapsed="P2D")
    built.related("follows", "touchpoint1", "touchpoint3", elapsed="P1D")
    built.related("follows", "touchpoint2", "touchpoint4", elapsed="P1D")
    built.related("follows", "touchpoint3", "touchpoint4", elapsed="P1D")
    return built.related("follows", "touchpoint4", "touchpoint5", elapsed="P3D")


def names(graph: JourneyGraph, ids: list[str] | tuple[str, ...]) -> list[str]:
    return [graph.element(id_).title for id_ in ids]


def test_what_two_ways_share_everybody_passes() -> None:
    graph = a_shop().built()
    assert names(graph, path_queries.common_moments(graph)) == ["Advert", "Till", "Parcel"]
    assert names(graph, path_queries.common_moments(graph, to_purchase=True)) == ["Advert", "Till"]


def test_the_shortest_way_leads_through_the_purchase_and_the_quicker_of_two() -> None:
    graph = a_shop().built()
    found = path_queries.shortest(graph)
    assert found is not None
    assert names(graph, found.moments) == ["Advert", "Shop", "Till"]
    assert found.seconds == 2 * 86_400
    assert found.relations == ("r2", "r4")
    assert found.switches == 1


def test_a_change_of_channel_is_reported_once() -> None:
    graph = a_shop().built()
    pairs = [names(graph, tuple(pair)) for pair in path_queries.switches(graph)]
    assert pairs == [["Advert", "Site"], ["Advert", "Shop"], ["Site", "Till"], ["Till", "Parcel"]]


def test_what_has_no_channel_lies_between() -> None:
    built = a_map().with_stage("Purchase").with_("touchpoint", "a", channel="web")
    built.with_("step", "b").with_("touchpoint", "c", channel="shop").with_("touchpoint", "d")
    built.related("follows", "touchpoint1", "step1").related("follows", "step1", "touchpoint2")
    built.related("follows", "touchpoint2", "touchpoint3")
    graph = built.built()
    assert path_queries.switches(graph) == [
        path_queries.ChannelSwitch("touchpoint1", "touchpoint2")
    ]


def test_a_touchpoint_belongs_to_its_step() -> None:
    built = a_map().with_stage("Purchase").with_("step", "look").with_("step", "pay")
    built.with_("touchpoint", "site", channel="web").with_("touchpoint", "till", channel="shop")
    built.related("follows", "step1", "step2").related("follows", "step1", "touchpoint1")
    graph = built.related("follows", "step2", "touchpoint2").built()
    assert path_queries.common_moments(graph) == ["step1", "touchpoint1", "step2", "touchpoint2"]
    assert path_queries.dead_ends(graph) == []
    assert path_queries.switches(graph) == [
        path_queries.ChannelSwitch("touchpoint1", "touchpoint2")
    ]
    found = path_queries.shortest(graph)
    assert found is not None
    assert (found.touchpoints, found.switches) == (("touchpoint1", "touchpoint2"), 1)


def test_a_touchpoint_of_two_alternative_steps_is_passed_by_all() -> None:
    built = a_map().with_stage("Purchase")
    for title in ("begin", "one", "other", "end"):
        built.with_("step", title)
    built.with_("touchpoint", "phone").with_("touchpoint", "site")
    for source, target in ((1, 2), (1, 3), (2, 4), (3, 4)):
        built.related("follows", f"step{source}", f"step{target}")
    built.related("follows", "step2", "touchpoint1").related("follows", "step3", "touchpoint1")
    graph = built.related("follows", "step3", "touchpoint2").built()
    assert path_queries.common_moments(graph) == ["step1", "touchpoint1", "step4"]


def test_a_touchpoint_that_only_some_meet_is_a_way_of_its_own() -> None:
    built = a_map().with_stage("Purchase").with_("step", "a").with_("step", "b")
    built.with_("touchpoint", "c").related("follows", "step1", "step2")
    graph = built.related("follows", "step1", "touchpoint1", share=0.2).built()
    assert path_queries.common_moments(graph) == ["step1"]


def test_where_a_way_breaks_off_and_what_none_leads_to() -> None:
    built = a_shop().with_("touchpoint", "Island", stage="stage2").with_("touchpoint", "Lagoon")
    graph = built.related("follows", "touchpoint6", "touchpoint7").built()
    assert path_queries.unreachable(graph) == ["touchpoint6", "touchpoint7"]
    graph = a_shop().with_("touchpoint", "Wall", stage="stage2").built()
    assert path_queries.dead_ends(graph) == []  # nobody's way leads there: it is no moment
    built = a_shop().with_("touchpoint", "Wall", stage="stage2")
    assert path_queries.dead_ends(
        built.related("follows", "touchpoint1", "touchpoint6").built()
    ) == ["touchpoint6"]


def test_nobody_walks_on_the_way_of_another() -> None:
    built = a_map().with_("persona", "A").with_("persona", "B").with_stage("Purchase")
    for title in "abcd":
        built.with_("touchpoint", title)
    built.related("follows", "touchpoint1", "touchpoint2", persona="persona1")
    built.related("follows", "touchpoint2", "touchpoint3", persona="persona2")
    graph = built.related("follows", "touchpoint3", "touchpoint4", persona="persona1").built()
    assert path_queries.common_moments(graph, "persona2") == ["touchpoint2", "touchpoint3"]
    found = path_queries.shortest(graph)
    assert found is not None
    assert (found.persona, len(found.moments)) == ("persona1", 2)


def test_what_hangs_together_with_no_way_of_ones_own_is_not_ones_way() -> None:
    built = a_map().with_("persona", "A").with_("persona", "B").with_stage("Purchase")
    for title in "abcd":
        built.with_("touchpoint", title)
    built.related("follows", "touchpoint1", "touchpoint2")
    graph = built.related("follows", "touchpoint3", "touchpoint4", persona="persona1").built()
    assert path_graph_of(graph, "persona1").order == ("touchpoint3", "touchpoint4")
    assert path_graph_of(graph, "persona2").order == ("touchpoint1", "touchpoint2")


def test_a_step_of_others_is_on_nobody_elses_way() -> None:
    built = a_map().with_("persona", "A").with_("persona", "B").with_stage("Purchase")
    built.with_("step", "a").with_("step", "b", persona=("persona1",)).with_("step", "c")
    graph = built.related("follows", "step1", "step2").related("follows", "step1", "step3").built()
    assert path_queries.common_moments(graph, "persona2") == ["step1", "step3"]


def test_a_map_without_ways_has_nothing_to_tell() -> None:
    graph = a_map().with_stage("Purchase").with_("touchpoint", "a").built()
    assert path_queries.common_moments(graph) == []
    assert path_queries.shortest(graph) is None
    assert path_queries.switches(graph) == []
    assert path_queries.dead_ends(graph) == []
    assert path_queries.unreachable(graph) == []
    assert path_queries.simple_routes(graph) == []
    assert timed(graph, flow(graph)) == flow(graph)


def test_the_sample_has_the_ways_that_it_shows() -> None:
    graph = read_map(resources.path("samples", "fitness_club.da.journey.json"))
    assert names(graph, path_queries.common_moments(graph, to_purchase=True)) == [
        "Anbefaling",
        "Hjemmeside",
        "💪 Gratis prøvetime",
        "Betalingsside",
    ]
    found = path_queries.shortest(graph)
    assert found is not None
    assert (found.persona, len(found.touchpoints), found.switches) == ("jens", 4, 3)
    assert len(path_queries.switches(graph, "mette")) == 12


def test_a_way_between_stages_takes_as_long_as_its_moments() -> None:
    graph = a_shop().built()
    transitions = timed(graph, flow(graph)).transitions
    assert {transition.target: transition.seconds for transition in transitions["stage1"]} == {
        "stage2": 86_400
    }
    assert {transition.target: transition.seconds for transition in transitions["stage2"]} == {
        "stage3": 4 * 86_400
    }
    assert {transition.target: transition.seconds for transition in transitions["stage3"]} == {
        END: 0
    }


def test_what_a_way_says_itself_goes_before_its_moments() -> None:
    graph = a_shop().related("follows", "stage1", "stage2", elapsed="P9D").built()
    assert timed(graph, flow(graph)).transitions["stage1"][0].seconds == 9 * 86_400


@pytest.mark.parametrize(("persona", "days"), [("persona1", 2), ("persona2", 6), ("", 4)])
def test_over_all_a_way_takes_the_mean_of_the_personas(persona: str, days: float) -> None:
    built = a_map().with_("persona", "A").with_("persona", "B")
    built.with_stage("Awareness").with_("touchpoint", "a").with_stage("Purchase")
    built.with_("touchpoint", "b")
    built.related("follows", "touchpoint1", "touchpoint2", persona="persona1", elapsed="P2D")
    built.related("follows", "touchpoint1", "touchpoint2", persona="persona2", elapsed="P6D")
    graph = built.built()
    assert (
        timed(graph, flow(graph, persona), persona).transitions["stage1"][0].seconds
        == days * 86_400
    )


@st.composite
def mazes(draw: st.DrawFn) -> JourneyGraph:
    """Return touchpoints in up to three stages with any ways between them."""
    built = a_map()
    count = 0
    for title in draw(st.sampled_from([("Awareness", "Purchase"), ("a", "Purchase", "Use")])):
        built.with_stage(title)
        for _ in range(draw(st.integers(1, 3))):
            count += 1
            channel = draw(st.sampled_from(("web", "shop", "")))
            built.with_("touchpoint", f"t{count}", channel=channel)
    pairs = list(itertools.product(range(1, count + 1), repeat=2))
    for a, b in draw(st.lists(st.sampled_from(pairs), unique=True, max_size=12)):
        days = draw(st.integers(0, 9))
        built.related("follows", f"touchpoint{a}", f"touchpoint{b}", elapsed=f"P{days}D")
    return built.built()


def all_ways(graph: JourneyGraph, entries: tuple[str, ...], ends: set[str]) -> Iterator[list[str]]:
    """Yield every way without repetition from an entry to an end, found by trying."""
    open_ = [[entry] for entry in entries]
    while open_:
        transition = open_.pop()
        if transition[-1] in ends:
            yield transition
        open_ += [
            [*transition, link.target]
            for link in graph.outgoing(transition[-1], "follows")
            if link.target not in transition
        ]


@given(mazes())
@settings(max_examples=150, deadline=None)
def test_passed_by_all_is_what_all_ways_share(graph: JourneyGraph) -> None:
    paths = path_graph_of(graph)
    every = [set(transition) for transition in all_ways(graph, paths.entries, set(paths.ends))]
    shared = set.intersection(*every) if every else set()
    assert set(path_queries.common_moments(graph)) == shared


@given(mazes())
@settings(max_examples=150, deadline=None)
def test_the_shortest_way_is_the_shortest_of_all(graph: JourneyGraph) -> None:
    paths = path_graph_of(graph)
    ends = set(path_queries.purchase_moments(graph, paths))
    lengths = [len(transition) for transition in all_ways(graph, paths.entries, ends)]
    found = path_queries.shortest(graph)
    assert (len(found.moments) if found else None) == min(lengths, default=None)
    if found:
        assert found.moments[0] in paths.entries
        assert all(
            graph.relation(id_).source == a and graph.relation(id_).target == b
            for id_, (a, b) in zip(found.relations, itertools.pairwise(found.moments), strict=True)
        )


@given(mazes())
@settings(max_examples=100, deadline=None)
def test_unreachable_and_dead_ends_are_those_found_by_trying(graph: JourneyGraph) -> None:
    paths = path_graph_of(graph)
    met = {
        id_ for transition in all_ways(graph, paths.entries, set(paths.order)) for id_ in transition
    }
    assert set(path_queries.unreachable(graph)) == set(paths.order) - met
    last = graph.stages()[-1].id
    for id_ in paths.order:
        leads_on = any(link.target != id_ for link in graph.outgoing(id_, "follows"))
        is_last = getattr(graph.element(id_), "stage", None) == last
        assert (id_ in path_queries.dead_ends(graph)) == (not leads_on and not is_last)


@given(mazes())
@settings(max_examples=100, deadline=None)
def test_every_change_of_channel_on_any_way_is_a_switch(graph: JourneyGraph) -> None:
    paths = path_graph_of(graph)
    seen = set()
    for transition in all_ways(graph, tuple(paths.order), set(paths.order)):
        used = [id_ for id_ in transition if graph.element(id_).channel]  # type: ignore[attr-defined]
        seen |= {
            (a, b)
            for a, b in itertools.pairwise(used)
            if graph.element(a).channel != graph.element(b).channel  # type: ignore[attr-defined]
        }
    assert {tuple(switch) for switch in path_queries.switches(graph)} == seen


@given(mazes())
@settings(max_examples=100, deadline=None)
def test_all_ways_through_are_listed(graph: JourneyGraph) -> None:
    paths = path_graph_of(graph)
    ends = set(paths.ends)
    expected = {tuple(transition) for transition in all_ways(graph, paths.entries, ends)}
    found = {transition.moments for transition in path_queries.simple_routes(graph, most=1000)}
    if any(graph.outgoing(end, "follows") for end in ends):  # in a circle the first end is enough
        assert found <= expected
    else:
        assert found == expected
    assert len(path_queries.simple_routes(graph, most=2)) <= 2
