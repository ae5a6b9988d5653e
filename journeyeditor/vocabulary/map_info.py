"""What a map says of itself: the attributes of the whole."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from journeyeditor.model import MAP_ID, Record
from journeyeditor.vocabulary.kind import Colour, Number

_STRICT = ConfigDict(
    frozen=True, strict=True, extra="forbid", allow_inf_nan=False, defer_build=True
)


class Brand(BaseModel):
    """The client's colour and mark (`data:` text of a PNG or JPEG)."""

    model_config = _STRICT

    colour: Colour = ""
    logo: str = ""


class FunnelRule(BaseModel):
    """How rates are read, and how far (percentage points) a stated one may be off."""

    model_config = _STRICT

    convention: Literal["to_next", "from_previous", "share_of_top"] = "to_next"
    tolerance: Annotated[Number, Field(ge=0, le=100)] = 1


class PosterWishes(BaseModel):
    """How this map wants to be printed when nobody says otherwise."""

    model_config = _STRICT

    persona: str | None = None
    lanes: tuple[str, ...] = ()
    theme: str = ""
    paper: str = ""
    orientation: Literal["", "landscape", "portrait"] = ""


class MapInfo(Record):
    """The map's own attributes; a record, so that undo covers them."""

    id: Literal["@map"] = MAP_ID
    kind: Literal["map"] = "map"
    title: str = ""
    subtitle: str = ""
    note: str = ""
    client: str = ""
    project: str = ""
    author: str = ""
    language: str = "en"
    map_type: Literal["", "b2c", "b2b", "both"] = ""
    state: Literal["", "as_is", "to_be", "draft"] = ""
    version_label: str = ""
    date: datetime.date | None = None
    reviewed: datetime.date | None = None
    review_months: Annotated[int, Field(ge=0, le=1200)] = 6
    goal: str = ""
    confidentiality: str = ""
    brand: Brand = Brand.model_construct(colour="", logo="")
    funnel: FunnelRule = FunnelRule.model_construct(convention="to_next", tolerance=1)
    glossary: dict[str, str | tuple[str, ...]] = {}
    poster: PosterWishes = PosterWishes.model_construct(
        persona=None, lanes=(), theme="", paper="", orientation=""
    )
