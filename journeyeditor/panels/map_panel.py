"""What the map says of itself, and how it wants to be printed."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from journeyeditor.editing.session import Session
from journeyeditor.model import MAP_ID, Change
from journeyeditor.panels.around import Around, PickFile, pick_nothing
from journeyeditor.panels.fields import MAP_SECTIONS, FieldSpec
from journeyeditor.panels.form import Form
from journeyeditor.panels.scrolling import scrolled
from journeyeditor.panels.writing import settle, write
from journeyeditor.widgets.common import SectionLabel
from journeyeditor.widgets.desk import Desk

_NAMED = frozenset({"persona", "lane"})


class MapPanel(QWidget):
    """The form of the map's own attributes, section by section."""

    def __init__(self, desk: Desk, pick_file: PickFile = pick_nothing) -> None:
        super().__init__()
        self._around = Around(desk, pick_file)
        self._titles: list[tuple[SectionLabel, str]] = []
        self.forms: list[Form] = []
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(14, 12, 14, 16)
        layout.setSpacing(10)
        for title, specs in MAP_SECTIONS:
            head, form = SectionLabel(), Form(specs, self._around)
            self._titles.append((head, title))
            self.forms.append(form)
            layout.addWidget(head)
            layout.addWidget(form)
            layout.addSpacing(4)
            form.edited.connect(self._edited)
            form.left.connect(self._settle)
        layout.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(page))
        desk.changed.connect(self._retell)
        self._retell()

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
        reason = write(session, (MAP_ID,), spec, value, typing, self._around.desk.texts)
        form = next(form for form in self.forms if spec.name in form.fields)
        if reason:
            form.refuse(spec.name, reason)
        else:
            form.accept(spec.name)

    def _settle(self) -> None:
        """End the step of undo that typing goes into."""
        settle(self._around.session)

    def _retell(self) -> None:
        """Say everything in the words, colours and size of the desk."""
        texts = self._around.desk.texts
        self.setAccessibleName(texts("Map"))
        for head, title in self._titles:
            head.say(texts(title))
        for form in self.forms:
            form.retell()
