"""Slides of other people become the maps that are drawn on them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from journeyeditor.exchange.boards import slides
from journeyeditor.exchange.importers import ImportFailure, find_journeys, read_map_from
from journeyeditor.exchange.sources import SourceFile
from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import info_of
from tests.exchange.boards.decks import (
    TITLE_AND_BODY,
    Deck,
    bullet_deck,
    columns_deck,
    grid_deck,
    prose_deck,
    table_deck,
)


def read(data: bytes) -> JourneyGraph:
    return read_map_from(SourceFile("deck.pptx", data)).graph


def cards(graph: JourneyGraph) -> list[tuple[str, str, str]]:
    """The cards as stage, kind and words, in the order of the map."""
    titles = {stage.id: stage.title for stage in graph.stages()}
    rank = {id_: number for number, id_ in enumerate(titles)}
    found = [each for each in graph.elements() if each.is_card]
    found.sort(key=lambda each: (rank.get(each.stage or "", -1), graph.sort_key(each)))
    return [
        (titles.get(each.stage or "", ""), each.kind, each.title or str(getattr(each, "score", "")))
        for each in found
    ]


def follows(graph: JourneyGraph) -> set[tuple[str, str]]:
    return {
        (graph.element(each.source).title, graph.element(each.target).title)
        for each in graph.relations()
        if each.kind == "follows"
    }


GRID = [
    ("Discover", "step", "Finds a bike in the app"),
    ("Discover", "thought", "Is there one near me?"),
    ("Discover", "emotion", "1"),
    ("Unlock", "step", "Scans the code"),
    ("Unlock", "thought", "Did it work?"),
    ("Unlock", "emotion", "-1"),
    ("Unlock", "pain_point", "Code is scratched"),
    ("Unlock", "pain_point", "No signal in the garage"),
    ("Unlock", "opportunity", "Unlock by Bluetooth"),
    ("Ride", "step", "Rides to work"),
    ("Ride", "emotion", "2"),
    ("Return", "step", "Parks at a station"),
    ("Return", "step", "Takes a photo"),
    ("Return", "emotion", "0"),
]


def test_boxes_in_rows_and_columns_are_stages_lanes_and_cards() -> None:
    graph = read(grid_deck().data())
    assert info_of(graph).title == "Renting a bike"
    assert [lane.title for lane in graph.lanes()] == ["Doing", "Thinking", "Feeling", "Pains", "Ideas"]  # fmt: skip
    assert cards(graph) == GRID
    assert ("Scans the code", "Parks at a station") in follows(graph)


def test_a_table_on_a_slide_is_a_journey() -> None:
    (journey,) = find_journeys(SourceFile("deck.pptx", table_deck().data()))
    assert journey.table is not None  # so that the roles of its rows can be chosen
    assert str(journey.place) == "slide 2"
    graph = journey.read().graph
    assert [stage.title for stage in graph.stages()] == ["Before", "At the clinic"]
    assert cards(graph) == [
        ("Before", "step", "Books a time"),
        ("Before", "step", "Gets a reminder"),
        ("Before", "touchpoint", "Website"),
        ("Before", "touchpoint", "SMS"),
        ("Before", "emotion", "1"),
        ("Before", "emotion", "0"),
        ("Before", "pain_point", "Too early"),
        ("At the clinic", "step", "Waits"),
        ("At the clinic", "touchpoint", "Reception"),
        ("At the clinic", "emotion", "-2"),
        ("At the clinic", "pain_point", "Runs late"),
    ]


def test_a_slide_for_each_stage_is_a_journey() -> None:
    graph = read(bullet_deck().data())
    assert info_of(graph).title == "Moving house"
    assert [stage.title for stage in graph.stages()] == ["Plan", "Pack", "Move"]
    assert ("Pack", "step", "Labels them") in cards(graph)
    assert ("Move", "opportunity", "Clean for them") in cards(graph)


def test_a_deck_without_a_cover_begins_with_its_first_stage() -> None:
    deck = Deck()
    for title, *lines in (
        ("Stage 1: Find", "Actions: googles", "Emotion: curious"),
        ("Stage 2: Buy", "Actions: pays", "Pain: queue"),
    ):
        deck.new(TITLE_AND_BODY, title).bullets(*((0, line) for line in lines))
    graph = read(deck.data())
    assert [stage.title for stage in graph.stages()] == ["Find", "Buy"]
    assert cards(graph) == [
        ("Find", "step", "googles"),
        ("Find", "emotion", "1"),
        ("Buy", "step", "pays"),
        ("Buy", "pain_point", "queue"),
    ]


def test_columns_without_names_of_lanes_are_a_board() -> None:
    graph = read(columns_deck().data())
    assert info_of(graph).title == "Ordering lunch"
    assert cards(graph) == [
        ("Hungry", "step", "Looks at the clock"),
        ("Choose", "step", "Opens the app"),
        ("Choose", "step", "Pays by phone"),
        ("Eat", "step", "Eats at the desk"),
    ]
    assert follows(graph) == {
        ("Looks at the clock", "Opens the app"),
        ("Opens the app", "Pays by phone"),
        ("Pays by phone", "Eats at the desk"),
    }


def test_several_slides_with_journeys_are_several_journeys() -> None:
    deck = table_deck().new(5, "After the visit")
    deck.table([["Stage", "Actions"], ["Pay", "Pays by card"], ["Leave", "Goes home"]])
    found = find_journeys(SourceFile("deck.pptx", deck.data()))
    assert [journey.title for journey in found] == ["Visiting the dentist", "After the visit"]


def test_a_deck_about_something_else_is_refused() -> None:
    with pytest.raises(ImportFailure, match="holds no journey; give it a table"):
        read(prose_deck().data())
    with pytest.raises(ImportFailure, match="holds no journey; give it a table"):
        read(Deck().new().data())


def test_the_number_of_shapes_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slides, "MAX_SHAPES", 3)
    with pytest.raises(ImportFailure, match="has more than 3 shapes; split it"):
        read(grid_deck().data())


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_what_libreoffice_made_of_a_deck_is_the_same_map(tmp_path: Path) -> None:
    path = tmp_path / "deck.pptx"
    path.write_bytes(grid_deck().data())
    for kind in ("odp", "pptx"):
        target = path if kind == "odp" else tmp_path / "deck.odp"
        command: list[Any] = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile"]
        command += ["--headless", "--convert-to", kind, "--outdir", tmp_path / kind, target]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        if kind == "odp":
            (tmp_path / "odp" / "deck.odp").rename(tmp_path / "deck.odp")
    assert cards(read((tmp_path / "pptx" / "deck.pptx").read_bytes())) == GRID
