"""What people type, read as values: numbers, shares, dates and durations of their language.

What cannot be read is refused with a sentence in the window's language. No Qt here.
"""

from __future__ import annotations

import datetime
import re
from decimal import Decimal, InvalidOperation
from math import isfinite

from journeyeditor.i18n import MINUS, N_, Texts

#: More digits than this are no figure that anybody means.
_LONGEST = 40
_SPACES = re.compile(r"[\s\u00a0\u202f']")
_GROUPED = re.compile(r"\d{1,3}([.,]\d{3})+")
_DOTTED = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})", re.ASCII)
_PART = re.compile(r"(\d+(?:[.,]\d+)?)\s*([^\W\d_]+)\.?,?\s*")
_ISO = re.compile(
    r"P(?=.)(?:(\d+(?:[.,]\d+)?)Y)?(?:(\d+(?:[.,]\d+)?)M)?(?:(\d+(?:[.,]\d+)?)W)?"
    r"(?:(\d+(?:[.,]\d+)?)D)?"
    r"(?:T(?=.)(?:(\d+(?:[.,]\d+)?)H)?(?:(\d+(?:[.,]\d+)?)M)?(?:(\d+(?:[.,]\d+)?)S)?)?",
    re.ASCII,
)

#: Units of a duration, largest first: the letter of ISO 8601, in the part after T or not, words.
_UNITS = (
    ("Y", False, N_("{count} year"), N_("{count} years")),
    ("M", False, N_("{count} month"), N_("{count} months")),
    ("W", False, N_("{count} week"), N_("{count} weeks")),
    ("D", False, N_("{count} day"), N_("{count} days")),
    ("H", True, N_("{count} hour"), N_("{count} hours")),
    ("M", True, N_("{count} minute"), N_("{count} minutes")),
    ("S", True, N_("{count} second"), N_("{count} seconds")),
)


class UnreadableError(ValueError):
    """What was typed says nothing of the kind; the message is a sentence in the window's words."""


def read_number(words: str, texts: Texts) -> int | float:
    """Return the number that somebody wrote in the language; raises UnreadableError."""
    plain = _plain(words, texts)
    try:
        exact = Decimal(plain)
        value = int(exact) if exact == exact.to_integral_value() else float(exact)
    except (InvalidOperation, OverflowError):
        raise UnreadableError(texts("Write a number.")) from None
    if not isfinite(value) or len(plain) > _LONGEST:
        raise UnreadableError(texts("Write a number."))
    return value


def _plain(words: str, texts: Texts) -> str:
    """Return a number as programs write it: a dot for the decimals and nothing else.

    A sign that could be either reads as the language has it only where it stands between groups
    of three; people type 3.5 in Swedish as well.
    """
    text = _SPACES.sub("", words).replace(MINUS, "-").removeprefix("+")
    if len(text) > _LONGEST or re.search(r"[^\d.,-]", text):
        raise UnreadableError(texts("Write a number."))
    digits, minus = text.removeprefix("-"), "-" if text.startswith("-") else ""
    decimal = texts.style.decimal
    other = "," if decimal == "." else "."
    if other not in digits:
        return minus + digits.replace(decimal, ".")
    whole, sign, rest = digits.partition(decimal)
    if texts.style.thousands == other and _GROUPED.fullmatch(whole):
        return minus + whole.replace(other, "") + (f".{rest}" if sign else "")
    return minus + digits.replace(other, ".")


def read_share(words: str, texts: Texts) -> int | float:
    """Return the share (1 is the whole) that somebody wrote in percent."""
    value = read_number(words.replace("%", ""), texts)
    share = Decimal(repr(value)) / 100
    return int(share) if share == share.to_integral_value() else float(share)


def say_share(share: float, texts: Texts) -> str:
    """Return a share in percent with all its decimals."""
    return texts.number(Decimal(repr(share)) * 100) + texts.style.before_percent + "%"


def read_date(words: str, texts: Texts) -> datetime.date:
    """Return the date that is written 2026-11-21, 20261121 or 21.11.2026."""
    text = words.strip()
    try:
        if match := _DOTTED.fullmatch(text):
            return datetime.date(int(match[3]), int(match[2]), int(match[1]))
        if re.fullmatch(r"\d{4}-?\d\d-?\d\d", text, re.ASCII):
            return datetime.date.fromisoformat(text)
    except ValueError:
        raise UnreadableError(texts("There is no such day.")) from None
    raise UnreadableError(texts("Write a date such as 2026-11-21."))


def read_duration(words: str, texts: Texts) -> str:
    """Return the ISO 8601 duration that somebody wrote, as P2D, 2 days or 1 h 30 min."""
    text = words.strip()
    iso = text.upper()
    match = _ISO.fullmatch(iso)
    if match and any(match.groups()) and not iso.endswith("T"):
        return iso
    found: dict[int, str] = {}
    place = 0
    while place < len(text) or not text:
        part = _PART.match(text, place)
        unit = _unit(part[2], texts) if part else None
        if part is None or unit is None or unit in found:
            raise UnreadableError(texts("Write a time such as 2 days, 3 h or P2DT3H."))
        found[unit] = part[1].replace(",", ".")
        place = part.end()
    return _iso(found)


def _iso(found: dict[int, str]) -> str:
    """Return counts by unit as ISO 8601."""
    days = "".join(found[i] + u[0] for i, u in enumerate(_UNITS) if i in found and not u[1])
    hours = "".join(found[i] + u[0] for i, u in enumerate(_UNITS) if i in found and u[1])
    return f"P{days}" + (f"T{hours}" if hours else "")


def _unit(word: str, texts: Texts) -> int | None:
    """Return the unit whose name begins with a word, None when none or several do.

    A letter that begins several units in English counts for the one of the window's language.
    """
    begun = word.casefold()
    hits = [
        index
        for index, (_, _, *forms) in enumerate(_UNITS)
        if any(
            name.casefold().startswith(begun)
            for form in forms
            for name in (_name(texts(form)), _name(form))
        )
    ]
    if len(hits) > 1:
        hits = [i for i in hits if _name(texts(_UNITS[i][2])).casefold().startswith(begun)] or hits
    return hits[0] if len(hits) == 1 else None


def _name(form: str) -> str:
    """Return the bare word of "{count} days"."""
    return form.replace("{count}", "").strip()


def say_duration(iso: str, texts: Texts) -> str:
    """Return a duration in words; what cannot be read stays as it is."""
    match = _ISO.fullmatch(iso)
    if not match:
        return iso
    words = []
    for count, (_, _, one, many) in zip(match.groups(), _UNITS, strict=True):
        if count is not None:
            number = float(count.replace(",", "."))
            said = texts.number(int(number) if number.is_integer() else number)
            words.append(texts.plural(one, many, 1 if number == 1 else 2).format(count=said))
    return " ".join(words)
