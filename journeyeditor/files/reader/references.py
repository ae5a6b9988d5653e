"""What the records of a file say of one another must be true before they become a graph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, NoReturn, TypeAlias

from journeyeditor.files.errors import FileError, place, short
from journeyeditor.model import MAP_ID, Element, Relation
from journeyeditor.vocabulary import (
    CONNECTIONS,
    KIND_NAMES,
    KINDS,
    RELATIONS,
    Lane,
    MapInfo,
    may_connect,
)

Row: TypeAlias = Mapping[str, Any]

#: Field → the kind that its ids must name.
_REFERENCES = {"stage": "stage", "lane": "lane", "persona": "persona"}


def check_references(
    info: MapInfo,
    elements: Sequence[Element],
    relations: Sequence[Relation],
    rows: tuple[Sequence[Row], Sequence[Row]],
    name: str,
) -> None:
    """Refuse duplicate ids, references to nothing or to the wrong kind, and forbidden relations.

    `rows` are the nodes and edges of which the records were made, for the sentences.
    """
    nodes, edges = rows
    check = _Check(name)
    for element, row in zip(elements, nodes, strict=True):
        check.enter(element, row)
    for element, row in zip(elements, nodes, strict=True):
        check.element(element, row)
    for relation, row in zip(relations, edges, strict=True):
        check.relation(relation, row)
    check.info(info)


class _Check:
    """The check of one file, with the kinds of its elements and the keys of its relations so far."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.kinds: dict[str, str] = {MAP_ID: "map"}
        self.keys: set[str] = set()
        self.fields = reference_fields()

    def enter(self, element: Element, row: Row) -> None:
        """Refuse an id that is used twice."""
        if not element.id or element.id in self.kinds:
            self._refuse_id(row, "node", element.id)
        self.kinds[element.id] = element.kind

    def element(self, element: Element, row: Row) -> None:
        for field, wanted in self.fields[element.kind]:
            for id_ in _ids(getattr(element, field)):
                if self.kinds.get(id_) != wanted:
                    self._refuse_target(f"{place(row, 'node')}: {field}", id_, wanted)
        for kind in element.kinds if isinstance(element, Lane) else ():
            if kind not in KIND_NAMES:
                where = f"{place(row, 'node')}: kinds"
                raise FileError(
                    self.name,
                    f"{where} has the unknown kind “{short(kind)}”",
                    f"use some of {', '.join(KIND_NAMES)}",
                )

    def relation(self, relation: Relation, row: Row) -> None:
        """Refuse a relation without both ends, a forbidden one, or a key that is used twice."""
        key, source, target = relation.id, relation.source, relation.target
        if not key or key in self.keys or key in self.kinds:
            self._refuse_id(row, "edge", key)
        self.keys.add(key)
        for field, end in (("source", source), ("target", target)):
            if end not in self.kinds or end == MAP_ID:
                self._refuse_target(f"{place(row, 'edge')}: {field}", end, "element")
        if not may_connect(self.kinds[source], relation.kind, self.kinds[target]):
            self._refuse_connection(relation, row)
        for field, wanted in self.fields[relation.kind]:
            for id_ in _ids(getattr(relation, field)):
                if self.kinds.get(id_) != wanted:
                    self._refuse_target(f"{place(row, 'edge')}: {field}", id_, wanted)

    def info(self, info: MapInfo) -> None:
        """Refuse poster options that refer to a missing persona or lane."""
        persona = info.poster.persona
        if persona is not None and self.kinds.get(persona) != "persona":
            self._refuse_target("the map: poster.persona", persona, "persona")
        for lane in info.poster.lanes:
            if self.kinds.get(lane) != "lane" and lane not in KIND_NAMES:
                self._refuse_target("the map: poster.lanes", lane, "lane or kind")

    def _refuse_id(self, row: Row, part: str, id_: str) -> NoReturn:
        field = "id" if part == "node" else "key"
        why = ", which is used twice" if id_ and id_ != MAP_ID else ""
        phrase = "has" if why else "cannot have"
        fault = f"{place(row, part)} {phrase} the {field} “{short(id_)}”{why}"
        raise FileError(self.name, fault, f"change its {field}")

    def _refuse_target(self, where: str, target: str, wanted: str) -> NoReturn:
        target_kind = self.kinds.get(target, "")
        is_a = "is an" if target_kind[:1] in tuple("aeiou") else "is a"
        what = f"{is_a} {target_kind.replace('_', ' ')}" if target_kind else "is not in the map"
        article = "an" if wanted == "element" else "a"
        raise FileError(
            self.name,
            f"{where} names “{short(target)}”, which {what}",
            f"use {article} {wanted} of the map or remove it",
        )

    def _refuse_connection(self, relation: Relation, row: Row) -> NoReturn:
        source, target = self.kinds[relation.source], self.kinds[relation.target]
        choices = " or ".join(
            f"from {_any_of(sources)} to {_any_of(targets)}"
            for sources, targets in CONNECTIONS[relation.kind]
        )
        fault = f"cannot lead from {source} to {target}".replace("_", " ")
        raise FileError(self.name, f"{place(row, 'edge')} {fault}", f"connect it {choices}")


