"""Counts and rates of many stages at once: funnel tables that come in, and what-ifs that become true."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from math import floor
from typing import NamedTuple

from journeyeditor.editing.changes.draft import Draft
from journeyeditor.editing.changes.fields import check_values, set_info, set_value
from journeyeditor.editing.changes.stages import insert
from journeyeditor.insight.funnel import Verdict, funnel, funnel_of
from journeyeditor.insight.stage_models import BUYING, archetype
from journeyeditor.model import Change, JourneyGraph, RecordId
from journeyeditor.vocabulary import Stage, info_of

#: Shares that a map computes itself are kept to so many decimals.
DECIMALS = 4


class FunnelEntry(NamedTuple):
    """What a stage is given: `stage` is its id, "" for a new one; None leaves a figure as it is."""

    stage: RecordId
    title: str
    customers: float | None
    rate: float | None


def enter(
    graph: JourneyGraph, entries: Sequence[FunnelEntry], convention: str = ""
) -> tuple[Change, list[RecordId]]:
    """Return the change that gives stages their figures, and the ids of the stages in order.

    New stages go before the stage of the next entry, the last ones to the end.
    `convention` becomes the map's, "" leaves it. Raises FieldError.
    """
    draft = Draft(graph)
    ids: list[RecordId] = []
    order = [stage.id for stage in graph.stages()]
    for run, before in _runs(entries):
        filled = [entry.stage for entry in run if entry.stage]
        made = filled or _make(draft, run, before, order)
        for id_, entry in zip(made, run, strict=True):
            if entry.customers is not None:
                set_value(draft, id_, "count", entry.customers)
            if entry.rate is not None:
                set_value(draft, id_, "stated_rate", entry.rate)
        ids += made
    if order != [stage.id for stage in graph.stages()]:
        _number(draft, order)
    change = draft.change()
    if convention:
        change = change.then(set_info(graph, "funnel.convention", convention))
    return change, ids


def accept(graph: JourneyGraph, counts: Mapping[RecordId, float]) -> Change:
    """Return the change that makes the counts of a what-if those of the map; raises FieldError.

    Where all the map's counts are whole, so are the new ones. A stated rate that agreed with the
    counts before follows them; one that did not was entered on purpose and stays.
    """
    info = info_of(graph)
    stages = [stage for stage in graph.stages() if isinstance(stage, Stage)]
    is_whole = all(float(s.count).is_integer() for s in stages if s.count is not None)
    draft = Draft(graph)
    for id_, count in counts.items():
        set_value(draft, id_, "count", _rounded(count) if is_whole else count)
    after = [stage for s in stages if isinstance(stage := draft.record(s.id), Stage)]
    for old, new in zip(funnel(graph), funnel_of(after, info.funnel), strict=True):
        agreed = old.verdict is Verdict.MATCH and new.verdict is Verdict.MISMATCH
        if agreed and new.computed is not None and new.computed <= 1:
            set_value(draft, new.stage.id, "stated_rate", round(new.computed, DECIMALS))
    return draft.change()


def by_name(graph: JourneyGraph, titles: Sequence[str]) -> list[RecordId]:
    """Return for each title the stage of that title, else the one of the same archetype.

    Each stage is given once; "" where there is none.
    """
    left = {stage.id: stage for stage in graph.stages() if isinstance(stage, Stage)}
    matched = [""] * len(titles)
    for is_same in (_has_title, _has_archetype, _is_also_sale):
        for place, title in enumerate(titles):
            id_ = next((i for i, stage in left.items() if is_same(stage, title)), "")
            if id_ and not matched[place]:
                matched[place] = id_
                del left[id_]
    return matched


def in_order(graph: JourneyGraph, count: int) -> list[RecordId]:
    """Return the first `count` stages, "" beyond the last."""
    ids = [stage.id for stage in graph.stages()]
    return [*ids[:count], *[""] * (count - len(ids))]


def _runs(entries: Sequence[FunnelEntry]) -> Iterator[tuple[list[FunnelEntry], RecordId]]:
    """Yield neighbours that are all new or all there, with the stage that comes behind them."""
    runs = [list(run) for _, run in groupby(entries, key=_is_there)]
    for run, following in zip(runs, [*runs[1:], []], strict=False):
        yield run, following[0].stage if following else ""


def _make(
    draft: Draft, run: Sequence[FunnelEntry], before: RecordId, order: list[RecordId]
) -> list[RecordId]:
    for entry in run:
        check_values(draft.graph, {"title": entry.title})
    made = insert(draft, "stage", [{"title": entry.title} for entry in run], before)
    place = order.index(before) if before in order else len(order)
    order[place:place] = made
    return made


def _number(draft: Draft, order: Sequence[RecordId]) -> None:
    """Give stages ranks in an order, unless theirs say it: each run was put in without the others."""
    ranks = [stage.rank for id_ in order if (stage := draft.element(id_)) is not None]
    stated = [rank for rank in ranks if rank is not None]
    if len(stated) < len(ranks) or any(a >= b for a, b in pairwise(stated)):
        for rank, id_ in enumerate(order, 1):
            draft.set(id_, rank=rank)


def _is_there(entry: FunnelEntry) -> bool:
    return bool(entry.stage)


def _has_title(stage: Stage, title: str) -> bool:
    return bool(title.strip()) and _plain(stage.title) == _plain(title)


def _has_archetype(stage: Stage, title: str) -> bool:
    suggested = archetype(_called(title))
    return bool(suggested) and archetype(stage) == suggested


def _is_also_sale(stage: Stage, title: str) -> bool:
    return archetype(stage) in BUYING and archetype(_called(title)) in BUYING


def _called(title: str) -> Stage:
    return Stage.model_construct(id="", title=title)


def _plain(title: str) -> str:
    return " ".join(title.casefold().split())


def _rounded(count: float) -> int:
    """Return the nearest whole number, half up."""
    return floor(count + 0.5)
