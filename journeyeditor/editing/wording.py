r"""The labels of the undo steps: kept in English, told in the language of the window.

A label is a template and, after a tab, the English name of a kind: "Move {thing}\tTouchpoint".
"""

from __future__ import annotations

from collections.abc import Collection

from journeyeditor.i18n import Texts
from journeyeditor.model import JourneyGraph, RecordId
from journeyeditor.vocabulary import KINDS, kind_class


def label(template: str, graph: JourneyGraph, ids: Collection[RecordId]) -> str:
    """Return the label of a step that concerns elements: one kind's name, or "cards" for several."""
    kinds = {graph.element(id_).kind for id_ in ids if graph.has_element(id_)}
    if len(kinds) != 1:
        return f"{template}\tcards"
    look = kind_class(kinds.pop()).look
    return f"{template}\t{look.title if len(ids) == 1 else look.plural}"


def label_of_kind(template: str, kind: str) -> str:
    """Return the label of a step that concerns one element of a kind."""
    return f"{template}\t{kind_class(kind).look.title}"


def words(label_: str, texts: Texts) -> str:
    """Return a label in the language of the window."""
    template, _, thing = label_.partition("\t")
    if not thing:
        return texts(template)
    known = {name for cls in KINDS for name in (cls.look.title, cls.look.plural)}
    name = texts(thing if thing in known else "Cards")
    return texts(template).format(thing=name[:1].lower() + name[1:])
