"""What all editors of fields have in common: a value shown, a value told, a reason why not."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from journeyeditor.panels.fields.specs import MIXED, FieldSpec
from journeyeditor.panels.form_context import FormContext
from journeyeditor.widgets.common import IconButton, styled
from journeyeditor.widgets.ui_context import UiContext

#: Stands for "nothing was shown yet"; no value of a field is it.
_NEVER = object()


class FieldEditor(QWidget):
    """Edits the value of one field.

    `edited` tells a new value, and whether it is being typed; `faulted` tells why what stands
    in the editor is no value ("" once it is); `left` tells that the focus went elsewhere.
    """

    edited = Signal(object, bool)
    faulted = Signal(str)
    left = Signal()

    def __init__(self, spec: FieldSpec, around: FormContext) -> None:
        super().__init__()
        self.spec = spec
        self.around = around
        self._value: Any = _NEVER
        self._told: Any = _NEVER

    @property
    def value(self) -> Any:
        """The value that is shown, MIXED where records differ."""
        return self._value

    def show_value(self, value: Any) -> None:
        """Show a value as new, whatever was being typed."""
        self._value = self._told = value
        self._fill(None if value is MIXED else value)

    def follow(self, value: Any) -> None:
        """Show what the map holds now, unless that is what was just told to it."""
        if value != self._value or type(value) is not type(self._value):
            self.show_value(value)

    def refused(self) -> None:
        """Learn that the map did not take the last value: what was there before still is."""
        self._value = self._told

    def retranslate(self) -> None:
        """Show everything again in the words, colours and size of the desk."""
        if self._value is not _NEVER:
            self._fill(None if self._value is MIXED else self._value)

    def name(self, words: str) -> None:
        """Take the field's title as accessible name."""
        for widget in self.parts():
            widget.setAccessibleName(words)

    def parts(self) -> list[QWidget]:
        """Return the widgets that take the focus, the first one first."""
        return [self]

    @property
    def is_mixed(self) -> bool:
        """Whether the records shown have several values."""
        return self._value is MIXED

    def several(self) -> str:
        """Return the words for mixed values, "" where there is one."""
        return self.around.ui.texts("Several values") if self.is_mixed else ""

    def _fill(self, value: Any) -> None:
        """Put a value into the widgets (None also where values are mixed)."""
        raise NotImplementedError

    def _tell(self, value: Any, *, typing: bool = False) -> None:
        """Tell a value that somebody gave; the same one again is not worth a word."""
        if self.is_mixed or value != self._value or type(value) is not type(self._value):
            self._told, self._value = self._value, value
            self.edited.emit(value, typing)
        else:
            self.faulted.emit("")

    def _watch(self, *widgets: QWidget) -> None:
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


def slim_button(ui: UiContext, glyph: str, *, role: str = "label") -> IconButton:
    """Return a small button that stands inside or beside a field."""
    return styled(IconButton(ui, glyph, role=role, size=13), "slim")


def column(owner: QWidget, *widgets: QWidget, spacing: int = 4) -> QVBoxLayout:
    """Lay widgets out below one another, without margins."""
    layout = QVBoxLayout(owner)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    for widget in widgets:
        layout.addWidget(widget)
    return layout


def row(owner: QWidget | None, *widgets: QWidget, spacing: int = 4) -> QHBoxLayout:
    """Lay widgets out side by side, without margins; the first one takes the room."""
    layout = QHBoxLayout(owner) if owner is not None else QHBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    for index, widget in enumerate(widgets):
        layout.addWidget(widget, 1 if index == 0 else 0)
    return layout
