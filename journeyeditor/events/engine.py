"""Event logs in a database of their own, such as Spark or Trino: the same queries run there.

The queries of this package are written once, for DuckDB. Here SQLGlot translates them to the
engine's dialect, and Ibis connects, runs them and keeps tables. What comes back are names of
activities and aggregates; no row of the log, and no value of a column by which cases could be
recognized.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from journeyeditor.events.columns import GUESSED, Columns, Layout, layout, require
from journeyeditor.events.database import Queries, quoted
from journeyeditor.events.errors import EventLogError
from journeyeditor.events.log import EventLog, load_table
from journeyeditor.events.sources.source import Column, Source
from journeyeditor.i18n import N_

if TYPE_CHECKING:
    from sqlglot import exp

#: The name of the engine's table in queries.
_LOG = "log"
#: Engines have their own memory: a median is computed there by whatever way they have.
_MEMORY = 2**62
_FILES = (".parquet", ".csv")


class Connection(Protocol):
    """An engine that runs SQL of its own dialect."""

    @property
    def dialect(self) -> Any:
        """The name or class of its dialect in SQLGlot."""
        ...

    def columns(self, table: str) -> tuple[str, Mapping[str, str]]:
        """The name of a table for queries, and the types of its columns as DuckDB calls them."""
        ...

    def rows(self, sql: str) -> list[tuple[Any, ...]]: ...

    def keep(self, sql: str) -> str:
        """Keep what a query returns on the engine, and return the name of that table."""
        ...


class IbisConnection:
    """Any engine that Ibis has a backend for, by its URL; raises EventLogError."""

    def __init__(self, url: str) -> None:
        try:
            import ibis
        except ImportError:
            raise EventLogError(
                N_(
                    "Engines need more packages. Install them with pip install journeyeditor[engines]."
                )
            ) from None
        try:
            self._backend = ibis.connect(url)
        except Exception as error:  # each backend has its own
            raise _refused(error) from error
        # What is kept lives as long as the expression that made it.
        self._kept: list[Any] = []

    @property
    def dialect(self) -> Any:
        return self._backend.dialect

    def columns(self, table: str) -> tuple[str, Mapping[str, str]]:
        if table.casefold().endswith(_FILES) or os.path.isdir(table):
            is_csv = table.casefold().endswith(".csv")
            read = self._backend.read_csv if is_csv else self._backend.read_parquet
            found = read(table)
            name = found.get_name()
        else:
            *database, name = table.split(".")
            found = self._backend.table(name, database=tuple(database) or None)
            name = table
        self._kept.append(found)
        return name, {column: _type(dtype) for column, dtype in found.schema().items()}

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        found = self._backend.sql(sql).to_pyarrow()
        columns = [column.to_pylist() for column in found.columns]
        return list(zip(*columns, strict=True))

    def keep(self, sql: str) -> str:
        kept = self._backend.sql(sql).cache()
        self._kept.append(kept)
        return str(kept.get_name())


class Engine(Queries):
    """The queries of an event log on an engine."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._tables: dict[str, str] = {}

    def table(self, name: str) -> Source:
        """A table, or a Parquet or CSV file that the engine reads itself; raises EventLogError."""
        try:
            self._tables[_LOG], types = self._connection.columns(name)
        except Exception as error:
            raise _refused(error) from error
        return _EngineTable(
            [Column(column, type_, quoted(column)) for column, type_ in types.items()], _LOG
        )

    def rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        statement = self._parsed(query, values)
        order = _taken_order(statement)
        try:
            rows = self._connection.rows(statement.sql(self._connection.dialect))
        except Exception as error:
            raise _refused(error) from error
        for place, is_descending in reversed(order):
            rows.sort(key=lambda row: (row[place] is None, row[place]), reverse=is_descending)
        return rows

    def create(self, table: str, query: str) -> None:
        sql = self._parsed(query).sql(self._connection.dialect)
        try:
            self._tables[table] = self._connection.keep(sql)
        except Exception as error:
            raise _refused(error) from error

    def drop(self, table: str) -> None:
        """The engine drops what it kept when the connection ends: other tables are views of it."""

    def begin(self, start: float, end: float) -> None:
        """Engines do not say how far they are."""

    @property
    def memory(self) -> int:
        return _MEMORY

    def _parsed(self, query: str, values: Sequence[object] = ()) -> exp.Query:
        """A query with its values, the engine's names of tables, and a name for each column."""
        import sqlglot
        from sqlglot import exp

        statement = sqlglot.parse_one(query, read="duckdb")
        assert isinstance(statement, exp.Query)
        for mark, value in zip(list(statement.find_all(exp.Placeholder)), values, strict=True):
            mark.replace(exp.convert(value))
        for table in list(statement.find_all(exp.Table)):
            if table.name in self._tables:
                own = exp.to_table(self._tables[table.name], dialect=self._connection.dialect)
                table.replace(exp.alias_(own, table.alias_or_name, table=True))
        for i, column in enumerate(list(statement.selects)):
            if not column.output_name:
                column.replace(exp.alias_(column.copy(), f"column{i}"))
        portable = statement.transform(_portable)
        assert isinstance(portable, exp.Query)
        return portable


