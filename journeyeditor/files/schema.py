"""The JSON Schema (2020-12) of the file, generated from the records.

    python -m journeyeditor.files.schema     # writes resources/schema/journey-map-1.schema.json

What a schema cannot say, the reader does: that ids are unique, references lead somewhere, and
pictures decode.
"""

from __future__ import annotations

import json
from typing import Any

from pydantic import TypeAdapter

from journeyeditor.files.document import (
    MAX_EDGES,
    MAX_NODES,
    VERSION,
    edge_adapter,
    header,
    node_adapter,
)
from journeyeditor.model import MAP_ID, MAX_INTEGER
from journeyeditor.vocabulary import KIND_NAMES, KINDS, RELATIONS, Lane, MapInfo

NAME = f"journey-map-{VERSION}.schema.json"

_KINDS = frozenset(cls.__name__ for cls in KINDS)
_RELATIONS = frozenset(cls.__name__ for cls in RELATIONS)
_ID = {"type": "string", "minLength": 1, "not": {"const": MAP_ID}}
_DATE = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}


def schema() -> dict[str, Any]:
    definitions: dict[str, Any] = {}
    items = {}
    adapters = {"nodes": node_adapter(), "edges": edge_adapter(), "graph": TypeAdapter(MapInfo)}
    for part, adapter in adapters.items():
        generated = adapter.json_schema(by_alias=True)
        definitions.update(generated.pop("$defs"))
        items[part] = generated.get("items", generated)
    definitions["MapInfo"] = items["graph"]
    for definition in definitions.values():
        _adapt(definition)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:journeyeditor:{NAME}",
        "title": "Journey map",
        "type": "object",
        "properties": {
            **{key: {"const": value} for key, value in header().items()},
            "graph": {"$ref": "#/$defs/MapInfo"},
            "nodes": {"type": "array", "maxItems": MAX_NODES, "items": items["nodes"]},
            "edges": {"type": "array", "maxItems": MAX_EDGES, "items": items["edges"]},
        },
        "required": list(header()),
        "patternProperties": {"^x-": True},
        "additionalProperties": False,
        "$defs": dict(sorted(definitions.items())),
    }


def text() -> str:
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


def _adapt(definition: dict[str, Any]) -> None:
    """Adapt the schema of a model to the file: x- keys, required fields and bounds."""
    properties = definition["properties"]
    del properties["x-"]
    definition["patternProperties"] = {"^x-": True}
    if definition["title"] == "MapInfo":
        del properties["id"], properties["kind"], properties["x-top"]
    name = definition["title"]
    if name in _RELATIONS:
        ends = {"source": _ID, "target": _ID, "key": _ID, "kind": properties.pop("kind")}
        definition["properties"] = {
            **ends,
            **{k: v for k, v in properties.items() if k not in ends},
        }
        definition["required"] = list(ends)
    elif name in _KINDS:
        properties["id"] = _ID
        definition["required"] = ["id", "kind"]
    if name == Lane.__name__:
        properties["kinds"]["items"] = {"enum": list(KIND_NAMES)}
    for field in definition["properties"].values():
        _bound(field)


def _bound(field: Any) -> None:
    """Add the form of dates and the bounds of integers, at any depth."""
    if isinstance(field, list):
        for inner in field:
            _bound(inner)
    elif isinstance(field, dict):
        if field.get("format") == "date":
            field.update(_DATE)
        if field.get("type") == "integer":
            field.setdefault("minimum", -MAX_INTEGER)
            field.setdefault("maximum", MAX_INTEGER)
        for inner in field.values():
            _bound(inner)


if __name__ == "__main__":
    from journeyeditor import resources

    resources.path("schema", NAME).write_text(text(), encoding="utf-8")
