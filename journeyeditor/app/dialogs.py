"""Everything the program asks: one narrow protocol, so that tests can answer without a dialog.

Callers get a value; only `QtDialogs` waits for the answer. All texts are passed translated.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

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

from journeyeditor.widgets.focus import kept_focus
from journeyeditor.widgets.icons import pixmap
from journeyeditor.widgets.labels import label
from journeyeditor.widgets.style import styled
from journeyeditor.widgets.ui_context import UiContext

SAVE, DISCARD, CANCEL = "save", "discard", ""


class Choice(NamedTuple):
    """One answer to a question; `weight` is "primary" for the safe one, "danger" or ""."""

    key: str
    words: str
    weight: str = ""


class FileKind(NamedTuple):
    """A file type of a file dialog: its name and its extensions ("pdf")."""

    words: str
    endings: tuple[str, ...]


class Dialogs(Protocol):
    """What the program can ask or report."""

    def ask_save(self, title: str) -> str:
        """Ask what to do with an unsaved map: SAVE, DISCARD or CANCEL."""

    def choose(self, question: str, choices: Sequence[Choice], detail: str = "") -> str:
        """Ask a question; return the key of the choice, "" if cancelled."""

    def message(self, sentence: str, detail: str = "", *, severity: str = "info") -> None:
        """Show a sentence ("info", "warning" or "error") without waiting."""

    def open_file(self, kinds: Sequence[FileKind], folder: str = "") -> str:
        """Ask for a file to read; "" if cancelled."""

    def save_file(self, suggestion: str, kinds: Sequence[FileKind]) -> str:
        """Ask for a path to write; `suggestion` is a path or a name; "" if cancelled."""

    def choose_folder(self, folder: str = "") -> str:
        """Ask for a folder; "" if cancelled."""

    def show_folder(self, folder: Path) -> None:
        """Show a folder in the file manager."""

    def ask_text(self, question: str, value: str = "", *, lines: bool = False) -> str | None:
        """Ask for text on one or several lines; None if cancelled."""


def with_ending(path: str, kinds: Sequence[FileKind], chosen: str = "") -> str:
    """Append the extension of the chosen kind, unless the path has one of the extensions."""
    if not path or not kinds:
        return path
    endings = tuple(f".{ending}".casefold() for kind in kinds for ending in kind.endings)
    if Path(path).name.casefold().endswith(endings):
        return path
    kind = next((kind for kind in kinds if filter_words(kind) == chosen), kinds[0])
    return f"{path}.{kind.endings[0]}" if kind.endings[0] != "*" else path


def filter_words(kind: FileKind) -> str:
    """A file type as file dialogs show it: "PDF document (*.pdf)"."""
    return f"{kind.words} ({' '.join(f'*.{ending}' for ending in kind.endings)})"


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
