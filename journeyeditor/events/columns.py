"""Which columns of an event log hold the case, the activity and the time.

`guess` knows the names that programs and people use in English, Swedish, Norwegian, Danish, German and
Finnish; the user can choose others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from journeyeditor.events.database import Database, Queries
from journeyeditor.events.errors import EventLogError
from journeyeditor.events.sources.source import Column, Source
from journeyeditor.events.timestamps import (
    NO_TIMES,
    Reading,
    is_clock,
    may_hold_times,
    month_is_first,
    reading,
)
from journeyeditor.i18n import N_

#: At least so many of the values of a column are timestamps, or it holds something else.
MIN_SHARE = 0.5
#: Which of several columns that a pattern names comes first: the earlier pattern.
_CASE = (
    r"^case:concept:name$",
    r"^case([ _.-]?(id|nr|no|key|number))?$|^(sak|sag|ärende|fall|vorgang|tapaus)s?([ _.-]?(id|nr|nummer))?$",
    r"^user_pseudo_id$|^(trace|process|instance)([ _.-]?id)?$",
    r"^(customer|client|kund|kunde|asiakas|member|medlem|subscriber|account|konto)s?([ _.-]?(id|nr|no|nummer|number|key|numero))?$",
    r"^(user|visitor|bruger|bruker|användar|besökar|benutzer|nutzer|käyttäjä|kävijä|client|person|lead|patient|device)(e|s|en)?([ _.-]?(pseudo)?[ _.-]?(id|nr|no|nummer|number|key|tunnus))?$",
    r"^(session|besök|besøg|visit|sitzung|istunto|order|ordre|beställning|bestilling|bestellung|tilaus|ticket|journey|booking|incident)(s)?([ _.-]?(id|nr|no|nummer|number|key))?$",
    r"(case|customer|kund|user|visitor|session|order|ordre)",
    r"^id$|[ _.-]id$",
)
_ACTIVITY = (
    r"^concept:name$",
    r"^(activity|aktivitet|aktivität|aktiviteetti|tätigkeit)([ _.-]?(name|namn|navn))?$",
    r"^(event|händelse|hendelse|hændelse|ereignis|tapahtuma)[ _.-]?(name|namn|navn)?$",
    r"^(event|activity)[ _.-]?(type|action)$|^(touchpoint|touchpoints|beröringspunkt|kontaktpunkt|kosketuspiste)$",
    r"^(action|step|steg|trin|trinn|schritt|vaihe|task|handling|status|state)([ _.-]?(name|namn|navn))?$",
    r"^(page|sida|side|seite|sivu|screen)([ _.-]?(name|title|path|location|url))?$|^url$|^path$",
    r"(event|activity|aktivitet|händelse|hendelse|hændelse)",
)
_TIME = (
    r"^time:timestamp$",
    r"^(event[ _.-]?)?(time[ _.-]?stamp|tidsstämpel|tidsstempel|zeitstempel|aikaleima)$",
    r"^(event|activity)?[ _.-]?(time|datetime|date[ _.-]?time)$|^(tid|tidpunkt|tidspunkt|zeitpunkt|ajankohta|aika)$",
    r"^(complete|end|completed|finish)[ _.-]?(time|timestamp|date|at)?$",
    r"^(created|occurred|happened|logged|recorded|start(ed)?)[ _.-]?(at|on|time|timestamp|date)?$|^ts$",
    r"^(event[ _.-]?)?(date|datum|dato|dag|päivä|päivämäärä)$",
    r"(timestamp|time|tid|date|dato|datum|zeit|aika)",
)
_CLOCK = (r"(time|tid|klock|klokke|uhr|zeit|kello|aika)",)
_LIFECYCLE = (r"^lifecycle:transition$", r"^(lifecycle|transition)$")
_CHANNEL = (
    r"^(channel|kanal|kanava)$",
    r"(channel|kanal|kanava)",
    r"^(medium|source|platform|platt?form)$",
)
_DEVICE = (
    r"^device\.category$",
    r"^(device|enhet|enhed|gerät|laite)([ _.-]?(type|category|typ))?$",
)
_SEGMENT = (
    r"^(segment|segmentti|persona|customer[ _.-]?(type|segment|group)|kund(e)?(typ|type|segment|grupp|gruppe)|kundengruppe)$",
    r"(segment|persona)",
)


class Columns(NamedTuple):
    """The names of the columns; "" or none for what the log does not have.

    Several columns together are the case where one alone is not unique, such as that of a session.
    `clock` is the time of day where `time` has only days. `without` are the optional fields for which
    no column is guessed either.
    """

    case: tuple[str, ...] = ()
    activity: str = ""
    time: str = ""
    clock: str = ""
    lifecycle: str = ""
    channel: str = ""
    device: str = ""
    segment: str = ""
    without: frozenset[str] = frozenset()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all columns there are."""
        return tuple(name for name in (*self.case, *self[1:8]) if name)


