"""A person in a hurry types a map: every key lands where it should, however fast."""

from __future__ import annotations

from typing import Any

import pytest

from tests.end_to_end.screen import Program, until

pytestmark = pytest.mark.timeout(280)


def titles(program: Program, kind: str) -> list[str]:
    elements = program.canvas()["elements"]
    return [element["title"] for element in elements if element["kind"] == kind]


def burst(program: Program, words: str) -> None:
    """Type as fast as the screen takes keys."""
    program.hands.do("type", "--delay", 0, words)


def written(program: Program, words: str | None) -> None:
    until(lambda: program.canvas()["written"] == words, f"{words!r} in the field")


def test_a_hurried_sentence_lands_in_its_card(program: Program) -> None:
    program.start()
    program.hands.click(program.find("Blank map", "MapCard").at())
    program.canvas()
    burst(program, "kHalf typed when the battery died")
    written(program, "Half typed when the battery died")
    program.hands.press("Escape")
    until(lambda: titles(program, "touchpoint") == ["Half typed when the battery died"], "the card")

    program.hands.press("Escape")  # nothing is selected
    burst(program, "yAsk the CFO!")
    written(program, "Ask the CFO!")
    program.hands.press("Return", "Escape")
    assert titles(program, "note") == ["Ask the CFO!"]

    burst(program, "sSearch")
    written(program, "Search")
    program.hands.press("Tab")
    burst(program, "Buy")
    written(program, "Buy")
    program.hands.press("Return", "Home")
    burst(program, "kSearch ad")
    written(program, "Search ad")
    program.hands.press("ctrl+Return")
    burst(program, "Checkout")
    written(program, "Checkout")
    program.hands.press("alt+e", "4", "Return")
    written(program, None)
    assert "Checkout" in titles(program, "touchpoint")
    (emotion,) = (each for each in program.canvas()["elements"] if each["kind"] == "emotion")
    assert emotion["rect"] is not None

    program.hands.press("ctrl+comma")
    until(lambda: is_open(program, "Preferences"), "the preferences")
    program.hands.press("Escape")
    until(lambda: not is_open(program, "Preferences"), "the preferences closed")
    program.hands.focus("Journey Editor")
    until(lambda: any(widget["has_keys"] for widget in program.widgets()), "the focus")
    burst(program, "pToo many questions")
    written(program, "Too many questions")
    program.hands.press("Return")
    assert titles(program, "pain_point") == ["Too many questions"]
    for _ in range(9):
        program.hands.press("ctrl+z")
    until(lambda: not program.canvas()["elements"], "everything undone")
    for _ in range(9):
        program.hands.press("ctrl+shift+z")
    until(lambda: titles(program, "pain_point") == ["Too many questions"], "everything redone")
    assert program.said() == ""


def is_open(program: Program, title: str) -> bool:
    seen: list[dict[str, Any]] = program.widgets()
    return any(widget["window"] == title for widget in seen)
