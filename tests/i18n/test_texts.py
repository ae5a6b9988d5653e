"""Texts, plurals, numbers and dates, each as its language writes them."""

from __future__ import annotations

import datetime
import subprocess
import sys
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.plurals import get_plural
from hypothesis import given
from hypothesis import strategies as st

from journeyeditor.i18n import (
    MINUS,
    MONTHS,
    N_,
    NO_BREAK_SPACE,
    Texts,
    languages,
    resolve,
    texts,
    window_languages,
    window_texts,
)
from journeyeditor.i18n.catalogues import ENGLISH, parse, plural_rule, style_of

ROOT = Path(__file__).parent.parent.parent
finite = st.floats(allow_nan=False, allow_infinity=False)
all_texts = st.sampled_from(list(languages())).map(texts)


def test_months_and_kinds_are_in_the_language() -> None:
    day = datetime.date(2026, 5, 21)
    dates = [texts(language).date(day) for language in ("en", "sv", "nb", "da")]
    assert dates == ["21 May 2026", "21 maj 2026", "21. mai 2026", "21. maj 2026"]
    assert texts("da")("Touchpoints") == "Kontaktpunkter"


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("sv-SE", "sv"),
        ("SV", "sv"),
        ("nb_NO", "nb"),
        ("no", "nb"),
        ("en-GB", "en"),
        ("qq", None),
        ("", None),
        ("../../etc", None),
    ],
)
def test_a_language_is_found_by_any_of_its_tags(tag: str, expected: str | None) -> None:
    assert resolve(tag) == expected
    assert texts(tag).language == (expected or "en")


def test_a_language_of_posters_only_is_no_language_of_the_window() -> None:
    for code, language in languages().items():
        assert language.is_poster_only == (code not in window_languages())
        assert texts(code).language == code
        assert window_texts(code).language == ("en" if language.is_poster_only else code)


def test_a_missing_translation_is_english() -> None:
    assert texts("sv")("Something new") == "Something new"
    assert texts("sv").plural("{count} thing", "{count} things", 2) == "{count} things"


def test_a_context_tells_two_meanings_apart() -> None:
    catalogue = parse(
        'msgid ""\nmsgstr "Language: xx\\n"\n\n'
        'msgid "Note"\nmsgstr "Huomautus"\n\n'
        'msgctxt "sticky note"\nmsgid "Note"\nmsgstr "Lappu"\n'
    )
    own = Texts("xx", ENGLISH, catalogue.messages, catalogue.plurals, plural_rule(""))
    assert [own("Note"), own("Note", "sticky note"), own(N_("Note", "sticky note"))] == [
        "Huomautus",
        "Lappu",
        "Lappu",
    ]
    english = texts("en")
    assert english("Note", "sticky note") == english(N_("Note", "sticky note")) == "Note"
    assert own("Note", "no such meaning") == "Note"


def test_one_is_singular_and_all_else_plural() -> None:
    message = (
        "{count} source is not listed in the side panel.",
        "{count} sources are not listed in the side panel.",
    )
    forms = [texts("sv").plural(*message, n).split()[1] for n in (0, 1, 2, 1.5)]
    assert forms == ["källor", "källa", "källor", "källor"]
    assert texts("en").plural(*message, 1) == message[0]


POLISH = ("{n} krok", "{n} kroki", "{n} kroków")
ARABIC = ("zero", "one", "two", "few", "other", "many")


@pytest.mark.parametrize(
    ("code", "forms", "expected"),
    [
        ("pl", POLISH, {1: 0, 2: 1, 4: 1, 5: 2, 11: 2, 12: 2, 22: 1, 25: 2, 112: 2, 0: 2}),
        ("ar", ARABIC, {0: 0, 1: 1, 2: 2, 3: 3, 10: 3, 11: 5, 99: 5, 100: 4, 103: 3, 102: 4}),
        ("fr", ("étape", "étapes"), {0: 0, 1: 0, 2: 1}),
        ("ja", ("段階",), {0: 0, 1: 0, 7: 0}),
    ],
)
def test_plurals_follow_the_rule_of_the_language(
    code: str, forms: tuple[str, ...], expected: dict[int, int]
) -> None:
    header = f"Language: {code}\\nPlural-Forms: {get_plural(code).plural_forms};\\n"
    entries = "\n".join(f'msgstr[{number}] "{form}"' for number, form in enumerate(forms))
    catalogue = parse(
        f'msgid ""\nmsgstr "{header}"\n\nmsgid "{{n}} step"\nmsgid_plural "{{n}} steps"\n{entries}\n'
    )
    rule = plural_rule(catalogue.header["Plural-Forms"])
    own = Texts(code, ENGLISH, catalogue.messages, catalogue.plurals, rule)
    found = {n: own.plural("{n} step", "{n} steps", n) for n in expected}
    assert found == {n: forms[number] for n, number in expected.items()}


