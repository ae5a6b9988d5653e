"""The emotion lane of a poster: curves with the reasons at their points, and the worst moment.

A lone curve has its area filled above and below zero, and a callout beside its lowest point. Where
a score is missing the line is dashed.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import NamedTuple, TypeAlias

from journeyeditor.display.path import polyline, rectangle
from journeyeditor.display.primitives import Box, Fill, Group, Pen, Primitive, Stroke, Tag
from journeyeditor.display.theme import mixed
from journeyeditor.geometry import Point, Rect
from journeyeditor.layout.recipes.agreement_mark import agreement_width, depict_agreement
from journeyeditor.layout.recipes.emotion_curve import (
    EmotionPoint,
    OccupiedAreas,
    boxes_along,
    curve_parts,
    depict_face,
    depict_line,
    depict_name,
    depict_scale,
    depict_spread,
    gaps,
    monotone_curve,
    y_of_score,
)
from journeyeditor.layout.recipes.marks import Marks, depict_marks, marks_width
from journeyeditor.layout.recipes.personas import PersonaStyle
from journeyeditor.layout.render_context import RenderContext, TextIssue
from journeyeditor.layout.style import BOLD, REGULAR, SEMIBOLD
from journeyeditor.typography import Paragraph

#: The radius of faces: most, those of peaks and valleys, and that of the worst moment.
RADIUS, TURN_RADIUS, WORST_RADIUS = 7.1, 8.9, 14.2
#: The same where several curves share a scale or the lane.
SMALL_RADIUS = 6.0
LINE, LINE_OF_ZERO = 2.7, 1.2
#: Type sizes of a score, of the reason of a peak or valley, and of all other reasons.
SCORE, REASON, MINOR = 8.3, 7.6, 6.9
#: Between a face and the words beside it.
CLEAR = 3.0
#: Between a score and the reason on the same line.
AFTER_SCORE = 3.0
#: Between the words of two points side by side, in ems of a score.
BETWEEN_WORDS = 0.45
#: The callout: its widths, the space inside and between its texts, and from the face.
CALLOUT_WIDTHS = (130.0, 145.0, 165.0)
CALLOUT_PAD, CALLOUT_LEAD, CALLOUT_GAP = 5.5, 1.5, 10.0
CALLOUT_HEAD, CALLOUT_SCORE, CALLOUT_REASON, CALLOUT_FACT = 6.9, 10.4, 9.6, 7.0

#: A persona's curve: its look, its points from left to right, and the slots it takes part in.
Curve: TypeAlias = tuple[PersonaStyle, Sequence[EmotionPoint], Collection[int]]


class Reason(NamedTuple):
    """Why a score is what it is, and the marks behind these words."""

    words: str = ""
    marks: Marks = Marks()


class Callout(NamedTuple):
    """The words beside the worst moment: the id of its emotion, a heading, and a fact with its marks."""

    emotion: str
    heading: str
    fact: str = ""
    marks: Marks = Marks()


class CurveNotes(NamedTuple):
    """What stands beside the points: reasons by the ids of emotions, and the worst moment."""

    reasons: Mapping[str, Reason]
    callout: Callout | None = None


class _Place(NamedTuple):
    """A point of a curve as it is drawn: `is_turn` for peaks and valleys."""

    style: PersonaStyle
    point: EmotionPoint
    reason: Reason
    radius: float
    is_turn: bool
    is_worst: bool

    @property
    def face(self) -> Rect:
        x, y, r = *self.point.at, self.radius
        return Rect(x - r, y - r, 2 * r, 2 * r)


def depict_annotated(
    curves: Sequence[Curve],
    lane: Rect,
    notes: CurveNotes,
    slot_width: float,
    context: RenderContext,
    above: Sequence[Rect] = (),
) -> list[Primitive]:
    """Return the whole lane: one scale with all curves on it.

    Words may rise out of the lane where nothing is in their way; `above` are the cards there.
    """
    zero, y_of = y_of_score(0, lane), partial(y_of_score, lane=lane)
    drawing: list[Primitive] = []
    if len(curves) == 1 and not _has_ratings(curves[0]):
        drawing += depict_areas(curves[0], lane, zero, context)
    drawing += depict_scale(lane, context)
    for style, points, _ in curves:
        spread = list(depict_spread(style, points, y_of, context))
        drawing += [owned(style, spread)] if spread else []
    radius = RADIUS if len(curves) == 1 else SMALL_RADIUS
    drawing += depict_curves(
        curves, lane, [zero], notes, slot_width, context, radius=radius, above=above
    )
    return drawing


def depict_background(
    curve: Curve, lane: Rect, y_of: Callable[[float], float], context: RenderContext
) -> list[Primitive]:
    """Return what is behind a curve with a scale of its own: its ratings if it has any, else its areas."""
    if not _has_ratings(curve):
        return depict_areas(curve, lane, y_of(0), context)
    style, points, _ = curve
    return list(depict_spread(style, points, y_of, context))


def _has_ratings(curve: Curve) -> bool:
    return any(point.ratings for point in curve[1])


def depict_areas(curve: Curve, lane: Rect, zero: float, context: RenderContext) -> list[Primitive]:
    """Return the areas between a curve and zero, in a colour for each side."""
    _, points, _ = curve
    corners = [point.at for point in points]
    if len(corners) < 2:
        return []
    end = (("L", corners[-1].x, zero), ("L", corners[0].x, zero), ("Z",))
    outline = (*monotone_curve(corners), *end)
    theme = context.theme
    halves = (
        (Rect(lane.x, lane.y - 40, lane.width, zero - lane.y + 40), theme["above_zero"]),
        (Rect(lane.x, zero, lane.width, lane.bottom - zero), theme["below_zero"]),
    )
    return [
        Group((Fill(outline, colour),), clip=rectangle(half), name="area")
        for half, colour in halves
    ]


def depict_curves(
    curves: Sequence[Curve],
    lane: Rect,
    zeros: Sequence[float],
    notes: CurveNotes,
    slot_width: float,
    context: RenderContext,
    *,
    radius: float = SMALL_RADIUS,
    above: Sequence[Rect] = (),
    has_own_scales: bool = False,
) -> list[Primitive]:
    """Return lines, faces and words, which keep clear of one another.

    `zeros` are the y of zero: of one scale, or of each curve's own.
    """
    drawing: list[Primitive] = []
    lines = [Rect(lane.x, zero - LINE_OF_ZERO / 2, lane.width, LINE_OF_ZERO) for zero in zeros]
    lines.sort(key=_top)
    areas = _Areas.without_words(lines)
    places: list[_Place] = []
    for style, points, present in curves:
        corners = [point.at for point in points]
        parts = curve_parts(corners, gaps(points, present))
        drawing.append(owned(style, depict_line(style, parts, context, width=LINE)))
        for piece in boxes_along(corners):
            areas.lines.add(piece)
        places += _places(style, points, notes, radius)
    for place in places:
        areas.lines.add(place.face.inset(-1))
        areas.solid.add(place.face)
    drawing += [owned(place.style, [_face(place, context)], place.point.id) for place in places]
    for card in above:
        areas.lines.add(card)
    has_raters = any(point.ratings for _, points, _ in curves for point in points)
    top = min((card.y for card in above), default=lane.y)
    bounds = Rect(lane.x, top, lane.width, lane.bottom - top)
    for place in sorted(places, key=lambda place: (not place.is_worst, not place.is_turn)):
        blocks = list(_blocks(place, slot_width, context, is_low=has_own_scales))
        words = place.is_worst and notes.callout
        box = _depict_callout(place, words, bounds, areas.all, context) if words else []
        may_cross = has_own_scales or len(curves) > 1
        beside = box or _depict_words(
            place, blocks, bounds, areas, context, has_halo=has_raters, may_cross=may_cross
        )
        # A callout has words of its source, too.
        drawing.append(owned(place.style, beside, "" if box else place.point.id))
    for style, points, _ in curves if len(curves) > 1 and not has_own_scales else ():
        name = depict_name(style, points[-1], areas.all, lane, context)
        drawing.append(owned(style, name))
    return drawing


def owned(style: PersonaStyle, drawing: Iterable[Primitive], emotion: str = "") -> Group:
    """Return a part of a persona's curve, or of one emotion in it, that programs can tell."""
    persona = (("persona", style.id),) if style.id else ()
    kind = (("kind", "emotion"),) if emotion else ()
    return Group(tuple(drawing), tag=Tag(record=emotion, data=(*kind, *persona)))


