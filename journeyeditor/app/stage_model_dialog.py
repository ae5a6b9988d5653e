"""The dialog that moves a map to another stage model: the target of each of its stages.

Nothing changes before Carry over, which is one undo step.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QVBoxLayout,
)

from journeyeditor.editing import operations
from journeyeditor.editing.changes.stages import column_stages
from journeyeditor.editing.session import Session
from journeyeditor.files.templates import template, templates
from journeyeditor.i18n import N_
from journeyeditor.insight.stage_models import stage_mapping
from journeyeditor.vocabulary import Stage
from journeyeditor.widgets.buttons import primary
from journeyeditor.widgets.choices import Chooser, ComboBox, row
from journeyeditor.widgets.items import make_quiet, set_cell
from journeyeditor.widgets.labels import SectionLabel, label
from journeyeditor.widgets.layouts import hairline
from journeyeditor.widgets.ui_context import UiContext

WIDTH, HEIGHT, BOX, ROW = 760, 680, 250, 38
REASONS = {
    "same": N_("same meaning"),
    "title": N_("same title"),
    "kin": N_("related meaning"),
    "order": N_("same position"),
    "hand": N_("chosen manually"),
}


class StageModelDialog(QDialog):
    """Shows the targets, lets the user change them, and applies them."""

    HELP = "map#stages"

    def __init__(self, ui: UiContext, session: Session) -> None:
        super().__init__()
        self._ui, self._session = ui, session
        self._ours = [s for s in session.graph.stages() if isinstance(s, Stage)]
        self._theirs: Sequence[Stage] = ()
        self._reasons: list[str] = []
        self.boxes = [ComboBox() for _ in self._ours]
        card_stages = column_stages(session.graph)
        self._counts = Counter(stage for stage in card_stages.values() if stage is not None)
        self.model = Chooser()
        self.table = _table(len(self._ours), 4)
        self.preview = _table(0, 2)
        self.ok, self._cancel = primary(), QPushButton()
        self._headings = (SectionLabel(), SectionLabel())
        self._note = label("", "secondary")
        self._note.setWordWrap(True)
        self._build_layout()
        self._connect_signals()
        self._retranslate()
        self.table.verticalHeader().setDefaultSectionSize(round(ROW * ui.scale))
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(2, round(BOX * ui.scale))
        self.model.offer(self._models())
        self.model.choose(self._likeliest())
        self._choose_model()
        self.resize(round(WIDTH * ui.scale), round(HEIGHT * ui.scale))

    def targets(self) -> dict[str, int]:
        return {
            stage.id: max(box.currentIndex(), 0)
            for stage, box in zip(self._ours, self.boxes, strict=True)
        }

    def apply(self) -> None:
        if self._theirs:
            operations.apply_stage_model(self._session, self._theirs, self.targets())
        self.accept()

    def _build_layout(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(10)
        column.addWidget(self.model)
        column.addWidget(self._headings[0])
        column.addWidget(self.table, 3)
        column.addWidget(hairline())
        column.addWidget(self._headings[1])
        column.addWidget(self.preview, 2)
        column.addLayout(row(self._note, self._cancel, self.ok, stretched=0))
        self.ok.setDefault(True)

    def _connect_signals(self) -> None:
        self._ui.language_changed.connect(self._retranslate)
        self.model.chosen.connect(self._choose_model)
        self._cancel.clicked.connect(self.reject)
        self.ok.clicked.connect(self.apply)
        for place, box in enumerate(self.boxes):
            box.activated.connect(partial(self._choose_stage, place))
            self.table.setCellWidget(place, 2, box)

    def _models(self) -> list[tuple[str, str]]:
        return [(f"{each.name}/{each.language}", each.title) for each in templates()]

    def _likeliest(self) -> str:
        language = self._session.texts.language
        keys = [key for key, _ in self._models()]
        return next((key for key in keys if key.endswith(f"/{language}")), keys[0])

    def _choose_model(self) -> None:
        name, _, language = self.model.key.partition("/")
        graph = template(name, language)
        self._theirs = [stage for stage in graph.stages() if isinstance(stage, Stage)]
        mapping = stage_mapping(self._ours, self._theirs)
        self._reasons = [target.why for target in mapping]
        for box, target in zip(self.boxes, mapping, strict=True):
            box.clear()
            box.addItems([stage.title for stage in self._theirs])
            box.setCurrentIndex(target.place)
        self._update_status()

    def _choose_stage(self, place: int, _: int) -> None:
        self._reasons[place] = "hand"
        self._update_status()

    def _update_status(self) -> None:
        texts = self._ui.texts
        for place, stage in enumerate(self._ours):
            reason = texts(REASONS[self._reasons[place]])
            count = texts.number(self._counts[stage.id])
            set_cell(self.table, place, 0, stage.title or texts("Stage"))
            set_cell(self.table, place, 1, count, align_right=True)
            set_cell(self.table, place, 3, reason)
            name = texts("New stage for “{title}”").format(title=stage.title)
            self.boxes[place].setAccessibleName(name)
        targets = self.targets()
        self.preview.setRowCount(len(self._theirs))
        for place, stage in enumerate(self._theirs):
            cards = sum(self._counts[id_] for id_, goal in targets.items() if goal == place)
            words = texts.plural("{count} card", "{count} cards", cards)
            set_cell(self.preview, place, 0, stage.title)
            set_cell(self.preview, place, 1, words.format(count=texts.number(cards)))

    def _retranslate(self) -> None:
        texts = self._ui.texts
        self.setWindowTitle(texts("Change stage model"))
        self.model.set_labels(texts("Stage model"))
        self._headings[0].setText(texts("Stage mapping"))
        self._headings[1].setText(texts("Result"))
        self._note.setText(
            texts("No cards are lost. Stages mapped to the same new stage are merged.")
        )
        self._cancel.setText(texts("Cancel"))
        self.ok.setText(texts("Change model"))
        self.table.setHorizontalHeaderLabels(
            [texts("Current stage"), texts("Cards"), texts("New stage"), texts("Matched by")]
        )
        self.preview.setHorizontalHeaderLabels([texts("New stage"), texts("Cards")])
        self.table.setAccessibleName(texts("Stage mapping"))
        self.preview.setAccessibleName(texts("Result"))
        if self._reasons or not self._ours:
            self._update_status()


def _table(rows: int, columns: int) -> QTableWidget:
    table = QTableWidget(rows, columns)
    make_quiet(table)
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    return table
