"""Shapes as DrawingML: rectangles, outlines, texts, pictures and connectors with their places in EMU.

Shapes are written as text and parsed at once: building them one by one takes seconds for a
thousand cards. Nothing has a style of the theme's, and so no shadow.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import count, pairwise
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from journeyeditor.display.path import Path, bounds
from journeyeditor.display.primitives import Box, Pen
from journeyeditor.exporters.look import xml_text
from journeyeditor.geometry import Point, Rect

#: English Metric Units to a point.
EMU = 12_700
NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_CAPS = {"butt": "flat", "round": "rnd"}


class Run(NamedTuple):
    """Words of one look; `size` is in points."""

    text: str
    size: float
    colour: str
    is_bold: bool = False


class Paragraph(NamedTuple):
    """Runs, the distance between baselines, and the space before and left of them (points)."""

    runs: tuple[Run, ...]
    leading: float
    before: float = 0.0
    indent: float = 0.0


class Text(NamedTuple):
    """Paragraphs, and the space between them and the left, upper and right edge of their shape."""

    paragraphs: tuple[Paragraph, ...]
    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    wraps: bool = True
    is_flush_right: bool = False


class Pens(NamedTuple):
    """How an outline is drawn: filled, or as a line."""

    fill: str | None
    pen: Pen | None


class ShapeWriter:
    """Writes shapes with ids of their own; `roles` leads from a colour to its name in the theme."""

    def __init__(self, roles: Mapping[str, str], language: str) -> None:
        self._roles = roles
        self._language = quoteattr(language)
        self._ids = count(2)

    def new_id(self) -> int:
        return next(self._ids)

    # ---- shapes

    def box(
        self,
        box: Box,
        name: str,
        text: Text | None = None,
        alt: str = "",
        id_: int = 0,
    ) -> str:
        """A rectangle with its text; without fill and pen it only holds text."""
        shorter = min(box.rect.width, box.rect.height) or 1.0
        share = min(50_000, round(box.radius / shorter * 100_000))
        guide = f'<a:gd name="adj" fmla="val {share}"/>' if share else ""
        preset = "roundRect" if share else "rect"
        geometry = f'<a:prstGeom prst="{preset}"><a:avLst>{guide}</a:avLst></a:prstGeom>'
        is_text = box.fill is None and box.pen is None
        look = self._look(Pens(box.fill, box.pen))
        kind = '<p:cNvSpPr txBox="1"/>' if is_text else "<p:cNvSpPr/>"
        body = self._body(text) if text else ""
        frame = _frame(box.rect)
        return self._shape(name, alt, id_, kind, f"{frame}{geometry}{look}", body)

    def title(self, rect: Rect, name: str, text: Text) -> str:
        """The title of the slide, in its placeholder."""
        kind = '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        geometry = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        properties = f"{_frame(rect)}{geometry}<a:noFill/>"
        holder = '<p:nvPr><p:ph type="title"/></p:nvPr>'
        return self._shape(name, "", 0, kind, properties, self._body(text), holder)

    def outline(self, paths: Sequence[Path], look: Pens, name: str, alt: str = "") -> str:
        """Outlines of one look as one shape; curves stay curves."""
        box = bounds(paths)
        width, height = max(1, _emu(box.width)), max(1, _emu(box.height))
        fill = "" if look.fill else ' fill="none"'
        drawn = "".join(_segments(path, box) for path in paths)
        geometry = (
            '<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/>'
            f'<a:pathLst><a:path w="{width}" h="{height}"{fill}>{drawn}</a:path></a:pathLst>'
            "</a:custGeom>"
        )
        frame = _frame(box._replace(width=width / EMU, height=height / EMU))
        return self._shape(name, alt, 0, "<p:cNvSpPr/>", f"{frame}{geometry}{self._look(look)}", "")

    def picture(self, rect: Rect, relation: str, name: str, alt: str, *, is_round: bool) -> str:
        preset = "ellipse" if is_round else "rect"
        return (
            f"<p:pic><p:nvPicPr>{self._named(name, alt, 0)}<p:cNvPicPr/><p:nvPr/></p:nvPicPr>"
            f'<p:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch>'
            f"</p:blipFill><p:spPr>{_frame(rect)}"
            f'<a:prstGeom prst="{preset}"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
        )

    def group(self, rect: Rect, name: str, shapes: Iterable[str], alt: str = "") -> str:
        """Shapes that move together; their places stay those of the slide."""
        x, y, width, height = (_emu(value) for value in rect)
        inner = f'<a:chOff x="{x}" y="{y}"/><a:chExt cx="{max(1, width)}" cy="{max(1, height)}"/>'
        frame = _frame(rect).replace("</a:xfrm>", f"{inner}</a:xfrm>")
        return (
            f"<p:grpSp><p:nvGrpSpPr>{self._named(name, alt, 0)}<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>"
            f"<p:grpSpPr>{frame}</p:grpSpPr>{''.join(shapes)}</p:grpSp>"
        )

    def connector(
        self, points: Sequence[Point], ends: tuple[tuple[int, int], tuple[int, int]], pen: Pen
    ) -> str:
        """An elbow connector with an arrow head, glued at both ends (shape id, connection site)."""
        frame, adjust = _elbow(points)
        (first, start), (last, end) = ends
        line = self._line(pen).replace(
            "</a:ln>", '<a:tailEnd type="triangle" w="med" len="sm"/></a:ln>'
        )
        number = self.new_id()
        return (
            f'<p:cxnSp><p:nvCxnSpPr><p:cNvPr id="{number}" name="Connector {number}"/>'
            f'<p:cNvCxnSpPr><a:stCxn id="{first}" idx="{start}"/><a:endCxn id="{last}" idx="{end}"/>'
            f"</p:cNvCxnSpPr><p:nvPr/></p:nvCxnSpPr><p:spPr>{frame}"
            f'<a:prstGeom prst="bentConnector3"><a:avLst><a:gd name="adj1" fmla="val {adjust}"/>'
            f"</a:avLst></a:prstGeom>{line}</p:spPr></p:cxnSp>"
        )

    # ---- parts

    def _shape(
        self,
        name: str,
        alt: str,
        id_: int,
        kind: str,
        properties: str,
        body: str,
        holder: str = "<p:nvPr/>",
    ) -> str:
        return (
            f"<p:sp><p:nvSpPr>{self._named(name, alt, id_)}{kind}{holder}</p:nvSpPr>"
            f"<p:spPr>{properties}</p:spPr>{body}</p:sp>"
        )

    def _named(self, name: str, alt: str, id_: int) -> str:
        number = id_ or self.new_id()
        description = f" descr={_attribute(alt)}" if alt else ""
        return f'<p:cNvPr id="{number}" name={_attribute(name or f"Shape {number}")}{description}/>'

    def _colour(self, colour: str) -> str:
        role = self._roles.get(colour.upper())
        if role:
            return f'<a:solidFill><a:schemeClr val="{role}"/></a:solidFill>'
        return f'<a:solidFill><a:srgbClr val="{colour[1:]}"/></a:solidFill>'

    def _look(self, look: Pens) -> str:
        fill = self._colour(look.fill) if look.fill else "<a:noFill/>"
        line = self._line(look.pen) if look.pen else "<a:ln><a:noFill/></a:ln>"
        return fill + line

    def _line(self, pen: Pen) -> str:
        dashes = ""
        if pen.dashes and pen.width:
            on, off = (pen.dashes * 2)[:2]
            parts = (max(1, round(part / pen.width * 100_000)) for part in (on, off))
            dashes = '<a:custDash><a:ds d="{}" sp="{}"/></a:custDash>'.format(*parts)
        join = "<a:round/>" if pen.join == "round" else '<a:miter lim="800000"/>'
        cap = _CAPS.get(pen.cap, "flat")
        return f'<a:ln w="{_emu(pen.width)}" cap="{cap}">{self._colour(pen.colour)}{dashes}{join}</a:ln>'

    def _body(self, text: Text) -> str:
        wrap = "square" if text.wraps else "none"
        align = "r" if text.is_flush_right else "l"
        paragraphs = (self._paragraph(each, align) for each in text.paragraphs)
        insets = f'lIns="{_emu(text.left)}" tIns="{_emu(text.top)}" rIns="{_emu(text.right)}"'
        return (
            f'<p:txBody><a:bodyPr wrap="{wrap}" {insets} bIns="0" anchor="t"><a:noAutofit/></a:bodyPr>'
            f"<a:lstStyle/>{''.join(paragraphs)}</p:txBody>"
        )

    def _paragraph(self, paragraph: Paragraph, align: str) -> str:
        leading, before = round(paragraph.leading * 100), round(paragraph.before * 100)
        margin = f' marL="{_emu(paragraph.indent)}"' if paragraph.indent > 0 else ""
        spacing = f'<a:lnSpc><a:spcPts val="{max(100, leading)}"/></a:lnSpc>'
        spacing += f'<a:spcBef><a:spcPts val="{max(0, before)}"/></a:spcBef>'
        runs = "".join(map(self._run, paragraph.runs))
        look = f'{margin} indent="0" algn="{align}"'
        return f"<a:p><a:pPr{look}>{spacing}<a:buNone/></a:pPr>{runs}</a:p>"

    def _run(self, run: Run) -> str:
        bold = ' b="1"' if run.is_bold else ' b="0"'
        size = max(100, round(run.size * 100))
        look = (
            f'<a:rPr lang={self._language} sz="{size}"{bold} dirty="0">{self._colour(run.colour)}'
            '<a:latin typeface="+mn-lt"/></a:rPr>'
        )
        lines = (f"<a:r>{look}<a:t>{_text(line)}</a:t></a:r>" for line in run.text.split("\n"))
        return f"<a:br>{look}</a:br>".join(lines)


def _elbow(points: Sequence[Point]) -> tuple[str, int]:
    """The frame of a connector with three pieces, and where its middle one is (1/100000).

    The middle piece is the longest of those at right angles to the first.
    """
    start, end = points[0], points[-1]
    is_level = abs(points[1].x - start.x) >= abs(points[1].y - start.y)
    along, across = (0, 1) if is_level else (1, 0)
    crossing = [
        (abs(b[across] - a[across]), a[along])
        for a, b in pairwise(points)
        if abs(b[across] - a[across]) > abs(b[along] - a[along])
    ]
    way = end[along] - start[along]
    middle = max(crossing)[1] if crossing else start[along] + way / 2
    if abs(way) < 1.0:  # the middle is a share of the way, so that there must be some
        way = math.copysign(1.0, middle - start[along])
        end = Point(start.x + way, end.y) if is_level else Point(end.x, start.y + way)
    adjust = round((middle - start[along]) / way * 100_000)
    width, height = abs(end.x - start.x), abs(end.y - start.y)
    left, top = min(start.x, end.x), min(start.y, end.y)
    right, down = end.x >= start.x, end.y >= start.y
    if is_level:
        flips = ("" if right else ' flipH="1"') + ("" if down else ' flipV="1"')
        return _frame(Rect(left, top, width, height), flips), adjust
    # Turned by a quarter, a connector goes down from right to left, or up from left to right.
    turn = 5_400_000 if down else 16_200_000
    flips = f' rot="{turn}"' + (' flipV="1"' if right == down else "")
    centre = Point(left + width / 2, top + height / 2)
    turned = Rect(centre.x - height / 2, centre.y - width / 2, height, width)
    return _frame(turned, flips), adjust


def _frame(rect: Rect, turns: str = "") -> str:
    x, y, width, height = (_emu(value) for value in rect)
    return (
        f'<a:xfrm{turns}><a:off x="{x}" y="{y}"/>'
        f'<a:ext cx="{max(0, width)}" cy="{max(0, height)}"/></a:xfrm>'
    )


def _segments(path: Path, box: Rect) -> str:
    parts = []
    for segment in path:
        kind, values = segment[0], segment[1:]
        points = "".join(
            f'<a:pt x="{_emu(x - box.x)}" y="{_emu(y - box.y)}"/>'
            for x, y in zip(values[::2], values[1::2], strict=True)
        )
        parts.append(_SEGMENTS[kind].format(points))
    return "".join(parts)


_SEGMENTS = {
    "M": "<a:moveTo>{}</a:moveTo>",
    "L": "<a:lnTo>{}</a:lnTo>",
    "C": "<a:cubicBezTo>{}</a:cubicBezTo>",
    "Z": "<a:close/>{}",
}


def _emu(points: float) -> int:
    return round(points * EMU)


def _text(words: str) -> str:
    return escape(xml_text(words))


def _attribute(words: str) -> str:
    return quoteattr(xml_text(words), {"\n": " "})
