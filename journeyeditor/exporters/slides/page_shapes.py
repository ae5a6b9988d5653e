"""The page of a poster as shapes of a slide: a shape for each card with its text, lines as connectors.

What a page shows is drawn already; here its parts become what people can edit in a slide. Order is
that of the page: stage by stage, from top to bottom.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from journeyeditor.display.path import Path, bounds, transformed
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
    Tag,
    TextRun,
)
from journeyeditor.exporters.slides.drawing_ml import (
    BOTTOM,
    ELLIPSE_SITES,
    LEFT,
    RIGHT,
    TOP,
    Pens,
    ShapeWriter,
)
from journeyeditor.exporters.slides.page_lines import Connection, clipped, connection_of
from journeyeditor.exporters.slides.page_texts import (
    LEADING,
    Line,
    Surroundings,
    blocks_of,
    field_of,
    letters,
    lines_of,
    set_body,
    set_text,
    words_of,
)
from journeyeditor.geometry import Point, Rect, Transform, scaling
from journeyeditor.i18n import Texts
from journeyeditor.model import Element, JourneyGraph, RecordId
from journeyeditor.vocabulary import kind_class

#: A circle is as wide as high, but for so much (points).
ROUND = 0.1


class _Ends(NamedTuple):
    """Where connectors can end at a card: its shape, the disc above its words, sites of its own."""

    number: int
    rect: Rect
    disc: int = 0
    disc_rect: Rect = Rect(0, 0, 0, 0)
    sites: tuple[Point, ...] = ()


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
        self._ends: dict[RecordId, _Ends] = {}
        self._shapes: list[str] = []
        self._connections: list[tuple[int, Connection, Drawing, Transform]] = []
        self._sites: dict[RecordId, list[Point]] = defaultdict(list)
        self._around = Surroundings((), Rect(0, 0, 0, 0))
        self._has_title = False
        self._stage: Element | None = None
        #: The stages whose columns are on the slide, and all its records.
        self.stages: list[RecordId] = []
        self.records: list[RecordId] = []

    def of(self, page: Page, scale: float = 1.0) -> str:
        """The shapes of a page, drawn `scale` times as large."""
        trim = page.trim
        transform = scaling(scale, -trim.x * scale, -trim.y * scale)
        sheet = Rect(0, 0, trim.width * scale, trim.height * scale)
        self._around = Surroundings(_leaves(page.drawing, transform), sheet)
        for connection in _connections(page.drawing, transform):
            self._sites[connection.source].append(connection.points[0])
            self._sites[connection.target].append(connection.points[-1])
        self._walk(page.drawing, transform)
        for number, connection, drawing, place in self._connections:
            self._shapes[number] = self._connector(connection, drawing, place)
        return "".join(self._shapes)

    # ---- groups

    def _walk(self, drawing: Drawing, transform: Transform) -> None:
        waiting: list[Primitive] = []
        for primitive in drawing:
            if isinstance(primitive, Group):
                self._shapes += self._plain(waiting)
                waiting = []
                self._group(primitive, transform)
            else:
                waiting += _placed(primitive, transform)
        self._shapes += self._plain(waiting)

    def _group(self, group: Group, outer: Transform) -> None:
        transform = outer.after(group.transform)
        tag = group.tag or Tag()
        record = self._record(tag.record)
        if tag.role == "TR":
            self._stage = record
            self.stages += [record.id] if record else []
        if record is not None and any(name == "kind" for name, _ in tag.data):
            self.records.append(record.id)
            if record.kind != "emotion":
                self._card(record, group, transform)
                return
        self._part(group, tag, outer)

    def _part(self, group: Group, tag: Tag, outer: Transform) -> None:
        """What a group shows that is no card."""
        transform = outer.after(group.transform)
        if tag.role == "H1" and not self._has_title:
            self._title(group, transform)
        elif tag.role == "TH" and tag.scope == "Row" and self._stage is not None:
            self._header(self._stage, group, transform)
        elif (connection := _connection_in(group, outer)) is not None:
            self._connect(connection, group, transform)
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
        lines = list(lines_of(_leaves(group.children, transform)))
        if not lines:
            return
        self._has_title = True
        rect, text = set_text(lines, self._around)
        self._shapes.append(self._writer.title(rect, self._texts("Title"), text))

    def _header(self, stage: Element, group: Group, transform: Transform) -> None:
        """The arrow of a stage, its name and its goals in it."""
        leaves = list(_leaves(group.children, transform))
        first = leaves[0] if leaves else None
        blocks = list(blocks_of(lines_of(leaves)))
        if not isinstance(first, Fill) or not blocks:
            self._shapes += self._plain(leaves)
            return
        frame = bounds([first.path])
        _, text = set_body(blocks, frame, stage, self._around)
        number = self._writer.new_id()
        name, alt = self._name_of(stage, blocks[0])
        sites = tuple(self._sites[stage.id])
        rim = next((leaf.pen for leaf in leaves if isinstance(leaf, Stroke)), None)
        look = Pens(first.colour, rim)
        self._shapes.append(
            self._writer.outline([first.path], look, name, alt, number, text, sites)
        )
        self._ends[stage.id] = _Ends(number, frame, sites=sites)

    # ---- cards

    def _card(self, record: Element, group: Group, transform: Transform) -> None:
        inner = [each for each in group.children if _connection_in(each, transform) is None]
        leaves = list(_leaves(tuple(inner), transform))
        box = _box_of(leaves)
        blocks = list(blocks_of(lines_of(leaves)))
        body = [block for block in blocks if field_of(block, record)]
        if body or box:
            self._shapes.append(self._shape_of(record, box, body, leaves))
        else:
            self._shapes += self._plain(leaves)
        for each in group.children:
            connection = _connection_in(each, transform)
            if connection is not None and isinstance(each, Group):
                self._connect(connection, each, transform.after(each.transform))

    def _shape_of(
        self,
        record: Element,
        box: Box | None,
        body: Sequence[Sequence[Line]],
        leaves: Sequence[Primitive],
    ) -> str:
        """The shape of a card with its words, in a group with its signs and marks."""
        rect, text = box.rect if box else Rect(0, 0, 0, 0), None
        if body:
            rect, text = set_body(body, box.rect if box else None, record, self._around)
        number = self._writer.new_id()
        name, alt = self._name_of(record, body[0] if body else ())
        own = self._writer.box(box or Box(rect, 0, None, None), name, text, alt, number)
        taken = {id(run) for block in body for line in block for run in line.runs}
        marks = [leaf for leaf in leaves if leaf is not box and id(leaf) not in taken]
        ends = _Ends(number, rect)
        shapes: list[str] = []
        disc = marks[0] if marks and not box else None
        if isinstance(disc, Fill) and _is_circle(disc.path):
            place = bounds([disc.path])
            ends = ends._replace(disc=self._writer.new_id(), disc_rect=place)
            look = Pens(disc.colour, None)
            shapes.append(self._writer.ellipse(place, look, f"{record.id} …", ends.disc))
            marks = marks[1:]
        self._ends[record.id] = ends
        shapes += self._plain(marks)
        if not shapes:
            return own
        around = _bounds(leaves).united(rect)
        return self._writer.group(around, f"{alt} …", [own, *shapes])

    def _name_of(self, record: Element, block: Sequence[Line]) -> tuple[str, str]:
        """The name and the text alternative of a shape.

        The name says whose title the first paragraph is, so that the slide can be read back.
        """
        title = " ".join(record.title.split())
        alt = f"{self._texts(kind_class(record.kind).look.title)}: {title}"
        is_titled = bool(block) and letters(words_of(block, record)) == letters(title)
        return record.id if is_titled else f"{record.id} …", alt

    # ---- connectors

    def _connect(self, connection: Connection, group: Group, transform: Transform) -> None:
        """Keep a place for a connector, as what it leads to may not be there yet."""
        self._connections.append((len(self._shapes), connection, group.children, transform))
        self._shapes.append("")
        self._shapes += self._plain(connection.beside)

    def _connector(self, connection: Connection, drawing: Drawing, place: Transform) -> str:
        """A connector between two shapes; what leads to none of the slide's is an outline."""
        points = list(connection.points)
        start, from_ = self._end(connection.source, points[0], points[1])
        end, to = self._end(connection.target, points[-1], points[-2])
        if from_ is None or to is None:
            lines = [leaf for leaf in _leaves(drawing, place) if not isinstance(leaf, TextRun)]
            return "".join(self._plain(lines))
        if len(points) == 2 and _is_level(points) and abs(start.y - end.y) < ROUND:
            points = [start, end]
        return self._writer.connector(points, (from_, to), connection.pen)

    def _end(
        self, id_: RecordId, point: Point, beyond: Point
    ) -> tuple[Point, tuple[int, int] | None]:
        """Where a line leaves a card, and that shape's number and site; None if it has no shape."""
        ends = self._ends.get(id_)
        if ends is None:
            return point, None
        if point in ends.sites:
            return point, (ends.number, len(_PLACES) + ends.sites.index(point))
        side = _side(point, beyond)
        if ends.disc and side != BOTTOM:
            return _PLACES[side](ends.disc_rect), (ends.disc, ELLIPSE_SITES[side])
        return _PLACES[side](ends.rect), (ends.number, side)

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
        for block in blocks_of(lines_of(leaves)):
            rect, text = set_text(block, self._around)
            shapes.append(self._writer.box(Box(rect, 0, None, None), "", text))
        return shapes

    def _solid(self, leaf: Primitive) -> str:
        if isinstance(leaf, Box):
            return self._writer.box(leaf, "")
        return self._picture(leaf, is_round=False) if isinstance(leaf, Bitmap) else ""

    def _picture(self, bitmap: Bitmap, *, is_round: bool) -> str:
        relation = self._add_picture(bitmap)
        return self._writer.picture(bitmap.rect, relation, "", bitmap.alt, is_round=is_round)


