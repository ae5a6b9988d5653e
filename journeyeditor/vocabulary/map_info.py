"""What a map says of itself: the attributes of the whole."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, Strict

from journeyeditor.model import JourneyGraph, OwnKeys, Record, Value
from journeyeditor.vocabulary.kind import Between, Colour, Date, Image, Texts


class Brand(Value):
    """The client's colour and mark (`data:` text of a PNG or JPEG)."""

    colour: Colour = ""
    logo: Image = ""


class FunnelRule(Value):
    """How rates are read, and how far (percentage points) a stated one may be off."""

    convention: Literal["to_next", "from_previous", "share_of_top"] = "to_next"
    tolerance: Annotated[int | float, Between(0, 100)] = 1


class PosterWishes(Value):
    """How this map wants to be printed when nobody says otherwise."""

    persona: str | None = None
    lanes: Texts = ()
    theme: str = ""
    paper: str = ""
    orientation: Literal["", "landscape", "portrait"] = ""


class SetAside(Value):
    """A remark of the review that somebody has looked at: which, on what ("" for the map), and why not."""

    rule: str = ""
    element: str = ""
    reason: str = ""


class MapInfo(Record):
    """The map's own attributes; a record, so that undo covers them.

    `top_extras` are everybody's own keys at the top of the file, beside the graph.
    """

    id: Literal["@map"] = "@map"
    kind: Literal["map"] = "map"
    top_extras: OwnKeys | None = Field(default=None, validation_alias="x-top")
    title: str = ""
    subtitle: str = ""
    note: str = ""
    client: str = ""
    project: str = ""
    author: str = ""
    language: str = ""
    map_type: Literal["", "b2c", "b2b", "both"] = ""
    state: Literal["", "as_is", "to_be", "draft"] = ""
    version_label: str = ""
    date: Date | None = None
    reviewed: Date | None = None
    review_months: Annotated[int, Between(0, 1200)] = 6
    goal: str = ""
    confidentiality: str = ""
    brand: Brand = Brand.model_construct()
    funnel: FunnelRule = FunnelRule.model_construct()
    glossary: dict[str, str | Texts] = Field(default_factory=dict)
    poster: PosterWishes = PosterWishes.model_construct()
    set_aside: Annotated[tuple[SetAside, ...], Strict(False)] = ()


def info_of(graph: JourneyGraph) -> MapInfo:
    """Return the attributes of a map; `model` does not know their type."""
    info = graph.info
    assert isinstance(info, MapInfo)
    return info
