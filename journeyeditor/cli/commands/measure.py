"""The command that measures an event log, and what it prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from journeyeditor.cli.errors import CommandError, UsageError
from journeyeditor.cli.terminal import clipped, one_line, print_error, print_json, print_lines
from journeyeditor.i18n import N_plural

if TYPE_CHECKING:
    import datetime

    from journeyeditor.events.columns import Columns
    from journeyeditor.events.conformance import Fitness
    from journeyeditor.events.database import Limits
    from journeyeditor.events.discovery import Options
    from journeyeditor.events.log import EventLog
    from journeyeditor.events.map_measures import MeasuredMap
    from journeyeditor.events.measures import Measures
    from journeyeditor.events.sources import Query
    from journeyeditor.i18n import Texts
    from journeyeditor.model import JourneyGraph

#: Rows of each table on the terminal; --json has all of them.
MOST_ROWS = 20
#: What is counted above the tables.
COUNTED = (
    N_plural("{count} event", "{count} events"),
    N_plural("{count} case", "{count} cases"),
    N_plural("{count} activity", "{count} activities"),
    N_plural("{count} variant", "{count} variants"),
)
#: Wider names are cut.
WIDEST = 36


class LogOptions(NamedTuple):
    """How a log is read: its columns, the table or query of a database, and the bounds.

    `engine` is the URL of the engine that has the log, "" for a file; `order` its column that
    orders events of one time.
    """

    columns: Columns
    query: Query
    complete_only: bool
    limits: Limits
    engine: str = ""
    order: str = ""


def texts_in(language: str) -> Texts:
    """The texts of a language, "" for that of the system; raises UsageError."""
    from journeyeditor.i18n import resolve, system_language, texts

    code = resolve(language or system_language())
    if code is None:
        raise UsageError(f'--language: there is no language "{language}"')
    return texts(code)


def measure(path: str, options: LogOptions, texts: Texts, *, as_json: bool) -> None:
    """Print the measures of a log, and on standard error what was read and what was not."""
    from journeyeditor.events.measures import measure as measures_of

    with opened(path, options) as log:
        print_reading(log)
        measures = measures_of(log)
    if as_json:
        print_json(measures.as_json())
    else:
        print_lines(table(measures, texts))


def discover(path: str, options: LogOptions, output: str, texts: Texts, shown: Options) -> None:
    """Write a map of what customers did, and say what it leaves out."""
    import datetime

    from journeyeditor.cli.commands.maps import print_summary, write
    from journeyeditor.events.discovery import discover as discovered

    with opened(path, options) as log:
        print_reading(log)
        found = discovered(log, texts, datetime.date.today(), shown)
    write(found.graph, Path(output))
    print_summary(path, output, found.graph)
    words = texts("{share} of {count} journeys follow only the paths shown on the map.")
    share = texts.percent(found.shown_cases / found.cases, 1)
    print_lines(words.format(share=share, count=texts.number(found.cases)))
    if found.folded:
        words = texts("Left out: {activities}").format(
            activities=texts.listed(found.folded, MOST_ROWS)
        )
        print_lines(one_line(clipped(words)))


def measure_map(
    path: str, options: LogOptions, map_path: str, target: Target, words: Texts, *, as_json: bool
) -> None:
    """Measure a map: print what changes and where customers deviate, in `words`; write it if wished."""
    import datetime

    from journeyeditor.cli.commands.maps import print_summary, read, write
    from journeyeditor.events.map_measures import measure_map as measured
    from journeyeditor.events.matching import match
    from journeyeditor.events.remembering import remembered
    from journeyeditor.events.sources import ONLY_TABLE
    from journeyeditor.i18n import texts
    from journeyeditor.vocabulary import info_of

    graph = read(map_path)
    info = info_of(graph)
    before = info.measured
    last = remembered(before, Path(path).name)
    if options.query == ONLY_TABLE:
        options = options._replace(query=last.query)
    options = options._replace(complete_only=options.complete_only or last.complete_only)
    with opened(path, options, last.columns) as log:
        print_reading(log)
        mapping = match(log.activities, graph, before.activities)
        result = measured(
            log,
            graph,
            mapping,
            texts(info.language),
            datetime.date.today(),
            target.min_cases,
            target.split,
        )
    if as_json:
        print_json(_map_json(graph, mapping, result))
    else:
        print_lines(_map_text(graph, mapping, result, words))
    if target.output:
        write(result.applied(graph), Path(target.output))
        if not as_json:
            print_summary(path, target.output, result.applied(graph))


class Target(NamedTuple):
    """Where a measured map is written ("" nowhere), and what is compared: the fewest cases, the day of the split."""

    output: str
    min_cases: int
    split: datetime.date | None


def _map_json(
    graph: JourneyGraph, mapping: Mapping[str, str], result: MeasuredMap
) -> dict[str, Any]:
    from journeyeditor.i18n import texts as texts_of
    from journeyeditor.insight.review.deviations import finding_of

    english, found = texts_of("en"), result.conformance
    return {
        "activities": dict(mapping),
        "unmatched": dict(result.unmatched),
        "figures": [figure._asdict() for figure in result.figures],
        "fitness": _fitness_json(found.whole),
        "segments": {each.group: _fitness_json(each) for each in found.segments},
        "periods": {each.group: _fitness_json(each) for each in found.periods},
        "deviations": [
            {
                **each.model_dump(exclude={"extras"}),
                "message": finding_of(graph, each).message(english),
            }
            for each in found.deviations
        ],
    }


def _fitness_json(fitness: Fitness) -> dict[str, Any]:
    return {"cases": fitness.cases, "conforming": fitness.conforming, "share": fitness.share}


def _map_text(
    graph: JourneyGraph, mapping: Mapping[str, str], result: MeasuredMap, texts: Texts
) -> str:
    """The figures of a map and the deviations from it, for people."""
    from journeyeditor.insight.review.deviations import finding_of
    from journeyeditor.vocabulary import kind_class

    matches = []
    for activity, id_ in mapping.items():
        moment = graph.element(id_) if id_ else None
        kind = texts(kind_class(moment.kind).look.title) if moment else ""
        matches.append((activity, f"{moment.title} ({kind})" if moment else "–"))
    figures = [(f.title, texts(f.field), f.before or "–", f.after) for f in result.figures]
    found = result.conformance
    words = texts("{share} of {count} journeys follow the map.")
    follow = words.format(
        share=texts.percent(found.whole.share, 1), count=texts.number(found.whole.cases)
    )
    day = texts.date(result.split)
    names = {
        "before": texts("Before {day}").format(day=day),
        "after": texts("From {day} on").format(day=day),
    }
    groups = [
        *((each.group, each) for each in found.segments),
        *((names[each.group], each) for each in found.periods),
    ]
    rows = [(n, texts.percent(e.share, 1), texts.number(e.cases)) for n, e in groups]
    deviations = [f"- {finding_of(graph, each).message(texts)}" for each in found.deviations]
    header = (texts("Where"), texts("Figure"), texts("Before"), texts("After"))
    parts = [
        _table((texts("Activity"), texts("On the map")), matches, texts, names=2, most=None),
        _table(header, figures, texts, names=2, most=None),
        follow,
        _table((texts("Whose"), texts("Follow the map"), texts("Journeys")), rows, texts),
        "\n".join(map(one_line, deviations)) or texts("No deviations."),
    ]
    return "\n\n".join(parts)


@contextmanager
def opened(path: str, options: LogOptions, remembered: Columns | None = None) -> Iterator[EventLog]:
    """A loaded log, with errors as those of commands, and a bar on a terminal while it is read."""
    from journeyeditor.events.columns import GUESSED
    from journeyeditor.events.errors import EventLogError

    try:
        if options.engine:
            yield _on_engine(path, options, remembered or GUESSED)
        else:
            with _from_file(path, options, remembered or GUESSED) as log:
                yield log
    except EventLogError as error:
        raise CommandError(f"{path}: {error}") from error


@contextmanager
def _from_file(path: str, options: LogOptions, remembered: Columns) -> Iterator[EventLog]:
    from journeyeditor.cli.terminal import Progress
    from journeyeditor.events.log import opened_log

    if options.order:
        raise UsageError("--order: a file has an order; the option is for --engine")
    bar = Progress(100)
    context = opened_log(
        path,
        options.columns,
        options.query,
        remembered=remembered,
        complete_only=options.complete_only,
        limits=options.limits,
        progress=lambda share: bar.show(int(share * 100), path),
    )
    with ExitStack() as stack:
        with bar:
            log = stack.enter_context(context)
        yield log


def _on_engine(table: str, options: LogOptions, remembered: Columns) -> EventLog:
    from journeyeditor.events.database import DEFAULT_LIMITS
    from journeyeditor.events.engine import IbisConnection, engine_log
    from journeyeditor.events.sources import ONLY_TABLE

    if options.query != ONLY_TABLE or options.limits != DEFAULT_LIMITS:
        raise UsageError(
            "--engine: --table, --query, --memory and --threads are for files; make a view instead"
        )
    return engine_log(
        IbisConnection(options.engine),
        table,
        options.columns,
        remembered=remembered,
        order=options.order,
        complete_only=options.complete_only,
    )


def print_reading(log: EventLog) -> None:
    """Say which columns were read, and which rows were not."""
    columns, name = log.layout.columns, log.name
    case, times = (
        " and ".join(f'"{each}"' for each in names if each)
        for names in (columns.case, (columns.time, columns.clock))
    )
    print_error(
        f'{name}: case {case}, activity "{columns.activity}", time {times} ({log.layout.time.name})'
    )
    if log.unread_count:
        rows = "1 row" if log.unread_count == 1 else f"{log.unread_count:,} rows"
        named = "; ".join(
            f"{f'{each.file}, ' if each.file else ''}row {each.row} has {each.reason}"
            for each in log.unread
        )
        more = "; …" if log.unread_count > len(log.unread) else ""
        print_error(f"{name}: {rows} could not be read: {named}{more}")
    if log.left_out:
        print_error(f"{name}: {log.left_out:,} events that are not complete were left out")


def table(measures: Measures, texts: Texts) -> str:
    """The measures for people."""
    total, number = measures.cases, texts.number

    def share(part: int) -> str:
        return texts.percent(part / total, 1)

    def shares(counts: Mapping[str, int]) -> list[tuple[str, ...]]:
        return [(name, number(count), share(count)) for name, count in counts.items()]

    counts = (measures.events, total, len(measures.activities), measures.variants)
    head = ", ".join(
        texts.plural(*words, count).format(count=number(count))
        for words, count in zip(COUNTED, counts, strict=True)
    )
    activities = [
        (name, number(each.events), number(each.cases), share(each.cases))
        for name, each in measures.activities.items()
    ]
    follows = [
        (
            each.source,
            each.target,
            number(each.count),
            _duration(each.median_seconds, texts),
            _duration(each.mean_seconds, texts),
        )
        for each in measures.follows
    ]
    variants = [
        (number(each.cases), share(each.cases), " → ".join(each.path))
        for each in measures.top_variants
    ]
    cases, of_cases = texts("Cases"), texts("Of cases")
    ways = (
        texts("From", "connection"),
        texts("To", "connection"),
        texts("Count"),
        texts("Median"),
        texts("Mean"),
    )
    parts = [
        head,
        _table((texts("Activity"), texts("Events"), cases, of_cases), activities, texts),
        _table((texts("Starts with"), cases, of_cases), shares(measures.starts), texts),
        _table((texts("Ends with"), cases, of_cases), shares(measures.ends), texts),
        _table(ways, follows, texts, names=2),
        _table((cases, of_cases, texts("Variant")), variants, texts, names=0, widest=None),
    ]
    return "\n\n".join(parts)


def _table(
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    texts: Texts,
    *,
    names: int = 1,
    widest: int | None = WIDEST,
    most: int | None = MOST_ROWS,
) -> str:
    """Columns of text: the first `names` are aligned to the left, figures to the right.

    Without names, the last column is one.
    """
    all_rows = [[one_line(cell) for cell in row] for row in rows]
    shown = [list(header), *([_cut(cell, widest) for cell in row] for row in all_rows[:most])]
    widths = [max(len(row[i]) for row in shown) for i in range(len(header))]
    is_text = [i < names or (not names and i == len(header) - 1) for i in range(len(header))]
    lines = [
        "  ".join(
            cell.ljust(width) if left else cell.rjust(width)
            for cell, width, left in zip(row, widths, is_text, strict=True)
        ).rstrip()
        for row in shown
    ]
    if most is not None and len(all_rows) > most:
        lines.append(f"… {texts.more(len(all_rows) - most)}")
    return "\n".join(lines)


def _cut(text: str, widest: int | None) -> str:
    return text if widest is None or len(text) <= widest else f"{text[: widest - 1]}…"


def _duration(seconds: float, texts: Texts) -> str:
    from journeyeditor.values import format_duration, rounded_duration

    if seconds >= 1:
        return format_duration(rounded_duration(seconds), texts)
    return texts("less than a second")
