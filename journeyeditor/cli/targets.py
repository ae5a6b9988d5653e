"""Which maps an export includes, and the names of the files it writes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from journeyeditor.cli.errors import CommandError, UsageError
from journeyeditor.cli.files import identity, make_folder
from journeyeditor.exporters import ExportFormat, export_formats, find_format, page_files
from journeyeditor.extensions import ExtensionError
from journeyeditor.files.document import SUFFIXES, stem_of, suffix_of
from journeyeditor.values import composed

_JSON = ".json"


def maps_in(path: str) -> list[Path]:
    """The maps of an argument: the file itself, or those in a folder; raises CommandError."""
    if not os.path.isdir(path):
        return [Path(path)]
    try:
        names = sorted(os.listdir(path))
    except OSError as error:
        reason = f"the folder cannot be read ({error.strerror}); check the permissions"
        raise CommandError(f"{path}: {reason}") from error
    # Skip hidden files: partially written ones, or macOS metadata.
    listed = [name for name in names if suffix_of(name) and name[0] != "."]
    # Skip pipes and devices unless they are named explicitly.
    maps = [Path(path, name) for name in listed if os.path.isfile(os.path.join(path, name))]
    if not maps:
        endings = " or ".join(f"*{suffix}" for suffix in SUFFIXES)
        raise CommandError(f"{path}: contains no {endings}; choose a folder that contains maps")
    return maps


class OutputPaths:
    """The output: one file, or a folder with a unique name for each poster."""

    def __init__(
        self, output: str, format_: str | None, *, several: bool, inputs: Iterable[str | Path]
    ) -> None:
        """Interpret `-o` and `--format`; raises UsageError if they contradict each other."""
        self._path = Path(output)
        self._inputs = {identity(path) for path in inputs}
        self._taken: set[str] = set()
        separators = tuple(filter(None, (os.sep, os.altsep)))
        self.is_folder = several or os.path.isdir(output) or output.endswith(separators)
        suffix = self._path.suffix.lstrip(".").casefold()
        if self.is_folder:
            if os.path.isfile(output) or (not os.path.isdir(output) and _format(suffix)):
                raise UsageError(f"{output}: several maps need a folder; choose one")
            self.format = _asked_format(format_ or "pdf")
            return
        found = _format(suffix)
        if found is None:
            raise UsageError(f"{output}: use a name that ends with {_endings()}, or a folder")
        if format_ and format_ != suffix:
            raise UsageError(
                f"{output}: does not end with .{format_}; omit --format or change the name"
            )
        self.format = found
        self._check_inputs([self._path])

    def files(self, map_: Path, labels: Sequence[str]) -> list[Path]:
        """The file names of a map's pages: one name without labels; raises UsageError."""
        if not self.is_folder:
            files = page_files(self._path, labels)
        else:
            make_folder(self._path)
            files = self._free(_stem(map_.name), labels)
        self._check_inputs(files)
        return files

    def _check_inputs(self, files: Iterable[Path]) -> None:
        """Reject output that would replace an input; raises UsageError."""
        for file in files:
            if identity(file) in self._inputs:
                raise UsageError(
                    f"{file}: is an input of this export; choose another name for the poster"
                )

    def _free(self, stem: str, labels: Sequence[str]) -> list[Path]:
        """Names in the folder that no other map of this export uses."""
        number = 1
        while True:
            name = stem if number == 1 else f"{stem} ({number})"
            files = page_files(self._path / f"{name}.{self.format.name}", labels)
            # Some file systems ignore case, or decompose å into two characters.
            keys = {composed(str(file)).casefold() for file in files}
            if not keys & self._taken:
                self._taken |= keys
                return files
            number += 1


def _stem(name: str) -> str:
    if suffix_of(name):
        return stem_of(name)
    is_json = len(name) > len(_JSON) and name.casefold().endswith(_JSON)
    return name[: -len(_JSON)] if is_json else name


def _format(name: str) -> ExportFormat | None:
    """The format of a name, if there is one; raises CommandError if its package fails."""
    try:
        return find_format(name) if name else None
    except ExtensionError as error:
        raise CommandError(str(error)) from error


def _asked_format(name: str) -> ExportFormat:
    format_ = _format(name)
    if format_ is None:
        raise UsageError(f'there is no format called "{name}"; use one of {_endings("")}')
    return format_


def _endings(dot: str = ".") -> str:
    """The extensions of all formats as an English list."""
    *names, last = [f"{dot}{each.name}" for each in export_formats()]
    return f"{', '.join(names)} or {last}"
