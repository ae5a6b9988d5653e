"""What was edited on the sheet of the journey: its lines are compared with those that were written.

Titles, scores and figures are edited there, and new lines are new cards. A line that is gone or
elsewhere changes nothing, as it may only be out of sight; a note says so.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from journeyeditor.exporters.journey_grid import FIGURES, GridLine, GridRow, JourneyGrid
from journeyeditor.exporters.revision import Revision
from journeyeditor.exporters.workbook.cells import readable, short
from journeyeditor.i18n import Texts
from journeyeditor.model import JourneyGraph, RecordId
from journeyeditor.values import UnreadableError, read_number, read_share
from journeyeditor.vocabulary import Emotion

_SCORE = re.compile(r"\s*\(?([+\-−]?\d+(?:[.,]\d+)?)\)?$")
#: Rows above the one with the stages, at least.
TITLE_ROWS = 2
#: The most lines that are named.
MAX_NAMED = 5


class _NewLine(NamedTuple):
    row: GridRow
    stage: RecordId | None
    words: str
    place: str


class GridEdits:
    """The comparison in progress; `new_id` makes ids for cards of a kind."""

    def __init__(
        self, graph: JourneyGraph, revision: Revision, texts: Texts, new_id: Callable[[str], str]
    ) -> None:
        self._graph, self._revision, self._texts = graph, revision, texts
        self._new_id = new_id
        self._gone: list[GridLine] = []
        self._new: list[_NewLine] = []

    def compare(self, grid: JourneyGrid, rows: Sequence[Sequence[object]], sheet: str) -> None:
        """Note what was edited; `rows` are those of the sheet."""
        word = self._texts("Stage")
        heads = (n for n, row in enumerate(rows) if n >= TITLE_ROWS and _plain(row[0]) == word)
        start = next(heads, None)
        if start is None:
            self._note(f"sheet “{sheet}” has lost its row “{word}” and was left out")
            return
        self._stages(grid, rows[start], f"sheet “{sheet}”, row {start + 1}")
        known: dict[str, list[GridRow]] = defaultdict(list)
        for row in grid.rows:
            known[_written(row.title)].append(row)
        for number, cells in enumerate(rows[start + 1 :], start + 2):
            if not any(_plain(cell) for cell in cells):
                continue
            name, place = _plain(cells[0]), f"sheet “{sheet}”, row {number}"
            if known[name]:
                self._row(grid, known[name].pop(0), cells, place)
            else:
                self._note(f"{place}: “{short(name)}” is not a row of the journey; left out")
        self._settle()

    def _stages(self, grid: JourneyGrid, cells: Sequence[object], place: str) -> None:
        for stage, cell in zip(grid.stages, cells[1:], strict=False):
            words = _plain(cell)
            if stage and words and words != _written(stage.title):
                self._edit(stage.id, "title", words, place)

    def _row(self, grid: JourneyGrid, row: GridRow, cells: Sequence[object], place: str) -> None:
        for stage, old, cell in zip(grid.stages, row.cells, cells[1:], strict=False):
            lines = [" ".join(line.split()) for line in _text(cell).split("\n") if line.strip()]
            written = [_written(line.words) for line in old]
            if lines == written:
                continue
            matcher = SequenceMatcher(None, written, lines, autojunk=False)
            for what, first, last, begin, end in matcher.get_opcodes():
                if what == "equal":
                    continue
                before, after = old[first:last], lines[begin:end]
                for line, words in zip(before, after, strict=False):
                    self._line(row, line, words, place)
                self._gone += before[len(after) :]
                id_ = stage.id if stage else None
                self._new += [_NewLine(row, id_, words, place) for words in after[len(before) :]]

    def _line(self, row: GridRow, line: GridLine, words: str, place: str) -> None:
        element = self._graph.element(line.id)
        if line.field in FIGURES:
            self._figure(line, words, place)
        elif isinstance(element, Emotion) and line.field == "title":
            for name, value in self._felt(line, element, words).items():
                self._edit(line.id, name, value, place)
        else:
            self._edit(line.id, line.field, words, place)

    def _figure(self, line: GridLine, words: str, place: str) -> None:
        read = read_share if line.field == "stated_rate" else read_number
        try:
            self._edit(line.id, line.field, read(words, self._texts), place)
        except UnreadableError as error:
            self._note(f"{place}: “{words}” was left out. {error}")

    def _felt(self, line: GridLine, emotion: Emotion, words: str) -> Mapping[str, Any]:
        """The title and the score in a line such as "Sara: Curious (+1)"."""
        persona = emotion.persona
        if persona and self._graph.has_element(persona):
            prefix = f"{_plain(self._graph.element(persona).title)}: "
            words = words.removeprefix(prefix) if line.words.startswith(prefix) else words
        title, score = _scored(words)
        changes: dict[str, Any] = {}
        if score != emotion.score:
            changes["score"] = score
        if title != _plain(emotion.title):
            changes["title"] = title
        return changes

    def _settle(self) -> None:
        """Add what is new; what is gone or elsewhere only gets a note."""
        gone = {line.words for line in self._gone}
        moved = {line.words for line in self._new} & gone
        for line in self._new:
            if line.words not in moved:
                self._add(line)
        self._note_each("moved; move it on the map", sorted(moved))
        missing = [line.words for line in self._gone if line.words not in moved]
        self._note_each(
            "removed from the journey; delete it on its own sheet or on the map", missing
        )

    def _add(self, line: _NewLine) -> None:
        if not line.row.kinds:
            if line.stage:
                read = self._figure if line.row.field in FIGURES else self._field
                read(GridLine(line.stage, "", line.row.field), line.words, line.place)
            return
        kind = line.row.kinds[0]
        row: dict[str, Any] = {
            "id": self._new_id(kind),
            "kind": kind,
            "title": line.words,
            "stage": line.stage,
        }
        if line.row.lane:
            row["lane"] = line.row.lane
        if kind == "emotion":
            row["title"], row["score"] = _scored(line.words)
        self._revision.places[str(row["id"])] = line.place
        self._revision.added.append(row)

    def _field(self, line: GridLine, words: str, place: str) -> None:
        self._edit(line.id, line.field, words, place)

    def _edit(self, id_: RecordId, name: str, value: Any, place: str) -> None:
        self._revision.edit(id_, name, value)
        self._revision.places.setdefault(id_, place)

    def _note_each(self, what: str, lines: Sequence[str]) -> None:
        for words in lines[:MAX_NAMED]:
            self._note(f"“{words}” was {what}")
        if len(lines) > MAX_NAMED:
            self._note(f"… and {len(lines) - MAX_NAMED} more")

    def _note(self, sentence: str) -> None:
        self._revision.notes.append(sentence)


def _scored(words: str) -> tuple[str, int | float | None]:
    """A title, and the score behind it, such as "Curious (+1)"; None without one."""
    match = _SCORE.search(words)
    if not match:
        return words.strip(), None
    number = float(match[1].replace("−", "-").replace(",", "."))
    return words[: match.start()].strip(), int(number) if number.is_integer() else number


def _written(words: str) -> str:
    """A text as it was written to the sheet, in one line."""
    return " ".join(readable(words).split())


def _plain(cell: object) -> str:
    return " ".join(_text(cell).split())


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)
