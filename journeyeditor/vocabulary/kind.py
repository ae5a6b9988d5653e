"""The declaration of a kind: its look, its fields with titles and editors, its place on the map."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Literal, LiteralString, NamedTuple

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    Strict,
)
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError, core_schema

from journeyeditor.i18n import N_
from journeyeditor.model import MAX_INTEGER, Element
from journeyeditor.values import DURATION_PATTERN


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
    """The editor of a field in the inspector."""

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
    TIME = "time"
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

    `title` and `plural` are English message ids; `accent` is a theme role; `glyph` an icon in
    resources/glyphs; `order` the position of its lane and in palette and legend; `key` the letter of
    the palette ("" for none); `claims`: cards of the kind need evidence, and are drawn as assumptions
    without it; `tint` is the theme role of its cards' background; `has_disc`: its icon in a disc
    stands for the bar in the accent colour; `bare`: on paper its cards have no box; `wide`: they hold
    many words, so that on paper they use free slots beside theirs; `aliases` are other words for
    the kind above a pasted table, in any language.
    """

    shape: Shape
    accent: str
    glyph: str
    title: str
    plural: str
    order: int
    key: str = ""
    claims: bool = False
    tint: str = "paper"
    has_disc: bool = False
    bare: bool = False
    wide: bool = False
    aliases: str = ""


class FieldDeclaration(NamedTuple):
    """A field's declaration in addition to its type, for forms, search, tables and the poster.

    `labels` are the English words for values that the file stores as keys; a SUGGESTION also allows
    other text. `printed` fields are shown by the poster, or visible in what it shows. `aliases` are
    other words for the field above a pasted table, in any language. `narrow` fields take half a row
    of a form; None lets the editor decide.
    """

    editor: Editor
    labels: Mapping[str, str] = MappingProxyType({})
    printed: bool = False
    aliases: tuple[str, ...] = ()
    narrow: bool | None = None


def field(
    default: Any,
    title: str,
    editor: Editor,
    labels: Mapping[str, str] | None = None,
    *,
    printed: bool = False,
    aliases: str = "",
    narrow: bool | None = None,
) -> Any:
    """Declare a field by its default, its English title and the attributes of `FieldDeclaration`."""
    info = Field(default=default, title=title)
    words = MappingProxyType(dict(labels or {}))
    info.metadata.append(FieldDeclaration(editor, words, printed, tuple(aliases.split()), narrow))
    return info


def declaration(info: FieldInfo) -> FieldDeclaration | None:
    """The declaration of a field; None for fields that identify a record, such as its id."""
    return next((each for each in info.metadata if isinstance(each, FieldDeclaration)), None)


def label(cls: type[BaseModel], name: str, value: str) -> str:
    """The English word for a value stored as a key; the value itself if it is none."""
    declared = declaration(cls.model_fields[name])
    return declared.labels.get(value, value) if declared else value


@dataclass(frozen=True, slots=True)
class Matching:
    """A pattern for a text, in the validator and in the JSON Schema; "" is always valid.

    A violation is an error of the type `error`, with `bound` in its context.
    """

    pattern: str
    error: LiteralString
    bound: str

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Validate the pattern after the type."""
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {**handler(schema), "pattern": f"^({self.pattern})?$"}

    def check(self, value: str) -> str:
        if value and not re.fullmatch(self.pattern, value, re.ASCII):
            raise PydanticCustomError(self.error, "must {bound}", {"bound": self.bound})
        return value


@dataclass(frozen=True, slots=True)
class Between:
    """The bounds of a number, both inclusive, in the validator and in the JSON Schema."""

    low: int
    high: int | None = None

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Validate the bounds after the type."""
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        bounds = {"minimum": self.low} | ({} if self.high is None else {"maximum": self.high})
        return {**handler(schema), **bounds}

    def check(self, value: float) -> float:
        if value < self.low or (self.high is not None and value > self.high):
            more = "or more" if self.high is None else f"to {self.high}"
            bound = f"be {self.low} {more}".replace("-", "−")
            context = {"low": self.low, "high": self.high, "bound": bound}
            raise PydanticCustomError("out_of_bounds", "must {bound}", context)
        return _exact(value)


