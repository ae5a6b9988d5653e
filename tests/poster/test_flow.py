"""The flow of journeys: widths linear in their number, times told apart by colour and dashes, in one ink too."""

from __future__ import annotations

import itertools

import pytest

from journeyeditor.display.primitives import Group, Primitive, Stroke
from journeyeditor.insight.replay.volumes import volumes
from journeyeditor.layout.flow import NARROWEST, TIME_CLASSES, WIDEST, flow_style, width_of
from journeyeditor.model import JourneyGraph
from journeyeditor.poster import PosterOptions, compose
from journeyeditor.poster.options import requested_theme
from journeyeditor.poster.unpaged import unpaged_map
from journeyeditor.vocabulary import Follows, MapInfo, Stage, Touchpoint
from tests.layout.shares import context
from tests.poster.sheets import faces, text_of

TIMES = ("PT5M", "PT20H", "P3D", "P30D")


def a_shop() -> JourneyGraph:
    """Return a map in which 900, 50, 30 and 20 of 1,000 journeys take four transitions of their own times."""
    ends = [Touchpoint(id=f"t{i}", title=f"Way {i}", stage="s2") for i in range(1, 5)]
    parts = zip(ends, (0.9, 0.05, 0.03, 0.02), TIMES, strict=True)
    return JourneyGraph.of(
        MapInfo(title="Shop", language="en"),
        [
            Stage(id="s1", title="Look", count=1000),
            Stage(id="s2", title="Buy", count=1000),
            Touchpoint(id="t0", title="Search", stage="s1"),
            *ends,
            *(
                Follows(id=f"r{i}", source="t0", target=end.id, share=share, elapsed=time)
                for i, (end, share, time) in enumerate(parts)
            ),
        ],
    )


def strokes(drawing: tuple[Primitive, ...]) -> list[Stroke]:
    found = []
    for primitive in drawing:
        if isinstance(primitive, Group):
            found += strokes(primitive.children)
        elif isinstance(primitive, Stroke):
            found.append(primitive)
    return found


def groups(drawing: tuple[Primitive, ...]) -> list[Group]:
    found = [each for each in drawing if isinstance(each, Group)]
    return [*found, *(inner for each in found for inner in groups(each.children))]


def relations(graph: JourneyGraph) -> list[Follows]:
    return [each for each in graph.relations("follows") if isinstance(each, Follows)]


def test_widths_are_linear_and_none_is_too_fine_to_print() -> None:
    flow = volumes(a_shop())
    assert flow.total == 1000
    assert width_of(flow.most, flow) == WIDEST
    assert width_of(flow.most / 2, flow) == WIDEST / 2
    assert width_of(flow.most / 1000, flow) == NARROWEST


@pytest.mark.parametrize("name", ["print", "ink"])
def test_times_differ_in_colour_and_in_dashes(name: str) -> None:
    graph = a_shop()
    own = context()
    own.theme, own.flow = requested_theme(MapInfo(), PosterOptions(theme=name)), volumes(graph)
    styles = [flow_style(each, own) for each in relations(graph)]
    assert None not in styles
    for one, other in itertools.combinations(styles, 2):
        assert one is not None
        assert other is not None
        assert one.colour != other.colour
        assert one.dashes != other.dashes


@pytest.mark.parametrize("theme", ["print", "ink"])
def test_the_poster_prints_the_flow_with_its_legend_and_its_times(theme: str) -> None:
    graph = a_shop()
    plain = compose(graph, PosterOptions(theme=theme), faces())
    poster = compose(graph, PosterOptions(theme=theme, flow=True), faces())
    words = text_of(poster.pages[0])
    for part in ("900 journeys", "225 journeys", "90% · 5 min", *(e.words for e in TIME_CLASSES)):
        assert part in words, part
    assert "Up to 1 hour" not in text_of(plain.pages[0])
    assert "90% · 5 min" in text_of(plain.pages[0]), "times are printed in any case"
    roles = requested_theme(MapInfo(), PosterOptions(theme=theme))
    colours = {stroke.pen.colour for stroke in strokes(poster.pages[0].drawing)}
    assert {roles[each.role] for each in TIME_CLASSES} <= colours


def test_a_time_is_left_out_of_a_label_that_it_would_cut() -> None:
    """The words of the label fit, but not with a time."""
    graph = JourneyGraph.of(
        MapInfo(title="Shop", language="en"),
        [
            Stage(id="s1", title="Look"),
            *(Touchpoint(id=f"t{i}", title=f"Way {i}", stage="s1") for i in range(3)),
            Follows(
                id="r",
                source="t0",
                target="t2",
                title="Asks a friend, then a seller",
                elapsed="P3D",
            ),
        ],
    )
    poster = compose(graph, PosterOptions(), faces())
    assert "text-cut" not in {finding.rule for finding in poster.findings}
    assert "Asks a friend, then a seller" in text_of(poster.pages[0])


def test_the_web_page_has_the_same_lines() -> None:
    graph = a_shop()
    theme = requested_theme(MapInfo(), PosterOptions())
    page = unpaged_map(graph, faces(), theme, PosterOptions(flow=True))
    widths = {round(stroke.pen.width, 2) for stroke in strokes(page.drawing)}
    assert WIDEST in widths
    (legend,) = [each for each in groups(page.drawing) if each.name == "legend"]
    assert len(strokes(legend.children)) == 2 + len(TIME_CLASSES)
    assert "legend" not in {
        each.name for each in groups(unpaged_map(graph, faces(), theme, PosterOptions()).drawing)
    }
