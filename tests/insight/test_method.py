"""Method and completeness: progress is what stands on the map, and every hole names where to go on."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings

from journeyeditor.insight.completeness import ASPECTS, completeness, share_of_cells
from journeyeditor.insight.evidence import evidence_by_stage
from journeyeditor.insight.method import METHODS, NextAction, Progress, progress_of_steps
from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import kind_class
from tests.builders import a_map
from tests.layout.maps import maps

TODAY = datetime.date(2026, 11, 22)


def progress(graph: JourneyGraph, method: str = "seven") -> list[Progress]:
    return [each.progress for each in progress_of_steps(graph, method, TODAY)]


def test_the_methods_have_the_steps_of_their_articles() -> None:
    assert [len(METHODS[name]) for name in ("seven", "five", "three")] == [7, 5, 3]


def test_an_empty_map_begins_with_a_persona_and_a_stage() -> None:
    found = progress(a_map().built())
    assert [each.done for each in found] == [0] * 7
    assert found[0].next_action == NextAction("add", "persona")
    assert found[1].next_action == NextAction("add", "stage")


def test_a_step_names_its_first_hole() -> None:
    graph = (
        a_map()
        .with_("persona", "Sara", goals=("Clean teeth",))
        .with_stage("Search", count=10)
        .with_("touchpoint", "Web")
        .with_stage("Purchase")
        .with_("pain_point", "Fees")
        .with_("opportunity", "Show it")
        .with_("metric", "Rate")
        .related("addresses", "opportunity1", "pain_point1")
        .built()
    )
    persona, stages, touchpoints, data, voices, actions, measured = progress(graph)
    assert persona == Progress(1, 2, NextAction("page", "evidence", "persona1"))
    assert stages == Progress(2, 3, NextAction("add", "stage"))
    assert touchpoints == Progress(1, 2, NextAction("add", "touchpoint", "stage2"))
    assert data == Progress(1, 2, NextAction("field", "stage2", "count"))
    assert voices == Progress(0, 2, NextAction("add", "thought", "stage1"))
    assert actions == Progress(0, 1, NextAction("field", "opportunity1", "owner"))
    assert measured == Progress(0, 1, NextAction("field", "metric1", "series"))


def test_what_is_all_there_is_done() -> None:
    builder = a_map(reviewed="2026-11-01").with_("persona", "Sara", needs=("Trust",))
    for title in ("Search", "Purchase", "Use"):
        builder.with_stage(title, count=10).with_("touchpoint", "Web", channel="web")
        builder.with_("thought", "Hm", source="Interview").with_("emotion", score=1)
    builder.with_("pain_point", "Fees").with_("opportunity", "Show it", owner="Shop")
    builder.with_("metric", "Rate", series=(("2026-01-01", 1), ("2026-06-01", 2)))
    builder.with_("evidence", "Survey").related("addresses", "opportunity1", "pain_point1")
    for id_ in ("persona1", "touchpoint1", "touchpoint2", "touchpoint3", "pain_point1"):
        builder.related("evidenced_by", id_, "evidence1")
    for id_ in ("opportunity1", "metric1"):
        builder.related("evidenced_by", id_, "evidence1")
    graph = builder.built()
    for method in METHODS:
        for each in progress(graph, method):
            assert each.is_done
            assert each.next_action is None


@given(maps(stages=3))
@settings(max_examples=50, deadline=None)
def test_progress_is_bounded_and_only_holes_lead_on(graph: JourneyGraph) -> None:
    for method in METHODS:
        for each in progress(graph, method):
            assert 0 <= each.done <= each.of
            assert each.of > 0
            assert each.is_done == (each.next_action is None)
            if each.next_action is not None and each.next_action.how == "field":
                assert (
                    each.next_action.place
                    in type(graph.element(each.next_action.target)).model_fields
                )
            if each.next_action is not None and each.next_action.how == "add":
                assert kind_class(each.next_action.target)


@given(maps(stages=3))
@settings(max_examples=50, deadline=None)
def test_completeness_counts_what_stands_in_each_stage(graph: JourneyGraph) -> None:
    rows = completeness(graph)
    assert [row.stage for row in rows] == list(graph.stages())
    shares = {f.stage.id: f for f in evidence_by_stage(graph) if f.stage}
    for row in rows:
        assert [cell.aspect for cell in row.cells] == list(ASPECTS)
        cells = {cell.aspect: cell for cell in row.cells}
        cards = graph.cards(row.stage.id)
        for kind in ("pain_point", "touchpoint", "thought"):
            assert cells[kind].number == sum(card.kind == kind for card in cards)
        found = shares[row.stage.id]
        assert (cells["evidence"].number, cells["evidence"].of) == (found.sourced, found.claims)
        assert cells["need"].is_empty == (not row.stage.customer_goal.strip())
    empty = sum(cell.is_empty for row in rows for cell in row.cells)
    share = share_of_cells(rows)
    if rows:
        assert share == pytest.approx(1 - empty / (len(rows) * len(ASPECTS)))
    else:
        assert share is None
