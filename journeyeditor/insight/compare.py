"""The differences between two maps: by id where they share ids, by best match where they do not.

Elements are paired by id; else, kind by kind, by title and position: the archetype of their stage
and their order. The best matches are taken first, so that no element is paired twice.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any, NamedTuple, TypeAlias

from journeyeditor.insight.parts import PART, Parts, completed
from journeyeditor.insight.stage_models import archetype
from journeyeditor.insight.translation import translations_of
from journeyeditor.model import Element, JourneyGraph, Relation
from journeyeditor.vocabulary import Emotion, Follows, Stage, info_of

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

    `what` is "added", "removed", "moved", "rescored", "changed" or "reconnected"; `fields` are the fields that
    differ, with both values; "title@sv" is the Swedish translation of a title.
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
    return completed(compare_parts(old, new))


def compare_parts(old: JourneyGraph, new: JourneyGraph) -> Parts[Comparison]:
    """Compare two maps part by part; neither may change meanwhile."""
    pairs = yield from _paired(old, new)
    yield
    differences: list[Difference] = []
    back = {new_id: old_id for old_id, new_id in pairs.items()}
    languages = _changed_translations(old, new)
    for number, element in enumerate(old.elements(), 1):
        if number % PART == 0:
            yield
        if element.id not in pairs:
            differences.append(Difference("removed", element.kind, element.id, "", element.title))
    for number, element in enumerate(new.elements(), 1):
        if element.id not in back:
            differences.append(Difference("added", element.kind, "", element.id, element.title))
        else:
            before = old.element(back[element.id])
            differences += _changes(before, element, pairs, languages)
        if number % PART == 0:
            yield
    differences += yield from _moves(old, new, pairs)
    differences += yield from _reconnections(old, new, pairs)
    order = yield from _order(old, new)
    differences.sort(key=lambda d: (_SORTS.index(d.what), order[d.new or d.old]))
    return Comparison(pairs, tuple(differences))


def _order(old: JourneyGraph, new: JourneyGraph) -> Parts[dict[str, int]]:
    """The places of all elements on the new map, or else on the old one."""
    order = {}
    for number, element in enumerate(chain(old.elements(), new.elements())):
        order[element.id] = number
        if number % PART == 0:
            yield
    return order


_SORTS = ("added", "removed", "moved", "rescored", "reconnected", "changed")


def _paired(old: JourneyGraph, new: JourneyGraph) -> Parts[dict[str, str]]:
    pairs = yield from _same_ids(old, new)
    paired = set(pairs.values())
    for kind in dict.fromkeys(element.kind for element in old.elements()):
        yield
        ours = [element for element in old.elements(kind) if element.id not in pairs]
        theirs = [element for element in new.elements(kind) if element.id not in paired]
        for one, other in _matched(ours, theirs, old, new):
            pairs[one.id] = other.id
            paired.add(other.id)
    return pairs


def _same_ids(old: JourneyGraph, new: JourneyGraph) -> Parts[dict[str, str]]:
    """The elements that have the same id and kind on both maps.

    Maps written by hand often number their elements alike; if few common ids have similar texts, ids
    are ignored.
    """
    common: dict[str, str] = {}
    titled = alike = 0
    for number, one in enumerate(old.elements(), 1):
        if number % PART == 0:
            yield
        if not new.has_element(one.id) or new.element(one.id).kind != one.kind:
            continue
        other = new.element(one.id)
        common[one.id] = one.id
        if one.title and other.title:
            titled += 1
            alike += one.title == other.title or _alike(_plain(one), _plain(other)) >= MIN_LIKENESS
    return {} if titled >= MIN_COMMON and alike < MIN_ALIKE * titled else common


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


#: Language → the translations of texts on the old and on the new map.
_Translations: TypeAlias = Mapping[str, tuple[Mapping[str, str], Mapping[str, str]]]


def _changed_translations(old: JourneyGraph, new: JourneyGraph) -> _Translations:
    """The languages whose translations differ."""
    before, after = info_of(old).translations, info_of(new).translations
    both = {name: (before.get(name, {}), after.get(name, {})) for name in sorted({*before, *after})}
    return {name: (one, other) for name, (one, other) in both.items() if one != other}


def _changes(
    old: Element, new: Element, pairs: dict[str, str], languages: _Translations
) -> Iterable[Difference]:
    if old == new and not languages:
        return
    fields = tuple(
        (name, getattr(old, name), getattr(new, name))
        for name in type(new).model_fields
        if name not in _NOT_COMPARED and not _is_same(getattr(old, name), getattr(new, name), pairs)
    )
    for language, (before, after) in languages.items():
        was, now = translations_of(old, before), translations_of(new, after)
        fields += tuple(
            (f"{name}@{language}", was.get(name, ""), now.get(name, ""))
            for name in type(new).model_fields
            if was.get(name) != now.get(name)
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


def _moves(old: JourneyGraph, new: JourneyGraph, pairs: dict[str, str]) -> Parts[list[Difference]]:
    """The cards in another stage or lane, and the elements of a sequence in another order."""
    moves = []
    for number, (old_id, new_id) in enumerate(pairs.items(), 1):
        if number % PART == 0:
            yield
        one, other = old.element(old_id), new.element(new_id)
        if not one.is_card or one == other:
            continue
        fields = tuple(
            (name, getattr(one, name), getattr(other, name))
            for name in ("stage", "lane")
            if not _is_same(getattr(one, name), getattr(other, name), pairs)
        )
        if fields:
            moves.append(Difference("moved", other.kind, old_id, new_id, other.title, fields))
    yield
    rows = yield from _rows(old, new, pairs)
    for number, (ours, theirs) in enumerate(rows, 1):
        if number % PART == 0:
            yield
        moves += _reordered(new, {pairs[id_]: id_ for id_ in ours}, theirs)
    return moves


def _reordered(new: JourneyGraph, ours: dict[str, str], theirs: list[str]) -> Iterable[Difference]:
    """The elements of one sequence that moved in it; `ours` are new ids with the old ones."""
    before = {id_: place for place, id_ in enumerate(ours, 1)}
    common = _longest_common(list(ours), theirs)
    for place, id_ in enumerate(theirs, 1):
        if id_ not in common:
            element = new.element(id_)
            ranks = (("rank", before[id_], place),)
            yield Difference("moved", element.kind, ours[id_], id_, element.title, ranks)


def _rows(
    old: JourneyGraph, new: JourneyGraph, pairs: dict[str, str]
) -> Parts[list[tuple[list[str], list[str]]]]:
    """The ids of each reorderable sequence: the stages, and the cards of each cell.

    Includes only what both maps have in the same sequence.
    """
    ours: dict[tuple[object, ...], list[str]] = defaultdict(list)
    theirs: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for number, element in enumerate(new.elements(), 1):
        theirs[element.kind, element.stage].append(element.id)
        if number % PART == 0:
            yield
    for number, element in enumerate(old.elements(), 1):
        if number % PART == 0:
            yield
        stage = element.stage
        ours[element.kind, pairs.get(stage, stage) if stage else None].append(element.id)
    rows = []
    for number, (key, ids) in enumerate(ours.items(), 1):
        there = set(theirs.get(key, ()))
        mine = [id_ for id_ in ids if pairs.get(id_) in there]
        wanted = {pairs[id_] for id_ in mine}
        rows.append((mine, [id_ for id_ in theirs.get(key, ()) if id_ in wanted]))
        if number % PART == 0:
            yield
    return rows


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
) -> Parts[list[Difference]]:
    before = yield from _connections(old, pairs)
    yield
    after = yield from _connections(new, {id_: id_ for id_ in pairs.values()})
    yield
    back = {new_id: old_id for old_id, new_id in pairs.items()}
    reconnections = []
    for number, id_ in enumerate(dict.fromkeys((*before, *after)), 1):
        if number % PART == 0:
            yield
        if before[id_] != after[id_]:
            element = new.element(id_)
            removed = tuple(sorted(before[id_] - after[id_]))
            added = tuple(sorted(after[id_] - before[id_]))
            changes = (("relations", removed, added),)
            reconnections.append(
                Difference("reconnected", element.kind, back[id_], id_, element.title, changes)
            )
    return reconnections


def _connections(
    graph: JourneyGraph, new_ids: dict[str, str]
) -> Parts[defaultdict[str, set[tuple[str, str, str]]]]:
    """Kind, target and share of the relations of each element, all by their ids on the new map."""
    connections: defaultdict[str, set[tuple[str, str, str]]] = defaultdict(set)
    for number, relation in enumerate(graph.relations(), 1):
        if number % PART == 0:
            yield
        source, target = new_ids.get(relation.source), new_ids.get(relation.target)
        if source is not None and target is not None:
            connections[source].add((relation.kind, target, _share(relation)))
    return connections


def _share(relation: Relation) -> str:
    """A relation's share as text, "" if it has none."""
    share = relation.share if isinstance(relation, Follows) else None
    return "" if share is None else repr(float(share))
