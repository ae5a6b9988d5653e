"""A person starts the program, makes a map with mouse and keys, saves it and prints its poster."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from journeyeditor.files import read_map
from tests.end_to_end.screen import Place, Program, until

pytestmark = pytest.mark.timeout(280)


def begin(program: Program) -> Place:
    """Start the program, choose a blank map, and return where its canvas is."""
    program.start()
    program.hands.click(program.find("Blank map", "MapCard").at())
    return Place(*program.canvas()["rect"])


def put(program: Program, kind: str, at: tuple[int, int], title: str) -> Place:
    """Drag a kind from the palette onto the map, type its title, and return where it stands."""
    known = len(program.canvas()["elements"])
    program.hands.drag(program.find(kind, "KindButton").at(0.3), at)
    until(lambda: len(program.canvas()["elements"]) > known, f"a new {kind}")
    until(lambda: program.canvas()["written"] is not None, "a field to write in")
    program.hands.type(title)
    until(lambda: program.canvas()["written"] == title, f"“{title}” in the field")
    program.hands.press("Return")
    until(lambda: program.canvas()["written"] is None, "the field closed")
    return program.element(title)


def links(program: Program) -> set[tuple[str, str, str]]:
    seen = program.canvas()
    titles = {element["id"]: element["title"] for element in seen["elements"]}
    return {(kind, titles[source], titles[target]) for kind, source, target in seen["relations"]}


def name_the_file(program: Program, path: Path, behind: str) -> None:
    """Answer a file dialog over the window `behind`: what is typed replaces what it suggests."""

    def takes_a_name() -> bool:
        return any(widget["class"] == "QLineEdit" and widget["has_keys"] for widget in seen())

    def seen() -> list[dict[str, Any]]:
        widgets = program.widgets()
        return widgets if any(widget["class"] == "QFileDialog" for widget in widgets) else []

    until(takes_a_name, "a file dialog that takes a name")
    program.hands.press("ctrl+a")
    program.hands.type(str(path))
    program.hands.press("Return")
    until(lambda: path.exists() and not seen(), f"{path.name} on the disk")
    program.hands.focus(behind)
    until(lambda: any(widget["has_keys"] for widget in program.widgets()), f"{behind} has the keys")


def words_of(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def test_a_map_is_made_saved_and_printed_by_hand(program: Program, tmp_path: Path) -> None:
    canvas = begin(program)
    stage = put(program, "Stage", canvas.at(0.45, 0.3), "Buy")
    touchpoint = put(program, "Touchpoint", stage.at(0.5, 2.6), "Checkout")
    beside = round(touchpoint.x + touchpoint.width + 3), touchpoint.at()[1]
    put(program, "Touchpoint", beside, "Delivery")
    touchpoint = program.element("Checkout")
    put(program, "Pain point", (touchpoint.at()[0], touchpoint.at()[1] + 240), "Hidden fees")
    before = links(program)
    assert ("at", "Hidden fees", "Checkout") in before

    program.hands.click(program.element("Checkout").at(0.5, 0.8))
    handles = until(lambda: program.canvas()["handles"], "handles to connect with")
    program.hands.drag(Place(*handles[0]).at(), program.element("Delivery").at())
    until(lambda: links(program) > before, "a connection")
    (new,) = links(program) - before
    assert {"Checkout", "Delivery"} == set(new[1:])
    program.hands.press("Escape")
    program.hands.press("ctrl+z")
    until(lambda: links(program) == before, "the connection undone")
    program.hands.press("ctrl+shift+z")
    until(lambda: links(program) == before | {new}, "the connection redone")

    file = tmp_path / "brush.journey.json"
    program.hands.press("ctrl+s")
    name_the_file(program, file, "Journey Editor")
    program.hands.press("ctrl+e")
    program.hands.click(program.find("Export…", "QPushButton").at())
    poster = tmp_path / "poster.pdf"
    name_the_file(program, poster, "Export poster")
    program.find("Open file", "QPushButton")

    graph = read_map(file)
    kinds = sorted((element.kind, element.title) for element in graph.elements())
    assert kinds == [
        ("pain_point", "Hidden fees"),
        ("stage", "Buy"),
        ("touchpoint", "Checkout"),
        ("touchpoint", "Delivery"),
    ]
    saved = {
        (relation.kind, graph.element(relation.source).title, graph.element(relation.target).title)
        for relation in graph.relations()
    }
    assert saved == before | {new}
    words = words_of(poster)
    for title in ("Buy", "Checkout", "Delivery", "Hidden fees"):
        assert title in words

    program.hands.press("Escape")
    until(lambda: not any(w["window"] == "Export poster" for w in program.widgets()), "it closed")
    program.hands.focus("Journey Editor")
    program.hands.press("ctrl+q")
    assert program.ended() == 0
    assert program.said() == ""
