"""Random values for every field of a map, made from the schema of the file.

A new field or kind takes part by itself; one of a form that is not known here raises, so that the
tests fail until it is.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from functools import cache
from random import Random
from typing import Any, TypeAlias

from journeyeditor.files.reader.references import reference_fields
from journeyeditor.files.schema import schema
from journeyeditor.model import JourneyGraph, Record
from tests.strategies import PIXEL

Definition: TypeAlias = Mapping[str, Any]

TEXTS = (
    "",
    "Nytt",
    "aäöß 語😀",
    'a "quoted" \\ path',
    "two\nlines\r\n\tand a tab",
    "\x00\x1f\x7f\u2028\ufeff",
    "\ufe0f",
    "\u202eשלום \u2066abc\u200d👩\u200d👧 x\u0301\u00ad",
    '["00000000",1,"change",{}]\n',
    "x" * 500,
)
#: Pattern → what matches it.
MATCHES: Mapping[str, tuple[str, ...]] = {
    "#": ("", "#0B4F6C", "#abcdef"),
    "([01]": ("", "00:00", "09:30", "23:59"),
    "P(?=": ("", "P3D", "PT2H", "P1Y2M3DT4H5M6.7S"),
    "data:image": ("", PIXEL),
}
#: Fields of parts of a record that name other elements, with the kind they must name.
INNER_REFERENCES = {
    ("PosterPreferences", "persona"): "persona",
    ("PosterPreferences", "lanes"): "lane",
}


@cache
def definitions() -> Mapping[str, Definition]:
    """Return the definitions of all kinds and parts, by the names of their classes."""
    found: Mapping[str, Definition] = schema()["$defs"]
    return found


def fields_of(cls: type[Record]) -> tuple[str, ...]:
    """Return the fields that can be edited; "x-" stands for the keys of one's own."""
    fixed = {"id", "kind", "key"} | ({"source", "target"} if cls.is_relation else set())
    return (
        *(name for name in definitions()[cls.__name__]["properties"] if name not in fixed),
        "x-",
    )


def field_value(cls: type[Record], field: str, graph: JourneyGraph, chance: Random) -> Any:
    return _Values(graph, chance).of_field(cls, field)


def own_keys(chance: Random) -> dict[str, Any] | None:
    """Return keys of one's own, in any order."""
    names = chance.sample(("x-b", "x-a", "x-source", "x-ö"), chance.randint(0, 3))
    values: tuple[Any, ...] = (
        None,
        True,
        0,
        1,
        1.0,
        -0.5,
        2**53,
        "text",
        [],
        {"id": "e1", "key": [1, {}]},
    )
    return {name: chance.choice(values) for name in names} or None


class _Values:
    """Makes values for the fields of a map."""

    def __init__(self, graph: JourneyGraph, chance: Random) -> None:
        self._graph = graph
        self._chance = chance

    def of_field(self, cls: type[Record], field: str) -> Any:
        if field == "x-":
            return own_keys(self._chance)
        definition = definitions()[cls.__name__]["properties"][field]
        wanted = dict(reference_fields().get(_kind(cls), ())).get(field)
        return self._reference(wanted, definition) if wanted else self._value(definition)

    def _reference(self, kind: str, definition: Definition) -> Any:
        ids = [element.id for element in self._graph.elements(kind)]
        several = definition["default"] == []
        if several:
            return self._chance.sample(ids, self._chance.randint(0, min(2, len(ids))))
        return self._chance.choice((None, *ids))

    def _value(self, definition: Definition) -> Any:
        for key, make in self._makers().items():
            if key in definition:
                return make(definition)
        return self._of_type(definition)

    def _makers(self) -> Mapping[str, Callable[[Definition], Any]]:
        """Return what makes a value of a definition, by the key that tells."""
        return {
            "anyOf": lambda d: self._in_bounds(self._chance.choice(d["anyOf"]), d),
            "enum": lambda d: self._chance.choice(d["enum"]),
            "const": lambda d: d["const"],
            "$ref": self._part,
            "format": self._date,
            "pattern": self._match,
            "prefixItems": lambda d: [self._value(each) for each in d["prefixItems"]],
            "items": lambda d: [self._value(d["items"]) for _ in range(self._chance.randint(0, 3))],
            "additionalProperties": lambda d: {
                text: self._value(d["additionalProperties"])
                for text in self._chance.sample(TEXTS, self._chance.randint(0, 2))
            },
        }

    def _of_type(self, definition: Definition) -> Any:
        low, high = definition.get("minimum", -(2**53)), definition.get("maximum", 2**53)
        match definition["type"]:
            case "null":
                return None
            case "string":
                return self._chance.choice(TEXTS)
            case "boolean":
                return self._chance.random() < 0.5
            case "integer":
                return self._chance.choice((low, high, self._chance.randint(low, high)))
            case "number":
                some = self._chance.uniform(low, high)
                return self._chance.choice((low, float(low), high, float(high), some))
        raise AssertionError(f"values of {definition} are not known here")

    def _in_bounds(self, chosen: Definition, outer: Definition) -> Any:
        """Return a value of one of several types, within the bounds that hold for all of them."""
        bounds = {key: outer[key] for key in ("minimum", "maximum") if key in outer}
        return self._value({**chosen, **bounds} if chosen.get("type") != "null" else chosen)

    def _part(self, definition: Definition) -> Any:
        name = definition["$ref"].rpartition("/")[2]
        part: dict[str, Any] = {}
        for field, inner in definitions()[name]["properties"].items():
            if self._chance.random() < 0.5:
                wanted = INNER_REFERENCES.get((name, field))
                part[field] = self._reference(wanted, inner) if wanted else self._value(inner)
        return {**part, "x-": own_keys(self._chance)}

    def _date(self, definition: Definition) -> str:
        assert definition["format"] == "date", definition
        return datetime.date.fromordinal(self._chance.randint(1, 3_000_000)).isoformat()

    def _match(self, definition: Definition) -> str:
        pattern: str = definition["pattern"]
        for beginning, matches in MATCHES.items():
            if pattern.removeprefix("^(").startswith(beginning):
                return self._chance.choice(matches)
        raise AssertionError(f"texts that match {pattern} are not known here")


def _kind(cls: type[Record]) -> str:
    kind: str = cls.kind_name()
    return kind
