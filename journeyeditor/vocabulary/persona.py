"""A customer on the journey, described from research data."""

from __future__ import annotations

from typing import ClassVar, Literal

from journeyeditor.i18n import N_
from journeyeditor.vocabulary.kind import Colour, Common, Editor, Image, Look, Shape, Texts, field

#: The shapes that tell personas apart without colour.
MARKERS = ("circle", "square", "diamond", "triangle", "hexagon", "pentagon")


class Persona(Common):
    """A customer on the journey, described from research data."""

    look: ClassVar[Look] = Look(
        Shape.PERSONA, "emotion", "persona", N_("Persona"), N_("Personas"), order=2
    )

    kind: Literal["persona"] = "persona"
    role: str = field("", N_("Role"), Editor.LINE)
    quote: str = field("", N_("Quote"), Editor.LINES)
    goals: Texts = field((), N_("Goals"), Editor.LIST)
    needs: Texts = field((), N_("Needs"), Editor.LIST)
    frustrations: Texts = field((), N_("Frustrations"), Editor.LIST)
    segment: str = field("", N_("Segment"), Editor.LINE)
    image: Image = field("", N_("Picture"), Editor.PICTURE)
    alt: str = field("", N_("Alternative text"), Editor.LINE)
    colour: Colour = field("", N_("Colour"), Editor.COLOUR)
    marker: str = field("", N_("Marker"), Editor.SUGGESTION, MARKERS)
