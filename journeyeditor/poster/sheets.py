"""The measures of a poster's sheets, and the layouts of a map that are worth a trial."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from journeyeditor.display.primitives import Primitive
from journeyeditor.geometry import Rect, Size, Transform
from journeyeditor.poster.map_rows import MapRows
from journeyeditor.poster.pagination import Layout
from journeyeditor.poster.side_panel import Panel


class Frame(NamedTuple):
    """The area of the map on the first and on the other sheets, and the panel, in frame units.

    The panel beside the map is made once the map's scale is known; until then it is None.
    """

    first: Rect
    others: Rect
    panel: Panel | None
    panel_at: Transform

    def area(self, *, is_first: bool) -> Rect:
        return self.first if is_first else self.others


class Sheets(NamedTuple):
    """The measures of some sheets of one size, in frame units except `unit` and `margin` (points).

    `headers` are the title blocks with their heights, `areas` the rooms for the map.
    """

    unit: float
    margin: float
    inner: Size
    headers: list[tuple[list[Primitive], float]]
    frame: Frame
    areas: list[Rect]


class TrialLayout:
    """A way to lay the map out on its sheets; what it needs is made once it is tried."""

    def __init__(
        self, trim: Size, rows: Callable[[], MapRows], sheets: Callable[[], Sheets]
    ) -> None:
        self._trim, self._rows, self._sheets = trim, rows, sheets

    @property
    def map(self) -> MapRows:
        return self._rows()

    @property
    def sheets(self) -> Sheets:
        return self._sheets()

    def __call__(self) -> Layout:
        rows, sheets, trim = self.map, self.sheets, self._trim
        sizes = [Size(area.width * sheets.unit, area.height * sheets.unit) for area in sheets.areas]
        return Layout(
            rows.grid.columns,
            sizes,
            lambda columns, slot, width, trial: rows.measure(columns, slot, width, trial, trim),
            lambda columns, trial: rows.least_height(columns, trial, trim),
            rows.noted_lanes,
        )
