"""Sheets of cards: how they fill paper, to be cut along lines or printed on sticky notes.

Stages come first, then each lane with its own card, its cards in the order of the journey, and for
a lane that is still empty as many empty cards as there are stages.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from types import MappingProxyType
from typing import NamedTuple

from journeyeditor.display.mirror import mirrored
from journeyeditor.display.path import polyline
from journeyeditor.display.primitives import (
    Bookmark,
    Box,
    Group,
    Metadata,
    Page,
    Pen,
    Primitive,
    Stroke,
    Tag,
)
from journeyeditor.display.theme import ramp
from journeyeditor.files import map_hash
from journeyeditor.geometry import POINTS_PER_MM, Point, Rect, Size, shift
from journeyeditor.i18n import N_
from journeyeditor.i18n import texts as texts_of
from journeyeditor.layout.grid import Grid, plan, stage_of
from journeyeditor.layout.lane_names import lane_kind_name
from journeyeditor.layout.lanes import Band
from journeyeditor.layout.recipes.personas import persona_styles
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.style import BOLD
from journeyeditor.model import JourneyGraph
from journeyeditor.poster.cards.card import FORMAT, PAD, SIDE, PaperCard, depict
from journeyeditor.poster.compose import WORKSHOP_KINDS, Poster
from journeyeditor.poster.context import runs_right_to_left
from journeyeditor.poster.options import (
    PosterError,
    PosterOptions,
    check_size,
    creation_date,
    no_lanes,
    requested_persona,
    requested_theme,
)
from journeyeditor.poster.paper import paper_size
from journeyeditor.poster.preflight.checks import text_findings
from journeyeditor.typography import Faces, Typesetter
from journeyeditor.vocabulary import Common, info_of
from journeyeditor.wall import codes

CARD_PAPER = "A4"
#: What office printers leave white, and the space between two notes on a sheet (mm).
LEAST_MARGIN_MM, BETWEEN_NOTES_MM = 5.0, 6.0
CUT_LENGTH, CUT_GAP = 10.0, 3.0
HEADER, SMALL_HEADER = 11.0, 8.5
#: The height of a note's adhesive edge.
STRIP = 0.2 * SIDE
#: The ways to make cards, with their names in English.
SORTS = MappingProxyType({"cut": N_("Cards"), "notes": N_("Sticky notes")})


class Cells(NamedTuple):
    """The cells of a sheet in points: its size, their upper left corners, and the gap between them."""

    trim: Size
    columns: int
    rows: int
    gap: float

    @property
    def area(self) -> Rect:
        width = self.columns * (SIDE + self.gap) - self.gap
        height = self.rows * (SIDE + self.gap) - self.gap
        return Rect((self.trim.width - width) / 2, (self.trim.height - height) / 2, width, height)

    @property
    def capacity(self) -> int:
        return self.columns * self.rows

    def at(self, number: int) -> Point:
        row, column = divmod(number, self.columns)
        step = SIDE + self.gap
        return Point(self.area.x + column * step, self.area.y + row * step)


def cells_of(options: PosterOptions) -> Cells:
    """The cells of the paper, turned so that most of them fit; raises PaperError and PosterError."""
    margin = options.margin_mm
    edge = (LEAST_MARGIN_MM if margin is None else margin) * POINTS_PER_MM
    gap = BETWEEN_NOTES_MM * POINTS_PER_MM if options.cards == "notes" else 0.0
    ways = (options.orientation,) if options.orientation else ("portrait", "landscape")
    sheets = []
    for way in ways:
        trim = paper_size(options.paper or CARD_PAPER, way)
        columns, rows = (math.floor((side - 2 * edge + gap) / (SIDE + gap) + 1e-6) for side in trim)
        sheets.append(Cells(trim, max(columns, 0), max(rows, 0), gap))
    best = max(sheets, key=lambda cells: cells.capacity)
    if not best.capacity:
        raise PosterError(
            N_("a card of 76 × 76 mm does not fit on the paper; reduce the margins or use A4")
        )
    return best


def card_sheets(
    graph: JourneyGraph, options: PosterOptions, faces: Faces, language: str = "en"
) -> Poster:
    """Compose the sheets of a map; `language` is that of the findings, not of the map.

    Raises like `compose`, and PosterError for a map without anything to print.
    """
    info = info_of(graph)
    theme = requested_theme(info, options)
    context = RenderContext(
        Typesetter(faces, info.language, is_grey=theme.is_monochrome),
        theme,
        texts_of(info.language),
        is_mirrored=runs_right_to_left(graph, info),
        format=FORMAT,
    )
    persona = requested_persona(graph, options.persona or "")
    lanes = options.lanes or info.poster.lanes
    grid = plan(graph, persona=persona, lanes=lanes, keep_empty=WORKSHOP_KINDS)
    if lanes and not grid.lanes:
        raise no_lanes(lanes)
    check_size(len(graph), 0)
    groups = [group for group in groups_of(graph, grid, context) if group.cards]
    cells = cells_of(options)
    sheets = _Sheets(graph, options, cells, context)
    pages = sheets.pages(groups)
    metadata = Metadata(
        info.title or context.texts("Customer journey map"),
        info.author,
        context.texts("Cards for the wall"),
        info.language or "en",
        creation_date(),
        map_hash(graph),
    )
    findings = text_findings(context.text_issues, texts_of(language))
    return Poster(tuple(pages), metadata, tuple(findings))


class CardGroup(NamedTuple):
    """Cards that belong together, with their name in the language of the map."""

    title: str
    cards: Sequence[PaperCard]


def groups_of(graph: JourneyGraph, grid: Grid, context: RenderContext) -> Iterator[CardGroup]:
    """Yield the stages, then each lane."""
    stages = [column.stage for column in grid.columns if column.stage is not None]
    theme, texts = context.theme, context.texts
    colours = ramp(theme["ramp"], theme["ramp_end"], len(stages), theme["title"])
    yield CardGroup(
        texts("Stages"),
        [
            PaperCard(stage.id, "stage", stage.title, stage, colours=pair)
            for stage, pair in zip(stages, colours, strict=True)
        ],
    )
    cells = grid.cards_by_cell()
    for index, spec in enumerate(grid.lanes):
        if spec.band is Band.FUNNEL or not spec.kinds:
            continue
        title = spec.title or texts(lane_kind_name(spec))
        own = PaperCard(codes.lane_key(spec.key), spec.kinds[0], title, is_lane=True)
        here = (record for slot in range(grid.slots) for record in cells.get((index, slot), ()))
        cards = [
            PaperCard(record.id, record.kind, record.title, record, _place(graph, record))
            for record in here
        ]
        if not cards:
            blank = PaperCard(codes.blank_key(spec.kinds[0]), spec.kinds[0], "")
            cards = [blank] * max(1, len(stages))
        yield CardGroup(title, [own, *cards])


def _place(graph: JourneyGraph, record: Common) -> str:
    stage = stage_of(graph, record)
    return graph.element(stage).title if stage else ""


class _Sheets:
    """The pages of groups of cards."""

    def __init__(
        self, graph: JourneyGraph, options: PosterOptions, cells: Cells, context: RenderContext
    ) -> None:
        self._title = info_of(graph).title
        self._cells, self._context = cells, context
        self._is_cut = options.cards != "notes"
        self._styles = persona_styles(graph, context.theme)

    def pages(self, groups: Sequence[CardGroup]) -> list[Page]:
        """One kind of note is on one sheet; sheets that are cut are filled."""
        cells, texts = self._cells, self._context.texts
        if self._is_cut:
            cards = [(group.title, card) for group in groups for card in group.cards]
            sheets = [
                cards[at : at + cells.capacity] for at in range(0, len(cards), cells.capacity)
            ]
            return [self._page(number, sheet) for number, sheet in enumerate(sheets)]
        sheets = [
            [(group.title, card) for card in group.cards[at : at + cells.capacity]]
            for group in groups
            for at in range(0, len(group.cards), cells.capacity)
        ]
        template = self._template(texts("Stick notes here"))
        return [template, *(self._page(number, sheet) for number, sheet in enumerate(sheets, 1))]

    def _page(self, number: int, cards: Sequence[tuple[str, PaperCard]]) -> Page:
        texts = self._context.texts
        titles = list(dict.fromkeys(title for title, _ in cards))
        drawing = [*self._header(number, texts.listed(titles, 4))]
        if self._is_cut:
            drawing += self._cut_lines(len(cards))
        named: set[str] = set()
        for place, (title, card) in enumerate(cards):
            x, y = self._cells.at(place)
            if title not in named:
                named.add(title)
                drawing.append(Bookmark(title, Point(x, y), 0))
            drawn = depict(card, self._styles, self._context, has_ground=self._is_cut)
            drawing.append(Group((drawn,), shift(x, y)))
        if self._is_cut:
            drawing += self._edges(len(cards))
        return self._finished(number, drawing)

    def _template(self, words: str) -> Page:
        """The sheet onto which notes are stuck before it goes through the printer again."""
        theme, texts = self._context.theme, self._context.texts
        advice = texts(
            "Print this sheet, stick a note onto each square with its adhesive edge at the top, put the sheet back into the printer and print one of the next pages on it. One sheet serves them all."
        )
        drawing = [*self._header(0, words)]
        for place in range(self._cells.capacity):
            x, y = self._cells.at(place)
            pen = Pen(0.8, theme["label"], dashes=(4.0, 3.0))
            frame = Box(Rect(x, y, SIDE, SIDE), 0, None, pen)
            edge = Stroke(polyline([(x, y + STRIP), (x + SIDE, y + STRIP)]), pen)
            drawing.append(Group((frame, edge), tag=Tag("Artifact")))
        x, y = self._cells.at(0)
        text = self._context.text(advice, HEADER, SIDE - 2 * PAD, max_lines=14)
        runs = self._context.place(text, x + PAD, y + STRIP + PAD, theme["quiet"])
        drawing.append(Group(tuple(runs), tag=Tag("P")))
        return self._finished(0, drawing)

    def _finished(self, number: int, drawing: Sequence[Primitive]) -> Page:
        trim, shown = self._cells.trim, tuple(drawing)
        if self._context.is_mirrored:
            shown = (Group(mirrored(shown), shift(trim.width, 0)),)
        paper = self._context.theme["paper"]
        return Page(trim, Rect(0, 0, *trim), shown, str(number + 1), 0.0, paper)

    def _header(self, number: int, words: str) -> Iterator[Primitive]:
        """Yield the line above the cells, and below them how to print."""
        area, theme, texts = self._cells.area, self._context.theme, self._context.texts
        room = area.y - LEAST_MARGIN_MM * POINTS_PER_MM - CUT_GAP - CUT_LENGTH
        if room < HEADER * 2:
            return
        page = texts("Page {number}").format(number=number + 1)
        right = self._context.write(
            page, SMALL_HEADER, area.right, area.y - 22, theme["quiet"], align="right"
        )
        width = area.width - self._context.measure(page, SMALL_HEADER) - 12
        name = self._context.text(words, HEADER, width, weight=BOLD, max_lines=1)
        left = self._context.place(
            name, area.x, area.y - 22 - HEADER, theme["title"], align="left", width=width
        )
        name_of_map = self._title or texts("Customer journey map")
        title = self._context.text(name_of_map, SMALL_HEADER, width, max_lines=1)
        above = self._context.place(
            title, area.x, area.y - 38 - HEADER, theme["quiet"], align="left", width=width
        )
        yield Group(tuple(above), tag=Tag("Artifact" if number else "H1"))
        yield Group(tuple(left), tag=Tag("H2"))
        yield Group(tuple(right), tag=Tag("Artifact"))
        advice = texts("Print at actual size (100 %). Each card is 76 × 76 mm.")
        foot = self._context.text(advice, SMALL_HEADER, area.width, max_lines=1)
        runs = self._context.place(
            foot, area.x, area.bottom + 16, theme["quiet"], align="left", width=area.width
        )
        yield Group(tuple(runs), tag=Tag("P" if number == 0 else "Artifact"))

    def _cut_lines(self, count: int) -> Iterator[Primitive]:
        """Yield the ends of the cutting lines outside the cells that are used."""
        area, cells = self._used(count), self._cells
        pen = Pen(0.6, self._context.theme["ink"])
        parts: list[Primitive] = []
        for column in range(round(area.width / SIDE) + 1):
            x = area.x + column * SIDE
            for y, way in ((area.y, -1), (area.bottom, 1)):
                line = [(x, y + way * CUT_GAP), (x, y + way * (CUT_GAP + CUT_LENGTH))]
                parts.append(Stroke(polyline(line), pen))
        for row in range(-(-count // cells.columns) + 1):
            y = area.y + row * SIDE
            for x, way in ((area.x, -1), (area.right, 1)):
                line = [(x + way * CUT_GAP, y), (x + way * (CUT_GAP + CUT_LENGTH), y)]
                parts.append(Stroke(polyline(line), pen))
        yield Group(tuple(parts), tag=Tag("Artifact"), name="cut")

    def _edges(self, count: int) -> Iterator[Primitive]:
        """Yield the edges of the cards, over their grounds."""
        pen = Pen(0.4, self._context.theme["label"])
        frames = [
            Box(Rect(*self._cells.at(place), SIDE, SIDE), 0, None, pen) for place in range(count)
        ]
        yield Group(tuple(frames), tag=Tag("Artifact"), name="edges")

    def _used(self, count: int) -> Rect:
        area, columns = self._cells.area, self._cells.columns
        width = min(count, columns) * SIDE
        return Rect(area.x, area.y, width, -(-count // columns) * SIDE)
