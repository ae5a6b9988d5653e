"""Catalogues hold every word the program says, and figures read as the language writes them."""

from __future__ import annotations

import ast
import datetime
import subprocess
import sys
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyeditor import resources
from journeyeditor.i18n import MINUS, NO_BREAK_SPACE, STYLES, Texts, parse_catalogue, texts
from journeyeditor.vocabulary import KINDS

PACKAGE = Path(__file__).parent.parent / "journeyeditor"
TRANSLATED = ("sv", "nb", "da")
LANGUAGES = ("en", *TRANSLATED)
#: What marks or translates a text: N_("..."), texts("..."), kit.texts("..."), messages("...").
SPEAKERS = {"N_", "texts", "messages"}
finite = st.floats(allow_nan=False, allow_infinity=False)
languages = st.sampled_from(LANGUAGES).map(texts)


def said() -> set[str]:
    """Return every text that the program says, found in its source."""
    explained = {(cls.__doc__ or "").partition("\n")[0] for cls in KINDS}  # tips of the palette
    return explained | {
        argument.value
        for file in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call)
        for argument in _texts_of(node)
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }


def _texts_of(call: ast.Call) -> Iterator[ast.expr]:
    """Yield the arguments of a call that are texts to translate."""
    name = _name(call.func)
    if name in SPEAKERS:
        yield from call.args[:1]
    elif (
        isinstance(call.func, ast.Attribute)
        and name == "plural"
        and _name(call.func.value) in SPEAKERS
    ):
        yield from call.args[:2]


def _name(node: ast.expr) -> str:
    """Return the last part of a dotted name."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def holes(text: str) -> set[str]:
    """Return the names in braces."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def source(language: str) -> str:
    return resources.path("locale", f"{language}.po").read_text("utf-8")


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_translated(language: str) -> None:
    assert said() - set(texts(language).messages) == set()


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_is_left_over(language: str) -> None:
    assert set(texts(language).messages) - said() == set()


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_entry_is_empty_doubtful_or_double(language: str) -> None:
    po = source(language)
    ids = [line for line in po.splitlines() if line.startswith("msgid ") and line != 'msgid ""']
    assert len(ids) == len(set(ids))
    assert "fuzzy" not in po
    entries = [entry for entry in po.split("\n\n")[1:] if entry.strip()]
    assert [entry for entry in entries if ' ""' in entry] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_fills_the_same_holes(language: str) -> None:
    for message, translation in texts(language).messages.items():
        assert holes(message) == holes(translation), message


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_quotation_opens_and_closes(language: str) -> None:
    opening, closing = texts(language)("“…”").split("…")
    assert len(opening) == len(closing) == 1


def test_months_and_kinds_speak_the_language() -> None:
    day = datetime.date(2026, 5, 21)
    dates = [texts(language).date(day) for language in LANGUAGES]
    assert dates == ["21 May 2026", "21 maj 2026", "21. mai 2026", "21. maj 2026"]
    assert [texts(language)("Touchpoints") for language in LANGUAGES] == [
        "Touchpoints",
        "Kontaktpunkter",
        "Kontaktpunkter",
        "Kontaktpunkter",
    ]


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("sv-SE", "sv"),
        ("SV", "sv"),
        ("nb_NO", "nb"),
        ("no", "nb"),
        ("en-GB", "en"),
        ("fi", "en"),
        ("", "en"),
        ("../../etc", "en"),
    ],
)
def test_a_language_is_found_by_any_of_its_names(asked: str, given: str) -> None:
    assert texts(asked).language == given


def test_what_has_no_translation_stays_english() -> None:
    assert texts("sv")("Something new") == "Something new"
    assert texts("sv").plural("{count} thing", "{count} things", 2) == "{count} things"


def test_one_is_singular_and_all_else_plural() -> None:
    swedish = texts("sv")
    forms = [
        swedish.plural(
            "{count} source is not listed in the side panel.",
            "{count} sources are not listed in the side panel.",
            n,
        ).split()[1]
        for n in (0, 1, 2)
    ]
    assert forms == ["källor", "källa", "källor"]


def test_a_catalogue_is_read_as_written() -> None:
    catalogue = r"""# a comment
msgid ""
msgstr ""
"Language: xx\n"

#. one
msgid "a"
msgstr "A"

msgid "a “quoted” \"word\"\n"
msgstr ""
"over "
"two\tlines\\"

msgid "{n} card"
msgid_plural "{n} cards"
msgstr[0] "{n} kort"
msgstr[1] "{n} korten"

msgid "not yet"
msgstr ""

#~ msgid "gone"
#~ msgstr "borta"
"""
    assert parse_catalogue(catalogue) == {
        "a": "A",
        'a “quoted” "word"\n': "over two\tlines\\",
        "{n} card": "{n} kort",
        "{n} cards": "{n} korten",
    }


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


def test_digits_are_a_limit_unless_fixed() -> None:
    english = texts("en")
    assert [english.number(2.5, digits=2), english.number(2.5, digits=2, fixed=True)] == [
        "2.5",
        "2.50",
    ]
    assert [english.number(2.675, digits=2), english.number(0.5, digits=0)] == ["2.68", "1"]
    assert english.number(1e300).startswith("1,000,000,")


def test_what_is_no_number_is_refused() -> None:
    for value in (float("nan"), float("inf")):
        with pytest.raises(ValueError, match="no finite number"):
            texts("en").number(value)


def read_back(written: str, language: Texts) -> Decimal:
    """Return the number that a reader of the language reads."""
    style = language.style
    plain = written.replace(style.thousands, "").replace(style.decimal, ".").replace(MINUS, "-")
    return Decimal(plain)


@given(languages, finite)
def test_a_number_says_exactly_its_value(language: Texts, value: float) -> None:
    assert read_back(language.number(value), language) == Decimal(repr(value))


@given(languages, st.floats(-1e12, 1e12), st.integers(0, 6), st.booleans())
def test_a_number_is_rounded_once(language: Texts, value: float, digits: int, fixed: bool) -> None:
    written = language.number(value, digits, fixed=fixed)
    unit = Decimal(1).scaleb(-digits)
    assert read_back(written, language) == Decimal(repr(value)).quantize(unit, ROUND_HALF_UP)
    decimals = written.partition(language.style.decimal)[2]
    assert len(decimals) == digits if fixed else len(decimals) <= digits
    assert fixed or not decimals.endswith("0")


@given(languages, st.floats(-2, 2))
def test_a_score_has_a_sign_unless_it_is_nothing(language: Texts, score: float) -> None:
    written = language.signed(score)
    value = read_back(written.removeprefix("+"), language)
    assert written[0] == ("+" if value > 0 else MINUS if value < 0 else "0")
    assert len(written.partition(language.style.decimal)[2]) == 1


@given(languages, finite)
def test_figures_never_break_over_lines(language: Texts, value: float) -> None:
    assert not set(language.number(value) + language.percent(value)) & set(" -\u202f")


def test_english_reads_no_file_and_start_up_stays_small() -> None:
    program = (
        "import sys; from journeyeditor.i18n import texts; texts('en')('Goals');"
        "heavy = {'gettext', 'locale', 'pydantic', 'json'} & set(sys.modules); assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-S", "-c", program], cwd=PACKAGE.parent, check=True)


def test_every_language_has_its_style_and_catalogue() -> None:
    assert set(STYLES) == set(LANGUAGES)
    assert {file.stem for file in resources.path("locale").glob("*.po")} == set(TRANSLATED)
