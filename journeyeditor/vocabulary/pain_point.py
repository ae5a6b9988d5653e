"""Something that costs the customer time, money or patience."""

from __future__ import annotations

from typing import ClassVar, Literal

from journeyeditor.i18n import N_
from journeyeditor.vocabulary.kind import Editor, Grade, Look, Shape, TintedCard, field


class PainPoint(TintedCard):
    """Something that costs the customer time, money or patience."""

    look: ClassVar[Look] = Look(
        Shape.CARD,
        "pain",
        "pain_point",
        N_("Pain point"),
        N_("Pain points"),
        order=50,
        key="P",
        tint="pain_tint",
        claims=True,
        wide=True,
        aliases="pain pains smärta smerte smärtor",
    )

    is_attachable: ClassVar[bool] = True
    kind: Literal["pain_point"] = "pain_point"
    severity: Grade | None = field(None, N_("Severity"), Editor.PIPS, printed=True)
    frequency: Grade | None = field(None, N_("Frequency"), Editor.PIPS, printed=True)
    persona: str | None = field(None, N_("Persona"), Editor.ELEMENT, printed=True)
