"""What is lit, and what is dim beside it; a filter and a lit way dim together."""

from __future__ import annotations

from journeyeditor.editing import operations
from journeyeditor.editing.filter import along_moments, along_stages
from journeyeditor.editing.session import Session
from journeyeditor.model import JourneyGraph
from tests.builders import a_map
from tests.editing.driver import EditorDriver, a_session


def a_journey() -> JourneyGraph:
    """Return two personas' ways to a till, one over a site and one over a shop."""
    built = a_map().with_("persona", "Eva").with_("persona", "Per")
    built.with_stage("Look").with_("touchpoint", "Site").with_("touchpoint", "Shop")
    built.with_("step", "Ask", persona=("persona2",)).with_("pain_point", "Dear")
    built.with_stage("Buy").with_("touchpoint", "Till").with_("pain_point", "Slow", stage=None)
    built.with_stage("Use").with_("lane", "Mine")
    built.related("follows", "stage1", "stage2").related("follows", "stage2", "stage1", share=0.1)
    built.related("follows", "touchpoint1", "touchpoint3", persona="persona1")
    built.related("follows", "touchpoint2", "touchpoint3", persona="persona2")
    return built.related("at", "pain_point2", "touchpoint3").built()


def dim(session: Session) -> set[str]:
    records = [*session.graph.elements(), *session.graph.relations()]
    return {record.id for record in records if session.is_dim(record.id)}


def test_nothing_is_dim_while_nothing_is_lit() -> None:
    session = a_session(a_journey())
    assert not session.is_dimming
    assert dim(session) == set()


def test_a_way_through_stages_lights_them_their_cards_and_their_arcs() -> None:
    session = a_session(a_journey())
    session.highlight.set(along_stages(session.graph, ("stage1", "stage2"), ["r1"]))
    assert session.is_dimming
    assert dim(session) == {"stage3", "r2"}


def test_a_personas_way_leaves_others_steps_and_touchpoints_dim() -> None:
    session = a_session(a_journey())
    lit = along_stages(session.graph, ("stage1", "stage2"), ["r1"], "persona1")
    session.highlight.set(lit)
    assert dim(session) == {"stage3", "step1", "touchpoint2", "r2", "r4"}


def test_single_moments_light_their_stages_and_what_is_said_of_them() -> None:
    session = a_session(a_journey())
    lit = along_moments(session.graph, ["touchpoint1", "touchpoint3"], ["r3"], "persona1")
    session.highlight.set(lit)
    assert dim(session) == {
        "stage3",
        "step1",
        "touchpoint2",
        "pain_point1",
        "r1",
        "r2",
        "r4",
    }


def test_a_filter_and_a_lit_way_dim_together_and_tell_together() -> None:
    session = a_session(a_journey())
    reported: list[None] = []
    session.dimmed.connect(reported.append)
    session.highlight.set(["stage1", "touchpoint1", "touchpoint2"])
    session.highlight.set(["touchpoint2", "touchpoint1", "stage1"])
    session.filter.set(kinds=["pain_point"])
    assert len(reported) == 2
    assert {"touchpoint1", "touchpoint3", "pain_point1"} <= dim(session)
    session.filter.clear()
    assert session.highlight.clear()
    assert not session.highlight.clear()
    assert len(reported) == 4
    assert not session.is_dimming


def test_what_goes_is_forgotten_and_what_comes_is_bright() -> None:
    session = a_session(a_journey())
    session.highlight.set(["touchpoint1", "stage1"])
    new = operations.add(session, "touchpoint")
    assert not session.is_dim(new)
    operations.delete(session, ["touchpoint1"])
    assert "touchpoint1" not in session.highlight.ids
    operations.delete(session, [new, "stage1"])
    assert not session.highlight.is_active


def test_escape_releases_the_way_before_the_selection() -> None:
    driver = EditorDriver(a_journey())
    driver.session.selection.set(["touchpoint1"])
    driver.session.highlight.set(["stage1"])
    driver.key("escape")
    assert not driver.session.highlight.is_active
    assert driver.session.selection.ids == ("touchpoint1",)
    driver.key("escape")
    assert not driver.session.selection.ids
