"""Slides of other people: tables, boxes in rows and columns, and bullets below titles as journeys.

What stands in a grid becomes a table, and is read like any other one; boxes without names of rows
are a board. Only text, places and connectors are looked at, so many of them at most.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from typing import Any, NamedTuple

from journeyeditor.exchange.boards.board import Board, Line, Shape, grid_of_shapes, read_board
from journeyeditor.exchange.boards.colours import tint_of
from journeyeditor.exchange.boards.lane_words import kind_of_lane
from journeyeditor.exchange.boards.texts import Words, clean
from journeyeditor.exchange.checkpoints import checkpoints
from journeyeditor.exchange.importers import FoundJourney, Imported, ImportFailure
from journeyeditor.exchange.separated_values import MAX_ROWS
from journeyeditor.exchange.tables.blocks import (
    MAX_COLUMNS,
    Block,
    Document,
    Grid,
    Heading,
    Item,
    Outline,
    grid_of,
)
from journeyeditor.exchange.tables.building import build
from journeyeditor.exchange.tables.journey import JourneyTable
from journeyeditor.exchange.tables.lists import keyed
from journeyeditor.exchange.tables.pages import journeys_of
from journeyeditor.exchange.tables.words import is_stage_heading, names_lane
from journeyeditor.geometry import Rect
from journeyeditor.i18n import N_, Phrase
from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import Follows, may_connect

#: Slides, shapes on all of them, and groups inside one another.
MAX_SLIDES, MAX_SHAPES, MAX_DEPTH = 300, 20_000, 20
#: EMU to a point.
_EMU = 12_700
_TITLES, _HIDDEN = {"TITLE", "CENTER_TITLE"}, {"DATE", "FOOTER", "SLIDE_NUMBER", "HEADER"}
_BODIES = {"BODY", "OBJECT", "VERTICAL_BODY", "SUBTITLE"}


class _Frame(NamedTuple):
    """How the inside of a group lies on the slide, in EMU."""

    x: float = 0.0
    y: float = 0.0
    across: float = 1.0
    down: float = 1.0

    def rect(self, shape: Any) -> Rect:
        """The place of a shape in points."""
        left, top, width, height = (
            float(side or 0) for side in (shape.left, shape.top, shape.width, shape.height)
        )
        x, y = self.x + left * self.across, self.y + top * self.down
        return Rect(
            x / _EMU, y / _EMU, abs(width * self.across) / _EMU, abs(height * self.down) / _EMU
        )


@dataclass
class _Slide:
    """What is on a slide: its title, boxes with words, bullets, tables, and connectors."""

    number: int
    title: str = ""
    boxes: list[Shape] = field(default_factory=list)
    bullets: list[tuple[int, str]] = field(default_factory=list)
    tables: list[Grid] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    @property
    def is_stage(self) -> bool:
        """Whether it is more than a cover: drawn, called a stage, or with bullets of lanes."""
        has_lanes = any(names_lane(keyed(words)[0]) for _, words in self.bullets)
        return bool(self.tables or self.boxes) or has_lanes or is_stage_heading(self.title)

    @property
    def place(self) -> Phrase:
        return Phrase(N_("slide {slide}"), slide=self.number)


def find_slides(data: bytes) -> list[FoundJourney]:
    """The journeys of a deck that another program made; raises ImportFailure."""
    slides = list(_slides(data))
    tables = [
        each for each in journeys_of(_document(slides)) if each.has_cards and not each.is_weak
    ]
    found = [_found(table, slides) for table in tables]
    if not found:
        found = [
            FoundJourney(slide.title, slide.place, partial(read_board, board))
            for slide in slides
            if (board := _board(slide)) is not None
        ]
    if not found:
        raise ImportFailure(
            Phrase(
                N_(
                    "holds no journey; give it a table, or a row of boxes for the stages with the cards below"
                )
            )
        )
    return found


def _slides(data: bytes) -> Iterator[_Slide]:
    from pptx import Presentation

    try:
        deck = Presentation(BytesIO(data))
        left = MAX_SHAPES
        for number, slide in enumerate(deck.slides, 1):
            if number > MAX_SLIDES:
                break
            reader = _Reader(_Slide(number), left)
            reader.add(slide.shapes, _Frame())
            left = reader.left
            yield _titled(reader.slide)
    except ImportFailure:
        raise
    except Exception as error:  # python-pptx fails in many ways on a damaged file
        raise ImportFailure(Phrase(N_("is a damaged deck of slides; save it again"))) from error


class _Reader:
    """The shapes of one slide; `left` is how many more are read."""

    def __init__(self, slide: _Slide, left: int) -> None:
        self.slide, self.left = slide, left

    def add(self, shapes: Iterable[Any], frame: _Frame, depth: int = 0) -> None:
        for shape in checkpoints(shapes):
            if self.left <= 0:
                many = N_("has more than {count} shapes; split it")
                raise ImportFailure(Phrase(many, count=MAX_SHAPES))
            self.left -= 1
            if hasattr(shape, "shapes"):
                if depth < MAX_DEPTH:
                    self.add(shape.shapes, _inside(shape, frame), depth + 1)
            elif hasattr(shape, "begin_x"):
                self._add_line(shape)
            elif getattr(shape, "has_table", False):
                self._add_table(shape.table)
            elif shape.has_text_frame:
                self._add_text(shape, frame)

    def _add_line(self, shape: Any) -> None:
        ends = [
            shape._element.xpath(f"p:nvCxnSpPr/p:cNvCxnSpPr/a:{end}/@id")  # noqa: SLF001 - no API
            for end in ("stCxn", "endCxn")
        ]
        if all(ends):
            source, target = (self._id(str(found[0])) for found in ends)
            self.slide.lines.append(Line(self._id(f"c{shape.shape_id}"), source, target))

    def _add_table(self, table: Any) -> None:
        rows: list[list[str]] = []
        fills: list[tuple[int, int, str]] = []
        for r, row in enumerate(list(table.rows)[:MAX_ROWS]):
            cells = []
            for c, cell in enumerate(list(row.cells)[:MAX_COLUMNS]):
                cells.append("" if cell.is_spanned else clean(_words(cell.text_frame)))
                if colour := _colour(cell):
                    fills.append((r, c, colour))
            rows.append(cells)
        grid = grid_of(rows, place=self.slide.place, fills=tuple(fills))
        if grid is not None:
            self.slide.tables.append(grid)

    def _add_text(self, shape: Any, frame: _Frame) -> None:
        kind = shape.placeholder_format.type.name if shape.is_placeholder else ""
        paragraphs = [
            (paragraph.level, clean(_text_of(paragraph)))
            for paragraph in shape.text_frame.paragraphs
        ]
        paragraphs = [(level, words) for level, words in paragraphs if words]
        if not paragraphs or kind in _HIDDEN:
            return
        if kind in _TITLES:
            self.slide.title = " ".join(words for _, words in paragraphs)
        elif kind in _BODIES:
            self.slide.bullets += paragraphs
        else:
            title, *rest = (words for _, words in paragraphs)
            self.slide.boxes.append(
                Shape(
                    self._id(str(shape.shape_id)),
                    Words(title, "\n".join(rest)),
                    frame.rect(shape),
                    fields={"tint": tint_of(_colour(shape))},
                )
            )

    def _id(self, shape: str) -> str:
        return f"{self.slide.number}.{shape}"


def _inside(group: Any, frame: _Frame) -> _Frame:
    """The frame of what is in a group."""
    found = group._element.xpath("p:grpSpPr/a:xfrm")  # noqa: SLF001 - no API
    inner = {}
    for name in ("off", "ext", "chOff", "chExt"):
        part = found[0].xpath(f"a:{name}") if found else []
        inner[name] = (
            [float(value) for value in part[0].attrib.values()][:2] if part else [0.0, 0.0]
        )
    across = inner["ext"][0] / inner["chExt"][0] if inner["chExt"][0] else 1.0
    down = inner["ext"][1] / inner["chExt"][1] if inner["chExt"][1] else 1.0
    return _Frame(
        frame.x + (inner["off"][0] - inner["chOff"][0] * across) * frame.across,
        frame.y + (inner["off"][1] - inner["chOff"][1] * down) * frame.down,
        frame.across * across,
        frame.down * down,
    )


def _words(text: Any) -> str:
    return "\n".join(_text_of(paragraph) for paragraph in text.paragraphs)


def _text_of(paragraph: Any) -> str:
    return str(paragraph.text).replace("\v", "\n")


def _colour(shape: Any) -> str:
    """The filling as #RRGGBB, "" for none of its own and for one of the theme."""
    fill = shape.fill
    if fill.type != 1:  # solid
        return ""
    colour = fill.fore_color
    return f"#{colour.rgb}" if colour.type == 1 else ""


