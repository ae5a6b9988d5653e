"""How well a map is founded: which cards have a source, and which are assumptions."""

from __future__ import annotations

from journeyeditor.model import Element, JourneyGraph
from journeyeditor.vocabulary import kind_class


def has_source(graph: JourneyGraph, record: Element) -> bool:
    """Tell whether a card is evidenced: by a record of evidence, or by a source of its own."""
    # Asked of the class first: a record is slow to say that it has no such field.
    if "source" in type(record).model_fields and getattr(record, "source", ""):
        return True
    return any(True for _ in graph.outgoing(record.id, "evidenced_by"))


def is_assumption(graph: JourneyGraph, record: Element) -> bool:
    """Tell whether a card claims something that nothing on the map supports."""
    return kind_class(record.kind).look.claims and not has_source(graph, record)


def share_of_evidence(graph: JourneyGraph) -> float | None:
    """Return the share (0..1) of the claiming cards that have a source; None without such cards."""
    claims = [record for record in graph.elements() if kind_class(record.kind).look.claims]
    if not claims:
        return None
    return sum(has_source(graph, record) for record in claims) / len(claims)
