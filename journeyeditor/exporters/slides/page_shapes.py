"""The page of a poster as shapes of a slide: a shape for each card with its text, lines as connectors.

What a page shows is drawn already; here its parts become what people can edit in a slide. Order is
that of the page: stage by stage, from top to bottom.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from operator import mul
from typing import NamedTuple

from journeyeditor.display.path import Path, bounds, polyline, transformed
from journeyeditor.display.primitives import (
    Bitmap,
    Box,
    Drawing,
    Fill,
    Group,
    Page,
    Pen,
    Primitive,
    Stroke,
    TextRun,
)
from journeyeditor.exporters.slides.drawing_ml import Paragraph, Pens, Run, ShapeWriter, Text
from journeyeditor.geometry import Point, Rect, Transform, scaling
from journeyeditor.i18n import Texts
from journeyeditor.model import Element, JourneyGraph, RecordId
from journeyeditor.vocabulary import Editor, declaration, kind_class

#: Room for other fonts than the poster's, which slides cannot bring along.
SLACK, BREAK = 1.12, 1.15
#: The baseline of a line below its top, and the distance of lines, as shares of the size.
ASCENT, LEADING = 0.95, 1.2
#: Lines of a text begin at one place if they are not farther apart than this (points).
ALIGNED = 0.5
#: How far the end of a line may be from the card that it touches (points on the poster).
REACH = 14.0
#: So much further may it be at the side.
ASIDE = 4.0
#: Lines that stand for a curve where an area is cut.
STEPS = 24
_SEMIBOLD = 600
#: So many letters of a long text are no coincidence.
LEAST = 8
#: Fields of words that people write.
_WORDS = (Editor.LINE, Editor.LINES)
#: Sites of a rectangle for connectors.
_TOP, _LEFT, _BOTTOM, _RIGHT = range(4)


class _Line(NamedTuple):
    """Runs on one baseline, in slide coordinates."""

    runs: tuple[TextRun, ...]

    @property
    def text(self) -> str:
        return "".join(
            run.text + (" " if run.ends_word and number < len(self.runs) - 1 else "")
            for number, run in enumerate(self.runs)
        ).strip()

    @property
    def right(self) -> float:
        return max(run.x + run.width for run in self.runs)


class _Card(NamedTuple):
    """A card's shape on the slide: its number, and where connectors can end."""

    number: int
    rect: Rect


