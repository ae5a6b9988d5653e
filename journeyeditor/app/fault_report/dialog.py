"""The dialog that shows a report as it will be saved; nothing is sent."""

from __future__ import annotations

import datetime
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout

from journeyeditor.app.dialogs import Dialogs, FileKind
from journeyeditor.app.fault_report.report import Known, report
from journeyeditor.app.settings import Settings
from journeyeditor.files.atomic import write_atomically
from journeyeditor.files.errors import FileError
from journeyeditor.widgets.labels import label
from journeyeditor.widgets.layouts import keep_texts_whole
from journeyeditor.widgets.style import styled
from journeyeditor.widgets.text_input import words_in
from journeyeditor.widgets.ui_context import UiContext

#: Size of the dialog, and height of the description, in pixels at interface size 1.
SIZE, DESCRIPTION_HEIGHT = (680, 600), 90


class FaultReportDialog(QDialog):
    """Asks what happened, shows the whole report, and saves or copies it."""

    HELP = "privacy#fault"

    def __init__(
        self, ui: UiContext, dialogs: Dialogs, settings: Settings, log: Path, known: Known
    ) -> None:
        super().__init__()
        self._ui, self._dialogs = ui, dialogs
        self._settings, self._log, self._known = settings, log, known
        self._intro = label()
        self._intro.setWordWrap(True)
        self._what, self._contents = label(), label()
        self.description, self.preview = QPlainTextEdit(), QPlainTextEdit()
        self.description.setTabChangesFocus(True)
        self.preview.setReadOnly(True)
        self.status = label("", "secondary")
        self.status.setWordWrap(True)
        buttons = QDialogButtonBox()
        role = QDialogButtonBox.ButtonRole
        self.save = styled(buttons.addButton("", role.ActionRole), "primary")
        self.copy = buttons.addButton("", role.ActionRole)
        self._close = buttons.addButton("", role.RejectRole)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 18, 22, 16)
        for widget in (self._intro, self._what, self.description, self._contents):
            column.addWidget(widget)
        column.addWidget(self.preview, 1)
        column.addWidget(self.status)
        column.addWidget(buttons)
        keep_texts_whole(self)
        self.description.textChanged.connect(self._show_report)
        self.save.clicked.connect(self._save)
        self.copy.clicked.connect(self._copy)
        buttons.rejected.connect(self.reject)
        ui.changed.connect(self._retranslate)
        self.resize(*(round(side * ui.scale) for side in SIZE))
        self._retranslate()
        self._show_report()

    def text(self) -> str:
        return words_in(self.preview)

    def _show_report(self) -> None:
        described = words_in(self.description)
        self.preview.setPlainText(report(self._settings, self._log, self._known, described))

    def _save(self) -> None:
        texts = self._ui.texts
        name = f"journeyeditor-problem-{datetime.date.today().isoformat()}.txt"
        path = self._dialogs.save_file(name, [FileKind(texts("Text file"), ("txt",))])
        if not path:
            return
        try:
            write_atomically(Path(path), self.text().encode())
        except FileError as error:
            from journeyeditor.app.file_messages import error_words

            self._dialogs.message(error_words(texts, error), severity="error")
            return
        self.status.setText(texts("Saved. Send the file to whoever looks after the program."))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text())
        self.status.setText(self._ui.texts("Copied."))

    def _retranslate(self) -> None:
        texts = self._ui.texts
        self.setWindowTitle(texts("Report a problem"))
        self._intro.setText(
            texts(
                "This creates a file that you can send. It contains nothing from your maps, no names and no folders. The program itself sends nothing."
            )
        )
        self._what.setText(texts("What happened (optional)"))
        self._contents.setText(texts("Everything the file will contain"))
        self.description.setAccessibleName(self._what.text())
        self.preview.setAccessibleName(self._contents.text())
        self.description.setFixedHeight(round(DESCRIPTION_HEIGHT * self._ui.scale))
        self.save.setText(texts("Save…"))
        self.copy.setText(texts("Copy"))
        self._close.setText(texts("Close"))
