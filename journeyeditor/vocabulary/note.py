"""A sticky note that can be placed anywhere."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Strict

from journeyeditor.i18n import N_
from journeyeditor.vocabulary.kind import Editor, Look, Number, Shape, TintedCard, field


class Note(TintedCard):
    """A sticky note that can be placed anywhere."""

    look: ClassVar[Look] = Look(
        Shape.NOTE,
        "note",
        "note",
        N_("Note", "sticky note"),
        N_("Notes", "sticky note"),
        order=110,
        key="Y",
        tint="note_tint",
    )

    kind: Literal["note"] = "note"
    position: Annotated[tuple[Number, Number], Strict(False)] | None = field(
        None, N_("Position"), Editor.POSITION, printed=True
    )
