"""A private database for one event log: bounded in memory, confined to the log, interruptible.

What does not fit in memory is kept in a folder that only the user can read and that is deleted with
the database. The log may come from a stranger, so the database sees its files and this folder,
loads no extension, and its configuration is locked.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from journeyeditor.events.errors import EventLogError
from journeyeditor.i18n import N_

if TYPE_CHECKING:
    import duckdb

#: Called with the share done (0..1) from any thread, many times a second; cancels by raising.
Progress: TypeAlias = Callable[[float], None]
#: How often progress is reported (seconds); a cancelled query ends about as much later.
REPORT_INTERVAL = 0.03
#: The share of the bound that the database takes; the rest is for the program around it.
DATABASE_SHARE = 0.8
_UNITS = ("bytes", "KiB", "MiB", "GiB", "TiB")
MIN_MEMORY = 128 * 2**20


class Limits(NamedTuple):
    """Bounds of resources: memory in bytes (0: a quarter of the machine), threads (0: all cores)."""

    memory: int = 0
    threads: int = 0


DEFAULT_LIMITS = Limits()


class Queries(ABC):
    """What runs the queries of an event log, which are written for DuckDB."""

    @abstractmethod
    def rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Run a query and return its rows; raises EventLogError."""

    @abstractmethod
    def create(self, table: str, query: str) -> None:
        """Make a table of what a query returns; one of that name is replaced."""

    @abstractmethod
    def drop(self, table: str) -> None: ...

    @property
    @abstractmethod
    def memory(self) -> int:
        """The memory that queries may take (bytes)."""

    @abstractmethod
    def begin(self, start: float, end: float) -> None:
        """Begin a part of the work that takes the progress from one share (0..1) to another."""

    def value(self, query: str, values: Sequence[object] = ()) -> Any:
        """Return the first column of the first row."""
        return self.rows(query, values)[0][0]


class Database(Queries):
    """A DuckDB database in a private folder; a context manager.

    `files` may be read; `attached` is a DuckDB file whose tables can be queried.
    """

    def __init__(
        self,
        files: Sequence[str] = (),
        attached: str = "",
        limits: Limits = DEFAULT_LIMITS,
        progress: Progress | None = None,
    ) -> None:
        self._progress = progress
        self._share = (0.0, 1.0)
        self._done = 0.0
        self._cancelled: BaseException | None = None
        self._closing = threading.Event()
        self._watcher: threading.Thread | None = None
        self.folder = Path(tempfile.mkdtemp(prefix="journeyeditor-"))
        try:
            self._connection = _connect(self.folder, files, attached, limits)
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise

    def __enter__(self) -> Database:
        if self._progress is not None:
            self._watcher = threading.Thread(target=self._watch, daemon=True)
            self._watcher.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the database and delete its folder."""
        try:
            self._closing.set()
            if self._watcher is not None:
                self._watcher.join()
            self._connection.close()
        finally:  # also when Ctrl-C ends the waiting
            shutil.rmtree(self.folder, ignore_errors=True)

    def rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Run a statement and return its rows.

        Raises EventLogError, or what `progress` raised to cancel.
        """
        import duckdb

        self.check()
        try:
            return self._connection.execute(query, list(values) or None).fetchall()
        except duckdb.InterruptException:
            self.check()
            raise KeyboardInterrupt from None
        except (duckdb.OutOfMemoryException, MemoryError) as error:
            raise EventLogError(
                N_("The event log needs more memory than it may take. Allow more in the settings.")
            ) from error
        except duckdb.Error as error:
            self.check()
            raise EventLogError(
                N_("The event log cannot be read: {reason}"), reason=_first_line(error)
            ) from error

    def create(self, table: str, query: str) -> None:
        self.rows(f"create or replace table {table} as {query}")

    def drop(self, table: str) -> None:
        self.rows(f"drop table {table}")

    @property
    def memory(self) -> int:
        number, unit = str(self.value("select current_setting('memory_limit')")).split()
        return int(float(number) * 1024 ** _UNITS.index(unit))

    def is_select(self, query: str) -> bool:
        """Whether a text is a single SELECT statement."""
        import duckdb

        try:
            statements = self._connection.extract_statements(query)
        except duckdb.Error:
            return False
        return len(statements) == 1 and statements[0].type == duckdb.StatementType.SELECT

    def check(self) -> None:
        """Raise what cancelled the work, if anything did."""
        if self._cancelled is not None:
            raise self._cancelled

    def begin(self, start: float, end: float) -> None:
        self._share, self._done = (start, end), 0.0

    def advance(self, done: float) -> None:
        """Note the share (0..1) of the present part that is done; raises like `check`."""
        self._done = done
        self.check()

    def _watch(self) -> None:
        """Report progress, and interrupt the present query when it is cancelled."""
        assert self._progress is not None
        while not self._closing.wait(REPORT_INTERVAL):
            start, end = self._share
            done = max(self._done, self._connection.query_progress() / 100, 0.0)
            try:
                if self._cancelled is None:
                    self._progress(min(start + (end - start) * done, 1.0))
            except BaseException as cancelled:
                self._cancelled = cancelled
            if self._cancelled is not None:  # again and again: the next query may just begin
                self._connection.interrupt()


def quoted(name: str) -> str:
    """A name as an identifier of SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _connect(
    folder: Path, files: Sequence[str], attached: str, limits: Limits
) -> duckdb.DuckDBPyConnection:
    """Open a database that sees the named files only."""
    import duckdb

    spill = folder / "spill"
    spill.mkdir()
    connection = duckdb.connect(str(folder / "work.db"))
    try:
        # What is deleted anyway need not be written first, which takes long when work is cancelled.
        connection.execute("pragma disable_checkpoint_on_shutdown")
        search_path = "work.main"
        if attached:
            connection.execute(f"attach {literal(attached)} as source (read_only)")
            search_path += ",source.main"
        allowed = ", ".join(literal(each) for each in files)
        for setting in (
            f"search_path = {literal(search_path)}",
            f"memory_limit = {literal(_memory(connection, limits.memory))}",
            f"threads = {limits.threads or os.cpu_count() or 1}",
            f"temp_directory = {literal(str(spill))}",
            "TimeZone = 'UTC'",
            "enable_progress_bar = true",
            "enable_progress_bar_print = false",
            "autoload_known_extensions = false",
            "autoinstall_known_extensions = false",
            f"allowed_paths = [{allowed}]",
            f"allowed_directories = [{literal(str(folder))}]",
            "enable_external_access = false",
            "lock_configuration = true",
        ):
            connection.execute(f"set {setting}")
    except duckdb.Error as error:
        connection.close()
        raise EventLogError(
            N_("The event log cannot be read: {reason}"), reason=_first_line(error)
        ) from error
    return connection


def _memory(connection: duckdb.DuckDBPyConnection, most: int) -> str:
    """The memory that the database may take, in the notation of its setting."""
    if not most:
        return f"{25 * DATABASE_SHARE:g}%"
    return f"{int(max(most, MIN_MEMORY) * DATABASE_SHARE)}B"


def _first_line(error: Exception) -> str:
    """What a message of the database says, without its place in the query."""
    return str(error).partition("\n")[0].partition(": ")[2][:200] or type(error).__name__
