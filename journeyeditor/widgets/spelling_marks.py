"""Marks under words that are wrong in a text field, and what was meant in its context menu."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import (
    QAction,
    QColor,
    QContextMenuEvent,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QTextBlock,
    QTextCursor,
    QTextLayout,
    QTextLine,
    QTextOption,
)
from PySide6.QtWidgets import QLineEdit, QMenu, QPlainTextEdit, QStyle, QStyleOptionFrame, QWidget

from journeyeditor.files.errors import FileError
from journeyeditor.spelling import Lexicon
from journeyeditor.spelling.words import MAX_TEXT, Word, words_of
from journeyeditor.widgets.text_input import Composition, insert, units
from journeyeditor.widgets.ui_context import UiContext

Field = QLineEdit | QPlainTextEdit

#: Without a key for so long, the word at the caret is no longer being typed (ms).
REST_MS = 900
#: Half the length of a wave and its height, in pixels for lines of this height; larger text has
#: waves that grow more slowly.
_STEP, _HEIGHT, _LINE_PX = 2.2, 2.0, 16.0
#: Qt's caret of a line begins so far right of the rectangle that it names (pixels).
_CARET_INSET = 5


class MarkedWord(NamedTuple):
    """A wrong word: where it is in the text (in UTF-16, as Qt counts), and on the screen."""

    start: int
    end: int
    text: str
    boxes: tuple[QRectF, ...]


class SpellingMarks(QWidget):
    """Lies over a text field, lets the mouse through, and underlines what is wrong in its text.

    Nothing is marked in a word that is being typed or composed. Only what is seen is checked: it
    is the painting that asks.
    """

    def __init__(self, field: Field, ui: UiContext, lexicon: Callable[[], Lexicon | None]) -> None:
        super().__init__(field)
        self._field, self._ui, self._lexicon = field, ui, lexicon
        self._surface: QWidget = field.viewport() if isinstance(field, QPlainTextEdit) else field
        self._composition = Composition.of(field)
        self._menu: QMenu | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        field.installEventFilter(self)
        if self._surface is not field:
            self._surface.installEventFilter(self)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self.update)
        field.textChanged.connect(self._rest.start)
        field.cursorPositionChanged.connect(self.update)
        field.selectionChanged.connect(self.update)
        ui.speller.changed.connect(self.update)
        self._cover()

    def words(self, *, is_typing: bool = False) -> list[MarkedWord]:
        """Return the wrong words that are seen, but for the one that is being typed."""
        lexicon = self._lexicon() if self._ui.speller.is_on else None
        if lexicon is None or not self._field.isEnabled() or self._field.isReadOnly():
            return []
        if isinstance(self._field, QLineEdit):
            caret = self._field.cursorPosition() if is_typing else -1
            return list(self._in_line(self._field, lexicon, caret))
        caret = self._field.textCursor().position() if is_typing else -1
        return list(self._in_text(self._field, lexicon, caret))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show):
            self._cover()
        elif isinstance(event, QContextMenuEvent):
            return self._offer(event)
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        words = self.words(is_typing=self._rest.isActive() and self._field.hasFocus())
        if not words:
            return
        unit = max(1.0, math.sqrt(QFontMetricsF(self._field.font()).height() / _LINE_PX))
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            pen = QPen(QColor(self._ui.theme["warning"]), 1.1 * unit)
            painter.setPen(pen)
            painter.setClipRect(self._clip())
            for word in words:
                for box in word.boxes:
                    painter.drawPath(_wave(box, unit, self.height()))

    def _clip(self) -> QRect:
        """Return where there is text; the rest of a line is its padding."""
        if not isinstance(self._field, QLineEdit):
            return self.rect()
        option = QStyleOptionFrame()
        self._field.initStyleOption(option)
        part = QStyle.SubElement.SE_LineEditContents
        return self._field.style().subElementRect(part, option, self._field)

    def _cover(self) -> None:
        place = self._surface.geometry() if self._surface is not self._field else self._field.rect()
        self.setGeometry(place)
        self.raise_()

    def _wrong(self, text: str, lexicon: Lexicon, caret: int) -> Iterator[Word]:
        """Yield the wrong words of a text, whose caret is at a place in UTF-16 (-1: elsewhere)."""
        speller = self._ui.speller
        for word in words_of(text, lexicon.language):
            is_typed = caret >= 0 and units(text, word.end) == caret
            if not is_typed and speller.is_wrong(word.text, lexicon):
                yield word

    def _in_line(self, field: QLineEdit, lexicon: Lexicon, caret: int) -> Iterator[MarkedWord]:
        text = field.displayText()
        is_shown = field.echoMode() is QLineEdit.EchoMode.Normal
        if self._composition.text or not is_shown or len(text) > MAX_TEXT:
            return
        layout = QTextLayout(text, field.font())
        option = QTextOption()
        option.setTextDirection(field.layoutDirection())
        layout.setTextOption(option)
        layout.beginLayout()
        line = layout.createLine()
        layout.endLayout()
        mark = QRectF(field.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle))
        left = mark.x() + _CARET_INSET - _x(line, field.cursorPosition())
        for word in self._wrong(text, lexicon, caret):
            start, end = units(text, word.start), units(text, word.end)
            ends = sorted(left + _x(line, place) for place in (start, end))
            box = QRectF(ends[0], mark.y(), ends[1] - ends[0], line.ascent())
            yield MarkedWord(start, end, word.text, (box,))

    def _in_text(self, field: QPlainTextEdit, lexicon: Lexicon, caret: int) -> Iterator[MarkedWord]:
        block = field.cursorForPosition(QPoint(0, 0)).block()
        while block.isValid():
            top = field.cursorRect(QTextCursor(block)).top()
            if top > field.viewport().height():
                return
            layout, place = block.layout(), block.position()
            if not layout.preeditAreaText() and block.length() <= MAX_TEXT:
                text = block.text()
                in_block = caret - place if place <= caret < place + block.length() else -1
                for word in self._wrong(text, lexicon, in_block):
                    start, end = units(text, word.start), units(text, word.end)
                    boxes = tuple(self._boxes(field, block, start, end))
                    yield MarkedWord(place + start, place + end, word.text, boxes)
            block = block.next()

    def _boxes(
        self, field: QPlainTextEdit, block: QTextBlock, start: int, end: int
    ) -> Iterator[QRectF]:
        """Yield where a part of a paragraph is, a rectangle for each line, down to the baseline."""
        layout = block.layout()
        first = layout.lineAt(0)
        corner = field.cursorRect(QTextCursor(block)).topLeft()
        origin = QPointF(corner.x() - _x(first, 0), corner.y() - first.y())
        number = layout.lineForTextPosition(start).lineNumber()
        while 0 <= number < layout.lineCount():
            line = layout.lineAt(number)
            low, high = line.textStart(), line.textStart() + line.textLength()
            if low >= end:
                return
            places = (max(low, start), min(high, end))
            left, right = sorted(_x(line, place) for place in places)
            yield QRectF(origin.x() + left, origin.y() + line.y(), right - left, line.ascent())
            number += 1

    def _offer(self, event: QContextMenuEvent) -> bool:
        """Show the context menu of a wrong word; return whether there is one."""
        is_by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        words = self.words()
        if is_by_key:
            caret = self._position()
            word = next((each for each in words if each.start <= caret <= each.end), None)
        else:
            at = self.mapFromGlobal(event.globalPos())
            word = next((each for each in words if _is_at(each, at)), None)
        lexicon = self._lexicon()
        if word is None or lexicon is None:
            return False
        self._show_menu(word, lexicon, event.globalPos())
        return True

    def _position(self) -> int:
        field = self._field
        if isinstance(field, QLineEdit):
            return field.cursorPosition()
        return field.textCursor().position()

    def _show_menu(self, word: MarkedWord, lexicon: Lexicon, at: QPoint) -> None:
        texts = self._ui.texts
        menu = self._menu = self._field.createStandardContextMenu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        first = menu.actions()[0]
        waiting = QAction(texts("Looking for suggestions…"), menu)
        waiting.setEnabled(False)
        add = QAction(texts("Add to dictionary"), menu)
        add.triggered.connect(partial(self._add, word.text))
        line = QAction(menu)
        line.setSeparator(True)
        for action in (waiting, add, line):
            menu.insertAction(first, action)
        menu.destroyed.connect(partial(self._forget_menu, menu))
        menu.popup(at)
        suggested = partial(self._show_suggestions, menu, waiting, word)
        self._ui.speller.suggest(word.text, lexicon.language, suggested)

    def _show_suggestions(
        self, menu: QMenu, waiting: QAction, word: MarkedWord, suggestions: tuple[str, ...]
    ) -> None:
        if self._menu is not menu:
            return
        if not suggestions:
            waiting.setText(self._ui.texts("No suggestions"))
            return
        for words in suggestions:
            action = QAction(words.replace("&", "&&"), menu)
            action.triggered.connect(partial(self._replace, word, words))
            menu.insertAction(waiting, action)
        menu.removeAction(waiting)

    def _replace(self, word: MarkedWord, words: str) -> None:
        """Replace a word, unless the text has changed meanwhile; one step of undo."""
        field = self._field
        if isinstance(field, QLineEdit):
            field.setSelection(word.start, word.end - word.start)
            if field.selectedText() == word.text:
                insert(field, words)
        else:
            cursor = field.textCursor()
            cursor.setPosition(word.start)
            cursor.setPosition(word.end, QTextCursor.MoveMode.KeepAnchor)
            if cursor.selectedText() == word.text:
                cursor.insertText(words)

    def _add(self, word: str) -> None:
        try:
            self._ui.speller.add(word)
        except FileError as error:
            self._ui.speller.failed.emit(error)

    def _forget_menu(self, menu: QMenu, _: QObject | None = None) -> None:
        if self._menu is menu:  # and no other one was opened meanwhile
            self._menu = None


def _x(line: QTextLine, place: int) -> float:
    """Return where a place of a line is; Qt answers with the place too."""
    return float(line.cursorToX(place)[0])  # type: ignore[index]


def _is_at(word: MarkedWord, at: QPoint) -> bool:
    return any(box.adjusted(-1, -1, 1, box.height() / 2).contains(at) for box in word.boxes)


def _wave(box: QRectF, unit: float, height: int) -> QPainterPath:
    """Return a wave below the baseline that ends a box, within a height."""
    rise = _HEIGHT * unit
    middle = min(box.bottom() + 2.4 * unit, height - 1.2 * unit)
    count = max(2, round(box.width() / (_STEP * unit)))
    step = box.width() / count
    wave = QPainterPath(QPointF(box.left(), middle))
    for half in range(count):
        left = box.left() + half * step
        crest = QPointF(left + step / 2, middle + (-rise if half % 2 else rise))
        wave.quadTo(crest, QPointF(left + step, middle))
    return wave
