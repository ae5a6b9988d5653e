"""Everybody's own keys (x-…): gathered when read, so that records carry them to the next save."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

Row: TypeAlias = dict[str, Any]

#: Objects, or lists of objects, inside the map's attributes that may have keys of their own, too.
_PARTS = ("brand", "funnel", "poster", "set_aside")


def gathered(
    values: Mapping[str, Any], graph: Row, nodes: list[Row], edges: list[Row]
) -> tuple[Row, list[Row], list[Row]]:
    """Return attributes, nodes and edges with their x- keys gathered under one key, "x-".

    Those at the top of the file go with the map's attributes, under "x-top".
    """
    graph = _row(graph)
    for part in _PARTS:
        if part in graph:
            graph = {**graph, part: _part(graph[part])}
    top = {key: value for key, value in values.items() if key.startswith("x-")}
    if top:
        graph = {**graph, "x-top": top}
    return graph, [_row(row) for row in nodes], [_row(row) for row in edges]


def _part(value: Any) -> Any:
    """Gather the x- keys of an object, or of each object in a list."""
    if isinstance(value, list):
        return [_row(each) if isinstance(each, dict) else each for each in value]
    return _row(value) if isinstance(value, dict) else value


def _row(row: Row) -> Row:
    """Gather the x- keys of an object; return the object itself if it has none."""
    own = {key: value for key, value in row.items() if key.startswith("x-")}
    if not own:
        return row
    return {**{key: value for key, value in row.items() if key not in own}, "x-": own}
