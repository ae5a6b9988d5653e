"""The channel that the name of a touchpoint says by itself."""

from __future__ import annotations

from functools import cache

from journeyeditor.i18n import languages, texts
from journeyeditor.vocabulary.touchpoint import CHANNELS

_CHANNEL_WORDS = {
    "web": "web", "webb": "web", "website": "web", "webbplats": "web", "nettside": "web", "hjemmeside": "web", "webseite": "web", "verkkosivu": "web",
    "verkko": "web", "internet": "web", "nett": "web", "online": "web", "site": "web", "landing page": "web", "start page": "web",
    "phone": "phone", "telephone": "phone", "call": "phone", "telefon": "phone", "puhelin": "phone", "telefoni": "phone",
    "email": "email", "e-mail": "email", "mail": "email", "e-post": "email", "epost": "email", "mejl": "email", "sähköposti": "email", "e-mails": "email",
    "sms": "sms", "text": "sms", "text message": "sms", "tekstiviesti": "sms", "app": "app", "mobile app": "app", "appen": "app", "sovellus": "app",
    "shop": "shop", "store": "shop", "butik": "shop", "butikk": "shop", "laden": "shop", "geschäft": "shop", "kauppa": "shop", "myymälä": "shop", "filiale": "shop",
    "chat": "chat", "chatbot": "chat", "letter": "mail", "brev": "mail", "brief": "mail", "kirje": "mail", "post": "mail",
    "search": "search", "google": "search", "search engine": "search", "google search": "search", "sökmotor": "search", "søkemotor": "search", "suchmaschine": "search",
    "social": "social_media", "social media": "social_media", "sns": "social_media", "sociala medier": "social_media", "sosiale medier": "social_media",
    "sociale medier": "social_media", "soziale medien": "social_media", "some": "social_media", "facebook": "social_media", "instagram": "social_media",
    "face to face": "face_to_face", "in person": "face_to_face", "meeting": "face_to_face", "möte": "face_to_face", "møte": "face_to_face", "møde": "face_to_face",
    "poster": "advert", "ad": "advert", "ads": "advert", "advert": "advert", "annons": "advert", "annonse": "advert", "annonce": "advert", "anzeige": "advert", "mainos": "advert",
    "friend": "word_of_mouth", "friends": "word_of_mouth", "word of mouth": "word_of_mouth", "neighbour": "word_of_mouth",
}  # fmt: skip


def channel_of(words: str) -> str:
    """The channel that words are the name of, "" if none."""
    plain = " ".join(words.casefold().split())
    return _CHANNEL_WORDS.get(plain) or _channel_names().get(plain, "")


@cache
def _channel_names() -> dict[str, str]:
    names: dict[str, str] = {}
    for key, title in CHANNELS.items():
        for language in languages():
            names.setdefault(" ".join(texts(language)(title).casefold().split()), key)
    return names
