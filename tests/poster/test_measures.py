"""Figures of the sheets of many maps: type, the share of the curve, cut cards, and empty space."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import pytest

from journeyeditor.display.primitives import Box, Group, Page, TextRun, extent
from journeyeditor.geometry import POINTS_PER_MM, Transform
from journeyeditor.layout.lanes import is_card
from journeyeditor.layout.map_drawing import FIELD
from journeyeditor.poster import Poster, PosterOptions, compose
from journeyeditor.vocabulary import Emotion
from tests.layout.shares import walk
from tests.poster.poster_maps import names, poster_map
from tests.poster.sheets import SAMPLES, faces, rules

NAMES = tuple(names())
#: Maps of more than a hundred cards with more words than A3 holds at six points, and the least
#: type that they have.
TOO_DENSE = {"dense": 5.6, "30 stages": 2.5}
#: The share of the sheet's height from −2 to +2, at least.
LEAST_CURVE = 0.124
#: The share of the map's area that may stay empty below it.
EMPTY = 0.1
#: Fields of a working sheet on A3 are at least so high, in millimetres.
LEAST_FIELD = 20.0


class Measures(NamedTuple):
    """Figures of one sheet; `curve` is the height from −2 to +2 in all rows as a share of the sheet's.

    It is None where the curves of many personas share the height of their lane as they need it.
    """

    smallest: float
    curve: float | None
    cut: int
    empty: float


@cache
def drawn(name: str) -> Poster:
    return compose(poster_map(name), PosterOptions(paper="A3"), faces())


def measures(poster: Poster) -> Measures:
    """Return the figures of a poster's first sheet."""
    page = poster.pages[0]
    group, transform = named(page, "map")
    runs = [(p, t) for p, t in walk([group], transform) if isinstance(p, TextRun)]
    sizes = [run.size * math.sqrt(abs(t.a * t.d - t.b * t.c)) for run, t in runs]
    ends = {
        sign: [t.apply(run.x, run.y)[1] for run, t in runs if run.text == sign]
        for sign in ("+2", "−2")
    }
    curve = sum(low - high for low, high in zip(ends["−2"], ends["+2"], strict=True))
    # A panel below the map fills the sheet as the map does.
    bottom = page.trim.bottom - max(bottom_of(page, name) for name in ("map", "panel"))
    return Measures(
        min(sizes),
        curve / page.trim.height if curve else None,
        sum(finding.rule == "text-cut" for finding in poster.findings),
        bottom / page.trim.height,
    )


def bottom_of(page: Page, name: str) -> float:
    """Return the lower edge of a named group; that of a panel that is not as wide as the sheet is 0."""
    group, transform = named(page, name)
    box = extent(Group((group,)))
    assert box is not None
    box = transform.box(box)
    return box.bottom if name == "map" or box.width > page.trim.width / 2 else 0.0


def named(page: Page, name: str) -> tuple[Group, Transform]:
    """Return the group of a name and the transform it is in."""

    def search(group: Group, transform: Transform) -> tuple[Group, Transform] | None:
        if group.name == name:
            return group, transform
        inner = transform.after(group.transform)
        found = (search(child, inner) for child in group.children if isinstance(child, Group))
        return next((pair for pair in found if pair), None)

    content = page.drawing[0]
    assert isinstance(content, Group)
    result = search(content, Transform())
    assert result is not None
    return result


@pytest.mark.parametrize("name", NAMES)
def test_no_card_is_cut(name: str) -> None:
    assert measures(drawn(name)).cut == 0


@pytest.mark.parametrize("name", NAMES)
def test_the_smallest_type_is_readable_on_a3(name: str) -> None:
    least = TOO_DENSE.get(name, 6.0)
    assert measures(drawn(name)).smallest >= least - 0.01


@pytest.mark.parametrize("name", NAMES)
def test_titles_of_cards_have_seven_points_on_a3_or_the_preflight_says_what_helps(
    name: str,
) -> None:
    found = rules(drawn(name))
    assert ("text-size" in found) == (name in TOO_DENSE)
    assert ("map-density" in found) == (name in TOO_DENSE)


def test_only_maps_of_more_than_a_hundred_cards_are_too_dense_for_a3() -> None:
    for name in TOO_DENSE:
        assert sum(is_card(element) for element in poster_map(name).elements()) > 100


@pytest.mark.parametrize("name", NAMES)
def test_the_curve_takes_its_share_of_the_sheet(name: str) -> None:
    curve = measures(drawn(name)).curve
    has_scores = any(
        isinstance(e, Emotion) and e.score is not None for e in poster_map(name).elements("emotion")
    )
    has_bands = name == "predictive_maintenance.en"
    assert (curve is not None) == (has_scores and not has_bands)
    assert curve is None or curve >= LEAST_CURVE


