"""The path as a ribbon: linear widths, nobody appears or vanishes, everything inside its lane."""

from __future__ import annotations

import math
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journeyeditor.cli import main
from journeyeditor.display.primitives import Box, Fill, Group, Primitive, Stroke, TextRun
from journeyeditor.geometry import Point, Rect
from journeyeditor.layout.arrangement import arrange, measure
from journeyeditor.layout.grid import plan
from journeyeditor.layout.recipes.cards import CardAnnotations
from journeyeditor.layout.recipes.personas import persona_styles
from journeyeditor.layout.ribbons.drawing import depict_ribbon
from journeyeditor.layout.ribbons.ribbon import BAND, HAIR, Ribbon, ribbon_of
from journeyeditor.layout.style import LABEL_WIDTH
from journeyeditor.model import JourneyGraph
from journeyeditor.poster import PosterOptions, compose
from journeyeditor.poster.options import EVERYBODY
from tests.builders import a_map
from tests.layout.shares import context, ink_box, samples, theme
from tests.poster.sheets import SAMPLES, faces, poster, runs, sample, strays, text_of

quick = settings(max_examples=80, suppress_health_check=list(HealthCheck), deadline=None)


def a_ribbon(graph: JourneyGraph, persona: str = "") -> Ribbon:
    found = ribbon_of(graph, plan(graph), persona, persona_styles(graph, theme()))
    assert found is not None
    return found


def drawn(
    graph: JourneyGraph, slot_width: float = 82.0, columns: slice = slice(None)
) -> tuple[list[Primitive], Rect]:
    """Return the ribbon's primitives on some columns of a map, and its lane."""
    grid, ribbon = plan(graph), a_ribbon(graph)
    annotations = {step.id: CardAnnotations((), False, ()) for step in graph.elements("step")}
    measured = measure(
        grid, grid.columns[columns], slot_width, annotations, (), (), context(), ribbon=ribbon
    )
    arrangement = arrange(measured, measured.height)
    lane = Rect(0, arrangement.headers[0].bottom, measured.width, ribbon.height)
    drawing = depict_ribbon(ribbon, arrangement, range(len(grid.columns))[columns], context())
    return list(drawing), lane


def a_straight_way(*counts: int) -> JourneyGraph:
    built = a_map()
    for count in counts:
        built.with_stage(f"Stage {count}", count=count)
    return built.built()


@st.composite
def journeys(draw: st.DrawFn) -> JourneyGraph:
    """Return up to six stages with skips, loops and losses; those who enter can always leave."""
    built = a_map()
    count = draw(st.integers(1, 6))
    for number in range(1, count + 1):
        built.with_stage(f"Stage {number}")
        for step in range(draw(st.integers(0, 3))):
            built.with_("step", f"Step {step}")
    for number in range(1, count + 1):
        left = 9
        for target in draw(st.lists(st.integers(1, count), unique=True, max_size=3)):
            part = draw(st.integers(0, left - 1))
            left -= part
            built.related("follows", f"stage{number}", f"stage{target}", share=part / 10)
    return built.built()


def test_half_as_many_are_half_as_wide() -> None:
    graph = a_straight_way(1000, 500, 250, 1)
    drawing, _ = drawn(graph)
    heights = [each.rect.height for each in drawing if isinstance(each, Box)]
    assert heights == pytest.approx([BAND, BAND / 2, BAND / 4, HAIR])


@given(journeys())
@quick
def test_nobody_appears_or_vanishes(graph: JourneyGraph) -> None:
    for station in a_ribbon(graph).stages.values():
        strands_in = sum(s.amount for s in (*station.skips_in, *station.loops_in))
        strands_out = sum(s.amount for s in (*station.skips_out, *station.loops_out))
        incoming_path = station.started_here + station.from_previous + strands_in
        going = station.to_next + station.ended_here + station.lost + strands_out
        assert incoming_path == pytest.approx(station.amount, abs=1e-3)
        assert going == pytest.approx(station.amount, abs=1e-3)
    ends = sum(s.ended_here + s.lost for s in a_ribbon(graph).stages.values())
    assert ends == pytest.approx(1, abs=1e-6)


