"""A slide of 16:9 for one stage: its cards in their lanes and slots, in type that a room can read."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from journeyeditor.display.primitives import Box, Pen
from journeyeditor.display.theme import Theme, legible, mixed
from journeyeditor.exporters.slides import drawing_ml
from journeyeditor.exporters.slides.drawing_ml import Align, Paragraph, Run, ShapeWriter, Text
from journeyeditor.geometry import Point, Rect, Size
from journeyeditor.i18n import Texts
from journeyeditor.insight.funnel import FunnelRow
from journeyeditor.layout.grid import Grid, StageColumn
from journeyeditor.layout.lane_names import lane_kind_name
from journeyeditor.layout.lanes import Band
from journeyeditor.model import JourneyGraph, RecordId, Relation
from journeyeditor.poster.context import runs_right_to_left
from journeyeditor.typography.bidi import has_right_to_left
from journeyeditor.vocabulary import Common, Emotion, MapInfo, info_of, kind_class

SIZE = Size(960.0, 540.0)
MARGIN, LABELS = 40.0, 112.0
#: Where the lanes begin and end, and the distances of rows, slots and cards in a stack.
TOP, BOTTOM, ROW_GAP, SLOT_GAP, STACK_GAP = 140.0, 504.0, 9.0, 12.0, 5.0
#: Sizes of titles and notes of cards, and by how much they shrink and grow: what is small can be
#: enlarged, what is below the slide is lost.
TITLE, NOTE, LEAST, MOST = 13.0, 10.5, 0.3, 1.45
#: The width of a character as a share of the size, and the distance of lines.
ADVANCE, LEADING = 0.56, 1.2
#: The baseline of a line below its top, as a share of the distance of lines.
ASCENT = 0.8
PAD = 6.0
#: The size of a lane's name, and the width of what is at the right of the head and the foot.
LABEL, ASIDE = 11.0, 180.0
#: A card is not wider than is good to read.
WIDEST = 384.0
#: A slide shows so many characters of a note; all of it is in the map.
MOST_NOTE = 140
#: More stages have one bar together, on which a piece of this width says where the slide is.
MOST_BARS, NARROWEST = 120, 4.0


_OPPOSITE = {drawing_ml.LEFT: drawing_ml.RIGHT, drawing_ml.RIGHT: drawing_ml.LEFT}


class _Row(NamedTuple):
    """A lane with cards in the stage: its name, and the stack of each slot."""

    title: str
    stacks: tuple[tuple[Common, ...], ...]


class StageShapes:
    """The slide of a stage in progress; `number` counts from 0."""

    def __init__(
        self,
        graph: JourneyGraph,
        grid: Grid,
        cells: Mapping[tuple[int, int], Sequence[Common]],
        writer: ShapeWriter,
        theme: Theme,
        texts: Texts,
    ) -> None:
        """`cells` are all cards of the grid by lane and slot."""
        self._graph, self._grid, self._cells, self._writer = graph, grid, cells, writer
        self._theme, self._texts = theme, texts
        self._info: MapInfo = info_of(graph)
        self._places: dict[RecordId, tuple[int, Rect]] = {}
        #: What is left of others in most languages is right of them where these run the other way.
        self._is_mirrored = runs_right_to_left(graph, self._info)

    def of(self, number: int, funnel: FunnelRow | None) -> str:
        column = self._grid.columns[number]
        rows = list(self._rows(column))
        scale = self._scale(rows, column.slots)
        cards = list(self._lanes(rows, column.slots, scale))
        shapes = [*self._head(number, column, funnel), *cards, *self._connectors()]
        return "".join([*shapes, *self._foot(number)])

    # ---- around the lanes

    def _head(self, number: int, column: StageColumn, funnel: FunnelRow | None) -> Iterator[str]:
        theme, texts = self._theme, self._texts
        for bar, role in self._progress(number):
            yield self._box(Box(bar, 2, theme[role], None), "")
        stage = column.stage
        title = stage.title if stage else texts("Without a stage")
        words = self._directed(self._one(title, 30, theme["title"], is_bold=True))
        yield self._writer.title(self._placed(Rect(MARGIN, 48, 620, 40)), texts("Title"), words)
        yield self._words(Rect(MARGIN, 32, 620, 16), self._info.title, 11, theme["quiet"])
        if stage and stage.customer_goal:
            place_ = Rect(MARGIN, 92, 620, 36)
            yield self._words(place_, stage.customer_goal, 14, theme["quiet"], wraps=True)
        if funnel is not None and funnel.count is not None:
            yield from self._figures(funnel)

    def _progress(self, number: int) -> Iterator[tuple[Rect, str]]:
        """Yield bars for the stages, and the role of their colour; one for all where they are many."""
        count, room = len(self._grid.columns), SIZE.width - 2 * MARGIN
        if count > MOST_BARS:
            yield Rect(MARGIN, 22, room, 4), "hairline"
            at = (room - NARROWEST) * number / (count - 1)
            yield Rect(MARGIN + at, 22, NARROWEST, 4), "brand"
            return
        width = (room - (count - 1) * 3) / count
        for place in range(count):
            bar = Rect(MARGIN + place * (width + 3), 22, width, 4)
            yield bar, "brand" if place == number else "hairline"

    def _figures(self, funnel: FunnelRow) -> Iterator[str]:
        theme, texts = self._theme, self._texts
        assert funnel.count is not None
        number = self._one(texts.number(funnel.count), 30, theme["brand"], is_bold=True)
        yield self._flush_right(42, 40, number)
        words = texts("Customers entering")
        if funnel.computed is not None:
            words += f" · {texts.percent(funnel.computed)} →"
        yield self._flush_right(84, 16, self._one(words, 11, theme["quiet"]))

    def _foot(self, number: int) -> Iterator[str]:
        parts = (self._info.client, self._info.version_label, self._info.confidentiality)
        words = " · ".join(part for part in parts if part)
        theme = self._theme
        if words:
            yield self._words(Rect(MARGIN, 514, 700, 14), words, 9, theme["quiet"])
        page = f"{number + 1} / {len(self._grid.columns)}"
        yield self._flush_right(514, 14, self._one(page, 9, theme["quiet"]))

    # ---- lanes

    def _rows(self, column: StageColumn) -> Iterator[_Row]:
        grid, slots = self._grid, column.slot_range
        for index, spec in enumerate(grid.lanes):
            if spec.band is Band.FUNNEL or spec.collapsed:
                continue
            stacks = tuple(tuple(self._cells.get((index, slot), ())) for slot in slots)
            if any(stacks):
                yield _Row(spec.title or self._texts(lane_kind_name(spec)), stacks)

    def _scale(self, rows: Sequence[_Row], slots: int) -> float:
        """The largest scale of the type with which all rows fit."""
        scale = MOST
        while scale > LEAST and self._height(rows, slots, scale) > BOTTOM - TOP:
            scale -= 0.05
        return max(scale, LEAST)

    def _height(self, rows: Sequence[_Row], slots: int, scale: float) -> float:
        width = _slot_width(slots)
        return sum(self._row_height(row, width, scale) + ROW_GAP for row in rows) - ROW_GAP

    def _row_height(self, row: _Row, width: float, scale: float) -> float:
        def stack(cards: Sequence[Common]) -> float:
            heights = (self._card_height(card, width, scale) for card in cards)
            return sum(heights) + STACK_GAP * (len(cards) - 1)

        return max(map(stack, filter(None, row.stacks)))

    def _card_height(self, card: Common, width: float, scale: float) -> float:
        title, note = self._words_of(card)
        room = width - 2 * PAD
        lines = _lines(title, TITLE * scale, room) * TITLE * scale
        lines += _lines(note, NOTE * scale, room) * NOTE * scale
        return lines * LEADING + 2 * _pad(scale)

    def _lanes(self, rows: Sequence[_Row], slots: int, scale: float) -> Iterator[str]:
        theme, width = self._theme, _slot_width(slots)
        used = self._height(rows, slots, scale)
        spare = max(0.0, BOTTOM - TOP - used) / max(1, len(rows))
        gap = ROW_GAP + min(spare, 14.0)
        y = TOP
        for row in rows:
            height = self._row_height(row, width, scale)
            # A name is on the line of the titles beside it.
            below = _above(scale) + (TITLE * scale - LABEL) * LEADING * ASCENT
            label = Rect(MARGIN, y + below, LABELS - 12, height)
            yield self._words(label, row.title, LABEL, theme["label"], is_bold=True, wraps=True)
            for slot, stack in enumerate(row.stacks):
                top = y
                for card in stack:
                    tall = self._card_height(card, width, scale)
                    left = MARGIN + LABELS + slot * (width + SLOT_GAP)
                    yield self._card(card, Rect(left, top, width, tall), scale)
                    top += tall + STACK_GAP
            y += height + gap

    def _card(self, card: Common, rect: Rect, scale: float) -> str:
        theme = self._theme
        accent, ground = self._colours(card)
        title, note = self._words_of(card)
        runs = [(title, TITLE * scale, legible(theme["ink"], ground), True)]
        runs += [(note, NOTE * scale, legible(theme["quiet"], ground), False)] if note else []
        paragraphs = tuple(
            Paragraph((Run(words, size, colour, is_bold),), size * LEADING)
            for words, size, colour, is_bold in runs
            if words
        )
        text = Text(paragraphs, PAD + 2, _above(scale), PAD) if paragraphs else None
        number = self._writer.new_id()
        self._places[card.id] = (number, rect)
        box = Box(rect, 5.0, ground, Pen(1.0, mixed(accent, theme["paper"], 0.45)))
        kind = self._texts(kind_class(card.kind).look.title)
        own = " ".join(card.title.split())
        name = card.id if own and title == own else f"{card.id} …"
        return self._box(box, name, text, f"{kind}: {own}", number)

    def _colours(self, card: Common) -> tuple[str, str]:
        """The accent of a card and its ground; emotions have those of their score."""
        theme, look = self._theme, kind_class(card.kind).look
        if isinstance(card, Emotion) and card.score:
            pole = "above_zero" if card.score > 0 else "below_zero"
            ground = mixed(theme["paper"], theme[pole], min(1.0, 0.25 + abs(card.score) / 2.6))
            return theme["emotion"] if card.score > 0 else theme["pain"], ground
        tint = getattr(card, "tint", "")
        if tint:
            return theme.tint(tint), theme.ground(tint)
        ground = theme[look.tint]
        accent = theme[look.accent]
        return accent, mixed(accent, theme["paper"], 0.94) if look.tint == "paper" else ground

    def _words_of(self, card: Common) -> tuple[str, str]:
        """The title and the note of a card, each in one line."""
        title = " ".join(card.title.split())
        note = " ".join(card.note.split())
        if isinstance(card, Emotion):
            score = "" if card.score is None else self._texts.signed(card.score)
            title = " ".join(filter(None, (score, title)))
            note = " ".join(card.reason.split()) or note
            note = self._persona(card) + note
        if not title:
            title, note = note, ""
        return title, note if len(note) <= MOST_NOTE else f"{note[: MOST_NOTE - 1].rstrip()}…"

    def _persona(self, card: Emotion) -> str:
        if len(self._graph.personas()) < 2 or not card.persona:
            return ""
        if not self._graph.has_element(card.persona):
            return ""
        return f"{self._graph.element(card.persona).title}. "

    # ---- connectors and texts

    def _connectors(self) -> Iterator[str]:
        """Yield what leads from card to card, and what would cure what."""
        theme = self._theme
        for kind, colour in (("follows", theme["label"]), ("addresses", theme["opportunity"])):
            for relation in self._relations(kind):
                number, source = self._places[relation.source]
                other, target = self._places[relation.target]
                way = _way(source, target)
                if way is not None:
                    points, sites = way
                    if self._is_mirrored:
                        points = [Point(SIZE.width - point.x, point.y) for point in points]
                        sites = (
                            _OPPOSITE.get(sites[0], sites[0]),
                            _OPPOSITE.get(sites[1], sites[1]),
                        )
                    glued = ((number, sites[0]), (other, sites[1]))
                    yield self._writer.connector(points, glued, Pen(1.25, colour))

    def _relations(self, kind: str) -> Iterator[Relation]:
        """Yield the relations of a kind between cards of the slide, in the order of the graph."""
        for id_ in sorted(self._places, key=lambda id_: (len(id_), id_)):
            for relation in self._graph.outgoing(id_, kind):
                if relation.target in self._places:
                    yield relation

    def _one(self, words: str, size: float, colour: str, *, is_bold: bool = False) -> Text:
        line = " ".join(words.split())
        return Text((Paragraph((Run(line, size, colour, is_bold),), size * LEADING),))

    def _flush_right(self, y: float, height: float, text: Text) -> str:
        """A line that ends at the right margin."""
        rect = Rect(SIZE.width - MARGIN - ASIDE, y, ASIDE, height)
        box = Box(rect, 0, None, None)
        return self._box(box, "", text._replace(wraps=False, align="r"))

    def _words(
        self,
        rect: Rect,
        words: str,
        size: float,
        colour: str,
        *,
        is_bold: bool = False,
        wraps: bool = False,
    ) -> str:
        text = self._one(words, size, colour, is_bold=is_bold)._replace(wraps=wraps)
        return self._box(Box(rect, 0, None, None), "", text)

    # ---- sides

    def _box(
        self, box: Box, name: str, text: Text | None = None, alt: str = "", number: int = 0
    ) -> str:
        words = self._directed(text) if text else None
        return self._writer.box(box._replace(rect=self._placed(box.rect)), name, words, alt, number)

    def _placed(self, rect: Rect) -> Rect:
        return rect._replace(x=SIZE.width - rect.right) if self._is_mirrored else rect

    def _directed(self, text: Text) -> Text:
        if not self._is_mirrored:
            return text
        align: Align = "r" if text.align == "l" else "l"
        words = "".join(run.text for paragraph in text.paragraphs for run in paragraph.runs)
        return text._replace(
            align=align, is_reversed=has_right_to_left(words), left=text.right, right=text.left
        )


def _pad(scale: float) -> float:
    return PAD * max(scale, 0.7)


def _above(scale: float) -> float:
    """The room in a card above its title, less what the line has above its letters."""
    return _pad(scale) * 0.8


def _slot_width(slots: int) -> float:
    room = SIZE.width - 2 * MARGIN - LABELS - SLOT_GAP * (slots - 1)
    return min(WIDEST, room / slots)


def _lines(words: str, size: float, room: float) -> int:
    """How many lines a text needs, word by word."""
    lines, used = (1, 0.0) if words else (0, 0.0)
    for word in words.split():
        width = len(word) * size * ADVANCE
        if used and used + width > room:
            lines, used = lines + 1, 0.0
        lines += max(0, math.ceil(width / room) - 1)
        used += width + size * ADVANCE
    return lines


def _way(one: Rect, other: Rect) -> tuple[list[Point], tuple[int, int]] | None:
    """The corners of a connector and its sites; None where it would cross other cards."""
    is_next = 0 <= other.x - one.right < 2 * SLOT_GAP
    if is_next and abs(one.center.y - other.center.y) < max(one.height, other.height):
        start, end = Point(one.right, one.center.y), Point(other.x, other.center.y)
        middle = (start.x + end.x) / 2
        corners = [start, Point(middle, start.y), Point(middle, end.y), end]
        return corners, (drawing_ml.RIGHT, drawing_ml.LEFT)
    if one.y >= other.bottom or other.y >= one.bottom:
        is_up = one.y >= other.bottom
        start = Point(one.center.x, one.y if is_up else one.bottom)
        end = Point(other.center.x, other.bottom if is_up else other.y)
        middle = (start.y + end.y) / 2
        corners = [start, Point(start.x, middle), Point(end.x, middle), end]
        sites = (drawing_ml.TOP, drawing_ml.BOTTOM)
        return corners, sites if is_up else sites[::-1]
    return None
