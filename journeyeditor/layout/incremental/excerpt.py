"""The part of a map that a layout shows, where that is not all of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from journeyeditor.layout.lanes import Band, LaneSpec, lane_of
from journeyeditor.layout.style import SLOT_PREFERRED
from journeyeditor.vocabulary import Common

#: How much larger type is that is read across a room.
ROOM_SCALE = 1.35
#: The width of the names of the lanes beside an excerpt, in map units.
NAME_WIDTH = 100.0


class Excerpt(NamedTuple):
    """One stage between its neighbours, or ("") all stages, with only the lanes that cards fill.

    `slot_width` is in map units; type is larger by `type_scale`.
    """

    stage: str = ""
    slot_width: float = SLOT_PREFERRED
    type_scale: float = 1.0

    def stages(self, all_stages: Sequence[str | None]) -> list[str | None]:
        """Return the stage and its neighbours; the first stages if it is gone."""
        if not self.stage:
            return list(all_stages)
        index = all_stages.index(self.stage) if self.stage in all_stages else 0
        return list(all_stages[max(index - 1, 0) : index + 2])

    def lanes(
        self,
        specs: Sequence[LaneSpec],
        members: Collection[Common],
        hidden_lanes: Collection[str],
    ) -> tuple[LaneSpec, ...]:
        """Return those lanes that the stage's cards fill, or all for cards if it has none."""
        filled = {
            lane_of(record.kind, lane, specs)
            for record in members
            if (lane := record.lane) not in hidden_lanes
        }
        cards = tuple(spec for spec in specs if spec.band is not Band.FUNNEL)
        return tuple(spec for i, spec in enumerate(specs) if i in filled) or cards
