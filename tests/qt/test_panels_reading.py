"""What is typed into fields is read in the language of the window."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyeditor.i18n import texts
from journeyeditor.panels.fields.specs import MIXED, common_fields, fields_of, rows_of, shared_value
from journeyeditor.panels.terms import term, value_of_term
from journeyeditor.values import (
    UnreadableError,
    read_date,
    read_duration,
    read_number,
    read_share,
    say_duration,
    say_share,
)
from journeyeditor.vocabulary import KINDS, RELATIONS, Emotion, Opportunity, PainPoint, Touchpoint

LANGUAGES = ("en", "sv", "nb", "da")


def test_a_number_is_read_as_it_is_written_there() -> None:
    written: dict[str, dict[str, float]] = {
        "en": {"10,000": 10000, "1,234.5": 1234.5, "3.50": 3.5, "0,5": 0.5},
        "sv": {"10 000": 10000, "3,5": 3.5, "3.5": 3.5},
        "da": {"10.000": 10000, "1.234,5": 1234.5, "3.5": 3.5},
        "nb": {"−2": -2, "+7": 7},
    }
    for language, numbers in written.items():
        for typed, value in numbers.items():
            read = read_number(typed, texts(language))
            assert (typed, read, type(read)) == (typed, value, type(value))


def test_what_is_no_number_is_refused() -> None:
    for typed in ("", "x", "1e5", "1.2.3", "--1", "NaN", "inf", "9" * 60, "1,,2"):
        with pytest.raises(UnreadableError, match=r"Write a number\."):
            read_number(typed, texts("en"))


@given(st.sampled_from(LANGUAGES), st.integers(-(10**12), 10**12) | st.floats(-1e9, 1e9))
def test_a_number_that_is_shown_is_read_back(language: str, value: float) -> None:
    said = texts(language).number(value)
    if len(said) < 30:
        assert read_number(said, texts(language)) == value


@given(st.sampled_from(LANGUAGES), st.integers(0, 10000))
def test_a_share_that_is_shown_is_read_back(language: str, parts: int) -> None:
    share = parts / 10000
    assert read_share(say_share(share, texts(language)), texts(language)) == share


def test_a_date_is_read() -> None:
    for typed in ("2026-11-21", "20261121", "21.11.2026", "21/11/2026", " 2026-11-21 "):
        assert read_date(typed, texts("en")) == datetime.date(2026, 11, 21)


def test_what_is_no_date_is_refused() -> None:
    with pytest.raises(UnreadableError, match=r"There is no such day\."):
        read_date("2026-02-30", texts("en"))
    with pytest.raises(UnreadableError, match=r"Write a date such as 2026-11-21\."):
        read_date("soon", texts("en"))


def test_a_duration_is_read_from_words_and_from_iso() -> None:
    written = {
        ("en", "P2D"): "P2D",
        ("en", "pt2h30m"): "PT2H30M",
        ("en", "2 days"): "P2D",
        ("en", "1 h 30 min"): "PT1H30M",
        ("en", "2 mo 1 w"): "P2M1W",
        ("sv", "3 tim"): "PT3H",
        ("sv", "1,5 dagar"): "P1.5D",
        ("nb", "2 uker"): "P2W",
        ("da", "1 år, 2 måneder"): "P1Y2M",
    }
    assert {key: read_duration(key[1], texts(key[0])) for key in written} == written


def test_what_is_no_duration_is_refused() -> None:
    for typed in ("", "P", "PT", "2", "m", "3 m", "2 days 3 days", "3 lightyears"):
        with pytest.raises(UnreadableError):
            read_duration(typed, texts("en"))


@given(
    st.sampled_from(LANGUAGES),
    st.lists(st.integers(0, 99), min_size=7, max_size=7).filter(any),
)
def test_a_duration_in_words_says_the_same(language: str, counts: list[int]) -> None:
    days = "".join(f"{n}{unit}" for n, unit in zip(counts, "YMWD", strict=False) if n)
    hours = "".join(f"{n}{unit}" for n, unit in zip(counts[4:], "HMS", strict=False) if n)
    iso = f"P{days}" + (f"T{hours}" if hours else "")
    assert read_duration(say_duration(iso, texts(language)), texts(language)) == iso


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
    assert shared == ["title", "note", "stage", "lane", "owner", "votes", "status", "tags"]
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
    assert ("title",) in rows
