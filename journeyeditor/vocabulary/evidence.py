"""The source of a claim, and how strong it is."""

from __future__ import annotations

from typing import ClassVar, Literal

from journeyeditor.i18n import N_
from journeyeditor.vocabulary.kind import Card, Date, Editor, Look, Number, Shape, field


class Evidence(Card):
    """The source of a claim, and how strong it is."""

    look: ClassVar[Look] = Look(
        Shape.RECORD, "evidence", "evidence", N_("Evidence"), N_("Evidence"), order=100
    )

    kind: Literal["evidence"] = "evidence"
    claim: str = field("", N_("Claim"), Editor.LINES)
    figure: str | Number = field("", N_("Figure"), Editor.LINE)
    source: str = field("", N_("Source"), Editor.LINE, printed=True)
    date: Date | None = field(None, N_("Date"), Editor.DATE, printed=True)
    sample: str | Number = field("", N_("Sample"), Editor.LINE)
    strength: Literal["", "assumed", "quoted", "measured"] = field(
        "",
        N_("Strength"),
        Editor.CHOICE,
        {"assumed": N_("Assumed"), "quoted": N_("Quoted"), "measured": N_("Measured")},
    )
