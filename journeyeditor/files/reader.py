"""From a file to a graph, or to one sentence that says why not."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from journeyeditor.files import document
from journeyeditor.files.document import FORMAT, HEAD, MOST_EDGES, MOST_NESTING, MOST_NODES, VERSION
from journeyeditor.files.errors import FileError, place
from journeyeditor.files.faults import sentence
from journeyeditor.files.images import check_image
from journeyeditor.files.migrations import MIGRATIONS, migrate
from journeyeditor.files.references import check_references
from journeyeditor.files.syntax import parse
from journeyeditor.model import MAP_ID, GraphError, JourneyGraph
from journeyeditor.vocabulary import MapInfo

TOP_KEYS = frozenset({*HEAD, "graph", "nodes", "edges"})


def read_map(path: Path | str) -> JourneyGraph:
    """Return the map in a file; raises FileError."""
    path = Path(path)
    try:
        if path.stat().st_size > document.MOST_BYTES:
            data = b" " * (document.MOST_BYTES + 1)
        else:
            data = path.read_bytes()
    except FileNotFoundError:
        raise FileError(str(path), "is not there", "check the name and the folder") from None
    except IsADirectoryError:
        raise FileError(str(path), "is a folder", "name a map in it") from None
    except PermissionError:
        raise FileError(str(path), "may not be read", "ask for the right to read it") from None
    except (OSError, ValueError) as error:
        words = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else str(error)
        raise FileError(str(path), f"cannot be read ({words})", "check the name and the disk") from None
    if path.is_dir():
        raise FileError(str(path), "is a folder", "name a map in it")
    return parse_map(data, str(path))


def parse_map(data: bytes, name: str) -> JourneyGraph:
    """Return the map that the bytes of a file hold; `name` stands in the sentences of FileError."""
    values = parse(data, name)
    values = _checked_head(values, name)
    if b'"x-' in data:
        values = _without_extras(values, name)
    info = _info(values, name)
    nodes = _rows(values, "nodes", MOST_NODES, name)
    edges = _rows(values, "edges", MOST_EDGES, name)
    elements = _records(nodes, "node", document.node_adapter(), name)
    relations = _records(edges, "edge", document.edge_adapter(), name)
    check_references(elements, relations, nodes, name)
    for number, element in enumerate(elements):
        image = getattr(element, "image", "")
        if image:
            _check_image(image, place(nodes[number], number, "node"), name)
    if info.brand.logo:
        _check_image(info.brand.logo, "the logo", name)
    try:
        graph = JourneyGraph.of(info, [*elements, *relations])
    except GraphError as error:
        raise FileError(name, str(error), "give every element and relation an id of its own") from None
    return graph


def _checked_head(values: Any, name: str) -> dict[str, Any]:
    """Return the document in today's version, with the keys that a map must have."""
    if not isinstance(values, dict) or values.get("format") != FORMAT:
        raise FileError(name, f'is not a journey map (it lacks "format": "{FORMAT}")', "open a journey map, or import the file")
    version = values.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise FileError(name, f"has the version {json.dumps(version)}", f"write a whole number, 1 to {VERSION}")
    if version > VERSION:
        raise FileError(name, f"needs a journeyeditor that reads version {version}, this one reads up to {VERSION}", "install a newer one")
    if version < VERSION:
        values = migrate(values, version, VERSION, MIGRATIONS)
    for key, expected in HEAD.items():
        if values.get(key) is not expected and values.get(key) != expected:
            raise FileError(name, f'must say "{key}": {json.dumps(expected)}', "correct that line")
    for key in ("directed", "multigraph"):
        if values[key] is not True:
            raise FileError(name, f'must say "{key}": true', "correct that line")
    for key in values:
        if key not in TOP_KEYS and not key.startswith("x-"):
            raise FileError(name, f"has an unknown key “{key}” at the top", "take it out, or begin it with x-")
    return values


