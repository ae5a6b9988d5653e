"""A map in another language: every text that has letters, and nothing else."""

from __future__ import annotations

import pytest

from journeyeditor.files import dump_map, parse_map
from journeyeditor.insight.translation import (
    languages_of,
    missing,
    texts_in,
    translated,
    with_translations,
)
from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import Follows, MapInfo, Persona, Stage, Step, Touchpoint, info_of
from tests.poster.sheets import SAMPLES, sample


def bilingual() -> JourneyGraph:
    return JourneyGraph.of(
        MapInfo(
            title="Köp", author="Åsa", language="sv", glossary={"kassa": ("betala", "kvitto")},
            translations={"en": {"Köp": "Buy", "Betalar": "Pays", "snabbt": "fast", "kassa": "till", "gammalt": "old"}},
        ),
        [
            Stage(id="s", title="Köp", count=300),
            Persona(id="p", title="Sara", goals=("snabbt", "tryggt")),
            Step(id="a", title="Betalar", note="*", stage="s", persona=("p",), tags=("snabbt",)),
            Touchpoint(id="k", title="Kassa", stage="s", channel="web"),
            Step(id="b", title="Går hem", stage="s"),
            Follows(id="r", source="a", target="b", title="sedan", share=0.5),
        ],
    )  # fmt: skip


def test_every_text_is_there_once_with_its_place() -> None:
    found = {each.text: each.place for each in texts_in(bilingual())}
    assert set(found) == {
        "Köp", "Betalar", "snabbt", "Går hem", "Kassa", "Sara", "tryggt", "sedan", "kassa", "betala", "kvitto",
    }  # fmt: skip
    assert found["Betalar"] == "Aktivitet · Rubrik"
    assert not {"*", "web", "Åsa"} & set(found)


def test_a_map_in_another_language_has_its_words_and_all_else_as_it_was() -> None:
    graph = translated(bilingual(), "en")
    info = info_of(graph)
    assert (info.title, info.language, info.author) == ("Buy", "en", "Åsa")
    assert dict(info.glossary) == {"till": ("betala", "kvitto")}
    step = graph.element("a")
    assert (step.title, step.note, step.tags, step.stage) == ("Pays", "*", ("fast",), "s")
    assert graph.element("k").title == "Kassa"
    assert graph.element("p").goals == ("fast", "tryggt")  # type: ignore[attr-defined]
    assert [each.id for each in graph.relations()] == ["r"]


def test_what_is_missing_is_known_and_returns_when_a_text_changes() -> None:
    graph = bilingual()
    open_ = {each.text for each in missing(graph, "en")}
    assert "Betalar" not in open_
    assert {"Kassa", "Går hem", "Sara"} <= open_
    changed = graph.element("a").replaced(title="Betalar nu")
    others = [each for each in graph.elements() if each.id != "a"]
    again = JourneyGraph.of(graph.info, [*others, changed])
    assert "Betalar nu" in {each.text for each in missing(again, "en")}
    assert len(missing(graph, "fi")) == len(texts_in(graph))


def test_translations_are_taken_in_and_empty_ones_taken_away() -> None:
    graph = bilingual()
    info = with_translations(graph, "en", {"Kassa": "Checkout", "Betalar": " ", "no text": "x"})
    assert info.translations["en"] == {"Köp": "Buy", "snabbt": "fast", "kassa": "till", "gammalt": "old", "Kassa": "Checkout"}  # fmt: skip
    info = with_translations(graph, "fi", {"Kassa": "Kassa"})
    assert sorted(info.translations) == ["en", "fi"]
    assert languages_of(JourneyGraph.of(info, [])) == ("en", "fi")


def test_the_file_keeps_them() -> None:
    data = dump_map(bilingual())
    assert dump_map(parse_map(data, "map.json")) == data
    assert b'"translations"' in data


@pytest.mark.parametrize("name", SAMPLES)
def test_a_map_that_is_translated_whole_has_no_word_of_its_own(name: str) -> None:
    graph = sample(name)
    words = {each.text: f"Q{number}" for number, each in enumerate(texts_in(graph))}
    info = with_translations(graph, "fi", words)
    whole = JourneyGraph.of(info, [*graph.elements(), *graph.relations()])
    assert missing(whole, "fi") == []
    left = {each.text for each in texts_in(translated(whole, "fi"))}
    assert left <= set(words.values())
