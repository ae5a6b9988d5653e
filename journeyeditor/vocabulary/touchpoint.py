"""A contact between the customer and the organisation."""

from __future__ import annotations

from typing import ClassVar, Literal

from journeyeditor.i18n import N_
from journeyeditor.vocabulary.kind import Card, Editor, Look, Shape, field

#: Channels that have an icon of their own; any other text is allowed.
CHANNELS = (
    "face_to_face",
    "phone",
    "email",
    "web",
    "search",
    "social_media",
    "app",
    "shop",
    "chat",
    "mail",
    "review_site",
    "advert",
    "word_of_mouth",
    "event",
    "sms",
    "video",
    "survey",
    "checkout",
    "delivery",
    "support",
    "crm",
    "blog",
    "loyalty_programme",
    "document",
    "portal",
    "test_article",
    "basket",
)


class Touchpoint(Card):
    """A contact between the customer and the organisation."""

    look: ClassVar[Look] = Look(
        Shape.CARD,
        "touchpoint",
        "touchpoint",
        N_("Touchpoint"),
        N_("Touchpoints"),
        order=20,
        key="K",
        claims=True,
    )

    kind: Literal["touchpoint"] = "touchpoint"
    channel: str = field("", N_("Channel"), Editor.SUGGESTION, CHANNELS)
    direction: str = field("", N_("Direction"), Editor.SUGGESTION, ("customer", "organisation"))
    moment_of_truth: bool = field(False, N_("Moment of truth"), Editor.SWITCH)
