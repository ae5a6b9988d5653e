"""From a file to a graph, or to one sentence that says why not."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from pydantic import TypeAdapter, ValidationError

from journeyeditor.files import document
from journeyeditor.files.errors import FileError, field_of, place, short
from journeyeditor.files.gc_pause import uncollected
from journeyeditor.files.images import MAX_PIXELS_TOGETHER, ImageError, check_image
from journeyeditor.files.reader.error_messages import sentence
from journeyeditor.files.reader.migrations import MIGRATIONS, migrate
from journeyeditor.files.reader.node_link import completed, is_bare
from journeyeditor.files.reader.references import check_references
from journeyeditor.files.reader.syntax import parse
from journeyeditor.files.system_paths import system_path
from journeyeditor.i18n import N_, Phrase
from journeyeditor.model import MAP_ID, Element, JourneyGraph
from journeyeditor.model.record import share_field_names
from journeyeditor.vocabulary import KINDS, MapInfo


def read_map(path: Path | str) -> JourneyGraph:
    """Raises FileError."""
    return parse_map(read_bytes(path), str(path))


def check_plain(path: Path | str) -> None:
    """Refuse a pipe or a device, which might never end; raises FileError.

    Of what is not there, or may not be seen, reading says more.
    """
    try:
        mode = os.stat(system_path(Path(path))).st_mode
    except (OSError, ValueError):
        return
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        fault = N_("is a device or pipe, not a regular file")
        raise FileError(str(path), fault, N_("open a journey map"))


def read_bytes(path: Path | str) -> bytes:
    """Read hardly more than a map may have; raises FileError."""
    name = str(path)
    try:
        with system_path(Path(path)).open("rb") as file:
            return file.read(document.MAX_BYTES + 1)
    except FileNotFoundError:
        raise FileError(name, N_("does not exist"), N_("check the name and folder")) from None
    except IsADirectoryError:
        raise FileError(name, N_("is a folder"), N_("choose a map inside it")) from None
    except PermissionError:
        if os.path.isdir(path):  # Windows says no more of a folder.
            raise FileError(name, N_("is a folder"), N_("choose a map inside it")) from None
        fault = N_("cannot be read without permission")
        raise FileError(name, fault, N_("ask for read permission")) from None
    except (OSError, ValueError) as error:
        number = getattr(error, "errno", None)
        reason = os.strerror(number) if number else str(error)
        unread = Phrase(N_("cannot be read ({reason})"), reason=reason)
        raise FileError(name, unread, N_("check the name and disk")) from None


def parse_map(data: bytes, name: str) -> JourneyGraph:
    """`name` is used in the messages of FileError."""
    with uncollected:
        values = _today(parse(data, name), name)
        own = b'"x-' in data or b"\\u00" in data
        graph = _attributes(values, name)
        nodes = _rows(values, "nodes", document.MAX_NODES, name)
        edges = _rows(values, "edges", document.MAX_EDGES, name)
        if own:
            graph, nodes, edges = gathered(values, graph, nodes, edges)
        info = _info(graph, name)
        elements = _records(nodes, "node", document.node_adapter(), name)
        relations = _records(edges, "edge", document.edge_adapter(), name)
        check_references(info, elements, relations, (nodes, edges), name)
        _check_images(info, elements, nodes, name)
        # The graph takes about as much memory as the rows did.
        values.clear()
        nodes.clear()
        edges.clear()
        return JourneyGraph.of(info, [*elements, *relations])


def _today(values: object, name: str) -> dict[str, Any]:
    """Return the values in today's version; raises FileError."""
    if isinstance(values, dict) and is_bare(values):
        values = completed(values)
    if not isinstance(values, dict) or values.get("format") != document.FORMAT:
        line = f'"format": "{document.FORMAT}"'
        unknown = Phrase(N_("is not a journey map (it lacks {line})"), line=line)
        raise FileError(name, unknown, N_("open a journey map or import the file"))
    version, newest = values.get("version"), document.VERSION
    if type(version) is not int or version < 1:
        fault = N_("has an invalid version") if "version" in values else N_("has no version")
        raise FileError(name, fault, Phrase(N_("write {line}"), line=f'"version": {newest}'))
    if version > newest:
        newer = Phrase(
            N_(
                "has format version {version}, but this version of Journey Editor only reads up to {newest}"
            ),
            version=version,
            newest=newest,
        )
        raise FileError(name, newer, N_("install a newer version of Journey Editor"))
    if version < newest:
        values = _migrated(values, version, name)
    _check_top(values, name)
    return values


def _check_top(values: Mapping[str, Any], name: str) -> None:
    """Refuse values at the top that networkx cannot use, and unknown keys."""
    start = document.header()
    for key, expected in start.items():
        if values.get(key) != expected or type(values[key]) is not type(expected):
            fault = Phrase(N_("must say {line}"), line=f'"{key}": {json.dumps(expected)}')
            raise FileError(name, fault, N_("correct that line"))
    for key in values:
        if key not in start and key not in ("graph", "nodes", "edges") and not key.startswith("x-"):
            fault = Phrase(N_("has the unknown key “{key}” at the top"), key=short(key))
            raise FileError(name, fault, N_("remove it or start its name with x-"))


