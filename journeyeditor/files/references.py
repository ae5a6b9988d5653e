"""What the records of a file say of one another must be true before they become a graph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NoReturn

from journeyeditor.files.errors import FileError, place
from journeyeditor.model import MAP_ID, Element, Relation
from journeyeditor.vocabulary import CONNECTIONS, MapInfo, kind_class, may_connect

#: Field → the kind that its ids must name.
REFERENCES = {"stage": "stage", "lane": "lane", "persona": "persona"}


def check_references(
    elements: Sequence[Element],
    relations: Sequence[Relation],
    rows: Sequence[Mapping[str, Any]],
    name: str,
) -> None:
    """Refuse duplicate ids, references to nothing or to the wrong kind, and forbidden relations."""
    kinds: dict[str, str] = {}
    for number, element in enumerate(elements):
        if not element.id or element.id == MAP_ID:
            raise FileError(name, f"{place(rows[number], number, 'node')} has no id that can be used", "give it an id of its own")
        if element.id in kinds:
            raise FileError(name, f"{place(rows[number], number, 'node')} has an id that is used twice", "give it another id")
        kinds[element.id] = element.kind
    for number, element in enumerate(elements):
        for field, kind in REFERENCES.items():
            for target in _ids(getattr(element, field, None)):
                if kinds.get(target) != kind:
                    _dangling(place(rows[number], number, "node"), field, target, kinds.get(target), kind, name)
        for shown in getattr(element, "kinds", ()):
            _check_kind(shown, place(rows[number], number, "node"), name)
    seen: set[str] = set()
    for relation in relations:
        _check_relation(relation, kinds, seen, name)


def check_info(info: MapInfo, kinds: Mapping[str, str], name: str) -> None:
    """Refuse a poster persona that the map does not have."""
    persona = info.poster.persona
    if persona and kinds.get(persona) != "persona":
        _dangling("the map's poster", "persona", persona, kinds.get(persona), "persona", name)


def _ids(value: object) -> Iterable[str]:
    """Return the ids in a reference field: none, one, or several."""
    if isinstance(value, str):
        return (value,)
    return value if isinstance(value, tuple) else ()


def _check_kind(kind: str, where: str, name: str) -> None:
    """Refuse a lane of a kind that does not exist."""
    try:
        kind_class(kind)
    except KeyError:
        raise FileError(name, f"{where} shows the unknown kind “{kind}”", "use kinds of the format") from None


def _dangling(where: str, field: str, target: str, found: str | None, wanted: str, name: str) -> NoReturn:
    """Refuse a reference to nothing, or to something else."""
    if found is None:
        raise FileError(name, f"{where}: {field} names “{target}”, which is not in the map", f"name a {wanted} of the map")
    raise FileError(name, f"{where}: {field} names “{target}”, which is a {found.replace('_', ' ')}", f"name a {wanted}")


def _check_relation(relation: Relation, kinds: Mapping[str, str], seen: set[str], name: str) -> None:
    """Refuse a relation that dangles, is forbidden, or whose key is taken."""
    where = f"the relation {relation.kind.replace('_', ' ')} ({relation.id})"
    if not relation.id or relation.id == MAP_ID:
        raise FileError(name, f"a relation {relation.kind.replace('_', ' ')} from “{relation.source}” has no key that can be used", "give it a key")
    if relation.id in seen or relation.id in kinds:
        raise FileError(name, f"{where} has a key that is used twice", "give it another key")
    seen.add(relation.id)
    for field, end in (("source", relation.source), ("target", relation.target)):
        if end not in kinds:
            raise FileError(name, f"{where}: {field} names “{end}”, which is not in the map", "name an element of the map, or take the relation out")
    source, target = kinds[relation.source], kinds[relation.target]
    if not may_connect(source, relation.kind, target):
        sources = sorted({k for pair in CONNECTIONS[relation.kind] for k in pair[0] or ("any kind",)})
        targets = sorted({k for pair in CONNECTIONS[relation.kind] for k in pair[1]})
        raise FileError(
            name,
            f"{where} may not lead from a {source.replace('_', ' ')} to a {target.replace('_', ' ')}",
            f"it leads from {' or '.join(sources)} to {' or '.join(targets)}".replace("_", " "),
        )
    persona = getattr(relation, "persona", None)
    if persona is not None and kinds.get(persona) != "persona":
        _dangling(where, "persona", persona, kinds.get(persona), "persona", name)