@given(journeys())
@quick
def test_tracks_that_run_side_by_side_are_apart(graph: JourneyGraph) -> None:
    ribbon = a_ribbon(graph)
    for one, other in combinations(ribbon.strands, 2):
        if one.is_skip != other.is_skip:
            continue
        (a, b), (c, d) = sorted((one.source, one.target)), sorted((other.source, other.target))
        if max(a, c) < min(b, d):
            apart = abs(ribbon.track(one) - ribbon.track(other))
            assert apart >= (ribbon.width(one.amount) + ribbon.width(other.amount)) / 2 + 2


@given(journeys(), st.sampled_from([66.0, 82.0, 140.0]))
@quick
def test_a_ribbon_lies_in_its_lane(graph: JourneyGraph, slot_width: float) -> None:
    drawing, lane = drawn(graph, slot_width)
    for primitive in drawing:
        box = _tight(primitive)
        assert lane.y - 0.1 <= box.y
        assert box.bottom <= lane.bottom + 0.1
        assert box.x >= LABEL_WIDTH - 3
        assert box.right <= lane.right + 3


def _tight(primitive: Primitive) -> Rect:
    """Return the box of a primitive as it is seen: curves without their control points."""
    if isinstance(primitive, TextRun):
        return ink_box(primitive)
    if isinstance(primitive, Box):
        return primitive.rect
    assert isinstance(primitive, Fill | Stroke)
    points = list(samples(primitive.path))
    xs, ys = [point.x for point in points], [point.y for point in points]
    half = primitive.pen.width / 2 if isinstance(primitive, Stroke) else 0.0
    return Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)).inset(-half)


@given(journeys(), st.sampled_from([66.0, 82.0, 140.0]))
@quick
def test_no_word_stands_on_another_or_on_the_ribbon(graph: JourneyGraph, slot_width: float) -> None:
    drawing, _ = drawn(graph, slot_width)
    words = [ink_box(each) for each in drawing if isinstance(each, TextRun)]
    for one, other in combinations(words, 2):
        assert not one.intersects(other, 0.5)
    bodies = [each.rect for each in drawing if isinstance(each, Box) and not each.radius]
    gaps = [each.rect for each in drawing if isinstance(each, Box) and each.radius]
    for box in words:
        assert not any(box.intersects(body, 0.2) for body in bodies)
        if not any(gap.contains(box, 0.5) for gap in gaps):
            assert not any(_meets(shape, box) for shape in drawing)


def _meets(shape: Primitive, box: Rect) -> bool:
    """Tell whether the outline of a shape, or a line with its width, runs through a box."""
    if not isinstance(shape, Fill | Stroke):
        return False
    reach = shape.pen.width / 2 if isinstance(shape, Stroke) else 0.0
    inner = box.inset(0.3)
    return any(_distance(point, inner) < reach + 1e-6 for point in samples(shape.path, 0.5))


def _distance(point: Point, box: Rect) -> float:
    """Return how far a point is from a box, 0 inside."""
    dx = max(box.x - point.x, 0.0, point.x - box.right)
    dy = max(box.y - point.y, 0.0, point.y - box.bottom)
    return math.hypot(dx, dy)


@pytest.mark.parametrize("columns", [slice(0, 2), slice(2, 4), slice(1, 3)])
def test_what_leads_beyond_a_row_runs_out_at_its_edge(columns: slice) -> None:
    built = a_map().with_stage("a").with_stage("b").with_stage("c").with_stage("d")
    built.related("follows", "stage1", "stage4", share=0.3)
    graph = built.related("follows", "stage4", "stage1", share=0.4).built()
    drawing, lane = drawn(graph, columns=columns)
    lines = [_tight(each) for each in drawing if isinstance(each, Stroke)]
    assert len(lines) == 4  # each strand and its casing
    for line in lines:
        at_left = line.x == pytest.approx(LABEL_WIDTH, abs=8)
        at_right = line.right == pytest.approx(lane.right, abs=8)
        assert at_right if columns == slice(0, 2) else at_left
        assert at_right or columns != slice(1, 3)


