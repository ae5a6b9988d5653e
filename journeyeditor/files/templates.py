"""The templates: maps in the normal file format, named NAME.LANGUAGE.journey.json.

The user's own ones are in a folder of the program, under any name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING

from journeyeditor import resources
from journeyeditor.files.atomic import write_private
from journeyeditor.files.document import SUFFIX, SUFFIXES, stem_of
from journeyeditor.files.errors import FileError, WriteError
from journeyeditor.files.private import private_folder

if TYPE_CHECKING:
    from journeyeditor.model import JourneyGraph


#: Larger files in the user's folder are no templates (bytes), and the longest stem of a name.
MAX_BYTES, MAX_STEM = 20_000_000, 60


#: The languages of every bundled template, besides the one it was first written in.
TRANSLATIONS = ("en", "de", "fi")


@dataclass(frozen=True, slots=True)
class TemplateInfo:
    """A template in one language."""

    name: str
    language: str
    title: str
    path: Path


def templates() -> tuple[TemplateInfo, ...]:
    """All templates by name, each one's first language before its translations."""
    return tuple(sorted(_all(), key=_sort_key))


def _sort_key(info: TemplateInfo) -> tuple[str, int, str]:
    known = info.language in TRANSLATIONS
    return (info.name, 1 + TRANSLATIONS.index(info.language) if known else 0, info.language)


def template(name: str, language: str | None = None) -> JourneyGraph:
    from journeyeditor.files.reader import read_map

    available = templates()
    matches = [info for info in available if info.name.casefold() == name.casefold()]
    if not matches:
        names = ", ".join(dict.fromkeys(info.name for info in available))
        raise FileError(name, "is not a template", f"use one of {names}")
    wanted = "nb" if language == "no" else language
    chosen = [info for info in matches if wanted is None or info.language == wanted.casefold()]
    if not chosen:
        languages = ", ".join(info.language for info in matches)
        raise FileError(
            name, f"is not available in the language {language}", f"use one of {languages}"
        )
    return read_map(chosen[0].path)


def own_templates(folder: Path) -> tuple[TemplateInfo, ...]:
    """The templates that the user has saved, by title; files that cannot be read are left out."""
    paths = [path for suffix in SUFFIXES for path in folder.glob(f"*{suffix}")]
    found = [info for path in paths if (info := _own(path)) is not None]
    return tuple(sorted(found, key=lambda info: (info.title.casefold(), info.path.name)))


def save_template(graph: JourneyGraph, title: str, folder: Path) -> Path:
    """Save a map as a template of the user's own; returns its file, raises FileError."""
    from journeyeditor.files.writer import dump_map

    try:
        private_folder(folder.parent, folder.name)
    except OSError as error:
        raise WriteError(str(folder), error) from error
    path = _free_path(folder, title)
    write_private(path, dump_map(graph))
    return path


def rename_template(path: Path, title: str) -> None:
    """Give a template of the user's own another title; raises FileError."""
    from journeyeditor.files.reader import read_map
    from journeyeditor.files.writer import dump_map
    from journeyeditor.model import JourneyGraph

    graph = read_map(path)
    info = graph.info.replaced(title=title)
    write_private(path, dump_map(JourneyGraph.of(info, [*graph.elements(), *graph.relations()])))


def template_of(graph: JourneyGraph, title: str, *, keeps_cards: bool) -> JourneyGraph:
    """Return a map as a template: without client, dates and figures, and without cards if wanted."""
    from journeyeditor.model import JourneyGraph
    from journeyeditor.vocabulary import Lane, MapInfo, Stage, info_of

    known = info_of(graph)
    info = MapInfo(
        title=title,
        language=known.language,
        map_type=known.map_type,
        brand=known.brand,
        funnel=known.funnel,
        poster=known.poster,
    )
    if keeps_cards:
        return JourneyGraph.of(info, [*graph.elements(), *graph.relations()])
    elements = [
        element.replaced(count=None, stated_rate=None) if isinstance(element, Stage) else element
        for element in graph.elements()
        if isinstance(element, Stage | Lane)
    ]
    return JourneyGraph.of(info, elements)


def _own(path: Path) -> TemplateInfo | None:
    """Only title and language are checked; the rest of the file may be any JSON."""
    try:
        if path.stat().st_size > MAX_BYTES:
            return None
        graph = json.loads(path.read_text(encoding="utf-8"))["graph"]
        title, language = graph.get("title", ""), graph.get("language", "")
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    if not isinstance(title, str) or not isinstance(language, str):
        return None
    return TemplateInfo(path.name, language, title or stem_of(path.name), path)


def _free_path(folder: Path, title: str) -> Path:
    stem = re.sub(r"[^\w-]+", "-", title).strip("-")[:MAX_STEM] or "template"
    names = chain([stem], (f"{stem}-{number}" for number in count(2)))
    return next(path for name in names if not (path := folder / f"{name}{SUFFIX}").exists())


def _all() -> Iterator[TemplateInfo]:
    """Yield the bundled templates in the order of the folder."""
    for path in resources.path("templates").glob(f"*{SUFFIX}"):
        name, _, language = path.name.removesuffix(SUFFIX).rpartition(".")
        graph = json.loads(path.read_text(encoding="utf-8"))["graph"]
        yield TemplateInfo(name, language, graph.get("title", ""), path)
