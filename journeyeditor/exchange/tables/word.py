"""Word documents (DOCX) as blocks: headings, paragraphs, lists, and tables with merged and coloured cells.

Only the text, its styles and the shading of cells are read, from two parts of the archive of bounded
size; nothing is fetched or executed.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING

from journeyeditor.exchange.checkpoints import checkpoints
from journeyeditor.exchange.importers import ImportFailure
from journeyeditor.exchange.strict_xml import MAX_BYTES, parse_xml
from journeyeditor.exchange.tables.blocks import (
    MAX_BLOCKS,
    MAX_COLUMNS,
    Block,
    Document,
    Grid,
    Heading,
    Item,
    Outline,
    Prose,
    grid_of,
)
from journeyeditor.i18n import N_, Phrase

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_BODY, _STYLES = "word/document.xml", "word/styles.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"(?:heading|title)\s*(\d)?", re.IGNORECASE)
_LIST = re.compile(r"list (?:bullet|number|paragraph)\s*(\d)?", re.IGNORECASE)
_COLOUR = re.compile("[0-9A-Fa-f]{6}")
#: A paragraph in bold that is no longer is a heading (characters).
_MAX_NAME = 80
_DAMAGED = N_("is a damaged document; open it in Word or LibreOffice and save it again.")
_UNREADABLE = (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError, EOFError)


def is_word(data: bytes) -> bool:
    """Whether data is a document of Word."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _BODY in archive.namelist()
    except (ValueError, *_UNREADABLE):
        return False


def read_word(data: bytes) -> Document:
    """The blocks of a document; raises ImportFailure."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            body = _part(archive, _BODY)
            styles = _part(archive, _STYLES) if _STYLES in archive.namelist() else b""
    except (ValueError, *_UNREADABLE) as error:
        raise ImportFailure(Phrase(_DAMAGED)) from error
    root = parse_xml(body).find(f"{_W}body")
    if root is None:
        raise ImportFailure(Phrase(_DAMAGED))
    reader = _Reader(_styles(parse_xml(styles)) if styles else {})
    return Document(tuple(islice(reader.blocks(root), MAX_BLOCKS)))


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(MAX_BYTES + 1)


def _styles(styles: Element) -> dict[str, str]:
    """The English names of styles in lower case, by their ids, which are in any language."""
    return {
        style.get(f"{_W}styleId", ""): _value(style.find(f"{_W}name")).casefold()
        for style in styles.iter(f"{_W}style")
    }


class _Reader:
    """The blocks of a body, with the names of its styles."""

    def __init__(self, styles: Mapping[str, str]) -> None:
        self._styles = styles

    def blocks(self, root: Element) -> Iterator[Block]:
        items: list[Item] = []
        for number, part in enumerate(checkpoints(root, len(root)), 1):
            item = self._item(part, number) if part.tag == f"{_W}p" else None
            if item is not None:
                items.append(item)
                continue
            if items and (part.tag == f"{_W}tbl" or _words(part)):
                yield Outline(tuple(items))
                items = []
            if part.tag == f"{_W}tbl":
                grid = _grid(part, number)
                if grid is not None:
                    yield grid
            elif part.tag == f"{_W}p":
                yield from self._paragraph(part, number)
        if items:
            yield Outline(tuple(items))

    def _style(self, paragraph: Element) -> str:
        return self._styles.get(_value(paragraph.find(f"{_W}pPr/{_W}pStyle")), "")

    def _item(self, paragraph: Element, number: int) -> Item | None:
        """The item of a list that a paragraph is, by its numbering or its style."""
        numbering = paragraph.find(f"{_W}pPr/{_W}numPr")
        listed = _LIST.fullmatch(self._style(paragraph))
        words = _words(paragraph)
        if not words or (numbering is None and listed is None):
            return None
        level = _value(numbering.find(f"{_W}ilvl")) if numbering is not None else ""
        depth = int(level) if level.isdecimal() and len(level) < 3 else 0
        return Item(depth or (int(listed[1] or 1) - 1 if listed else 0), words, number)

    def _paragraph(self, paragraph: Element, number: int) -> Iterator[Block]:
        words = _words(paragraph)
        if not words:
            return
        match = _HEADING.fullmatch(self._style(paragraph))
        runs = [run for run in paragraph.iter(f"{_W}r") if "".join(run.itertext()).strip()]
        is_bold = all(run.find(f"{_W}rPr/{_W}b") is not None for run in runs)
        if match:
            yield Heading(int(match[1] or 0) or 1, " ".join(words.split()), number)
        elif is_bold and len(words) <= _MAX_NAME and ":" not in words:
            yield Heading(6, words, number)
        else:
            for line in words.split("\n"):
                yield Prose(line, number)


def _grid(table: Element, number: int) -> Grid | None:
    rows: list[list[str]] = []
    fills: list[tuple[int, int, str]] = []
    for at, row in enumerate(checkpoints(table.findall(f"{_W}tr"))):
        cells: list[str] = []
        for cell in row.findall(f"{_W}tc"):
            properties = cell.find(f"{_W}tcPr")
            span = _value(properties.find(f"{_W}gridSpan")) if properties is not None else ""
            merge = properties.find(f"{_W}vMerge") if properties is not None else None
            shade = properties.find(f"{_W}shd") if properties is not None else None
            fill = shade.get(f"{_W}fill", "") if shade is not None else ""
            if _COLOUR.fullmatch(fill):
                fills.append((at, len(cells), f"#{fill.upper()}"))
            goes_on = merge is not None and merge.get(f"{_W}val", "continue") == "continue"
            cells.append("" if goes_on else _cell(cell))
            width = int(span) if span.isdecimal() and len(span) < 4 else 1
            cells += [""] * (min(width, MAX_COLUMNS) - 1)
        rows.append(cells)
    return grid_of(rows, number, fills=tuple(fills))


def _cell(cell: Element) -> str:
    """The paragraphs of a cell; items of lists begin with a bullet."""
    lines = []
    for paragraph in cell.iter(f"{_W}p"):
        words = _words(paragraph)
        is_item = paragraph.find(f"{_W}pPr/{_W}numPr") is not None
        lines.append(f"• {words}" if is_item and words else words)
    return "\n".join(filter(None, lines))


def _words(element: Element) -> str:
    """The text of a paragraph with its line breaks."""
    parts = []
    for part in element.iter():
        if part.tag == f"{_W}t":
            parts.append(part.text or "")
        elif part.tag in {f"{_W}br", f"{_W}cr"}:
            parts.append("\n")
        elif part.tag == f"{_W}tab":
            parts.append(" ")
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(filter(None, lines))


def _value(element: Element | None) -> str:
    return element.get(f"{_W}val", "") if element is not None else ""
