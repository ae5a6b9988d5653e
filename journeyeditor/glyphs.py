"""The result of shaping: glyphs of one face, in the face's own units.

A module of its own, because the typesetter makes these values and the painters draw them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Glyph(NamedTuple):
    """One glyph as the shaper placed it; lengths in font units, y upwards.

    `cluster` is the text that the glyph represents; of several glyphs of one cluster only the first
    in drawing order has it, the others have "".
    """

    id: int
    advance: int
    dx: int
    dy: int
    cluster: str


@dataclass(frozen=True, slots=True, eq=False)
class GlyphRun:
    """A shaped word, space or cluster, shared by all who draw it (hence equality by identity).

    `glyphs` are in drawing order (left to right); `advance` is the sum of theirs, in font units.
    """

    text: str
    face: str
    glyphs: tuple[Glyph, ...]
    advance: int
    units_per_em: int
    right_to_left: bool = False
