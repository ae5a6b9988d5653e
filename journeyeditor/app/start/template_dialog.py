"""The dialog that saves a map as a template: its name, what it keeps, and how it will look."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout

from journeyeditor.app.start.cards import MapCard, preview_of
from journeyeditor.files.templates import template_of
from journeyeditor.model import JourneyGraph
from journeyeditor.widgets.buttons import primary
from journeyeditor.widgets.labels import label
from journeyeditor.widgets.ui_context import UiContext

#: The width of the dialog, in pixels at interface size 1.
WIDTH = 420


class TemplateDialog(QDialog):
    """Shows the card that the start page will have; `saved` carries the template and its title."""

    HELP = "extending#template"

    saved = Signal(object, str)

    def __init__(self, ui: UiContext, graph: JourneyGraph, title: str) -> None:
        super().__init__()
        self._ui, self._graph = ui, graph
        self._caption, self._note = label(""), label("", "secondary")
        self._note.setWordWrap(True)
        self.name, self.cards = QLineEdit(title), QCheckBox()
        self.preview = MapCard(ui, "preview", "template")
        self.preview.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.preview.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.ok, self._cancel = primary(), QPushButton()
        self.ok.setDefault(True)
        self._cancel.setAutoDefault(False)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self.ok)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 18, 22, 18)
        column.setSpacing(10)
        for widget in (self._caption, self.name, self.cards, self.preview, self._note):
            column.addWidget(widget)
        column.addLayout(buttons)
        self.name.textChanged.connect(self._show)
        self.cards.toggled.connect(self._show)
        self.ok.clicked.connect(self._save)
        self._cancel.clicked.connect(self.reject)
        ui.changed.connect(self._retranslate)
        self._retranslate()
        self.name.selectAll()
        self.name.setFocus()

    def template(self) -> JourneyGraph:
        title = self.name.text().strip()
        return template_of(self._graph, title, keeps_cards=self.cards.isChecked())

    def _save(self) -> None:
        self.saved.emit(self.template(), self.name.text().strip())
        self.accept()

    def _show(self, *_: object) -> None:
        self.ok.setEnabled(bool(self.name.text().strip()))
        self.preview.set_labels(self.name.text().strip(), self._ui.texts("Your template"))
        self.preview.show_preview(preview_of(self.template()))

    def _retranslate(self) -> None:
        texts = self._ui.texts
        self.setFixedWidth(round(WIDTH * self._ui.scale))
        self.setWindowTitle(texts("Save as template"))
        self._caption.setText(texts("Name of the template"))
        self.name.setAccessibleName(texts("Name of the template"))
        self.cards.setText(texts("Keep the cards"))
        self._note.setText(
            texts("Stages and lanes are kept; client, project, dates and figures are left out.")
        )
        self.ok.setText(texts("Save template"))
        self._cancel.setText(texts("Cancel"))
        self.setAccessibleName(texts("Save as template"))
        self._show()
