"""Figures of many stages: tables in, what-ifs accepted, each one step that leaves no trace undone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyeditor import resources
from journeyeditor.editing import operations
from journeyeditor.editing.changes.funnel import FunnelEntry, accept, by_name, in_order
from journeyeditor.files import dump_map, read_map
from journeyeditor.i18n import texts
from journeyeditor.insight.funnel import Verdict, funnel, what_if, with_less_loss
from journeyeditor.model import JourneyGraph
from tests.builders import a_map
from tests.editing.driver import a_session
from tests.editing.shop_map import steps


def sample() -> JourneyGraph:
    return read_map(resources.path("samples", "toothbrush.sv.journey.json"))


def counts(graph: JourneyGraph) -> list[Any]:
    return [getattr(stage, "count", None) for stage in graph.stages()]


def titles(graph: JourneyGraph) -> list[str]:
    return [stage.title for stage in graph.stages()]


def test_a_table_on_an_empty_map_makes_its_stages() -> None:
    session = a_session(a_map().built())
    ids = operations.enter_funnel(
        session, [FunnelEntry("", "Awareness", 100, 0.5), FunnelEntry("", "Purchase", 50, None)]
    )
    assert titles(session.graph) == ["Awareness", "Purchase"]
    assert counts(session.graph) == [100, 50]
    assert list(session.selection.ids) == ids
    assert session.transactions.history.labels == ("Import funnel table",)
    session.undo()
    assert not session.graph.stages()


def test_new_stages_stand_where_the_table_has_them() -> None:
    session = a_session(a_map().with_stage("B", count=1, stated_rate=0.3).with_stage("D").built())
    operations.enter_funnel(
        session,
        [
            FunnelEntry("", "A", 9, None),
            FunnelEntry("stage1", "b", 8, None),
            FunnelEntry("", "C1", 7, None),
            FunnelEntry("", "C2", 6, None),
            FunnelEntry("stage2", "d", None, 0.2),
            FunnelEntry("", "E", 4, None),
        ],
        "share_of_top",
    )
    assert titles(session.graph) == ["A", "B", "C1", "C2", "D", "E"]
    assert counts(session.graph) == [9, 8, 7, 6, None, 4]
    assert [getattr(s, "stated_rate", None) for s in session.graph.stages()][1] == 0.3
    assert session.info.funnel.convention == "share_of_top"
    assert steps(session) == 1


def test_what_does_not_fit_is_reported_and_nothing_is_done() -> None:
    session = a_session(a_map().with_stage("A").built())
    before = dump_map(session.graph)
    for entry in (
        FunnelEntry("stage1", "A", -5, None),
        FunnelEntry("", "B", 5, 1.5),
        FunnelEntry("", "half \ud800", 5, None),
        FunnelEntry("gone", "C", 5, None),
        FunnelEntry("", "B", 2**60, None),
    ):
        with pytest.raises(operations.FieldError) as caught:
            operations.enter_funnel(session, [FunnelEntry("", "Fine", 1, None), entry])
        assert caught.value.message(texts("sv"))
    assert dump_map(session.graph) == before
    assert steps(session) == 0


def test_accepting_half_the_loss_after_evaluation_sells_650() -> None:
    session = a_session(sample())
    before = dump_map(session.graph)
    rate = with_less_loss(session.graph, "s2", 0.5)
    operations.apply_what_if(session, what_if(session.graph, {"s2": rate}))
    assert counts(session.graph) == [10_000, 5_000, 3_250, 650, 325, 108, 43]
    found = funnel(session.graph)
    assert (found[1].stated, found[1].verdict) == (0.65, Verdict.MATCH)
    # What did not agree before is somebody's word.
    assert [row.stated for row in found][3:] == [0.1, 0.05, 0.05, 0.02]
    assert session.transactions.history.labels == ("Apply what-if scenario",)
    session.undo()
    assert dump_map(session.graph) == before


def test_counts_of_a_map_with_fractions_stay_exact() -> None:
    graph = a_map().with_stage("A", count=1.5).with_stage("B", count=0.5).built()
    change = accept(graph, {"stage1": 1.5, "stage2": 0.625})
    ((_, after),) = change.entries.values()
    assert getattr(after, "count", None) == 0.625


def test_stages_are_found_by_title_then_by_what_they_stand_for() -> None:
    graph = a_map().with_stage("Medvetenhet").with_stage("Köp").with_stage("Kassa").built()
    found = by_name(graph, ["AWARENESS", " kassa ", "Purchase", "Buy again", "Frobnicate"])
    assert found == ["stage1", "stage3", "stage2", "", ""]
    assert by_name(graph, ["Purchase", "Köp"]) == ["", "stage2"]
    assert by_name(a_map().with_stage("Köpbeslut").built(), ["Purchase", "Order"]) == [
        "stage1",
        "",
    ]
    assert in_order(graph, 2) == ["stage1", "stage2"]
    assert in_order(graph, 4) == ["stage1", "stage2", "stage3", ""]


numbers = st.none() | st.integers(0, 10**9) | st.floats(0, 1e6)


@given(st.lists(st.tuples(st.sampled_from(("", "stage1", "stage2")), numbers), max_size=6))
def test_any_table_is_one_step_that_can_be_taken_back(rows: list[tuple[str, Any]]) -> None:
    session = a_session(a_map().with_stage("A", count=7).with_stage("B").built())
    before = dump_map(session.graph)
    ids = operations.enter_funnel(session, [FunnelEntry(id_, "new", n, None) for id_, n in rows])
    assert len(ids) == len(rows)
    assert steps(session) <= 1
    while session.undo():
        pass
    assert dump_map(session.graph) == before
