"""An event log to be read: the file, the table of a database, and what each column holds."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from journeyeditor.app.background import Background, Job
from journeyeditor.app.dialogs import Dialogs, FileKind
from journeyeditor.app.importing.columns_preview import ColumnsPreview
from journeyeditor.events.columns import GUESSED, Columns
from journeyeditor.events.errors import EventLogError
from journeyeditor.events.log import Inspection, inspect
from journeyeditor.events.sources import ONLY_TABLE, SUFFIXES, Query
from journeyeditor.i18n import N_
from journeyeditor.widgets.choices import Chooser, row
from journeyeditor.widgets.labels import ElidedLabel, SectionLabel
from journeyeditor.widgets.ui_context import UiContext


class Role(Enum):
    """What a column holds."""

    CASE = "case"
    ACTIVITY = "activity"
    TIME = "time"
    CHANNEL = "channel"
    DEVICE = "device"
    SEGMENT = "segment"
    NONE = ""


ROLES = {
    Role.CASE: N_("Customer or case"),
    Role.ACTIVITY: N_("Activity"),
    Role.TIME: N_("Time"),
    Role.CHANNEL: N_("Channel"),
    Role.DEVICE: N_("Device"),
    Role.SEGMENT: N_("Segment"),
    Role.NONE: N_("Ignore"),
}


class LogColumns(QWidget):
    """The file and its columns; `changed` is emitted when something else is to be read.

    `error` is why a file cannot be read, None without one.
    """

    changed = Signal()

    def __init__(
        self, ui: UiContext, dialogs: Dialogs, background: Background, folder: str, known: Columns
    ) -> None:
        super().__init__()
        self._ui, self._dialogs, self._background = ui, dialogs, background
        self._folder, self._known = folder, known
        self.path = ""
        self.error: EventLogError | None = None
        self._inspection = Inspection((), GUESSED)
        self._roles: list[Role] = []
        self.browse, self._name = QPushButton(), ElidedLabel()
        self.table = Chooser()
        self._heading = SectionLabel()
        self.preview = ColumnsPreview(ui, ROLES)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row(self.browse, self._name, self.table, stretched=1))
        column.addWidget(self._heading)
        column.addWidget(self.preview, 1)
        self.browse.clicked.connect(self._browse)
        self.table.chosen.connect(self._choose_table)
        self.preview.chosen.connect(self._choose_role)
        ui.changed.connect(self.retranslate)
        self.retranslate()

    @property
    def query(self) -> Query:
        """The chosen table of a database file."""
        has_choice = len(self._inspection.tables) > 1
        return Query(self.table.key) if has_choice and self.table.key else ONLY_TABLE

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
            self._inspection.columns.lifecycle,
            first[Role.CHANNEL],
            first[Role.DEVICE],
            first[Role.SEGMENT],
        )

    def open_file(self, path: str) -> None:
        self.path = path
        self._inspection = Inspection((), GUESSED)
        self.table.offer([])
        self._look()

    def retranslate(self) -> None:
        texts = self._ui.texts
        self.browse.setText(texts("Choose file…"))
        self._name.set_text(Path(self.path).name)
        self._heading.set_text(texts("Table columns"))
        self.table.set_labels(texts("Table"))
        self.table.setVisible(len(self._inspection.tables) > 1)
        self.preview.setVisible(bool(self._inspection.header))
        self._heading.setVisible(bool(self._inspection.header))
        if self._inspection.header:
            self.preview.show_roles(self._roles)

    def _browse(self) -> None:
        texts = self._ui.texts
        kinds = (FileKind(texts("Event logs"), SUFFIXES), FileKind(texts("All files"), ("*",)))
        if path := self._dialogs.open_file(kinds, self._folder):
            self.open_file(path)

    def _choose_table(self, _: str) -> None:
        self._look()

    def _choose_role(self, column: int, role: Role) -> None:
        """Give a column another role; only the case may be several columns."""
        if role is not Role.NONE and role is not Role.CASE:
            self._roles = [Role.NONE if each is role else each for each in self._roles]
        self._roles[column] = role
        self.preview.show_roles(self._roles)
        self.changed.emit()

    def _look(self) -> None:
        path, query, known = self.path, self.query, self._known
        self.error = None

        def work(_: Job) -> Inspection:
            return inspect(path, query, known)

        self._background.do("columns", work, self._show, self._fail)
        self.retranslate()

    def _show(self, found: Inspection) -> None:
        self._inspection = found
        columns = found.columns
        roles = {
            columns.activity: Role.ACTIVITY,
            columns.time: Role.TIME,
            columns.channel: Role.CHANNEL,
            columns.device: Role.DEVICE,
            columns.segment: Role.SEGMENT,
            **dict.fromkeys(columns.case, Role.CASE),
        }
        self._roles = [roles.get(name, Role.NONE) for name in found.header]
        if len(found.tables) > 1:
            now = self.table.key
            choose = self._ui.texts("Choose…")
            self.table.offer([("", choose), *((name, name) for name in found.tables)])
            self.table.choose(now)
        self.preview.show_table(found.header, found.rows, self._roles)
        self.retranslate()
        self.changed.emit()

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, EventLogError):
            raise error  # unexpected: left to the error reporter
        self.error = error
        self._inspection = Inspection((), GUESSED)
        self._roles = []
        self.retranslate()
        self.changed.emit()
