"""What part of the map is seen, and how large: arithmetic only.

The view stands on whole device pixels, so that moving it moves the picture and never blurs it.
Three systems: map units, screen (device independent pixels of the widget), device pixels.
"""

from __future__ import annotations

import math

from journeyeditor.geometry import Point, Rect, Size

#: Qt draws larger text slowly, and nobody reads a map closer.
MAX_SCALE = 4.0
MIN_SCALE = 0.02
#: The sheet's margin around the map, in map units.
MARGIN = 22.0
#: What stays empty around what is fitted, and what of the sheet stays in view, in screen pixels.
PADDING, GRIP = 24.0, 80.0


class Viewport:
    """The place and scale of the view; `scale` is screen pixels to a map unit."""

    def __init__(self) -> None:
        self.scale = 1.0
        self.ratio = 1.0
        self.size = Size(1, 1)
        self.map = Size(1, 1)
        #: Where the map's origin lies, in device pixels left and above the view's corner.
        self.left = 0
        self.top = 0

    @property
    def device_scale(self) -> float:
        return self.scale * self.ratio

    @property
    def seen(self) -> Rect:
        k = self.device_scale
        return Rect(
            self.left / k, self.top / k, self.size.width / self.scale, self.size.height / self.scale
        )

    @property
    def sheet(self) -> Rect:
        return Rect(0, 0, *self.map).inset(-MARGIN)

    @property
    def shows_all(self) -> bool:
        return self.seen.contains(Rect(0, 0, *self.map), 0.5)

    def to_map(self, x: float, y: float) -> Point:
        """Return the place on the map at a place of the screen."""
        k = self.device_scale
        return Point((x * self.ratio + self.left) / k, (y * self.ratio + self.top) / k)

    def to_screen(self, point: Point) -> Point:
        """Return the place on the screen of a place on the map."""
        k = self.device_scale
        return Point((point.x * k - self.left) / self.ratio, (point.y * k - self.top) / self.ratio)

    def rect_to_screen(self, rect: Rect) -> Rect:
        x, y = self.to_screen(Point(rect.x, rect.y))
        return Rect(x, y, rect.width * self.scale, rect.height * self.scale)

    def rect_to_device(self, rect: Rect) -> tuple[int, int, int, int]:
        """Return the device pixels that a rectangle of the map touches: x, y, width, height."""
        k = self.device_scale
        x, y = math.floor(rect.x * k) - self.left, math.floor(rect.y * k) - self.top
        right, bottom = math.ceil(rect.right * k), math.ceil(rect.bottom * k)
        return x, y, right - self.left - x, bottom - self.top - y

    def rect_from_device(self, x: int, y: int, width: int, height: int) -> Rect:
        """Return the rectangle of the map behind some device pixels of the view."""
        k = self.device_scale
        return Rect((x + self.left) / k, (y + self.top) / k, width / k, height / k)

    def resize(self, size: Size, ratio: float) -> None:
        """Give the view another extent on the screen; the upper left corner stays."""
        corner = self.to_map(0, 0)
        self.size, self.ratio = size, ratio
        self._hold(corner, Point(0, 0))
        self.bound()

    def pan(self, dx: float, dy: float) -> None:
        """Look farther to the right and downwards, in screen pixels."""
        self.left += round(dx * self.ratio)
        self.top += round(dy * self.ratio)
        self.bound()

    def zoom(self, factor: float, at: Point) -> None:
        """Zoom by a factor; what is at a place of the screen stays there."""
        held = self.to_map(*at)
        self.scale = min(MAX_SCALE, max(self.min_scale, self.scale * factor))
        self._hold(held, at)
        self.bound()

    def show(self, rect: Rect, *, max_scale: float = MAX_SCALE) -> None:
        """Show a rectangle in the middle, as large as it goes but no larger than `max_scale`."""
        room = Size(
            max(1.0, self.size.width - 2 * PADDING), max(1.0, self.size.height - 2 * PADDING)
        )
        fitting = min(room.width / max(rect.width, 1e-6), room.height / max(rect.height, 1e-6))
        self.scale = min(max_scale, max(self.min_scale, fitting))
        self._hold(rect.center, Point(self.size.width / 2, self.size.height / 2))
        self.bound()

    def reveal(self, rect: Rect) -> bool:
        """Move as little as needed to see a rectangle; return whether the view moved."""
        place = self.rect_to_screen(rect)
        before = self.left, self.top
        dx = _least(place.x, place.right, self.size.width)
        dy = _least(place.y, place.bottom, self.size.height)
        if dx or dy:
            self.pan(dx, dy)
        return before != (self.left, self.top)

    def bound(self) -> None:
        """Keep some of the sheet in view."""
        sheet = self.sheet
        k = self.device_scale
        grip = GRIP * self.ratio
        width, height = self.size.width * self.ratio, self.size.height * self.ratio
        self.left = _within(self.left, sheet.x * k + grip - width, sheet.right * k - grip)
        self.top = _within(self.top, sheet.y * k + grip - height, sheet.bottom * k - grip)

    @property
    def min_scale(self) -> float:
        """The smallest scale: the whole map in view, however long it is."""
        sheet = self.sheet
        room = min(self.size.width / sheet.width, self.size.height / sheet.height)
        return min(MIN_SCALE, 0.9 * room)

    def _hold(self, held: Point, at: Point) -> None:
        """Put a place of the map at a place of the screen, to the nearest device pixel."""
        k = self.device_scale
        self.left = round(held.x * k - at.x * self.ratio)
        self.top = round(held.y * k - at.y * self.ratio)


def _least(low: float, high: float, room: float) -> float:
    """Return how far to move so that a stretch is inside, its beginning first if it is too long."""
    air = min(PADDING, max(0.0, (room - (high - low)) / 2))
    if low < air:
        return low - air
    if high > room - air:
        return min(high - room + air, low - air)
    return 0.0


def _within(value: int, low: float, high: float) -> int:
    return round(min(max(value, min(low, high)), max(low, high)))
