"""Pain points and opportunities in the order in which they deserve attention."""

from __future__ import annotations

from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import Opportunity, PainPoint

#: The value of a missing grade: the middle of 1 to 5.
MIDDLE = 3


def ranked_pain_points(graph: JourneyGraph) -> list[PainPoint]:
    """Return the pain points by severity × frequency, then by votes, then in the map's order."""
    found = [record for record in graph.elements("pain_point") if isinstance(record, PainPoint)]
    return sorted(found, key=lambda record: (-weight_of(record), -record.votes))


def weight_of(record: PainPoint) -> int:
    """Return severity × frequency, 0 if neither is given."""
    if record.severity is None and record.frequency is None:
        return 0
    return (record.severity or MIDDLE) * (record.frequency or MIDDLE)


def ranked_opportunities(graph: JourneyGraph) -> list[Opportunity]:
    """Return the opportunities by impact ÷ effort, then by votes, then in the map's order."""
    found = [record for record in graph.elements("opportunity") if isinstance(record, Opportunity)]
    return sorted(found, key=lambda record: (-return_of(record), -record.votes))


def return_of(record: Opportunity) -> float:
    """Return impact ÷ effort, 0 if neither is given."""
    if record.impact is None and record.effort is None:
        return 0.0
    return (record.impact or MIDDLE) / (record.effort or MIDDLE)
