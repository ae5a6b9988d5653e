"""Numbers, shares, dates and durations are read in the language in which they are written."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyeditor.i18n import texts, window_languages
from journeyeditor.values import (
    UnreadableError,
    duration_seconds,
    format_duration,
    format_share,
    read_column,
    read_date,
    read_decimal,
    read_duration,
    read_number,
    read_share,
    rounded_duration,
)

LANGUAGES = tuple(window_languages())


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
        with pytest.raises(UnreadableError, match=r"Enter a number\."):
            read_number(typed, texts("en"))


@given(st.sampled_from(LANGUAGES), st.integers(-(10**12), 10**12) | st.floats(-1e9, 1e9))
def test_a_number_that_is_shown_is_read_back(language: str, value: float) -> None:
    said = texts(language).number(value)
    if len(said) < 30:
        assert read_number(said, texts(language)) == value


@given(st.sampled_from(LANGUAGES), st.integers(0, 10000))
def test_a_share_that_is_shown_is_read_back(language: str, parts: int) -> None:
    share = parts / 10000
    assert read_share(format_share(share, texts(language)), texts(language)) == share


def test_a_date_is_read() -> None:
    for typed in ("2026-11-21", "20261121", "21.11.2026", "21/11/2026", " 2026-11-21 "):
        assert read_date(typed, texts("en")) == datetime.date(2026, 11, 21)


def test_what_is_no_date_is_refused() -> None:
    with pytest.raises(UnreadableError, match=r"This date does not exist\."):
        read_date("2026-02-30", texts("en"))
    with pytest.raises(UnreadableError, match=r"Enter a date such as 2026-11-21\."):
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
    assert read_duration(format_duration(iso, texts(language)), texts(language)) == iso


def test_a_thousand_is_a_thousand_wherever_the_language_groups_so() -> None:
    for typed, languages in {"1.000": "da", "1,000": "en", "1 000": "sv nb da en"}.items():
        for language in languages.split():
            assert (language, read_number(typed, texts(language))) == (language, 1000)
    assert read_share("1.000 %", texts("da")) == 10
    assert read_share("12.5", texts("da")) == 0.125


@given(st.sampled_from(LANGUAGES), st.dates())
def test_a_date_that_is_shown_is_read_back(language: str, day: datetime.date) -> None:
    messages = texts(language)
    assert read_date(day.isoformat(), messages) == day
    if day.year >= 1000:
        assert read_date(messages.date(day), messages) == day


def test_a_date_in_words_needs_a_month_that_is_one() -> None:
    assert read_date("3 mar 2026", texts("en")) == datetime.date(2026, 3, 3)
    for typed in ("3 ma 2026", "3 days 2026", "31 June 2026"):
        with pytest.raises(UnreadableError):
            read_date(typed, texts("en"))


@given(
    st.sampled_from(LANGUAGES),
    st.sampled_from("YMWD"),
    st.sampled_from("HMS"),
    st.decimals(0, 10**7, places=2),
)
def test_counts_of_any_size_are_read_back(
    language: str, unit: str, small: str, count: float
) -> None:
    messages = texts(language)
    said = format_duration(f"P{count}{unit}T{count}{small}", messages)
    assert duration_seconds(read_duration(said, messages)) == pytest.approx(
        duration_seconds(f"P{count}{unit}T{count}{small}")
    )


@given(st.floats(0, 1e9))
def test_a_rounded_duration_is_near(seconds: float) -> None:
    rounded = duration_seconds(rounded_duration(seconds))
    assert abs(rounded - seconds) <= max(1, seconds / 4)


@given(st.sampled_from(LANGUAGES), st.floats(0, 1))
def test_every_share_is_read_back_exactly(language: str, share: float) -> None:
    said = format_share(share, texts(language))
    if len(said) < 30:
        assert read_share(said, texts(language)) == share


def test_options_have_a_dot_or_a_comma() -> None:
    assert [read_decimal(text) for text in ("10", " 2.5", "2,5", "-1")] == [10, 2.5, 2.5, -1]
    for text in ("", "1e3", "inf", "nan", "1_0", "1.000,5", "9" * 60):
        with pytest.raises(ValueError, match="not a decimal number"):
            read_decimal(text)


def test_one_cell_decides_for_its_column() -> None:
    def read(*cells: str) -> list[float | None]:
        return [cell and cell.value for cell in read_column(cells)]

    assert read("1.204", "980") == [1204, 980]
    assert read("1.204", "0.5") == [1.204, 0.5]
    assert read("1.204%", "") == [1.204, None]
    assert read("kr 1.204,50", "−3") == [1204.5, -3]


def test_a_duration_in_symbols_is_short_in_each_language() -> None:
    found = [
        format_duration(iso, texts(language), is_short=True)
        for iso, language in (("PT30M", "sv"), ("P2DT3H", "de"), ("P3W", "fr"), ("later", "en"))
    ]
    assert found == ["30 min", "2 Tg 3 h", "3 sem", "later"]
