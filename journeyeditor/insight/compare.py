"""The differences between two maps: by id where they share ids, by best match where they do not.

Elements are paired by id; else, kind by kind, by title and position: the archetype of their stage
and their order. The best matches are taken first, so that no element is paired twice.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from journeyeditor.insight.stage_models import archetype
from journeyeditor.model import Element, JourneyGraph, Relation
from journeyeditor.vocabulary import Emotion, Follows, Stage

#: Pairs less similar than this (0..1) are different elements.
MIN_LIKENESS = 0.6
#: Weights of text and position in the similarity.
WORDS, PLACE = 0.75, 0.25
#: With so many common ids or more, at least this share must have similar titles; else equal ids are
#: a coincidence.
MIN_COMMON, MIN_ALIKE = 8, 0.25
#: With more elements of a kind on one side, only equal titles are matched.
MAX_MATCHED = 400
#: Fields that describe the position of an element instead of its content.
PLACES = ("stage", "lane", "rank")
_NOT_COMPARED = {"id", "kind", "extras", *PLACES}


class Difference(NamedTuple):
    """One difference; `old` and `new` are ids ("" on the map where the element is missing).

    `what` is "added", "removed", "moved", "rescored", "changed" or "retied"; `fields` are the fields that
    differ, with both values.
    """

    what: str
    kind: str
    old: str
    new: str
    title: str
    fields: tuple[tuple[str, Any, Any], ...] = ()


class Comparison(NamedTuple):
    """The pairs of elements, and all differences in order."""

    pairs: dict[str, str]
    differences: tuple[Difference, ...]

    def of(self, what: str) -> tuple[Difference, ...]:
        return tuple(d for d in self.differences if d.what == what)


def compare(old: JourneyGraph, new: JourneyGraph) -> Comparison:
    pairs = _paired(old, new)
    differences: list[Difference] = []
    back = {new_id: old_id for old_id, new_id in pairs.items()}
    for element in old.elements():
        if element.id not in pairs:
            differences.append(Difference("removed", element.kind, element.id, "", element.title))
    for element in new.elements():
        if element.id not in back:
            differences.append(Difference("added", element.kind, "", element.id, element.title))
        else:
            before = old.element(back[element.id])
            differences += _changes(before, element, pairs)
    differences += _moves(old, new, pairs)
    differences += _reconnections(old, new, pairs)
    order = {element.id: i for i, element in enumerate((*old.elements(), *new.elements()))}
    differences.sort(key=lambda d: (_SORTS.index(d.what), order[d.new or d.old]))
    return Comparison(pairs, tuple(differences))


_SORTS = ("added", "removed", "moved", "rescored", "retied", "changed")


def _paired(old: JourneyGraph, new: JourneyGraph) -> dict[str, str]:
    pairs = _same_ids(old, new)
    paired = set(pairs.values())
    for kind in dict.fromkeys(element.kind for element in old.elements()):
        ours = [element for element in old.elements(kind) if element.id not in pairs]
        theirs = [element for element in new.elements(kind) if element.id not in paired]
        for one, other in _matched(ours, theirs, old, new):
            pairs[one.id] = other.id
            paired.add(other.id)
    return pairs


def _same_ids(old: JourneyGraph, new: JourneyGraph) -> dict[str, str]:
    """The elements that have the same id and kind on both maps.

    Maps written by hand often number their elements alike; if few common ids have similar texts, ids
    are ignored.
    """
    common = [
        (element, new.element(element.id))
        for element in old.elements()
        if new.has_element(element.id) and new.element(element.id).kind == element.kind
    ]
    titles = [(_plain(one), _plain(other)) for one, other in common if one.title and other.title]
    alike = sum(_alike(*words) >= MIN_LIKENESS for words in titles)
    if len(titles) >= MIN_COMMON and alike < MIN_ALIKE * len(titles):
        return {}
    return {one.id: other.id for one, other in common}


def _matched(
    ours: list[Element], theirs: list[Element], old: JourneyGraph, new: JourneyGraph
) -> Iterable[tuple[Element, Element]]:
    places = {e.id: _position_text(e, old) for e in ours}
    others = {e.id: _position_text(e, new) for e in theirs}
    words = [(e, _plain(e)) for e in theirs]
    candidates = []
    for i, one in enumerate(ours):
        plain = _plain(one)
        for j, (other, words_of_other) in enumerate(words):
            if max(len(ours), len(theirs)) > MAX_MATCHED and plain != words_of_other:
                continue
            same_place = places[one.id] == others[other.id]
            likeness = WORDS * _alike(plain, words_of_other) + PLACE * same_place
            if isinstance(one, Stage) and same_place and places[one.id]:
                likeness = max(likeness, MIN_LIKENESS)  # same archetype, whatever the title
            if likeness >= MIN_LIKENESS and (plain or same_place):
                candidates.append((-likeness, abs(i - j), i, j))
    candidates.sort()
    used_ours: set[int] = set()
    used_theirs: set[int] = set()
    for _, _, i, j in candidates:
        if i not in used_ours and j not in used_theirs:
            used_ours.add(i)
            used_theirs.add(j)
            yield ours[i], theirs[j]


def _plain(element: Element) -> str:
    """A title in lower case with single spaces; an emotion has none but its persona."""
    return " ".join(element.title.casefold().split())


def _alike(one: str, other: str) -> float:
    """The similarity of two texts, 0..1 (Ratcliff and Obershelp 1988)."""
    if one == other:
        return 1.0
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    return 0.0 if matcher.quick_ratio() < MIN_LIKENESS / 2 else matcher.ratio()


def _position_text(element: Element, graph: JourneyGraph) -> str:
    """An element's position independent of the stage model: its stage's archetype or title."""
    stage = element if isinstance(element, Stage) else None
    home = element.stage
    if stage is None and home is not None and graph.has_element(home):
        found = graph.element(home)
        stage = found if isinstance(found, Stage) else None
    return "" if stage is None else archetype(stage) or _plain(stage)


def _changes(old: Element, new: Element, pairs: dict[str, str]) -> Iterable[Difference]:
    if old == new:
        return
    fields = tuple(
        (name, getattr(old, name), getattr(new, name))
        for name in type(new).model_fields
        if name not in _NOT_COMPARED and not _is_same(getattr(old, name), getattr(new, name), pairs)
    )
    if isinstance(new, Emotion) and any(name == "score" for name, _, _ in fields):
        yield Difference("rescored", new.kind, old.id, new.id, new.title, fields)
    elif fields:
        yield Difference("changed", new.kind, old.id, new.id, new.title or old.title, fields)


def _is_same(one: object, other: object, pairs: dict[str, str]) -> bool:
    """Whether two values are equal, with ids of paired elements taken as equal."""
    if one == other:
        return True
    if isinstance(one, str) and isinstance(other, str):
        return pairs.get(one) == other
    if isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other):
        return all(_is_same(a, b, pairs) for a, b in zip(one, other, strict=True))
    return False


def _moves(old: JourneyGraph, new: JourneyGraph, pairs: dict[str, str]) -> Iterable[Difference]:
    for old_id, new_id in pairs.items():
        one, other = old.element(old_id), new.element(new_id)
        if one == other:
            continue
        fields = tuple(
            (name, getattr(one, name), getattr(other, name))
            for name in ("stage", "lane")
            if one.is_card and not _is_same(getattr(one, name), getattr(other, name), pairs)
        )
        if fields:
            yield Difference("moved", other.kind, old_id, new_id, other.title, fields)
    for ours, theirs in _rows(old, new, pairs):
        common = _longest_common([pairs[id_] for id_ in ours], theirs)
        for place, new_id in enumerate(theirs):
            if new_id not in common:
                old_id = ours[[pairs[id_] for id_ in ours].index(new_id)]
                element = new.element(new_id)
                places = (("rank", ours.index(old_id) + 1, place + 1),)
                yield Difference("moved", element.kind, old_id, new_id, element.title, places)


def _rows(
    old: JourneyGraph, new: JourneyGraph, pairs: dict[str, str]
) -> Iterable[tuple[list[str], list[str]]]:
    """The ids of each reorderable sequence: the stages, and the cards of each cell.

    Includes only what both maps have in the same sequence.
    """
    ours: dict[tuple[object, ...], list[str]] = defaultdict(list)
    theirs: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for element in new.elements():
        theirs[element.kind, element.stage].append(element.id)
    for element in old.elements():
        stage = element.stage
        ours[element.kind, pairs.get(stage, stage) if stage else None].append(element.id)
    for key, ids in ours.items():
        mine = [id_ for id_ in ids if pairs.get(id_) in set(theirs.get(key, ()))]
        wanted = {pairs[id_] for id_ in mine}
        yield mine, [id_ for id_ in theirs.get(key, ()) if id_ in wanted]


def _longest_common(one: list[str], other: list[str]) -> set[str]:
    """The ids that keep their order: the longest increasing subsequence (patience sorting, n log n)."""
    if one == other:
        return set(other)
    place = {id_: i for i, id_ in enumerate(one)}
    tails: list[int] = []
    before: list[int | None] = []
    at: list[int] = []
    numbers = [place[id_] for id_ in other]
    for i, number in enumerate(numbers):
        low, high = 0, len(tails)
        while low < high:
            middle = (low + high) // 2
            if tails[middle] < number:
                low = middle + 1
            else:
                high = middle
        before.append(at[low - 1] if low else None)
        tails[low:], at[low:] = [number, *tails[low + 1 :]], [i, *at[low + 1 :]]
    matched: set[str] = set()
    last = at[-1] if at else None
    while last is not None:
        matched.add(other[last])
        last = before[last]
    return matched


def _reconnections(
    old: JourneyGraph, new: JourneyGraph, pairs: dict[str, str]
) -> Iterable[Difference]:
    back = {new_id: old_id for old_id, new_id in pairs.items()}
    before: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
    after: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
    for relation in old.relations():
        if relation.source in pairs and relation.target in pairs:
            before[pairs[relation.source]].add(_relation(relation, pairs))
    for relation in new.relations():
        if relation.source in back and relation.target in back:
            after[relation.source].add((relation.kind, relation.target, _share(relation)))
    for id_ in dict.fromkeys((*before, *after)):
        if before[id_] != after[id_]:
            element = new.element(id_)
            removed = tuple(sorted(before[id_] - after[id_]))
            added = tuple(sorted(after[id_] - before[id_]))
            changes = (("relations", removed, added),)
            yield Difference("retied", element.kind, back[id_], id_, element.title, changes)


def _relation(relation: Relation, pairs: dict[str, str]) -> tuple[str, str, str]:
    return relation.kind, pairs[relation.target], _share(relation)


def _share(relation: Relation) -> str:
    """A relation's share as text, "" if it has none."""
    share = relation.share if isinstance(relation, Follows) else None
    return "" if share is None else repr(float(share))
