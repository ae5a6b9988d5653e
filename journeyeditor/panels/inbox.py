"""The inbox: cards that wait to be placed, similar ones together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QByteArray, QEvent, QMimeData, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QDrag, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from journeyeditor.editing.operations.workshop import merge_cards, place_proposed
from journeyeditor.editing.session import Session
from journeyeditor.insight.similarity import groups
from journeyeditor.model import RecordId
from journeyeditor.panels.kind_icons import visible_on
from journeyeditor.panels.session_view import SessionView
from journeyeditor.vocabulary import Card, Shape, kind_class
from journeyeditor.widgets import icons
from journeyeditor.widgets.buttons import link_button
from journeyeditor.widgets.labels import EmptyState, label
from journeyeditor.widgets.layouts import scrolled
from journeyeditor.widgets.style import font
from journeyeditor.widgets.ui_context import UiContext

#: What is dragged to the map: ids, one on a line.
MIME = "application/x-journeyeditor-cards"
#: Cards that are listed; the others are counted.
MAX_LISTED = 200
#: Runs a drag to its end; tests inject another one.
DragRunner = Callable[[QDrag], object]


def run_drag(drag: QDrag) -> object:
    return drag.exec(Qt.DropAction.CopyAction)


class CardRow(QFrame):
    """One card: its kind, its words and the stage it was written for; it can be dragged."""

    chosen = Signal(str)

    def __init__(
        self, card: Card, ui: UiContext, runner: DragRunner, *, shows_stage: bool = False
    ) -> None:
        super().__init__()
        self.id = card.id
        self._ui, self._run = ui, runner
        self._look = kind_class(card.kind).look
        self._pressed: QPoint | None = None
        scale = ui.scale
        words = QLabel(card.title)
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        words.setFont(font(scale, size=14))
        column = QVBoxLayout(self)
        column.setContentsMargins(*(round(side * scale) for side in (40, 9, 26, 9)))
        column.setSpacing(2)
        column.addWidget(words)
        if shows_stage and card.proposed_stage:
            column.addWidget(label(card.proposed_stage, "small"))
        if card.votes:
            column.addWidget(label(_votes(card, ui), "small"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        kind = ui.texts(self._look.title)
        self.setAccessibleName(f"{kind}: {card.title}")
        self.setToolTip(ui.texts("Drag to the map"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        far = QApplication.startDragDistance()
        if self._pressed and (event.position().toPoint() - self._pressed).manhattanLength() >= far:
            self._pressed = None
            drag_cards(self, [self.id], self._run)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed is not None:
            self._pressed = None
            self.chosen.emit(self.id)

    def paintEvent(self, _: QPaintEvent) -> None:
        theme, scale = self._ui.theme, self._ui.scale
        accent = QColor(visible_on(theme[self._look.accent], theme["field"]))
        path = QPainterPath()
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        path.addRoundedRect(rect, 7 * scale, 7 * scale)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillPath(path, QColor(theme["field"]))
            painter.setClipPath(path)
            painter.fillRect(QRectF(0, 0, 5 * scale, self.height()), accent)
            painter.setClipping(False)
            is_focused = self.hasFocus()
            rim = QColor(theme["selection" if is_focused else "line"])
            painter.setPen(QPen(rim, 2 if is_focused else 1))
            painter.drawPath(path)
            side, middle = 17 * scale, self.height() / 2
            place = QRectF(15 * scale, middle - side / 2, side, side)
            icons.draw(painter, self._look.glyph, place, accent)
            grip = QRectF(self.width() - 21 * scale, middle - 7 * scale, 14 * scale, 14 * scale)
            icons.draw(painter, "grip", grip, theme["label"])


class GroupBox(QFrame):
    """Cards that are alike, and what can be done with all of them; or the cards that are like none."""

    chosen = Signal(str)
    merge_wanted = Signal(object)
    place_wanted = Signal(object)

    def __init__(
        self, cards: Sequence[Card], ui: UiContext, runner: DragRunner, *, are_alike: bool
    ) -> None:
        super().__init__()
        texts = ui.texts
        ids = [card.id for card in cards]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 8)
        column.setSpacing(6)
        head = QHBoxLayout()
        title = label(cards[0].title if are_alike else texts("Other cards"), "title")
        title.setWordWrap(True)
        head.addWidget(title, 1)
        head.addWidget(label(texts.number(len(cards)), "secondary"))
        column.addLayout(head)
        if are_alike:
            column.addWidget(label(_stage_words(cards, ui), "secondary"))
        for card in cards:
            row = CardRow(card, ui, runner, shows_stage=not are_alike)
            row.chosen.connect(self.chosen)
            column.addWidget(row)
        buttons = QHBoxLayout()
        buttons.setSpacing(2)
        if are_alike:
            merge = link_button(texts("Merge into one"))
            merge.clicked.connect(lambda: self.merge_wanted.emit(ids))
            buttons.addWidget(merge)
        if any(card.proposed_stage for card in cards):
            place = link_button(texts("Place all"))
            place.clicked.connect(lambda: self.place_wanted.emit(ids))
            buttons.addWidget(place)
        buttons.addStretch(1)
        column.addLayout(buttons)


class Inbox(SessionView):
    """The cards that wait; `reveal_wanted` asks for one on the map, `counted` tells how many there are.

    While the pointer is over the list it stays as it is, so that no card moves away under it.
    """

    HELP = "workshop#room"

    IDLE_MS: ClassVar[int] = 250

    reveal_wanted = Signal(str)
    counted = Signal(int)

    def __init__(self, ui: UiContext, runner: DragRunner = run_drag) -> None:
        super().__init__(ui)
        self._runner = runner
        self._is_held = False
        self._title = label("", "heading")
        self._count = label("", "secondary")
        self._news = label("", "small")
        self._message = label("", "caution")
        self._message.setWordWrap(True)
        self._place_all = link_button()
        self._place_all.clicked.connect(self._place_everything)
        self._list = QWidget()
        self._column = QVBoxLayout(self._list)
        self._column.setContentsMargins(16, 4, 16, 16)
        self._column.setSpacing(10)
        head = QHBoxLayout()
        head.setContentsMargins(16, 14, 10, 0)
        for widget in (self._title, self._count):
            head.addWidget(widget)
        head.addStretch(1)
        head.addWidget(self._place_all)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(head)
        for notice in (self._news, self._message):
            notice.setContentsMargins(16, 0, 16, 0)
            notice.hide()
            layout.addWidget(notice)
        self._scroll = scrolled(self._list)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        layout.addWidget(self._scroll, 1)
        self._retranslate()

    def cards(self) -> list[Card]:
        if self._session is None:
            return []
        waiting = self._session.graph.cards(None)
        return [card for card in waiting if isinstance(card, Card) and _waits(card)]

    def boxes(self) -> list[GroupBox]:
        return self._list.findChildren(GroupBox)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if self._is_held:
            self._is_held = False
            self.invalidate(0)

    def _refresh(self) -> None:
        cards = self.cards()
        texts = self._ui.texts
        self._count.setText(texts.number(len(cards)) if cards else "")
        self._place_all.setVisible(any(card.proposed_stage for card in cards))
        self.counted.emit(len(cards))
        shown = {row.id for row in self._list.findChildren(CardRow)}
        if self._list.underMouse() and shown & {card.id for card in cards}:
            self._is_held = True
            new = len([card for card in cards if card.id not in shown])
            self._news.setText(texts("New: {count}").format(count=texts.number(new)))
            self._news.setVisible(bool(new))
            return
        self._news.hide()
        self._build(cards)

    def _build(self, cards: Sequence[Card]) -> None:
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()
        by_id = {card.id: card for card in cards}
        found = groups(cards[:MAX_LISTED])
        alike = [ids for ids in found if len(ids) > 1]
        others = [id_ for ids in found if len(ids) == 1 for id_ in ids]
        for ids in [*alike, others] if others else alike:
            grouped = [by_id[id_] for id_ in ids]
            box = GroupBox(grouped, self._ui, self._runner, are_alike=ids is not others)
            box.chosen.connect(self.reveal_wanted)
            box.merge_wanted.connect(self._merge)
            box.place_wanted.connect(self._place)
            self._column.addWidget(box)
        if len(cards) > MAX_LISTED:
            more = self._ui.texts("and {count} more")
            count = self._ui.texts.number(len(cards) - MAX_LISTED)
            self._column.addWidget(label(more.format(count=count), "secondary"))
        if not cards:
            empty = EmptyState()
            empty.set_text(self._ui.texts("Cards that people send wait here."))
            self._column.addWidget(empty, 1)
        self._column.addStretch(1)

    def _reset(self) -> None:
        self._message.hide()
        self._build(())

    def _place_everything(self) -> None:
        self._place([card.id for card in self.cards()])

    def _place(self, ids: Sequence[RecordId]) -> None:
        self._do(partial(place_proposed, ids=ids))

    def _merge(self, ids: Sequence[RecordId]) -> None:
        self._do(partial(merge_cards, ids=ids))

    def _do(self, operation: Callable[[Session], int | None]) -> None:
        """Do something with cards, and show at once what is left, also under the pointer."""
        assert self._session is not None
        left = operation(self._session)
        texts = self._ui.texts
        self._message.setText(texts("Cards without a stage on the map stay here."))
        self._message.setVisible(bool(left))
        self._build(self.cards())
        self.invalidate()

    def _retranslate(self) -> None:
        texts = self._ui.texts
        self._title.setText(texts("Inbox"))
        self._place_all.setText(texts("Place all"))
        self._scroll.setAccessibleName(texts("Inbox"))


def _waits(card: Card) -> bool:
    """Whether a card belongs in a stage; sources and free notes do not."""
    return bool(card.title) and kind_class(card.kind).look.shape not in (Shape.RECORD, Shape.NOTE)


def drag_cards(source: QWidget, ids: Sequence[RecordId], runner: DragRunner) -> None:
    """Drag cards from a widget, whose picture follows the pointer."""
    drag = QDrag(source)
    data = QMimeData()
    data.setData(MIME, QByteArray("\n".join(ids).encode()))
    drag.setMimeData(data)
    drag.setPixmap(source.grab())
    drag.setHotSpot(QPoint(source.width() // 2, source.height() // 2))
    runner(drag)


def _stage_words(cards: Sequence[Card], ui: UiContext) -> str:
    """The stages that cards were written for, then their kinds."""
    stages = dict.fromkeys(card.proposed_stage for card in cards if card.proposed_stage)
    kinds = dict.fromkeys(ui.texts(kind_class(card.kind).look.plural) for card in cards)
    return ", ".join([*(stages or [ui.texts("No stage chosen")]), *kinds])


def _votes(card: Card, ui: UiContext) -> str:
    words = ui.texts.plural("{count} vote", "{count} votes", card.votes)
    return words.format(count=ui.texts.number(card.votes))
