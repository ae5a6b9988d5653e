"""What the customer does, written as a verb."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, PlainSerializer

from journeyeditor.i18n import N_
from journeyeditor.vocabulary.kind import Card, Editor, Look, Shape, field


def _as_tuple(value: Any) -> Any:
    """Read one id, written as plain text, as a tuple of one."""
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(value) if isinstance(value, list) else value


def _as_written(value: tuple[str, ...]) -> str | list[str]:
    """Write one id as plain text, several as a list."""
    return value[0] if len(value) == 1 else list(value)


PersonaIds = Annotated[
    tuple[str, ...], BeforeValidator(_as_tuple), PlainSerializer(_as_written)
]


class Step(Card):
    """What the customer does, written as a verb."""

    look: ClassVar[Look] = Look(
        Shape.TEXT, "step", "step", N_("Step"), N_("Steps"), order=10, key="A", claims=True
    )

    kind: Literal["step"] = "step"
    persona: PersonaIds = field((), N_("Personas"), Editor.ELEMENTS)
