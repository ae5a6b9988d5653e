"""The legend: every sign that occurs on a map, and how it is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from journeyeditor.display.path import polyline
from journeyeditor.display.primitives import Box, Fill, Pen, Primitive, Stroke
from journeyeditor.display.theme import mixed
from journeyeditor.geometry import Point, Rect
from journeyeditor.i18n import N_
from journeyeditor.insight.evidence import has_source, is_assumption
from journeyeditor.insight.replay.volumes import Volumes
from journeyeditor.layout.flow import (
    NARROWEST,
    TIME_CLASSES,
    WIDEST,
    TimeClass,
    class_style,
    sample_volumes,
    time_class,
    volume_words,
)
from journeyeditor.layout.grid import Grid
from journeyeditor.layout.presence import presence
from journeyeditor.layout.recipes.agreement_mark import agreement_sign
from journeyeditor.layout.recipes.card_details import TARGET_DASHES, pips
from journeyeditor.layout.recipes.cards import accent
from journeyeditor.layout.recipes.emotion_curve import GAP_DASHES, EmotionPoint, depict_face, gaps
from journeyeditor.layout.recipes.marks import (
    ASSUMPTION,
    assumption_diamond,
    pill_width,
    source_pill,
)
from journeyeditor.layout.recipes.personas import PersonaStyle
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.routing.connector_paths import arrow
from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import (
    BACKSTAGE,
    KINDS,
    Common,
    Follows,
    Look,
    Metric,
    RelationBase,
    Shape,
    Touchpoint,
)

#: The width of the column of signs, and its middle; what a sign may be high.
SIGN_WIDTH, SIGN_MIDDLE, SIGN_HEIGHT = 21.0, 7.0, 11.0
#: Five pips fit the column of signs.
PIP_RADIUS = 1.35


class LegendEntry(NamedTuple):
    """A sign, the role of its colour, and its meaning."""

    sign: str
    role: str
    words: str


#: Fields of cards that are drawn as dots or a sign: (field, sign, role, words).
FIELD_SIGNS = (
    ("severity", "pips", "pain", N_("Severity 1–5")),
    ("impact", "pips", "opportunity", N_("Impact 1–5")),
    ("votes", "votes", "quiet", N_("Votes")),
)


def legend_entries(
    graph: JourneyGraph,
    grid: Grid,
    relations: Iterable[RelationBase],
    *,
    has_arcs: bool,
    has_numbers: bool,
    context: RenderContext,
) -> list[LegendEntry]:
    """Return the signs that occur on this map, with their meaning.

    `relations` are those with lines of their own; `has_arcs` says whether arcs join stages,
    `has_numbers` whether cards refer to sources.
    """
    cards = [record for records in grid.cells.values() for record in records]
    entries = [
        *_kinds(graph, cards, grid),
        *_marks(graph, cards, has_numbers=has_numbers),
        *_lines(relations, has_arcs=has_arcs, has_flow=context.flow is not None),
    ]
    entries = [entry._replace(words=context.texts(entry.words)) for entry in entries]
    return [*entries, *flow_entries(context.flow, graph, context)] if context.flow else entries


def flow_entries(
    flow: Volumes, graph: JourneyGraph, context: RenderContext
) -> Iterator[LegendEntry]:
    """Yield widths with their figures, and the classes of time that occur."""
    for sign, volume in zip(("wide", "narrow"), sample_volumes(flow), strict=False):
        yield LegendEntry(sign, "label", volume_words(volume, flow, context.texts))
    shown = {
        time_class(each)
        for each in graph.relations("follows")
        if isinstance(each, Follows) and each.id in flow.per_journey
    }
    for found in TIME_CLASSES:
        if found in shown:
            yield LegendEntry(found.role, found.role, context.texts(found.words))


def _kinds(graph: JourneyGraph, cards: Iterable[Common], grid: Grid) -> Iterator[LegendEntry]:
    """Yield the kinds of cards, and the points of the curve."""
    shown = {record.kind for record in cards}
    for cls in sorted(KINDS, key=lambda kind: kind.look.order):
        kind = cls.kind_name()
        sign = _sign_of_kind(kind, cls.look)
        if kind in shown and sign:
            yield LegendEntry(sign, cls.look.accent, cls.look.title)
    scored = [
        record
        for records in grid.emotions.values()
        for _, record in records
        if record.score is not None
    ]
    if any(has_source(graph, record) for record in scored):
        yield LegendEntry("sourced_face", "emotion", N_("Emotion with a source"))
    if any(not has_source(graph, record) for record in scored):
        yield LegendEntry("assumed_face", "emotion", N_("Emotion, assumed"))
    if any(len(record.ratings) > 1 for record in scored):
        yield LegendEntry("spread", "emotion", N_("Ratings, and the middle half of them"))
        yield LegendEntry(
            "agreement", "quiet", N_("Agreement of the raters, 0 to 1 (r_wg, James et al. 1984)")
        )
    if _has_gaps(grid):
        yield LegendEntry("gap", "emotion", N_("No score in between"))


def _sign_of_kind(kind: str, look: Look) -> str:
    """Return what tells a kind's cards from others; "" where they are words alone."""
    if look.shape is not Shape.CARD:
        return ""
    if look.has_disc:
        return "disc"
    if look.tint != "paper":
        return look.glyph
    if kind in BACKSTAGE:
        return "bar"
    return "" if look.bare else "card"


