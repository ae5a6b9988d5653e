"""A persona is found by her id, her name, or the beginning of it."""

from __future__ import annotations

import pytest

from journeyeditor.poster import PosterError
from journeyeditor.poster.options import EVERYBODY, requested_persona
from journeyeditor.vocabulary import Persona
from tests.poster.sheets import a_map, poster, text_of

GRAPH = a_map(
    Persona(id="p1", title="Sara Karlsson"),
    Persona(id="p2", title="Sa"),
    Persona(id="sara", title="Åsa  Öberg"),
    Persona(id="p4", title="Per Ek"),
    Persona(id="p5", title="Per Ask"),
)


@pytest.mark.parametrize(
    ("wanted", "id_"),
    [
        ("p1", "p1"),
        ("sara", "sara"),
        ("SARA K", "p1"),
        ("sa", "p2"),
        ("A\u030asa öb", "sara"),
        ("per e", "p4"),
        ("", ""),
        (EVERYBODY, ""),
    ],
)
def test_a_persona_is_found(wanted: str, id_: str) -> None:
    assert requested_persona(GRAPH, wanted) == id_


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ("Per", 'several personas are called "Per": Per Ek, Per Ask; write more of the name'),
        ("Eva", 'the map has no persona "Eva"; it has Sara Karlsson, Sa'),
    ],
)
def test_what_is_not_clear_is_asked_back(wanted: str, words: str) -> None:
    with pytest.raises(PosterError) as caught:
        requested_persona(GRAPH, wanted)
    assert str(caught.value).startswith(words)


def test_her_sheet_has_her_name_once_in_its_title() -> None:
    graph = a_map(Persona(id="p", title="Sara Karlsson", role="Köpare"), title="Resa")
    sheet = poster(graph, persona="sara")
    assert sheet.metadata.title == "Resa – Sara Karlsson"
    assert text_of(sheet).startswith("Resa – Sara Karlsson Customer journey map · Köpare")


def test_a_long_word_of_a_name_is_set_smaller_rather_than_broken() -> None:
    graph = a_map(Persona(id="p", title="Förstagångsköpare"), title="Resa", language="en")
    assert "Förstagångsköpare" in text_of(poster(graph)).split()
