"""Places in the grid where something can be put, named by what stands there."""

from __future__ import annotations

from typing import NamedTuple


class Spot(NamedTuple):
    """A place for a card.

    `stage` is a stage's id (None: in no stage), `lane` a lane record's id (None: the kind's own
    lane), `before` the card in front of which it goes in the order of the stage (""; at the end),
    `anchor` the step or touchpoint whose slot it shares ("": none) and to which it is tied.
    """

    stage: str | None = None
    lane: str | None = None
    before: str = ""
    anchor: str = ""
