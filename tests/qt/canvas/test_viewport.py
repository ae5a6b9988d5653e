"""The view stands on whole pixels, zooms at the pointer, and never loses the sheet."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyeditor.canvas.viewport import GRIP, MAX_SCALE, PADDING, Viewport
from journeyeditor.geometry import Point, Rect, Size

ratios = st.sampled_from([1.0, 1.25, 1.5, 1.75, 2.0, 3.0])
factors = st.floats(0.2, 5)
places = st.builds(Point, st.floats(0, 1200), st.floats(0, 800))
moves = st.lists(
    st.one_of(
        st.tuples(st.just("zoom"), factors, places),
        st.tuples(st.just("pan"), st.floats(-3000, 3000), st.floats(-3000, 3000)),
    ),
    max_size=12,
)


def a_view(ratio: float = 1.0, width: float = 1000, height: float = 700) -> Viewport:
    view = Viewport()
    view.map = Size(width, height)
    view.resize(Size(1200, 800), ratio)
    return view


@given(ratios, moves)
def test_places_go_there_and_back(ratio: float, steps: list[tuple[str, float, object]]) -> None:
    view = a_view(ratio)
    _go(view, steps)
    for place in (Point(0, 0), Point(613, 77), Point(1199, 799)):
        back = view.to_screen(view.to_map(*place))
        assert math.dist(back, place) < 1e-6


@given(ratios, moves)
def test_some_of_the_sheet_stays_in_view(
    ratio: float, steps: list[tuple[str, float, object]]
) -> None:
    view = a_view(ratio)
    _go(view, steps)
    place = view.rect_to_screen(view.sheet)
    grip = min(GRIP, place.width, place.height) - 1
    assert place.right >= grip
    assert place.bottom >= grip
    assert place.x <= 1200 - grip
    assert place.y <= 800 - grip


@given(ratios, factors, places)
def test_zooming_keeps_what_is_under_the_pointer(ratio: float, factor: float, at: Point) -> None:
    view = a_view(ratio, 8000, 6000)
    view.show(Rect(3000, 2000, 1500, 1000))
    held = view.to_map(*at)
    view.zoom(factor, at)
    assert math.dist(view.to_screen(held), at) <= math.sqrt(0.5) / ratio + 1e-9


@given(ratios, st.floats(-400, 400), st.floats(-400, 400))
def test_panning_is_exact_on_whole_pixels(ratio: float, dx: float, dy: float) -> None:
    view = a_view(ratio, 8000, 6000)
    view.show(Rect(3000, 2000, 1500, 1000))
    before = view.left, view.top
    view.pan(dx, dy)
    assert (view.left - before[0], view.top - before[1]) == (round(dx * ratio), round(dy * ratio))


@given(ratios, st.integers(0, 900), st.integers(0, 600))
def test_a_rectangle_covers_all_pixels_it_touches(ratio: float, x: int, y: int) -> None:
    view = a_view(ratio)
    view.zoom(1.37, Point(300, 200))
    rect = Rect(x, y, 13.3, 7.7)
    left, top, width, height = view.rect_to_device(rect)
    assert view.rect_from_device(left, top, width, height).contains(rect, 1e-9)


def test_fitting_shows_all_with_air_around() -> None:
    view = a_view()
    view.show(view.sheet)
    place = view.rect_to_screen(view.sheet)
    assert view.shows_all
    assert min(place.x, place.y) >= PADDING - 1
    assert max(1200 - place.right, 800 - place.bottom) >= PADDING - 1


def test_a_long_map_fits_however_long_it_is() -> None:
    view = a_view(width=400_000, height=600)
    view.show(view.sheet)
    assert view.shows_all
    view.zoom(1e-3, Point(600, 400))
    assert view.shows_all


def test_nothing_is_larger_than_the_closest() -> None:
    view = a_view()
    view.zoom(1e6, Point(600, 400))
    assert view.scale == MAX_SCALE


@pytest.mark.parametrize(
    "rect", [Rect(2000, 300, 50, 20), Rect(-10, 0, 30, 30), Rect(700, 1500, 9, 9)]
)
def test_revealing_moves_no_farther_than_needed(rect: Rect) -> None:
    view = a_view(width=3000, height=2000)
    view.show(Rect(500, 300, 1100, 700), max_scale=1.0)
    assert view.reveal(rect)
    place = view.rect_to_screen(rect)
    air = (place.x, place.y, 1200 - place.right, 800 - place.bottom)
    assert min(air) >= 0
    assert min(air) <= PADDING + 1
    assert not view.reveal(rect)


def test_what_is_too_large_is_revealed_from_its_beginning() -> None:
    view = a_view(width=5000, height=2000)
    view.show(Rect(0, 0, 1200, 800), max_scale=1.0)
    view.reveal(Rect(2000, 100, 1900, 60))
    assert view.rect_to_screen(Rect(2000, 100, 1900, 60)).x == pytest.approx(0, abs=1)


def test_resizing_keeps_the_corner() -> None:
    view = a_view(1.5, 4000, 3000)
    view.show(Rect(1000, 1000, 800, 500))
    corner = view.to_map(0, 0)
    view.resize(Size(900, 500), 1.5)
    assert math.dist(view.to_map(0, 0), corner) < 1 / view.device_scale
    view.resize(Size(900, 500), 2.0)
    assert math.dist(view.to_map(0, 0), corner) < 2 / view.device_scale


def _go(view: Viewport, steps: list[tuple[str, float, object]]) -> None:
    for name, first, second in steps:
        if name == "zoom":
            assert isinstance(second, Point)
            view.zoom(first, second)
        else:
            assert isinstance(second, float)
            view.pan(first, second)
