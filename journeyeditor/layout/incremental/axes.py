"""The two axes of the map: stages as columns from left to right, lanes from top to bottom."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from journeyeditor.geometry import Rect
from journeyeditor.layout.arrangement import measure_lane, stack_tops
from journeyeditor.layout.incremental.blocks import DrawingCache
from journeyeditor.layout.lanes import LaneSpec
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.style import LABEL_WIDTH, SLOT_PREFERRED

#: By lane, the natural heights of a stage's stacked cards, from the top.
Stacks = Mapping[int, Sequence[float]]


class ColumnPlace(NamedTuple):
    """Where a stage is: its left edge, and its slots, counted over the whole map.

    `stage_id` is None for the column of the cards that are in no stage.
    """

    stage_id: str | None
    x: float
    width: float
    first: int
    slots: int

    @property
    def right(self) -> float:
        return self.x + self.width


class LanePlace(NamedTuple):
    """Where a lane is; the column with its name lies left of the rectangle."""

    spec: LaneSpec
    rect: Rect


class GridColumn:
    """A stage's column: its cells by lane and slot, slots counted from its own first one.

    `index` and `first` are its number and its first slot on the map, `stacks` the heights that its
    cards need in the lanes.
    """

    def __init__(self, stage: str | None, slot_width: float = SLOT_PREFERRED) -> None:
        self.stage = stage
        self.slot_width = slot_width
        self.index = 0
        self.first = 0
        self.slots = 1
        self.cells: dict[tuple[int, int], tuple[str, ...]] = {}
        self.stacks: Stacks = {}
        #: What was derived from this column's cells alone; cleared when it is planned again.
        self.cache: dict[Hashable, object] = {}
        #: The drawings of this column alone.
        self.drawings = DrawingCache()

    @property
    def key(self) -> str:
        """The stage's id, "" for the column of the cards in no stage."""
        return self.stage or ""

    @property
    def x(self) -> float:
        return LABEL_WIDTH + self.first * self.slot_width

    @property
    def width(self) -> float:
        return self.slots * self.slot_width

    @property
    def right(self) -> float:
        return LABEL_WIDTH + (self.first + self.slots) * self.slot_width

    def place(self) -> ColumnPlace:
        return ColumnPlace(self.stage, self.x, self.width, self.first, self.slots)

    def ids(self, lane: int) -> tuple[str, ...]:
        """Return the elements in a lane, slot by slot."""
        cached = self.cache.get(("ids", lane))
        if cached is None:
            cells = (self.cells.get((lane, slot), ()) for slot in range(self.slots))
            cached = self.cache["ids", lane] = tuple(id_ for ids in cells for id_ in ids)
        assert isinstance(cached, tuple)
        return cached


class GridColumns:
    """All columns from left to right.

    `numbers` are the stages' numbers on the whole map, of which the columns may be a part.
    """

    def __init__(self, slot_width: float = SLOT_PREFERRED) -> None:
        self.slot_width = slot_width
        self.numbers: dict[str | None, int] = {}
        self._columns: list[GridColumn] = []
        self._by_stage: dict[str | None, GridColumn] = {}
        self._firsts: list[int] = []
        self.slots = 0

    def __len__(self) -> int:
        return len(self._columns)

    def __iter__(self) -> Iterator[GridColumn]:
        return iter(self._columns)

    def __getitem__(self, index: int) -> GridColumn:
        return self._columns[index]

    def of(self, stage: str | None) -> GridColumn | None:
        return self._by_stage.get(stage)

    @property
    def width(self) -> float:
        """The width of the map, lane names included."""
        return LABEL_WIDTH + self.slots * self.slot_width

    def set_stages(self, stages: Sequence[str | None]) -> tuple[list[GridColumn], list[GridColumn]]:
        """Keep one column for each stage, in this order; return those added and those removed."""
        wanted = dict.fromkeys(stages)
        removed = [column for column in self._columns if column.stage not in wanted]
        for column in removed:
            del self._by_stage[column.stage]
        added = []
        for stage in wanted:
            if stage not in self._by_stage:
                self._by_stage[stage] = GridColumn(stage, self.slot_width)
                added.append(self._by_stage[stage])
        self._columns = [self._by_stage[stage] for stage in wanted]
        return added, removed

    def renumber(self) -> None:
        """Update the columns' numbers and first slots, from left to right."""
        ends = list(accumulate(column.slots for column in self._columns))
        self._firsts, self.slots = [0, *ends[:-1]], ends[-1]
        for i, (column, first) in enumerate(zip(self._columns, self._firsts, strict=True)):
            column.index, column.first = i, first

    def at_slot(self, slot: int) -> GridColumn:
        """Return the column of a slot of the map; the nearest one beyond its ends."""
        return self._columns[max(bisect_right(self._firsts, slot) - 1, 0)]

    def between(self, left: float, right: float) -> list[GridColumn]:
        low = (left - LABEL_WIDTH) // self.slot_width
        high = (right - LABEL_WIDTH) / self.slot_width
        start = max(bisect_right(self._firsts, low) - 1, 0)
        if low >= self.slots or high <= 0:
            return []
        return self._columns[start : bisect_left(self._firsts, high)]

    def spanned(self, low: int, high: int) -> list[GridColumn]:
        """Return the columns from one slot to another, both included."""
        start = max(bisect_right(self._firsts, low) - 1, 0)
        return self._columns[start : bisect_right(self._firsts, high)]


