"""The funnel as a table model: counts and rates of each stage, losses, and the what-if."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont

from journeyeditor.i18n import N_, Texts
from journeyeditor.insight.funnel import (
    FunnelRow,
    Verdict,
    branches,
    counted,
    expected,
    funnel,
    losses,
    onward,
    what_if,
)
from journeyeditor.model import JourneyGraph
from journeyeditor.values import format_share
from journeyeditor.vocabulary import Stage
from journeyeditor.widgets.icons import icon
from journeyeditor.widgets.ui_context import UiContext

#: Counts that differ by less than this share are taken as equal.
NEAR = 0.01


class StageRow(NamedTuple):
    """One stage; counts are of customers, rates shares of 1, None where there is none.

    `before` is the count of the nearest stage ahead that has one; `rate` the share that continues,
    `what_if_rate` that of the what-if, `after` the customers it yields; `by_transitions` the
    customers that the shares of the connections yield.
    """

    stage: Stage
    figures: FunnelRow
    before: float | None
    is_worst: bool
    rate: float | None
    what_if_rate: float | None
    after: float | None
    by_transitions: float | None

    @property
    def lost(self) -> float:
        """How many left on the way to this stage; below 0 where customers joined."""
        if self.before is None or self.stage.count is None:
            return 0
        return self.before - self.stage.count


class FunnelFigures(NamedTuple):
    """All rows, and whether the connections yield other counts than the stages have."""

    rows: tuple[StageRow, ...]
    shows_transitions: bool = False

    @property
    def top(self) -> float:
        """The greatest count, that of the what-if included."""
        counts = [n for row in self.rows for n in (row.stage.count, row.after) if n is not None]
        return max(counts, default=0)

    @property
    def mismatches(self) -> int:
        return sum(row.figures.verdict is Verdict.MISMATCH for row in self.rows)


def figures(
    graph: JourneyGraph, what_if_rates: Mapping[str, float], *, is_what_if: bool
) -> FunnelFigures:
    """Compute what to show; `what_if_rates` by stage."""
    computed = set(onward(graph)) | {stage.id for stage in counted(graph)[:-1]}
    what_if_rates = {id_: rate for id_, rate in what_if_rates.items() if id_ in computed}
    rates = onward(graph)
    after = what_if(graph, what_if_rates) if is_what_if else {}
    by_transitions = expected(graph) if branches(graph) else {}
    worst = next((loss.target.id for loss in losses(graph)), "")
    rows = []
    before: float | None = None
    for figure in funnel(graph):
        stage = figure.stage
        rows.append(
            StageRow(
                stage,
                figure,
                before,
                stage.id == worst,
                rates.get(stage.id, 0.0) if stage.id in computed else None,
                what_if_rates.get(stage.id),
                after.get(stage.id),
                by_transitions.get(stage.id),
            )
        )
        before = before if stage.count is None else stage.count
    return FunnelFigures(tuple(rows), any(_differs(row) for row in rows))


def _differs(row: StageRow) -> bool:
    if row.by_transitions is None:
        return False
    if row.stage.count is None:
        return True
    return abs(row.by_transitions - row.stage.count) > NEAR * max(row.stage.count, 1)


def format_count(count: float | None, texts: Texts) -> str:
    """A count as stored, "" for none."""
    return "" if count is None else texts.number(count)


def format_estimate(count: float | None, texts: Texts) -> str:
    """A computed count: whole, or with decimals where it is small."""
    if count is None:
        return ""
    return texts.number(count, 0 if count >= 9.95 else 1 if count >= 0.95 else 3)


def format_rate(rate: float | None, texts: Texts) -> str:
    """A rate in percent, with more decimals where it is small; "" for none."""
    return "" if rate is None else texts.percent(rate, 1 if rate >= 0.01 else 3)


def format_verdict(row: StageRow, texts: Texts) -> str:
    figure = row.figures
    if figure.verdict is Verdict.MISMATCH:
        points = texts.number(abs(figure.gap), 1)
        low, high = N_("{points} points too low"), N_("{points} points too high")
        return texts(low if figure.gap < 0 else high).format(points=points)
    if row.stage.count is None:
        return texts("No count")
    if row.lost < 0:
        return texts("More than in previous stage")
    return texts(_VERDICTS[figure.verdict])


_VERDICTS = {
    Verdict.MATCH: N_("Matches"),
    Verdict.UNDEFINED: N_("Nothing to compare"),
    Verdict.UNSTATED: "",
}


def format_loss(row: StageRow, texts: Texts) -> str:
    """How many were lost on the way to a stage, and which share; "" where none was."""
    if row.before is None or row.lost <= 0:
        return ""
    return f"−{format_estimate(row.lost, texts)} ({format_rate(row.lost / row.before, texts)})"


Index = QModelIndex | QPersistentModelIndex


_ROOT = QModelIndex()


ICON_PX = 14


_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Column(IntEnum):
    """The columns from left to right; RATE_IF and AFTER belong to the what-if."""

    STAGE = 0
    CUSTOMERS = 1
    COMPUTED = 2
    STATED = 3
    VERDICT = 4
    BY_TRANSITIONS = 5
    RATE_IF = 6
    AFTER = 7
    BARS = 8


#: The columns that can be edited; the others are computed.
EDITABLE = (Column.CUSTOMERS, Column.STATED, Column.RATE_IF)


_HEADERS = {
    Column.STAGE: N_("Stage"),
    Column.CUSTOMERS: N_("Customers"),
    Column.STATED: N_("Stated rate"),
    Column.VERDICT: N_("Check", "result of a check"),
    Column.BY_TRANSITIONS: N_("From paths"),
    Column.RATE_IF: N_("What-if rate"),
    Column.AFTER: N_("What-if customers"),
    Column.BARS: N_("Customers and drop-off"),
}


_COMPUTED = {
    "to_next": N_("Continue", "share of customers"),
    "from_previous": N_("Of previous stage"),
    "share_of_top": N_("Of first stage"),
}


_TIPS = {
    Column.COMPUTED: N_("Computed from the counts"),
    Column.STATED: N_("The rate that a source states, shown next to the computed rate"),
    Column.BY_TRANSITIONS: N_(
        "Computed from the shares of the connections, including skips and loops"
    ),
    Column.RATE_IF: N_("Try another rate. The map does not change until you apply it"),
}


_SIGNS = {Verdict.MATCH: ("check", "good"), Verdict.MISMATCH: ("warning", "warning")}


class FunnelModel(QAbstractTableModel):
    """The rows of the funnel; the panel writes the cells."""

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self.figures = FunnelFigures(())
        self._convention = "to_next"

    def show_figures(self, figures: FunnelFigures, convention: str) -> None:
        is_same = [row.stage.id for row in figures.rows] == [
            row.stage.id for row in self.figures.rows
        ]
        if not is_same:
            self.beginResetModel()
        header_changes = convention != self._convention
        self.figures, self._convention = figures, convention
        if not is_same:
            self.endResetModel()
        elif figures.rows:
            self.dataChanged.emit(
                self.index(0, 0), self.index(len(figures.rows) - 1, len(Column) - 1)
            )
        if header_changes:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)

    def row(self, index: Index) -> StageRow:
        return self.figures.rows[index.row()]

    def retranslate(self) -> None:
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)
        if self.figures.rows:
            self.dataChanged.emit(
                self.index(0, 0), self.index(self.rowCount() - 1, len(Column) - 1)
            )

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.figures.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(Column)

    def flags(self, index: Index) -> Qt.ItemFlag:
        column = Column(index.column())
        if column is Column.BARS:
            return Qt.ItemFlag.ItemIsEnabled
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if column is Column.RATE_IF and self.row(index).rate is None:
            return flags
        return flags | Qt.ItemFlag.ItemIsEditable if column in EDITABLE else flags

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = Column(section)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.header(column)
        if role == Qt.ItemDataRole.ToolTipRole and column in _TIPS:
            return self._ui.texts(_TIPS[column])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        return None

    def header(self, column: Column) -> str:
        words = _HEADERS.get(column) or _COMPUTED[self._convention]
        return self._ui.texts(words)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        column, row = Column(index.column()), self.row(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(row, column)
        if role == Qt.ItemDataRole.EditRole:
            return self._edit_text(row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.stage.title}, {self.header(column)}: {self._words(row, column) or '–'}"
        if role == Qt.ItemDataRole.ToolTipRole and column is Column.STAGE:
            return row.stage.title
        return self._look(row, column, role)

    def _look(self, row: StageRow, column: Column, role: int) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor(self._ui.theme[self._role(row, column)])
        if role == Qt.ItemDataRole.DecorationRole and column is Column.VERDICT:
            return self._icon(row)
        if role == Qt.ItemDataRole.FontRole and column in (Column.STAGE, Column.AFTER):
            font = QFont()
            font.setWeight(QFont.Weight.DemiBold)
            return font
        return None

    def _words(self, row: StageRow, column: Column) -> str:
        texts = self._ui.texts
        if column is Column.STAGE:
            return " ".join(row.stage.title.split()) or texts("Untitled")
        if column is Column.VERDICT:
            return format_verdict(row, texts)
        if column is Column.BARS:
            loss = format_loss(row, texts)
            return f"{loss} · {texts('biggest drop-off')}" if row.is_worst else loss
        counts = {Column.BY_TRANSITIONS: row.by_transitions, Column.AFTER: row.after}
        if column in counts:
            return format_estimate(counts[column], texts)
        if column is Column.CUSTOMERS:
            return format_count(row.stage.count, texts)
        return format_rate(self._rate(row, column), texts)

    def _edit_text(self, row: StageRow, column: Column) -> str:
        texts = self._ui.texts
        if column is Column.CUSTOMERS:
            return format_count(row.stage.count, texts)
        rate = self._rate(row, column)
        return "" if rate is None else format_share(round(rate, 6), texts)

    def _rate(self, row: StageRow, column: Column) -> float | None:
        if column is Column.COMPUTED:
            return row.figures.computed
        if column is Column.STATED:
            return row.stage.stated_rate
        return row.rate if row.what_if_rate is None else row.what_if_rate

    def _role(self, row: StageRow, column: Column) -> str:
        wrong = row.figures.verdict is Verdict.MISMATCH
        if column is Column.VERDICT:
            is_good = row.figures.verdict is Verdict.MATCH and row.lost >= 0
            return "warning" if wrong else "good" if is_good else "quiet"
        if column is Column.STATED and wrong:
            return "warning"
        if column is Column.RATE_IF:
            return "label" if row.what_if_rate is None else "selection"
        if column is Column.AFTER:
            is_same = row.after is None or abs(row.after - (row.stage.count or 0)) < 0.5
            return "label" if is_same else "selection"
        return "quiet" if column in (Column.COMPUTED, Column.BY_TRANSITIONS) else "ink"

    def _icon(self, row: StageRow) -> Any:
        glyph, role = _SIGNS.get(row.figures.verdict, ("", ""))
        if row.figures.verdict is not Verdict.MISMATCH and row.lost < 0:
            glyph, role = "arrow_up", "quiet"
        side = round(ICON_PX * self._ui.scale)
        return icon(glyph, self._ui.theme[role], side) if glyph else None


def _alignment(column: Column) -> Qt.AlignmentFlag:
    return _LEFT if column in (Column.STAGE, Column.VERDICT, Column.BARS) else _RIGHT
