"""The base of all editors of fields, and what they need to know around them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

from journeyeditor.editing.lexicon import holds_names
from journeyeditor.editing.session import Session
from journeyeditor.panels.fields.specs import MIXED, FieldSpec
from journeyeditor.panels.terms import name_of, plural
from journeyeditor.spelling import Lexicon
from journeyeditor.vocabulary.terms import term
from journeyeditor.widgets.ui_context import UiContext

#: Asks for a picture's file; returns its path, "" when nothing was chosen.
PickFile = Callable[[], str]


def pick_nothing() -> str:
    return ""


class Candidate(NamedTuple):
    """A value that a field may take: what the file keeps, its text, its kind ("" for none)."""

    value: str
    words: str
    kind: str = ""


class FormContext:
    """What the fields of one panel share; `session` changes with the map."""

    def __init__(self, ui: UiContext, pick_file: PickFile = pick_nothing) -> None:
        self.ui = ui
        self.pick_file = pick_file
        self.session: Session | None = None
        #: The records that all fields show, and their kinds.
        self._kinds: tuple[tuple[str, ...], frozenset[str]] = (), frozenset()

    def kinds_of(self, ids: tuple[str, ...]) -> frozenset[str]:
        """Return the kinds of the records that are shown; found once for all fields."""
        if self._kinds[0] is not ids and self.session is not None:
            records = map(self.session.graph.record, ids)
            self._kinds = ids, frozenset(record.kind for record in records if record is not None)
        return self._kinds[1]

    def candidates(self, spec: FieldSpec) -> Iterator[Candidate]:
        texts = self.ui.texts
        for value in spec.options:
            is_kind = spec.name in {"kinds", "poster.lanes"}
            yield Candidate(value, plural(value, texts) if is_kind else term(value, texts), "")
        if spec.target and self.session is not None:
            for element in self.session.graph.elements(spec.target):
                yield Candidate(element.id, self.title(element.id), element.kind)

    def title(self, id_: str) -> str:
        """What an element is called, in one line; its id once it is gone."""
        element = self.session.element(id_) if self.session else None
        if element is None:
            return id_
        return name_of(element, self.ui.texts)


#: No value was shown yet.
_UNSET = object()


class FieldEditor(QWidget):
    """Edits the value of one field.

    `edited` emits a new value, and whether it is being typed; `error_changed` why the input is no
    value ("" once it is); `left` that the focus went elsewhere.
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
        #: The ids of the records that are shown.
        self.records: tuple[str, ...] = ()

    @property
    def value(self) -> Any:
        """The value that is shown, MIXED where records differ."""
        return self._value

    def show_value(self, value: Any) -> None:
        """Show a value as new, whatever was being typed."""
        self._value = self._previous = value
        self._fill(None if value is MIXED else value)

    def follow(self, value: Any) -> None:
        """Show the value that the map holds now, unless it came from this editor."""
        if value != self._value or type(value) is not type(self._value):
            self.show_value(value)

    def revert(self) -> None:
        """Take back the last value, which the map rejected."""
        self._value = self._previous

    def retranslate(self) -> None:
        if self._value is not _UNSET:
            self._fill(None if self._value is MIXED else self._value)

    def name(self, words: str) -> None:
        for widget in self.focus_widgets():
            widget.setAccessibleName(words)

    def focus_widgets(self) -> list[QWidget]:
        """The widgets that take the focus, the first one first."""
        return [self]

    @property
    def is_mixed(self) -> bool:
        return self._value is MIXED

    def mixed_text(self) -> str:
        """The placeholder for mixed values, "" where there is one value."""
        return self.context.ui.texts("Multiple values") if self.is_mixed else ""

    def _fill(self, value: Any) -> None:
        """Show a value in the widgets (None also where values are mixed)."""
        raise NotImplementedError

    def _commit(self, value: Any, *, typing: bool = False) -> None:
        """Emit a value from the user; the same one again only clears the error."""
        if self.is_mixed or value != self._value or type(value) is not type(self._value):
            self._previous, self._value = self._value, value
            self.edited.emit(value, typing)
        else:
            self.error_changed.emit("")

    def _lexicon(self) -> Lexicon | None:
        """What the text is checked with; None for names, and before a map is shown."""
        session = self.context.session
        if session is None:
            return None
        if any(holds_names(kind, self.spec.name) for kind in self.context.kinds_of(self.records)):
            return None
        return session.lexicon(self.records, self.context.ui.texts.language)

    def _track_focus(self, *widgets: QWidget) -> None:
        """Emit `left` when the focus leaves one of the widgets."""
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            if event.reason() != Qt.FocusReason.PopupFocusReason:
                self._finish_editing()
        elif event.type() == QEvent.Type.Wheel and not _has_focus(watched):
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _finish_editing(self) -> None:
        self.left.emit()


def _has_focus(widget: QObject) -> bool:
    """The wheel over a widget without focus scrolls the form instead."""
    return isinstance(widget, QWidget) and widget.hasFocus()
