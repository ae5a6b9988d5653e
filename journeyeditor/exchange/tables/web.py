"""Pages and clipboards of HTML as blocks: tables with merged cells, headings, lists and paragraphs.

Only the text is read; nothing is fetched, and scripts and styles are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.parser import HTMLParser

from journeyeditor.exchange.checkpoints import checkpoint
from journeyeditor.exchange.separated_values import MAX_CELL, MAX_ROWS
from journeyeditor.exchange.tables.blocks import (
    MAX_BLOCKS,
    MAX_CELLS,
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

_IS_HTML = re.compile(r"<(?:!doctype\s+html|html|body|table|meta|h[1-6]|ul|ol)\b", re.IGNORECASE)
_HIDDEN = frozenset({"script", "style", "template", "noscript", "head", "title", "object", "svg"})
_BREAKS = frozenset({"br", "p", "div", "li", "dd", "dt"})
_COLOUR = re.compile(
    r"background(?:-color)?\s*:\s*(#[0-9a-f]{6}|#[0-9a-f]{3}\b|rgb\([\d\s,]+\))", re.IGNORECASE
)
#: A paragraph within an item is its text.
_ITEM_BREAK = re.compile(r"•[ \n]+")
_MAX_SPAN = 200
#: Characters between two checkpoints.
_CHUNK = 65_536


def is_html(text: str) -> bool:
    """Whether a text is HTML rather than a page of another markup with some tags in it."""
    head = text[:4096].lstrip("\ufeff \t\r\n")
    return bool(_IS_HTML.match(head)) or (
        "<table" in text.casefold() and not re.search(r"^(?:#{1,6} |\|)", text, re.MULTILINE)
    )


def read_web(text: str) -> Document:
    reader = _Reader()
    for start in range(0, len(text), _CHUNK):
        checkpoint(start / len(text))
        reader.feed(text[start : start + _CHUNK])
    reader.close()
    reader.end()
    return Document(tuple(reader.blocks[:MAX_BLOCKS]))


def plain_text(text: str) -> str:
    """Return the text of a page: a line for each paragraph, item and row, cells between tabs."""
    lines: list[str] = []
    for block in read_web(text).blocks:
        if isinstance(block, Grid):
            lines += [_row(cells) for cells in block.rows]
        elif isinstance(block, Outline):
            lines += ["\t" * item.depth + item.text for item in block.items]
        else:
            lines.append(block.text)
    return "\n".join(line for line in lines if line.strip())


def _row(cells: Iterable[str]) -> str:
    return "\t".join(" ".join(cell.split()) for cell in cells).rstrip()


class _Table:
    """A table in the making: its cells by row and column."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.cells: dict[tuple[int, int], str] = {}
        self.taken: set[tuple[int, int]] = set()
        self.fills: list[tuple[int, int, str]] = []
        self.row, self.has_header = -1, False
        self.at: tuple[int, int] | None = None

    def start_cell(self, span: tuple[int, int], colour: str) -> None:
        self.row = max(self.row, 0)
        column = 0
        while (self.row, column) in self.taken and column < MAX_COLUMNS:
            column += 1
        for row in range(self.row, min(self.row + span[0], self.row + _MAX_SPAN)):
            for place in range(column, min(column + span[1], MAX_COLUMNS)):
                self.taken.add((row, place))
        self.at = (self.row, column)
        self.cells[self.at] = ""
        if colour:
            self.fills.append((*self.at, colour))

    def add(self, words: str) -> None:
        if self.at is not None and len(self.cells[self.at]) < MAX_CELL:
            self.cells[self.at] += words

    def block(self) -> Block | None:
        ends = [(row + 1, column + 1) for row, column in self.cells]
        width = max((column for _, column in ends), default=1)
        rows = min(max((row for row, _ in ends), default=0), MAX_ROWS, MAX_CELLS // width)
        lines: list[list[str]] = [[] for _ in range(rows)]
        for (row, column), words in sorted(self.cells.items()):
            if row < rows:
                lines[row] += [""] * (column - len(lines[row])) + [
                    _ITEM_BREAK.sub("• ", _tidy(words))
                ]
        return grid_of(lines, self.line, has_header=self.has_header, fills=tuple(self.fills))


class _Reader(HTMLParser):
    """The blocks of a page; a table within a cell is read as its text.

    A table with nothing but others in a cell lays out a page, so that these count.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._words = ""
        self._tag = ""
        self._hidden = 0
        self._tables: list[_Table] = []
        self._inner: list[Block] = []
        self._depth = -1
        self._items: list[Item] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag == "table":
            self.end_block()
            self._tables.append(_Table(self.getpos()[0]))
        elif self._tables:
            self._in_table(tag, named)
        elif tag in {"ul", "ol"}:
            self._end_text()
            self._depth += 1
        elif tag == "br":
            self._words += "\n"
        elif tag in _BREAKS or re.fullmatch("h[1-6]", tag):
            self._end_text()
            self._tag = tag
        if tag == "img" and named.get("alt"):
            self.handle_data(named["alt"])

    def _in_table(self, tag: str, named: dict[str, str]) -> None:
        table = self._tables[-1]
        if len(self._tables) > 1 and tag in {"td", "th", "tr", *_BREAKS}:
            self._tables[0].add("\n")
        if tag == "tr":
            table.row, table.at = table.row + 1, None
        elif tag in {"td", "th"}:
            table.has_header = table.has_header or (tag == "th" and table.row <= 0)
            span = (_span(named.get("rowspan", "")), _span(named.get("colspan", "")))
            table.start_cell(span, _colour(named))
        elif tag in _BREAKS:
            table.add("\n• " if tag == "li" else "\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(self._hidden - 1, 0)
        elif self._tables:
            self._end_in_table(tag)
        elif tag in {"ul", "ol"}:
            self._end_text()
            self._depth -= 1
            if self._depth < 0:
                self.end_block()
        elif tag in _BREAKS or re.fullmatch("h[1-6]", tag):
            self._end_text()

    def _end_in_table(self, tag: str) -> None:
        if tag == "table":
            self._end_table()
        elif tag in {"td", "th"}:
            self._tables[-1].at = None

    def _end_table(self) -> None:
        table = self._tables.pop()
        block = table.block()
        if self._tables:
            self._inner += [block] if block is not None else []
            return
        inner, self._inner = self._inner, []
        if inner and sum(bool(words.strip()) for words in table.cells.values()) == 1:
            self.blocks += inner
        elif block is not None:
            self.blocks.append(block)

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        words = re.sub(r"[ \t\r\n]+", " ", data)
        if self._tables:
            self._tables[0].add(words)
            if len(self._tables) > 1:
                self._tables[-1].add(words)
        elif len(self._words) < MAX_CELL:
            self._words += words

    def _end_text(self) -> None:
        words, self._words = _tidy(self._words), ""
        if not words or len(self.blocks) >= MAX_BLOCKS:
            return
        line = self.getpos()[0]
        if self._depth >= 0:
            self._items.append(Item(self._depth, words, line))
        elif re.fullmatch("h[1-6]", self._tag):
            self.blocks.append(Heading(int(self._tag[1]), words, line))
        else:
            self.blocks += [Prose(each, line) for each in words.split("\n")]
        self._tag = ""

    def end(self) -> None:
        """End what has no end in the text, such as a page that was cut off."""
        while self._tables:
            self._end_table()
        self.end_block()

    def end_block(self) -> None:
        self._end_text()
        if self._items:
            self.blocks.append(Outline(tuple(self._items)))
        self._items, self._depth = [], -1


def _tidy(words: str) -> str:
    lines = (" ".join(line.replace("\xa0", " ").split()) for line in words.split("\n"))
    return "\n".join(line for line in lines if line)


def _span(words: str) -> int:
    return (
        max(1, min(int(words), _MAX_SPAN))
        if words.isascii() and words.isdecimal() and len(words) < 6
        else 1
    )


def _colour(named: dict[str, str]) -> str:
    """The background of a cell as #RRGGBB, "" if none is given."""
    match = _COLOUR.search(named.get("style", ""))
    words = match[1] if match else named.get("bgcolor", "")
    if words.startswith("rgb"):
        parts = [min(int(part), 255) for part in re.findall(r"\d{1,3}", words)[:3]]
        return "#" + "".join(f"{part:02X}" for part in parts) if len(parts) == 3 else ""
    digits = words.removeprefix("#")
    if re.fullmatch("[0-9a-fA-F]{3}", digits):
        digits = "".join(digit * 2 for digit in digits)
    return f"#{digits.upper()}" if re.fullmatch("[0-9a-fA-F]{6}", digits) else ""
