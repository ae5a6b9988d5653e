"""Checks of one stage: facts are computed from its cards, and the map's facts from these."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from journeyeditor.i18n import N_
from journeyeditor.insight.evidence import has_source
from journeyeditor.insight.review.findings import Finding
from journeyeditor.insight.stage_models import AFTER, BUYING, archetype
from journeyeditor.model import Element, JourneyGraph
from journeyeditor.vocabulary import Emotion, Stage, Touchpoint, kind_class

#: More touchpoints in one stage are hard to keep good (docs/domain.md, Review).
MAX_TOUCHPOINTS = 8
#: Channels through which a customer gets help.
SUPPORT_CHANNELS = frozenset(
    {"support", "chat", "phone", "email", "face_to_face", "portal", "shop"}
)


class StageFacts(NamedTuple):
    """The facts of a stage's cards; `stage` is None for cards outside of any stage."""

    stage: Stage | None
    cards: int = 0
    touchpoints: int = 0
    helping: int = 0
    voices: int = 0
    pains: int = 0
    claims: int = 0
    sourced: int = 0
    bad_moments: int = 0
    emotions: int = 0
    scored: frozenset[str | None] = frozenset()
    owners: frozenset[str] = frozenset()
    archetype: str = ""

    @property
    def is_after_sale(self) -> bool:
        return self.archetype in AFTER

    @property
    def is_sale(self) -> bool:
        return self.archetype in BUYING


def facts_of(graph: JourneyGraph, stage: Stage | None) -> StageFacts:
    """Compute the facts of one stage; linear in its number of cards."""
    cards = graph.cards(stage.id if stage else None)
    kinds = [card.kind for card in cards]
    scored_emotions = [
        card for card in cards if isinstance(card, Emotion) and card.score is not None
    ]
    claims = [card for card in cards if kind_class(card.kind).look.claims]
    return StageFacts(
        stage,
        cards=len(cards),
        touchpoints=kinds.count("touchpoint"),
        helping=sum(_helps(card) for card in cards),
        voices=kinds.count("thought"),
        pains=kinds.count("pain_point"),
        claims=len(claims),
        sourced=sum(has_source(graph, card) for card in claims),
        bad_moments=sum((emotion.score or 0) < 0 for emotion in scored_emotions),
        emotions=len(scored_emotions),
        scored=frozenset(emotion.persona for emotion in scored_emotions),
        owners=frozenset(
            owner for card in (*cards, *([stage] if stage else [])) if (owner := _owner(card))
        ),
        archetype=archetype(stage) if stage else "",
    )


def _helps(card: Element) -> bool:
    return isinstance(card, Touchpoint) and card.channel in SUPPORT_CHANNELS


def _owner(card: Element) -> str:
    return card.owner.strip().casefold()


def findings(facts: StageFacts, *, has_curve: bool) -> Iterator[Finding]:
    """What a stage lacks; `has_curve`: the map has emotions at all."""
    stage = facts.stage
    if stage is None:
        return
    named: dict[str, str | int | float] = {"title": stage.title}
    if not facts.touchpoints:
        yield Finding(
            "stage-without-touchpoint",
            "warning",
            stage.id,
            N_("Touchpoints"),
            N_("The stage “{title}” has no touchpoint."),
            named,
        )
    if not facts.voices:
        yield Finding(
            "no-customer-voice",
            "info",
            stage.id,
            N_("Customer voice"),
            N_("The stage “{title}” has no quotes in the customer's own words."),
            named,
        )
    if not facts.owners:
        yield Finding(
            "stage-without-owner",
            "info",
            stage.id,
            N_("Responsibility"),
            N_("The stage “{title}” has no owner."),
            named,
        )
    if facts.claims and not facts.sourced:
        yield Finding(
            "stage-without-evidence",
            "info",
            stage.id,
            N_("Evidence"),
            N_("Nothing in the stage “{title}” has a source."),
            named,
        )
    if has_curve and not facts.emotions:
        yield Finding(
            "emotion-gap",
            "info",
            stage.id,
            N_("Emotion"),
            N_("The stage “{title}” has no emotion, which leaves a gap in the curve."),
            named,
        )
    if facts.touchpoints > MAX_TOUCHPOINTS:
        yield Finding(
            "overload",
            "info",
            stage.id,
            N_("Touchpoints"),
            N_("“{title}” has {count} touchpoints, which may overload customers."),
            {"count": facts.touchpoints, "title": stage.title},
        )
