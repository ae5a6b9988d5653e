"""How a map fills its sheets: the number of rows it is folded into, and its scale.

The map scales as a whole. The folding that allows the largest text wins, but an unfolded map is
preferred unless folding gains clearly, because a single row is easier to read.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

from journeyeditor.geometry import Size
from journeyeditor.layout.arrangement import MeasuredRow
from journeyeditor.layout.grid import StageColumn
from journeyeditor.layout.style import LABEL_WIDTH, SLOT_MIN, SLOT_PREFERRED

MAX_ROWS = 12
#: Folding must make the text this much larger to justify a second row: more if one row
#: already has text of at least COMFORTABLE times the greatest scale.
FOLDING_GAIN, COMFORTABLE_GAIN, COMFORTABLE = 1.05, 1.7, 0.6
#: The weight of a full sheet against large text: an empty half costs about a fifth of the scale.
FULLNESS = 0.35
#: Rows of one poster may differ this much in the width of their slots.
JUSTIFIED = 1.45
#: Between two rows of one sheet, in map units.
ROW_GAP = 22.0

#: Columns, slot width and target row width (0: natural) → the measured row.
Measure = Callable[[Sequence[StageColumn], float, float], MeasuredRow]


class Pagination(NamedTuple):
    """The rows of the map on each sheet, and the scale (points per map unit)."""

    sheets: tuple[tuple[MeasuredRow, ...], ...]
    scale: float


def paginate(
    columns: Sequence[StageColumn], areas: Sequence[Size], most: float, measure: Measure
) -> Pagination:
    """How the columns fill the areas (points), one area per sheet.

    `most` limits the scale, so that a small map is not enlarged excessively on a large sheet. Each
    trial measures every card once, so trials are few.

    """
    foldings = [
        _Folding(columns, areas, rows)
        for rows in range(1, MAX_ROWS + 1)
        if rows * len(areas) <= len(columns) or rows == 1
    ]
    guess = measure(columns, SLOT_PREFERRED, 0.0)
    best = max(foldings, key=lambda folding: folding.merit(guess, most))
    if foldings[0].scale(guess, most) >= COMFORTABLE * most:
        gain = best.scale(guess, most) / foldings[0].scale(guess, most)
        best = best if gain >= COMFORTABLE_GAIN else foldings[0]
    scale = min(best.width_scale(SLOT_PREFERRED), most)
    for attempt in range(24):
        sheets = best.measured(scale, measure)
        over = _overshoot(sheets, areas, scale)
        if over <= 1.0:
            break
        # Wider slots need a little less height, so compensating the full overshoot would waste
        # some.
        scale *= max(min(over**-0.94, 0.99), 0.4) * (1.0 if attempt < 3 else 0.96)
    return _enlarged(Pagination(sheets, scale), over, best, areas, most, measure)


def _enlarged(
    pagination: Pagination,
    over: float,
    folding: _Folding,
    areas: Sequence[Size],
    most: float,
    measure: Measure,
) -> Pagination:
    """Use spare height: enlarge with narrower slots, as long as no words have to be broken."""
    bound = min(folding.width_scale(SLOT_MIN), most)
    for _ in range(3):
        if over > 0.93 or pagination.scale >= bound * 0.99:
            break
        scale = min(pagination.scale / math.sqrt(over), bound)
        sheets = folding.measured(scale, measure)
        over = _overshoot(sheets, areas, scale)
        if over > 1.0:
            scale = (scale + pagination.scale) / 2
            sheets = folding.measured(scale, measure)
            over = _overshoot(sheets, areas, scale)
            if over > 1.0:
                break
        pagination = Pagination(sheets, scale)
    return pagination


def _overshoot(
    sheets: Sequence[Sequence[MeasuredRow]], areas: Sequence[Size], scale: float
) -> float:
    """The fill level of the fullest sheet; 1 is full."""
    return max(
        scale * _height(rows) / area.height for rows, area in zip(sheets, areas, strict=True)
    )


def _height(rows: Sequence[MeasuredRow]) -> float:
    """Natural height of a sheet's rows, in map units."""
    return sum(row.height for row in rows) + ROW_GAP * (len(rows) - 1)


