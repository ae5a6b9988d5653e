"""Diagrams of draw.io (diagrams.net), plain or compressed, alone or inside an SVG or PNG picture.

Swimlanes are stages or lanes by their direction, and tables by their rows. Every page is a journey.
"""

from __future__ import annotations

import binascii
import re
import zlib
from base64 import b64decode
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from journeyeditor.exchange.boards.board import Board, Line, Shape, read_board
from journeyeditor.exchange.boards.colours import tint_of
from journeyeditor.exchange.boards.texts import Words, clean, from_html
from journeyeditor.exchange.importers import FoundJourney, Imported, Importer, ImportFailure
from journeyeditor.exchange.sources import SourceFile
from journeyeditor.exchange.strict_xml import MAX_BYTES, head_of, parse_xml
from journeyeditor.geometry import Point, Rect
from journeyeditor.i18n import N_, Phrase

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_PNG = b"\x89PNG\r\n\x1a\n"
#: What draw.io puts on the clipboard: the XML, percent-encoded.
_COPIED = b"%3CmxGraphModel"
_CONTENT = re.compile(rb"""<svg\b[^>]*?\bcontent=(?:"[^"]*mxfile|'[^']*mxfile)""", re.DOTALL)
_MAX_PAGES, _MAX_CHUNKS, _MAX_DEPTH = 100, 1_000, 60
_MAX_SIDE = 1e7
#: What the first row of a table is: the names of the stages.
_STAGES = Words("Stage")
_DAMAGED = N_("a page is damaged; save the diagram again in draw.io")


class _Cell(NamedTuple):
    """A cell of the graph with its label and style; `place` is its geometry in its parent."""

    id: str
    parent: str
    words: Words
    style: Mapping[str, str]
    place: Rect | None
    is_edge: bool
    source: str
    target: str


def read_pages(data: bytes) -> list[tuple[str, Element]]:
    """Return the pages of a diagram with their names; raises ImportFailure."""
    root = parse_xml(_document(data))
    if root.tag == "mxGraphModel":
        return [("", root)]
    if root.tag.rpartition("}")[2] == "svg":
        root = parse_xml(root.get("content", "").encode("utf-8", "replace"))
    pages = []
    for page in list(root.iter("diagram"))[:_MAX_PAGES]:
        model = page.find("mxGraphModel")
        if model is None and (page.text or "").strip():
            model = parse_xml(_unpacked(page.text or ""))
        if model is not None:
            pages.append((clean(page.get("name", "")), model))
    if not pages:
        raise ImportFailure(
            Phrase(N_("holds no draw.io diagram; export it with its diagram inside"))
        )
    return pages


def read_page(name: str, model: Element) -> Imported:
    cells = {cell.id: cell for cell in _cells(model)}
    shapes = list(_shapes(cells))
    title, shapes = _title_of(shapes, cells)
    default = re.fullmatch(r"(?:Page|Seite|Sida|Side|Sivu)-?\s?\d+", name)
    board = Board(shapes, list(_lines(cells)), title or ("" if default else name))
    return read_board(board)


def _document(data: bytes) -> bytes:
    """Return the XML of a file; raises ImportFailure if a picture has none."""
    if data.startswith(_PNG):
        for text in _png_texts(data):
            return text
        raise ImportFailure(
            Phrase(
                N_(
                    "this picture holds no diagram; export it from draw.io with a copy of the diagram"
                )
            )
        )
    if data.startswith(_COPIED):
        return unquote(data.decode("utf-8", "replace")).encode()
    return data


def _png_texts(data: bytes) -> Iterator[bytes]:
    """Yield the diagrams in the text chunks of a PNG picture."""
    at = len(_PNG)
    for _ in range(_MAX_CHUNKS):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        content = data[at + 8 : at + 8 + length]
        if len(kind) < 4 or kind == b"IEND":
            return
        key, _, text = content.partition(b"\0")
        if key == b"mxfile" and kind == b"tEXt":
            yield unquote(text.decode("latin-1")).encode()
        elif key == b"mxfile" and kind == b"zTXt":
            yield unquote(_inflated(text[1:], zlib.MAX_WBITS).decode("latin-1")).encode()
        at += 12 + length


def _unpacked(text: str) -> bytes:
    """Return a compressed page: base64 of deflated, percent-encoded XML."""
    try:
        packed = b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        raise ImportFailure(Phrase(_DAMAGED)) from None
    return unquote(_inflated(packed, -zlib.MAX_WBITS).decode("latin-1")).encode()


