"""Comparing maps: nothing differs from itself, every edit is reported once, new ids are seen through."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeyeditor import resources
from journeyeditor.files import read_map
from journeyeditor.i18n import texts
from journeyeditor.insight.compare import Comparison, compare
from journeyeditor.insight.comparison_text import ComparisonText
from journeyeditor.insight.translation import with_translations
from journeyeditor.model import Change, Element, JourneyGraph, Record, Relation
from journeyeditor.vocabulary import info_of
from tests.builders import MapBuilder, a_map
from tests.layout.maps import maps

SAMPLES = sorted(resources.path("samples").glob("*.journey.json"))


def shop() -> MapBuilder:
    return (
        a_map()
        .with_stage("Awareness")
        .with_("touchpoint", "Advert")
        .with_("emotion", score=1)
        .with_stage("Purchase")
        .with_("touchpoint", "Checkout")
        .with_("pain_point", "Hidden fees", severity=5)
        .with_("opportunity", "Show the total price")
        .related("at", "pain_point1", "touchpoint2")
    )


def edited(graph: JourneyGraph, id_: str, **fields: object) -> JourneyGraph:
    old = graph.record(id_)
    assert old is not None
    graph.apply(Change({id_: (old, old.replaced(**fields))}))
    return graph


def reported(comparison: Comparison) -> list[tuple[str, str]]:
    return [(d.what, d.new or d.old) for d in comparison.differences]


def with_other_ids(graph: JourneyGraph) -> JourneyGraph:
    """Return the same map as if somebody had drawn it anew."""
    names = {e.id: f"z{i}" for i, e in enumerate(graph.elements())}

    def renamed(value: object) -> object:
        if isinstance(value, str):
            return names.get(value, value)
        return tuple(map(renamed, value)) if isinstance(value, tuple) else value

    records: list[Record] = []
    for element in graph.elements():
        references = {
            name: renamed(getattr(element, name))
            for name in ("stage", "lane", "persona")
            if getattr(element, name, None)
        }
        records.append(element.replaced(id=names[element.id], **references))
    for relation in graph.relations():
        ends = {"source": names[relation.source], "target": names[relation.target]}
        person = getattr(relation, "persona", None)
        own = {"persona": names[person]} if person else {}
        records.append(relation.replaced(id=f"z{relation.id}", **ends, **own))
    return JourneyGraph.of(graph.info, records)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_map_does_not_differ_from_itself(path: object) -> None:
    graph = read_map(path)  # type: ignore[arg-type]
    assert compare(graph, graph).differences == ()


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_map_drawn_anew_is_recognised(path: object) -> None:
    graph = read_map(path)  # type: ignore[arg-type]
    found = compare(graph, with_other_ids(graph))
    assert len(found.pairs) == len(graph)
    wrong = [d for d in found.differences if d.kind != "emotion"]
    assert wrong == []


@given(maps(stages=3))
@settings(max_examples=30, deadline=None)
def test_no_map_differs_from_itself(graph: JourneyGraph) -> None:
    assert compare(graph, graph).differences == ()


def test_what_is_added_is_removed_the_other_way() -> None:
    old, new = shop().built(), shop().with_("note", "Ask Anna").built()
    assert reported(compare(old, new)) == [("added", "note1")]
    assert reported(compare(new, old)) == [("removed", "note1")]


def test_a_card_in_another_stage_moved() -> None:
    new = edited(shop().built(), "opportunity1", stage="stage1")
    (difference,) = compare(shop().built(), new).differences
    assert difference.what == "moved"
    assert difference.fields == (("stage", "stage2", "stage1"),)


def test_one_stage_dragged_is_one_move() -> None:
    def three(*order: int) -> JourneyGraph:
        built = a_map()
        for title, rank in zip("ABC", order, strict=True):
            built.with_stage(title, rank=rank)
        return built.built()

    found = compare(three(1, 2, 3), three(3, 1, 2))
    assert reported(found) == [("moved", "stage1")]


def test_another_score_is_rescored() -> None:
    found = compare(shop().built(), edited(shop().built(), "emotion1", score=-2))
    assert reported(found) == [("rescored", "emotion1")]
    assert found.differences[0].fields == (("score", 1, -2),)


def test_another_word_is_a_change() -> None:
    found = compare(shop().built(), edited(shop().built(), "pain_point1", severity=2))
    assert reported(found) == [("changed", "pain_point1")]


def translated(graph: JourneyGraph, language: str, **words: str) -> JourneyGraph:
    """Translate the titles of elements."""
    titles = {graph.element(id_).title: each for id_, each in words.items()}
    before = info_of(graph)
    graph.apply(Change({before.id: (before, with_translations(graph, language, titles))}))
    return graph


def test_another_translation_is_a_change() -> None:
    old = translated(shop().built(), "sv", touchpoint1="Reklam", touchpoint2="Kassa")
    new = translated(shop().built(), "sv", touchpoint1="Annons", touchpoint2="Kassa")
    found = compare(old, translated(new, "fi", pain_point1="Piilokulut"))
    assert reported(found) == [("changed", "touchpoint1"), ("changed", "pain_point1")]
    assert found.differences[0].fields == (("title@sv", "Reklam", "Annons"),)
    words = ComparisonText(old, new, texts("en"), found)
    assert words.sentence(found.differences[0]) == (
        "Touchpoint “Advert”: Title (Svenska) Reklam → Annons"
    )
    assert words.sentence(found.differences[1]) == (
        "Pain point “Hidden fees”: Title (Suomi) – → Piilokulut"
    )


def test_a_card_related_elsewhere_is_related_anew() -> None:
    old = shop().built()
    new = shop().with_stage().related("at", "opportunity1", "touchpoint1").built()
    assert ("reconnected", "opportunity1") in reported(compare(old, new))


def test_as_is_meets_to_be_by_archetype_and_title() -> None:
    old = a_map().with_stage("Medvetenhet").with_("touchpoint", "Annons i flödet").built()
    records: list[Element | Relation] = list(
        a_map().with_stage("Awareness").with_("touchpoint", "Annons i flöden").built().elements()
    )
    new = with_other_ids(JourneyGraph.of(old.info, records))
    found = compare(old, new)
    assert found.pairs == {"stage1": "z0", "touchpoint1": "z1"}
    assert reported(found) == [("changed", "z0"), ("changed", "z1")]


@given(st.permutations(range(6)))
def test_the_fewest_moves_are_reported(order: list[int]) -> None:
    def stages(ranks: list[int]) -> JourneyGraph:
        built = a_map()
        for i, rank in enumerate(ranks):
            built.with_stage(f"Stage {i}", rank=rank)
        return built.built()

    found = compare(stages(list(range(6))), stages(order))
    places = sorted(range(6), key=order.__getitem__)
    longest = 0
    for bits in range(64):
        chosen = [p for i, p in enumerate(places) if bits >> i & 1]
        if chosen == sorted(chosen):
            longest = max(longest, len(chosen))
    assert len(found.of("moved")) == 6 - longest


def test_ids_that_two_maps_share_by_chance_are_not_believed() -> None:
    def numbered(*titles: str) -> JourneyGraph:
        built = a_map().with_stage("Purchase")
        for title in titles:
            built.with_("touchpoint", title)
        return built.built()

    words = "advert website checkout invoice delivery unboxing helpline survey newsletter".split()
    old, new = numbered(*words), numbered(*reversed(words))
    found = compare(old, new)
    assert found.pairs["touchpoint1"] == "touchpoint9"
    assert {d.what for d in found.differences} == {"moved"}
    shared = numbered(*words[:5], "a", "b", "c", "d")
    assert compare(old, shared).pairs["touchpoint9"] == "touchpoint9"
