"""The words below the bars of the funnel say what the counts allow."""

from __future__ import annotations

from dataclasses import replace

import pytest

from journeyeditor.display.primitives import Box, TextRun
from journeyeditor.geometry import Rect
from journeyeditor.insight.funnel import funnel
from journeyeditor.layout.recipes.funnel_bars import depict_funnel, enlargement_of, room_below
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.style import PRINT
from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import MapInfo, Stage
from tests.layout.shares import context, walk


@pytest.mark.parametrize(
    ("count", "words"), [(39, "→ 50% continue"), (78, "→ 100% continue"), (84, "→ 108%")]
)
def test_no_more_customers_continue_than_there_are(count: int, words: str) -> None:
    stages = [Stage(id="middle", count=78), Stage(id="end", count=count)]
    row, _ = funnel(JourneyGraph.of(MapInfo(), stages))
    drawing = depict_funnel([(row, Rect(0, 0, 300, 80), "#0B4F6C")], 100, "to_next", context())
    texts = [run.text for run, _ in walk(drawing) if isinstance(run, TextRun)]
    assert words in texts


def _in_print() -> RenderContext:
    return replace(context(), format=PRINT)


def test_a_low_enlarged_bar_says_how_large_it_is_above_itself() -> None:
    counts = (1000, 50)
    rows = funnel(
        JourneyGraph.of(MapInfo(), [Stage(id=f"s{i}", count=n) for i, n in enumerate(counts)])
    )
    enlargement = enlargement_of(rows, 1000)
    for height, width in ((90, 300), (45, 300), (45, 60)):
        cell = Rect(0, 0, width, height)
        drawing = depict_funnel(
            [(rows[1], cell, "#0B4F6C")], 1000, "to_next", _in_print(), enlargement
        )
        bars = [box for box, _ in walk(drawing) if isinstance(box, Box)]
        words = [run for run, _ in walk(drawing) if isinstance(run, TextRun)]
        (said,) = (run for run in words if "10" in run.text)
        assert said.text.startswith("pale bars" if width > 100 else "×")
        assert (said.y < bars[0].rect.y) == (height < 90)
        assert min(run.x for run in words) + said.width <= width


def test_a_stated_rate_stands_beside_the_computed_one_or_else_below_it() -> None:
    stages = [Stage(id="a", count=100, stated_rate=0.9), Stage(id="b", count=40)]
    row, _ = funnel(JourneyGraph.of(MapInfo(), stages))
    for width in (300, 80):
        drawn = _in_print()
        below = room_below([(row, width)], "to_next", drawn)
        bars = [(row, Rect(0, 0, width, 80), "#0B4F6C")]
        drawing = depict_funnel(bars, 100, "to_next", drawn, below=below)
        words = [run for run, _ in walk(drawing) if isinstance(run, TextRun)]
        computed, stated = (
            next(run for run in words if word in run.text) for word in ("40%", "90%")
        )
        assert (abs(computed.y - stated.y) < 0.01) == (width == 300)
        assert stated.y <= 80
