"""Mermaid journey diagrams: the entry point.

A text is a diagram, or Markdown with diagrams in code fences, of which the first journey is used.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from journeyeditor.exchange.code_fences import Fence, fences
from journeyeditor.exchange.importers import Imported, Importer
from journeyeditor.exchange.mermaid.loose import parse_loosely
from journeyeditor.exchange.mermaid.parser import begins, parse
from journeyeditor.exchange.mermaid.records import graph_of
from journeyeditor.exchange.mermaid.source import MAX_CHARACTERS, MermaidError, quoted
from journeyeditor.exchange.sources import SourceError, SourceFile
from journeyeditor.i18n import N_

if TYPE_CHECKING:
    from journeyeditor.exchange.mermaid.diagram import Diagram

__all__ = ["IMPORTER", "Imported", "MermaidError", "read_mermaid"]

_LANGUAGES = {"mermaid", "mmd", "mermaidjs"}
_SURROGATE = re.compile("[\ud800-\udfff]")


def read_mermaid(text: str, *, lenient: bool = False) -> Imported:
    """The map of the first journey diagram in a text.

    Raises:
        MermaidError: Mermaid rejects the diagram (a lenient reading takes what it can), there is
            none, or it exceeds the limits of a map.

    """
    if len(text) > MAX_CHARACTERS:
        raise MermaidError("the text is longer than 4 MiB", "choose a smaller file")
    if broken := _SURROGATE.search(text):
        if not lenient:
            line = text.count("\n", 0, broken.start()) + 1
            raise MermaidError("a character is incomplete", "save the file as UTF-8", line)
        text = _SURROGATE.sub("\ufffd", text)
    diagram = _diagram(text.removeprefix("\ufeff"), lenient=lenient)
    graph = graph_of(diagram)
    return Imported(graph, tuple(map(str, sorted(diagram.notes))))


def _diagram(text: str, *, lenient: bool) -> Diagram:
    """The diagram that the text is, or else the first journey in its code fences."""
    read = parse_loosely if lenient else parse
    blocks = list(fences(text))
    mermaid = [block for block in blocks if block.language in _LANGUAGES]
    unnamed = [block for block in blocks if lenient or not block.language]
    journeys = [block for block in mermaid or unnamed if begins(block.text, any_case=lenient)]
    is_diagram = begins(text)
    if not journeys and (is_diagram or not mermaid):
        return read(text)
    if not journeys:
        reason = "this text contains no Mermaid journey diagram"
        advice = 'start the diagram with the word "journey"'
        raise MermaidError(reason, advice, mermaid[0].first_line)
    if is_diagram:  # with a fence in its description, or Markdown whose first word is "journey"
        with suppress(MermaidError):
            return parse(text)
    diagram = read(journeys[0].text, journeys[0].first_line)
    for block in mermaid:
        if block != journeys[0]:
            diagram.note(
                block.first_line, f"only one diagram is imported; {_name(block)} was skipped."
            )
    return diagram


def _name(block: Fence) -> str:
    return quoted(block.text.strip().split("\n", 1)[0])


def _recognizes(source: SourceFile) -> bool:
    """Whether the text is a journey diagram or holds one in a code fence."""
    try:
        text = source.text.removeprefix("\ufeff")
    except SourceError:
        return False
    return begins(text) or any(
        block.language in _LANGUAGES and begins(block.text, any_case=True) for block in fences(text)
    )


def _read(source: SourceFile, lenient: bool) -> Imported:
    return read_mermaid(source.text, lenient=lenient)


IMPORTER = Importer(
    "mermaid",
    N_("Mermaid diagrams"),
    ("mmd", "mermaid", "md", "markdown", "txt"),
    _recognizes,
    _read,
)
