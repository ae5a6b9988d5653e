"""The review: every rule finds its fault and is silent without it; an update equals a fresh look."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeyeditor import resources
from journeyeditor.files import read_map
from journeyeditor.i18n import texts
from journeyeditor.insight.review import Review, review
from journeyeditor.insight.review_dates import months_between, months_later
from journeyeditor.model import MAP_ID, Change, Entry, JourneyGraph
from journeyeditor.vocabulary import MapInfo
from tests.builders import MapBuilder, a_map
from tests.layout.maps import maps

TODAY = datetime.date(2026, 11, 22)


def rules(map_: MapBuilder | JourneyGraph) -> set[tuple[str, str]]:
    graph = map_.built() if isinstance(map_, MapBuilder) else map_
    return {(finding.rule, finding.element) for finding in review(graph, TODAY)}


def whole_map(**info: Any) -> MapBuilder:
    """Return a map large enough to be asked for everything: six cards before, six after a purchase."""
    built = a_map(**info)
    for title in ("Awareness", "Purchase", "Loyalty"):
        built.with_stage(title, owner="Sales")
        built.with_("touchpoint", "Web", channel="web").with_("step", "Do").with_("thought", "Hm")
        built.with_("emotion", score=1)
    return built


PICTURE = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
    "awAAAABJRU5ErkJggg=="
)

#: Rule, where it is found, a map with the fault, and the same map without it.
CASES: list[tuple[str, str, Callable[[], MapBuilder], Callable[[], MapBuilder]]] = [
    (
        "assumption",
        "step1",
        lambda: a_map().with_stage().with_("step", "Pay"),
        lambda: (
            a_map()
            .with_stage()
            .with_("step", "Pay")
            .with_("evidence")
            .related("evidenced_by", "step1", "evidence1")
        ),
    ),
    (
        "pain-without-opportunity",
        "pain_point1",
        lambda: a_map().with_stage().with_("pain_point", "Fees").with_("opportunity"),
        lambda: (
            a_map()
            .with_stage()
            .with_("pain_point", "Fees")
            .with_("opportunity")
            .related("addresses", "opportunity1", "pain_point1")
        ),
    ),
    (
        "opportunity-without-owner",
        "opportunity1",
        lambda: a_map().with_("opportunity"),
        lambda: a_map().with_("opportunity", owner="Sales"),
    ),
    (
        "emotion-gap",
        "emotion1",
        lambda: a_map().with_stage().with_("emotion"),
        lambda: a_map().with_stage().with_("emotion", score=0),
    ),
    (
        "emotion-gap",
        "stage2",
        lambda: a_map().with_stage().with_("emotion", score=0).with_stage(),
        lambda: a_map().with_stage().with_stage(),
    ),
    (
        "share-sum",
        "stage1",
        lambda: (
            a_map()
            .with_stage()
            .with_stage()
            .related("follows", "stage1", "stage2", share=0.7)
            .related("follows", "stage1", "stage1", share=0.4)
        ),
        lambda: (
            a_map()
            .with_stage()
            .with_stage()
            .related("follows", "stage1", "stage2", share=0.7)
            .related("follows", "stage1", "stage1", share=0.3)
        ),
    ),
    (
        "missing-picture-text",
        "picture1",
        lambda: a_map().with_("picture", image=PICTURE),
        lambda: a_map().with_("picture", image=PICTURE, alt="A till"),
    ),
    (
        "stage-without-touchpoint",
        "stage1",
        lambda: a_map().with_stage(),
        lambda: a_map().with_stage().with_("touchpoint"),
    ),
    (
        "no-customer-voice",
        "stage1",
        lambda: a_map().with_stage(),
        lambda: a_map().with_stage().with_("thought"),
    ),
    (
        "stage-without-owner",
        "stage1",
        lambda: a_map().with_stage(),
        lambda: a_map().with_stage().with_("touchpoint", owner="Web team"),
    ),
    (
        "stage-without-evidence",
        "stage1",
        lambda: a_map().with_stage().with_("step"),
        lambda: a_map().with_stage().with_("thought", source="Interview"),
    ),
    (
        "funnel-rising",
        "stage2",
        lambda: a_map().with_stage(count=5).with_stage(count=6),
        lambda: a_map().with_stage(count=5).with_stage(count=5),
    ),
    (
        "funnel-missing",
        "stage2",
        lambda: a_map().with_stage(count=5).with_stage(),
        lambda: a_map().with_stage().with_stage(),
    ),
    (
        "funnel-mismatch",
        "stage1",
        lambda: a_map().with_stage(count=10, stated_rate=0.1).with_stage(count=5),
        lambda: a_map().with_stage(count=10, stated_rate=0.5).with_stage(count=5),
    ),
    (
        "unreachable",
        "step2",
        lambda: (
            a_map()
            .with_stage()
            .with_stage()
            .with_("step")
            .with_("step")
            .related("follows", "step2", "step1")
        ),
        lambda: (
            a_map()
            .with_stage()
            .with_("step")
            .with_stage()
            .with_("step")
            .related("follows", "step1", "step2")
        ),
    ),
    (
        "dead-end",
        "step2",
        lambda: (
            a_map()
            .with_stage()
            .with_("step")
            .with_("step")
            .with_stage()
            .related("follows", "step1", "step2")
        ),
        lambda: (
            a_map()
            .with_stage()
            .with_("step")
            .with_stage()
            .with_("step")
            .related("follows", "step1", "step2")
        ),
    ),
    (
        "review-overdue",
        "",
        lambda: a_map(reviewed="2026-05-21"),
        lambda: a_map(reviewed="2026-05-22"),
    ),
    ("no-data", "", whole_map, lambda: a_map().with_stage().with_("step")),
    (
        "no-bad-experiences",
        "",
        whole_map,
        lambda: whole_map().with_("pain_point"),
    ),
    ("one-team", "", whole_map, lambda: whole_map().with_("touchpoint", owner="Support")),
    ("one-track", "", whole_map, lambda: whole_map().with_("persona").with_("persona")),
    (
        "b2b-single-actor",
        "",
        lambda: whole_map(map_type="b2b").with_("persona"),
        lambda: whole_map(map_type="b2c").with_("persona"),
    ),
    (
        "no-support-after-purchase",
        "stage2",
        whole_map,
        lambda: whole_map().with_("touchpoint", channel="chat"),
    ),
    (
        "only-the-sale",
        "stage4",
        lambda: whole_map().with_stage("Köp").with_("step").with_stage("Lojalitet"),
        lambda: whole_map().with_stage("Köp").with_stage("Lojalitet").with_("step"),
    ),
]


@pytest.mark.parametrize(
    ("rule", "element", "faulty", "fixed"), CASES, ids=[f"{c[0]} {c[1]}" for c in CASES]
)
def test_a_rule_finds_its_fault_and_nothing_else(
    rule: str, element: str, faulty: Callable[[], MapBuilder], fixed: Callable[[], MapBuilder]
) -> None:
    assert (rule, element) in rules(faulty())
    assert (rule, element) not in rules(fixed())


def test_many_touchpoints_and_many_messages_overload() -> None:
    built = a_map().with_stage().with_("step")
    for i in range(9):
        built.with_("touchpoint", direction="organisation")
        if i < 3:
            built.related("follows", "step1", f"touchpoint{i + 1}")
    assert {("overload", "stage1"), ("overload", "step1")} <= rules(built)


def test_the_swedish_table_has_its_three_mismatches() -> None:
    graph = read_map(resources.path("samples", "toothbrush.sv.journey.json"))
    found = [r for r in review(graph, TODAY) if r.rule == "funnel-mismatch"]
    assert [finding.message(texts("sv")) for finding in found] == [
        "Köpbeslut: den uppgivna andelen (10\u00a0%) stämmer inte med antalen (50\u00a0%).",
        "Efterköp: den uppgivna andelen (5\u00a0%) stämmer inte med antalen (33\u00a0%).",
        "Återköp: den uppgivna andelen (5\u00a0%) stämmer inte med antalen (40\u00a0%).",
    ]


@pytest.mark.parametrize("language", ["en", "sv", "nb", "da"])
def test_every_finding_speaks_every_language(language: str) -> None:
    for _, _, faulty, _ in CASES:
        for finding in review(faulty().built(), TODAY):
            message = finding.message(texts(language))
            assert message.strip()
            assert "{" not in message


@pytest.mark.parametrize("title", ["", " "])
def test_a_card_without_a_title_is_called_untitled(title: str) -> None:
    graph = a_map().with_stage().with_("picture", title, image=PICTURE).built()
    (found,) = (each for each in review(graph, TODAY) if each.rule == "missing-picture-text")
    assert found.message(texts("sv")) == "Bilden till ”Utan rubrik” saknar alternativtext."


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_an_update_equals_a_fresh_look(data: st.DataObject) -> None:
    graph = data.draw(maps(stages=3))
    live = Review(graph, today=TODAY)
    live.findings()
    for _ in range(3):
        change = data.draw(edits(graph))
        graph.apply(change)
        live.update(change)
        assert live.findings() == review(graph, TODAY)
    for _ in range(1):
        graph.apply(change.inverted())
        live.update(change.inverted())
        assert live.findings() == review(graph, TODAY)


def test_a_map_that_changes_while_it_is_checked_is_checked_anew() -> None:
    graph = a_map().with_stage().with_("picture", "", image=PICTURE).built()
    live = Review(graph, today=TODAY)
    next(live.findings_parts())  # given up for the change
    picture = graph.elements("picture")[0]
    change = Change({picture.id: (picture, None)})
    graph.apply(change)
    live.update(change)
    assert live.findings() == review(graph, TODAY)


@st.composite
def edits(draw: st.DrawFn, graph: JourneyGraph) -> Change:
    """Return a change: an element gone with its relations, a field set, a relation cut, or the map's."""
    elements, relations = graph.elements(), graph.relations()
    what = draw(st.sampled_from(["drop", "title", "stage", "cut", "info"]))
    entries: dict[str, Entry] = {}
    if what == "info":
        assert isinstance(graph.info, MapInfo)
        return Change({MAP_ID: (graph.info, graph.info.replaced(map_type="b2b"))})
    if what == "cut" and relations:
        relation = draw(st.sampled_from(relations))
        return Change({relation.id: (relation, None)})
    if not elements:
        return Change()
    element = draw(st.sampled_from(elements))
    if what == "drop":
        entries = {r.id: (r, None) for r in graph.relations_of(element.id)}
        entries[element.id] = (element, None)
    elif what == "stage" and element.is_card:
        stage = draw(st.sampled_from([None, *(s.id for s in graph.stages())]))
        entries = {element.id: (element, element.replaced(stage=stage))}
    else:
        entries = {element.id: (element, element.replaced(title="Purchase"))}
    return Change({id_: e for id_, e in entries.items() if e[0] != e[1]})


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2026-05-21", 6, "2026-11-21"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2027-08-31", 6, "2028-02-29"),
        ("2026-12-31", 1200, "2126-12-31"),
        ("9999-12-31", 6, None),
    ],
)
def test_months_end_where_months_end(day: str, months: int, later: str | None) -> None:
    found = months_later(datetime.date.fromisoformat(day), months)
    assert (found and found.isoformat()) == later


@given(st.dates(datetime.date(1990, 1, 1), datetime.date(2100, 1, 1)), st.integers(0, 600))
def test_the_months_between_are_those_that_were_added(day: datetime.date, months: int) -> None:
    later = months_later(day, months)
    assert later is not None
    assert months_between(day, later) in (months, months - (later.day < day.day))
