"""DuckDB files: a table or view of one, or the rows of a query."""

from __future__ import annotations

from journeyeditor.events.database import Database, quoted
from journeyeditor.events.errors import EventLogError
from journeyeditor.events.sources.parquet import columns_of
from journeyeditor.events.sources.source import Source
from journeyeditor.events.sources.tables import chosen_table
from journeyeditor.i18n import N_


def open_duckdb(database: Database, table: str, query: str) -> Source:
    if query:
        query = query.strip().rstrip(";")
        if not database.is_select(query):
            raise EventLogError(N_("The query is not a single SELECT statement."))
        relation = f"({query})"
    else:
        names = duckdb_tables(database)
        schema, name = names[chosen_table(list(names), table)]
        relation = f"source.{quoted(schema)}.{quoted(name)}"
    return Source(columns_of(database, relation), relation)


def duckdb_tables(database: Database) -> dict[str, tuple[str, str]]:
    """The tables and views of the attached file: their names with schema and table."""
    rows = database.rows(
        "select schema_name, table_name from duckdb_tables() where database_name = 'source' "
        "union all select schema_name, view_name from duckdb_views() "
        "where database_name = 'source' and not internal order by all"
    )
    return {(t if schema == "main" else f"{schema}.{t}"): (schema, t) for schema, t in rows}
