"""What somebody edited in an exported document, as a change of the map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pydantic import ValidationError

from journeyeditor.editing.changes.draft import Draft
from journeyeditor.editing.changes.removing import delete
from journeyeditor.exchange.importers import Imported, ImportFailure
from journeyeditor.files.errors import kind_words
from journeyeditor.files.reader.error_messages import sentence
from journeyeditor.files.reader.references import reference_fields
from journeyeditor.files.writer import row_of
from journeyeditor.i18n import N_, Phrase, PhraseError, Sentence
from journeyeditor.model import MAP_ID, Change, JourneyGraph, RecordId
from journeyeditor.vocabulary import info_of, may_connect


class RevisionError(PhraseError, ValueError):
    """What was edited cannot be in a map; the message is one sentence with place and remedy."""


@dataclass
class Revision:
    """Edited fields, new and removed records; values are those of the map file.

    `added` are whole records, with new ids. `places` say where in the document a record is.
    """

    edited: dict[RecordId, dict[str, Any]] = field(default_factory=dict)
    added: list[dict[str, Any]] = field(default_factory=list)
    removed: list[RecordId] = field(default_factory=list)
    places: dict[RecordId, Phrase] = field(default_factory=dict)
    notes: list[Sentence] = field(default_factory=list)

    def edit(self, id_: RecordId, name: str, value: Any) -> None:
        """Note the new value of a field; the first that is noted counts."""
        self.edited.setdefault(id_, {}).setdefault(name, value)

    def __bool__(self) -> bool:
        return bool(self.edited or self.added or self.removed)


class Revised(NamedTuple):
    """The change of a map, and a sentence for each thing that has no place in it any more."""

    change: Change
    notes: tuple[Sentence, ...]


def revised(graph: JourneyGraph, revision: Revision) -> Revised:
    """The change that a revision makes of a map; raises RevisionError."""
    notes = list(revision.notes)
    removal = delete(graph, revision.removed).change
    rest = copy_of(graph)
    rest.apply(removal)
    draft = Draft(rest)
    relations = [row for row in revision.added if "source" in row]
    elements = [row for row in revision.added if "source" not in row]
    for row in elements:
        _put(draft, row, revision)
    for row in elements:
        draft.set(row["id"], **_freed(draft, row, revision, notes))
    for row in relations:
        _connect(draft, row, revision, notes)
    for id_, fields in revision.edited.items():
        if id_ in draft or id_ == MAP_ID:
            _edit(draft, id_, fields, revision)
            record = draft.record(id_)
            assert record is not None
            draft.set(id_, **_freed(draft, row_of(record), revision, notes))
        else:
            gone = N_("{place} is no longer in the map and was left out")
            notes.append(Phrase(gone, place=_place(revision, id_)))
    return Revised(removal.then(draft.change()), tuple(notes))


def imported(graph: JourneyGraph, revision: Revision) -> Imported:
    """Apply a revision to a map that is nobody else's; raises ImportFailure."""
    try:
        change, notes = revised(graph, revision)
    except RevisionError as error:
        raise ImportFailure(error.words) from error
    graph.apply(change)
    return Imported(graph, notes)


def copy_of(graph: JourneyGraph) -> JourneyGraph:
    """A map with the same records, which can be changed on its own."""
    return JourneyGraph.of(graph.info, (*graph.elements(), *graph.relations()))


def _put(draft: Draft, row: Mapping[str, Any], revision: Revision) -> None:
    fields = {name: value for name, value in row.items() if name != "kind"}
    try:
        draft.add(str(row["kind"]), **fields)
    except ValidationError as error:
        raise refusal(error, _place(revision, str(row["id"]))) from error


def _connect(
    draft: Draft, row: Mapping[str, Any], revision: Revision, notes: list[Sentence]
) -> None:
    place = _place(revision, str(row["id"]))
    ends = [draft.element(str(row[end])) for end in ("source", "target")]
    if ends[0] is None or ends[1] is None:
        loose = N_("{place} leads to an element that is not in the map and was left out")
        notes.append(Phrase(loose, place=place))
        return
    if not may_connect(ends[0].kind, str(row["kind"]), ends[1].kind):
        raise RevisionError(
            Phrase(
                N_("{place}: these elements cannot be connected this way; correct it"), place=place
            )
        )
    others = {k: v for k, v in row.items() if k not in ("kind", "source", "target")}
    try:
        draft.add_relation(str(row["kind"]), ends[0].id, ends[1].id, **others)
    except ValidationError as error:
        raise refusal(error, place) from error


def _edit(draft: Draft, id_: RecordId, fields: Mapping[str, Any], revision: Revision) -> None:
    try:
        draft.set(id_, **(_parts(draft, fields) if id_ == MAP_ID else fields))
    except ValidationError as error:
        raise refusal(error, _place(revision, id_)) from error


def _parts(draft: Draft, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The map's attributes with the fields of their parts, which are named `part.field`."""
    whole = {name: value for name, value in fields.items() if "." not in name}
    info = info_of(draft.graph)
    for name, value in fields.items():
        part, dot, inner = name.partition(".")
        if dot:
            now = whole.get(part, getattr(info, part))
            held = {each: getattr(now, each) for each in now.__pydantic_fields_set__}
            whole[part] = type(now).model_validate({**held, inner: value})
    return whole


def _freed(
    draft: Draft, row: Mapping[str, Any], revision: Revision, notes: list[Sentence]
) -> dict[str, Any]:
    """What becomes of the fields of a record that name elements which are not in the map."""
    freed: dict[str, Any] = {}
    for name, kind in reference_fields().get(str(row.get("kind")), ()):
        value = row.get(name)
        ids = [value] if isinstance(value, str) else value or []
        there = [id_ for id_ in ids if (each := draft.element(id_)) and each.kind == kind]
        if len(there) < len(ids):
            place = _place(revision, str(row.get("id", row.get("key"))))
            unknown = N_("{place} named something that is not in the map: {kind}")
            notes.append(Phrase(unknown, place=place, kind=kind_words(kind)))
            freed[name] = None if isinstance(value, str) and name != "persona" else there or None
    if freed.get("persona", ...) is None and row.get("kind") == "step":
        freed["persona"] = ()
    return freed


def refusal(error: ValidationError, place: Phrase) -> RevisionError:
    """The sentence on a record that cannot be in a map."""
    fault, advice = sentence(error.errors(), place, 0)
    return RevisionError(Phrase(N_("{fault}; {advice}"), fault=fault, advice=advice))


def _place(revision: Revision, id_: RecordId) -> Phrase:
    return revision.places.get(id_) or Phrase("“{id}”", id=id_)


def change_between(old: JourneyGraph, new: JourneyGraph) -> Change:
    """The change that makes one map of another, by the ids of their records."""
    before = {record.id: record for record in (old.info, *old.elements(), *old.relations())}
    after = {record.id: record for record in (new.info, *new.elements(), *new.relations())}
    ids = dict.fromkeys((*before, *after))
    return Change().then(Change({id_: (before.get(id_), after.get(id_)) for id_ in ids}))
