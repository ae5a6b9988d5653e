"""Cards: measured once at a width, drawn at any height.

A lane gives all its cards one height before any is drawn, so a recipe has two steps: `measure`
breaks the texts and finds the natural height, `depict` places them in a rectangle.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from journeyeditor.display.path import circle, polyline, rounded
from journeyeditor.display.primitives import Box, Fill, Group, Pen, Primitive, Stroke
from journeyeditor.display.theme import mixed
from journeyeditor.geometry import Rect
from journeyeditor.insight.evidence import is_assumption
from journeyeditor.layout.flow import flow_style
from journeyeditor.layout.recipes import card_details
from journeyeditor.layout.recipes.marks import Marks, depict_marks, marks_width
from journeyeditor.layout.recipes.personas import PersonaStyle, marker
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.style import (
    BARE_PAD,
    CARD_RADIUS,
    GUTTER,
    HAIRLINE,
    ICON_RADIUS,
    NOTE_LINES,
    REGULAR,
    SEMIBOLD,
    SLOT_PREFERRED,
    Format,
)
from journeyeditor.model import JourneyGraph
from journeyeditor.typography import Paragraph
from journeyeditor.vocabulary import (
    BACKSTAGE,
    Common,
    Follows,
    Metric,
    Opportunity,
    Shape,
    Thought,
    Touchpoint,
    kind_class,
)

#: Space between two texts of a card.
TEXT_GAP = 2.0
#: Above the facts at the foot of a card.
FOOTER_GAP = 2.5
#: The markers of personas at the upper right corner: one from the next, the middle of the last
#: from the edges, their radius, and the space between them and the words before them.
MARKER_STEP, MARKER_INSET, MARKER_RADIUS, BEFORE_MARKERS = 6.2, 4.5, 2.4, 2.0
#: From this width on, a boxed touchpoint's icon is beside its title.
ICON_BESIDE = 150.0
#: Between a touchpoint's disc and its name.
BELOW_DISC = 4.0
#: Between the bar of a bare card and its words.
AFTER_BAR = 2.0
#: The icon of a card's kind, before its title: its side and the space after it, in ems; less of
#: both where the card covers one slot only.
ICON_SIDE, AFTER_ICON, NARROW_ICON = 1.2, 0.36, 0.8
#: Kinds of card with a type size of their own.
_OWN_SIZES = frozenset({"step", "touchpoint", "thought"})
#: No card of a poster is wider than this, however wide its slot is.
MAX_WIDTH = 230.0

#: The rim of the card that explains the worst moment.
OUTLINE = 1.4


class CardAnnotations(NamedTuple):
    """What a card shows of the map around it: numbers of its evidence, and its personas."""

    sources: tuple[int, ...] = ()
    is_assumption: bool = False
    persona_styles: tuple[PersonaStyle, ...] = ()

    @property
    def marks(self) -> Marks:
        return Marks(self.sources, self.is_assumption)


class MeasuredCard(NamedTuple):
    """A card's texts broken to its width, and its natural height, in map units."""

    record: Common
    annotations: CardAnnotations
    width: float
    height: float
    title: Paragraph
    note: Paragraph | None
    body: card_details.CardBody | None
    footer: card_details.CardFooter | None


class CardMetrics(NamedTuple):
    """What the cards of a kind share at a width: the places of their texts, and their titles' type.

    `pads` is the space above and below all texts, `above` that of an icon above the title, `least`
    the height of a card with its icon beside it.
    """

    left: float
    inner: float
    size: float
    indent: float
    pads: float
    above: float
    least: float
    is_quote: bool
    has_body: bool
    has_ratings: bool
    has_small_print: bool

    @property
    def title_weight(self) -> int:
        return REGULAR if self.is_quote else SEMIBOLD

    def height(
        self, title: float, note: float | None, body: float | None, footer: float | None
    ) -> float:
        """Return the height of a card whose parts have these heights; None for one that it lacks."""
        height = self.pads + title
        height += self.above + (0.0 if note is None else TEXT_GAP + note)
        height += 0.0 if body is None else TEXT_GAP + body
        height += 0.0 if footer is None else FOOTER_GAP + footer
        return max(height, self.least)


def width_over(slots: float, slot_width: float, growth: float) -> float:
    """Return the width of a card that covers some slots."""
    return min(slots * slot_width - 2 * GUTTER, MAX_WIDTH * growth)


