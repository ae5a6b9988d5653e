"""Numbers and outlines as short PDF operators."""

from __future__ import annotations

from typing import TypeAlias

from reportlab.lib.rl_accel import fp_str

from journeyeditor.display.path import Path, rounded
from journeyeditor.display.primitives import Box
from journeyeditor.geometry import Rect

#: Beyond this readers disagree.
_LIMIT = 1e6
#: Outlines of this many segments and more are written relative to their start.
_LONG = 5
_LETTERS = {"M": "m", "L": "l", "C": "c", "Z": "h"}


class Numbers(dict[float, str]):
    """Numbers as text with at most so many decimals, remembered: most of a map's recur."""

    def __init__(self, decimals: int) -> None:
        super().__init__()
        self._decimals = decimals

    def __missing__(self, value: float) -> str:
        bounded = round(max(-_LIMIT, min(_LIMIT, value)), self._decimals)
        self[value] = text = str(fp_str(bounded))
        return text


#: A place in whole steps of a path writer.
Steps: TypeAlias = tuple[int, int]


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


class WholeSteps(dict[float, int]):
    """Coordinates in whole steps, rounded as `Numbers` rounds them; most of a map's recur."""

    def __init__(self, decimals: int) -> None:
        super().__init__()
        self._decimals = decimals
        self._in_one: int = 10**decimals

    def __missing__(self, value: float) -> int:
        rounded_value = round(max(-_LIMIT, min(_LIMIT, value)), self._decimals)
        self[value] = count = round(rounded_value * self._in_one)
        return count


class PathWriter:
    """Writes outlines with so many decimals, seen from an origin.

    Outlines of some length are written relative to where they start: a thing that is drawn in
    many places is then the same text each time, and deflate makes next to nothing of it.
    """

    def __init__(self, decimals: int) -> None:
        self.number = Numbers(decimals)
        self.step = CoordinateSteps(decimals)
        self.whole = WholeSteps(decimals)
        self._boxes: dict[tuple[float, float, float], str] = {}

    def place(self, x: float, y: float, origin: Steps) -> str:
        step, whole = self.step, self.whole
        return f"{step[whole[x] - origin[0]]} {step[whole[y] - origin[1]]}"

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

    def painted_path(self, path: Path, paint: str, origin: Steps) -> str:
        if len(path) < _LONG or len(path[0]) != 3:
            step, whole, (x, y) = self.step, self.whole, origin
            words = [
                " ".join(
                    [step[whole[value] - (y if i % 2 else x)] for i, value in enumerate(values)]
                    + [_LETTERS[letter]]
                )
                for letter, *values in path
            ]
            return "\n".join(words) + f" {paint}"
        _, left, top = path[0]
        return f"{self._moved(left, top, origin)}\n{self._from_start(path)} {paint} Q"

    def _from_start(self, path: Path) -> str:
        step, in_one, (_, left, top) = self.step, self.step.in_one, path[0]
        words: list[str] = []
        for segment in path:
            if segment[0] == "C":
                _, a, b, c, d, e, f = segment
                words.append(
                    f"{step[round((a - left) * in_one)]} {step[round((b - top) * in_one)]} "
                    f"{step[round((c - left) * in_one)]} {step[round((d - top) * in_one)]} "
                    f"{step[round((e - left) * in_one)]} {step[round((f - top) * in_one)]} c"
                )
            elif segment[0] == "Z":
                words.append("h")
            else:
                letter, x, y = segment
                words.append(
                    f"{step[round((x - left) * in_one)]} {step[round((y - top) * in_one)]} "
                    f"{'l' if letter == 'L' else 'm'}"
                )
        return "\n".join(words)

    def painted_box(self, box: Box, paint: str, origin: Steps) -> str:
        x, y, width, height = box.rect
        if box.radius <= 0:
            number = self.number
            return f"{self.place(x, y, origin)} {number[width]} {number[height]} re {paint}"
        key = width, height, box.radius
        outline = self._boxes.get(key)
        if outline is None:
            radii = (box.radius,) * 4
            outline = self._boxes[key] = self.path(rounded(Rect(0, 0, width, height), radii))
        if (self.whole[x], self.whole[y]) == origin:
            return f"{outline} {paint}"
        return f"{self._moved(x, y, origin)}\n{outline} {paint} Q"

    def _moved(self, x: float, y: float, origin: Steps) -> str:
        return f"q 1 0 0 1 {self.place(x, y, origin)} cm"
