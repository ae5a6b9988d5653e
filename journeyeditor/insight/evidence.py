"""Which cards have a source and which are assumptions; common claims that lack one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from journeyeditor import resources
from journeyeditor.i18n import N_, Texts
from journeyeditor.insight.parts import Parts, completed
from journeyeditor.model import Element, JourneyGraph
from journeyeditor.vocabulary import kind_class


def has_source(graph: JourneyGraph, record: Element) -> bool:
    return bool(record.source) or graph.has_outgoing(record.id, "evidenced_by")


def is_assumption(graph: JourneyGraph, record: Element) -> bool:
    """Whether a card makes a claim that nothing on the map supports."""
    return kind_class(record.kind).look.claims and not has_source(graph, record)


def share_of_evidence(graph: JourneyGraph) -> float | None:
    """The share (0..1) of claiming cards that have a source; None without such cards."""
    claims = [record for record in graph.elements() if kind_class(record.kind).look.claims]
    if not claims:
        return None
    return sum(has_source(graph, record) for record in claims) / len(claims)


def supported_by_evidence(graph: JourneyGraph, id_: str) -> list[Element]:
    """The elements that an evidence record supports, in the order of their relations."""
    return [graph.element(relation.source) for relation in graph.incoming(id_, "evidenced_by")]


class StageEvidence(NamedTuple):
    """The number of claiming cards in a stage, and how many of them have a source.

    `stage` is None for cards outside of any stage.
    """

    stage: Element | None
    claims: int
    sourced: int

    @property
    def share(self) -> float | None:
        """The share (0..1) of claiming cards that have a source; None without such cards."""
        return self.sourced / self.claims if self.claims else None


def evidence_by_stage(graph: JourneyGraph) -> list[StageEvidence]:
    """The evidence of each stage, in order; cards outside of any stage come last, if any."""
    return completed(evidence_by_stage_parts(graph))


def evidence_by_stage_parts(graph: JourneyGraph) -> Parts[list[StageEvidence]]:
    """Count the evidence stage by stage."""
    stages: list[Element | None] = [*graph.stages(), None]
    supported = []
    for stage in stages:
        supported.append(_founding(graph, stage))
        yield
    return supported if supported[-1].claims else supported[:-1]


def _founding(graph: JourneyGraph, stage: Element | None) -> StageEvidence:
    cards = graph.cards(stage.id if stage is not None else None)
    claims = [card for card in cards if kind_class(card.kind).look.claims]
    return StageEvidence(stage, len(claims), sum(has_source(graph, card) for card in claims))


_BOUNDS = {
    "": "{share}",
    "under": N_("under {share}"),
    "over": N_("over {share}"),
    "up_to": N_("up to {share}"),
}


class Claim(NamedTuple):
    """One figure: a share of 1, its bound ("", under, over, up_to), and its claim by language."""

    id: str
    origin: str
    share: float
    bound: str
    claim: Mapping[str, str]

    def figure(self, texts: Texts) -> str:
        """The figure in a language, such as "under 30 %"."""
        return texts(_BOUNDS[self.bound]).format(share=texts.percent(self.share))

    def words(self, texts: Texts) -> str:
        return self.claim.get(texts.language) or self.claim["en"]

    def fields(self, texts: Texts) -> dict[str, str]:
        figure = self.figure(texts)
        sentence = f"{figure} {self.words(texts)}"
        return {
            "claim": sentence[:1].upper() + sentence[1:],
            "figure": figure,
            "strength": "assumed",
            "note": texts("Quoted in an article that names no source."),
        }


@cache
def claims() -> tuple[Claim, ...]:
    rows = json.loads(resources.path("claims", "claims.json").read_text(encoding="utf-8"))
    return tuple(Claim(**row) for row in rows)
