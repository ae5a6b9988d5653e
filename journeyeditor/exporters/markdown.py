"""Markdown: a page with the journey as a table, personas, notes and sources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from journeyeditor.exporters.format import Export, ExportFormat, Options
from journeyeditor.i18n import N_

if TYPE_CHECKING:
    from journeyeditor.exporters.grid import JourneyGrid
    from journeyeditor.i18n import Texts
    from journeyeditor.model import JourneyGraph
    from journeyeditor.vocabulary import MapInfo

#: Characters that Markdown would take for markup; the others are harmless inside a line.
_MARKS = re.compile(r"([\\`*_\[\]<>|#~])")
_LISTED = re.compile(r"^(\s*)([-+]|\d+[.)])(?=\s)", re.MULTILINE)


class _Page(NamedTuple):
    """What the sections of a page are made of."""

    graph: JourneyGraph
    info: MapInfo
    grid: JourneyGrid
    persona: str
    texts: Texts


def write(export: Export) -> list[bytes]:
    from journeyeditor.exporters.grid import grid_of, persona_of
    from journeyeditor.i18n import texts as texts_of
    from journeyeditor.vocabulary import info_of

    info = info_of(export.graph)
    texts = texts_of(info.language or "en")
    page = _Page(export.graph, info, grid_of(export), persona_of(export), texts)
    sections = (_head, _table, _personas, _notes, _sources)
    blocks = [block for section in sections for block in section(page)]
    return [("\n\n".join(blocks) + "\n").encode("utf-8")]


def _head(page: _Page) -> Iterator[str]:
    info, texts = page.info, page.texts
    yield f"# {_line(info.title) or texts('Customer journey map')}"
    if info.subtitle:
        yield f"*{_line(info.subtitle)}*"
    facts = (
        ("Client", info.client),
        ("Project", info.project),
        ("Author", info.author),
        ("Version", info.version_label),
        ("Date", texts.date(info.date) if info.date else ""),
        ("Goal", info.goal),
    )
    lines = [f"- **{texts(name)}:** {_line(value)}" for name, value in facts if value]
    if lines:
        yield "\n".join(lines)
    if info.note:
        yield _block(info.note)


def _table(page: _Page) -> Iterator[str]:
    grid, texts = page.grid, page.texts
    heads = [texts("Stage"), *(_cell(stage.title) if stage else "" for stage in grid.stages)]
    lines = [_row(heads), _row(["---"] * len(heads))]
    for row in grid.rows:
        cells = ("<br>".join(_cell(line.words) for line in cell) for cell in row.cells)
        lines.append(_row([f"**{_cell(row.title)}**", *cells]))
    yield "\n".join(lines)


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _personas(page: _Page) -> Iterator[str]:
    from journeyeditor.vocabulary import Persona

    texts = page.texts
    people = [p for p in page.graph.personas() if page.persona in ("", p.id)]
    if people:
        yield f"## {texts('Personas')}"
    for person in people:
        assert isinstance(person, Persona)
        yield f"### {_line(person.title) or texts('Persona')}"
        about = ", ".join(_line(words) for words in (person.role, person.segment) if words)
        if about:
            yield about
        if person.quote:
            yield "\n".join(f"> {line}" for line in _block(person.quote).splitlines())
        if person.note:
            yield _block(person.note)
        for field in ("goals", "needs", "frustrations"):
            items = getattr(person, field)
            if items:
                title = texts(Persona.model_fields[field].title or field)
                yield f"**{title}**\n\n" + "\n".join(f"- {_line(item)}" for item in items)


def _notes(page: _Page) -> Iterator[str]:
    """Yield the notes of the cards in the table, stage by stage."""
    texts, graph = page.texts, page.graph
    found = []
    for number, stage in enumerate(page.grid.stages):
        lines = []
        if stage and stage.note:
            lines.append(f"- {_inline(stage.note)}")
        for row in page.grid.rows:
            for line in row.cells[number]:
                note = graph.element(line.id).note
                if row.kinds and note and line.field != "note":
                    lines.append(f"- **{_line(line.words)}:** {_inline(note)}")
        if lines:
            title = _line(stage.title) if stage else ""
            found += [f"### {title}", "\n".join(lines)] if title else ["\n".join(lines)]
    if found:
        yield f"## {texts('Notes', 'sticky note')}"
        yield from found


def _sources(page: _Page) -> Iterator[str]:
    from journeyeditor.vocabulary import Evidence

    texts = page.texts
    lines = []
    for each in page.graph.elements("evidence"):
        assert isinstance(each, Evidence)
        date = texts.date(each.date) if each.date else ""
        parts = (each.title, each.claim, str(each.figure or ""), each.source, date)
        words = " · ".join(_line(part) for part in parts if part)
        if words:
            lines.append(f"1. {words}")
    if lines:
        yield f"## {texts('Sources')}"
        yield "\n".join(lines)


def _line(words: str) -> str:
    return _LISTED.sub(r"\1\\\2", _MARKS.sub(r"\\\1", " ".join(words.split())))


def _cell(words: str) -> str:
    return _line(words)


def _inline(note: str) -> str:
    """A note in one line of a list; its own bold words stay bold."""
    return "<br>".join(_line(line) for line in _plain(note).splitlines() if line.strip())


def _block(note: str) -> str:
    return "\n".join(
        f"{_line(line)}  " if line.strip() else "" for line in _plain(note).splitlines()
    ).rstrip()


def _plain(note: str) -> str:
    from journeyeditor.layout.markup import marked

    return marked(note).text


def losses(export: Export) -> list[str]:
    from journeyeditor.exporters.grid import grid_of
    from journeyeditor.exporters.losses import left_out, shown_in
    from journeyeditor.i18n import texts as texts_of

    graph, texts = export.graph, texts_of(export.language)
    apart = {each.id for kind in ("persona", "evidence") for each in graph.elements(kind)}
    others = texts("Left out: fields such as owner and status, connections and pictures.")
    return [*left_out(graph, shown_in(grid_of(export)) | apart, texts), others]


FORMAT = ExportFormat(
    "md",
    N_("Markdown page"),
    write,
    options=Options.CONTENT,
    summary=N_(
        "The journey as a table, with personas, notes and sources below it, for wikis and repositories."
    ),
    losses=losses,
)
