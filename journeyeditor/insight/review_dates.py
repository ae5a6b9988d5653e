"""When maps and their sources are due for review, and the calendar reminder.

Records without a date do not age by themselves, but the map as a whole does.
"""

from __future__ import annotations

import datetime

from journeyeditor.exchange.calendar import CalendarDay, calendar
from journeyeditor.i18n import texts as texts_of
from journeyeditor.model import Element, JourneyGraph
from journeyeditor.vocabulary import MapInfo, info_of


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


def is_outdated(record: Element, info: MapInfo, today: datetime.date) -> bool:
    day = record.date
    if day is None or not info.review_months:
        return False
    due = months_later(day, info.review_months)
    return due is not None and today > due


def aged(graph: JourneyGraph, today: datetime.date) -> frozenset[str]:
    """The ids of outdated elements: dated records, and cards supported by outdated records only."""
    info = info_of(graph)
    if not info.review_months:
        return frozenset()
    old = {
        r.id
        for kind in ("evidence", "metric")
        for r in graph.elements(kind)
        if is_outdated(r, info, today)
    }
    only_outdated: dict[str, bool] = {}
    for id_ in old:
        for relation in graph.incoming(id_, "evidenced_by"):
            only_outdated.setdefault(
                relation.source,
                all(
                    other.target in old for other in graph.outgoing(relation.source, "evidenced_by")
                ),
            )
    return frozenset(old | {id_ for id_, is_only in only_outdated.items() if is_only})


def age(record: Element, today: datetime.date) -> int | None:
    """A record's age in whole months; None without a date or with a future one."""
    day = record.date
    return months_between(day, today) if day is not None and day <= today else None