class GridLanes:
    """The lanes from top to bottom; a lane is as high as the stage that needs the most.

    `rows` are the measured lanes, `tops` the offsets of the stacked cards from a lane's top.
    With `has_names` lanes are high enough for their names, which are read upwards.
    """

    def __init__(
        self, specs: Sequence[LaneSpec], context: RenderContext, *, has_names: bool = True
    ) -> None:
        self.specs = tuple(specs)
        self._context, self._has_names = context, has_names
        self._index: dict[str, int] = {}
        #: A unique name for each lane; two rows of one lane record share a key.
        self.names: list[str] = []
        for i, spec in enumerate(self.specs):
            is_new = self._index.setdefault(spec.key, i) == i
            self.names.append(spec.key if is_new else f"{spec.key} {spec.kinds[0]} {i}")
        # By lane and position in the stack: the heights that the stages need there, sorted.
        self._needs: list[list[list[float]]] = [[] for _ in self.specs]
        self.rows = [
            measure_lane(spec, i, (), context, has_name=has_names)
            for i, spec in enumerate(self.specs)
        ]
        self.tops: list[tuple[float, ...]] = [() for _ in self.specs]
        self.ys: list[float] = [0.0 for _ in self.specs]
        self.bottom = 0.0

    def index_of(self, key: str) -> int | None:
        return self._index.get(key)

    def fill(self, stacks: Sequence[Stacks]) -> None:
        """Add the needs of many stages at once."""
        for stage in stacks:
            for lane, heights in stage.items():
                for row, height in enumerate(heights):
                    self._heights_at(lane, row).append(height)
        for needs in self._needs:
            for heights in needs:
                heights.sort()
        for lane in range(len(self.specs)):
            self._remeasure(lane)

    def replace(self, before: Stacks, after: Stacks) -> bool:
        """Replace the needs of a stage; return whether any lane's heights changed."""
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
                insort(self._heights_at(lane, row), height)
        return sum(self._remeasure(lane) for lane in changed) > 0

    def arrange(self, top: float, corridors: Sequence[float]) -> bool:
        """Stack the lanes below the headers; return whether any of them moved."""
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
        return [
            LanePlace(row.spec, Rect(LABEL_WIDTH, y, width - LABEL_WIDTH, row.height))
            for row, y in zip(self.rows, self.ys, strict=True)
        ]

    def at(self, y: float) -> int | None:
        """Return the index of the lane at a y, None between two lanes."""
        index = bisect_right(self.ys, y) - 1
        return index if index >= 0 and y < self.ys[index] + self.rows[index].height else None

    def between(self, top: float, bottom: float) -> range:
        """Return the indexes of the lanes that touch an interval of y."""
        first = bisect_right(self.ys, top)
        if first and self.ys[first - 1] + self.rows[first - 1].height > top:
            first -= 1
        return range(first, bisect_left(self.ys, bottom))

    def _heights_at(self, lane: int, row: int) -> list[float]:
        needs = self._needs[lane]
        if row == len(needs):
            needs.append([])
        return needs[row]

    def _remeasure(self, lane: int) -> bool:
        heights = tuple(needs[-1] for needs in self._needs[lane] if needs)
        before = self.rows[lane]
        if heights == before.rows:
            return False
        row = measure_lane(self.specs[lane], lane, heights, self._context, has_name=self._has_names)
        self.rows[lane] = row
        self.tops[lane] = stack_tops(row)
        return True
