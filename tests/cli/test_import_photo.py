"""A photo of a wall becomes a map, or comes back into the map whose cards hang there."""

from __future__ import annotations

from pathlib import Path

import pytest

from journeyeditor import resources
from journeyeditor.files import read_map
from journeyeditor.wall import picture
from tests.cli.program import Run
from tests.poster.sheets import sample
from tests.wall.photos import Wall, printed, sticky

pytestmark = pytest.mark.usefixtures("work")
SAMPLE = resources.path("samples", "toothbrush.sv.journey.json")


@pytest.fixture(autouse=True)
def no_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("journeyeditor.wall.text.installed_languages", frozenset)


def wall_with_a_moved_card() -> tuple[str, str]:
    """Write a photo in which the first step hangs in the second stage, and return its id and that stage's."""
    graph = sample("toothbrush.sv")
    cards, stages = printed(graph), graph.stages()
    wall = Wall(900, 420)
    for place, stage in enumerate(stages):
        wall.hang(cards[stage.id], 80 + place * 120, 70, 0, stage.id)
    step = next(card for card in graph.cards(stages[0].id) if card.kind == "step")
    wall.hang(cards[step.id], 200, 200, 4)
    wall.hang(sticky("pink"), 320, 210, -5)
    Path("wall.jpg").write_bytes(wall.photo(width=2200, shadow=0.1))
    return step.id, stages[1].id


def test_it_comes_back_into_its_map(run: Run) -> None:
    step, stage = wall_with_a_moved_card()
    answer = run("import", "wall.jpg", "--into", SAMPLE, "-o", "new.journey.json")
    assert answer.status == 0, answer.err
    before, after = read_map(SAMPLE), read_map(Path("new.journey.json"))
    assert after.element(step).stage == stage
    # What nobody could read is kept as a picture, and nothing is there twice.
    assert len(after) == len(before) + 1
    [new] = [each for each in after.elements("picture") if not before.has_element(each.id)]
    assert new.stage == before.stages()[2].id


def test_it_becomes_a_map_of_its_own(run: Run) -> None:
    wall = Wall(700, 500)
    for x in (120, 420):
        for y in (120, 260):
            wall.hang(sticky("yellow"), x, y, 3)
    Path("wall.png").write_bytes(wall.photo(width=1500))
    answer = run("import", "wall.png", "-o", "map.journey.json")
    assert answer.status == 0
    assert "Notes that could not be read and became pictures: 4." in answer.err
    graph = read_map(Path("map.journey.json"))
    assert [len(graph.cards(stage.id)) for stage in graph.stages()] == [2, 2]


def test_pictures_without_notes_are_refused(run: Run) -> None:
    Path("wall.jpg").write_bytes(Wall(700, 500).photo(width=900))
    answer = run("import", "wall.jpg", "-o", "map.journey.json")
    assert (answer.status, answer.out) == (1, "")
    assert answer.sentence.startswith("wall.jpg: shows no sticky notes and no printed cards")
    Path("wall.jpg").write_bytes(b"\xff\xd8\xff\0")
    answer = run("import", "wall.jpg", "-o", "map.journey.json")
    assert answer.sentence.startswith("wall.jpg: is damaged")


def test_without_the_extra_one_sentence_says_how_to_get_it(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture, "can_read_photos", lambda: False)
    Path("wall.jpg").write_bytes(b"\xff\xd8\xff\0")
    answer = run("import", "wall.jpg", "-o", "map.journey.json")
    assert (answer.status, answer.out) == (1, "")
    assert "pip install 'journeyeditor[wall]'" in answer.sentence
