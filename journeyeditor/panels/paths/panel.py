"""The paths through the map: where journeys lead, how likely, how long, and over which moments.

Choosing a route highlights it on the map.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from journeyeditor.editing.session import Session
from journeyeditor.i18n import N_
from journeyeditor.model import Change, Record
from journeyeditor.panels.paths.list import PathList
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
from journeyeditor.widgets.combo_box import ComboBox
from journeyeditor.widgets.labels import EmptyState
from journeyeditor.widgets.layouts import hairline
from journeyeditor.widgets.ui_context import UiContext

#: Widths of the three lists, as stretch factors.
SHARES = (5, 7, 6)
#: Fields of a card that the paths depend on.
_CARD_FIELDS = ("title", "stage", "channel", "persona", "rank")


class PathsPanel(BottomPage):
    """The persona, and three lists; `counted` is how many elements lead nowhere or are unreachable."""

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
        """Recompute once idle, if the change touches what paths are computed from."""
        assert self._session is not None
        is_highlighted = self._session.highlight.is_active
        if any(
            _affects_paths(before, after, is_highlighted)
            for before, after in change.entries.values()
        ):
            self._report = None
            self.invalidate()

    def _choose_persona(self, _: int) -> None:
        self._clear_highlight()
        self._report = None
        self.invalidate(0)

    def _refresh(self) -> Iterator[None]:
        session = self._session
        if session is not None and self._report is None:
            self._fill_personas(session)
            yield
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


def _affects_paths(before: Record | None, after: Record | None, is_highlighted: bool) -> bool:
    if is_highlighted and (before is None or after is None):
        return True
    record = after or before
    assert record is not None
    if record.kind in ("follows", "stage", "persona"):
        return True
    if not isinstance(record, Step | Touchpoint):
        return False
    return any(getattr(before, name, None) != getattr(after, name, None) for name in _CARD_FIELDS)
