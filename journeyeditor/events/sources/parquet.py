"""Parquet: one file or a folder of them, also Google Analytics' export from BigQuery."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from journeyeditor.events.database import Database, literal, quoted
from journeyeditor.events.sources.key_values import from_list, is_key_values
from journeyeditor.events.sources.source import SAMPLE_ROWS, Column, Source, nested_columns


def open_parquet(database: Database, files: Sequence[Path]) -> Source:
    names = ", ".join(literal(str(file)) for file in files)
    relation = f"read_parquet([{names}], union_by_name = true, hive_partitioning = false)"
    return Source(columns_of(database, relation), relation)


def columns_of(database: Database, relation: str) -> list[Column]:
    """The columns of a relation, with the fields of records and the keys of lists in it."""
    return [
        column
        for name, type_, *_ in database.rows(f"describe select * from {relation}")
        for column in _columns(database, relation, name, type_)
    ]


def _columns(database: Database, relation: str, name: str, type_: str) -> Iterator[Column]:
    if is_key_values(type_):
        keys = database.rows(
            f"select distinct item.key from (select unnest({quoted(name)}) as item from "
            f"(select {quoted(name)} from {relation} limit {SAMPLE_ROWS})) "
            "where item.key is not null order by 1"
        )
        yield from from_list(name, type_, quoted(name), [str(key) for (key,) in keys])
    else:
        yield from nested_columns(name, type_, quoted(name))
