"""Tables with a row for each case and a column of times for each activity, read as events.

Every column but one holds timestamps or nothing; the other one is the case.
"""

from __future__ import annotations

from collections.abc import Sequence

from journeyeditor.events.database import Database, literal
from journeyeditor.events.sources.source import Column, Source
from journeyeditor.events.timestamps import may_hold_times, reading

#: With fewer columns of times, or more, a table is something else.
MIN_MILESTONES, MAX_MILESTONES = 2, 100
_NAMES = ("Activity", "Time")


def as_events(database: Database, source: Source, chosen: Sequence[str] = ()) -> Source:
    """The events of a table of milestones; a source of another shape as it is.

    So is one of whose columns more than the case is among those `chosen`.
    """
    if source.is_folder or sum(name in source.columns for name in set(chosen)) > 1:
        return source
    case, milestones = _milestones(database, source)
    if case is None:
        return source
    pairs = ", ".join(
        f"struct_pack(activity := {literal(each.name)}, time := ({each.expression})::varchar)"
        for each in milestones
    )
    rows = f"select {case.expression} as id, unnest([{pairs}]) as milestone, row_number() over () as row"
    filled = "where trim(milestone.time) <> ''"
    activity, time = (name if name != case.name else f"{name} (2)" for name in _NAMES)
    names = [case.name, *(each.name for each in milestones)]
    return Source(
        [
            Column(case.name, case.type, "id"),
            Column(activity, "VARCHAR", "milestone.activity"),
            Column(time, "VARCHAR", "milestone.time"),
        ],
        f"(select * from ({rows} from {source.relation}) {filled})",
        sample=f"(select * from ({rows} from {source.sample}) {filled})",
        first_row=source.first_row,
        row="row",
        prepare=lambda _: source.prepare(names),
        rejected=source.rejected,
    )


def _milestones(database: Database, source: Source) -> tuple[Column | None, list[Column]]:
    """The column of the case, and those of the activities; None for another table."""
    if not MIN_MILESTONES < len(source.columns) <= MAX_MILESTONES + 1:
        return None, []
    samples = source.samples(database)
    cases, milestones = [], []
    for name, column in source.columns.items():
        values = [value for value in samples[name] if value.strip()]
        if not values:
            continue
        found = reading(database, column.expression, column.type, values)
        if may_hold_times(column.type) and found.share == 1.0 and not found.is_counted:
            milestones.append(column)
        else:
            cases.append(column)
            if len(cases) > 1:
                return None, []
    is_wide = len(cases) == 1 and len(milestones) >= MIN_MILESTONES
    return (cases[0], milestones) if is_wide else (None, [])
