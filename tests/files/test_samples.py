"""The sample maps: they read, are calm, and show what a consultant's map must show."""

from __future__ import annotations

import pytest

from journeyeditor import resources
from journeyeditor.display.theme import contrast
from journeyeditor.files import dump_map, read_map
from journeyeditor.insight.evidence import is_assumption, share_of_evidence
from journeyeditor.insight.funnel import Verdict, funnel
from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import (
    Emotion,
    Follows,
    MapInfo,
    Metric,
    Opportunity,
    PainPoint,
    Persona,
    Stage,
    Touchpoint,
)

SAMPLES = {
    "toothbrush.sv": (60, 100),
    "toothbrush.fi": (60, 100),
    "heat_pump.nb": (60, 100),
    "heat_pump.de": (60, 100),
    "fitness_club.da": (60, 105),
    "predictive_maintenance.en": (90, 135),
}

TOOTHBRUSH = (
    ("Medvetenhet", 10000, 0.5, Verdict.MATCH),
    ("Utvärdering", 5000, 0.3, Verdict.MATCH),
    ("Övervägande", 1500, 0.2, Verdict.MATCH),
    ("Köpbeslut", 300, 0.1, Verdict.MISMATCH),
    ("Efterköp", 150, 0.05, Verdict.MISMATCH),
    ("Återköp", 50, 0.05, Verdict.MISMATCH),
    ("Lojalitet", 20, 0.02, Verdict.UNDEFINED),
)

SCORES = (0, 0.5, 1, 0.5, -0.5, 0.8, 0.8, -1.6, 1.5, -1, 1, 1.7)


def sample(name: str) -> JourneyGraph:
    return read_map(resources.path("samples", f"{name}.journey.json"))


def leaps(graph: JourneyGraph) -> set[int]:
    """Return how many columns each relation between stages goes on (back: negative)."""
    place = {stage.id: i for i, stage in enumerate(graph.stages())}
    return {
        place[relation.target] - place[relation.source]
        for relation in graph.relations("follows")
        if relation.source in place
    }


def test_these_are_all_samples() -> None:
    names = {path.name for path in resources.path("samples").iterdir()}
    assert names == {f"{name}.journey.json" for name in SAMPLES}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_calm(name: str) -> None:
    path = resources.path("samples", f"{name}.journey.json")
    assert dump_map(read_map(path)) == path.read_bytes()


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_knows_whose_it_is(name: str) -> None:
    info = sample(name).info
    assert isinstance(info, MapInfo)
    assert name.endswith(f".{info.language}")
    assert all((info.title, info.subtitle, info.client, info.author, info.goal, info.glossary))
    assert info.date is not None
    assert info.confidentiality
    assert contrast(info.brand.colour, "#FFFFFF") >= 4.5


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_of_a_size_to_be_read(name: str) -> None:
    least, most = SAMPLES[name]
    assert least <= len(sample(name).elements()) <= most


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_no_straight_line(name: str) -> None:
    found = leaps(sample(name))
    assert max(found) > 1, "no skip"
    assert min(found) < 0, "no loop"
    assert 1 in found


@pytest.mark.parametrize("name", SAMPLES)
def test_every_pain_is_weighed_and_answered(name: str) -> None:
    graph = sample(name)
    pains = graph.elements("pain_point")
    assert len(pains) >= 4
    for pain in pains:
        assert isinstance(pain, PainPoint)
        assert pain.severity
        assert pain.frequency
        assert pain.persona
        assert pain.owner
        assert graph.incoming(pain.id, "addresses"), pain.title


@pytest.mark.parametrize("name", SAMPLES)
def test_every_opportunity_can_be_acted_upon(name: str) -> None:
    chances = sample(name).elements("opportunity")
    assert len(chances) >= 5
    for chance in chances:
        assert isinstance(chance, Opportunity)
        assert chance.impact
        assert chance.effort
        assert chance.owner
        assert chance.due
        assert chance.hypothesis


@pytest.mark.parametrize("name", SAMPLES)
def test_every_card_belongs_to_a_moment(name: str) -> None:
    graph = sample(name)
    for kind in ("thought", "emotion", "pain_point", "opportunity", "metric", "backstage"):
        relation = "supports" if kind == "backstage" else "at"
        for card in graph.elements(kind):
            (link,) = graph.outgoing(card.id, relation)
            assert getattr(graph.element(link.target), "stage", None) == getattr(card, "stage", "")


