"""Everybody's own keys (x-…): gathered when read, so that records carry them to the next save."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from journeyeditor.files.document import MOST_NESTING
from journeyeditor.files.errors import FileError, place

Row: TypeAlias = dict[str, Any]

#: Objects inside the map's attributes that may have keys of their own, too.
_PARTS = ("brand", "funnel", "poster")


def gathered(
    values: Mapping[str, Any], graph: Row, nodes: list[Row], edges: list[Row], name: str
) -> tuple[Row, list[Row], list[Row]]:
    """Return attributes, nodes and edges with their x- keys gathered under one key, "x-".

    Those at the top of the file go with the map's attributes, under "".
    """
    graph = _row(graph, "the map", name)
    for part in _PARTS:
        if isinstance(graph.get(part), dict):
            graph[part] = _row(graph[part], f"the map: {part}", name)
    top = {key: value for key, value in values.items() if key.startswith("x-")}
    if top:
        _check_depth(top, "the top", name)
        graph["x-"] = {**graph.get("x-", {}), "": top}
    return (
        graph,
        [_row(row, ("node", number), name) for number, row in enumerate(nodes)],
        [_row(row, ("edge", number), name) for number, row in enumerate(edges)],
    )


def _row(row: Row, where: str | tuple[str, int], name: str) -> Row:
    """Return an object with its x- keys gathered; the object itself when it has none."""
    own = {key: value for key, value in row.items() if key.startswith("x-")}
    if not own:
        return row
    _check_depth(own, where if isinstance(where, str) else place(row, *where), name)
    return {**{key: value for key, value in row.items() if key not in own}, "x-": own}


def _check_depth(own: Row, where: str, name: str) -> None:
    """Refuse what is nested deeper than any reader should be asked to follow; no recursion."""
    open_: list[tuple[object, int]] = [(value, 2) for value in own.values()]
    while open_:
        value, depth = open_.pop()
        if depth > MOST_NESTING:
            fault = f"{where} has an x- key nested more than {MOST_NESTING} deep"
            raise FileError(name, fault, "make it flatter")
        if isinstance(value, dict):
            open_ += [(inner, depth + 1) for inner in value.values()]
        elif isinstance(value, list):
            open_ += [(inner, depth + 1) for inner in value]
