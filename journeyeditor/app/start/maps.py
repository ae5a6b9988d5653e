"""Which maps the start page offers besides the recent ones, and what it calls them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from journeyeditor import resources
from journeyeditor.files.document import SUFFIX

if TYPE_CHECKING:
    from journeyeditor.files.templates import TemplateInfo


def in_language(known: Sequence[TemplateInfo], language: str) -> list[TemplateInfo]:
    """Return each template once: those in a language, then the others in English."""
    chosen: dict[str, TemplateInfo] = {}
    for info in known:
        if info.language == language or (info.language == "en" and info.name not in chosen):
            chosen[info.name] = info
    return sorted(chosen.values(), key=lambda info: info.language != language)


def samples(language: str) -> dict[Path, str]:
    """Return the sample maps with their titles, those of a language first."""
    found = sorted(resources.path("samples").glob(f"*{SUFFIX}"))
    ordered = sorted(found, key=lambda path: f".{language}." not in path.name)
    return {path: json.loads(path.read_text("utf-8"))["graph"]["title"] for path in ordered}


def stem(path: str) -> str:
    """Return what people call a map's file."""
    name = Path(path).name
    return name.removesuffix(SUFFIX) if name.casefold().endswith(SUFFIX) else Path(path).stem


def folder_words(folder: Path) -> str:
    """Return a folder as people write it, the home folder as a tilde."""
    try:
        return str(Path("~") / folder.relative_to(Path.home()))
    except ValueError:
        return str(folder)
