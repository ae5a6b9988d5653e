"""Find sticky notes in a photo: coloured quadrangles on a wall of any other colour."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from journeyeditor.wall.picture import Pixels

    Floats = NDArray[np.float64]

#: Notes are looked for in a copy with this longer side.
SIDE = 1400
#: How far a note's colour is from the wall's in the plane of a and b of CIE L*a*b*, at least.
LEAST_CHROMA = 13.0
#: The lightness (0..255) for which that is said, and the least that can be told from noise.
LIGHT, DARK = 190.0, 40.0
#: A wall of less chroma is white or grey.
PALE = 10.0
#: The area of a note as a share of the photo, and of its box that it fills, at least.
LEAST_AREA, LEAST_FILL = 0.0002, 0.82
#: A note is no longer than this for its width.
LONGEST = 1.35
#: So many notes in a square are more than one; an area that is not square is sooner.
SQUARE_OF_SEVERAL, SEVERAL = 1.9, 1.35
#: Areas smaller than this share of a note are no notes.
SMALLEST = 0.45
MAX_NOTES = 400
#: The most notes that touch; a larger area is something else.
MOST_TOGETHER = 24
#: So many pixels tell where the middles of notes that touch are.
SAMPLE = 6000


class Patch(NamedTuple):
    """A note: its corners in pixels, clockwise from the upper left, and its colour.

    The colour is a and b of CIE L*a*b* as they differ from those of the `ground`, the wall.
    """

    corners: Floats
    colour: Floats
    ground: Floats


class _Area(NamedTuple):
    """An area of one colour in the small copy: its pixels (x, y), its box and what it fills of it."""

    pixels: NDArray[np.float32]
    box: Floats
    fill: float

    @property
    def size(self) -> float:
        return float(len(self.pixels))

    @property
    def aspect(self) -> float:
        sides = _sides(self.box)
        return max(sides) / max(min(sides), 1.0)

    @property
    def is_square(self) -> bool:
        return self.fill >= LEAST_FILL and self.aspect <= LONGEST


class Areas(NamedTuple):
    """The coloured areas of a photo, in a copy of `scale`; `plane` has its colours less the ground."""

    areas: list[_Area]
    plane: NDArray[np.float32]
    ground: Floats
    scale: float

    def squares(self) -> list[Floats]:
        """The boxes of areas that are surely one note, in pixels of the photo."""
        return [area.box / self.scale for area in self.areas if area.is_square]

    def notes(self, side_at: Callable[[Floats], float]) -> list[Patch]:
        """The notes; `side_at` tells how long the side of a note is at a point of the photo (pixels)."""
        found = []
        for area in self.areas:
            side = side_at(area.box.mean(axis=0) / self.scale) * self.scale
            for part in _parts(area, side**2):
                if part.size >= SMALLEST * side**2:
                    colour = _colour(part, self.plane)
                    found.append(Patch(part.box / self.scale, colour, self.ground))
        return found[:MAX_NOTES]


def find_areas(photo: Pixels) -> Areas:
    import cv2
    import numpy as np

    scale = min(1.0, SIDE / max(photo.shape[:2]))
    small = cv2.resize(photo, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    lab = cv2.cvtColor(cv2.GaussianBlur(small, (5, 5), 0), cv2.COLOR_RGB2LAB).astype(np.float32)
    # Colours fade in the shadow as they darken; the lightness gives them back.
    lightness = np.maximum(lab[:, :, :1], np.float32(DARK))
    plane = np.asarray((lab[:, :, 1:] - 128) * (LIGHT / lightness), np.float32)
    ground = np.median(plane.reshape(-1, 2), axis=0).astype(np.float64)
    plane -= ground.astype(np.float32)
    chroma = np.hypot(plane[:, :, 0], plane[:, :, 1])
    is_note = chroma > _threshold(chroma)
    areas = [area for mask in _by_colour(plane, is_note) for area in _areas(mask)]
    # A pale wall shows the tint of the light, a colourful one its own.
    own = ground if float(np.hypot(*ground)) > PALE else np.zeros(2)
    return Areas(areas, plane, own, scale)


def _threshold(chroma: NDArray[np.float32]) -> float:
    """Where notes begin: between the two heaps of colourfulness."""
    import cv2
    import numpy as np

    levels = np.clip(chroma * 2, 0, 255).astype(np.uint8)
    between, _ = cv2.threshold(levels, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return float(min(max(LEAST_CHROMA, between / 2 * 0.8), 2 * LEAST_CHROMA))


def _by_colour(
    plane: NDArray[np.float32], is_note: NDArray[np.bool_]
) -> Iterator[NDArray[np.uint8]]:
    """Yield a mask for each colour of notes, the most frequent first."""
    import cv2
    import numpy as np

    angles = np.degrees(np.arctan2(plane[:, :, 1], plane[:, :, 0])) % 360
    counts, _ = np.histogram(angles[is_note], bins=120, range=(0, 360))
    smooth = np.convolve(np.tile(counts, 3), np.ones(5) / 5, "same")[120:240]
    peaks = [
        place
        for place in range(120)
        if smooth[place] > 0.01 * counts.sum()
        and smooth[place] == max(smooth[(place + step) % 120] for step in range(-6, 7))
    ]
    if not peaks:
        return
    hues = np.array(peaks) * 3.0 + 1.5
    distance = np.abs((np.arange(360)[:, None] + 0.5 - hues + 180) % 360 - 180)
    nearest = distance.argmin(axis=1)[angles.astype(np.int16) % 360]
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (5, 5))
    for number in range(len(hues)):
        mask = (is_note & (nearest == number)).astype(np.uint8) * 255
        mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, kernel, iterations=2)
        yield cv2.morphologyEx(mask, cv2.MORPH_OPEN, kernel, iterations=2).astype(np.uint8)


def _areas(mask: NDArray[np.uint8]) -> Iterator[_Area]:
    import cv2
    import numpy as np

    count, labels, facts, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
    for number in range(1, count):
        x, y, width, height, size = (int(value) for value in facts[number])
        if size < LEAST_AREA * mask.size:
            continue
        rows, columns = np.nonzero(labels[y : y + height, x : x + width] == number)
        yield _area(np.stack([columns + x, rows + y], axis=1).astype(np.float32))


def _area(pixels: NDArray[np.float32]) -> _Area:
    import cv2
    import numpy as np

    box = ordered(np.asarray(cv2.boxPoints(cv2.minAreaRect(pixels)), np.float64))
    across, down = _sides(box)
    return _Area(pixels, box, len(pixels) / max((across + 1) * (down + 1), 1.0))


def _parts(area: _Area, usual: float) -> Iterator[_Area]:
    """Yield an area as a note, or the notes that touch in it."""
    if not area.size / MOST_TOGETHER < usual < math.inf:
        return
    count = round(area.size / usual)
    is_one = area.size < (SQUARE_OF_SEVERAL if area.is_square else SEVERAL) * usual
    if is_one or count < 2:
        if area.fill >= LEAST_FILL * 0.8 and area.aspect <= LONGEST**2:
            yield area
        return
    import cv2
    import numpy as np

    cv2.setRNGSeed(1)
    until = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 30, 0.5)
    first = np.empty(0, np.int32)
    sample = area.pixels[:: max(1, len(area.pixels) // SAMPLE)]
    _, _, centres = cv2.kmeans(sample, count, first, until, 3, cv2.KMEANS_PP_CENTERS)
    away = [((area.pixels - centre) ** 2).sum(axis=1) for centre in centres]
    nearest = np.argmin(away, axis=0)
    for number in range(count):
        own = area.pixels[nearest == number]
        if not len(own):
            continue
        part = _area(own)
        if part.fill >= LEAST_FILL * 0.8 and part.aspect <= LONGEST**2:
            yield part


def _colour(area: _Area, plane: NDArray[np.float32]) -> Floats:
    import numpy as np

    columns, rows = area.pixels.T.astype(int)
    return np.asarray(np.median(plane[rows, columns], axis=0), np.float64)


def _sides(box: Floats) -> tuple[float, float]:
    import numpy as np

    across, down = box[1] - box[0], box[2] - box[1]
    return float(np.hypot(*across)), float(np.hypot(*down))


def ordered(corners: Floats) -> Floats:
    """Return the corners of a quadrangle clockwise, the upper left one first."""
    import numpy as np

    middle = corners.mean(axis=0)
    angles = np.arctan2(corners[:, 1] - middle[1], corners[:, 0] - middle[0])
    around = corners[np.argsort(angles)]
    return np.roll(around, -int(around.sum(axis=1).argmin()), axis=0)
