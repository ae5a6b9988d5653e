"""Similar cards are grouped by their letters, largest group first; every card is in one group."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from journeyeditor.insight.similarity import groups, similarity
from journeyeditor.vocabulary import PainPoint

NOTES = (
    "Frakten dyker upp sist",
    "Fraktkostnaden är gömd till slutet",
    "Ser inte frakten förrän i kassan",
    "Jämför tre modeller bredvid varandra",
    "Jämförelse av modeller efter behov",
    "Modellerna går inte att jämföra",
    "Tandläkaren sa något annat",
)


def cards(titles: list[str]) -> list[PainPoint]:
    return [PainPoint(id=str(at), title=title) for at, title in enumerate(titles)]


def test_notes_on_one_theme_are_together() -> None:
    found = groups(cards(list(NOTES)))
    assert found[0] == ["3", "4", "5"]
    assert ["0", "2"] in found
    assert ["6"] in found


def test_the_same_words_are_together_whatever_their_case_and_punctuation() -> None:
    found = groups(cards(["Kassan är seg!", "Snygg låda", "kassan är seg"]))
    assert found == [["0", "2"], ["1"]]


@given(st.lists(st.text(max_size=30), max_size=12))
def test_every_card_is_in_one_group(titles: list[str]) -> None:
    found = groups(cards(titles))
    assert sorted(id_ for group in found for id_ in group) == sorted(map(str, range(len(titles))))
    assert [len(group) for group in found] == sorted(map(len, found), reverse=True)


def test_many_cards_beyond_the_bound_are_there_none_the_less() -> None:
    assert len(groups(cards(["xylofon"] * 1_005))) == 6


def test_texts_are_as_alike_as_themselves() -> None:
    assert similarity("Dolda avgifter", "dolda avgifter") > 0.999
    assert similarity("Dolda avgifter", "Snygg") == 0
    assert similarity("", "") == 0
