"""Numbers, shares, dates, times and durations: read as people write them, and written so that they read back.

The `read_*` functions know the language; what they cannot read raises an UnreadableError, whose
message is a sentence in that language. `read_decimal` and `read_column` do without a language.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from typing import NamedTuple
from unicodedata import normalize

from journeyeditor.i18n import MINUS, MONTHS, N_, N_plural, Phrase, Sentence, Texts, translated
from journeyeditor.i18n import texts as texts_of

#: A longer row of digits is not a figure that anybody means.
_MAX_DIGITS = 40
#: Seven units and their counts, however spaced, are shorter.
_MAX_DURATION = 400
#: Beyond it a float skips whole numbers.
_MAX_EXACT = 2**53
HOURS, MINUTES = 24, 60
#: What groups thousands beside the language's own sign: any space, and the apostrophe.
_SPACES = re.compile(r"[\s\u00a0\u2009\u202f'’]")
_GROUPED = re.compile(r"\d{1,3}([.,]\d{3})+")
_DECIMAL = re.compile(r"[+-]?\d+(?:[.,]\d+)?", re.ASCII)
_DOTTED_DATE = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})", re.ASCII)
_ISO_DATE = re.compile(r"\d{4}-?\d\d-?\d\d", re.ASCII)
_DATE_IN_WORDS = re.compile(r"(\d{1,2})\.?\s*([^\W\d_]+)\.?,?\s*(\d{4})")

# ---- texts


def composed(text: str) -> str:
    """Return a text in Unicode's composed form (NFC), so that "Å" is spelt in one way only."""
    return text if text.isascii() else normalize("NFC", text)


# ---- numbers and shares


class UnreadableError(ValueError):
    """A text that is not a value of its kind; `str()` is a sentence in the reader's language."""

    def __init__(self, words: Sentence, texts: Texts) -> None:
        super().__init__(translated(words, texts))
        self.words = words


def read_number(text: str, texts: Texts) -> int | float:
    """Read a number written in the language of `texts`; raises UnreadableError."""
    return _plainest(_exact(text, texts))


def _exact(text: str, texts: Texts) -> Decimal:
    """Read a number with all its digits; raises UnreadableError."""
    plain = _plain(text, texts)
    try:
        return Decimal(plain)
    except InvalidOperation:
        raise UnreadableError(Phrase(N_("Enter a number.")), texts) from None


def _plainest(exact: Decimal) -> int | float:
    return int(exact) if exact == exact.to_integral_value() else float(exact)


def _plain(text: str, texts: Texts) -> str:
    """Rewrite a number with a dot for its decimals and no other marks.

    The language decides what a mark is only where both readings are possible, between groups of
    three: 1.000 is a thousand in Danish. People type 3.5 in Swedish as well.
    """
    text = _SPACES.sub("", text).replace(MINUS, "-").removeprefix("+")
    if len(text) > _MAX_DIGITS or re.search(r"[^\d.,-]", text):
        raise UnreadableError(Phrase(N_("Enter a number.")), texts)
    digits, minus = text.removeprefix("-"), "-" if text.startswith("-") else ""
    decimal = texts.style.decimal
    other = "," if decimal == "." else "."
    if other not in digits:
        return minus + digits.replace(decimal, ".")
    whole, sign, rest = digits.partition(decimal)
    if texts.style.thousands == other and _GROUPED.fullmatch(whole):
        return minus + whole.replace(other, "") + (f".{rest}" if sign else "")
    return minus + digits.replace(other, ".")


def read_share(text: str, texts: Texts) -> int | float:
    """Read a percentage, with or without its sign, as a share (1 is the whole)."""
    return _plainest(_exact(text.replace("%", ""), texts) / 100)


def format_share(share: float, texts: Texts) -> str:
    """Write a share in percent with all its decimals."""
    return texts.style.percent.format(texts.number(Decimal(repr(share)) * 100))


def read_decimal(text: str) -> float:
    """Read a decimal number with a dot or a comma, as options and names of papers have it.

    There are no thousands here. Raises ValueError.
    """
    text = text.strip()
    if len(text) > _MAX_DIGITS or not _DECIMAL.fullmatch(text):
        raise ValueError(f"not a decimal number: {text[:_MAX_DIGITS]}")
    return float(text.replace(",", "."))


# ---- dates


def read_date(text: str, texts: Texts) -> datetime.date:
    """Read 2026-11-21, 20261121, 21.11.2026 or 21 November 2026; raises UnreadableError."""
    text = text.strip()
    try:
        if match := _DOTTED_DATE.fullmatch(text):
            return datetime.date(int(match[3]), int(match[2]), int(match[1]))
        if _ISO_DATE.fullmatch(text):
            return datetime.date.fromisoformat(text)
        if (match := _DATE_IN_WORDS.fullmatch(text)) and (month := _month(match[2], texts)):
            return datetime.date(int(match[3]), month, int(match[1]))
    except ValueError:
        raise UnreadableError(Phrase(N_("This date does not exist.")), texts) from None
    raise UnreadableError(Phrase(N_("Enter a date such as 2026-11-21.")), texts)


