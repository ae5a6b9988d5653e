"""When maps and sources are due for review, and the calendar reminder."""

from __future__ import annotations

import datetime

from hypothesis import given
from hypothesis import strategies as st

from journeyeditor.insight.review_dates import age, aged, is_outdated, months_later, reminder
from journeyeditor.vocabulary import Evidence, MapInfo
from tests.builders import a_map

TODAY = datetime.date(2026, 11, 22)


def test_a_source_ages_with_the_interval() -> None:
    info = MapInfo(review_months=6)
    assert not is_outdated(Evidence(id="e", date=datetime.date(2026, 5, 22)), info, TODAY)
    assert is_outdated(Evidence(id="e", date=datetime.date(2026, 5, 21)), info, TODAY)
    assert not is_outdated(Evidence(id="e"), info, TODAY)
    assert not is_outdated(
        Evidence(id="e", date=datetime.date(1990, 1, 1)), MapInfo(review_months=0), TODAY
    )


def test_a_card_is_as_young_as_its_youngest_source() -> None:
    graph = (
        a_map()
        .with_stage("Search")
        .with_("pain_point", "Fees")
        .with_("pain_point", "Slow")
        .with_("evidence", "Old", date="2020-01-01")
        .with_("evidence", "New", date="2026-11-01")
        .with_("metric", "Rate", date="2021-01-01")
        .related("evidenced_by", "pain_point1", "evidence1")
        .related("evidenced_by", "pain_point2", "evidence1")
        .related("evidenced_by", "pain_point2", "evidence2")
        .built()
    )
    assert aged(graph, TODAY) == {"evidence1", "pain_point1", "metric1"}


@given(st.dates(datetime.date(1900, 1, 1), TODAY), st.integers(1, 600))
def test_what_has_aged_is_at_least_the_interval_old(day: datetime.date, months: int) -> None:
    record = Evidence(id="e", date=day)
    due = months_later(day, months)
    assert due is not None
    assert is_outdated(record, MapInfo(review_months=months), TODAY) == (due < TODAY)
    if is_outdated(record, MapInfo(review_months=months), TODAY):
        old = age(record, TODAY)
        assert old is not None
        assert old >= months - 1


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
