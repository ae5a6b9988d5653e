"""Remarks that somebody has looked at and set aside, with the reason, which the file keeps."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from journeyeditor.insight.review.finding import Finding
from journeyeditor.vocabulary import Dismissal, MapInfo


class DismissedFinding(NamedTuple):
    """A remark that is set aside, and why."""

    finding: Finding
    reason: str


class SplitFindings(NamedTuple):
    """The remarks that are open, and those that are set aside, each in the order they had."""

    open: list[Finding]
    aside: list[DismissedFinding]


def split_dismissed(findings: Iterable[Finding], info: MapInfo) -> SplitFindings:
    """Return the open remarks and those set aside on a map."""
    reasons = {(each.rule, each.element): each.reason for each in info.set_aside}
    found = SplitFindings([], [])
    for finding in findings:
        key = (finding.rule, finding.element)
        if key in reasons:
            found.aside.append(DismissedFinding(finding, reasons[key]))
        else:
            found.open.append(finding)
    return found


def with_dismissals(
    info: MapInfo, findings: Iterable[Finding], reason: str
) -> tuple[Dismissal, ...]:
    """Return what is set aside on a map when these remarks are too; a new reason takes the old one's place."""
    new = {
        (r.rule, r.element): Dismissal(rule=r.rule, element=r.element, reason=reason)
        for r in findings
    }
    kept = [each for each in info.set_aside if (each.rule, each.element) not in new]
    return (*kept, *new.values())


def without_dismissals(info: MapInfo, findings: Iterable[Finding]) -> tuple[Dismissal, ...]:
    """Return what stays set aside on a map when these remarks are brought back."""
    back = {(finding.rule, finding.element) for finding in findings}
    return tuple(each for each in info.set_aside if (each.rule, each.element) not in back)
