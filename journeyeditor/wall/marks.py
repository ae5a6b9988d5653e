"""Find the marks of printed cards in a photo."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from journeyeditor.wall import codes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from journeyeditor.wall.picture import Pixels

#: Cells of a mark that may be misread; keys differ in many more.
WRONG_CELLS = 1
#: The least perimeter of a mark as a share of the photo's longer side.
LEAST_PERIMETER = 0.012
#: Smaller photos are enlarged to this longer side: small marks are found sooner.
FINE_SIDE, LARGEST_FACTOR = 6000, 3.0


class Mark(NamedTuple):
    """A mark with its key, and its corners in pixels, clockwise from the upper left one of the card."""

    key: str
    corners: NDArray[np.float64]


def find_marks(photo: Pixels, keys: Sequence[str]) -> list[Mark]:
    """Return the marks of these keys, wherever and however they are turned."""
    if not keys:
        return []
    import cv2
    import numpy as np

    squares = [np.array(codes.square_of(key), np.uint8).reshape(codes.SIDE, -1) for key in keys]
    table = np.concatenate([cv2.aruco.Dictionary.getByteListFromBits(each) for each in squares])
    dictionary = cv2.aruco.Dictionary(table, codes.SIDE, WRONG_CELLS)
    parameters = cv2.aruco.DetectorParameters()
    parameters.errorCorrectionRate = 1.0
    parameters.minMarkerPerimeterRate = LEAST_PERIMETER
    parameters.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_SUBPIX
    grey = cv2.cvtColor(photo, cv2.COLOR_RGB2GRAY)
    # A mask of what the lens has blurred makes the cells of small marks distinct.
    grey = cv2.addWeighted(grey, 2.0, cv2.GaussianBlur(grey, (0, 0), 1.6), -1.0, 0.0)
    factor = min(FINE_SIDE / max(grey.shape), LARGEST_FACTOR)
    if factor > 1:
        grey = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
    corners, numbers, _ = cv2.aruco.ArucoDetector(dictionary, parameters).detectMarkers(grey)
    if numbers is None:
        return []
    return [
        Mark(keys[int(number)], np.asarray(each, np.float64).reshape(4, 2) / max(factor, 1.0))
        for each, number in zip(corners, np.asarray(numbers).ravel(), strict=True)
    ]