def metrics_of(
    record: Common, annotations: CardAnnotations, width: float, context: RenderContext
) -> CardMetrics:
    key = "card", record.kind, width, len(annotations.persona_styles)
    metrics: CardMetrics | None = context.shared.get(key)
    if metrics is None:
        left, right = insets(record, annotations, width, context)
        is_beside = has_icon_beside(record, width, context)
        metrics = context.shared[key] = CardMetrics(
            left,
            width - left - right,
            _title_size(record, width, context),
            _title_indent(record, width, context),
            2 * _pad(record, context),
            _above(record, width, context),
            2 * context.format.card_pad + 2 * ICON_RADIUS if is_beside else 0.0,
            isinstance(record, Thought),
            isinstance(record, card_details.WITH_BODY),
            isinstance(record, card_details.WITH_RATINGS),
            isinstance(record, card_details.WITH_SMALL_PRINT),
        )
    return metrics


def measure(
    record: Common,
    annotations: CardAnnotations,
    width: float,
    context: RenderContext,
    *,
    is_compact: bool = False,
    most_lines: int = NOTE_LINES,
    has_origins: bool = True,
    has_notes: bool = True,
) -> MeasuredCard:
    """Return a card broken to a width, at its natural height; its texts have at most so many lines.

    Without `has_origins`, a card with numbered sources does not name its source in words as well.
    Without `has_notes`, a card with a title has no note.
    """
    metrics = metrics_of(record, annotations, width, context)
    inner, size = metrics.inner, metrics.size
    words = title_words(record, context)
    has_marks = words and (annotations.sources or annotations.is_assumption)
    trailing = marks_width(annotations.marks, size, context) if has_marks else 0.0
    title = context.text(
        words,
        size,
        inner - metrics.indent,
        weight=metrics.title_weight,
        max_lines=2 if is_compact else most_lines,
        trailing=trailing,
    )
    note = None
    words = record.note if has_notes or not record.title else ""
    if metrics.has_small_print:
        small = small_words(record, annotations, context, has_origins=has_origins)
        line = context.facts(small, context.format.sizes.note, inner)
        words = joined_words(record, words, line, context)
    if words and not is_compact:
        note = context.note(words, context.format.sizes.note, inner, max_lines=most_lines)
    body = footer = None
    if metrics.has_body and not is_compact:
        body = card_details.body(record, inner, context)
    if metrics.has_ratings or record.votes:
        footer = card_details.footer(record, inner, context)
    height = metrics.height(
        title.height,
        note.height if note else None,
        body.height if body else None,
        footer.height if footer else None,
    )
    return MeasuredCard(record, annotations, width, height, title, note, body, footer)


def title_words(record: Common, context: RenderContext) -> str:
    """Return a card's title as it is printed."""
    is_quote = isinstance(record, Thought) and record.title
    return quoted(record.title, context) if is_quote else record.title


def small_words(
    record: Common, annotations: CardAnnotations, context: RenderContext, *, has_origins: bool
) -> list[str]:
    """Return the facts of the small print, of which a card has as many on a line as it has room for."""
    if not has_origins and names_origin_twice(record, annotations):
        return []
    return card_details.small_print(record, context)


def joined_words(record: Common, note: str, small: str, context: RenderContext) -> str:
    """Return all that stands below the title: hypothesis, note and small print, each on its line."""
    hypothesis = ""
    if context.format.annotated and isinstance(record, Opportunity):
        hypothesis = record.hypothesis
    words = (hypothesis, note, small)
    return "\n".join(part for part in words if part)


def names_origin_twice(record: Common, annotations: CardAnnotations) -> bool:
    """Return whether a card names its source in words and has numbered sources too."""
    return isinstance(record, Thought | Metric) and bool(record.source and annotations.sources)


def depict(
    card: MeasuredCard, rect: Rect, context: RenderContext, *, is_outlined: bool = False
) -> list[Primitive]:
    """Return the drawing of a card in a rectangle at least as high as it needs."""
    record, theme = card.record, context.theme
    is_text = kind_class(record.kind).look.shape is Shape.TEXT
    drawing = _frame(card, rect, context, is_outlined=is_outlined)
    metrics = metrics_of(record, card.annotations, card.width, context)
    x, y = rect.x + metrics.left, rect.y + (metrics.pads / 2 + metrics.above)
    inner, indent = metrics.inner, metrics.indent
    if isinstance(record, Touchpoint):
        drawing += _touchpoint_marks(record, rect, context)
    if metrics.least:
        y += max(0.0, ICON_RADIUS - (card.title.height + _note_height(card)) / 2)
    if indent:
        side = indent * ICON_SIDE / (ICON_SIDE + AFTER_ICON)
        look = kind_class(record.kind).look
        top = y + (card.title.line_height - side) / 2
        drawing.append(context.glyph(look.glyph, x, top, side, theme[look.accent]))
    colour = theme["quiet"] if isinstance(record, Thought) else theme["title" if is_text else "ink"]
    if card.title.lines:
        drawing += context.place(
            card.title, x + indent, y, colour, width=inner - indent, owner=record.id
        )
        drawing += depict_marks(
            card.annotations.marks, card.title, x + indent, y, inner - indent, context
        )
        y += card.title.height
    if card.body:
        drawing += card.body.depict(x, y + TEXT_GAP, context)
        y += TEXT_GAP + card.body.height
    if card.note:
        note = _filled(card.note, inner, rect, card, y, context)
        drawing += context.place(
            note, x, y + TEXT_GAP, theme["quiet"], width=inner, owner=record.id
        )
    if card.footer:
        bottom = rect.bottom - _pad(record, context)
        drawing += card.footer.depict(x, bottom, inner, context)
    drawing += _owners(card, rect, context)
    return drawing


