"""What the organisation does behind the line of visibility."""

from __future__ import annotations

from typing import ClassVar, Literal

from journeyeditor.i18n import N_
from journeyeditor.vocabulary.kind import Editor, Look, Shape, TintedCard, field


class Backstage(TintedCard):
    """What the organisation does behind the line of visibility."""

    look: ClassVar[Look] = Look(
        Shape.CARD,
        "backstage",
        "backstage",
        N_("Backstage activity"),
        N_("Backstage"),
        order=90,
        bare=True,
        key="B",
        claims=True,
        aliases="process processes processer",
    )

    is_backstage: ClassVar[bool] = True

    kind: Literal["backstage"] = "backstage"
    system: str = field("", N_("System"), Editor.LINE, printed=True)
