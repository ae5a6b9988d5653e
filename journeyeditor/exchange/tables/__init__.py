"""Journey tables and lists in Markdown, CSV, HTML, Word, workbooks and plain text: the entry point.

A document is read in three stages: *blocks* (`page`, `delimited`, `web`, `word`, `workbook`), *roles* of
rows and columns (`grids`, `lists`, `pieces`, `pages` with `words`, `shapes`, `feelings`), and the *map* (`building`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, partial

from journeyeditor.exchange.importers import FoundJourney, Imported, Importer, ImportFailure
from journeyeditor.exchange.sources import SourceError, SourceFile
from journeyeditor.exchange.tables.blocks import Document, Grid
from journeyeditor.exchange.tables.building import build
from journeyeditor.exchange.tables.delimited import read_delimited
from journeyeditor.exchange.tables.funnels import find_funnels
from journeyeditor.exchange.tables.journey import JourneyTable
from journeyeditor.exchange.tables.page import read_outline, read_page
from journeyeditor.exchange.tables.pages import journeys_of
from journeyeditor.exchange.tables.refusals import refusal
from journeyeditor.exchange.tables.structured import read_structured
from journeyeditor.exchange.tables.web import is_html, read_web
from journeyeditor.exchange.tables.word import is_word, read_word
from journeyeditor.exchange.tables.workbook import is_workbook, read_workbook
from journeyeditor.i18n import N_, Phrase

__all__ = ["IMPORTER", "build", "find_tables", "read_document", "tables_in"]

SUFFIXES = (
    "md",
    "markdown",
    "csv",
    "tsv",
    "txt",
    "html",
    "htm",
    "xlsx",
    "xlsm",
    "docx",
    "org",
    "rst",
    "adoc",
    "yaml",
    "yml",
)
_ARCHIVE = b"PK\x03\x04"
_NO_DOCUMENT = N_(
    "is an archive or a document of another program; save it as XLSX, DOCX, PPTX or a web page."
)
#: The first signs of JSON.
_OPENING = (b"{", b"[")


def read_document(text: str) -> Document:
    """The blocks of a text, whatever it is written in."""
    if is_html(text):
        return read_web(text)
    return read_delimited(text) or read_page(text)


def _document(source: SourceFile) -> tuple[Document, str]:
    """The blocks of a file, and its text if it is one; raises ImportFailure, SourceError."""
    if is_workbook(source.data):
        return read_workbook(source.data), ""
    if is_word(source.data):
        return read_word(source.data), ""
    if source.data.startswith(_ARCHIVE):
        raise ImportFailure(Phrase(_NO_DOCUMENT))
    is_yaml = source.suffix in {"yaml", "yml"}
    if is_yaml or source.data.lstrip()[:1] in _OPENING:
        structured = read_structured(source.text, is_yaml=is_yaml)
        if structured is not None or is_yaml:
            return structured or Document(()), ""
    return read_document(source.text), source.text


def tables_in(source: SourceFile) -> list[JourneyTable]:
    """The journeys in the tables and lists of a file; raises ImportFailure, SourceError."""
    document, text = _document(source)
    tables = _journeys(document, text)
    if not tables:
        raise ImportFailure(refusal(document))
    return tables


def _journeys(document: Document, text: str) -> list[JourneyTable]:
    """The journeys of a document; tables of customers alone are funnels, and left to their reader."""
    tables = [table for table in journeys_of(document) if not table.has_only_figures]
    if not tables and text and (outline := read_outline(text)) is not None:
        return journeys_of(outline)
    return tables


@lru_cache(maxsize=1)  # for `find_tables` after `_recognizes`
def _found(source: SourceFile) -> tuple[list[FoundJourney], Document]:
    """The journeys of a file, or its funnels if it has none; beside diagrams only those in words."""
    from journeyeditor.exchange.mermaid import IMPORTER as MERMAID

    document, text = _document(source)
    tables = _journeys(document, text)
    if tables and all(table.is_weak for table in tables) and MERMAID.recognizes(source):
        return [], document
    found = [
        FoundJourney(table.title, table.place, partial(build, table), table) for table in tables
    ]
    return found or find_funnels(document, text), document


def find_tables(source: SourceFile) -> list[FoundJourney]:
    """The journeys of a file, each read when it is wanted, or its funnels if it has none.

    Raises ImportFailure, SourceError.
    """
    try:
        found, document = _found(source)
    finally:
        _found.cache_clear()
    if not found:
        raise ImportFailure(refusal(document))
    return found


def _recognizes(source: SourceFile) -> bool:
    """Whether a file holds a journey, a funnel, or at least a table that another importer does not take."""
    from journeyeditor.exchange.mermaid import IMPORTER as MERMAID

    if is_workbook(source.data):
        return True
    if source.data.startswith(b"%PDF"):
        return False
    try:
        found, document = _found(source)
    except (ImportFailure, SourceError):
        return False
    has_grid = any(isinstance(block, Grid) and len(block.rows) > 1 for block in document.blocks)
    return bool(found) or (has_grid and not MERMAID.recognizes(source))


def _read(source: SourceFile, lenient: bool) -> Imported:
    return find_tables(source)[0].read()


def _find(source: SourceFile, lenient: bool) -> Sequence[FoundJourney]:
    return find_tables(source)


IMPORTER = Importer("tables", N_("Journey tables and lists"), SUFFIXES, _recognizes, _read, _find)
