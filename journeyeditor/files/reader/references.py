"""What the records of a file say of one another must be true before they become a graph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, reduce
from typing import Any, NoReturn, TypeAlias

from journeyeditor.files.errors import FileError, field_of, kind_words, place, short
from journeyeditor.i18n import N_, Phrase
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
#: What to do about an id that does not name what it should.
_ADVICE = {
    "stage": N_("use a stage of the map or remove it"),
    "lane": N_("use a lane of the map or remove it"),
    "persona": N_("use a persona of the map or remove it"),
    "element": N_("use an element of the map or remove it"),
    "lane or kind": N_("use a lane or kind of the map or remove it"),
}


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
            value = getattr(element, field)
            for id_ in _ids(value) if value is not None else ():
                if self.kinds.get(id_) != wanted:
                    self._refuse_target(field_of(place(row, "node"), field), id_, wanted)
        for kind in element.kinds if isinstance(element, Lane) else ():
            if kind not in KIND_NAMES:
                fault = Phrase(
                    N_("{place} has the unknown kind “{kind}”"),
                    place=field_of(place(row, "node"), "kinds"),
                    kind=short(kind),
                )
                advice = Phrase(N_("use some of {names}"), names=", ".join(KIND_NAMES))
                raise FileError(self.name, fault, advice)

    def relation(self, relation: Relation, row: Row) -> None:
        """Refuse a relation without both ends, a forbidden one, or a key that is used twice."""
        key, source, target = relation.id, relation.source, relation.target
        if not key or key in self.keys or key in self.kinds:
            self._refuse_id(row, "edge", key)
        self.keys.add(key)
        for field, end in (("source", source), ("target", target)):
            if end not in self.kinds or end == MAP_ID:
                self._refuse_target(field_of(place(row, "edge"), field), end, "element")
        if not may_connect(self.kinds[source], relation.kind, self.kinds[target]):
            self._refuse_connection(relation, row)
        for field, wanted in self.fields[relation.kind]:
            for id_ in _ids(getattr(relation, field)):
                if self.kinds.get(id_) != wanted:
                    self._refuse_target(field_of(place(row, "edge"), field), id_, wanted)

    def info(self, info: MapInfo) -> None:
        """Refuse poster options that refer to a missing persona or lane."""
        persona = info.poster.persona
        if persona is not None and self.kinds.get(persona) != "persona":
            self._refuse_target(_of_map("poster.persona"), persona, "persona")
        for lane in info.poster.lanes:
            if self.kinds.get(lane) != "lane" and lane not in KIND_NAMES:
                self._refuse_target(_of_map("poster.lanes"), lane, "lane or kind")

    def _refuse_id(self, row: Row, part: str, id_: str) -> NoReturn:
        field = "id" if part == "node" else "key"
        fault = N_("{place} cannot have the {field} “{id}”")
        if id_ and id_ != MAP_ID:
            fault = N_("{place} has the {field} “{id}”, which is used twice")
        raise FileError(
            self.name,
            Phrase(fault, place=place(row, part), field=field, id=short(id_)),
            Phrase(N_("change its {field}"), field=field),
        )

    def _refuse_target(self, where: Phrase, target: str, wanted: str) -> NoReturn:
        kind = self.kinds.get(target, "")
        fault = N_("{place} names “{id}”, which is not in the map")
        if kind:
            fault = N_("{place} names “{id}”, which is a {kind}")
            if kind[0] in "aeiou":
                fault = N_("{place} names “{id}”, which is an {kind}")
        values: dict[str, object] = {"kind": kind_words(kind)} if kind else {}
        raise FileError(
            self.name,
            Phrase(fault, place=where, id=short(target), **values),
            _ADVICE[wanted],
        )

    def _refuse_connection(self, relation: Relation, row: Row) -> NoReturn:
        source, target = self.kinds[relation.source], self.kinds[relation.target]
        choices = [
            Phrase(N_("from {source} to {target}"), source=_any_of(ones), target=_any_of(others))
            for ones, others in CONNECTIONS[relation.kind]
        ]
        fault = Phrase(
            N_("{place} cannot lead from {source} to {target}"),
            place=place(row, "edge"),
            source=kind_words(source),
            target=kind_words(target),
        )
        raise FileError(self.name, fault, Phrase(N_("connect it {choices}"), choices=_or(choices)))


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


def _of_map(field: str) -> Phrase:
    return field_of(Phrase(N_("the map")), field)


def _any_of(kinds: frozenset[str] | None) -> Phrase:
    if not kinds:
        return Phrase(N_("any kind"))
    first, *others = map(kind_words, sorted(kinds))
    return reduce(lambda one, other: Phrase("{one}/{other}", one=one, other=other), others, first)


def _or(choices: Sequence[Phrase]) -> Phrase:
    return reduce(lambda one, other: Phrase(N_("{one} or {other}"), one=one, other=other), choices)