def _exact(value: float) -> float:
    """Reject integers that other programs would round."""
    if isinstance(value, int) and abs(value) > MAX_INTEGER:
        raise PydanticCustomError("integer_bound", "must {bound}", {"bound": "not be beyond 2^53"})
    return value


def _date(value: object) -> object:
    """Parse a date as stored in the file; other values are left to the date validator."""
    if not isinstance(value, str):
        return value
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
            return datetime.date.fromisoformat(value)
    except ValueError:
        pass
    raise PydanticCustomError("date_form", "must be a date such as 2026-11-21")


Colour = Annotated[str, Matching("#[0-9A-Fa-f]{6}", "colour_form", "be a colour like #0B4F6C")]
Duration = Annotated[
    str,
    Matching(DURATION_PATTERN, "duration_form", "be an ISO 8601 duration like P3D or PT2H"),
]
#: A time of day.
Time = Annotated[
    str, Matching("([01][0-9]|2[0-3]):[0-5][0-9]", "time_form", "be a time such as 09:30")
]
Image = Annotated[
    str,
    Field(json_schema_extra={"pattern": "^(data:image/(png|jpeg);base64,[A-Za-z0-9+/]*={0,2})?$"}),
]
Date = Annotated[datetime.date, BeforeValidator(_date)]
Number = Annotated[int | float, AfterValidator(_exact)]
Score = Annotated[int | float, Between(-2, 2)]
Grade = Annotated[int, Between(1, 5)]
Share = Annotated[int | float, Between(0, 1)]
Count = Annotated[int | float, Between(0)]
Votes = Annotated[int, Between(0)]
#: JSON only has lists; their items are validated strictly like everything else.
Texts = Annotated[tuple[str, ...], Strict(False)]


class Common(Element):
    """The fields of every element."""

    look: ClassVar[Look]

    title: str = field("", N_("Title"), Editor.LINE, printed=True, aliases="name namn navn")
    note: str = field(
        "",
        N_("Note"),
        Editor.LINES,
        printed=True,
        aliases="notes description beskrivning beskrivelse",
    )
    rank: Number | None = field(None, N_("Rank"), Editor.NUMBER, printed=True)
    tags: Texts = field((), N_("Tags"), Editor.LIST)
    status: str = field("", N_("Status"), Editor.LINE, narrow=True)
    owner: str = field("", N_("Owner"), Editor.LINE, narrow=True)
    votes: Votes = field(0, N_("Votes"), Editor.NUMBER, printed=True)

    @classmethod
    def __pydantic_init_subclass__(cls, **_: object) -> None:
        """Register the kind's drawing order with the graph."""
        if hasattr(cls, "look"):
            cls.order = cls.look.order


class Card(Common):
    """An element in a cell: a stage's id and a lane's id (None: the kind's own lane)."""

    is_card: ClassVar[bool] = True
    #: Whether a card of this kind can belong to a stage, step or touchpoint.
    is_attachable: ClassVar[bool] = False
    #: Whether customers do not see what a card of this kind shows.
    is_backstage: ClassVar[bool] = False

    stage: str | None = field(None, N_("Stage"), Editor.ELEMENT, printed=True)
    lane: str | None = field(None, N_("Lane"), Editor.ELEMENT, printed=True)
    #: The title of the stage that a card was written for, "" if none was chosen. With one and
    #: without a stage, it waits in the inbox and is not on the map.
    proposed_stage: str | None = field(None, N_("Proposed stage"), Editor.LINE)


#: The colours of cards in the order of a theme's personas, whose values are readable on its paper.
TINTS = MappingProxyType(
    {
        "violet": N_("Violet"),
        "teal": N_("Teal"),
        "orange": N_("Orange"),
        "brown": N_("Brown"),
        "green": N_("Green"),
        "blue": N_("Blue"),
        "ochre": N_("Ochre"),
        "pink": N_("Pink"),
    }
)


class TintedCard(Card):
    """A card that is drawn as a box, whose colour can be chosen; "" is that of its kind."""

    tint: Literal["", "violet", "teal", "orange", "brown", "green", "blue", "ochre", "pink"] = (
        field("", N_("Colour"), Editor.CHOICE, TINTS, printed=True)
    )
