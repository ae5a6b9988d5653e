"""A list that pops up, to search and pick from: elements for a field, ends for a relation."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from journeyeditor.panels.form_context import Candidate
from journeyeditor.panels.kind_icons import kind_icon
from journeyeditor.panels.popup import PopUp
from journeyeditor.widgets.ui_context import UiContext

#: More are not listed: whoever has as many types some letters.
MAX_LISTED = 200
_ROWS = 9
_HANDED_ON = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class Picker(PopUp):
    """Shows candidates under a widget; `picked` tells the value of the one that was chosen."""

    picked = Signal(str)

    def __init__(self, ui: UiContext, owner: QWidget) -> None:
        super().__init__(ui, owner)
        self._candidates: list[Candidate] = []
        self.search = QLineEdit()
        self.list = QListWidget()
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self.search)
        layout.addWidget(self.list)
        self.search.installEventFilter(self)
        self.search.textChanged.connect(self._sift)
        self.list.itemActivated.connect(self._chose)
        self.list.itemClicked.connect(self._chose)

    def ask(
        self, candidates: Callable[[], Iterable[Candidate]], under: QWidget, words: str
    ) -> None:
        """Pop up below a widget; `words` say what is looked for."""
        self._candidates = list(candidates())
        self.search.setPlaceholderText(self._ui.texts("Search …"))
        self.search.setAccessibleName(words)
        self.list.setAccessibleName(words)
        self.search.clear()
        self._sift("")
        row = max(self.list.sizeHintForRow(0), round(26 * self._ui.scale))
        self.list.setFixedHeight(row * min(_ROWS, max(2, self.list.count())) + 4)
        self.setFixedWidth(max(under.width(), round(240 * self._ui.scale)))
        self.show_beside(under)
        self.search.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in _HANDED_ON:
                self.list.keyPressEvent(event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._chose(self.list.currentItem())
                return True
        return super().eventFilter(watched, event)

    def _sift(self, words: str) -> None:
        """List the candidates that hold all the words."""
        wanted = words.casefold().split()
        self.list.clear()
        for candidate in self._candidates:
            if all(word in candidate.words.casefold() for word in wanted):
                icon = kind_icon(candidate.kind, self._ui) if candidate.kind else QIcon()
                item = QListWidgetItem(icon, candidate.words, self.list)
                item.setData(Qt.ItemDataRole.UserRole, candidate.value)
                if self.list.count() == MAX_LISTED:
                    break
        self.list.setCurrentRow(0)

    def _chose(self, item: QListWidgetItem | None) -> None:
        """Tell the choice and go."""
        if item is not None:
            self.hide()
            self.picked.emit(item.data(Qt.ItemDataRole.UserRole))
