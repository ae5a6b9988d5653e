"""A person has a table of events, makes a map of it with mouse and keys, replays it, and prints its poster."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from journeyeditor import resources
from tests.end_to_end.screen import Program, until
from tests.end_to_end.test_a_map_by_hand import name_the_file, words_of

pytestmark = pytest.mark.timeout(280)


def test_a_table_of_events_becomes_a_poster(program: Program, tmp_path: Path) -> None:
    table = tmp_path / "events.csv"
    table.write_bytes(
        gzip.decompress(resources.path("events", "toothbrush.sv.csv.gz").read_bytes())
    )
    program.start()
    program.find("Blank map", "MapCard")
    program.hands.focus("Journey Editor")
    until(lambda: any(w["has_keys"] for w in program.widgets()), "a window that has the keys")
    program.hands.click(program.find("New from data…", "QPushButton").at())
    program.hands.click(program.find("Choose file…", "QPushButton").at())
    name_the_file(program, table, "New map from data")
    program.hands.click(program.find("Create map", "QPushButton").at())
    program.element("Produktsida")
    titles = {element["title"] for element in program.canvas()["elements"]}
    assert {"Awareness", "Consideration", "Kassa", "Leverans"} <= titles

    program.hands.focus("Journey Editor")
    until(lambda: any(w["has_keys"] for w in program.widgets()), "a window that has the keys")
    watch(program)
    program.hands.press("ctrl+e")
    program.hands.click(program.find("Export…", "QPushButton").at())
    poster = tmp_path / "poster.pdf"
    name_the_file(program, poster, "Export poster")
    program.find("Open file", "QPushButton")
    words = words_of(poster)
    assert "What customers did" in words
    assert "Measured on 4,714 journeys" in words
    assert "Produktsida" in words.replace("-\n", "")


def watch(program: Program) -> None:
    """Replay the journeys of the log, which is found again, and look at their flow."""
    program.hands.press("ctrl+F5")
    program.find("4,714 journeys", "Label")
    program.hands.press("space")
    program.find("Play", "IconButton")
    program.hands.click(program.find("Period of the replay", "PeriodSlider").at(0.5))
    times = {widget["text"] for widget in program.widgets() if widget["class"] == "QLabel"}
    assert any(words.endswith("September 2026") for words in times), times
    program.hands.press("space")
    program.find("Pause", "IconButton")
    program.hands.press("Escape")
    until(lambda: not sees(program, "PeriodSlider"), "the end of the replay")
    program.hands.press("ctrl+shift+w")
    until(lambda: sees(program, "FlowLegend"), "the legend of the flow")
    program.hands.press("ctrl+shift+w")
    until(lambda: not sees(program, "FlowLegend"), "a map without the flow")


def sees(program: Program, class_: str) -> bool:
    return any(widget["class"] == class_ for widget in program.widgets())
