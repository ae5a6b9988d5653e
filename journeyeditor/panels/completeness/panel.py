"""The completeness of the map below it: every stage by what it should tell, the holes easy to see.

Enter or a click goes to what stands there; where nothing does, it makes the card or leads to the
field.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from journeyeditor.editing import operations
from journeyeditor.editing.drop_target import Spot
from journeyeditor.editing.session import Session
from journeyeditor.insight.completeness import Cell, completeness, share_of_cells
from journeyeditor.model import Change
from journeyeditor.panels.completeness.table import Cells, CellTable
from journeyeditor.widgets.common import ElidedLabel, EmptyState, styled
from journeyeditor.widgets.ui_context import UiContext

#: The table is refreshed when nothing has happened for so long (milliseconds).
REST_MS = 200
#: Aspect → the field of the stage in which it is written.
FIELDS = {"need": "customer_goal", "owner": "owner"}


class CompletenessPanel(QWidget):
    """The table of stages and aspects.

    `reveal_wanted` asks for an element, `edit_wanted` for a field in a form, `evidence_wanted`
    for the page where sources are tied; `counted` tells how many cells are empty.
    """

    reveal_wanted = Signal(str)
    edit_wanted = Signal(str, str)
    evidence_wanted = Signal()
    counted = Signal(int)

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._session: Session | None = None
        self._is_stale = True
        self._model = Cells(ui)
        self.table = CellTable(ui, self._model)
        self.share = styled(ElidedLabel(), "quiet")
        self._quiet = EmptyState()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.share.setContentsMargins(16, 8, 16, 4)
        layout.addWidget(self.share)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._quiet)
        self._rest.timeout.connect(self._refresh)
        self.table.chosen.connect(self._choose)
        ui.changed.connect(self._retranslate)
        self._retranslate()

    def show_session(self, session: Session | None) -> None:
        """Show another map, or none."""
        if self._session is not None:
            self._session.updated.disconnect(self._follow)
        self._session = session
        if session is not None:
            session.updated.connect(self._follow)
        self._wait(0)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._rest.start(0)

    def cell(self, aspect: int, stage: int) -> Cell:
        """Return what is shown in a row and a column."""
        return self._model.cell(self._model.index(aspect, stage))

    def _follow(self, _: Change) -> None:
        """Look again when hands rest."""
        self._wait(REST_MS)

    def _wait(self, pause: int) -> None:
        """Refresh a little later, if anybody looks."""
        self._is_stale = True
        if self.isVisible():
            self._rest.start(pause)

    def _refresh(self) -> None:
        """Bring the table in step with the map."""
        self._rest.stop()
        self._is_stale = False
        rows = completeness(self._session.graph) if self._session is not None else []
        self._model.show_stages(rows)
        self.table.setVisible(bool(rows))
        self.share.setVisible(bool(rows))
        self._quiet.setVisible(not rows)
        share = share_of_cells(rows)
        empty = sum(cell.is_empty for row in rows for cell in row.cells)
        texts = self._ui.texts
        words = texts.plural("{count} empty cell", "{count} empty cells", empty)
        told = texts("{share} of the map is told · {empty}")
        if share is not None:
            self.share.say(
                told.format(
                    share=texts.percent(share), empty=words.format(count=texts.number(empty))
                )
            )
        self.counted.emit(empty)

    def _choose(self, index: QModelIndex) -> None:
        """Go to what stands in a cell, or make what is missing."""
        session = self._session
        stage, cell = self._model.stage(index), self._model.cell(index)
        if session is None or not session.graph.has_element(stage.id):
            return
        if cell.aspect in FIELDS and (cell.is_empty or cell.aspect == "need"):
            self.edit_wanted.emit(stage.id, FIELDS[cell.aspect])
        elif cell.aspect == "evidence" and cell.number < cell.of:
            self._show(session, cell)
            self.evidence_wanted.emit()
        elif cell.is_empty and cell.aspect != "evidence":
            self.reveal_wanted.emit(operations.add(session, cell.aspect, Spot(stage.id)))
        else:
            self._show(session, cell)

    def _show(self, session: Session, cell: Cell) -> None:
        """Go to the first card of a cell, and select all of them."""
        ids = [id_ for id_ in cell.ids if session.graph.has_element(id_)]
        if ids:
            self.reveal_wanted.emit(ids[0])
            session.selection.set(ids)

    def _retranslate(self) -> None:
        """Say all in the window's language."""
        texts = self._ui.texts
        self.setAccessibleName(texts("Completeness"))
        self.table.setAccessibleName(texts("Completeness"))
        self._quiet.say(texts("The map has no stages yet."))
        self._model.retranslate()
        self.table.relay()
        self._refresh()
