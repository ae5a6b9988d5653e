"""Words, numbers and dates in the language of a map.

English is the key of every catalogue, so it costs nothing and a gap reads as English. The .po files
are read directly: what a translator edits is what runs, and a few dozen lines cost less to start
than gettext's machinery. Must not know what the words are used for.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from journeyeditor import resources

NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"

#: Pieces of a number before they get their signs.
_PARTS = re.compile(r"(-?)([\d,]+)(?:\.(\d+))?")
_ESCAPED = re.compile(r"\\(.)")


def N_(text: str) -> str:  # noqa: N802 - the name that every gettext tool knows
    """Mark a text for the catalogues; it is translated where it is shown."""
    return text


MONTHS = (
    N_("January"),
    N_("February"),
    N_("March"),
    N_("April"),
    N_("May"),
    N_("June"),
    N_("July"),
    N_("August"),
    N_("September"),
    N_("October"),
    N_("November"),
    N_("December"),
)


class Style(NamedTuple):
    """How a language writes figures: signs, the space before %, what follows a day of the month."""

    thousands: str
    decimal: str
    before_percent: str
    after_day: str


STYLES: Mapping[str, Style] = MappingProxyType(
    {
        "en": Style(",", ".", "", ""),
        "sv": Style(NO_BREAK_SPACE, ",", NO_BREAK_SPACE, ""),
        "nb": Style(NO_BREAK_SPACE, ",", NO_BREAK_SPACE, "."),
        "da": Style(".", ",", NO_BREAK_SPACE, "."),
    }
)
ALIASES: Mapping[str, str] = MappingProxyType({"no": "nb"})


class Texts(NamedTuple):
    """The texts, numbers and dates of one language."""

    language: str
    style: Style
    messages: Mapping[str, str]

    def __call__(self, message: str) -> str:
        """Return a text in this language, or as it is where the catalogue has none."""
        return self.messages.get(message, message)

    def plural(self, singular: str, plural: str, n: int) -> str:
        """Return the text for n things; one is singular in all four languages."""
        return self(singular if n == 1 else plural)

    def number(
        self, value: float | Decimal, digits: int | None = None, *, fixed: bool = False
    ) -> str:
        """Return a number rounded half up to `digits` decimals (all it has, if None).

        Zeros at the end are dropped unless the decimals are fixed.
        """
        # Through repr, so that 2.675 means what was typed and not the binary fraction below it.
        exact = value if isinstance(value, Decimal) else Decimal(repr(value))
        with localcontext(rounding=ROUND_HALF_UP):
            plain = format(exact, ",f" if digits is None else f",.{digits}f")
        parts = _PARTS.fullmatch(plain)
        if parts is None:
            raise ValueError(f"{value} is no finite number")
        sign, whole, decimals = parts[1], parts[2], parts[3] or ""
        if not fixed:
            decimals = decimals.rstrip("0")
        is_zero = not (whole + decimals).strip("0,")
        words = whole.replace(",", self.style.thousands)
        if decimals:
            words += self.style.decimal + decimals
        return MINUS + words if sign and not is_zero else words

    def percent(self, share: float, digits: int = 0) -> str:
        """Return a share (1 is the whole) in percent."""
        return self.number(Decimal(repr(share)) * 100, digits) + self.style.before_percent + "%"

    def signed(self, score: float) -> str:
        """Return a score with its sign and one decimal; nothing is neither plus nor minus."""
        words = self.number(score, 1, fixed=True)
        return words if words[0] == MINUS or not words.strip("0.,") else f"+{words}"

    def date(self, day: datetime.date) -> str:
        """Return a date in words, such as 21 November 2026."""
        return f"{day.day}{self.style.after_day} {self(MONTHS[day.month - 1])} {day.year}"


def texts(language: str) -> Texts:
    """Return the texts of a language such as "sv" or "sv-SE"; English if there is no catalogue."""
    code = re.split("[-_]", language.casefold(), maxsplit=1)[0]
    code = ALIASES.get(code, code)
    return _texts(code if code in STYLES else "en")


@cache
def _texts(code: str) -> Texts:
    """Return the texts of a known language; each catalogue is read once."""
    messages: Mapping[str, str] = {}
    if code != "en":
        messages = parse_catalogue(resources.path("locale", f"{code}.po").read_text("utf-8"))
    return Texts(code, STYLES[code], MappingProxyType(messages))


def parse_catalogue(source: str) -> dict[str, str]:
    """Return English text → translation from the text of a .po file.

    A plural entry gives two: of its singular and of its plural. The head and obsolete entries are
    left out, as is what is not translated yet. Contexts are not used here.
    """
    messages: dict[str, str] = {}
    entry: dict[str, str] = {}
    field = ""
    for line in [*source.splitlines(), 'msgid ""']:
        keyword, _, rest = line.partition(" ")
        if keyword == "msgid":
            _take(entry, messages)
            entry = {}
        if keyword.startswith("msg"):
            field = keyword
            entry[field] = _unquoted(rest)
        elif line.startswith('"'):
            entry[field] += _unquoted(line)
    return messages


def _take(entry: Mapping[str, str], messages: dict[str, str]) -> None:
    """Add what an entry translates."""
    one = entry.get("msgstr") or entry.get("msgstr[0]")
    if entry.get("msgid") and one:
        messages[entry["msgid"]] = one
    many = entry.get("msgstr[1]")
    if entry.get("msgid_plural") and many:
        messages[entry["msgid_plural"]] = many


def _unquoted(text: str) -> str:
    """Return what stands between the quotes."""
    inner = text.strip()[1:-1]
    return (
        _ESCAPED.sub(lambda found: {"n": "\n", "t": "\t"}.get(found[1], found[1]), inner)
        if "\\" in inner
        else inner
    )
