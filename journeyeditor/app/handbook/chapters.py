"""The chapters of the handbook in a language: Markdown files in `resources/handbook/LANGUAGE`.

A file is called NUMBER-NAME.md and begins with its title (`# …`). Headings may end in `{#id}`, by
which links and the window's context find them in every language. A line `{{name}}` is replaced by
what the program generates. A chapter that a language does not have is there in English; folders of
the user, `handbook/LANGUAGE` in the program's data folder, go before those that ship.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import journeyeditor
from journeyeditor import resources
from journeyeditor.i18n.catalogues import SOURCE_LANGUAGE

FOLDER = "handbook"
#: The documents for reference, in English: the chapters link to them.
REFERENCES = ("domain", "file-format", "profiles", "changelog")
#: The part that stands below the title of a chapter in another language.
UNTRANSLATED = "untranslated"
#: The lowest level of a heading; what is below it is shown like it.
LEAST_LEVEL = 3
_NAME = re.compile(r"\d+-([a-z0-9-]+)")
_HEADING = re.compile(r"(#{1,6}) (.+?)(?: \{#([a-z0-9-]+)\})?")
_PART = re.compile(r"\{\{([a-z]+)\}\}")


class Section(NamedTuple):
    """A heading: its id ("" for none), its words, and its level from 1 to 3."""

    id: str
    title: str
    level: int


class Chapter(NamedTuple):
    """One chapter; `text` is its Markdown without the ids of headings."""

    name: str
    language: str
    folder: Path
    text: str
    sections: tuple[Section, ...]

    @property
    def title(self) -> str:
        return self.sections[0].title if self.sections else self.name


def languages() -> list[str]:
    """The languages with at least one chapter that ships."""
    folder = resources.path(FOLDER)
    return sorted(path.name for path in folder.iterdir() if any(path.glob("*.md")))


def chapters(language: str, parts: Mapping[str, str]) -> list[Chapter]:
    """Read all chapters in order; `parts` are the generated ones by name."""
    found: dict[str, tuple[Path, str]] = {}
    for code in dict.fromkeys((SOURCE_LANGUAGE, language)):
        for folder in (resources.path(FOLDER, code), resources.data_folder() / FOLDER / code):
            for path in sorted(folder.glob("*.md")):
                if match := _NAME.fullmatch(path.stem):
                    found[match[1]] = (path, code)
    ordered = sorted(found.items(), key=lambda item: item[1][0].name)
    return [
        _read(name, path, code, parts if code != language else {**parts, UNTRANSLATED: ""})
        for name, (path, code) in ordered
    ]


def references() -> list[Chapter]:
    folder = Path(journeyeditor.__file__).parent / "docs"
    paths = {name: folder / f"{name}.md" for name in REFERENCES}
    paths["changelog"] = resources.changelog()  # where packages put it
    return [
        _read(name, path, SOURCE_LANGUAGE, {}) for name, path in paths.items() if path.is_file()
    ]


def target(link: str) -> tuple[str, str]:
    """Return chapter and section that a link within the handbook leads to, such as "05-data.md#funnel"."""
    file, _, section = link.partition("#")
    name = file.removesuffix(".md")
    match = _NAME.fullmatch(name)
    return (match[1] if match else name), section


def _read(name: str, path: Path, language: str, parts: Mapping[str, str]) -> Chapter:
    source = path.read_text(encoding="utf-8", errors="replace")
    lines, sections = [], []
    for line in _filled(source, parts):
        heading = line[0]
        if heading is not None:
            sections.append(heading)
            lines.append(f"{'#' * heading.level} {heading.title}")
            if len(sections) == 1 and (note := parts.get(UNTRANSLATED)):
                lines += ["", f"> {note}"]
        else:
            lines.append(line[1])
    return Chapter(name, language, path.parent, "\n".join(lines) + "\n", tuple(sections))


def _filled(source: str, parts: Mapping[str, str]) -> Iterator[tuple[Section | None, str]]:
    """Yield each line with generated parts in place, and the section that it begins."""
    is_code = False
    for line in source.splitlines():
        part = _PART.fullmatch(line)
        if part and not is_code:
            yield from _filled(parts.get(part[1], ""), {})
            continue
        if line.startswith("```"):
            is_code = not is_code
        match = None if is_code else _HEADING.fullmatch(line)
        yield (_section(match) if match else None), line


def _section(heading: re.Match[str]) -> Section:
    level = min(len(heading[1]), LEAST_LEVEL)
    return Section(heading[3] or "", heading[2], level)
