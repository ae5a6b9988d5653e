"""Findings of the review, and those dismissed with a reason stored in the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from journeyeditor.i18n import Texts
from journeyeditor.values import format_duration, rounded_duration
from journeyeditor.vocabulary import Dismissal, MapInfo


class Percent(float):
    """A share of 1 that is formatted as a percentage."""


class Seconds(float):
    """A time that is formatted as a rounded duration."""


class Term(str):
    """An English word that is translated through the catalogues."""

    __slots__ = ()


Value: TypeAlias = str | int | float

#: From the most to the least severe.
SEVERITIES = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding.

    `severity` is "error" (the figures contradict each other), "warning" (something is missing) or
    "info" (worth a thought); `element` is an id, "" for the map as a whole. `text` is an English
    message id, or its singular with `plural` and a placeholder `count`; `topic` names the area in
    one word.
    """

    rule: str
    severity: str
    element: str
    topic: str
    text: str
    values: Mapping[str, Value] = field(default_factory=dict)
    plural: str = ""

    def message(self, texts: Texts) -> str:
        formatted = {name: _formatted(value, texts) for name, value in self.values.items()}
        if self.plural:
            count = self.values["count"]
            return texts.plural(self.text, self.plural, int(count)).format(**formatted)
        return texts(self.text).format(**formatted)


def _formatted(value: Value, texts: Texts) -> str:
    if isinstance(value, Percent):
        return texts.percent(value)
    if isinstance(value, Seconds):
        return format_duration(rounded_duration(value), texts)
    if isinstance(value, Term):
        return texts(value)
    if isinstance(value, str):
        return value if value.strip() else texts("Untitled")
    return texts.number(value)


class DismissedFinding(NamedTuple):
    """A dismissed finding and the reason."""

    finding: Finding
    reason: str


class SplitFindings(NamedTuple):
    """Open and dismissed findings, each in their original order."""

    open: list[Finding]
    aside: list[DismissedFinding]


def split_dismissed(findings: Iterable[Finding], info: MapInfo) -> SplitFindings:
    reasons = {(each.rule, each.element): each.reason for each in info.set_aside}
    split = SplitFindings([], [])
    for finding in findings:
        key = (finding.rule, finding.element)
        if key in reasons:
            split.aside.append(DismissedFinding(finding, reasons[key]))
        else:
            split.open.append(finding)
    return split


def with_dismissals(
    info: MapInfo, findings: Iterable[Finding], reason: str
) -> tuple[Dismissal, ...]:
    """The map's dismissals including these findings; a new reason replaces an old one."""
    new = {
        (r.rule, r.element): Dismissal(rule=r.rule, element=r.element, reason=reason)
        for r in findings
    }
    dismissals = [each for each in info.set_aside if (each.rule, each.element) not in new]
    return (*dismissals, *new.values())


def without_dismissals(info: MapInfo, findings: Iterable[Finding]) -> tuple[Dismissal, ...]:
    back = {(finding.rule, finding.element) for finding in findings}
    return tuple(each for each in info.set_aside if (each.rule, each.element) not in back)
