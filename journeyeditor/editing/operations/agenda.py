"""Operations on the agenda of a workshop: each is one step of undo."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from journeyeditor.editing.changes.draft import Draft
from journeyeditor.editing.changes.fields import set_info
from journeyeditor.editing.errors import FieldError
from journeyeditor.editing.session import Session
from journeyeditor.i18n import N_
from journeyeditor.vocabulary import AgendaStep

_EDIT = N_("Edit agenda")


def use_agenda(session: Session, steps: Sequence[AgendaStep]) -> None:
    """Give the map these steps instead of its own; the start time stays."""
    _set_steps(session, N_("Choose agenda"), steps)


def set_agenda_start(session: Session, start: str, *, typing: bool = False) -> None:
    """Set the time of day when the workshop begins, such as "09:30"; raises FieldError."""
    session.prepare_write()
    change = set_info(session.graph, "agenda.start", start)
    session.commit(_EDIT, change, merge_key="agenda.start" if typing else "")


def set_agenda_field(
    session: Session, index: int, field: str, value: Any, *, typing: bool = False
) -> None:
    """Give a field of a step a value; raises FieldError and changes nothing."""
    steps = list(session.info.agenda.steps)
    step = steps[index]
    given = {name: getattr(step, name) for name in step.__pydantic_fields_set__}
    try:
        steps[index] = AgendaStep.model_validate({**given, field: value})
    except ValidationError as error:
        raise FieldError.of(field, error) from None
    _set_steps(session, _EDIT, steps, f"agenda.{index}.{field}" if typing else "")


def add_agenda_step(session: Session, index: int, step: AgendaStep) -> None:
    steps = list(session.info.agenda.steps)
    steps.insert(index, step)
    _set_steps(session, N_("Add agenda step"), steps)


def remove_agenda_step(session: Session, index: int) -> None:
    steps = list(session.info.agenda.steps)
    del steps[index]
    _set_steps(session, N_("Delete agenda step"), steps)


def move_agenda_step(session: Session, index: int, before: int) -> int:
    """Move a step to the place before another one of the present order; return its new place."""
    steps = list(session.info.agenda.steps)
    place = before - 1 if before > index else before
    steps.insert(place, steps.pop(index))
    _set_steps(session, N_("Move agenda step"), steps)
    return place


def _set_steps(
    session: Session, label: str, steps: Sequence[AgendaStep], merge_key: str = ""
) -> None:
    session.prepare_write()
    info = session.info
    if tuple(steps) == info.agenda.steps:
        return
    given = {name: getattr(info.agenda, name) for name in info.agenda.__pydantic_fields_set__}
    draft = Draft(session.graph)
    draft.put(info.replaced(agenda={**given, "steps": tuple(steps)}))
    session.commit(label, draft.change(), merge_key=merge_key)
