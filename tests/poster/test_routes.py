"""The lines between the touchpoints of a discovered map lead to their discs, and can be told apart."""

from __future__ import annotations

from functools import cache
from itertools import combinations, pairwise

from journeyeditor.display.primitives import Page, Stroke, TextRun
from journeyeditor.geometry import Rect
from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import Follows, Stage, Touchpoint
from tests.layout.shares import ink_box, theme, walk
from tests.poster.sheets import a_map, poster


def discovered() -> JourneyGraph:
    """Return a map of touchpoints of which each leads to several others."""
    touchpoints = [Touchpoint(id=f"t{i}", title=f"Touchpoint {i}", stage="s") for i in range(8)]
    pairs = [(i, i + step) for i in range(8) for step in (-2, 2, 3) if 0 <= i + step < 8]
    follows = [
        Follows(id=f"f{a}{b}", source=f"t{a}", target=f"t{b}", share=(10 * a + b) / 100)
        for a, b in pairs
    ]
    return a_map(Stage(id="s", title="Buy"), *touchpoints, *follows, title="Discovered")


@cache
def page() -> Page:
    return poster(discovered(), paper="A3").pages[0]


def lines() -> list[list[tuple[float, float]]]:
    """Return the corners of each line, on the page."""
    return [
        [transform.apply(*segment[-2:]) for segment in primitive.path if len(segment) > 2]
        for primitive, transform in walk(page().drawing)
        if isinstance(primitive, Stroke)
        and primitive.pen.colour == theme()["quiet"]
        and len(primitive.path) > 4
    ]


def labels() -> list[Rect]:
    return [
        ink_box(primitive, transform)
        for primitive, transform in walk(page().drawing)
        if isinstance(primitive, TextRun) and primitive.text.endswith("%")
    ]


def test_lines_lead_to_discs() -> None:
    discs = sorted(
        ink_box(primitive, transform).x
        for primitive, transform in walk(page().drawing)
        if isinstance(primitive, TextRun) and primitive.text.startswith("Touchpoint ")
    )
    pitch = min(b - a for a, b in pairwise(discs))
    assert lines()
    for corners in lines():
        for x, _ in (corners[0], corners[-1]):
            assert min(abs(x - disc) for disc in discs) < pitch / 3


def test_no_line_runs_through_the_share_of_another() -> None:
    shares = labels()
    assert len(shares) == len(lines())
    for one, other in combinations(shares, 2):
        assert not one.intersects(other, 0.1)
    for corners in lines():
        for (x0, y0), (x1, y1) in pairwise(corners):
            if abs(y0 - y1) < 0.01:
                line = Rect(min(x0, x1), y0, abs(x1 - x0), 0.4)
                assert not any(label.intersects(line, 0.1) for label in shares)
