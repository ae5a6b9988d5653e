"""A possible improvement, and who owns it."""

from __future__ import annotations

from typing import ClassVar, Literal

from journeyeditor.i18n import N_
from journeyeditor.vocabulary.kind import Date, Editor, Grade, Look, Shape, TintedCard, field


class Opportunity(TintedCard):
    """A possible improvement, and who owns it."""

    look: ClassVar[Look] = Look(
        Shape.CARD,
        "opportunity",
        "opportunity",
        N_("Opportunity"),
        N_("Opportunities"),
        order=60,
        key="O",
        tint="opportunity_tint",
        claims=True,
        wide=True,
        aliases="idea ideas idé idéer ideer",
    )

    is_attachable: ClassVar[bool] = True
    kind: Literal["opportunity"] = "opportunity"
    impact: Grade | None = field(None, N_("Impact"), Editor.PIPS, printed=True)
    effort: Grade | None = field(None, N_("Effort"), Editor.PIPS, printed=True)
    due: Date | None = field(None, N_("Due"), Editor.DATE, printed=True)
    hypothesis: str = field("", N_("Hypothesis"), Editor.LINES, printed=True)
