"""The dialog that imports a funnel table: file or pasted text, columns, stages and figures."""

from __future__ import annotations

import stat
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDialog,
    QHeaderView,
    QPushButton,
    QStackedWidget,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)

from journeyeditor.app.dialogs import Dialogs, FileKind
from journeyeditor.app.importing.columns_preview import ColumnsPreview
from journeyeditor.editing import operations
from journeyeditor.editing.changes.funnel import FunnelEntry, by_name, in_order
from journeyeditor.editing.errors import FieldError
from journeyeditor.editing.session import Session
from journeyeditor.exchange.funnel_tables import (
    FunnelStep,
    Reading,
    Role,
    convention,
    fitness,
    guess,
    headed,
    parts,
    steps_of,
)
from journeyeditor.exchange.funnel_text import MAX_BYTES, Table, TableError, decoded, read_tables
from journeyeditor.i18n import N_, Texts
from journeyeditor.vocabulary.terms import term
from journeyeditor.widgets.buttons import primary
from journeyeditor.widgets.choices import Chooser, ComboBox, row
from journeyeditor.widgets.items import make_quiet, set_cell
from journeyeditor.widgets.labels import ElidedLabel, EmptyState, SectionLabel, label
from journeyeditor.widgets.layouts import hairline
from journeyeditor.widgets.ui_context import UiContext


def of_file(path: str) -> list[Table]:
    """The tables in a file; raises TableError with a translated sentence."""
    try:
        file = Path(path)
        if not stat.S_ISREG(file.stat().st_mode):
            raise TableError(N_("This is not a regular file."))
        with file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        if isinstance(error, TableError):
            raise
        reason = getattr(error, "strerror", None) or str(error)
        raise TableError(N_("The file could not be read: {reason}."), reason=reason) from error
    return of_text(decoded(data))


