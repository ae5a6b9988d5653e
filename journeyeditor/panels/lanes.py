"""The lanes of the map: which are shown, in which order, their titles and what they hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QVBoxLayout, QWidget

from journeyeditor.editing import operations
from journeyeditor.editing.errors import FieldError
from journeyeditor.editing.session import Session
from journeyeditor.layout.lanes import LaneSpec
from journeyeditor.model import Change
from journeyeditor.panels.fields.base import FormContext
from journeyeditor.panels.fields.specs import FieldSpec, fields_of
from journeyeditor.panels.form import Form
from journeyeditor.panels.kind_icons import kind_icon
from journeyeditor.panels.session_view import Observed, SessionView
from journeyeditor.panels.terms import plural
from journeyeditor.vocabulary import Lane
from journeyeditor.widgets.buttons import ButtonRow, link_button
from journeyeditor.widgets.labels import SectionLabel, label
from journeyeditor.widgets.layouts import hairline, scrolled
from journeyeditor.widgets.reorderable_list import ReorderableItem, ReorderableList
from journeyeditor.widgets.ui_context import UiContext

_FIELDS = ("title", "kinds", "height", "collapsed")
_SIDE = 16


def lanes_of(session: Session) -> list[Lane]:
    """All lanes from top to bottom, hidden ones too.

    A kind's default lane, which has no record yet, is given one with the kind's name as id.
    """
    records = [lane for lane in session.graph.lanes() if isinstance(lane, Lane)]
    held = {lane.id for lane in records} | {kind for lane in records for kind in lane.kinds}
    specs: Sequence[LaneSpec] = [place.spec for place in session.layout.lanes]
    return records + [
        Lane.model_validate({"id": spec.key, "kinds": spec.kinds, "height": spec.height})
        for spec in specs
        if spec.key not in held
    ]


class LanesPanel(SessionView):
    """The lanes with their check boxes, and the form of the current one below."""

    HELP = "map#lanes"

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui)
        self._context = FormContext(ui)
        self._lanes: list[Lane] = []
        self.title = SectionLabel()
        self.hint = label("", "small")
        self.hint.setWordWrap(True)
        self.list = ReorderableList()
        self.tools = ButtonRow(ui, ("arrow_up", "arrow_down", "delete"))
        self.add = link_button()
        self._form: Form | None = None
        self._line = hairline()
        self._lay_out()
        self._connect()
        self._retranslate()
        self._refresh()

    def _observed(self, session: Session) -> Iterable[Observed]:
        return ((session.updated, self._follow), (session.theme_changed, self._follow_theme))

    def _reset(self) -> None:
        self._context.session = self._session
        self._lanes = []
        if self._form is not None:
            self._form.forget()
        self.setEnabled(self._session is not None)

    @property
    def form(self) -> Form:
        if self._form is None:
            specs = [spec for spec in fields_of(Lane) if spec.name in _FIELDS]
            self._form = Form(specs, self._context)
            self._form.setContentsMargins(6, 6, 6, 0)
            self._page.insertWidget(self._page.count() - 1, self._form)
            self._form.edited.connect(self._edited)
        return self._form

    def add_lane(self) -> None:
        """Add a lane below the current one and focus its title."""
        session = self._context.session
        if session is None:
            return
        keys = [lane.id for lane in self._lanes]
        place = keys.index(self.list.current()) + 1 if self.list.current() in keys else len(keys)
        before = keys[place] if place < len(keys) else ""
        name = self._context.ui.texts("New lane")
        self.list.make_current(operations.add_lane(session, name, (), before))
        line = self.form.fields["title"].editor.focus_widgets()[0]
        line.setFocus()

    def _lay_out(self) -> None:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(8, 10, 8, 12)
        layout.setSpacing(4)
        self.title.setContentsMargins(9, 0, 0, 0)
        self.hint.setContentsMargins(9, 4, 6, 0)
        for widget in (self.title, self.list, self.tools, self.add, self.hint, self._line):
            layout.addWidget(widget)
        layout.addStretch(1)
        self._page = layout
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(page))

    def _connect(self) -> None:
        self.setFocusProxy(self.list)
        self.add.clicked.connect(self.add_lane)
        self.list.moved.connect(self._move)
        self.list.deleted.connect(self._delete)
        self.list.renamed.connect(self._rename)
        self.list.check_changed.connect(self._switch)
        self.list.current_changed.connect(self._show_form)
        buttons = self.tools.buttons
        buttons["arrow_up"].clicked.connect(partial(self.list.move_current, -1))
        buttons["arrow_down"].clicked.connect(partial(self.list.move_current, 1))
        buttons["delete"].clicked.connect(self._delete)

    def _follow(self, _: Change) -> None:
        if not self.is_seen() or self._session is None or lanes_of(self._session) != self._lanes:
            self.invalidate()

    def _follow_theme(self, _: None) -> None:
        self.invalidate()

    def _refresh(self) -> None:
        session, ui = self._context.session, self._context.ui
        before, self._lanes = self._current(), lanes_of(session) if session is not None else []
        record_id = self._record_of(before)
        if record_id:
            self.form.rebind([record_id])
        rows = [self._row(lane) for lane in self._lanes]
        self.list.show_items(rows, round(_SIDE * ui.scale), record_id)
        self._show_form(self.list.current())

    def _record_of(self, before: Lane | None) -> str:
        """The record that a kind's default lane has become, "" where it has not."""
        if before is None or any(lane.id == before.id for lane in self._lanes):
            return ""
        return next((lane.id for lane in self._lanes if lane.kinds == before.kinds), "")

    def _row(self, lane: Lane) -> ReorderableItem:
        ui = self._context.ui
        texts = ui.texts
        words = self._words(lane)
        state = texts("shown") if lane.visible else texts("hidden")
        icon = kind_icon(lane.kinds[0], ui) if lane.kinds else QIcon()
        return ReorderableItem(
            lane.id, words, f"{texts('Lane')}: {words}, {state}", icon, lane.visible
        )

    def _words(self, lane: Lane) -> str:
        texts = self._context.ui.texts
        kinds = ", ".join(plural(kind, texts) for kind in lane.kinds)
        return lane.title or kinds or texts("Lane")

    def _current(self) -> Lane | None:
        return next((lane for lane in self._lanes if lane.id == self.list.current()), None)

    def _show_form(self, _: str) -> None:
        lane, session = self._current(), self._context.session
        for widget in (self._form, self._line, self.tools):
            if widget is not None:
                widget.setVisible(lane is not None)
        self.hint.setVisible(lane is None)
        if lane is None:
            return
        is_record = session is not None and session.graph.has_element(lane.id)
        self.tools.buttons["delete"].setEnabled(is_record)
        self.form.show_records([lane])

    def _set(self, key: str, *, typing: bool = False, **fields: Any) -> str:
        session = self._context.session
        if session is None:
            return ""
        try:
            operations.set_lane(session, key, typing=typing, **fields)
        except FieldError as error:
            return error.message(self._context.ui.texts)
        return ""

    def _edited(self, spec: FieldSpec, value: Any, typing: bool) -> None:
        reason = self._set(self.list.current(), typing=typing, **{spec.name: value})
        self.form.show_result(spec, reason)

    def _switch(self, key: str, is_on: bool) -> None:
        if self._set(key, visible=is_on):
            self.refresh()

    def _rename(self, key: str, words: str) -> None:
        if self._set(key, title=words):
            self.refresh()

    def _move(self, key: str, next_key: str) -> None:
        if self._context.session is not None:
            operations.move_lane(self._context.session, key, next_key)

    def _delete(self, *_: object) -> None:
        """Delete the current lane; its cards go back to the lane of their kind."""
        session, key = self._context.session, self.list.current()
        if session is not None and session.graph.has_element(key):
            operations.delete(session, [key])

    def _retranslate(self) -> None:
        texts = self._context.ui.texts
        self.title.set_text(texts("Lanes"))
        self.setAccessibleName(texts("Lanes"))
        self.list.setAccessibleName(texts("Lanes"))
        self.add.setText("+ " + texts("New lane"))
        self.add.setAccessibleName(texts("New lane"))
        self.hint.setText(
            texts("Select the lanes to show. Drag a lane, or press Alt+arrow, to reorder it.")
        )
        self.tools.set_texts(
            {
                "arrow_up": texts("Move up"),
                "arrow_down": texts("Move down"),
                "delete": texts("Delete"),
            }
        )
        if self._form is not None:
            self._form.retranslate()