def _inflated(packed: bytes, bits: int) -> bytes:
    """Return inflated data, never more than any diagram has."""
    inflater = zlib.decompressobj(bits)
    try:
        data = inflater.decompress(packed, MAX_BYTES + 1)
    except zlib.error:
        raise ImportFailure(Phrase(_DAMAGED)) from None
    if len(data) > MAX_BYTES:
        large = N_("a page is larger than {count} MiB; split it")
        raise ImportFailure(Phrase(large, count=MAX_BYTES // 2**20))
    if not inflater.eof:
        raise ImportFailure(Phrase(_DAMAGED))
    return data


def _cells(model: Element) -> Iterator[_Cell]:
    """Yield all cells; those with properties are wrapped in an object that has the label."""
    for element in model.iter():
        if element.tag not in {"mxCell", "UserObject", "object"}:
            continue
        cell = element if element.tag == "mxCell" else element.find("mxCell")
        if cell is None or not element.get("id"):
            continue
        label = element.get("value" if element is cell else "label", "")
        style = _style(cell.get("style", ""))
        # Without html=1 a label is plain text, in which a "<" is one.
        plain = clean(label).split("\n", 1)
        words = from_html(label) if style.get("html") == "1" else Words(*plain)
        yield _Cell(
            clean(element.get("id", "")),
            clean(cell.get("parent", "")),
            words,
            style,
            _place(cell.find("mxGeometry")),
            cell.get("edge") == "1",
            clean(cell.get("source", "")),
            clean(cell.get("target", "")),
        )


def _style(text: str) -> dict[str, str]:
    """Return a style as its properties; names without a value are those of base styles."""
    pairs = (part.partition("=") for part in text.split(";") if part)
    return {key.strip(): value.strip() for key, _, value in pairs}


def _place(geometry: Element | None) -> Rect | None:
    if geometry is None or geometry.get("relative") == "1":
        return None
    values = []
    for key in ("x", "y", "width", "height"):
        try:
            value = float(geometry.get(key) or 0)
        except ValueError:
            return None
        if not abs(value) <= _MAX_SIDE:
            return None
        values.append(value)
    x, y, width, height = values
    return Rect(x, y, max(width, 0.0), max(height, 0.0))


def _shapes(cells: Mapping[str, _Cell]) -> Iterator[Shape]:
    parents = {
        cell.parent
        for cell in cells.values()
        if cell.place and not cell.is_edge and (cell.words.title or cell.style.get("shape"))
    }
    rows = _rows_of_tables(cells)
    for cell in cells.values():
        if cell.is_edge or cell.place is None or not cell.id or cell.id.startswith("@"):
            continue
        origin = _origin(cell, cells)
        is_container = _is_container(cell, parents)
        names, dropped = rows.get(cell.id), rows.get(cell.parent)
        if dropped and dropped[1] == cell.id:
            continue  # the name of its row
        yield Shape(
            cell.id,
            names[0] if names else cell.words,
            cell.place.translated(*origin),
            is_container=is_container,
            is_band=is_container and (bool(names) or cell.style.get("horizontal") == "0"),
            parent=cell.parent,
            fields={"tint": tint_of(cell.style.get("fillColor", ""))},
        )


def _is_container(cell: _Cell, parents: set[str]) -> bool:
    """Whether a cell is around others, or would be."""
    style = cell.style
    return "swimlane" in style or cell.id in parents or style.get("container") == "1"


def _rows_of_tables(cells: Mapping[str, _Cell]) -> dict[str, tuple[Words, str]]:
    """Return the name of each row of a table, and the cell that it is written in."""
    inner: dict[str, list[_Cell]] = {}
    for cell in cells.values():
        if cell.place and not cell.is_edge:
            inner.setdefault(cell.parent, []).append(cell)
    rows: dict[str, tuple[Words, str]] = {}
    for table in cells.values():
        if table.style.get("shape") != "table":
            continue
        found = [cell for cell in inner.get(table.id, ()) if cell.style.get("shape") == "tableRow"]
        found.sort(key=lambda cell: cell.place.y if cell.place else 0.0)
        for number, row in enumerate(found):
            first = min(
                inner.get(row.id, [row]), key=lambda cell: cell.place.x if cell.place else 0.0
            )
            rows[row.id] = (first.words if number else _STAGES, first.id)
    return rows


def _origin(cell: _Cell, cells: Mapping[str, _Cell]) -> Point:
    """Return where the parent of a cell begins on the page."""
    x = y = 0.0
    parent = cells.get(cell.parent)
    for _ in range(_MAX_DEPTH):
        if parent is None or parent.id == cell.id:
            break
        if parent.place and not parent.is_edge:
            x, y = x + parent.place.x, y + parent.place.y
        parent = cells.get(parent.parent)
    return Point(x, y)


def _lines(cells: Mapping[str, _Cell]) -> Iterator[Line]:
    """Yield the lines; a label may be a cell of its own on its line."""
    labels: dict[str, list[str]] = {}
    for cell in cells.values():
        if not cell.is_edge and cell.place is None and cell.words.title:
            labels.setdefault(cell.parent, []).append(cell.words.title)
    for cell in cells.values():
        if cell.is_edge and cell.source != cell.target:
            words = [cell.words.title, *labels.get(cell.id, ())]
            yield Line(cell.id, cell.source, cell.target, " ".join(filter(None, words)))


def _title_of(shapes: Sequence[Shape], cells: Mapping[str, _Cell]) -> tuple[str, list[Shape]]:
    """Return the text above everything, which names the map, and the other shapes."""
    texts = [each for each in shapes if "text" in cells[each.id].style and each.words.title]
    for shape in sorted(texts, key=lambda shape: shape.rect.y)[:1]:
        others = [each for each in shapes if each is not shape]
        if others and shape.rect.bottom <= min(each.rect.y for each in others) + 1:
            return shape.words.title, others
    return "", list(shapes)


def _recognizes(source: SourceFile) -> bool:
    head = head_of(source.data)
    if head.startswith(_PNG):
        return b"mxfile" in source.data
    if source.data.startswith(_COPIED):
        return True
    if head.startswith(b"<") and b"<svg" in head:
        return _CONTENT.search(source.data) is not None
    return head.startswith(b"<") and (b"<mxfile" in head or b"<mxGraphModel" in head)


def _read(source: SourceFile, _: bool) -> Imported:
    return read_page(*read_pages(source.data)[0])


def _find(source: SourceFile, _: bool) -> list[FoundJourney]:
    return [
        FoundJourney(name, f"page {number}", partial(read_page, name, model))
        for number, (name, model) in enumerate(read_pages(source.data), 1)
    ]


IMPORTER = Importer(
    "drawio", N_("draw.io diagrams"), ("drawio", "dio", "xml"), _recognizes, _read, _find
)
