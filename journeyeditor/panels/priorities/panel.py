"""The page of priorities: the boards of opportunities and pain points, and the action list beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar, TypeAlias

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from journeyeditor.editing import operations
from journeyeditor.editing.session import Session
from journeyeditor.i18n import N_
from journeyeditor.insight.parts import PART
from journeyeditor.insight.priorities import ranked_opportunity_parts, ranked_pain_point_parts
from journeyeditor.model import MAP_ID, Change
from journeyeditor.panels.priorities.actions import ActionList
from journeyeditor.panels.priorities.board import BoardItem, PriorityBoard, disc_size
from journeyeditor.panels.priorities.grid import OPPORTUNITIES, PAIN_POINTS, Axes, Cell
from journeyeditor.panels.session_view import BottomPage, Observed
from journeyeditor.panels.terms import name_of, plural
from journeyeditor.vocabulary import Opportunity, PainPoint
from journeyeditor.widgets.choices import Segments
from journeyeditor.widgets.labels import EmptyState, label
from journeyeditor.widgets.layouts import hairline
from journeyeditor.widgets.ui_context import UiContext

Ranked: TypeAlias = Opportunity | PainPoint
#: The boards by the kind that they show.
BOARDS = {axes.kind: axes for axes in (OPPORTUNITIES, PAIN_POINTS)}


class PrioritiesPanel(BottomPage):
    """The board and the action list; choosing a card shows it on the map."""

    HELP = "workshop#priorities"
    NAME, TITLE = "priorities", N_("Priorities")
    IDLE_MS: ClassVar[int] = 150

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui)
        self.boards = Segments(ui, tuple(BOARDS))
        self.boards.choose(OPPORTUNITIES.kind)
        self.board = PriorityBoard(ui)
        self.action_list = ActionList(ui)
        self._content = QWidget()
        self._empty = EmptyState()
        line = QHBoxLayout(self._content)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        self.by_votes = QPushButton()
        self.by_votes.clicked.connect(self.place_by_votes)
        self.rule = label("", "small")
        self.rule.setWordWrap(True)
        top = QHBoxLayout()
        top.setSpacing(10)
        for widget in (self.boards, self.by_votes):
            top.addWidget(widget)
        top.addWidget(self.rule, 1)
        left = QVBoxLayout()
        left.setContentsMargins(10, 6, 10, 0)
        left.addLayout(top)
        left.addWidget(self.board, 1)
        line.addLayout(left, 3)
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
        self.action_list.count_changed.connect(self._set_count)
        self.boards.chosen.connect(self._refresh_soon)
        self._retranslate()

    def _observed(self, session: Session) -> Iterable[Observed]:
        return (
            (session.updated, self._follow),
            (session.selection.changed, self._follow_selection),
        )

    def _reset(self) -> None:
        self.action_list.context.session = self._session

    def _follow(self, change: Change) -> None:
        if (
            not self.is_seen()
            or MAP_ID in change.entries
            or any(
                isinstance(record, Opportunity | PainPoint)
                for both in change.entries.values()
                for record in both
            )
        ):
            self.invalidate()

    def _follow_selection(self, _: object) -> None:
        if self.is_seen() and self._session is not None:
            self.board.select(self._session.selection.ids)

    def _refresh(self) -> Iterator[None]:
        opportunities: list[Opportunity] = []
        pains: list[PainPoint] = []
        if self._session is not None:
            opportunities = yield from ranked_opportunity_parts(self._session.graph)
            pains = yield from ranked_pain_point_parts(self._session.graph)
            self.action_list.show_count(self._session.info.action_count)
        axes = self._axes
        found: Sequence[Ranked] = pains if axes is PAIN_POINTS else opportunities
        most = max((record.votes for record in found), default=0)
        self._show_rule(axes, has_votes=bool(most))
        items: list[BoardItem] = []
        for rank, record in enumerate(found, 1):
            items.append(self._item(rank, record, most, axes))
            if rank % PART == 0:
                yield
        has_any = bool(opportunities or pains)
        self._content.setVisible(has_any)
        self._empty.setVisible(not has_any)
        self.board.show_items(items, axes)
        self.board.select(self._session.selection.ids if self._session is not None else ())
        yield
        shown = opportunities[: self.action_list.count.value()]
        self.action_list.show_records([(record, self._title(record)) for record in shown])

    @property
    def _axes(self) -> Axes:
        return BOARDS[self.boards.choice()]

    def _item(self, rank: int, record: Ranked, most: int, axes: Axes) -> BoardItem:
        cell = Cell(getattr(record, axes.up), getattr(record, axes.right))
        is_action = axes is OPPORTUNITIES and rank <= self.action_list.count.value()
        return BoardItem(
            record.id,
            rank,
            self._title(record),
            cell,
            disc_size(record.votes, most),
            is_action,
            self._description(record, cell, axes),
            axes.role,
        )

    def _title(self, record: Ranked) -> str:
        return name_of(record, self._ui.texts)

    def _description(self, record: Ranked, cell: Cell, axes: Axes) -> str:
        """Describe a card: "Show the total, impact 5, effort 2, 3 votes, quick wins"."""
        texts = self._ui.texts
        parts = [self._title(record)]
        for title, grade in zip(axes.titles, cell, strict=True):
            value = "–" if grade is None else texts.number(grade)
            parts.append(f"{texts.inside_sentence(texts(title))} {value}")
        if record.votes:
            votes = texts.plural("{count} vote", "{count} votes", record.votes)
            parts.append(votes.format(count=texts.number(record.votes)))
        if cell.quadrant(axes):
            parts.append(texts.inside_sentence(texts(cell.quadrant(axes))))
        return ", ".join(parts)

    def _move(self, id_: str, cell: Cell, by_key: bool) -> None:
        session, axes = self._session, self._axes
        if session is None:
            return
        grades = {axes.up: cell.up, axes.right: cell.right}
        operations.set_priority(session, id_, grades, typing=by_key)
        record = session.element(id_)
        if isinstance(record, Opportunity | PainPoint):
            session.announced.emit(self._description(record, cell, axes))
        self.invalidate(0)

    def place_by_votes(self) -> None:
        """Set the grade upwards of all cards of the board by their share of the votes."""
        session, axes = self._session, self._axes
        if session is None:
            return
        count = operations.grade_by_votes(session, axes.kind, axes.up)
        texts = self._ui.texts
        moved = texts.plural("{count} card moved", "{count} cards moved", count)
        session.announced.emit(moved.format(count=texts.number(count)))
        self.invalidate(0)

    def _show_rule(self, axes: Axes, *, has_votes: bool) -> None:
        """Say what placing by votes does, or why it cannot be done."""
        texts = self._ui.texts
        up, right = (texts(title) for title in axes.titles)
        words = texts("Nobody has voted yet.")
        if has_votes:
            words = texts(
                "{grade} by share of votes: most 5, none 1. {other} stays; not rated: dashed."
            )
        self.rule.setText(words.format(grade=up, other=right))
        self.by_votes.setEnabled(has_votes)
        self.by_votes.setAccessibleDescription(self.rule.text())

    def _set_count(self, count: int) -> None:
        if self._session is not None and count != self._session.info.action_count:
            operations.set_info(self._session, "action_count", count, typing=True)
            self.invalidate(0)

    def _edit(self, id_: str) -> None:
        self.edit_wanted.emit(id_, "")

    def _end_merge(self) -> None:
        if self._session is not None:
            operations.end_merge(self._session)

    def _refresh_soon(self, _: str) -> None:
        self.invalidate(0)

    def _retranslate(self) -> None:
        texts = self._ui.texts
        self.boards.set_labels({kind: plural(kind, texts) for kind in BOARDS})
        self.boards.setAccessibleName(texts("Board"))
        self.by_votes.setText(texts("Place by votes"))
        self.board.setAccessibleName(texts("Board"))
        self.board.setAccessibleDescription(
            texts("Drag a card to set its grades, or move it with the arrow keys.")
        )
        self._empty.set_text(texts("Opportunities and pain points are compared here."))
        self.action_list.retranslate()
        self.board.update()
