"""Cards: measured once at a width, drawn at any height.

A lane gives all its cards one height before any is drawn, so a recipe has two steps: `measure`
breaks the texts and finds the natural height, `depict` places them in a rectangle.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from journeyeditor.display.path import circle, polyline, rounded
from journeyeditor.display.primitives import Box, Fill, Group, Pen, Primitive
from journeyeditor.display.theme import mixed
from journeyeditor.geometry import Rect
from journeyeditor.insight.evidence import is_assumption
from journeyeditor.layout.recipes import card_details
from journeyeditor.layout.recipes.marks import Marks, depict_marks, marks_width
from journeyeditor.layout.recipes.personas import PersonaStyle, marker
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.style import (
    ACCENT_WIDTH,
    BODY,
    CARD_PAD,
    CARD_RADIUS,
    HAIRLINE,
    ICON_RADIUS,
    NOTE_LINES,
    REGULAR,
    SEMIBOLD,
    SMALL,
    TITLE_LINES,
)
from journeyeditor.model import JourneyGraph
from journeyeditor.typography import Paragraph
from journeyeditor.vocabulary import Common, Shape, Thought, Touchpoint, kind_class

#: Space between two texts of a card, and the height of the line of pips at its foot.
TEXT_GAP = 2.0
FOOTER_HEIGHT = 9.0
MARKER_STEP = 6.2
#: From this width on, a touchpoint's icon is beside its title.
ICON_BESIDE = 150.0

#: How an assumption's rim is dashed.
DASHES = (2.6, 2.0)


class CardAnnotations(NamedTuple):
    """What a card shows of the map around it: numbers of its evidence, and its personas."""

    sources: tuple[int, ...] = ()
    is_assumption: bool = False
    persona_styles: tuple[PersonaStyle, ...] = ()


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


def measure(
    record: Common,
    annotations: CardAnnotations,
    width: float,
    context: RenderContext,
    *,
    is_compact: bool = False,
) -> MeasuredCard:
    """Return a card broken to a width, at its natural height."""
    look = kind_class(record.kind).look
    is_text = look.shape is Shape.TEXT
    left, right = insets(record, annotations, width)
    inner = width - left - right
    weight = REGULAR if isinstance(record, Thought) else SEMIBOLD
    words = (
        quoted(record.title, context)
        if isinstance(record, Thought) and record.title
        else record.title
    )
    lines = 2 if is_compact else TITLE_LINES
    trailing = marks_width(Marks(annotations.sources), BODY, context)
    title = context.text(
        words, BODY, inner, weight=weight, max_lines=lines, trailing=trailing if words else 0.0
    )
    note = None
    small_text = "\n".join(
        words for words in (record.note, card_details.small_print(record, context)) if words
    )
    if small_text and not is_compact:
        note = context.text(small_text, SMALL, inner, max_lines=NOTE_LINES)
    body = None if is_compact else card_details.body(record, inner, context)
    footer = card_details.footer(record, inner, context)
    height = 2 * _pad(is_text) + (title.height if title.lines else 0.0)
    height += _above(record, width) + (TEXT_GAP + note.height if note else 0.0)
    height += (TEXT_GAP + body.height if body else 0.0) + (FOOTER_HEIGHT if footer else 0.0)
    if has_icon_beside(record, width):
        height = max(height, 2 * CARD_PAD + 2 * ICON_RADIUS)
    return MeasuredCard(record, annotations, width, height, title, note, body, footer)


def depict(card: MeasuredCard, rect: Rect, context: RenderContext) -> list[Primitive]:
    """Return the drawing of a card in a rectangle at least as high as it needs."""
    record, theme = card.record, context.theme
    look = kind_class(record.kind).look
    is_text = look.shape is Shape.TEXT
    drawing = _frame(card, rect, context)
    x = rect.x + insets(record, card.annotations, card.width)[0]
    y = rect.y + _pad(is_text)
    if isinstance(record, Touchpoint):
        drawing += _touchpoint_marks(record, rect, context)
    y += _above(record, card.width)
    if has_icon_beside(record, card.width):
        y += max(0.0, ICON_RADIUS - (card.title.height + _note_height(card)) / 2)
    colour = theme["quiet"] if isinstance(record, Thought) else theme["title" if is_text else "ink"]
    inner = card.width - sum(insets(record, card.annotations, card.width))
    if card.title.lines:
        runs = context.place(card.title, x, y, colour, width=inner, owner=record.id)
        drawing += runs
        marks = Marks(card.annotations.sources)
        drawing += depict_marks(marks, card.title, x, y, inner, context)
        y += card.title.height
    if card.body:
        drawing += card.body.depict(x, y + TEXT_GAP, context)
        y += TEXT_GAP + card.body.height
    if card.note:
        drawing += context.place(
            card.note, x, y + TEXT_GAP, theme["quiet"], width=inner, owner=record.id
        )
    if card.footer:
        drawing += card.footer.depict(x, rect.bottom - CARD_PAD, inner, context)
    drawing += _owners(card, rect, context)
    return drawing


def _note_height(card: MeasuredCard) -> float:
    return TEXT_GAP + card.note.height if card.note else 0.0


def has_icon_beside(record: Common, width: float) -> bool:
    """Whether a card is so wide that its icon is beside the title, not above."""
    return isinstance(record, Touchpoint) and width >= ICON_BESIDE


def insets(record: Common, annotations: CardAnnotations, width: float = 0.0) -> tuple[float, float]:
    """Return the space left and right of a card's texts; persona markers go on the right."""
    shape = kind_class(record.kind).look.shape
    if shape is Shape.TEXT:
        return CARD_PAD / 2, max(CARD_PAD / 2, MARKER_STEP * len(annotations.persona_styles) + 1)
    left = CARD_PAD if isinstance(record, Touchpoint) else CARD_PAD + ACCENT_WIDTH
    left += 2 * ICON_RADIUS + CARD_PAD if has_icon_beside(record, width) else 0.0
    return left, CARD_PAD - 1


