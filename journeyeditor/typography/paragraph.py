"""What typesetting gives: lines of runs, placed; all lengths in points; names for what it lacks."""

from __future__ import annotations

from typing import NamedTuple
from unicodedata import name

from journeyeditor.glyphs import GlyphRun


class Run(NamedTuple):
    """A stretch of a line in one face and one direction.

    `text` is in reading order; `pieces` stand in drawing order, from left to right. `x` is
    counted from the line's left end, `width` is the sum of the pieces' advances.
    """

    text: str
    face: str
    pieces: tuple[GlyphRun, ...]
    x: float
    width: float


class Line(NamedTuple):
    """One line: runs in drawing order, and its text in reading order.

    The text ends in U+00AD where a word was broken with a hyphen (the glyph is a hyphen) and in
    "…" where the rest was cut. `right_to_left` is the direction of the paragraph.
    """

    runs: tuple[Run, ...]
    width: float
    text: str
    right_to_left: bool = False


class Paragraph(NamedTuple):
    """Text set in a column: `height` is lines times `line_height`, `width` the widest line's.

    `text` is what was asked for, before it was broken or cut.

    The first baseline stands `first_baseline` below the top, each other one `line_height`
    lower. `missing` names the clusters that no font covers, each once, in order.
    """

    lines: tuple[Line, ...]
    size: float
    width: float
    height: float
    first_baseline: float
    line_height: float
    is_cut: bool = False
    missing: tuple[str, ...] = ()
    text: str = ""


def described(cluster: str) -> str:
    """Return a cluster with the code points and names by which a reader can look it up."""
    points = (f"U+{ord(char):04X} {name(char, '')}".rstrip() for char in cluster)
    return f"{cluster} ({', '.join(points)})"
