"""A small shop's map, and what tests ask of it."""

from __future__ import annotations

from typing import Any

from journeyeditor.editing.session import Session
from tests.builders import MapBuilder, a_map


def a_shop() -> MapBuilder:
    """Return two stages with touchpoints in the first: touchpoint1, 2, 3; pain_point1 at the 2nd."""
    return (
        a_map()
        .with_stage("Search")
        .with_("touchpoint", "Advert", rank=1)
        .with_("touchpoint", "Website", rank=2)
        .with_("touchpoint", "Reviews", rank=3)
        .with_("pain_point", "Slow", rank=1)
        .with_stage("Buy")
        .related("at", "pain_point1", "touchpoint2")
    )


def titles(session: Session, stage: str | None, kind: str) -> list[str]:
    return [c.title for c in session.graph.cards(stage) if c.kind == kind]


def ends(session: Session, id_: str) -> set[tuple[str, str, str]]:
    """Return the relations of an element as (source, kind, target)."""
    return {(t.source, t.kind, t.target) for t in session.graph.relations_of(id_)}


def field(session: Session, id_: str, name: str) -> Any:
    return getattr(session.graph.element(id_), name)


def steps(session: Session) -> int:
    return len(session.transactions.history.labels)
