"""A big poster on small paper: the tiles cover the sheet, overlap as asked, and lose nothing."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeyeditor.display.primitives import Fill, Group, Page, Primitive, Stroke, TextRun, extent
from journeyeditor.geometry import IDENTITY, POINTS_PER_MM, Rect, Size, Transform
from journeyeditor.poster import PAPERS, PaperError, paper_size
from journeyeditor.poster.tiling import (
    EDGE_MM,
    TilePlan,
    clipped,
    label,
    tile_plan,
)
from tests.display.dump import dump
from tests.layout.shares import walk
from tests.poster.sheets import SAMPLES, a_map, millimetres, poster, sample, sample_poster, text_of

sheet_sizes = st.builds(Size, st.floats(150, 14_400), st.floats(150, 14_400))


@given(sheet_sizes, st.sampled_from(["A4", "A3", "A5", "Letter", "300x300mm"]), st.floats(0, 40))
def test_tiles_cover_the_sheet_and_overlap_as_asked(
    sheet: Size, paper: str, overlap: float
) -> None:
    plan = tile_plan(sheet, paper, overlap)
    assert sorted(plan.paper) == pytest.approx(sorted(paper_size(paper)))
    assert plan.used.width == pytest.approx(plan.paper.width - 2 * EDGE_MM * POINTS_PER_MM)
    for row in range(plan.rows):
        across = [plan.window(row, column) for column in range(plan.columns)]
        _check_line([(w.x, w.right) for w in across], sheet.width, overlap)
    down = [plan.window(row, 0) for row in range(plan.rows)]
    _check_line([(w.y, w.bottom) for w in down], sheet.height, overlap)


def _check_line(spans: list[tuple[float, float]], length: float, overlap: float) -> None:
    assert spans[0][0] <= 0.02
    assert spans[-1][1] >= length - 0.02
    # nothing is white, but around a single tile, and then evenly
    assert -spans[0][0] == pytest.approx(spans[-1][1] - length, abs=1e-6)
    assert len(spans) == 1 or spans[0][0] == pytest.approx(0.0, abs=1e-6)
    shared = [end - start for (_, end), (start, _) in pairwise(spans)]
    assert shared == pytest.approx(shared[:1] * len(shared), abs=1e-6)
    assert all(each >= overlap * POINTS_PER_MM - 0.02 for each in shared)
    # with one tile less, they would overlap too little
    if len(spans) > 1:
        used = spans[0][1] - spans[0][0]
        fewer = len(spans) - 1
        assert fewer * used - (fewer - 1) * overlap * POINTS_PER_MM < length
    # no tile lies wholly beyond the sheet
    assert spans[-1][0] < length


@given(sheet_sizes)
def test_the_turn_with_fewer_tiles_is_taken(sheet: Size) -> None:
    def count(plan: TilePlan) -> int:
        return plan.rows * plan.columns

    best = count(tile_plan(sheet, "A4", 10))
    assert best <= count(tile_plan(Size(sheet.height, sheet.width), "A4", 10))


@pytest.mark.parametrize(
    ("place", "name"), [((0, 0), "A1"), ((1, 2), "B3"), ((25, 0), "Z1"), ((26, 9), "AA10")]
)
def test_rows_are_letters_and_columns_numbers(place: tuple[int, int], name: str) -> None:
    assert label(*place) == name


def test_a_poster_in_tiles_begins_with_its_plan() -> None:
    graph = sample("toothbrush.sv")
    pages = poster(graph, paper="A1", tile="A4").pages
    assert pages[0].label == "0"
    plan = tile_plan(paper_size("A1"), "A4", 10)
    wanted = [label(r, c) for r in range(plan.rows) for c in range(plan.columns)]
    assert [page.label for page in pages[1:]] == wanted
    for page in pages:
        assert sorted(millimetres(page.trim)) == pytest.approx([210, 297], abs=0.05)
        if page.label != "0":
            assert page.label in text_of(page).split()
    assert all(name in text_of(pages[0]).split() for name in wanted)
    assert graph.info.title.split()[0] in text_of(pages[0])  # type: ignore[attr-defined]


def test_two_sheets_in_tiles_have_a_plan_each() -> None:
    pages = poster(sample("toothbrush.sv"), paper="A2", tile="A4", sheets=2).pages
    assert [page.label for page in pages if page.label.endswith("0")] == ["1.0", "2.0"]
    assert "2.A1" in [page.label for page in pages]


def _marks(page: Page) -> tuple[Group, list[Primitive]]:
    """Return the tile's window and what stands around it."""
    window, *rest = page.drawing
    assert isinstance(window, Group)
    assert window.name == "tile"
    return window, rest


