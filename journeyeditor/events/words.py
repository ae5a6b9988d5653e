"""How events are worded on a map."""

from __future__ import annotations

import datetime
import re

from journeyeditor.i18n import Texts
from journeyeditor.values import composed, format_duration, rounded_duration

#: Figures as `counted` writes them in any language, and what may follow.
_COUNTED = re.compile(r"[\d\s.,]+ \(\d+\s?%\)(, [^\n]*\d[^\n]*)?")
_NUMBER = re.compile(r"\d[\d\s.,]*")
_GAPS = re.compile(r"[_\s]+")


def title_of(activity: str) -> str:
    """An activity as people write it: add_to_cart is Add to cart."""
    words = composed(_GAPS.sub(" ", activity).strip())
    is_shouted = words.isupper() and " " in words
    return words.capitalize() if is_shouted else words[:1].upper() + words[1:]


def period(first: datetime.date, last: datetime.date, texts: Texts) -> str:
    if first == last:
        return texts.date(first)
    return f"{texts.date(first)} – {texts.date(last)}"


def sample(cases: int, events: int, texts: Texts) -> str:
    """How much was measured: 4,714 journeys, 20,000 events."""
    words = texts.plural("{count} event", "{count} events", events)
    return f"{journeys(cases, texts)}, {words.format(count=texts.number(events))}"


def journeys(cases: int, texts: Texts) -> str:
    """The number of cases, which are journeys on a map."""
    words = texts.plural("{count} journey", "{count} journeys", cases)
    return words.format(count=texts.number(cases))


def counted(cases: int, total: int, repeated: int, texts: Texts) -> str:
    """How many cases come to a moment of a discovered map, and how often it is repeated at once."""
    words = f"{texts.number(cases)} ({texts.percent(cases / total)})"
    if not repeated:
        return words
    again = texts.plural("repeated {count} time", "repeated {count} times", repeated)
    return f"{words}, {again.format(count=texts.number(repeated))}"


def is_counted(note: str) -> bool:
    """Whether a note is what `counted` writes, with whatever figures."""
    return bool(_COUNTED.fullmatch(note))


def is_journeys(role: str, texts: Texts) -> bool:
    """Whether a text is what `journeys` writes, with whatever number."""
    return _NUMBER.sub("", role) in {_NUMBER.sub("", journeys(count, texts)) for count in (1, 2)}


def duration_words(seconds: float, texts: Texts) -> str:
    return format_duration(rounded_duration(seconds), texts)
