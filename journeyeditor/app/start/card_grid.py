"""Cards in rows as wide as the page, and the way from one to the next by arrow keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from journeyeditor.app.start.map_card import MapCard
from journeyeditor.widgets.ui_context import UiContext

#: A card is at least so wide at interface size 1; what a row has left is shared out.
MIN_WIDTH, GAP, ROW_GAP = 232.0, 14, 14


class CardGrid(QWidget):
    """Lays cards out in rows; its height follows from its width."""

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self.cards: tuple[MapCard, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        ui.scale_changed.connect(self._lay_out)

    def show_cards(self, cards: Sequence[MapCard]) -> None:
        """Show these cards and no others; one in the place of that which has the keys gets them."""
        held = next((card.key for card in self.cards if card.hasFocus()), None)
        for card in self.cards:
            if card not in cards:
                card.setParent(None)
                card.deleteLater()
        self.cards = tuple(cards)
        before: QWidget | None = None
        for card in cards:
            card.setParent(self)
            card.show()
            if before is not None:
                QWidget.setTabOrder(before, card)
            before = card
            if card.key == held:
                card.setFocus(Qt.FocusReason.OtherFocusReason)
        self._lay_out()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._planned(width)[2]

    def sizeHint(self) -> QSize:
        return QSize(800, self.heightForWidth(800))

    def minimumSizeHint(self) -> QSize:
        return QSize(round(MIN_WIDTH * self._ui.scale), 10)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _planned(self, width: int) -> tuple[int, int, int]:
        """Return columns, the width of a card and the height of all."""
        least = MIN_WIDTH * self._ui.scale
        columns = max(1, int((width + GAP) // (least + GAP)))
        wide = (width - GAP * (columns - 1)) // columns
        if not self.cards:
            return columns, wide, 0
        rows = -(-len(self.cards) // columns)
        return columns, wide, rows * self.cards[0].height_for(wide) + (rows - 1) * ROW_GAP

    def _lay_out(self) -> None:
        columns, wide, height = self._planned(self.width())
        for number, card in enumerate(self.cards):
            tall = card.height_for(wide)
            row, column = divmod(number, columns)
            card.setGeometry(column * (wide + GAP), row * (tall + ROW_GAP), wide, tall)
        self.setFixedHeight(height)


def neighbour(
    card: QWidget, key: Qt.Key, others: Iterable[QWidget], page: QWidget
) -> QWidget | None:
    """Return the nearest widget in the direction of an arrow key, as they stand on a page."""
    here = card.mapTo(page, card.rect().center())
    best: tuple[float, QWidget] | None = None
    for other in others:
        there = other.mapTo(page, other.rect().center()) - here
        ahead, aside = _along(there, key)
        if other is card or ahead <= 0:
            continue
        # To the side only within a row: what is ahead in another row is reached by up and down.
        across = key in (Qt.Key.Key_Left, Qt.Key.Key_Right)
        if across and aside > card.height() / 2:
            continue
        cost = ahead + 3 * aside if not across else ahead
        if best is None or cost < best[0]:
            best = cost, other
    return best[1] if best else None


def _along(way: QPoint, key: Qt.Key) -> tuple[int, int]:
    """Return how far a way leads in a key's direction, and how far beside it."""
    match key:
        case Qt.Key.Key_Left:
            return -way.x(), abs(way.y())
        case Qt.Key.Key_Right:
            return way.x(), abs(way.y())
        case Qt.Key.Key_Up:
            return -way.y(), abs(way.x())
        case _:
            return way.y(), abs(way.x())