def _month(word: str, texts: Texts) -> int:
    """Find the month (1 to 12) with this name, or the only one that begins so; 0 for none."""
    word = word.casefold()
    names = [texts(month).casefold() for month in MONTHS]
    if word in names:
        return names.index(word) + 1
    begun = [number for number, name in enumerate(names, 1) if name.startswith(word)]
    return begun[0] if len(begun) == 1 else 0


# ---- durations

#: ISO 8601-1, 5.5.2, as a pattern for regular expressions and JSON Schema.
DURATION_PATTERN = (
    r"P(?=\d|T\d)(\d+([.,]\d+)?Y)?(\d+([.,]\d+)?M)?(\d+([.,]\d+)?W)?(\d+([.,]\d+)?D)?"
    r"(T(?=\d)(\d+([.,]\d+)?H)?(\d+([.,]\d+)?M)?(\d+([.,]\d+)?S)?)?"
)
_DURATION = re.compile(DURATION_PATTERN, re.ASCII)
_COUNT_AND_LETTER = re.compile(r"(\d+(?:[.,]\d+)?)([A-Z])", re.ASCII)
_COUNT_AND_WORD = re.compile(r"(\d[\d.,'’\s]*?)\s*([^\W\d_]+)\.?,?\s*")


class _Unit(NamedTuple):
    """A unit of time: its letter in ISO 8601 (`is_time`: after the T), its seconds, its words and symbol.

    A rounded duration uses it from `at_least` of them on. A year and a month are the calendar's
    mean.
    """

    letter: str
    is_time: bool
    seconds: int
    at_least: float
    forms: tuple[str, str]
    symbol: str


_UNITS = (
    _Unit("Y", False, 31_556_952, 2, N_plural("{count} year", "{count} years"), N_("{count} yr")),
    _Unit(
        "M", False, 2_629_746, 2.5, N_plural("{count} month", "{count} months"), N_("{count} mo")
    ),
    _Unit("W", False, 604_800, 3, N_plural("{count} week", "{count} weeks"), N_("{count} wk")),
    _Unit("D", False, 86_400, 2, N_plural("{count} day", "{count} days"), N_("{count} d")),
    _Unit("H", True, 3_600, 2, N_plural("{count} hour", "{count} hours"), N_("{count} h")),
    _Unit("M", True, 60, 2, N_plural("{count} minute", "{count} minutes"), N_("{count} min")),
    _Unit("S", True, 1, 0, N_plural("{count} second", "{count} seconds"), N_("{count} s")),
)
_DATE_UNITS = {unit.letter: unit for unit in _UNITS if not unit.is_time}
_TIME_UNITS = {unit.letter: unit for unit in _UNITS if unit.is_time}


#: 9, 9:30, 09.30 and 0930.
_TIME = re.compile(r"(\d{1,2})(?:[:.]?(\d\d))?", re.ASCII)


def read_time(text: str, texts: Texts) -> str:
    """Read a time of day as HH:MM; raises UnreadableError."""
    match = _TIME.fullmatch(text.strip())
    hour, minute = (int(match[1]), int(match[2] or 0)) if match else (24, 0)
    if hour >= HOURS or minute >= MINUTES:
        raise UnreadableError(Phrase(N_("Enter a time such as 9:30.")), texts)
    return f"{hour:02}:{minute:02}"


def later_time(time: str, minutes: int) -> str:
    """Return the time of day so many minutes after HH:MM."""
    hour, _, minute = time.partition(":")
    whole = (int(hour) * MINUTES + int(minute) + minutes) % (HOURS * MINUTES)
    return f"{whole // MINUTES:02}:{whole % MINUTES:02}"


def read_duration(text: str, texts: Texts) -> str:
    """Read P2D, 2 days or 1 h 30 min as ISO 8601; raises UnreadableError."""
    text = text.strip()
    if len(text) > _MAX_DURATION:
        raise _not_a_duration(texts)
    if _DURATION.fullmatch(text.upper()):
        return text.upper()
    counts: dict[_Unit, str] = {}
    position = 0
    while position < len(text) or not text:
        match = _COUNT_AND_WORD.match(text, position)
        unit = _unit_named(match[2], texts) if match else None
        if match is None or unit is None or unit in counts:
            raise _not_a_duration(texts)
        try:
            count = read_number(match[1], texts)
        except UnreadableError:
            raise _not_a_duration(texts) from None
        counts[unit] = format(Decimal(repr(count)), "f")
        position = match.end()
    return _iso_duration(counts)


def _not_a_duration(texts: Texts) -> UnreadableError:
    return UnreadableError(Phrase(N_("Enter a duration such as 2 days, 3 h or P2DT3H.")), texts)


def format_duration(iso: str, texts: Texts, *, is_short: bool = False) -> str:
    """Write an ISO 8601 duration in words, or in symbols; a text that is none stays as it is."""
    if not _DURATION.fullmatch(iso):
        return iso
    words = []
    for unit, count in _duration_parts(iso):
        text = texts(unit.symbol) if is_short else texts.plural(*unit.forms, count)
        words.append(text.format(count=texts.number(count)))
    return " ".join(words)