def _places(
    style: PersonaStyle,
    points: Sequence[EmotionPoint],
    notes: CurveNotes,
    radius: float,
) -> Iterator[_Place]:
    for before, point, after in zip([None, *points], points, [*points[1:], None], strict=False):
        is_worst = notes.callout is not None and notes.callout.emotion == point.id
        is_turn = _is_turn(before, point, after)
        size = radius
        if radius == RADIUS:
            size = WORST_RADIUS if is_worst else TURN_RADIUS if is_turn else RADIUS
        reason = notes.reasons.get(point.id, Reason())
        yield _Place(style, point, reason, size, is_turn, is_worst)


def _is_turn(before: EmotionPoint | None, point: EmotionPoint, after: EmotionPoint | None) -> bool:
    """Return whether a point is a peak above zero or a valley below it, and clearly so."""
    sign = 1 if point.score > 0 else -1
    return abs(point.score) >= 0.5 and all(
        (point.score - other.score) * sign > 0 for other in (before, after) if other
    )


def _face(place: _Place, context: RenderContext) -> Primitive:
    style = place.style
    if place.is_worst:
        style = style._replace(colour=context.theme["pain"])
    return depict_face(
        style, place.point, context, radius=place.radius, is_filled=bool(place.reason.marks.sources)
    )