def test_a_loop_that_nobody_leaves_is_drawn_all_the_same() -> None:
    built = a_map().with_stage("a").with_stage("b").with_stage("c")
    built.related("follows", "stage1", "stage2", share=0.5)
    built.related("follows", "stage2", "stage1", share=0).related(
        "follows", "stage3", "stage3", share=1
    )
    graph = built.related("follows", "stage2", "stage3", share=1).built()
    ribbon = a_ribbon(graph)
    assert [station.reach for station in ribbon.stages.values()] == pytest.approx([1, 0.5, 0.5])
    drawing, lane = drawn(graph)
    assert all(_tight(each).bottom <= lane.bottom + 0.1 for each in drawing)


def test_a_ribbon_is_in_its_personas_colour_and_says_whose_it_is() -> None:
    graph = sample("heat_pump.nb")
    everybody, ingrid = a_ribbon(graph), a_ribbon(graph, "ingrid")
    assert everybody.persona_style is None
    assert ingrid.persona_style is not None
    assert ingrid.persona_style.colour == "#5B3E96"
    assert {len(a.strands) for a in (everybody, ingrid)} == {3, 2}
    printed = compose(graph, PosterOptions(ribbon=True, persona="ingrid"), faces())
    words = text_of(printed).replace("\u00a0", " ")
    assert "100 % Ingrid Solbakken" in words
    assert "Bredden viser andelen" in words
    printed = compose(graph, PosterOptions(ribbon=True, persona=EVERYBODY), faces())
    words = text_of(printed).replace("\u00a0", " ")
    assert "100 % Alle personas" in words
    assert "Bredden viser andelen" in words
    assert "2,5 % når slutten" in words


def test_a_lone_persona_is_everybody() -> None:
    found = a_ribbon(sample("toothbrush.sv"))
    assert found.persona_style is not None
    assert found.persona_style.name == "Sara Karlsson"


def test_without_the_wish_or_without_stages_there_is_no_ribbon() -> None:
    empty = a_map(title="Empty").with_("step", "a").built()
    for graph, wish in ((empty, True), (sample("toothbrush.sv"), False)):
        poster = compose(graph, PosterOptions(ribbon=wish), faces())
        assert not any(_groups(page.drawing, "ribbon") for page in poster.pages)


def _groups(drawing: tuple[Primitive, ...], name: str) -> int:
    groups = [each for each in drawing if isinstance(each, Group)]
    return sum((group.name == name) + _groups(group.children, name) for group in groups)


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("wishes", [{}, {"paper": "A2", "sheets": 2}, {"orientation": "portrait"}])
def test_a_sample_with_its_ribbon_stays_on_the_sheet(name: str, wishes: dict[str, object]) -> None:
    poster = compose(sample(name), PosterOptions(ribbon=True, **wishes), faces())  # type: ignore[arg-type]
    assert sum(_groups(page.drawing, "ribbon") for page in poster.pages) >= len(poster.pages)
    assert all(not strays(page) for page in poster.pages)
    assert "text-cut" not in {finding.rule for finding in poster.findings}


def test_a_ribbon_can_be_asked_for_on_the_command_line(tmp_path: Path) -> None:
    map_ = Path(__file__).parents[2] / "resources/samples/toothbrush.sv.journey.json"
    plain, ribbon = tmp_path / "plain.svg", tmp_path / "ribbon.svg"
    assert main(["export", str(map_), "-o", str(plain)]) == 0
    assert main(["export", str(map_), "-o", str(ribbon), "--ribbon"]) == 0
    assert len(ribbon.read_text()) > len(plain.read_text())
    assert ">50 % faller bort<" in ribbon.read_text().replace("\u00a0", " ")
    assert ">50 % faller bort<" not in plain.read_text().replace("\u00a0", " ")


def test_the_name_of_the_lane_is_level_with_its_figures() -> None:
    page = poster(sample("toothbrush.sv"), ribbon=True).pages[0]
    found = {run.text: transform.apply(run.x, run.y)[1] for run, transform in runs(page)}
    names = [transform for run, transform in runs(page) if run.text == "Vägar"]
    assert [(transform.b, transform.c) for transform in names] == [(0.0, 0.0)]
    assert found["Vägar"] == pytest.approx(found["100\N{NO-BREAK SPACE}%"])
