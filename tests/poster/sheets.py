"""What the posters' tests share: sample maps, short ways to a poster, and what is on a page."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from journeyeditor import resources
from journeyeditor.display.primitives import Page, Primitive, TextRun, extent
from journeyeditor.files import read_map
from journeyeditor.geometry import POINTS_PER_MM, Rect, Transform
from journeyeditor.model import JourneyGraph, Record
from journeyeditor.poster import Poster, PosterOptions, PreflightFinding, compose
from journeyeditor.typography import Faces
from journeyeditor.vocabulary import MapInfo
from tests.layout.shares import ink_box, walk

SAMPLES = ("toothbrush.sv", "heat_pump.nb", "fitness_club.da", "predictive_maintenance.en")


@cache
def faces() -> Faces:
    """Return the bundled faces only: the same on every machine."""
    return Faces(system=False)


@cache
def sample(name: str) -> JourneyGraph:
    return read_map(resources.path("samples", f"{name}.journey.json"))


@cache
def sample_poster(name: str, paper: str = "A3") -> Poster:
    return compose(sample(name), PosterOptions(paper=paper), faces())


def a_map(*records: Record, **info: Any) -> JourneyGraph:
    return JourneyGraph.of(MapInfo(**info), records)


def poster(graph: JourneyGraph, **options: Any) -> Poster:
    return compose(graph, PosterOptions(**options), faces())


def rules(found: Poster | tuple[PreflightFinding, ...]) -> set[str]:
    findings = found.findings if isinstance(found, Poster) else found
    return {finding.rule for finding in findings}


def runs(page: Page) -> Iterator[tuple[TextRun, Transform]]:
    for primitive, transform in walk(page.drawing):
        if isinstance(primitive, TextRun):
            yield primitive, transform


def text_of(found: Poster | Page) -> str:
    """Return all text of a poster in drawing order, a space between two runs."""
    pages = found.pages if isinstance(found, Poster) else (found,)
    return " ".join(run.text for page in pages for run, _ in runs(page))


def millimetres(rect: Rect) -> tuple[float, float]:
    return rect.width / POINTS_PER_MM, rect.height / POINTS_PER_MM


def strays(page: Page, reach: float = 0.05) -> list[tuple[str, Rect]]:
    """Return what of a page does not lie inside its trim; pens and pictures may reach over it."""
    found = []
    for primitive, transform in walk(page.drawing):
        box = _box(primitive, transform)
        if not page.trim.contains(box, 0.05 if isinstance(primitive, TextRun) else reach):
            found.append((getattr(primitive, "text", repr(primitive)), box))
    return found


def _box(primitive: Primitive, transform: Transform) -> Rect:
    if isinstance(primitive, TextRun):
        return ink_box(primitive, transform)
    box = extent(primitive)
    assert box is not None
    return transform.box(box)
