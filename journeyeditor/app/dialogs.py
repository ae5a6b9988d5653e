"""Everything the program asks: one narrow protocol, so that tests answer without a dialog.

Only here does Qt wait for an answer; logic calls the protocol and gets a value. All words come
ready in the window's language.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from journeyeditor.widgets.common import dressed, label
from journeyeditor.widgets.desk import Desk

SAVE, DISCARD, CANCEL = "save", "discard", ""


class Choice(NamedTuple):
    """One answer to a question; `weight` is "primary" for the safe one, "danger" or ""."""

    key: str
    words: str
    weight: str = ""


class FileKind(NamedTuple):
    """A kind of file in a file dialog: what it is called, and the ends of its names ("pdf")."""

    words: str
    endings: tuple[str, ...]


class Dialogs(Protocol):
    """What the program may ask or tell."""

    def ask_save(self, title: str) -> str:
        """Ask what becomes of an unsaved map: SAVE, DISCARD or CANCEL."""

    def choose(self, question: str, choices: Sequence[Choice], detail: str = "") -> str:
        """Ask a question; return the key of the choice, "" when it was cancelled."""

    def message(self, sentence: str, detail: str = "", *, severity: str = "info") -> None:
        """Tell one sentence ("info", "warning" or "error") and go on at once."""

    def open_file(self, kinds: Sequence[FileKind], folder: str = "") -> str:
        """Ask for a file to read; "" when none was chosen."""

    def save_file(self, suggestion: str, kinds: Sequence[FileKind]) -> str:
        """Ask where to write; `suggestion` is a path or a name; "" when cancelled."""

    def choose_folder(self, folder: str = "") -> str:
        """Ask for a folder; "" when none was chosen."""

    def ask_text(self, question: str, value: str = "", *, lines: bool = False) -> str | None:
        """Ask for words, on one line or several; None when cancelled."""


class QtDialogs:
    """The dialogs of a window."""

    def __init__(self, parent: QWidget, desk: Desk) -> None:
        self._parent, self._desk = parent, desk

    def ask_save(self, title: str) -> str:
        """See Dialogs."""
        texts = self._desk.texts
        return self.choose(
            texts("Save the changes to “{title}”?").format(title=title),
            (
                Choice(SAVE, texts("Save"), "primary"),
                Choice(DISCARD, texts("Don't save"), "danger"),
                Choice(CANCEL, texts("Cancel")),
            ),
            texts("Without saving, what was changed since the last save is gone."),
        )

    def choose(self, question: str, choices: Sequence[Choice], detail: str = "") -> str:
        """See Dialogs."""
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
                dressed(button, "primary")
                box.setDefaultButton(button)
            if not choice.key:
                box.setEscapeButton(button)
        box.exec()
        chosen = box.clickedButton()
        box.deleteLater()
        return next((key for key, button in buttons.items() if button is chosen), "")

    def message(self, sentence: str, detail: str = "", *, severity: str = "info") -> None:
        """See Dialogs."""
        icons = {
            "warning": QMessageBox.Icon.Warning,
            "error": QMessageBox.Icon.Critical,
            "info": QMessageBox.Icon.Information,
        }
        box = self._box(sentence, detail)
        box.setIcon(icons[severity])
        box.addButton(self._desk.texts("OK"), QMessageBox.ButtonRole.AcceptRole)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def open_file(self, kinds: Sequence[FileKind], folder: str = "") -> str:
        """See Dialogs."""
        from PySide6.QtWidgets import QFileDialog

        title = self._desk.texts("Open")
        return QFileDialog.getOpenFileName(self._parent, title, folder, _filters(kinds))[0]

    def save_file(self, suggestion: str, kinds: Sequence[FileKind]) -> str:
        """See Dialogs."""
        from PySide6.QtWidgets import QFileDialog

        title = self._desk.texts("Save as")
        path, chosen = QFileDialog.getSaveFileName(self._parent, title, suggestion, _filters(kinds))
        return with_ending(path, kinds, chosen)

    def choose_folder(self, folder: str = "") -> str:
        """See Dialogs."""
        from PySide6.QtWidgets import QFileDialog

        title = self._desk.texts("Choose a folder")
        return QFileDialog.getExistingDirectory(self._parent, title, folder)

    def ask_text(self, question: str, value: str = "", *, lines: bool = False) -> str | None:
        """See Dialogs."""
        texts = self._desk.texts
        dialog = QDialog(self._parent)
        dialog.setWindowTitle(question)
        words = label(question)
        words.setWordWrap(True)
        field = QPlainTextEdit(value) if lines else QLineEdit(value)
        field.setAccessibleName(question)
        field.setMinimumWidth(round(380 * self._desk.scale))
        buttons = QDialogButtonBox()
        accept = buttons.addButton(texts("OK"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(texts("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        dressed(accept, "primary").setDefault(not lines)
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
        """Return a box with plain words, whatever a title or a path holds."""
        box = QMessageBox(self._parent)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle(self._desk.texts("Journey Editor"))
        box.setText(sentence)
        box.setInformativeText(detail)
        return box


def _filters(kinds: Sequence[FileKind]) -> str:
    """Return the kinds as Qt wants them."""
    return ";;".join(_filter(kind) for kind in kinds)


def _filter(kind: FileKind) -> str:
    """Return one kind as Qt wants it."""
    return f"{kind.words} ({' '.join(f'*.{ending}' for ending in kind.endings)})"


def with_ending(path: str, kinds: Sequence[FileKind], chosen: str = "") -> str:
    """Return a path with the ending of the chosen kind, unless it has one of the endings."""
    if not path or not kinds:
        return path
    endings = tuple(f".{ending}".casefold() for kind in kinds for ending in kind.endings)
    if Path(path).name.casefold().endswith(endings):
        return path
    kind = next((kind for kind in kinds if _filter(kind) == chosen), kinds[0])
    return f"{path}.{kind.endings[0]}" if kind.endings[0] != "*" else path
