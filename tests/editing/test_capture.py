"""Capture lines: no line is wrong, no word is lost, and each is one step of undo."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from journeyeditor.editing.changes.capturing import (
    MAX_LINES,
    CaptureDefaults,
    capture,
    complete,
    is_capture,
    lines_of,
)
from journeyeditor.editing.clipboard.capture_line import MAX_LINE, read_line
from journeyeditor.editing.errors import PasteError
from journeyeditor.editing.operations.workshop import capture_line, capture_lines
from journeyeditor.editing.session import Session
from journeyeditor.files import dump_map
from journeyeditor.i18n import texts
from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import Card, Emotion, PainPoint, Persona, Step, Touchpoint
from tests.builders import a_map
from tests.editing.driver import a_session
from tests.editing.shop_map import steps

SWEDISH = texts("sv")
LINE = 'övervägande > läser recensioner #web -2 !pris oklart "vem kan jag lita på?" @Anna'
words = st.text(st.sampled_from('abåäö ><#@!?+-"“”\\_,.012\u2212\t'), max_size=40)


@pytest.fixture
def session() -> Session:
    made = (
        a_map(language="sv")
        .with_stage("Övervägande")
        .with_stage("Köpbeslut")
        .with_stage("Köp igen")
        .with_("persona", "Anna Karin Ek")
    )
    return a_session(made.built())


def enter(
    session: Session,
    line: str,
    defaults: CaptureDefaults = CaptureDefaults(),  # noqa: B008
) -> CaptureDefaults:
    captured = capture(session.graph, line, defaults, SWEDISH)
    capture_line(session, captured)
    return captured.defaults


@pytest.mark.parametrize(
    ("line", "stage", "parts"),
    [
        (
            LINE,
            "övervägande",
            [
                ("", "läser recensioner"),
                ("touchpoint", "web"),
                ("emotion", "-2"),
                ("pain_point", "pris oklart"),
                ("thought", "vem kan jag lita på?"),
                ("persona", "Anna"),
            ],
        ),
        ("Jämför priser", None, [("", "Jämför priser")]),
        ("> Jämför", "", [("", "Jämför")]),
        ("köp > ", "köp", []),
        (
            "!tog lång tid +Snabbare kassa ?Vad kostar det",
            None,
            [
                ("pain_point", "tog lång tid"),
                ("opportunity", "Snabbare kassa"),
                ("note", "Vad kostar det"),
            ],
        ),
        ("läser #web vidare", None, [("", "läser vidare"), ("touchpoint", "web")]),
        ('#"sociala medier"', None, [("touchpoint", "sociala medier")]),
        ("#sociala_medier", None, [("touchpoint", "sociala medier")]),
        ("\u22121,5 +2 -3", None, [("emotion", "\u22121,5"), ("emotion", "+2"), ("", "-3")]),
        ("e-post - nu! 5 % rabatt?", None, [("", "e-post - nu! 5 % rabatt?")]),
        (r"\#1 i test \!", None, [("", "#1 i test !")]),
        ("”Så dyrt”", None, [("thought", "Så dyrt")]),
        ("“not closed", None, [("thought", "not closed")]),
        ('!"5 > 3"', None, [("pain_point", "5 > 3")]),
        ("", None, []),
    ],
)
def test_a_line_is_read(line: str, stage: str | None, parts: list[tuple[str, str]]) -> None:
    read = read_line(line)
    assert read.stage == stage
    assert [(part.kind, part.text) for part in read.parts] == parts


@given(words)
@example("> > >")
@example('#"')
@example("\\")
@example("a>b>c")
@example('"> x"')
def test_no_line_is_wrong_and_no_word_of_it_is_lost(line: str) -> None:
    read = read_line(line)
    found = " ".join([read.stage or "", *(part.text for part in read.parts)])
    letters = re.findall(r"[\wåäö.,]", line.replace("_", ""))
    assert sorted(letters) == sorted(re.findall(r"[\wåäö.,]", found.replace("_", "")))
    assert all(0 <= part.start < part.end <= len(line) for part in read.parts)


def test_a_line_without_end_is_read_to_a_bound() -> None:
    read = read_line("#" * 1_000_000)
    assert sum(len(part.text) for part in read.parts) <= MAX_LINE


def test_one_line_makes_cards_that_belong_together_and_is_one_step_of_undo(
    session: Session,
) -> None:
    before = dump_map(session.graph)
    enter(session, LINE)
    graph = session.graph
    stage = graph.stages()[0].id
    cards = {card.kind: card for card in graph.cards(stage)}
    step, touchpoint, emotion, pain = (
        cards[kind] for kind in ("step", "touchpoint", "emotion", "pain_point")
    )
    assert isinstance(step, Step)
    assert step.persona == (graph.personas()[0].id,)
    assert isinstance(touchpoint, Touchpoint)
    assert touchpoint.channel == "web"
    assert isinstance(emotion, Emotion)
    assert emotion.score == -2
    assert isinstance(pain, PainPoint)
    assert pain.title == "pris oklart"
    assert {relation.source for relation in graph.incoming(touchpoint.id, "at")} == {
        emotion.id,
        pain.id,
        cards["thought"].id,
    }
    assert steps(session) == 1
    session.undo()
    assert dump_map(session.graph) == before


def test_stage_and_kind_stay_for_the_next_line_until_another_is_named(session: Session) -> None:
    defaults = enter(session, "köpb > !Dolda avgifter")
    defaults = enter(session, "Sen frakt", defaults)
    defaults = enter(session, "> Betalar", defaults)
    enter(session, "Packar upp", defaults)
    cards = session.graph.cards(session.graph.stages()[1].id)
    assert [(card.kind, card.title) for card in cards if card.kind == "pain_point"] == [
        ("pain_point", "Dolda avgifter"),
        ("pain_point", "Sen frakt"),
    ]
    assert [card.title for card in cards if card.kind == "step"] == ["Betalar", "Packar upp"]


def test_what_cannot_be_placed_waits_with_the_words_of_its_stage(session: Session) -> None:
    defaults = enter(session, "leverans > !Kom för sent")
    (card,) = session.graph.cards(None)
    assert isinstance(card, Card)
    assert (card.title, card.proposed_stage) == ("Kom för sent", "leverans")
    assert defaults.stage == ""


def test_an_ambiguous_beginning_names_no_stage(session: Session) -> None:
    assert capture(session.graph, "kö > x", CaptureDefaults(), SWEDISH).stage == ""
    assert capture(session.graph, "köp i > x", CaptureDefaults(), SWEDISH).stage


def test_somebody_unknown_becomes_a_persona(session: Session) -> None:
    enter(session, "övervägande > -1 @Otto")
    otto = session.graph.personas()[-1]
    assert isinstance(otto, Persona)
    assert otto.title == "Otto"
    (emotion,) = session.graph.elements("emotion")
    assert emotion.persona == otto.id


def test_an_unknown_channel_is_kept_as_it_was_typed(session: Session) -> None:
    enter(session, "övervägande > #Plakat")
    (touchpoint,) = session.graph.elements("touchpoint")
    assert isinstance(touchpoint, Touchpoint)
    assert (touchpoint.title, touchpoint.channel) == ("Plakat", "Plakat")


@pytest.mark.parametrize(
    ("line", "completed"),
    [
        ("öv", "Övervägande > "),
        ("köpb", "Köpbeslut > "),
        ("övervägande > läser #sociala", 'övervägande > läser #"Sociala medier"'),
        ("@ann", '@"Anna Karin Ek"'),
        ("läser recensioner", None),
        ("", None),
        ("x > y", None),
    ],
)
def test_names_are_completed(session: Session, line: str, completed: str | None) -> None:
    found = complete(session.graph, line, SWEDISH)
    assert (found.line if found else None) == completed


def test_forty_cards_take_hardly_more_keys_than_their_words(session: Session) -> None:
    defaults, keys = CaptureDefaults(), 0
    for number in range(8):
        line = f'läser recension {number} #web -1 !pris oklart "kan jag lita på dem?"'
        line = f"övervägande > {line}" if number == 0 else line
        keys += len(line) + 1
        defaults = enter(session, line, defaults)
    assert len(session.graph.cards(session.graph.stages()[0].id)) == 40
    assert keys < 40 * 14
    assert steps(session) == 8


PASTED = """övervägande > läser recensioner #web -2 @Otto

