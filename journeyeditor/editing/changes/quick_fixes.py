"""What can be done at once about a remark of the review: a change of the map, or the way to a field.

A mend never guesses what only people know: it makes the place where they write, takes over a
figure that the map has already, or leads to the field that is empty.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeAlias

from journeyeditor.editing.changes import placing, stages
from journeyeditor.editing.changes.draft import Draft
from journeyeditor.editing.changes.placing import Spot
from journeyeditor.editing.changes.relations import anchor_of, stands_in
from journeyeditor.i18n import N_
from journeyeditor.insight.funnel import funnel
from journeyeditor.insight.review import Finding
from journeyeditor.model import MAP_ID, Change, JourneyGraph, RecordId
from journeyeditor.vocabulary import Follows, info_of

#: Writes a mend into a draft and returns the element to go to, "" for none.
Work: TypeAlias = Callable[[Draft, Finding, datetime.date], RecordId]


class Mend(NamedTuple):
    """What is done about a remark: its words, and the work, or the field in which to write."""

    words: str
    work: Work | None = None
    field: str = ""


class Mended(NamedTuple):
    """A mend worked out: the change, the element to go to, and its field ("" for none)."""

    change: Change
    focus: RecordId
    field: str = ""


def mend_of(graph: JourneyGraph, remark: Finding) -> Mend | None:
    """Return what can be done about a remark, None where only people can tell."""
    if remark.rule == "emotion-gap" and graph.has_element(remark.element):
        kind = graph.element(remark.element).kind
        return MENDS["emotion-gap" if kind == "stage" else "emotion-without-score"]
    if remark.rule == "funnel-mismatch" and float(remark.holes.get("computed", 0)) > 1:
        return MENDS["funnel-rising"]  # no rate says that more go on than came
    return MENDS.get(remark.rule)


def mended(graph: JourneyGraph, remark: Finding, today: datetime.date) -> Mended | None:
    """Return the mend of a remark, None where there is none, or nothing left to mend."""
    mend = mend_of(graph, remark)
    is_there = not remark.element or graph.has_element(remark.element)
    if mend is None or not is_there:
        return None
    if mend.work is None:
        return Mended(Change(), remark.element, mend.field)
    draft = Draft(graph)
    focus = mend.work(draft, remark, today)
    return Mended(draft.change(), focus)


def _counted_rate(draft: Draft, remark: Finding, _: datetime.date) -> RecordId:
    """Take the rate that the counts give for the stated one."""
    info = info_of(draft.graph)
    for row in funnel(draft.graph):
        if row.stage.id == remark.element and row.computed is not None:
            plain = round(row.computed, 4)
            is_near = abs(plain - row.computed) * 100 <= info.funnel.tolerance
            draft.set(remark.element, stated_rate=plain if is_near else round(row.computed, 12))
    return remark.element


def _opportunity(draft: Draft, remark: Finding, _: datetime.date) -> RecordId:
    """Make an opportunity beside a pain point that addresses it."""
    pain = draft.graph.element(remark.element)
    spot = Spot(stands_in(draft.graph, pain), anchor=anchor_of(draft.graph, pain))
    (id_,) = placing.add(draft, "opportunity", [{}], spot)
    draft.tie("addresses", id_, pain.id)
    return id_


def _card(kind: str, **fields: object) -> Work:
    """Return the work that makes a card in the stage of a remark."""

    def work(draft: Draft, remark: Finding, _: datetime.date) -> RecordId:
        (id_,) = placing.add(draft, kind, [fields], Spot(remark.element))
        return id_

    return work


def _support(draft: Draft, remark: Finding, _: datetime.date) -> RecordId:
    """Make a touchpoint that helps in the first stage after the purchase."""
    order = [stage.id for stage in draft.graph.stages()]
    later = order[order.index(remark.element) + 1 :]
    fields = {"channel": "support", "direction": "customer"}
    (id_,) = placing.add(draft, "touchpoint", [fields], Spot(later[0] if later else order[-1]))
    return id_


def _stage_after(draft: Draft, remark: Finding, _: datetime.date) -> RecordId:
    """Make a stage after the purchase."""
    order = [stage.id for stage in draft.graph.stages()]
    place = order.index(remark.element) + 1
    if place < len(order):
        return order[place]
    (id_,) = stages.insert(draft, "stage", [{"archetype": "post_purchase"}], "")
    return id_


def _persona(draft: Draft, _: Finding, __: datetime.date) -> RecordId:
    """Make another persona."""
    (id_,) = stages.insert(draft, "persona", [{}], "")
    return id_


def _neutral(draft: Draft, remark: Finding, _: datetime.date) -> RecordId:
    """Give an emotion the neutral score."""
    draft.set(remark.element, score=0)
    return remark.element


def _reviewed(draft: Draft, _: Finding, today: datetime.date) -> RecordId:
    """Note that the map was looked at today."""
    draft.set(MAP_ID, reviewed=today)
    return ""


def _shares(draft: Draft, remark: Finding, _: datetime.date) -> RecordId:
    """Make the shares that leave a place smaller, all by the same part, until they are everybody."""
    ways = [w for w in draft.graph.outgoing(remark.element, "follows") if isinstance(w, Follows)]
    sums: dict[str | None, float] = {None: 0.0}
    for way in ways:
        sums[way.persona] = sums.get(way.persona, 0.0) + (way.share or 0)
    everybody = sums.pop(None)
    most = max([everybody, *(everybody + own for own in sums.values())])
    for way in ways:
        if way.share:
            draft.set(way.id, share=math.floor(way.share / most * 10_000 + 1e-6) / 10_000)
    return remark.element


#: Rule → what can be done.
MENDS: Mapping[str, Mend] = {
    "funnel-mismatch": Mend(N_("Use the computed rate"), _counted_rate),
    "funnel-missing": Mend(N_("Enter the count"), field="count"),
    "funnel-rising": Mend(N_("Check the count"), field="count"),
    "pain-without-opportunity": Mend(N_("Add an opportunity"), _opportunity),
    "opportunity-without-owner": Mend(N_("Assign an owner"), field="owner"),
    "stage-without-owner": Mend(N_("Assign an owner"), field="owner"),
    "stage-without-touchpoint": Mend(N_("Add a touchpoint"), _card("touchpoint")),
    "no-customer-voice": Mend(N_("Add a thought"), _card("thought")),
    "emotion-gap": Mend(N_("Add an emotion"), _card("emotion", score=0)),
    "emotion-without-score": Mend(N_("Set to neutral"), _neutral),
    "only-the-sale": Mend(N_("Add a stage after the purchase"), _stage_after),
    "no-support-after-purchase": Mend(N_("Add a support touchpoint"), _support),
    "b2b-single-actor": Mend(N_("Add a persona"), _persona),
    "review-overdue": Mend(N_("Mark as reviewed today"), _reviewed),
    "share-sum": Mend(N_("Scale shares to 100%"), _shares),
    "missing-picture-text": Mend(N_("Add alternative text"), field="alt"),
}
