"""Boards that Miro has exported as CSV: texts below the names of their frames, without any places."""

from __future__ import annotations

from itertools import groupby
from typing import TypeAlias

from journeyeditor.exchange.boards.texts import from_html
from journeyeditor.exchange.importers import Imported, Importer, ImportFailure
from journeyeditor.exchange.separated_values import rows_of
from journeyeditor.exchange.sources import SourceError, SourceFile
from journeyeditor.i18n import N_, Phrase
from journeyeditor.model import JourneyGraph, Record
from journeyeditor.vocabulary import MapInfo, Stage, Step

MAX_ROWS = 5_000
#: A frame's name, and the rows below it: a text, perhaps with an address.
Section: TypeAlias = tuple[str, list[list[str]]]


def read_sections(text: str) -> Imported:
    """Return the map of frames and what was in them; raises ImportFailure."""
    sections = _sections(text)
    count = sum(len(rows) for _, rows in sections)
    if count > MAX_ROWS:
        many = N_("has {count} texts, more than {most}; split it")
        raise ImportFailure(Phrase(many, count=count, most=MAX_ROWS))
    records: list[Record] = []
    for number, (title, rows) in enumerate(sections, 1):
        records.append(Stage(id=f"s{number}", title=title, rank=number))
        for place, row in enumerate(rows, 1):
            words = from_html(row[0])
            note = "\n".join(filter(None, [words.note, *row[1:]]))
            step = Step(id=f"s{number}c{place}", title=words.title, stage=f"s{number}", rank=place)
            records.append(step.replaced(note=note) if note else step)
    return Imported(JourneyGraph.of(MapInfo(), records))


def _sections(text: str) -> list[Section]:
    """Return the blocks between empty rows, each with its first row as its name; () for anything else."""
    rows = rows_of(text, ",")
    blocks = [list(block) for filled, block in groupby(rows, key=any) if filled]
    is_list = len(blocks) > 1 and all(
        len(block) > 1
        and len([cell for cell in block[0] if cell]) == 1
        and all(map(_is_text, block[1:]))
        for block in blocks
    )
    return [(block[0][0], block[1:]) for block in blocks] if is_list else []


def _is_text(row: list[str]) -> bool:
    cells = [cell for cell in row[1:] if cell]
    return bool(row[0]) and len(row) <= 2 and all("://" in cell for cell in cells)


def _recognizes(source: SourceFile) -> bool:
    try:
        return source.suffix == "csv" and bool(_sections(source.text))
    except SourceError:
        return False


def _read(source: SourceFile, _: bool) -> Imported:
    return read_sections(source.text)


IMPORTER = Importer("miro-csv", N_("Miro boards as CSV"), ("csv",), _recognizes, _read)
