"""The last column and row of a table: which stage, lane and cards each of its cells is about.

Beside an id there is a checksum of what was written. So a table that was edited elsewhere tells
which lines were edited, even if the map has changed meanwhile. Ids are percent-encoded, so that the
signs between them are no part of any.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import quote, unquote

from journeyeditor.exporters.csv.signature import MARK
from journeyeditor.exporters.grid import FIGURES, GOALS, SUBSTITUTES, GridRow
from journeyeditor.exporters.grid.edits import figure, plain, scored
from journeyeditor.i18n import Texts
from journeyeditor.model import RecordId
from journeyeditor.vocabulary import KINDS, Card

#: The head of the column and of the row.
ID = "ID"
_NO_STAGE = "-"
CARD_KINDS = frozenset(cls.kind_name() for cls in KINDS if issubclass(cls, Card))


@dataclass(frozen=True, slots=True)
class TableFacts:
    """What no cell shows: the language, the title, and the personas by id."""

    language: str
    title: str
    personas: Mapping[RecordId, str]

    def cell(self) -> str:
        facts = {"language": self.language, "title": self.title, "personas": self.personas}
        return MARK + json.dumps(facts, ensure_ascii=False)


def facts_in(cell: str) -> TableFacts | None:
    """What such a cell says; None if it is no such cell."""
    if not cell.startswith(MARK):
        return None
    try:
        facts = json.loads(cell.removeprefix(MARK))
        personas = {str(id_): str(title) for id_, title in facts["personas"].items()}
        return TableFacts(str(facts["language"]), str(facts["title"]), personas)
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError):
        return None


class WrittenLine(NamedTuple):
    """A line that was written: the card, a checksum of its words, its kind, and their field."""

    id: RecordId
    checksum: str
    kind: str
    field: str


class WrittenRow(NamedTuple):
    """A row that was written: a field of the stages, or a lane with its kinds and lines by stage."""

    field: str
    lane: RecordId | None
    kinds: tuple[str, ...]
    cells: Mapping[RecordId | None, tuple[WrittenLine, ...]]


def stage_cell(id_: RecordId | None, title: str) -> str:
    """The cell below a stage, None for the cards in no stage."""
    return _NO_STAGE if id_ is None else f"{_quoted(id_)}={checksum(plain(title))}"


def stage_in(cell: str) -> tuple[RecordId | None, str]:
    """The stage of a column, and the checksum of its title."""
    id_, _, checksum = cell.partition("=")
    return (None, "") if cell == _NO_STAGE else (unquote(id_), checksum)


def row_cell(
    row: GridRow, stages: tuple[RecordId | None, ...], kinds: Mapping[RecordId, str], texts: Texts
) -> str:
    """The cell beside a row; `kinds` are those of the cards."""
    if row.kinds:
        head = f"lane={_quoted(row.lane or '')}={'+'.join(row.kinds)}"
    else:
        head = f"field={row.field}"
    parts = [head]
    for stage, lines in zip(stages, row.cells, strict=True):
        written = []
        for line in lines:
            words = f"{_quoted(line.id)}={line_checksum(line.words, line.field, row.kinds, texts)}"
            kind = kinds.get(line.id, "")
            kind = kind if row.kinds and kind != row.kinds[0] else ""
            field = line.field if row.kinds and line.field != "title" else ""
            written.append(f"{words}={kind}={field}".rstrip("="))
        if written:
            parts.append(f"{_quoted(stage or _NO_STAGE)}:{','.join(written)}")
    return " ".join(parts)


def row_in(cell: str) -> WrittenRow | None:
    """What was written in a row; None if the cell does not say."""
    head, *parts = cell.split()
    what, _, rest = head.partition("=")
    kinds: tuple[str, ...] = ()
    lane, field = None, "title"
    if what == "field" and rest in (*GOALS, *FIGURES):
        field = rest
    elif what == "lane":
        id_, _, names = rest.partition("=")
        kinds, lane = tuple(names.split("+")), unquote(id_) or None
    else:
        return None
    if not CARD_KINDS.issuperset(kinds):
        return None
    cells: dict[RecordId | None, tuple[WrittenLine, ...]] = {}
    for part in parts:
        stage, _, words = part.partition(":")
        lines = [_line_in(each, kinds) for each in words.split(",") if each]
        lines = [line for line in lines if not kinds or line.kind in CARD_KINDS]
        cells[None if stage == _NO_STAGE else unquote(stage)] = tuple(lines)
    return WrittenRow(field, lane, kinds, cells)


def _line_in(words: str, kinds: tuple[str, ...]) -> WrittenLine:
    id_, crc, kind, field, *_ = (*words.split("="), "", "", "")
    shown = field if field in SUBSTITUTES else "title"
    return WrittenLine(unquote(id_), crc, kind or (kinds[0] if kinds else ""), shown)


def line_checksum(words: str, field: str, kinds: tuple[str, ...], texts: Texts) -> str:
    """The checksum of what a line means: spreadsheets write figures in their own way.

    Raises UnreadableError for a figure that is none.
    """
    if field in FIGURES:
        return checksum(repr(figure(field, words, texts)))
    title, score = scored(words) if "emotion" in kinds else (words, None)
    return checksum(words if score is None else f"{title}\n{score}")


def checksum(words: str) -> str:
    return f"{zlib.crc32(words.encode('utf-8', 'replace')):08x}"


def _quoted(id_: str) -> str:
    return quote(id_, safe="")
