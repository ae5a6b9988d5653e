"""The command that imports other programs' files as maps: one journey, several, or whole folders."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from journeyeditor.cli.errors import CommandError, UsageError, import_errors
from journeyeditor.cli.files import make_folder, same_file
from journeyeditor.cli.terminal import Progress, one_line, print_error, print_json, print_lines
from journeyeditor.exchange.sources import STANDARD_INPUT
from journeyeditor.files.document import SHORT_SUFFIX, SUFFIX, suffix_of
from journeyeditor.i18n import english

if TYPE_CHECKING:
    from journeyeditor.exchange.importers import FoundJourney, Imported

#: The most notes that an import lists for a map; the others are counted.
MAX_NOTES = 10
#: The most files of a folder that are looked into, and the longest name made of a title.
MAX_FILES, MAX_STEM = 10_000, 60
#: What `--journey` calls every journey of a file.
ALL = "all"


class _Entry(NamedTuple):
    """A journey of a file and its number there, from 1; what it holds, or why it cannot be read."""

    file: str
    number: int
    journey: FoundJourney
    imported: Imported | None
    error: str


def import_(
    path: str,
    output: str | None,
    *,
    lenient: bool,
    journey: str | None = None,
    only_list: bool = False,
    as_json: bool = False,
) -> int:
    """Import, or list what could be imported; what was lost is listed on standard error."""
    is_folder = path != STANDARD_INPUT and os.path.isdir(path)
    if only_list:
        entries = list(_entries(path, ALL, lenient=lenient))
        _print_list(entries, as_json=as_json)
        return 0
    if output is None:
        raise UsageError(
            "give the map to write with -o, or use --list; see journeyeditor import --help"
        )
    if not is_folder and journey != ALL:
        return _import_one(path, Path(output), journey, lenient=lenient, as_json=as_json)
    _check_folder(output)
    entries = list(_entries(path, journey or ALL, lenient=lenient))
    rows = list(_write_all(entries, Path(output), as_json=as_json))
    if as_json:
        print_json(rows)
    return 1 if any(entry.error for entry in entries) else 0


def _import_one(
    path: str, output: Path, journey: str | None, *, lenient: bool, as_json: bool
) -> int:
    _check_output(path, output)
    (entry, *_), count = _chosen(path, journey or "1", lenient=lenient)
    if entry.imported is None:
        raise CommandError(entry.error)
    row = _write(entry, output, as_json=as_json)
    if count > 1 and journey is None:
        print_error(
            f"{entry.file}: contains {count} journeys, of which the first was imported;"
            " see --list and --journey"
        )
    if as_json:
        print_json(row)
    return 0


def import_into(path: str, map_: str, output: str | None, *, lenient: bool, as_json: bool) -> int:
    """Write a map with what was edited in a document exported from it, and list the differences."""
    from journeyeditor.cli.commands.compare import as_data
    from journeyeditor.cli.commands.maps import print_summary, read, write
    from journeyeditor.exchange.importers import read_into_map
    from journeyeditor.exchange.sources import read_source
    from journeyeditor.insight.comparison_text import ComparisonText

    if output is None:
        raise UsageError("give the map to write with -o; see journeyeditor import --help")
    _check_output(path, output)
    graph = read(map_)
    with import_errors(path):
        imported = read_into_map(read_source(path), graph, lenient=lenient)
    texts = english()
    words = ComparisonText(graph, imported.graph, texts)
    write(imported.graph, Path(output))
    if as_json:
        print_json({**as_data(words), "map": output, "lost": imported.lost(texts)})
        return 0
    for note in imported.lost(texts)[:MAX_NOTES]:
        print_error(f"{path}: {note}")
    sentences = [one_line(words.sentence(each)) for each in words.comparison.differences]
    print_lines("\n".join(sentences) or "Nothing was edited.")
    print_summary(path, output, imported.graph)
    return 0


def _chosen(path: str, journey: str, *, lenient: bool) -> tuple[list[_Entry], int]:
    """Return the chosen journeys of a file, and how many it has; raises CommandError."""
    from journeyeditor.exchange.importers import find_journeys
    from journeyeditor.exchange.sources import read_source

    with import_errors(path):
        source = read_source(path)
    name = source.name
    with import_errors(name):
        found = find_journeys(source, lenient=lenient)
    numbered = list(enumerate(found, 1))
    if journey != ALL:
        wanted = int(journey) if journey.isascii() and journey.isdecimal() else 0
        if not 1 <= wanted <= len(found):
            count = "1 journey" if len(found) == 1 else f"{len(found)} journeys"
            raise UsageError(f"{name}: contains {count}; give --journey a number of --list, or all")
        numbered = numbered[wanted - 1 : wanted]
    return [_entry(name, number, each) for number, each in numbered], len(found)


def _entry(name: str, number: int, journey: FoundJourney) -> _Entry:
    try:
        with import_errors(name):
            return _Entry(name, number, journey, journey.read(), "")
    except CommandError as error:
        return _Entry(name, number, journey, None, str(error))


def _entries(path: str, journey: str, *, lenient: bool) -> Iterator[_Entry]:
    """Yield the journeys of a file, or of all files in a folder that hold one."""
    if path == STANDARD_INPUT or not os.path.isdir(path):
        yield from _chosen(path, journey, lenient=lenient)[0]
        return
    count = 0
    files = _files_in(path)
    with Progress(len(files)) as progress:
        for done, file in enumerate(files):
            progress.show(done, file.name)
            try:
                entries, _ = _chosen(str(file), journey, lenient=lenient)
            except CommandError:
                continue  # most files of a folder are about something else
            readable = [entry for entry in entries if entry.imported is not None]
            count += len(readable)
            yield from readable
    if not count:
        raise CommandError(f"{path}: contains no file with a journey; choose another folder")


def _files_in(path: str) -> list[Path]:
    """Return the files of a folder and its subfolders that an importer may read; raises CommandError."""
    from journeyeditor.exchange.importers import importers

    suffixes = {suffix for importer in importers() for suffix in importer.suffixes}
    files: list[Path] = []
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(
            name for name in folders if name[0] not in "._" and name != "node_modules"
        )
        for name in sorted(names):
            file = Path(folder, name)
            is_known = file.suffix.lstrip(".").casefold() in suffixes and name[0] != "."
            if is_known and file.is_file() and not suffix_of(name):
                files.append(file)
        if len(files) > MAX_FILES:
            reason = f"contains more than {MAX_FILES:,} files; choose a subfolder"
            raise CommandError(f"{path}: {reason}")
    return files


def _check_output(path: str, output: str | Path) -> None:
    """Raise UsageError if the map would replace the imported file."""
    if path != STANDARD_INPUT and same_file(path, output):
        raise UsageError(f"{output}: is the imported file itself; choose another name for the map")


def _check_folder(output: str) -> None:
    """Raise UsageError unless the maps can go into a folder of this name."""
    if os.path.isfile(output) or (
        not os.path.isdir(output) and output.endswith((".json", SHORT_SUFFIX))
    ):
        raise UsageError(f"{output}: several maps need a folder; choose one")


def _write_all(
    entries: Sequence[_Entry], folder: Path, *, as_json: bool
) -> Iterator[dict[str, Any]]:
    make_folder(folder)
    taken: set[str] = set()
    for entry in entries:
        if entry.imported is None:
            print_error(entry.error)
        else:
            yield _write(entry, folder / _free_name(entry, taken), as_json=as_json)


def _free_name(entry: _Entry, taken: set[str]) -> str:
    """Return a file name made of a journey's title, or of its file's name, that is not taken."""
    stem = _stem(_title(entry)) or _stem(Path(entry.file).stem) or "map"
    name, number = stem, 1
    while name.casefold() in taken:
        number += 1
        name = f"{stem}-{number}"
    taken.add(name.casefold())
    return f"{name}{SUFFIX}"


def _stem(title: str) -> str:
    return re.sub(r"[^\w-]+", "-", title).strip("-_")[:MAX_STEM].strip("-")


def _title(entry: _Entry) -> str:
    from journeyeditor.vocabulary import info_of

    own = info_of(entry.imported.graph).title if entry.imported else ""
    return own or entry.journey.title


def _write(entry: _Entry, output: Path, *, as_json: bool) -> dict[str, Any]:
    """Write the map of a journey and report it; return the report for JSON."""
    from journeyeditor.cli.commands.maps import print_summary, write

    assert entry.imported is not None
    write(entry.imported.graph, output)
    if as_json:
        return {**_facts(entry), "map": str(output)}
    sentences = [*entry.imported.lost(english()), *entry.imported.guessed(english())]
    for sentence in sentences[:MAX_NOTES]:
        print_error(f"{entry.file}: {sentence}")
    if len(sentences) > MAX_NOTES:
        print_error(f"{entry.file}: … and {len(sentences) - MAX_NOTES:,} more")
    print_summary(entry.file, str(output), entry.imported.graph)
    return {}


def _facts(entry: _Entry) -> dict[str, Any]:
    """What a journey holds, what was lost of it and what was guessed, for JSON."""
    facts: dict[str, Any] = {
        "file": entry.file,
        "journey": entry.number,
        "title": _title(entry),
        "place": str(entry.journey.place),
    }
    if entry.imported is None:
        return {**facts, "error": entry.error}
    graph = entry.imported.graph
    return {
        **facts,
        "stages": [stage.title for stage in graph.stages()],
        "kinds": Counter(record.kind for record in graph.elements()),
        "lost": entry.imported.lost(english()),
        "guessed": entry.imported.guessed(english()),
    }


def _print_list(entries: Sequence[_Entry], *, as_json: bool) -> None:
    if as_json:
        print_json([_facts(entry) for entry in entries])
        return
    lines = []
    file = None
    for entry in entries:
        if entry.file != file:
            file = entry.file
            lines.append(one_line(file))
        lines.append(f"  {entry.number}  {one_line(_described(entry))}")
    print_lines("\n".join(lines))


def _described(entry: _Entry) -> str:
    words = _title(entry) or "(no title)"
    place = f" ({entry.journey.place})" if entry.journey.place else ""
    if entry.imported is None:
        return f"{words}{place}: {entry.error}"
    graph = entry.imported.graph
    cards = sum(element.is_card for element in graph.elements())
    return f"{words}{place}: {len(graph.stages())} stages, {cards} cards"