class PageShapes:
    """One slide in progress."""

    def __init__(
        self,
        graph: JourneyGraph,
        writer: ShapeWriter,
        texts: Texts,
        add_picture: Callable[[Bitmap], str],
    ) -> None:
        self._graph, self._writer, self._texts = graph, writer, texts
        self._add_picture = add_picture
        self._cards: dict[RecordId, _Card] = {}
        self._shapes: list[str] = []
        self._connections: list[tuple[int, Drawing, Transform]] = []
        self._has_title = False
        #: The stages whose columns are on the slide, and all its records.
        self.stages: list[RecordId] = []
        self.records: list[RecordId] = []

    def of(self, page: Page, scale: float = 1.0) -> str:
        """The shapes of a page, drawn `scale` times as large."""
        trim = page.trim
        self._walk(page.drawing, scaling(scale, -trim.x * scale, -trim.y * scale))
        for place, drawing, transform in self._connections:
            self._shapes[place] = "".join(self._connectors(drawing, transform))
        return "".join(self._shapes)

    # ---- groups

    def _walk(self, drawing: Drawing, transform: Transform) -> None:
        waiting: list[Primitive] = []
        for primitive in drawing:
            if isinstance(primitive, Group):
                self._shapes += self._plain(waiting)
                waiting = []
                self._group(primitive, transform.after(primitive.transform))
            else:
                waiting += _placed(primitive, transform)
        self._shapes += self._plain(waiting)

    def _group(self, group: Group, transform: Transform) -> None:
        tag = group.tag
        record = self._record(tag.record if tag else "")
        if tag and tag.role == "TR" and record is not None:
            self.stages.append(record.id)
        if record is not None and tag and any(name == "kind" for name, _ in tag.data):
            if record.kind != "emotion":
                self._card(record, group, transform)
                return
            self.records.append(record.id)
        if tag and tag.role == "H1" and not self._has_title:
            self._title(group, transform)
        elif _are_connections(group.children):
            self._connections.append((len(self._shapes), group.children, transform))
            self._shapes.append("")
        elif group.clip is not None:
            self._clipped(group, transform)
        else:
            self._walk(group.children, transform)

    def _record(self, id_: RecordId) -> Element | None:
        return self._graph.element(id_) if id_ and self._graph.has_element(id_) else None

    def _clipped(self, group: Group, transform: Transform) -> None:
        """Pictures in a frame, and areas that are cut off where a rectangle ends."""
        clip = transformed(group.clip or (), transform)
        is_round = any(segment[0] == "C" for segment in clip)
        for leaf in _leaves(group.children, transform):
            if isinstance(leaf, Bitmap):
                self._shapes.append(self._picture(leaf, is_round=is_round))
            elif isinstance(leaf, Fill):
                inside = clipped(leaf.path, bounds([clip]))
                self._shapes += self._plain([leaf._replace(path=inside)] if inside else [])
            else:
                self._shapes += self._plain([leaf])

    def _title(self, group: Group, transform: Transform) -> None:
        lines = list(_lines(_leaves(group.children, transform)))
        if not lines:
            return
        self._has_title = True
        rect, text = _text_of(lines)
        rect = rect._replace(width=rect.width * SLACK)
        name = self._texts("Title")
        self._shapes.append(self._writer.title(rect, name, text._replace(wraps=False)))

    # ---- cards

    def _card(self, record: Element, group: Group, transform: Transform) -> None:
        self.records.append(record.id)
        leaves = list(_leaves(group.children, transform))
        box = _box_of(leaves)
        lines = list(_lines(leaves))
        blocks = list(_blocks(lines))
        fields = [_field_of(block, record) for block in blocks]
        body = [block for block, name in zip(blocks, fields, strict=True) if name]
        if not body and not box:
            self._shapes += self._plain(leaves)
            return
        shape = box or Box(_room(body, leaves), 0, None, None)
        text = _body_of(body, shape.rect, record) if body else None
        number = self._writer.new_id()
        title = " ".join(record.title.split())
        alt = f"{self._texts(kind_class(record.kind).look.title)}: {title}"
        # The name says whose title the first paragraph is, so that the slide can be read back.
        is_titled = bool(body) and _letters(_words_of(body[0], record)) == _letters(title)
        name = record.id if is_titled else f"{record.id} …"
        own = self._writer.box(shape, name, text, alt, number)
        taken = {id(run) for block in body for line in block for run in line.runs}
        marks = [leaf for leaf in leaves if leaf is not box and id(leaf) not in taken]
        self._cards[record.id] = _Card(number, shape.rect)
        others = self._plain(marks)
        if others:
            around = _bounds(leaves).united(shape.rect)
            own = self._writer.group(around, f"{alt} …", [own, *others])
        self._shapes.append(own)

    # ---- connectors

    def _connectors(self, drawing: Drawing, transform: Transform) -> Iterator[str]:
        """Yield connectors between cards; what ends elsewhere, and labels, are shapes."""
        leaves = list(_leaves(drawing, transform))
        rest: list[Primitive] = []
        number = 0
        while number < len(leaves):
            line = leaves[number]
            arrow = leaves[number + 1] if number + 1 < len(leaves) else None
            if isinstance(line, Stroke) and isinstance(arrow, Fill) and _is_arrow(line, arrow):
                connector = self._connector(line, arrow)
                if connector:
                    yield connector
                    number += 2
                    continue
            rest.append(line)
            number += 1
        yield from self._plain(rest)

    def _connector(self, line: Stroke, arrow: Fill) -> str:
        points = _corners(line.path)
        tip = max(_corners(arrow.path), key=lambda point: math.dist(point, points[-2]))
        ends = (self._end(points[0]), self._end(tip))
        if ends[0] is None or ends[1] is None or ends[0][0] == ends[1][0]:
            return ""
        if ends[0][1] == ends[1][1]:
            return ""  # programs disagree on the way of a line that leaves and arrives on one side
        return self._writer.connector([*points[:-1], tip], (ends[0], ends[1]), line.pen)

    def _end(self, point: Point) -> tuple[int, int] | None:
        """The shape and the site at which a line ends."""
        found = min(
            self._cards.values(), key=lambda card: _distance(point, card.rect), default=None
        )
        if found is None or _distance(point, found.rect) > REACH:
            return None
        rect = found.rect
        sides = {
            _TOP: abs(point.y - rect.y),
            _LEFT: abs(point.x - rect.x),
            _BOTTOM: abs(point.y - rect.bottom),
            _RIGHT: abs(point.x - rect.right),
        }
        return found.number, min(sides, key=lambda side: sides[side])

    # ---- all else

    def _plain(self, leaves: Iterable[Primitive]) -> list[str]:
        """Shapes of primitives in slide coordinates, texts above the others."""
        leaves = list(leaves)
        shapes: list[str] = []
        for look, same in groupby(
            (leaf for leaf in leaves if not isinstance(leaf, TextRun)), _look
        ):
            if look is not None:  # marks of one look are one shape
                paths = [leaf.path for leaf in same if isinstance(leaf, Fill | Stroke)]
                shapes.append(self._writer.outline(paths, look, ""))
            else:
                shapes += map(self._solid, same)
        shapes += map(self._words, _blocks(_lines(leaves)))
        return shapes

    def _solid(self, leaf: Primitive) -> str:
        if isinstance(leaf, Box):
            return self._writer.box(leaf, "")
        return self._picture(leaf, is_round=False) if isinstance(leaf, Bitmap) else ""

    def _words(self, block: Sequence[_Line]) -> str:
        rect, text = _text_of(block)
        return self._writer.box(Box(rect, 0, None, None), "", text._replace(wraps=False))

    def _picture(self, bitmap: Bitmap, *, is_round: bool) -> str:
        relation = self._add_picture(bitmap)
        return self._writer.picture(bitmap.rect, relation, "", bitmap.alt, is_round=is_round)