@cache
def reference_fields() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """The fields of each kind that refer to others, with the kind that they must refer to."""
    return {
        cls.kind_name(): tuple(
            (field, wanted) for field, wanted in _REFERENCES.items() if field in cls.model_fields
        )
        for cls in (*KINDS, *RELATIONS)
    }


def remove_dangling(values: dict[str, Any]) -> int:
    """Remove what leads nowhere from the plain values of a whole map; return how much it was.

    That is every relation without both ends, and every field's id of what is not there.
    """
    kinds = {row["id"]: row.get("kind") for row in values["nodes"]}
    edges = [row for row in values["edges"] if _leads_somewhere(row, kinds)]
    freed = {
        "nodes": [_freed(row, kinds) for row in values["nodes"]],
        "edges": [_freed(row, kinds) for row in edges],
        "graph": _freed_info(values["graph"], kinds),
    }
    pairs = [*zip(freed["nodes"], values["nodes"], strict=True), (freed["graph"], values["graph"])]
    pairs += zip(freed["edges"], edges, strict=True)
    count = len(values["edges"]) - len(edges) + sum(after is not before for after, before in pairs)
    values.update(freed)
    return count


def _leads_somewhere(row: Row, kinds: Mapping[str, str]) -> bool:
    """Whether both ends of a relation exist and may be connected by it."""
    source, target = kinds.get(row["source"]), kinds.get(row["target"])
    return bool(source and target and may_connect(source, row["kind"], target))


def _freed(row: Row, kinds: Mapping[str, str]) -> Row:
    """Remove references to missing elements; return the row itself if it has none."""
    freed = {**row}
    for field, wanted in reference_fields()[row["kind"]]:
        value = row.get(field)
        ids = value if isinstance(value, list) else [value] if field in row else []
        ids_of_kind = [id_ for id_ in ids if not isinstance(id_, str) or kinds.get(id_) == wanted]
        if ids_of_kind != ids:
            del freed[field]
            freed.update({field: ids_of_kind} if ids_of_kind else {})
    return freed if freed != row else row


def _freed_info(info: Row, kinds: Mapping[str, str]) -> Row:
    """Remove references to missing elements from the poster options."""
    poster = {**info.get("poster", {})}
    if "persona" in poster and kinds.get(poster["persona"]) != "persona":
        del poster["persona"]
    if "lanes" in poster:
        lanes = poster["lanes"]
        poster["lanes"] = [x for x in lanes if kinds.get(x) == "lane" or x in KIND_NAMES]
    return {**info, "poster": poster} if poster != info.get("poster", {}) else info


def _ids(value: str | tuple[str, ...] | None) -> Iterable[str]:
    if isinstance(value, str):
        return (value,)
    return value or ()


def _any_of(kinds: frozenset[str] | None) -> str:
    return "/".join(sorted(kinds)).replace("_", " ") if kinds else "any kind"
