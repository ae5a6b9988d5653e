"""The stage models that a new map can start from, in their first language and in translations."""

from __future__ import annotations

import unicodedata
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

from journeyeditor import resources
from journeyeditor.files import dump_map, read_map
from journeyeditor.files.templates import TRANSLATIONS, templates
from journeyeditor.model import JourneyGraph, Record
from journeyeditor.vocabulary import Follows, Lane, MapInfo, Stage, Touchpoint


class Model(NamedTuple):
    """A stage model: its language, its stages in both languages, and their archetypes."""

    language: str
    stages: str
    english: str
    archetypes: str


MODELS = {
    "000-A": Model(
        "sv",
        "Medvetenhet · Utvärdering · Övervägande · Köpbeslut · Efterköpsbeteende · Återköp"
        " · Lojalitet",
        "Awareness · Evaluation · Consideration · Purchase decision · Post-purchase behaviour"
        " · Repurchase · Loyalty",
        "awareness evaluation consideration decision post_purchase repurchase loyalty",
    ),
    "000-B": Model(
        "sv",
        "Medvetenhet · Utvärdering · Beslut · Efterköp",
        "Awareness · Evaluation · Decision · Post-purchase",
        "awareness evaluation decision post_purchase",
    ),
    "000-C": Model(
        "sv",
        "Medvetenhet · Intresse · Övervägande · Köpbeslut · Efterköpsbeteende · Lojalitet"
        " · Referens",
        "Awareness · Interest · Consideration · Purchase decision · Post-purchase behaviour"
        " · Loyalty · Referral",
        "awareness interest consideration decision post_purchase loyalty referral",
    ),
    "000-D": Model(
        "sv",
        "Medvetenhet · Intresse · Övervägande · Köpbeslut · Efterköpsbeteende"
        " · Lojalitet och referenser",
        "Awareness · Interest · Consideration · Purchase decision · Post-purchase behaviour"
        " · Loyalty and referrals",
        "awareness interest consideration decision post_purchase loyalty",
    ),
    "001": Model(
        "nb",
        "Bevissthet · Vurdering · Beslutning · Etter kjøp",
        "Awareness · Consideration/evaluation · Decision · Post-purchase",
        "awareness consideration decision post_purchase",
    ),
    "002-A": Model(
        "sv",
        "Medvetenhet · Övervägande · Köp/Beslut · Kundlojalitet · Förespråkande",
        "Awareness · Consideration · Purchase/Decision · Customer loyalty · Advocacy",
        "awareness consideration purchase loyalty advocacy",
    ),
    "002-B": Model(
        "sv",
        "Före · Under · Efter ett köp",
        "Before · During · After a purchase",
        "consideration purchase post_purchase",
    ),
    "003": Model(
        "sv",
        "Medvetenhet · Övervägande · Köp · Efterköp",
        "Awareness · Consideration · Purchase · Post-purchase",
        "awareness consideration purchase post_purchase",
    ),
    "004-A": Model(
        "da",
        "Bevidsthed · Overvejelse · Køb · Efterlevelse · Loyalitet & Fortalervirksomhed",
        "Awareness · Consideration · Purchase · Post-purchase use · Loyalty & advocacy",
        "awareness consideration purchase use loyalty",
    ),
    "004-B": Model(
        "da",
        "Bevidsthed · Overvejelse · Købsbeslutning · Fastholdelse · Loyalitet",
        "Awareness · Consideration · Purchase decision · Retention · Loyalty",
        "awareness consideration decision retention loyalty",
    ),
    "004-C": Model(
        "da",
        "Bevidsthed · Overvejelse · Køb · Efterlevelse · Loyalitet",
        "Awareness · Consideration · Purchase · Post-purchase use · Loyalty",
        "awareness consideration purchase use loyalty",
    ),
    "004-D": Model("da", "Bevidsthed · Loyalitet", "Awareness · Loyalty", "awareness loyalty"),
}

FILES = sorted(
    f"{name}.{lang}" for name, m in MODELS.items() for lang in (m.language, *TRANSLATIONS)
)


def _path(stem: str) -> Path:
    return resources.path("templates", f"{stem}.journey.json")


def _read(stem: str) -> JourneyGraph:
    return read_map(_path(stem))


def _stages(graph: JourneyGraph) -> list[Stage]:
    return [stage for stage in graph.stages() if isinstance(stage, Stage)]


def _follows(graph: JourneyGraph) -> dict[tuple[str, str], Follows]:
    return {
        (relation.source, relation.target): relation
        for relation in graph.relations("follows")
        if isinstance(relation, Follows)
    }


def _frame(record: Record) -> tuple[object, ...]:
    """Return what of a record is the same in every language, beside a relation's ends."""
    fields = "id kind stage lane rank share kinds archetype channel direction moment_of_truth"
    return tuple(getattr(record, name, None) for name in fields.split())


def test_every_model_is_there_in_its_languages_and_nothing_else() -> None:
    suffix = ".journey.json"
    found = [path.name.removesuffix(suffix) for path in resources.path("templates").iterdir()]
    assert sorted(found) == FILES


@pytest.mark.parametrize("stem", FILES)
def test_writing_a_template_again_changes_no_byte(stem: str) -> None:
    assert dump_map(_read(stem)) == _path(stem).read_bytes()


@pytest.mark.parametrize("stem", FILES)
def test_a_template_has_its_models_stages_in_order(stem: str) -> None:
    name, language = stem.split(".")
    graph, model = _read(stem), MODELS[name]
    titles = {"en": model.english, model.language: model.stages}
    if language in titles:
        assert [stage.title for stage in _stages(graph)] == titles[language].split(" · ")
    assert [stage.archetype for stage in _stages(graph)] == model.archetypes.split()
    assert all(stage.customer_goal for stage in _stages(graph))
    ids = [stage.id for stage in _stages(graph)]
    assert set(pairwise(ids)) <= set(_follows(graph))


