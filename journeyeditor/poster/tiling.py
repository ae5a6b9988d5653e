"""Large posters on small paper: overlapping tiles with marks, labels and an assembly plan.

Tiles keep the margin that printers cannot print on; neighbours share at least `overlap` millimetres, so
that one is cut at its marks and glued over the other. They share more where the sheet does not need
all of the paper: every tile is full, and none is a blank corner. A tile contains only its own part of the poster,
so its text layer matches what is visible on it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from journeyeditor.display.path import circle, polyline, rectangle
from journeyeditor.display.primitives import (
    Box,
    Drawing,
    Group,
    Page,
    Pen,
    Primitive,
    Stroke,
    Tag,
    extent,
)
from journeyeditor.geometry import (
    IDENTITY,
    POINTS_PER_MM,
    Point,
    Rect,
    Size,
    Transform,
    scaling,
    shift,
)
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.style import BOLD, SEMIBOLD
from journeyeditor.poster.paper import PaperError, paper_size


def clipped(drawing: Drawing, window: Rect, transform: Transform = IDENTITY) -> Drawing:
    """The primitives that touch the window (page coordinates); groups keep only their visible children."""
    visible: list[Primitive] = []
    for primitive in drawing:
        if isinstance(primitive, Group):
            children = clipped(primitive.children, window, transform.after(primitive.transform))
            if children:
                visible.append(Group(children, primitive.transform, primitive.clip, primitive.name))
            continue
        box = extent(primitive)
        if box is not None and transform.box(box).intersects(window, -0.01):
            visible.append(primitive)
    return tuple(visible)


#: The unprintable margin of an office printer, which also holds marks and labels.
EDGE_MM = 8.0
RULER_MM = 100.0
#: Labels are omitted in spaces narrower than this (points).
MIN_WORDS = 60.0
#: Distance of cut marks and register crosses from the tile (points).
MARK_GAP, MARK_REACH, CROSS_AWAY = 3.0, 13.0, 8.0


class TilePlan(NamedTuple):
    """How a sheet is divided: paper, printable area and step from tile to tile (points)."""

    paper: Size
    used: Size
    step: Size
    columns: int
    rows: int
    aside: Size = Size(0.0, 0.0)

    def window(self, row: int, column: int) -> Rect:
        """The part of the sheet that a tile shows; the outer ones extend over its edges.

        A sheet that needs only one tile in a direction is `aside` points inside it.
        """
        return Rect(
            column * self.step.width - self.aside.width,
            row * self.step.height - self.aside.height,
            *self.used,
        )

    @property
    def overlap(self) -> Size:
        """What neighbours share across and down (points)."""
        return Size(self.used.width - self.step.width, self.used.height - self.step.height)

    def own(self, row: int, column: int) -> Rect:
        """The part of the sheet that a tile shares with no neighbour."""
        window = self.window(row, column)
        across, down = self.overlap
        left, top = across if column else 0.0, down if row else 0.0
        right = across if column < self.columns - 1 else 0.0
        bottom = down if row < self.rows - 1 else 0.0
        return Rect(
            window.x + left,
            window.y + top,
            window.width - left - right,
            window.height - top - bottom,
        )


def label(row: int, column: int) -> str:
    """A tile's name: rows are letters, columns numbers, as on a street map."""
    letters = ""
    row += 1
    while row:
        row, rest = divmod(row - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{column + 1}"


def tile_plan(sheet: Size, paper: str, overlap_mm: float) -> TilePlan:
    """The plan with the fewest tiles, portrait or landscape; raises PaperError."""
    if overlap_mm < 0:
        raise PaperError("the tile overlap cannot be negative; use 0 mm or more")
    plans = []
    for orientation in ("landscape", "portrait"):
        size = paper_size(paper, orientation)
        edge, overlap = EDGE_MM * POINTS_PER_MM, overlap_mm * POINTS_PER_MM
        used = Size(size.width - 2 * edge, size.height - 2 * edge)
        if min(used) - overlap < 20 * POINTS_PER_MM:
            raise PaperError(
                f"an overlap of {overlap_mm:g} mm leaves nothing of an {paper} tile; use a smaller overlap"
            )
        columns, across, left = _spread(sheet.width, used.width, overlap)
        rows, down, top = _spread(sheet.height, used.height, overlap)
        plans.append(TilePlan(size, used, Size(across, down), columns, rows, Size(left, top)))
    return min(plans, key=lambda plan: (plan.columns * plan.rows, sum(plan.overlap)))


def _spread(length: float, used: float, overlap: float) -> tuple[int, float, float]:
    """How many tiles a length needs, their step, and the space beside a single one."""
    count = max(1, math.ceil((length - overlap - 0.01) / (used - overlap)))
    if count == 1:
        return 1, used - overlap, (used - length) / 2
    return count, (length - used) / (count - 1), 0.0


def tiled(
    pages: Sequence[Page], paper: str, overlap_mm: float, title: str, context: RenderContext
) -> list[Page]:
    """For each sheet its assembly plan, then its tiles row by row."""
    result = []
    for number, page in enumerate(pages):
        plan = tile_plan(page.size, paper, overlap_mm)
        prefix = f"{number + 1}." if len(pages) > 1 else ""
        result.append(_assembly(page, plan, prefix, title, overlap_mm, context))
        for row in range(plan.rows):
            for column in range(plan.columns):
                result.append(_tile(page, plan, row, column, prefix, title, context))
    return result


def _tile(
    page: Page,
    plan: TilePlan,
    row: int,
    column: int,
    prefix: str,
    title: str,
    context: RenderContext,
) -> Page:
    """A tile: its part of the sheet, cut and register marks, and its label."""
    edge = EDGE_MM * POINTS_PER_MM
    window = plan.window(row, column)
    content = clipped(page.drawing, window)
    frame = Rect(edge, edge, *plan.used)
    words = _part_words(plan, row, column, title, context)
    drawing: list[Primitive] = [
        Group(
            (Group(content, shift(edge - window.x, edge - window.y)),),
            clip=rectangle(frame),
            name="tile",
            tag=Tag("Figure", words),
        )
    ]
    drawing += _marks(frame, plan, row, column, context)
    name = prefix + label(row, column)
    left, right = _free(frame, plan, column)
    drawing += context.write(name, 9, left, edge - 8, context.theme["ink"], weight=BOLD)
    left += context.measure(name, 9, BOLD) + 14
    if right - left > MIN_WORDS:
        line = context.text(words, 7, right - left, max_lines=1)
        drawing += context.place(line, left, edge - 8 - line.first_baseline, context.theme["quiet"])
    return Page(plan.paper, Rect(0, 0, *plan.paper), tuple(drawing), name)


def _part_words(plan: TilePlan, row: int, column: int, title: str, context: RenderContext) -> str:
    return context.texts("row {row} of {rows}, column {column} of {columns} · {title}").format(
        row=row + 1, rows=plan.rows, column=column + 1, columns=plan.columns, title=title
    )


def _marks(
    frame: Rect, plan: TilePlan, row: int, column: int, context: RenderContext
) -> list[Primitive]:
    """Cut marks, and crosses at the middles of the seams.

    Cuts are at the left and upper side, where the tile covers its neighbour, and at the outermost
    sides. Neighbours' crosses coincide when they are glued.
    """
    pen = Pen(0.5, context.theme["ink"])
    across, down = plan.overlap
    drawing: list[Primitive] = []
    for x in _cuts(frame.x, frame.right, across, plan.aside.width, column, plan.columns):
        for y, away in ((frame.y, -1), (frame.bottom, 1)):
            ends = [Point(x, y + away * MARK_GAP), Point(x, y + away * MARK_REACH)]
            drawing.append(Stroke(polyline(ends), pen))
    for y in _cuts(frame.y, frame.bottom, down, plan.aside.height, row, plan.rows):
        for x, away in ((frame.x, -1), (frame.right, 1)):
            ends = [Point(x + away * MARK_GAP, y), Point(x + away * MARK_REACH, y)]
            drawing.append(Stroke(polyline(ends), pen))
    for x in _seams(frame.x, frame.right, across, column, plan.columns):
        drawing += _cross(x, frame.y - CROSS_AWAY, pen) + _cross(x, frame.bottom + CROSS_AWAY, pen)
    for y in _seams(frame.y, frame.bottom, down, row, plan.rows):
        drawing += _cross(frame.x - CROSS_AWAY, y, pen) + _cross(frame.right + CROSS_AWAY, y, pen)
    return drawing


def _cuts(
    low: float, high: float, overlap: float, aside: float, number: int, count: int
) -> list[float]:
    """Cut positions in one direction: before the neighbour's part and at the ends of the sheet."""
    cuts = [low + (overlap if number else aside)]
    return [*cuts, high - aside] if number == count - 1 else cuts


def _seams(low: float, high: float, overlap: float, number: int, count: int) -> list[float]:
    """The middles of what a tile shares with its neighbours in one direction."""
    seams = [low + overlap / 2] if number else []
    return [*seams, high - overlap / 2] if number < count - 1 else seams


def _free(frame: Rect, plan: TilePlan, column: int) -> tuple[float, float]:
    across = plan.overlap.width
    places = _cuts(frame.x, frame.right, across, plan.aside.width, column, plan.columns)
    places += _seams(frame.x, frame.right, across, column, plan.columns)
    spans = pairwise(sorted([frame.x, *places, frame.right]))
    left, right = max(spans, key=lambda span: span[1] - span[0])
    return left + CROSS_AWAY, right - CROSS_AWAY


def _cross(x: float, y: float, pen: Pen) -> list[Primitive]:
    return [
        Stroke(circle((x, y), 2.5), pen),
        Stroke(polyline([Point(x - 4.5, y), Point(x + 4.5, y)]), pen),
        Stroke(polyline([Point(x, y - 4.5), Point(x, y + 4.5)]), pen),
    ]


def _assembly(
    page: Page, plan: TilePlan, prefix: str, title: str, overlap_mm: float, context: RenderContext
) -> Page:
    """The first page: the sheet in miniature with its tiles, instructions, and a ruler for checking."""
    edge = EDGE_MM * POINTS_PER_MM + 12
    theme = context.theme
    # The plan has the poster's orientation, whatever the tiles' is.
    longer, shorter = max(plan.paper), min(plan.paper)
    paper = Size(longer, shorter) if page.size.width >= page.size.height else Size(shorter, longer)
    width = paper.width - 2 * edge
    name = context.text(title, 16, width, weight=BOLD, max_lines=2)
    heading = context.place(name, edge, edge, theme["title"], width=width)
    drawing: list[Primitive] = [Group(tuple(heading), tag=Tag("H1"))]
    y = edge + name.height + 4
    words = context.texts(
        "{count} tiles in {rows} rows and {columns} columns. Print at 100% (no “fit to page”), trim each tile along the marks on its left and top edges, and glue it over its neighbour. Tiles overlap by at least {overlap} mm."
    ).format(
        count=plan.rows * plan.columns,
        rows=plan.rows,
        columns=plan.columns,
        overlap=context.texts.number(overlap_mm),
    )
    steps = context.text(words, 9, width)
    drawing += context.place(steps, edge, y, theme["ink"], width=width)
    y += steps.height + 12
    drawing += _ruler(edge, y, context)
    y += 40
    whole = Size(
        (plan.columns - 1) * plan.step.width + plan.used.width,
        (plan.rows - 1) * plan.step.height + plan.used.height,
    )
    factor = min(width / whole.width, (paper.height - edge - y) / whole.height)
    left = edge + (width - whole.width * factor) / 2 + plan.aside.width * factor
    y += plan.aside.height * factor
    tag = Tag("Figure", title) if title else Tag("Artifact")
    drawing.append(Group(page.drawing, scaling(factor, left, y), name="miniature", tag=tag))
    drawing.append(
        Box(
            Rect(left, y, page.size.width * factor, page.size.height * factor),
            0,
            None,
            Pen(0.6, theme["label"]),
        )
    )
    for row in range(plan.rows):
        for column in range(plan.columns):
            window = plan.window(row, column)
            rect = Rect(
                left + window.x * factor,
                y + window.y * factor,
                window.width * factor,
                window.height * factor,
            )
            drawing.append(Box(rect, 0, None, Pen(0.7, theme["selection"], dashes=(3, 2))))
            # Low in the tile: the title of the poster is at its top.
            own = plan.own(row, column)
            middle = Point(left + own.center.x * factor, y + own.bottom * factor - 11)
            badge = Rect(middle.x - 13, middle.y - 9, 26, 18)
            drawing.append(Box(badge, 9, theme["paper"], Pen(0.8, theme["selection"])))
            drawing += context.write(
                prefix + label(row, column),
                9,
                badge.center.x,
                badge.center.y + 3.2,
                theme["title"],
                weight=SEMIBOLD,
                align="center",
            )
    return Page(paper, Rect(0, 0, *paper), tuple(drawing), prefix + "0")


def _ruler(x: float, y: float, context: RenderContext) -> Drawing:
    """A ruler of exactly 100 mm with a tick every 10 mm."""
    pen = Pen(0.7, context.theme["ink"])
    length = RULER_MM * POINTS_PER_MM
    drawing: list[Primitive] = [Stroke(polyline([Point(x, y), Point(x + length, y)]), pen)]
    for mm in range(0, int(RULER_MM) + 1, 10):
        at = x + mm * POINTS_PER_MM
        tick = 8.0 if mm % 50 == 0 else 5.0
        drawing.append(Stroke(polyline([Point(at, y), Point(at, y + tick)]), pen))
    words = context.texts(
        "This ruler is 100 mm long. If yours is not, the printer scaled the page."
    )
    drawing += context.write(words, 7.5, x, y + 19, context.theme["quiet"])
    return tuple(drawing)