def _titled(slide: _Slide) -> _Slide:
    """A slide whose title is a text above everything else, if it has no other one."""
    if not slide.title and len(slide.boxes) > 2:
        first, *others = sorted(slide.boxes, key=lambda box: box.rect.y)
        if first.rect.bottom <= min(box.rect.y for box in others) + 1:
            slide.title = first.words.title
            slide.boxes.remove(first)
    return slide


def _document(slides: Sequence[_Slide]) -> Document:
    """The deck as a page: a heading for each slide, then its tables, its grid, or its bullets."""
    blocks: list[Block] = []
    for slide in slides:
        is_cover = slide.number == 1 and len(slides) > 1 and not slide.is_stage
        if slide.title:
            blocks.append(Heading(1 if is_cover else 2, slide.title, slide.number))
        if slide.tables:
            blocks += slide.tables
        elif (grid := _grid(slide)) is not None:
            blocks.append(grid)
        elif slide.bullets and not is_cover:
            blocks.append(Outline(tuple(_items(slide))))
    return Document(tuple(blocks))


def _items(slide: _Slide) -> Iterator[Item]:
    for level, words in slide.bullets:
        yield Item(level, " ".join(words.split()), slide.number)


def _grid(slide: _Slide) -> Grid | None:
    """The boxes of a slide as a table; None unless they have names of rows and columns."""
    bands, heads = grid_of_shapes(slide.boxes)
    if not bands or not heads:
        return None
    taken = {shape.id for shape in (*bands, *heads)}
    cells: dict[tuple[int, int], list[str]] = {}
    for box in sorted(slide.boxes, key=lambda box: (box.rect.y, box.rect.x)):
        middle = box.rect.center
        row = next((i for i, b in enumerate(bands) if b.rect.y <= middle.y < b.rect.bottom), None)
        if box.id in taken or row is None:
            continue
        column = min(range(len(heads)), key=lambda i: abs(heads[i].rect.center.x - middle.x))
        cells.setdefault((row, column), []).append(_text(box.words))
    rows = [["", *(head.words.title for head in heads)]]
    for number, band in enumerate(bands):
        lines = ["\n".join(cells.get((number, column), ())) for column in range(len(heads))]
        if any(lines) or kind_of_lane(band.words.title):
            rows.append([band.words.title, *lines])
    return grid_of(rows, place=slide.place, has_header=True)


