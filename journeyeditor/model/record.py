"""Records: the frozen values a map is made of. Never changed, only replaced.

The module knows what a record is, not which kinds there are; the vocabulary supplies the nouns.
"""

from __future__ import annotations

import os
from collections.abc import Container
from typing import Any, ClassVar, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

RecordId: TypeAlias = str

#: The id of the map's own attributes, which are a record too, so that undo covers them.
MAP_ID = "@map"


class Value(BaseModel):
    """A frozen value; wrong types are refused, nothing is coerced.

    `extras` holds keys that begin with "x-": anybody's own, kept over every round trip. The alias
    is what the reader calls them, so that "extras" in a file is as unknown as any other word.
    """

    model_config = ConfigDict(
        frozen=True,
        strict=True,
        extra="forbid",
        allow_inf_nan=False,
        defer_build=True,  # a validator is built when its kind is first met
        validate_by_name=True,
        validate_by_alias=True,
    )

    extras: dict[str, Any] | None = Field(default=None, validation_alias="x-")


class Record(Value):
    """A value with an id and a kind."""

    id: str
    kind: str

    is_element: ClassVar[bool] = False
    is_relation: ClassVar[bool] = False
    #: Where records of this kind stand among those of other kinds: the smaller number first.
    order: ClassVar[int] = 0

    def replaced(self, **fields: Any) -> Self:
        """Return a copy with other fields, validated; raises pydantic.ValidationError."""
        values = {name: getattr(self, name) for name in self.__pydantic_fields_set__}
        return type(self).model_validate({**values, **fields})


class Element(Record):
    """A node of the graph: anything people put on a map."""

    is_element: ClassVar[bool] = True

    title: str = ""


class Relation(Record):
    """An edge of the graph, from `source` to `target` (ids of elements)."""

    is_relation: ClassVar[bool] = True

    id: str = Field(validation_alias="key")
    source: str
    target: str


def new_id(prefix: str, taken: Container[str]) -> str:
    """Return an id that begins with the prefix, is not taken, and hardly meets another map's."""
    while True:
        candidate = f"{prefix}{os.urandom(4).hex()}"
        if candidate not in taken:
            return candidate
