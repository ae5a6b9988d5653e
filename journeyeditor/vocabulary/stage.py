"""A phase of the journey, shown as a column."""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated, ClassVar, Literal

from journeyeditor.i18n import N_
from journeyeditor.vocabulary.kind import (
    Between,
    Common,
    Count,
    Editor,
    Look,
    Shape,
    Share,
    field,
)

#: A stage is made no wider than this, in slots.
MAX_SLOTS = 24
Slots = Annotated[int, Between(1, MAX_SLOTS)]
#: Archetypes of stages, by which maps with different stage models are compared (docs/domain.md,
#: Archetypes).
ARCHETYPES = MappingProxyType(
    {
        "awareness": N_("Awareness"),
        "interest": N_("Interest"),
        "evaluation": N_("Evaluation"),
        "consideration": N_("Consideration"),
        "decision": N_("Decision"),
        "purchase": N_("Purchase"),
        "post_purchase": N_("Post-purchase"),
        "use": N_("Use"),
        "retention": N_("Retention"),
        "loyalty": N_("Loyalty"),
        "repurchase": N_("Repurchase"),
        "advocacy": N_("Advocacy"),
        "referral": N_("Referral"),
    }
)


class Stage(Common):
    """A phase of the journey, shown as a column."""

    look: ClassVar[Look] = Look(
        Shape.STAGE,
        "brand",
        "stage",
        N_("Stage"),
        N_("Stages"),
        order=0,
        key="S",
        aliases="phase fas faser fase steg",
    )

    kind: Literal["stage"] = "stage"
    count: Count | None = field(None, N_("Customers entering"), Editor.NUMBER, printed=True)
    stated_rate: Share | None = field(
        None, N_("Stated conversion rate"), Editor.PERCENT, printed=True
    )
    customer_goal: str = field("", N_("Customer goal"), Editor.LINES, printed=True)
    business_goal: str = field("", N_("Business goal"), Editor.LINES, printed=True)
    speaker_notes: str = field("", N_("Speaker notes"), Editor.LINES)
    slots: Slots | None = field(None, N_("Minimum width (cards)"), Editor.NUMBER, printed=True)
    archetype: str = field("", N_("Archetype"), Editor.SUGGESTION, ARCHETYPES, printed=True)