def _migrated(values: dict[str, Any], version: int, name: str) -> dict[str, Any]:
    """Migrate older values; a step may fail on what an older program would have refused."""
    try:
        return migrate(values, version, document.VERSION, MIGRATIONS)
    except (AttributeError, LookupError, TypeError, ValueError):
        fault = Phrase(N_("is not a valid map of version {version}"), version=version)
        raise FileError(name, fault, N_("fix it or use a backup")) from None


def _attributes(values: Mapping[str, Any], name: str) -> dict[str, Any]:
    graph = values.get("graph", {})
    if not isinstance(graph, dict):
        fault = N_('"graph" must be an object with the attributes of the map')
        raise FileError(name, fault, Phrase(N_("write {line}"), line="{…}"))
    for key in ("id", "kind"):
        if key in graph:
            unknown = Phrase(N_("the map has the unknown key “{key}”"), key=key)
            raise FileError(name, unknown, N_("remove it or start its name with x-"))
    return graph


def _rows(values: Mapping[str, Any], key: str, most: int, name: str) -> list[dict[str, Any]]:
    """The list of nodes or edges, of bounded length, each an object."""
    rows = values.get(key, [])
    if not isinstance(rows, list):
        fault = Phrase(N_('"{key}" must be a list'), key=key)
        raise FileError(name, fault, Phrase(N_("write {line}"), line="[…]"))
    if len(rows) > most:
        counted = N_("has {count} nodes, more than {most}")
        if key == "edges":
            counted = N_("has {count} edges, more than {most}")
        raise FileError(name, Phrase(counted, count=len(rows), most=most), N_("split the map"))
    for number, row in enumerate(rows):
        if not isinstance(row, dict):
            wrong = N_("number {number} of the nodes is not an object")
            if key == "edges":
                wrong = N_("number {number} of the edges is not an object")
            advice = Phrase(N_("write {line}"), line="{…}")
            raise FileError(name, Phrase(wrong, number=number + 1), advice)
    return rows


def _info(graph: Mapping[str, Any], name: str) -> MapInfo:
    try:
        return MapInfo.model_validate({**graph, "id": MAP_ID}, by_alias=True, by_name=False)
    except ValidationError as error:
        where = Phrase(N_("the map"))
        raise FileError(name, *sentence(error.errors(include_url=False), where, 0)) from None


def _records(
    rows: Sequence[Mapping[str, Any]], part: str, adapter: TypeAdapter[Any], name: str
) -> list[Any]:
    """Validate all rows at once; nothing is coerced."""
    try:
        records: list[Any] = adapter.validate_python(rows, by_alias=True, by_name=False)
    except ValidationError as error:
        errors = error.errors(include_url=False)
        number = int(errors[0]["loc"][0])
        errors = [each for each in errors if each["loc"][0] == number]
        row = rows[number]
        if errors[0]["type"].startswith("union_tag"):
            row = {**row, "kind": None}
        where = place(row, part, number)
        raise FileError(name, *sentence(errors, where, 2)) from None
    share_field_names(records)
    return records


#: Kinds that have pictures; asking the others takes longer.
_WITH_IMAGE = frozenset(cls.kind_name() for cls in KINDS if "image" in cls.model_fields)


def _check_images(
    info: MapInfo, elements: Sequence[Element], rows: Sequence[Mapping[str, Any]], name: str
) -> None:
    """Decode every picture once; raises FileError."""
    places = {info.brand.logo: field_of(Phrase(N_("the map")), "brand.logo")}
    for number, element in enumerate(elements):
        if element.kind in _WITH_IMAGE and element.image:
            places.setdefault(element.image, field_of(place(rows[number], "node"), "image"))
    places.pop("", None)
    pixels = 0
    for image, where in places.items():
        try:
            pixels += check_image(image)
        except ImageError as error:
            fault = Phrase("{place} {fault}", place=where, fault=error.fault)
            raise FileError(name, fault, error.advice) from None
        if pixels > MAX_PIXELS_TOGETHER:
            most = MAX_PIXELS_TOGETHER // 1_000_000
            large = Phrase(N_("has more than {count} megapixels of pictures"), count=most)
            raise FileError(name, large, N_("use smaller pictures"))


Row: TypeAlias = dict[str, Any]

#: Objects, or lists of objects, inside the map's attributes that may have keys of their own, too.
_PARTS = ("brand", "funnel", "poster", "measured", "agenda", "set_aside")


def gathered(
    values: Mapping[str, Any], graph: Row, nodes: list[Row], edges: list[Row]
) -> tuple[Row, list[Row], list[Row]]:
    """Return attributes, nodes and edges with their x- keys gathered under one key, "x-".

    So records carry them to the next save. Those at the top of the file go with the map's attributes, under "x-top".
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
    """Gather the x- keys of an object and of those in its lists, or of each object in a list."""
    if isinstance(value, list):
        return [_row(each) if isinstance(each, dict) else each for each in value]
    if not isinstance(value, dict):
        return value
    return _row({k: _part(each) if isinstance(each, list) else each for k, each in value.items()})


def _row(row: Row) -> Row:
    """Gather the x- keys of an object; return the object itself if it has none."""
    own = {key: value for key, value in row.items() if key.startswith("x-")}
    if not own:
        return row
    return {**{key: value for key, value in row.items() if key not in own}, "x-": own}
