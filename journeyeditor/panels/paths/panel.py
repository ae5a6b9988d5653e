"""The paths through the map: where journeys lead, how likely, how long, and over which moments.

Choosing a route highlights it on the map.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from journeyeditor.editing.session import Session
from journeyeditor.i18n import N_
from journeyeditor.model import Change, Record
from journeyeditor.panels.paths.messages import (
    PathReport,
    PathRow,
    detail_rows,
    element_title,
    outcome_rows,
    path_report_parts,
    route_rows,
)
from journeyeditor.panels.session_view import BottomPage, Observed
from journeyeditor.vocabulary import Step, Touchpoint
from journeyeditor.widgets.choices import ComboBox
from journeyeditor.widgets.labels import EmptyState
from journeyeditor.widgets.layouts import hairline
from journeyeditor.widgets.ui_context import UiContext

#: Widths of the three lists, as stretch factors.
SHARES = (5, 7, 6)
#: The kinds of records that paths depend on, and fields of a card beside its title, which is shown.
_PARTS = ("follows", "stage", "persona", "step", "touchpoint")
_CARD_FIELDS = ("stage", "channel", "persona", "rank")


class PathsPanel(BottomPage):
    """The persona, and three lists; `counted` is how many elements lead nowhere or are unreachable."""

    HELP = "review#paths"
    NAME, TITLE = "paths", N_("Paths")
    IDLE_MS = 300
    COUNTS_BEHIND = True
    BEHIND_MS = 1000

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui)
        self._report: PathReport | None = None
        self.persona = ComboBox()
        self.outcomes, self.likely_routes, self.details = PathList(ui), PathList(ui), PathList(ui)
        self.lists = (self.outcomes, self.likely_routes, self.details)
        self._empty = EmptyState()
        self._lay_out()
        self._connect()
        self._retranslate()

    def _lay_out(self) -> None:
        self._body = QWidget()
        row = QHBoxLayout(self._body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        first = QVBoxLayout()
        first.setContentsMargins(0, 0, 0, 0)
        first.setSpacing(0)
        self._choice = QWidget()
        self._choice_row = QHBoxLayout(self._choice)
        self._choice_row.addWidget(self.persona)
        first.addWidget(self._choice)
        first.addWidget(self.outcomes)
        row.addLayout(first, SHARES[0])
        for part, stretch in zip(self.lists[1:], SHARES[1:], strict=True):
            row.addWidget(hairline(vertical=True))
            row.addWidget(part, stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._body)
        column.addWidget(self._empty)

    def _observed(self, session: Session) -> Iterable[Observed]:
        return (
            (session.updated, self._follow),
            (session.highlight.changed, self._follow_highlight),
        )

    def _reset(self) -> None:
        self._report = None
        self.persona.setCurrentIndex(-1)
        self._show()

    def _connect(self) -> None:
        self.persona.activated.connect(self._choose_persona)
        for part in self.lists:
            part.chosen.connect(self._choose)
            part.cleared.connect(self._clear_highlight)

    def _follow(self, change: Change) -> None:
        """Once idle, recompute what a change affects, or show its new titles."""
        assert self._session is not None
        is_highlighted = self._session.highlight.is_active
        effects = {
            _effect(before, after, is_highlighted) for before, after in change.entries.values()
        }
        if "paths" in effects:
            self._report = None
        if effects - {""}:
            self.invalidate()

    def _choose_persona(self, _: int) -> None:
        self._clear_highlight()
        self._report = None
        self.invalidate(0)

    def _refresh(self) -> Iterator[None]:
        session = self._session
        if session is not None:
            self._fill_personas(session)
            yield
        if session is not None and self._report is None:
            persona = self.persona.currentData() or ""
            report = yield from path_report_parts(session.graph, persona)
            self._report = report
            self.counted.emit(report.faults)
            yield
        yield from self._show_parts()

    def _fill_personas(self, session: Session) -> None:
        """Offer everybody and each persona; the chosen one stays chosen."""
        texts, chosen = self._ui.texts, self.persona.currentData()
        self.persona.clear()
        self.persona.addItem(texts("All personas"), "")
        for persona in session.graph.personas():
            self.persona.addItem(element_title(session.graph, persona.id, texts), persona.id)
        self.persona.setCurrentIndex(max(0, self.persona.findData(chosen)))
        self._choice.setVisible(self.persona.count() > 2)

    def _show(self) -> None:
        for _ in self._show_parts():
            pass

    def _show_parts(self) -> Iterator[None]:
        session, report = self._session, self._report
        is_known = session is not None and report is not None and bool(report.flow.stages)
        self._body.setVisible(is_known)
        self._empty.setVisible(not is_known)
        if session is None or report is None or not is_known:
            return
        graph, texts = session.graph, self._ui.texts
        self.outcomes.show_rows(outcome_rows(graph, report, texts))
        yield
        rows = []
        for row in route_rows(graph, report, texts):
            rows.append(row)
            yield
        self.likely_routes.show_rows(rows)
        yield
        self.details.show_rows(detail_rows(graph, report, texts))
        self._keep_highlight(session)

    def _keep_highlight(self, session: Session) -> None:
        highlight_ids = session.highlight.ids
        shown = {line.highlight_ids for part in self.lists for line in part.rows()}
        if (
            highlight_ids
            and highlight_ids not in shown
            and any(part.highlight_ids for part in self.lists)
        ):
            session.highlight.clear()
        else:
            self._follow_highlight(None)

    def _choose(self, line: PathRow) -> None:
        if self._session is None:
            return
        highlight = self._session.highlight
        if line.highlight_ids:
            highlight.set(() if line.highlight_ids == highlight.ids else line.highlight_ids)
        elif line.element:
            self.reveal_wanted.emit(line.element)

    def _clear_highlight(self) -> None:
        if self._session is not None:
            self._session.highlight.clear()

    def _follow_highlight(self, _: None) -> None:
        highlight_ids = self._session.highlight.ids if self._session else frozenset()
        for part in self.lists:
            part.show_highlight(highlight_ids)

    def _retranslate(self) -> None:
        texts, scale = self._ui.texts, self._ui.scale
        self.persona.setAccessibleName(texts("Persona"))
        self.outcomes.setAccessibleName(texts("Outcomes"))
        self.likely_routes.setAccessibleName(texts("Most likely paths"))
        self.details.setAccessibleName(texts("Along the way"))
        self._empty.set_text(texts("Add stages to see paths through the map."))
        margin = round(12 * scale)
        self._choice_row.setContentsMargins(margin, round(8 * scale), margin, 0)
        if self.persona.count():
            self.persona.setItemText(0, texts("All personas"))
        for part in self.lists:
            part.relayout()
        self._show()


def _effect(before: Record | None, after: Record | None, is_highlighted: bool) -> str:
    """What a change of a record affects: the "paths", only the "titles" shown, or nothing ("")."""
    record = after or before
    assert record is not None
    if before is None or after is None:
        return "paths" if record.kind in _PARTS or is_highlighted else ""
    if isinstance(before, Step | Touchpoint) and isinstance(after, Step | Touchpoint):
        if any(getattr(before, name, None) != getattr(after, name, None) for name in _CARD_FIELDS):
            return "paths"
        return "titles" if before.title != after.title else ""
    return "paths" if record.kind in _PARTS else ""


PAD, GAP, ROW_PX, HEADING_PX, BAR_PX = 14, 10, 25, 30, 6
#: Shares of a row that a bar and a detail may take.
BAR_SHARE, DETAIL_SHARE = 0.42, 0.45
_Index = QModelIndex | QPersistentModelIndex


class PathListModel(QAbstractListModel):
    """The rows of a list."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[PathRow] = []

    def show_rows(self, rows: Sequence[PathRow]) -> None:
        if list(rows) != self._rows:
            self.beginResetModel()
            self._rows = list(rows)
            self.endResetModel()

    def rows(self) -> list[PathRow]:
        return list(self._rows)

    def row(self, index: _Index) -> PathRow:
        return self._rows[index.row()]

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if self.row(index).is_heading:
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.row(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return line.words
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return line.accessible_text
        return None


class PathList(QListView):
    """A list of rows; `chosen` emits the row that was clicked, or activated with Enter or Space."""

    chosen = Signal(PathRow)
    cleared = Signal()

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._model = PathListModel()
        self.highlight_ids: frozenset[str] = frozenset()
        self.setModel(self._model)
        self._delegate = PathListDelegate(ui, self)
        self.setItemDelegate(self._delegate)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.clicked.connect(self._choose)

    def show_rows(self, rows: Sequence[PathRow]) -> None:
        self._model.show_rows(rows)
        self.figure_width = self._figure_width([line.figure for line in rows if line.bar is None])
        self.bar_figure_width = self._figure_width(
            [line.figure for line in rows if line.bar is not None]
        )

    def rows(self) -> list[PathRow]:
        return self._model.rows()

    def row(self, index: _Index) -> PathRow:
        return self._model.row(index)

    def show_highlight(self, ids: frozenset[str]) -> None:
        self.highlight_ids = ids
        if not ids:
            self.clearSelection()
        self.viewport().update()

    def relayout(self) -> None:
        self.show_rows(self.rows())
        self._model.layoutChanged.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if index.isValid():
                self._choose(index)
        elif event.key() == Qt.Key.Key_Escape and self.highlight_ids:
            self.cleared.emit()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ignore the second click of a double-click: it would undo the first."""
        event.accept()

    def _choose(self, index: QModelIndex) -> None:
        line = self._model.row(index)
        if not line.is_heading:
            self.chosen.emit(line)

    def _figure_width(self, figures: Sequence[str]) -> int:
        metrics = QFontMetrics(bold(self.font()))
        return max((metrics.horizontalAdvance(figure) for figure in figures), default=0)


class PathListDelegate(QStyledItemDelegate):
    """Draws one row: figure, text and a detail, or text and a bar; or a heading."""

    def __init__(self, ui: UiContext, view: PathList) -> None:
        super().__init__()
        self._ui, self._list = ui, view

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        is_heading = self._list.row(index).is_heading
        height = HEADING_PX if is_heading else ROW_PX
        return QSize(120, round(height * self._ui.scale))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        line, rect = self._list.row(index), QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pad = round(PAD * self._ui.scale)
        inner = rect.adjusted(pad, 0, -pad, 0)
        if line.is_heading:
            self._draw_heading(painter, inner, line.words)
        else:
            self._draw_background(painter, rect, line, option.state)
            if line.bar is not None:
                self._draw_bar(painter, inner, line, line.bar)
            else:
                self._draw_row(painter, inner, line)
        painter.restore()

    def _draw_background(
        self, painter: QPainter, rect: QRect, line: PathRow, state: QStyle.StateFlag
    ) -> None:
        """Fill a row: hovered, focused, or highlighted with a stroke at its side."""
        theme = self._ui.theme
        is_highlighted = bool(line.highlight_ids) and line.highlight_ids == self._list.highlight_ids
        if is_highlighted:
            painter.fillRect(rect, QColor(theme["chosen"]))
            painter.fillRect(
                rect.x(),
                rect.y(),
                max(2, round(3 * self._ui.scale)),
                rect.height(),
                QColor(theme["selection"]),
            )
        elif state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_HasFocus):
            painter.fillRect(rect, QColor(theme["hover"]))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(theme["selection"]))
            painter.drawRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5))

    def _draw_heading(self, painter: QPainter, rect: QRect, words: str) -> None:
        font = bold(painter.font())
        font.setPixelSize(max(9, round(11 * self._ui.scale)))
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0.8)
        painter.setFont(font)
        below = rect.adjusted(0, 0, 0, -round(5 * self._ui.scale))
        self._draw_text(painter, below, words.upper(), "label", Qt.AlignmentFlag.AlignBottom)

    def _draw_row(self, painter: QPainter, rect: QRect, line: PathRow) -> None:
        gap = round(GAP * self._ui.scale)
        metrics = QFontMetrics(painter.font())
        left = rect.x()
        if line.figure:
            room = QRect(left, rect.y(), self._list.figure_width, rect.height())
            self._draw_figure(painter, room, line.figure)
            left += self._list.figure_width + gap
        detail = min(metrics.horizontalAdvance(line.detail), round(rect.width() * DETAIL_SHARE))
        right = rect.right() - detail
        end = QRect(right, rect.y(), detail + 1, rect.height())
        self._draw_text(painter, end, line.detail, "label", Qt.AlignmentFlag.AlignRight)
        words = QRect(left, rect.y(), right - left - (gap if detail else 0), rect.height())
        fits = not line.short or metrics.horizontalAdvance(line.words) <= words.width()
        self._draw_text(painter, words, line.words if fits else line.short, "ink")

    def _draw_bar(self, painter: QPainter, rect: QRect, line: PathRow, bar: float) -> None:
        theme, scale = self._ui.theme, self._ui.scale
        gap = round(GAP * scale)
        figure = QRect(
            rect.right() - self._list.bar_figure_width,
            rect.y(),
            self._list.bar_figure_width + 1,
            rect.height(),
        )
        self._draw_figure(painter, figure, line.figure)
        width = round((rect.width() - self._list.bar_figure_width) * BAR_SHARE)
        height = BAR_PX * scale
        track = QRectF(
            figure.x() - gap - width, rect.center().y() + 0.5 - height / 2, width, height
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme["line"]))
        painter.drawRoundedRect(track, height / 2, height / 2)
        if bar > 0:
            painter.setClipRect(track)
            filled = QRectF(track.x(), track.y(), max(track.width() * bar, 1.5), height)
            painter.setBrush(QColor(theme["selection"]))
            radius = min(height / 2, filled.width() / 2)
            painter.drawRoundedRect(filled, radius, radius)
            painter.setClipping(False)
        words = QRect(rect.x(), rect.y(), round(track.x()) - rect.x() - gap, rect.height())
        self._draw_text(painter, words, line.words, "ink")

    def _draw_figure(self, painter: QPainter, rect: QRect, words: str) -> None:
        font = painter.font()
        painter.setFont(bold(font))
        self._draw_text(painter, rect, words, "title", Qt.AlignmentFlag.AlignRight)
        painter.setFont(font)

    def _draw_text(
        self,
        painter: QPainter,
        rect: QRect,
        words: str,
        role: str,
        side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        painter.setPen(QColor(self._ui.theme[role]))
        metrics = QFontMetrics(painter.font())
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, rect.width() + 1)
        upright = side & Qt.AlignmentFlag.AlignBottom or Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect, int(side | upright), shown)


def bold(font: QFont) -> QFont:
    result = QFont(font)
    result.setWeight(QFont.Weight.DemiBold)
    return result