#: What not every log has.
OPTIONAL = ("clock", "lifecycle", "channel", "device", "segment")
#: No column is chosen: all are guessed.
GUESSED = Columns()


class Layout(NamedTuple):
    """The columns of a log, how its time is read, and the first values of every column."""

    columns: Columns
    time: Reading
    samples: Mapping[str, Sequence[str]]


def layout(
    database: Queries,
    source: Source,
    chosen: Columns = GUESSED,
    remembered: Columns = GUESSED,
) -> Layout:
    """The columns chosen, else those remembered of an earlier log, else the most likely ones.

    Raises EventLogError if a chosen column does not exist, or none is likely.
    """
    names = list(source.columns)
    require(source, chosen.names)
    found = guess(database, source, chosen, remembered)
    columns = found.columns
    for is_found, sentence in (
        (columns.case, N_("No column looks like the case. Choose one of {columns}.")),
        (columns.activity, N_("No column looks like the activity. Choose one of {columns}.")),
        (columns.time, N_("No column looks like the time. Choose one of {columns}.")),
    ):
        if not is_found:
            raise EventLogError(sentence, columns=_listed(names))
    return found


def require(source: Source, names: Iterable[str]) -> None:
    """Raises EventLogError for the first named column that does not exist; "" names none."""
    for name in names:
        if name and name not in source.columns:
            raise EventLogError(
                N_("There is no column “{name}”; the log has {columns}."),
                name=name,
                columns=_listed(list(source.columns)),
            )


def guess(
    database: Queries,
    source: Source,
    chosen: Columns = GUESSED,
    remembered: Columns = GUESSED,
) -> Layout:
    """The columns like `layout`, "" for those that no column looks like."""
    samples = source.samples(database)
    names = list(source.columns)
    chosen = _completed(chosen, remembered, names)
    time, how = _time(database, source, samples, chosen.time)
    clock = chosen.clock
    is_wanted = not how.has_clock and "clock" not in chosen.without
    if time and not clock and is_wanted and isinstance(database, Database):
        clock = _clock(source, samples, time)
    if time and clock:
        how = _joined(database, source, samples, (time, clock))
    activity = chosen.activity or _named(_ACTIVITY, names, samples, {time, *chosen.case})
    case = chosen.case
    if not case:
        found = _named(_CASE, names, samples, {time, activity})
        found = found or _repeated(names, samples, {time, activity})
        case = (found,) if found else ()
    activity = activity or _repeated(names, samples, {time, *case})
    taken = {time, clock, activity, *case}
    patterns = (_LIFECYCLE, _CHANNEL, _DEVICE, _SEGMENT)
    others: dict[str, Any] = {
        field: getattr(chosen, field)
        or ("" if field in chosen.without else _named(pattern, names, samples, taken))
        for field, pattern in zip(OPTIONAL[1:], patterns, strict=True)
    }
    return Layout(Columns(case, activity, time, clock, **others), how, samples)


def _completed(chosen: Columns, remembered: Columns, names: Sequence[str]) -> Columns:
    """The chosen columns with those remembered that the log has."""
    case = remembered.case if all(name in names for name in remembered.case) else ()
    others: dict[str, Any] = {
        field: own or (known if known in names else "")
        for field, own, known in zip(
            Columns._fields[1:8], chosen[1:8], remembered[1:8], strict=True
        )
    }
    without = chosen.without | {each for each in remembered.without if not others[each]}
    return Columns(chosen.case or case, **others, without=without)


