"""An event log with its columns, read in the background; what its dialogs have in common."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QProgressBar, QVBoxLayout, QWidget

from journeyeditor.app.background import Background, Job
from journeyeditor.app.dialogs import Dialogs
from journeyeditor.app.importing.events.columns import LogColumns
from journeyeditor.events.database import Limits
from journeyeditor.events.errors import EventLogError
from journeyeditor.events.log import EventLog, opened_log
from journeyeditor.i18n import Texts
from journeyeditor.vocabulary import Measurement
from journeyeditor.widgets.labels import label
from journeyeditor.widgets.ui_context import UiContext

WIDTH, HEIGHT = 1080, 720


class _Result(NamedTuple):
    """What a dialog makes of a log, the rows that could not be read, and a time as it was read."""

    value: Any
    unread: tuple[int, str]
    example: tuple[str, datetime.datetime] | None


class LogReader(QWidget):
    """A log with its columns, and what is read of it in the background.

    `work` gets the loaded log, on the background thread; `finished` emits what it returns. Choosing
    another file or column, or calling `read`, starts again. `unread` counts rows that could not be
    read.
    """

    finished = Signal(object)
    started = Signal()

    def __init__(
        self,
        ui: UiContext,
        dialogs: Dialogs,
        folder: str,
        limits: Limits,
        last: Measurement,
        *,
        is_same: bool = False,
    ) -> None:
        """`last` says how the log was read the last time; `is_same` if one of any name is that log."""
        super().__init__()
        self._ui, self._limits = ui, limits
        self._background = Background(self)
        self._error: EventLogError | None = None
        self._unread: tuple[int, str] = (0, "")
        self._example: tuple[str, datetime.datetime] | None = None
        self.work: Callable[[EventLog], Any] | None = None
        self.log = LogColumns(ui, dialogs, self._background, folder, last, is_same=is_same)
        self.bar, self.fault = QProgressBar(), label("", "error")
        self.example = label("", "secondary")
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 1000)
        self.fault.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.log, 1)
        column.addWidget(self.example)
        column.addWidget(self.bar)
        column.addWidget(self.fault)
        self.log.changed.connect(self.read)
        ui.changed.connect(self._show_fault)
        self.bar.hide()

    def read(self) -> None:
        self._background.drop("read")
        self._error, self._unread, self._example = None, (0, ""), None
        self.bar.setValue(0)
        self.started.emit()
        chosen, work = self.log.columns(), self.work
        self.bar.setVisible(chosen is not None)
        self._show_fault()
        if chosen is None or work is None:
            return
        columns, path, query, limits = chosen, self.log.path, self.log.query, self._limits
        complete_only = self.log.complete_only

        def read(job: Job) -> _Result:
            with opened_log(
                path,
                columns,
                query,
                complete_only=complete_only,
                limits=limits,
                progress=job.progress,
            ) as log:
                rows = ", ".join(each.place for each in log.unread)
                return _Result(work(log), (log.unread_count, rows), log.example)

        self._background.do("read", read, self._finish, self._fail, self._progress)

    def close_background(self) -> None:
        self._background.close()

    def _finish(self, result: _Result) -> None:
        value, self._unread, self._example = result
        self.bar.hide()
        self._show_fault()
        self.finished.emit(value)

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, EventLogError):
            raise error  # unexpected: left to the error reporter
        self._error = error
        self.bar.hide()
        self._show_fault()

    def _progress(self, share: float) -> None:
        self.bar.setValue(round(share * 1000))

    def _example_words(self, texts: Texts) -> str:
        """How a time is read, so that days and months that are confused are seen."""
        if self._example is None:
            return ""
        text, time = self._example
        clock = f", {time:%H:%M}" if time.time() != datetime.time() else ""
        return texts("“{text}” is read as {time}.").format(
            text=text, time=f"{texts.date(time.date())}{clock}"
        )

    def _show_fault(self) -> None:
        texts, (count, rows) = self._ui.texts, self._unread
        error = self._error or self.log.error
        words = error.message(texts) if error is not None else ""
        if not words and self.log.is_open and self.log.columns() is None:
            words = texts("Choose the columns of the case, the activity and the time.")
        if not words and count:
            words = texts.plural(
                "{count} row could not be read: {rows}.",
                "{count} rows could not be read, the first of them: {rows}.",
                count,
            ).format(count=texts.number(count), rows=rows)
        self.example.setText(self._example_words(texts))
        self.example.setVisible(self._example is not None and not self.log.is_folded)
        self.fault.setText(words)
        self.fault.setVisible(bool(words))


def dialog_column(dialog: QDialog, ui: UiContext) -> QVBoxLayout:
    column = QVBoxLayout(dialog)
    column.setContentsMargins(18, 16, 18, 14)
    column.setSpacing(10)
    dialog.resize(round(WIDTH * ui.scale), round(HEIGHT * ui.scale))
    return column
