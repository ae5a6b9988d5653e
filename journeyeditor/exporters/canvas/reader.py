"""Read an edited canvas: what differs from the canvas of the map that travels with it was edited.

Both canvases are read alike. So what a canvas cannot show is no edit, and is not lost.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from journeyeditor.exchange.boards.json_canvas import OWN_KEY, read_canvas
from journeyeditor.exchange.importers import Imported, ImportFailure
from journeyeditor.exchange.sources import SourceError, SourceFile
from journeyeditor.exporters.archives import unpacked
from journeyeditor.exporters.canvas.writer import MAP_KEY, canvas_of
from journeyeditor.exporters.revision import Revision, copy_of, imported
from journeyeditor.files import FileError, parse_map
from journeyeditor.files.writer import row_of
from journeyeditor.i18n import N_, Phrase
from journeyeditor.model import JourneyGraph, Record, RecordId, Relation
from journeyeditor.poster import PosterError
from journeyeditor.typography import Faces
from journeyeditor.vocabulary import info_of

_IDENTITY = frozenset({"id", "kind", "source", "target", "extras"})


def recognizes(source: SourceFile) -> bool:
    """Whether a file is a canvas that this program wrote, with its map."""
    try:
        return bool(_map_in(_document(source)))
    except SourceError:
        return False


def read(source: SourceFile) -> Imported:
    """The map of a canvas, with what was edited; raises ImportFailure."""
    exported = _exported(source)
    return _taken(source, exported, exported)


def read_into(source: SourceFile, graph: JourneyGraph) -> Imported:
    """A map with what was edited in a canvas; raises ImportFailure."""
    exported = _exported(source)
    if len(graph) and not any(graph.has_element(each.id) for each in exported.elements()):
        other = N_("is a canvas of another map, “{title}”; import it as a map of its own")
        raise ImportFailure(Phrase(other, title=info_of(exported).title))
    return _taken(source, exported, graph)


def _document(source: SourceFile) -> dict[str, Any]:
    try:
        document = json.loads(source.text.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}


def _map_in(document: Mapping[str, Any]) -> bytes | None:
    packed = document.get(MAP_KEY)
    return unpacked(packed) if isinstance(packed, str) else None


def _exported(source: SourceFile) -> JourneyGraph:
    data = _map_in(_document(source))
    assert data is not None, "recognized"
    try:
        return parse_map(data, source.name)
    except FileError as error:
        raise ImportFailure(error.words) from error


def _taken(source: SourceFile, exported: JourneyGraph, target: JourneyGraph) -> Imported:
    document = _document(source)
    del document[MAP_KEY]
    now = read_canvas(json.dumps(document))
    try:
        before = read_canvas(canvas_of(exported, _faces(), has_source=False)).graph
    except PosterError:  # its canvas cannot be drawn here to compare with
        return now
    revision = _edits(before, now.graph, target)
    result = imported(copy_of(target), revision)
    return Imported(result.graph, (*now.notes, *result.notes), now.guesses)


def _edits(before: JourneyGraph, after: JourneyGraph, target: JourneyGraph) -> Revision:
    """What was edited between two maps of the same canvas, by the ids of their records."""
    revision = Revision()
    old, new, present = _records(before), _records(after), _records(target)
    for id_, record in new.items():
        row = row_of(record)
        if id_ not in old:
            revision.added.append({**row, "id": id_, "kind": record.kind})
            continue
        if _ends(record) != _ends(old[id_]):
            revision.removed.append(id_)
            revision.added.append({**row, "id": f"{id_}-", "kind": record.kind})
            continue
        for name, value in _differences(old[id_], record):
            revision.edit(id_, name, value)
        own = (record.extras or {}).get(OWN_KEY)
        if own != (old[id_].extras or {}).get(OWN_KEY) and id_ in present:
            kept = {**(present[id_].extras or {}), OWN_KEY: own}
            revision.edit(id_, "extras", {key: value for key, value in kept.items() if value})
    revision.removed += [id_ for id_ in old if id_ not in new]
    return revision


def _differences(before: Record, after: Record) -> Iterator[tuple[str, Any]]:
    """Yield the fields that are others now, in the form of the map file."""
    written, row = row_of(before), row_of(after)
    for name in dict.fromkeys((*written, *row)):
        field = type(after).model_fields.get(name)
        if field is not None and name not in _IDENTITY and written.get(name) != row.get(name):
            yield name, row.get(name, field.get_default(call_default_factory=True))


def _ends(record: Record) -> tuple[RecordId, ...]:
    return (record.source, record.target) if isinstance(record, Relation) else ()


def _records(graph: JourneyGraph) -> dict[RecordId, Record]:
    return {each.id: each for each in (graph.info, *graph.elements(), *graph.relations())}


@cache
def _faces() -> Faces:
    return Faces(system=False)
