"""Quick fixes: each resolves its finding in one step of undo, or leads to the field that is empty."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings

from journeyeditor.editing import operations
from journeyeditor.editing.changes.quick_fixes import QUICK_FIXES, fix_result, quick_fix_for
from journeyeditor.editing.session import Session
from journeyeditor.files import dump_map, parse_map
from journeyeditor.insight.review import Finding, review
from journeyeditor.insight.review.findings import split_dismissed
from journeyeditor.model import JourneyGraph
from tests.builders import MapBuilder, a_map
from tests.editing.driver import faces, print_theme
from tests.layout.maps import maps

TODAY = datetime.date(2026, 11, 22)


def session_of(map_: MapBuilder | JourneyGraph) -> Session:
    graph = map_.built() if isinstance(map_, MapBuilder) else map_
    return Session(graph, faces(), print_theme())


def whole_map(**info: object) -> MapBuilder:
    """Return a map that is large enough to be asked for everything."""
    built = a_map(**info).with_("persona", "Sara")
    for title in ("Awareness", "Purchase"):
        built.with_stage(title, owner="Sales")
        built.with_("touchpoint", "Web", channel="web").with_("step", "Do")
        built.with_("thought", "Hm").with_("emotion", score=-1)
    return built


def odd_map() -> MapBuilder:
    """Return a map with a hole for nearly every rule."""
    return (
        whole_map(map_type="b2b", reviewed="2020-01-01")
        .with_stage("Use", count=50, stated_rate=0.05)
        .with_("pain_point", "Hidden fees")
        .with_("picture", "Box", image="")
        .with_("emotion")
        .with_("opportunity", "Show it")
        .with_stage("Loyalty", count=20)
        .with_("step", "Come back")
        .related("follows", "step1", "step2", share=0.8)
        .related("follows", "step1", "step3", share=0.6)
    )


def finding(session: Session, rule: str, element: str | None = None) -> Finding:
    return next(
        r for r in review(session.graph, TODAY) if r.rule == rule and element in (None, r.element)
    )


@pytest.mark.parametrize(
    ("rule", "element"),
    [
        ("funnel-mismatch", "stage3"),
        ("pain-without-opportunity", "pain_point1"),
        ("stage-without-touchpoint", "stage4"),
        ("no-customer-voice", "stage3"),
        ("emotion-gap", "emotion3"),
        ("emotion-gap", "stage4"),
        ("no-support-after-purchase", "stage2"),
        ("b2b-single-actor", ""),
        ("review-overdue", ""),
        ("share-sum", "step1"),
    ],
)
def test_a_fix_takes_its_finding_away_in_one_step(rule: str, element: str) -> None:
    session = session_of(odd_map())
    before = dump_map(session.graph)
    found = finding(session, rule, element)
    assert operations.apply_fix(session, found, TODAY) is not None
    assert (rule, element) not in {(r.rule, r.element) for r in review(session.graph, TODAY)}
    assert session.undo()
    assert dump_map(session.graph) == before
    assert not session.undo()


def test_the_counted_rate_becomes_the_stated_one() -> None:
    session = session_of(odd_map())
    operations.apply_fix(session, finding(session, "funnel-mismatch"), TODAY)
    assert getattr(session.graph.element("stage3"), "stated_rate", None) == 0.4


def test_no_rate_says_that_more_go_on_than_came() -> None:
    session = session_of(
        a_map().with_stage("Search", count=10, stated_rate=0.5).with_stage("Purchase", count=20)
    )
    done = operations.apply_fix(session, finding(session, "funnel-mismatch"), TODAY)
    assert done is not None
    assert (done.focus, done.field) == ("stage1", "count")
    assert not session.is_dirty


def test_an_opportunity_addresses_its_pain_point_and_stands_beside_it() -> None:
    session = session_of(odd_map())
    done = operations.apply_fix(session, finding(session, "pain-without-opportunity"), TODAY)
    assert done is not None
    (relation,) = session.graph.incoming("pain_point1", "addresses")
    assert relation.source == done.focus
    assert getattr(session.graph.element(done.focus), "stage", None) == "stage3"


def test_words_typed_into_what_a_fix_made_belong_to_its_step() -> None:
    session = session_of(odd_map())
    before = dump_map(session.graph)
    done = operations.apply_fix(session, finding(session, "pain-without-opportunity"), TODAY)
    assert done is not None
    operations.set_field(session, [done.focus], "title", "Show the total", typing=True)
    session.undo()
    assert dump_map(session.graph) == before


def test_after_the_sale_a_stage_is_made_where_there_is_none() -> None:
    session = session_of(whole_map())
    done = operations.apply_fix(session, finding(session, "only-the-sale"), TODAY)
    assert done is not None
    assert session.graph.stages()[-1].id == done.focus


def test_shares_keep_their_proportion() -> None:
    session = session_of(odd_map())
    operations.apply_fix(session, finding(session, "share-sum"), TODAY)
    shares = [
        getattr(relation, "share", 0) for relation in session.graph.outgoing("step1", "follows")
    ]
    assert sum(shares) == pytest.approx(1, abs=2e-4)
    assert shares[0] / shares[1] == pytest.approx(0.8 / 0.6, rel=1e-3)


@pytest.mark.parametrize(
    ("rule", "element", "field"),
    [
        ("opportunity-without-owner", "opportunity1", "owner"),
        ("stage-without-owner", "stage4", "owner"),
        ("funnel-missing", "stage1", "count"),
    ],
)
def test_what_only_people_know_leads_to_its_field(rule: str, element: str, field: str) -> None:
    session = session_of(odd_map())
    before = dump_map(session.graph)
    done = operations.apply_fix(session, finding(session, rule, element), TODAY)
    assert done is not None
    assert (done.focus, done.field) == (element, field)
    assert dump_map(session.graph) == before
    assert field in type(session.graph.element(element)).model_fields


def test_some_findings_have_no_fix() -> None:
    session = session_of(odd_map())
    assert quick_fix_for(session.graph, Finding("unreachable", "warning", "step1", "", "")) is None
    assert operations.apply_fix(session, Finding("dead-end", "warning", "step1", "", "")) is None


def test_a_finding_on_what_is_gone_is_left_alone() -> None:
    session = session_of(odd_map())
    found = finding(session, "pain-without-opportunity")
    operations.delete(session, ["pain_point1"])
    assert operations.apply_fix(session, found, TODAY) is None


@given(maps(stages=3))
@settings(max_examples=120, deadline=None)
def test_every_fix_works_on_any_map_and_can_be_taken_back(graph: JourneyGraph) -> None:
    for found in review(graph, TODAY):
        done = fix_result(graph, found, TODAY)
        if done is None or not done.change:
            continue
        graph.apply(done.change)
        left = {(r.rule, r.element) for r in review(graph, TODAY)}
        if found.rule not in {"emotion-gap", "only-the-sale"}:
            assert (found.rule, found.element) not in left
        graph.apply(done.change.inverted())


def test_every_fix_has_words_of_its_own_and_something_to_do() -> None:
    for fix in QUICK_FIXES.values():
        assert fix.label
        assert (fix.apply is None) == bool(fix.field)


def test_a_finding_is_set_aside_with_its_reason_and_brought_back() -> None:
    session = session_of(odd_map())
    found = finding(session, "pain-without-opportunity")
    operations.dismiss(session, [found], "Known; next year")
    again = parse_map(dump_map(session.graph), "map")
    assert again.info == session.info
    parts = split_dismissed(review(session.graph, TODAY), session.info)
    assert found not in parts.open
    assert [(each.finding, each.reason) for each in parts.aside] == [(found, "Known; next year")]
    operations.dismiss(session, [found], "Not ours")
    assert [each.reason for each in session.info.set_aside] == ["Not ours"]
    operations.restore(session, [found])
    assert not session.info.set_aside
    for _ in range(3):
        assert session.undo()
    assert not session.undo()


def test_what_is_set_aside_goes_with_its_element_and_comes_back_with_it() -> None:
    session = session_of(odd_map())
    operations.dismiss(session, [finding(session, "pain-without-opportunity")], "Known")
    operations.delete(session, ["pain_point1"])
    assert not session.info.set_aside
    session.undo()
    assert session.info.set_aside[0].element == "pain_point1"
