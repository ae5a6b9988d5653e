"""What the name of a lane says of its cards."""

from __future__ import annotations

from journeyeditor.exchange.tables.words import CARD_KINDS, Role, role_of

#: A board has no rows within stages, so its moments are steps.
_KINDS = {**CARD_KINDS, Role.MOMENT: "step"}


def kind_of_lane(words: str) -> str:
    """Return the kind of the cards in a lane with this name, or ""."""
    role = role_of(words)
    return _KINDS.get(role, "") if role else ""


def names_stages(words: str) -> bool:
    """Whether a lane holds the names of the stages."""
    return role_of(words) is Role.STAGE