@pytest.mark.parametrize("name", SAMPLES)
def test_steps_and_touchpoints_pair_up(name: str) -> None:
    graph = sample(name)
    for stage in graph.stages():
        kinds = [card.kind for card in graph.cards(stage.id)]
        assert 1 <= kinds.count("step") == kinds.count("touchpoint") <= 4


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_has_evidence_of_every_strength_and_some_assumptions(name: str) -> None:
    graph = sample(name)
    strengths = {getattr(record, "strength", "") for record in graph.elements("evidence")}
    assert strengths == {"assumed", "quoted", "measured"}
    share = share_of_evidence(graph)
    assert share is not None
    assert 0.55 < share < 0.85
    assert all(graph.incoming(record.id, "evidenced_by") for record in graph.elements("evidence"))


@pytest.mark.parametrize("name", SAMPLES)
def test_metrics_have_a_target_and_a_past(name: str) -> None:
    metrics = sample(name).elements("metric")
    assert len(metrics) >= 4
    for metric in metrics:
        assert isinstance(metric, Metric)
        assert metric.value is not None
        assert metric.target is not None
        assert metric.series[-1][1] == metric.value


@pytest.mark.parametrize("name", SAMPLES)
def test_there_is_a_moment_of_truth_and_an_address(name: str) -> None:
    graph = sample(name)
    touchpoints = [card for card in graph.elements("touchpoint") if isinstance(card, Touchpoint)]
    assert any(touchpoint.moment_of_truth for touchpoint in touchpoints)
    assert all(touchpoint.channel and touchpoint.direction for touchpoint in touchpoints)
    assert any("https://example.com/" in getattr(record, "note", "") for record in graph.elements())


@pytest.mark.parametrize("name", SAMPLES)
def test_quotes_carry_no_marks_of_their_own(name: str) -> None:
    for thought in sample(name).elements("thought"):
        assert not set('"“”„«»').intersection(thought.title)


@pytest.mark.parametrize("name", SAMPLES)
def test_goals_fit_the_head_of_a_stage(name: str) -> None:
    for stage in sample(name).stages():
        assert isinstance(stage, Stage)
        assert stage.archetype
        assert 0 < len(stage.customer_goal) <= 60
        assert len(stage.business_goal) <= 60


def test_the_toothbrush_carries_the_table_of_the_source() -> None:
    rows = funnel(sample("toothbrush.sv"))
    got = tuple((row.stage.title, row.count, row.stated, row.verdict) for row in rows)
    assert got == TOOTHBRUSH


def test_the_toothbrush_is_the_map_of_the_picture() -> None:
    graph = sample("toothbrush.sv")
    emotions = [card for card in graph.elements("emotion") if isinstance(card, Emotion)]
    assert tuple(emotion.score for emotion in emotions) == SCORES
    assert len(graph.elements("step")) == len(graph.elements("touchpoint")) == 12
    pains = [card for card in graph.elements("pain_point") if isinstance(card, PainPoint)]
    assert [pain.severity for pain in pains] == [3, 4, 5, 4]
    assert [pain.title for pain in pains if is_assumption(graph, pain)] == [
        "Tester säger emot varandra"
    ]
    assert round((share_of_evidence(graph) or 0) * 100) == 62


def test_the_committee_has_paths_and_curves_of_its_own() -> None:
    graph = sample("predictive_maintenance.en")
    personas = [person for person in graph.personas() if isinstance(person, Persona)]
    roles = " ".join(person.role for person in personas).lower()
    for role in ("initiator", "user", "influencer", "decider", "buyer", "gatekeeper"):
        assert role in roles
    follows = [relation for relation in graph.relations("follows") if isinstance(relation, Follows)]
    emotions = [card for card in graph.elements("emotion") if isinstance(card, Emotion)]
    for person in personas:
        assert any(r.persona == person.id and r.elapsed for r in follows)
        assert sum(emotion.persona == person.id for emotion in emotions) >= 2
    gates = [card for card in graph.elements("touchpoint") if "gate" in getattr(card, "tags", ())]
    assert len(gates) == 3
    assert all(any(r.target == gate.id and r.elapsed for r in follows) for gate in gates)
