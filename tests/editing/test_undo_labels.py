"""The labels of the steps, in English in the history and in any language in the window."""

from __future__ import annotations

import pytest

from journeyeditor.editing import undo_labels
from journeyeditor.i18n import N_, texts, window_languages
from journeyeditor.vocabulary import KINDS, Touchpoint
from tests.editing.shop_map import a_shop


@pytest.mark.parametrize(
    ("ids", "label"),
    [
        (["touchpoint1"], "Move {thing}\tTouchpoint"),
        (["touchpoint1", "touchpoint2"], "Move {thing}\tTouchpoints"),
        (["touchpoint1", "pain_point1"], "Move {thing}\tCards"),
        (["r1"], "Move {thing}\tConnection"),
        (["r1", "r2"], "Move {thing}\tConnections"),
        (["r1", "touchpoint1", "stage1"], "Move {thing}\tCards"),
        ([], "Move {thing}\tCards"),
    ],
)
def test_a_step_is_named_after_what_it_concerns(ids: list[str], label: str) -> None:
    graph = a_shop().related("follows", "stage1", "stage2").built()
    assert undo_labels.label("Move {thing}", graph, ids) == label


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Move touchpoint"),
        ("sv", "Flytta kontaktpunkt"),
        ("nb", "Flytt kontaktpunkt"),
        ("da", "Flyt kontaktpunkt"),
    ],
)
def test_a_label_reads_in_the_language_of_the_window(language: str, words: str) -> None:
    label = undo_labels.label_of_kind(N_("Move {thing}"), "touchpoint")
    assert undo_labels.words(label, texts(language)) == words


def test_every_kind_has_a_label_in_every_language() -> None:
    for cls in KINDS:
        for count in (1, 2):
            kind = cls.kind_name()
            label = undo_labels.label_of_kind(N_("Add {thing}"), kind, count)
            said = {undo_labels.words(label, texts(language)) for language in window_languages()}
            assert len(said) >= 3
            assert not any("{" in words for words in said)


def test_a_field_is_named_by_its_title() -> None:
    label = undo_labels.label_of_field(N_("Edit {thing}"), Touchpoint, "channel")
    assert undo_labels.words(label, texts("sv")) == "Redigera kanal"
    assert undo_labels.label_of_field("Edit {thing}", Touchpoint, "x") == "Edit {thing}\tField"


def test_a_label_without_a_thing_is_translated_whole() -> None:
    assert undo_labels.words("Draw curve", texts("sv")) == "Rita kurva"


def test_a_thing_may_hold_braces() -> None:
    assert undo_labels.words("Move {thing}\tx{0}", texts("en")) == "Move x{0}"


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "1 card moved to “Not placed yet”"),
        (3, "3 cards moved to “Not placed yet”"),
    ],
)
def test_kept_cards_are_counted(count: int, words: str) -> None:
    assert undo_labels.unplaced(count, texts("en")) == words
