"""The work for a file grows in step with the map, in every format and in the report."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from journeyeditor.exporters import Export, find_format
from journeyeditor.model import JourneyGraph, Record
from journeyeditor.poster import PosterOptions
from journeyeditor.poster.appendix import APPENDIX
from journeyeditor.poster.report.document import report
from journeyeditor.typography import Faces
from journeyeditor.vocabulary import (
    Addresses,
    At,
    Emotion,
    MapInfo,
    Opportunity,
    PainPoint,
    Persona,
    Stage,
    Step,
)
from tests.lines_run import lines_run

FACES = Faces(system=False)
SMALL, FACTOR = 25, 8
#: Work that grows with the square of the map would be 64 times as much; a poster is tried a few times more.
MOST = FACTOR * 1.5


def graph_of(stages: int, title: str = "Ask") -> JourneyGraph:
    """Return a map whose stages each have a step, a feeling, a pain point and what would cure it."""
    records: list[Record] = [Persona(id=f"who{i}", title=f"Persona {i}") for i in range(2)]
    for i in range(stages):
        stage, who = f"s{i}", f"who{i % 2}"
        records += [
            Stage(id=stage, title=f"Stage {i}"),
            Step(id=f"step{i}", title=title, stage=stage),
            Emotion(id=f"e{i}", stage=stage, persona=who, score=i % 5 - 2),
            PainPoint(id=f"pain{i}", title="Wait", stage=stage, persona=who),
            Opportunity(id=f"cure{i}", title="Call", stage=stage),
            Addresses(id=f"r{i}", source=f"cure{i}", target=f"pain{i}"),
            At(id=f"at{i}", source=f"e{i}", target=f"step{i}"),
        ]
    return JourneyGraph.of(MapInfo(title="Map"), records)


def written(name: str, **options: Any) -> Callable[[JourneyGraph], object]:
    """Return what writes a map in a format, and finds what the file leaves out."""

    def write(graph: JourneyGraph) -> None:
        wishes = {key: options[key] for key in options.keys() & {"appendix", "ribbon"}}
        others = {key: value for key, value in options.items() if key not in wishes}
        export = Export(graph, PosterOptions(paper="A0", **wishes), FACES, **others)
        format_ = find_format(name)
        assert format_ is not None
        format_.write(export)
        if format_.losses is not None:
            format_.losses(export)

    return write


CASES: dict[str, Callable[[JourneyGraph], object]] = {
    **{name: written(name) for name in ("mmd", "md", "csv", "canvas", "graphml", "gexf", "html")},
    "xlsx": written("xlsx"),
    "slides of stages": written("pptx", slides="stage"),
    "pages behind a poster": written("pdf", appendix=tuple(APPENDIX)),
    "ribbon": written("svg", ribbon=True),
    "report": lambda graph: report(graph, graph_of(len(graph.stages()), "Call"), FACES),
}


@pytest.mark.parametrize("name", CASES)
def test_a_map_of_eight_times_the_size_takes_eight_times_the_work(name: str) -> None:
    work = CASES[name]
    work(graph_of(3))  # imports, and caches of words and fonts
    small, large = (lines_run(partial(work, graph_of(size))) for size in (SMALL, SMALL * FACTOR))
    assert large < MOST * small
