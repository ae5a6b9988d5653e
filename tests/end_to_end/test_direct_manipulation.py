"""A real mouse moves, copies, reconnects and widens, and the map stays where it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from journeyeditor import resources
from tests.end_to_end.screen import Place, Program, until

pytestmark = pytest.mark.timeout(280)

SAMPLE = resources.path("samples", "predictive_maintenance.en.journey.json")


def begin(program: Program, folder: Path) -> Place:
    """Open a copy of the sample with a number of cards, and return where its canvas is."""
    path = folder / "maintenance.journey.json"
    path.write_bytes(SAMPLE.read_bytes())
    program.start(str(path))
    until(lambda: program.ask("canvas"), "the map")
    program.hands.press("ctrl+1")  # all of it in view
    return Place(*program.canvas()["rect"])


def count(program: Program, title: str) -> int:
    return sum(element["title"] == title for element in program.canvas()["elements"])


def test_a_drag_from_the_palette_leaves_the_view_where_it_is(
    program: Program, tmp_path: Path
) -> None:
    canvas = begin(program, tmp_path)
    before = program.element("Live demo")
    start = program.find("Pain point", "KindButton").at(0.3)
    hands = program.hands
    hands.do("mousemove", *start)
    hands.do("mousedown", 1)
    for step in range(1, 25):
        x = round(start[0] + (canvas.x + 250 - start[0]) * step / 24)
        hands.do("mousemove", x, start[1])
    assert program.element("Live demo") == before
    hands.press("Escape")
    hands.do("mouseup", 1)
    assert program.element("Live demo") == before


def test_cards_are_copied_and_stages_widened(program: Program, tmp_path: Path) -> None:
    begin(program, tmp_path)
    hands = program.hands
    hands.do("keydown", "ctrl")
    hands.drag(program.element("Live demo").at(), program.element("Pilot on line 3").at())
    hands.do("keyup", "ctrl")
    until(lambda: count(program, "Live demo") == 2, "a copy")
    hands.press("ctrl+z")
    until(lambda: count(program, "Live demo") == 1, "the copy undone")

    stage = program.element("Consideration")
    edge = round(stage.x + stage.width - 1), round(stage.y + 3)
    hands.drag(edge, (round(edge[0] + stage.width / 2), edge[1]))
    until(lambda: program.element("Consideration").width > 1.3 * stage.width, "a wider stage")
    hands.press("ctrl+z")
    until(lambda: program.element("Consideration").width == stage.width, "the width undone")