@pytest.mark.parametrize("overlap", [0, 5, 10, 20])
def test_tiles_show_the_sheet_where_it_belongs(overlap: float) -> None:
    graph = sample("toothbrush.sv")
    plan = tile_plan(paper_size("A2"), "A4", overlap)
    whole = poster(graph, paper="A2").pages[0]
    pages = poster(graph, paper="A2", tile="A4", overlap_mm=overlap).pages[1:]
    edge = EDGE_MM * POINTS_PER_MM
    for number, page in enumerate(pages):
        window = plan.window(*divmod(number, plan.columns))
        tile, _ = _marks(page)
        assert tile.clip is not None
        inner = tile.children[0]
        assert isinstance(inner, Group)
        assert inner.transform[:4] == IDENTITY[:4]
        assert (inner.transform.e, inner.transform.f) == pytest.approx(
            (edge - window.x, edge - window.y)
        )
        have = [(dump((p,)), t) for p, t in walk(inner.children)]
        wanted = [(dump((p,)), t) for p, t in walk(whole.drawing) if _touches(p, t, window)]
        assert have == wanted


def _touches(primitive: Primitive, transform: Transform, window: Rect) -> bool:
    """Tell whether any part of a primitive can be seen in a window."""
    box = extent(primitive)
    assert box is not None
    return transform.box(box).intersects(window, -0.01)


@pytest.mark.parametrize("name", SAMPLES)
def test_every_text_is_whole_on_some_tile_or_crosses_an_overlap(name: str) -> None:
    tiles = poster(sample(name), paper="A2", tile="A4").pages[1:]
    found = {run for page in tiles for run, _ in _texts(page)}
    wanted = {run for run, _ in _texts(sample_poster(name, "A2").pages[0])}
    assert {run.text for run in wanted} <= {run.text for run in found}


def _texts(page: Page) -> list[tuple[TextRun, Transform]]:
    return [(p, t) for p, t in walk(page.drawing) if isinstance(p, TextRun)]


@given(st.floats(-500, 2500), st.floats(-500, 2000), st.floats(1, 800), st.floats(1, 800))
@settings(max_examples=60)
def test_culling_keeps_exactly_what_touches_the_window(
    x: float, y: float, width: float, height: float
) -> None:
    window = Rect(x, y, width, height)
    drawing = sample_poster("fitness_club.da").pages[0].drawing
    wanted = [(p, t) for p, t in walk(drawing) if _touches(p, t, window)]
    assert list(walk(clipped(drawing, window))) == wanted


def test_the_ruler_is_a_hundred_millimetres_long() -> None:
    plan = poster(sample("toothbrush.sv"), paper="A1", tile="A4").pages[0]
    lengths = [
        abs(p.path[1][1] - p.path[0][1]) / POINTS_PER_MM
        for p in plan.drawing
        if isinstance(p, Stroke) and len(p.path) == 2 and p.path[0][2] == p.path[1][2]
    ]
    assert max(lengths) == pytest.approx(100)


def test_cut_marks_stand_outside_the_picture_at_the_overlap() -> None:
    page = poster(sample("toothbrush.sv"), paper="A1", tile="A4").pages[-1]
    edge = EDGE_MM * POINTS_PER_MM
    frame = page.trim.inset(edge)
    _, marks = _marks(page)
    lines = [p.path for p in marks if isinstance(p, Stroke) and len(p.path) == 2]
    for path in lines:
        for _, px, py in path:
            assert not frame.inset(0.01).contains(Rect(px, py, 0, 0))
            assert page.trim.contains(Rect(px, py, 0, 0))
    upright = {round(path[0][1], 2) for path in lines if path[0][1] == path[1][1]}
    level = {round(path[0][2], 2) for path in lines if path[0][2] == path[1][2]}
    # the last tile is cut at its left and its upper side, where its neighbour's part ends
    across, down = tile_plan(paper_size("A1"), "A4", 10).overlap
    assert round(frame.x + across, 2) in upright
    assert round(frame.y + down, 2) in level


def test_register_marks_stand_on_all_four_sides() -> None:
    page = poster(sample("toothbrush.sv"), paper="A1", tile="A4").pages[5]
    _, marks = _marks(page)
    circles = [p for p in marks if isinstance(p, Stroke) and len(p.path) > 4]
    assert len(circles) == 4
    assert not any(isinstance(p, Fill) for p in marks)


@pytest.mark.parametrize(
    ("tile", "overlap", "words"),
    [
        ("A4", -1, "the tile overlap cannot be negative; use 0 mm or more"),
        ("A4", 190, "an overlap of 190 mm leaves nothing of an A4 tile; use a smaller overlap"),
        ("B9", 10, 'there is no paper size called "B9"'),
    ],
)
def test_tiles_that_cannot_be_are_reported(tile: str, overlap: float, words: str) -> None:
    with pytest.raises(PaperError, match=words):
        poster(a_map(), tile=tile, overlap_mm=overlap)


def test_a_sheet_no_larger_than_a_tile_is_one_tile() -> None:
    pages = poster(a_map(title="Small"), paper="A5", tile="A4").pages
    assert [page.label for page in pages] == ["0", "A1"]


@pytest.mark.parametrize("paper", ["A0", "ANSI-E", "1500x600mm"])
def test_every_tile_paper_works(paper: str) -> None:
    graph = a_map(title="Tiles")
    for tile in PAPERS:
        pages = poster(graph, paper=paper, tile=tile).pages
        assert all(page.size == pages[1].size for page in pages[1:])
        # the plan lies as the poster does
        assert sorted(pages[0].size) == pytest.approx(sorted(pages[1].size))
