"""The dialog that previews journeys: which one of a file, and what each column of its table is.

Roles that the user gives columns are remembered for tables with the same columns.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QVBoxLayout

from journeyeditor.app.background import Job
from journeyeditor.app.background_dialog import BackgroundDialog
from journeyeditor.app.importing.columns_preview import ColumnsPreview
from journeyeditor.exchange.checkpoints import checked
from journeyeditor.exchange.importers import FoundJourney, Imported, ImportFailure
from journeyeditor.exchange.tables import build
from journeyeditor.exchange.tables.inline import plain
from journeyeditor.exchange.tables.words import Role
from journeyeditor.i18n import N_, Texts, translated
from journeyeditor.widgets.buttons import primary
from journeyeditor.widgets.choices import Chooser, row
from journeyeditor.widgets.labels import ElidedLabel, SectionLabel, label

if TYPE_CHECKING:
    from journeyeditor.app.settings import Preferences
    from journeyeditor.exchange.tables.journey import JourneyTable
    from journeyeditor.widgets.ui_context import UiContext

#: The height is that of the table, within these bounds (pixels at interface size 1).
WIDTH, MIN_HEIGHT, MAX_HEIGHT = 860, 240, 560
#: Tables whose roles are remembered; the oldest is forgotten first.
MAX_REMEMBERED = 50
ROLES = {
    Role.STEP: N_("Step"),
    Role.TOUCHPOINT: N_("Touchpoint"),
    Role.CHANNEL: N_("Channel"),
    Role.THOUGHT: N_("Thought"),
    Role.EMOTION: N_("Emotion"),
    Role.SCORE: N_("Score"),
    Role.PAIN: N_("Pain point"),
    Role.OPPORTUNITY: N_("Opportunity"),
    Role.BACKSTAGE: N_("Backstage activity"),
    Role.METRIC: N_("Metric"),
    Role.EVIDENCE: N_("Evidence"),
    Role.GOAL: N_("Customer goal"),
    Role.BUSINESS_GOAL: N_("Business goal"),
    Role.COUNT: N_("Customers entering"),
    Role.RATE: N_("Stated conversion rate"),
    Role.OWNER: N_("Owner"),
    Role.LANE: N_("Lane of its own"),
    Role.NOTE: N_("Note"),
    Role.DETAIL: N_("Note with column name"),
    Role.NONE: N_("Ignore"),
}


#: What the columns before those with roles say of a row: where it belongs, and whose it is.
KEYS = (N_("Stage"), N_("Step"), N_("Persona"))
#: The kinds of a diagram that are shown, with their titles.
SHOWN = {
    "step": N_("Steps"),
    "touchpoint": N_("Touchpoints"),
    "pain_point": N_("Pain points"),
    "opportunity": N_("Opportunities"),
}


class JourneyImport(BackgroundDialog):
    """Previews journeys; `new_wanted` and `add_wanted` emit what was imported."""

    HELP = "formats#in"

    new_wanted = Signal(object)
    add_wanted = Signal(object)

    def __init__(
        self,
        ui: UiContext,
        preferences: Preferences,
        journeys: Sequence[FoundJourney],
        source: str,
        *,
        has_map: bool,
    ) -> None:
        super().__init__()
        self._ui, self._preferences, self._journeys = ui, preferences, journeys
        self._source = source
        self._table: JourneyTable | None = None
        self._keys = 1
        self._imported: Imported | None = None
        self._is_fitted = False
        self._error: ImportFailure | None = None
        self.journey = Chooser()
        self.columns = ColumnsPreview(ui, ROLES)
        self.notes = QPlainTextEdit()
        self._cancel = QPushButton()
        self._name, self._summary = ElidedLabel(), label("", "secondary")
        self._headings = (SectionLabel(), SectionLabel())
        self._has_map = has_map
        self.add, self.new = (primary(), QPushButton()) if has_map else (QPushButton(), primary())
        self._build_layout()
        self._connect_signals()
        self._retranslate()
        self._choose_journey("0")
        self.resize(round(WIDTH * ui.scale), round(MAX_HEIGHT * ui.scale))

    def _build_layout(self) -> None:
        self.notes.setReadOnly(True)
        self.notes.setMaximumHeight(round(96 * self._ui.scale))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 16, 18, 14)
        whole.setSpacing(10)
        whole.addLayout(row(self.journey, self._name, stretched=1))
        whole.addWidget(self._headings[0])
        whole.addWidget(self.columns, 1)
        whole.addWidget(self._headings[1])
        whole.addWidget(self.notes)
        whole.addLayout(row(self._summary, self._cancel, self.new, self.add, stretched=0))
        self.add.setVisible(self._has_map)
        (self.add if self._has_map else self.new).setDefault(True)

    def _connect_signals(self) -> None:
        self._ui.changed.connect(self._retranslate)
        self.journey.chosen.connect(self._choose_journey)
        self.columns.chosen.connect(self._choose_role)
        self._cancel.clicked.connect(self.reject)
        self.new.clicked.connect(self._make_new)
        self.add.clicked.connect(self._add)

    def _make_new(self) -> None:
        self.accept()
        self.new_wanted.emit(self._imported)

    def _add(self) -> None:
        self.accept()
        self.add_wanted.emit(self._imported)

    def _choose_journey(self, number: str) -> None:
        table = self._journeys[int(number or 0)].table
        if table is not None:
            table = table.with_roles(remembered(self._preferences.value.columns, table.signature))
        self._table = table
        self._read()
        self._show_columns()

    def _show_columns(self) -> None:
        """Show the table with its roles, or what a diagram holds."""
        table = self._table
        self._headings[0].setVisible(table is not None)
        if table is None:
            self._show_stages()
            return
        texts = self._ui.texts
        keys = [[column.stage, column.moment, column.persona] for column in table.columns]
        shown = [i for i in range(len(KEYS)) if i == 0 or any(key[i] for key in keys)]
        self._keys = len(shown)
        roles = [lane.role if lane.role in ROLES else Role.DETAIL for lane in table.lanes]
        titles = [
            " ".join(plain(lane.title).split()) or texts(ROLES[role])
            for lane, role in zip(table.lanes, roles, strict=True)
        ]
        rows = [
            [
                *(plain(key[i]) for i in shown),
                *(" ".join(plain(lane.cells[number]).split()) for lane in table.lanes),
            ]
            for number, key in enumerate(keys)
        ]
        header = [*(texts(KEYS[i]) for i in shown), *titles]
        self.columns.show_table(header, rows, [*(None for _ in shown), *roles])

    def _show_stages(self) -> None:
        """Show the cards of each stage by kind, with nothing to choose."""
        if self._imported is None:
            self.columns.show_table((), (), ())
            return
        texts, graph = self._ui.texts, self._imported.graph
        kinds = [kind for kind in SHOWN if graph.elements(kind)]
        rows = []
        for stage in graph.stages():
            cards = graph.cards(stage.id)
            titles = (" · ".join(c.title for c in cards if c.kind == kind) for kind in kinds)
            rows.append([stage.title, *titles])
        header = [texts("Stage"), *(texts(SHOWN[kind]) for kind in kinds)]
        self.columns.show_table(header, rows, [None] * len(header))

    def _choose_role(self, column: int, role: Role) -> None:
        if self._table is None:
            return
        lane = self._table.lanes[column - self._keys]
        self._table = self._table.with_roles({lane.key[0]: role})
        columns = with_role(
            self._preferences.value.columns, self._table.signature, lane.key[0], role
        )
        self._preferences.change(columns=columns)
        self._read()

    def _read(self) -> None:
        """Make the map in the background, so that what was guessed can be shown."""
        journey, table = self._journeys[int(self.journey.key or 0)], self._table
        read = journey.read if table is None else partial(build, table)
        self._imported, self._error = None, None
        self._enable_buttons()
        self._background.do("read", partial(_built, read), self._take, self._refuse)

    def _take(self, imported: Imported) -> None:
        self._imported = imported
        self._update()
        if self._table is None:
            self._show_stages()
        self._fit()

    def _refuse(self, error: Exception) -> None:
        if not isinstance(error, ImportFailure):
            raise error  # unexpected: left to the error reporter
        self._error = error
        self._update()
        self._fit()

    def _fit(self) -> None:
        """Give the window the height of what was read first; then it keeps the size that it has."""
        if not self._is_fitted:
            self._is_fitted = True
            scale = self._ui.scale
            height = min(self.sizeHint().height(), round(MAX_HEIGHT * scale))
            self.resize(self.width(), max(height, round(MIN_HEIGHT * scale)))

    def _update(self) -> None:
        texts, found = self._ui.texts, self._imported
        if found is not None:
            lines = [*found.lost(texts), *found.guessed(texts)]
        else:
            lines = [] if self._error is None else [self._error.sentence(texts)]
        self.notes.setPlainText("\n".join(lines))
        for widget in (self._headings[1], self.notes):
            widget.setVisible(any(lines))
        self._enable_buttons()
        self._summary.setText("" if found is None else summary(found, texts))

    def _enable_buttons(self) -> None:
        for button in (self.add, self.new):
            button.setEnabled(self._imported is not None)

    def _retranslate(self) -> None:
        texts = self._ui.texts
        self.setWindowTitle(texts("Import journey"))
        self._name.set_text(self._source)
        self._headings[0].set_text(texts("Table columns"))
        self._headings[1].set_text(texts("To check"))
        self._cancel.setText(texts("Cancel"))
        self.add.setText(texts("Add to open map"))
        self.new.setText(texts("New map"))
        self.journey.set_labels(texts("Journey"))
        titles = [
            (str(i), f"{i + 1}. {each.title or translated(each.place, texts)}")
            for i, each in enumerate(self._journeys)
        ]
        self.journey.offer(titles)
        self.journey.setVisible(len(titles) > 1)
        if self.columns.columnCount():
            self._show_columns()
        self._update()


def summary(found: Imported, texts: Texts) -> str:
    """How many stages and cards were found."""
    stages = len(found.graph.stages())
    cards = sum(element.is_card for element in found.graph.elements())
    parts = (
        texts.plural("{count} stage", "{count} stages", stages).format(count=texts.number(stages)),
        texts.plural("{count} card", "{count} cards", cards).format(count=texts.number(cards)),
    )
    return ", ".join(parts)


def remembered(columns: Sequence[str], signature: str) -> Mapping[str, Role]:
    """The roles that the user gave the columns of such a table before."""
    for entry in columns:
        try:
            known, roles = json.loads(entry)
            if known == signature:
                return {title: Role(value) for title, value in roles.items()}
        except (ValueError, TypeError, AttributeError):
            continue
    return {}


def with_role(columns: Sequence[str], signature: str, title: str, role: Role) -> tuple[str, ...]:
    """The remembered roles with another one, the table changed last first."""
    roles = {key: known.value for key, known in remembered(columns, signature).items()}
    entry = json.dumps([signature, {**roles, title: role.value}], ensure_ascii=False)
    others = [old for old in columns if not remembered([old], signature)]
    return (entry, *others)[:MAX_REMEMBERED]


def _built(read: Callable[[], Imported], job: Job) -> Imported:
    """Runs in the background."""
    with checked(job.progress):
        return read()
