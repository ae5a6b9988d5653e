"""Where cards are on a board of impact by effort: five by five cells, and a tray beside them.

No widgets here, so that the arithmetic is tested without a window.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF

from journeyeditor.i18n import N_
from journeyeditor.insight.priorities import MIDDLE

GRADES = 5
#: The least height and width of a card, in pixels at interface size 1.
LOW, NARROW = 20.0, 24.0
#: The greatest height of a card.
HIGH = 34.0
#: Room for the names of axes, quadrants and the tray.
AXIS, _GAP = 20.0, 10.0
#: The tray takes this share of the width.
_TRAY = 0.22

#: (whether impact is high, whether effort is high) → the name of the quadrant.
QUADRANTS = {
    (True, False): N_("Quick wins"),
    (True, True): N_("Big bets"),
    (False, False): N_("Fill-ins"),
    (False, True): N_("Avoid"),
}


class Cell(NamedTuple):
    """Impact and effort, 1 to 5; TRAY is where cards wait that lack one of them."""

    impact: int | None
    effort: int | None

    @property
    def is_placed(self) -> bool:
        return self.impact is not None and self.effort is not None

    def moved(self, impact: int, effort: int) -> Cell:
        """Return the cell so many steps up and to the right; from the tray, the middle one."""
        if self.impact is None or self.effort is None:
            return Cell(self.impact or MIDDLE, self.effort or MIDDLE)
        return Cell(_clamped(self.impact + impact), _clamped(self.effort + effort))

    def quadrant(self) -> str:
        """Return the name of the quadrant, "" in the tray and on a border between quadrants."""
        if self.impact in (None, MIDDLE) or self.effort in (None, MIDDLE):
            return ""
        return QUADRANTS[(self.impact or 0) > MIDDLE, (self.effort or 0) > MIDDLE]


TRAY = Cell(None, None)


class BoardGrid:
    """The rectangles of a board of some size."""

    def __init__(self, width: float, height: float, scale: float) -> None:
        self.scale = scale
        axis, gap = AXIS * scale, _GAP * scale
        tray = width * _TRAY
        self.tray = QRectF(gap, axis, tray - gap, height - 2 * axis)
        left = tray + gap + axis
        self.field = QRectF(left, axis, width - left - gap, height - 2 * axis)

    def rect(self, cell: Cell) -> QRectF:
        if cell.impact is None or cell.effort is None:
            return self.tray
        width, height = self.field.width() / GRADES, self.field.height() / GRADES
        x = self.field.x() + (cell.effort - 1) * width
        return QRectF(x, self.field.y() + (GRADES - cell.impact) * height, width, height)

    def free_width(self, cell: Cell, taken: Collection[Cell]) -> float:
        """Return the width from the left of a cell to the next taken cell, or the board's edge."""
        if cell.effort is None or not cell.is_placed:
            return self.tray.width()
        efforts = (each.effort for each in taken if each.impact == cell.impact)
        end = min((e for e in efforts if e is not None and e > cell.effort), default=GRADES + 1)
        return self.field.width() / GRADES * (end - cell.effort)

    def quadrant(self, *, is_impact_high: bool, is_effort_high: bool) -> QRectF:
        width, height = self.field.width() / 2, self.field.height() / 2
        x = self.field.x() + (width if is_effort_high else 0)
        return QRectF(x, self.field.y() + (0 if is_impact_high else height), width, height)

    def cell_at(self, place: QPointF) -> Cell | None:
        """Return the cell at a place, None beyond the field and the tray."""
        if self.tray.contains(place):
            return TRAY
        if not self.field.contains(place):
            return None
        across = (place.x() - self.field.x()) / self.field.width()
        up = (self.field.bottom() - place.y()) / self.field.height()
        return Cell(_clamped(int(up * GRADES) + 1), _clamped(int(across * GRADES) + 1))

    def slots(self, cell: Cell, count: int) -> list[QRectF]:
        """Return places for cards in a cell: fewer than `count` where there is no room for more."""
        rect = self.rect(cell).adjusted(2, 1, -2, -1)
        rows = max(1, int(rect.height() // (LOW * self.scale)))
        columns = max(1, int(rect.width() // (NARROW * self.scale)))
        count = min(count, rows * columns)
        if not count:
            return []
        used = min(count, rows)
        columns = math.ceil(count / used)
        width, height = rect.width() / columns, min(rect.height() / used, HIGH * self.scale)
        top = rect.y() if not cell.is_placed else rect.center().y() - used * height / 2
        return [
            QRectF(rect.x() + n // used * width, top + n % used * height, width, height)
            for n in range(count)
        ]


def _clamped(grade: int) -> int:
    return max(1, min(GRADES, grade))
