"""The one table: which editor a field of the vocabulary gets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from journeyeditor.panels.fields.base import FieldEditor, column, row, slim_button
from journeyeditor.panels.fields.choice import ChoiceEditor, PipsEditor, ScoreEditor, SwitchEditor
from journeyeditor.panels.fields.colour import ColourEditor
from journeyeditor.panels.fields.date import DateEditor, SeriesEditor
from journeyeditor.panels.fields.list import ChoicesEditor, ElementEditor, list_editor
from journeyeditor.panels.fields.picture import PictureEditor
from journeyeditor.panels.fields.specs import FieldSpec
from journeyeditor.panels.fields.text import (
    DurationEditor,
    LineEditor,
    LinesEditor,
    NumberEditor,
    PercentEditor,
    SuggestionEditor,
)
from journeyeditor.panels.form_context import FormContext
from journeyeditor.panels.reading import UnreadableError, read_number
from journeyeditor.vocabulary import Editor


class PositionEditor(FieldEditor):
    """Where a free note lies, across and down; without it the note stands in its column."""

    def __init__(self, spec: FieldSpec, around: FormContext) -> None:
        super().__init__(spec, around)
        self.across, self.down = QLineEdit(), QLineEdit()
        self.clear = slim_button(around.ui, "close")
        frame = QWidget()
        layout = row(frame, self.across, self.down, self.clear)
        layout.setStretch(1, 1)
        column(self, frame)
        self._watch(self.across, self.down)
        self.across.textEdited.connect(self._typed)
        self.down.textEdited.connect(self._typed)
        self.clear.clicked.connect(self._cleared)

    def parts(self) -> list[QWidget]:
        return [self.across, self.down]

    def name(self, words: str) -> None:
        texts = self.around.ui.texts
        self.across.setAccessibleName(f"{words}: {texts('across')}")
        self.down.setAccessibleName(f"{words}: {texts('down')}")

    def _fill(self, value: Any) -> None:
        texts = self.around.ui.texts
        for line, hint, number in zip(
            (self.across, self.down),
            (texts("across"), texts("down")),
            value or (None, None),
            strict=True,
        ):
            line.setText("" if number is None else texts.number(number, 1))
            line.setPlaceholderText(self.several() or hint)
        self.clear.say(texts("Clear"))

    def _typed(self) -> None:
        """Tell the place once both numbers are there."""
        texts = self.around.ui.texts
        words = self.across.text().strip(), self.down.text().strip()
        if not any(words):
            self._tell(None, typing=True)
            return
        try:
            place = read_number(words[0], texts), read_number(words[1], texts)
        except UnreadableError as error:
            self.faulted.emit(str(error))
        else:
            self._tell(place, typing=True)

    def _cleared(self) -> None:
        """Tell that it has no place of its own."""
        self._tell(None)
        self._fill(None)


def _picture_editor(spec: FieldSpec, around: FormContext) -> FieldEditor:
    """Return the editor of a picture; a persona's is a portrait in a circle."""
    return PictureEditor(spec, around, is_round=spec.is_portrait)


#: Every editor that the vocabulary may ask for.
EDITORS: Mapping[Editor, Callable[[FieldSpec, FormContext], FieldEditor]] = MappingProxyType(
    {
        Editor.LINE: LineEditor,
        Editor.LINES: LinesEditor,
        Editor.LIST: list_editor,
        Editor.NUMBER: NumberEditor,
        Editor.PERCENT: PercentEditor,
        Editor.PIPS: PipsEditor,
        Editor.SLIDER: ScoreEditor,
        Editor.SWITCH: SwitchEditor,
        Editor.CHOICE: ChoiceEditor,
        Editor.SUGGESTION: SuggestionEditor,
        Editor.DATE: DateEditor,
        Editor.DURATION: DurationEditor,
        Editor.ELEMENT: ElementEditor,
        Editor.ELEMENTS: ChoicesEditor,
        Editor.COLOUR: ColourEditor,
        Editor.PICTURE: _picture_editor,
        Editor.SERIES: SeriesEditor,
        Editor.POSITION: PositionEditor,
    }
)


def editor_for(spec: FieldSpec, around: FormContext) -> FieldEditor:
    """Return a new editor for a field."""
    return EDITORS[spec.editor](spec, around)
