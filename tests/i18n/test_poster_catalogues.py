"""A language of posters has every word that a poster or a comparison writes on paper."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping

import pytest

from journeyeditor import i18n
from journeyeditor.i18n import languages, texts
from journeyeditor.model import JourneyGraph
from journeyeditor.poster import PosterOptions, compose
from journeyeditor.poster.appendix import APPENDIX
from journeyeditor.poster.report.document import report
from journeyeditor.vocabulary import info_of
from journeyeditor.webpage import web_page
from tests.poster.sheets import SAMPLES, faces, sample

POSTER_ONLY = [code for code, language in languages().items() if language.is_poster_only]
PRINTS = (
    PosterOptions(paper="A1", ribbon=True, appendix=tuple(APPENDIX), imprint=True),
    PosterOptions(paper="A3", theme="ink", sheets=2),
    PosterOptions(paper="A2", tile="A4"),
)


class Asked(Mapping[str, str]):
    """A catalogue that notes what it is asked for and does not have."""

    def __init__(self, messages: Mapping[str, str], missing: set[str]) -> None:
        self._messages, self._missing = messages, missing

    def __getitem__(self, key: str) -> str:
        if key not in self._messages:
            self._missing.add(key)
        return self._messages[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._messages)

    def __len__(self) -> int:
        return len(self._messages)


def spoken(graph: JourneyGraph, language: str) -> JourneyGraph:
    """A map in another language; its titles stay."""
    info = info_of(graph).replaced(language=language, date=datetime.date(2026, 5, 21))
    return JourneyGraph.of(info, [*graph.elements(), *graph.relations()])


@pytest.fixture
def missing(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    found: set[str] = set()
    load: Callable[[str], i18n.Texts] = i18n._texts

    def noting(code: str) -> i18n.Texts:
        plain = load(code)
        if code == "en":
            return plain
        return plain._replace(messages=Asked(plain.messages, found))

    monkeypatch.setattr(i18n, "_texts", noting)
    return found


@pytest.mark.parametrize("language", POSTER_ONLY)
@pytest.mark.parametrize("name", SAMPLES)
def test_a_poster_has_all_its_words(missing: set[str], language: str, name: str) -> None:
    graph = spoken(sample(name), language)
    for options in PRINTS:
        assert compose(graph, options, faces(), "en").metadata.language == language
    # Their own titles, tags and channels are no words of ours.
    own = {text for text in missing if text not in texts("sv").messages}
    assert missing - own == set()


@pytest.mark.parametrize("language", POSTER_ONLY)
@pytest.mark.parametrize("name", SAMPLES)
def test_a_web_page_has_all_its_words(missing: set[str], language: str, name: str) -> None:
    assert f'<html lang="{language}"' in web_page(spoken(sample(name), language), faces())
    own = {text for text in missing if text not in texts("sv").messages}
    assert missing - own == set()


@pytest.mark.parametrize("language", POSTER_ONLY)
def test_a_comparison_has_all_its_words(missing: set[str], language: str) -> None:
    report(sample(SAMPLES[0]), spoken(sample(SAMPLES[1]), language), faces())
    own = {text for text in missing if text not in texts("sv").messages}
    assert missing - own == set()


@pytest.mark.parametrize("language", POSTER_ONLY)
def test_months_are_translated(language: str) -> None:
    found = texts(language).messages
    assert [month for month in i18n.MONTHS if month not in found] == []


def test_a_word_that_is_missing_is_noticed(missing: set[str]) -> None:
    assert texts("fr")("Preferences") == "Preferences"
    assert missing == {"Preferences"}