# ---- primitives in slide coordinates


def _leaves(drawing: Drawing, transform: Transform) -> Iterator[Primitive]:
    for primitive in drawing:
        if isinstance(primitive, Group):
            yield from _leaves(primitive.children, transform.after(primitive.transform))
        else:
            yield from _placed(primitive, transform)


def _placed(primitive: Primitive, transform: Transform) -> Iterator[Primitive]:
    """Yield a primitive in slide coordinates; links and bookmarks are nothing to see."""
    factor = math.hypot(transform.a, transform.b)
    match primitive:
        case Fill():
            yield primitive._replace(path=transformed(primitive.path, transform))
        case Stroke():
            pen = _scaled(primitive.pen, factor)
            yield Stroke(transformed(primitive.path, transform), pen)
        case Box():
            pen_ = _scaled(primitive.pen, factor) if primitive.pen else None
            rect = transform.box(primitive.rect)
            yield Box(rect, primitive.radius * factor, primitive.fill, pen_)
        case Bitmap():
            yield primitive._replace(rect=transform.box(primitive.rect))
        case TextRun():
            place = transform.apply(primitive.x, primitive.y)
            yield primitive._replace(
                x=place.x, y=place.y, size=primitive.size * factor, width=primitive.width * factor
            )


def _look(leaf: Primitive) -> Pens | None:
    """How an outline is drawn; None for what is none."""
    if isinstance(leaf, Fill):
        return Pens(leaf.colour, None)
    return Pens(None, leaf.pen) if isinstance(leaf, Stroke) else None


def _scaled(pen: Pen, factor: float) -> Pen:
    dashes = tuple(length * factor for length in pen.dashes)
    return pen._replace(width=pen.width * factor, dashes=dashes)


def _runs(leaves: Iterable[Primitive]) -> list[TextRun]:
    return [leaf for leaf in leaves if isinstance(leaf, TextRun)]


def _bounds(leaves: Iterable[Primitive]) -> Rect:
    rects = []
    for leaf in leaves:
        match leaf:
            case Fill() | Stroke():
                rects.append(bounds([leaf.path]))
            case Box() | Bitmap():
                rects.append(leaf.rect)
            case TextRun():
                rects.append(Rect(leaf.x, leaf.y - leaf.size, leaf.width, leaf.size * LEADING))
    union = rects[0]
    for rect in rects[1:]:
        union = union.united(rect)
    return union


def _box_of(leaves: Sequence[Primitive]) -> Box | None:
    """The box of a card: the first thing in it, if text begins inside."""
    first = next(iter(leaves), None)
    runs = _runs(leaves)
    if not isinstance(first, Box) or not runs:
        return None
    inside = first.rect
    return first if inside.x <= runs[0].x <= inside.right else None


# ---- texts