# ---- connections

_PLACES: Sequence[Callable[[Rect], Point]] = (
    lambda rect: Point(rect.center.x, rect.y),
    lambda rect: Point(rect.x, rect.center.y),
    lambda rect: Point(rect.center.x, rect.bottom),
    lambda rect: Point(rect.right, rect.center.y),
)


def _side(point: Point, beyond: Point) -> int:
    """The side of a shape at which a line towards another point leaves it."""
    dx, dy = beyond.x - point.x, beyond.y - point.y
    if abs(dx) > abs(dy):
        return RIGHT if dx > 0 else LEFT
    return BOTTOM if dy > 0 else TOP


def _is_level(points: Sequence[Point]) -> bool:
    return abs(points[-1].y - points[0].y) < abs(points[-1].x - points[0].x)


def _connections(drawing: Drawing, transform: Transform) -> Iterator[Connection]:
    """Yield all connections of a drawing."""
    for primitive in drawing:
        connection = _connection_in(primitive, transform)
        if connection is not None:
            yield connection
        elif isinstance(primitive, Group):
            yield from _connections(primitive.children, transform.after(primitive.transform))


def _connection_in(primitive: Primitive, transform: Transform) -> Connection | None:
    """The connection that a group shows; None for what is none."""
    if not isinstance(primitive, Group) or primitive.tag is None:
        return None
    ends = dict(primitive.tag.data)
    if "source" not in ends or "target" not in ends:
        return None
    leaves = list(_leaves(primitive.children, transform.after(primitive.transform)))
    return connection_of(ends["source"], ends["target"], leaves)


def _is_circle(path: Path) -> bool:
    rect = bounds([path])
    is_round = sum(segment[0] == "C" for segment in path) == 4 and len(path) <= 6
    return is_round and abs(rect.width - rect.height) < ROUND


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