def _has_gaps(grid: Grid) -> bool:
    """Return whether a curve passes a step or touchpoint of its persona without a score."""
    present = presence(grid)
    for persona, records in grid.emotions.items():
        points = [
            EmotionPoint(slot, Point(0, 0), record.score)
            for slot, record in sorted(records, key=lambda scored: scored[0])
            if record.score is not None
        ]
        if any(gaps(points, present.of(persona))):
            return True
    return False


def _marks(
    graph: JourneyGraph, cards: Iterable[Common], *, has_numbers: bool
) -> Iterator[LegendEntry]:
    cards = list(cards)
    if any(isinstance(record, Touchpoint) and record.moment_of_truth for record in cards):
        yield LegendEntry("moment", "moment", N_("Moment of truth"))
    if any(is_assumption(graph, record) for record in cards):
        yield LegendEntry("assumption", "label", ASSUMPTION)
    if has_numbers:
        yield LegendEntry("number", "quiet", N_("Number of a source"))
    if any(isinstance(card, Metric) and card.target is not None and card.series for card in cards):
        yield LegendEntry("target", "quiet", N_("Target of a metric"))
    for field, sign, role, words in FIELD_SIGNS:
        kinds = {cls.kind_name() for cls in KINDS if field in cls.model_fields}
        if any(record.kind in kinds and getattr(record, field) for record in cards):
            yield LegendEntry(sign, role, words)


def _lines(
    relations: Iterable[RelationBase], *, has_arcs: bool, has_flow: bool
) -> Iterator[LegendEntry]:
    """Yield the lines between cards, stages and lanes; transitions only without the flow."""
    relations = list(relations)
    paths = [relation for relation in relations if isinstance(relation, Follows) and not has_flow]
    has_arcs &= not has_flow
    if has_arcs:
        yield LegendEntry("arc", "brand", N_("Loop or shortcut, with its share"))
    if any(relation.persona for relation in paths):
        yield LegendEntry("arrow", "touchpoint", N_("Path of a persona"))
    if any(not relation.persona for relation in paths):
        yield LegendEntry("arrow", "quiet", N_("Path"))
    kinds = {relation.kind for relation in relations}
    if "addresses" in kinds:
        yield LegendEntry("arrow", "opportunity", N_("Solves a pain point"))
    if "supports" in kinds:
        yield LegendEntry("arrow", "backstage", N_("Supports a touchpoint"))


#: Draws a sign in a colour, centred on a height.
_Draw = Callable[[str, float, RenderContext], Iterable[Primitive]]


def depict_sign(entry: LegendEntry, middle: float, context: RenderContext) -> list[Primitive]:
    """Return the sign of an entry at the left, centred on a height."""
    colour = context.accent if entry.role == "brand" else context.theme[entry.role]
    draw = _SIGNS.get(entry.sign)
    if entry.sign in ("bar", "card"):
        return _card(entry, middle, context)
    if draw is not None:
        return list(draw(colour, middle, context))
    return [context.glyph(entry.sign, SIGN_MIDDLE - 5.0, middle - 5.0, 10, colour)]


def _card(entry: LegendEntry, middle: float, context: RenderContext) -> list[Primitive]:
    """Return the bar of a card, with its box if it has one."""
    theme = context.theme
    top = middle - SIGN_HEIGHT / 2
    if entry.sign == "bar":
        bar = Rect(SIGN_MIDDLE - 1.2, top, 2.4, SIGN_HEIGHT)
        return list(accent(bar, (0.0,) * 4, entry.role, context))
    swatch = Rect(0, top, 2 * SIGN_MIDDLE, SIGN_HEIGHT)
    return [
        Box(swatch, 2.5, theme["paper"], Pen(0.6, theme["hairline"])),
        *accent(swatch._replace(width=3.0), (1.2,) * 4, entry.role, context),
    ]


def _disc(colour: str, middle: float, context: RenderContext) -> Iterator[Primitive]:
    yield context.disc("channel_other", SIGN_MIDDLE, middle, 5.6, colour, context.theme["paper"])


def _sourced_face(colour: str, middle: float, context: RenderContext) -> Iterator[Primitive]:
    yield _face(colour, middle, context, is_filled=True)


def _assumed_face(colour: str, middle: float, context: RenderContext) -> Iterator[Primitive]:
    yield _face(colour, middle, context, is_filled=False)


