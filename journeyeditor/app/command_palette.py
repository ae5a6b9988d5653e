"""The command palette: fuzzy search for every action, and for every element by its title."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGraphicsDropShadowEffect,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from journeyeditor.app.action_registry import ActionRegistry
from journeyeditor.widgets import icons
from journeyeditor.widgets.focus import give_back
from journeyeditor.widgets.style import styled
from journeyeditor.widgets.ui_context import UiContext

#: Score of a letter at the start of a word, and of one that follows the previous match.
AT_START, IN_ROW, ANYWHERE = 9, 6, 1
#: Bonus for consecutive letters, at the start of a word and inside one.
AS_TYPED, INSIDE = 40, 3
#: Penalty per letter skipped between two matches, and the most letters that count.
MAX_GAP = 8


def fit(typed: str, title: str) -> float:
    """How well the typed letters match a title; 0 if they do not all occur, in order.

    Ignores case, and spaces in what was typed.
    """
    wanted, text = typed.casefold().strip(), title.casefold()
    if not wanted:
        return 1.0
    at = text.find(wanted)
    if at >= 0:
        begins = at == 0 or not text[at - 1].isalnum()
        score = AS_TYPED + len(wanted) * AT_START if begins else INSIDE + len(wanted) * IN_ROW
        return score - min(at, 20) / 10
    return _scattered(wanted.replace(" ", ""), text)


def _scattered(wanted: str, text: str) -> float:
    """The score of scattered letters, each greedily at its best position that fits the rest."""
    limits = _limits(wanted, text)
    if limits[0] < 0:
        return 0.0
    score, last = 0.0, -1
    for letter, limit in zip(wanted, limits, strict=True):
        at = _next(letter, text, last + 1, limit)
        if at == last + 1 and last >= 0:
            score += IN_ROW
        else:
            score += AT_START if at == 0 or not text[at - 1].isalnum() else ANYWHERE
            score -= min(at - last - 1, MAX_GAP) / MAX_GAP
        last = at
    return max(score, 0.1)


def _limits(wanted: str, text: str) -> list[int]:
    """For each letter the last index from which the rest still matches, -1 if none."""
    limits, end = [], len(text)
    for letter in reversed(wanted):
        end = text.rfind(letter, 0, max(end, 0))
        limits.append(end)
    return limits[::-1]


def _next(letter: str, text: str, start: int, limit: int) -> int:
    """The next index of a letter: right here, else at the start of a word, else the first."""
    if text.startswith(letter, start):
        return start
    first = at = text.find(letter, start, limit + 1)
    while at >= 0:
        if not text[at - 1].isalnum():
            return at
        at = text.find(letter, at + 1, limit + 1)
    return first


#: Row height at interface scale 1, in pixels.
ROW = 34
Index = QModelIndex | QPersistentModelIndex


class PaletteResult(NamedTuple):
    """One result: an action's or element's id, its text, the text at the right, an icon."""

    id: str
    words: str
    end: str
    glyph: str
    is_element: bool = False


class ResultModel(QAbstractListModel):
    """The results, best first."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[PaletteResult] = []

    def show_lines(self, lines: list[PaletteResult]) -> None:
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def line(self, index: Index) -> PaletteResult:
        return self._lines[index.row()]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.line(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return line.words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{line.words}, {line.end}" if line.end else line.words
        return None


class ResultDelegate(QStyledItemDelegate):
    """Draws a result: icon, text, and key or kind at the right."""

    def __init__(self, ui: UiContext, lines: ResultModel) -> None:
        super().__init__()
        self._ui, self._lines = ui, lines

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, round(ROW * self._ui.scale))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line, theme, scale = self._lines.line(index), self._ui.theme, self._ui.scale
        rect: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme["chosen"]))
            painter.drawRoundedRect(rect.adjusted(6, 1, -6, -1), 6, 6)
        side = round(16 * scale)
        left = rect.x() + round(18 * scale)
        if line.glyph:
            place = QRect(left, rect.center().y() - side // 2, side, side).toRectF()
            icons.draw(painter, line.glyph, place, theme["chosen_ink" if chosen else "quiet"])
        metrics = painter.fontMetrics()
        right = rect.right() - round(18 * scale)
        end = metrics.horizontalAdvance(line.end)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(theme["label"]))
        painter.drawText(QRect(right - end, rect.y(), end + 1, rect.height()), middle, line.end)
        start = left + side + round(12 * scale)
        room = right - end - round(16 * scale) - start
        words = metrics.elidedText(line.words, Qt.TextElideMode.ElideRight, room)
        painter.setPen(QColor(theme["chosen_ink" if chosen else "ink"]))
        painter.drawText(QRect(start, rect.y(), room, rect.height()), middle, words)
        painter.restore()