def _note_height(card: MeasuredCard) -> float:
    return TEXT_GAP + card.note.height if card.note else 0.0


def _filled(
    note: Paragraph, width: float, rect: Rect, card: MeasuredCard, y: float, context: RenderContext
) -> Paragraph:
    """Return a note with as many of its lines as its card has room for."""
    if not note.is_cut:
        return note
    below = FOOTER_GAP + card.footer.height if card.footer else 0.0
    room = rect.bottom - _pad(card.record, context) - below - y - TEXT_GAP
    lines = max(int(room / note.line_height + 1e-6), len(note.lines))
    size = note.size / context.type_scale
    filled = context.text(note.text, size, width, max_lines=lines, bold=note.bold)
    return filled._replace(links=note.links)


def has_icon_beside(record: Common, width: float, context: RenderContext) -> bool:
    """Whether a card is so wide that its icon is beside the title, not above."""
    is_boxed = isinstance(record, Touchpoint) and not is_bare(record, context.format)
    return is_boxed and width >= ICON_BESIDE


def insets(
    record: Common, annotations: CardAnnotations, width: float, context: RenderContext
) -> tuple[float, float]:
    """Return the space left and right of a card's texts; persona markers go on the right."""
    if is_bare(record, context.format):
        bar = context.format.accent_width + AFTER_BAR if _has_bar(record) else 0.0
        return BARE_PAD - GUTTER + bar, _room_of_markers(len(annotations.persona_styles))
    pad, accent_width = context.format.card_pad, context.format.accent_width
    left = pad if isinstance(record, Touchpoint) else pad + accent_width
    left += 2 * ICON_RADIUS + pad if has_icon_beside(record, width, context) else 0.0
    return left, pad - GUTTER / 2


def _room_of_markers(count: int) -> float:
    """Return the width that the markers of so many personas take, the space before them included."""
    if not count:
        return 0.0
    return MARKER_INSET + MARKER_STEP * (count - 1) + MARKER_RADIUS + BEFORE_MARKERS


def is_bare(record: Common, style: Format) -> bool:
    """Whether a card has no box: that of a text never has one, of some kinds not on paper."""
    look = kind_class(record.kind).look
    return look.shape is Shape.TEXT or (look.bare and style.annotated)


def _has_bar(record: Common) -> bool:
    """Whether a bare card keeps the bar in the colour of its kind."""
    return record.kind in BACKSTAGE


def title_top(record: Common, width: float, context: RenderContext) -> float:
    """Return the space above a card's title."""
    return _pad(record, context) + _above(record, width, context)


def _title_size(record: Common, width: float, context: RenderContext) -> float:
    sizes = context.format.sizes
    if record.kind in _OWN_SIZES:
        return float(getattr(sizes, record.kind))
    return sizes.narrow_title if is_narrow(width, context) else sizes.title


def is_narrow(width: float, context: RenderContext) -> bool:
    """Whether a card covers hardly more than one slot."""
    return width <= SLOT_PREFERRED * context.format.growth


def _title_indent(record: Common, width: float, context: RenderContext) -> float:
    """Return the room of the icon before a title."""
    if not kind_class(record.kind).look.wide or not context.format.annotated:
        return 0.0
    factor = NARROW_ICON if is_narrow(width, context) else 1.0
    return (ICON_SIDE + AFTER_ICON) * factor * _title_size(record, width, context)


def quoted(text: str, context: RenderContext) -> str:
    """Return a quotation in the quotation marks of the map's language, unless it has marks already."""
    if text[0] in "\"”“„«»'‘’‚":
        return text
    opening, closing = context.texts("“…”").split("…")
    return f"{opening}{text}{closing}"


def _pad(record: Common, context: RenderContext) -> float:
    """Return the space above and below the texts of a card."""
    style = context.format
    return style.bare_pad if is_bare(record, style) else style.card_pad


