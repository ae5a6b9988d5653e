"""Hostile tables and workbooks are refused in a sentence, or read in bounded time and memory."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyeditor.exchange.importers import ImportFailure, find_journeys
from journeyeditor.exchange.separated_values import piped_cells
from journeyeditor.exchange.sources import SourceError, SourceFile
from journeyeditor.exchange.tables import blocks, building
from journeyeditor.files import dump_map

HEADER = "| Stage | Actions | Emotion |\n|---|---|---|\n"


def read(data: bytes | str, name: str = "x.md") -> list[bytes]:
    whole = data.encode("utf-8", "replace") if isinstance(data, str) else data
    return [dump_map(each.read().graph) for each in find_journeys(SourceFile(name, whole))]


def archive(**parts: bytes | str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        for name, part in parts.items():
            file.writestr(f"xl/{name}.xml", part)
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (archive(workbook=b"0" * 80_000_000), "unpacks to more than 64 MiB"),
        (archive(workbook="<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"), "damaged workbook"),
        (archive(workbook="<workbook"), "damaged workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "old Office format"),
    ],
    ids=["bomb", "entity", "broken", "old"],
)  # fmt: skip
def test_what_is_too_much_or_broken_is_refused(data: bytes | str, words: str) -> None:
    with pytest.raises(ImportFailure, match=words):
        read(data)


def test_more_elements_than_a_map_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    table = HEADER + "".join(f"| S{i} | a | 1 |\n" for i in range(3))
    assert read(table)
    monkeypatch.setattr(building, "MAX_CARDS", 8)
    with pytest.raises(ImportFailure, match="more than 8 elements; split the table"):
        read(table)


def test_a_table_may_be_wide_or_long_but_not_both(monkeypatch: pytest.MonkeyPatch) -> None:
    wide = blocks.grid_of([["x"] * 2_000] * 7)
    assert wide is not None
    assert len(wide.rows[0]) == 2_000
    monkeypatch.setattr(blocks, "MAX_CELLS", 50)
    long = blocks.grid_of([["x"] * 20] * 10)
    assert long is not None
    assert [len(row) for row in long.rows] == [5] * 10


@pytest.mark.parametrize(
    "cell",
    [
        "*" * 50_000, "* a " * 12_000, "__a " * 12_000, "`a``b" * 8_000, "[a](" * 12_000, "[" * 50_000, "<a " * 16_000,
        "<a " + "href=x " * 7_000, "not " * 12_000, "1/" * 20_000, "1-" * 20_000, "😐→" * 10_000, ":" * 50_000, "\\" * 50_000, "&#x" * 16_000, "~~a" * 16_000,
    ],
    ids=lambda cell: cell[:6],
)  # fmt: skip
def test_marks_without_an_end_cost_one_pass(cell: str) -> None:
    read(f"{HEADER}| x | {cell} | {cell} |\n| y | z | 1 |\n")


@pytest.mark.parametrize(
    "text",
    [
        "|" + " " * 50_000 + "x\n",
        "# " + " " * 50_000 + "x\n",
        "\n" * 300_000,
        " " * 300_000,
        "+-" * 50_000,
        "== " * 50_000,
        "  - x\n" * 3_000,
        "".join("  " * i + "- x\n" for i in range(600)),
        'a,"' * 50_000,
        "<table>" * 3_000 + "<tr><td>x",
        "<table><tr><td>Stage</td></tr>" + "<tr><td rowspan=9999 colspan=9999>x</td></tr>" * 300,
        "# Journey\n" + "a → " * 50_000,
    ],
    ids=lambda text: text[:8].strip() or "blank",
)
def test_pages_of_one_sign_end(text: str) -> None:
    with suppress(ImportFailure, SourceError):
        read(text)


def test_a_page_of_too_many_lists_is_cut() -> None:
    stages = (f"## Stage {i}: S{i}\n\n### Actions\n\n- a\n\n" for i in range(2_100))
    text = "# Journey\n\n" + "".join(stages)
    (journey,) = find_journeys(SourceFile("x.md", text.encode()))
    assert journey.table is not None
    assert len(journey.table.columns) == 2_000


@given(st.text("|-+=#*: \n\t,;>abcStageActions1→😐<td>&\\`[]()", max_size=200))
def test_any_page_is_a_map_or_a_sentence(text: str) -> None:
    with suppress(ImportFailure, SourceError):
        read(text)


@given(st.lists(st.lists(st.text(max_size=12), min_size=3, max_size=3), max_size=5))
def test_any_cells_make_a_sound_map(rows: list[list[str]]) -> None:
    body = "".join("| " + " | ".join(" ".join(c.split()) for c in row) + " |\n" for row in rows)
    with suppress(ImportFailure, SourceError):
        read(HEADER + body)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_map_or_a_sentence(data: bytes) -> None:
    with suppress(ImportFailure, SourceError):
        read(data)


@pytest.mark.parametrize("line", ["| a |", "a | b\nc | d | e", "|\n---", "a | b\n\n", "x | y |\n|"])
def test_lines_that_are_no_table_are_looked_at_a_few_times(
    monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    lines = 0

    def counted(line: str) -> list[str]:
        nonlocal lines
        lines += 1
        return piped_cells(line)

    monkeypatch.setattr("journeyeditor.exchange.tables.page.piped_cells", counted)
    text = "# Buy\n" + f"{line}\n" * 400
    with suppress(ImportFailure):
        find_journeys(SourceFile("x.md", text.encode()))
    assert lines < 8 * text.count("\n")