class _Folding:
    """One way to fold the map: the columns of each row of each sheet."""

    def __init__(self, columns: Sequence[StageColumn], areas: Sequence[Size], rows: int) -> None:
        self.rows = rows
        self._areas = areas
        capacities = [area.width for area in areas for _ in range(rows)]
        parts = split(columns, capacities)
        self.parts = [parts[i * rows : (i + 1) * rows] for i in range(len(areas))]

    def width_scale(self, slot: float) -> float:
        """The largest scale at which every row has slots of this width (map units)."""
        return min(
            area.width / (LABEL_WIDTH + _slots(row) * slot)
            for area, rows in zip(self._areas, self.parts, strict=True)
            for row in rows
            if row
        )

    def scale(self, guess: MeasuredRow, most: float) -> float:
        """The approximate scale that this folding allows.

        Heights hardly depend on the slots' width, so the row height of the unfolded map (`guess`) is
        used for all rows.

        """
        scale = min(self.width_scale(SLOT_MIN), most)
        for area, rows in zip(self._areas, self.parts, strict=True):
            filled = sum(1 for row in rows if row)
            if filled:
                height = filled * guess.height + (filled - 1) * ROW_GAP
                scale = min(scale, area.height / height)
        return scale

    def merit(self, guess: MeasuredRow, most: float) -> float:
        """The scale this layout allows, reduced where it leaves the sheet empty or breaks words."""
        scale = self.scale(guess, most)
        full = max(
            scale * (guess.height + ROW_GAP) * sum(1 for row in rows if row) / area.height
            for area, rows in zip(self._areas, self.parts, strict=True)
        )
        # Slots narrower than preferred break words, which costs as much as smaller text does.
        slot = min(self.slot_at(scale), SLOT_PREFERRED)
        merit = scale * math.pow(min(full, 1.0), FULLNESS) * (slot / SLOT_PREFERRED)
        return merit / (FOLDING_GAIN if self.rows > 1 else 1.0)

    def slot_at(self, scale: float) -> float:
        return min(
            (area.width / scale - LABEL_WIDTH) / _slots(row)
            for area, rows in zip(self._areas, self.parts, strict=True)
            for row in rows
            if row
        )

    def measured(self, scale: float, measure: Measure) -> tuple[tuple[MeasuredRow, ...], ...]:
        """Every row measured at a scale, justified to the width of its sheet."""
        widths = [
            (area.width / scale - LABEL_WIDTH) / _slots(row)
            for area, rows in zip(self._areas, self.parts, strict=True)
            for row in rows
            if row
        ]
        bound = min(widths) * JUSTIFIED
        iterator = iter(widths)
        return tuple(
            tuple(
                measure(row, min(next(iterator), bound), area.width / scale) for row in rows if row
            )
            for area, rows in zip(self._areas, self.parts, strict=True)
        )


def _slots(columns: Sequence[StageColumn]) -> int:
    return sum(column.slots for column in columns)


def split(columns: Sequence[StageColumn], capacities: Sequence[float]) -> list[list[StageColumn]]:
    """The columns distributed in order over rows, minimising the fullest row.

    Fullness is slots per capacity. Found by bisection on the bound; columns are never broken.

    """

    def filled(bound: float) -> list[list[StageColumn]] | None:
        rows: list[list[StageColumn]] = [[] for _ in capacities]
        row = 0
        used = 0
        for column in columns:
            while rows[row] and used + column.slots > bound * capacities[row]:
                row, used = row + 1, 0
                if row == len(capacities):
                    return None
            rows[row].append(column)
            used += column.slots
        return rows

    total = _slots(columns)
    low, high = total / sum(capacities), total / min(capacities) * 1.001
    best = filled(high)
    assert best is not None
    for _ in range(40):
        middle = (low + high) / 2
        rows = filled(middle)
        if (
            rows is None
            or max(_slots(r) / c for r, c in zip(rows, capacities, strict=True)) > middle + 1e-9
        ):
            low = middle
        else:
            best, high = rows, middle
    return best
