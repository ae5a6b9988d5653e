"""What every part of a panel needs around it: the desk, the map that is open, a way to pick a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

from journeyeditor.editing.session import Session
from journeyeditor.panels.fields.specs import MIXED, FieldSpec
from journeyeditor.panels.terms import name_of, plural, term
from journeyeditor.widgets.ui_context import UiContext

#: Asks for a picture's file; returns its path, "" when nothing was chosen.
PickFile = Callable[[], str]


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
        return name_of(element, self.ui.texts)


#: Stands for "nothing was shown yet"; no value of a field is it.
_UNSET = object()


class FieldEditor(QWidget):
    """Edits the value of one field.

    `edited` tells a new value, and whether it is being typed; `error_changed` tells why what stands
    in the editor is no value ("" once it is); `left` tells that the focus went elsewhere.
    """

    edited = Signal(object, bool)
    error_changed = Signal(str)
    left = Signal()

    def __init__(self, spec: FieldSpec, context: FormContext) -> None:
        super().__init__()
        self.spec = spec
        self.context = context
        self._value: Any = _UNSET
        self._previous: Any = _UNSET

    @property
    def value(self) -> Any:
        """The value that is shown, MIXED where records differ."""
        return self._value

    def show_value(self, value: Any) -> None:
        """Show a value as new, whatever was being typed."""
        self._value = self._previous = value
        self._fill(None if value is MIXED else value)

    def follow(self, value: Any) -> None:
        """Show what the map holds now, unless that is what was just told to it."""
        if value != self._value or type(value) is not type(self._value):
            self.show_value(value)

    def revert(self) -> None:
        """Learn that the map did not take the last value: what was there before still is."""
        self._value = self._previous

    def retranslate(self) -> None:
        """Show everything again in the words, colours and size of the desk."""
        if self._value is not _UNSET:
            self._fill(None if self._value is MIXED else self._value)

    def name(self, words: str) -> None:
        """Take the field's title as accessible name."""
        for widget in self.focus_widgets():
            widget.setAccessibleName(words)

    def focus_widgets(self) -> list[QWidget]:
        """Return the widgets that take the focus, the first one first."""
        return [self]

    @property
    def is_mixed(self) -> bool:
        """Whether the records shown have several values."""
        return self._value is MIXED

    def mixed_text(self) -> str:
        """Return the words for mixed values, "" where there is one."""
        return self.context.ui.texts("Multiple values") if self.is_mixed else ""

    def _fill(self, value: Any) -> None:
        """Put a value into the widgets (None also where values are mixed)."""
        raise NotImplementedError

    def _commit(self, value: Any, *, typing: bool = False) -> None:
        """Tell a value that somebody gave; the same one again is not worth a word."""
        if self.is_mixed or value != self._value or type(value) is not type(self._value):
            self._previous, self._value = self._value, value
            self.edited.emit(value, typing)
        else:
            self.error_changed.emit("")

    def _track_focus(self, *widgets: QWidget) -> None:
        """Tell when the focus leaves one of the widgets."""
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            if event.reason() != Qt.FocusReason.PopupFocusReason:
                self._leave()
        elif event.type() == QEvent.Type.Wheel and not _has_focus(watched):
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _leave(self) -> None:
        """Tell that the focus went elsewhere."""
        self.left.emit()


def _has_focus(widget: QObject) -> bool:
    """Tell whether a widget has the focus; the wheel over others scrolls the form."""
    return isinstance(widget, QWidget) and widget.hasFocus()
