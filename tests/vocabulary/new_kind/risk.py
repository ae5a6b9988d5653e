"""A kind that the program does not have: all that adding one takes, besides its icon and its words."""

from __future__ import annotations

from typing import ClassVar, Literal

from journeyeditor.i18n import N_
from journeyeditor.vocabulary.kind import Card, Editor, Look, Shape, field


class Risk(Card):
    """Something that may go wrong."""

    look: ClassVar[Look] = Look(
        Shape.CARD,
        "pain",
        "pain_point",
        N_("Risk"),
        N_("Risks"),
        order=55,
        key="Q",
        tint="pain_tint",
        aliases="hazard hazards",
    )

    is_attachable: ClassVar[bool] = True

    kind: Literal["risk"] = "risk"
    persona: str | None = field(None, N_("Persona"), Editor.ELEMENT, printed=True)
    likelihood: Literal["", "rare", "frequent"] = field(
        "", N_("Likelihood"), Editor.CHOICE, {"rare": N_("Rare"), "frequent": N_("Frequent")}
    )
