"""The file as one value: what JSON must look like before anything is made of it."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any, Union

from pydantic import Discriminator, TypeAdapter

from journeyeditor.vocabulary import KINDS, RELATIONS

FORMAT = "journey-map"
VERSION = 1

MOST_BYTES = 64 * 1024 * 1024
MOST_NODES = 100_000
MOST_EDGES = 200_000
#: document → list → node → list → pair: the deepest that the format itself has is five; x- keys may go deeper.
MOST_NESTING = 64
MOST_INTEGER = 2**53

HEAD: dict[str, Any] = {"format": FORMAT, "version": VERSION, "directed": True, "multigraph": True}


@cache
def node_adapter() -> TypeAdapter[Any]:
    """Return the validator of the whole list of nodes; built once, at the first map."""
    union = Annotated[Union[KINDS], Discriminator("kind")]  # type: ignore[valid-type]
    return TypeAdapter(list[union], config=None)


@cache
def edge_adapter() -> TypeAdapter[Any]:
    """Return the validator of the whole list of edges."""
    union = Annotated[Union[RELATIONS], Discriminator("kind")]  # type: ignore[valid-type]
    return TypeAdapter(list[union])


