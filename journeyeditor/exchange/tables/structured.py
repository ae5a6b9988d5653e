"""JSON and YAML with a list of stages as a table: a row for each stage, or for each of its steps.

Only plain values are read: no tags, and no aliases, which could make a small file endless.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from journeyeditor.exchange.separated_values import MAX_ROWS
from journeyeditor.exchange.tables.blocks import MAX_CELLS, MAX_COLUMNS, Document, Grid, Heading
from journeyeditor.exchange.tables.words import Role, names_lane, role_of

#: Characters and levels that are looked into.
MAX_CHARACTERS, MAX_DEPTH = 2_000_000, 12
#: Keys whose value names what a mapping is about.
_NAMES = ("name", "title", "stage", "phase", "step", "namn", "navn", "fas", "fase", "steg", "nimi", "vaihe")  # fmt: skip


def read_structured(text: str, *, is_yaml: bool) -> Document | None:
    """The lists of stages in a text, each with a heading; None if it is not JSON or YAML."""
    if len(text) > MAX_CHARACTERS:
        return None
    value = _yaml(text) if is_yaml else _json(text)
    if value is None:
        return None
    blocks: list[Heading | Grid] = []
    for title, stages in _lists(value, ""):
        grid = _grid(stages)
        if grid is not None:
            blocks += [Heading(1, title, 1)] if title else []
            blocks.append(grid)
    return Document(tuple(blocks))


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _yaml(text: str) -> Any:
    import yaml

    try:
        events = yaml.parse(text, Loader=yaml.SafeLoader)
        if any(isinstance(event, yaml.AliasEvent) for event in events):
            return None
        return yaml.load(text, Loader=yaml.BaseLoader)  # which knows texts, lists and mappings
    except (yaml.YAMLError, RecursionError, ValueError):
        return None


def _lists(value: Any, title: str, depth: int = 0) -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
    """Yield the lists of mappings with names, each with what is named above it."""
    if depth > MAX_DEPTH or _is_graph(value):
        return
    if isinstance(value, dict):
        own = _name(value) or title
        for key, inner in value.items():
            if named_parts := _by_name(key, inner):
                yield own, named_parts
                continue
            is_about = isinstance(inner, dict) and not _name(inner) and not own
            yield from _lists(inner, str(key) if is_about else own, depth + 1)
    elif isinstance(value, list):
        named: list[Mapping[str, Any]]
        named = [each for each in value if isinstance(each, dict) and _name(each)]
        if len(named) > 1 and len(named) == len(value) and any(map(_has_lane, named)):
            yield title, named
        else:
            for each in value[:MAX_ROWS]:
                yield from _lists(each, title, depth + 1)


def _is_graph(value: Any) -> bool:
    """Whether a mapping is a graph of any kind, whose nodes are no list of stages."""
    ends = {"edges", "links", "adjacency"}
    return isinstance(value, dict) and "nodes" in value and bool(value.keys() & ends)


def _by_name(key: str, value: Any) -> list[Mapping[str, Any]]:
    """The stages of a mapping from their names to what is in them."""
    if role_of(_words(str(key))) is not Role.STAGE or not isinstance(value, dict):
        return []
    parts: list[Mapping[str, Any]]
    parts = [{"name": str(name), **part} for name, part in value.items() if isinstance(part, dict)]
    return parts if len(parts) == len(value) > 1 and any(map(_has_lane, parts)) else []


def _has_lane(stage: Mapping[str, Any]) -> bool:
    inner = [stage, *(step for steps in stage.values() for step in _steps(steps))]
    return any(names_lane(_words(str(key))) for each in inner for key in each)


def _name(value: Mapping[str, Any]) -> str:
    named = (value[key] for key in value if str(key).casefold() in _NAMES)
    return next((str(each) for each in named if isinstance(each, str | int)), "")


def _steps(value: Any) -> list[Mapping[str, Any]]:
    """The parts of a stage that have fields of their own."""
    if isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
        return value
    return []


def _grid(stages: Sequence[Mapping[str, Any]]) -> Grid | None:
    rows: list[dict[str, str]] = []
    for stage in stages:
        own = {
            _words(str(key)): _cell(value)
            for key, value in stage.items()
            if str(key).casefold() not in _NAMES and not _steps(value)
        }
        nested = [(key, step) for key, value in stage.items() for step in _steps(value)]
        first = {"Stage": _name(stage), **own}
        for number, (key, step) in enumerate(nested):
            row = first if number == 0 else {"Stage": _name(stage)}
            rows.append({**row, **_fields(_words(str(key)), step)})
        if not nested:
            rows.append(first)
    heads = list(dict.fromkeys(key for row in rows for key in row))[:MAX_COLUMNS]
    if len(rows) < 2 or len(heads) < 2:
        return None
    body = (tuple(row.get(head, "") for head in heads) for row in rows[: MAX_CELLS // len(heads)])
    return Grid((tuple(heads), *body), has_header=True)


def _fields(key: str, step: Mapping[str, Any]) -> dict[str, str]:
    """The fields of a part, whose name is a card of the kind that its list is called by."""
    title = key if role_of(key) not in {None, Role.MOMENT} else "Action"
    fields = {title: _name(step)} if _name(step) else {}
    for name, value in step.items():
        if str(name).casefold() not in _NAMES:
            fields[_words(str(name))] = _cell(value)
    return fields


def _words(key: str) -> str:
    """A key as people write it: pain_points and painPoints are pain points."""
    spaced = "".join(f" {sign}" if sign.isupper() else sign for sign in key)
    words = (spaced if not key.isupper() else key).replace("_", " ").replace("-", " ").split()
    return " ".join(words).capitalize()


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(filter(None, map(_cell, value)))
    if isinstance(value, dict):
        name = _name(value)
        return name or "\n".join(f"{_words(str(k))}: {_cell(v)}" for k, v in value.items())
    if value is None or isinstance(value, bool):
        return "✓" if value else ""
    return str(value).strip()
