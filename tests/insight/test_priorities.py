"""The order of pain points and opportunities."""

from __future__ import annotations

from journeyeditor.insight.priorities import ranked_opportunities, ranked_pain_points
from journeyeditor.vocabulary import Opportunity, PainPoint
from tests.poster.sheets import a_map


def test_pain_points_are_ranked_by_severity_times_frequency_then_votes() -> None:
    graph = a_map(
        PainPoint(id="ungraded", votes=9),
        PainPoint(id="rare", severity=5, frequency=1),
        PainPoint(id="often", severity=3, frequency=4),
        PainPoint(id="voted", severity=4, frequency=3, votes=2),
        PainPoint(id="half", severity=5),
    )
    ranked = [record.id for record in ranked_pain_points(graph)]
    assert ranked == ["half", "voted", "often", "rare", "ungraded"]


def test_opportunities_are_ranked_by_impact_per_effort_then_votes() -> None:
    graph = a_map(
        Opportunity(id="ungraded"),
        Opportunity(id="large", impact=5, effort=5, votes=1),
        Opportunity(id="small", impact=2, effort=2, votes=4),
        Opportunity(id="cheap", impact=4, effort=1),
    )
    ranked = [record.id for record in ranked_opportunities(graph)]
    assert ranked == ["cheap", "small", "large", "ungraded"]