def _time(
    database: Queries, source: Source, samples: Mapping[str, Sequence[str]], chosen: str
) -> tuple[str, Reading]:
    """The column of the time, and how to read it; ("", …) if there is none."""

    def how(name: str) -> Reading:
        column = source.columns[name]
        if not may_hold_times(column.type):
            return NO_TIMES
        return _reading(database, source, column, samples[name])

    if chosen:
        return chosen, how(chosen)
    constant: list[tuple[str, Reading]] = []
    for name in sorted(source.columns, key=lambda name: _place(_TIME, name)):
        found = how(name)
        is_named = _place(_TIME, name) < len(_TIME)
        if found.share >= MIN_SHARE and (is_named or not found.is_counted):
            has_clock_beside = not found.has_clock and bool(_clock(source, samples, name))
            if has_clock_beside or _varies(database, source, name, samples[name]):
                return name, found
            constant.append((name, found))
    return constant[0] if constant else ("", NO_TIMES)


def _varies(database: Queries, source: Source, name: str, samples: Sequence[str]) -> bool:
    """Whether a column has several values; that of the export's own date has one."""
    if len(set(samples)) > 1:
        return True
    source.prepare([name])
    value = source.columns[name].expression
    rows = database.rows(f"select distinct {value} from {source.sample} limit 2")
    return len(rows) > 1


def _reading(database: Queries, source: Source, column: Column, samples: Sequence[str]) -> Reading:
    """How to read a column; the whole of it decides whether day or month is first."""
    found = reading(database, column.expression, column.type, samples)
    if not found.is_open:
        return found
    source.prepare([column.name])
    is_month_first = month_is_first(database, source.sample, column.expression)
    return reading(database, column.expression, column.type, samples, is_month_first=is_month_first)


def _clock(source: Source, samples: Mapping[str, Sequence[str]], time: str) -> str:
    """The column that has the time of day beside one of days, "" if there is none."""
    for name in sorted(source.columns, key=lambda name: _place(_CLOCK, name)):
        values = [value for value in samples[name] if value.strip()]
        is_likely = _place(_CLOCK, name) < len(_CLOCK) or any(":" in value for value in values)
        if name != time and is_likely and values and all(map(is_clock, values)):
            return name
    return ""


def _joined(
    database: Queries,
    source: Source,
    samples: Mapping[str, Sequence[str]],
    names: tuple[str, str],
) -> Reading:
    """How to read a column of days and one of times of day together."""
    day, clock = (f"coalesce(({source.columns[name].expression})::varchar, '')" for name in names)
    column = Column(names[0], "VARCHAR", f"trim({day} || ' ' || {clock})")
    values = [f"{one} {other}".strip() for one, other in zip(*map(samples.get, names), strict=True)]
    return _reading(database, source, column, values)


def _named(
    patterns: Sequence[str],
    names: Sequence[str],
    samples: Mapping[str, Sequence[str]],
    taken: set[str],
) -> str:
    """The column that the earliest pattern names and that is not empty; "" for none."""
    fits = [
        (_place(patterns, name), i)
        for i, name in enumerate(names)
        if name not in taken and any(samples[name])
    ]
    place, i = min(fits, default=(len(patterns), -1))
    return names[i] if place < len(patterns) else ""


def _place(patterns: Sequence[str], name: str) -> int:
    """Which pattern names a column first; their number if none does."""
    plain = name.strip().casefold()
    matching = (i for i, pattern in enumerate(patterns) if re.search(pattern, plain))
    return next(matching, len(patterns))


def _repeated(names: Sequence[str], samples: Mapping[str, Sequence[str]], taken: set[str]) -> str:
    """The first column whose values recur, as cases and activities do; "" for none."""
    for name in names:
        values = [value for value in samples[name] if value]
        if name not in taken and values and 1 < len(set(values)) < len(values):
            return name
    return ""


def _listed(names: Sequence[str], most: int = 20) -> str:
    return ", ".join(names[:most]) + ("…" if len(names) > most else "")
