"""The find bar: finds text on the map, steps through the matches, and replaces text."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from journeyeditor.editing import operations
from journeyeditor.editing.search import Hit, find
from journeyeditor.editing.session import Session
from journeyeditor.model import Change
from journeyeditor.panels.terms import kind_name
from journeyeditor.vocabulary import MapInfo
from journeyeditor.widgets.buttons import IconButton, chip
from journeyeditor.widgets.labels import label
from journeyeditor.widgets.style import set_invalid, styled
from journeyeditor.widgets.ui_context import UiContext

#: How long the map must be unchanged before the search is repeated (ms).
IDLE_MS = 200
#: On maps with more elements, searching while typing is delayed too.
LARGE = 4000


class FindBar(QFrame):
    """Find and replace fields.

    `reveal_wanted` requests the record of a match, "@map" for the map's own properties; `found`
    carries the records of all matches, and that of the current one.
    """

    HELP = "map#find"

    reveal_wanted = Signal(str)
    found = Signal(object, str)
    closed = Signal()

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._session: Session | None = None
        self._hits: Sequence[Hit] = ()
        self._at = -1
        styled(self, "bar")
        self.words, self.others = QLineEdit(), QLineEdit()
        self._count = label("", "small")
        self._place = label("", "secondary")
        self._fault = label("", "error")
        self.case, self.whole = chip(), chip()
        self._previous, self._next = (
            IconButton(ui, "chevron_up"),
            IconButton(ui, "chevron_down"),
        )
        self._close = IconButton(ui, "close")
        self.one, self.all = QPushButton(), QPushButton()
        self._below = QWidget()
        self._idle_timer = QTimer(self)
        self._idle_timer.setSingleShot(True)
        self._build_layout()
        self._connect_signals()
        self._retranslate()

    def show_session(self, session: Session | None) -> None:
        if self._session is not None:
            self._session.updated.disconnect(self._follow)
        self._session = session
        if session is not None:
            session.updated.connect(self._follow)
        self._search()

    def begin(self, *, replacing: bool = False) -> None:
        self._below.setVisible(replacing or not self._below.isHidden())
        self.show()
        self._search()
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()

    def end(self) -> None:
        self._below.hide()
        self.hide()
        self.found.emit((), "")
        self.closed.emit()

    def step(self, by: int) -> None:
        """Go to another match, wrapping around at both ends."""
        if self.isHidden():
            self.begin()
        if self._idle_timer.isActive():
            self._search()
        if self._hits:
            self._at = (self._at + by) % len(self._hits) if self._at >= 0 else (0 if by > 0 else -1)
            self._at %= len(self._hits)
            self._show()
            self._reveal()

    def replace_one(self) -> None:
        """Replace the current match, and go to the next one."""
        if self._session is None or not self._hits:
            return
        if self._at < 0:
            self.step(1)
            return
        at = self._at
        if self._replace([self._hits[at]]):
            self._search()
            if self._hits:
                self._at = at % len(self._hits)
                self._show()
                self._reveal()

    def replace_all(self) -> None:
        """Replace all matches in one undo step."""
        if self._session is not None and self._hits:
            self._replace(self._hits)
            self._search()

    def counted(self) -> str:
        return self._count.text()

    def place(self) -> str:
        """What the current match is in, as text."""
        return self._place.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._handle_key(event, watched is self.others)
        return False

    def _build_layout(self) -> None:
        upper = QHBoxLayout()
        upper.setSpacing(6)
        upper.addWidget(self.words, 3)
        upper.addWidget(self._place)
        upper.addWidget(self._count)
        for widget in (self.case, self.whole, self._previous, self._next, self._close):
            upper.addWidget(widget)
        lower = QHBoxLayout(self._below)
        lower.setContentsMargins(0, 0, 0, 0)
        lower.setSpacing(6)
        lower.addWidget(self.others, 3)
        for button in (self.one, self.all):
            lower.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 7, 10, 7)
        column.setSpacing(6)
        column.addLayout(upper)
        column.addWidget(self._below)
        column.addWidget(self._fault)
        self._below.hide()
        self._fault.hide()

    def _connect_signals(self) -> None:
        self.words.textChanged.connect(self._typed)
        self.case.toggled.connect(self._search)
        self.whole.toggled.connect(self._search)
        self._next.clicked.connect(self._forward)
        self._previous.clicked.connect(self._back)
        self._close.clicked.connect(self.end)
        self.one.clicked.connect(self.replace_one)
        self.all.clicked.connect(self.replace_all)
        self._idle_timer.timeout.connect(self._search)
        for field in (self.words, self.others):
            field.installEventFilter(self)
        self._ui.language_changed.connect(self._retranslate)

    def _forward(self) -> None:
        self.step(1)

    def _back(self) -> None:
        self.step(-1)

    def _handle_key(self, event: QKeyEvent, in_others: bool) -> bool:
        """Enter goes to the next match, Shift+Enter to the previous one, Escape closes."""
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.end()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if in_others:
                self.replace_one()
            else:
                self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            return False
        return True

    def _typed(self) -> None:
        """Search, after a delay on large maps."""
        if self._session is not None and len(self._session.graph) > LARGE:
            self._idle_timer.start(IDLE_MS)
        else:
            self._search()

    def _follow(self, _: Change) -> None:
        if not self.isHidden():
            self._idle_timer.start(IDLE_MS)

    def _search(self) -> None:
        self._idle_timer.stop()
        words, before = self.words.text(), self._here()
        self._hits = ()
        if self._session is not None and words and not self.isHidden():
            self._hits = find(
                self._session.graph,
                words,
                match_case=self.case.isChecked(),
                whole_words=self.whole.isChecked(),
            )
        self._at = self._hits.index(before) if before in self._hits else -1
        self._show_error("")
        self._show()
        self._show_found()

    def _here(self) -> Hit | None:
        return self._hits[self._at] if 0 <= self._at < len(self._hits) else None

    def _reveal(self) -> None:
        here = self._here()
        if here is not None:
            self.reveal_wanted.emit(here.id)
            self._show_found()

    def _show_found(self) -> None:
        here = self._here()
        self.found.emit({hit.id for hit in self._hits}, here.id if here is not None else "")

    def _where(self) -> str:
        here, texts = self._here(), self._ui.texts
        record = self._session.graph.record(here.id) if here and self._session else None
        if here is None or record is None:
            return ""
        field = texts(type(record).model_fields[here.field].title or "")
        kind = texts("Map properties") if isinstance(record, MapInfo) else kind_name(record, texts)
        return f"{kind} · {field}"

    def _replace(self, hits: Sequence[Hit]) -> bool:
        """Replace; shows why not if a field rejects the text."""
        assert self._session is not None
        try:
            operations.replace_all(self._session, hits, self.others.text())
        except operations.FieldError as error:
            self._show_error(error.message(self._ui.texts))
            return False
        return True

    def _show_error(self, words: str) -> None:
        self._fault.setText(words)
        self._fault.setVisible(bool(words))

    def _show(self) -> None:
        texts, count = self._ui.texts, len(self._hits)
        is_vain = bool(self.words.text()) and not count
        set_invalid(self.words, is_vain)
        status = texts("{number} of {count}") if self._at >= 0 else texts("{count} found")
        status = status.format(number=texts.number(self._at + 1), count=texts.number(count))
        self._count.setText(status if self.words.text() else "")
        self._place.setText(self._where())
        self._place.setVisible(bool(self._place.text()))
        for widget in (self._previous, self._next, self.one, self.all):
            widget.setEnabled(count > 0)

    def _retranslate(self) -> None:
        texts = self._ui.texts
        for field, words in (
            (self.words, texts("Find on the map")),
            (self.others, texts("Replace with")),
        ):
            field.setPlaceholderText(words)
            field.setAccessibleName(words)
        self.case.setText("Aa")
        self.whole.setText("|ab|")
        self.whole.setToolTip(texts("Match whole words"))
        self.whole.setAccessibleName(texts("Match whole words"))
        self.case.setToolTip(texts("Match case"))
        self.case.setAccessibleName(texts("Match case"))
        self._previous.set_text(texts("Find previous"))
        self._next.set_text(texts("Find next"))
        self._close.set_text(texts("Close search"))
        self.one.setText(texts("Replace"))
        self.all.setText(texts("Replace all"))
        self.setAccessibleName(texts("Find on the map"))
        self._show()