def _lines(leaves: Iterable[Primitive]) -> Iterator[_Line]:
    """Join the runs that follow one another on a baseline; a box begins anew, as of a number."""
    line: list[TextRun] = []
    for run in leaves:
        if isinstance(run, Box) and line:
            yield _Line(tuple(line))
            line = []
        if not isinstance(run, TextRun) or not run.text.strip():
            continue
        if line:
            last = line[-1]
            gap = run.x - (last.x + last.width)
            is_level = abs(run.y - last.y) < 0.3 and abs(run.size - last.size) < 0.05
            if not is_level or not -1.0 < gap < run.size:
                yield _Line(tuple(line))
                line = []
        line.append(run)
    if line:
        yield _Line(tuple(line))


def _blocks(lines: Iterable[_Line]) -> Iterator[list[_Line]]:
    """Join lines of one look below one another to blocks of text."""
    block: list[_Line] = []
    for line in lines:
        if block and not _follows(block[-1], line):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _follows(one: _Line, other: _Line) -> bool:
    first, second = one.runs[0], other.runs[0]
    is_alike = first.colour == second.colour and abs(first.size - second.size) < 0.05
    gap = second.y - first.y
    return is_alike and abs(first.x - second.x) < first.size and 0 < gap < 1.8 * first.size


def _leading(block: Sequence[_Line]) -> float:
    if len(block) > 1:
        return (block[-1].runs[0].y - block[0].runs[0].y) / (len(block) - 1)
    return block[0].runs[0].size * LEADING


def _text_of(block: Sequence[_Line]) -> tuple[Rect, Text]:
    """The place and the text of a block whose lines stay as they are broken, and where they begin."""
    leading, first = _leading(block), block[0].runs[0]
    left = min(line.runs[0].x for line in block)
    width = max(line.right for line in block) - left
    top = first.y - _baseline(first.size, leading)
    paragraphs: list[Paragraph] = []
    for line in block:
        words = [_run(run, run.text) for run in line.runs]
        words[-1] = words[-1]._replace(text=line.runs[-1].text.rstrip())
        indent = line.runs[0].x - left
        if paragraphs and abs(indent - paragraphs[-1].indent) < ALIGNED:
            words[0] = words[0]._replace(text=f"\n{words[0].text}")
            above = paragraphs.pop()
            paragraphs.append(above._replace(runs=(*above.runs, *words)))
        else:
            paragraphs.append(Paragraph(tuple(words), leading, indent=indent))
    rect = Rect(left, top, width * SLACK + first.size / 2, leading * len(block))
    return rect, Text(tuple(paragraphs))


def _run(run: TextRun, text: str) -> Run:
    weight = run.face.rpartition("-")[2]
    is_bold = weight.isdigit() and int(weight) >= _SEMIBOLD
    return Run(text + (" " if run.ends_word else ""), run.size, run.colour, is_bold)


def _baseline(size: float, leading: float) -> float:
    """How far the first baseline is below the top of a text: exact spacing adds above the line."""
    return size * ASCENT + (leading - size * LEADING) * 0.8


def _body_of(blocks: Sequence[Sequence[_Line]], rect: Rect, record: Element) -> Text:
    """The text of a card: a paragraph for each block, broken anew where it is edited."""
    left = min(line.runs[0].x for block in blocks for line in block)
    first = blocks[0]
    top = first[0].runs[0].y - _baseline(first[0].runs[0].size, _leading(first)) - rect.y
    paragraphs, bottom = [], 0.0
    for number, block in enumerate(blocks):
        leading, run = _leading(block), block[0].runs[-1]  # before it may be an emoji
        start = run.y - _baseline(run.size, leading)
        before = start - bottom if number else 0.0
        bottom = start + leading * len(block)
        words = _words_of(block, record)
        indent = block[0].runs[0].x - left
        paragraphs.append(
            Paragraph((_run(run, words)._replace(text=words),), leading, max(0.0, before), indent)
        )
    # Lines are broken about where the poster breaks them, so that marks behind them fit.
    width = max(line.right for block in blocks for line in block) - left
    right = max(1.0, rect.right - left - width * BREAK)
    return Text(tuple(paragraphs), max(0.0, left - rect.x), max(0.0, top), right)


