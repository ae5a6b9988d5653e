"""Where customers departed from the map, marked on it: what the last measurement found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from journeyeditor.canvas import proposals
from journeyeditor.canvas.move_paths import arched, loop, move_path
from journeyeditor.canvas.pills import paint_pill, pill_size
from journeyeditor.canvas.replay import SMALLEST, is_back
from journeyeditor.canvas.viewport import Viewport
from journeyeditor.editing.session import Session
from journeyeditor.events.stage_words import archetype_of
from journeyeditor.events.words import title_of
from journeyeditor.geometry import Point, Rect
from journeyeditor.i18n import Texts
from journeyeditor.insight.replay.timeline import Move
from journeyeditor.layout.incremental import hit_testing
from journeyeditor.layout.routing.connector_paths import arrow
from journeyeditor.layout.style import CARD_RADIUS
from journeyeditor.values import format_duration, rounded_duration
from journeyeditor.vocabulary import Deviation, Stage

#: How much of a card that nobody comes to is hidden.
VEIL = 0.7
#: The width and the dashes of arcs (screen pixels, and lengths of the width).
WIDTH, DASHES = 1.8, [4.0, 3.0]
#: The height of a card that the map lacks, and around it (map units).
GHOST, INSET = 34.0, 4.0
ARROW = 6.0
#: The most lines that words are moved by.
TRIES = 4


class Mark(NamedTuple):
    """A deviation on the map: a veiled card, a proposed card, or a line; and what is written there.

    All in map units. `role` is that of the colour.
    """

    words: str
    at: Point
    role: str
    veiled: Rect | None = None
    proposed: proposals.Proposal | None = None
    line: Sequence[Point] = ()


def marks(session: Session, texts: Texts) -> list[Mark]:
    """Return the marks of the deviations whose elements the map still has."""
    found: list[Mark] = []
    missing: Counter[str] = Counter()
    for deviation in session.info.measured.deviations:
        if deviation.kind == "missing":
            mark = _proposed(session, deviation, missing, texts)
        else:
            mark = _mark(session, deviation, texts)
        found += [mark] if mark is not None else []
    return found


def paint(
    painter: QPainter, viewport: Viewport, session: Session, shown: Sequence[Mark], scale: float
) -> None:
    """Paint marks in screen pixels at an interface scale."""
    theme = session.layout.context.theme
    for mark in shown:
        if mark.veiled is not None:
            place = QRectF(*viewport.rect_to_screen(mark.veiled))
            veil = QColor(theme["paper"])
            veil.setAlphaF(VEIL)
            painter.setBrush(veil)
            painter.setPen(QPen(QColor(theme[mark.role]), WIDTH, Qt.PenStyle.DashLine))
            radius = CARD_RADIUS * viewport.scale
            painter.drawRoundedRect(place, radius, radius)
        if mark.proposed is not None:
            proposals.paint_card(painter, viewport, mark.proposed, theme)
        if mark.line:
            _paint_line(painter, viewport, mark.line, QColor(theme[mark.role]))
    size = scale * min(max(viewport.scale, SMALLEST), 1.0)
    taken: list[QRectF] = []
    for mark in shown:
        at = _free(QPointF(*viewport.to_screen(mark.at)), pill_size(mark.words, size), taken)
        paint_pill(painter, at, mark.words, size, theme, mark.role)


def _free(at: QPointF, size: tuple[float, float], taken: list[QRectF]) -> QPointF:
    """Return the place nearest above or below a point where words cover no others."""
    width, height = size
    steps = (number // 2 * (-1 if number % 2 else 1) for number in range(1, 2 * TRIES))
    for step in steps:
        middle = QPointF(at.x(), at.y() + step * height)
        box = QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height)
        if not any(box.intersects(each) for each in taken):
            taken.append(box)
            return middle
    return at


def _paint_line(
    painter: QPainter, viewport: Viewport, line: Sequence[Point], colour: QColor
) -> None:
    points = [viewport.to_screen(point) for point in line]
    pen = QPen(colour, WIDTH, Qt.PenStyle.CustomDashLine)
    pen.setDashPattern(DASHES)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline([QPointF(*point) for point in points])
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    head = [QPointF(*part[1:3]) for part in arrow(points[-2], points[-1], ARROW) if len(part) == 3]
    painter.drawPolygon(QPolygonF(head))


def _mark(session: Session, deviation: Deviation, texts: Texts) -> Mark | None:
    """Return the mark of a deviation between or at elements, None if one is gone."""
    layout = session.layout
    start = layout.rect(deviation.source)
    end = layout.rect(deviation.target) if deviation.target else start
    if start is None or end is None:
        return None
    times = texts("{count}×").format(count=texts.number(deviation.count))
    match deviation.kind:
        case "untaken":
            at = Point(start.center.x, start.bottom)
            return Mark(texts("No journeys"), at, "label", veiled=start)
        case "end":
            at = Point(start.center.x, start.bottom)
            return Mark(f"↓ {texts.percent(deviation.share)}", at, "pain")
        case "repeated":
            line = loop(start)
            return Mark(times, line[len(line) // 2], "pain", line=line)
        case "order":
            back = is_back(layout, deviation.source, deviation.target)
            line = arched(start, end, is_back=back)
            return Mark(times, line[len(line) // 2], "pain", line=line)
        case _:
            line = move_path(session, deviation.source, deviation.target, Move.ONWARD)
            time = _time(deviation.seconds, texts)
            if deviation.kind == "longer":
                expected = _time(deviation.expected, texts)
                time = texts("{time}, not {expected}").format(time=time, expected=expected)
            return Mark(time, _middle(line), "warning") if line else None


def _proposed(
    session: Session, deviation: Deviation, before: Counter[str], texts: Texts
) -> Mark | None:
    """Return a card that the map lacks, below the touchpoints of the stage where it may belong."""
    layout = session.layout
    lane = hit_testing.lane_for_kind(layout, "touchpoint")
    wanted = archetype_of(deviation.source)
    stages = [stage for stage in session.graph.stages() if isinstance(stage, Stage)]
    if lane is None or not stages:
        return None
    stage = next((each for each in stages if each.archetype == wanted), stages[-1])
    column = next(column for column in layout.columns if column.stage_id == stage.id)
    number = before[stage.id]
    before[stage.id] += 1
    width = column.width / column.slots
    x = column.x + (number % column.slots) * width + INSET
    y = lane.rect.bottom + INSET + (number // column.slots) * (GHOST + INSET)
    rect = Rect(x, y, width - 2 * INSET, GHOST)
    card = proposals.Proposal(rect, "touchpoint", title_of(deviation.source))
    words = texts("{count}×").format(count=texts.number(deviation.count))
    return Mark(words, Point(rect.right, rect.y), "selection", proposed=card)


def _middle(line: Sequence[Point]) -> Point:
    """Return the middle of the longest piece of a line."""
    pieces = pairwise(line)
    one, other = max(pieces, key=lambda ends: abs(ends[0].x - ends[1].x))
    return Point((one.x + other.x) / 2, (one.y + other.y) / 2)


def _time(seconds: float, texts: Texts) -> str:
    return format_duration(rounded_duration(max(seconds, 1.0)), texts, is_short=True)
