"""The completeness of each stage, and what is missing (source 003's five tips).

The aspects are the customer's need, pain points, touchpoints, quotes, an owner and evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from journeyeditor.i18n import N_
from journeyeditor.insight.evidence import has_source
from journeyeditor.insight.parts import Parts, completed
from journeyeditor.model import Element, JourneyGraph
from journeyeditor.vocabulary import Stage, kind_class

#: The aspects in the order of the view → their names.
ASPECTS: Mapping[str, str] = {
    "need": N_("Need"),
    "pain_point": N_("Pain points"),
    "touchpoint": N_("Touchpoints"),
    "thought": N_("Customer voice"),
    "owner": N_("Owner"),
    "evidence": N_("Evidence"),
}


class AspectValue(NamedTuple):
    """A stage's value for one aspect: a text or a number, and the elements it comes from.

    `number` of `of` are present; `of` is 0 if any number will do. Without `ids` there is no element to
    reveal.
    """

    aspect: str
    number: int
    of: int = 0
    words: str = ""
    ids: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return self.number == 0


class StageCompleteness(NamedTuple):
    """One stage and its cells, in the order of the aspects."""

    stage: Stage
    cells: tuple[AspectValue, ...]


def completeness(graph: JourneyGraph) -> list[StageCompleteness]:
    """The rows of all stages in order; linear in the number of cards."""
    return completed(completeness_parts(graph))


def completeness_parts(graph: JourneyGraph) -> Parts[list[StageCompleteness]]:
    """Make the rows stage by stage."""
    rows = []
    for stage in graph.stages():
        if isinstance(stage, Stage):
            rows.append(row_of(graph, stage))
            yield
    return rows


def row_of(graph: JourneyGraph, stage: Stage) -> StageCompleteness:
    cards = graph.cards(stage.id)
    return StageCompleteness(stage, tuple(look(graph, stage, cards) for look in _LOOKS))


def share_of_cells(rows: Iterable[StageCompleteness]) -> float | None:
    """The share (0..1) of cells that are filled; None without stages."""
    cells = [cell for row in rows for cell in row.cells]
    return sum(not cell.is_empty for cell in cells) / len(cells) if cells else None


def _need(_: JourneyGraph, stage: Stage, __: Sequence[Element]) -> AspectValue:
    words = " ".join(stage.customer_goal.split())
    return AspectValue("need", int(bool(words)), words=words, ids=(stage.id,))


def _cards(kind: str) -> Callable[[JourneyGraph, Stage, Sequence[Element]], AspectValue]:
    def look(_: JourneyGraph, __: Stage, cards: Sequence[Element]) -> AspectValue:
        ids = tuple(card.id for card in cards if card.kind == kind)
        return AspectValue(kind, len(ids), ids=ids)

    return look


def _owner(_: JourneyGraph, stage: Stage, cards: Sequence[Element]) -> AspectValue:
    owned = [e for e in (stage, *cards) if e.owner.strip()]
    names = dict.fromkeys(e.owner.strip() for e in owned)
    return AspectValue("owner", len(names), words=", ".join(names), ids=tuple(e.id for e in owned))


def _evidence(graph: JourneyGraph, _: Stage, cards: Sequence[Element]) -> AspectValue:
    """Measure how many claiming cards have a source; `ids` are those without."""
    claims = [card for card in cards if kind_class(card.kind).look.claims]
    bare = tuple(card.id for card in claims if not has_source(graph, card))
    sourced = len(claims) - len(bare)
    return AspectValue(
        "evidence", sourced, len(claims), ids=bare or tuple(card.id for card in claims)
    )


_LOOKS = (
    _need,
    _cards("pain_point"),
    _cards("touchpoint"),
    _cards("thought"),
    _owner,
    _evidence,
)
