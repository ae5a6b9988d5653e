"""Connectors between cards as paths: from tracks to coordinates, in map units."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from typing import NamedTuple, Protocol

from journeyeditor.display.path import Path, Segment, polyline
from journeyeditor.display.primitives import Box, Fill, Group, Pen, Primitive, Stroke, Tag
from journeyeditor.display.theme import mixed
from journeyeditor.geometry import Point, Rect
from journeyeditor.layout.flow import LineStyle, flow_style
from journeyeditor.layout.recipes.funnel_bars import share_text
from journeyeditor.layout.recipes.personas import PersonaStyle
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.routing.intervals import Intervals
from journeyeditor.layout.routing.routes import RemoteEnd, Route, TrackSpan
from journeyeditor.layout.style import GUTTER, SEMIBOLD
from journeyeditor.typography import Paragraph
from journeyeditor.values import format_duration
from journeyeditor.vocabulary import Follows, RelationBase

CORNER_RADIUS = 3.0
#: A connector's label may be this wide even where its line is shorter.
LABEL_ROOM = 150.0
ARROW = 4.2
#: The arrow of a line that is wider than this grows with it.
WIDE, ARROW_BY_WIDTH = 2.0, 2.3
#: More connectors than this on a poster are drawn thinner.
MANY, THINNER = 6, 0.6
#: Labels that would overlap others are moved in so many steps of this length, to either side.
LABEL_TRIES, LABEL_STEP = 60, 9.0
LABEL_REACH = LABEL_TRIES * LABEL_STEP
#: Height of the strips by which labels are looked up.
STRIP = 16.0
#: Distances of the lines that share one edge or one gutter from its middle.
FAN = (0.0, 2.2, -2.2)

ROLES = {"addresses": "opportunity", "supports": "backstage", "at": "label", "follows": "quiet"}
DASHES = {"supports": (1.2, 2.2), "at": (1.2, 2.2)}


class Port(NamedTuple):
    """The x of the middle of the connectors of a card, their distance, and their reach to either side."""

    x: float
    step: float
    reach: float

    def at(self, number: int) -> float:
        """Return the x of one of them: the first in the middle, then left and right in turn."""
        offset = ((number + 1) // 2) * self.step * (1 if number % 2 else -1)
        return self.x + max(-self.reach, min(self.reach, offset))


def port_of(card: Rect) -> Port:
    """Return the port of a card that connectors meet in its middle."""
    return Port(card.center.x, 7.0, card.width / 2 - 8)


class ConnectorGeometry(Protocol):
    """The coordinates that a connector depends on."""

    @property
    def edges(self) -> tuple[float, float]:
        """The left and the right edge of the row."""

    def card_rect(self, id_: str) -> Rect:
        """Return a card's rectangle."""

    def port(self, id_: str) -> Port:
        """Return where connectors meet a card from above and below."""

    def in_stack(self, id_: str) -> tuple[int, int]:
        """Return a card's index in its stack, from the top, and the number of cards there."""

    def slot_x(self, slot: int) -> float:
        """Return the left edge of a slot, which is the middle of a gutter."""

    def track_y(self, span: TrackSpan) -> float:
        """Return the y of a track."""


def depict_routes(
    routes: Iterable[Route],
    geometry: ConnectorGeometry,
    persona_styles: Mapping[str | None, PersonaStyle],
    context: RenderContext,
) -> list[Primitive]:
    """Return all connectors of a row: lines and arrows, then their labels."""
    lines: list[Primitive] = []
    labels: list[Primitive] = []
    placed = PlacedLabels()
    used: dict[tuple[str, str], int] = {}
    routes = list(routes)
    is_many = len(routes) > MANY and context.format.annotated
    for number, route in enumerate(routes):
        if route.remote:
            points, run = _remote_corners(route, route.remote, geometry, used)
        else:
            points, run = corners(route, geometry, FAN[number % len(FAN)], used)
        style = connector_style(route.relation, persona_styles, context)
        if is_many and context.flow is None:
            style = style._replace(width=style.width * THINNER)
        line = depict_connector(points, style)
        lines += line if route.remote else [connection(line, route.relation)]
        labels += _label(route, run, style.colour, placed, geometry.edges, context)
    return [*lines, *labels]


