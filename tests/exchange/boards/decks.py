"""Decks as other people draw them, made with python-pptx."""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.util import Cm

BLANK, TITLE_ONLY, TITLE_AND_BODY, COVER = 6, 5, 1, 0


class Deck:
    """A deck in the making; places are centimetres from the upper left corner."""

    def __init__(self) -> None:
        self.deck: Any = Presentation()
        self.deck.slide_width, self.deck.slide_height = Cm(33.87), Cm(19.05)
        self.slide: Any = None

    def new(self, layout: int = BLANK, title: str = "") -> Deck:
        self.slide = self.deck.slides.add_slide(self.deck.slide_layouts[layout])
        if title:
            self.slide.shapes.title.text = title
        return self

    def box(
        self,
        words: str,
        x: float,
        y: float,
        width: float = 5.0,
        height: float = 1.6,
        *,
        shape: Any = MSO_SHAPE.ROUNDED_RECTANGLE,
        fill: str = "",
        into: Any = None,
    ) -> Any:
        shapes = self.slide.shapes if into is None else into.shapes
        box = shapes.add_shape(shape, Cm(x), Cm(y), Cm(width), Cm(height))
        box.text_frame.text = words
        if fill:
            box.fill.solid()
            box.fill.fore_color.rgb = RGBColor(*bytes.fromhex(fill))  # type: ignore[no-untyped-call]
        return box

    def text(self, words: str, x: float, y: float, width: float = 5.0, height: float = 1.0) -> Any:
        box = self.slide.shapes.add_textbox(Cm(x), Cm(y), Cm(width), Cm(height))
        box.text_frame.text = words
        return box

    def connect(self, one: Any, other: Any) -> None:
        line = self.slide.shapes.add_connector(MSO_CONNECTOR.ELBOW, 0, 0, 0, 0)
        line.begin_connect(one, 3)
        line.end_connect(other, 1)

    def table(self, rows: list[list[str]]) -> Any:
        shape = self.slide.shapes.add_table(
            len(rows), len(rows[0]), Cm(1), Cm(3), Cm(30), Cm(2 * len(rows))
        )
        for r, row in enumerate(rows):
            for c, words in enumerate(row):
                shape.table.cell(r, c).text = words
        return shape.table

    def bullets(self, *lines: tuple[int, str]) -> None:
        frame = self.slide.placeholders[1].text_frame
        for number, (level, words) in enumerate(lines):
            paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            paragraph.text, paragraph.level = words, level

    def data(self) -> bytes:
        file = BytesIO()
        self.deck.save(file)
        return file.getvalue()


def grid_deck() -> Deck:
    """Chevrons for the stages, names of lanes on the left, cards below, a column in a group."""
    deck = Deck().new(TITLE_ONLY, "Renting a bike")
    for number, title in enumerate(["Discover", "Unlock", "Ride", "Return"]):
        deck.box(title, 5.5 + 7 * number, 3, 6.5, 1.5, shape=MSO_SHAPE.CHEVRON, fill="1F4E79")
    for number, lane in enumerate(["Doing", "Thinking", "Feeling", "Pains", "Ideas"]):
        deck.text(lane, 0.5, 5 + 2.6 * number, 4.2, 2.2)
    finds = deck.box("Finds a bike in the app", 5.6, 5.1)
    scans = deck.box("Scans the code", 12.6, 5.1)
    deck.box("Rides to work", 19.6, 5.1)
    parks = deck.box("Parks at a station\nTakes a photo", 26.6, 5.1)
    deck.connect(finds, scans)
    deck.connect(scans, parks)
    deck.box("Is there one near me?", 5.6, 7.7)
    deck.box("Did it work?", 12.6, 7.7)
    for x, face in ((7, "🙂"), (14, "🙁"), (21, "😀"), (28, "😐")):
        deck.text(face, x, 10.4, 2, 1.2)
    group = deck.slide.shapes.add_group_shape()
    deck.box("Code is scratched", 12.6, 12.9, 5, 1, into=group, fill="F8CECC")
    deck.box("No signal in the garage", 12.6, 14, 5, 1, into=group, fill="F8CECC")
    deck.box("Unlock by Bluetooth", 12.6, 15.5)
    deck.text("© Acme 2026", 0.5, 18.2, 4, 0.6)
    return deck


def table_deck() -> Deck:
    deck = Deck().new(COVER, "Visiting the dentist").new(TITLE_ONLY, "Journey map")
    table = deck.table(
        [
            ["", "Before", "", "At the clinic"],
            ["Step", "Books a time", "Gets a reminder", "Waits"],
            ["Touchpoint", "Website", "SMS", "Reception"],
            ["Emotion", "4/5", "3/5", "1/5"],
            ["Pain point", "—", "Too early", "Runs late"],
        ]
    )
    table.cell(0, 1).merge(table.cell(0, 2))
    return deck


def bullet_deck() -> Deck:
    deck = Deck().new(COVER, "Moving house")
    for title, lines in (
        ("1. Plan", ((0, "Actions"), (1, "Compares movers"), (0, "Pain points"), (1, "Prices are hidden"))),
        ("2. Pack", ((0, "Actions"), (1, "Orders boxes"), (1, "Labels them"), (0, "Emotions"), (1, "Stressed"))),
        ("3. Move", ((0, "Actions"), (1, "Hands over the keys"), (0, "Opportunities"), (1, "Clean for them"))),
    ):  # fmt: skip
        deck.new(TITLE_AND_BODY, title)
        deck.bullets(*lines)
    return deck


def columns_deck() -> Deck:
    """Stages above their cards, without names of lanes; arrows lead on."""
    deck = Deck().new()
    deck.text("Ordering lunch", 1, 0.5, 12, 1.2)
    for number, title in enumerate(["Hungry", "Choose", "Eat"]):
        deck.box(title, 1 + 10 * number, 3, 9, 1.4, fill="2E7D32")
    cards = [
        deck.box(words, 1.5 + 10 * column, y)
        for column, y, words in (
            (0, 5, "Looks at the clock"),
            (1, 5, "Opens the app"),
            (1, 7.5, "Pays by phone"),
            (2, 5, "Eats at the desk"),
        )
    ]
    for one, other in pairwise(cards):
        deck.connect(one, other)
    return deck


def prose_deck() -> Deck:
    deck = Deck().new(COVER, "Quarterly results")
    deck.new(TITLE_AND_BODY, "Highlights").bullets((0, "Sales grew by 4 %"), (0, "Two new offices"))
    deck.new(TITLE_AND_BODY, "Outlook").bullets((0, "We expect more"))
    return deck
