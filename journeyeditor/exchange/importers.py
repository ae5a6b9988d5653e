"""The import formats: one table for the application and the command line.

A new format is a module with an `IMPORTER` and a line in `BUILT_IN`, or an `Importer` that another
package registers under the entry-point group `journeyeditor.importers`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from journeyeditor import extensions
from journeyeditor.extensions import ExtensionError
from journeyeditor.i18n import N_, Phrase, PhraseError, Sentence, Texts, translated

if TYPE_CHECKING:
    from journeyeditor.exchange.sources import SourceFile
    from journeyeditor.exchange.tables.journey import JourneyTable
    from journeyeditor.model import JourneyGraph

GROUP = "journeyeditor.importers"
#: Modules in the order in which they are tried.
BUILT_IN = (
    "journeyeditor.exporters.source",
    "journeyeditor.exporters.map_file",
    "journeyeditor.exporters.workbook",
    "journeyeditor.exporters.slides",
    "journeyeditor.exporters.csv",
    "journeyeditor.exporters.canvas",
    "journeyeditor.exchange.boards.drawio",
    "journeyeditor.exchange.boards.miro",
    "journeyeditor.exchange.boards.miro_csv",
    "journeyeditor.exchange.boards.json_canvas",
    "journeyeditor.exporters.wall_photo",
    "journeyeditor.exchange.opml",
    "journeyeditor.exchange.mermaid",
    "journeyeditor.exchange.tables",
)


class ImportFailure(PhraseError):
    """A file that cannot be imported; the message is one sentence with place and remedy.

    It goes on after the file's name and a colon.
    """


@dataclass(frozen=True, slots=True)
class Imported:
    """A map, a sentence for each thing that could not be carried over, and one for each guess.

    The sentences are in reading order.
    """

    graph: JourneyGraph
    notes: tuple[Sentence, ...] = ()
    guesses: tuple[Sentence, ...] = ()

    def lost(self, texts: Texts) -> list[str]:
        """The notes in a language."""
        return [translated(note, texts) for note in self.notes]

    def guessed(self, texts: Texts) -> list[str]:
        """The guesses in a language."""
        return [translated(guess, texts) for guess in self.guesses]


@dataclass(frozen=True, slots=True)
class FoundJourney:
    """One of the journeys in a file: its title there, and its place, such as "line 12".

    `read` raises ImportFailure. `table` is what it is built from, if it was a table or a list.
    """

    title: str
    place: Sentence
    read: Callable[[], Imported]
    table: JourneyTable | None = None


@dataclass(frozen=True, slots=True)
class Importer:
    """An import format; `title` is an English message id, `suffixes` have no dot.

    `recognizes` decides by content. `read` gets the file and whether to read leniently, that is
    to skip errors and note them; it raises ImportFailure. Where a file may hold several journeys,
    `find` returns them all with the same arguments, and `read` the first. `read_into` returns a
    given map with what was edited in a document that was exported from it.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    recognizes: Callable[[SourceFile], bool]
    read: Callable[[SourceFile, bool], Imported]
    find: Callable[[SourceFile, bool], Sequence[FoundJourney]] | None = None
    read_into: Callable[[SourceFile, JourneyGraph, bool], Imported] | None = None


def importers() -> Iterator[Importer]:
    """All importers, built-in ones first; extensions that cannot be loaded are left out."""
    return (importer for importer, _ in _with_origin())


def read_map_from(source: SourceFile, *, lenient: bool = False) -> Imported:
    """Import a file with the first importer that recognizes it, its first journey if it has several.

    Raises SourceError if text is needed and it is not text, ImportFailure if it holds no map,
    ExtensionError if another package's importer fails.
    """
    for importer, is_own in _with_origin():
        if _recognizes(importer, source, is_own=is_own):
            return _read(importer, source, lenient, is_own=is_own)
    return _as_imported(_last(source).read(source, lenient))


def read_into_map(source: SourceFile, graph: JourneyGraph, *, lenient: bool = False) -> Imported:
    """A map with what was edited in a document that was exported from it.

    Raises like `read_map_from`, and ImportFailure for formats that cannot be edited elsewhere.
    """
    for importer, is_own in _with_origin():
        if importer.read_into and _recognizes(importer, source, is_own=is_own):
            if is_own:
                return _as_imported(importer.read_into(source, graph, lenient))
            return _as_imported(_call(importer, importer.read_into, source, graph, lenient))
    raise ImportFailure(
        Phrase(
            N_(
                "holds nothing that was exported from a map to be edited; import it as a map of its own"
            )
        )
    )


def find_journeys(source: SourceFile, *, lenient: bool = False) -> tuple[FoundJourney, ...]:
    """The journeys in a file: those of every importer that recognizes it and may find several.

    Raises like `read_map_from`.
    """
    found: list[FoundJourney] = []
    for importer, is_own in _with_origin():
        if _recognizes(importer, source, is_own=is_own):
            if importer.find is None:  # it holds nothing else
                read = partial(_read, importer, source, lenient, is_own=is_own)
                return (*found, FoundJourney("", "", read))
            if is_own:
                found += importer.find(source, lenient)
            else:
                found += _call(importer, importer.find, source, lenient)
    return tuple(found) or (FoundJourney("", "", partial(_last(source).read, source, lenient)),)


def _with_origin() -> Iterator[tuple[Importer, bool]]:
    """All importers, each with whether it is built in."""
    for module in BUILT_IN:
        yield import_module(module).IMPORTER, True
    for loaded in extensions.load_all(GROUP, Importer):
        if isinstance(loaded, Importer):
            yield loaded, False


def _last(source: SourceFile) -> Importer:
    """The importer that says what is wrong with a file that none recognizes."""
    is_diagram = source.suffix in {"", "mmd", "mermaid"}
    module = "journeyeditor.exchange.mermaid" if is_diagram else "journeyeditor.exchange.tables"
    importer: Importer = import_module(module).IMPORTER
    return importer


def _recognizes(importer: Importer, source: SourceFile, *, is_own: bool) -> bool:
    if is_own:
        return importer.recognizes(source)
    return bool(_call(importer, importer.recognizes, source))


def _read(importer: Importer, source: SourceFile, lenient: bool, *, is_own: bool) -> Imported:
    if is_own:
        return _as_imported(importer.read(source, lenient))
    return _as_imported(_call(importer, importer.read, source, lenient))


def _as_imported(value: object) -> Imported:
    if not isinstance(value, Imported):
        raise TypeError(f"an importer returned {type(value).__name__} instead of a map")
    return value


def _call(importer: Importer, function: Callable[..., Any], *arguments: object) -> Any:
    from journeyeditor.exchange.sources import SourceError

    try:
        return function(*arguments)
    except (ImportFailure, SourceError):
        raise
    except Exception as error:
        package = extensions.package_of(GROUP, importer.name)
        raise ExtensionError(package, importer.name, error) from error
