"""The page of the agenda: the steps with their times of day, and the form of the current one."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from journeyeditor.editing import operations
from journeyeditor.editing.errors import FieldError
from journeyeditor.i18n import N_
from journeyeditor.model import MAP_ID, Change
from journeyeditor.panels.fields.base import FormContext
from journeyeditor.panels.fields.specs import FieldSpec, value_fields
from journeyeditor.panels.form import Form, end_merge
from journeyeditor.panels.session_view import BottomPage
from journeyeditor.values import later_time
from journeyeditor.vocabulary import Agenda, AgendaStep
from journeyeditor.widgets.buttons import ButtonRow, link_button
from journeyeditor.widgets.labels import label
from journeyeditor.widgets.layouts import hairline, scrolled
from journeyeditor.widgets.reorderable_list import ReorderableItem, ReorderableList
from journeyeditor.widgets.ui_context import UiContext

_LIST_WIDTH, _START_WIDTH = 380, 110
_STEP_FIELDS = ("title", "minutes", "activity", "view", "lane", "panel", "note", "materials")


class _Shown(NamedTuple):
    """A step as a form shows it; `id` is its place."""

    id: str
    step: AgendaStep


class _ShownStart(NamedTuple):
    id: str
    agenda: Agenda


def _specs(cls: type[Agenda | AgendaStep], names: tuple[str, ...], part: str) -> list[FieldSpec]:
    """The fields of a value, named through the attribute that holds it."""
    specs = value_fields(cls)
    return [replace(specs[name], name=f"{part}.{name}") for name in names]


class AgendaPanel(BottomPage):
    """What is done in which order: steps are added, moved and removed at the left, edited at the right."""

    HELP = "workshop#agenda"
    NAME, TITLE = "agenda", N_("Agenda")

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui)
        self._context = FormContext(ui)
        self.start = Form(_specs(Agenda, ("start",), "agenda"), self._context)
        self.form = Form(_specs(AgendaStep, _STEP_FIELDS, "step"), self._context)
        self.list = ReorderableList()
        self.tools = ButtonRow(ui, ("arrow_up", "arrow_down", "delete"))
        self.add = link_button()
        self.summary = label("", "secondary")
        self.hint = label("", "secondary")
        self.hint.setWordWrap(True)
        self._lay_out()
        self._connect_signals()
        self._retranslate()

    @property
    def agenda(self) -> Agenda:
        return self._session.info.agenda if self._session is not None else Agenda()

    def add_step(self) -> None:
        """Add a step below the current one, and let its title be typed."""
        session = self._session
        if session is None:
            return
        key = self.list.current()
        index = int(key) + 1 if key else len(self.agenda.steps)
        step = AgendaStep(title=self._ui.texts("New step"))
        operations.add_agenda_step(session, index, step)
        self.list.make_current(str(index))
        field = self.form.fields["step.title"].editor.focus_widgets()[0]
        field.setFocus()
        if hasattr(field, "selectAll"):
            field.selectAll()

    def _lay_out(self) -> None:
        self._steps_side = QWidget()
        left = QVBoxLayout(self._steps_side)
        left.setContentsMargins(14, 8, 10, 8)
        left.setSpacing(6)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.start)
        top.addWidget(self.summary, 1)
        left.addLayout(top)
        left.addWidget(self.list, 1)
        left.addStretch(0)  # an empty list takes no room
        bottom = QHBoxLayout()
        bottom.addWidget(self.tools)
        bottom.addStretch(1)
        bottom.addWidget(self.add)
        left.addLayout(bottom)
        page = QWidget()
        right = QVBoxLayout(page)
        right.setContentsMargins(14, 8, 14, 8)
        right.addWidget(self.form)
        right.addWidget(self.hint)
        right.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._steps_side)
        row.addWidget(hairline(vertical=True))
        row.addWidget(scrolled(page), 1)

    def _connect_signals(self) -> None:
        self.add.clicked.connect(self.add_step)
        self.list.moved.connect(self._move)
        self.list.deleted.connect(self._delete)
        self.list.renamed.connect(self._rename)
        self.list.current_changed.connect(self._show_form)
        self.list.opened.connect(lambda _: self.form.first().setFocus())
        self.start.edited.connect(self._edit_start)
        self.form.edited.connect(self._edit)
        buttons = self.tools.buttons
        buttons["arrow_up"].clicked.connect(partial(self.list.move_current, -1))
        buttons["arrow_down"].clicked.connect(partial(self.list.move_current, 1))
        buttons["delete"].clicked.connect(lambda: self._delete(self.list.current()))

    def _reset(self) -> None:
        self._context.session = self._session
        self.form.forget()
        self.start.forget()

    def _follow(self, change: Change) -> None:
        if not self.is_seen() or MAP_ID in change.entries:
            self.invalidate()

    def _refresh(self) -> None:
        agenda, texts = self.agenda, self._ui.texts
        total = sum(step.minutes for step in agenda.steps)
        words = texts("{count} min").format(count=texts.number(total))
        if agenda.start:
            words = f"{agenda.start}–{later_time(agenda.start, total)} · {words}"
        self.summary.setText(words if agenda.steps else "")
        self.start.show_records([_ShownStart(MAP_ID, agenda)])
        self.list.show_items(self._items(agenda), round(16 * self._ui.scale))
        if not self.list.current() and agenda.steps:
            self.list.make_current("0")
        self._show_form(self.list.current())
        self.setEnabled(self._session is not None)

    def _items(self, agenda: Agenda) -> list[ReorderableItem]:
        texts, items, before = self._ui.texts, [], 0
        for index, step in enumerate(agenda.steps):
            at = later_time(agenda.start or "00:00", before)
            minutes = texts("{count} min").format(count=texts.number(step.minutes))
            words = f"{at}  {step.title or texts('Agenda step')}"
            items.append(
                ReorderableItem(str(index), f"{words} · {minutes}", f"{words}, {minutes}", QIcon())
            )
            before += step.minutes
        return items

    def _show_form(self, key: str) -> None:
        steps = self.agenda.steps
        has_step = bool(key) and int(key) < len(steps)
        self.form.setVisible(has_step)
        self.tools.setVisible(has_step)
        self.hint.setVisible(not has_step)
        if has_step:
            self.form.show_records([_Shown(key, steps[int(key)])])

    def _edit_start(self, spec: FieldSpec, value: Any, typing: bool) -> None:
        if self._session is not None:
            reason = self._refusal(
                partial(operations.set_agenda_start, self._session, value, typing=typing)
            )
            self.start.show_result(spec, reason)

    def _edit(self, spec: FieldSpec, value: Any, typing: bool) -> None:
        key = self.list.current()
        if self._session is not None and key:
            field = spec.name.partition(".")[2]
            reason = self._refusal(
                partial(
                    operations.set_agenda_field,
                    self._session,
                    int(key),
                    field,
                    value,
                    typing=typing,
                )
            )
            self.form.show_result(spec, reason)

    def _refusal(self, write: Any) -> str:
        """Write to the map; return why that was refused, "" if it was not."""
        try:
            write()
        except FieldError as error:
            return error.message(self._ui.texts)
        return ""

    def _rename(self, key: str, words: str) -> None:
        if self._session is not None:
            operations.set_agenda_field(self._session, int(key), "title", words)

    def _move(self, key: str, before: str) -> None:
        if self._session is not None:
            end_merge(self._session)
            place = int(before) if before else len(self.agenda.steps)
            place = operations.move_agenda_step(self._session, int(key), place)
            self.form.forget()
            self.list.make_current(str(place))

    def _delete(self, key: str) -> None:
        if self._session is not None and key:
            operations.remove_agenda_step(self._session, int(key))
            self.form.forget()
            self.list.make_current(str(min(int(key), len(self.agenda.steps) - 1)))

    def _retranslate(self) -> None:
        texts, scale = self._ui.texts, self._ui.scale
        self._steps_side.setFixedWidth(round(_LIST_WIDTH * scale))
        self.start.setFixedWidth(round(_START_WIDTH * scale))
        self.list.setAccessibleName(texts("Agenda"))
        self.list.setToolTip(texts("Drag a step, or press Alt+arrow, to move it."))
        self.add.setText("+ " + texts("New step"))
        self.add.setAccessibleName(texts("New step"))
        self.hint.setText(
            texts("Choose an agenda with Workshop → Agenda and timer, or add the first step here.")
        )
        self.tools.set_texts(
            {
                "arrow_up": texts("Move up"),
                "arrow_down": texts("Move down"),
                "delete": texts("Delete"),
            }
        )
        self.form.retranslate()
        self.start.retranslate()
