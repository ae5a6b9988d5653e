"""The questions of the program as dialogs of Qt; imported once there is something to ask."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from journeyeditor.app.dialogs import (
    CANCEL,
    DISCARD,
    SAVE,
    Choice,
    FileKind,
    filter_words,
    with_ending,
)
from journeyeditor.widgets.focus import kept_focus
from journeyeditor.widgets.icons import pixmap
from journeyeditor.widgets.labels import label
from journeyeditor.widgets.style import styled
from journeyeditor.widgets.ui_context import UiContext

#: Colour role of each severity, which is also its icon's name; the icon's size at scale 1.
SIGNS = {"warning": "caution", "error": "warning", "info": "link"}
SIGN = 28


class QtDialogs:
    """The Qt implementation of Dialogs."""

    def __init__(self, parent: QWidget, ui: UiContext) -> None:
        self._parent, self._ui = parent, ui

    def ask_save(self, title: str) -> str:
        texts = self._ui.texts
        return self.choose(
            texts("Save the changes to “{title}”?").format(title=title),
            (
                Choice(SAVE, texts("Save"), "primary"),
                Choice(DISCARD, texts("Don't save"), "danger"),
                Choice(CANCEL, texts("Cancel")),
            ),
            texts("If you don't save, your changes will be lost."),
        )

    def choose(self, question: str, choices: Sequence[Choice], detail: str = "") -> str:
        box = self._box(question, detail)
        box.setIcon(QMessageBox.Icon.NoIcon)
        roles = {"danger": QMessageBox.ButtonRole.DestructiveRole}
        buttons: dict[str, QPushButton] = {}
        for choice in choices:
            role = roles.get(choice.weight, QMessageBox.ButtonRole.AcceptRole)
            if not choice.key:
                role = QMessageBox.ButtonRole.RejectRole
            button = buttons[choice.key] = box.addButton(choice.words, role)
            if choice.weight == "primary":
                styled(button, "primary")
                box.setDefaultButton(button)
            if not choice.key:
                box.setEscapeButton(button)
        box.exec()
        chosen = box.clickedButton()
        box.deleteLater()
        return next((key for key, button in buttons.items() if button is chosen), "")

    def message(self, sentence: str, detail: str = "", *, severity: str = "info") -> None:
        box = self._box(sentence, detail)
        side, ratio = round(SIGN * self._ui.scale), self._parent.devicePixelRatioF()
        colour = self._ui.theme[SIGNS[severity]]
        box.setIconPixmap(pixmap(severity, colour, side, ratio))
        box.addButton(self._ui.texts("OK"), QMessageBox.ButtonRole.AcceptRole)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def open_file(self, kinds: Sequence[FileKind], folder: str = "") -> str:
        title = self._ui.texts("Open")
        with kept_focus(self._parent) as front:
            return QFileDialog.getOpenFileName(front, title, folder, _filters(kinds))[0]

    def save_file(self, suggestion: str, kinds: Sequence[FileKind]) -> str:
        title = self._ui.texts("Save as")
        with kept_focus(self._parent) as front:
            path, chosen = QFileDialog.getSaveFileName(front, title, suggestion, _filters(kinds))
        return with_ending(path, kinds, chosen)

    def choose_folder(self, folder: str = "") -> str:
        title = self._ui.texts("Choose folder")
        with kept_focus(self._parent) as front:
            return QFileDialog.getExistingDirectory(front, title, folder)

    def show_folder(self, folder: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def ask_text(self, question: str, value: str = "", *, lines: bool = False) -> str | None:
        texts = self._ui.texts
        dialog = QDialog(self._parent)
        dialog.setWindowTitle(question)
        words = label(question)
        words.setWordWrap(True)
        field = QPlainTextEdit(value) if lines else QLineEdit(value)
        field.setAccessibleName(question)
        field.setMinimumWidth(round(380 * self._ui.scale))
        buttons = QDialogButtonBox()
        accept = buttons.addButton(texts("OK"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(texts("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        styled(accept, "primary").setDefault(not lines)
        buttons.accepted.connect(dialog.accept)
        buttons.rejected.connect(dialog.reject)
        layout = QVBoxLayout(dialog)
        for widget in (words, field, buttons):
            layout.addWidget(widget)
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        text = field.toPlainText() if isinstance(field, QPlainTextEdit) else field.text()
        dialog.deleteLater()
        return text if accepted else None

    def _box(self, sentence: str, detail: str) -> QMessageBox:
        """A message box in plain text: titles and paths may contain markup."""
        box = QMessageBox(self._parent)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle(self._ui.texts("Journey Editor"))
        box.setText(sentence)
        box.setInformativeText(detail)
        return box


def _filters(kinds: Sequence[FileKind]) -> str:
    return ";;".join(map(filter_words, kinds))
