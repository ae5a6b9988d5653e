"""Any map gives a poster on any paper, with everything on the sheet and nothing lost in silence."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journeyeditor.display.primitives import Drawing, Group, Primitive, TextRun
from journeyeditor.model import JourneyGraph
from journeyeditor.poster import PAPERS, PaperError, PosterError, PosterOptions, compose
from journeyeditor.vocabulary import MapInfo
from tests.display.dump import dump_page
from tests.layout.maps import maps
from tests.layout.shares import ink_box, walk
from tests.poster.sheets import SAMPLES, faces, rules, runs, sample_poster, strays

papers = st.sampled_from([*PAPERS, "300x1000mm", "1500 x 600 mm"])
options = st.builds(
    PosterOptions,
    paper=papers,
    orientation=st.sampled_from(["", "landscape", "portrait"]),
    sheets=st.sampled_from([1, 1, 2, 3, 20]),
    tile=st.sampled_from(["", "", "", "A4", "Letter"]),
    bleed_mm=st.sampled_from([0.0, 3.0]),
    margin_mm=st.sampled_from([None, 0.0, 10.0]),
    theme=st.sampled_from(["", "ink"]),
    brand=st.sampled_from(["", "#FFFF00"]),
    lanes=st.sampled_from([(), (), ("touchpoint", "emotion")]),
)
quick = settings(max_examples=150, suppress_health_check=list(HealthCheck))


@given(maps(), options)
@quick
def test_any_map_fits_any_paper(graph: JourneyGraph, wishes: PosterOptions) -> None:
    try:
        poster = compose(graph, wishes, faces())
    except PosterError:
        assert wishes.lanes or wishes.margin_mm
        return
    except PaperError:
        assert wishes.tile
        return
    for page in poster.pages:
        if not wishes.tile:
            # without a margin, a line that runs out ends at the very edge
            assert not strays(page, 20.0 if wishes.margin_mm == 0 else 0.05)
            assert page.size.width == pytest.approx(page.trim.width + 2 * page.trim.x)


@given(maps(stages=4, cards=3))
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
def test_every_card_is_on_the_poster_or_reported(graph: JourneyGraph) -> None:
    poster = compose(graph, PosterOptions(paper="A0"), faces())
    from journeyeditor.layout.grid import plan

    grid = plan(graph)
    text = "".join(run.text for page in poster.pages for run, _ in runs(page))
    text = "".join(text.split())
    for records in grid.cells.values():
        for record in records:
            lane = grid.lanes[grid.slot_of[record.id][0]]
            first = (record.title.split() or [""])[0]
            if not lane.collapsed and first.isascii() and len(first) < 12:
                assert first in text
    if grid.hidden:
        assert any(f.rule == "not-shown" for f in poster.findings)


@pytest.mark.parametrize("paper", PAPERS)
def test_an_empty_map_gives_a_poster(paper: str) -> None:
    for orientation in ("landscape", "portrait"):
        wishes = PosterOptions(paper=paper, orientation=orientation)
        poster = compose(JourneyGraph.of(MapInfo(), []), wishes, faces())
        assert len(poster.pages) == 1
        assert not strays(poster.pages[0])


@pytest.mark.parametrize("name", SAMPLES)
def test_no_two_texts_of_a_sample_overlap(name: str) -> None:
    for page in sample_poster(name).pages:
        assert not list(_overlaps(page.drawing, 0.8))


@given(maps(stages=6, cards=3), st.sampled_from(["A2", "A4", "1500x600mm"]))
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
def test_no_two_texts_of_a_poster_overlap(graph: JourneyGraph, paper: str) -> None:
    poster = compose(graph, PosterOptions(paper=paper), faces())
    for page in poster.pages:
        # words of arcs that have no room at all are cut, and that is an error of its own
        assert "text-cut" in rules(poster) or not list(_overlaps(page.drawing, 1.5))


def _overlaps(drawing: Drawing, slack: float) -> Iterator[tuple[str, str]]:
    """Yield the texts that stand on one another; free notes may."""
    boxes = [
        (primitive.text, ink_box(primitive, transform))
        for primitive, transform in walk(tuple(_without_notes(drawing)))
        if isinstance(primitive, TextRun) and primitive.text.strip()
    ]
    boxes.sort(key=lambda item: item[1].x)
    for i, (one, a) in enumerate(boxes):
        for other, b in takewhile(lambda item: item[1].x < a.right, boxes[i + 1 :]):  # noqa: B023
            if a.intersects(b, slack):
                yield one, other


def _without_notes(drawing: Drawing) -> Iterator[Primitive]:
    for primitive in drawing:
        if not isinstance(primitive, Group):
            yield primitive
        elif primitive.name != "notes":
            yield Group(tuple(_without_notes(primitive.children)), primitive.transform)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_poster_is_the_same_every_time(name: str) -> None:
    from tests.poster.sheets import sample

    again = compose(sample(name), PosterOptions(paper="A3"), faces())
    before = sample_poster(name)
    assert [dump_page(page) for page in again.pages] == [dump_page(page) for page in before.pages]
    assert (again.metadata, again.findings) == (before.metadata, before.findings)
