"""The import formats: one table for the application and the command line.

A new format is a module with an `IMPORTER` and a line in `BUILT_IN`, or an `Importer` that another
package registers under the entry-point group `journeyeditor.importers`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from journeyeditor import extensions
from journeyeditor.extensions import ExtensionError

if TYPE_CHECKING:
    from journeyeditor.exchange.sources import SourceFile
    from journeyeditor.model import JourneyGraph

GROUP = "journeyeditor.importers"
#: Modules in the order in which they are tried; the last takes what no other recognizes.
BUILT_IN = ("journeyeditor.exporters.source", "journeyeditor.exchange.mermaid")


class ImportFailure(Exception):
    """A file that cannot be imported; the message is one sentence with place and remedy."""


@dataclass(frozen=True, slots=True)
class Imported:
    """A map, and a sentence for each thing that could not be carried over, in reading order."""

    graph: JourneyGraph
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Importer:
    """An import format; `title` is an English message id, `suffixes` have no dot.

    `recognizes` decides by content. `read` gets the file and whether to read leniently, that is
    to skip errors and note them; it raises ImportFailure.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    recognizes: Callable[[SourceFile], bool]
    read: Callable[[SourceFile, bool], Imported]


def importers() -> Iterator[Importer]:
    """All importers, built-in ones first; extensions that cannot be loaded are left out."""
    for module in BUILT_IN:
        yield import_module(module).IMPORTER
    for loaded in extensions.load_all(GROUP, Importer):
        if isinstance(loaded, Importer):
            yield loaded


def read_map_from(source: SourceFile, *, lenient: bool = False) -> Imported:
    """Import a file with the first importer that recognizes it.

    Raises SourceError if text is needed and it is not text, ImportFailure if it holds no map,
    ExtensionError if another package's importer fails.
    """
    own = [import_module(module).IMPORTER for module in BUILT_IN]
    for importer in own:
        if importer.recognizes(source):
            return _as_imported(importer.read(source, lenient))
    for loaded in extensions.load_all(GROUP, Importer):
        if isinstance(loaded, Importer) and _call(loaded, loaded.recognizes, source):
            return _as_imported(_call(loaded, loaded.read, source, lenient))
    return _as_imported(own[-1].read(source, lenient))


def _as_imported(value: object) -> Imported:
    if not isinstance(value, Imported):
        raise TypeError(f"an importer returned {type(value).__name__} instead of a map")
    return value


def _call(importer: Importer, function: Callable[..., object], *arguments: object) -> object:
    from journeyeditor.exchange.sources import SourceError

    try:
        return function(*arguments)
    except (ImportFailure, SourceError):
        raise
    except Exception as error:
        package = extensions.package_of(GROUP, importer.name)
        raise ExtensionError(package, importer.name, error) from error
