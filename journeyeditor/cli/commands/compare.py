"""The command that compares two maps: as sentences, as JSON, as a report."""

from __future__ import annotations

import datetime
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from journeyeditor.cli.commands.maps import read
from journeyeditor.cli.errors import UsageError
from journeyeditor.cli.files import same_file
from journeyeditor.cli.terminal import one_line, print_error, print_json, print_lines

if TYPE_CHECKING:
    from journeyeditor.insight.comparison_text import ComparisonText
    from journeyeditor.model import JourneyGraph

#: The most problems of a report that are listed; the others are counted.
MAX_FINDINGS = 10


def compare(old: str, new: str, *, output: str = "", as_json: bool = False) -> int:
    """Print how the new map differs from the old one, and write a report if requested; returns 0.

    Raises UsageError if the report is not a PDF, or would replace one of the maps.
    """
    from journeyeditor.i18n import texts as texts_of
    from journeyeditor.insight.comparison_text import ComparisonText

    if output:
        _check(output, old, new)
    words = ComparisonText(read(old), read(new), texts_of("en"))
    if output:
        _print(output, words)
    if as_json:
        print_json(as_data(words))
        return 0
    lines = [one_line(words.sentence(each)) for each in words.comparison.differences]
    print_lines("\n".join(lines) if lines else "The maps are the same.")
    if output:
        print_lines(one_line(f"→ {output}"))
    return 0


def as_data(words: ComparisonText) -> dict[str, Any]:
    """A comparison as JSON; keys and the names of sorts and fields are stable."""
    from journeyeditor.insight.comparison_text import SORTS

    comparison = words.comparison
    return {
        "old": _map(words.old),
        "new": _map(words.new),
        "same": len(comparison.pairs),
        "counts": {what: len(comparison.of(what)) for what in SORTS},
        "differences": [
            {
                "what": each.what,
                "kind": each.kind,
                "old": each.old or None,
                "new": each.new or None,
                "title": each.title,
                "stage": words.stage(each),
                "fields": [
                    {"field": name, "old": _plain(before), "new": _plain(after)}
                    for name, before, after in each.fields
                ],
                "message": words.sentence(each),
            }
            for each in comparison.differences
        ],
    }


def _map(graph: JourneyGraph) -> dict[str, str]:
    info = graph.info
    return {name: getattr(info, name) for name in ("title", "state", "version_label")}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value


def _check(output: str, *maps: str) -> None:
    """Check the report's path; raises UsageError."""
    if Path(output).suffix.casefold() != ".pdf":
        raise UsageError(f"{output}: the report is a PDF; use a name that ends with .pdf")
    for path in maps:
        if same_file(path, output):
            raise UsageError(f"{output}: is one of the maps; choose another name for the report")


def _print(output: str, words: ComparisonText) -> None:
    """Write the report, in the new map's language."""
    from journeyeditor.cli.errors import CommandError
    from journeyeditor.files import FileError, write_atomically
    from journeyeditor.painting.pdf import write_pdf
    from journeyeditor.poster import PosterError
    from journeyeditor.poster.report.document import report
    from journeyeditor.typography import Faces

    faces = Faces()
    try:
        pages, metadata, findings = report(words.old, words.new, faces, words.comparison)
    except PosterError as error:
        raise CommandError(f"{output}: {error}") from error
    buffer = io.BytesIO()
    write_pdf(pages, buffer, faces, metadata)
    try:
        write_atomically(Path(output), buffer.getvalue())
    except FileError as error:
        raise CommandError(str(error)) from error
    for finding in findings[:MAX_FINDINGS]:
        print_error(finding.message)
    if len(findings) > MAX_FINDINGS:
        print_error(f"… and {len(findings) - MAX_FINDINGS:,} more")
