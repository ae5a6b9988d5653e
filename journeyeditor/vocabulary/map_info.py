"""The attributes of a map."""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated, Literal, Protocol

from pydantic import Field, Strict

from journeyeditor.i18n import N_
from journeyeditor.model import OwnKeys, Record, Value
from journeyeditor.vocabulary.agenda import Agenda
from journeyeditor.vocabulary.kind import Between, Colour, Date, Editor, Image, Texts, field
from journeyeditor.vocabulary.measurement import Measurement

MAP_TYPES = MappingProxyType({"b2c": N_("B2C"), "b2b": N_("B2B"), "both": N_("B2B and B2C")})
STATES = MappingProxyType({"as_is": N_("as-is"), "to_be": N_("to-be"), "draft": N_("draft")})
#: Paper sizes offered first; their names are the same in every language.
PAPERS = MappingProxyType({name: name for name in ("A0", "A1", "A2", "A3", "A4")})


class Brand(Value):
    """The client's colour and logo (`data:` URL of a PNG or JPEG)."""

    colour: Colour = field("", N_("Brand colour"), Editor.COLOUR)
    logo: Image = field("", N_("Logo"), Editor.PICTURE)


class FunnelRule(Value):
    """How rates are computed, and the tolerance (percentage points) of a stated one."""

    convention: Literal["to_next", "from_previous", "share_of_top"] = field(
        "to_next",
        N_("Rate basis"),
        Editor.CHOICE,
        {
            "to_next": N_("To next stage"),
            "from_previous": N_("From previous stage"),
            "share_of_top": N_("Share of first stage"),
        },
        narrow=False,
    )
    tolerance: Annotated[int | float, Between(0, 100)] = field(
        1, N_("Tolerance (percentage points)"), Editor.NUMBER, narrow=False
    )


class PosterPreferences(Value):
    """The poster settings stored in the map, used unless an export overrides them."""

    persona: str | None = field(None, N_("Persona"), Editor.ELEMENT)
    lanes: Texts = field((), N_("Lanes"), Editor.ELEMENTS)
    theme: str = field(
        "",
        N_("Theme"),
        Editor.CHOICE,
        {"print": N_("Full colour"), "ink": N_("Ink saver")},
        narrow=False,
    )
    paper: str = field("", N_("Paper"), Editor.SUGGESTION, PAPERS, narrow=True)
    orientation: Literal["", "landscape", "portrait"] = field(
        "",
        N_("Orientation"),
        Editor.CHOICE,
        {"landscape": N_("Landscape"), "portrait": N_("Portrait")},
    )


class Dismissal(Value):
    """A dismissed review finding: its rule, its element ("" for the map), and the reason."""

    rule: str = ""
    element: str = ""
    reason: str = ""


class MapInfo(Record):
    """The map's own attributes; a record, so that undo covers them.

    `top_extras` are unknown keys at the top level of the file, beside the graph. `translations` are
    by the tag of a language: its words for texts of the map, which are their keys.
    """

    id: Literal["@map"] = "@map"
    kind: Literal["map"] = "map"
    top_extras: OwnKeys | None = Field(default=None, validation_alias="x-top")
    title: str = field("", N_("Title"), Editor.LINE)
    subtitle: str = field("", N_("Subtitle"), Editor.LINE)
    note: str = field("", N_("Note"), Editor.LINES)
    client: str = field("", N_("Client"), Editor.LINE, narrow=True)
    project: str = field("", N_("Project"), Editor.LINE, narrow=True)
    author: str = field("", N_("Author"), Editor.LINE)
    language: str = field("", N_("Language"), Editor.CHOICE, narrow=False)
    map_type: Literal["", "b2c", "b2b", "both"] = field(
        "", N_("Map type"), Editor.CHOICE, MAP_TYPES
    )
    state: Literal["", "as_is", "to_be", "draft"] = field("", N_("State"), Editor.CHOICE, STATES)
    version_label: str = field("", N_("Version"), Editor.LINE, narrow=True)
    date: Date | None = field(None, N_("Date"), Editor.DATE)
    reviewed: Date | None = field(None, N_("Last reviewed"), Editor.DATE)
    review_months: Annotated[int, Between(0, 1200)] = field(
        6, N_("Review every (months)"), Editor.NUMBER
    )
    goal: str = field("", N_("Goal"), Editor.LINES)
    confidentiality: str = field("", N_("Confidentiality"), Editor.LINE)
    brand: Brand = Brand.model_construct()
    funnel: FunnelRule = FunnelRule.model_construct()
    glossary: dict[str, str | Texts] = Field(default_factory=dict)
    translations: dict[str, dict[str, str]] = Field(default_factory=dict)
    poster: PosterPreferences = PosterPreferences.model_construct()
    measured: Measurement = Measurement.model_construct()
    #: How many of the first opportunities are the action list.
    action_count: Annotated[int, Between(1, 20)] = field(5, N_("Number of actions"), Editor.NUMBER)
    agenda: Agenda = Agenda.model_construct()
    set_aside: Annotated[tuple[Dismissal, ...], Strict(False)] = ()


class HasInfo(Protocol):
    """A graph, or a snapshot of one."""

    @property
    def info(self) -> Record: ...


def info_of(graph: HasInfo) -> MapInfo:
    """The attributes of a map; the model does not know their type."""
    info = graph.info
    assert isinstance(info, MapInfo)
    return info
