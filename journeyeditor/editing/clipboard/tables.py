"""Pasted text as rows of cells, from spreadsheets, text editors and web pages."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from io import StringIO

from journeyeditor.values import composed

#: Bullets and numbers in front of a line of a list, with the check box behind them.
_BULLET = re.compile(
    r"(?:[-*+•‣▪▫◦●○■□►▶▸→➤➢✓✔·–—]|\(?\d{1,3}[.)]|\(?[A-Za-z][.)])\s+(?:\[[ xX]?\]\s+)?|#{1,6}\s+|>\s+"
)
_RULE = re.compile(r":?-{2,}:?|:?-:?")
_CELL = re.compile(r"(?<!\\)\|")


def lines(text: str) -> list[str]:
    """Return the lines of a list, without indents, bullets and empty lines."""
    tables = []
    for line in text.split("\n"):
        words = line.strip()
        bullet = _BULLET.match(words)
        words = words[bullet.end() :].strip() if bullet else words
        if words:
            tables.append(" ".join(words.split()))
    return tables


def table(text: str) -> list[list[str]]:
    """Return the cells of a table by tabs, bars, semicolons or commas; [] if the text is none."""
    whole = [line for line in text.split("\n") if line.strip()]
    if any("\t" in line.strip() for line in whole):
        return _tabbed(text)
    if len(whole) > 1 and all(_CELL.search(line) for line in whole):
        return _barred(whole)
    for sign in ";,":
        rows = _separated(whole, sign)
        if rows:
            return rows
    return []


def clean(text: str) -> str:
    """Return a text without lone surrogates and control characters, composed, with line feeds."""
    whole = composed(text.encode("utf-8", "replace").decode("utf-8")).replace("\r\n", "\n")
    whole = whole.replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    return "".join(c for c in whole if c in "\t\n" or not _is_control(c))


def _is_control(character: str) -> bool:
    code = ord(character)
    return code < 32 or 0x7F <= code < 0xA0 or character == "\ufeff"


def _tabbed(text: str) -> list[list[str]]:
    """Return the cells of a spreadsheet's text; quoted ones may hold several lines."""
    is_quoted = text.count('"') % 2 == 0 and re.search(r'(?:^|\t)"', text, re.MULTILINE)
    return _trimmed(_parsed(text, "\t", is_quoted=bool(is_quoted)))


def _barred(whole: Sequence[str]) -> list[list[str]]:
    """Return the cells of a table in Markdown, or of one that is drawn with bars."""
    rows = []
    for line in whole:
        words = line.strip()
        words = words.removeprefix("|").removesuffix("|")
        cells = [cell.replace("\\|", "|").strip() for cell in _CELL.split(words)]
        if not all(_RULE.fullmatch(cell) for cell in cells):
            rows.append(cells)
    return _trimmed(rows)


def _separated(whole: Sequence[str], sign: str) -> list[list[str]]:
    """Return the cells of comma separated values; [] where the sign may just as well be prose."""
    if len(whole) < 2 or not all(sign in line for line in whole):
        return []
    rows = _parsed("\n".join(whole), sign, is_quoted=True)
    widths = {len(row) for row in rows}
    is_prose = sign == "," and any(cell.startswith(" ") for row in rows for cell in row[1:])
    return _trimmed(rows) if len(widths) == 1 and not is_prose else []


def _parsed(text: str, sign: str, *, is_quoted: bool) -> list[list[str]]:
    """Return the cells of a text; one too long for the reader makes it no table."""
    try:
        lines_ = StringIO(text, newline="")
        if is_quoted:
            return list(csv.reader(lines_, delimiter=sign))
        return list(csv.reader(lines_, delimiter=sign, quoting=csv.QUOTE_NONE))
    except csv.Error:
        return []


def _trimmed(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    cells = [[cell.strip() for cell in row] for row in rows]
    return [row for row in cells if any(row)]
