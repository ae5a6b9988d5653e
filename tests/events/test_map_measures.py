"""A map that is there is measured: matched by words, filled with figures, compared with what happened."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from journeyeditor import resources
from journeyeditor.events.conformance import allowed_moves, conformance
from journeyeditor.events.log import EventLog, opened_log
from journeyeditor.events.map_measures import MeasuredMap, measure_map
from journeyeditor.events.matching import match
from journeyeditor.files import dump_map, read_map
from journeyeditor.i18n import texts
from journeyeditor.insight.review import review
from journeyeditor.insight.review.deviations import finding_of
from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import (
    Evidence,
    Follows,
    MapInfo,
    Metric,
    Stage,
    Step,
    Touchpoint,
    info_of,
)
from tests.events.test_discovery import TODAY, log_of

SHOP = (
    (50, ("search results", "product_page", "checkout")),
    (30, ("search results", "checkout")),
    (12, ("search results", "product_page", "product_page")),
    (6, ("search results", "call centre")),
    (2, ("checkout", "search results")),
)


def a_map(*follows: tuple[str, str]) -> JourneyGraph:
    """Return a map of five moments, and ways between them by their ids."""
    records = [
        Stage(id="s1", title="Look", count=7),
        Stage(id="s2", title="Buy"),
        Touchpoint(id="t1", title="Results of a search", stage="s1"),
        Touchpoint(id="t2", title="A friend's advice", stage="s1"),
        Touchpoint(id="t3", title="Product page", stage="s1"),
        Touchpoint(id="t4", title="Checkout", stage="s2"),
        Step(id="a1", title="Unpack", stage="s2"),
        *(
            Follows(id=f"r{i}", source=a, target=b, elapsed="PT5M")
            for i, (a, b) in enumerate(follows)
        ),
    ]
    return JourneyGraph.of(MapInfo(title="Shop", language="en"), records)


STRAIGHT = (("t1", "t2"), ("t2", "t3"), ("t3", "t4"))


@pytest.fixture
def log(tmp_path: Path) -> Iterator[EventLog]:
    with log_of(tmp_path / "log.csv", *SHOP) as log:
        yield log


def measured(log: EventLog, graph: JourneyGraph) -> MeasuredMap:
    mapping = match(log.activities, graph, info_of(graph).measured.activities)
    return measure_map(log, graph, mapping, texts("en"), TODAY)


# ---- matching


def test_activities_are_matched_by_their_words() -> None:
    mapping = match(["search results", "product_page", "Checkout!", "call centre"], a_map())
    assert mapping == {
        "search results": "t1",
        "product_page": "t3",
        "Checkout!": "t4",
        "call centre": "",
    }


def test_forms_of_a_word_are_the_same_and_other_compounds_are_not() -> None:
    graph = read_map(resources.path("samples", "toothbrush.sv.journey.json"))
    found = match(["Betalning", "Beställning av borsthuvuden", "Produkttest", "Appen"], graph)
    titles = {name: id_ and graph.element(id_).title for name, id_ in found.items()}
    assert titles == {
        "Betalning": "Betalar",
        "Beställning av borsthuvuden": "Beställer borsthuvuden",
        "Produkttest": "",
        "Appen": "App",
    }


def test_synonyms_of_the_glossary_match() -> None:
    graph = a_map()
    info = info_of(graph).replaced(glossary={"checkout": ("till", "pay desk")})
    graph = JourneyGraph.of(info, [*graph.elements()])
    assert match(["Pay desk"], graph) == {"Pay desk": "t4"}


def test_what_the_user_chose_stands() -> None:
    known = {"checkout": "", "search results": "t4", "product_page": "gone"}
    assert match(known, a_map(), known) == {
        "checkout": "",
        "search results": "t4",
        "product_page": "t3",
    }


# ---- figures


def test_figures_are_measured(log: EventLog) -> None:
    graph = a_map(*STRAIGHT, ("t1", "t3"))
    result = measured(log, graph)
    new = result.applied(graph)
    stages = [each for each in new.stages() if isinstance(each, Stage)]
    assert [stage.count for stage in stages] == [100, 82]
    transition = next(each for each in new.relations("follows") if each.target == "t4")
    assert isinstance(transition, Follows)
    assert (transition.share, transition.elapsed) == (round(50 / 74, 4), "PT60M")
    assert result.unmatched == {"call centre": 6}
    assert ("Look", "7", "100") in [(f.title, f.before, f.after) for f in result.figures]


def test_each_figure_has_evidence(log: EventLog) -> None:
    new = measured(log, a_map(*STRAIGHT)).applied(a_map(*STRAIGHT))
    (relation,) = new.outgoing("t4", "evidenced_by")
    evidence = new.element(relation.target)
    assert isinstance(evidence, Evidence)
    assert evidence.figure == "82%"
    assert evidence.sample == "100 journeys, 262 events"
    assert evidence.strength == "measured"
    assert "log.csv" in evidence.source
    assert "customer" in evidence.note
    assert evidence.date == datetime.date(2026, 6, 10)


def test_weeks_are_series_of_metrics(log: EventLog) -> None:
    new = measured(log, a_map(*STRAIGHT)).applied(a_map(*STRAIGHT))
    metric = new.element("weekly-s1")
    assert isinstance(metric, Metric)
    assert set(dict(metric.series).values()) == {7}
    assert all(week.weekday() == 0 for week, _ in metric.series)


def test_measuring_again_changes_nothing(log: EventLog) -> None:
    graph = a_map(*STRAIGHT)
    once = measured(log, graph).applied(graph)
    again = measured(log, once)
    assert again.figures == ()
    twice = again.applied(once)
    assert dump_map(measured(log, twice).applied(twice)) == dump_map(twice)
    assert dump_map(once) != dump_map(graph)


def test_nothing_of_a_map_without_matches_is_touched(log: EventLog) -> None:
    info = MapInfo(title="Other")
    graph = JourneyGraph.of(info, [Stage(id="s", title="Garden"), Touchpoint(id="t", title="Rose")])
    result = measured(log, graph)
    assert result.matched == 0
    assert [record.id for record in result.records] == ["@map"]


def test_no_case_and_no_small_group_is_in_the_map(log: EventLog) -> None:
    graph = a_map(*STRAIGHT, ("t4", "t1"))
    new = measured(log, graph).applied(graph)
    assert b"zq" not in dump_map(new)
    back = next(each for each in new.relations("follows") if each.source == "t4")
    assert isinstance(back, Follows)
    assert back.share is None, "two cases only"


def test_what_few_do_is_not_remembered(tmp_path: Path) -> None:
    graph = a_map(*STRAIGHT)
    with log_of(tmp_path / "log.csv", *SHOP, (1, ("anna's secret",))) as log:
        new = measured(log, graph).applied(graph)
    assert "call centre" in info_of(new).measured.activities
    assert b"secret" not in dump_map(new)


def test_one_case_that_goes_in_circles_is_no_group(tmp_path: Path) -> None:
    graph = a_map(*STRAIGHT, ("t4", "t1"))
    circles = (1, ("checkout", "search results") * 9 + ("product_page",) * 9)
    with log_of(tmp_path / "log.csv", (60, SHOP[0][1]), circles) as log:
        result = measured(log, graph)
    back = next(each for each in result.applied(graph).relations("follows") if each.source == "t4")
    assert isinstance(back, Follows)
    assert (back.share, back.elapsed) == (None, "PT5M")
    kinds = {(each.kind, each.source, each.target) for each in result.conformance.deviations}
    assert kinds == {("untaken", "t2", ""), ("longer", "t3", "t4")}


# ---- expected against actual


def test_moments_that_no_activity_is_are_passed_over() -> None:
    assert allowed_moves(a_map(*STRAIGHT), {"t1", "t3", "t4"}) == {("t1", "t3"), ("t3", "t4")}
    loop = a_map(("t1", "t2"), ("t2", "t2"), ("t2", "t1"))
    assert allowed_moves(loop, {"t1"}) == {("t1", "t1")}
    assert allowed_moves(a_map(), {"t1", "t3", "t4"}) == {("t1", "t3"), ("t3", "t4")}


def test_deviations(log: EventLog) -> None:
    graph = a_map(*STRAIGHT)
    found = conformance(log, graph, match(log.activities, graph))
    assert (found.whole.cases, found.whole.conforming) == (100, 50)
    deviations = {(each.kind, each.source, each.target): each.count for each in found.deviations}
    assert deviations == {
        ("untaken", "t2", ""): 0,
        ("missing", "call centre", ""): 6,
        ("order", "t1", "t4"): 30,
        ("repeated", "t3", ""): 12,
        ("longer", "t3", "t4"): 50,
    }, "the way through the advice has no time of its own"


def test_segments_and_periods_are_told_apart(log: EventLog) -> None:
    graph = a_map(*STRAIGHT)
    split = datetime.date(2026, 3, 2) + datetime.timedelta(days=51)
    found = conformance(log, graph, match(log.activities, graph), split)
    assert [(each.group, each.cases) for each in found.segments] == [("a", 50), ("b", 50)]
    assert [(e.group, e.conforming, e.cases) for e in found.periods] == [
        ("before", 50, 50), ("after", 0, 50)
    ]  # fmt: skip


def test_deviations_are_findings_of_the_review(log: EventLog) -> None:
    graph = a_map(*STRAIGHT)
    new = measured(log, graph).applied(graph)
    assert info_of(new).measured.fitness == 0.5
    messages = {each.message(texts("en")) for each in review(new) if each.topic == "Measured"}
    assert "60 minutes pass between “Product page” and “Checkout”; the map says 5 minutes." in {
        finding_of(graph, each).message(texts("en")) for each in info_of(new).measured.deviations
    }
    assert messages >= {
        "No journey comes to “A friend's advice”.",
        "6 journeys come to “call centre”, which the map lacks.",
        "Customers go 30 times from “Results of a search” to “Checkout”, which the map does not allow.",
    }


def test_the_sample_is_measured() -> None:
    graph = read_map(resources.path("samples", "toothbrush.sv.journey.json"))
    with opened_log(str(resources.path("events", "toothbrush.sv.csv.gz"))) as log:
        result = measured(log, graph)
    assert result.unmatched == {"Kundtjänst: konto": 155, "Retur": 61}
    assert result.conformance.whole.share == pytest.approx(0.42, abs=0.01)
