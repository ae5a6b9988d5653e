"""The map that an audience sees: made before any writer, so that no file can hold more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from journeyeditor.delivery.pictures import without_metadata
from journeyeditor.delivery.profile import Audience
from journeyeditor.delivery.pseudonyms import Pseudonyms, persons_among
from journeyeditor.i18n import texts as texts_of
from journeyeditor.layout.grid import plan
from journeyeditor.layout.lanes import lane_specs
from journeyeditor.model import Element, JourneyGraph, Record, RecordId, Relation
from journeyeditor.vocabulary import (
    Brand,
    Editor,
    Evidence,
    Follows,
    MapInfo,
    Persona,
    PosterPreferences,
    Stage,
    declaration,
    info_of,
)

#: What nobody but the author needs, in whatever record it is.
_OWN: Mapping[str, Any] = {"extras": None, "speaker_notes": ""}
#: The fields that everybody sees; one that is in none of these tables is left out.
_SEEN = frozenset(
    "id kind title rank customer_goal business_goal slots archetype kinds height visible collapsed"
    " role quote goals needs frustrations segment image alt colour marker stage lane proposed_stage"
    " tint persona channel direction moment_of_truth polarity score reason severity frequency impact"
    " effort hypothesis system value target date series caption position elapsed claim figure sample"
    " strength".split()
)
#: The fields that a part of an audience does not see, with what they become.
_NOTES: Mapping[str, Any] = {"note": ""}
_REFERENCES = frozenset({"id", "stage", "lane", "source", "target", "persona"})
#: The attributes of a map that everybody sees as they are.
_INFO = (
    "language",
    "map_type",
    "state",
    "date",
    "reviewed",
    "review_months",
    "funnel",
    "action_count",
)
_KEYS = frozenset({Editor.CHOICE, Editor.COLOUR, Editor.DURATION})
_OWNERS: Mapping[str, Any] = {"owner": ""}
_STATUS: Mapping[str, Any] = {"status": "", "due": None, "votes": 0, "ratings": ()}
_TAGS: Mapping[str, Any] = {"tags": ()}
_EVIDENCE: Mapping[str, Any] = {"source": ""}
_FIGURES: Mapping[str, Any] = {"count": None, "stated_rate": None, "share": None, "unit": ""}
_PARTS = (_NOTES, _OWNERS, _STATUS, _TAGS, _EVIDENCE, _FIGURES)
#: All fields that an audience may see.
KNOWN = _SEEN.union(*_PARTS)


def visible_map(graph: JourneyGraph, audience: Audience) -> JourneyGraph:
    """Return a map of what an audience sees, with ids of its own that say nothing."""
    hidden = set(_hidden(graph, audience))
    elements = [each for each in graph.elements() if each.id not in hidden]
    ids = dict(_ids(elements))
    names = _pseudonyms(graph, audience)
    cleared = _cleared(audience)
    records: list[Record] = [
        _unnamed(each, ids, graph)
        if each.kind == "evidence" and not audience.evidence
        else _seen(each, cleared, ids, names, audience)
        for each in elements
    ]
    number = 0
    personas = _hidden_personas(graph, audience)
    for relation in graph.relations():
        is_out = _is_theirs(relation, personas)
        if not is_out and relation.source in ids and relation.target in ids:
            number += 1
            ids[relation.id] = f"r{number}"
            records.append(_seen(relation, cleared, ids, names, audience))
    return JourneyGraph.of(_info(info_of(graph), ids, names, audience), records)


def _hidden(graph: JourneyGraph, audience: Audience) -> Iterator[RecordId]:
    """Yield the elements that stay out: by kind, lane, tag, or because no lane shows them.

    The cards of stages and personas that stay out by tag go with them.
    """
    grid = plan(graph)
    wanted = audience.hidden_lanes
    lanes = {(spec.key, spec.band) for spec in lane_specs(graph, wanted)} if wanted else set()
    kinds = set() if audience.notes else {"note"}
    kinds |= {"metric"} if not audience.figures else set()
    kinds |= {name.casefold() for name in wanted}
    stages = set()
    personas = _hidden_personas(graph, audience)
    for element in graph.elements():
        lane, _ = grid.slot_of.get(element.id, (-1, 0))
        spec = grid.lanes[lane] if lane >= 0 else None
        is_out = (
            element.kind in kinds
            or _is_tagged(element, audience)
            or _is_theirs(element, personas)
            or (spec is not None and (spec.key, spec.band) in lanes)
            or (element.kind == "lane" and element.id in {key for key, _ in lanes})
        )
        if is_out and isinstance(element, Stage):
            stages.add(element.id)
        if is_out:
            yield element.id
    yield from (record.id for record in grid.hidden)
    yield from (card.id for stage in stages for card in graph.cards(stage))


def _is_tagged(element: Element, audience: Audience) -> bool:
    tags = {tag.casefold() for tag in audience.hidden_tags}
    return not tags.isdisjoint(tag.casefold() for tag in element.tags)


def _hidden_personas(graph: JourneyGraph, audience: Audience) -> set[RecordId]:
    return {each.id for each in graph.personas() if _is_tagged(each, audience)}


def _is_theirs(record: Record, personas: set[RecordId]) -> bool:
    """Whether something is about these personas alone; without a persona it is about everybody."""
    value = getattr(record, "persona", None) or ()
    about = (value,) if isinstance(value, str) else value
    return bool(about) and personas.issuperset(about)


def _ids(elements: Iterable[Element]) -> Iterator[tuple[RecordId, RecordId]]:
    """Yield old and new ids; the new ones are the kind and a number."""
    counts: dict[str, int] = {}
    for element in elements:
        counts[element.kind] = counts.get(element.kind, 0) + 1
        yield element.id, f"{element.kind}{counts[element.kind]}"


def _cleared(audience: Audience) -> dict[str, Any]:
    """Return the fields that are empty for an audience."""
    cleared = dict(_OWN)
    names = ("notes", "owners", "status", "tags", "evidence", "figures")
    for name, fields in zip(names, _PARTS, strict=True):
        is_seen = getattr(audience, name)
        cleared |= {} if is_seen else fields
    return cleared


def _seen(
    record: Element | Relation,
    cleared: Mapping[str, Any],
    ids: Mapping[RecordId, RecordId],
    names: Pseudonyms,
    audience: Audience,
) -> Record:
    """Return a record with the ids, the fields and the names of the new map."""
    fields: dict[str, Any] = {}
    for name in record.__pydantic_fields_set__ & (KNOWN | _OWN.keys()):
        is_end = name == "source" and isinstance(record, Relation)
        value = cleared[name] if name in cleared and not is_end else getattr(record, name)
        if name in _REFERENCES:
            value = _renamed(name, value, record, ids, names)
        elif name == "image":
            is_face = isinstance(record, Persona) and audience.pseudonyms
            value = "" if is_face or not value else without_metadata(value)
        elif name not in {"kind", "kinds"} and not _is_key(type(record), name):
            value = _renamed_text(value, names)
        fields[name] = value
    return type(record).model_validate(fields)


def _unnamed(evidence: Element, ids: Mapping[RecordId, RecordId], graph: JourneyGraph) -> Evidence:
    """Return a source that says only that there is one: what it backs must not look assumed."""
    number = ids[evidence.id].removeprefix(evidence.kind)
    title = texts_of(info_of(graph).language)(Evidence.look.title)
    return Evidence(id=ids[evidence.id], title=f"{title} {number}", rank=evidence.rank)


def _is_key(cls: type[Record], name: str) -> bool:
    """Whether a field holds a key or a measure, in which no names are."""
    declared = declaration(cls.model_fields[name])
    return declared is not None and declared.editor in _KEYS


def _renamed(
    name: str,
    value: Any,
    record: Element | Relation,
    ids: Mapping[RecordId, RecordId],
    names: Pseudonyms,
) -> Any:
    """Return a reference to a record of the new map; the source of a card is a text."""
    if name == "source" and isinstance(record, Element):
        return _renamed_text(value, names)
    if isinstance(value, tuple):
        return tuple(ids[each] for each in value if each in ids)
    if isinstance(record, Follows) and name == "persona":
        return ids.get(value)
    return ids.get(value) if value is not None else None


def _renamed_text(value: Any, names: Pseudonyms) -> Any:
    if isinstance(value, str):
        return names.replaced(value)
    if isinstance(value, tuple):
        return tuple(_renamed_text(each, names) for each in value)
    if isinstance(value, dict):
        return {names.replaced(key): _renamed_text(each, names) for key, each in value.items()}
    return value


def _info(
    info: MapInfo, ids: Mapping[RecordId, RecordId], names: Pseudonyms, audience: Audience
) -> MapInfo:
    plain = {
        name: _renamed_text(getattr(info, name), names)
        for name in ("title", "subtitle", "client", "project", "author", "goal", "note", "glossary")
    }
    plain |= {
        name: names.replaced(getattr(info, name)) for name in ("confidentiality", "version_label")
    }
    if not audience.notes:
        plain["note"] = ""
    if not audience.owners:
        plain["author"] = ""
    logo = without_metadata(info.brand.logo) if info.brand.logo and not audience.pseudonyms else ""
    poster = info.poster
    # What is not named here is left out, like the log that a map was measured with.
    return MapInfo(
        **{name: getattr(info, name) for name in _INFO},
        **plain,
        brand=Brand(colour=info.brand.colour, logo=logo),
        poster=PosterPreferences(
            persona=ids.get(poster.persona or ""),
            # A lane that is hidden is not looked for.
            lanes=tuple(
                ids.get(lane, lane) for lane in poster.lanes if not _is_hidden(lane, audience)
            ),
            theme=poster.theme,
            paper=poster.paper,
            orientation=poster.orientation,
        ),
    )


def _is_hidden(lane: str, audience: Audience) -> bool:
    return lane.casefold() in {name.casefold() for name in audience.hidden_lanes}


def _pseudonyms(graph: JourneyGraph, audience: Audience) -> Pseudonyms:
    info = info_of(graph)
    if not audience.pseudonyms:
        return Pseudonyms((), "", "", audience.names, (), hides_addresses=False)
    persons = [persona.title for persona in graph.personas()]
    persons += persons_among(each.owner for each in graph.elements())
    client = texts_of(info.language)("Client")
    return Pseudonyms(
        [*persons, info.author], info.client, client, audience.names, _texts_in(graph)
    )


def _texts_in(graph: JourneyGraph) -> Iterator[str]:
    """Yield what people wrote; ids are no words, though they often are names written small."""
    for record in (*graph.elements(), *graph.relations()):
        for name in record.__pydantic_fields_set__ - _REFERENCES - {"kind", "image"}:
            value = getattr(record, name)
            if isinstance(value, str):
                yield value
