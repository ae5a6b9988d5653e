"""A contact between the customer and the organisation."""

from __future__ import annotations

from types import MappingProxyType
from typing import ClassVar, Literal

from journeyeditor.i18n import N_
from journeyeditor.vocabulary.kind import Editor, Look, Shape, TintedCard, field

#: Channels that have their own icon; any other text is allowed.
CHANNELS = MappingProxyType(
    {
        "face_to_face": N_("Face to face"),
        "phone": N_("Phone"),
        "email": N_("Email"),
        "web": N_("Website"),
        "search": N_("Search engine"),
        "social_media": N_("Social media"),
        "app": N_("App"),
        "shop": N_("Shop"),
        "chat": N_("Chat"),
        "mail": N_("Post"),
        "review_site": N_("Review site"),
        "advert": N_("Advertisement"),
        "word_of_mouth": N_("Word of mouth"),
        "event": N_("Event"),
        "sms": N_("Text message"),
        "video": N_("Video"),
        "survey": N_("Survey"),
        "checkout": N_("Checkout"),
        "delivery": N_("Delivery"),
        "support": N_("Customer service"),
        "crm": N_("CRM"),
        "blog": N_("Blog"),
        "loyalty_programme": N_("Loyalty programme"),
        "document": N_("Document"),
        "portal": N_("Portal"),
        "test_article": N_("Product test"),
        "basket": N_("Basket"),
    }
)


class Touchpoint(TintedCard):
    """A contact between the customer and the organisation."""

    look: ClassVar[Look] = Look(
        Shape.CARD,
        "touchpoint",
        "touchpoint",
        N_("Touchpoint"),
        N_("Touchpoints"),
        order=20,
        bare=True,
        key="K",
        claims=True,
        has_disc=True,
        aliases="beröringspunkt beröringspunkter touchpoint touchpoints kontaktpunkt",
    )

    is_moment: ClassVar[bool] = True
    kind: Literal["touchpoint"] = "touchpoint"
    channel: str = field("", N_("Channel"), Editor.SUGGESTION, CHANNELS, printed=True)
    direction: str = field(
        "",
        N_("Direction"),
        Editor.SUGGESTION,
        {
            "customer": N_("Customer contacts organisation"),
            "organisation": N_("Organisation contacts customer"),
        },
        printed=True,
    )
    moment_of_truth: bool = field(False, N_("Moment of truth"), Editor.SWITCH, printed=True)
