"""One font file, opened by memory map: its measures, its glyphs' outlines and its layers.

The module knows fonts, not text: which characters go to which face is decided in `faces`.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

import uharfbuzz as hb

#: The same segments as in the display list: ("M", x, y), ("L", x, y), ("C", …six numbers), ("Z",).
Outline: TypeAlias = tuple[tuple[Any, ...], ...]

#: Bits of OS/2 fsType: no embedding but by agreement; outlines may not be embedded at all.
RESTRICTED, BITMAPS_ONLY = 0x0002, 0x0200
FOREGROUND = 0xFFFF


class Face:
    """A face of a font file; lengths in font units, y upwards.

    `key` is the name that runs and pieces carry. Everything but the file's mapping is lazy.
    """

    def __init__(self, key: str, path: Path, index: int = 0) -> None:
        self.key = key
        self.path = path
        self.index = index
        self._blob = hb.Blob.from_file_path(str(path))
        self._face = hb.Face(self._blob, index)
        self.font = hb.Font(self._face)
        self._outlines: dict[int, Outline] = {}
        self._layers: dict[int, tuple[tuple[Outline, str], ...]] = {}

    def __repr__(self) -> str:
        return f"Face({self.key!r})"

    @property
    def units_per_em(self) -> int:
        """Font units to the em."""
        return int(self._face.upem)

    @cached_property
    def ascent(self) -> int:
        """How far the line reaches above the baseline."""
        return int(self.font.get_font_extents("ltr").ascender)

    @cached_property
    def descent(self) -> int:
        """How far the line reaches below the baseline: a negative number."""
        return int(self.font.get_font_extents("ltr").descender)

    @cached_property
    def cap_height(self) -> int:
        """The height of a flat capital; the ascent where the font does not say."""
        return self._metric(hb.OTMetricsTag.CAP_HEIGHT) or self.ascent

    @cached_property
    def x_height(self) -> int:
        """The height of an x; half an em where the font does not say."""
        return self._metric(hb.OTMetricsTag.X_HEIGHT) or self.units_per_em // 2

    @cached_property
    def data(self) -> bytes:
        """The file's bytes (a collection's bytes hold all its faces: see `index`)."""
        return self.path.read_bytes()

    @cached_property
    def glyph_count(self) -> int:
        """The number of glyphs."""
        return int(self._face.glyph_count)

    @cached_property
    def tables(self) -> frozenset[str]:
        """The tags of the tables in the file."""
        return frozenset(self._face.table_tags)

    @cached_property
    def is_colour(self) -> bool:
        """Whether glyphs are stacks of flat colours (COLR version 0): see `layers`."""
        return bool(self._face.has_color_layers)

    @property
    def has_glyf(self) -> bool:
        """Whether outlines are TrueType's, which a PDF can embed as they are."""
        return "glyf" in self.tables

    @property
    def has_outlines(self) -> bool:
        """Whether there is anything to draw but bitmaps."""
        return not self.tables.isdisjoint({"glyf", "CFF ", "CFF2"})

    @cached_property
    def may_embed(self) -> bool:
        """Whether a PDF may embed the file: plain TrueType, and the maker's licence bits allow it.

        What may not be embedded can still be drawn by its outlines. (OpenType, OS/2 fsType.)
        """
        if not self.has_glyf or "fvar" in self.tables or self.is_colour:
            return False
        os2 = bytes(self._face.reference_table("OS/2").data) if "OS/2" in self.tables else b""
        permission = int.from_bytes(os2[8:10], "big")
        return permission & 0xF != RESTRICTED and not permission & BITMAPS_ONLY

    @cached_property
    def code_points(self) -> frozenset[int]:
        """What the character map knows."""
        return frozenset(self._face.unicodes)

    def has(self, code_point: int) -> bool:
        """Tell whether the character map knows the code point."""
        return self.font.get_nominal_glyph(code_point) is not None

    def outline(self, glyph_id: int) -> Outline:
        """Return the glyph's outline; fill it by the nonzero rule (TrueType contours overlap)."""
        found = self._outlines.get(glyph_id)
        if found is None:
            pen = _Pen()
            self.font.draw_glyph_with_pen(glyph_id, pen)
            found = self._outlines[glyph_id] = tuple(pen.segments)
        return found

    def layers(self, glyph_id: int) -> tuple[tuple[Outline, str], ...]:
        """Return outlines and "#RRGGBB" from the lowest up; () if the glyph has no layers."""
        found = self._layers.get(glyph_id)
        if found is None:
            stack = self._face.get_glyph_color_layers(glyph_id)
            found = tuple((self.outline(one.glyph), self._colour(one.color_index)) for one in stack)
            self._layers[glyph_id] = found
        return found

    @cached_property
    def _palette(self) -> tuple[str, ...]:
        colours = self._face.get_color_palette(0).colors
        return tuple(_on_white(c.red, c.green, c.blue, c.alpha) for c in colours)

    def _colour(self, index: int) -> str:
        return "#000000" if index == FOREGROUND else self._palette[index]

    def _metric(self, tag: hb.OTMetricsTag) -> int:
        return int(self.font.get_metric_position(tag) or 0)


def _on_white(red: int, green: int, blue: int, alpha: int) -> str:
    """Return the opaque colour that a see-through one has on white paper."""
    red, green, blue = (255 - (255 - value) * alpha // 255 for value in (red, green, blue))
    return f"#{red:02X}{green:02X}{blue:02X}"


class _Pen:
    """Collects segments; quadratic curves become the cubic ones of the same shape."""

    def __init__(self) -> None:
        self.segments: list[tuple[Any, ...]] = []
        self._at = (0.0, 0.0)

    def moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802 (pen protocol)
        self.segments.append(("M", *point))
        self._at = point

    def lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        self.segments.append(("L", *point))
        self._at = point

    def qCurveTo(  # noqa: N802
        self, control: tuple[float, float], point: tuple[float, float]
    ) -> None:
        (ax, ay), (bx, by), (cx, cy) = self._at, control, point
        first = (ax + 2 / 3 * (bx - ax), ay + 2 / 3 * (by - ay))
        second = (cx + 2 / 3 * (bx - cx), cy + 2 / 3 * (by - cy))
        self.segments.append(("C", *first, *second, *point))
        self._at = point

    def curveTo(  # noqa: N802
        self, first: tuple[float, float], second: tuple[float, float], point: tuple[float, float]
    ) -> None:
        self.segments.append(("C", *first, *second, *point))
        self._at = point

    def closePath(self) -> None:  # noqa: N802
        self.segments.append(("Z",))

    def endPath(self) -> None:  # noqa: N802
        """An open contour stays open."""
