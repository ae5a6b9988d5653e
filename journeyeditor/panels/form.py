"""A form: labels above fields, two narrow fields side by side, an error below a rejected one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any, Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from journeyeditor.editing import operations
from journeyeditor.editing.changes.fields import set_field
from journeyeditor.editing.errors import FieldError
from journeyeditor.editing.session import Session
from journeyeditor.editing.undo_labels import label_of_field
from journeyeditor.i18n import N_, Texts
from journeyeditor.model import MAP_ID, Change, Record
from journeyeditor.panels.fields.base import FieldEditor, FormContext
from journeyeditor.panels.fields.choice import (
    ChoiceEditor,
    ColourEditor,
    PipsEditor,
    ScoreEditor,
    SwitchEditor,
)
from journeyeditor.panels.fields.list import ChoicesEditor, ElementEditor, list_editor
from journeyeditor.panels.fields.picture import PictureEditor
from journeyeditor.panels.fields.specs import Added, FieldSpec, rows_of, shared_value
from journeyeditor.panels.fields.text import (
    DateEditor,
    DurationEditor,
    LineEditor,
    LinesEditor,
    NumberEditor,
    PercentEditor,
    PositionEditor,
    SeriesEditor,
    SuggestionEditor,
    TimeEditor,
)
from journeyeditor.panels.kind_icons import kind_pixmap
from journeyeditor.vocabulary import Common, Editor, RelationBase
from journeyeditor.widgets.labels import ElidedLabel, SectionLabel, label
from journeyeditor.widgets.layouts import row
from journeyeditor.widgets.style import set_invalid, styled
from journeyeditor.widgets.ui_context import UiContext


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
        Editor.TIME: TimeEditor,
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


#: Pixels between the rows of a form, and between two fields in a row.
_GAP, _BESIDE = 10, 10


class FormField(QWidget):
    """A field with its label above and, if need be, the reason for rejection below."""

    def __init__(self, spec: FieldSpec, context: FormContext) -> None:
        super().__init__()
        self.spec = spec
        self._context = context
        self.editor: FieldEditor = editor_for(spec, context)
        self.title = styled(ElidedLabel(), "small")
        self.title.setBuddy(self.editor.focus_widgets()[0])
        self.reason = label("", "error")
        self.reason.setWordWrap(True)
        self.reason.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        if spec.editor is not Editor.SWITCH:
            layout.addWidget(self.title)
        layout.addWidget(self.editor)
        layout.addWidget(self.reason)
        layout.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.editor.error_changed.connect(self.show_error)
        self.retranslate()

    def retranslate(self) -> None:
        words = self._context.ui.texts(self.spec.title)
        self.title.set_text(words)
        self.editor.name(words)
        self.editor.retranslate()

    def show_error(self, reason: str) -> None:
        if self.reason.text() == reason:
            return
        self.reason.setText(reason)
        self.reason.setVisible(bool(reason))
        for part in self.editor.focus_widgets():
            set_invalid(part, bool(reason))
            part.setAccessibleDescription(reason)


class Shown(Protocol):
    """What a form shows: a record, or a part of one with an id of its own."""

    @property
    def id(self) -> str: ...


class Form(QWidget):
    """Fields of records that are alike.

    `edited` emits (field, value, whether it is being typed); the owner writes to the map with `write`,
    or in a way of its own that ends with `show_result`. When the focus leaves a field, the undo step
    that typing goes into ends.
    """

    edited = Signal(object, object, bool)

    def __init__(self, specs: Iterable[FieldSpec], context: FormContext) -> None:
        super().__init__()
        self._context = context
        self.fields: dict[str, FormField] = {}
        self._shown: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(_BESIDE)
        grid.setVerticalSpacing(_GAP)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        for index, specs_of_row in enumerate(rows_of(specs)):
            for place, spec in enumerate(specs_of_row):
                field = FormField(spec, context)
                self.fields[spec.name] = field
                grid.addWidget(field, index, place, 1, 2 // len(specs_of_row))
                field.editor.edited.connect(partial(self._emit_edited, spec))
                field.editor.left.connect(self._end_merge)

    def show_records(self, records: Sequence[Shown]) -> None:
        """Show records; if they are the ones already shown, typing goes on undisturbed."""
        shown = tuple(record.id for record in records)
        is_new, self._shown = shown != self._shown, shown
        for name, field in self.fields.items():
            field.editor.records = shown
            value = shared_value(records, name)
            if is_new:
                field.show_error("")
                field.editor.show_value(value)
            else:
                field.editor.follow(value)

    def _emit_edited(self, spec: FieldSpec, value: Any, typing: bool) -> None:
        self.edited.emit(spec, value, typing)

    def rebind(self, ids: Sequence[str]) -> None:
        """Take other ids for the records shown; typing goes on undisturbed."""
        self._shown = tuple(ids)
        for field in self.fields.values():
            field.editor.records = self._shown

    def forget(self) -> None:
        """Show the next records as new ones, even if they are the same."""
        self._shown = ()

    def write(self, ids: Sequence[str], spec: FieldSpec, value: Any, typing: bool) -> None:
        if self._context.session is not None:
            texts = self._context.ui.texts
            reason = write(self._context.session, ids, spec, value, typing, texts)
            self.show_result(spec, reason)

    def show_result(self, spec: FieldSpec, reason: str) -> None:
        field = self.fields[spec.name]
        if reason:
            field.editor.revert()
        field.show_error(reason)

    def _end_merge(self) -> None:
        end_merge(self._context.session)

    def retranslate(self) -> None:
        for field in self.fields.values():
            field.retranslate()

    def first(self) -> QWidget:
        return next(iter(self.fields.values())).editor.focus_widgets()[0]

    def value(self, name: str) -> Any:
        return self.fields[name].editor.value


class FormTitle(QWidget):
    """The heading of a form: the kind that is selected, or how many of them."""

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self.swatch = QLabel()
        self.words = SectionLabel()
        layout = row(self, self.swatch, self.words, spacing=8)
        layout.setStretch(0, 0)
        layout.setStretch(1, 1)

    def show_records(self, records: Sequence[Record]) -> None:
        texts = self._ui.texts
        kinds = {record.kind for record in records}
        first, count = records[0], len(records)
        self.swatch.setVisible(len(kinds) == 1 and isinstance(first, Common))
        if len(kinds) == 1 and isinstance(first, Common):
            self.swatch.setPixmap(kind_pixmap(first.kind, self._ui))
            words = texts(first.look.title if count == 1 else first.look.plural)
        elif isinstance(first, RelationBase):
            words = texts("Connection") if count == 1 else texts("Connections")
        else:
            words = texts("Cards")
        self.words.set_text(words if count == 1 else f"{count} {texts.inside_sentence(words)}")


def write(
    session: Session, ids: Sequence[str], spec: FieldSpec, value: Any, typing: bool, texts: Texts
) -> str:
    try:
        if isinstance(value, Added):
            _add(session, ids, spec.name, value.item)
        elif spec.name == "visible" and len(ids) == 1:
            operations.set_lane(session, ids[0], visible=value)
        elif tuple(ids) == (MAP_ID,):
            operations.set_info(session, spec.name, value, typing=typing)
        else:
            operations.set_field(session, ids, spec.name, value, typing=typing)
    except FieldError as error:
        return error.message(texts)
    return ""


def end_merge(session: Session | None) -> None:
    if session is not None:
        session.transactions.history.end_merge()


def _add(session: Session, ids: Sequence[str], name: str, item: str) -> None:
    session.prepare_write()
    change = Change()
    for id_ in ids:
        record = session.graph.record(id_)
        items = tuple(getattr(record, name, ()))
        if item not in items:
            change = change.then(set_field(session.graph, [id_], name, (*items, item)))
    first = type(session.graph.record(ids[0]))
    session.commit(label_of_field(N_("Edit {thing}"), first, name), change)
