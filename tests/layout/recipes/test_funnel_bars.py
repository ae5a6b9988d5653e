"""The words below the bars of the funnel say what the counts allow."""

from __future__ import annotations

import pytest

from journeyeditor.display.primitives import TextRun
from journeyeditor.geometry import Rect
from journeyeditor.insight.funnel import funnel
from journeyeditor.layout.recipes.funnel_bars import depict_funnel
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
