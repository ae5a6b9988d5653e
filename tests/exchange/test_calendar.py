"""The calendar file: RFC 5545's lines, folds and escapes, read back by a reader written from the RFC."""

from __future__ import annotations

import datetime

from hypothesis import given
from hypothesis import strategies as st

from journeyeditor.exchange.calendar import LONGEST, CalendarDay, calendar, folded

NOW = datetime.datetime(2026, 11, 22, 8, 30, tzinfo=datetime.UTC)
DAY = CalendarDay("map", datetime.date(2027, 5, 22), "Review", "Why", "sv")


def unfolded(data: bytes) -> list[tuple[str, str]]:
    """Return the name (with parameters) and the value of each line."""
    text = data.decode("utf-8")
    assert text.endswith("\r\n")
    lines = text.replace("\r\n ", "").split("\r\n")[:-1]
    return [(line.partition(":")[0], line.partition(":")[2]) for line in lines]


def plain(value: str) -> str:
    out, escape = "", False
    for sign in value:
        if escape:
            out += {"n": "\n", "N": "\n"}.get(sign, sign)
            escape = False
        elif sign == "\\":
            escape = True
        else:
            out += sign
    return out


def test_a_whole_day_is_reported() -> None:
    lines = dict(unfolded(calendar(DAY, NOW))[:-4])
    assert lines["DTSTART;VALUE=DATE"] == "20270522"
    assert lines["DTEND;VALUE=DATE"] == "20270523"
    assert lines["DTSTAMP"] == "20261122T083000Z"
    assert lines["SUMMARY;LANGUAGE=sv"] == "Review"
    assert lines["UID"].endswith("@journeyeditor")


def test_the_stamp_is_in_utc() -> None:
    there = datetime.timezone(datetime.timedelta(hours=2))
    assert b"DTSTAMP:20261122T083000Z" in calendar(DAY, NOW.astimezone(there))


def test_a_reminder_made_anew_is_the_same_event() -> None:
    later = DAY._replace(day=datetime.date(2027, 11, 22))
    uid = [dict(unfolded(calendar(day, NOW)))["UID"] for day in (DAY, later)]
    assert uid[0] == uid[1]
    other = dict(unfolded(calendar(DAY._replace(name="other"), NOW)))["UID"]
    assert other != uid[0]


def test_what_begins_ends() -> None:
    open_: list[str] = []
    for name, value in unfolded(calendar(DAY, NOW)):
        if name == "BEGIN":
            open_.append(value)
        elif name == "END":
            assert open_.pop() == value
    assert not open_


def test_the_last_day_of_all_has_no_end() -> None:
    assert b"DTEND" not in calendar(DAY._replace(day=datetime.date.max), NOW)
    assert b"DTSTART;VALUE=DATE:99991231" in calendar(DAY._replace(day=datetime.date.max), NOW)


@given(st.text(), st.text(), st.text(max_size=8))
def test_any_words_come_through(summary: str, description: str, language: str) -> None:
    data = calendar(DAY._replace(summary=summary, description=description, language=language), NOW)
    for line in data.split(b"\r\n"):
        assert len(line) <= LONGEST
        assert b"\n" not in line
        assert b"\r" not in line
        line.decode("utf-8")
    found = [value for name, value in unfolded(data) if name.startswith("SUMMARY")]
    said = "\n".join(summary.encode("utf-8", "replace").decode().splitlines())
    kept = "".join(sign for sign in said if sign in "\t\n" or (ord(sign) > 31 and ord(sign) != 127))
    assert [plain(value) for value in found] == [kept]


@given(st.text(st.characters(exclude_characters="\r\n", codec="utf-8")))
def test_a_fold_is_between_characters(line: str) -> None:
    data = folded(line)
    assert data.endswith(b"\r\n")
    assert data[:-2].replace(b"\r\n ", b"").decode("utf-8") == line
    assert all(len(part) <= LONGEST for part in data.split(b"\r\n"))
