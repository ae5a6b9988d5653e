"""The command that measures an event log, and what it prints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from journeyeditor.cli.errors import CommandError, UsageError
from journeyeditor.cli.terminal import clipped, one_line, print_error, print_json, print_lines

if TYPE_CHECKING:
    from journeyeditor.events.columns import Columns
    from journeyeditor.events.database import Limits
    from journeyeditor.events.discovery import Options
    from journeyeditor.events.log import EventLog
    from journeyeditor.events.measures import Measures
    from journeyeditor.events.sources import Query

#: Rows of each table on the terminal; --json has all of them.
MOST_ROWS = 20
#: Wider names are cut.
WIDEST = 36


class LogOptions(NamedTuple):
    """How a log is read: its columns, the table or query of a database, and the bounds."""

    columns: Columns
    query: Query
    complete_only: bool
    limits: Limits


def measure(path: str, options: LogOptions, *, as_json: bool) -> None:
    """Print the measures of a log, and on standard error what was read and what was not."""
    from journeyeditor.events.measures import measure as measures_of

    with opened(path, options) as log:
        print_reading(log)
        measures = measures_of(log)
    if as_json:
        print_json(measures.as_json())
    else:
        print_lines(table(measures))


def discover(path: str, options: LogOptions, output: str, language: str, shown: Options) -> None:
    """Write a map of what customers did, and say what it leaves out."""
    import datetime

    from journeyeditor.cli.commands.maps import print_summary, write
    from journeyeditor.events.discovery import discover as discovered
    from journeyeditor.i18n import resolve, texts

    code = resolve(language)
    if code is None:
        raise UsageError(f'--language: there is no language "{language}"')
    with opened(path, options) as log:
        print_reading(log)
        found = discovered(log, texts(code), datetime.date.today(), shown)
    write(found.graph, Path(output))
    print_summary(path, output, found.graph)
    share = f"{found.shown_cases / found.cases:.1%}"
    print_lines(f"{share} of {found.cases:,} cases go only the ways that the map shows")
    if found.folded:
        names = ", ".join(found.folded[:MOST_ROWS])
        print_lines(one_line(clipped(f"left out: {names}")))


class opened:  # noqa: N801 - a context manager
    """A loaded log, with errors as those of commands, and a bar on a terminal."""

    def __init__(self, path: str, options: LogOptions) -> None:
        from journeyeditor.cli.terminal import Progress
        from journeyeditor.events.log import opened_log

        self._path = path
        self._bar = Progress(100)
        self._log = opened_log(
            path,
            options.columns,
            options.query,
            complete_only=options.complete_only,
            limits=options.limits,
            progress=lambda share: self._bar.show(int(share * 100), path),
        )

    def __enter__(self) -> EventLog:
        from journeyeditor.events.errors import EventLogError

        with self._bar:
            try:
                return self._log.__enter__()
            except EventLogError as error:
                raise CommandError(f"{self._path}: {error}") from error

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        from journeyeditor.events.errors import EventLogError

        try:
            self._log.__exit__(kind, *rest)  # type: ignore[arg-type]
        except EventLogError as error:
            raise CommandError(f"{self._path}: {error}") from error


def print_reading(log: EventLog) -> None:
    """Say which columns were read, and which rows were not."""
    columns, name = log.layout.columns, log.name
    case = " and ".join(f'"{each}"' for each in columns.case)
    print_error(
        f'{name}: case {case}, activity "{columns.activity}", '
        f'time "{columns.time}" ({log.layout.time.name})'
    )
    if log.unread_count:
        rows = "1 row" if log.unread_count == 1 else f"{log.unread_count:,} rows"
        named = "; ".join(f"row {each.row} has {each.reason}" for each in log.unread)
        more = "; …" if log.unread_count > len(log.unread) else ""
        print_error(f"{name}: {rows} could not be read: {named}{more}")
    if log.left_out:
        print_error(f"{name}: {log.left_out:,} events that are not complete were left out")


def table(measures: Measures) -> str:
    """The measures for people."""
    total = measures.cases
    head = (
        f"{_count(measures.events, 'event')}, {_count(total, 'case')}, "
        f"{_count(len(measures.activities), 'activity', 'activities')}, "
        f"{_count(measures.variants, 'variant')}"
    )
    activities = [
        (name, f"{each.events:,}", f"{each.cases:,}", _percent(each.cases, total))
        for name, each in measures.activities.items()
    ]
    follows = [
        (
            each.source,
            each.target,
            f"{each.count:,}",
            _duration(each.median_seconds),
            _duration(each.mean_seconds),
        )
        for each in measures.follows
    ]
    variants = [
        (f"{each.cases:,}", _percent(each.cases, total), " → ".join(each.path))
        for each in measures.top_variants
    ]
    parts = [
        head,
        _table(("Activity", "Events", "Cases", "Of cases"), activities),
        _table(("Starts with", "Cases", "Of cases"), _shares(measures.starts, total)),
        _table(("Ends with", "Cases", "Of cases"), _shares(measures.ends, total)),
        _table(("From", "To", "Count", "Median", "Mean"), follows, names=2),
        _table(("Cases", "Of cases", "Variant"), variants, names=0, widest=None),
    ]
    return "\n\n".join(parts)


def _shares(counts: Mapping[str, int], total: int) -> list[tuple[str, ...]]:
    return [(name, f"{count:,}", _percent(count, total)) for name, count in counts.items()]


def _table(
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    names: int = 1,
    widest: int | None = WIDEST,
) -> str:
    """Columns of text: the first `names` are aligned to the left, figures to the right."""
    all_rows = [[one_line(cell) for cell in row] for row in rows]
    shown = [list(header), *([_cut(cell, widest) for cell in row] for row in all_rows[:MOST_ROWS])]
    widths = [max(len(row[i]) for row in shown) for i in range(len(header))]
    is_text = [i < names or header[i] == "Variant" for i in range(len(header))]
    lines = [
        "  ".join(
            cell.ljust(width) if left else cell.rjust(width)
            for cell, width, left in zip(row, widths, is_text, strict=True)
        ).rstrip()
        for row in shown
    ]
    if len(all_rows) > MOST_ROWS:
        lines.append(f"… and {len(all_rows) - MOST_ROWS:,} more")
    return "\n".join(lines)


def _cut(text: str, widest: int | None) -> str:
    return text if widest is None or len(text) <= widest else f"{text[: widest - 1]}…"


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def _percent(part: int, total: int) -> str:
    return f"{part / total:.1%}"


def _duration(seconds: float) -> str:
    from journeyeditor.i18n import texts as texts_of
    from journeyeditor.values import format_duration, rounded_duration

    return (
        format_duration(rounded_duration(seconds), texts_of("en")) if seconds >= 1 else "0 seconds"
    )