def quoted(text: str, context: RenderContext) -> str:
    """Return a quotation in the quotation marks of the map's language, unless it has marks already."""
    if text[0] in "\"”“„«»'‘’‚":
        return text
    opening, closing = context.texts("“…”").split("…")
    return f"{opening}{text}{closing}"


def _pad(is_text: bool) -> float:
    return CARD_PAD / 2 if is_text else CARD_PAD


def _above(record: Common, width: float) -> float:
    is_above = isinstance(record, Touchpoint) and not has_icon_beside(record, width)
    return 2 * ICON_RADIUS + 4.0 if is_above else 0.0


def _frame(card: MeasuredCard, rect: Rect, context: RenderContext) -> list[Primitive]:
    """Return the box, outline and accent of a card; an assumption's outline is dashed."""
    kind, is_dashed = card.record.kind, card.annotations.is_assumption
    is_text = kind_class(kind).look.shape is Shape.TEXT
    if is_text and not is_dashed:
        return []
    height = min(card.height, rect.height) if is_text else rect.height
    key = ("frame", kind, is_dashed, round(rect.width, 3), round(height, 3))
    at_origin = Rect(0, 0, rect.width, height)
    return [
        context.symbol(
            key, rect.x, rect.y, lambda: _frame_parts(kind, is_dashed, at_origin, context)
        )
    ]


def _frame_parts(
    kind: str, is_dashed: bool, rect: Rect, context: RenderContext
) -> Iterator[Primitive]:
    """Yield the parts of a frame; without a box, the outline is paler than the text in it."""
    theme, look = context.theme, kind_class(kind).look
    if look.shape is Shape.TEXT:
        pale = mixed(theme["label"], theme["paper"], 0.55)
        yield Box(rect.inset(0.5), CARD_RADIUS - 1, None, Pen(HAIRLINE, pale, dashes=DASHES))
        return
    colour = theme["label" if is_dashed else "hairline"]
    rim = Pen(HAIRLINE, colour, dashes=DASHES if is_dashed else ())
    yield Box(rect, CARD_RADIUS, theme[look.tint], rim)
    if not look.has_disc:
        radius = min(CARD_RADIUS, rect.height / 2, ACCENT_WIDTH)
        bar = Rect(rect.x, rect.y, ACCENT_WIDTH, rect.height)
        yield from accent(bar, (radius, 0, 0, radius), look.accent, context)


def _touchpoint_marks(record: Touchpoint, rect: Rect, context: RenderContext) -> list[Primitive]:
    """Return the channel's icon in its disc, and the triangle of a moment of truth."""
    theme = context.theme
    x, y = rect.x + CARD_PAD + ICON_RADIUS, rect.y + CARD_PAD + ICON_RADIUS
    icon = card_details.channel_glyph(record.channel)
    disc = context.disc(icon, x, y, ICON_RADIUS, theme["touchpoint"], theme["paper"])
    drawing: list[Primitive] = [disc]
    if record.moment_of_truth:
        right, top = rect.right - CARD_PAD, rect.y + CARD_PAD + 2
        triangle = polyline(
            [(right - 11, top), (right, top), (right - 5.5, top + 8.5)], closed=True
        )
        drawing.append(Fill(triangle, theme["moment"]))
    return drawing


def _owners(card: MeasuredCard, rect: Rect, context: RenderContext) -> list[Primitive]:
    drawing: list[Primitive] = []
    x = rect.right - 4.5
    for persona_style in reversed(card.annotations.persona_styles):
        drawing.append(marker(persona_style, (x, rect.y + 4.5), 2.4, context))
        x -= MARKER_STEP
    return drawing


def source_numbers(graph: JourneyGraph) -> dict[str, int]:
    return {record.id: i + 1 for i, record in enumerate(graph.elements("evidence"))}


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
    numbers = [
        sources[relation.target]
        for relation in (graph.outgoing(record.id, "evidenced_by") if sources else ())
        if relation.target in sources
    ]
    named = record.persona or ()
    ids = (named,) if isinstance(named, str) else named
    return CardAnnotations(
        tuple(sorted(numbers)),
        is_assumption(graph, record),
        tuple(owners[id_] for id_ in ids if id_ in owners),
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
