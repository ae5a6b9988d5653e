"""The cases of a log on a map, read for a replay: the moments they come to and when, without their names."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from itertools import groupby
from operator import itemgetter

from journeyeditor.events.discovery import MIN_CASES
from journeyeditor.events.errors import EventLogError
from journeyeditor.events.log import EventLog
from journeyeditor.events.measures import shown_groups
from journeyeditor.i18n import N_
from journeyeditor.insight.replay.traces import MAX_CASES, MAX_VISITS, Traces
from journeyeditor.model import JourneyGraph

#: The table of the events on the map.
_TABLE = "replayed"
#: No more visits of all cases together are read.
_MAX_VISITS = 400_000
_CASES = "select count(*), min(time) from {steps} where position = 1"
#: The same cases each time: hashes of their numbers are no order that means anything.
_SAMPLED = (
    "select case_id from {steps} where position = 1 order by hash(case_id), case_id limit {most}"
)
_SEGMENTS = """
select segment, count(*) from (
  select case_id, arg_min(segment, position) as segment from {steps}
  where segment is not null group by case_id
) group by segment
"""
_VISITS = """
select case_id, code, time, {segment}
from {steps} where position <= {visits} and case_id in ({sampled}) order by case_id, position
"""
_EPOCH = datetime.datetime(1970, 1, 1)


def traces(
    log: EventLog, graph: JourneyGraph, mapping: Mapping[str, str], most: int = MAX_CASES
) -> Traces:
    """Read the cases of a log that come to moments of a map, a sample of more than `most`.

    `mapping` says which moment each activity is, by its id. A case is completed if it ends in the
    last stage. Raises EventLogError, also for so few cases that they could be recognized.
    """
    walked = log.grouped({name: id_ for name, id_ in mapping.items() if id_}, _TABLE)

    def query(text: str, **parts: object) -> str:
        return text.format(steps=walked.table, **parts)

    total, origin = log.database.rows(query(_CASES))[0]
    if 0 < total < MIN_CASES:
        raise EventLogError(
            N_(
                "{count} journeys of the log come to the map. Fewer than {least} are not shown, because they could reveal who the customers are."
            ),
            count=total,
            least=MIN_CASES,
        )
    most = min(most, max(total * _MAX_VISITS // max(walked.events, 1), 1))
    stages = graph.stages()
    last = stages[-1].id if stages else None
    closing = [graph.element(id_).stage == last for id_ in walked.activities]
    has_segments = "segment" in walked.extras
    segment = "segment" if has_segments else "null"
    sizes = dict(log.database.rows(query(_SEGMENTS))) if has_segments else {}
    others = total - sum(sizes.values())
    segments = tuple(sorted(shown_groups({**sizes, "": others}, MIN_CASES)))
    rows = log.database.rows(
        query(_VISITS, segment=segment, visits=MAX_VISITS, sampled=query(_SAMPLED, most=most))
    )
    group_of = {name: number for number, name in enumerate(segments)}
    beginning = _EPOCH + datetime.timedelta(microseconds=origin or 0)
    found = Traces(walked.activities, segments, total, beginning, MIN_CASES)
    for _, visits in groupby(rows, itemgetter(0)):
        case = [(code, (time - origin) / 1e6, name) for _, code, time, name in visits]
        group = next((group_of.get(name, -1) for _, _, name in case if name is not None), -1)
        found.add([visit[:2] for visit in case], group, is_completed=closing[case[-1][0]])
    return found
