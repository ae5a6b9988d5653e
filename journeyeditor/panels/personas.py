"""The personas: a list with portraits, the sheet of each, and the filter to one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from journeyeditor.editing import operations
from journeyeditor.editing.errors import FieldError
from journeyeditor.editing.session import Session
from journeyeditor.model import Change, Element, Record
from journeyeditor.panels.fields.base import FormContext, PickFile, pick_nothing
from journeyeditor.panels.fields.specs import FieldSpec, fields_of
from journeyeditor.panels.form import Form, FormTitle, end_merge
from journeyeditor.panels.kind_icons import portrait
from journeyeditor.panels.pictures import pixmap_of
from journeyeditor.panels.session_view import Observed, SessionView
from journeyeditor.panels.terms import describe, name_of
from journeyeditor.vocabulary import Persona
from journeyeditor.widgets.buttons import ButtonRow, IconButton, link_button
from journeyeditor.widgets.focus import give_back
from journeyeditor.widgets.labels import SectionLabel
from journeyeditor.widgets.layouts import row, scrolled
from journeyeditor.widgets.reorderable_list import ReorderableItem, ReorderableList
from journeyeditor.widgets.style import styled
from journeyeditor.widgets.ui_context import UiContext

_SIDE = 28


class PersonasPanel(SessionView):
    """The personas; `reveal_wanted` asks for one on the map."""

    HELP = "first-map#persona"

    reveal_wanted = Signal(str)

    def __init__(self, ui: UiContext, pick_file: PickFile = pick_nothing) -> None:
        super().__init__(ui)
        self._context = FormContext(ui, pick_file)
        self._sheet: PersonaSheet | None = None
        #: Edits a persona in a form that is open already; returns whether there is one.
        self.edit_elsewhere: Callable[[str], bool] = lambda _: False
        self.title = SectionLabel()
        self.list = ReorderableList()
        self.add = link_button()
        self.tools = ButtonRow(ui, ("form", "filter", "arrow_up", "arrow_down", "delete"))
        self.tools.buttons["filter"].setCheckable(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 8, 6, 8)
        layout.setSpacing(2)
        self.title.setContentsMargins(9, 0, 0, 2)
        for widget in (self.title, self.list, self.tools, self.add):
            layout.addWidget(widget)
        layout.addStretch(1)
        self._connect()
        self._retranslate()
        self._refresh()

    @property
    def sheet(self) -> PersonaSheet | None:
        return self._sheet

    def _observed(self, session: Session) -> Iterable[Observed]:
        return (
            (session.updated, self._follow),
            (session.selection.changed, self._follow_selection),
            (session.filter.changed, self._follow_filter),
        )

    def _reset(self) -> None:
        if self._sheet is not None:
            self._sheet.close_sheet()
        self._context.session = self._session
        self.setEnabled(self._session is not None)

    def open_sheet(self, persona: str) -> None:
        """Open the sheet of a persona, unless another form shows it."""
        if self.edit_elsewhere(persona):
            return
        if self._sheet is None or self._sheet.parentWidget() is not self.window():
            self._sheet = PersonaSheet(self._context, self.window())
        self._sheet.open_beside(persona, self)

    def add_persona(self) -> None:
        if self._context.session is not None:
            self.open_sheet(operations.add(self._context.session, "persona"))

    def _connect(self) -> None:
        self.setFocusProxy(self.list)
        self.add.clicked.connect(self.add_persona)
        self.list.opened.connect(self.open_sheet)
        self.list.itemDoubleClicked.connect(self._open)
        self.list.moved.connect(self._move)
        self.list.deleted.connect(self._delete)
        self.list.renamed.connect(self._rename)
        self.list.current_changed.connect(self._select)
        buttons = self.tools.buttons
        buttons["form"].clicked.connect(self._open)
        buttons["filter"].clicked.connect(self._filter)
        buttons["arrow_up"].clicked.connect(partial(self.list.move_current, -1))
        buttons["arrow_down"].clicked.connect(partial(self.list.move_current, 1))
        buttons["delete"].clicked.connect(self._delete)

    def _follow(self, change: Change) -> None:
        for before, after in change.entries.values():
            record = after or before
            if isinstance(record, Element) and isinstance(record, Persona):
                self.invalidate()
                return

    def _refresh(self) -> None:
        session, ui = self._context.session, self._context.ui
        rows = []
        for index, persona in enumerate(session.graph.personas() if session else ()):
            assert isinstance(persona, Persona)
            face = portrait(persona, index, ui, _SIDE, pixmap_of(persona.image))
            assert session is not None
            description = describe(persona, session.graph, ui.texts)
            rows.append(
                ReorderableItem(persona.id, name_of(persona, ui.texts), description, QIcon(face))
            )
        self.list.show_items(rows, round(_SIDE * ui.scale))
        self.list.setVisible(bool(rows))
        self._follow_selection(())
        if self._sheet is not None and self._sheet.persona:
            self._sheet.refresh()

    def _follow_selection(self, _: tuple[str, ...]) -> None:
        session = self._context.session
        self.list.blockSignals(True)
        self.list.make_current(session.selection.primary if session else "")
        self.list.blockSignals(False)
        self._follow_filter(None)

    def _follow_filter(self, _: None) -> None:
        """Check the button while the current persona is the one filtered to."""
        session, current = self._context.session, self.list.current()
        self.tools.setVisible(bool(current))
        is_on = session is not None and bool(current) and session.filter.persona == current
        self.tools.buttons["filter"].setChecked(is_on)

    def _select(self, persona: str) -> None:
        if self._context.session is not None and persona:
            self._context.session.selection.set((persona,))
            self.reveal_wanted.emit(persona)
        self._follow_filter(None)

    def _open(self, *_: object) -> None:
        if self.list.current():
            self.open_sheet(self.list.current())

    def _filter(self, is_on: bool) -> None:
        if self._context.session is not None:
            self._context.session.filter.set(persona=self.list.current() if is_on else "")

    def _move(self, persona: str, next_key: str) -> None:
        if self._context.session is not None:
            operations.move_personas(self._context.session, [persona], next_key)

    def _delete(self, *_: object) -> None:
        if self._context.session is not None and self.list.current():
            operations.delete(self._context.session, [self.list.current()])

    def _rename(self, persona: str, words: str) -> None:
        if self._context.session is not None:
            try:
                operations.set_field(self._context.session, [persona], "title", words)
            except FieldError:
                self.refresh()

    def _retranslate(self) -> None:
        texts = self._context.ui.texts
        self.title.set_text(texts("Personas"))
        self.setAccessibleName(texts("Personas"))
        self.list.setAccessibleName(texts("Personas"))
        self.add.setText("+ " + texts("New persona"))
        self.add.setAccessibleName(texts("New persona"))
        self.tools.set_texts(
            {
                "form": texts("Edit"),
                "filter": texts("Filter by this persona"),
                "arrow_up": texts("Move up"),
                "arrow_down": texts("Move down"),
                "delete": texts("Delete"),
            }
        )
        if self._sheet is not None:
            self._sheet.retranslate()


_WIDTH, _HEIGHT, _GAP = 330, 620, 8


class PersonaSheet(QFrame):
    """The form of a persona, over the window beside the list.

    Escape closes it, and the focus returns to where it was.
    """

    closed = Signal()

    def __init__(self, context: FormContext, owner: QWidget) -> None:
        super().__init__(owner)
        self._context = context
        self.persona = ""
        self._before: QWidget | None = None
        self.title = FormTitle(context.ui)
        self.close_button = IconButton(context.ui, "close", role="label", size=15)
        self.form = Form(fields_of(Persona), context)
        styled(self, "popup")
        self.setAutoFillBackground(True)
        header = QWidget()
        row(header, self.title, self.close_button)
        page = QWidget()
        inner = QVBoxLayout(page)
        inner.setContentsMargins(14, 4, 14, 14)
        inner.addWidget(self.form)
        inner.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 8, 1, 8)
        header.setContentsMargins(13, 0, 6, 0)
        layout.addWidget(header)
        layout.addWidget(scrolled(page))
        self.hide()
        self.close_button.clicked.connect(self.close_sheet)
        self.form.edited.connect(self._edited)
        self.retranslate()

    def open_beside(self, persona: str, anchor: QWidget) -> None:
        self.persona = persona
        if not self.isAncestorOf(focused := QApplication.focusWidget() or anchor):
            self._before = focused
        self.form.forget()
        self.refresh()
        owner = self.parentWidget()
        if owner is None:
            return
        scale = self._context.ui.scale
        height = min(round(_HEIGHT * scale), max(200, owner.height() - 2 * _GAP))
        self.resize(round(_WIDTH * scale), height)
        place = anchor.mapTo(owner, QPoint(anchor.width() + _GAP, 0))
        place.setX(max(_GAP, min(place.x(), owner.width() - self.width() - _GAP)))
        place.setY(max(_GAP, min(place.y(), owner.height() - self.height() - _GAP)))
        self.move(place)
        self.show()
        self.raise_()
        self.form.fields["title"].editor.focus_widgets()[0].setFocus()

    def refresh(self) -> None:
        """Show the persona as it is now; close when it is gone."""
        session = self._context.session
        element: Record | None = session.element(self.persona) if session else None
        if not isinstance(element, Persona):
            self.close_sheet()
            return
        self.title.show_records([element])
        self.form.show_records([element])

    def close_sheet(self) -> None:
        if self.persona:
            self.persona = ""
            end_merge(self._context.session)
            self.hide()
            self.closed.emit()

    def retranslate(self) -> None:
        texts = self._context.ui.texts
        self.setAccessibleName(texts("Persona"))
        self.close_button.set_text(texts("Close"))
        self.form.retranslate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_sheet()
            give_back(self._before)
        else:
            super().keyPressEvent(event)

    def _edited(self, spec: FieldSpec, value: Any, typing: bool) -> None:
        self.form.write((self.persona,), spec, value, typing)
