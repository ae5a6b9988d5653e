"""The JSON Schema (2020-12) of the file, generated from the records.

    python -m journeyeditor.files.schema     # writes resources/schema/journey-map-1.schema.json
"""

from __future__ import annotations

import json
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from journeyeditor.files.document import HEAD, MOST_EDGES, MOST_NODES, VERSION, edge_adapter, node_adapter
from journeyeditor.vocabulary import MapInfo

NAME = f"journey-map-{VERSION}.schema.json"


def schema() -> dict[str, Any]:
    """Return the schema of a whole file."""
    definitions: dict[str, Any] = {}
    parts = {}
    for name, core in (
        ("node", node_adapter()),
        ("edge", edge_adapter()),
    ):
        generated = core.json_schema(ref_template="#/$defs/{model}", schema_generator=GenerateJsonSchema)
        definitions.update(generated.pop("$defs"))
        parts[name] = generated["items"]
    info = MapInfo.model_json_schema(ref_template="#/$defs/{model}")
    definitions.update(info.pop("$defs", {}))
    definitions["MapInfo"] = info
    for definition in definitions.values():
        _adapt(definition)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:journeyeditor:{NAME}",
        "title": "Journey map",
        "type": "object",
        "properties": {
            **{key: {"const": value} for key, value in HEAD.items()},
            "graph": {"$ref": "#/$defs/MapInfo"},
            "nodes": {"type": "array", "maxItems": MOST_NODES, "items": parts["node"]},
            "edges": {"type": "array", "maxItems": MOST_EDGES, "items": parts["edge"]},
        },
        "required": list(HEAD),
        "patternProperties": {"^x-": True},
        "additionalProperties": False,
        "$defs": dict(sorted(definitions.items())),
    }


def _adapt(definition: dict[str, Any]) -> None:
    """Turn a record's schema into the file's: x- keys instead of extras, an edge's id as its key."""
    properties = definition.get("properties", {})
    if "extras" in properties:
        del properties["extras"]
        definition["patternProperties"] = {"^x-": True}
    if definition.get("title") == "MapInfo":
        for name in ("id", "kind"):
            del properties[name]
    if "source" in properties and "target" in properties:
        definition["properties"] = {
            "source": properties.pop("source"),
            "target": properties.pop("target"),
            "key": properties.pop("id"),
            **properties,
        }
        definition["required"] = ["source", "target", "key", "kind"]
    elif "id" in properties:
        definition["required"] = ["id", "kind"]
    for field in properties.values():
        field.pop("editor", None)
        field.pop("suggestions", None)


def text() -> str:
    """Return the schema as it is committed."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    from journeyeditor import resources

    resources.path("schema", NAME).write_text(text(), encoding="utf-8")
