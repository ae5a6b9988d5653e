"""Something the customer thinks or says, in their own words."""

from __future__ import annotations

from typing import ClassVar, Literal

from journeyeditor.i18n import N_
from journeyeditor.vocabulary.kind import Card, Editor, Look, Shape, field


class Thought(Card):
    """Something the customer thinks or says, in their own words."""

    look: ClassVar[Look] = Look(
        Shape.TEXT,
        "thought",
        "thought",
        N_("Thought"),
        N_("Thoughts"),
        order=30,
        key="T",
        claims=True,
    )

    kind: Literal["thought"] = "thought"
    persona: str | None = field(None, N_("Persona"), Editor.ELEMENT)
    polarity: Literal["", "positive", "neutral", "constructive"] = field(
        "", N_("Sentiment"), Editor.CHOICE
    )
    source: str = field("", N_("Source"), Editor.LINE)
