"""Metrics of whole journeys: duration and changes of channel and device, over weeks, with their evidence."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from journeyeditor.events.columns import GUESSED, Columns
from journeyeditor.events.discovery import discover
from journeyeditor.events.errors import EventLogError
from journeyeditor.events.log import EventLog, opened_log
from journeyeditor.events.map_measures import MeasuredMap, measure_map
from journeyeditor.events.matching import match
from journeyeditor.events.remembering import remembered
from journeyeditor.files import dump_map, read_map
from journeyeditor.i18n import texts
from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import Evidence, Follows, MapInfo, Metric, Stage, Touchpoint, info_of
from tests.events.test_discovery import SHOP, log_of

TODAY = datetime.date(2026, 11, 30)
MONDAY = datetime.datetime(2026, 3, 2)
Row = tuple[str, str, str]


def written(path: Path, cases: Iterable[tuple[int, int, Sequence[Row]]]) -> str:
    """Write a log: in a week, so many cases of events with activity, channel and device, an hour apart."""
    lines, case = ["customer,event,time,channel,device"], 0
    for week, count, rows in cases:
        for _ in range(count):
            case += 1
            for i, row in enumerate(rows):
                when = MONDAY + datetime.timedelta(weeks=week, hours=i, minutes=case % 50)
                lines.append(f"zq{case},{row[0]},{when},{row[1]},{row[2]}")
    path.write_text("\n".join(lines))
    return str(path)


PHONES = (("search", "web", "phone"), ("checkout", "shop", "phone"), ("unpack", "shop", "phone"))
LAPTOPS = (("search", "web", "laptop"), ("checkout", "web", "phone"))
CALLS = (("search", "web", "phone"), ("checkout", "call", "phone"))
KIOSKS = (("search", "web", "phone"), ("checkout", "kiosk", "phone"))


@pytest.fixture
def log_path(tmp_path: Path) -> str:
    return written(
        tmp_path / "log.csv",
        [
            *((week, 12 + week, PHONES) for week in range(4)),
            *((week, 10, LAPTOPS) for week in range(4)),
            (1, 3, CALLS),
            (2, 6, KIOSKS),
            (4, 1, (("search", "web", "phone"), *(("search", "web", "phone"),) * 170)),
        ],
    )


def a_map() -> JourneyGraph:
    records = [
        Stage(id="s1", title="Look", count=50),
        Stage(id="s2", title="Buy", count=20),
        Touchpoint(id="t1", title="Search", stage="s1"),
        Touchpoint(id="t2", title="Checkout", stage="s2"),
        Touchpoint(id="t3", title="Unpack", stage="s2"),
        Follows(id="r0", source="s2", target="s1"),
        Follows(id="r1", source="s1", target="s2", elapsed="P9D"),
        Follows(id="r2", source="t1", target="t2"),
    ]
    return JourneyGraph.of(MapInfo(title="Shop", language="en"), records)


def measured(log: EventLog, graph: JourneyGraph) -> MeasuredMap:
    mapping = match(log.activities, graph, info_of(graph).measured.activities)
    return measure_map(log, graph, mapping, texts("en"), TODAY)


@pytest.fixture
def result(log_path: str) -> MeasuredMap:
    with opened_log(log_path) as log:
        return measured(log, a_map())


def metric(graph: JourneyGraph, id_: str) -> Metric:
    found = graph.element(id_)
    assert isinstance(found, Metric)
    return found


def proof(graph: JourneyGraph, id_: str) -> Evidence:
    (relation,) = graph.outgoing(id_, "evidenced_by")
    found = graph.element(relation.target)
    assert isinstance(found, Evidence)
    return found


def test_changes_of_channel_are_a_metric_over_weeks(result: MeasuredMap) -> None:
    new = result.applied(a_map())
    found = metric(new, "switches-channel")
    assert (found.title, found.value, found.unit) == ("Change channel", 60.6, "%")
    assert found.stage == "s1", "most of them change after the search"
    assert [value for _, value in found.series] == [
        round(n / size * 100, 1) for n, size in ((12, 22), (16, 26), (20, 30), (15, 25))
    ]
    assert [week for week, _ in found.series] == [
        MONDAY.date() + datetime.timedelta(weeks=week) for week in range(4)
    ]
    evidence = proof(new, "switches-channel")
    assert evidence.claim.startswith("63 of 104 journeys change channel, 2 March 2026")
    assert (evidence.figure, evidence.date) == ("60.6%", datetime.date(2026, 4, 6))
    assert evidence.sample == "104 journeys, 431 events"
    query, *pairs = evidence.note.splitlines()
    assert query == (
        "count(distinct customer) where "
        "channel <> lead(channel) over (partition by customer order by time)"
    )
    assert pairs == ["- web → shop: 54 (51.9%)"], "three called, and so the next few are not told"
    assert metric(new, "switches-device").value == 38.5


def test_few_changes_are_not_told(tmp_path: Path) -> None:
    path = written(tmp_path / "log.csv", [(0, 20, LAPTOPS), (0, 4, CALLS)])
    with opened_log(path) as log:
        new = measured(log, a_map()).applied(a_map())
    assert "switches-device" in new
    assert "switches-channel" not in new
    assert b"call" not in dump_map(new)


def test_the_median_duration_is_a_metric(result: MeasuredMap) -> None:
    new = result.applied(a_map())
    found = metric(new, "duration")
    assert (found.value, found.unit, found.stage) == (2.0, "hours", "s2")
    assert {value for _, value in found.series} <= {1.0, 1.5, 2.0}
    assert len(found.series) == 4, "the fifth week has one journey"
    assert proof(new, "duration").figure == "2 hours"
    assert proof(new, "duration").note == "median(max(time) - min(time)) by customer"


def test_ways_between_stages_and_rates_are_measured(result: MeasuredMap) -> None:
    new = result.applied(a_map())
    ways = {each.id: each for each in new.relations("follows") if isinstance(each, Follows)}
    assert (ways["r1"].share, ways["r1"].elapsed) == (None, "PT60M"), "the counts say it"
    assert ways["r2"].elapsed == "PT60M"
    figures = {(f.title, f.field): (f.before, f.after) for f in result.figures}
    assert figures["Look → Buy", "Elapsed time"] == ("9 days", "60 minutes")
    assert figures["Look", "Conversion rate"] == ("40%", "99%")
    assert "- → Checkout: 37.6% (103), 60 minutes" in proof(new, "t1").note
    assert "- → Buy: 99% (103), 60 minutes" in proof(new, "s1").note


def test_ways_back_to_a_stage_are_measured(tmp_path: Path) -> None:
    path = written(tmp_path / "log.csv", [(0, 20, LAPTOPS), (0, 9, (*LAPTOPS, LAPTOPS[0]))])
    with opened_log(path) as log:
        new = measured(log, a_map()).applied(a_map())
    back = new.relation("r0")
    assert isinstance(back, Follows)
    assert back.share == round(9 / 29, 4)


def test_the_query_names_what_was_counted(result: MeasuredMap) -> None:
    note = proof(result.applied(a_map()), "s2").note
    assert note.splitlines()[0] == "count(distinct customer) where event in ('checkout', 'unpack')"


def test_every_figure_has_evidence_with_source_query_date_and_sample(result: MeasuredMap) -> None:
    new = result.applied(a_map())
    changed = {each.id for each in result.figures}
    elements = {id_ if new.has_element(id_) else new.relation(id_).source for id_ in changed}
    assert len(elements) == 8
    for id_ in elements:
        evidence = proof(new, id_)
        assert all((evidence.source, evidence.note, evidence.date, evidence.sample, evidence.claim))


def test_a_discovered_map_is_measured_again_without_doubles(log_path: str, tmp_path: Path) -> None:
    with opened_log(log_path) as log:
        graph = discover(log, texts("en"), TODAY).graph
        again = measured(log, graph).applied(graph)
        twice = measured(log, again)
    titles = [each.title for each in again.elements("metric")]
    assert titles.count("Change channel") == titles.count("Median duration") == 1
    assert titles.count("New journeys per week") == 1
    assert twice.figures == ()
    assert dump_map(twice.applied(again)) == dump_map(again)


def test_what_a_discovered_map_says_of_its_touchpoints_follows_the_log(tmp_path: Path) -> None:
    path = written(tmp_path / "log.csv", [(0, 1040, LAPTOPS)])
    with opened_log(path) as log:
        graph = discover(log, texts("sv"), TODAY).graph
    search, checkout = graph.elements("touchpoint")
    assert getattr(search, "note", "") == "1\N{NO-BREAK SPACE}040 (100\N{NO-BREAK SPACE}%)"
    info = info_of(graph).replaced(language="sv")
    records = [*graph.elements(), *graph.relations()]
    records[records.index(checkout)] = checkout.replaced(note="5 (9 %) by hand")
    graph = JourneyGraph.of(info, records)
    more = [(0, 20, (*LAPTOPS[:1] * 2, LAPTOPS[1])), (1, 20, LAPTOPS[1:])]
    with opened_log(written(tmp_path / "log.csv", more)) as log:
        mapping = match(log.activities, graph, info_of(graph).measured.activities)
        new = measure_map(log, graph, mapping, texts("sv"), TODAY).applied(graph)
    notes = [getattr(each, "note", "") for each in new.elements("touchpoint")]
    assert notes == ["20 (50\N{NO-BREAK SPACE}%), upprepad 20 gånger", "5 (9 %) by hand"]


def test_personas_of_a_discovered_map_follow_the_log(tmp_path: Path) -> None:
    with log_of(tmp_path / "log.csv", *SHOP) as log:
        graph = discover(log, texts("en"), TODAY).graph
    assert {getattr(each, "role", "") for each in graph.personas()} == {"50 journeys"}
    _, second = graph.personas()
    records = [*graph.elements(), *graph.relations()]
    records[records.index(second)] = second.replaced(role="In a hurry")
    graph = JourneyGraph.of(info_of(graph), records)
    with log_of(tmp_path / "log.csv", (40, SHOP[0][1])) as log:
        new = measured(log, graph).applied(graph)
    assert [getattr(each, "role", "") for each in new.personas()] == ["20 journeys", "In a hurry"]


def test_a_log_of_fewer_than_five_cases_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "log.csv", [(0, 4, PHONES)])
    with opened_log(path) as log, pytest.raises(EventLogError) as refusal:
        measured(log, a_map())
    assert str(refusal.value) == (
        "The log has 4 cases. Figures of fewer than 5 are not shown, because they could reveal "
        "who the customers are."
    )


# ---- what a map remembers


def test_the_columns_are_remembered_also_those_that_are_not_wanted(
    log_path: str, tmp_path: Path
) -> None:
    chosen = Columns(device="channel", without=frozenset({"channel"}))
    with opened_log(log_path, chosen) as log:
        new = measured(log, a_map()).applied(a_map())
    (tmp_path / "map.journey.json").write_bytes(dump_map(new))
    again = read_map(tmp_path / "map.journey.json")
    assert dump_map(again) == dump_map(new)
    last = remembered(info_of(again).measured, "log.csv")
    with opened_log(log_path, remembered=last.columns) as log:
        assert log.layout.columns == Columns(("customer",), "event", "time", device="channel")
    with opened_log(log_path, Columns(channel="channel"), remembered=last.columns) as log:
        assert log.layout.columns.channel == "channel"


def test_a_map_that_does_not_say_the_other_columns_has_them_guessed(log_path: str) -> None:
    info = info_of(a_map()).measured
    old = info.model_copy(update={"case": ("customer",), "activity": "event", "time": "time"})
    last = remembered(old, "log.csv")
    assert last.columns == Columns(("customer",), "event", "time")
    assert remembered(info, "log.csv").columns == GUESSED
    with opened_log(log_path, remembered=last.columns) as log:
        assert (log.layout.columns.channel, log.layout.columns.device) == ("channel", "device")
