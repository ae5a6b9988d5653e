"""The filter for a persona leaves only what is hers, and follows every change."""

from __future__ import annotations

import pytest

from journeyeditor.editing import operations
from journeyeditor.editing.session import Session
from tests.builders import a_map
from tests.editing.driver import a_session


@pytest.fixture
def session() -> Session:
    """Ada's touchpoint, Bo's, a shared one and one that nobody's card is related to."""
    graph = (
        a_map()
        .with_("persona", "Ada")
        .with_("persona", "Bo")
        .with_stage("Search")
        .with_("touchpoint", "Ada's")
        .with_("touchpoint", "Bo's")
        .with_("touchpoint", "Shared")
        .with_("touchpoint", "Nobody's")
        .with_("thought", "Ada thinks", persona="persona1")
        .with_("thought", "Bo thinks", persona="persona2")
        .with_("thought", "Ada wonders", persona="persona1")
        .with_("emotion", "Bo feels", persona="persona2", score=1)
        .with_("step", "Both do", persona=("persona1", "persona2"))
        .with_("pain_point", "Everybody's")
        .related("at", "thought1", "touchpoint1")
        .related("at", "thought2", "touchpoint2")
        .related("at", "thought3", "touchpoint3")
        .related("at", "emotion1", "touchpoint3")
        .related("follows", "touchpoint1", "touchpoint3", persona="persona1")
        .related("follows", "touchpoint3", "touchpoint4", persona="persona2")
        .related("follows", "touchpoint2", "touchpoint3")
        .related("follows", "touchpoint3", "touchpoint1")
        .built()
    )
    return a_session(graph)


def dim(session: Session) -> set[str]:
    records = [*session.graph.elements(), *session.graph.relations()]
    return {record.id for record in records if session.is_dim(record.id)}


def test_a_persona_leaves_her_cards_and_what_they_are_related_to(session: Session) -> None:
    session.filter.set(persona="persona1")
    assert dim(session) == {
        *("persona2", "thought2", "emotion1", "touchpoint2"),
        *("r2", "r4", "r6", "r7"),
    }
    session.filter.set(persona="persona2")
    assert dim(session) == {
        *("persona1", "thought1", "thought3", "touchpoint1"),
        *("r1", "r3", "r5", "r8"),
    }
    session.filter.clear()
    assert dim(session) == set()


def test_the_filter_follows_what_changes_beside_a_touchpoint(session: Session) -> None:
    session.filter.set(persona="persona1")
    assert session.is_dim("touchpoint2")
    operations.set_field(session, ["thought2"], "persona", "persona1")
    assert not session.is_dim("touchpoint2")
    session.undo()
    assert session.is_dim("touchpoint2")
    operations.delete(session, ["thought2"])
    assert not session.is_dim("touchpoint2"), "nobody's cards are related to it any more"
    session.undo()
    assert session.is_dim("touchpoint2")
    operations.connect(session, "thought1", "touchpoint2", "at")
    assert not session.is_dim("touchpoint2")
