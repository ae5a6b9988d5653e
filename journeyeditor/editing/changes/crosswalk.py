"""A map carried to another stage model: its stages become the model's, with all that is in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from journeyeditor.editing.changes import merging, stages
from journeyeditor.editing.changes.draft import Draft
from journeyeditor.model import Change, JourneyGraph, RecordId
from journeyeditor.vocabulary import Stage


def carry(graph: JourneyGraph, model: Sequence[Stage], ways: Mapping[RecordId, int]) -> Change:
    """Return the change that gives a map the stages of a model.

    `ways` leads from each stage of the map to the place of one of the model's; those that meet are
    merged, and places where nobody goes become new stages. Goals that are told stay. Raises
    KeyError for a stage that goes nowhere, IndexError for a place that the model does not have.
    """
    order = [stage.id for stage in graph.stages()]
    groups: list[list[RecordId]] = [[] for _ in model]
    for id_ in order:
        groups[ways[id_]].append(id_)
    trial = JourneyGraph.of(graph.info, (*graph.elements(), *graph.relations()))
    total = Change()

    def do(change: Change) -> None:
        nonlocal total
        trial.apply(change)
        total = total.then(change)

    do(_in_row(trial, [id_ for group in groups for id_ in group]))
    for group in groups:
        if len(group) > 1:
            do(merging.merge(trial, group))
    kept = [group[0] if group else "" for group in groups]
    for place, stage in enumerate(model):
        if not kept[place]:
            before = next(filter(None, kept[place + 1 :]), "")
            draft = Draft(trial)
            fields = {"title": stage.title, "archetype": stage.archetype}
            (kept[place],) = stages.insert(draft, "stage", [fields], before)
            do(draft.change())
    do(_named(trial, kept, model))
    return total


def _in_row(graph: JourneyGraph, ids: Sequence[RecordId]) -> Change:
    """Return the change that puts the stages into an order, if they do not stand in it."""
    draft = Draft(graph)
    if [stage.id for stage in graph.stages()] != list(ids):
        for rank, id_ in enumerate(ids, 1):
            draft.set(id_, rank=rank)
    return draft.change()


def _named(graph: JourneyGraph, ids: Sequence[RecordId], model: Sequence[Stage]) -> Change:
    """Return the change that calls the stages as the model does; what they lack comes from it."""
    draft = Draft(graph)
    for id_, stage in zip(ids, model, strict=True):
        own = graph.element(id_)
        fields = {"title": stage.title, "archetype": stage.archetype}
        for name in ("customer_goal", "business_goal"):
            if not getattr(own, name):
                fields[name] = getattr(stage, name)
        draft.set(id_, **fields)
    return draft.change()
