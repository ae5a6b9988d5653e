"""Emoji in front of a line, and what they mean where a kind has a field for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from journeyeditor.typography.graphemes import clusters, is_emoji


class Sign(NamedTuple):
    """A line without its sign, and the fields that stand for it (none: the sign stays)."""

    title: str
    fields: Mapping[str, Any]


_CHANNELS = {
    "face_to_face": "🤝👥🧑‍💼👩‍💼👨‍💼🧑🗣️",
    "phone": "📞☎️📲",
    "email": "📧✉️📨📩💌📤📥",
    "web": "🌐🖥️💻🕸️",
    "search": "🔍🔎",
    "social_media": "👍❤️📣#️⃣🐦📸",
    "app": "📱",
    "shop": "🏪🏬🛍️🏢",
    "chat": "💬🗨️🤖",
    "mail": "📮📬📫📪📭",
    "review_site": "⭐🌟⭐️",
    "advert": "📢📺📰📻",
    "word_of_mouth": "🗯️👂",
    "event": "🎟️🎫🎪🎉🎤",
    "sms": "✉📟",
    "video": "🎥🎬📹▶️📽️",
    "survey": "📋📝🗳️📊",
    "checkout": "💳💰🧾💵",
    "delivery": "🚚📦🚛🛵",
    "support": "🆘🛟🎧🙋🧑‍🔧",
    "crm": "🗂️📇",
    "blog": "✍️✏️🖊️",
    "loyalty_programme": "🎁💎🏆",
    "document": "📄📃📑📜",
    "portal": "🔐🔑👤",
    "test_article": "🧪📖",
    "basket": "🛒🧺",
}
_POLARITIES = {
    "positive": "👍😀😃😄😊🙂😍🥰🤩🎉❤️👏😁➕✅",
    "neutral": "😐😶🤔",
    "constructive": "👎☹️🙁😞😕😟😠😡😤😢😭💔➖❌⚠️",
}
_SCORES = {
    2: "😀😃😄😁😍🤩🥰🎉❤️",
    1: "🙂😊😌👍",
    0: "😐😶🤔😑",
    -1: "🙁😕😟☹️👎😒",
    -2: "😞😠😡😤😢😭🤬💔😱",
}


def _by_sign(table: Mapping[Any, str]) -> dict[str, Any]:
    """Return what each sign means; how a sign asks to be drawn makes no difference."""
    return {_bare(sign): meaning for meaning, signs in table.items() for sign in clusters(signs)}


def _bare(sign: str) -> str:
    """Return a sign without the selector of its style and without a skin's tone."""
    return _TONES.sub("", sign)


_TONES = re.compile("[\ufe0f\U0001f3fb-\U0001f3ff]")

#: Kind → the field that a sign fills, and what the signs mean.
_FIELDS: dict[str, tuple[str, dict[str, Any]]] = {
    "touchpoint": ("channel", _by_sign(_CHANNELS)),
    "thought": ("polarity", _by_sign(_POLARITIES)),
    "emotion": ("score", _by_sign(_SCORES)),
}


def read_sign(kind: str, line: str) -> Sign:
    """Return what a line's leading emoji says of a card of a kind."""
    field, meanings = _FIELDS.get(kind, ("", {}))
    first = next(iter(clusters(line)), "")
    meaning = meanings.get(_bare(first)) if is_emoji(first) or first in _TEXT_SIGNS else None
    if not field or meaning is None:
        return Sign(line, {})
    return Sign(line[len(first) :].lstrip(" \u00a0:–-"), {field: meaning})


#: Signs that count also where they are written as text.
_TEXT_SIGNS = frozenset("☎✉❤☹✍✏▶✅❌")
