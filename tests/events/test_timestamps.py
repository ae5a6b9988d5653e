"""Timestamps as people and programs write them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest

from journeyeditor.events.database import Database
from journeyeditor.events.timestamps import reading

WHEN = datetime.datetime(2026, 11, 21, 14, 32, 5, tzinfo=datetime.UTC)
MINUTE = WHEN.replace(second=0)
DAY = WHEN.replace(hour=0, minute=0, second=0)
FRACTION = WHEN.replace(microsecond=250000)


@pytest.fixture(scope="module")
def database() -> Iterator[Database]:
    with Database() as database:
        yield database


def read(database: Database, *texts: str, type_: str = "VARCHAR") -> list[datetime.datetime | None]:
    how = reading(database, "value", type_, texts)
    rows = database.rows(
        f"select {how.expression} from (select unnest(?)::{type_} as value)", [list(texts)]
    )
    start = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
    return [None if t is None else start + datetime.timedelta(microseconds=t) for (t,) in rows]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-21", DAY),
        ("2026-11-21T14:32", MINUTE),
        ("2026-11-21 14:32:05", WHEN),
        ("2026-11-21T14:32:05Z", WHEN),
        ("2026-11-21 15:32:05+01:00", WHEN),
        ("2026-11-21T15:32:05+0100", WHEN),
        ("2026-11-21 14:32:05 UTC", WHEN),
        ("2026-11-21 14:32:05.250", FRACTION),
        ("2026-11-21 14:32:05,250", FRACTION),
        ("20261121", DAY),
        ("20261121T143205", WHEN),
        ("20261121T143205Z", WHEN),
        ("20261121143205", WHEN),
        ("2026/11/21 14:32", MINUTE),
        ("21.11.2026", DAY),
        ("21.11.2026 14:32", MINUTE),
        ("21.11.2026 14.32.05", WHEN),
        ("21.11.2026, kl. 14.32", MINUTE),
        ("21.11.2026 klo 14.32", MINUTE),
        ("21.11.26 14:32", MINUTE),
        ("21/11/2026 14:32:05", WHEN),
        ("21-11-2026 14:32:05", WHEN),
        ("11/21/2026 2:32 PM", MINUTE),
        ("11/21/2026", DAY),
        ("11/21/26 14:32", MINUTE),
        ("21 November 2026 14:32", MINUTE),
        ("21. november 2026 kl. 14:32", MINUTE),
        ("Nov 21, 2026, 2:32:05 PM", WHEN),
        ("lördag 21 november 2026 14:32", MINUTE),
        ("Sat, 21 Nov 2026 14:32:05 +0000", WHEN),
        ("Sat, 21 Nov 2026 14:32:05 GMT", WHEN),
        ("21-Nov-2026 14:32:05", WHEN),
        ("21/Nov/2026:15:32:05 +0100", WHEN),
        ("1795271525", WHEN),
        ("1795271525.25", FRACTION),
        ("1795271525,25", FRACTION),
        ("1795271525250", FRACTION),
        ("46347.605613426", WHEN),
        ("46347,605613426", WHEN),
        ("11-21-2026 14:32", MINUTE),
        ("1795271525250000", FRACTION),
        ("1795271525250000000", FRACTION),
    ],
)
def test_one_way_to_write_a_time(
    database: Database, text: str, expected: datetime.datetime
) -> None:
    assert read(database, text) == [expected]


@pytest.mark.parametrize(
    ("month", "number"),
    [("mars", 3), ("marts", 3), ("März", 3), ("maj", 5), ("mai", 5), ("juni", 6), ("juli", 7),
     ("augusti", 8), ("oktober", 10), ("okt.", 10), ("desember", 12), ("Dezember", 12)],
)  # fmt: skip
def test_months_of_other_languages(database: Database, month: str, number: int) -> None:
    assert read(database, f"2 {month} 2026") == [
        datetime.datetime(2026, number, 2, tzinfo=datetime.UTC)
    ]


def test_the_place_of_the_day_is_that_which_reads_most(database: Database) -> None:
    day_first = read(database, "03/04/2026", "25/12/2026")
    month_first = read(database, "03/04/2026", "12/25/2026")
    assert [each and each.month for each in day_first] == [4, 12]
    assert [each and each.month for each in month_first] == [3, 12]


def test_a_column_may_mix_formats_and_hold_what_is_no_time(database: Database) -> None:
    texts = ("2026-11-21", "2026-11-21", "21.11.2026", "soon", "", "infinity", "9" * 30)
    assert read(database, *texts) == [DAY, DAY, DAY, None, None, None, None]


@pytest.mark.parametrize(
    ("type_", "text"),
    [
        ("TIMESTAMP", "2026-11-21 14:32:05"),
        ("TIMESTAMP WITH TIME ZONE", "2026-11-21 16:32:05+02"),
        ("BIGINT", "1795271525"),
        ("BIGINT", "1795271525000000"),
        ("DOUBLE", "1795271525"),
    ],
)
def test_columns_of_other_types(database: Database, type_: str, text: str) -> None:
    assert read(database, text, type_=type_) == [WHEN]


def test_words_are_no_times(database: Database) -> None:
    assert reading(database, "value", "VARCHAR", ["red", "blue 7"]).share == 0
