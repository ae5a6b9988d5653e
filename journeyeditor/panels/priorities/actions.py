"""The action list: the first opportunities by priority, each with its owner and due date."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from journeyeditor.panels.fields.base import FormContext
from journeyeditor.panels.fields.specs import FieldSpec, fields_of, value_of
from journeyeditor.panels.form import editor_for, end_merge, write
from journeyeditor.vocabulary import Opportunity
from journeyeditor.widgets.labels import ElidedLabel, SectionLabel, label
from journeyeditor.widgets.layouts import scrolled
from journeyeditor.widgets.spin_box import SpinBox
from journeyeditor.widgets.style import set_invalid
from journeyeditor.widgets.ui_context import UiContext

MAX_COUNT = 20
#: What is edited here, and how wide, in parts of a row.
_FIELDS = {"owner": 4, "due": 5}


def _specs() -> list[FieldSpec]:
    specs = {spec.name: spec for spec in fields_of(Opportunity)}
    return [specs[name] for name in _FIELDS]


class ActionRow(QWidget):
    """Rank, title, owner and due date of an opportunity; below them why a value was refused."""

    def __init__(self, context: FormContext) -> None:
        super().__init__()
        self._context = context
        self._id = ""
        self._title = ""
        self.words = ElidedLabel()
        self.reason = label("", "error")
        self.reason.setWordWrap(True)
        self.reason.hide()
        self.editors = {spec.name: editor_for(spec, context) for spec in _specs()}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(2)
        grid.addWidget(self.words, 0, 0)
        grid.setColumnStretch(0, 6)
        for at, (name, editor) in enumerate(self.editors.items(), 1):
            grid.addWidget(editor, 0, at)
            grid.setColumnStretch(at, _FIELDS[name])
            editor.edited.connect(partial(self._write, editor.spec))
            editor.error_changed.connect(partial(self._show_reason, name))
            editor.left.connect(self._end_merge)
        grid.addWidget(self.reason, 1, 1, 1, len(self.editors))

    def show_record(self, rank: int, record: Opportunity, title: str) -> None:
        is_new, self._id = record.id != self._id, record.id
        self._title = title
        self.words.set_text(f"{self._context.ui.texts.number(rank)}  {title}")
        for name, editor in self.editors.items():
            if is_new:
                editor.show_value(value_of(record, name))
                self._show_reason(name, "")
            else:
                editor.follow(value_of(record, name))
        self._name_editors()

    def retranslate(self) -> None:
        for editor in self.editors.values():
            editor.retranslate()
        self._name_editors()

    def _name_editors(self) -> None:
        texts = self._context.ui.texts
        for editor in self.editors.values():
            editor.name(f"{texts(editor.spec.title)}: {self._title}")
            part = editor.focus_widgets()[0]
            if editor.spec.name == "owner" and hasattr(part, "setPlaceholderText"):
                part.setPlaceholderText(texts(editor.spec.title))

    def _write(self, spec: FieldSpec, value: Any, typing: bool) -> None:
        session = self._context.session
        if session is None:
            return
        reason = write(session, [self._id], spec, value, typing, self._context.ui.texts)
        if reason:
            self.editors[spec.name].revert()
        self._show_reason(spec.name, reason)

    def _show_reason(self, name: str, reason: str) -> None:
        self.reason.setText(reason)
        self.reason.setVisible(bool(reason))
        for part in self.editors[name].focus_widgets():
            set_invalid(part, bool(reason))
            part.setAccessibleDescription(reason)

    def _end_merge(self) -> None:
        end_merge(self._context.session)


class ActionList(QWidget):
    """The rows; `count_changed` means that more or fewer are wanted."""

    count_changed = Signal(int)

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self.context = FormContext(ui)
        self.heading = SectionLabel()
        self.count = SpinBox()
        self.count.setRange(1, MAX_COUNT)
        self.rows: list[ActionRow] = []
        top = QHBoxLayout()
        top.addWidget(self.heading, 1)
        top.addWidget(self.count)
        page = QWidget()
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(4)
        self._column.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 6, 4, 4)
        layout.setSpacing(6)
        layout.addLayout(top)
        layout.addWidget(scrolled(page), 1)
        self.count.valueChanged.connect(self.count_changed)

    def show_count(self, count: int) -> None:
        """Show how many the map has; nothing is emitted."""
        with QSignalBlocker(self.count):
            self.count.setValue(count)

    def show_records(self, records: Sequence[tuple[Opportunity, str]]) -> None:
        """Show opportunities with their titles, the first one first."""
        while len(self.rows) < len(records):
            row = ActionRow(self.context)
            self.rows.append(row)
            self._column.addWidget(row)
        for rank, (row, (record, title)) in enumerate(zip(self.rows, records, strict=False), 1):
            row.show_record(rank, record, title)
        for at, row in enumerate(self.rows):
            row.setVisible(at < len(records))

    def retranslate(self) -> None:
        texts = self._ui.texts
        self.heading.set_text(texts("Action list"))
        self.count.setPrefix(f"{texts('Top')} ")
        self.count.setAccessibleName(texts("Number of actions"))
        for row in self.rows:
            row.retranslate()
