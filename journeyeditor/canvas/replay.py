"""Cases as dots on the routes of a map, over the map: never part of it.

A frame looks up the place of each dot in a list made once for each arrangement of the map, and draws the
dots of one track as the glyphs of a disc, which Qt paints from its cache.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QGlyphRun, QPainter, QRawFont

from journeyeditor import resources
from journeyeditor.canvas.move_paths import move_path
from journeyeditor.canvas.pills import paint_pill, pill_size
from journeyeditor.canvas.viewport import Viewport
from journeyeditor.editing.session import Session
from journeyeditor.geometry import Point, Rect
from journeyeditor.insight.replay.timeline import PLACES, Move, Timeline
from journeyeditor.layout.incremental.layout import IncrementalLayout
from journeyeditor.model import RecordId

#: The colour of each kind of move, as a role of the map's theme.
ROLES = {
    Move.ONWARD: "touchpoint",
    Move.BACK: "emotion",
    Move.LEAVING: "pain",
    Move.COMPLETED: "opportunity",
}
#: The height of a disc's glyph, and how far the files of dots lie apart (screen pixels).
DISC, APART = 10.0, 1.8
_OFFSETS = (QPointF(0, 0), QPointF(APART, -APART), QPointF(-APART, APART))
_FACE, _GLYPH = "Inter-Regular.ttf", "●"
#: How strongly a card is tinted where cases wait: with one of them, and with as many as ever.
FAINT, STRONG = 0.06, 0.42
#: Figures are never smaller than this part of their size.
SMALLEST = 0.72
#: No figures are written at cards that are narrower on the screen (pixels).
NARROW = 28.0
_NOWHERE = QPointF(-1e6, -1e6)


class Replay:
    """What the canvas shows of a timeline at a time."""

    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline
        self.time = timeline.start
        self._places: list[QPointF] = []

    def forget_places(self) -> None:
        """Find the routes again with the next frame, as the map is arranged anew."""
        self._places = []

    def places(self, session: Session) -> list[QPointF]:
        """Return the places of all legs, one after the other, in map units."""
        if not self._places and self.timeline.legs:
            moments = self.timeline.traces.moments
            for leg in self.timeline.legs:
                target = moments[leg.target] if leg.target >= 0 else ""
                self._places += _spread(move_path(session, moments[leg.source], target, leg.move))
        return self._places


class ReplayPainter:
    """Paints dots, and at each card how many wait there and how many left."""

    def __init__(self, viewport: Viewport) -> None:
        self._viewport = viewport
        self._run = QGlyphRun()
        #: How many discs the run has; Qt draws as many as it has positions.
        self._discs = 0

    def paint(self, painter: QPainter, session: Session, shown: Replay, size: float) -> None:
        """Paint in screen pixels; `size` is the interface scale."""
        self._paint_heat(painter, session, shown)
        self._paint_dots(painter, session, shown, size)
        self._paint_figures(painter, session, shown, size)

    def _paint_dots(self, painter: QPainter, session: Session, shown: Replay, size: float) -> None:
        view, theme = self._viewport, session.layout.context.theme
        raw, glyph, middle = _disc(round(DISC * size / view.scale, 4))
        places = shown.places(session)
        self._run.setRawFont(raw)
        for track in shown.timeline.tracks:
            dots = track.at(shown.time, places)
            if not dots:
                continue
            if self._discs < len(dots):
                self._discs = 2 * len(dots)
                self._run.setGlyphIndexes([glyph] * self._discs)
            self._run.setPositions(dots)
            painter.save()
            painter.translate(QPointF(*view.to_screen(Point(0, 0))) + _OFFSETS[track.number] * size)
            painter.scale(view.scale, view.scale)
            painter.setPen(QColor(theme[ROLES[track.move]]))
            painter.drawGlyphRun(-middle, self._run)
            painter.restore()

    def _paint_heat(self, painter: QPainter, session: Session, shown: Replay) -> None:
        """Tint the cards at which cases wait, the more the stronger."""
        theme, peak = session.layout.context.theme, max(shown.timeline.peak, 1)
        painter.setPen(Qt.PenStyle.NoPen)
        for place, count in self._seen(session, shown, shown.timeline.waiting(shown.time)):
            colour = QColor(theme["moment"])
            colour.setAlphaF(FAINT + (STRONG - FAINT) * math.sqrt(count / peak))
            painter.setBrush(colour)
            painter.drawRoundedRect(place, 5, 5)

    def _paint_figures(
        self, painter: QPainter, session: Session, shown: Replay, size: float
    ) -> None:
        """Write how many wait at the upper edge of a card, how many left there at the lower one."""
        theme, texts = session.layout.context.theme, session.layout.texts
        size *= min(max(self._viewport.scale, SMALLEST), 1.0)

        def paint(counts: Mapping[int, int], sign: str, ground: str, *, is_above: bool) -> None:
            for place, count in self._seen(session, shown, counts):
                if place.width() < NARROW * size:
                    continue
                words = sign + texts.number(count)
                middle = place.right() + 2 - pill_size(words, size)[0] / 2
                y = place.top() if is_above else place.bottom()
                paint_pill(painter, QPointF(middle, y), words, size, theme, ground)

        paint(shown.timeline.waiting(shown.time), "", "title", is_above=True)
        paint(shown.timeline.left(shown.time), "↓ ", "pain", is_above=False)

    def _seen(
        self, session: Session, shown: Replay, counts: Mapping[int, int]
    ) -> list[tuple[QRectF, int]]:
        """Return the moments in view with their counts, in screen pixels."""
        moments, seen = shown.timeline.traces.moments, self._viewport.seen
        rects = ((session.layout.rect(moments[code]), count) for code, count in counts.items())
        return [
            (QRectF(*self._viewport.rect_to_screen(rect)), count)
            for rect, count in rects
            if rect is not None and rect.intersects(seen)
        ]


@lru_cache(maxsize=4)
def _disc(size: float) -> tuple[QRawFont, int, QPointF]:
    """Return the font with the disc in a size (map units), its glyph, and the disc's middle."""
    raw = QRawFont(
        str(resources.path("fonts", _FACE)), size, QFont.HintingPreference.PreferNoHinting
    )
    glyph = raw.glyphIndexesForString(_GLYPH)[0]
    return raw, glyph, raw.boundingRect(glyph).center()


def _spread(path: Sequence[Point]) -> list[QPointF]:
    """Return so many places along a path that any share of the way has one, evenly apart."""
    if not path:
        return [_NOWHERE] * (PLACES + 1)
    lengths = [0.0, *accumulate(math.dist(a, b) for a, b in pairwise(path))]
    spread = []
    for number in range(PLACES + 1):
        far = lengths[-1] * number / PLACES
        after = min(max(bisect_left(lengths, far), 1), len(path) - 1)
        before, piece = path[after - 1], lengths[after] - lengths[after - 1]
        share = (far - lengths[after - 1]) / piece if piece else 0.0
        spread.append(
            QPointF(
                before.x + (path[after].x - before.x) * share,
                before.y + (path[after].y - before.y) * share,
            )
        )
    return spread


def is_back(layout: IncrementalLayout, source: RecordId, target: RecordId) -> bool:
    """Return whether a move leads to the left, or to where it began."""
    one, other = layout.rect(source), layout.rect(target)
    return source == target or (one is not None and other is not None and _is_left(other, one))


def _is_left(one: Rect, other: Rect) -> bool:
    return one.right <= other.x + 1