def _text(words: Words) -> str:
    return "\n".join(filter(None, words))


def _found(table: JourneyTable, slides: Sequence[_Slide]) -> FoundJourney:
    """A journey; where connectors lead from card to card, with them, and else to be previewed."""
    lines = [line for slide in slides if slide.place == table.place for line in slide.lines]
    if not lines:
        return FoundJourney(table.title, table.place, partial(build, table), table)
    words = {box.id: box.words.title for slide in slides for box in slide.boxes}
    ends = [(words.get(line.source, ""), words.get(line.target, "")) for line in lines]
    return FoundJourney(table.title, table.place, partial(_connected, table, ends))


def _connected(table: JourneyTable, ends: Sequence[tuple[str, str]]) -> Imported:
    """The map of a table, whose cards are connected by their words."""
    imported = build(table)
    graph = imported.graph
    cards: dict[str, str] = {}
    for card in graph.elements():
        if card.is_card and card.title:
            cards.setdefault(card.title, card.id)
    known = {(relation.source, relation.target) for relation in graph.relations()}
    added = []
    for number, (one, other) in enumerate(ends, 1):
        source, target = cards.get(one), cards.get(other)
        if source and target and (source, target) not in known:
            kinds = graph.element(source).kind, graph.element(target).kind
            if source != target and may_connect(kinds[0], "follows", kinds[1]):
                known.add((source, target))
                added.append(Follows(id=f"f{number}", source=source, target=target))
    whole = JourneyGraph.of(graph.info, (*graph.elements(), *graph.relations(), *added))
    return Imported(whole, imported.notes, imported.guesses)


def _board(slide: _Slide) -> Board | None:
    """The boxes of a slide as a board; None if nothing says that they are a journey."""
    known = {box.id for box in slide.boxes}
    lines = [line for line in slide.lines if {line.source, line.target} <= known]
    connected = {end for line in lines for end in (line.source, line.target)}
    _, heads = grid_of_shapes(slide.boxes)
    if len(slide.boxes) < 3 or not (heads or len(connected) * 2 > len(slide.boxes)):
        return None
    return Board(slide.boxes, lines, slide.title)
