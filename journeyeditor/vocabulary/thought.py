"""Something the customer thinks or says, in their own words."""

from __future__ import annotations

from typing import ClassVar, Literal

from journeyeditor.i18n import N_
from journeyeditor.vocabulary.kind import Editor, Look, Shape, TintedCard, field


class Thought(TintedCard):
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
        aliases="quote quotes citat sitat sitater citater tanke tankar tanker",
    )

    is_attachable: ClassVar[bool] = True
    kind: Literal["thought"] = "thought"
    persona: str | None = field(None, N_("Persona"), Editor.ELEMENT, printed=True)
    polarity: Literal["", "positive", "neutral", "constructive"] = field(
        "",
        N_("Sentiment"),
        Editor.CHOICE,
        {"positive": N_("Positive"), "neutral": N_("Neutral"), "constructive": N_("Constructive")},
        printed=True,
    )
    source: str = field("", N_("Source"), Editor.LINE, printed=True)
