"""Tables of wikis: MediaWiki's between {| and |}, and the headers of Jira and Confluence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyeditor.exchange.tables.blocks import grid_of
from journeyeditor.exchange.tables.directives import PlacedGrid

_BETWEEN = re.compile(r"\|\||!!")
#: `rowspan="2" |` in front of the words of a cell.
_ATTRIBUTES = re.compile(r"(?:\s*[\w-]+\s*=\s*(?:\"[^\"]*\"|[^\s|]+))+\s*\|(?!\|)")


def single_pipes(line: str) -> str:
    """A header of Jira and Confluence, whose cells are between two pipes, as any other row."""
    is_header = line.lstrip().startswith("||") and line.strip().strip("|") != ""
    return line.replace("||", "|") if is_header and line.count("||") > 2 else line


def read_wiki_table(lines: Sequence[str], start: int) -> PlacedGrid | None:
    """The table of MediaWiki that begins in a line; None if there is none."""
    if not lines[start].lstrip().startswith("{|"):
        return None
    rows: list[list[str]] = [[]]
    at = start + 1
    while at < len(lines) and not lines[at].lstrip().startswith("|}"):
        line = lines[at].strip()
        if line.startswith("|-"):
            rows.append([])
        elif line.startswith(("|", "!")) and not line.startswith("|+"):
            rows[-1] += [_ATTRIBUTES.sub("", cell).strip() for cell in _BETWEEN.split(line[1:])]
        elif line and rows[-1]:
            rows[-1][-1] = f"{rows[-1][-1]}\n{line}".strip()
        at += 1
    rows = [row for row in rows if row]
    grid = grid_of(rows, start + 1) if len(rows) > 1 else None
    return PlacedGrid(grid, at + 1) if grid is not None else None
