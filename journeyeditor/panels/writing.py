"""From a form to the map: one value for all that is selected, one step of undo for all typing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from journeyeditor.editing import operations
from journeyeditor.editing.changes.fields import set_field
from journeyeditor.editing.field_errors import FieldError
from journeyeditor.editing.operations.cards import claim
from journeyeditor.editing.session import Session
from journeyeditor.editing.undo_labels import label_of_field
from journeyeditor.i18n import N_, Texts
from journeyeditor.model import MAP_ID, Change
from journeyeditor.panels.fields.specs import Added, FieldSpec


def write(
    session: Session, ids: Sequence[str], spec: FieldSpec, value: Any, typing: bool, texts: Texts
) -> str:
    """Give the records' field a value; return why not, "" when it was done."""
    try:
        if isinstance(value, Added):
            _add(session, ids, spec.name, value.item)
        elif spec.name == "visible" and len(ids) == 1:
            operations.set_lane(session, ids[0], visible=value)
        elif tuple(ids) == (MAP_ID,):
            operations.set_info(session, spec.name, value, typing=typing)
        else:
            operations.set_field(session, ids, spec.name, value, typing=typing)
    except FieldError as error:
        return error.message(texts)
    return ""


def settle(session: Session | None) -> None:
    """End the step of undo that typing goes into."""
    if session is not None:
        session.transactions.history.settle()


def _add(session: Session, ids: Sequence[str], name: str, item: str) -> None:
    """Add an item to the lists of records that do not have it, as one step."""
    claim(session)
    change = Change()
    for id_ in ids:
        record = session.graph.record(id_)
        items = tuple(getattr(record, name, ()))
        if item not in items:
            change = change.then(set_field(session.graph, [id_], name, (*items, item)))
    first = type(session.graph.record(ids[0]))
    session.commit(label_of_field(N_("Edit {thing}"), first, name), change)
