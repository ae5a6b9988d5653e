"""Whether a map is still a draft, whose gaps are no findings yet."""

from __future__ import annotations

from journeyeditor.model import JourneyGraph

#: A stage is worked out once it holds cards of so many kinds.
KINDS_OF_A_STAGE = 2


def is_draft(graph: JourneyGraph) -> bool:
    """Whether fewer than half of the stages hold cards of two kinds."""
    stages = graph.stages()
    complete = sum(
        len({card.kind for card in graph.cards(stage.id)}) >= KINDS_OF_A_STAGE for stage in stages
    )
    return not stages or 2 * complete < len(stages)