def _info(values: Mapping[str, Any], name: str) -> MapInfo:
    """Return the map's own attributes."""
    graph = values.get("graph", {})
    if not isinstance(graph, dict):
        raise FileError(name, '"graph" must be an object with the map\'s attributes', "write {…}")
    for key in ("id", "kind"):
        if key in graph:
            raise FileError(name, f"the map has an unknown key “{key}”", "take it out, or begin it with x-")
    top = {key: value for key, value in values.items() if key.startswith("x-")}
    row = {**graph, "id": MAP_ID}
    if top:
        row["extras"] = {**row.get("extras", {}), "": top}
    try:
        return MapInfo.model_validate_json(json.dumps(row), strict=True)
    except ValidationError as error:
        raise FileError(name, *sentence(error.errors(include_url=False)[0], "the map")) from None


def _rows(values: Mapping[str, Any], key: str, most: int, name: str) -> list[dict[str, Any]]:
    """Return the list of nodes or edges, bounded, each an object."""
    rows = values.get(key, [])
    if not isinstance(rows, list):
        raise FileError(name, f'"{key}" must be a list', "write […]")
    if len(rows) > most:
        raise FileError(name, f"has {len(rows)} {key}, more than {most}", "split the map")
    for number, row in enumerate(rows):
        if not isinstance(row, dict):
            raise FileError(name, f"number {number + 1} of the {key} is no object", "write {…}")
    return rows


def _records(
    rows: Sequence[Mapping[str, Any]], part: str, adapter: TypeAdapter[Any], name: str
) -> list[Any]:
    """Return the records of the rows, validated in one go; nothing is coerced."""
    if part == "edge":
        for number, row in enumerate(rows):
            if "key" not in row:
                raise FileError(name, f"{place(row, number, part)} has no key", "give it a key of its own")
            if "id" in row:
                raise FileError(name, f"{place(row, number, part)} has an unknown key “id”", "take it out, or begin it with x-")
        rows = [{("id" if key == "key" else key): value for key, value in row.items()} for row in rows]
    try:
        records: list[Any] = adapter.validate_json(json.dumps(rows), strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        number = first["loc"][0]
        assert isinstance(number, int)
        shown = dict(rows[number])
        if part == "edge":
            shown["key"] = shown.get("id")
        raise FileError(name, *sentence(first, place(shown, number, part))) from None
    return records


def _without_extras(values: dict[str, Any], name: str) -> dict[str, Any]:
    """Return the document with everybody's own keys (x-…) gathered under "extras"."""

    def gathered(row: Any, where: str) -> Any:
        if not isinstance(row, dict):
            return row
        own = {key: value for key, value in row.items() if key.startswith("x-")}
        if not own:
            return row
        if _depth(own) > MOST_NESTING:
            raise FileError(name, f"{where} has an x- key nested more than {MOST_NESTING} deep", "make it flatter")
        return {**{key: value for key, value in row.items() if key not in own}, "extras": own}

    result = dict(values)
    for key, part in (("nodes", "node"), ("edges", "edge")):
        rows = values.get(key)
        if isinstance(rows, list):
            result[key] = [gathered(row, f"number {i + 1} of the {part}s") for i, row in enumerate(rows)]
    if "graph" in values:
        result["graph"] = gathered(values["graph"], "the map")
    return result


def _depth(value: Any) -> int:
    """Return how deep a value is nested; iterative, as the value is a stranger's."""
    deepest, open_ = 0, [(value, 1)]
    while open_:
        current, depth = open_.pop()
        deepest = max(deepest, depth)
        if isinstance(current, dict | list):
            inner = current.values() if isinstance(current, dict) else current
            open_ += [(item, depth + 1) for item in inner]
    return deepest


def _check_image(image: str, where: str, name: str) -> None:
    """Decode a picture; raises FileError."""
    try:
        check_image(image)
    except ValueError as error:
        fault, _, mend = str(error).partition("; ")
        raise FileError(name, f"the picture of {where} {fault}", mend) from None