def _above(record: Common, width: float, context: RenderContext) -> float:
    is_above = isinstance(record, Touchpoint) and not has_icon_beside(record, width, context)
    return 2 * ICON_RADIUS + BELOW_DISC if is_above else 0.0


def _frame(
    card: MeasuredCard, rect: Rect, context: RenderContext, *, is_outlined: bool
) -> list[Primitive]:
    """Return the box and the accent of a card; a bare card of the backstage keeps its bar."""
    kind, tint = card.record.kind, getattr(card.record, "tint", "")
    if is_bare(card.record, context.format):
        return _bare_frame(card, rect, tint, context)
    key = ("frame", kind, is_outlined, tint, round(rect.width, 3), round(rect.height, 3))
    at_origin = Rect(0, 0, rect.width, rect.height)
    return [
        context.symbol(
            key, rect.x, rect.y, lambda: _frame_parts(kind, is_outlined, tint, at_origin, context)
        )
    ]


def _frame_parts(
    kind: str, is_outlined: bool, tint: str, rect: Rect, context: RenderContext
) -> Iterator[Primitive]:
    """Yield the parts of a frame; an outlined one has its rim in the colour of its kind."""
    theme, look = context.theme, kind_class(kind).look
    accent_colour = theme.tint(tint) if tint else theme[look.accent]
    rim = Pen(OUTLINE, accent_colour) if is_outlined else Pen(HAIRLINE, theme["hairline"])
    if (tint or look.tint != "paper") and context.format.annotated and not is_outlined:
        rim = Pen(HAIRLINE, mixed(accent_colour, theme["paper"], 0.75))
    yield Box(rect, CARD_RADIUS, theme.ground(tint) if tint else theme[look.tint], rim)
    if tint or not look.has_disc:
        width = context.format.accent_width
        radius = min(CARD_RADIUS, rect.height / 2, width)
        bar = Rect(rect.x, rect.y, width, rect.height)
        corners = (radius, 0.0, 0.0, radius)
        if tint:
            yield Fill(rounded(bar, corners), accent_colour)
        else:
            yield from accent(bar, corners, look.accent, context)


def _bare_frame(
    card: MeasuredCard, rect: Rect, tint: str, context: RenderContext
) -> list[Primitive]:
    """Return what a card without a box has behind and beside its text."""
    height = min(card.height, rect.height)
    drawing: list[Primitive] = []
    if tint:
        ground = Rect(rect.x, rect.y, rect.width, height)
        drawing.append(Box(ground, CARD_RADIUS - 1, context.theme.ground(tint), None))
    if _has_bar(card.record):
        bar = Rect(rect.x + BARE_PAD - GUTTER, rect.y + 1, 1.8, height - 2)
        look = kind_class(card.record.kind).look
        drawing += accent(bar, (0, 0, 0, 0), look.accent, context)
    return drawing


def _touchpoint_marks(record: Touchpoint, rect: Rect, context: RenderContext) -> list[Primitive]:
    """Return the channel's icon in its disc, and the triangle of a moment of truth."""
    theme = context.theme
    has_box = not is_bare(record, context.format)
    left = context.format.card_pad if has_box else BARE_PAD - GUTTER
    x, y = rect.x + left + ICON_RADIUS, rect.y + _pad(record, context) + ICON_RADIUS
    icon = card_details.channel_glyph(record.channel)
    disc = context.disc(icon, x, y, ICON_RADIUS, theme["touchpoint"], theme["paper"])
    drawing: list[Primitive] = [disc]
    if record.moment_of_truth:
        pad = context.format.card_pad
        right, top = rect.right - pad, rect.y + pad + 2
        if not has_box:
            right, top = x + ICON_RADIUS + 8, y - ICON_RADIUS - 1.5
        triangle = polyline(
            [(right - 11, top), (right, top), (right - 5.5, top + 8.5)], closed=True
        )
        words = context.texts("Moment of truth")
        drawing += context.sign([Fill(triangle, theme["moment"])], words)
    return drawing


def _owners(card: MeasuredCard, rect: Rect, context: RenderContext) -> list[Primitive]:
    if not card.annotations.persona_styles:
        return []
    markers: list[Primitive] = []
    x = rect.x + min(rect.width, card.width) - MARKER_INSET
    for persona_style in reversed(card.annotations.persona_styles):
        markers.append(marker(persona_style, (x, rect.y + MARKER_INSET), MARKER_RADIUS, context))
        x -= MARKER_STEP
    names = ", ".join(persona_style.name for persona_style in card.annotations.persona_styles)
    return context.sign(markers, names)


