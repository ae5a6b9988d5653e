"""What a form asks of records, and the words for their values."""

from __future__ import annotations

import pytest

from journeyeditor.i18n import texts, window_languages
from journeyeditor.panels.fields.specs import MIXED, common_fields, fields_of, rows_of, shared_value
from journeyeditor.vocabulary import KINDS, RELATIONS, Emotion, Opportunity, PainPoint, Touchpoint
from journeyeditor.vocabulary.terms import term, value_of_term

LANGUAGES = tuple(window_languages())


@pytest.mark.parametrize("language", LANGUAGES)
def test_choices_and_suggestions_have_words_that_lead_back(language: str) -> None:
    messages = texts(language)
    for spec in (spec for cls in (*KINDS, *RELATIONS) for spec in fields_of(cls)):
        values = [value for value in (*spec.options, *spec.suggestions) if value]
        words = [term(value, messages) for value in values]
        assert len(set(words)) == len(words)
        if spec.suggestions:
            assert [value_of_term(word, spec.suggestions, messages) for word in words] == values
            assert not set(values) & set(words), spec.name


def test_many_kinds_share_what_they_have_alike() -> None:
    shared = [spec.name for spec in common_fields([PainPoint, Touchpoint, Opportunity])]
    last = ["stage", "lane", "owner", "votes", "status", "tint", "tags"]
    assert shared == ["title", "note", *last]
    assert "persona" in [spec.name for spec in common_fields([PainPoint, Emotion])]


def test_values_that_differ_are_mixed() -> None:
    one, other = (
        PainPoint(id="a", severity=2, owner="us"),
        PainPoint(id="b", severity=3, owner="us"),
    )
    assert shared_value([one, other], "severity") is MIXED
    assert shared_value([one, other], "owner") == "us"


def test_narrow_fields_stand_side_by_side() -> None:
    rows = [tuple(spec.name for spec in row) for row in rows_of(fields_of(PainPoint))]
    assert ("severity", "frequency") in rows
    assert ("owner", "votes") in rows
    assert ("status", "tint") in rows
    assert ("title",) in rows
