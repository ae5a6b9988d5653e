"""The command that exchanges a map's texts with translators."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from journeyeditor.cli.commands.maps import read
from journeyeditor.cli.errors import CommandError, UsageError, import_errors
from journeyeditor.cli.terminal import one_line, print_json, print_lines

if TYPE_CHECKING:
    from journeyeditor.insight.translation import MapText
    from journeyeditor.model import JourneyGraph

#: The most missing texts that are listed; the others are counted.
MAX_LISTED = 10


def give(path: str, language: str, output: str, *, as_json: bool) -> None:
    """Write the texts of a map with the translations that it has."""
    from journeyeditor.exchange.translations import TableRow, write_po, write_xlsx
    from journeyeditor.files import FileError
    from journeyeditor.files.atomic import write_atomically
    from journeyeditor.insight.translation import texts_in
    from journeyeditor.vocabulary import info_of

    graph = read(path)
    info = info_of(graph)
    known = info.translations.get(language, {})
    rows = [TableRow(each.place, each.text, known.get(each.text, "")) for each in texts_in(graph)]
    suffix = Path(output).suffix.casefold()
    if suffix == ".po":
        data = write_po(rows, info.language or "en", language)
    elif suffix == ".xlsx":
        data = write_xlsx(rows, f"{info.language or 'en'} – {language}")
    else:
        raise UsageError(f"{output}: use a name that ends with .po or .xlsx")
    try:
        write_atomically(Path(output), data)
    except FileError as error:
        raise CommandError(str(error)) from error
    _report(graph, language, output, as_json=as_json)


def take(path: str, language: str, table: str, *, as_json: bool) -> None:
    """Put the translations of a table into the map; its old file is kept as a backup."""
    from journeyeditor.cli.commands.maps import write
    from journeyeditor.exchange.sources import read_source
    from journeyeditor.exchange.translations import read_translations
    from journeyeditor.insight.translation import with_translations
    from journeyeditor.model import JourneyGraph

    graph = read(path)
    with import_errors(table):
        found = read_translations(read_source(table))
    info = with_translations(graph, language, found)
    changed = JourneyGraph.of(info, (*graph.elements(), *graph.relations()))
    write(changed, Path(path))
    _report(changed, language, path, as_json=as_json)


def _report(graph: JourneyGraph, language: str, output: str, *, as_json: bool) -> None:
    from journeyeditor.insight.translation import missing, texts_in

    open_, count = missing(graph, language), len(texts_in(graph))
    if as_json:
        print_json({"texts": count, "missing": [{"place": m.place, "text": m.text} for m in open_]})
        return
    lines = [f"{output}: {count} texts, {len(open_)} not translated into {language}"]
    lines += [_listed(each) for each in open_[:MAX_LISTED]]
    if len(open_) > MAX_LISTED:
        lines.append(f"  … and {len(open_) - MAX_LISTED:,} more")
    print_lines("\n".join(map(one_line, lines)))


def _listed(each: MapText) -> str:
    return f"  {each.place}: {each.text[:80]}"