!pris oklart @Otto
köpb > +visa totalpris
betalar "vad kostar frakten?"
Finns inte > !hamnar i inkorgen
"""


def _cards(session: Session) -> list[tuple[str, str, str, str]]:
    """What is on a map, whatever its ids."""
    graph = session.graph
    titled = {element.id: element.title for element in graph.elements()}
    return sorted(
        (
            each.kind,
            each.title,
            titled.get(each.stage or "", ""),
            str([titled.get(id_) for id_ in _people(each)]),
        )
        for each in graph.elements()
    )


def _people(element: Any) -> tuple[str, ...]:
    people = element.persona or ()
    return (people,) if isinstance(people, str) else people


def test_a_pasted_list_makes_the_cards_of_its_lines_in_one_step(session: Session) -> None:
    by_line = a_session(JourneyGraph.of(session.info, session.graph.elements()))
    defaults = CaptureDefaults()
    for line in lines_of(PASTED):
        defaults = enter(by_line, line, defaults)
    left = capture_lines(session, lines_of(PASTED), CaptureDefaults(), SWEDISH)
    assert left == defaults
    assert _cards(session) == _cards(by_line)
    assert [persona.title for persona in session.graph.personas()] == ["Anna Karin Ek", "Otto"]
    count = len(session.graph)
    assert session.undo()
    assert len(session.graph) == 4
    assert not session.undo()
    session.redo()
    assert len(session.graph) == count


def test_a_pasted_list_is_read_without_its_bullets(session: Session) -> None:
    assert lines_of("- köpb > betalar\n\n  * !avgifter\n3. [ ] +visa") == [
        *("köpb > betalar", "!avgifter", "+visa")
    ]
    assert lines_of("> fortsätter\n-1 trött\n#kassa") == ["> fortsätter", "-1 trött", "#kassa"]
    assert lines_of("- som det skrevs") == ["- som det skrevs"]
    stage = session.graph.stages()[0].title
    assert is_capture(session.graph, f"- {stage} > ett\n- två")


def test_a_list_that_is_too_long_is_refused_whole(session: Session) -> None:
    with pytest.raises(PasteError):
        capture_lines(session, ["!x"] * (MAX_LINES + 1), CaptureDefaults(), SWEDISH)
    assert len(session.graph) == 4


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (PASTED, True),
        ("köpbeslut > betalar", True),
        ("Mjölk\nBröd", False),
        ("- Mjölk\n+ Bröd", False),
        ("> citat\n> mer", False),
        ("Hem > Varukorg > Kassa\nHem > Hjälp", False),
        ("# Rubrik\n!viktigt", False),
        ("", False),
    ],
)
def test_only_lines_that_begin_in_a_stage_of_the_map_are_capture_lines(
    session: Session, text: str, expected: bool
) -> None:
    assert is_capture(session.graph, text) is expected
