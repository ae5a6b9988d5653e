"""Tables for translators: what they write comes back, from both kinds of file."""

from __future__ import annotations

import io

import openpyxl
import pytest
from babel.messages.pofile import read_po

from journeyeditor.exchange.importers import ImportFailure
from journeyeditor.exchange.sources import SourceFile
from journeyeditor.exchange.translations import TableRow, read_translations, write_po, write_xlsx

ROWS = (
    TableRow("Stage · Title", "Köp", "Buy"),
    TableRow("Step · Note", 'Han sa "ja"\n\toch gick \\ hem', 'He said "yes"\n\tand went \\ home'),
    TableRow("Step · Title", "=1+1 är två", "=1+1 is two"),
    TableRow("Step · Title", "Å {name} %s", "To {other}"),
    TableRow("Persona\n· Quote", "Öppen", ""),
)


def read(data: bytes, name: str) -> dict[str, str]:
    return read_translations(SourceFile(name, data))


def test_a_catalogue_comes_back_and_is_one_for_babel() -> None:
    data = write_po(ROWS, "sv", "en")
    assert read(data, "texts.po") == {row.text: row.translation for row in ROWS if row.translation}
    catalogue = read_po(io.BytesIO(data))
    assert {message.id for message in catalogue if message.id} == {row.text for row in ROWS}
    assert str(catalogue.locale) == "en"


def test_a_workbook_comes_back_and_holds_no_formula() -> None:
    data = write_xlsx(ROWS, "sv – en")
    assert read(data, "texts.xlsx") == {row.text: row.translation for row in ROWS}
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}


def test_columns_may_be_moved_and_added() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["For Kim"], [], ["Done", "Translation", "Text"], [True, "Buy", "Köp"], [None, None, "Hem"]):  # fmt: skip
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    assert read(file.getvalue(), "texts.xlsx") == {"Köp": "Buy", "Hem": ""}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.po", b""),
        ("a.po", b"hello"),
        ("a.xlsx", b"PK\x03\x04xl/" * 20),
        ("a.xlsx", write_xlsx((), "")),
    ],
)
def test_what_holds_no_translations_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(ImportFailure):
        read(data, name)
