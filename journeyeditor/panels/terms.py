"""The words for values, kinds and elements, in the language of the window."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from journeyeditor.i18n import N_, Texts
from journeyeditor.model import Element, JourneyGraph
from journeyeditor.vocabulary import KINDS, Editor, kind_class

#: Value of a field → English word, a key of the catalogues.
TERMS: Mapping[str, str] = MappingProxyType(
    {
        "auto": N_("Fit content"),
        "compact": N_("Compact"),
        "tall": N_("Tall"),
        "assumed": N_("Assumed"),
        "quoted": N_("Quoted"),
        "measured": N_("Measured"),
        "positive": N_("Positive"),
        "neutral": N_("Neutral"),
        "constructive": N_("Constructive"),
        "customer": N_("Customer contacts organisation"),
        "organisation": N_("Organisation contacts customer"),
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
        "to_next": N_("To next stage"),
        "from_previous": N_("From previous stage"),
        "share_of_top": N_("Share of first stage"),
        "landscape": N_("Landscape"),
        "portrait": N_("Portrait"),
        "print": N_("Full colour"),
        "ink": N_("Ink saver"),
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
        "follows": N_("Leads to"),
        "at": N_("Belongs to"),
        "addresses": N_("Addresses"),
        "supports": N_("Supports"),
        "evidenced_by": N_("Evidence"),
    }
)


INCOMING: Mapping[str, str] = MappingProxyType(
    {
        "follows": N_("Comes from"),
        "at": N_("Attached"),
        "addresses": N_("Addressed by"),
        "supports": N_("Supported by"),
        "evidenced_by": N_("Evidence for"),
    }
)


#: What may stand for a title that is missing, in this order.
_SPEAKING = ("title", "reason", "claim", "caption", "alt", "note")


def name_of(element: object, texts: Texts) -> str:
    """Return what an element is called, in one line: its title, or what else it says.

    A score stands before its reason; what says nothing at all is called by its kind.
    """
    score = getattr(element, "score", None)
    said = (str(getattr(element, name, "")) for name in _SPEAKING)
    words = next((" ".join(each.split()) for each in said if each.strip()), "")
    if score is not None:
        words = f"{texts.signed(score)} {words}".strip()
    look = getattr(element, "look", None)
    return words or (f"({texts(look.title)})" if look is not None else "")


#: The editors whose values are worth hearing in a list.
_WORTH = (Editor.PIPS.value, Editor.SLIDER.value)


def spoken(element: Element, graph: JourneyGraph, texts: Texts) -> str:
    """Return an element in one sentence: "Touchpoint: Pay online, stage Purchase, severity 4"."""
    cls = kind_class(element.kind)
    title = " ".join(element.title.split()) or texts("untitled")
    parts = [f"{texts(cls.look.title)}: {title}"]
    stage = getattr(element, "stage", None)
    if stage and graph.has_element(stage):
        parts.append(f"{_lowered(texts('Stage'))} {graph.element(stage).title}")
    for name, info in cls.model_fields.items():
        extra = info.json_schema_extra
        value = getattr(element, name)
        if isinstance(extra, dict) and extra["editor"] in _WORTH and value is not None:
            said = texts.signed(value) if extra["editor"] == Editor.SLIDER.value else str(value)
            parts.append(f"{_lowered(texts(info.title or name))} {said}")
    return ", ".join(parts)


def _lowered(words: str) -> str:
    """Return words as they stand inside a sentence."""
    return words[:1].lower() + words[1:]
