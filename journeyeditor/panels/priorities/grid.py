"""Where cards are on a board of impact by effort: five by five cells, and a tray beside them.

No widgets here, so that the arithmetic is tested without a window.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF

from journeyeditor.i18n import N_
from journeyeditor.insight.priorities import MIDDLE
from journeyeditor.vocabulary import kind_class

GRADES = 5
#: The least height and width of a card, in pixels at interface size 1.
LOW, NARROW = 20.0, 24.0
#: The greatest height of a card.
HIGH = 34.0
#: Room for the names of axes, quadrants and the tray.
AXIS, _GAP = 20.0, 10.0
#: The tray takes this share of the width.
_TRAY = 0.22


class Axes(NamedTuple):
    """What a board shows: a kind, its fields upwards and to the right, and the names of the quadrants.

    `quadrants` are by whether the first and whether the second grade is high; `best` is tinted.
    """

    kind: str
    up: str
    right: str
    quadrants: Mapping[tuple[bool, bool], str]
    best: tuple[bool, bool]
    role: str

    @property
    def titles(self) -> tuple[str, str]:
        """The titles of both fields, English message ids."""
        fields = kind_class(self.kind).model_fields
        return fields[self.up].title or self.up, fields[self.right].title or self.right


OPPORTUNITIES = Axes(
    "opportunity",
    "impact",
    "effort",
    MappingProxyType(
        {
            (True, False): N_("Quick wins"),
            (True, True): N_("Big bets"),
            (False, False): N_("Fill-ins"),
            (False, True): N_("Avoid"),
        }
    ),
    (True, False),
    "opportunity",
)
PAIN_POINTS = Axes(
    "pain_point",
    "severity",
    "frequency",
    MappingProxyType(
        {
            (True, True): N_("Solve first"),
            (True, False): N_("Prevent"),
            (False, True): N_("Everyday annoyances"),
            (False, False): N_("Can wait"),
        }
    ),
    (True, True),
    "pain",
)


class Cell(NamedTuple):
    """The grades upwards and to the right, 1 to 5; TRAY is where cards wait that lack both."""

    up: int | None
    right: int | None

    @property
    def is_graded(self) -> bool:
        return self.up is not None and self.right is not None

    @property
    def shown(self) -> Cell:
        """The cell where a card is shown: a missing grade counts as the middle, as it does in the order."""
        return self if self == TRAY else Cell(self.up or MIDDLE, self.right or MIDDLE)

    def moved(self, up: int, right: int) -> Cell:
        """Return the cell so many steps up and to the right; from the tray, the middle one."""
        if self == TRAY:
            return Cell(MIDDLE, MIDDLE)
        return Cell(_clamped((self.up or MIDDLE) + up), _clamped((self.right or MIDDLE) + right))

    def quadrant(self, axes: Axes) -> str:
        """Return the name of the quadrant, "" in the tray and on a border between quadrants."""
        if self.up in (None, MIDDLE) or self.right in (None, MIDDLE):
            return ""
        return axes.quadrants[(self.up or 0) > MIDDLE, (self.right or 0) > MIDDLE]


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
        if cell.up is None or cell.right is None:
            return self.tray
        width, height = self.field.width() / GRADES, self.field.height() / GRADES
        x = self.field.x() + (cell.right - 1) * width
        return QRectF(x, self.field.y() + (GRADES - cell.up) * height, width, height)

    def free_width(self, cell: Cell, taken: Collection[Cell]) -> float:
        """Return the width from the left of a cell to the next taken cell, or the board's edge."""
        if cell.right is None or not cell.is_graded:
            return self.tray.width()
        grades = (each.right for each in taken if each.up == cell.up)
        end = min((e for e in grades if e is not None and e > cell.right), default=GRADES + 1)
        return self.field.width() / GRADES * (end - cell.right)

    def quadrant(self, *, is_up_high: bool, is_right_high: bool) -> QRectF:
        width, height = self.field.width() / 2, self.field.height() / 2
        x = self.field.x() + (width if is_right_high else 0)
        return QRectF(x, self.field.y() + (0 if is_up_high else height), width, height)

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
        top = rect.y() if not cell.is_graded else rect.center().y() - used * height / 2
        return [
            QRectF(rect.x() + n // used * width, top + n % used * height, width, height)
            for n in range(count)
        ]


def _clamped(grade: int) -> int:
    return max(1, min(GRADES, grade))
