"""Timestamps as people and programs write them, as expressions of SQL.

A format is recognized by trying it on samples, with the same expression that later reads the column.
Results are microseconds since 1970 in UTC; times without a zone count as UTC.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from journeyeditor.events.database import Queries, literal

_CLOCKS = ("", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f", " %I:%M %p", " %I:%M:%S %p")
#: Types of columns that hold points in time.
_TEMPORAL = re.compile(r"^(TIMESTAMP|DATE\b|DATETIME)")
_NUMERIC = re.compile(r"^U?(TINY|SMALL|BIG|HUGE)?INT|^(INTEGER|UINTEGER|DOUBLE|FLOAT|DECIMAL)")


class TimeFormat(NamedTuple):
    """A way to write timestamps: a name that people recognize, and the expression that reads it.

    `read` takes the SQL expressions of the text and of the normalized text.
    """

    name: str
    read: Callable[[str, str], str]


def _iso(text: str, _: str) -> str:
    point = f"replace({text}, ',', '.')"
    return (
        rf"case when regexp_matches({text}, '^\s*\d{{4}}-\d') "
        f"then epoch_us(try_cast({point} as timestamptz)) end"
    )


def _epoch(digits: str, factor: str) -> Callable[[str, str], str]:
    """Numbers with so many digits before the decimals; `factor` makes them microseconds."""

    def read(text: str, _: str) -> str:
        number = f"try_cast(replace({text}, ',', '.') as decimal(38,9))"
        return (
            rf"case when regexp_full_match({text}, '\s*\d{digits}([.,]\d+)?\s*') "
            f"then try_cast(round({number} * {factor}) as bigint) end"
        )

    return read


def _days(text: str, _: str) -> str:
    """Days since the end of 1899 with decimals, from 1954 to 2064: dates of spreadsheets as numbers."""
    number = f"try_cast(replace({text}, ',', '.') as decimal(38,9))"
    return (
        rf"case when regexp_full_match({text}, '\s*[2-5]\d{{4}}([.,]\d+)?\s*') "
        f"then try_cast(round(({number} - 25569) * 86400) as bigint) * 1000000 end"
    )


def _dates(*dates: str, shape: str) -> Callable[[str, str], str]:
    """Dates in the notation of strptime, with or without clock and zone.

    `shape` is a pattern that the text must begin with.
    """
    zoned = [f"{date}{clock} %z" for date in dates for clock in _CLOCKS[1:]]
    plain = [f"{date}{clock}" for date in dates for clock in _CLOCKS]

    def read(text: str, normalized: str) -> str:
        values = ", ".join(
            f"epoch_us(try_strptime({normalized}, [{', '.join(map(literal, formats))}]))"
            for formats in (zoned, plain)
        )
        return f"case when regexp_matches({text}, '{shape}') then coalesce({values}) end"

    return read


#: Normalizes timestamps of many origins: patterns and replacements, in this order.
_NORMALIZATION = (
    (r"^\p{L}+\.?,? +(\d{1,2}(?:\.? +\p{L}|[./-]\d))", r"\1"),  # the day of the week
    (r"^\p{L}+\.?,? +(\p{L}+ +\d)", r"\1"),
    (r"(\d)(st|[nr]d|th|:[ae])\b", r"\1"),  # ordinals
    (r"(\p{L}{3})\p{L}*\.?", r"\1"),  # months by their first three letters, which differ little:
    (r"(?i)\bokt\b", "Oct"),
    (r"(?i)\bma[ij]\b", "May"),
    (r"(?i)\bdes\b|\bdez\b", "Dec"),
    (r"(?i)\bmär\b", "Mar"),
    (r"(\d)\. (\p{L})", r"\1 \2"),
    (r"(\p{L}{3})[.,]? +(\d{1,2}),? +(\d{4})", r"\1 \2 \3"),
    (r"(?i)(?:,? +(?:kl\.?|at|klo)? *|T)(\d{1,2})[.:](\d{2})", r" \1:\2"),
    (r"(?i)^(\d{2}/\p{L}{3}/\d{4}):(\d)", r"\1 \2"),  # logs of web servers
    (r"( \d{1,2}:\d{2})\.(\d{2})\b", r"\1:\2"),
    (r"(:\d{2}),(\d+)", r"\1.\2"),
    (r"(?i)([:.]\d+) ?(?:Z|UTC|GMT)$", r"\1 +00:00"),
    (r"([:.]\d+) ?([+-]\d{2}):?(\d{2})$", r"\1 \2:\3"),
)


def _normalized(text: str) -> str:
    expression = f"trim({text})"
    for pattern, replacement in _NORMALIZATION:
        expression = (
            f"regexp_replace({expression}, {literal(pattern)}, {literal(replacement)}, 'g')"
        )
    return expression


_DIGITS = r"^\s*\d"
#: What a value with a time of day has.
_CLOCK = re.compile(r"\d:\d\d|[\s,].*\d\.\d\d|T\d|\d [AaPp][Mm]|^\s*\d{12}")
_TIME_OF_DAY = re.compile(
    r"^\s*(kl\.?|klo|at)? *\d{1,2}[:.]\d\d([:.]\d\d([.,]\d+)?)?( ?[AaPp][Mm])?( ?Uhr)?\s*$"
)
#: The formats that differ in which of day and month is first.
MONTH_FIRST = {
    "DD/MM/YYYY": "MM/DD/YYYY",
    "DD/MM/YY": "MM/DD/YY",
    "DD-MM-YYYY": "MM-DD-YYYY",
}
#: Rows by whose order it is decided.
ORDERED_ROWS = 100_000
#: The formats in the order in which they are preferred; where the day's place is open, it is first.
FORMATS = (
    TimeFormat("ISO 8601", _iso),
    TimeFormat("seconds since 1970", _epoch("{9,11}", "1000000")),
    TimeFormat("milliseconds since 1970", _epoch("{12,13}", "1000")),
    TimeFormat("microseconds since 1970", _epoch("{15,17}", "1")),
    TimeFormat("nanoseconds since 1970", _epoch("{18,20}", "0.001")),
    TimeFormat("days since 1900", _days),
    TimeFormat("DD.MM.YY", _dates("%d.%m.%y", shape=r"^\s*\d{1,2}\.\d{1,2}\.\d\d\b")),
    TimeFormat("DD.MM.YYYY", _dates("%d.%m.%Y", shape=r"^\s*\d{1,2}\.\d{1,2}\.\d{4}")),
    TimeFormat(
        "MM/DD/YYYY",
        _dates("%m/%d/%Y", shape=r"(?i)^\s*\d{1,2}/\d{1,2}/\d{4}.*\d ?[ap]m"),
    ),
    TimeFormat("DD/MM/YYYY", _dates("%d/%m/%Y", shape=r"^\s*\d{1,2}/\d{1,2}/\d{4}")),
    TimeFormat("MM/DD/YYYY", _dates("%m/%d/%Y", shape=r"^\s*\d{1,2}/\d{1,2}/\d{4}")),
    TimeFormat("DD/MM/YY", _dates("%d/%m/%y", shape=r"^\s*\d{1,2}/\d{1,2}/\d\d\b")),
    TimeFormat("MM/DD/YY", _dates("%m/%d/%y", shape=r"^\s*\d{1,2}/\d{1,2}/\d\d\b")),
    TimeFormat("DD-MM-YYYY", _dates("%d-%m-%Y", shape=r"^\s*\d{1,2}-\d{1,2}-\d{4}")),
    TimeFormat("MM-DD-YYYY", _dates("%m-%d-%Y", shape=r"^\s*\d{1,2}-\d{1,2}-\d{4}")),
    TimeFormat("YYYY/MM/DD", _dates("%Y/%m/%d", "%Y.%m.%d", shape=r"^\s*\d{4}[/.]\d")),
    TimeFormat(
        "YYYYMMDD",
        _dates("%Y%m%d", "%Y%m%d %H%M%S", "%Y%m%dT%H%M%S", "%Y%m%d%H%M%S", shape=r"^\s*\d{8}"),
    ),
    TimeFormat("YYYY-MM-DD", _dates("%Y-%m-%d", shape=r"^\s*\d{4}-\d")),
    TimeFormat("YYYYMMDDThhmmssZ", lambda text, _: _compact(text)),
    TimeFormat(
        "1 January 2026",
        _dates("%d %b %Y", "%b %d %Y", "%d-%b-%Y", "%d/%b/%Y", "%d %b %y", shape=r"\p{L}{3}"),
    ),
)


def _compact(text: str) -> str:
    basic = rf"regexp_replace(trim({text}), '[.,]\d+', '')"
    formats = "['%Y%m%dT%H%M%SZ', '%Y%m%dT%H%M%S']"
    return rf"case when regexp_matches({text}, '^\s*\d{{8}}T\d') then epoch_us(try_strptime({basic}, {formats})) end"


class Reading(NamedTuple):
    """How a column of timestamps is read.

    `name` is its format, `expression` makes microseconds of it in SQL, and `share` (0..1) of the
    samples can be read. `is_open`: day or month could be first. `is_counted`: the timestamps are
    plain numbers, which could mean something else. `has_clock`: there are times of day.
    """

    name: str
    expression: str
    share: float
    is_open: bool = False
    is_counted: bool = False
    has_clock: bool = True


#: The reading of a column that holds no timestamps.
NO_TIMES = Reading("", "null::bigint", 0.0)


def reading(
    database: Queries,
    expression: str,
    type_: str,
    samples: Sequence[str],
    *,
    is_month_first: bool = False,
) -> Reading:
    """How to read a column of a type as timestamps; the share is 0 if it holds none.

    `samples` are some of its values as text. Where day and month could each be first, the day is,
    unless `is_month_first`.
    """
    if _TEMPORAL.match(type_):
        point = f"{expression}::timestamptz" if "TIME ZONE" in type_ else f"{expression}::timestamp"
        return Reading(type_.lower(), f"epoch_us({point})", 1.0, has_clock=type_ != "DATE")
    values = [value for value in samples if value.strip()]
    if not values or not any(character.isdigit() for value in values for character in value):
        return NO_TIMES
    results = _tried(database, values)
    counts = [sum(row[i] for row in results) for i in range(len(FORMATS))]

    def rank(i: int) -> tuple[int, bool, int]:
        return -counts[i], is_month_first and FORMATS[i].name in MONTH_FIRST, i

    order = sorted(range(len(FORMATS)), key=rank)
    if not any(row[order[0]] for row in results):
        return NO_TIMES
    chosen, missing = [order[0]], [row for row in results if not row[order[0]]]
    for each in order[1:]:
        if any(row[each] for row in missing):
            chosen.append(each)
            missing = [row for row in missing if not row[each]]
    text = f"{expression}::varchar" if type_ != "VARCHAR" else expression
    expressions = [FORMATS[each].read(text, _normalized(text)) for each in chosen]
    whole = f"coalesce({', '.join(expressions)})" if len(expressions) > 1 else expressions[0]
    name = FORMATS[order[0]].name
    twins = [counts[i] for i, each in enumerate(FORMATS) if each.name == MONTH_FIRST.get(name)]
    return Reading(
        name,
        whole,
        1 - len(missing) / len(values),
        max(twins, default=0) == counts[order[0]],
        "since" in name,
        "since" in name or any(_CLOCK.search(value) for value in values),
    )


def month_is_first(database: Queries, relation: str, expression: str) -> bool:
    """Whether the month is first in a whole column of dates, whose first values leave it open.

    A number above 12 is a day. If there is none in either place, the order of the rows decides, as
    logs are written in the order of time: that which leads back in time less often.
    """
    numbers = ", ".join(
        f"try_cast(regexp_extract({expression}, '^\\s*(\\d{{1,2}})[./-](\\d{{1,2}})', {i}) as integer)"
        f" as {name}"
        for i, name in ((1, "first"), (2, "second"))
    )
    rest = rf"try_cast(regexp_extract({expression}, '^\s*\d{{1,2}}[./-]\d{{1,2}}[./-](\d+)', 1) as integer)"
    found = f"select {numbers}, {rest} as year from {relation}"
    ((days, months),) = database.rows(
        f"select count(*) filter (where first > 12), count(*) filter (where second > 12) from ({found})"
    )
    if days or months:
        return bool(months > days)
    by_day, by_month = "year * 400 + second * 32 + first", "year * 400 + first * 32 + second"
    backwards = ", ".join(
        f"count(*) filter (where {each} < before_{i})" for i, each in enumerate((by_day, by_month))
    )
    before = ", ".join(
        f"lag({each}) over () as before_{i}" for i, each in enumerate((by_day, by_month))
    )
    ((of_days, of_months),) = database.rows(
        f"select {backwards} from (select *, {before} from ({found} limit {ORDERED_ROWS}))"
    )
    return bool(of_months < of_days)


def _tried(database: Queries, values: Sequence[str]) -> list[tuple[bool, ...]]:
    """Which formats read which values."""
    columns = ", ".join(f"({each.read('value', 'normalized')}) is not null" for each in FORMATS)
    distinct = list(dict.fromkeys(values))
    texts = f"select value, {_normalized('value')} as normalized from (select unnest(?) as value)"
    rows = database.rows(
        f"with texts as materialized ({texts}) select {columns} from texts", [distinct]
    )
    found = dict(zip(distinct, rows, strict=True))
    return [found[value] for value in values]


def is_clock(value: str) -> bool:
    """Whether a value is a time of day without a day."""
    return bool(_TIME_OF_DAY.match(value))


def may_hold_times(type_: str) -> bool:
    """Whether a column of a type can hold timestamps."""
    return type_ == "VARCHAR" or bool(_TEMPORAL.match(type_) or _NUMERIC.match(type_))
