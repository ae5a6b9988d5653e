"""Sources of cards, assumptions, and common claims."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from journeyeditor.i18n import texts, window_languages
from journeyeditor.insight.evidence import (
    Claim,
    claims,
    evidence_by_stage,
    has_source,
    is_assumption,
    share_of_evidence,
    supported_by_evidence,
)
from journeyeditor.model import Element, JourneyGraph, Record
from journeyeditor.vocabulary import (
    KINDS,
    Emotion,
    Evidence,
    EvidencedBy,
    MapInfo,
    Note,
    PainPoint,
    Step,
    Thought,
    kind_class,
)
from tests.layout.maps import maps


def a_map(*records: Record) -> JourneyGraph:
    return JourneyGraph.of(MapInfo(), records)


def test_a_card_that_claims_without_a_source_is_an_assumption() -> None:
    graph = a_map(PainPoint(id="a"))
    assert is_assumption(graph, graph.element("a"))


def test_evidence_founds_a_card() -> None:
    graph = a_map(PainPoint(id="a"), Evidence(id="e"), EvidencedBy(id="r", source="a", target="e"))
    assert has_source(graph, graph.element("a"))
    assert not is_assumption(graph, graph.element("a"))


def test_a_source_of_its_own_founds_a_thought() -> None:
    graph = a_map(Thought(id="a", source="Interview 7"), Thought(id="b"))
    assert not is_assumption(graph, graph.element("a"))
    assert is_assumption(graph, graph.element("b"))


@pytest.mark.parametrize("record", [Emotion(id="a", score=1), Note(id="a"), Evidence(id="a")])
def test_what_claims_nothing_is_no_assumption(record: Element) -> None:
    graph = a_map(record)
    assert not is_assumption(graph, record)
    assert share_of_evidence(graph) is None


def test_the_share_counts_the_claiming_cards_only() -> None:
    graph = a_map(
        Step(id="a"),
        Step(id="b"),
        PainPoint(id="c"),
        Thought(id="d", source="Survey"),
        Emotion(id="m", score=1),
        Evidence(id="e"),
        EvidencedBy(id="r1", source="a", target="e"),
        EvidencedBy(id="r2", source="m", target="e"),
    )
    assert share_of_evidence(graph) == 0.5


def test_claims_are_what_the_contract_says() -> None:
    claiming = {cls.kind_name() for cls in KINDS if cls.look.claims}
    assert claiming == {
        "step",
        "touchpoint",
        "thought",
        "pain_point",
        "opportunity",
        "backstage",
        "metric",
    }


@given(maps(stages=3))
@settings(max_examples=40)
def test_the_share_agrees_with_the_assumptions(graph: JourneyGraph) -> None:
    claims = [record for record in graph.elements() if kind_class(record.kind).look.claims]
    assumed = sum(is_assumption(graph, record) for record in graph.elements())
    share = share_of_evidence(graph)
    if not claims:
        assert share is None
    else:
        assert share == pytest.approx(1 - assumed / len(claims))


@given(maps(stages=3))
@settings(max_examples=40)
def test_the_stages_together_are_as_founded_as_the_map(graph: JourneyGraph) -> None:
    found = evidence_by_stage(graph)
    assert [each.stage for each in found if each.stage] == list(graph.stages())
    claims, sourced = sum(f.claims for f in found), sum(f.sourced for f in found)
    share = share_of_evidence(graph)
    assert share == pytest.approx(sourced / claims) if claims else share is None


def test_a_source_knows_what_rests_on_it() -> None:
    graph = a_map(
        PainPoint(id="a"),
        Step(id="b"),
        Evidence(id="e"),
        EvidencedBy(id="r", source="b", target="e"),
    )
    assert supported_by_evidence(graph, "e") == [graph.element("b")]


def test_the_library_has_the_figures_of_the_articles() -> None:
    shares = sorted(claim.share for claim in claims())
    assert shares == sorted(
        [
            0.69,
            0.5,
            0.3,
            0.2,
            0.8,
            0.5,
            0.65,
            0.8,
            0.3,
            0.7,
            0.8,
            0.75,
            0.67,
            0.88,
            0.45,
            0.7,
            0.84,
            0.76,
        ]
    )
    assert len({claim.id for claim in claims()}) == len(claims())


@pytest.mark.parametrize("language", window_languages())
@pytest.mark.parametrize("claim", claims(), ids=lambda claim: claim.id)
def test_each_is_evidence_without_a_source(claim: Claim, language: str) -> None:
    fields = claim.fields(texts(language))
    record = Evidence.model_validate({"id": "e", **fields})
    assert record.strength == "assumed"
    assert not record.source
    assert record.claim.casefold().startswith(str(record.figure).casefold())


def test_bounds_are_said_in_words() -> None:
    by_id = {claim.id: claim for claim in claims()}
    assert by_id["direct_buy"].figure(texts("sv")) == "under 30\N{NO-BREAK SPACE}%"
    assert by_id["conversion"].figure(texts("en")) == "up to 80%"


def test_each_is_written_in_every_language_of_the_window() -> None:
    missing = {(claim.id, code) for claim in claims() for code in window_languages()} - {
        (claim.id, code) for claim in claims() for code in claim.claim
    }
    assert not missing
