"""The commands that create and describe maps."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from journeyeditor import resources
from journeyeditor.cli.errors import CommandError, UsageError
from journeyeditor.cli.terminal import one_line, print_json, print_lines

if TYPE_CHECKING:
    from journeyeditor.model import JourneyGraph

SCHEMA = "journey-map-1.schema.json"


def new(output: str, name: str, language: str | None) -> None:
    from journeyeditor.files import FileError
    from journeyeditor.files.templates import template

    try:
        graph = template(name, language)
    except FileError as error:
        raise UsageError(str(error)) from error
    write(graph, Path(output))
    print_summary(name, output, graph)


def templates(*, as_json: bool) -> None:
    from journeyeditor.files.templates import templates as all_templates

    infos = all_templates()
    if as_json:
        print_json([{"name": i.name, "language": i.language, "title": i.title} for i in infos])
        return
    width = max(len(info.name) for info in infos)
    print_lines("\n".join(f"{i.name:<{width}}  {i.language}  {one_line(i.title)}" for i in infos))


def info(path: str, *, as_json: bool) -> None:
    from journeyeditor.vocabulary import info_of

    graph = read(path)
    attributes = info_of(graph)
    title, language = attributes.title, attributes.language or "en"
    kinds = Counter(record.kind for record in graph.elements())
    relations = Counter(record.kind for record in graph.relations())
    stages = [stage.title for stage in graph.stages()]
    personas = [persona.title for persona in graph.personas()]
    if as_json:
        facts = {"title": title, "language": language, "kinds": kinds, "relations": relations}
        print_json({**facts, "stages": stages, "personas": personas})
        return
    lines = [
        f"{title or '(no title)'} [{language}]",
        f"  stages: {', '.join(name or '(no title)' for name in stages) or 'none'}",
        f"  personas: {', '.join(name or '(no name)' for name in personas) or 'none'}",
        f"  kinds: {_counted(kinds)}",
        f"  relations: {_counted(relations)}",
    ]
    print_lines("\n".join(map(one_line, lines)))


def schema() -> None:
    """Print the JSON Schema of the map file, exactly as shipped."""
    print_lines(resources.path("schema", SCHEMA).read_text(encoding="utf-8").removesuffix("\n"))


def read(path: str) -> JourneyGraph:
    """Read a map; raises CommandError."""
    from journeyeditor.files import FileError, read_map

    try:
        return read_map(Path(path))
    except FileError as error:
        raise CommandError(str(error)) from error


def _counted(counts: Counter[str]) -> str:
    """Counts in one line, such as "3 stage, 12 step"."""
    return ", ".join(f"{count} {kind}" for kind, count in counts.items()) or "none"


def print_summary(source: str, output: str, graph: JourneyGraph) -> None:
    if not Path(output).is_file():
        return  # a device or a pipe, perhaps standard output: print only the map
    stages, steps = len(graph.stages()), len(graph.elements("step"))
    print_lines(f"{one_line(source)} → {one_line(output)}: {stages} stages, {steps} steps")


def write(graph: JourneyGraph, path: Path) -> None:
    """Write a map; a file that it replaces is kept beside it."""
    from journeyeditor.cli.files import keep_old_file
    from journeyeditor.cli.terminal import print_error
    from journeyeditor.files import FileError, dump_map, write_atomically

    data = dump_map(graph)
    backup = keep_old_file(path, data)
    try:
        write_atomically(path, data)
    except BaseException as error:
        if backup:
            backup.unlink(missing_ok=True)
        if isinstance(error, FileError):
            raise CommandError(str(error)) from error
        raise
    if backup:
        print_error(f"{path}: the previous file was kept as {backup.name}")
