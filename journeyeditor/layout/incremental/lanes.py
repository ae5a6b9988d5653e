"""The lanes' heights, kept as the greatest of what the stages need, and where the lanes stand."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Mapping, Sequence

from journeyeditor.geometry import Rect
from journeyeditor.layout.incremental.places import LanePlace
from journeyeditor.layout.lanes import LaneSpec
from journeyeditor.layout.measuring import MeasuredLane, lane_row
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.style import LABEL_WIDTH, STACK_GAP

#: By lane, the natural heights of the places in the stacks of one stage, from the top.
Stacks = Mapping[int, Sequence[float]]


class GridLanes:
    """The lanes from top to bottom; `tops` are those of the places in a lane's stacks."""

    def __init__(self, specs: Sequence[LaneSpec], context: RenderContext) -> None:
        self.specs = tuple(specs)
        self._context = context
        self._index: dict[str, int] = {}
        #: A name of each lane's own; two rows of one lane record share a key.
        self.names: list[str] = []
        for i, spec in enumerate(self.specs):
            is_new = self._index.setdefault(spec.key, i) == i
            self.names.append(spec.key if is_new else f"{spec.key} {spec.kinds[0]} {i}")
        # By lane and place in the stack: what each stage needs there, sorted.
        self._needs: list[list[list[float]]] = [[] for _ in self.specs]
        self.rows = [lane_row(spec, i, (), context) for i, spec in enumerate(self.specs)]
        self.tops: list[tuple[float, ...]] = [() for _ in self.specs]
        self.ys: list[float] = [0.0 for _ in self.specs]
        self.bottom = 0.0

    def index_of(self, key: str) -> int | None:
        """Return the index of a lane by its key."""
        return self._index.get(key)

    def fill(self, stacks: Sequence[Stacks]) -> None:
        """Take the needs of many stages at once."""
        for stage in stacks:
            for lane, heights in stage.items():
                for row, height in enumerate(heights):
                    self._place(lane, row).append(height)
        for needs in self._needs:
            for heights in needs:
                heights.sort()
        for lane in range(len(self.specs)):
            self._settle(lane)

    def swap(self, before: Stacks, after: Stacks) -> bool:
        """Take the needs of a stage instead of its former ones; tell whether a lane changed."""
        changed = [
            lane
            for lane in {*before, *after}
            if list(before.get(lane, ())) != list(after.get(lane, ()))
        ]
        for lane in changed:
            for row, height in enumerate(before.get(lane, ())):
                needs = self._needs[lane][row]
                del needs[bisect_left(needs, height)]
            for row, height in enumerate(after.get(lane, ())):
                insort(self._place(lane, row), height)
        return sum(self._settle(lane) for lane in changed) > 0

    def arrange(self, top: float, corridors: Sequence[float]) -> bool:
        """Stack the lanes below the heads; tell whether one stands elsewhere than before."""
        before = (self.ys, self.bottom)
        ys = []
        y = top
        for row, corridor in zip(self.rows, corridors, strict=False):
            y += corridor
            ys.append(y)
            y += row.height
        self.ys, self.bottom = ys, y + corridors[-1]
        return before != (self.ys, self.bottom)

    def places(self, width: float) -> list[LanePlace]:
        """Return where the lanes stand, for a map of a width."""
        return [
            LanePlace(row.spec, Rect(LABEL_WIDTH, y, width - LABEL_WIDTH, row.height))
            for row, y in zip(self.rows, self.ys, strict=True)
        ]

    def at(self, y: float) -> int | None:
        """Return the index of the lane at a y, None between two lanes."""
        index = bisect_right(self.ys, y) - 1
        return index if index >= 0 and y < self.ys[index] + self.rows[index].height else None

    def between(self, top: float, bottom: float) -> range:
        """Return the indexes of the lanes that a stretch touches."""
        first = bisect_right(self.ys, top)
        if first and self.ys[first - 1] + self.rows[first - 1].height > top:
            first -= 1
        return range(first, bisect_left(self.ys, bottom))

    def _place(self, lane: int, row: int) -> list[float]:
        needs = self._needs[lane]
        if row == len(needs):
            needs.append([])
        return needs[row]

    def _settle(self, lane: int) -> bool:
        """Find the heights of a lane anew; tell whether they changed."""
        heights = tuple(needs[-1] for needs in self._needs[lane] if needs)
        before = self.rows[lane]
        if heights == before.rows:
            return False
        row = lane_row(self.specs[lane], lane, heights, self._context)
        self.rows[lane] = row
        self.tops[lane] = _tops(row)
        return True


def _tops(row: MeasuredLane) -> tuple[float, ...]:
    """Return where the places in the stacks of a lane begin, from the lane's top."""
    if not row.rows:
        return ()
    content = sum(row.rows) + STACK_GAP * (len(row.rows) - 1)
    tops = [(row.height - content) / 2]
    for height in row.rows[:-1]:
        tops.append(tops[-1] + height + STACK_GAP)
    return tuple(tops)
