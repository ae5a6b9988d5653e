"""Which editor a field of the vocabulary gets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from journeyeditor.panels.fields.base import FieldEditor, FormContext
from journeyeditor.panels.fields.choice import (
    ChoiceEditor,
    ColourEditor,
    PipsEditor,
    ScoreEditor,
    SwitchEditor,
)
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
    PositionEditor,
    SuggestionEditor,
)
from journeyeditor.vocabulary import Editor


def _picture_editor(spec: FieldSpec, context: FormContext) -> FieldEditor:
    return PictureEditor(spec, context, is_round=spec.is_portrait)


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


def editor_for(spec: FieldSpec, context: FormContext) -> FieldEditor:
    return EDITORS[spec.editor](spec, context)
