"""The columns of the live map: each stage planned for itself, side by side."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterator, Sequence
from itertools import accumulate

from journeyeditor.layout.incremental.lanes import Stacks
from journeyeditor.layout.incremental.places import ColumnPlace, DrawingCache
from journeyeditor.layout.style import LABEL_WIDTH, SLOT_PREFERRED


class GridColumn:
    """A stage's column: its cells by lane and slot (counted from its own first one).

    `index` and `first` are its place in the map, `stacks` what its cards need in the lanes.
    Drawings that only this column has are kept here.
    """

    def __init__(self, stage: str | None) -> None:
        self.stage = stage
        self.index = 0
        self.first = 0
        self.slots = 1
        self.cells: dict[tuple[int, int], tuple[str, ...]] = {}
        self.stacks: Stacks = {}
        #: What was found out about this column alone; forgotten when it is planned anew.
        self.cache: dict[Hashable, object] = {}
        self.drawings = DrawingCache()

    @property
    def key(self) -> str:
        """The stage's id, "" for the column of the cards in no stage."""
        return self.stage or ""

    @property
    def x(self) -> float:
        """The left edge."""
        return LABEL_WIDTH + self.first * SLOT_PREFERRED

    @property
    def width(self) -> float:
        """The width of all slots."""
        return self.slots * SLOT_PREFERRED

    @property
    def right(self) -> float:
        """The right edge."""
        return LABEL_WIDTH + (self.first + self.slots) * SLOT_PREFERRED

    def place(self) -> ColumnPlace:
        """Return where the column stands."""
        return ColumnPlace(self.stage, self.x, self.width, self.first, self.slots)

    def ids(self, lane: int) -> tuple[str, ...]:
        """Return what stands in a lane, slot by slot."""
        known = self.cache.get(("ids", lane))
        if known is None:
            cells = (self.cells.get((lane, slot), ()) for slot in range(self.slots))
            known = self.cache["ids", lane] = tuple(id_ for ids in cells for id_ in ids)
        assert isinstance(known, tuple)
        return known


class GridColumns:
    """All columns from left to right."""

    def __init__(self) -> None:
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
        """Return a stage's column."""
        return self._by_stage.get(stage)

    @property
    def width(self) -> float:
        """The width of the map."""
        return LABEL_WIDTH + self.slots * SLOT_PREFERRED

    def put(self, stages: Sequence[str | None]) -> tuple[list[GridColumn], list[GridColumn]]:
        """Have columns for these stages in this order; return those that came and those that went."""
        wanted = dict.fromkeys(stages)
        gone = [column for column in self._columns if column.stage not in wanted]
        for column in gone:
            del self._by_stage[column.stage]
        new = []
        for stage in wanted:
            if stage not in self._by_stage:
                self._by_stage[stage] = GridColumn(stage)
                new.append(self._by_stage[stage])
        self._columns = [self._by_stage[stage] for stage in wanted]
        return new, gone

    def settle(self) -> int | None:
        """Count the columns and their slots; return from which one on they stand elsewhere."""
        ends = list(accumulate(column.slots for column in self._columns))
        firsts = [0, *ends[:-1]]
        same = firsts == self._firsts and all(
            column.index == i for i, column in enumerate(self._columns)
        )
        if same and self.slots == ends[-1]:
            return None
        moved = None
        for i, (column, first) in enumerate(zip(self._columns, firsts, strict=True)):
            if (column.index, column.first) != (i, first):
                moved = i if moved is None else moved
                column.index, column.first = i, first
        self._firsts, self.slots = firsts, ends[-1]
        return len(self._columns) if moved is None else moved

    def at_slot(self, slot: int) -> GridColumn:
        """Return the column of a slot of the map; the nearest one beyond its ends."""
        return self._columns[max(bisect_right(self._firsts, slot) - 1, 0)]

    def between(self, left: float, right: float) -> list[GridColumn]:
        """Return the columns that a stretch touches."""
        low = (left - LABEL_WIDTH) // SLOT_PREFERRED
        high = (right - LABEL_WIDTH) / SLOT_PREFERRED
        start = max(bisect_right(self._firsts, low) - 1, 0)
        if low >= self.slots or high <= 0:
            return []
        return self._columns[start : bisect_left(self._firsts, high)]

    def spanned(self, low: int, high: int) -> list[GridColumn]:
        """Return the columns from one slot to another."""
        start = max(bisect_right(self._firsts, low) - 1, 0)
        return self._columns[start : bisect_right(self._firsts, high)]
