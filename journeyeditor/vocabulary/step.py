"""Something the customer does, phrased as a verb."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from journeyeditor.i18n import N_
from journeyeditor.vocabulary.kind import Editor, Look, Shape, Texts, TintedCard, field


def _as_tuple(value: object) -> object:
    """Read a single id, written as plain text, as a list of one."""
    if isinstance(value, str):
        return (value,)
    if isinstance(value, list | tuple):
        return value
    raise PydanticCustomError("ids_form", "must be an id or a list of ids")


PersonaIds = Annotated[Texts, BeforeValidator(_as_tuple, json_schema_input_type=str | list[str])]


class Step(TintedCard):
    """Something the customer does, phrased as a verb."""

    look: ClassVar[Look] = Look(
        Shape.TEXT,
        "step",
        "step",
        N_("Step"),
        N_("Steps"),
        order=10,
        key="A",
        claims=True,
        aliases="action activity actions activities steps handling handlinger aktivitet aktiviteter",
    )

    is_moment: ClassVar[bool] = True
    kind: Literal["step"] = "step"
    persona: PersonaIds = field((), N_("Personas"), Editor.ELEMENTS, printed=True)
