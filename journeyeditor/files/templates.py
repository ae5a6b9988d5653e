"""The templates: maps in the normal file format, named NAME.LANGUAGE.journey.json."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from journeyeditor import resources
from journeyeditor.files.document import SUFFIX
from journeyeditor.files.errors import FileError

if TYPE_CHECKING:
    from journeyeditor.model import JourneyGraph


@dataclass(frozen=True, slots=True)
class TemplateInfo:
    """A template in one language."""

    name: str
    language: str
    title: str
    path: Path


def templates() -> tuple[TemplateInfo, ...]:
    """All templates by name, each one's own language before English."""
    return tuple(sorted(_all(), key=lambda info: (info.name, info.language == "en", info.language)))


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


def _all() -> Iterator[TemplateInfo]:
    """Yield templates in the order of the folder; only the start of each file is read."""
    for path in resources.path("templates").glob(f"*{SUFFIX}"):
        name, _, language = path.name.removesuffix(SUFFIX).rpartition(".")
        graph = json.loads(path.read_text(encoding="utf-8"))["graph"]
        yield TemplateInfo(name, language, graph.get("title", ""), path)
