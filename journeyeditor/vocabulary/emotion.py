"""How the customer feels at one moment, from −2 to +2."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Strict

from journeyeditor.i18n import N_
from journeyeditor.vocabulary.kind import Card, Editor, Look, Score, Shape, field

#: What each person of a workshop chose; a name that means nothing tells them apart.
Ratings = Annotated[
    tuple[Annotated[tuple[str, Score], Strict(False)], ...],
    Strict(False),
]


class Emotion(Card):
    """How the customer feels at one moment, from −2 to +2."""

    look: ClassVar[Look] = Look(
        Shape.CURVE,
        "emotion",
        "emotion",
        N_("Emotion"),
        N_("Emotions"),
        order=40,
        key="E",
        aliases="feeling feelings känsla känslor følelse følelser",
    )

    is_attachable: ClassVar[bool] = True
    kind: Literal["emotion"] = "emotion"
    persona: str | None = field(None, N_("Persona"), Editor.ELEMENT, printed=True)
    score: Score | None = field(None, N_("Score"), Editor.SLIDER, printed=True)
    reason: str = field("", N_("Reason"), Editor.LINES, printed=True)
    ratings: Ratings = field((), N_("Ratings"), Editor.SERIES, printed=True)
