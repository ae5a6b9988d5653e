"""Tables for translators: a map's texts beside their translations, as a PO catalogue or a workbook."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from journeyeditor.exchange.importers import ImportFailure
from journeyeditor.exchange.sources import SourceFile
from journeyeditor.i18n import N_, Phrase
from journeyeditor.values import composed

MAX_TEXTS = 100_000
#: Signs that end a line for some programs, and control characters.
_LINE_ENDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
#: The columns of a workbook, in English for everybody: programs look for them.
HEADER = ("Where", "Text", "Translation")


class TableRow(NamedTuple):
    """A text, where it is, and its translation, "" while it is missing."""

    place: str
    text: str
    translation: str


def write_po(rows: Iterable[TableRow], source: str, target: str) -> bytes:
    lines = [
        'msgid ""',
        'msgstr ""',
        '"Content-Type: text/plain; charset=UTF-8\\n"',
        '"Content-Transfer-Encoding: 8bit\\n"',
        f'"Language: {target}\\n"',
        f'"X-Source-Language: {source}\\n"',
    ]
    for row in rows:
        if _LINE_ENDS.search(row.text):
            continue  # a catalogue cannot hold it
        place = " ".join(row.place.split())
        lines += [
            "",
            f"#. {place}",
            f"msgid {_quoted(row.text)}",
            f"msgstr {_quoted(row.translation)}",
        ]
    return ("\n".join(lines) + "\n").encode("utf-8")


def write_xlsx(rows: Iterable[TableRow], title: str) -> bytes:
    """Write a workbook in which no text is a formula or a link."""
    from xlsxwriter import Workbook

    file = io.BytesIO()
    book = Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet(
        "".join(sign for sign in title if sign not in "[]:*?/\\'")[:31] or "Texts"
    )
    head = book.add_format({"bold": True, "bottom": 1})
    cell = book.add_format({"text_wrap": True, "valign": "top"})
    open_ = book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#FFF8E1"})
    for column, (words, width) in enumerate(zip(HEADER, (26, 60, 60), strict=True)):
        sheet.write_string(0, column, words, head)
        sheet.set_column(column, column, width)
    for number, row in enumerate(rows, 1):
        sheet.write_string(number, 0, row.place, cell)
        sheet.write_string(number, 1, row.text, cell)
        if row.translation:
            sheet.write_string(number, 2, row.translation, cell)
        else:
            sheet.write_blank(number, 2, None, open_)
    sheet.freeze_panes(1, 0)
    book.close()
    return file.getvalue()


def read_translations(source: SourceFile) -> dict[str, str]:
    """Return texts with their translations; raises ImportFailure and SourceError.

    A text whose translation is empty is in it too.
    """
    from journeyeditor.exchange.tables.workbook import is_workbook

    pairs = _from_workbook(source.data) if is_workbook(source.data) else _from_po(source.text)
    found: dict[str, str] = {}
    for text, translation in pairs:
        if len(found) > MAX_TEXTS:
            many = N_("has more than {count} texts; split it")
            raise ImportFailure(Phrase(many, count=MAX_TEXTS))
        found[composed(text)] = composed(translation)
    if not found:
        raise ImportFailure(
            Phrase(N_("holds no translations; choose a table that was written for this map"))
        )
    return found


def _from_po(text: str) -> Iterable[tuple[str, str]]:
    from journeyeditor.i18n.catalogues import parse

    return parse(text).messages.items()


def _from_workbook(data: bytes) -> list[tuple[str, str]]:
    from journeyeditor.exchange.tables.workbook import opened_workbook

    with opened_workbook(data) as book:
        return [pair for sheet in book.worksheets for pair in _rows_of(sheet)]


def _rows_of(sheet: Any) -> Iterator[tuple[str, str]]:
    """Yield the rows below the header of a sheet, if it has one."""
    columns: Mapping[str, int] = {}
    for row in sheet.iter_rows(max_row=MAX_TEXTS + 10, max_col=20, values_only=True):
        cells = ["" if value is None else str(value) for value in row]
        if not columns:
            names = {cell.strip(): place for place, cell in enumerate(cells)}
            columns = names if names.keys() >= set(HEADER[1:]) else {}
        elif cells[columns["Text"]]:
            yield cells[columns["Text"]], cells[columns["Translation"]]


def _quoted(text: str) -> str:
    """Return a text as C and JSON write it; a catalogue knows no other escapes."""
    return json.dumps(text, ensure_ascii=False)
