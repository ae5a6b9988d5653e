"""A customer on the journey, described from research data."""

from __future__ import annotations

from types import MappingProxyType
from typing import ClassVar, Literal

from journeyeditor.i18n import N_
from journeyeditor.vocabulary.kind import Colour, Common, Editor, Image, Look, Shape, Texts, field

#: Shapes that distinguish personas without colour.
MARKERS = MappingProxyType(
    {
        "circle": N_("Circle"),
        "square": N_("Square"),
        "diamond": N_("Diamond"),
        "triangle": N_("Triangle"),
        "hexagon": N_("Hexagon"),
        "pentagon": N_("Pentagon"),
    }
)


class Persona(Common):
    """A customer on the journey, described from research data."""

    look: ClassVar[Look] = Look(
        Shape.PERSONA, "emotion", "persona", N_("Persona"), N_("Personas"), order=2
    )

    kind: Literal["persona"] = "persona"
    role: str = field("", N_("Role"), Editor.LINE, printed=True, narrow=True)
    quote: str = field("", N_("Quote"), Editor.LINES, printed=True)
    goals: Texts = field((), N_("Goals"), Editor.LIST, printed=True)
    needs: Texts = field((), N_("Needs"), Editor.LIST, printed=True)
    frustrations: Texts = field((), N_("Frustrations"), Editor.LIST, printed=True)
    segment: str = field("", N_("Segment"), Editor.LINE, printed=True, narrow=True)
    image: Image = field("", N_("Picture"), Editor.PICTURE, printed=True)
    alt: str = field("", N_("Alternative text"), Editor.LINE, printed=True)
    colour: Colour = field("", N_("Colour"), Editor.COLOUR, printed=True)
    marker: str = field("", N_("Marker"), Editor.SUGGESTION, MARKERS, printed=True)
