"""What the words of a card say it is: "Pain point: no prices", a face, a feeling in a lane of feelings."""

from __future__ import annotations

from typing import Any, NamedTuple

from journeyeditor.exchange.boards.lane_words import kind_of_lane
from journeyeditor.exchange.scales import FIVE
from journeyeditor.exchange.tables.feelings import begins_with_face, feeling_in, is_feeling
from journeyeditor.exchange.tables.lists import keyed


class CardWords(NamedTuple):
    """The kind of a card, and its fields."""

    kind: str
    fields: dict[str, Any]


def card_words(title: str, kind: str = "") -> CardWords:
    """What a card is; `kind` is that of its lane, "" if nothing but its words can say."""
    if not kind:
        key, text = keyed(title)
        if key and text and (own := kind_of_lane(key)):
            kind, title = own, text
        elif is_feeling(title) or begins_with_face(title):
            kind = "emotion"
    if kind != "emotion":
        return CardWords(kind or "step", {"title": title})
    feeling = feeling_in(title, FIVE)
    fields = {"title": "" if feeling.score is not None else title, "reason": feeling.reason}
    return CardWords(kind, {**fields, "score": feeling.score})
