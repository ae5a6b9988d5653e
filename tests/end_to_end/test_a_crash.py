"""The program is killed while a person types; at the next start the words are offered, and there."""

from __future__ import annotations

import pytest

from tests.end_to_end.screen import Place, Program, until

pytestmark = pytest.mark.timeout(280)
WORDS = "The checkout asks for an account"


def journaled(program: Program) -> str:
    journals = program.home.rglob("*.jsonl")
    return "\n".join(file.read_text("utf-8", errors="replace") for file in journals)


def test_what_was_typed_before_the_kill_comes_back(program: Program) -> None:
    program.start()
    program.hands.click(program.find("Blank map", "MapCard").at())
    canvas = Place(*program.canvas()["rect"])
    program.hands.drag(program.find("Stage", "KindButton").at(0.3), canvas.at(0.45, 0.3))
    until(lambda: program.canvas()["written"] is not None, "a field to write in")
    program.hands.type(WORDS)
    until(lambda: WORDS in journaled(program), "the words in the journal")
    program.hands.type(" and")
    assert program.canvas()["written"] is not None, "the field is still open"
    for _ in range(2):  # recovered and at once killed again, nothing is lost either
        program.kill()
        program.start()
        program.hands.click(program.find("Recover", "QPushButton").at())
        assert until(lambda: first_title(program), "the map").startswith(WORDS)


def first_title(program: Program) -> str:
    elements = program.canvas()["elements"]
    return elements[0]["title"] if elements else ""
