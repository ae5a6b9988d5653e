"""Shapes as DrawingML: rectangles, outlines, texts, pictures and connectors with their places in EMU.

Shapes are written as text and parsed at once: building them one by one takes seconds for a
thousand cards. Nothing has a style of the theme's, and so no shadow.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from typing import Literal, NamedTuple, TypeAlias
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
#: Sites of a rectangle, and of an ellipse, at which connectors end.
TOP, LEFT, BOTTOM, RIGHT = range(4)
ELLIPSE_SITES = {TOP: 0, LEFT: 2, BOTTOM: 4, RIGHT: 6}
#: Connectors have at most so many pieces.
MAX_PIECES = 5
Align: TypeAlias = Literal["l", "ctr", "r"]
_SITES = ("hc t", "l vc", "hc b", "r vc")
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
    """Paragraphs, and the space between them and the edges of their shape.

    A text that wraps shrinks where it is too long for its shape.
    """

    paragraphs: tuple[Paragraph, ...]
    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    wraps: bool = True
    align: Align = "l"
    is_reversed: bool = False


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

    def outline(
        self,
        paths: Sequence[Path],
        look: Pens,
        name: str,
        alt: str = "",
        id_: int = 0,
        text: Text | None = None,
        sites: Sequence[Point] = (),
    ) -> str:
        """Outlines of one look as one shape; curves stay curves.

        With a number of its own it has the sites of a rectangle, and `sites` after these.
        """
        box = bounds(paths)
        width, height = max(1, _emu(box.width)), max(1, _emu(box.height))
        fill = "" if look.fill else ' fill="none"'
        drawn = "".join(_segments(path, box) for path in paths)
        own = [f"{_emu(site.x - box.x)} {_emu(site.y - box.y)}" for site in sites]
        places = [place.split() for place in (*_SITES, *own)] if id_ else []
        ends = "".join(f'<a:cxn ang="0"><a:pos x="{x}" y="{y}"/></a:cxn>' for x, y in places)
        geometry = (
            f"<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst>{ends}</a:cxnLst>"
            '<a:rect l="0" t="0" r="r" b="b"/>'
            f'<a:pathLst><a:path w="{width}" h="{height}"{fill}>{drawn}</a:path></a:pathLst>'
            "</a:custGeom>"
        )
        frame = _frame(box._replace(width=width / EMU, height=height / EMU))
        body = self._body(text) if text else ""
        properties = f"{frame}{geometry}{self._look(look)}"
        return self._shape(name, alt, id_, "<p:cNvSpPr/>", properties, body)

    def ellipse(self, rect: Rect, look: Pens, name: str, id_: int = 0) -> str:
        geometry = '<a:prstGeom prst="ellipse"><a:avLst/></a:prstGeom>'
        properties = f"{_frame(rect)}{geometry}{self._look(look)}"
        return self._shape(name, "", id_, "<p:cNvSpPr/>", properties, "")

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
        """A connector with an arrow head, glued at both ends (shape id, connection site)."""
        frame, geometry = _bent(points)
        (first, start), (last, end) = ends
        line = self._line(pen).replace(
            "</a:ln>", '<a:tailEnd type="triangle" w="med" len="sm"/></a:ln>'
        )
        number = self.new_id()
        return (
            f'<p:cxnSp><p:nvCxnSpPr><p:cNvPr id="{number}" name="Connector {number}"/>'
            f'<p:cNvCxnSpPr><a:stCxn id="{first}" idx="{start}"/><a:endCxn id="{last}" idx="{end}"/>'
            f"</p:cNvCxnSpPr><p:nvPr/></p:nvCxnSpPr><p:spPr>{frame}{geometry}{line}</p:spPr></p:cxnSp>"
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
        wrap, fit = ("square", "norm") if text.wraps else ("none", "no")
        look = f'indent="0" algn="{text.align}"' + (' rtl="1"' if text.is_reversed else "")
        paragraphs = (self._paragraph(each, look) for each in text.paragraphs)
        insets = " ".join(
            f'{name}Ins="{_emu(value)}"'
            for name, value in zip(
                "ltrb", (text.left, text.top, text.right, text.bottom), strict=True
            )
        )
        return (
            f'<p:txBody><a:bodyPr wrap="{wrap}" {insets} anchor="t"><a:{fit}Autofit/></a:bodyPr>'
            f"<a:lstStyle/>{''.join(paragraphs)}</p:txBody>"
        )

    def _paragraph(self, paragraph: Paragraph, look: str) -> str:
        leading, before = round(paragraph.leading * 100), round(paragraph.before * 100)
        margin = f' marL="{_emu(paragraph.indent)}"' if paragraph.indent > 0 else ""
        spacing = f'<a:lnSpc><a:spcPts val="{max(100, leading)}"/></a:lnSpc>'
        spacing += f'<a:spcBef><a:spcPts val="{max(0, before)}"/></a:spcBef>'
        runs = "".join(map(self._run, paragraph.runs))
        return f"<a:p><a:pPr{margin} {look}>{spacing}<a:buNone/></a:pPr>{runs}</a:p>"

    def _run(self, run: Run) -> str:
        bold = ' b="1"' if run.is_bold else ' b="0"'
        size = max(100, round(run.size * 100))
        look = (
            f'<a:rPr lang={self._language} sz="{size}"{bold} dirty="0">{self._colour(run.colour)}'
            '<a:latin typeface="+mn-lt"/></a:rPr>'
        )
        lines = (f"<a:r>{look}<a:t>{_text(line)}</a:t></a:r>" for line in run.text.split("\n"))
        return f"<a:br>{look}</a:br>".join(lines)


def _bent(points: Sequence[Point]) -> tuple[str, str]:
    """The frame of a connector through its corners, and its geometry.

    The corners of a bent connector are shares (1/100000) of the way between its ends, along its
    first piece and across it in turn.
    """
    points = _few(points)
    if len(points) == 2:
        start, end = points
        flips = ' flipH="1"' * (end.x < start.x) + ' flipV="1"' * (end.y < start.y)
        frame = _frame(_between(start, end), flips)
        return frame, '<a:prstGeom prst="straightConnector1"><a:avLst/></a:prstGeom>'
    start = points[0]
    is_level = abs(points[1].x - start.x) >= abs(points[1].y - start.y)
    inner = points[1:-1]
    end = _apart(start, points[-1], inner)
    # Corner by corner, the shares are of one direction and the other in turn.
    shares = []
    for number, corner in enumerate(inner[: len(points) - 3]):
        axis = (number + (not is_level)) % 2
        shares.append((corner[axis] - start[axis]) / (end[axis] - start[axis]))
    guides = "".join(
        f'<a:gd name="adj{number}" fmla="val {round(share * 100_000)}"/>'
        for number, share in enumerate(shares, 1)
    )
    geometry = f'<a:prstGeom prst="bentConnector{len(points) - 1}"><a:avLst>{guides}</a:avLst></a:prstGeom>'
    return _turned(start, end, is_level=is_level), geometry


def _few(points: Sequence[Point]) -> list[Point]:
    """The corners of at most five pieces: of longer ways, some pieces are left out."""
    found = list(points)
    while len(found) > MAX_PIECES + 1:
        before, beyond = found[1], found[4]
        is_level = abs(found[2].y - before.y) < abs(found[2].x - before.x)
        found[2:5] = [Point(beyond.x, before.y) if is_level else Point(before.x, beyond.y)]
    return found


def _apart(start: Point, end: Point, inner: Sequence[Point]) -> Point:
    """The end, a point away from the start in both directions, so that there are shares of the way."""
    moved = list(end)
    for axis in (0, 1):
        if abs(end[axis] - start[axis]) < 1.0:
            way = inner[0][axis] - start[axis] or inner[-1][axis] - start[axis]
            moved[axis] = start[axis] + math.copysign(1.0, way)
    return Point(*moved)


def _turned(start: Point, end: Point, *, is_level: bool) -> str:
    """The frame of a connector whose first piece is level, or is upright as it is turned."""
    between = _between(start, end)
    right, down = end.x >= start.x, end.y >= start.y
    if is_level:
        flips = ("" if right else ' flipH="1"') + ("" if down else ' flipV="1"')
        return _frame(between, flips)
    # Turned by a quarter, a connector goes down from right to left, or up from left to right.
    turn = 5_400_000 if down else 16_200_000
    flips = f' rot="{turn}"' + (' flipV="1"' if right == down else "")
    centre, (width, height) = between.center, between.size
    turned = Rect(centre.x - height / 2, centre.y - width / 2, height, width)
    return _frame(turned, flips)


def _between(one: Point, other: Point) -> Rect:
    left, top = min(one.x, other.x), min(one.y, other.y)
    return Rect(left, top, abs(other.x - one.x), abs(other.y - one.y))


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