def connection(drawing: Iterable[Primitive], relation: RelationBase) -> Group:
    """Return a line with its arrow, and which cards or stages it connects."""
    data = (("source", relation.source), ("target", relation.target))
    return Group(tuple(drawing), tag=Tag(data=data))


def depict_connector(points: Sequence[Point], style: LineStyle) -> tuple[Primitive, Primitive]:
    """Return a connector through its corners, and its arrow; a wide line ends inside of it."""
    size = max(ARROW, style.width * ARROW_BY_WIDTH)
    is_wide = style.width > WIDE
    pen = Pen(style.width, style.colour, "butt" if is_wide else "round", "round", style.dashes)
    line = [*points[:-1], _towards(points[-1], points[-2], size / 2)] if is_wide else points
    return Stroke(rounded_polyline(line, CORNER_RADIUS), pen), Fill(
        arrow(points[-2], points[-1], size), style.colour
    )


def connector_style(
    relation: RelationBase,
    persona_styles: Mapping[str | None, PersonaStyle],
    context: RenderContext,
) -> LineStyle:
    """Return the style of a connector: a persona's own path has its colour, unless flow is shown."""
    if isinstance(relation, Follows):
        flow = flow_style(relation, context)
        if flow is not None:
            return flow
        width = 0.9 + (relation.share or 0.0)
        if relation.persona in persona_styles and relation.persona is not None:
            return LineStyle(persona_styles[relation.persona].colour, width)
        return LineStyle(context.theme["quiet"], width)
    colour = context.theme[ROLES[relation.kind]]
    if context.format.annotated:
        colour = mixed(colour, context.theme["paper"], 0.3)
    return LineStyle(colour, 0.8, DASHES.get(relation.kind, ()))


def corners(
    route: Route,
    geometry: ConnectorGeometry,
    fan: float,
    used: MutableMapping[tuple[str, str], int],
) -> tuple[list[Point], tuple[Point, Point]]:
    """Return the corners of a connector, and the two ends of its first horizontal piece.

    `fan` is the distance of its vertical piece from the middle of the gutter; `used` counts the
    connectors that leave a card upwards and downwards so far.
    """
    relation = route.relation
    a, b = geometry.card_rect(relation.source), geometry.card_rect(relation.target)
    exit_y = geometry.track_y(route.exit)
    entry_y = exit_y if route.entry is None else geometry.track_y(route.entry)
    start = _leave(geometry, relation.source, a, exit_y, used, towards=b.x)
    end = _leave(geometry, relation.target, b, entry_y, used, towards=a.x)
    points = list(start)
    if route.entry is None:
        run = (Point(start[-1].x, exit_y), Point(end[-1].x, exit_y))
        points += run
    else:
        x = geometry.slot_x(route.gutter) + fan
        run = (Point(start[-1].x, exit_y), Point(x, exit_y))
        points += [*run, Point(x, entry_y), Point(end[-1].x, entry_y)]
    points += reversed(end)
    return _without_repeats(points), run


def _leave(
    geometry: ConnectorGeometry,
    element: str,
    card: Rect,
    corridor_y: float,
    used: MutableMapping[tuple[str, str], int],
    *,
    towards: float,
) -> list[Point]:
    """Return the first corners from a card to the height of a corridor, the height itself left out.

    Straight up or down when no card of the stack is in the way, else sideways into the gutter.
    """
    row, count = geometry.in_stack(element)
    up = corridor_y < card.y
    blocked = row > 0 if up else row < count - 1
    side = "up" if up else "down"
    number = used.get((element, side), 0)
    used[element, side] = number + 1
    if not blocked:
        x = geometry.port(element).at(number)
        return [Point(x, card.y if up else card.bottom)]
    right = towards >= card.x
    edge = card.right if right else card.x
    gutter = edge + GUTTER * (1 if right else -1) + FAN[number % len(FAN)] * 0.6
    drop = port_of(card).at(number) - card.center.x
    middle = max(card.y + 3, min(card.center.y + drop * 0.5, card.bottom - 3))
    return [Point(edge, middle), Point(gutter, middle)]


