"""The words for values that the file keeps as keys: choices, suggestions, kinds."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from journeyeditor.i18n import N_, Texts
from journeyeditor.vocabulary import KINDS

#: Value of a field → English word, a key of the catalogues.
TERMS: Mapping[str, str] = MappingProxyType(
    {
        "auto": N_("As high as needed"),
        "compact": N_("Compact"),
        "tall": N_("Tall"),
        "assumed": N_("Assumed"),
        "quoted": N_("Quoted"),
        "measured": N_("Measured"),
        "positive": N_("Positive"),
        "neutral": N_("Neutral"),
        "constructive": N_("Constructive"),
        "customer": N_("The customer reaches out"),
        "organisation": N_("The organisation reaches out"),
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
        "advert": N_("Advert"),
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
        "circle": N_("Circle"),
        "square": N_("Square"),
        "diamond": N_("Diamond"),
        "triangle": N_("Triangle"),
        "hexagon": N_("Hexagon"),
        "pentagon": N_("Pentagon"),
        "b2c": N_("B2C"),
        "b2b": N_("B2B"),
        "both": N_("B2B and B2C"),
        "as_is": N_("as-is"),
        "to_be": N_("to-be"),
        "draft": N_("draft"),
        "en": "English",
        "sv": "svenska",
        "nb": "norsk bokmål",
        "da": "dansk",
        "to_next": N_("To the next stage"),
        "from_previous": N_("From the stage before"),
        "share_of_top": N_("As a share of the first stage"),
        "landscape": N_("Landscape"),
        "portrait": N_("Portrait"),
        "print": N_("Colour"),
        "ink": N_("Saves ink"),
    }
)
_PLURALS: Mapping[str, str] = MappingProxyType(
    {cls.model_fields["kind"].default: cls.look.plural for cls in KINDS}
)


def term(value: str, texts: Texts) -> str:
    """Return the word for a value of a field; a value that is no key of ours is its own word."""
    return texts(TERMS[value]) if value in TERMS else value


def plural(kind: str, texts: Texts) -> str:
    """Return what many elements of a kind are called; the funnel shows the stages' counts."""
    return texts("Funnel") if kind == "stage" else texts(_PLURALS[kind])


def value_of_term(words: str, suggestions: tuple[str, ...], texts: Texts) -> str:
    """Return the value that a word suggests, or the word itself."""
    wanted = words.strip().casefold()
    for value in suggestions:
        if wanted in (value.casefold(), term(value, texts).casefold()):
            return value
    return words


#: What ties say from the side of their source, and from the side of their target.
OUTGOING: Mapping[str, str] = MappingProxyType(
    {
        "follows": N_("Goes on to"),
        "at": N_("Belongs to"),
        "addresses": N_("Addresses"),
        "supports": N_("Supports"),
        "evidenced_by": N_("Evidence"),
    }
)
INCOMING: Mapping[str, str] = MappingProxyType(
    {
        "follows": N_("Comes from"),
        "at": N_("Belongs here"),
        "addresses": N_("Addressed by"),
        "supports": N_("Supported by"),
        "evidenced_by": N_("Is evidence for"),
    }
)