WIDTH, MAX_ROWS = 560, 10
#: The most elements shown, after the matching actions.
MAX_ELEMENTS = 30


#: Yields the elements whose titles contain the text: id, title, kind's name, glyph.
ElementSearch = Callable[[str], Iterable[tuple[str, str, str, str]]]


def no_elements(_: str) -> Iterable[tuple[str, str, str, str]]:
    """The search without an open map."""
    return ()


class CommandPalette(QFrame):
    """An overlay with a field and its results; Enter runs the current one, Escape closes.

    `reveal_wanted` requests an element.
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
        self.lines = ResultModel()
        self.list = QListView()
        self._line = ResultDelegate(ui, self.lines)
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
        self._connect_signals()
        self._retranslate()

    def begin(self) -> None:
        self._before = QApplication.focusWidget()
        self.field.clear()
        self._search("")
        self._place()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def end(self) -> None:
        if self.isVisible():
            self.hide()
            give_back(self._before)
        self._before = None

    def found(self) -> list[PaletteResult]:
        return [self.lines.line(self.lines.index(i)) for i in range(self.lines.rowCount())]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field:
            if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                return self._handle_key(event)
            if event.type() == QEvent.Type.FocusOut and not self.isAncestorOf(
                QApplication.focusWidget() or self.window()
            ):
                self.hide()
        elif event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _connect_signals(self) -> None:
        self.field.textChanged.connect(self._search)
        self.field.installEventFilter(self)
        self._window.installEventFilter(self)
        self.list.clicked.connect(self._do)
        self._ui.changed.connect(self._retranslate)

    def _handle_key(self, event: QKeyEvent) -> bool:
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
            self._announce_current()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._do(self.list.currentIndex())
        elif key == Qt.Key.Key_Escape:
            self.end()
        else:
            return False
        return True

    def _announce_current(self) -> None:
        index = self.list.currentIndex()
        if index.isValid() and QAccessible.isActive():
            words = self.lines.data(index, Qt.ItemDataRole.AccessibleTextRole)
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.field, words))

    def _do(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        line = self.lines.line(index)
        self.end()
        if line.is_element:
            self.reveal_wanted.emit(line.id)
        else:
            self._actions.run(line.id)

    def _search(self, typed: str) -> None:
        results = self._fitting(typed)
        if typed.strip():
            results += list(self._elements(typed.strip()))
        self.lines.show_lines(results)
        self.list.setCurrentIndex(self.lines.index(0))
        self._place()

    def _fitting(self, typed: str) -> list[PaletteResult]:
        """The matching actions, best first; without text all of them, in menu order."""
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
                found = PaletteResult(id_, words, keys[0] if keys else group, spec.icon)
                scored.append((-worth if typed.strip() else self._groups.index(spec.group), found))
        return [found for _, found in sorted(scored, key=lambda pair: pair[0])]

    def _elements(self, typed: str) -> Iterator[PaletteResult]:
        for count, (id_, title, kind, glyph) in enumerate(self.elements(typed)):
            if count >= MAX_ELEMENTS:
                return
            yield PaletteResult(id_, title, kind, glyph, is_element=True)

    def _place(self) -> None:
        """Place in the upper middle of the window, as tall as the results need."""
        scale = self._ui.scale
        window = self._window
        rows = max(1, min(self.lines.rowCount(), MAX_ROWS))
        self.list.setFixedHeight(round(rows * ROW * scale) + 4)
        width = min(round(WIDTH * scale), window.width() - 40)
        self.resize(width, self.sizeHint().height())
        self.move((window.width() - width) // 2, min(round(88 * scale), window.height() // 6))

    def _retranslate(self) -> None:
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
