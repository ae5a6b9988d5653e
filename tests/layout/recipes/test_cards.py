"""The words of a card stand clear of one another, and of the markers of its personas."""

from __future__ import annotations

import datetime
from itertools import pairwise

import pytest

from journeyeditor.display.primitives import TextRun, extent
from journeyeditor.geometry import Rect
from journeyeditor.layout.recipes import cards
from journeyeditor.layout.recipes.personas import persona_styles
from journeyeditor.vocabulary import Metric, Persona, Step
from tests.layout.shares import context, ink_box, theme, walk
from tests.poster.sheets import a_map


@pytest.mark.parametrize("count", [1, 2, 3])
def test_words_of_any_width_stand_clear_of_the_markers(count: int) -> None:
    graph = a_map(*(Persona(id=f"p{place}", title="Kim") for place in range(count)))
    who = tuple(persona_styles(graph, theme()).values())[:count]
    assert len(who) == count
    annotations = cards.CardAnnotations(persona_styles=who)
    step = Step(id="s", title="Shortlist three of ten suppliers, then ask for an offer")
    gaps = []
    for width in range(70, 130):
        card = cards.measure(step, annotations, float(width), context())
        drawing = cards.depict(card, Rect(0, 0, card.width, card.height), context())
        words = [
            ink_box(each, transform).right
            for each, transform in walk(tuple(drawing))
            if isinstance(each, TextRun)
        ]
        markers = [extent(each) for each in drawing[-count:]]
        gaps.append(min(box.x for box in markers if box is not None) - max(words))
    assert min(gaps) >= cards.BEFORE_MARKERS - 0.6  # a pen and an overhanging letter


@pytest.mark.parametrize("width", [45.0, 55.0, 66.0, 82.0, 130.0])
def test_figures_of_metrics_are_whole_and_clear_of_one_another(width: float) -> None:
    dates = (datetime.date(2026, 1, 1), datetime.date(2026, 2, 1))
    metric = Metric(
        id="m",
        title="Cost",
        value=12345.5,
        unit="kr per month",
        target=15000,
        series=((dates[0], 11000), (dates[1], 12345.5)),
    )
    card = cards.measure(metric, cards.CardAnnotations(), width, context())
    words = [
        (run.text, run.y, run.size)
        for run, _ in walk(tuple(cards.depict(card, Rect(0, 0, width, card.height), context())))
        if isinstance(run, TextRun)
    ]
    assert "12,345.5" in [text for text, _, _ in words]
    assert not any("…" in text for text, _, _ in words)
    assert "15,000" in " ".join(text for text, _, _ in words)
    lines = sorted({round(y, 2): size for _, y, size in words}.items())
    for (above, _), (below, size) in pairwise(lines):
        assert below - above > 1.05 * size