class ElapsedTime(NamedTuple):
    """The time of a transition in words and in symbols, which are printed where the words have no room."""

    words: str
    symbols: str
    relation: Follows


def depict_transition(
    one: Rect, other: Rect, elapsed: ElapsedTime, context: RenderContext
) -> Iterator[Primitive]:
    """Yield the line from one touchpoint's disc to another's, with the time it takes above it."""
    theme = context.theme
    left = one.x + BARE_PAD - GUTTER + 2 * ICON_RADIUS + 2
    right = other.x + BARE_PAD - GUTTER - 3.5
    y = one.y + context.format.bare_pad + ICON_RADIUS
    style = flow_style(elapsed.relation, context)
    if style is not None:
        line = polyline([(left, y), (right - style.width, y)])
        yield Stroke(line, Pen(style.width, style.colour, "butt", "miter", style.dashes))
        half, depth = max(2.6, style.width), max(3.0, 1.5 * style.width)
        head = [(right - depth, y - half), (right, y), (right - depth, y + half)]
        yield Fill(polyline(head, closed=True), style.colour)
    else:
        pale = mixed(theme["touchpoint"], theme["paper"], 0.5)
        yield Stroke(polyline([(left, y), (right, y)]), Pen(0.9, pale))
        head = [(right - 3, y - 2.6), (right, y), (right - 3, y + 2.6)]
        yield Stroke(polyline(head), Pen(0.9, pale, "round", "round"))
    words, symbols, _ = elapsed
    if words:
        size = context.format.sizes.mark
        # Clear of a mark of the moment of truth on the left, and of the line between stages.
        end = right - 9
        room = end - left - 6
        shown = words if context.measure(words, size) <= room else symbols
        factor = min(room / context.measure(shown, size), 1.0)
        yield from context.write(shown, size * factor, end, y - 3.5, theme["quiet"], align="right")


def source_numbers(graph: JourneyGraph) -> dict[str, int]:
    return {record.id: i + 1 for i, record in enumerate(graph.elements("evidence"))}


def cited_sources(graph: JourneyGraph, id_: str, numbers: Mapping[str, int]) -> tuple[int, ...]:
    """Return the numbers of the evidence that a record relies on, in order."""
    if not numbers:
        return ()
    relations = graph.outgoing(id_, "evidenced_by")
    return tuple(sorted(numbers[each.target] for each in relations if each.target in numbers))


def annotations_of(
    graph: JourneyGraph,
    record: Common,
    sources: Mapping[str, int],
    owners: Mapping[str | None, PersonaStyle],
) -> CardAnnotations:
    """Return what a card shows of the map around it.

    `sources` are the numbers of the evidence, `owners` the personas that cards name by their
    markers, none where there is only one persona.
    """
    styles: tuple[PersonaStyle, ...] = ()
    if owners:
        named = record.persona or ()
        ids = (named,) if isinstance(named, str) else named
        styles = tuple(owners[id_] for id_ in ids if id_ in owners)
    return CardAnnotations(
        cited_sources(graph, record.id, sources), is_assumption(graph, record), styles
    )


#: Lengths of a dash, of the white behind it, and from dot to dot, in widths of the bar.
DASH, BREAK, DOT = 1.3, 0.8, 1.45


def accent(
    bar: Rect, radii: tuple[float, float, float, float], role: str, context: RenderContext
) -> Iterator[Primitive]:
    """Yield an accent bar in a role's colour, in the theme's pattern for the role."""
    colour = context.theme[role]
    pattern = context.theme.patterns.get(role, "solid")
    outline = rounded(bar, radii)
    if pattern == "solid":
        yield Fill(outline, colour)
    else:
        yield Group(tuple(_pattern_parts(pattern, bar, colour)), clip=outline)


def _pattern_parts(pattern: str, bar: Rect, colour: str) -> Iterator[Primitive]:
    width = bar.width
    if pattern == "double":
        for x in (bar.x, bar.right - width / 3):
            yield Box(Rect(x, bar.y, width / 3, bar.height), 0, colour, None)
    elif pattern == "dashed":
        gap = BREAK * width
        count = max(1, round((bar.height + gap) / (DASH * width + gap)))
        step = (bar.height + gap) / count
        for i in range(count):
            yield Box(Rect(bar.x, bar.y + i * step, width, step - gap), 0, colour, None)
    else:
        assert pattern == "dotted", pattern
        count = max(1, int(bar.height / (DOT * width)))
        step = bar.height / count
        for i in range(count):
            yield Fill(circle((bar.center.x, bar.y + (i + 0.5) * step), width * 0.42), colour)
