"""The system's clipboard: cards for us, text for everybody; text fields keep their own ways."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QMimeData
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit

if TYPE_CHECKING:
    from journeyeditor.app.map_window import MapWindow

#: Our cards in the clipboard: a map in the format of the file, in UTF-8.
MIME = "application/x-journeyeditor-cards+json"
#: Lines without a kind of their own become cards of this kind.
PLAIN_KIND = "step"


TextField = QLineEdit | QPlainTextEdit | QTextEdit


def focused_text() -> TextField | None:
    """The text field that has the keys, if one has."""
    widget = QApplication.focusWidget()
    return widget if isinstance(widget, TextField) else None


class Clipboard:
    """Cut, copy and paste where the keys are: in a text field, or on the map."""

    def __init__(self, window: MapWindow) -> None:
        self._window = window

    def copy(self) -> None:
        """Copy the selected text, or the selected elements."""
        field = focused_text()
        if field is not None:
            field.copy()
        elif self._window.has_map:
            self._take(cuts=False)

    def cut(self) -> None:
        """Copy and take away."""
        field = focused_text()
        if field is not None:
            field.cut()
        elif self._window.has_map:
            self._take(cuts=True)

    def paste(self) -> None:
        """Put text where text is written; on the map, cards, or a card for each line of text."""
        from journeyeditor.editing import operations

        field = focused_text()
        if field is not None:
            field.paste()
            return
        if not self._window.has_map:
            return
        map_view, data = self._window.map_view, _held()
        map_view.settle()
        if data.hasFormat(MIME):
            cards = bytes(data.data(MIME).data()).decode("utf-8", "replace")
            self._put(operations.paste_clip, cards)
        elif data.text().strip():
            self._put(operations.paste_text, data.text(), self._kind())
        else:
            self._window.show_message(self._window.ui.texts("The clipboard contains no text."))

    def ask_several(self) -> None:
        """Ask for lines and make a card of each, of the kind that is selected."""
        from journeyeditor.editing import operations
        from journeyeditor.vocabulary import kind_class

        texts, kind = self._window.ui.texts, self._kind()
        question = texts("{kind}: one card per line").format(
            kind=texts(kind_class(kind).look.plural)
        )
        lines = self._window.dialogs.ask_text(question, lines=True)
        if lines and lines.strip():
            self._put(operations.paste_text, lines, kind)

    def _put(self, paste: Callable[..., object], *what: str) -> None:
        """Paste onto the map and show what came of it, or say why nothing did."""
        from journeyeditor.editing.errors import PasteError

        try:
            paste(self._window.map_view.session, *what)
        except PasteError as error:
            self._window.dialogs.message(error.message(self._window.ui.texts), severity="error")
        else:
            self._window.map_view.reveal_selection()

    def _take(self, *, cuts: bool) -> None:
        """Copy the selected elements, as cards and as text."""
        from journeyeditor.editing import operations

        session = self._window.map_view.session
        ids = session.selection.ids
        if not ids:
            return
        clip = operations.cut(session, ids) if cuts else operations.copy(session, ids)
        data = QMimeData()
        data.setData(MIME, QByteArray(clip.json.encode("utf-8")))
        data.setText(clip.text)
        QApplication.clipboard().setMimeData(data)

    def _kind(self) -> str:
        """The kind that new cards get: that of the selected element."""
        element = self._window.map_view.session.element(
            self._window.map_view.session.selection.primary
        )
        return element.kind if element is not None else PLAIN_KIND


def _held() -> QMimeData:
    """What the clipboard holds; Qt has nothing at all for one that nobody owns."""
    data: QMimeData | None = QApplication.clipboard().mimeData()
    return QMimeData() if data is None else data
