"""The glossary of a map: its terms with their meanings, and what they are called in other languages."""

from __future__ import annotations

from journeyeditor.insight.translation import texts_in, with_translation
from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import MapInfo, info_of


class GlossaryError(ValueError):
    """A term that is there already."""


def meaning_of(info: MapInfo, term: str) -> str:
    """What a term means, or its synonyms, in one line."""
    meaning = info.glossary.get(term, "")
    return meaning if isinstance(meaning, str) else ", ".join(meaning)


def with_meaning(info: MapInfo, term: str, words: str) -> MapInfo:
    """A map's attributes with the meaning of a term; where there are synonyms, commas are between them."""
    has_synonyms = isinstance(info.glossary.get(term), tuple)
    parts = tuple(part.strip() for part in words.split(",") if part.strip())
    return info.replaced(glossary={**info.glossary, term: parts if has_synonyms else words.strip()})


def with_term(info: MapInfo, term: str) -> MapInfo:
    """A map's attributes with a new term; raises GlossaryError for one that is there."""
    if term in info.glossary:
        raise GlossaryError(term)
    return info.replaced(glossary={**info.glossary, term: ""})


def renamed(graph: JourneyGraph, old: str, new: str) -> MapInfo:
    """A map's attributes with another word for a term, which keeps its place and translations.

    Raises GlossaryError for one that is there.
    """
    info = info_of(graph)
    if new in info.glossary:
        raise GlossaryError(new)
    terms = {new if term == old else term: words for term, words in info.glossary.items()}
    changed = info.replaced(glossary=terms)
    used = {each.text for each in texts_in(_with_info(graph, changed))}
    for language, known in info.translations.items():
        if (words := known.get(old)) is not None:
            if new not in known:
                changed = with_translation(changed, language, new, words)
            if old not in used:
                changed = with_translation(changed, language, old, "")
    return changed


def without(graph: JourneyGraph, terms: set[str]) -> MapInfo:
    """A map's attributes without terms, nor translations that nothing else needs."""
    info = info_of(graph)
    kept = {term: words for term, words in info.glossary.items() if term not in terms}
    changed = info.replaced(glossary=kept)
    used = {each.text for each in texts_in(_with_info(graph, changed))}
    gone = {each.text for each in texts_in(graph)} - used
    for language, known in info.translations.items():
        for text in gone & known.keys():
            changed = with_translation(changed, language, text, "")
    return changed


def _with_info(graph: JourneyGraph, info: MapInfo) -> JourneyGraph:
    return JourneyGraph.of(info, (*graph.elements(), *graph.relations()))