def _without_repeats(points: Sequence[Point]) -> list[Point]:
    result: list[Point] = []
    for point in points:
        if result and math.dist(result[-1], point) < 0.05:
            continue
        if len(result) > 1 and (
            (abs(result[-2].x - result[-1].x) < 0.05 and abs(result[-1].x - point.x) < 0.05)
            or (abs(result[-2].y - result[-1].y) < 0.05 and abs(result[-1].y - point.y) < 0.05)
        ):
            result.pop()
        result.append(point)
    return result


def _remote_corners(
    route: Route,
    remote: RemoteEnd,
    geometry: ConnectorGeometry,
    used: dict[tuple[str, str], int],
) -> tuple[list[Point], tuple[Point, Point]]:
    """Return the corners of a connector to or from another row: from the card to the row's edge."""
    here = route.relation.target if remote.is_source else route.relation.source
    y = geometry.track_y(route.exit)
    edge = geometry.edges[1 if remote.is_right else 0]
    start = _leave(geometry, here, geometry.card_rect(here), y, used, towards=edge)
    run = (Point(start[-1].x, y), Point(edge, y))
    points = _without_repeats([*start, *run])
    return (points[::-1] if remote.is_source else points), run


def _label(
    route: Route,
    run: tuple[Point, Point],
    colour: str,
    placed: PlacedLabels,
    edges: tuple[float, float],
    context: RenderContext,
) -> list[Primitive]:
    """Return the label above a connector, on the colour of the paper, and add it to those `placed`."""
    relation, remote = route.relation, route.remote
    name = ""
    if remote and remote.title:
        name = context.along(f"{remote.title} →" if remote.is_source else f"→ {remote.title}")
    length = abs(run[1].x - run[0].x) - 8
    most = LABEL_ROOM * context.format.growth
    room = most if remote else max(length, most)

    def words_of(with_time: bool) -> str:
        words = [*label_words(relation, context, with_time=with_time), name]
        return " · ".join(word for word in words if word)

    line = fitting_label(words_of, room, context)
    if line is None:
        return []
    if remote:  # nothing is lost: the title is shown in full on its own row
        line = line._replace(is_cut=False)
    y = run[0].y - line.line_height - 0.4
    wanted = Rect((run[0].x + run[1].x - line.width) / 2, y, line.width, line.line_height)
    x = placed.nearest_free(wanted, (edges[0], edges[1] - line.width))
    rect = Rect(x - 2, y, line.width + 4, line.line_height)
    if remote and placed.is_taken(rect):
        return []
    placed.add(rect)
    background = Box(rect, 2, context.theme["paper"], None)
    return [background, *context.place(line, x, y, colour, owner=relation.source)]


def fitting_label(
    words_of: Callable[[bool], str], room: float, context: RenderContext
) -> Paragraph | None:
    """Return a label with its time, or without where that has no room; None if there are no words."""
    line = None
    for with_time in (True, False):
        words = words_of(with_time)
        if not words:
            return line
        size = context.format.sizes.mark
        line = context.text(words, size, room, weight=SEMIBOLD, max_lines=1)
        if not line.is_cut:
            return line
    return line


