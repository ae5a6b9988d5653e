"""What the name of a lane says of its cards."""

from __future__ import annotations

from types import MappingProxyType

from journeyeditor.exchange.tables.words import Role, role_of

#: The kinds of cards by the roles that tables know.
_KINDS = MappingProxyType(
    {
        Role.MOMENT: "step",
        Role.STEP: "step",
        Role.TOUCHPOINT: "touchpoint",
        Role.CHANNEL: "touchpoint",
        Role.THOUGHT: "thought",
        Role.EMOTION: "emotion",
        Role.SCORE: "emotion",
        Role.PAIN: "pain_point",
        Role.OPPORTUNITY: "opportunity",
        Role.BACKSTAGE: "backstage",
        Role.METRIC: "metric",
    }
)


def kind_of_lane(words: str) -> str:
    """Return the kind of the cards in a lane with this name, or ""."""
    role = role_of(words)
    return _KINDS.get(role, "") if role else ""


def names_stages(words: str) -> bool:
    """Whether a lane holds the names of the stages."""
    return role_of(words) is Role.STAGE