class _Areas(NamedTuple):
    """What words keep clear of: all there is, all but the lines of zero, and only faces and other words.

    What is among the second is among the first, too. The lines of zero, from top to bottom, are
    equally high.
    """

    all: OccupiedAreas
    lines: OccupiedAreas
    solid: OccupiedAreas
    zeros: Sequence[Rect]

    @classmethod
    def without_words(cls, zeros: Sequence[Rect]) -> _Areas:
        lines = OccupiedAreas()
        all_ = OccupiedAreas(lines)
        for line in zeros:
            all_.add(line)
        return cls(all_, lines, OccupiedAreas(), zeros)

    def zeros_behind(self, rect: Rect) -> Iterator[Rect]:
        first = bisect_left(self.zeros, rect.y - LINE_OF_ZERO, key=_top)
        for line in islice(self.zeros, first, None):
            if line.y >= rect.bottom:
                return
            if line.intersects(rect):
                yield line

    def add_words(self, rect: Rect) -> None:
        self.lines.add(rect)
        self.solid.add(rect)


def _top(rect: Rect) -> float:
    return rect.y


def _depict_words(
    place: _Place,
    blocks: Sequence[_Block],
    bounds: Rect,
    areas: _Areas,
    context: RenderContext,
    *,
    has_halo: bool,
    may_cross: bool,
) -> list[Primitive]:
    """Return score and reason as one block where it is free; the score alone if it never is.

    A block `may_cross` lines of zero, which then have a gap, and a score alone any line, but no faces
    and other words. Where it does, and with `has_halo`, it has the colour of the paper behind it.
    """
    found = _first_free(place, blocks[:-1], bounds, areas.all)
    if found is None and may_cross:
        found = _first_free(place, blocks[:-1], bounds, areas.lines)
    score = blocks[-1:]
    found = found or _first_free(place, score, bounds, areas.all)
    block, rect = (
        found
        or _first_free(place, score, bounds, areas.solid)
        or (score[0], Rect(*next(_corners(place, *score[0].size)), *score[0].size))
    )
    apart = BETWEEN_WORDS * block.score.size
    areas.add_words(Rect(rect.x - apart, rect.y, rect.width + 2 * apart, rect.height))
    if block.reason is None and place.reason.words:
        issue = TextIssue("reason-left-out", place.point.id, place.reason.words)
        context.text_issues[issue] = None
    paper = context.theme["paper"]
    if found is None or has_halo:
        halo = [Box(rect, 1, paper, None)]
    else:
        crossed = areas.zeros_behind(rect)
        gaps_in_lines = (Rect(rect.x, line.y, rect.width, line.height) for line in crossed)
        halo = [Box(gap, 0, paper, None) for gap in gaps_in_lines]
    return [*halo, *block.depict(rect, place, context)]


