"""Every fault in a map is reported in one sentence: the place, what is wrong, and what to do."""

from __future__ import annotations

import re

import pytest

from journeyeditor.files import FileError, parse_map
from journeyeditor.i18n import texts, window_languages
from tests.files.documents import Document, document, encoded, fault, with_edge, with_map, with_node
from tests.files.fault_tables import FIELDS, KIND_NAMES, KINDS_AND_IDS, MAP, PAY, TOP

LOST = "which is not in the map; use"
REFERENCES: list[tuple[Document, str]] = [
    (
        with_node("t1", stage="nope"),
        f"{PAY}: stage names “nope”, {LOST} a stage of the map or remove it",
    ),
    (
        with_node("t1", stage=""),
        f"{PAY}: stage names “”, {LOST} a stage of the map or remove it",
    ),
    (
        with_node("t1", stage="sara"),
        f"{PAY}: stage names “sara”, which is a persona; use a stage of the map or remove it",
    ),
    (
        with_node("t1", lane="s1"),
        f"{PAY}: lane names “s1”, which is a stage; use a lane of the map or remove it",
    ),
    (
        with_node("a1", persona="nobody"),
        f"step (a1): persona names “nobody”, {LOST} a persona of the map or remove it",
    ),
    (
        with_node("a1", persona=["sara", "nobody"]),
        f"step (a1): persona names “nobody”, {LOST} a persona of the map or remove it",
    ),
    (
        with_node("a1", persona=""),
        f"step (a1): persona names “”, {LOST} a persona of the map or remove it",
    ),
    (
        with_node("e1", persona="t1"),
        "emotion (e1): persona names “t1”, which is a touchpoint; "
        "use a persona of the map or remove it",
    ),
    (
        with_node("row", kinds=["step", "cloud"]),
        f"lane (row): kinds has the unknown kind “cloud”; use some of {KIND_NAMES}",
    ),
    (
        with_edge("r1", source="zz"),
        f"relation at (r1): source names “zz”, {LOST} an element of the map or remove it",
    ),
    (
        with_edge("r1", target="@map"),
        "relation at (r1): target names “@map”, which is a map; "
        "use an element of the map or remove it",
    ),
    (
        with_edge("r1", target="r2"),
        f"relation at (r1): target names “r2”, {LOST} an element of the map or remove it",
    ),
    (
        with_edge("r1", kind="follows"),
        "relation follows (r1) cannot lead from pain point to touchpoint; "
        "connect it from stage to stage or from step/touchpoint to step/touchpoint",
    ),
    (
        with_edge("r1", target="sara"),
        "relation at (r1) cannot lead from pain point to persona; connect it "
        "from emotion/metric/opportunity/pain point/picture/thought to stage/step/touchpoint",
    ),
    (
        with_edge("r2", persona="t1"),
        "relation follows (r2): persona names “t1”, which is a touchpoint; "
        "use a persona of the map or remove it",
    ),
    (
        with_map(poster={"persona": "s1"}),
        "the map: poster.persona names “s1”, which is a stage; "
        "use a persona of the map or remove it",
    ),
    (
        with_map(poster={"lanes": ["step", "row", "x"]}),
        f"the map: poster.lanes names “x”, {LOST} a lane or kind of the map or remove it",
    ),
]


@pytest.mark.parametrize(
    ("found", "sentence"), [*FIELDS, *KINDS_AND_IDS, *REFERENCES, *MAP, *TOP], ids=lambda _: ""
)
def test_a_fault_is_reported_in_one_sentence(found: Document, sentence: str) -> None:
    assert fault(encoded(found)) == sentence


def test_the_first_of_many_faults_is_reported() -> None:
    found = document()
    for node in found["nodes"]:
        node["votes"] = "many"
    assert fault(encoded(found)).startswith("stage “Buy” (s1): votes must be a whole number")


def test_odd_names_do_not_break_the_sentence() -> None:
    odd = "a\nb\u2028c\x1b[31md" + "e" * 200
    said = fault(encoded(with_node("t1", title=odd, id=odd, kind=odd)))
    assert said.startswith("node “a b c�[31md")
    said = fault(encoded(with_node("t1", **{odd: 1})))
    assert said.startswith(f"{PAY} has the unknown key “a b c�[31md")


def test_the_name_of_the_file_does_not_break_the_sentence() -> None:
    with pytest.raises(FileError) as refused:
        parse_map(b"", "a\nb.json")
    assert str(refused.value) == "a�b.json: is empty; use a backup or create a new map"


ALL_FAULTS = [document for document, _ in (*FIELDS, *KINDS_AND_IDS, *MAP, *TOP, *REFERENCES)]
#: What stays English: the words of other libraries, and what a key of one's own may hold.
UNTRANSLATED = ("(Expecting", "must begin with x-", "must not be nested", "must hold what")
ENGLISH_WORDS = re.compile(r"\b(?:must|which|cannot|has the|use an?|correct it|remove it|is not)\b")


@pytest.mark.parametrize("language", sorted(set(window_languages()) - {"en"}))
def test_every_fault_is_said_in_the_language_of_the_window(language: str) -> None:
    for wrong in ALL_FAULTS:
        with pytest.raises(FileError) as error:
            parse_map(encoded(wrong), "map.json")
        sentence = error.value.sentence(texts(language))
        assert sentence.startswith("map.json: ")
        assert sentence != str(error.value)
        if not any(words in str(error.value) for words in UNTRANSLATED):
            assert not ENGLISH_WORDS.search(sentence), sentence


def test_a_fault_names_kinds_in_the_language_of_the_window() -> None:
    with pytest.raises(FileError) as error:
        parse_map(encoded(with_node("e1", persona="t1")), "karta.json")
    assert error.value.sentence(texts("sv")) == (
        "karta.json: känsla (e1): persona hänvisar till ”t1”, som är av sorten kontaktpunkt; "
        "använd en av kartans personas eller ta bort uppgiften"
    )
