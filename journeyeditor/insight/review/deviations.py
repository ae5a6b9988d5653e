"""Where customers departed from the map, as an event log told (docs/domain.md, Measuring)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from journeyeditor.i18n import N_
from journeyeditor.insight.review.findings import Finding, Percent, Seconds
from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import Deviation, info_of


def _finding(rule: str, text: str) -> tuple[str, str]:
    return rule, text


#: Kind of a deviation → its rule and its sentence.
SENTENCES: Mapping[str, tuple[str, str]] = {
    "untaken": _finding("never-taken", N_("No journey comes to “{moment}”.")),
    "missing": _finding(
        "not-on-map", N_("{count} journeys come to “{moment}”, which the map lacks.")
    ),
    "order": _finding(
        "other-order",
        N_("Customers go {count} times from “{moment}” to “{next}”, which the map does not allow."),
    ),
    "repeated": _finding("repeated-moment", N_("“{moment}” is repeated {count} times.")),
    "end": _finding("early-end", N_("{share} of the journeys that come to “{moment}” end there.")),
    "wait": _finding("long-wait", N_("{time} pass between “{moment}” and “{next}”.")),
    "longer": _finding(
        "longer-than-said",
        N_("{time} pass between “{moment}” and “{next}”; the map says {expected}."),
    ),
}


def findings(graph: JourneyGraph) -> Iterator[Finding]:
    """The deviations that the last measurement found; those about removed elements are past."""
    for deviation in info_of(graph).measured.deviations:
        is_there = [graph.has_element(id_) for id_ in (deviation.source, deviation.target) if id_]
        if all(is_there) or deviation.kind == "missing":
            yield finding_of(graph, deviation)


def finding_of(graph: JourneyGraph, deviation: Deviation) -> Finding:
    rule, text = SENTENCES[deviation.kind]
    return Finding(
        rule,
        "warning",
        deviation.source if graph.has_element(deviation.source) else "",
        N_("Measured"),
        text,
        {
            "moment": _title(graph, deviation.source),
            "next": _title(graph, deviation.target),
            "count": deviation.count,
            "share": Percent(deviation.share),
            "time": Seconds(deviation.seconds),
            "expected": Seconds(deviation.expected),
        },
    )


def _title(graph: JourneyGraph, id_: str) -> str:
    return graph.element(id_).title if graph.has_element(id_) else id_
