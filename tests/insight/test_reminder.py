"""The reminder: the next review in the words of the map."""

from __future__ import annotations

import datetime

from journeyeditor.insight.review_dates import reminder
from journeyeditor.vocabulary import MapInfo

NOW = datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)


def test_the_day_is_that_of_the_next_review() -> None:
    info = MapInfo(title="Köp", language="sv", reviewed=datetime.date(2026, 8, 31))
    data = reminder(info, NOW)
    assert data is not None
    text = data.decode("utf-8").replace("\r\n ", "")
    assert "DTSTART;VALUE=DATE:20270228" in text
    assert "Granska kundresan ”Köp”" in text
    assert "31 augusti 2026" in text


def test_without_a_date_or_an_interval_there_is_none() -> None:
    assert reminder(MapInfo(), NOW) is None
    assert reminder(MapInfo(date=datetime.date(2026, 1, 1), review_months=0), NOW) is None
