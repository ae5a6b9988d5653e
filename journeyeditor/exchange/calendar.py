"""A calendar day as iCalendar (RFC 5545), used as a review reminder.

Calendars identify an event by its UID, so a new reminder replaces the old one.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Iterator
from typing import NamedTuple

#: Lines are folded at this many octets (RFC 5545, 3.1).
LONGEST = 75
#: How many days ahead the calendar reminds.
AHEAD = 7
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class CalendarDay(NamedTuple):
    """An all-day event: date, title, description, language; `name` identifies it across reminders."""

    name: str
    day: datetime.date
    summary: str
    description: str = ""
    language: str = ""


def calendar(day: CalendarDay, now: datetime.datetime) -> bytes:
    """The calendar file with that day; `now` (in any time zone, else UTC) is its time stamp."""
    return b"".join(folded(line) for line in _lines(day, now))


def _lines(day: CalendarDay, now: datetime.datetime) -> Iterator[str]:
    utc = now.astimezone(datetime.UTC) if now.tzinfo else now
    language = f";LANGUAGE={day.language}" if re.fullmatch("[A-Za-z0-9-]+", day.language) else ""
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//journeyeditor//journeyeditor//EN")
    yield from ("CALSCALE:GREGORIAN", "METHOD:PUBLISH", "BEGIN:VEVENT")
    yield f"UID:{hashlib.sha256(day.name.encode('utf-8', 'replace')).hexdigest()[:32]}@journeyeditor"
    yield f"DTSTAMP:{utc:%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{_date(day.day)}"
    if day.day < datetime.date.max:
        yield f"DTEND;VALUE=DATE:{_date(day.day + datetime.timedelta(days=1))}"
    yield f"SUMMARY{language}:{escaped(day.summary)}"
    if day.description:
        yield f"DESCRIPTION{language}:{escaped(day.description)}"
    yield from ("TRANSP:TRANSPARENT", "BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:-P{AHEAD}D")
    yield f"DESCRIPTION{language}:{escaped(day.summary)}"
    yield from ("END:VALARM", "END:VEVENT", "END:VCALENDAR")


def escaped(text: str) -> str:
    """Escape a text value: control characters removed, separators escaped (3.3.11)."""
    text = "\n".join(text.splitlines())
    text = _CONTROLS.sub("", text).replace("\\", "\\\\").replace("\n", "\\n")
    return text.replace(";", "\\;").replace(",", "\\,")


def folded(line: str) -> bytes:
    """Encode a line in UTF-8, folded between characters, with its line end."""
    lines, room = [b""], LONGEST
    for character in line:
        piece = character.encode("utf-8", "replace")
        if len(lines[-1]) + len(piece) > room:
            lines.append(b"")
            room = LONGEST - 1  # the space that begins a continued line counts
        lines[-1] += piece
    return b"\r\n ".join(lines) + b"\r\n"


def _date(day: datetime.date) -> str:
    """A date in iCalendar notation, with a four-digit year on every platform."""
    return f"{day.year:04}{day.month:02}{day.day:02}"
