"""An event log to be read: the file, the table of a database, and what each column holds."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QPushButton, QVBoxLayout, QWidget

from journeyeditor.app.background import Background, Job
from journeyeditor.app.dialogs import Dialogs, FileKind
from journeyeditor.app.importing.columns_preview import ColumnsPreview
from journeyeditor.events.columns import GUESSED, Columns
from journeyeditor.events.errors import EventLogError
from journeyeditor.events.log import Inspection, inspect
from journeyeditor.events.remembering import remembered
from journeyeditor.events.sources import ONLY_TABLE, SUFFIXES, Query
from journeyeditor.i18n import N_
from journeyeditor.vocabulary import Measurement
from journeyeditor.widgets.choices import Chooser, row
from journeyeditor.widgets.labels import ElidedLabel, SectionLabel
from journeyeditor.widgets.ui_context import UiContext


class Role(Enum):
    """What a column holds."""

    CASE = "case"
    ACTIVITY = "activity"
    TIME = "time"
    CLOCK = "clock"
    CHANNEL = "channel"
    DEVICE = "device"
    SEGMENT = "segment"
    NONE = ""


ROLES = {
    Role.CASE: N_("Customer or case"),
    Role.ACTIVITY: N_("Activity"),
    Role.TIME: N_("Time"),
    Role.CLOCK: N_("Time of day"),
    Role.CHANNEL: N_("Channel"),
    Role.DEVICE: N_("Device"),
    Role.SEGMENT: N_("Segment"),
    Role.NONE: N_("Ignore"),
}


#: The fields that a column need not be chosen for.
OPTIONAL = {
    Role.CLOCK: "clock",
    Role.CHANNEL: "channel",
    Role.DEVICE: "device",
    Role.SEGMENT: "segment",
}
#: The key of the query of the last measurement, where tables are chosen.
LAST_QUERY = "\0"


class LogColumns(QWidget):
    """The file and its columns; `changed` is emitted when something else is to be read.

    A log that was read before, as `last` says, is read the same way; `is_same` if one of any name
    is. `error` is why a file cannot be read, None without one.
    """

    changed = Signal()

    def __init__(
        self,
        ui: UiContext,
        dialogs: Dialogs,
        background: Background,
        folder: str,
        last: Measurement,
        *,
        is_same: bool = False,
    ) -> None:
        super().__init__()
        self._ui, self._dialogs, self._background = ui, dialogs, background
        self._folder, self._last, self._is_same = folder, last, is_same
        self.path = ""
        self.error: EventLogError | None = None
        self._inspection = Inspection((), GUESSED)
        self._roles: list[Role] = []
        self.browse, self.browse_folder, self._name = QPushButton(), QPushButton(), ElidedLabel()
        self.table, self.complete, self.unfold = Chooser(), QCheckBox(), QPushButton()
        self._heading = SectionLabel()
        self.preview = ColumnsPreview(ui, ROLES)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        files = (self.browse, self.browse_folder, self._name)
        column.addLayout(row(*files, self.complete, self.table, self.unfold, stretched=2))
        column.addWidget(self._heading)
        column.addWidget(self.preview, 1)
        for button in (self.browse, self.browse_folder, self.unfold):
            button.setAutoDefault(False)
        self.unfold.setCheckable(True)
        self.unfold.setChecked(not is_same)
        self.browse.clicked.connect(self._browse)
        self.browse_folder.clicked.connect(self._browse_folder)
        self.table.chosen.connect(self._choose_table)
        self.complete.toggled.connect(self._choose_complete)
        self.unfold.toggled.connect(self.retranslate)
        self.preview.chosen.connect(self._choose_role)
        ui.changed.connect(self.retranslate)
        self.retranslate()

    @property
    def query(self) -> Query:
        """The chosen table of a database file, or the query of the last measurement."""
        if self.table.key == LAST_QUERY:
            return Query(query=self._last.query)
        has_choice = len(self._inspection.tables) > 1
        return Query(self.table.key) if has_choice and self.table.key else ONLY_TABLE

    @property
    def is_folded(self) -> bool:
        """Whether the columns are not shown."""
        return not self.unfold.isChecked()

    @property
    def complete_only(self) -> bool:
        return bool(self._inspection.columns.lifecycle) and self.complete.isChecked()

    @property
    def is_open(self) -> bool:
        """Whether a file or table with columns is chosen."""
        return bool(self._inspection.header)

    def columns(self) -> Columns | None:
        """The columns, None as long as one is missing."""
        header = self._inspection.header
        names = {
            role: [name for name, each in zip(header, self._roles, strict=False) if each is role]
            for role in Role
        }
        if not (names[Role.CASE] and names[Role.ACTIVITY] and names[Role.TIME]):
            return None
        first = {role: (found or [""])[0] for role, found in names.items()}
        return Columns(
            tuple(names[Role.CASE]),
            first[Role.ACTIVITY],
            first[Role.TIME],
            first[Role.CLOCK],
            self._inspection.columns.lifecycle,
            first[Role.CHANNEL],
            first[Role.DEVICE],
            first[Role.SEGMENT],
            frozenset(name for role, name in OPTIONAL.items() if not names[role]),
        )

    def open_file(self, path: str) -> None:
        """Open a file or a folder, and read it as the last time."""
        self.path = path
        self._inspection = Inspection((), GUESSED)
        last = remembered(self._last, self._name_of(path))
        if last.query.query:
            self.table.offer([(LAST_QUERY, self._ui.texts("Query of the last measurement"))])
        else:
            self.table.offer([])
        with QSignalBlocker(self.complete):
            self.complete.setChecked(last.complete_only)
        self._look(last.query)

    def retranslate(self) -> None:
        texts = self._ui.texts
        self.browse.setText(texts("Choose file…"))
        self.browse_folder.setText(texts("Choose folder…"))
        self._name.set_text(Path(self.path).name)
        self._heading.set_text(texts("Table columns"))
        self.table.set_labels(texts("Table"))
        self.table.setVisible(self.table.box.count() > 1)
        self.complete.setText(texts("Only completed events"))
        self.complete.setVisible(bool(self._inspection.columns.lifecycle))
        self.unfold.setText(texts("Table columns"))
        self.unfold.setVisible(self._is_same and self.is_open)
        for widget in (self.preview, self._heading):
            widget.setVisible(self.is_open and not self.is_folded)
        if self._inspection.header:
            self.preview.show_roles(self._roles)

    def _browse(self) -> None:
        texts = self._ui.texts
        kinds = (FileKind(texts("Event logs"), SUFFIXES), FileKind(texts("All files"), ("*",)))
        if path := self._dialogs.open_file(kinds, self._folder):
            self.open_file(path)

    def _browse_folder(self) -> None:
        if path := self._dialogs.choose_folder(self._folder):
            self.open_file(path)

    def _choose_table(self, _: str) -> None:
        self._look(self.query)

    def _choose_complete(self, _: bool) -> None:
        if self.is_open:
            self.changed.emit()

    def _name_of(self, path: str) -> str:
        """The name by which it is decided whether a log is the last one."""
        return self._last.source if self._is_same else Path(path).name

    def _choose_role(self, column: int, role: Role) -> None:
        """Give a column another role; only the case may be several columns."""
        if role is not Role.NONE and role is not Role.CASE:
            self._roles = [Role.NONE if each is role else each for each in self._roles]
        self._roles[column] = role
        self.preview.show_roles(self._roles)
        self.changed.emit()

    def _look(self, query: Query) -> None:
        path, columns = self.path, remembered(self._last, self._name_of(self.path)).columns
        self.error = None

        def work(_: Job) -> tuple[Inspection, Query]:
            return inspect(path, query, columns), query

        self._background.do("columns", work, self._show, self._fail)
        self.retranslate()

    def _show(self, result: tuple[Inspection, Query]) -> None:
        found, query = result
        self._inspection = found
        columns = found.columns
        roles = {
            columns.activity: Role.ACTIVITY,
            columns.time: Role.TIME,
            columns.clock: Role.CLOCK,
            columns.channel: Role.CHANNEL,
            columns.device: Role.DEVICE,
            columns.segment: Role.SEGMENT,
            **dict.fromkeys(columns.case, Role.CASE),
        }
        self._roles = [roles.get(name, Role.NONE) for name in found.header]
        if len(found.tables) > 1 or query.query:
            self._offer_tables(found.tables, query)
        if self.columns() is None:
            self.unfold.setChecked(True)
        self.preview.show_table(found.header, found.rows, self._roles)
        self.retranslate()
        self.changed.emit()

    def _offer_tables(self, tables: Sequence[str], query: Query) -> None:
        texts = self._ui.texts
        choices = [(name, name) for name in tables]
        if self._last.query:
            choices.insert(0, (LAST_QUERY, texts("Query of the last measurement")))
        self.table.offer([("", texts("Choose…")), *choices])
        self.table.choose(LAST_QUERY if query.query else query.table)

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, EventLogError):
            raise error  # unexpected: left to the error reporter
        self.error = error
        self._inspection = Inspection((), GUESSED)
        self._roles = []
        self.retranslate()
        self.changed.emit()