@pytest.mark.parametrize(
    "forms",
    [
        "",
        "nplurals=2; plural=__import__('os');",
        "plural=" + "(" * 500,
        "nplurals=2; plural=n/0;",
        "nplurals=2; plural=n+5;",
    ],
)
def test_a_strange_rule_does_no_harm(forms: str) -> None:
    own = Texts("xx", ENGLISH, {}, {"step": ("one", "many")}, plural_rule(forms))
    assert own.plural("step", "steps", 7) == "many"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "10,000 −1,234.5 33% 33.3% +1.5 −1.6 0.0"),
        ("sv", "10_000 −1_234,5 33_% 33,3_% +1,5 −1,6 0,0"),
        ("nb", "10_000 −1_234,5 33_% 33,3_% +1,5 −1,6 0,0"),
        ("da", "10.000 −1.234,5 33_% 33,3_% +1,5 −1,6 0,0"),
    ],
)
def test_figures_read_as_the_language_writes_them(language: str, expected: str) -> None:
    t = texts(language)
    written = [t.number(10_000), t.number(-1234.5), t.percent(1 / 3), t.percent(1 / 3, digits=1)]
    written += [t.signed(1.5), t.signed(-1.6), t.signed(0)]
    assert " ".join(written) == expected.replace("_", NO_BREAK_SPACE)


def test_a_style_is_read_from_samples() -> None:
    header = {"X-Numbers": "1234,5 | 12.345,6", "X-Percent": "% 12", "X-Date": "d 'de' MMMM 'de' y"}
    own = Texts("xx", style_of(header), {}, {}, plural_rule(""))
    assert [own.number(1234.5), own.number(12345), own.number(-1234567)] == [
        "1234,5",
        "12.345",
        "−1.234.567",
    ]
    assert own.percent(0.5) == "% 50"
    assert own.date(datetime.date(2026, 1, 2)) == "2 de January de 2026"


@pytest.mark.parametrize(
    "header",
    [
        {},
        {"X-Numbers": "1 | 2", "X-Percent": "{12}", "X-Date": ""},
        {"X-Numbers": "1,234,5 | 12,345,6", "X-Percent": "12 12"},
    ],
)
def test_an_unclear_style_is_english(header: dict[str, str]) -> None:
    assert style_of(header) == ENGLISH


def test_nouns_keep_their_capitals_in_german_sentences() -> None:
    assert texts("sv").inside_sentence("Kontaktpunkt") == "kontaktpunkt"
    assert texts("de").inside_sentence("Phase") == "Phase"


def test_digits_are_a_limit_unless_fixed() -> None:
    english = texts("en")
    assert [english.number(2.5, digits=2), english.number(2.5, digits=2, fixed=True)] == [
        "2.5",
        "2.50",
    ]
    assert [english.number(2.675, digits=2), english.number(0.5, digits=0)] == ["2.68", "1"]
    assert english.number(1e300).startswith("1,000,000,")


def test_only_finite_numbers_are_written() -> None:
    for value in (float("nan"), float("inf")):
        with pytest.raises(ValueError, match="no finite number"):
            texts("en").number(value)


def read_back(written: str, language: Texts) -> Decimal:
    style = language.style
    plain = written.replace(style.thousands, "").replace(style.decimal, ".").replace(MINUS, "-")
    return Decimal(plain)


@given(all_texts, finite)
def test_a_number_says_exactly_its_value(language: Texts, value: float) -> None:
    assert read_back(language.number(value), language) == Decimal(repr(value))


@given(all_texts, st.floats(-1e12, 1e12), st.integers(0, 6), st.booleans())
def test_a_number_is_rounded_once(language: Texts, value: float, digits: int, fixed: bool) -> None:
    written = language.number(value, digits, fixed=fixed)
    unit = Decimal(1).scaleb(-digits)
    assert read_back(written, language) == Decimal(repr(value)).quantize(unit, ROUND_HALF_UP)
    decimals = written.partition(language.style.decimal)[2]
    assert len(decimals) == digits if fixed else len(decimals) <= digits
    assert fixed or not decimals.endswith("0")


@given(all_texts, st.floats(-2, 2))
def test_a_score_has_a_sign_unless_it_is_zero(language: Texts, score: float) -> None:
    written = language.signed(score)
    value = read_back(written.removeprefix("+"), language)
    assert written[0] == ("+" if value > 0 else MINUS if value < 0 else "0")
    assert len(written.partition(language.style.decimal)[2]) == 1


@given(all_texts, finite)
def test_figures_never_break_over_lines(language: Texts, value: float) -> None:
    assert not set(language.number(value) + language.percent(value)) & set(" -\u202f")


@pytest.mark.parametrize("code", [code for code in languages() if code != "en"])
def test_months_are_those_of_the_cldr(code: str) -> None:
    names = Locale.parse(code).months["format"]["wide"]
    assert [texts(code)(month) for month in MONTHS] == [names[number] for number in range(1, 13)]


def test_english_reads_no_catalogue_and_start_up_stays_small() -> None:
    program = (
        "import sys; from journeyeditor.i18n import texts, window_texts; window_texts('sv-SE')('Goals');"
        "heavy = {'gettext', 'locale', 'pydantic', 'json', 'babel'} & set(sys.modules);"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-S", "-c", program], cwd=ROOT, check=True)
