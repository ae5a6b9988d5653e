"""What every kind declares: its look, its fields with titles and editors, its place on the map."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, Field

from journeyeditor.model import Element


class Shape(Enum):
    """How elements of a kind are drawn."""

    STAGE = "stage"
    LANE = "lane"
    PERSONA = "persona"
    TEXT = "text"
    CARD = "card"
    CURVE = "curve"
    PICTURE = "picture"
    NOTE = "note"
    RECORD = "record"


class Editor(Enum):
    """Which editor fits a field, for the form of the selection."""

    LINE = "line"
    LINES = "lines"
    LIST = "list"
    NUMBER = "number"
    PERCENT = "percent"
    PIPS = "pips"
    SLIDER = "slider"
    SWITCH = "switch"
    CHOICE = "choice"
    SUGGESTION = "suggestion"
    DATE = "date"
    DURATION = "duration"
    ELEMENT = "element"
    ELEMENTS = "elements"
    COLOUR = "colour"
    PICTURE = "picture"
    SERIES = "series"
    POSITION = "position"


@dataclass(frozen=True, slots=True)
class Look:
    """The visual declaration of a kind.

    `title` and `plural` are English and keys of the catalogues; `accent` is a role of the themes;
    `glyph` an icon in resources/glyphs; `order` the place of its lane and in palette and legend; `key`
    the letter of the palette ("" for none); `claims` tells that a card of the kind needs
    evidence, and is drawn as an assumption without it.
    """

    shape: Shape
    accent: str
    glyph: str
    title: str
    plural: str
    order: int
    key: str = ""
    claims: bool = False


def field(default: Any, title: str, editor: Editor, suggestions: tuple[str, ...] = ()) -> Any:
    """Declare a field: its default, its English title (a key of the catalogues) and its editor."""
    extra: dict[str, Any] = {"editor": editor.value}
    if suggestions:
        extra["suggestions"] = list(suggestions)
    return Field(default=default, title=title, json_schema_extra=extra)


def between(low: float, high: float) -> Any:
    """Return the bounds of a number, both included."""
    return Field(ge=low, le=high)


def _matching(test: Callable[[str], object], words: str) -> AfterValidator:
    """Return a validator that accepts "" and what passes the test."""

    def check(value: str) -> str:
        if value and not test(value):
            raise ValueError(words)
        return value

    return AfterValidator(check)


def _is_colour(value: str) -> bool:
    """Tell whether a text is #RRGGBB."""
    return len(value) == 7 and value[0] == "#" and all(c in "0123456789abcdefABCDEF" for c in value[1:])


def _is_duration(value: str) -> bool:
    """Tell whether a text is an ISO 8601 duration such as P3D or PT1H30M."""
    import re

    return bool(
        re.fullmatch(
            r"P(?=\d|T\d)(\d+([.,]\d+)?Y)?(\d+([.,]\d+)?M)?(\d+([.,]\d+)?W)?(\d+([.,]\d+)?D)?"
            r"(T(?=\d)(\d+([.,]\d+)?H)?(\d+([.,]\d+)?M)?(\d+([.,]\d+)?S)?)?",
            value,
        )
    )


Colour = Annotated[str, _matching(_is_colour, "must be a colour like #0B4F6C")]
Duration = Annotated[str, _matching(_is_duration, "must be an ISO 8601 duration like P3D or PT2H")]
Score = Annotated[int | float, between(-2, 2)]
Grade = Annotated[int, between(1, 5)]
Share = Annotated[int | float, between(0, 1)]
Count = Annotated[int | float, Field(ge=0)]
Number = int | float


class Common(Element):
    """What every element has."""

    look: ClassVar[Look]

    note: str = field("", "Note", Editor.LINES)
    rank: Number | None = field(None, "Rank", Editor.NUMBER)
    tags: tuple[str, ...] = field((), "Tags", Editor.LIST)
    status: str = field("", "Status", Editor.LINE)
    owner: str = field("", "Owner", Editor.LINE)
    votes: Annotated[int, Field(ge=0)] = field(0, "Votes", Editor.NUMBER)


class Card(Common):
    """What stands in a cell of the grid: a stage's id and a lane's id (None: the kind's own lane)."""

    stage: str | None = field(None, "Stage", Editor.ELEMENT)
    lane: str | None = field(None, "Lane", Editor.ELEMENT)
