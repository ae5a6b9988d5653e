"""What every part of a panel needs around it: the desk, the map that is open, a way to pick a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from journeyeditor.editing.session import Session
from journeyeditor.panels.fields.specs import FieldSpec
from journeyeditor.panels.terms import plural, term
from journeyeditor.widgets.ui_context import UiContext

#: Asks for a picture's file; returns its path, "" when nothing was chosen.
PickFile = Callable[[], str]

#: What may stand for a title that is missing, in this order.
_SPEAKING = ("title", "reason", "claim", "caption", "alt", "note")


def pick_nothing() -> str:
    """Choose no file."""
    return ""


class Candidate(NamedTuple):
    """A value that a field may take: what the file keeps, its words, its kind ("" for none)."""

    value: str
    words: str
    kind: str = ""


class FormContext:
    """The surroundings of the fields of one panel; `session` changes when another map is shown."""

    def __init__(self, ui: UiContext, pick_file: PickFile = pick_nothing) -> None:
        self.ui = ui
        self.pick_file = pick_file
        self.session: Session | None = None

    def candidates(self, spec: FieldSpec) -> Iterator[Candidate]:
        """Yield what a field of choices or of elements may hold, in the order of the map."""
        texts = self.ui.texts
        for value in spec.options:
            is_kind = spec.name in {"kinds", "poster.lanes"}
            yield Candidate(value, plural(value, texts) if is_kind else term(value, texts), "")
        if spec.target and self.session is not None:
            for element in self.session.graph.elements(spec.target):
                yield Candidate(element.id, self.title(element.id), element.kind)

    def title(self, id_: str) -> str:
        """Return what an element is called, in one line; its kind where it has no title."""
        element = self.session.element(id_) if self.session else None
        if element is None:
            return id_
        return name_of(element, self.ui)


def name_of(element: object, ui: UiContext) -> str:
    """Return what an element is called, in one line: its title, or what else it says.

    A score stands before its reason; what says nothing at all is called by its kind.
    """
    score = getattr(element, "score", None)
    said = (str(getattr(element, name, "")) for name in _SPEAKING)
    words = next((" ".join(each.split()) for each in said if each.strip()), "")
    if score is not None:
        words = f"{ui.texts.signed(score)} {words}".strip()
    look = getattr(element, "look", None)
    return words or (f"({ui.texts(look.title)})" if look is not None else "")
