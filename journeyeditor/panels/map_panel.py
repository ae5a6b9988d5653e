"""What the map says of itself, and how it wants to be printed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from journeyeditor.editing.session import Session
from journeyeditor.model import MAP_ID, Change
from journeyeditor.panels.fields.specs import MAP_SECTIONS, FieldSpec
from journeyeditor.panels.form import Form
from journeyeditor.panels.form_context import FormContext, PickFile, pick_nothing
from journeyeditor.panels.scroll_area import scrolled
from journeyeditor.panels.writing import settle, write
from journeyeditor.widgets.common import SectionLabel
from journeyeditor.widgets.ui_context import UiContext

_NAMED = frozenset({"persona", "lane"})


class MapPanel(QWidget):
    """The form of the map's own attributes, section by section."""

    def __init__(self, ui: UiContext, pick_file: PickFile = pick_nothing) -> None:
        super().__init__()
        self._around = FormContext(ui, pick_file)
        self._titles: list[SectionLabel] = []
        self.forms: list[Form] = []
        page = QWidget()
        self._page = QVBoxLayout(page)
        self._page.setContentsMargins(14, 12, 14, 16)
        self._page.setSpacing(10)
        self._page.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(page))
        self._later = QTimer(self)
        self._later.setInterval(0)
        self._later.timeout.connect(self._grow)
        ui.changed.connect(self._retranslate)
        self._retranslate()

    def complete(self) -> None:
        """Make all sections now."""
        while len(self.forms) < len(MAP_SECTIONS):
            self._grow()

    def first(self) -> QWidget:
        """Return what takes the keys first, made if need be."""
        if not self.forms:
            self._grow()
        return self.forms[0].first()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._begin()

    def _begin(self) -> None:
        """Make what is missing soon, once somebody looks and there is a map."""
        is_wanted = self._around.session is not None and self.isVisible()
        if is_wanted and len(self.forms) < len(MAP_SECTIONS):
            self._later.start()

    def _grow(self) -> None:
        """Make the next section; one at a time, so that a map that is opened is seen at once."""
        title, specs = MAP_SECTIONS[len(self.forms)]
        head, form = SectionLabel(self._around.ui.texts(title)), Form(specs, self._around)
        self._titles.append(head)
        self.forms.append(form)
        if len(self.forms) == 1:
            self.setFocusProxy(form.first())
        place = self._page.count() - 1
        self._page.insertWidget(place, head)
        self._page.insertWidget(place + 1, form)
        form.edited.connect(self._edited)
        form.left.connect(self._settle)
        if self._around.session is not None:
            form.show_records([self._around.session.info])
        if len(self.forms) == len(MAP_SECTIONS):
            self._later.stop()

    def show_session(self, session: Session | None) -> None:
        """Show another map, or none."""
        before = self._around.session
        if before is not None:
            before.updated.disconnect(self._follow)
        self._around.session = session
        for form in self.forms:
            form.forget()
        if session is not None:
            session.updated.connect(self._follow)
            self._begin()
        self.setEnabled(session is not None)
        self._show()

    def _follow(self, change: Change) -> None:
        """Show what became of the map's attributes, and of what they name."""
        entries = change.entries
        named = (after or before for before, after in entries.values())
        if MAP_ID in entries or any(record and record.kind in _NAMED for record in named):
            self._show()

    def _show(self) -> None:
        """Fill the forms."""
        if self._around.session is not None:
            for form in self.forms:
                form.show_records([self._around.session.info])

    def _edited(self, spec: FieldSpec, value: Any, typing: bool) -> None:
        """Write a value to the map, or say why not."""
        session = self._around.session
        if session is None:
            return
        reason = write(session, (MAP_ID,), spec, value, typing, self._around.ui.texts)
        form = next(form for form in self.forms if spec.name in form.fields)
        if reason:
            form.refuse(spec.name, reason)
        else:
            form.accept(spec.name)

    def _settle(self) -> None:
        """End the step of undo that typing goes into."""
        settle(self._around.session)

    def _retranslate(self) -> None:
        """Say everything in the words, colours and size of the desk."""
        texts = self._around.ui.texts
        self.setAccessibleName(texts("Map"))
        for head, (title, _) in zip(self._titles, MAP_SECTIONS, strict=False):
            head.say(texts(title))
        for form in self.forms:
            form.retranslate()
