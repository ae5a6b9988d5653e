"""Every kind is declared completely: walking the registry finds no gap."""

from __future__ import annotations

import tomllib
from collections import Counter
from typing import Any

import pytest

from journeyeditor import resources
from journeyeditor.display.theme import LARGE, contrast
from journeyeditor.i18n import texts, window_languages
from journeyeditor.model import Element, Relation
from journeyeditor.vocabulary import (
    KINDS,
    RELATIONS,
    Card,
    Common,
    Editor,
    RelationBase,
    Shape,
    declaration,
    kind_class,
)
from journeyeditor.vocabulary.kind import TintedCard
from journeyeditor.vocabulary.persona import MARKERS
from journeyeditor.vocabulary.stage import ARCHETYPES
from journeyeditor.vocabulary.touchpoint import CHANNELS

STRUCTURE = {"id", "kind", "extras"}
ENDS = {"source", "target"}
THEMES = {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8"))["colours"]
    for path in resources.path("themes").glob("*.toml")
}
LANGUAGES = tuple(code for code in window_languages() if code != "en")
#: docs/domain.md, Kinds: what a kind has beyond what all have.
FIELDS = {
    "stage": "count stated_rate customer_goal business_goal speaker_notes slots archetype",
    "lane": "kinds height visible collapsed",
    "persona": "role quote goals needs frustrations segment image alt colour marker",
    "step": "stage lane proposed_stage tint persona",
    "touchpoint": "stage lane proposed_stage tint channel direction moment_of_truth",
    "thought": "stage lane proposed_stage tint persona polarity source",
    "emotion": "stage lane proposed_stage persona score reason ratings",
    "pain_point": "stage lane proposed_stage tint severity frequency persona",
    "opportunity": "stage lane proposed_stage tint impact effort due hypothesis",
    "backstage": "stage lane proposed_stage tint system",
    "metric": "stage lane proposed_stage tint value unit target date source series",
    "evidence": "stage lane proposed_stage claim figure source date sample strength",
    "picture": "stage lane proposed_stage tint image alt caption",
    "note": "stage lane proposed_stage tint position",
}
kinds = pytest.mark.parametrize("cls", KINDS, ids=lambda cls: cls.__name__)
relations = pytest.mark.parametrize("cls", RELATIONS, ids=lambda cls: cls.__name__)


def kind_of(cls: type[Any]) -> str:
    name: str = cls.kind_name()
    return name


def below(cls: type[Any]) -> set[type[Any]]:
    """Return a class's descendants that are declared in the package."""
    found = set()
    for child in cls.__subclasses__():
        found |= {child} | below(child)
    return {child for child in found if child.__module__.startswith("journeyeditor.")}


def test_the_registry_holds_every_kind_there_is() -> None:
    assert set(KINDS) == below(Element) - {Common, Card, TintedCard}
    assert set(RELATIONS) == below(Relation) - {RelationBase}
    assert [kind_of(cls) for cls in KINDS] == list(FIELDS)
    assert all(kind_class(kind_of(cls)) is cls for cls in KINDS)
    with pytest.raises(KeyError):
        kind_class("cloud")


@kinds
def test_a_kind_has_the_fields_of_the_domain(cls: type[Common]) -> None:
    common = "title note rank tags status owner votes".split()
    declared = [name for name in cls.model_fields if name not in STRUCTURE]
    assert declared == [*common, *FIELDS[kind_of(cls)].split()]


@kinds
def test_a_kind_is_reported_about(cls: type[Common]) -> None:
    assert "__doc__" in vars(cls)
    assert cls.__doc__
    assert cls.__doc__.split("\n")[0].endswith(".")
    module = __import__(cls.__module__, fromlist=["__doc__"])
    assert module.__doc__


@kinds
def test_a_kind_has_a_look_of_its_own(cls: type[Common]) -> None:
    look = cls.look
    assert "look" in vars(cls)
    assert isinstance(look.shape, Shape)
    assert look.title
    assert look.plural
    assert resources.path("glyphs", f"{look.glyph}.svg").is_file()
    assert cls.order == look.order


@kinds
@pytest.mark.parametrize("theme", THEMES)
def test_a_kind_is_seen_in_every_theme(cls: type[Common], theme: str) -> None:
    colours = THEMES[theme]
    assert contrast(colours[cls.look.accent], colours["paper"]) >= LARGE


@kinds
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_kind_has_a_name_in_every_language(cls: type[Common], language: str) -> None:
    messages = texts(language).messages
    assert messages[cls.look.title]
    assert messages[cls.look.plural]


def test_palette_keys_and_orders_are_unique() -> None:
    keys = Counter(cls.look.key for cls in KINDS if cls.look.key)
    assert set(keys.values()) == {1}
    assert all(len(key) == 1 and key.isupper() for key in keys)
    assert set(Counter(cls.look.order for cls in KINDS).values()) == {1}
    assert set(Counter(cls.order for cls in RELATIONS).values()) == {1}


@pytest.mark.parametrize("cls", [*KINDS, *RELATIONS], ids=lambda cls: cls.__name__)
def test_every_field_has_a_title_and_an_editor(cls: type[Any]) -> None:
    fixed = STRUCTURE | (ENDS if issubclass(cls, Relation) else set())
    for name, field in cls.model_fields.items():
        if name in fixed:
            continue
        assert field.title, name
        declared = declaration(field)
        assert declared is not None, name
        assert isinstance(declared.editor, Editor)
        for words in declared.labels.values():
            for language in LANGUAGES:
                assert texts(language).messages.get(words) or language == "en", words
        for language in LANGUAGES:
            assert texts(language).messages[field.title], name


@pytest.mark.parametrize("cls", [*KINDS, *RELATIONS], ids=lambda cls: cls.__name__)
def test_only_what_a_record_is_must_be_given(cls: type[Any]) -> None:
    required = {name for name, field in cls.model_fields.items() if field.is_required()}
    assert required == ({"id"} | ENDS if issubclass(cls, Relation) else {"id"})


def test_claims_need_evidence() -> None:
    claims = {kind_of(cls) for cls in KINDS if cls.look.claims}
    assert claims == set("step touchpoint thought pain_point opportunity backstage metric".split())


def test_every_suggested_channel_has_a_glyph() -> None:
    for channel in CHANNELS:
        assert resources.path("glyphs", f"channel_{channel}.svg").is_file(), channel


def test_suggestions_are_words_of_the_domain() -> None:
    assert set(
        "awareness interest evaluation consideration decision purchase post_purchase use retention "
        "loyalty repurchase advocacy referral".split()
    ) == set(ARCHETYPES)
    assert len(set(CHANNELS)) == len(CHANNELS)
    assert len(set(MARKERS)) == len(MARKERS)


@relations
def test_a_relation_is_reported_about_and_named(cls: type[RelationBase]) -> None:
    assert "__doc__" in vars(cls)
    assert cls.__doc__
    for language in LANGUAGES:
        assert texts(language).messages[cls.name]
