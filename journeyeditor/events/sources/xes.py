"""XES (IEEE 1849): traces of events, read as a stream, without DTD and entities, in bounded memory.

The name of a trace is its case; attributes of the trace are columns that begin with `case:`, as
programs of process mining name them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import IO, TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from journeyeditor.events.database import Database
from journeyeditor.events.errors import EventLogError
from journeyeditor.events.sources.rows import relation_of, write
from journeyeditor.events.sources.source import MAX_COLUMNS, MAX_SAMPLE, SAMPLE_ROWS, Column, Source
from journeyeditor.events.sources.text import TextFile
from journeyeditor.i18n import N_

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

CASE = "case:concept:name"
#: The most bytes of an event with the attributes of its trace: what is longer is no event log.
_LONGEST = 16 * 1024 * 1024
_DEEPEST = 100
_ATTRIBUTES = frozenset({"string", "date", "int", "float", "boolean", "id"})


def open_xes(database: Database, text: TextFile) -> Source:
    sample: list[dict[str, str]] = []
    names = {CASE: None}
    for event in islice(_events(database, text), SAMPLE_ROWS):
        names.update(dict.fromkeys(event))
        if len(names) > MAX_COLUMNS:
            raise EventLogError(N_("The file has too many columns."))
        sample.append({name: value[:MAX_SAMPLE] for name, value in event.items()})
    if not sample:
        raise EventLogError(N_("The file holds no events in traces, as XES has them."))

    def prepare(chosen: Sequence[str]) -> None:
        wanted = [name if name in chosen else None for name in names]
        rows = (
            [event.get(name, "") if name else "" for name in wanted]
            for event in _events(database, text)
        )
        write(database, rows)

    write(database, ([event.get(name, "") for name in names] for event in sample))
    columns = [Column(name, "VARCHAR", f"c{i}") for i, name in enumerate(names)]
    return Source(columns, relation_of(database, len(names)), prepare=prepare)


def _events(database: Database, text: TextFile) -> Iterator[dict[str, str]]:
    """The attributes of each event, with those of its trace; raises EventLogError."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    with text.opened() as raw:
        file = _Bounded(raw, database, max(text.path.stat().st_size, 1))
        try:
            for element, trace, number in _traces(
                iterparse(file, ("start", "end"), forbid_dtd=True), file
            ):
                yield {CASE: str(number), **trace, **_attributes(element)}
        except DefusedXmlException as error:
            raise EventLogError(
                N_("The file declares a DTD or entities, which XES does not have.")
            ) from error
        except ParseError as error:
            line, column = error.position
            raise EventLogError(
                N_("The file is not well-formed XML (line {line}, column {column})."),
                line=line,
                column=column,
            ) from error
        except (OSError, EOFError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise EventLogError(
                N_("The file could not be read: {reason}."), reason=reason
            ) from error


def _traces(
    parsed: Iterator[tuple[str, Element]], file: _Bounded
) -> Iterator[tuple[Element, dict[str, str], int]]:
    """Each event, with the attributes of its trace and the number of that."""
    open_: list[Element] = []
    trace: dict[str, str] = {}
    number = 0
    for happened, element in parsed:
        if happened == "start":
            open_.append(element)
            if len(open_) > _DEEPEST:
                raise EventLogError(N_("The file is nested too deeply to be an event log."))
            if len(open_) == 2 and _tag(element) == "trace":
                trace, number = {}, number + 1
                file.held = file.of_trace = 0
            continue
        open_.pop()
        if len(open_) == 2 and _tag(open_[1]) == "trace":
            if _tag(element) == "event":
                yield element, trace, number
            else:
                trace.update({f"case:{k}": v for k, v in _attributes([element]).items()})
                file.of_trace = file.held
        if 1 <= len(open_) <= 2:
            open_[-1].remove(element)  # or it would stay in memory to the end
            file.held = file.of_trace


def _attributes(elements: Iterable[Element]) -> dict[str, str]:
    return {
        each.attrib["key"][:MAX_SAMPLE]: each.attrib.get("value", "")
        for each in elements
        if _tag(each) in _ATTRIBUTES and "key" in each.attrib
    }


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]


class _Bounded:
    """A file that notes progress and refuses to hold too much in memory.

    `held` counts the bytes read since an event ended, and those of the trace's attributes, `of_trace`.
    """

    def __init__(self, file: IO[bytes], database: Database, size: int) -> None:
        self._file, self._database, self._size = file, database, size
        self.held = self.of_trace = 0

    def read(self, count: int = -1) -> bytes:
        data = self._file.read(count)
        raw = getattr(self._file, "fileobj", None) or self._file
        self._database.advance(min(raw.tell() / self._size, 1.0))
        self.held += len(data)
        if self.held > _LONGEST:
            raise EventLogError(N_("A value is too long to be part of an event log."))
        return data
