"""Cells made to be slow or without bound: time grows with their length only, and no figure is endless."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest

from journeyeditor.exchange.funnel_tables import guess, headed, parts, rows
from journeyeditor.exchange.funnel_text import TableError, read_tables
from journeyeditor.exchange.importers import ImportFailure, read_map_from
from journeyeditor.exchange.separated_values import MAX_CELL
from journeyeditor.exchange.sources import SourceFile
from journeyeditor.exchange.tables.page import read_page
from journeyeditor.i18n import texts
from journeyeditor.values import UnreadableError, read_column, read_duration

LONG = MAX_CELL - 10
#: A quadratic reading of so many characters takes minutes.
MAX_SECONDS = 10.0
CELLS = {
    "a number and blanks": "1" + " " * LONG + "x",
    "a sign and blanks": "~" + " " * LONG + "x",
    "digits": "9" * LONG,
    "digits and points": "1." * (LONG // 2) + "x",
    "dashes": "-" * LONG + "x",
    "bars": "|" * LONG,
    "quotes": '""' * (LONG // 2),
    "stars": "*_" * (LONG // 2),
    "colons": "1:" * (LONG // 2) + "x",
    "dots and commas": "1.1,1" * (LONG // 5),
}


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("cell", CELLS)
def test_a_hostile_cell(cell: str, separator: str) -> None:
    lines = [["step", "users"], [CELLS[cell], CELLS[cell]], ["b", "20"], ["c", "10"]]
    began = time.process_time()
    with suppress(TableError):
        for table in map(headed, read_tables("\n".join(map(separator.join, lines)))):
            reading = guess(table)
            parts(table, reading)
            rows(table, reading)
    assert time.process_time() - began < MAX_SECONDS


def test_an_endless_row_of_digits_is_no_figure() -> None:
    assert read_column(["9" * 400, "1" * 41, "12"])[:2] == [None, None]


@pytest.mark.parametrize(
    ("cell", "value"), [("100,-", 100), ("1 204,-", 1204), ("kr 12,50", 12.5), ("1,5 %", 1.5)]
)
def test_figures_read_as_ever(cell: str, value: float) -> None:
    (figure,) = read_column([cell])
    assert figure is not None
    assert figure.value == value


def test_a_long_duration_is_refused_at_once() -> None:
    with pytest.raises(UnreadableError):
        read_duration("1" + " " * 1_000_000 + "!", texts("en"))


@pytest.mark.parametrize("line", ["a - b\n", "a - b\n\n", "a\n: b\n\n", ": b\n", " " * 999 + "\n"])
def test_each_line_of_a_page_is_looked_at_once(line: str) -> None:
    began = time.process_time()
    read_page(line * 6_000)
    assert time.process_time() - began < MAX_SECONDS


@pytest.mark.parametrize(
    "text", ["Use,App,60\nBuy,Shop,15\nSearch,Web,-20\n", "A,60\nB,15\nC,-2\n"]
)
def test_a_table_with_negative_figures_is_no_funnel(text: str) -> None:
    with pytest.raises(ImportFailure):
        read_map_from(SourceFile("figures.csv", text.encode()))
