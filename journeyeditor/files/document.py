"""The file as one value: what JSON must look like before anything is made of it."""

from __future__ import annotations

import sys
from functools import cache, reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated, Any

if TYPE_CHECKING:
    from pydantic import TypeAdapter

    from journeyeditor.model import Record

FORMAT = "journey-map"
VERSION = 1
#: What names of maps end with, by convention: what any tool for JSON opens, and, for systems that
#: go by what follows the last dot, what only this program opens.
SUFFIX, SHORT_SUFFIX = ".journey.json", ".journey"
SUFFIXES = (SUFFIX, SHORT_SUFFIX)
#: What the window suggests for new maps.
NEW_SUFFIX = SHORT_SUFFIX if sys.platform in {"win32", "darwin"} else SUFFIX

MAX_BYTES = 64 * 1024 * 1024
MAX_NODES = 100_000
MAX_EDGES = 200_000
#: Objects, lists and what is in them; a map with the most nodes and edges has about a million.
MAX_VALUES = 2_000_000
#: Keys of one object, which only everybody's own (x-…) and a glossary can have in numbers.
MAX_KEYS = 100_000
#: All but the pictures, in bytes.
MAX_TEXT = 32 * 1024 * 1024


def suffix_of(name: str) -> str:
    """The suffix of a map at the end of a file name, as it is written there; "" if it has none."""
    for suffix in SUFFIXES:
        if len(name) > len(suffix) and name.casefold().endswith(suffix):
            return name[-len(suffix) :]
    return ""


def stem_of(name: str) -> str:
    """A file name without the suffix of a map."""
    return name.removesuffix(suffix_of(name))


def header() -> dict[str, Any]:
    """The values at the top of every file."""
    return {"format": FORMAT, "version": VERSION, "directed": True, "multigraph": True}


@cache
def node_adapter() -> TypeAdapter[Any]:
    """The validator of the list of nodes, built at first use."""
    from journeyeditor.vocabulary import KINDS

    return _adapter(KINDS)


@cache
def edge_adapter() -> TypeAdapter[Any]:
    """The validator of the list of edges, built at first use."""
    from journeyeditor.vocabulary import RELATIONS

    return _adapter(RELATIONS)


def _adapter(kinds: tuple[type[Record], ...]) -> TypeAdapter[Any]:
    from pydantic import Discriminator, FailFast, TypeAdapter

    union: Any = reduce(or_, kinds)
    # Stop at the first invalid record: only that one is reported, and a million need no memory.
    return TypeAdapter(Annotated[list[Annotated[union, Discriminator("kind")]], FailFast()])
