"""One sheet's share of a map, planned, measured and arranged, and geometry to judge it by."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache

from journeyeditor import resources
from journeyeditor.display.path import Path
from journeyeditor.display.primitives import Drawing, Group, Primitive, TextRun
from journeyeditor.display.theme import Theme, ramp, theme_of
from journeyeditor.geometry import IDENTITY, Point, Rect, Transform
from journeyeditor.i18n import texts
from journeyeditor.insight.funnel import funnel
from journeyeditor.layout.arrangement import Arrangement, arrange, measure
from journeyeditor.layout.grid import Grid, plan
from journeyeditor.layout.map_drawing import RenderData
from journeyeditor.layout.presence import presence
from journeyeditor.layout.recipes import cards
from journeyeditor.layout.recipes.personas import persona_styles
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.routing.routes import arcs_on, drawn_relations, routed, stage_transitions
from journeyeditor.model import JourneyGraph
from journeyeditor.typography import Faces, Typesetter


@cache
def theme(name: str = "print") -> Theme:
    source = resources.path("themes", f"{name}.toml").read_text(encoding="utf-8")
    return theme_of(name, tomllib.loads(source)["colours"])


@cache
def typesetter() -> Typesetter:
    return Typesetter(Faces(system=False), "en")


def context() -> RenderContext:
    return RenderContext(typesetter(), theme(), texts("en"))


def share(
    graph: JourneyGraph, slot_width: float = 82.0, stretch: float = 1.0, grid: Grid | None = None
) -> Arrangement:
    """Return the whole map arranged on one sheet, stretched to so many times its own height."""
    grid = grid or plan(graph)
    who = tuple(persona_styles(graph, theme()).values())
    annotations = {
        record.id: cards.CardAnnotations((1, 12), i % 2 == 0, who[: i % 3])
        for i, record in enumerate(r for records in grid.cells.values() for r in records)
    }
    slots = range(grid.slots)
    measured = measure(
        grid,
        grid.columns,
        slot_width,
        annotations,
        routed(
            drawn_relations(graph, grid),
            grid,
            slots,
            {element.id: element.title for element in graph.elements()},
        ),
        arcs_on(graph, grid, slots, stage_transitions(graph, grid)),
        context(),
    )
    return arrange(measured, measured.height * stretch)


def walk(
    drawing: Sequence[Primitive] | Drawing, transform: Transform = IDENTITY
) -> Iterator[tuple[Primitive, Transform]]:
    for primitive in drawing:
        if isinstance(primitive, Group):
            yield from walk(primitive.children, transform.after(primitive.transform))
        else:
            yield primitive, transform


def ink_box(run: TextRun, transform: Transform = IDENTITY) -> Rect:
    """Return the box of a run's letters (from descender to cap height), transformed."""
    corners = [
        transform.apply(x, y)
        for x in (run.x, run.x + run.width)
        for y in (run.y - 0.73 * run.size, run.y + 0.22 * run.size)
    ]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def samples(path: Path, step: float = 1.5) -> Iterator[Point]:
    """Yield points along a path, no farther apart than about `step`."""
    at = Point(0, 0)
    for segment in path:
        if segment[0] == "M":
            at = Point(*segment[1:])
            yield at
        elif segment[0] == "L":
            end = Point(*segment[1:])
            count = int(max(abs(end.x - at.x), abs(end.y - at.y)) / step) + 1
            for i in range(1, count + 1):
                yield Point(at.x + (end.x - at.x) * i / count, at.y + (end.y - at.y) * i / count)
            at = end
        elif segment[0] == "C":
            yield from cubic(at, segment)
            at = Point(*segment[5:])


def cubic(start: Point, segment: tuple[float, ...], count: int = 16) -> Iterator[Point]:
    """Yield points along a Bézier segment, its end included."""
    _, ax, ay, bx, by, x, y = segment
    for i in range(1, count + 1):
        t = i / count
        s = 1 - t
        yield Point(
            s**3 * start.x + 3 * s * s * t * ax + 3 * s * t * t * bx + t**3 * x,
            s**3 * start.y + 3 * s * s * t * ay + 3 * s * t * t * by + t**3 * y,
        )


def render_data(graph: JourneyGraph, arrangement: Arrangement) -> RenderData:
    grid = arrangement.measured.grid
    rows = {row.stage.id: row for row in funnel(graph)}
    return RenderData(
        persona_styles(graph, theme()),
        ramp("#0B4F6C", "#50B5BC", len(grid.columns), "#0B2B3A"),
        rows,
        max((row.count for row in rows.values() if row.count is not None), default=0.0),
        "to_next",
        {stage.id: stage.title for stage in graph.stages()},
        presence(grid),
    )
