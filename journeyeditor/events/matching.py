"""Which step or touchpoint of a map an activity is: by their words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from journeyeditor.model import Element, JourneyGraph
from journeyeditor.vocabulary import MOMENTS, info_of

#: Titles that agree less than this (0..1) are not the same.
MIN_AGREEMENT = 0.5
_WORD = re.compile(r"[^\W_]+")
#: Words that say nothing about a moment, in the languages of the program.
_SMALL = frozenset(
    "a an and at by for from in into of on or the to with av att en ett för från i med och på som "
    "till ut at av de den det et for fra med og om på til ud ved das dem den der die ein eine für "
    "im in mit und von vor zu zum zur ja tai".split()
)
#: Endings that the forms of one word differ in, the longest first.
_ENDINGS = (
    *("ningen", "ingen", "ning", "elsen", "else", "erne", "ung", "ing", "ene", "arna", "orna"),
    *("ed", "es", "en", "et", "er", "ar", "or", "an", "te", "de", "s", "t", "r", "n", "a", "e"),
)
_SHORTEST = 3


def match(
    activities: Iterable[str], graph: JourneyGraph, known: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The id of the moment that each activity is, "" for none.

    What is `known`, from an earlier measurement or from the user, stands if the map still has it.
    """
    moments = [each for kind in ("touchpoint", "step") for each in graph.elements(kind)]
    words = {each.id: _titles(each, graph) for each in moments}
    result = {}
    for activity in activities:
        id_ = (known or {}).get(activity)
        if id_ is None or (id_ and not _is_moment(graph, id_)):
            id_ = _best(activity, words)
        result[activity] = id_
    return result


def _is_moment(graph: JourneyGraph, id_: str) -> bool:
    return graph.has_element(id_) and graph.element(id_).kind in MOMENTS


def _best(activity: str, words: Mapping[str, list[frozenset[str]]]) -> str:
    own = _stems(activity)
    best, most = "", 0.0
    for id_, titles in words.items():
        agreement = max((_agreement(own, title) for title in titles), default=0.0)
        if agreement > most and agreement >= MIN_AGREEMENT:
            best, most = id_, agreement
    return best


def _titles(moment: Element, graph: JourneyGraph) -> list[frozenset[str]]:
    """The words of a moment's title, and of the synonyms of it that the glossary has."""
    titles = [_stems(moment.title)]
    for term, others in info_of(graph).glossary.items():
        synonyms = (term, *others) if isinstance(others, tuple) else (term,)
        if any(_stems(each) == titles[0] for each in synonyms):
            titles += map(_stems, synonyms)
    return titles


def _agreement(one: frozenset[str], other: frozenset[str]) -> float:
    """How much two sets of words agree (0..1): their shared words, of both and of the shorter."""
    shared = len(one & other)
    if not shared:
        return 0.0
    return (shared / len(one | other) + shared / min(len(one), len(other))) / 2


@lru_cache(maxsize=10_000)
def _stems(text: str) -> frozenset[str]:
    split = re.sub(r"(?<=[a-zåäöæø])(?=[A-ZÅÄÖÆØ])", " ", text)
    words = [word.casefold() for word in _WORD.findall(split)]
    return frozenset(_stem(word) for word in words if word not in _SMALL) or frozenset(words)


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word.removesuffix(ending)
    return word