#: How many reasons of scores have no room beside the curves, at most.
REASONS_LEFT_OUT = {
    "30 stages": 4,
    "dense": 3,
    "german": 2,
    "fitness_club.da": 3,
    "heat_pump.nb": 1,
}


@pytest.mark.parametrize("name", NAMES)
def test_scores_keep_their_reasons(name: str) -> None:
    reasons = [finding for finding in drawn(name).findings if "beside the curve" in finding.message]
    left_out = sum(len(finding.elements) for finding in reasons)
    assert left_out <= REASONS_LEFT_OUT.get(name, 0)


def test_curves_of_many_personas_are_not_flat() -> None:
    """One point of a score is at least a hundredth of the sheet high, although five share a lane."""
    page, graph = (
        drawn("predictive_maintenance.en").pages[0],
        poster_map("predictive_maintenance.en"),
    )
    faces_at = dict(face_heights(page))
    by_persona: dict[str, list[Emotion]] = {}
    for emotion in graph.elements("emotion"):
        assert isinstance(emotion, Emotion)
        if emotion.score is not None:
            by_persona.setdefault(emotion.persona or "", []).append(emotion)
    for scored in by_persona.values():
        scored.sort(key=lambda emotion: emotion.score or 0.0)
        low, high = scored[0], scored[-1]
        way = faces_at[low.id] - faces_at[high.id]
        assert way / ((high.score or 0) - (low.score or 0)) >= 0.01 * page.trim.height


def face_heights(page: Page) -> Iterator[tuple[str, float]]:
    """Yield the emotions of a page with the y of their faces."""

    def search(group: Group, transform: Transform) -> Iterator[tuple[str, float]]:
        inner = transform.after(group.transform)
        children = [child for child in group.children if isinstance(child, Group)]
        is_emotion = group.tag is not None and ("kind", "emotion") in group.tag.data
        if is_emotion and group.tag is not None and len(children) == len(group.children) == 1:
            yield group.tag.record, inner.after(children[0].transform).f
        for child in children:
            yield from search(child, inner)

    for primitive in page.drawing:
        if isinstance(primitive, Group):
            yield from search(primitive, Transform())


def test_notes_are_left_out_lane_by_lane() -> None:
    """Where not all notes have room, those of some lanes have."""
    messages = " ".join(finding.message for finding in drawn("6 personas").findings)
    assert "Pain point: Note (7)" in messages
    assert "Step: Note" not in messages


@pytest.mark.parametrize("name", NAMES)
def test_little_of_the_sheet_stays_empty(name: str) -> None:
    assert measures(drawn(name)).empty <= EMPTY


@pytest.mark.parametrize("name", SAMPLES)
def test_more_sheets_never_cut_more_cards_and_never_have_smaller_type(name: str) -> None:
    before = measures(drawn(name))
    for sheets in (2, 3):
        options = PosterOptions(paper="A3", sheets=sheets)
        after = measures(compose(poster_map(name), options, faces()))
        assert after.cut <= before.cut
        assert after.smallest >= before.smallest - 0.01
        before = after


@pytest.mark.parametrize("name", SAMPLES)
def test_upright_sheets_have_type_of_six_points_and_titles_of_seven_too(name: str) -> None:
    found = compose(poster_map(name), PosterOptions(paper="A3", orientation="portrait"), faces())
    assert measures(found).smallest >= 5.99
    assert "text-size" not in rules(found)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("toothbrush.sv", PosterOptions(paper="A3", ribbon=True)),
        ("fitness_club.da", PosterOptions(paper="A3", ribbon=True)),
        ("predictive_maintenance.en", PosterOptions(paper="A3", persona="hannah", ribbon=True)),
        ("predictive_maintenance.en", PosterOptions(paper="A3", working_sheet=True)),
        ("german", PosterOptions(paper="A1")),
        ("dense", PosterOptions(paper="A1")),
        ("6 personas", PosterOptions(paper="A1")),
    ],
    ids=[
        "ribbon",
        "two on a ribbon",
        "one of five on a ribbon",
        "working sheet",
        "german",
        "dense",
        "6 personas",
    ],
)
def test_no_text_is_too_small_beside_a_ribbon_or_in_a_head(
    name: str, options: PosterOptions
) -> None:
    assert "text-size" not in rules(compose(poster_map(name), options, faces()))


@pytest.mark.parametrize("name", ["template 000-A", "template 002-A"])
def test_fields_of_a_working_sheet_have_room_for_small_sticky_notes(name: str) -> None:
    poster = compose(poster_map(name), PosterOptions(paper="A3", working_sheet=True), faces())
    heights = [
        transform.box(primitive.rect).height / POINTS_PER_MM
        for primitive, transform in walk(poster.pages[0].drawing)
        if isinstance(primitive, Box)
        and primitive.pen is not None
        and primitive.pen.dashes == FIELD
    ]
    assert len(heights) > 10
    assert min(heights) >= LEAST_FIELD
