"""The command box: a few letters find every action, and every element by its title."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    Qt,
    Signal,
)
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGraphicsDropShadowEffect,
    QLineEdit,
    QListView,
    QVBoxLayout,
    QWidget,
)

from journeyeditor.app.actions.action import ActionRegistry
from journeyeditor.app.command_palette.matching import fit
from journeyeditor.app.command_palette.results import ROW, Found, LineDelegate, Lines
from journeyeditor.widgets.style import styled
from journeyeditor.widgets.ui_context import UiContext

WIDTH, MAX_ROWS = 560, 10
#: So many elements are shown at most, after the actions that fit.
MAX_ELEMENTS = 30


#: Yields the elements whose titles hold the words: id, title, kind's name, glyph.
ElementSearch = Callable[[str], Iterable[tuple[str, str, str, str]]]


def no_elements(_: str) -> Iterable[tuple[str, str, str, str]]:
    """Find no element: no map is open."""
    return ()


class CommandPalette(QFrame):
    """A field over the window and what it finds; Enter does the chosen line, Escape leaves.

    `reveal_wanted` asks for an element.
    """

    reveal_wanted = Signal(str)

    def __init__(
        self, window: QWidget, actions: ActionRegistry, ui: UiContext, groups: Iterable[str]
    ) -> None:
        super().__init__(window)
        self._window = window
        self._actions, self._ui, self._groups = actions, ui, tuple(groups)
        self.elements: ElementSearch = no_elements
        self._before: QWidget | None = None
        styled(self, "popup")
        self.field = QLineEdit()
        self.lines = Lines()
        self.list = QListView()
        self._line = LineDelegate(ui, self.lines)
        self.list.setModel(self.lines)
        self.list.setItemDelegate(self._line)
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 10, 10, 8)
        layout.setSpacing(6)
        layout.addWidget(self.field)
        layout.addWidget(self.list)
        self.hide()
        self._wire()
        self._retranslate()

    def begin(self) -> None:
        """Appear, empty, and take the keys."""
        self._before = QApplication.focusWidget()
        self.field.clear()
        self._search("")
        self._stand()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def end(self) -> None:
        """Vanish, and give the keys back to who had them."""
        if self.isVisible():
            self.hide()
            if self._before is not None and self._before.isVisible():
                self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None

    def found(self) -> list[Found]:
        """Return what is shown, best first."""
        return [self.lines.line(self.lines.index(i)) for i in range(self.lines.rowCount())]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field:
            if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                return self._pressed(event)
            if event.type() == QEvent.Type.FocusOut and not self.isAncestorOf(
                QApplication.focusWidget() or self.window()
            ):
                self.hide()
        elif event.type() == QEvent.Type.Resize and self.isVisible():
            self._stand()
        return False

    def _wire(self) -> None:
        self.field.textChanged.connect(self._search)
        self.field.installEventFilter(self)
        self._window.installEventFilter(self)
        self.list.clicked.connect(self._do)
        self._ui.changed.connect(self._retranslate)

    def _pressed(self, event: QKeyEvent) -> bool:
        """Walk the list and do its line with the keys, while words go into the field."""
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: MAX_ROWS,
            Qt.Key.Key_PageUp: -MAX_ROWS,
        }
        key = Qt.Key(event.key())
        if key in steps:
            count = self.lines.rowCount()
            row = self.list.currentIndex().row() + steps[key]
            self.list.setCurrentIndex(self.lines.index(max(0, min(count - 1, row))))
            self._tell_line()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._do(self.list.currentIndex())
        elif key == Qt.Key.Key_Escape:
            self.end()
        else:
            return False
        return True

    def _tell_line(self) -> None:
        """Say the chosen line to those who listen: the keys stay in the field."""
        index = self.list.currentIndex()
        if index.isValid() and QAccessible.isActive():
            words = self.lines.data(index, Qt.ItemDataRole.AccessibleTextRole)
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.field, words))

    def _do(self, index: QModelIndex) -> None:
        """Do what a line says."""
        if not index.isValid():
            return
        line = self.lines.line(index)
        self.end()
        if line.is_element:
            self.reveal_wanted.emit(line.id)
        else:
            self._actions.run(line.id)

    def _search(self, typed: str) -> None:
        """Show what fits the letters: actions that are offered now, then elements."""
        found = self._fitting(typed)
        if typed.strip():
            found += list(self._elements(typed.strip()))
        self.lines.show_lines(found)
        self.list.setCurrentIndex(self.lines.index(0))
        self._stand()

    def _fitting(self, typed: str) -> list[Found]:
        """Return the actions that fit, best first; all of them in the order of the menus for none."""
        scored = []
        for id_, spec in self._actions.specs.items():
            if id_ == "command_box" or not self._actions[id_].isEnabled():
                continue
            words = self._actions.full_title(id_)
            group = self._ui.texts(spec.group)
            tip = self._ui.texts(spec.tip) if spec.tip else ""
            worth = max(fit(typed, words), fit(typed, f"{group}: {words}") / 2)
            if typed.strip() and typed.strip().casefold() in tip.casefold():
                worth = max(worth, 5.0)
            if worth > 0:
                keys = self._actions.keys(id_)
                found = Found(id_, words, keys[0] if keys else group, spec.icon)
                scored.append((-worth if typed.strip() else self._groups.index(spec.group), found))
        return [found for _, found in sorted(scored, key=lambda pair: pair[0])]

    def _elements(self, typed: str) -> Iterator[Found]:
        """Yield the elements whose titles hold what was typed."""
        for count, (id_, title, kind, glyph) in enumerate(self.elements(typed)):
            if count >= MAX_ELEMENTS:
                return
            yield Found(id_, title, kind, glyph, is_element=True)

    def _stand(self) -> None:
        """Stand in the upper middle of the window, as high as the list is long."""
        scale = self._ui.scale
        window = self._window
        rows = max(1, min(self.lines.rowCount(), MAX_ROWS))
        self.list.setFixedHeight(round(rows * ROW * scale) + 4)
        width = min(round(WIDTH * scale), window.width() - 40)
        self.resize(width, self.sizeHint().height())
        self.move((window.width() - width) // 2, min(round(88 * scale), window.height() // 6))

    def _retranslate(self) -> None:
        """Say all in the window's language."""
        texts = self._ui.texts
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(36)
        shadow.setOffset(0, 8)
        colour = QColor(self._ui.theme["shadow"])
        colour.setAlpha(70)
        shadow.setColor(colour)
        self.setGraphicsEffect(shadow)
        self.field.setPlaceholderText(texts("Type a command or a title on the map"))
        self.field.setAccessibleName(texts("Search or run a command…"))
        self.list.setAccessibleName(texts("Results"))
        self.setAccessibleName(texts("Search or run a command…"))
        if self.isVisible():
            self._search(self.field.text())