def of_text(text: str) -> list[Table]:
    """The tables in a text; raises TableError."""
    if len(text) > MAX_BYTES:
        raise TableError(N_("The table is larger than {most} MiB."), most=MAX_BYTES // 2**20)
    return [headed(table) for table in read_tables(text)]


def likeliest(tables: Sequence[Table]) -> int:
    """The index of the table that is most likely a funnel: the first of the highest score."""
    return max(range(len(tables)), key=lambda i: (fitness(tables[i]), -i), default=0)


def with_role(reading: Reading, column: int, role: Role) -> Reading:
    """A reading with another role for a column; step, rate and count can each occur only once.

    If the steps are in the header, every count column is a step.
    """
    roles = list(reading.roles)
    if role in (Role.STEP, Role.RATE) or (role is Role.COUNT and not reading.is_wide):
        roles = [Role.NONE if each is role else each for each in roles]
    roles[column] = role
    return reading._replace(roles=tuple(roles), part="")


WIDTH, HEIGHT = 860, 680
CONVENTIONS = ("to_next", "from_previous", "share_of_top")
#: How steps are matched to stages.
MATCHES = (
    ("name", N_("By name and meaning")),
    ("order", N_("In order")),
    ("new", N_("Create new stages")),
)
ENDINGS = ("csv", "tsv", "txt", "md")


class FunnelImport(QDialog):
    """Reads, previews and imports; `imported` is emitted when figures were written."""

    HELP = "data#import-funnel"

    imported = Signal()

    def __init__(self, ui: UiContext, dialogs: Dialogs, session: Session, folder: str = "") -> None:
        super().__init__()
        self._ui, self._dialogs, self._session, self._folder = ui, dialogs, session, folder
        self._tables: Sequence[Table] = ()
        self._reading = Reading(())
        self._steps: Sequence[FunnelStep] = ()
        self._error: TableError | FieldError | None = None
        self._source = ""
        self.browse, self.paste = QPushButton(), QPushButton()
        self.table, self.part, self.match, self.rates = (Chooser() for _ in range(4))
        self.wide = QCheckBox()
        self.columns, self.targets = ColumnsPreview(ui, ROLE_WORDS), StageTargets(ui)
        self.ok, self._cancel = primary(), QPushButton()
        self._name, self.fault = ElidedLabel(), label("", "error")
        self._headings = (SectionLabel(), SectionLabel())
        self._empty_state, self._body = EmptyState(), QWidget()
        self._stack = QStackedWidget()
        self._build_layout()
        self._connect_signals()
        self._retranslate()
        self.setAcceptDrops(True)
        self.resize(round(WIDTH * ui.scale), round(HEIGHT * ui.scale))

    def open_file(self, path: str) -> None:
        self._source = Path(path).name
        try:
            self._show(of_file(path))
        except TableError as error:
            self._refuse(error)

    def open_text(self, text: str) -> None:
        self._source = self._ui.texts("Clipboard")
        try:
            self._show(of_text(text))
        except TableError as error:
            self._refuse(error)

    def import_(self) -> None:
        has_rates = any(step.rate is not None for step in self._steps)
        rule = self.rates.key if has_rates else ""
        try:
            operations.enter_funnel(self._session, self.targets.entries(), rule)
        except FieldError as error:
            self._error = error
            self._update_status()
        else:
            self.imported.emit()
            self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self._paste()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.open_file(paths[0])

    def _build_layout(self) -> None:
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._headings[0])
        column.addLayout(row(self.table, self.part, self.wide))
        column.addWidget(self.columns, 5)
        column.addWidget(hairline())
        column.addWidget(self._headings[1])
        column.addLayout(row(self.match, self.rates))
        column.addWidget(self.targets, 6)
        self._stack.addWidget(self._empty_state)
        self._stack.addWidget(self._body)
        self.fault.setWordWrap(True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 16, 18, 14)
        whole.setSpacing(10)
        whole.addLayout(row(self.browse, self.paste, self._name, stretched=2))
        whole.addWidget(self._stack, 1)
        whole.addLayout(row(self.fault, self._cancel, self.ok, stretched=0))
        self.ok.setDefault(True)

    def _connect_signals(self) -> None:
        self._ui.changed.connect(self._retranslate)
        self.browse.clicked.connect(self._browse)
        self.paste.clicked.connect(self._paste)
        self.table.chosen.connect(self._choose_table)
        self.part.chosen.connect(self._choose_part)
        self.wide.clicked.connect(self._choose_shape)
        self.columns.chosen.connect(self._choose_role)
        self.match.chosen.connect(self._match)
        self.targets.changed.connect(self._update_status)
        self._cancel.clicked.connect(self.reject)
        self.ok.clicked.connect(self.import_)

    def _browse(self) -> None:
        texts = self._ui.texts
        kinds = (FileKind(texts("Tables"), ENDINGS), FileKind(texts("All files"), ("*",)))
        path = self._dialogs.open_file(kinds, self._folder)
        if path:
            self.open_file(path)

    def _paste(self) -> None:
        self.open_text(QGuiApplication.clipboard().text())

    def _show(self, tables: Sequence[Table]) -> None:
        self._tables = tables
        self._stack.setCurrentWidget(self._body)
        self._offer_tables()
        self.table.choose(str(likeliest(tables)))
        self._choose_table(self.table.key)

    def _refuse(self, error: TableError) -> None:
        self._tables, self._steps, self._error = (), (), error
        self._stack.setCurrentWidget(self._empty_state)
        self._retranslate()

    def _choose_table(self, number: str) -> None:
        table = self._tables[int(number)]
        self._reading = guess(table)
        self.columns.show_table(table.header, table.rows, self._reading.roles)
        self._read()

    def _choose_role(self, column: int, role: Role) -> None:
        self._reading = with_role(self._reading, column, role)
        self.columns.show_roles(self._reading.roles)
        self._read()

    def _choose_shape(self, is_wide: bool) -> None:
        """Look for the steps in the header or in a column."""
        self._reading = self._reading._replace(is_wide=is_wide)
        self._read()

    def _choose_part(self, part: str) -> None:
        self._reading = self._reading._replace(part=part)
        self._read()

    def _read(self) -> None:
        self._error, self._steps = None, ()
        try:
            self._steps = steps_of(self._tables[int(self.table.key)], self._reading)
        except TableError as error:
            self._error = error
        self._retranslate()
        self.rates.choose(convention(self._steps) or self._session.info.funnel.convention)
        self._match(self.match.key)

    def _match(self, reading: str) -> None:
        graph, titles = self._session.graph, [step.title for step in self._steps]
        goals = [""] * len(titles)
        if reading == "name":
            goals = by_name(graph, titles)
        elif reading == "order":
            goals = in_order(graph, len(titles))
        stages = [(stage.id, stage.title) for stage in graph.stages()]
        self.targets.show_steps(self._steps, stages, goals)
        self._update_status()

    def _update_status(self) -> None:
        texts, duplicate_target = self._ui.texts, self.targets.duplicate_target()
        fault = self._error.message(texts) if self._error is not None else ""
        if not fault and duplicate_target:
            fault = texts(
                "Two steps are mapped to “{stage}”. Choose another stage for one of them."
            ).format(stage=duplicate_target)
        count = 0 if fault else len(self.targets.entries())
        self.fault.setText(fault)
        self.ok.setEnabled(count > 0)
        many = texts.plural("Import {count} step", "Import {count} steps", count)
        self.ok.setText(many.format(count=count) if count else texts("Import"))
        is_shown = bool(self._steps)
        self.targets.setVisible(is_shown)

    def _retranslate(self) -> None:
        texts = self._ui.texts
        self.setWindowTitle(texts("Import funnel table"))
        self.browse.setText(texts("Choose file…"))
        self.paste.setText(texts("Paste"))
        self._cancel.setText(texts("Cancel"))
        self._name.set_text(self._source)
        self._headings[0].set_text(texts("Table columns"))
        self._headings[1].set_text(texts("Target stages"))
        self.wide.setText(texts("Steps are in the header row"))
        self.wide.setChecked(self._reading.is_wide)
        self._offer()
        self.columns.show_roles(self._reading.roles)
        self.targets.retranslate()
        self._empty_state.set_text(
            texts("Choose a file that contains a funnel table, or copy a table and paste it here.")
        )
        self._update_status()

    def _offer(self) -> None:
        texts = self._ui.texts
        for chooser, caption in (
            (self.table, texts("Table")),
            (self.part, texts("Segment")),
            (self.match, texts("Match stages")),
            (self.rates, texts("Rate basis")),
        ):
            chooser.set_labels(caption)
        self._offer_tables()
        chosen = self._tables[int(self.table.key)] if self._tables else None
        ranges = parts(chosen, self._reading) if chosen is not None else ()
        self.part.offer([("", texts("All customers")), *((part, part) for part in ranges)])
        self.part.choose(self._reading.part)
        self.part.setVisible(bool(ranges))
        self.match.offer([(key, texts(words)) for key, words in MATCHES])
        self.rates.offer([(key, term(key, texts)) for key in CONVENTIONS])
        self.rates.setVisible(any(step.rate is not None for step in self._steps))

    def _offer_tables(self) -> None:
        self.table.offer([(str(i), _title(table, i + 1)) for i, table in enumerate(self._tables)])
        self.table.setVisible(len(self._tables) > 1)


def _title(table: Table, number: int) -> str:
    return f"{number}. {table.title or ', '.join(cell for cell in table.header if cell)}"


ROLE_WORDS = {
    Role.STEP: N_("Funnel step"),
    Role.COUNT: N_("Customers"),
    Role.RATE: N_("Rate"),
    Role.SEGMENT: N_("Segment"),
    Role.NONE: N_("Ignore"),
}


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
        make_quiet(self)
        self.setWordWrap(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = self.horizontalHeader()
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
        for index, box in enumerate(self.boxes):
            box.activated.connect(self._choose)
            self.setCellWidget(index, 3, box)
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
        for index, (step, box) in enumerate(zip(self._steps, self.boxes, strict=True)):
            for column, words in enumerate(_words(step, texts)):
                set_cell(self, index, column, words, align_right=column > 0)
            self._fill(box)
            box.setAccessibleName(texts("Stage for “{step}”").format(step=step.title[:MAX_SHOWN]))
            self.setRowHeight(index, round(34 * scale))

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
