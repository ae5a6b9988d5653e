"""Remarks that somebody has looked at and set aside, with the reason, which the file keeps."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from journeyeditor.insight.review.finding import Finding
from journeyeditor.vocabulary import MapInfo, SetAside


class Aside(NamedTuple):
    """A remark that is set aside, and why."""

    remark: Finding
    reason: str


class Parted(NamedTuple):
    """The remarks that are open, and those that are set aside, each in the order they had."""

    open: list[Finding]
    aside: list[Aside]


def parted(remarks: Iterable[Finding], info: MapInfo) -> Parted:
    """Return the open remarks and those set aside on a map."""
    reasons = {(each.rule, each.element): each.reason for each in info.set_aside}
    found = Parted([], [])
    for remark in remarks:
        key = (remark.rule, remark.element)
        if key in reasons:
            found.aside.append(Aside(remark, reasons[key]))
        else:
            found.open.append(remark)
    return found


def with_aside(info: MapInfo, remarks: Iterable[Finding], reason: str) -> tuple[SetAside, ...]:
    """Return what is set aside on a map when these remarks are too; a new reason takes the old one's place."""
    new = {
        (r.rule, r.element): SetAside(rule=r.rule, element=r.element, reason=reason)
        for r in remarks
    }
    kept = [each for each in info.set_aside if (each.rule, each.element) not in new]
    return (*kept, *new.values())


def without_aside(info: MapInfo, remarks: Iterable[Finding]) -> tuple[SetAside, ...]:
    """Return what stays set aside on a map when these remarks are brought back."""
    back = {(remark.rule, remark.element) for remark in remarks}
    return tuple(each for each in info.set_aside if (each.rule, each.element) not in back)
