"""Columns and people: records in a row of their own, ordered by rank alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from journeyeditor.editing.changes.draft import Draft
from journeyeditor.editing.changes.ranking import ranks
from journeyeditor.model import Change, JourneyGraph, RecordId, Relation


def reorder(graph: JourneyGraph, kind: str, ids: Iterable[RecordId], before: RecordId) -> Change:
    """Return the change that puts stages (or personas) in front of another, "" for the end."""
    draft = Draft(graph)
    wanted = set(ids)
    everyone = graph.elements(kind)
    group = [element.id for element in everyone if element.id in wanted]
    if before in wanted:
        at = [element.id for element in everyone].index(before)
        before = next((e.id for e in everyone[at:] if e.id not in wanted), "")
    rest = [element for element in everyone if element.id not in wanted]
    place = next((i for i, e in enumerate(rest) if e.id == before), len(rest))
    ids_after = [e.id for e in rest[:place]] + group + [e.id for e in rest[place:]]
    if group and ids_after != [element.id for element in everyone]:
        for id_, rank in zip(group, ranks(draft, rest, before, len(group)), strict=True):
            draft.set(id_, rank=rank)
    return draft.change()


def insert(
    draft: Draft, kind: str, rows: Sequence[Mapping[str, Any]], before: RecordId
) -> list[RecordId]:
    """Make stages (or personas) in front of another, "" for the end; return their ids.

    Where the map says in words that one column follows the other, it goes on doing so.
    """
    there = draft.graph.elements(kind)
    given = ranks(draft, there, before, len(rows))
    ids = [
        draft.make(kind, **{"rank": rank, **fields}).id
        for fields, rank in zip(rows, given, strict=True)
    ]
    if kind == "stage" and ids:
        _splice(draft, [stage.id for stage in there], before, ids)
    return ids


def _splice(
    draft: Draft, there: Sequence[RecordId], before: RecordId, ids: Sequence[RecordId]
) -> None:
    """Let new stages follow their neighbours if these followed one another."""
    place = there.index(before) if before in there else len(there)
    if not place:
        if len(there) > 1 and _follows(draft, there[0], there[1]) and ids:
            _chain(draft, [*ids, there[0]])
        return
    ahead = there[place - 1]
    if place == len(there):
        if place > 1 and _follows(draft, there[place - 2], ahead):
            _chain(draft, [ahead, *ids])
        return
    tie = _follows(draft, ahead, there[place])
    if tie is not None:
        draft.put(tie.replaced(target=ids[0]))
        _chain(draft, [*ids, there[place]])


def _chain(draft: Draft, ids: Sequence[RecordId]) -> None:
    """Let each of the stages follow the one ahead of it."""
    for source, target in pairwise(ids):
        draft.tie("follows", source, target)


def _follows(draft: Draft, source: RecordId, target: RecordId) -> Relation | None:
    """Return the relation by which one stage follows another."""
    ties = draft.graph.outgoing(source, "follows")
    return next((tie for tie in ties if tie.target == target), None)
