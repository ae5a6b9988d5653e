"""Where the sheets of a poster lie beside one another on the preview's table; numbers only."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from journeyeditor.geometry import Rect, Size

#: Around and between sheets, and below each for its name, in device independent pixels.
GAP, CAPTION = 28.0, 22.0


class Table(NamedTuple):
    """The sheets' places at one scale, in device independent pixels, and the extent of it all."""

    places: tuple[Rect, ...]
    size: Size


def columns_for(sizes: Sequence[Size], room: Size) -> int:
    """Return over how many columns sheets (points) are spread to be seen as large as can be."""
    if not sizes:
        return 1
    return max(range(1, len(sizes) + 1), key=lambda count: fitting(sizes, room, count))


def fitting(sizes: Sequence[Size], room: Size, columns: int) -> float:
    """Return the scale (pixels per point) at which all sheets are seen at once."""
    if not sizes:
        return 1.0
    rows = math.ceil(len(sizes) / columns)
    widest, tallest = max(size.width for size in sizes), max(size.height for size in sizes)
    across = (room.width - (columns + 1) * GAP) / (columns * widest)
    down = (room.height - (rows + 1) * GAP - rows * CAPTION) / (rows * tallest)
    return max(min(across, down), 0.01)


def table(sizes: Sequence[Size], columns: int, scale: float, room: Size) -> Table:
    """Return the places of sheets in rows; what is smaller than the room lies in its middle."""
    if not sizes:
        return Table((), room)
    columns = min(columns, len(sizes))
    wide = max(size.width for size in sizes) * scale
    rows = [sizes[first : first + columns] for first in range(0, len(sizes), columns)]
    heights = [max(size.height for size in row) * scale for row in rows]
    whole = Size(
        columns * wide + (columns + 1) * GAP,
        sum(heights) + len(rows) * CAPTION + (len(rows) + 1) * GAP,
    )
    left = max((room.width - whole.width) / 2, 0.0)
    y = max((room.height - whole.height) / 2, 0.0) + GAP
    places = []
    for row, height in zip(rows, heights, strict=True):
        for number, size in enumerate(row):
            x = left + GAP + number * (wide + GAP) + (wide - size.width * scale) / 2
            places.append(Rect(round(x), round(y), size.width * scale, size.height * scale))
        y += height + CAPTION + GAP
    return Table(tuple(places), Size(max(whole.width, room.width), max(whole.height, room.height)))
