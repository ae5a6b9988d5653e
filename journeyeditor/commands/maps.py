"""The commands that make, read and describe maps."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from journeyeditor.commands import Refusal
from journeyeditor.files import FileError, read_map, write_map
from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import MapInfo


def new(output: str, name: str, language: str | None) -> None:
    """Write a map from a template."""
    from journeyeditor.files.templates import template

    try:
        graph = template(name, language)
        _write(graph, Path(output))
    except FileError as error:
        raise Refusal(str(error)) from error


def templates(*, as_json: bool) -> None:
    """List the templates."""
    from journeyeditor.files.templates import templates as all_templates

    infos = all_templates()
    if as_json:
        rows = [{"name": info.name, "language": info.language, "title": info.title} for info in infos]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    width = max(len(info.name) for info in infos)
    for info in infos:
        print(f"{info.name:<{width}}  {info.language}  {info.title}")


def info(path: str, *, as_json: bool) -> None:
    """Tell what is in a map."""
    graph = read(path)
    about = graph.info
    assert isinstance(about, MapInfo)
    facts = {
        "title": about.title,
        "language": about.language or "en",
        "kinds": dict(Counter(record.kind for record in graph.elements())),
        "relations": dict(Counter(record.kind for record in graph.relations())),
        "stages": [stage.title for stage in graph.stages()],
        "personas": [persona.title for persona in graph.personas()],
    }
    if as_json:
        print(json.dumps(facts, ensure_ascii=False, indent=2))
        return
    print(f"{about.title or '(no title)'} [{about.language or 'en'}]")
    for name in ("stages", "personas"):
        words = ", ".join(str(title) or "(no title)" for title in facts[name]) or "none"
        print(f"  {name}: {words}")
    for name in ("kinds", "relations"):
        counts = facts[name]
        assert isinstance(counts, dict)
        print(f"  {name}: " + (", ".join(f"{count} {kind}" for kind, count in counts.items()) or "none"))


def import_(path: str, output: str, *, lenient: bool) -> None:
    """Turn a Mermaid journey diagram into a map, and list what was lost on standard error."""
    from journeyeditor.exchange.mermaid import MermaidError, read_mermaid

    source = Path(path)
    try:
        data = source.read_bytes()
        imported = read_mermaid(data.decode("utf-8-sig"), lenient=lenient)
        _write(imported.graph, Path(output))
    except OSError as error:
        raise Refusal(f"{path}: cannot be read ({error.strerror}); check the name and your rights") from error
    except UnicodeDecodeError as error:
        raise Refusal(f"{path}: is not UTF-8 text (byte {error.start}); save it as UTF-8") from error
    except (MermaidError, FileError) as error:
        raise Refusal(f"{path}: {error}" if isinstance(error, MermaidError) else str(error)) from error
    for note in imported.notes:
        print(f"{path}: {note}", file=sys.stderr)


def schema() -> None:
    """Print the JSON Schema of the map file."""
    from journeyeditor.files import schema as module

    print(module.text(), end="")


def read(path: str) -> JourneyGraph:
    """Read a map; raises Refusal."""
    try:
        return read_map(Path(path))
    except FileError as error:
        raise Refusal(str(error)) from error


def _write(graph: JourneyGraph, path: Path) -> None:
    """Write a map; one that stood there is kept beside it, so that no map is lost to a slip."""
    if path.is_file():
        kept = path.with_name(f"{path.name}.bak")
        kept.write_bytes(path.read_bytes())
        print(f"{path}: the map that stood here is kept as {kept.name}", file=sys.stderr)
    write_map(graph, path)