def label_words(
    relation: RelationBase, context: RenderContext, *, with_time: bool = True
) -> list[str]:
    """Return the parts of a connector's label: its title, its share and its time.

    A time is printed beside the others, and shown with the flow, there also alone.
    """
    words = [relation.title] if relation.title else []
    if not isinstance(relation, Follows):
        return words
    if relation.share is not None:
        words.append(share_text(relation.share, context))
    is_shown = bool(words) if context.format.annotated else context.flow is not None
    if relation.elapsed and is_shown and with_time:
        words.append(format_duration(relation.elapsed, context.texts, is_short=True))
    return words


class PlacedLabels:
    """The rectangles of the labels so far, looked up by place.

    Labels of one height on the page are kept as the intervals they take, so that thousands of
    labels in one place cost no more than one.
    """

    def __init__(self) -> None:
        self._strips: dict[int, dict[tuple[float, float], Intervals]] = defaultdict(dict)

    def add(self, rect: Rect) -> None:
        for strip in _strips(rect):
            lines = self._strips[strip]
            lines.setdefault((rect.y, rect.bottom), Intervals()).add(rect.x, rect.right)

    def is_taken(self, area: Rect) -> bool:
        return any(line.overlaps(area.x, area.right) for line in self._lines(area))

    def _lines(self, area: Rect) -> Iterator[Intervals]:
        """Yield what labels take at the height of an area, some more than once."""
        for strip in _strips(area):
            for (top, bottom), line in self._strips.get(strip, {}).items():
                if top < area.bottom and area.y < bottom:
                    yield line

    def nearest_free(
        self,
        area: Rect,
        bounds: tuple[float, float],
        blocked: Iterable[tuple[float, float]] = (),
    ) -> float:
        """Return the left edge nearest to an area's at which it overlaps neither labels nor `blocked`."""
        low, high = bounds[0], max(bounds)
        wanted = min(max(area.x, low), high)
        first, last = wanted - LABEL_REACH, wanted + LABEL_REACH + area.width
        taken = Intervals()
        for line in self._lines(area):
            for interval in line.overlapping(first, last):
                taken.add(*interval)
        for interval in blocked:
            taken.add(*interval)
        for number in range(LABEL_TRIES):
            for left in (wanted + number * LABEL_STEP, wanted - number * LABEL_STEP):
                if low <= left <= high and not taken.overlaps(left, left + area.width):
                    return left
        return wanted


def _strips(rect: Rect) -> range:
    return range(int(rect.y // STRIP), int(rect.bottom // STRIP) + 1)


def rounded_polyline(points: Sequence[Point], radius: float) -> Path:
    """Return a polyline with rounded corners; a corner takes at most half of each piece."""
    if len(points) < 3:
        return polyline(points)
    segments: list[Segment] = [("M", *points[0])]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        to_before, to_after = math.dist(corner, before), math.dist(corner, after)
        r = min(radius, to_before / 2, to_after / 2)
        if r < 0.05:
            segments.append(("L", *corner))
            continue
        a = _towards(corner, before, r)
        b = _towards(corner, after, r)
        c, d = _towards(corner, before, r * 0.45), _towards(corner, after, r * 0.45)
        segments += [("L", *a), ("C", *c, *d, *b)]
    segments.append(("L", *points[-1]))
    return tuple(segments)


def arrow(before: Point, tip: Point, size: float = ARROW) -> Path:
    """Return the head of an arrow that points from `before` to `tip`."""
    distance = math.dist(before, tip) or 1.0
    ux, uy = (tip.x - before.x) / distance, (tip.y - before.y) / distance
    back = Point(tip.x - ux * size, tip.y - uy * size)
    half = size * 0.48
    return polyline(
        [tip, (back.x - uy * half, back.y + ux * half), (back.x + uy * half, back.y - ux * half)],
        closed=True,
    )


def _towards(start: Point, goal: Point, distance: float) -> Point:
    """Return the point at a distance from `start` towards `goal`."""
    whole = math.dist(start, goal)
    return Point(
        start.x + (goal.x - start.x) * distance / whole,
        start.y + (goal.y - start.y) * distance / whole,
    )
