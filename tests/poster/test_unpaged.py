"""The map alone on a page shows all that a sheet shows."""

from __future__ import annotations

import pytest

from journeyeditor.poster import PosterOptions
from journeyeditor.poster.unpaged import unpaged_map
from journeyeditor.vocabulary import Emotion
from tests.layout.shares import theme
from tests.poster.poster_maps import poster_map
from tests.poster.sheets import faces, text_of


@pytest.mark.parametrize("name", ["6 personas", "predictive_maintenance.en"])
def test_scores_of_many_personas_are_on_the_page(name: str) -> None:
    graph = poster_map(name)
    words = text_of(unpaged_map(graph, faces(), theme(), PosterOptions()))
    for emotion in graph.elements("emotion"):
        assert isinstance(emotion, Emotion)
        persona = graph.element(emotion.persona or "").title
        assert persona.split()[0] in words
        score = f"{abs(emotion.score or 0.0):.1f}"
        assert score in words or score.replace(".", ",") in words
