"""Editors of lists and of elements: chips, and a searchable list where the values are given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from journeyeditor.panels.fields.base import Candidate, FieldEditor, FormContext
from journeyeditor.panels.fields.specs import Added, FieldSpec
from journeyeditor.panels.kind_icons import kind_icon
from journeyeditor.widgets.buttons import compact_button
from journeyeditor.widgets.items import add_item
from journeyeditor.widgets.labels import label
from journeyeditor.widgets.layouts import FlowLayout, column, row
from journeyeditor.widgets.popup import Popup
from journeyeditor.widgets.spelling_marks import SpellingMarks
from journeyeditor.widgets.style import styled
from journeyeditor.widgets.ui_context import UiContext


class Chip(QFrame):
    """One item of a list: its text, and a button that removes it; a double-click edits it."""

    removed = Signal(str)
    opened = Signal(str)

    def __init__(self, value: str, words: str, context: FormContext, *, opens: bool) -> None:
        super().__init__()
        self._value, self._opens = value, opens
        styled(self, "chip")
        self.words = label(words)
        self.words.setWordWrap(len(words) > 24)
        self.button = compact_button(context.ui, "close")
        self.button.set_text(context.ui.texts("Remove {name}").format(name=words))
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        layout = row(self, self.words, self.button, spacing=1)
        layout.setContentsMargins(9, 0, 1, 0)
        self.setToolTip(words if len(words) > 24 else "")
        self.button.clicked.connect(self._emit_removed)

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        if self.words.wordWrap():
            line = self.words.fontMetrics().horizontalAdvance(self.words.text())
            return QSize(line + self.button.sizeHint().width() + 20, hint.height())
        return hint

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._opens:
            self.opened.emit(self._value)

    def _emit_removed(self) -> None:
        self.removed.emit(self._value)


class _ChipsEditor(FieldEditor):
    """Chips in lines, and behind them what adds another one."""

    _opens = False

    def __init__(self, spec: FieldSpec, context: FormContext) -> None:
        super().__init__(spec, context)
        self.chips: list[Chip] = []
        self._field = styled(QFrame(), "chips")
        self._flow = FlowLayout(self._field)
        self._flow.setContentsMargins(4, 4, 4, 4)
        column(self, self._field)

    def _items(self) -> tuple[str, ...]:
        return () if self.is_mixed or not self._value else tuple(self._value)

    def _fill(self, value: Any) -> None:
        for chip in self.chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = []
        for item in value or ():
            chip = Chip(item, self._words(item), self.context, opens=self._opens)
            chip.removed.connect(self._remove)
            chip.opened.connect(self._open)
            self._flow.insert_widget(len(self.chips), chip)
            self.chips.append(chip)
        self._field.updateGeometry()

    def _words(self, item: str) -> str:
        return item

    def _set(self, items: Iterable[str]) -> None:
        self._commit(tuple(dict.fromkeys(items)))
        self._fill(self._items())

    def _add(self, item: str) -> None:
        """Commit one more item; where values are mixed, each record gets it."""
        if self.is_mixed:
            self.edited.emit(Added(item), False)
        else:
            self._set((*self._items(), item))

    def _remove(self, item: str) -> None:
        self._set(each for each in self._items() if each != item)
        self.focus_widgets()[0].setFocus()

    def _open(self, item: str) -> None:
        """Let an item be edited."""


class ListEditor(_ChipsEditor):
    """A list of texts: Enter makes a chip, a double-click or Backspace edits one again.

    The text in the line is the list's last item as it is typed, so that no word is lost.
    """

    _opens = True

    def __init__(self, spec: FieldSpec, context: FormContext) -> None:
        super().__init__(spec, context)
        self._held: tuple[str, ...] = ()
        self.line = QLineEdit()
        styled(self.line, "bare")
        self.line.setMinimumWidth(60)
        SpellingMarks(self.line, context.ui, self._lexicon)
        self._flow.addWidget(self.line)
        self._field.setFocusProxy(self.line)
        self._track_focus(self.line)
        self.line.returnPressed.connect(self._enter)
        self.line.textEdited.connect(self._typed)

    def focus_widgets(self) -> list[QWidget]:
        return [self.line]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            is_back = event.key() == Qt.Key.Key_Backspace and not self.line.text()
            if is_back and self._held:
                self._open(self._held[-1])
                return True
        return super().eventFilter(watched, event)

    def _fill(self, value: Any) -> None:
        self.line.clear()
        self._held = tuple(value or ())
        super()._fill(value)
        self.line.setPlaceholderText(
            self.mixed_text() or ("" if value else self.context.ui.texts("Add…"))
        )

    def _typed(self, words: str) -> None:
        """Commit the list with what is being typed; where values are mixed, only once it is finished.

        A comma ends a tag; goals and quotes may hold commas.
        """
        if self.spec.name == "tags" and words.endswith((",", ";")):
            self.line.setText(words[:-1])
            self._enter()
        elif not self.is_mixed:
            item = words.strip()
            self._commit(
                tuple(dict.fromkeys((*self._held, item) if item else self._held)), typing=True
            )

    def _enter(self) -> None:
        """Make a chip of what was typed; the next item is an undo step of its own."""
        words = self.line.text().strip()
        if not words:
            return
        if self.is_mixed:
            self.line.clear()
            self._add(words)
        else:
            self._fill(self._value)
            self.left.emit()

    def _open(self, item: str) -> None:
        self._enter()
        others = tuple(each for each in self._held if each != item)
        self._fill(others)
        self.line.setText(item)
        self.line.setFocus()

    def _finish_editing(self) -> None:
        """Make a chip of what was typed, even without Enter."""
        self._enter()
        super()._finish_editing()


class ChoicesEditor(_ChipsEditor):
    """A list of elements or of given values, picked from a list."""

    def __init__(self, spec: FieldSpec, context: FormContext) -> None:
        super().__init__(spec, context)
        self.button = styled(QPushButton(), "link")
        self._flow.addWidget(self.button)
        self._picker: Picker | None = None
        self._track_focus(self.button)
        self.button.clicked.connect(self._ask)

    def focus_widgets(self) -> list[QWidget]:
        return [self.button]

    def _words(self, item: str) -> str:
        return next(
            (each.words for each in self.context.candidates(self.spec) if each.value == item), item
        )

    def _fill(self, value: Any) -> None:
        super()._fill(value)
        self.button.setText(self.mixed_text() or self.context.ui.texts("Add…"))

    def _ask(self) -> None:
        self._picker = self._picker or picker_for(self, self.context, self._picked)
        self._picker.ask(self._addable, self._field, self.button.accessibleName())

    def _addable(self) -> Iterator[Candidate]:
        held = self._items()
        return (each for each in self.context.candidates(self.spec) if each.value not in held)

    def _picked(self, value: str) -> None:
        self._add(value)


class ElementEditor(FieldEditor):
    """One element of a kind, or none, picked from a searchable list."""

    def __init__(self, spec: FieldSpec, context: FormContext) -> None:
        super().__init__(spec, context)
        self.button = styled(QPushButton(), "pick")
        self.clear = compact_button(context.ui, "close")
        self._picker: Picker | None = None
        row(self, self.button, self.clear, spacing=2)
        self._track_focus(self.button)
        self.button.clicked.connect(self._ask)
        self.clear.clicked.connect(self._cleared)

    def focus_widgets(self) -> list[QWidget]:
        return [self.button]

    def _fill(self, value: Any) -> None:
        ui = self.context.ui
        self.button.setText(self._short(value))
        self.button.setToolTip(self.context.title(value) if value else "")
        self.button.setAccessibleDescription(
            self.context.title(value) if value else self.mixed_text()
        )
        self.button.setIcon(kind_icon(self.spec.target, ui))
        side = round(16 * ui.scale)
        self.button.setIconSize(QSize(side, side))
        self.clear.set_text(ui.texts("Clear"))
        self.clear.setVisible(value is not None)

    def _short(self, value: str | None) -> str:
        if value is None:
            return self.mixed_text() or self.context.ui.texts("None")
        words = self.context.title(value)
        return words if len(words) <= 30 else words[:29] + "…"

    def _ask(self) -> None:
        self._picker = self._picker or picker_for(self, self.context, self._picked)
        self._picker.ask(self._offered, self.button, self.button.accessibleName())

    def _offered(self) -> Iterator[Candidate]:
        return self.context.candidates(self.spec)

    def _picked(self, value: str) -> None:
        self._commit(value)
        self._fill(value)

    def _cleared(self) -> None:
        self._commit(None)
        self._fill(None)
        self.button.setFocus()


def picker_for(owner: QWidget, context: FormContext, picked: Callable[[str], None]) -> Picker:
    picker = Picker(context.ui, owner)
    picker.picked.connect(picked)
    return picker


def list_editor(spec: FieldSpec, context: FormContext) -> FieldEditor:
    return (
        ChoicesEditor(spec, context) if spec.options or spec.target else ListEditor(spec, context)
    )


#: More are not listed: typing some letters narrows them down.
MAX_LISTED = 200


_ROWS = 9


_LIST_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class Picker(Popup):
    """A searchable list that pops up under a widget; `picked` emits the value chosen."""

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
        self.search.textChanged.connect(self._filter)
        self.list.itemActivated.connect(self._chose)
        self.list.itemClicked.connect(self._chose)

    def ask(
        self, candidates: Callable[[], Iterable[Candidate]], under: QWidget, words: str
    ) -> None:
        """Pop up below a widget; `words` name what is looked for."""
        self._candidates = list(candidates())
        self.search.setPlaceholderText(self._ui.texts("Search…"))
        self.search.setAccessibleName(words)
        self.list.setAccessibleName(words)
        self.search.clear()
        self._filter("")
        row = max(self.list.sizeHintForRow(0), round(26 * self._ui.scale))
        self.list.setFixedHeight(row * min(_ROWS, max(2, self.list.count())) + 4)
        self.setFixedWidth(max(under.width(), round(240 * self._ui.scale)))
        self.show_beside(under)
        self.search.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in _LIST_KEYS:
                self.list.keyPressEvent(event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._chose(self.list.currentItem())
                return True
        return super().eventFilter(watched, event)

    def _filter(self, words: str) -> None:
        wanted = words.casefold().split()
        self.list.clear()
        for candidate in self._candidates:
            if all(word in candidate.words.casefold() for word in wanted):
                item = add_item(self.list, candidate.words)
                if candidate.kind:
                    item.setIcon(kind_icon(candidate.kind, self._ui))
                item.setData(Qt.ItemDataRole.UserRole, candidate.value)
                if self.list.count() == MAX_LISTED:
                    break
        self.list.setCurrentRow(0)

    def _chose(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.hide()
            self.picked.emit(item.data(Qt.ItemDataRole.UserRole))
