"""Marks of tiles: one cuts where a tile goes over its neighbour, and glued crosses coincide."""

from __future__ import annotations

import pytest

from journeyeditor.display.primitives import Stroke
from journeyeditor.geometry import POINTS_PER_MM, Size
from journeyeditor.poster.tiling import EDGE_MM, tile_plan
from tests.layout.shares import walk
from tests.poster.sheets import poster, sample

OVERLAP_MM = 10.0


def rings(label: str) -> set[tuple[float, float]]:
    """Return the centres of a tile's register crosses, on the tile."""
    pages = {
        page.label: page for page in poster(sample("toothbrush.sv"), paper="A1", tile="A4").pages
    }
    centres = set()
    for primitive, transform in walk(pages[label].drawing):
        path = primitive.path if isinstance(primitive, Stroke) else ()
        xs = [segment[-2] for segment in path if len(segment) > 1]
        ys = [segment[-1] for segment in path if len(segment) > 1]
        if len(path) == 6 and transform.a == 1 and max(xs) - min(xs) == pytest.approx(5.0):
            centre = transform.apply((max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2)
            centres.add((round(centre.x, 3), round(centre.y, 3)))
    return centres


def test_glued_neighbours_lay_their_crosses_on_one_another() -> None:
    edge = EDGE_MM * POINTS_PER_MM
    sheet = poster(sample("toothbrush.sv"), paper="A1").pages[0].size
    plan = tile_plan(sheet, "A4", OVERLAP_MM)
    first, second = plan.window(0, 0), plan.window(0, 1)
    here = {(x - edge + first.x, y) for x, y in rings("A1") if x > plan.paper.width / 2}
    there = {(x - edge + second.x, y) for x, y in rings("A2") if x < plan.paper.width / 2}
    seam = first.right - plan.overlap.width / 2
    assert second.x == pytest.approx(first.right - plan.overlap.width)
    on_seam = {y for x, y in here if x == pytest.approx(seam, abs=0.01)}
    assert len(on_seam) == 2
    assert on_seam == {y for x, y in there if x == pytest.approx(seam, abs=0.01)}


def test_a_sheet_on_one_tile_has_no_seams() -> None:
    plan = tile_plan(Size(400, 300), "A4", OVERLAP_MM)
    assert (plan.rows, plan.columns) == (1, 1)
    window = plan.window(0, 0)
    assert window.x < 0
    assert window.x + window.width / 2 == pytest.approx(200)