def _first_free(
    place: _Place, blocks: Sequence[_Block], bounds: Rect, occupied: OccupiedAreas
) -> tuple[_Block, Rect] | None:
    """Return the first free position of the blocks."""
    positions = [list(_corners(place, *block.size)) for block in blocks]
    for corners in zip(*positions, strict=True):
        for block, (left, top) in zip(blocks, corners, strict=True):
            # At an edge of the lane, words move inwards.
            x = max(min(left, bounds.right - block.column), bounds.x)
            rect = Rect(x, top, *block.size)
            if bounds.contains(rect) and occupied.is_free(rect):
                return block, rect
    return None


class _Block(NamedTuple):
    """A score, and the reason below it, or on the same line.

    `agreement` is the room behind the score for how far its raters agree.
    """

    score: Paragraph
    reason: Paragraph | None
    column: float
    is_inline: bool = False
    agreement: float = 0.0

    @property
    def size(self) -> tuple[float, float]:
        below = self.reason.height if self.reason and not self.is_inline else 0.0
        return self.column, self.score.height + below

    def depict(self, rect: Rect, place: _Place, context: RenderContext) -> list[Primitive]:
        """Return the words, centred below or above a face and beside it towards the face."""
        drawing: list[Primitive] = []
        x = place.point.at.x
        align = "left" if rect.x >= x else "right" if rect.right <= x else "center"
        emotion = context.theme["pain"] if place.is_worst else place.style.colour
        owner = place.point.id
        if self.is_inline and self.reason:
            rect = rect._replace(width=self.score.width + self.agreement)
            align = "left"
        room = rect.width - self.agreement
        drawing += context.place(
            self.score, rect.x, rect.y, emotion, align=align, width=room, owner=owner
        )
        spare = room - self.score.width
        end = {"left": 0.0, "right": spare, "center": spare / 2}[align] + self.score.width
        drawing += depict_agreement(
            place.point.ratings,
            rect.x + end,
            rect.y + self.score.first_baseline,
            self.score.size / context.type_scale,
            context,
        )
        if self.reason:
            y = rect.y + self.score.height
            if self.is_inline:
                after = self.score.width + self.agreement + AFTER_SCORE
                drop = self.score.first_baseline - self.reason.first_baseline
                rect = Rect(rect.x + after, rect.y, self.column - after, rect.height)
                y = rect.y + drop
            behind = marks_width(place.reason.marks, self.reason.size, context)
            room = rect.width - behind * (len(self.reason.lines) == 1)
            colour = context.theme["title" if place.is_turn else "quiet"]
            drawing += context.place(
                self.reason, rect.x, y, colour, align=align, width=room, owner=owner
            )
            last = self.reason.lines[-1]
            left = {"left": 0.0, "right": room - last.width, "center": (room - last.width) / 2}
            x = rect.x + (0.0 if context.is_reversed(last) else left[align])
            drawing += depict_marks(place.reason.marks, self.reason, x, y, room, context)
        return drawing


def widths_of_words(
    points: Sequence[EmotionPoint], notes: CurveNotes, context: RenderContext
) -> Iterator[float]:
    """Yield how wide the score and the reason of each point are on one line."""
    for place in _places(PersonaStyle(None, "", "", ""), points, notes, SMALL_RADIUS):
        yield next(_blocks(place, math.inf, context, is_low=True)).column