@pytest.mark.parametrize("stem", FILES)
def test_a_template_says_what_it_is(stem: str) -> None:
    name, language = stem.split(".")
    info = _read(stem).info
    assert isinstance(info, MapInfo)
    assert info.language == language
    assert info.title
    assert info.goal
    assert name in info.subtitle


@pytest.mark.parametrize("stem", FILES)
def test_every_stage_has_steps_and_typed_touchpoints(stem: str) -> None:
    graph = _read(stem)
    for stage in _stages(graph):
        cards = graph.cards(stage.id)
        touchpoints = [card for card in cards if isinstance(card, Touchpoint)]
        assert any(card.kind == "step" for card in cards)
        assert 2 <= len(touchpoints) <= 6
        assert sum(card.kind == "metric" for card in cards) <= 3
        assert all(touchpoint.channel for touchpoint in touchpoints)
        assert {t.direction for t in touchpoints} <= {"", "customer", "organisation"}


@pytest.mark.parametrize("stem", FILES)
def test_a_template_holds_no_findings(stem: str) -> None:
    """Figures and feelings come from a client's customers, never from a template."""
    graph = _read(stem)
    assert all(stage.count is stage.stated_rate is None for stage in _stages(graph))
    assert not graph.elements("emotion")
    assert not graph.elements("evidence")
    assert all(getattr(metric, "value", 0) is None for metric in graph.elements("metric"))


@pytest.mark.parametrize("stem", FILES)
def test_the_text_of_a_template_is_well_set(stem: str) -> None:
    text = _path(stem).read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)
    for record in (_read(stem).info, *_read(stem).elements(), *_read(stem).relations()):
        for words in record.model_dump().values():
            if isinstance(words, str):
                assert words == " ".join(words.split())
                assert not set(words) & {"'", '"'}


@pytest.mark.parametrize("language", TRANSLATIONS)
@pytest.mark.parametrize("name", MODELS)
def test_all_languages_have_the_same_structure(name: str, language: str) -> None:
    own, translated = _read(f"{name}.{MODELS[name].language}"), _read(f"{name}.{language}")
    assert [_frame(element) for element in own.elements()] == [
        _frame(element) for element in translated.elements()
    ]
    assert [(link.source, link.target, _frame(link)) for link in own.relations()] == [
        (link.source, link.target, _frame(link)) for link in translated.relations()
    ]


@pytest.mark.parametrize("name", MODELS)
def test_a_template_is_listed_in_its_first_language_first(name: str) -> None:
    listed = [info.language for info in templates() if info.name == name]
    assert listed == [MODELS[name].language, *TRANSLATIONS]


@pytest.mark.parametrize("stem", FILES)
def test_the_rows_for_needs_wishes_and_pain_points_are_laid_out(stem: str) -> None:
    lanes = {lane.id: lane for lane in _read(stem).lanes() if isinstance(lane, Lane)}
    assert {"needs", "wishes", "pain_points"} <= set(lanes)
    assert all(lane.title for lane in lanes.values())


@pytest.mark.parametrize("language", ["nb", "en"])
def test_001_has_thirteen_steps_in_one_chain(language: str) -> None:
    graph = _read(f"001.{language}")
    counts = [
        sum(card.kind == "step" for card in graph.cards(stage.id)) for stage in _stages(graph)
    ]
    assert counts == [3, 3, 3, 4]
    steps = [step.id for step in graph.elements("step")]
    assert set(pairwise(steps)) <= set(_follows(graph))


def test_001_names_its_substages_as_the_source_does() -> None:
    assert [step.title for step in _read("001.nb").elements("step")] == [
        "Identifisere et behov",
        "Forskning",
        "Oppdag merkevaren din",
        "Sammenligne produkter eller tjenester",
        "Søk informasjon",
        "Utforske alternativer",
        "Gjør et kjøp",
        "Velg en leverandør",
        "Fullfør transaksjonen",
        "Bruk produktet",
        "Gi tilbakemelding",
        "Søk støtte",
        "Del sin erfaring",
    ]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_002_a_is_a_cycle_with_goals_on_both_sides(language: str) -> None:
    graph = _read(f"002-A.{language}")
    stages = _stages(graph)
    assert (stages[-1].id, stages[0].id) in _follows(graph)
    assert all(stage.business_goal for stage in stages)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_002_a_switches_channel_on_the_way_to_the_purchase(language: str) -> None:
    graph = _read(f"002-A.{language}")
    ends = [graph.element(id_) for pair in _follows(graph) for id_ in pair]
    channels = [end.channel for end in ends if isinstance(end, Touchpoint)]
    assert channels == ["social_media", "mobile", "mobile", "checkout"]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_003_leaves_the_purchase_by_two_ways(language: str) -> None:
    graph = _read(f"003.{language}")
    ways = {
        target: follows.share
        for (source, target), follows in _follows(graph).items()
        if source == "purchase"
    }
    assert ways == {"post_purchase": 0.5, "awareness": 0.5}


@pytest.mark.parametrize("language", ["sv", "en"])
def test_003_has_a_need_a_wish_and_a_pain_point_in_every_stage(language: str) -> None:
    graph = _read(f"003.{language}")
    for stage in _stages(graph):
        cards = graph.cards(stage.id)
        assert {getattr(card, "lane", None) for card in cards} >= {"needs", "wishes"}
        assert any(card.kind == "pain_point" for card in cards)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_in_000_a_some_customers_skip_the_evaluation(language: str) -> None:
    assert ("awareness", "consideration") in _follows(_read(f"000-A.{language}"))
