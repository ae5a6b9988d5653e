"""How a funnel table is read: the role of each column, and the stage of each step."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QTableWidget,
)

from journeyeditor.editing.changes.funnel import FunnelEntry
from journeyeditor.exchange.funnel_tables import FunnelStep, Reading, Role
from journeyeditor.exchange.tables import Table
from journeyeditor.i18n import N_, Texts
from journeyeditor.widgets.combo_box import ComboBox
from journeyeditor.widgets.items import set_cell
from journeyeditor.widgets.ui_context import UiContext

#: The most rows and columns shown; all are read.
MAX_ROWS, MAX_COLUMNS = 40, 60
#: Longer cells are cut for display (characters).
MAX_PREVIEW_CHARACTERS = 200
ROLES = (Role.STEP, Role.COUNT, Role.RATE, Role.SEGMENT, Role.NONE)
ROLE_WORDS = {
    Role.STEP: N_("Funnel step"),
    Role.COUNT: N_("Customers"),
    Role.RATE: N_("Rate"),
    Role.SEGMENT: N_("Segment"),
    Role.NONE: N_("Ignore"),
}


class ColumnsPreview(QTableWidget):
    """The preview; `chosen` emits a column and the role it was given."""

    chosen = Signal(int, object)

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._table: Table | None = None
        self.boxes: list[QComboBox] = []
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setMaximumSectionSize(round(260 * ui.scale))
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)

    def show_table(self, table: Table, reading: Reading) -> None:
        self._table = table
        width = min(len(table.header), MAX_COLUMNS)
        body = table.rows[:MAX_ROWS]
        self.clear()
        self.setColumnCount(width)
        self.setRowCount(1 + len(body))
        self.setHorizontalHeaderLabels(
            [cell[:MAX_PREVIEW_CHARACTERS] or "–" for cell in table.header[:width]]
        )
        self.boxes = [ComboBox() for _ in range(width)]
        for column, box in enumerate(self.boxes):
            box.activated.connect(partial(self._choose, column))
            self.setCellWidget(0, column, box)
        for line, cells in enumerate(body, 1):
            for column, cell in enumerate(cells[:width]):
                set_cell(self, line, column, cell[:MAX_PREVIEW_CHARACTERS])
        self.show_reading(reading)

    def show_reading(self, reading: Reading) -> None:
        texts, scale = self._ui.texts, self._ui.scale
        for widget in (self, self.horizontalHeader()):
            widget.setAccessibleName(texts("Table columns"))
        words = [texts(ROLE_WORDS[role]) for role in ROLES]
        for column, box in enumerate(self.boxes):
            box.clear()
            box.addItems(words)
            box.setCurrentIndex(ROLES.index(reading.roles[column]))
            box.setMinimumWidth(box.sizeHint().width() + round(14 * scale))
            name = self._table.header[column] if self._table is not None else ""
            box.setAccessibleName(texts("Contents of “{column}”").format(column=name))
        for row in range(self.rowCount()):
            self.setRowHeight(row, round((34 if row == 0 else 24) * scale))

    def _choose(self, column: int, index: int) -> None:
        self.chosen.emit(column, ROLES[index])


#: Choices before the stages: a new stage, and no stage.
NEW, NOWHERE = "", "@nowhere"
#: Longer titles are cut for display (characters).
MAX_SHOWN = 80


class StageTargets(QTableWidget):
    """The steps, each with a combo box of stages; `changed` is emitted on user input."""

    changed = Signal()

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._steps: Sequence[FunnelStep] = ()
        self._stages: Sequence[tuple[str, str]] = ()
        self.boxes: list[QComboBox] = []
        self.setColumnCount(4)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        for column in range(3):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setMaximumSectionSize(round(420 * ui.scale))

    def show_steps(
        self, steps: Sequence[FunnelStep], stages: Sequence[tuple[str, str]], goals: Sequence[str]
    ) -> None:
        """Show the steps and their targets; `stages` are the map's, id and title."""
        self._steps, self._stages = steps, stages
        self.setRowCount(len(steps))
        self.boxes = [ComboBox() for _ in steps]
        for row, box in enumerate(self.boxes):
            box.activated.connect(self._choose)
            self.setCellWidget(row, 3, box)
        self.retranslate()
        for box, goal in zip(self.boxes, goals, strict=True):
            box.setCurrentIndex(max(box.findData(goal), 0))

    def goals(self) -> list[str]:
        """The target of each step: an id, NEW or NOWHERE."""
        return [str(box.currentData()) for box in self.boxes]

    def entries(self) -> list[FunnelEntry]:
        return [
            FunnelEntry(goal, step.title, step.customers, step.rate)
            for step, goal in zip(self._steps, self.goals(), strict=True)
            if goal != NOWHERE
        ]

    def duplicate_target(self) -> str:
        """The title of a stage that is the target of two steps, "" if there is none."""
        goals = [goal for goal in self.goals() if goal not in (NEW, NOWHERE)]
        titles = dict(self._stages)
        return next((titles[goal] for goal in goals if goals.count(goal) > 1), "")

    def retranslate(self) -> None:
        texts, scale = self._ui.texts, self._ui.scale
        for widget in (self, self.horizontalHeader()):
            widget.setAccessibleName(texts("Target stages"))
        titles = (texts("Funnel step"), texts("Customers"), texts("Rate"), texts("Map to"))
        self.setHorizontalHeaderLabels(list(titles))
        for row, (step, box) in enumerate(zip(self._steps, self.boxes, strict=True)):
            for column, words in enumerate(_words(step, texts)):
                set_cell(self, row, column, words, align_right=column > 0)
            self._fill(box)
            box.setAccessibleName(texts("Stage for “{step}”").format(step=step.title[:MAX_SHOWN]))
            self.setRowHeight(row, round(34 * scale))

    def _fill(self, box: QComboBox) -> None:
        texts, now = self._ui.texts, box.currentData()
        box.clear()
        box.addItem(texts("New stage"), NEW)
        for id_, title in self._stages:
            box.addItem(" ".join(title.split())[:MAX_SHOWN] or texts("Untitled"), id_)
        box.addItem(texts("Skip"), NOWHERE)
        box.setCurrentIndex(max(box.findData(now), 0))

    def _choose(self, _: int) -> None:
        self.changed.emit()


def _words(step: FunnelStep, texts: Texts) -> tuple[str, str, str]:
    count = "–" if step.customers is None else texts.number(step.customers)
    rate = "" if step.rate is None else texts.percent(step.rate, 1)
    return step.title[:MAX_SHOWN], count, rate
