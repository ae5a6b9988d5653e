"""All of one persona, in a sheet that lies over the window beside the list; nothing is blocked."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from journeyeditor.model import Record
from journeyeditor.panels.fields.base import row
from journeyeditor.panels.fields.specs import FieldSpec, fields_of
from journeyeditor.panels.form import Form
from journeyeditor.panels.form_context import FormContext
from journeyeditor.panels.panel_title import PanelTitle
from journeyeditor.panels.scroll_area import scrolled
from journeyeditor.panels.writing import settle, write
from journeyeditor.vocabulary import Persona
from journeyeditor.widgets.common import IconButton, styled

_WIDTH, _HEIGHT, _GAP = 330, 620, 8


class PersonaSheet(QFrame):
    """The form of a persona; Escape closes it and leads back, and what was typed stays."""

    closed = Signal()

    def __init__(self, around: FormContext, owner: QWidget) -> None:
        super().__init__(owner)
        self._around = around
        self.persona = ""
        self._anchor: QWidget | None = None
        self.title = PanelTitle(around.ui)
        self.shut = IconButton(around.ui, "close", role="label", size=15)
        self.form = Form(fields_of(Persona), around)
        styled(self, "popup")
        self.setAutoFillBackground(True)
        head = QWidget()
        row(head, self.title, self.shut)
        page = QWidget()
        inner = QVBoxLayout(page)
        inner.setContentsMargins(14, 4, 14, 14)
        inner.addWidget(self.form)
        inner.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 8, 1, 8)
        head.setContentsMargins(13, 0, 6, 0)
        layout.addWidget(head)
        layout.addWidget(scrolled(page))
        self.hide()
        self.shut.clicked.connect(self.close_sheet)
        self.form.edited.connect(self._edited)
        self.form.left.connect(self._settle)
        self.retranslate()

    def open_beside(self, persona: str, anchor: QWidget) -> None:
        """Show a persona beside a widget of the same window."""
        self.persona, self._anchor = persona, anchor
        self.form.forget()
        self.refresh()
        owner = self.parentWidget()
        if owner is None:
            return
        scale = self._around.ui.scale
        height = min(round(_HEIGHT * scale), max(200, owner.height() - 2 * _GAP))
        self.resize(round(_WIDTH * scale), height)
        place = anchor.mapTo(owner, QPoint(anchor.width() + _GAP, 0))
        place.setX(max(_GAP, min(place.x(), owner.width() - self.width() - _GAP)))
        place.setY(max(_GAP, min(place.y(), owner.height() - self.height() - _GAP)))
        self.move(place)
        self.show()
        self.raise_()
        self.form.fields["title"].editor.parts()[0].setFocus()

    def refresh(self) -> None:
        """Show what became of the persona; close when it is gone."""
        session = self._around.session
        element: Record | None = session.element(self.persona) if session else None
        if not isinstance(element, Persona):
            self.close_sheet()
            return
        self.title.show_records([element])
        self.form.show_records([element])

    def close_sheet(self) -> None:
        """Put the sheet away."""
        if self.persona:
            self.persona = ""
            settle(self._around.session)
            self.hide()
            self.closed.emit()

    def retranslate(self) -> None:
        """Say everything in the words of the desk."""
        texts = self._around.ui.texts
        self.setAccessibleName(texts("Persona"))
        self.shut.say(texts("Close"))
        self.form.retranslate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_sheet()
            if self._anchor is not None:
                self._anchor.setFocus()
        else:
            super().keyPressEvent(event)

    def _edited(self, spec: FieldSpec, value: Any, typing: bool) -> None:
        """Write a value to the map, or say why not."""
        session = self._around.session
        if session is None:
            return
        texts = self._around.ui.texts
        reason = write(session, (self.persona,), spec, value, typing, texts)
        if reason:
            self.form.refuse(spec.name, reason)
        else:
            self.form.accept(spec.name)

    def _settle(self) -> None:
        """End the step of undo that typing goes into."""
        settle(self._around.session)