def duration_seconds(iso: str) -> float:
    """Measure an ISO 8601 duration; "" takes no time."""
    return sum((float(count) * unit.seconds for unit, count in _duration_parts(iso)), 0.0)


def rounded_duration(seconds: float) -> str:
    """Express a time in one unit and a whole number of it, as ISO 8601 (P3W)."""
    unit = next(unit for unit in _UNITS if seconds >= unit.at_least * unit.seconds)
    return _iso_duration({unit: str(max(1, round(seconds / unit.seconds)))})


def _duration_parts(iso: str) -> Iterator[tuple[_Unit, Decimal]]:
    """Split an ISO 8601 duration, largest unit first."""
    date, _, time = iso.partition("T")
    for part, units in ((date, _DATE_UNITS), (time, _TIME_UNITS)):
        for count, letter in _COUNT_AND_LETTER.findall(part):
            yield units[letter], Decimal(count.replace(",", "."))


def _iso_duration(counts: dict[_Unit, str]) -> str:
    date = "".join(counts[u] + u.letter for u in _UNITS if u in counts and not u.is_time)
    time = "".join(counts[u] + u.letter for u in _UNITS if u in counts and u.is_time)
    return f"P{date}" + (f"T{time}" if time else "")


def _unit_named(word: str, texts: Texts) -> _Unit | None:
    """Find the unit with this name, or the only one whose name begins so.

    Where English and the language of `texts` disagree, the language wins.
    """
    word = word.casefold()
    for matches in (str.__eq__, str.startswith):
        for language in (texts, texts_of("en")):
            durations = [
                unit
                for unit in _UNITS
                if any(
                    matches(form.replace("{count}", "").strip().casefold(), word)
                    for form in language.plural_forms(*unit.forms)
                )
            ]
            if len(durations) == 1:
                return durations[0]
    return None


# ---- columns of figures in an unknown language

#: Possessive, so that a long cell costs one pass.
_CELL = re.compile(
    r"""^[\s~≈]*+(?P<sign>[-−+]?)\s*+(?:[$€£¥]|kr\.?|SEK|NOK|DKK|EUR|USD)?\s*+
    (?P<digits>\d(?:[\d.\s'’]|,(?!-))*+)(?P<scale>(?-i:[kKM])(?!\w))?\s*+
    (?P<unit>%|[$€£¥]|kr\.?|SEK|NOK|DKK|EUR|USD|,-|:-)?\s*+$""",
    re.VERBOSE | re.IGNORECASE,
)


_SCALES = {"k": 1_000, "K": 1_000, "M": 1_000_000}


class Figure(NamedTuple):
    """A number read from a cell, and whether a percent sign followed it."""

    value: float
    is_percent: bool


def read_column(cells: Iterable[str]) -> list[Figure | None]:
    """Read a column of figures as people and programs write them; None where a cell holds none.

    One cell can be ambiguous ("1.204"); a column rarely is. So one cell that can only be read one
    way decides for all.
    """
    matches = [_CELL.match(cell) for cell in cells]
    digits = [_SPACES.sub("", m["digits"]).rstrip(".,") if m else "" for m in matches]
    percent = [m is not None and m["unit"] == "%" for m in matches]
    scales = [_SCALES.get(m["scale"] or "", 1) if m else 1 for m in matches]
    shortened = [scale > 1 for scale in scales]
    decimal = _decimal_mark(digits, [a or b for a, b in zip(percent, shortened, strict=True)])
    return [
        Figure(_scaled(_cell_value(word, decimal, m["sign"]), scale), is_percent)
        if m and 0 < len(word) <= _MAX_DIGITS
        else None
        for m, word, is_percent, scale in zip(matches, digits, percent, scales, strict=True)
    ]


def _scaled(value: float, scale: int) -> float:
    """Multiply 1.2K into 1200 without 1.1K becoming 1100.0000000000002."""
    return value if scale == 1 else _plainest(Decimal(repr(value)) * scale)


def _decimal_mark(words: Sequence[str], percent: Sequence[bool]) -> str:
    """Guess the decimal mark of a column: "." or ",", or "" when its marks only group.

    Nobody has thousands of per cent, or of thousands (1.204K).
    """
    for word, is_percent in zip(words, percent, strict=True):
        marks = [letter for letter in word if letter in ".,"]
        if len(set(marks)) == 2:
            return marks[-1]
        is_group = re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", word) and not is_percent
        if len(marks) == 1 and not is_group:
            return marks[0]
    grouped = {mark for word in words for mark in re.findall(r"[.,]", word) if word.count(mark) > 1}
    if len(grouped) == 1:
        return "," if grouped == {"."} else "."
    return ""


def _cell_value(word: str, decimal: str, sign: str) -> float:
    whole, mark, rest = word.rpartition(decimal) if decimal else (word, "", "")
    if not mark:
        whole, rest = word, ""
    value = float(re.sub(r"[.,]", "", whole) + (f".{rest}" if rest else ""))
    if value.is_integer() and not rest and abs(value) < _MAX_EXACT:
        value = int(value)
    return -value if sign in {"-", "−"} and sign else value
