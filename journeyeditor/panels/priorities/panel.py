"""The page of priorities: the board of impact by effort, and the action list beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from journeyeditor.editing import operations
from journeyeditor.editing.session import Session
from journeyeditor.i18n import N_
from journeyeditor.insight.parts import PART
from journeyeditor.insight.priorities import ranked_opportunity_parts
from journeyeditor.model import Change
from journeyeditor.panels.priorities.actions import ActionList
from journeyeditor.panels.priorities.board import BoardItem, PriorityBoard, disc_size
from journeyeditor.panels.priorities.grid import Cell
from journeyeditor.panels.session_view import BottomPage, Observed
from journeyeditor.panels.terms import name_of
from journeyeditor.vocabulary import Opportunity
from journeyeditor.widgets.labels import EmptyState
from journeyeditor.widgets.layouts import hairline
from journeyeditor.widgets.ui_context import UiContext


class PrioritiesPanel(BottomPage):
    """The board and the action list; choosing a card shows it on the map."""

    HELP = "workshop#priorities"
    NAME, TITLE = "priorities", N_("Priorities")
    IDLE_MS: ClassVar[int] = 150

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui)
        self.board = PriorityBoard(ui)
        self.action_list = ActionList(ui)
        self._content = QWidget()
        self._empty = EmptyState()
        line = QHBoxLayout(self._content)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.board, 3)
        line.addWidget(hairline(vertical=True))
        line.addWidget(self.action_list, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._content)
        column.addWidget(self._empty)
        self.board.chosen.connect(self.reveal_wanted)
        self.board.opened.connect(self._edit)
        self.board.moved.connect(self._move)
        self.board.left.connect(self._end_merge)
        self.action_list.count_changed.connect(self._refresh_soon)
        self._retranslate()

    def _observed(self, session: Session) -> Iterable[Observed]:
        return (
            (session.updated, self._follow),
            (session.selection.changed, self._follow_selection),
        )

    def _reset(self) -> None:
        self.action_list.context.session = self._session

    def _follow(self, change: Change) -> None:
        if not self.is_seen() or any(
            isinstance(record, Opportunity) for both in change.entries.values() for record in both
        ):
            self.invalidate()

    def _follow_selection(self, _: object) -> None:
        if self.is_seen() and self._session is not None:
            self.board.select(self._session.selection.ids)

    def _refresh(self) -> Iterator[None]:
        found: list[Opportunity] = []
        if self._session is not None:
            found = yield from ranked_opportunity_parts(self._session.graph)
        most = max((record.votes for record in found), default=0)
        items: list[BoardItem] = []
        for rank, record in enumerate(found, 1):
            items.append(self._item(rank, record, most))
            if rank % PART == 0:
                yield
        self._content.setVisible(bool(found))
        self._empty.setVisible(not found)
        self.board.show_items(items)
        self.board.select(self._session.selection.ids if self._session is not None else ())
        yield
        shown = found[: self.action_list.count.value()]
        self.action_list.show_records([(record, self._title(record)) for record in shown])

    def _item(self, rank: int, record: Opportunity, most: int) -> BoardItem:
        cell = Cell(record.impact, record.effort)
        return BoardItem(
            record.id,
            rank,
            self._title(record),
            cell,
            disc_size(record.votes, most),
            rank <= self.action_list.count.value(),
            self._said(record, cell),
        )

    def _title(self, record: Opportunity) -> str:
        return name_of(record, self._ui.texts)

    def _said(self, record: Opportunity, cell: Cell) -> str:
        """Describe a card: "Show the total, impact 5, effort 2, 3 votes, quick wins"."""
        texts = self._ui.texts
        parts = [self._title(record)]
        for words, grade in ((texts("Impact"), cell.impact), (texts("Effort"), cell.effort)):
            value = "–" if grade is None else texts.number(grade)
            parts.append(f"{texts.inside_sentence(words)} {value}")
        if record.votes:
            votes = texts.plural("{count} vote", "{count} votes", record.votes)
            parts.append(votes.format(count=texts.number(record.votes)))
        if cell.quadrant():
            parts.append(texts.inside_sentence(texts(cell.quadrant())))
        return ", ".join(parts)

    def _move(self, id_: str, cell: Cell, by_key: bool) -> None:
        session = self._session
        if session is None:
            return
        operations.set_priority(session, id_, cell.impact, cell.effort, typing=by_key)
        record = session.element(id_)
        if isinstance(record, Opportunity):
            session.announced.emit(self._said(record, cell))
        self.invalidate(0)

    def _edit(self, id_: str) -> None:
        self.edit_wanted.emit(id_, "")

    def _end_merge(self) -> None:
        if self._session is not None:
            operations.end_merge(self._session)

    def _refresh_soon(self) -> None:
        self.invalidate(0)

    def _retranslate(self) -> None:
        texts = self._ui.texts
        self.board.setAccessibleName(texts("Opportunities by impact and effort"))
        self.board.setAccessibleDescription(
            texts("Drag a card to set its impact and effort, or move it with the arrow keys.")
        )
        self._empty.set_text(texts("Opportunities are compared here by impact and effort."))
        self.action_list.retranslate()
        self.board.update()
