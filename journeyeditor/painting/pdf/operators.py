"""Numbers and outlines as short PDF operators."""

from __future__ import annotations

from journeyeditor.display.path import Path, rounded
from journeyeditor.display.primitives import Box
from journeyeditor.geometry import Rect

#: Beyond this readers disagree.
_LIMIT = 1e6
#: Outlines of this many segments and more are written relative to their start.
_LONG = 5


class Numbers(dict[float, str]):
    """Numbers as text with at most so many decimals, remembered: most of a map's recur."""

    def __init__(self, decimals: int) -> None:
        super().__init__()
        self._format = f"%.{decimals}f"

    def __missing__(self, value: float) -> str:
        text = self._format % max(-_LIMIT, min(_LIMIT, value))
        if "." in text:
            text = text.rstrip("0").rstrip(".")
        self[value] = text = "0" if text == "-0" else text
        return text


class CoordinateSteps(dict[int, str]):
    """Whole multiples of a step as text: differences of places, free of rounding noise.

    `in_one` steps make 1.
    """

    def __init__(self, decimals: int) -> None:
        super().__init__()
        self.in_one = 10**decimals
        self._number = Numbers(decimals)

    def __missing__(self, count: int) -> str:
        self[count] = text = self._number[count / self.in_one]
        return text


class PathWriter:
    """Writes outlines with so many decimals.

    Outlines of some length are written relative to where they start: a thing that is drawn in
    many places is then the same text each time, and deflate makes next to nothing of it.
    """

    def __init__(self, decimals: int) -> None:
        self.number = Numbers(decimals)
        self.step = CoordinateSteps(decimals)
        self._boxes: dict[tuple[float, float, float], str] = {}

    def path(self, path: Path) -> str:
        number = self.number
        words: list[str] = []
        for segment in path:
            if segment[0] == "L":
                words.append(f"{number[segment[1]]} {number[segment[2]]} l")
            elif segment[0] == "C":
                words.append(" ".join([number[value] for value in segment[1:]]) + " c")
            elif segment[0] == "M":
                words.append(f"{number[segment[1]]} {number[segment[2]]} m")
            else:
                words.append("h")
        return "\n".join(words)

    def painted_path(self, path: Path, paint: str) -> str:
        if len(path) < _LONG or len(path[0]) != 3:
            return f"{self.path(path)} {paint}"
        _, left, top = path[0]
        step, steps = self.step, self.step.in_one
        words = [self._moved(left, top)]
        for segment in path:
            if segment[0] == "C":
                _, a, b, c, d, e, f = segment
                words.append(
                    f"{step[round((a - left) * steps)]} {step[round((b - top) * steps)]} "
                    f"{step[round((c - left) * steps)]} {step[round((d - top) * steps)]} "
                    f"{step[round((e - left) * steps)]} {step[round((f - top) * steps)]} c"
                )
            elif segment[0] == "Z":
                words.append("h")
            else:
                _, x, y = segment
                words.append(
                    f"{step[round((x - left) * steps)]} {step[round((y - top) * steps)]} "
                    f"{'l' if segment[0] == 'L' else 'm'}"
                )
        return "\n".join(words) + f" {paint} Q"

    def painted_box(self, box: Box, paint: str) -> str:
        x, y, width, height = box.rect
        number = self.number
        if box.radius <= 0:
            return f"{number[x]} {number[y]} {number[width]} {number[height]} re {paint}"
        key = width, height, box.radius
        outline = self._boxes.get(key)
        if outline is None:
            radii = (box.radius,) * 4
            outline = self._boxes[key] = self.path(rounded(Rect(0, 0, width, height), radii))
        if x == y == 0:
            return f"{outline} {paint}"
        return f"{self._moved(x, y)}\n{outline} {paint} Q"

    def _moved(self, x: float, y: float) -> str:
        return f"q 1 0 0 1 {self.number[x]} {self.number[y]} cm"
