"""What was edited in a journey as a grid: its lines are compared with those that were written.

Titles, scores and figures are edited there, and new lines are new cards. Where the grid is all that
the document holds, a line that is gone is deleted, and one that is elsewhere is moved. Otherwise
both change nothing, as it may only be out of sight; a note says so.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from journeyeditor.exporters.grid import FIGURES, GridLine, GridRow
from journeyeditor.exporters.revision import Revision
from journeyeditor.i18n import N_, Phrase, Texts
from journeyeditor.model import JourneyGraph, RecordId
from journeyeditor.values import UnreadableError, read_number, read_share
from journeyeditor.vocabulary import Emotion

_SCORE = re.compile(r"\s*\(?([+\-−]?\d+(?:[.,]\d+)?)\)?$")
#: The most lines that are named.
MAX_NAMED = 5
_MOVED = N_("“{words}” was moved; move it on the map")
_REMOVED = N_("“{words}” was removed from the journey; delete it on its own sheet or on the map")


class _Placed(NamedTuple):
    """A line of a row at a stage; `line` is None for a new one."""

    row: GridRow
    stage: RecordId | None
    words: str
    place: Phrase
    line: GridLine | None = None


class GridEdits:
    """The comparison in progress; `new_id` makes ids for elements of a kind.

    `is_whole`: the grid is all that the document holds.
    """

    def __init__(
        self,
        graph: JourneyGraph,
        revision: Revision,
        texts: Texts,
        new_id: Callable[[str], str],
        *,
        is_whole: bool = False,
    ) -> None:
        self._graph, self._revision, self._texts = graph, revision, texts
        self._new_id, self._is_whole = new_id, is_whole
        self._changed: list[tuple[_Placed, _Placed]] = []
        self._gone: list[_Placed] = []
        self._new: list[_Placed] = []

    def stage(self, id_: RecordId, written: str, words: str, place: Phrase) -> None:
        """Compare the title of a stage; an empty cell changes nothing."""
        if words and words != written:
            self._edit(id_, "title", words, place)

    def row(
        self,
        row: GridRow,
        stages: Sequence[RecordId | None],
        cells: Sequence[object],
        place: Phrase,
    ) -> None:
        """Compare a row; `stages`, the cells of `row` and `cells` are parallel."""
        for stage, old, cell in zip(stages, row.cells, cells, strict=False):
            lines = [plain(line) for line in text_of(cell).split("\n") if line.strip()]
            if not row.kinds:
                self._stage_field(row, stage, old, lines, place)
                continue
            written = [line.words for line in old]
            if lines == written:
                continue
            for first, last, begin, end in _differences(written, lines):
                before = [_Placed(row, stage, each.words, place, each) for each in old[first:last]]
                after = [_Placed(row, stage, words, place) for words in lines[begin:end]]
                self._changed += zip(before, after, strict=False)
                self._gone += before[len(after) :]
                self._new += after[len(before) :]

    def note(self, sentence: Phrase) -> None:
        self._revision.notes.append(sentence)

    def settle(self) -> None:
        """Edit what is other words now, and add what is new.

        The rest is moved and deleted, or there is a note on what was to become of it.
        """
        for old, now in self._apart():
            assert old.line is not None
            self._line(old.line, now.words, now.place)
        gone = list(self._gone)
        moved = []
        for new in self._new:
            before = next((each for each in gone if _is_same(each, new)), None)
            if before is None:
                self._add(new)
            else:
                gone.remove(before)
                moved.append((before, new))
        if self._is_whole:
            for before, new in moved:
                self._move(before, new)
            self._revision.removed += [each.line.id for each in gone if each.line]
        else:
            self._note_each(_MOVED, sorted({new.words for _, new in moved}))
            self._note_each(_REMOVED, [each.words for each in gone])

    def _apart(self) -> list[tuple[_Placed, _Placed]]:
        """The lines that became others; not those in whose place is one from elsewhere."""
        if not self._is_whole:
            return self._changed
        elsewhere = {each.words for each in (*self._gone, *(before for before, _ in self._changed))}
        for before, after in self._changed:
            if after.words in elsewhere:
                self._gone.append(before)
                self._new.append(after)
        return [pair for pair in self._changed if pair[1].words not in elsewhere]

    # ---- lines

    def _stage_field(
        self,
        row: GridRow,
        stage: RecordId | None,
        old: Sequence[GridLine],
        lines: Sequence[str],
        place: Phrase,
    ) -> None:
        if stage is None or lines == [line.words for line in old]:
            return
        if lines:
            self._line(GridLine(stage, "", row.field), "\n".join(lines), place)
        elif self._is_whole:
            self._edit(stage, row.field, None if row.field in FIGURES else "", place)

    def _line(self, line: GridLine, words: str, place: Phrase) -> None:
        if line.field in FIGURES:
            self._figure(line, words, place)
            return
        element = self._graph.element(line.id) if self._graph.has_element(line.id) else None
        if isinstance(element, Emotion):
            for name, value in self._felt(line, element, words).items():
                self._edit(line.id, name, value, place)
        else:
            self._edit(line.id, line.field, words, place)

    def _figure(self, line: GridLine, words: str, place: Phrase) -> None:
        try:
            self._edit(line.id, line.field, figure(line.field, words, self._texts), place)
        except UnreadableError as error:
            note = Phrase(
                N_("{place}: “{words}” was left out. {reason}"),
                place=place,
                words=words,
                reason=error.words,
            )
            self.note(note)

    def _felt(self, line: GridLine, emotion: Emotion, words: str) -> Mapping[str, Any]:
        """The words and the score in a line such as "Sara: Curious (+1.0)"."""
        persona = emotion.persona
        if persona and self._graph.has_element(persona):
            prefix = f"{plain(self._graph.element(persona).title)}: "
            words = words.removeprefix(prefix) if line.words.startswith(prefix) else words
        title, score = scored(words)
        changes: dict[str, Any] = {}
        if self._signed(score) != self._signed(emotion.score):
            changes["score"] = score
        if title != plain(getattr(emotion, line.field)):
            changes[line.field] = title
        return changes

    def _signed(self, score: float | None) -> str:
        """A score as it was written to the table, with one decimal."""
        return "" if score is None else self._texts.signed(score)

    def _add(self, new: _Placed) -> None:
        kind = new.row.kinds[0]
        row: dict[str, Any] = {
            "id": self._new_id(kind),
            "kind": kind,
            "title": new.words,
            "stage": new.stage,
        }
        if new.row.lane:
            row["lane"] = new.row.lane
        if kind == "emotion":
            persona, words = whose(self._graph, new.words)
            row["title"], row["score"] = scored(words)
            row |= {"persona": persona} if persona else {}
        self._revision.places[str(row["id"])] = new.place
        self._revision.added.append(row)

    def _move(self, before: _Placed, new: _Placed) -> None:
        assert before.line is not None
        if before.stage != new.stage:
            self._edit(before.line.id, "stage", new.stage, new.place)
        if before.row.lane != new.row.lane:
            self._edit(before.line.id, "lane", new.row.lane, new.place)

    def _edit(self, id_: RecordId, name: str, value: Any, place: Phrase) -> None:
        self._revision.edit(id_, name, value)
        self._revision.places.setdefault(id_, place)

    def _note_each(self, message: str, lines: Sequence[str]) -> None:
        notes = self._revision.notes
        notes += [Phrase(message, words=words) for words in lines[:MAX_NAMED]]
        if len(lines) > MAX_NAMED:
            notes.append(Phrase(N_("… and {count} more"), count=len(lines) - MAX_NAMED))


def _differences(
    written: Sequence[str], lines: Sequence[str]
) -> Iterator[tuple[int, int, int, int]]:
    """Yield the ranges in which two lists of lines differ.

    Lists of one length are compared line by line if that finds as much in common.
    """
    matcher = SequenceMatcher(None, written, lines, autojunk=False)
    common = sum(block.size for block in matcher.get_matching_blocks())
    in_place = sum(one == other for one, other in zip(written, lines, strict=False))
    if len(written) == len(lines) and in_place >= common:
        for i, (one, other) in enumerate(zip(written, lines, strict=True)):
            if one != other:
                yield i, i + 1, i, i + 1
        return
    for what, *ranges in matcher.get_opcodes():
        if what != "equal":
            first, last, begin, end = ranges
            yield first, last, begin, end


def _is_same(gone: _Placed, new: _Placed) -> bool:
    """Whether a line that is gone is one that is elsewhere, where its kind may be too."""
    return gone.words == new.words and bool(set(gone.row.kinds) & set(new.row.kinds))


def figure(field: str, words: str, texts: Texts) -> float | None:
    """The value of a figure of a stage; raises UnreadableError."""
    read = read_share if field == "stated_rate" else read_number
    return read(words, texts)


def scored(words: str) -> tuple[str, int | float | None]:
    """A title, and the score behind it, such as "Curious (+1)"; None without one."""
    match = _SCORE.search(words)
    number = float(match[1].replace("−", "-").replace(",", ".")) if match else math.inf
    if match is None or math.isinf(number):  # or more digits than a number can have
        return words.strip(), None
    return words[: match.start()].strip(), int(number) if number.is_integer() else number


def whose(graph: JourneyGraph, words: str) -> tuple[RecordId | None, str]:
    """The persona who is named before a feeling, and the rest of the words."""
    name, colon, rest = words.partition(": ")
    ids = (each.id for each in graph.personas() if colon and plain(each.title) == name)
    id_ = next(ids, None)
    return (id_, rest) if id_ else (None, words)


def plain(cell: object) -> str:
    """What a cell says, in one line."""
    return " ".join(text_of(cell).split())


def text_of(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)
