"""Sources and figures that are older than the map's review interval.

Records without a date do not age by themselves, but the map as a whole does.

"""

from __future__ import annotations

import datetime

from journeyeditor.insight.review_dates import months_between, months_later
from journeyeditor.model import Element, JourneyGraph
from journeyeditor.vocabulary import MapInfo, info_of


def date_of(record: Element) -> datetime.date | None:
    """The record's date, or None."""
    return record.date


def is_outdated(record: Element, info: MapInfo, today: datetime.date) -> bool:
    day = date_of(record)
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
    resting: dict[str, bool] = {}
    for id_ in old:
        for relation in graph.incoming(id_, "evidenced_by"):
            resting.setdefault(
                relation.source,
                all(
                    other.target in old for other in graph.outgoing(relation.source, "evidenced_by")
                ),
            )
    return frozenset(old | {id_ for id_, only in resting.items() if only})


def age(record: Element, today: datetime.date) -> int | None:
    """A record's age in whole months; None without a date or with a future one."""
    day = date_of(record)
    return months_between(day, today) if day is not None and day <= today else None
