"""When a map was last reviewed and is due next, and the calendar reminder."""

from __future__ import annotations

import datetime

from journeyeditor.exchange.calendar import CalendarDay, calendar
from journeyeditor.i18n import texts as texts_of
from journeyeditor.vocabulary import MapInfo


def last_review(info: MapInfo) -> datetime.date | None:
    """The date of the last review, else of creation; None if unknown."""
    return info.reviewed or info.date


def next_review(info: MapInfo) -> datetime.date | None:
    """The date of the next review; None without a date or an interval."""
    start = last_review(info)
    if start is None or not info.review_months:
        return None
    return months_later(start, info.review_months)


def months_later(day: datetime.date, months: int) -> datetime.date | None:
    """The same day some months later, or the last one of a shorter month.

    None beyond the last year that a date can have.

    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > datetime.MAXYEAR:
        return None
    for last in (day.day, 30, 29, 28):
        try:
            return datetime.date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError(day)


def months_between(one: datetime.date, other: datetime.date) -> int:
    """The whole months from one day to a later one."""
    return (other.year - one.year) * 12 + other.month - one.month - (other.day < one.day)


def reminder(info: MapInfo, now: datetime.datetime) -> bytes | None:
    """The next review as an iCalendar file; None if no review is due."""
    due, last = next_review(info), last_review(info)
    if due is None or last is None:
        return None
    texts = texts_of(info.language)
    title = " ".join(info.title.split()) or texts("Customer journey map")
    sentence = texts("The map was last reviewed on {date}. Is it still accurate? What has changed?")
    about = " · ".join(filter(None, (info.client, info.project, info.version_label)))
    return calendar(
        CalendarDay(
            "\n".join((info.title, info.client, info.project)),
            due,
            texts("Review the customer journey “{title}”").format(title=title),
            "\n".join(filter(None, (sentence.format(date=texts.date(last)), about))),
            texts.language,
        ),
        now,
    )
