"""The funnel of the map: an editable table with bars, and a what-if.

It follows the map while somebody types; the what-if is kept here until it is accepted.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from journeyeditor.editing import operations
from journeyeditor.editing.errors import FieldError
from journeyeditor.editing.session import Session
from journeyeditor.i18n import N_, Texts
from journeyeditor.insight.funnel import counted, what_if, with_less_loss
from journeyeditor.model import Change
from journeyeditor.panels.funnel.model import (
    Column,
    FunnelFigures,
    FunnelModel,
    StageRow,
    figures,
    format_estimate,
    format_rate,
)
from journeyeditor.panels.funnel.table import FunnelTable
from journeyeditor.panels.session_view import BottomPage
from journeyeditor.values import UnreadableError, read_number, read_share
from journeyeditor.vocabulary.terms import term
from journeyeditor.widgets.buttons import primary
from journeyeditor.widgets.choices import ComboBox
from journeyeditor.widgets.labels import ElidedLabel, EmptyState, label
from journeyeditor.widgets.style import set_invalid, styled
from journeyeditor.widgets.ui_context import UiContext

#: Pixels that align the table's text with that of the header.
INDENT = 10


#: Kinds of records that the funnel is computed from.
_KINDS = frozenset({"stage", "follows", "persona", "map"})


#: Column → field of the stage; "rate" is the what-if's.
_FIELDS = {Column.CUSTOMERS: "count", Column.STATED: "stated_rate", Column.RATE_IF: "rate"}


class FunnelPanel(BottomPage):
    """Table and bars; `counted` is the number of stated rates that disagree with the counts."""

    HELP = "data#funnel"
    NAME, TITLE = "funnel", N_("Funnel")
    COUNTS_BEHIND = True
    BEHIND_MS = 1000

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
        self.header.import_wanted.connect(partial(self.action_wanted.emit, "import_funnel"))
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
        self.counted.emit(funnel.mismatches)
        if self.is_seen() and not self.isVisible():
            self._is_stale = True  # Columns as wide as their widest cells wait until they are seen.
            return
        self.model.show_figures(funnel, session.info.funnel.convention if session else "to_next")
        self.table.show_columns(is_what_if=is_what_if, shows_transitions=funnel.shows_transitions)
        self.table.setVisible(bool(funnel.rows))
        self._empty.setVisible(not funnel.rows)
        self.what_if.setVisible(is_what_if and bool(funnel.rows))
        self.header.show_figures(funnel)
        self._show_what_if()

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
        raise UnreadableError(sentence.format(low=0, high=100), texts)
    return share


CONVENTIONS = ("to_next", "from_previous", "share_of_top")


class FunnelHeader(QWidget):
    """The map's convention and tolerance, the biggest loss, and two buttons.

    `toggled` emits whether the what-if is open, `import_wanted` asks for a funnel table.
    """

    toggled = Signal(bool)
    import_wanted = Signal()

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._session: Session | None = None
        self._figures = FunnelFigures(())
        self._error = ""
        self._named, self._points = label("", "secondary"), styled(ElidedLabel(), "secondary")
        self.convention = ComboBox()
        self.convention.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToContents)
        self.convention.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.tolerance = QLineEdit()
        self.message = ElidedLabel()
        self.toggle = styled(QPushButton(), "flat")
        self.toggle.setCheckable(True)
        self.import_button = styled(QPushButton(), "flat")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 12, 4)
        row.setSpacing(8)
        for widget in (self._named, self.convention, self.tolerance, self._points):
            row.addWidget(widget)
        row.addSpacing(16)
        row.addWidget(self.message, 1)
        row.addWidget(self.toggle)
        row.addWidget(self.import_button)
        self._connect()
        self.retranslate()

    def show_session(self, session: Session | None) -> None:
        self._session = session
        self.toggle.setChecked(False)
        self._show_tolerance()

    def show_figures(self, figures: FunnelFigures) -> None:
        self._figures = figures
        for widget in (self.convention, self.tolerance, self.toggle):
            widget.setEnabled(bool(figures.rows))
        if self._session is not None:
            rule = self._session.info.funnel
            self.convention.setCurrentIndex(CONVENTIONS.index(rule.convention))
            if not self.tolerance.hasFocus():
                self._show_tolerance()
        self._show_message()

    def show_error(self, error_text: str) -> None:
        self._error = error_text
        self._show_message()

    def _connect(self) -> None:
        self.convention.activated.connect(self._set_convention)
        self.tolerance.textEdited.connect(self._set_tolerance)
        self.tolerance.editingFinished.connect(self._finish)
        self.toggle.toggled.connect(self.toggled)
        self.import_button.clicked.connect(self.import_wanted)

    def _set_convention(self, index: int) -> None:
        if self._session is not None:
            operations.set_info(self._session, "funnel.convention", CONVENTIONS[index])

    def _set_tolerance(self, words: str) -> None:
        if self._session is None:
            return
        texts, error_text = self._ui.texts, ""
        try:
            points = read_number(words, texts)
            operations.set_info(self._session, "funnel.tolerance", points, typing=True)
        except UnreadableError as error:
            error_text = str(error)
        except FieldError as error:
            error_text = error.message(texts)
        set_invalid(self.tolerance, bool(error_text))
        self.show_error(error_text)

    def _finish(self) -> None:
        if self._session is not None:
            operations.end_merge(self._session)
        self._show_tolerance()
        set_invalid(self.tolerance, False)
        self.show_error("")

    def _show_tolerance(self) -> None:
        if self._session is not None:
            self.tolerance.setText(self._ui.texts.number(self._session.info.funnel.tolerance))

    def _show_message(self) -> None:
        styled(self.message, "error" if self._error else "secondary")
        self.message.set_text(self._error or self._biggest_loss())

    def _biggest_loss(self) -> str:
        """Where most customers are lost, "" where none are."""
        texts, ahead = self._ui.texts, ""
        for row in self._figures.rows:
            if row.is_worst and row.before:
                return texts(
                    "Biggest drop-off: {source} → {target}, {count} customers ({share})"
                ).format(
                    source=ahead,
                    target=row.stage.title,
                    count=format_estimate(row.lost, texts),
                    share=format_rate(row.lost / row.before, texts),
                )
            ahead = row.stage.title if row.stage.count is not None else ahead
        return ""

    def retranslate(self) -> None:
        texts, scale = self._ui.texts, self._ui.scale
        self._named.setText(texts("Rates"))
        self._points.set_text(texts("± points"))
        now = max(self.convention.currentIndex(), 0)
        self.convention.clear()
        self.convention.addItems([term(each, texts) for each in CONVENTIONS])
        self.convention.setCurrentIndex(now)
        self.convention.setMinimumWidth(round(90 * scale))
        self.convention.setAccessibleName(texts("Rate basis"))
        self.tolerance.setFixedWidth(round(52 * scale))
        caption = texts("Tolerance in percentage points")
        self.tolerance.setAccessibleName(caption)
        self.tolerance.setToolTip(caption)
        self.toggle.setText(texts("What if…"))
        self.import_button.setText(texts("Import funnel table…"))
        self._show_tolerance()
        self._show_message()


#: Slider steps in the whole share.
SLIDER_STEPS = 1000


class WhatIfBar(QFrame):
    """Sets another rate of one stage; `rate_changed` emits it as a share (1 is the whole)."""

    rate_changed = Signal(float)
    halved = Signal()
    stated = Signal()
    reset = Signal()
    accepted = Signal()

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._row: StageRow | None = None
        self._title = ElidedLabel()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setSingleStep(5)
        self.slider.setPageStep(50)
        self._rate = label("", "title")
        self.half = QPushButton()
        self.as_stated = QPushButton()
        self.undo = QPushButton()
        self.accept = primary()
        for button in (self.half, self.as_stated, self.undo):
            styled(button, "flat")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 12, 4)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addWidget(self.slider, 1)
        layout.addWidget(self._rate)
        for button in (self.half, self.as_stated, self.undo, self.accept):
            layout.addWidget(button)
        self._connect()
        self.retranslate()

    def show_row(self, row: StageRow | None, *, is_what_if: bool, has_stated: bool) -> None:
        """Show a stage's rate; `is_what_if` is whether any stage has another rate."""
        self._row = row if row is not None and row.rate is not None else None
        self.slider.setEnabled(self._row is not None)
        self.half.setEnabled(self._row is not None and (self._row.rate or 0) < 1)
        self.as_stated.setEnabled(has_stated)
        self.undo.setEnabled(is_what_if)
        self.accept.setEnabled(is_what_if)
        rate = self._shown()
        with QSignalBlocker(self.slider):
            self.slider.setRange(0, max(SLIDER_STEPS, round(rate * SLIDER_STEPS)))
            self.slider.setValue(round(rate * SLIDER_STEPS))
        self.retranslate()

    def _shown(self) -> float:
        if self._row is None:
            return 0.0
        return (self._row.rate or 0.0) if self._row.what_if_rate is None else self._row.what_if_rate

    def _connect(self) -> None:
        self.slider.valueChanged.connect(self._moved)
        self.half.clicked.connect(self.halved)
        self.as_stated.clicked.connect(self.stated)
        self.undo.clicked.connect(self.reset)
        self.accept.clicked.connect(self.accepted)

    def _moved(self, steps: int) -> None:
        self.rate_changed.emit(steps / SLIDER_STEPS)

    def retranslate(self) -> None:
        texts, scale = self._ui.texts, self._ui.scale
        title = " ".join(self._row.stage.title.split()) if self._row else ""
        self._title.set_text(
            texts("Share that continues from “{stage}”:").format(stage=title)
            if self._row
            else texts("Select a stage that leads to another stage.")
        )
        self._title.setMaximumWidth(round(300 * scale))
        self.slider.setMinimumWidth(round(90 * scale))
        text = format_rate(self._shown(), texts) if self._row else ""
        self._rate.setText(text)
        self._rate.setMinimumWidth(self._rate.fontMetrics().horizontalAdvance("100,0 %"))
        self.slider.setAccessibleName(self._title.full_text())
        self.slider.setAccessibleDescription(text)
        self.half.setText(texts("Halve the drop-off"))
        self.as_stated.setText(texts("Use stated rates"))
        self.as_stated.setToolTip(texts("Apply the stated rates, starting from the first count"))
        self.undo.setText(texts("Reset"))
        self.accept.setText(texts("Apply"))
        self.accept.setToolTip(texts("Write these counts to the map as one undo step"))
