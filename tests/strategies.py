"""Hypothesis: records of every kind, whole maps, and changes that fit a map."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from journeyeditor.display.theme import TINTS
from journeyeditor.model import MAP_ID, Change, Entry, JourneyGraph, Record, Relation
from journeyeditor.values import composed
from journeyeditor.vocabulary import CONNECTIONS, KINDS, RELATIONS, Common, MapInfo, RelationBase

LIMIT = 2**53
#: A small picture that decodes.
PIXEL = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
    "YPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)

#: As files and forms hold them: in the composed form.
texts = st.text(st.characters(codec="utf-8"), max_size=12).map(composed)
whole_numbers = st.integers(-LIMIT, LIMIT)
floats = st.floats(allow_nan=False, allow_infinity=False)
numbers = whole_numbers | floats
dates = st.dates(datetime.date(1, 1, 1))
lists = st.lists(texts, max_size=3).map(tuple)
grades = st.integers(1, 5)
shares = st.sampled_from((0, 1)) | st.floats(0, 1)
colours = st.just("") | st.integers(0, 0xFFFFFF).map("#{:06X}".format)
pictures = st.sampled_from(("", PIXEL))
durations = st.sampled_from(("", "P3D", "PT2H", "P1Y2M3DT4H5M6.7S", "P2W"))
#: What anybody may put under keys of their own.
plain = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
own_keys = st.none() | st.dictionaries(texts.map("x-{}".format), plain, min_size=1, max_size=2)

#: Field → its values. Fields that name other elements are filled in by `maps`.
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(
        "title note status owner customer_goal business_goal speaker_notes archetype role quote segment alt "
        "marker channel direction source reason hypothesis system unit claim caption subtitle "
        "client project author language version_label goal confidentiality".split(),
        texts,
    ),
    **dict.fromkeys(("tags", "goals", "needs", "frustrations"), lists),
    **dict.fromkeys(("severity", "frequency", "impact", "effort"), st.none() | grades),
    **dict.fromkeys(("due", "date", "reviewed"), st.none() | dates),
    **dict.fromkeys(("visible", "collapsed", "moment_of_truth"), st.booleans()),
    **dict.fromkeys(("stated_rate", "share"), st.none() | shares),
    **dict.fromkeys(("value", "target"), st.none() | numbers),
    **dict.fromkeys(("figure", "sample"), texts | numbers),
    "extras": own_keys,
    "top_extras": own_keys,
    "rank": st.none() | st.integers(-3, 3) | numbers,
    "votes": st.integers(0, LIMIT),
    "count": st.none() | st.integers(0, LIMIT) | st.floats(0, 1e300),
    "kinds": st.lists(st.sampled_from([k.kind_name() for k in KINDS])).map(tuple),
    "height": st.sampled_from(("auto", "compact", "tall")),
    "image": pictures,
    "colour": colours,
    "tint": st.sampled_from(("", *TINTS)),
    "polarity": st.sampled_from(("", "positive", "neutral", "constructive")),
    "score": st.none() | st.sampled_from((-2, 0, 2)) | st.floats(-2, 2),
    "proposed_stage": st.none() | texts,
    "ratings": st.lists(st.tuples(texts, st.floats(-2, 2)), max_size=3).map(tuple),
    "series": st.lists(st.tuples(dates, numbers), max_size=3).map(tuple),
    "strength": st.sampled_from(("", "assumed", "quoted", "measured")),
    "position": st.none() | st.tuples(numbers, numbers),
    "slots": st.none() | st.integers(1, 24),
    "elapsed": durations,
    "map_type": st.sampled_from(("", "b2c", "b2b", "both")),
    "state": st.sampled_from(("", "as_is", "to_be", "draft")),
    "action_count": st.integers(1, 20),
    "review_months": st.integers(0, 1200),
    "brand": st.fixed_dictionaries({}, optional={"colour": colours, "logo": pictures}),
    "funnel": st.fixed_dictionaries({}, optional={"tolerance": st.floats(0, 100)}),
    "glossary": st.dictionaries(texts, texts | lists, max_size=2),
    "translations": st.dictionaries(
        st.sampled_from(("en", "sv")), st.dictionaries(texts, texts, max_size=2), max_size=2
    ),
    "poster": st.fixed_dictionaries({}, optional={"theme": texts, "lanes": st.just(("step",))}),
    "measured": st.fixed_dictionaries(
        {},
        optional={
            "source": texts,
            "first": st.none() | dates,
            "cases": st.integers(0, LIMIT),
            "case": lists,
            "complete": st.booleans(),
            "activities": st.dictionaries(texts, texts, max_size=2),
            "fitness": st.none() | shares,
            "deviations": st.lists(
                st.fixed_dictionaries(
                    {"kind": st.just("order"), "source": texts}, optional={"target": texts}
                ),
                max_size=2,
            ),
        },
    ),
    "agenda": st.fixed_dictionaries(
        {},
        optional={
            "start": st.sampled_from(("", "09:00", "23:59")),
            "steps": st.lists(
                st.fixed_dictionaries(
                    {"title": texts},
                    optional={
                        "minutes": st.integers(1, 1440),
                        "activity": st.sampled_from(("map", "vote")),
                        "lane": st.sampled_from(("", "pain_point")),
                        "note": texts,
                        "materials": lists,
                    },
                ),
                max_size=2,
            ),
        },
    ),
    "set_aside": st.lists(
        st.fixed_dictionaries({"rule": texts}, optional={"element": texts, "reason": texts}),
        max_size=2,
    ),
}
#: Fields that name elements of another kind, or say what a record is.
LINKS = {"stage", "lane", "persona"}
FIXED = {"id", "kind", "source", "target"}


def fields_of(cls: type[Record], most: int = 4) -> st.SearchStrategy[dict[str, Any]]:
    names = [name for name in cls.model_fields if name not in LINKS | FIXED]
    some = st.lists(st.sampled_from(names), unique=True, max_size=most)
    return some.flatmap(lambda chosen: st.fixed_dictionaries({n: FIELDS[n] for n in chosen}))


@st.composite
def maps(draw: st.DrawFn, most: int = 8, cls: type[JourneyGraph] = JourneyGraph) -> JourneyGraph:
    """Return a map that a file may hold, with ids as odd as texts can be."""
    ids = draw(
        st.lists(texts.filter(lambda id_: id_ not in ("", MAP_ID)), unique=True, max_size=most)
    )
    kinds = [draw(st.sampled_from(KINDS)) for _ in ids]
    by_kind: dict[str, list[str]] = {}
    for id_, kind in zip(ids, kinds, strict=True):
        by_kind.setdefault(kind.kind_name(), []).append(id_)
    elements = [
        kind.model_validate({"id": id_, **draw(fields_of(kind)), **draw(_links(kind, by_kind))})
        for id_, kind in zip(ids, kinds, strict=True)
    ]
    free = draw(
        st.lists(texts.filter(lambda id_: id_ not in ("", MAP_ID, *ids)), unique=True, max_size=6)
    )
    relations = []
    for key in free:
        ends = possible_ends(elements)
        if not ends:
            break
        link, source, target = draw(st.sampled_from(ends))
        values = {"id": key, "source": source, "target": target}
        relations.append(
            link.model_validate({**values, **draw(fields_of(link)), **draw(_links(link, by_kind))})
        )
    info = MapInfo.model_validate(draw(fields_of(MapInfo)))
    return cls.of(info, [*elements, *relations])


def possible_ends(elements: Sequence[Record]) -> list[tuple[type[RelationBase], str, str]]:
    """Return every relation that the table of connections lets be made between the elements."""
    return [
        (link, source.id, target.id)
        for link in RELATIONS
        for sources, targets in CONNECTIONS[link.kind_name()]
        for source in elements
        if sources is None or source.kind in sources
        for target in elements
        if target.kind in targets
    ]


def _links(cls: type[Record], by_kind: dict[str, list[str]]) -> st.SearchStrategy[dict[str, Any]]:
    """Return values for the fields of a kind that name other elements."""
    chosen: dict[str, st.SearchStrategy[Any]] = {}
    for name in (name for name in cls.model_fields if name in LINKS):
        there = by_kind.get(name, [])
        one = st.none() | st.sampled_from(there) if there else st.none()
        several = cls.model_fields[name].default == ()
        chosen[name] = one.map(lambda id_: () if id_ is None else (id_,)) if several else one
    return st.fixed_dictionaries(chosen)


@st.composite
def changes(draw: st.DrawFn, graph: JourneyGraph) -> Change:
    doings = [_an_addition, _a_new_info]
    if len(graph):
        doings += [_an_edit, _a_deletion, _a_relation]
    if graph.relations():
        doings += [_an_untying, _another_end]
    change: Change = draw(draw(st.sampled_from(doings))(graph))
    return change


def _fresh(graph: JourneyGraph) -> str:
    return f"new{graph.revision}-{len(graph)}-{len(graph.relations())}"


@st.composite
def _an_addition(draw: st.DrawFn, graph: JourneyGraph) -> Change:
    kind = draw(st.sampled_from(KINDS))
    element = kind.model_validate({"id": _fresh(graph), **draw(fields_of(kind))})
    return Change({element.id: (None, element)})


@st.composite
def _a_new_info(draw: st.DrawFn, graph: JourneyGraph) -> Change:
    return Change({MAP_ID: (graph.info, graph.info.replaced(title=draw(texts)))})


@st.composite
def _an_edit(draw: st.DrawFn, graph: JourneyGraph) -> Change:
    element = draw(st.sampled_from(graph.elements()))
    assert isinstance(element, Common)
    fields = draw(fields_of(type(element)))
    if "stage" in type(element).model_fields:
        fields["stage"] = draw(st.sampled_from((None, *(stage.id for stage in graph.stages()))))
    return Change({element.id: (element, element.replaced(**fields))})


@st.composite
def _a_deletion(draw: st.DrawFn, graph: JourneyGraph) -> Change:
    element = draw(st.sampled_from(graph.elements()))
    gone: list[Record] = [element, *graph.relations_of(element.id)]
    entries: dict[str, Entry] = {record.id: (record, None) for record in gone}
    for record in (*graph.elements(), *graph.relations()):
        if record.id not in entries and element.kind in LINKS & set(type(record).model_fields):
            named = getattr(record, element.kind)
            if named == element.id or (isinstance(named, tuple) and element.id in named):
                left = () if isinstance(named, tuple) else None
                entries[record.id] = (record, record.replaced(**{element.kind: left}))
    return Change(entries)


@st.composite
def _a_relation(draw: st.DrawFn, graph: JourneyGraph) -> Change:
    ends = possible_ends(graph.elements())
    if not ends:
        return Change()
    link, source, target = draw(st.sampled_from(ends))
    relation: Relation = link.model_validate(
        {"id": _fresh(graph), "source": source, "target": target}
    )
    return Change({relation.id: (None, relation)})


@st.composite
def _an_untying(draw: st.DrawFn, graph: JourneyGraph) -> Change:
    relation = draw(st.sampled_from(graph.relations()))
    return Change({relation.id: (relation, None)})


@st.composite
def _another_end(draw: st.DrawFn, graph: JourneyGraph) -> Change:
    relation = draw(st.sampled_from(graph.relations()))
    ends = [
        (source, target)
        for link, source, target in possible_ends(graph.elements())
        if link is type(relation)
    ]
    source, target = draw(st.sampled_from(ends))
    return Change({relation.id: (relation, relation.replaced(source=source, target=target))})
