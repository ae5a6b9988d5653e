"""Documents of Word are read like any other page: tables with merged cells, lists, headings in any language."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from journeyeditor.exchange.importers import ImportFailure, find_journeys, read_map_from
from journeyeditor.exchange.sources import SourceFile
from tests.exchange.outlines import outline


def written(make: Callable[[Any], None]) -> SourceFile:
    document = docx.Document()
    make(document)
    file = io.BytesIO()
    document.save(file)
    return SourceFile("journey.docx", file.getvalue())


def _table(document: Any) -> None:
    document.add_heading("Customer journey: library", 0)
    document.add_paragraph("Persona: Edith")
    rows = (
        ("Stage", "Find", "", "Borrow"),
        ("Actions", "Searches", "Asks", "Scans"),
        ("Emotions", "curious", "", "annoyed"),
        ("Pain points", "", "", "Queue\nNo light"),
    )
    table = document.add_table(rows=4, cols=4)
    for row, words in enumerate(rows):
        for column, word in enumerate(words):
            table.cell(row, column).text = word
    table.cell(0, 1).merge(table.cell(0, 2))


def test_a_table_with_merged_cells() -> None:
    (found,) = find_journeys(written(_table))
    assert outline(found.read().graph) == (
        "title: Customer journey: library\n"
        "language: en\n"
        "persona: Edith\n"
        "lanes: Actions | Emotions | Pain points\n"
        "[Find]\n"
        "  step: Searches\n"
        "  emotion: +1 curious @Edith → Searches\n"
        "  step: Asks\n"
        "[Borrow]\n"
        "  step: Scans\n"
        "  emotion: -1 annoyed @Edith → Scans\n"
        "  pain_point: Queue → Scans\n"
        "  pain_point: No light → Scans\n"
    )


def _lists(document: Any) -> None:
    document.styles["Heading 2"].element.set(qn("w:styleId"), "Rubrik2")
    document.add_heading("Journey of a donor", 1)
    for stage, lanes in (
        ("Stage 1: Hear", ("Actions: hears the radio", "Emotion: curious")),
        ("Stage 2: Give", ("Actions: fills the form", "Pain point: card only")),
    ):
        document.add_heading(stage, 2)
        for lane in lanes:
            document.add_paragraph(lane, style="List Bullet")


def test_lists_below_headings_whose_styles_have_names_of_another_language() -> None:
    imported = read_map_from(written(_lists))
    assert outline(imported.graph) == (
        "title: Journey of a donor\n"
        "language: en\n"
        "lanes: Actions | Emotion | Pain point\n"
        "[Hear]\n"
        "  step: hears the radio\n"
        "  emotion: +1 curious → hears the radio\n"
        "[Give]\n"
        "  step: fills the form\n"
        "  pain_point: card only → fills the form\n"
    )


def _letter(document: Any) -> None:
    document.add_paragraph("Dear all")


def _archive(name: str, content: bytes) -> SourceFile:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return SourceFile("a.docx", file.getvalue())


LAUGHS = b'<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><d>&b;</d>'


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (written(_letter), "contains no table or list"),
        (_archive("word/document.xml", LAUGHS), "document type or entities"),
        (_archive("word/document.xml", b" " * (40 * 2**20)), "larger than 32 MiB"),
        (_archive("word/document.xml", b"<a/>"), "damaged document"),
        (_archive("content.xml", b"<a/>"), "an archive or a document of another program"),
        (SourceFile("a.docx", b"PK\x03\x04" + bytes(200)), "an archive or a document"),
        (SourceFile("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)), "an old Office"),
    ],
)
def test_other_documents_are_refused_in_one_sentence(source: SourceFile, words: str) -> None:
    with pytest.raises(ImportFailure) as failure:
        read_map_from(source)
    assert words in str(failure.value)
    assert str(failure.value).count("\n") == 0
