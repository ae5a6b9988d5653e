"""One font file, opened by memory map: its metrics, outlines and colour layers.

The module knows fonts, not text: which characters go to which face is decided in `faces`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

import uharfbuzz as hb

#: The same segments as in the display list: ("M", x, y), ("L", x, y), ("C", …six numbers), ("Z",).
Outline: TypeAlias = tuple[tuple[Any, ...], ...]

#: Bits of OS/2 fsType: no embedding but by agreement; outlines may not be embedded at all.
RESTRICTED, BITMAPS_ONLY = 0x0002, 0x0200
#: The colour index of the text's own colour.
FOREGROUND = 0xFFFF
#: Places in table CPAL: colours to a palette, offset of the records, first record of palette 0.
CPAL_FIELDS = (2, 4), (8, 12), (12, 14)


class Face:
    """A face of a font file; lengths in font units, y upwards.

    `key` is the name that runs and pieces carry. Everything but the file's mapping is lazy.
    """

    def __init__(self, key: str, path: Path, index: int = 0, *, is_grey: bool = False) -> None:
        self.key = key
        self.path = path
        self.index = index
        self._is_grey = is_grey
        self._blob = hb.Blob.from_file_path(str(path))
        self._face = hb.Face(self._blob, index)
        self.font = hb.Font(self._face)
        self._outlines: dict[int, Outline] = {}
        self._layers: dict[int, tuple[tuple[Outline, str], ...]] = {}

    def __repr__(self) -> str:
        return f"Face({self.key!r})"

    @property
    def units_per_em(self) -> int:
        return int(self._face.upem)

    @cached_property
    def ascent(self) -> int:
        """How far lines extend above the baseline."""
        return int(self.font.get_font_extents("ltr").ascender)

    @cached_property
    def descent(self) -> int:
        """How far lines extend below the baseline: a negative number."""
        return int(self.font.get_font_extents("ltr").descender)

    @cached_property
    def cap_height(self) -> int:
        """The height of a flat capital; the ascent if the font does not define it."""
        return self._metric(hb.OTMetricsTag.CAP_HEIGHT) or self.ascent

    @cached_property
    def data(self) -> bytes:
        """The file's bytes; those of a collection hold all its faces, see `index`."""
        return self.path.read_bytes()

    @cached_property
    def glyph_count(self) -> int:
        return int(self._face.glyph_count)

    @cached_property
    def tables(self) -> frozenset[str]:
        return frozenset(self._face.table_tags)

    @cached_property
    def is_colour(self) -> bool:
        """Whether glyphs are stacks of flat colours (COLR version 0), see `layers`."""
        return bool(self._face.has_color_layers)

    @property
    def has_glyf(self) -> bool:
        """Whether outlines are TrueType, which a PDF can embed as it is."""
        return "glyf" in self.tables

    @property
    def has_outlines(self) -> bool:
        return not self.tables.isdisjoint({"glyf", "CFF ", "CFF2"})

    @cached_property
    def weight(self) -> int:
        """The weight as CSS counts it; 400 where the font does not say."""
        os2 = bytes(self._face.reference_table("OS/2").data) if "OS/2" in self.tables else b""
        return int.from_bytes(os2[4:6], "big") or 400

    @cached_property
    def may_embed(self) -> bool:
        """Whether a PDF may embed the file: plain TrueType whose licence bits allow it.

        What may not be embedded can still be drawn by its outlines. (OpenType, OS/2 fsType.)
        """
        if not self.has_glyf or "fvar" in self.tables or self.is_colour:
            return False
        os2 = bytes(self._face.reference_table("OS/2").data) if "OS/2" in self.tables else b""
        permission = int.from_bytes(os2[8:10], "big")
        return permission & 0xF != RESTRICTED and not permission & BITMAPS_ONLY

    def code_points(self) -> Iterable[int]:
        """Read the code points of the character map."""
        unicodes: Iterable[int] = self._face.unicodes
        return unicodes

    def has(self, code_point: int) -> bool:
        return self.font.get_nominal_glyph(code_point) is not None

    def glyphs(self, text: str) -> list[int]:
        buffer = hb.Buffer()
        buffer.flags = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES
        buffer.add_str(text)
        buffer.guess_segment_properties()
        hb.shape(self.font, buffer)
        return [info.codepoint for info in buffer.glyph_infos]

    def outline(self, glyph_id: int) -> Outline:
        """Return a glyph's outline, to be filled by the nonzero rule (TrueType contours overlap)."""
        cached = self._outlines.get(glyph_id)
        if cached is None:
            pen = _Pen()
            self.font.draw_glyph_with_pen(glyph_id, pen)
            cached = self._outlines[glyph_id] = tuple(pen.segments)
        return cached

    def layers(self, glyph_id: int) -> tuple[tuple[Outline, str], ...]:
        """Return outlines and "#RRGGBB" from the lowest layer up; () for a glyph without layers.

        A see-through layer gets the opaque colour it has on the layer below its middle.
        """
        cached = self._layers.get(glyph_id)
        if cached is None:
            stack = self._face.get_glyph_color_layers(glyph_id) if self.is_colour else ()
            glyphs = [layer.glyph for layer in stack]
            colours = self._opaque(glyphs, [layer.color_index for layer in stack])
            outlines = (self.outline(glyph) for glyph in glyphs)
            cached = self._layers[glyph_id] = tuple(zip(outlines, colours, strict=True))
        return cached

    @cached_property
    def _palette(self) -> list[tuple[int, int, int, int]]:
        """The first palette as red, green, blue, alpha; uharfbuzz 0.57 hangs when asked for it."""
        data = bytes(self._face.reference_table("CPAL").data)
        count, start, first = (int.from_bytes(data[a:b], "big") for a, b in CPAL_FIELDS)
        records = data[start + 4 * first : start + 4 * (first + count)]
        return [(red, green, blue, alpha) for blue, green, red, alpha in _fours(records)]

    def _opaque(self, glyphs: list[int], indexes: list[int]) -> list[str]:
        colours: list[tuple[int, int, int]] = []
        boxes: list[tuple[int, int, int, int]] = []
        for glyph, index in zip(glyphs, indexes, strict=True):
            red, green, blue, alpha = (
                (0, 0, 0, 255) if index == FOREGROUND else self._palette[index]
            )
            left, bottom, right, top = box = self._glyph_box(glyph)
            x, y = (left + right) / 2, (bottom + top) / 2
            under = (255, 255, 255)
            for (a, b, c, d), colour in zip(boxes, colours, strict=True):
                under = colour if a <= x <= c and b <= y <= d else under
            mixed = zip((red, green, blue), under, strict=True)
            r, g, b = (below + (own - below) * alpha // 255 for own, below in mixed)
            colours.append((r, g, b))
            boxes.append(box)
        if self._is_grey:
            colours = [(grey, grey, grey) for grey in map(_grey, colours)]
        return [f"#{red:02X}{green:02X}{blue:02X}" for red, green, blue in colours]

    def _glyph_box(self, glyph_id: int) -> tuple[int, int, int, int]:
        size = self.font.get_glyph_extents(glyph_id)
        x, y = size.x_bearing, size.y_bearing
        return x, y + size.height, x + size.width, y

    def _metric(self, tag: hb.OTMetricsTag) -> int:
        return int(self.font.get_metric_position(tag) or 0)


def _grey(colour: tuple[int, int, int]) -> int:
    """Return the luma of a colour (ITU-R BT.601)."""
    red, green, blue = colour
    return (299 * red + 587 * green + 114 * blue) // 1000


def _fours(data: bytes) -> Iterator[tuple[int, ...]]:
    return zip(*[iter(data)] * 4, strict=False)


class _Pen:
    """Collects segments; quadratic curves become cubic ones of the same shape."""

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
        """Leave the contour open."""