def _face(colour: str, middle: float, context: RenderContext, *, is_filled: bool) -> Primitive:
    style = PersonaStyle(None, "", colour, "circle")
    point = EmotionPoint(0, Point(SIGN_MIDDLE, middle), 1.0)
    return depict_face(style, point, context, radius=5.4, is_filled=is_filled)


def _gap(colour: str, middle: float, context: RenderContext) -> Iterator[Primitive]:
    line = polyline([Point(0.5, middle), Point(2 * SIGN_MIDDLE + 1, middle)])
    yield Stroke(line, Pen(1.4, colour, "butt", "round", GAP_DASHES))


def _spread(colour: str, middle: float, context: RenderContext) -> Iterator[Primitive]:
    paper, right = context.theme["paper"], 2 * SIGN_MIDDLE + 1
    band = [(0.5, middle - 3.2), (right, middle - 2.2), (right, middle + 2.2), (0.5, middle + 3.2)]
    yield Fill(polyline(band, closed=True), mixed(colour, paper, 0.8))
    for rise in (-1.0, 1.0):
        line = polyline([Point(0.5, middle + 2.0 * rise), Point(right, middle - 1.2 * rise)])
        yield Stroke(line, Pen(0.5, mixed(colour, paper, 0.62), "round", "round"))


def _agreement(colour: str, middle: float, context: RenderContext) -> Iterator[Primitive]:
    yield from agreement_sign(SIGN_MIDDLE - 4.2, middle, 10.0, colour, context)


def _moment(colour: str, middle: float, context: RenderContext) -> Iterator[Primitive]:
    left, right = SIGN_MIDDLE - 4.6, SIGN_MIDDLE + 4.6
    corners = [(left, middle - 3.6), (right, middle - 3.6), (SIGN_MIDDLE, middle + 3.8)]
    yield Fill(polyline(corners, closed=True), colour)


def _assumption(colour: str, middle: float, context: RenderContext) -> Iterator[Primitive]:
    yield assumption_diamond(SIGN_MIDDLE, middle, 10.0, context)


def _number(colour: str, middle: float, context: RenderContext) -> Iterable[Primitive]:
    size = 8.0
    return source_pill(2, SIGN_MIDDLE - pill_width(2, size, context) / 2, middle, size, context)


def _pips(colour: str, middle: float, context: RenderContext) -> Iterator[Primitive]:
    yield from pips(3, colour, PIP_RADIUS, middle)


def _arc(colour: str, middle: float, context: RenderContext) -> Iterator[Primitive]:
    yield Stroke(
        polyline([Point(1, middle), Point(2 * SIGN_MIDDLE, middle)]),
        Pen(1.5, colour, "round", "round", (0.01, 3.0)),
    )


def _arrow(colour: str, middle: float, context: RenderContext) -> Iterator[Primitive]:
    start, tip = Point(0.5, middle), Point(2 * SIGN_MIDDLE + 1, middle)
    yield Stroke(polyline([start, Point(tip.x - 2, middle)]), Pen(1.0, colour, "round", "round"))
    yield Fill(arrow(start, tip), colour)


def _target(colour: str, middle: float, context: RenderContext) -> Iterator[Primitive]:
    line = polyline([Point(0.5, middle), Point(2 * SIGN_MIDDLE + 1, middle)])
    yield Stroke(line, Pen(0.6, colour, "butt", "miter", TARGET_DASHES))


def _width(volume: float) -> _Draw:
    """Return how a line is drawn that a share of the most journeys take."""

    def draw(colour: str, middle: float, _: RenderContext) -> Iterator[Primitive]:
        line = polyline([Point(0, middle), Point(2 * SIGN_MIDDLE + 1, middle)])
        yield Stroke(line, Pen(max(WIDEST * volume, NARROWEST), colour, "butt", "miter"))

    return draw


def _time(found: TimeClass) -> _Draw:
    def draw(_: str, middle: float, context: RenderContext) -> Iterator[Primitive]:
        style = class_style(found, WIDEST / 2, context)
        line = polyline([Point(0, middle), Point(2 * SIGN_MIDDLE + 1, middle)])
        yield Stroke(line, Pen(style.width, style.colour, "butt", "miter", style.dashes))

    return draw


_SIGNS: Mapping[str, _Draw] = {
    "wide": _width(1.0),
    "narrow": _width(0.25),
    **{found.role: _time(found) for found in TIME_CLASSES},
    "disc": _disc,
    "sourced_face": _sourced_face,
    "assumed_face": _assumed_face,
    "gap": _gap,
    "spread": _spread,
    "agreement": _agreement,
    "moment": _moment,
    "assumption": _assumption,
    "number": _number,
    "pips": _pips,
    "arc": _arc,
    "arrow": _arrow,
    "target": _target,
}