def _score(place: _Place, context: RenderContext) -> Paragraph:
    words = context.texts.signed(place.point.score)
    return context.text(words, max(SCORE, context.format.smallest), 100.0, weight=SEMIBOLD)


def _blocks(
    place: _Place, slot_width: float, context: RenderContext, *, is_low: bool
) -> Iterator[_Block]:
    """Yield the ways to set score and reason, wide ones first; the last is the score alone.

    In a low lane, the first is both on one line.
    """
    score = _score(place, context)
    agreement = _agreement_width(place, score, context)
    words, marks = place.reason.words, place.reason.marks
    size = max(REASON if place.is_turn else MINOR, context.format.smallest)
    weight = SEMIBOLD if place.is_turn else REGULAR
    if words:
        behind = marks_width(marks, size, context)
        whole = context.measure(words, size, weight) + behind
        if is_low:
            line = context.text(words, size, whole + 1, weight=weight, trailing=behind)
            width = score.width + agreement + AFTER_SCORE + line.width + behind
            if line.lines:  # words may have nothing to be seen, such as spaces
                yield _Block(score, line, width, is_inline=True, agreement=agreement)
        shares = (1.0, 1.25, 0.8, 0.66)
        for width in dict.fromkeys(min(whole + 1, slot_width * share) for share in shares):
            reason = context.text(words, size, width, weight=weight, max_lines=4, trailing=behind)
            if 0 < len(reason.lines) <= 3 and not reason.is_cut:
                own = score.width + agreement
                column = max(reason.width, reason.lines[-1].width + behind, own)
                yield _Block(score, reason, column, agreement=agreement)
    yield _Block(score, None, score.width + agreement, agreement=agreement)


def _agreement_width(place: _Place, score: Paragraph, context: RenderContext) -> float:
    return agreement_width(place.point.ratings, score.size / context.type_scale, context)


def _corners(place: _Place, width: float, height: float) -> Iterator[tuple[float, float]]:
    """Yield the corners at which a block may stand, the best ones first."""
    (x, y), reach = place.point.at, place.radius + CLEAR
    above, below = y - reach - height, y + reach
    own, other = (above, below) if place.point.score >= 0 else (below, above)
    for top in (own, other):
        for shift in (0.0, 0.25, -0.25, 0.5, -0.5):
            yield x - width / 2 + shift * width, top
        yield x + reach * 0.4, top
        yield x - reach * 0.4 - width, top
    for shift in (-0.5, 0.0, -1.0):
        yield x + reach, y + shift * height
        yield x - reach - width, y + shift * height


class _CalloutTexts(NamedTuple):
    """The texts of the callout broken to its width: heading and score on one line, then the others."""

    width: float
    heading: Paragraph
    score: Paragraph
    reason: Paragraph
    fact: Paragraph

    @property
    def height(self) -> float:
        texts = (self.reason, self.fact)
        below = sum(text.height + CALLOUT_LEAD for text in texts if text.lines)
        return 2 * CALLOUT_PAD + max(self.heading.height, self.score.height) + below


def _callout_texts(
    place: _Place, callout: Callout, context: RenderContext
) -> Iterator[_CalloutTexts]:
    """Yield the ways to set the callout: narrow before wide, and without its fact at last."""
    words, marks = place.reason.words, place.reason.marks
    head_size, score_size, reason_size, fact_size = (
        max(size, context.format.smallest)
        for size in (CALLOUT_HEAD, CALLOUT_SCORE, CALLOUT_REASON, CALLOUT_FACT)
    )
    for fact_words in (callout.fact, ""):
        for width in CALLOUT_WIDTHS:
            inner = width - 2 * CALLOUT_PAD
            score = context.text(
                context.texts.signed(place.point.score), score_size, inner, weight=BOLD
            )
            agreement = agreement_width(place.point.ratings, head_size, context)
            room = inner - score.width - 4 - (agreement + AFTER_SCORE if agreement else 0.0)
            heading = context.text(callout.heading, head_size, room, weight=SEMIBOLD)
            behind = marks_width(marks, reason_size, context)
            reason = context.text(
                words, reason_size, inner, weight=BOLD, trailing=behind if words else 0.0
            )
            behind = marks_width(callout.marks, fact_size, context) if fact_words else 0.0
            fact = context.text(fact_words, fact_size, inner, max_lines=5, trailing=behind)
            if not fact.is_cut:
                yield _CalloutTexts(width, heading, score, reason, fact)


