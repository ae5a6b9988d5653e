"""What is exported for people to read comes in again as nearly the same map."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from journeyeditor import resources
from journeyeditor.exchange.importers import find_journeys
from journeyeditor.exchange.sources import SourceFile
from journeyeditor.exporters import csv, markdown
from journeyeditor.exporters.format import Export
from journeyeditor.files import read_map
from journeyeditor.model import JourneyGraph
from journeyeditor.poster import PosterOptions
from journeyeditor.typography import Faces

SAMPLES = sorted(resources.path("samples").glob("*.journey.json"))
KINDS = ("stage", "step", "touchpoint", "thought", "emotion", "pain_point", "opportunity", "metric")


def counted(graph: JourneyGraph) -> Counter[str]:
    return Counter(each.kind for each in graph.elements() if each.kind in KINDS)


def in_own_lanes(graph: JourneyGraph) -> Counter[str]:
    """The cards in lanes of other names, which may come in as notes in lanes of these names."""
    first: dict[str, str] = {}
    for lane in graph.lanes():
        for kind in getattr(lane, "kinds", ()):
            first.setdefault(kind, lane.id)
    return Counter(
        each.kind for each in graph.elements() if each.lane and each.lane != first.get(each.kind)
    )


@pytest.mark.parametrize("format_", [csv, markdown], ids=["csv", "markdown"])
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name.split(".")[0])
def test_a_grid_that_was_exported_is_the_journey_again(path: Path, format_: object) -> None:
    graph = read_map(path)
    (data,) = format_.FORMAT.write(Export(graph, PosterOptions(), Faces(system=False)))  # type: ignore[attr-defined]
    (journey,) = find_journeys(SourceFile("exported", data))
    again = journey.read().graph
    assert [stage.title for stage in again.stages()] == [stage.title for stage in graph.stages()]
    assert counted(graph) - in_own_lanes(graph) <= counted(again) <= counted(graph)
    scores = [getattr(each, "score", None) for each in graph.elements("emotion")]
    assert sorted(
        getattr(each, "score", None) or 0 for each in again.elements("emotion")
    ) == pytest.approx(sorted(score or 0 for score in scores))
    names = {persona.title for persona in graph.personas()}
    assert {persona.title for persona in again.personas()} <= names
