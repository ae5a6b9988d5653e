"""Cards for the wall: they fit the paper, say what they are from afar, and their marks can be read."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from PIL import Image

from journeyeditor.display.primitives import Box, Group, Page
from journeyeditor.exporters import Export, pdf
from journeyeditor.geometry import IDENTITY, POINTS_PER_MM, Point, Transform
from journeyeditor.model import JourneyGraph
from journeyeditor.poster import PosterError, PosterOptions
from journeyeditor.poster.cards.sheets import cells_of
from journeyeditor.vocabulary import PosterPreferences, Stage
from journeyeditor.wall import codes
from journeyeditor.wall.measures import MARK_INSET_MM, MARK_MM, SIDE_MM
from tests.builders import a_map
from tests.layout.shares import ink_box, walk
from tests.painting.reader import sound
from tests.poster.sheets import SAMPLES, faces, poster, runs, sample, strays, text_of
from tests.poster.test_right_to_left import hebrew
from tests.standards import archive_faults, universal_access_faults

SCALE = 3.0
#: Office printers leave a quarter of an inch white at most.
UNPRINTABLE_MM = 5.0


def cards_of(page: Page) -> dict[str, list[Point]]:
    """Return the upper left corners of the cards on a page (mm), by their keys."""
    found: dict[str, list[Point]] = {}

    def look(group: Group, transform: Transform) -> None:
        inner = transform.after(group.transform)
        if any(isinstance(each, Group) and each.name == "mark" for each in group.children):
            corner = inner.apply(0, 0)
            at = Point(corner.x / POINTS_PER_MM, corner.y / POINTS_PER_MM)
            found.setdefault(group.name, []).append(at)
            return
        for each in group.children:
            if isinstance(each, Group):
                look(each, inner)

    look(Group(page.drawing), IDENTITY)
    return found


@cache
def pictures(graph_name: str, sort: str) -> list[Image.Image]:
    graph = hebrew() if graph_name == "hebrew" else sample(graph_name)
    return rendered(exported(graph, cards=sort))


def exported(graph: JourneyGraph, **options: Any) -> bytes:
    [data] = pdf.write(Export(graph, PosterOptions(**options), faces(), has_source=False))
    return data


def rendered(data: bytes) -> list[Image.Image]:
    with pypdfium2.PdfDocument(BytesIO(data)) as document:
        return [page.render(scale=SCALE).to_pil().convert("L") for page in document]


def squares_at(picture: Image.Image, corner: Point) -> tuple[int, ...]:
    """Return the cells of the mark of a card whose upper left corner this is (mm), 1 for white."""
    cell = MARK_MM / (codes.SIDE + 2)
    first = SIDE_MM - MARK_INSET_MM - MARK_MM + 1.5 * cell
    pixels = SCALE * POINTS_PER_MM
    return tuple(
        int(
            _level(picture, corner.x + first + column * cell, corner.y + first + row * cell, pixels)
        )
        for row in range(codes.SIDE)
        for column in range(codes.SIDE)
    )


def _level(picture: Image.Image, x: float, y: float, pixels: float) -> bool:
    value = picture.getpixel((round(x * pixels), round(y * pixels)))
    assert isinstance(value, int)
    return value > 128


@pytest.mark.parametrize("sort", ["cut", "notes"])
@pytest.mark.parametrize("paper", ["A4", "Letter", "A3"])
def test_cards_have_the_size_of_notes_and_printers_reach_them(paper: str, sort: str) -> None:
    found = poster(sample(SAMPLES[0]), cards=sort, paper=paper)
    for page in found.pages:
        width, height = (side / POINTS_PER_MM for side in page.size)
        corners = [at for places in cards_of(page).values() for at in places]
        for at in corners:
            assert UNPRINTABLE_MM <= at.x <= width - UNPRINTABLE_MM - SIDE_MM
            assert UNPRINTABLE_MM <= at.y <= height - UNPRINTABLE_MM - SIDE_MM
        assert not strays(page)
        for number, one in enumerate(corners):
            for other in corners[number + 1 :]:
                apart = max(abs(one.x - other.x), abs(one.y - other.y))
                assert apart >= SIDE_MM + (5 if sort == "notes" else 0) - 0.01
    most = {"A4": 6, "Letter": 6, "A3": 15}
    assert cells_of(PosterOptions(cards=sort, paper=paper)).capacity == most[paper]


@pytest.mark.parametrize("name", SAMPLES)
def test_every_stage_lane_and_card_is_there_once(name: str) -> None:
    graph = sample(name)
    found = [key for page in poster(graph, cards="cut").pages for key in cards_of(page)]
    assert len(set(found)) == len(found)
    stages = {stage.id for stage in graph.stages()}
    placed = {each.id for each in graph.elements() if each.is_card and each.stage}
    assert stages | placed <= set(found)
    lanes = [key for key in found if key.startswith("@lane/")]
    assert codes.lane_key("pain_point") in lanes or any("lane" in key for key in lanes)


@pytest.mark.parametrize(
    ("name", "sort"), [(SAMPLES[0], "cut"), ("hebrew", "cut"), ("hebrew", "notes")]
)
def test_marks_are_those_of_their_keys(name: str, sort: str) -> None:
    graph = hebrew() if name == "hebrew" else sample(name)
    pages = poster(graph, cards=sort).pages
    checked = 0
    for page, picture in zip(pages, pictures(name, sort), strict=True):
        for key, corners in cards_of(page).items():
            for corner in corners:
                # The origin of a mirrored card is its upper right corner.
                at = corner._replace(x=corner.x - SIDE_MM) if name == "hebrew" else corner
                assert squares_at(picture, at) == codes.square_of(key)
                checked += 1
    assert checked > 9


def test_titles_are_read_from_two_metres() -> None:
    """An x-height of 4 mm is 1/480 of two metres."""
    graph = sample(SAMPLES[0])
    largest: dict[str, float] = {}
    for page in poster(graph, cards="cut").pages:
        for run, _ in runs(page):
            for word in run.text.split():
                largest[word] = max(largest.get(word, 0.0), run.size)
    titles = [each.title for each in graph.elements() if each.is_card and each.stage and each.title]
    large = [title for title in titles if largest.get(title.split()[0].strip("”"), 99) >= 20.7]
    assert len(large) >= 0.8 * len(titles)


@pytest.mark.parametrize("name", SAMPLES)
def test_no_word_of_a_card_reaches_under_the_white_around_its_mark(name: str) -> None:
    graph = sample(name)
    found = poster(graph, cards="cut")
    for page in found.pages:
        whites = [
            transform.box(box.rect)
            for box, transform in walk(page.drawing)
            if isinstance(box, Box) and _is_around_a_mark(box)
        ]
        for run, transform in runs(page):
            assert not any(white.intersects(ink_box(run, transform)) for white in whites), run.text
    words = text_of(found).split()
    for stage in graph.stages():
        assert isinstance(stage, Stage)
        assert set(stage.customer_goal.split()) <= set(words)


def _is_around_a_mark(box: Box) -> bool:
    side = MARK_MM * POINTS_PER_MM * (1 + 2 / (codes.SIDE + 2))
    return abs(box.rect.width - side) < 0.01 and abs(box.rect.height - side) < 0.01


def test_empty_lanes_have_blank_cards_for_every_stage() -> None:
    graph = a_map(title="Buying").with_stage("Search").with_stage("Order").built()
    found: dict[str, int] = {}
    for page in poster(graph, cards="cut").pages:
        for key, corners in cards_of(page).items():
            found[key] = found.get(key, 0) + len(corners)
    assert found[codes.blank_key("pain_point")] == 2
    assert found[codes.lane_key("pain_point")] == 1
    assert codes.blank_key("metric") not in found
    only = poster(graph, cards="cut", lanes=("thought",))
    assert {key for page in only.pages for key in cards_of(page)} == {
        "stage1",
        "stage2",
        codes.lane_key("thought"),
        codes.blank_key("thought"),
    }


def test_notes_come_after_a_sheet_to_stick_them_on_one_kind_per_sheet() -> None:
    graph = sample(SAMPLES[0])
    first, *others = poster(graph, cards="notes").pages
    assert not cards_of(first)
    for page in others:
        kinds = {graph.element(key).kind for key in cards_of(page) if not key.startswith("@")}
        assert len(kinds) <= 1


def test_short_ids_are_printed_and_people_may_mistype_them() -> None:
    graph = sample(SAMPLES[0])
    words = text_of(poster(graph, cards="cut")).split()
    ids = [codes.short_id(stage.id) for stage in graph.stages()]
    assert set(ids) <= set(words)
    assert codes.typed_id(" " + codes.short_id("a").lower() + " ") == codes.short_id("a")
    assert codes.typed_id("oil2") == "0112"
    assert codes.typed_id("Search") == ""


@pytest.mark.parametrize("sort", ["cut", "notes"])
def test_sheets_are_tagged_and_searchable_in_every_script(sort: str) -> None:
    for graph in (sample(SAMPLES[0]), hebrew()):
        data = exported(graph, cards=sort)
        document = sound(data)
        assert [*universal_access_faults(document), *archive_faults(document)] == []
        with pypdfium2.PdfDocument(BytesIO(data)) as pages:
            words = " ".join(page.get_textpage().get_text_bounded() for page in pages)
        for title in titles_of(graph):
            assert title in words or title[::-1] in words


def titles_of(graph: JourneyGraph) -> Iterator[str]:
    for stage in graph.stages():
        yield stage.title


def test_paper_without_room_for_a_card_is_refused() -> None:
    with pytest.raises(PosterError, match="76 × 76 mm does not fit"):
        poster(sample(SAMPLES[0]), cards="cut", paper="70x200mm")


def test_cards_are_on_office_paper_whatever_the_poster_is_on() -> None:
    graph = a_map(title="Buying", poster=PosterPreferences(paper="A0")).with_stage("Search").built()
    [page, *_] = poster(graph, cards="cut").pages
    assert sorted(round(side / POINTS_PER_MM) for side in page.size) == [210, 297]
