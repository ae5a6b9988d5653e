"""Where things hang on a wall decides what they are on the map; nothing hangs there twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from journeyeditor.exporters.wall_photo import placement, with_placements
from journeyeditor.i18n import texts
from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import Emotion, Lane, MapInfo
from journeyeditor.wall import codes
from journeyeditor.wall.colours import ColourGroup
from journeyeditor.wall.photo import Find, Jpeg, WallPhoto
from journeyeditor.wall.sorting import (
    BY_COLOUR,
    BY_ROW,
    NEW_STAGE,
    SortedWall,
    SortingChoices,
    sorted_wall,
)
from tests.builders import a_map

SMALL = Jpeg(b"\xff\xd8\xff", 10, 10)
CORNERS = ((0.0, 0.0), (0.1, 0.0), (0.1, 0.1), (0.0, 0.1))
COLOURS = (ColourGroup("Yellow", "#FFEE66"), ColourGroup("Pink", "#FF99BB"))


def find(x: float, y: float, key: str = "", *, colour: int = 0, words: str = "") -> Find:
    return Find(CORNERS, x, y, SMALL, key, -1 if key else colour, words)


def photo(*finds: Find, colours: tuple[ColourGroup, ...] = COLOURS) -> WallPhoto:
    return WallPhoto(SMALL, finds, colours)


def buying() -> JourneyGraph:
    builder = a_map(title="Buying")
    for stage in ("Search", "Order", "Use"):
        builder.with_stage(stage).with_("step", f"{stage} it")
    return builder.built()


def stages_of(wall: SortedWall) -> list[str]:
    return [each.stage for each in wall.proposals]


def test_printed_stages_name_the_columns() -> None:
    heads = [find(x, 0, f"stage{n}") for n, x in enumerate((0.0, 4.0, 8.0), 1)]
    notes = [find(x, 1.5) for x in (-0.1, 1.1, 3.9, 5.1, 8.0, 9.2)]
    wall = sorted_wall(photo(*heads, *notes), buying())
    assert stages_of(wall) == ["stage1", "stage1", "stage2", "stage2", "stage3", "stage3"]


@pytest.mark.parametrize("aside", [0.0, 0.6])
def test_stages_close_together_hold_what_hangs_below_them(aside: float) -> None:
    """A head hangs above the left end of its two columns of notes, or above their middle."""
    heads = [find(x + aside, 0, f"stage{n}") for n, x in enumerate((0.0, 2.4, 4.8), 1)]
    notes = [find(x, 1.5) for x in (0.0, 1.2, 2.4, 3.6, 4.8, 6.0)]
    wall = sorted_wall(photo(*heads, *notes), buying())
    assert stages_of(wall) == ["stage1", "stage1", "stage2", "stage2", "stage3", "stage3"]


def test_cards_found_again_tell_where_their_stages_are() -> None:
    known = [find(x, 0, f"step{n}") for n, x in ((1, 4.0), (2, 8.0), (3, 0.0))]
    wall = sorted_wall(photo(*known, find(8.1, 1.2)), buying())
    assert [(each.stage, each.record) for each in wall.proposals] == [
        ("stage3", "step3"),
        ("stage1", "step1"),
        ("stage2", "step2"),
        ("stage2", ""),
    ]
    assert not any(each.moves for each in wall.proposals)


def test_a_card_in_another_column_moves_and_is_no_second_card() -> None:
    heads = [find(x, 0, f"stage{n}") for n, x in enumerate((0.0, 4.0, 8.0), 1)]
    cards = [find(0.0, 1.3, "step1"), find(8.1, 1.3, "step2"), find(8.0, 2.6, "step3")]
    graph = buying()
    shown = photo(*heads, *cards)
    wall = sorted_wall(shown, graph)
    assert [(each.record, each.moves) for each in wall.proposals] == [
        ("step1", False),
        ("step2", True),
        ("step3", False),
    ]
    moved = [placement(each, shown) for each in wall.proposals if each.moves]
    after = with_placements(graph, moved, wall, texts("en"))
    assert {card.id for card in after.cards("stage3")} == {"step2", "step3"}
    assert len(after) == len(graph)


def test_columns_follow_the_order_of_the_map_where_nothing_is_printed() -> None:
    notes = [find(x, y) for x in (0.0, 1.1, 4.0, 5.1, 8.0) for y in (0.0, 1.2)]
    wall = sorted_wall(photo(*notes), buying())
    assert [column.stage for column in wall.columns] == ["stage1", "stage2", "stage3"]
    assert [column.things for column in wall.columns] == [4, 4, 2]


def test_an_empty_map_gets_a_stage_for_each_column() -> None:
    graph = JourneyGraph(MapInfo(title="Wall"))
    shown = photo(*(find(x, y, words=f"{x} {y}") for x in (0.0, 3.0, 6.0) for y in (0.0, 1.2)))
    wall = sorted_wall(shown, graph)
    assert [column.stage for column in wall.columns] == [NEW_STAGE] * 3
    after = with_placements(
        graph, [placement(each, shown) for each in wall.proposals], wall, texts("sv")
    )
    assert [stage.title for stage in after.stages()] == ["Steg 1", "Steg 2", "Steg 3"]
    titles = [[card.title for card in after.cards(stage.id)] for stage in after.stages()]
    assert titles == [["0.0 0.0", "0.0 1.2"], ["3.0 0.0", "3.0 1.2"], ["6.0 0.0", "6.0 1.2"]]


def test_a_new_stage_stands_where_its_column_hangs() -> None:
    known = [find(x, 0, f"step{n}") for n, x in ((1, 0.0), (2, 8.0), (3, 12.0))]
    shown = photo(*known, find(4.0, 0, words="Pay"))
    graph = buying()
    wall = sorted_wall(shown, graph)
    new = [placement(each, shown) for each in wall.proposals if each.is_new]
    after = with_placements(graph, new, wall, texts("en"))
    assert [stage.title for stage in after.stages()] == ["Search", "Stage 4", "Order", "Use"]


def test_colours_are_kinds_and_can_be_others() -> None:
    notes = [find(0, 0), find(3, 0, colour=1), find(3, 1.2)]
    wall = sorted_wall(photo(*notes), buying())
    assert wall.by == BY_COLOUR
    assert [(group.number, group.notes, group.kind) for group in wall.groups] == [
        (0, 2, "step"),
        (1, 1, "pain_point"),
    ]
    chosen = SortingChoices(kinds={1: "opportunity"}, stages={0: "stage3"})
    wall = sorted_wall(photo(*notes), buying(), chosen)
    assert [(each.kind, each.stage) for each in wall.proposals] == [
        ("step", "stage3"),
        ("opportunity", "stage2"),
        ("step", "stage2"),
    ]


def test_printed_lanes_name_the_rows() -> None:
    lanes = [find(-2, 0, codes.lane_key("thought")), find(-2, 2.4, codes.lane_key("pain_point"))]
    notes = [find(0, 0), find(0, 1.1), find(0, 2.4), find(3, 3.5, colour=1)]
    wall = sorted_wall(photo(*lanes, *notes), buying())
    assert wall.by == BY_ROW
    assert [each.kind for each in wall.proposals] == [
        "thought",
        "thought",
        "pain_point",
        "pain_point",
    ]


def test_one_printed_lane_among_many_rows_leaves_the_others_to_their_colours() -> None:
    lane = find(-2, 0, codes.lane_key("opportunity"))
    notes = [find(0, 0, colour=1), find(3, 0, colour=1), find(0, 2.4), find(3, 4.8), find(0, 7.2)]
    wall = sorted_wall(photo(lane, *notes), buying())
    assert wall.by == BY_COLOUR
    assert [(group.notes, group.kind) for group in wall.groups] == [(3, "step"), (2, "opportunity")]


def test_a_lane_record_holds_what_hangs_beside_it() -> None:
    graph = buying()
    lane = Lane(id="voices", title="Voices", kinds=("thought",))
    graph = JourneyGraph.of(graph.info, [*graph.elements(), *graph.relations(), lane])
    shown = photo(find(-2, 0, codes.lane_key("voices")), find(0, 0, words="Why?"))
    wall = sorted_wall(shown, graph)
    [proposal] = wall.proposals
    assert (proposal.kind, proposal.lane) == ("thought", "voices")


def test_rows_of_one_colour_are_lanes() -> None:
    notes = [find(x, y) for x in (0, 3) for y in (0.0, 1.6)]
    wall = sorted_wall(photo(*notes, colours=COLOURS[:1]), buying())
    assert wall.by == BY_ROW
    assert [group.kind for group in wall.groups] == ["step", "touchpoint"]


def test_empty_printed_cards_say_what_they_are() -> None:
    shown = photo(find(0, 0, codes.blank_key("opportunity"), words="Free returns"))
    wall = sorted_wall(shown, buying())
    assert [(each.kind, each.is_new) for each in wall.proposals] == [("opportunity", True)]
    assert wall.groups == ()


def test_a_note_without_words_is_kept_as_a_picture() -> None:
    shown = photo(find(0, 0))
    graph = buying()
    wall = sorted_wall(shown, graph)
    after = with_placements(
        graph, [placement(each, shown) for each in wall.proposals], wall, texts("en")
    )
    [picture] = after.elements("picture")
    assert picture.image.startswith("data:image/jpeg;base64,")
    assert picture.stage == "stage1"


def test_long_words_are_kept_whole() -> None:
    words = "word " * 100
    shown = photo(find(0, 0, words=words))
    graph = buying()
    wall = sorted_wall(shown, graph)
    after = with_placements(
        graph, [placement(each, shown) for each in wall.proposals], wall, texts("en")
    )
    new = next(step for step in after.elements("step") if not graph.has_element(step.id))
    assert len(new.title) == 200
    assert new.note == words.strip()


def test_a_figure_on_an_emotion_is_its_score() -> None:
    shown = photo(find(0, 0, codes.blank_key("emotion"), words="−1.5"))
    graph = buying()
    wall = sorted_wall(shown, graph)
    after = with_placements(
        graph, [placement(each, shown) for each in wall.proposals], wall, texts("en")
    )
    [emotion] = after.elements("emotion")
    assert isinstance(emotion, Emotion)
    assert (emotion.score, emotion.title) == (-1.5, "")


def test_cards_of_another_map_are_just_notes() -> None:
    shown = photo(replace(find(0, 0, "step1"), words="Other"))
    wall = sorted_wall(shown, a_map(title="Else").with_stage("One").built())
    assert [(each.is_new, each.kind) for each in wall.proposals] == [(True, "step")]
