"""Emoji by name: `:name:` while typing, and a picker that searches the names of Unicode."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import (
    QLineEdit,
    QListView,
    QListWidget,
    QPlainTextEdit,
    QVBoxLayout,
)

from journeyeditor.widgets.labels import label
from journeyeditor.widgets.popup import Popup
from journeyeditor.widgets.style import font
from journeyeditor.widgets.text_input import TextField, insert
from journeyeditor.widgets.ui_context import UiContext

#: Where Unicode has its emoji, and signs that are widely shown as such.
_RANGES = ((0x1F300, 0x1F64F), (0x1F680, 0x1F6FF), (0x1F900, 0x1F9FF), (0x1FA70, 0x1FAFF))
_SIGNS = "⌚⌛⏰⏳☀☁☂☎☑☕☹☺♥♻⚠⚡⚽✂✅✈✉✌✏✔✖✨❄❌❓❗❤➕➖➡⬅⬆⬇⭐⭕"
#: Modifiers of skin, which are no emoji by themselves.
_MODIFIERS = "EMOJI MODIFIER"
#: Short names in wide use, besides those of Unicode.
SHORT = MappingProxyType(
    {
        "smile": "😄",
        "sad": "🙁",
        "laughing": "😆",
        "heart": "❤",
        "thumbsup": "👍",
        "+1": "👍",
        "thumbsdown": "👎",
        "-1": "👎",
        "check": "✅",
        "warning": "⚠",
        "idea": "💡",
        "bulb": "💡",
        "star": "⭐",
        "question": "❓",
        "tada": "🎉",
        "phone": "📱",
        "money": "💰",
        "clock": "🕐",
        "angry": "😠",
    }
)
_CODE = re.compile(r":([a-z0-9_+-]{2,60}):$")
#: How many are shown at most, and the extent of the list at interface size 1.
MAX_SHOWN, EXTENT = 120, (336, 236)
ITEM, EMOJI_PX = 40, 22.0


@cache
def emoji_names() -> Mapping[str, str]:
    """The emoji by name, such as `grinning_face`, in the order of Unicode."""
    codes = [code for low, high in _RANGES for code in range(low, high + 1)]
    names: dict[str, str] = {}
    for character in (*map(chr, codes), *_SIGNS):
        name = unicodedata.name(character, "")
        if name and not name.startswith(_MODIFIERS):
            names[re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")] = character
    return MappingProxyType(names)


def emoji_of(name: str) -> str:
    """The emoji of a name, "" if there is none."""
    return SHORT.get(name) or emoji_names().get(name, "")


def matching(words: str) -> list[tuple[str, str]]:
    """The names that contain all words, with their emoji; short names first."""
    wanted = words.lower().replace("_", " ").split()
    names = {**SHORT, **emoji_names()}
    hits = [
        (name, character)
        for name, character in names.items()
        if all(word in name.replace("_", " ") for word in wanted)
    ]
    once = {character: name for name, character in reversed(hits)}
    return [(name, character) for name, character in hits if once[character] == name]


def watch(field: QLineEdit | QPlainTextEdit) -> None:
    """Replace `:name:` in a field as soon as it is typed."""
    if isinstance(field, QLineEdit):
        field.textEdited.connect(lambda _: _replace_in_line(field))
    else:
        field.textChanged.connect(lambda: _replace_in_text(field))


def _typed(text: str, place: int) -> tuple[int, str]:
    """Return the length of the name before a place (in UTF-16, as Qt counts), and its emoji."""
    before = text.encode("utf-16-le", "surrogatepass")[: 2 * place]
    match = _CODE.search(before.decode("utf-16-le", "replace"))
    return (len(match[0]), emoji_of(match[1])) if match else (0, "")


def _replace_in_line(field: QLineEdit) -> None:
    place = field.cursorPosition()
    length, character = _typed(field.text(), place)
    if character:
        field.setSelection(place - length, length)
        insert(field, character)


def _replace_in_text(field: QPlainTextEdit) -> None:
    cursor = field.textCursor()
    length, character = _typed(cursor.block().text(), cursor.positionInBlock())
    if character and field.hasFocus():
        moved = QTextCursor.MoveOperation.Left
        cursor.movePosition(moved, QTextCursor.MoveMode.KeepAnchor, length)
        cursor.insertText(character)


class EmojiPicker(Popup):
    """Emoji to search and choose from, for a text field."""

    def __init__(self, ui: UiContext, field: TextField) -> None:
        super().__init__(ui, field)
        self._field = field
        self.search, self.list = QLineEdit(), QListWidget()
        self.hint = label(
            ui.texts("No emoji found. Search by English names, such as “heart”."), "secondary"
        )
        self._names: list[tuple[str, str]] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 10, 10, 10)
        layout.addWidget(self.search)
        layout.addWidget(self.list)
        layout.addWidget(self.hint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._build(ui)
        self._fill("")
        self.search.textChanged.connect(self._fill)
        self.list.itemClicked.connect(lambda _: self.choose())
        self.search.setFocus()

    def choose(self) -> None:
        """Insert the current emoji, and close."""
        row = self.list.currentRow()
        if 0 <= row < len(self._names):
            insert(self._field, self._names[row][1])
        self.close()
        self._field.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.choose()
        elif key in steps:
            row = self.list.currentRow() + steps[key]
            self.list.setCurrentRow(max(0, min(row, self.list.count() - 1)))
        else:
            super().keyPressEvent(event)

    def _build(self, ui: UiContext) -> None:
        side = round(ITEM * ui.scale)
        self.list.setViewMode(QListView.ViewMode.IconMode)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setMovement(QListView.Movement.Static)
        self.list.setUniformItemSizes(True)
        self.list.setGridSize(QSize(side, side))
        self.list.setFont(font(ui.scale, size=EMOJI_PX))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFixedSize(*(round(length * ui.scale) for length in EXTENT))
        words = ui.texts("Search emoji")
        self.search.setPlaceholderText(words)
        self.search.setAccessibleName(words)
        self.list.setAccessibleName(ui.texts("Emoji"))
        self.hint.setWordWrap(True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.hint.setFixedSize(self.list.size())

    def _fill(self, words: str) -> None:
        self._names = matching(words)[:MAX_SHOWN]
        self.list.clear()
        self.list.addItems([character for _, character in self._names])
        for row, (name, _) in enumerate(self._names):
            self.list.item(row).setToolTip(f":{name}:")
        self.list.setCurrentRow(0)
        self.list.setVisible(bool(self._names))
        self.hint.setVisible(not self._names)


def pick(ui: UiContext, field: TextField) -> EmojiPicker:
    picker = EmojiPicker(ui, field)
    picker.show_beside(field)
    return picker
