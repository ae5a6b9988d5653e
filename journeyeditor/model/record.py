"""Records: the frozen values a map is made of, replaced rather than changed.

Which kinds of record there are is up to the vocabulary.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Container, Iterable
from math import isfinite
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Self, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

RecordId: TypeAlias = str

#: The id of the map's own attributes: a record too, so that undo covers them.
MAP_ID = "@map"

#: Beyond it, programs that keep numbers as doubles would read another number.
MAX_INTEGER = 2**53
#: The format itself is five deep (document, list, node, list, pair); own keys may go deeper.
MAX_NESTING = 64


def _check_own_keys(keys: dict[str, Any]) -> dict[str, Any]:
    """Refuse what cannot be written to a file and read again; iterative, as it may be deep."""
    if not all(key.startswith("x-") for key in keys):
        raise _own_keys_error("begin with x-")
    open_: list[tuple[object, int]] = [(value, 1) for value in keys.values()]
    while open_:
        value, depth = open_.pop()
        if isinstance(value, dict | list) and depth < MAX_NESTING:
            inner = [*value, *value.values()] if isinstance(value, dict) else value
            open_ += [(each, depth + 1) for each in inner]
        elif isinstance(value, dict | list):
            raise _own_keys_error(f"not be nested more than {MAX_NESTING} deep")
        elif not _is_plain(value):
            raise _own_keys_error("hold what JSON can, and no whole number beyond 2^53")
    return keys


def _own_keys_error(bound: str) -> PydanticCustomError:
    return PydanticCustomError("own_keys", "must {bound}", {"bound": bound})


def _is_plain(value: object) -> bool:
    if isinstance(value, int):
        return abs(value) <= MAX_INTEGER
    if isinstance(value, float):
        return isfinite(value)
    return value is None or isinstance(value, str)


#: Custom keys: they begin with "x-" and survive every round trip.
OwnKeys: TypeAlias = Annotated[dict[str, Any], AfterValidator(_check_own_keys)]


class Value(BaseModel):
    """A frozen value; wrong types are refused, nothing is coerced.

    The reader passes `extras` by its alias, so that "extras" in a file is an unknown key.
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

    extras: OwnKeys | None = Field(default=None, validation_alias="x-")


class Record(Value):
    """A value with an id and a kind."""

    id: str
    kind: str

    is_element: ClassVar[bool] = False
    is_relation: ClassVar[bool] = False
    #: Sorts kinds: records of the smaller number come first.
    order: ClassVar[int] = 0

    @classmethod
    def kind_name(cls) -> str:
        """The value of `kind` in all records of a class."""
        name: str = cls.model_fields["kind"].default
        return name

    def replaced(self, **fields: Any) -> Self:
        """Return a copy with other fields, validated; raises pydantic.ValidationError."""
        values = {name: getattr(self, name) for name in self.__pydantic_fields_set__}
        return type(self).model_validate({**values, **fields})


def share_field_names(records: Iterable[Record]) -> None:
    """Let records that were given the same fields share the set of their names.

    Each record comes with a set of its own (216 bytes, 728 from five names on). Nothing changes one:
    records are frozen, and a copy of a record copies the set.
    """
    shared: dict[frozenset[str], set[str]] = {}
    for record in records:
        names = record.__pydantic_fields_set__
        same = shared.setdefault(frozenset(names), names)
        object.__setattr__(record, "__pydantic_fields_set__", same)


def are_same(one: Record | None, other: Record | None) -> bool:
    """Whether two records are the same to the byte; for Python 1 equals 1.0."""
    return one is other or (one == other and repr(one) == repr(other))


#: What `Element` answers for fields that a kind does not declare.
_UNDECLARED = MappingProxyType(
    {
        "rank": None,
        "stage": None,
        "lane": None,
        "position": None,
        "persona": None,
        "date": None,
        "source": "",
        "image": "",
        "owner": "",
        "note": "",
        "tags": (),
    }
)


class Element(Record):
    """A node of the graph: anything people put on a map.

    The fields below `title` can be read of any kind: where it does not declare them, they are empty.
    """

    is_element: ClassVar[bool] = True
    #: Whether records of this kind are in a stage, whose id is their field `stage`.
    is_card: ClassVar[bool] = False
    #: Whether a journey leads through records of this kind; what belongs to one shares its slot.
    is_moment: ClassVar[bool] = False

    title: str = ""

    if TYPE_CHECKING:

        @property
        def rank(self) -> int | float | None: ...
        @property
        def stage(self) -> RecordId | None: ...
        @property
        def lane(self) -> RecordId | None: ...
        @property
        def position(self) -> tuple[int | float, int | float] | None: ...
        @property
        def persona(self) -> RecordId | tuple[RecordId, ...] | None: ...
        @property
        def date(self) -> datetime.date | None: ...
        @property
        def source(self) -> str: ...
        @property
        def image(self) -> str: ...
        @property
        def owner(self) -> str: ...
        @property
        def tags(self) -> tuple[str, ...]: ...
        @property
        def note(self) -> str: ...

    else:  # a class attribute would hide the field of a kind, or warn that a kind hides it

        def __getattr__(self, name: str) -> Any:
            """Answer only what no field answers."""
            if name in _UNDECLARED:
                return _UNDECLARED[name]
            return super().__getattr__(name)


class Relation(Record):
    """An edge of the graph, from `source` to `target` (ids of elements)."""

    is_relation: ClassVar[bool] = True

    id: str = Field(validation_alias="key")
    source: str
    target: str

    title: str = ""
    note: str = ""


def new_id(prefix: str, taken: Container[str]) -> str:
    """Return an id with the prefix that is not taken and is unlikely to occur in another map."""
    while True:
        candidate = f"{prefix}{os.urandom(4).hex()}"
        if candidate not in taken:
            return candidate