class _EngineTable(Source):
    """A table of an engine: its columns are recognized by their names alone."""

    def samples(self, database: Queries) -> dict[str, list[str]]:
        return {name: ["…"] for name in self.columns}


def engine_log(
    connection: Connection,
    table: str,
    chosen: Columns = GUESSED,
    *,
    remembered: Columns = GUESSED,
    order: str = "",
    complete_only: bool = False,
) -> EventLog:
    """A log on an engine; raises EventLogError.

    An engine's rows have no order: events of one case at one time are in that of the column
    `order`, or else of their activities' names.
    """
    engine = Engine(connection)
    source = engine.table(table)
    require(source, [order])
    found = layout(engine, source, chosen, remembered)
    _require_times(source, found)
    name = os.path.basename(table.rstrip("/")) if os.sep in table else table
    place = quoted(order or found.columns.activity)
    return load_table(engine, source, found, name, place=place, complete_only=complete_only)


def _require_times(source: Source, found: Layout) -> None:
    column = found.columns.time
    if not found.time.share:
        raise EventLogError(
            N_("“{column}” holds {type}, not timestamps. Convert it in a view of the engine."),
            column=column,
            type=source.columns[column].type.lower(),
        )


def _portable(node: exp.Expression) -> exp.Expression:
    """What SQLGlot leaves as DuckDB writes it, in words that it translates."""
    from sqlglot import exp

    if isinstance(node, exp.Anonymous) and node.name.casefold() == "epoch_us":
        (time,) = node.expressions
        epoch = exp.cast(exp.Literal.string("1970-01-01"), "timestamp")
        return exp.DateDiff(this=time, expression=epoch, unit=exp.var("MICROSECOND"))
    return node


def _taken_order(statement: exp.Query) -> list[tuple[int, bool]]:
    """Take the order off a query and return it: places of columns, and whether it descends.

    Backends may run a query inside another one, which need not keep its order.
    """
    from sqlglot import exp

    order = statement.args.get("order")
    if order is None:
        return []
    names = [column.output_name for column in statement.selects]
    keys = [
        (
            int(each.this.name) - 1
            if isinstance(each.this, exp.Literal)
            else names.index(each.this.name),
            bool(each.args.get("desc")),
        )
        for each in order.expressions
    ]
    if statement.args.get("limit") is None:
        order.pop()
    return keys


def _type(dtype: Any) -> str:
    """A type of Ibis as DuckDB calls it."""
    if dtype.is_timestamp():
        return "TIMESTAMP WITH TIME ZONE" if dtype.timezone else "TIMESTAMP"
    names = {"date": dtype.is_date(), "varchar": dtype.is_string(), "bigint": dtype.is_integer()}
    return next((name.upper() for name, fits in names.items() if fits), str(dtype).upper())


def _refused(error: Exception) -> EventLogError:
    reason = str(error).partition("\n")[0][:200] or type(error).__name__
    return EventLogError(N_("The engine refused: {reason}"), reason=reason)
