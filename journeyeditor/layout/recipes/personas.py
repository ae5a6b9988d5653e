"""How the map shows personas: each by a colour and a marker."""

from __future__ import annotations

import math
from typing import NamedTuple

from journeyeditor.display.path import Path, circle, polyline, rounded
from journeyeditor.display.primitives import Fill, Primitive
from journeyeditor.display.theme import Theme, legible
from journeyeditor.geometry import Rect
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import Persona, persona

MARKERS = tuple(persona.MARKERS)


class PersonaStyle(NamedTuple):
    """A persona's entry in the legend; `colour` is readable on white paper."""

    id: str | None
    name: str
    colour: str
    marker: str


def persona_styles(graph: JourneyGraph, theme: Theme) -> dict[str | None, PersonaStyle]:
    """Return the styles by persona id; None is for scores that name no persona."""
    styles: dict[str | None, PersonaStyle] = {}
    for index, record in enumerate(graph.personas()):
        assert isinstance(record, Persona)
        own = "" if theme.is_monochrome else record.colour
        colour = own or theme.personas[index % len(theme.personas)]
        mark = record.marker if record.marker in MARKERS else MARKERS[index % len(MARKERS)]
        styles[record.id] = PersonaStyle(
            record.id, record.title, legible(colour, theme["paper"]), mark
        )
    unnamed = theme["emotion"] if not styles else theme["quiet"]
    styles[None] = PersonaStyle(None, "", unnamed, "circle")
    return styles


def outline(name: str, center: tuple[float, float], radius: float) -> Path:
    """Return the outline of a marker, about as large as a circle of that radius."""
    x, y = center
    if name == "square":
        side = radius * 0.9
        corner = side * 0.35
        return rounded(Rect(x - side, y - side, 2 * side, 2 * side), (corner,) * 4)
    corners = {
        "diamond": (4, 1.2, 0.0),
        "triangle": (3, 1.35, 0.14),
        "hexagon": (6, 1.1, 0.0),
        "pentagon": (5, 1.14, 0.0),
    }
    if name not in corners:
        return circle(center, radius)
    count, factor, sink = corners[name]
    reach = radius * factor
    return polyline(
        [
            (
                x + reach * math.sin(2 * math.pi * i / count),
                y + radius * sink - reach * math.cos(2 * math.pi * i / count),
            )
            for i in range(count)
        ],
        closed=True,
    )


def marker(
    persona_style: PersonaStyle, center: tuple[float, float], radius: float, context: RenderContext
) -> Primitive:
    return Fill(outline(persona_style.marker, center, radius), persona_style.colour)
