r"""The labels of undo steps: stored in English, shown in the language of the window.

A label is a template and, after a tab, the English name of a kind or a field:
"Move {thing}\tTouchpoint".
"""

from __future__ import annotations

import re
from collections.abc import Collection

from journeyeditor.i18n import N_, Texts
from journeyeditor.model import JourneyGraph, RecordId, Relation
from journeyeditor.vocabulary import kind_class

#: What several kinds are together, and what is no element.
CARDS = N_("Cards")
CONNECTION = N_("Connection")
CONNECTIONS = N_("Connections")
FIELD = N_("Field")

_HOLE = re.compile(r"\{\w+\}")


def label(template: str, graph: JourneyGraph, ids: Collection[RecordId]) -> str:
    """Return the label of a step that concerns records: one kind's name, or "Cards" for several."""
    kinds = {graph.element(id_).kind for id_ in ids if graph.has_element(id_)}
    if len(kinds) == 1:
        return label_of_kind(template, kinds.pop(), len(ids))
    if not kinds and any(isinstance(graph.record(id_), Relation) for id_ in ids):
        return f"{template}\t{CONNECTION if len(ids) == 1 else CONNECTIONS}"
    return f"{template}\t{CARDS}"


def label_of_kind(template: str, kind: str, count: int = 1) -> str:
    look = kind_class(kind).look
    return f"{template}\t{look.title if count == 1 else look.plural}"


def label_of_field(template: str, cls: type[object], field: str) -> str:
    fields = getattr(cls, "model_fields", {})
    return f"{template}\t{(fields[field].title if field in fields else None) or FIELD}"


def unplaced(count: int, texts: Texts) -> str:
    """Return the announcement that cards have lost their stage."""
    template = texts.plural(
        "{count} card moved to “Not placed yet”",
        "{count} cards moved to “Not placed yet”",
        count,
    )
    return template.format(count=texts.number(count))


def words(label_: str, texts: Texts) -> str:
    template, _, argument = label_.partition("\t")
    if not argument:
        return texts(template)
    name = texts(argument)
    return _HOLE.sub(lambda _: texts.inside_sentence(name), texts(template))
