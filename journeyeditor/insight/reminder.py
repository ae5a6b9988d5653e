"""The next review of a map as a day in the calendar, in the map's own language."""

from __future__ import annotations

import datetime

from journeyeditor.exchange.calendar import Day, calendar
from journeyeditor.i18n import texts as texts_of
from journeyeditor.insight.review_dates import last_review, next_review
from journeyeditor.vocabulary import MapInfo


def reminder(info: MapInfo, now: datetime.datetime) -> bytes | None:
    """Return the next review as an iCalendar file; None where no review is due, for want of a date."""
    due, last = next_review(info), last_review(info)
    if due is None or last is None:
        return None
    texts = texts_of(info.language)
    title = " ".join(info.title.split()) or texts("Customer journey map")
    told = texts("The map was last reviewed on {date}. Is it still accurate? What has changed?")
    about = " · ".join(filter(None, (info.client, info.project, info.version_label)))
    return calendar(
        Day(
            "\n".join((info.title, info.client, info.project)),
            due,
            texts("Review the customer journey “{title}”").format(title=title),
            "\n".join(filter(None, (told.format(date=texts.date(last)), about))),
            texts.language,
        ),
        now,
    )
