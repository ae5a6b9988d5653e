"""A map of what customers did: readable, true to the log, and without anybody in it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from journeyeditor import resources
from journeyeditor.events.discovery import Discovery, Options, discover
from journeyeditor.events.errors import EventLogError
from journeyeditor.events.evidence import LOG
from journeyeditor.events.log import EventLog, opened_log
from journeyeditor.events.stage_words import archetype_of
from journeyeditor.files import dump_map
from journeyeditor.i18n import texts
from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import Follows, Metric, Stage, Touchpoint, info_of

TODAY = datetime.date(2026, 11, 30)
START = datetime.datetime(2026, 3, 2)


@contextmanager
def log_of(path: Path, *variants: tuple[int, Sequence[str]]) -> Iterator[EventLog]:
    """Open a log of so many cases of each path; an hour passes between events, a day between cases."""
    lines, case = ["customer,event,time,channel,segment"], 0
    for count, activities in variants:
        for _ in range(count):
            case += 1
            for i, activity in enumerate(activities):
                when = START + datetime.timedelta(days=case, hours=i)
                channel = "web" if i < 2 else "phone"
                lines.append(f"zq{case},{activity},{when},{channel},{'ab'[case % 2]}")
    path.write_text("\n".join(lines))
    with opened_log(str(path)) as log:
        yield log


SHOP = (
    (60, ("page_view", "search", "add_to_cart", "payment", "delivery")),
    (30, ("page_view", "search", "search", "add_to_cart")),
    (7, ("page_view", "add_to_cart", "search", "add_to_cart", "payment", "delivery", "return")),
    (3, ("page_view", "secret page")),
)


@pytest.fixture
def found(tmp_path: Path) -> Discovery:
    with log_of(tmp_path / "log.csv", *SHOP) as log:
        return discover(log, texts("en"), TODAY)


def titles(records: Iterable[object]) -> list[str]:
    return [record.title for record in records]  # type: ignore[attr-defined]


def transitions(graph: JourneyGraph) -> dict[tuple[str, str], Follows]:
    return {
        (graph.element(each.source).title, graph.element(each.target).title): each
        for each in graph.relations("follows")
        if isinstance(each, Follows)
    }


def test_activities_are_touchpoints_in_stages(found: Discovery) -> None:
    graph = found.graph
    stages = [each for each in graph.stages() if isinstance(each, Stage)]
    assert [(s.title, s.count) for s in stages] == [
        ("Awareness", 100), ("Consideration", 97), ("Purchase", 97), ("Post-purchase", 67)
    ]  # fmt: skip
    assert [titles(graph.cards(stage.id))[0] for stage in stages] == [
        "Page view", "Search", "Add to cart", "Delivery"
    ]  # fmt: skip
    search = next(each for each in graph.elements("touchpoint") if each.title == "Search")
    assert search.note == "97 (97%), repeated 30 times"
    assert isinstance(search, Touchpoint)
    assert search.channel == "web"


def test_ways_have_shares_and_times(found: Discovery) -> None:
    paid = transitions(found.graph)["Add to cart", "Payment"]
    assert (paid.share, paid.elapsed) == (round(67 / 104, 4), "PT60M")


def test_small_groups_are_folded_and_counted(found: Discovery) -> None:
    assert "Secret page" not in titles(found.graph.elements("touchpoint"))
    assert found.folded == ("secret page",)
    assert (found.shown_cases, found.cases) == (97, 100)
    assert "97% of the journeys" in info_of(found.graph).note


def test_one_case_that_goes_in_circles_is_no_group(tmp_path: Path) -> None:
    circles = ("payment", "page_view") * 9 + ("payment", "payment") * 9
    with log_of(tmp_path / "log.csv", SHOP[0], (1, circles)) as log:
        graph = discover(log, texts("en"), TODAY).graph
    assert ("Payment", "Page view") not in transitions(graph)
    assert not any("repeated" in each.note for each in graph.elements("touchpoint"))
    stages = {each.id for each in graph.stages()}
    assert not [each for each in graph.relations("follows") if each.source in stages]


def test_a_channel_that_few_cases_use_is_not_named(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    rows = ["customer,activity,time,channel"]
    for case in range(20):
        own = f"call to +46 70 000 {case}"
        rows += [f"{case},Search,2026-03-01 08:00,Website", f"{case},Buy,2026-03-01 09:00,{own}"]
    path.write_text("\n".join(rows), "utf-8")
    with opened_log(str(path)) as log:
        graph = discover(log, texts("en"), TODAY).graph
    touchpoints = [e for e in graph.elements("touchpoint") if isinstance(e, Touchpoint)]
    named = {each.title: each.channel for each in touchpoints}
    assert named == {"Search": "web", "Buy": ""}


def test_no_case_is_in_the_map(found: Discovery) -> None:
    assert b"zq" not in dump_map(found.graph)


def test_the_map_says_what_was_measured(found: Discovery) -> None:
    measured = info_of(found.graph).measured
    assert (measured.source, measured.date) == ("log.csv", TODAY)
    assert (measured.cases, measured.events) == (100, 60 * 5 + 30 * 4 + 7 * 7 + 3 * 2)
    assert measured.activities["search"] == next(
        each.id for each in found.graph.elements("touchpoint") if each.title == "Search"
    )
    evidence = found.graph.element(LOG)
    assert len(found.graph.incoming(evidence.id)) == sum(
        len(found.graph.elements(kind)) for kind in ("touchpoint", "pain_point")
    )


def test_segments_are_personas_and_figures_metrics(found: Discovery) -> None:
    assert titles(found.graph.personas()) == ["A", "B"]
    metrics = {m.title: m for m in found.graph.elements("metric") if isinstance(m, Metric)}
    assert metrics["New journeys per week"].series[0] == (datetime.date(2026, 3, 9), 7)
    assert metrics["Change channel"].value == 97.0


def test_the_most_frequent_journeys_are_told(found: Discovery) -> None:
    evidence = found.graph.element(LOG)
    lines = evidence.note.splitlines()
    assert lines[:2] == ["count(distinct customer)", ""]
    assert lines[3] == "- 60%: Page view → Search → Add to cart → Payment → Delivery"
    assert len(lines) == 6, "three cases are too few to be told"


def test_shortcuts_and_loops_between_stages_are_drawn(found: Discovery) -> None:
    drawn = transitions(found.graph)
    assert ("Awareness", "Purchase") in drawn
    assert drawn["Purchase", "Consideration"].share == round(7 / (97 + 7), 4)
    assert ("Awareness", "Consideration") not in drawn, "the counts say it"


def test_less_can_be_shown(tmp_path: Path) -> None:
    with log_of(tmp_path / "log.csv", *SHOP) as log:
        few = discover(log, texts("en"), TODAY, Options(min_share=0.7))
        with pytest.raises(EventLogError, match="1,000 cases"):
            discover(log, texts("en"), TODAY, Options(min_cases=1000))
    assert titles(few.graph.elements("touchpoint")) == ["Page view", "Search", "Add to cart"]


def test_words_that_contradict_the_order_do_not_count(tmp_path: Path) -> None:
    with log_of(tmp_path / "log.csv", (9, ("delivery", "payment", "search"))) as log:
        found = discover(log, texts("en"), TODAY)
    assert titles(found.graph.stages()) == ["Beginning", "Middle", "End"]


def test_a_map_of_many_ways_stays_readable(tmp_path: Path) -> None:
    names = [f"page {i}" for i in range(30)]
    variants = [(9, names[i:] + names[:i]) for i in range(30)]
    with log_of(tmp_path / "log.csv", *variants) as log:
        found = discover(log, texts("en"), TODAY)
    assert len(found.graph.elements("touchpoint")) == 24
    assert len(transitions(found.graph)) <= 24 * 2.5


def test_the_sample_log(tmp_path: Path) -> None:
    path = resources.path("events", "toothbrush.sv.csv.gz")
    with opened_log(str(path)) as log:
        found = discover(log, texts("sv"), TODAY)
        assert log.events == 20_000
    assert titles(found.graph.stages()) == ["Medvetenhet", "Övervägande", "Köp", "Efterköp"]
    assert {t.channel for t in found.graph.elements("touchpoint")} >= {"web", "chat", "app"}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("activity", "archetype"),
    [
        ("view_item", "consideration"),
        ("beginCheckout", "purchase"),
        ("Betalning", "purchase"),
        ("Handlekurv", "purchase"),
        ("Warenkorb", "purchase"),
        ("Levering", "post_purchase"),
        ("refund", "post_purchase"),
        ("Värva en vän", "loyalty"),
        ("Kampanje på Facebook", "awareness"),
        ("xyz", ""),
    ],
)
def test_words_of_stages(activity: str, archetype: str) -> None:
    assert archetype_of(activity) == archetype
