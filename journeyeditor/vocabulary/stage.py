"""A phase of the journey, shown as a column."""

from __future__ import annotations

from typing import ClassVar, Literal

from journeyeditor.i18n import N_
from journeyeditor.vocabulary.kind import Common, Count, Editor, Look, Shape, Share, field

#: What stages of different models have in common, so that maps can be compared (domain.md 2.0).
ARCHETYPES = (
    "awareness",
    "interest",
    "evaluation",
    "consideration",
    "decision",
    "purchase",
    "post_purchase",
    "use",
    "retention",
    "loyalty",
    "repurchase",
    "advocacy",
    "referral",
)


class Stage(Common):
    """A phase of the journey, shown as a column."""

    look: ClassVar[Look] = Look(
        Shape.STAGE, "brand", "stage", N_("Stage"), N_("Stages"), order=0, key="S"
    )

    kind: Literal["stage"] = "stage"
    count: Count | None = field(None, N_("Customers entering"), Editor.NUMBER)
    stated_rate: Share | None = field(None, N_("Stated conversion rate"), Editor.PERCENT)
    customer_goal: str = field("", N_("Customer goal"), Editor.LINES)
    business_goal: str = field("", N_("Business goal"), Editor.LINES)
    archetype: str = field("", N_("Archetype"), Editor.SUGGESTION, ARCHETYPES)
