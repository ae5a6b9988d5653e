"""The funnel of the map: an editable table with bars, and a what-if.

It follows the map while somebody types; the what-if is kept here until it is accepted.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from journeyeditor.editing import operations
from journeyeditor.editing.errors import FieldError
from journeyeditor.editing.session import Session
from journeyeditor.i18n import N_, Texts
from journeyeditor.insight.what_if import counted, what_if, with_less_loss
from journeyeditor.model import Change
from journeyeditor.panels.funnel.header import FunnelHeader, WhatIfBar
from journeyeditor.panels.funnel.model import Column, FunnelFigures, FunnelModel, StageRow, figures
from journeyeditor.panels.funnel.table import FunnelTable
from journeyeditor.panels.session_view import BottomPage
from journeyeditor.values import UnreadableError, read_number, read_share
from journeyeditor.widgets.labels import EmptyState
from journeyeditor.widgets.ui_context import UiContext

#: Pixels that align the table's text with that of the header.
INDENT = 10


#: Kinds of records that the funnel is computed from.
_KINDS = frozenset({"stage", "follows", "persona", "map"})


#: Column → field of the stage; "rate" is the what-if's.
_FIELDS = {Column.CUSTOMERS: "count", Column.STATED: "stated_rate", Column.RATE_IF: "rate"}


class FunnelPanel(BottomPage):
    """Table and bars; `counted` is the number of stated rates that disagree with the counts.

    `import_wanted` asks for a funnel table.
    """

    NAME, TITLE = "funnel", N_("Funnel")
    COUNTS_BEHIND = True

    import_wanted = Signal()

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui)
        self._writer: CellWriter | None = None
        self._what_if_rates: dict[str, float] = {}
        self.model = FunnelModel(ui)
        self.table = FunnelTable(ui, self.model)
        self.header = FunnelHeader(ui)
        self.what_if = WhatIfBar(ui)
        self.what_if.hide()
        self._empty = EmptyState()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.what_if)
        indented = QHBoxLayout()
        indented.setContentsMargins(INDENT, 0, 0, 0)
        indented.addWidget(self.table)
        column.addLayout(indented, 1)
        column.addWidget(self._empty, 1)
        self._connect()
        self._retranslate()
        self._refresh()

    @property
    def figures(self) -> FunnelFigures:
        return self.model.figures

    @property
    def is_what_if(self) -> bool:
        return self.header.toggle.isChecked()

    def _reset(self) -> None:
        session, self._what_if_rates = self._session, {}
        self._writer = CellWriter(session, self.set_what_if) if session is not None else None
        self.header.show_session(session)

    def set_what_if(self, stage: str, rate: float | None) -> None:
        """Set the rate of a stage in the what-if, None for its own. The map stays as it is."""
        self._what_if_rates.pop(stage, None)
        if rate is not None:
            self._what_if_rates[stage] = rate
        self.header.toggle.setChecked(True)
        self.refresh()

    def reset(self) -> None:
        self._what_if_rates = {}
        self.refresh()

    def accept(self) -> None:
        """Write the counts of the what-if to the map, in one undo step."""
        rates = self._valid_rates()
        if self._session is None or not rates:
            return
        try:
            operations.apply_what_if(self._session, what_if(self._session.graph, rates))
        except FieldError as error:
            self.header.show_error(error.message(self._ui.texts))
        else:
            self.reset()

    def _connect(self) -> None:
        self.table.typed.connect(self._edit_cell)
        self.table.left.connect(self._close_cell)
        self.table.cleared.connect(self._clear)
        self.table.opened.connect(self._open)
        self.table.moved.connect(self._show_what_if)
        self.header.toggled.connect(self._toggle)
        self.header.import_wanted.connect(self.import_wanted)
        self.what_if.rate_changed.connect(self._set_current_rate)
        self.what_if.halved.connect(self._halve_loss)
        self.what_if.stated.connect(self._use_stated)
        self.what_if.reset.connect(self.reset)
        self.what_if.accepted.connect(self.accept)

    def _valid_rates(self) -> dict[str, float]:
        return {
            row.stage.id: row.what_if_rate
            for row in self.figures.rows
            if row.what_if_rate is not None
        }

    def _follow(self, change: Change) -> None:
        records = (after or before for before, after in change.entries.values())
        if any(record is not None and record.kind in _KINDS for record in records):
            self.invalidate()

    def _refresh(self) -> None:
        session, is_what_if = self._session, self.is_what_if
        funnel = FunnelFigures(())
        if session is not None:
            funnel = figures(session.graph, self._what_if_rates, is_what_if=is_what_if)
        self.model.show_figures(funnel, session.info.funnel.convention if session else "to_next")
        self.table.show_columns(is_what_if=is_what_if, shows_transitions=funnel.shows_transitions)
        self.table.setVisible(bool(funnel.rows))
        self._empty.setVisible(not funnel.rows)
        self.what_if.setVisible(is_what_if and bool(funnel.rows))
        self.header.show_figures(funnel)
        self._show_what_if()
        self.counted.emit(funnel.mismatches)

    def _show_what_if(self) -> None:
        has_stated = any(row.stage.stated_rate is not None for row in self.figures.rows)
        self.what_if.show_row(
            self._current(), is_what_if=bool(self._valid_rates()), has_stated=has_stated
        )

    def _current(self) -> StageRow | None:
        index, rows = self.table.currentIndex(), self.figures.rows
        if index.isValid() and index.row() < len(rows):
            return rows[index.row()]
        worst = next((i for i, row in enumerate(rows) if row.is_worst), 0)
        ahead = [row for row in rows[:worst] if row.stage.count is not None]
        return ahead[-1] if ahead else None

    def _edit_cell(self, index: QPersistentModelIndex, words: str) -> None:
        if self._writer is not None and index.isValid():
            row, column = self.model.row(index), Column(index.column())
            values = {"count": row.stage.count, "stated_rate": row.stage.stated_rate}
            field = _FIELDS[column]
            value = values.get(field, row.what_if_rate)
            error_text = self._writer.type(row.stage.id, field, words, value, self._ui.texts)
            self.table.cells.set_invalid(bool(error_text))
            self.header.show_error(error_text)

    def _close_cell(self, _: QPersistentModelIndex, is_forgotten: bool) -> None:
        if self._writer is not None:
            self._writer.leave(is_forgotten=is_forgotten)
        self.header.show_error("")

    def _clear(self, index: QModelIndex) -> None:
        if self._writer is not None:
            stage, field = self.model.row(index).stage.id, _FIELDS[Column(index.column())]
            self._writer.write(stage, field, "", self._ui.texts)
            self._writer.leave(is_forgotten=False)

    def _open(self, index: QModelIndex) -> None:
        self.reveal_wanted.emit(self.model.row(index).stage.id)

    def _toggle(self, _: bool) -> None:
        self.refresh()

    def _set_current_rate(self, rate: float) -> None:
        row = self._current()
        if row is not None:
            self.set_what_if(row.stage.id, rate)

    def _halve_loss(self) -> None:
        row = self._current()
        if row is None or self._session is None or row.rate is None:
            return
        rate = (
            with_less_loss(self._session.graph, row.stage.id, 0.5)
            if row.rate
            else (1 - row.rate) / 2
        )
        self.set_what_if(row.stage.id, rate)

    def _use_stated(self) -> None:
        if self._session is not None:
            stages = counted(self._session.graph)[:-1]
            rates = {s.id: s.stated_rate for s in stages if s.stated_rate is not None}
            self._what_if_rates = rates
            self.refresh()

    def _retranslate(self) -> None:
        texts = self._ui.texts
        self.table.name(texts("Funnel"))
        self._empty.set_text(texts("A funnel needs stages. Add stages or import a funnel table."))
        self.model.retranslate()
        self.header.retranslate()
        self.what_if.retranslate()


#: Sets the what-if's rate of a stage, None for none.
SetRate = Callable[[str, float | None], None]


class CellWriter:
    """Writes one cell at a time; while the input is no figure, the map keeps the old value."""

    def __init__(self, session: Session, set_what_if: SetRate) -> None:
        self._session, self._set_rate = session, set_what_if
        self._open: tuple[str, str, float | None] | None = None

    def type(self, stage: str, field: str, words: str, value: float | None, texts: Texts) -> str:
        """Write the input of an open cell; `value` is what the map holds.

        `field` is "rate" for a what-if. Return the reason for rejection, "" on success.
        """
        if self._open is None or self._open[:2] != (stage, field):
            operations.end_merge(self._session)
            self._open = (stage, field, value)
        error_text = self.write(stage, field, words, texts)
        if error_text:
            self._restore()
        return error_text

    def write(self, stage: str, field: str, words: str, texts: Texts) -> str:
        """Write a text to a cell; return the reason for rejection, "" on success."""
        try:
            self._set(stage, field, _read(field, words, texts))
        except UnreadableError as error:
            return str(error)
        except FieldError as error:
            return error.message(texts)
        return ""

    def leave(self, *, is_forgotten: bool) -> None:
        """End the undo step; with `is_forgotten`, restore the value before."""
        if is_forgotten:
            self._restore()
        self._open = None
        operations.end_merge(self._session)

    def _restore(self) -> None:
        if self._open is not None and self._session.element(self._open[0]) is not None:
            self._set(*self._open)

    def _set(self, stage: str, field: str, value: float | None) -> None:
        if field == "rate":
            self._set_rate(stage, value)
        else:
            operations.set_field(self._session, [stage], field, value, typing=True)


def _read(field: str, words: str, texts: Texts) -> float | None:
    """Read a figure, None for an empty text; raises UnreadableError."""
    if not words.strip():
        return None
    if field == "count":
        return read_number(words, texts)
    share = read_share(words, texts)
    if not 0 <= share <= 1:
        sentence = texts("Enter a number from {low} to {high}.")
        raise UnreadableError(sentence.format(low=0, high=100))
    return share