def _depict_callout(
    place: _Place, callout: Callout, bounds: Rect, occupied: OccupiedAreas, context: RenderContext
) -> list[Primitive]:
    """Return the box that explains the worst moment, beside it and tied to it by a line.

    Nothing where it has no room.
    """
    for texts in _callout_texts(place, callout, context):
        rect = _callout_place(place, texts.width, texts.height, bounds, occupied)
        if rect is not None:
            occupied.add(rect.inset(-2))
            return list(_callout_parts(place, callout, texts, rect, context))
    return []


def _callout_parts(
    place: _Place, callout: Callout, texts: _CalloutTexts, rect: Rect, context: RenderContext
) -> Iterator[Primitive]:
    """Yield the line to the face, the box, and its words from top to bottom."""
    theme, owner = context.theme, place.point.id
    pain, at = theme["pain"], place.point.at
    edge, side = (rect.right, -1) if rect.right < at.x else (rect.x, 1)
    start = Point(edge, min(max(at.y, rect.y + 6), rect.bottom - 6))
    yield Stroke(polyline([start, Point(at.x + side * place.radius, at.y)]), Pen(1.15, pain))
    yield Box(rect, 4.0, theme["paper"], Pen(1.15, pain))
    x, y = rect.x + CALLOUT_PAD, rect.y + CALLOUT_PAD
    inner = rect.width - 2 * CALLOUT_PAD
    drop = texts.score.first_baseline - texts.heading.first_baseline
    yield from context.place(texts.heading, x, y + drop, pain, owner=owner)
    yield from context.place(texts.score, x, y, pain, align="right", width=inner, owner=owner)
    ratings, size = place.point.ratings, texts.heading.size / context.type_scale
    left = x + inner - texts.score.width - AFTER_SCORE - agreement_width(ratings, size, context)
    yield from depict_agreement(ratings, left, y + texts.score.first_baseline, size, context)
    y += max(texts.heading.height, texts.score.height) + CALLOUT_LEAD
    for text, marks, role in (
        (texts.reason, place.reason.marks, "title"),
        (texts.fact, callout.marks, "ink"),
    ):
        if text.lines:
            yield from context.place(text, x, y, theme[role], width=inner, owner=owner)
            yield from depict_marks(marks, text, x, y, inner, context)
            y += text.height + CALLOUT_LEAD


def _callout_place(
    place: _Place, width: float, height: float, bounds: Rect, occupied: OccupiedAreas
) -> Rect | None:
    """Return a free rectangle beside the face, as near to its height as can be."""
    (x, y), reach = place.point.at, place.radius + CALLOUT_GAP
    lowest = bounds.bottom - height
    tops = [min(y - share * height, lowest) for share in (0.5, 0.35, 0.65, 0.2, 0.8, 0.0, 1.0)]
    for gap in (reach, reach + 8, reach + 16, reach + 40):
        for left in (x - gap - width, x + gap):
            for top in tops:
                rect = Rect(left, top, width, height)
                if bounds.contains(rect) and occupied.is_free(rect):
                    return rect
    return None


def depict_band(x: float, top: float, bottom: float, width: float, context: RenderContext) -> Box:
    """Return the pale band up the column of the worst moment."""
    colour = mixed(context.theme["pain"], context.theme["paper"], 0.88)
    return Box(Rect(x, top, width, bottom - top), 0, colour, None)
