"""The board: a card for each opportunity or pain point, placed by two grades, moved by mouse or keys."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from journeyeditor.display.theme import mixed
from journeyeditor.panels.priorities.grid import (
    AXIS,
    HIGH,
    OPPORTUNITIES,
    TRAY,
    Axes,
    BoardGrid,
    Cell,
)
from journeyeditor.widgets.style import font
from journeyeditor.widgets.ui_context import UiContext

#: Arrow keys, and the steps up and to the right.
_STEPS = {
    Qt.Key.Key_Up: (1, 0),
    Qt.Key.Key_Down: (-1, 0),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Left: (0, -1),
}
#: Of titles: their height, the gap before them, and the least width worth showing.
_TEXT_PX, _BESIDE, _LEAST_TITLE = 11.5, 5, 30
_CENTRED, _LINE = Qt.AlignmentFlag.AlignCenter, Qt.AlignmentFlag.AlignVCenter


class BoardItem(NamedTuple):
    """What a card shows: `size` is the diameter of its disc, 0..1; `description` is for screen readers.

    `role` is the colour of the disc in the theme.
    """

    id: str
    rank: int
    title: str
    cell: Cell
    size: float
    is_action: bool
    description: str
    role: str = "opportunity"


class BoardCard(QAbstractButton):
    """A disc with a rank, and a title beside it. `dragged` and `dropped` emit a place on the board."""

    chosen = Signal()
    opened = Signal()
    stepped = Signal(int, int)
    left = Signal()
    dragged = Signal(QPointF)
    dropped = Signal(QPointF)
    drag_cancelled = Signal()

    def __init__(self, ui: UiContext, board: QWidget) -> None:
        super().__init__(board)
        self._ui = ui
        self.item = BoardItem("", 0, "", TRAY, 0, False, "")
        self.is_selected = self.is_dragged = False
        self._press: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.clicked.connect(self.chosen)

    def show_item(self, item: BoardItem) -> None:
        self.item = item
        self.setAccessibleName(item.description)
        self.setToolTip(item.description)
        self.update()

    def sizeHint(self) -> QSize:
        return self.size()

    def fitted_width(self, room: float, height: float) -> float:
        """Return the width for the disc and all of the title, or what there is room for of it."""
        scale = self._ui.scale
        words = QFontMetricsF(font(scale, size=_TEXT_PX)).horizontalAdvance(self.item.title)
        disc = min(height, HIGH * scale)
        width = min(room, disc + _BESIDE * scale + words + 10)
        has_words = width - disc - _BESIDE * scale - 4 > _LEAST_TITLE * scale
        return width if has_words or width < disc else disc

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._press = event.position()
            self.chosen.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._press is None:
            return
        moved = event.position() - self._press
        if not self.is_dragged and moved.manhattanLength() >= QApplication.startDragDistance():
            self.is_dragged = True
            self.raise_()
        if self.is_dragged:
            self.move(self.pos() + moved.toPoint())
            self.dragged.emit(self._disc_on_board())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        was_dragged, self.is_dragged, self._press = self.is_dragged, False, None
        if was_dragged:
            self.dropped.emit(self._disc_on_board())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if key == Qt.Key.Key_Escape and self.is_dragged:
            self.is_dragged, self._press = False, None
            self.drag_cancelled.emit()
        elif key in _STEPS and plain:
            self.stepped.emit(*_STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, scale = self._ui.theme, self._ui.scale
        disc, colour = self._disc(), QColor(theme[self.item.role])
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            is_marked = self.is_selected or self.hasFocus() or self.is_dragged
            rim = QColor(theme["selection" if is_marked else "line"])
            if is_marked or self.width() > self.height():  # not around a mere disc
                painter.setPen(QPen(rim, 1.5 if self.hasFocus() else 1))
                painter.setBrush(QColor(theme["chosen" if is_marked else "field"]))
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)
            is_full = self.item.is_action and self.item.cell.is_graded
            dashes = Qt.PenStyle.SolidLine
            if self.item.cell != TRAY and not self.item.cell.is_graded:
                dashes = Qt.PenStyle.DashLine
            painter.setPen(QPen(colour, 1.2, dashes))
            painter.setBrush(colour if is_full else QColor(theme["field"]))
            painter.drawEllipse(disc)
            painter.setFont(font(scale, size=min(11.0, disc.height() / scale * 0.62), weight=600))
            painter.setPen(QColor(theme["paper"]) if is_full else colour)
            painter.drawText(disc, _CENTRED, str(self.item.rank))
            left = self._disc_room() + _BESIDE * scale
            room = QRectF(left, 0, self.width() - left - 4, self.height())
            if room.width() > _LEAST_TITLE * scale:
                painter.setFont(font(scale, size=_TEXT_PX))
                painter.setPen(QColor(theme["ink"]))
                words = painter.fontMetrics().elidedText(
                    self.item.title, Qt.TextElideMode.ElideRight, int(room.width())
                )
                painter.drawText(room, _LINE, words)

    def _disc_room(self) -> float:
        return min(self.height(), self.width(), HIGH * self._ui.scale)

    def _disc(self) -> QRectF:
        room = self._disc_room()
        side = (room - 5) * self.item.size
        return QRectF((room - side) / 2, (self.height() - side) / 2, side, side)

    def _disc_on_board(self) -> QPointF:
        return QPointF(self.pos()) + self._disc().center()


class PriorityBoard(QWidget):
    """One grade upwards, another to the right, and at the left the cards that lack both.

    `moved` emits a card and its new cell, and whether that was done by key.
    """

    chosen = Signal(str)
    opened = Signal(str)
    left = Signal()
    moved = Signal(str, object, bool)

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._items: list[BoardItem] = []
        self._selected: frozenset[str] = frozenset()
        self._under: Cell | None = None
        self.axes = OPPORTUNITIES
        #: Cards beyond the room of their cell.
        self._hidden: dict[Cell, int] = {}
        self.cards: dict[str, BoardCard] = {}
        self.setMinimumSize(360, 100)

    @property
    def grid(self) -> BoardGrid:
        return BoardGrid(self.width(), self.height(), self._ui.scale)

    def show_items(self, items: Sequence[BoardItem], axes: Axes = OPPORTUNITIES) -> None:
        self._items, self.axes = list(items), axes
        self._arrange()

    def select(self, ids: Sequence[str]) -> None:
        self._selected = frozenset(ids)
        for id_, card in self.cards.items():
            card.is_selected = id_ in self._selected
            card.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Give the cards their places; only those that have room become widgets."""
        grid, cells = self.grid, defaultdict[Cell, list[BoardItem]](list)
        for item in self._items:
            cells[item.cell.shown].append(item)
        placed: dict[str, QRectF] = {}
        self._hidden = {}
        placed_cells = [cell for cell in cells if cell != TRAY]
        seen: dict[str, BoardItem] = {}
        for cell, items in cells.items():
            slots = grid.slots(cell, len(items))
            if len(slots) < len(items):
                slots.pop()
                items.sort(key=self._can_hide)
                self._hidden[cell] = len(items) - len(slots)
            for item, slot in zip(items, slots, strict=False):
                if slot.width() >= grid.rect(cell).width() - 4:  # alone in its line
                    slot.setWidth(grid.free_width(cell, placed_cells) - 4)
                placed[item.id], seen[item.id] = slot, item
        for id_ in [id_ for id_ in self.cards if id_ not in placed]:
            card = self.cards.pop(id_)
            card.hide()
            card.deleteLater()
        # The discs of all cells are measured alike.
        low = min((slot.height() for slot in placed.values()), default=0)
        for id_, slot in placed.items():
            self._place(seen[id_], slot, low)
        self.update()

    def _can_hide(self, item: BoardItem) -> bool:
        """Whether a card may go where there is no room for all: not the one that is being moved."""
        card = self.cards.get(item.id)
        return card is None or not (card.hasFocus() or card.is_dragged or card.is_selected)

    def _place(self, item: BoardItem, slot: QRectF, height: float) -> None:
        card = self.cards.get(item.id)
        if card is None:
            card = self.cards[item.id] = self._made(item.id)
        card.show_item(item)
        card.is_selected = item.id in self._selected
        if not card.is_dragged:
            width = card.fitted_width(slot.width(), height)
            slot = QRectF(slot.x(), slot.center().y() - height / 2, width, height)
            card.setGeometry(slot.toRect())
        card.show()

    def _made(self, id_: str) -> BoardCard:
        card = BoardCard(self._ui, self)
        card.chosen.connect(partial(self.chosen.emit, id_))
        card.opened.connect(partial(self.opened.emit, id_))
        card.left.connect(self.left)
        card.stepped.connect(partial(self._step, id_))
        card.dragged.connect(self._hover)
        card.dropped.connect(partial(self._drop, id_))
        card.drag_cancelled.connect(self._end_drag)
        return card

    def _step(self, id_: str, up: int, right: int) -> None:
        before = self.cards[id_].item.cell
        after = before.moved(up, right)
        if after != before:
            self.moved.emit(id_, after, True)

    def _hover(self, place: QPointF) -> None:
        self._under = self.grid.cell_at(place)
        self.update()

    def _drop(self, id_: str, place: QPointF) -> None:
        cell, before = self.grid.cell_at(place), self.cards[id_].item.cell
        self._end_drag()
        is_kept = cell == TRAY == before
        if cell is not None and cell != before and not is_kept:
            self.moved.emit(id_, cell, False)

    def _end_drag(self) -> None:
        self._under = None
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, grid = self._ui.theme, self.grid
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            for place, name in self.axes.quadrants.items():
                up, right = place
                rect = grid.quadrant(is_up_high=up, is_right_high=right)
                share = 0.1 if place == self.axes.best else 0.0
                painter.setBrush(QColor(mixed(theme["tint"], theme[self.axes.role], share)))
                painter.setPen(Qt.PenStyle.NoPen)
                painter.drawRect(rect)
                self._write_quadrant(painter, rect, name, at_top=up, at_right=right)
            if self._under is not None:
                painter.setPen(QPen(QColor(theme["selection"]), 1.5))
                painter.setBrush(QColor(theme["chosen"]))
                painter.drawRoundedRect(grid.rect(self._under).adjusted(1, 1, -1, -1), 4, 4)
            self._draw_lines(painter, grid)
            self._write_axes(painter, grid)
            self._write_hidden(painter, grid)

    def _write_quadrant(
        self, painter: QPainter, rect: QRectF, name: str, *, at_top: bool, at_right: bool
    ) -> None:
        painter.setFont(font(self._ui.scale, size=_TEXT_PX, weight=600))
        painter.setPen(QColor(self._ui.theme["label"]))
        side = Qt.AlignmentFlag.AlignRight if at_right else Qt.AlignmentFlag.AlignLeft
        axis = AXIS * self._ui.scale
        room = QRectF(rect.x(), rect.y() - axis if at_top else rect.bottom(), rect.width(), axis)
        painter.drawText(room, _LINE | side, self._ui.texts(name))

    def _draw_lines(self, painter: QPainter, grid: BoardGrid) -> None:
        field, theme = grid.field, self._ui.theme
        painter.setPen(QPen(QColor(theme["line"]), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        middle = field.center()
        painter.drawLine(QPointF(field.x(), middle.y()), QPointF(field.right(), middle.y()))
        painter.drawLine(QPointF(middle.x(), field.y()), QPointF(middle.x(), field.bottom()))
        painter.drawRoundedRect(grid.tray, 4, 4)
        painter.setPen(QPen(QColor(theme["field_line"]), 1))
        painter.drawLine(field.topLeft(), field.bottomLeft())
        painter.drawLine(field.bottomLeft(), field.bottomRight())

    def _write_axes(self, painter: QPainter, grid: BoardGrid) -> None:
        texts, field, axis = self._ui.texts, grid.field, AXIS * self._ui.scale
        up, right = (texts(title) for title in self.axes.titles)
        painter.setFont(font(self._ui.scale, size=_TEXT_PX))
        painter.setPen(QColor(self._ui.theme["quiet"]))
        below = QRectF(field.x(), field.bottom() + 1, field.width(), axis)
        painter.drawText(below, _CENTRED, f"{right} →")
        above = QRectF(grid.tray.x(), 0, grid.tray.width(), axis)
        words = painter.fontMetrics().elidedText(
            texts("Not placed yet"), Qt.TextElideMode.ElideRight, int(above.width())
        )
        painter.drawText(above, _LINE, words)
        painter.save()
        painter.translate(field.x() - axis / 2 - 1, field.center().y())
        painter.rotate(-90)
        beside = QRectF(-field.height() / 2, -axis / 2, field.height(), axis)
        painter.drawText(beside, _CENTRED, f"{up} →")
        painter.restore()

    def _write_hidden(self, painter: QPainter, grid: BoardGrid) -> None:
        """Write how many more cards a cell has, in the place of its last one."""
        painter.setPen(QColor(self._ui.theme["quiet"]))
        for cell, count in self._hidden.items():
            last = grid.slots(cell, len(self._items))[-1]
            painter.drawText(last, _CENTRED, f"+{self._ui.texts.number(count)}")


def disc_size(votes: int, most: int) -> float:
    """Return the diameter of a disc, 0..1: its area grows with the votes."""
    return 0.62 + 0.38 * math.sqrt(votes / most) if most else 0.62