def _room(body: Sequence[Sequence[_Line]], leaves: Sequence[Primitive]) -> Rect:
    """The rectangle of a card without a box: its sign and its words, with room for other fonts."""
    words = _bounds([run for block in body for line in block for run in line.runs])
    room = Rect(words.x - 1, words.y - 1, words.width * SLACK + 3, words.height + 2)
    signs = [leaf for leaf in leaves if isinstance(leaf, Fill)]
    return room.united(_bounds(signs)) if signs else room


def _words_of(block: Sequence[_Line], record: Element) -> str:
    """The words of a block: those of the title as the map has them, quoted as they are drawn."""
    drawn = " ".join(line.text for line in block)
    title = " ".join(record.title.split())
    if title and _letters(drawn) == _letters(title):
        start = next((i for i, sign in enumerate(drawn) if sign.isalnum()), 0)
        own = next((i for i, sign in enumerate(title) if sign.isalnum()), 0)
        before = drawn[: start - own] if start > own else ""
        after = drawn[-1] if drawn[-1:] in "”»“" and title[-1:] != drawn[-1:] else ""
        return f"{before}{title}{after}"
    return drawn


def _field_of(block: Sequence[_Line], record: Element) -> str:
    """The name of the field that a block shows, "" if it shows none."""
    drawn = _letters("".join(line.text for line in block).rstrip("…"))
    if not drawn:
        return ""
    for name, info in type(record).model_fields.items():
        declared = declaration(info)
        value = getattr(record, name)
        if declared is not None and declared.editor in _WORDS and _shows(drawn, str(value)):
            return name
    return ""


def _shows(drawn: str, words: str) -> bool:
    """Whether a block shows a text, or enough of it that this is no coincidence."""
    letters = _letters(words)
    return drawn == letters or (len(drawn) >= LEAST and drawn in letters)


def _letters(words: str) -> str:
    return "".join(filter(str.isalnum, words)).casefold()


# ---- lines


def _are_connections(drawing: Drawing) -> bool:
    """Whether a group is that of the lines between cards: each is a stroke and its arrow."""
    if len(drawing) < 2:
        return False
    line, arrow = drawing[:2]
    return isinstance(line, Stroke) and isinstance(arrow, Fill) and _is_arrow(line, arrow)


def _is_arrow(line: Stroke, arrow: Fill) -> bool:
    if line.pen.colour != arrow.colour or len(_corners(arrow.path)) > 4:
        return False
    end = _corners(line.path)[-1]
    return min(math.dist(end, point) for point in _corners(arrow.path)) < REACH


def clipped(path: Path, rect: Rect) -> Path:
    """The part of an area inside a rectangle, its curves as many short lines."""
    points = _flat(path)
    for axis, low, high in ((0, rect.x, rect.right), (1, rect.y, rect.bottom)):
        points = _cut(points, axis, low, 1.0)
        points = _cut(points, axis, high, -1.0)
    return polyline(points, closed=True) if len(points) > 2 else ()


def _flat(path: Path) -> list[Point]:
    points: list[Point] = []
    for kind, *values in path:
        if kind == "C":
            x0, y0 = points[-1]
            x1, y1, x2, y2, x3, y3 = values
            for t in (step / STEPS for step in range(1, STEPS + 1)):
                weights = ((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3)
                x = sum(map(mul, weights, (x0, x1, x2, x3)))
                points.append(Point(x, sum(map(mul, weights, (y0, y1, y2, y3)))))
        elif kind in "ML":
            points.append(Point(*values))
    return points


def _cut(points: Sequence[Point], axis: int, limit: float, sign: float) -> list[Point]:
    """Cut an area along a line (Sutherland and Hodgman): keep what is beyond `limit`, or before it."""
    kept: list[Point] = []
    for before, point in zip((*points[-1:], *points[:-1]), points, strict=True):
        was, now = (sign * (each[axis] - limit) for each in (before, point))
        if (was < 0) != (now < 0):
            share = was / (was - now)
            x = before.x + (point.x - before.x) * share
            kept.append(Point(x, before.y + (point.y - before.y) * share))
        if now >= 0:
            kept.append(point)
    return kept


def _corners(path: Path) -> list[Point]:
    return [Point(*segment[-2:]) for segment in path if len(segment) > 1]


def _distance(point: Point, rect: Rect) -> float:
    """How far a point is from a card; cards without a box have room beside their words."""
    dx = max(rect.x - point.x, 0.0, point.x - rect.right)
    dy = max(rect.y - point.y, 0.0, point.y - rect.bottom)
    return math.hypot(dx / ASIDE, dy)
