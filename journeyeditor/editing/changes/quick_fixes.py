"""Quick fixes of the review's findings: a change of the map, or the field to fill in.

A fix never guesses what only people know: it adds the record to write in, takes over a
figure that the map has already, or leads to the empty field.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeAlias

from journeyeditor.editing.changes import placing, stages
from journeyeditor.editing.changes.draft import Draft
from journeyeditor.editing.changes.placing import DropTarget
from journeyeditor.editing.changes.relations import anchor_of, column_stage_of
from journeyeditor.i18n import N_
from journeyeditor.insight.funnel import funnel
from journeyeditor.insight.review import Finding
from journeyeditor.model import MAP_ID, Change, JourneyGraph, RecordId
from journeyeditor.vocabulary import Follows, info_of

#: Writes a fix into a draft and returns the element to select, "" for none.
FixFunction: TypeAlias = Callable[[Draft, Finding, datetime.date], RecordId]


class QuickFix(NamedTuple):
    """What can be done about a finding: its label, and the change, or the field to fill in."""

    label: str
    apply: FixFunction | None = None
    field: str = ""


class FixResult(NamedTuple):
    """A fix worked out: the change, the element to select, and its field ("" for none)."""

    change: Change
    focus: RecordId
    field: str = ""


def quick_fix_for(graph: JourneyGraph, finding: Finding) -> QuickFix | None:
    """Return the quick fix of a finding, None where only people can decide."""
    if finding.rule == "emotion-gap" and graph.has_element(finding.element):
        kind = graph.element(finding.element).kind
        return QUICK_FIXES["emotion-gap" if kind == "stage" else "emotion-without-score"]
    if finding.rule == "funnel-mismatch" and float(finding.values.get("computed", 0)) > 1:
        return QUICK_FIXES["funnel-rising"]  # no rate says that more go on than came
    return QUICK_FIXES.get(finding.rule)


def fix_result(graph: JourneyGraph, finding: Finding, today: datetime.date) -> FixResult | None:
    """Return a finding's fix worked out, None where there is none or nothing left to fix."""
    fix = quick_fix_for(graph, finding)
    is_there = not finding.element or graph.has_element(finding.element)
    if fix is None or not is_there:
        return None
    if fix.apply is None:
        return FixResult(Change(), finding.element, fix.field)
    draft = Draft(graph)
    focus = fix.apply(draft, finding, today)
    return FixResult(draft.change(), focus)


def _counted_rate(draft: Draft, finding: Finding, _: datetime.date) -> RecordId:
    info = info_of(draft.graph)
    for row in funnel(draft.graph):
        if row.stage.id == finding.element and row.computed is not None:
            plain = round(row.computed, 4)
            is_near = abs(plain - row.computed) * 100 <= info.funnel.tolerance
            draft.set(finding.element, stated_rate=plain if is_near else round(row.computed, 12))
    return finding.element


def _opportunity(draft: Draft, finding: Finding, _: datetime.date) -> RecordId:
    pain = draft.graph.element(finding.element)
    target = DropTarget(column_stage_of(draft.graph, pain), anchor=anchor_of(draft.graph, pain))
    (id_,) = placing.add(draft, "opportunity", [{}], target)
    draft.add_relation("addresses", id_, pain.id)
    return id_


def _card(kind: str, **fields: object) -> FixFunction:
    def apply(draft: Draft, finding: Finding, _: datetime.date) -> RecordId:
        (id_,) = placing.add(draft, kind, [fields], DropTarget(finding.element))
        return id_

    return apply


def _support(draft: Draft, finding: Finding, _: datetime.date) -> RecordId:
    order = [stage.id for stage in draft.graph.stages()]
    later = order[order.index(finding.element) + 1 :]
    fields = {"channel": "support", "direction": "customer"}
    (id_,) = placing.add(
        draft, "touchpoint", [fields], DropTarget(later[0] if later else order[-1])
    )
    return id_


def _stage_after(draft: Draft, finding: Finding, _: datetime.date) -> RecordId:
    order = [stage.id for stage in draft.graph.stages()]
    place = order.index(finding.element) + 1
    if place < len(order):
        return order[place]
    (id_,) = stages.insert(draft, "stage", [{"archetype": "post_purchase"}], "")
    return id_


def _persona(draft: Draft, _: Finding, __: datetime.date) -> RecordId:
    (id_,) = stages.insert(draft, "persona", [{}], "")
    return id_


def _neutral(draft: Draft, finding: Finding, _: datetime.date) -> RecordId:
    draft.set(finding.element, score=0)
    return finding.element


def _reviewed(draft: Draft, _: Finding, today: datetime.date) -> RecordId:
    draft.set(MAP_ID, reviewed=today)
    return ""


def _shares(draft: Draft, finding: Finding, _: datetime.date) -> RecordId:
    """Scale down the shares that leave a place so that they add up to 1."""
    routes = [w for w in draft.graph.outgoing(finding.element, "follows") if isinstance(w, Follows)]
    sums: dict[str | None, float] = {None: 0.0}
    for route in routes:
        sums[route.persona] = sums.get(route.persona, 0.0) + (route.share or 0)
    everybody = sums.pop(None)
    most = max([everybody, *(everybody + own for own in sums.values())])
    for route in routes:
        if route.share:
            draft.set(route.id, share=math.floor(route.share / most * 10_000 + 1e-6) / 10_000)
    return finding.element


#: Rule → what can be done.
QUICK_FIXES: Mapping[str, QuickFix] = {
    "funnel-mismatch": QuickFix(N_("Use the computed rate"), _counted_rate),
    "funnel-missing": QuickFix(N_("Enter the count"), field="count"),
    "funnel-rising": QuickFix(N_("Check the count"), field="count"),
    "pain-without-opportunity": QuickFix(N_("Add an opportunity"), _opportunity),
    "opportunity-without-owner": QuickFix(N_("Assign an owner"), field="owner"),
    "stage-without-owner": QuickFix(N_("Assign an owner"), field="owner"),
    "stage-without-touchpoint": QuickFix(N_("Add a touchpoint"), _card("touchpoint")),
    "no-customer-voice": QuickFix(N_("Add a thought"), _card("thought")),
    "emotion-gap": QuickFix(N_("Add an emotion"), _card("emotion", score=0)),
    "emotion-without-score": QuickFix(N_("Set to neutral"), _neutral),
    "only-the-sale": QuickFix(N_("Add a stage after the purchase"), _stage_after),
    "no-support-after-purchase": QuickFix(N_("Add a support touchpoint"), _support),
    "b2b-single-actor": QuickFix(N_("Add a persona"), _persona),
    "review-overdue": QuickFix(N_("Mark as reviewed today"), _reviewed),
    "share-sum": QuickFix(N_("Scale shares to 100%"), _shares),
    "missing-picture-text": QuickFix(N_("Add alternative text"), field="alt"),
}
