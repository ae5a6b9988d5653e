"""Neighbouring stages become one: every card, score and relation of theirs is in it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from journeyeditor.editing.changes.draft import Draft
from journeyeditor.editing.changes.ranking import ranks
from journeyeditor.editing.changes.stage_membership import homes, keep_homes
from journeyeditor.model import Change, JourneyGraph, RecordId, Relation
from journeyeditor.vocabulary import Follows, Stage, info_of

#: What stands between the words of stages that are one now.
_BETWEEN = {
    "title": " & ",
    "owner": ", ",
    "status": ", ",
    "note": "\n",
    "customer_goal": "\n",
    "business_goal": "\n",
}
_ENDS = ("id", "source", "target", "share")


def neighbours(graph: JourneyGraph, ids: Iterable[RecordId]) -> list[RecordId]:
    """Return stages from left to right if they stand side by side, else []; one has no side."""
    wanted = set(ids)
    order = [stage.id for stage in graph.stages()]
    places = [place for place, id_ in enumerate(order) if id_ in wanted]
    is_run = all(b == a + 1 for a, b in pairwise(places))
    if len(places) < 2 or len(places) < len(wanted) or not is_run:
        return []
    return [order[place] for place in places]


def merge(graph: JourneyGraph, ids: Iterable[RecordId]) -> Change:
    """Return the change that makes one stage, the leftmost, of neighbours; raises ValueError.

    It keeps the leftmost one's count, for those customers enter it. Ways between the stages are
    within it now, and drawn no more; ways that leave keep their share of those who enter.
    """
    run = neighbours(graph, ids)
    stages = [stage for id_ in run if isinstance(stage := graph.element(id_), Stage)]
    if not stages:
        raise ValueError("only neighbouring stages can become one")
    draft = Draft(graph)
    first, *others = stages
    _move_cards(draft, first.id, [stage.id for stage in others])
    _lead_ties(draft, run)
    draft.set(first.id, **_joined(stages, _convention(graph)))
    draft.drop(stage.id for stage in others)
    wanted = homes(graph)
    keep_homes(draft, {id_: first.id if home in run else home for id_, home in wanted.items()})
    return draft.change()


def _move_cards(draft: Draft, first: RecordId, others: Sequence[RecordId]) -> None:
    """Put the cards of the other stages behind those of the first, kind by kind."""
    graph = draft.graph
    cards = [card for stage in others for card in graph.cards(stage)]
    for kind in dict.fromkeys(card.kind for card in cards):
        moved = [card for card in cards if card.kind == kind]
        there = [card for card in graph.cards(first) if card.kind == kind]
        for card, rank in zip(moved, ranks(draft, there, "", len(moved)), strict=True):
            draft.set(card.id, stage=first, rank=rank)


def _lead_ties(draft: Draft, run: Sequence[RecordId]) -> None:
    """Let what led to or from one of the stages lead to or from the first."""
    reach = _reach(draft.graph, run)
    known: list[Relation] = []
    ties = {tie.id: tie for stage in run for tie in draft.graph.relations_of(stage)}
    for tie in ties.values():
        inner = tie.source in run and tie.target in run
        if inner and tie.source != tie.target:
            draft.drop([tie.id])
            continue
        ends: dict[str, str | float] = {
            "source": run[0] if tie.source in run else tie.source,
            "target": run[0] if tie.target in run else tie.target,
        }
        share = getattr(tie, "share", None)
        if tie.source in run and not inner and share is not None:
            ends["share"] = _tidy(share * reach[tie.source])
        if any(ends[name] != getattr(tie, name) for name in ends):
            tie = tie.replaced(**ends)  # noqa: PLW2901 - the same tie, led elsewhere
        _enter(draft, tie, known)


def _enter(draft: Draft, tie: Relation, known: list[Relation]) -> None:
    """Enter a tie; one that says what another says already is the same, and their shares add up."""
    twin = next((each for each in known if _says(each) == _says(tie)), None)
    if twin is None:
        known.append(tie)
        draft.put(tie)
        return
    draft.drop([tie.id])
    if not isinstance(twin, Follows) or not isinstance(tie, Follows):
        return
    if twin.share is not None and tie.share is not None:
        whole = twin.replaced(share=min(_tidy(twin.share + tie.share), 1))
        known[known.index(twin)] = whole
        draft.put(whole)


def _says(tie: Relation) -> tuple[object, ...]:
    """Return all that a tie says, but for its share."""
    has_share = getattr(tie, "share", None) is not None
    told = {name: value for name, value in tie if name not in _ENDS}
    return tie.source, tie.target, has_share, repr(sorted(told.items(), key=str))


def _reach(graph: JourneyGraph, run: Sequence[RecordId]) -> dict[RecordId, float]:
    """Return which share of those who enter the first stage come to each, on drawn ways onward."""
    reach = dict.fromkeys(run, 0.0)
    reach[run[0]] = 1.0
    for place, stage in enumerate(run):
        ways = [
            (tie.target, getattr(tie, "share", None))
            for tie in graph.outgoing(stage, "follows")
            if tie.target in run[place + 1 :]
        ]
        for target, share in ways:
            reach[target] = min(reach[target] + reach[stage] * (1 if share is None else share), 1)
    # Where no way is drawn to a stage, all are taken to come there.
    return {stage: share or 1.0 for stage, share in reach.items()}


def _tidy(share: float) -> float:
    """Return a share without the dust of floating point."""
    return round(share, 12)


def _joined(stages: Sequence[Stage], convention: str) -> dict[str, Any]:
    """Return the fields of the one stage, as far as they differ from the first one's."""
    first, *others = stages
    values: dict[str, Any] = {"stated_rate": _rate(stages, convention)}
    for name, between in _BETWEEN.items():
        words = [getattr(stage, name) for stage in stages]
        if set(_distinct(words)) - {words[0]}:
            values[name] = between.join(_distinct(words))
    tags = dict.fromkeys(tag for stage in others for tag in stage.tags)
    values["tags"] = (*first.tags, *(tag for tag in tags if tag not in first.tags))
    values["archetype"] = next((stage.archetype for stage in stages if stage.archetype), "")
    if any(stage.extras for stage in stages):
        extras: dict[str, Any] = {}
        for stage in reversed(stages):
            extras.update(stage.extras or {})
        values["extras"] = extras
    return {name: value for name, value in values.items() if value != getattr(first, name)}


def _distinct(words: Iterable[str]) -> Iterator[str]:
    """Yield what is not blank, each once."""
    return (word for word in dict.fromkeys(words) if word.strip())


def _rate(stages: Sequence[Stage], convention: str) -> float | None:
    """Return the stated rate of the one stage: rates onward multiply, others are the first's."""
    first = stages[0].stated_rate
    if convention != "to_next":
        return first
    told = [stage for stage in stages if stage.stated_rate is not None or stage.count is not None]
    rates = [stage.stated_rate for stage in told]
    if len(rates) == 1 or not rates:
        return rates[0] if rates else None
    known = [rate for rate in rates if rate is not None]
    return _tidy(math.prod(known)) if len(known) == len(rates) else None


def _convention(graph: JourneyGraph) -> str:
    info = info_of(graph)
    return info.funnel.convention
