"""The panel beside the map: it has all that it has room for, and gives way where it has little to say."""

from __future__ import annotations

from typing import Any

import pytest

from journeyeditor.display.primitives import TextRun
from journeyeditor.poster import PosterOptions, compose
from journeyeditor.poster.blocks import Block, balanced, columns_of
from journeyeditor.vocabulary import Emotion, Evidence, EvidencedBy, Persona, Stage, Step
from tests.layout.shares import ink_box, walk
from tests.poster.poster_maps import poster_map
from tests.poster.sheets import SAMPLES, a_map, faces, poster, rules, runs, sample_poster, text_of
from tests.poster.test_measures import named

LISTS = {"goals": ("Calm",), "needs": ("Figures",), "frustrations": ("Noise",)}


def test_personas_share_what_the_panel_has_room_for() -> None:
    """Both have lists, rather than one of them all and the other none."""
    words = text_of(sample_poster("fitness_club.da"))
    assert words.count("Behov") == 2
    assert "Gå tur uden smerter" in words


def test_sources_have_their_figures_where_shortened_personas_leave_room() -> None:
    words = text_of(sample_poster("predictive_maintenance.en"))
    assert "164 days · n = 48 opportunities" in words


def test_persona_sheets_show_what_the_panel_does_not() -> None:
    graph = poster_map("predictive_maintenance.en")
    assert "panel-shortened" in rules(poster(graph))
    assert "panel-shortened" not in rules(poster(graph, appendix=("personas",)))


def _map_of(**fields: Any) -> list[float]:
    """Return the left edges of a step's words, of a map whose only persona has these fields."""
    graph = a_map(
        Stage(id="s", title="Order"),
        Persona(id="p", title="Kim", **fields),
        Step(id="a", stage="s", title="Signs"),
        Emotion(id="e", stage="s", persona="p", score=1),
    )
    page = compose(graph, PosterOptions(paper="A3"), faces()).pages[0]
    return [t.apply(run.x, run.y)[0] for run, t in runs(page) if run.text == "Signs"]


def test_a_persona_with_a_name_only_leaves_the_map_its_whole_width() -> None:
    assert _map_of() < _map_of(**LISTS)


def test_sources_keep_the_panel_beside_the_map() -> None:
    graph = a_map(
        Stage(id="s", title="Order"),
        Persona(id="p", title="Kim"),
        Step(id="a", stage="s", title="Signs"),
        Evidence(id="x", title="Survey"),
        EvidencedBy(id="r", source="a", target="x"),
    )
    page = compose(graph, PosterOptions(paper="A3"), faces()).pages[0]
    lefts = [t.apply(run.x, run.y)[0] for run, t in runs(page) if run.text == "Signs"]
    assert lefts > _map_of()


def _list(*heads: int) -> list[Block]:
    """Return lists of so many items, each below its heading."""
    blocks = []
    for count in heads:
        blocks.append(Block((), 10, 10, is_head=True))
        blocks += [Block((), 10, 2, role="LI") for _ in range(count)]
    return blocks


@pytest.mark.parametrize("room", range(46, 120, 6))
def test_no_item_of_a_list_is_alone_at_the_end_or_the_top_of_a_column(room: int) -> None:
    for column in columns_of(_list(4, 3, 5), room):
        is_item = ["I" if block.role == "LI" else "H" for block, _ in column]
        words = "".join(is_item)
        assert not words.startswith("IH")
        assert not words.endswith("HI")
        assert words != "I"


def test_columns_of_equal_height_are_as_full_as_the_highest_one() -> None:
    columns, height = balanced(_list(6), 4)
    assert len(columns) < 4
    assert max(y + block.height for column in columns for block, y in column) == height


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("orientation", ["landscape", "portrait"])
def test_no_line_ends_with_a_dot_between_two_facts(name: str, orientation: str) -> None:
    options = PosterOptions(
        paper="A3", orientation=orientation, appendix=("personas", "priorities")
    )
    found = compose(poster_map(name), options, faces())
    assert not [run.text for page in found.pages for run, _ in runs(page) if run.text.endswith("·")]


def test_a_strip_is_as_wide_as_the_sheet() -> None:
    """Its columns are as many as it needs, rather than a few narrow ones beside nothing."""
    page = poster(poster_map("right to left")).pages[0]
    group, transform = named(page, "panel")
    boxes = [
        transform.box(ink_box(run, t)) for run, t in walk((group,)) if isinstance(run, TextRun)
    ]
    across = max(box.right for box in boxes) - min(box.x for box in boxes)
    assert across > 0.8 * page.trim.width


def test_a_name_that_nearly_fits_stays_on_one_line() -> None:
    found = poster(poster_map("heat_pump.nb"), paper="A3", orientation="portrait")
    assert "Ingrid Solbakken" in [run.text for run, _ in runs(found.pages[0])]
