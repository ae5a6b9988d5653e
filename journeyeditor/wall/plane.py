"""Straighten a wall: notes are squares of one size, which tells how the camera stood.

A plane has the side of a note as its unit; x runs to the right and y down.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

STEPS = 40
#: Beyond this misfit a quadrangle is no note, and counts less.
TOLERANCE = 0.15


class Plane:
    """A plane fitted to quadrangles of known size."""

    def __init__(self, quads: Sequence[Floats], sides: Sequence[float], upright: int = 0) -> None:
        """`quads` are corners in pixels, clockwise; `sides` the sides of the squares they show.

        The first `upright` ones begin with the corner that is the upper left one on the wall.
        """
        import numpy as np

        points = np.asarray(quads, np.float64)
        lengths = np.linalg.norm(points - np.roll(points, -1, axis=1), axis=2).mean(axis=1)
        scale = float(np.median(np.asarray(sides) / np.maximum(lengths, 1e-9)))
        self._centre = points.reshape(-1, 2).mean(axis=0)
        self._spread = max(float(np.abs(points - self._centre).max()), 1.0)
        self._unit = scale * self._spread
        self._turn = np.eye(2)
        self._values = _fitted(
            (points - self._centre) / self._spread, np.asarray(sides) / self._unit
        )
        squares = self.to_plane(points.reshape(-1, 2)).reshape(-1, 4, 2)
        self._turn = _rotation(squares[:upright], math.tau if upright else math.pi / 2, squares)

    def to_plane(self, points: Floats) -> Floats:
        """Points of the photo on the plane; the shape is (count, 2)."""
        local = (points - self._centre) / self._spread
        return _applied(self._values, local) @ self._turn.T * self._unit

    def to_photo(self, points: Floats) -> Floats:
        """Points of the plane in the photo."""
        import numpy as np

        a, b, c, d, g, h = self._values
        matrix = np.linalg.inv(np.array([[a, b, 0], [c, d, 0], [g, h, 1]]))
        local = points / self._unit @ self._turn
        three = np.column_stack([local, np.ones(len(local))]) @ matrix.T
        return np.asarray(three[:, :2] / three[:, 2:] * self._spread + self._centre)

    def side_at(self, point: Floats) -> float:
        """How long the side of a note is at a point of the photo, in pixels."""
        import numpy as np

        at = self.to_plane(point[None, :])[0]
        steps = np.array([(0.5, 0.0), (-0.5, 0.0), (0.0, 0.5), (0.0, -0.5)])
        right, left, below, above = self.to_photo(at + steps)
        area = np.hypot(*(right - left)) * np.hypot(*(below - above))
        return float(np.sqrt(area))


def _applied(values: Floats, points: Floats) -> Floats:
    a, b, c, d, g, h = values
    x, y = points[..., 0], points[..., 1]
    weight = 1 + g * x + h * y
    import numpy as np

    return np.stack([(a * x + b * y) / weight, (c * x + d * y) / weight], axis=-1)


def _fitted(quads: Floats, sides: Floats) -> Floats:
    """The six values of a projection that makes squares of the quadrangles (Levenberg-Marquardt)."""
    import numpy as np

    def residuals(values: Floats) -> Floats:
        shown = _applied(values, quads) / sides[:, None, None]
        edges = np.roll(shown, -1, axis=1) - shown
        squares = (edges**2).sum(axis=2) - 1
        corners = (edges * np.roll(edges, -1, axis=1)).sum(axis=2)
        each = np.concatenate([squares, corners], axis=1)
        misfit = np.abs(each).mean(axis=1, keepdims=True)
        weighted = each * np.sqrt(np.minimum(1.0, TOLERANCE / np.maximum(misfit, 1e-12)))
        # A few notes say little about perspective: without them there is none.
        return np.concatenate([weighted.ravel(), 0.3 * values[4:]])

    values = np.array([1.0, 0.0, 0.0, 1.0, 0.0, 0.0])
    current, damping = residuals(values), 1e-3
    for _ in range(STEPS):
        jacobian = np.stack(
            [(residuals(values + step) - current) / 1e-6 for step in np.eye(6) * 1e-6], axis=1
        )
        normal = jacobian.T @ jacobian
        change = np.linalg.solve(normal + damping * np.eye(6), -jacobian.T @ current)
        tried = values + change
        if abs(tried[4]) + abs(tried[5]) < 0.9 and (
            ((further := residuals(tried)) ** 2).sum() < (current**2).sum()
        ):
            values, current, damping = tried, further, damping / 5
            if np.abs(change).max() < 1e-7:
                break
        else:
            damping *= 8
    return values


def _rotation(known: Floats, period: float, squares: Floats) -> Floats:
    """The rotation after which notes hang straight: the mean of their edges, alike after a period."""
    import numpy as np

    shapes = known if len(known) else squares
    edges = shapes[:, 1] - shapes[:, 0]
    times = math.tau / period
    angles = np.arctan2(edges[:, 1], edges[:, 0]) * times
    angle = -float(np.arctan2(np.sin(angles).sum(), np.cos(angles).sum())) / times
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
