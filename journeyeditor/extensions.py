"""Formats from other packages, found through entry points.

The program's own formats are named in a table and never depend on this: installed packages are
only searched when a name is asked for that the table does not have, or when all are listed.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

T = TypeVar("T")


class ExtensionError(Exception):
    """An extension that failed; the message is one sentence that names its package, in English.

    `parts` are the values of its placeholders, for other languages.
    """

    SENTENCE = "the extension {name} of {package} failed ({reason}); ask its author"

    def __init__(self, package: str, name: str, error: BaseException) -> None:
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        self.parts = {"name": name, "package": package, "reason": reason}
        super().__init__(self.SENTENCE.format(**self.parts))


@cache
def entry_points(group: str) -> tuple[EntryPoint, ...]:
    from importlib import metadata

    return tuple(sorted(metadata.entry_points(group=group), key=lambda point: point.name))


def find(group: str, name: str, kind: type[T]) -> T | None:
    """The extension of this name; raises ExtensionError if it cannot be loaded."""
    for point in entry_points(group):
        if point.name == name:
            return _loaded(point, kind)
    return None


def load_all(group: str, kind: type[T]) -> Iterator[T | ExtensionError]:
    """Every extension of a group; one that cannot be loaded comes as its error."""
    for point in entry_points(group):
        try:
            yield _loaded(point, kind)
        except ExtensionError as error:
            yield error


def package_of(group: str, name: str) -> str:
    """The distribution that provides an extension, for messages."""
    for point in entry_points(group):
        if point.name == name and point.dist is not None:
            return str(point.dist.name)
    return "an unknown package"


def _loaded(point: EntryPoint, kind: type[T]) -> T:
    package = point.dist.name if point.dist is not None else "an unknown package"
    try:
        value = point.load()
        if not isinstance(value, kind):
            raise TypeError(f"{point.value} is not {kind.__name__}")
    except Exception as error:
        raise ExtensionError(package, point.name, error) from error
    return value
