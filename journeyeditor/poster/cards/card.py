"""One card of paper, 76 × 76 mm, to be read from two metres: kind, title, facts, short id and mark.

Lengths are points, from the upper left corner of the card.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Set
from typing import NamedTuple, TypeAlias

from journeyeditor.display.path import Segment, polyline
from journeyeditor.display.primitives import Box, Fill, Group, Pen, Primitive, Tag
from journeyeditor.display.theme import READABLE, legible, mixed
from journeyeditor.geometry import POINTS_PER_MM, Point, Rect
from journeyeditor.layout.recipes import card_details
from journeyeditor.layout.recipes.cards import quoted
from journeyeditor.layout.recipes.emotion_curve import EmotionPoint, depict_face
from journeyeditor.layout.recipes.personas import PersonaStyle
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.style import BOLD, LEADING, PRINT, REGULAR, SEMIBOLD, Format, TypeSizes
from journeyeditor.typography import Paragraph
from journeyeditor.vocabulary import Common, Emotion, Stage, Thought, Touchpoint, kind_class
from journeyeditor.vocabulary.touchpoint import CHANNELS
from journeyeditor.wall import codes
from journeyeditor.wall.measures import MARK_INSET_MM, MARK_MM, SIDE_MM

SIDE = SIDE_MM * POINTS_PER_MM
MARK, MARK_INSET = MARK_MM * POINTS_PER_MM, MARK_INSET_MM * POINTS_PER_MM
#: White around a mark: one of its cells.
QUIET_ZONE = MARK / (codes.SIDE + 2)
#: Around the texts; between the foot and what is above it.
PAD, ABOVE_FOOT, BESIDE_MARK, ABOVE_GOAL = 12.0, 5.0, 9.0, 5.0
BAND, BAND_ICON, BAND_TEXT = 27.0, 15.0, 11.5
#: An x-height of 5 mm, which is read from two metres without effort, is type of 26 points.
TITLE_SIZES = (34.0, 30.0, 26.0, 23.0, 20.0, 17.0, 15.0, 13.0)
#: From this size on, words are hyphenated rather than made smaller.
LARGE_TITLE = 23.0
NOTE_SIZE, PLACE_SIZE, ID_SIZE = 10.5, 9.0, 12.0
LANE_ICON, FACE = 40.0, 19.0
#: How much of its paper shows through the colour of a card.
PALENESS = 0.89
#: What a card takes from the recipes of the map, at sizes for a wall.
FORMAT: Format = PRINT._replace(
    sizes=TypeSizes(title=20.0, note=NOTE_SIZE, facts=9.0, figure=38.0), pip_radius=2.5
)

#: A corner of a cell: column and row.
_Corner: TypeAlias = tuple[int, int]


class PaperCard(NamedTuple):
    """What a card shows. `key` is that of its mark, `record` None for an empty card and a lane.

    `place` says where it hangs. A stage has the colours of its chevron: background and text.
    """

    key: str
    kind: str
    title: str
    record: Common | None = None
    place: str = ""
    colours: tuple[str, str] | None = None
    is_lane: bool = False


def depict(
    card: PaperCard,
    styles: dict[str | None, PersonaStyle],
    context: RenderContext,
    *,
    has_ground: bool,
) -> Group:
    """Return a card at (0, 0); without a ground it is printed on a note that has a colour."""
    drawing: list[Primitive] = []
    if has_ground:
        drawing += _ground(card, context)
    if card.is_lane:
        drawing += _lane(card, context)
    elif card.colours is not None:
        drawing += _stage(card, card.colours[1], context, has_ground=has_ground)
    else:
        drawing += _band(card, context, has_ground=has_ground)
        drawing += _content(card, styles, context)
    drawing += _foot(card, context, has_ground=has_ground)
    record = card.record.id if card.record else ""
    return Group(tuple(drawing), tag=Tag("Sect", record=record), name=card.key)


def _accent(card: PaperCard, context: RenderContext) -> str:
    theme = context.theme
    return legible(theme[kind_class(card.kind).look.accent], theme["paper"], READABLE)


def _ground(card: PaperCard, context: RenderContext) -> Iterator[Primitive]:
    theme = context.theme
    if card.colours is not None:
        yield Box(Rect(0, 0, SIDE, SIDE), 0, card.colours[0], None)
    elif card.is_lane:
        pen = Pen(3.0, _accent(card, context))
        yield Box(Rect(0, 0, SIDE, SIDE).inset(PAD / 2), 9, theme["paper"], pen)
    elif card.record is not None and not theme.is_monochrome:
        pale = mixed(theme[kind_class(card.kind).look.accent], theme["paper"], PALENESS)
        yield Box(Rect(0, 0, SIDE, SIDE), 0, pale, None)


def _band(card: PaperCard, context: RenderContext, *, has_ground: bool) -> Iterator[Primitive]:
    """Yield icon and name of the kind: white on its colour, or in its colour on a note."""
    accent, theme = _accent(card, context), context.theme
    ink = accent
    if has_ground:
        yield Box(Rect(0, 0, SIDE, BAND), 0, accent, None)
        ink = theme["paper"]
    look = kind_class(card.kind).look
    yield context.glyph(look.glyph, PAD, (BAND - BAND_ICON) / 2, BAND_ICON, ink)
    x = PAD + BAND_ICON + 6
    room = SIDE - PAD - x
    kind, channel = context.texts(look.title), _channel(card, context)
    words = f"{kind} · {channel}" if channel else kind
    if channel and context.measure(words, BAND_TEXT, SEMIBOLD) > room:
        words = channel
    name = context.text(words, BAND_TEXT, room, weight=SEMIBOLD, max_lines=1)
    y = (BAND - name.height) / 2
    runs = context.place(name, x, y, ink, width=room)
    yield Group(tuple(runs), tag=Tag("P"))


def _channel(card: PaperCard, context: RenderContext) -> str:
    if not isinstance(card.record, Touchpoint) or not card.record.channel:
        return ""
    channel = card.record.channel
    return context.texts(CHANNELS[channel]) if channel in CHANNELS else channel.replace("_", " ")


def _content(
    card: PaperCard, styles: dict[str | None, PersonaStyle], context: RenderContext
) -> Iterator[Primitive]:
    """Yield the title, as large as fits, and below it what else the kind shows and the note."""
    record = card.record
    if record is None:
        return
    width, y = SIDE - 2 * PAD, BAND + 9.0
    bottom = SIDE - MARK_INSET - MARK - ABOVE_FOOT
    if isinstance(record, Emotion) and record.score is not None:
        yield from _face(record, record.score, y, styles, context)
        y += 2 * FACE + 6
    body = card_details.body(record, width, context)
    if body is not None:
        yield Group(tuple(body.depict(PAD, y, context)), tag=Tag("P"))
        y += body.height + 5
    reason = record.reason if isinstance(record, Emotion) else ""
    words, weight = card.title or reason, SEMIBOLD
    if not words:
        return
    if isinstance(record, Thought):
        words, weight = quoted(words, context), REGULAR
    title = fitted(words, width, bottom - y, weight, context)
    runs = context.place(title, PAD, y, context.theme["ink"], width=width, owner=record.id)
    yield Group(tuple(runs), tag=Tag("P"))
    y += title.height + 4
    note = record.note or (reason if card.title else "")
    lines = int((bottom - y) / (NOTE_SIZE * LEADING))
    if note and lines > 0:
        text = context.note(note, NOTE_SIZE, width, max_lines=100)
        if len(text.lines) <= lines:  # a note that is cut off belongs on the poster
            runs = context.place(text, PAD, y, context.theme["quiet"], width=width, owner=record.id)
            yield Group(tuple(runs), tag=Tag("P"))


def fitted(
    words: str, width: float, height: float, weight: int, context: RenderContext
) -> Paragraph:
    """Return words in the largest type in which they fit; large words are hyphenated only to stay so."""
    for size in TITLE_SIZES:
        is_whole = all(context.measure(word, size, weight) <= width for word in words.split())
        for hyphenate in (False, True) if size <= LARGE_TITLE else (False,):
            text = context.text(words, size, width, weight=weight, hyphenate=hyphenate)
            if (is_whole or hyphenate) and text.height <= height:
                return text
    size = TITLE_SIZES[-1]
    most = max(1, int(height / (size * LEADING)))
    return context.text(words, size, width, weight=weight, max_lines=most)


def _face(
    record: Emotion,
    score: float,
    y: float,
    styles: dict[str | None, PersonaStyle],
    context: RenderContext,
) -> Iterator[Primitive]:
    style = styles.get(record.persona) or styles[None]
    at = Point(PAD + FACE, y + FACE)
    yield depict_face(style, EmotionPoint(0, at, score), context, radius=FACE)
    x = PAD + 2 * FACE + 9
    size = 26.0
    runs = context.write(
        context.texts.signed(score), size, x, y + FACE + 0.36 * size, style.colour, weight=BOLD
    )
    yield Group(tuple(runs), tag=Tag("P"))


def _stage(
    card: PaperCard, ink: str, context: RenderContext, *, has_ground: bool
) -> Iterator[Primitive]:
    """Yield a stage: its icon, its name and its goal."""
    colour = ink if has_ground else context.theme["title"]
    width = SIDE - 2 * PAD
    yield context.glyph("stage", PAD, PAD, 18, colour)
    name = context.text(
        context.texts(kind_class("stage").look.title), BAND_TEXT, width, weight=SEMIBOLD
    )
    runs = context.place(name, PAD + 25, PAD + (18 - name.height) / 2, colour, width=width - 25)
    yield Group(tuple(runs), tag=Tag("P"))
    y = PAD + 28
    room = SIDE - MARK_INSET - MARK - QUIET_ZONE - y
    title = fitted(card.title, width, room, BOLD, context)
    goal = None
    if isinstance(card.record, Stage) and card.record.customer_goal:
        goal = context.text(card.record.customer_goal, NOTE_SIZE, width)
        smaller = fitted(card.title, width, room - ABOVE_GOAL - goal.height, BOLD, context)
        if smaller.size >= LARGE_TITLE * context.type_scale:
            title = smaller
        if title.height + ABOVE_GOAL + goal.height > room:
            goal = None
    owner = card.record.id if card.record else ""
    runs = context.place(title, PAD, y, colour, width=width, owner=owner)
    yield Group(tuple(runs), tag=Tag("P"))
    if goal is not None:
        y += title.height + ABOVE_GOAL
        runs = context.place(goal, PAD, y, colour, width=width, owner=owner)
        yield Group(tuple(runs), tag=Tag("P"))


def _lane(card: PaperCard, context: RenderContext) -> Iterator[Primitive]:
    accent = _accent(card, context)
    look = kind_class(card.kind).look
    left = PAD * 1.5
    width = SIDE - 2 * left
    yield context.glyph(look.glyph, left, left, LANE_ICON, accent)
    y = left + LANE_ICON + 8
    title = fitted(card.title, width, SIDE - MARK_INSET - MARK - ABOVE_FOOT - y, BOLD, context)
    runs = context.place(title, left, y, accent, width=width)
    yield Group(tuple(runs), tag=Tag("P"))


def _foot(card: PaperCard, context: RenderContext, *, has_ground: bool) -> Iterator[Primitive]:
    """Yield the facts, the short id and the mark of a card along its lower edge."""
    theme = context.theme
    top = SIDE - MARK_INSET - MARK
    # The mark is at the right also on a mirrored sheet: a camera knows nothing of scripts.
    left = MARK_INSET if context.is_mirrored else top
    if has_ground and card.colours is not None:
        yield Box(Rect(left, top, MARK, MARK).inset(-QUIET_ZONE), 0, theme["paper"], None)
    yield Group((mark(card.key, left, top, context),), tag=Tag("Artifact"), name="mark")
    if card.record is None and not card.is_lane:
        return  # an empty card has room for words
    colour = theme["quiet"]
    if has_ground and card.colours is not None:
        colour = card.colours[1]
    margin = PAD * 1.5 if card.is_lane else PAD
    width = top - margin - BESIDE_MARK
    x = SIDE - margin - width if context.is_mirrored else margin
    id_ = context.text(codes.short_id(card.key), ID_SIZE, width, weight=SEMIBOLD)
    y = SIDE - MARK_INSET - id_.height + 2
    drawing: list[Primitive] = [
        *context.place(id_, x, y, colour, align="left", width=width),
    ]
    place = context.text(card.place, PLACE_SIZE, width) if card.place else None
    if place is not None and len(place.lines) == 1:
        y -= place.height
        drawing += context.place(place, x, y, colour, align="left", width=width)
    footer = card_details.footer(card.record, width, context) if card.record else None
    if footer is not None and card.colours is None and footer.height <= y - top + ABOVE_FOOT:
        drawing += footer.depict(x, y - 1, width, context)
    yield Group(tuple(drawing), tag=Tag("P"))


def mark(key: str, x: float, y: float, context: RenderContext) -> Primitive:
    """Return the square of a key with its border, its upper left corner at (x, y)."""
    cell = MARK / (codes.SIDE + 2)
    bits = codes.square_of(key)
    inside = range(codes.SIDE)
    black = {
        (column, row)
        for column in range(-1, codes.SIDE + 1)
        for row in range(-1, codes.SIDE + 1)
        if column not in inside or row not in inside or not bits[row * codes.SIDE + column]
    }
    if context.is_mirrored:  # a mirrored sheet must not mirror what a camera reads
        black = {(codes.SIDE - 1 - column, row) for column, row in black}
    path: list[Segment] = []
    for loop in _outlines(black):
        points = [(x + (column + 1) * cell, y + (row + 1) * cell) for column, row in loop]
        path += polyline(points, closed=True)
    return Fill(tuple(path), "#000000")


def _outlines(cells: Set[_Corner]) -> Iterator[list[_Corner]]:
    """Yield the outlines of an area of cells: drawn cell by cell it would show its seams."""
    ends: dict[_Corner, list[_Corner]] = defaultdict(list)
    for column, row in cells:
        around = (column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1)
        neighbours = (column, row - 1), (column + 1, row), (column, row + 1), (column - 1, row)
        for place, neighbour in enumerate(neighbours):
            if neighbour not in cells:
                ends[around[place]].append(around[(place + 1) % 4])
    while ends:
        first = at = min(ends)
        loop: list[_Corner] = []
        while not loop or at != first:
            loop.append(at)
            following = ends[at].pop()
            if not ends[at]:
                del ends[at]
            at = following
        yield loop
