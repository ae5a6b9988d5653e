"""Mermaid journey diagrams: the entry point.

A text is a diagram, or a page that holds diagrams.
"""

from __future__ import annotations

import re
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from journeyeditor.exchange.code_fences import fences
from journeyeditor.exchange.importers import FoundJourney, Imported, Importer
from journeyeditor.exchange.mermaid.containers import LANGUAGES, Container, containers
from journeyeditor.exchange.mermaid.loose import parse_loosely
from journeyeditor.exchange.mermaid.parser import begins, parse
from journeyeditor.exchange.mermaid.records import graph_of
from journeyeditor.exchange.mermaid.source import MAX_CHARACTERS, MermaidError, quoted
from journeyeditor.exchange.sources import SourceError, SourceFile, at_line
from journeyeditor.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from journeyeditor.exchange.mermaid.parser import Diagram

__all__ = ["IMPORTER", "Imported", "MermaidError", "find_mermaid", "read_mermaid"]

_SURROGATE = re.compile("[\ud800-\udfff]")
_TITLE = re.compile(r"^[ \t]*title[ \t:]+(\S[^\n]*)", re.MULTILINE)


def read_mermaid(text: str, *, lenient: bool = False) -> Imported:
    """The map of the first journey diagram in a text.

    Raises:
        MermaidError: Mermaid rejects the diagram (a lenient reading takes what it can), there is
            none, or it exceeds the limits of a map.
    """
    text = _checked(text, lenient=lenient)
    return _imported(_diagram(text, lenient=lenient))


def find_mermaid(text: str, *, lenient: bool = False) -> list[FoundJourney]:
    """The journey diagrams of a text; raises MermaidError if there is none."""
    text = _checked(text, lenient=lenient)
    journeys = _journeys(text, lenient=lenient)
    if len(journeys) < 2:
        return [FoundJourney("", "", partial(read_mermaid, text, lenient=lenient))]
    return [_found(text, journey, lenient=lenient) for journey in journeys]


def _found(text: str, journey: Container, *, lenient: bool) -> FoundJourney:
    title = _TITLE.search(journey.text)
    heading = _heading_before(text, journey.first_line) if journey.place == "" else ""
    name = title[1].strip() if title else heading

    def read() -> Imported:
        parser = parse_loosely if lenient else parse
        return _imported(parser(journey.text, journey.first_line))

    return FoundJourney(name, journey.place or at_line(journey.first_line), read)


def _heading_before(text: str, line: int) -> str:
    """The last Markdown heading before a line, "" if there is none."""
    for words in reversed(text.split("\n")[: max(line - 1, 0)]):
        if words.startswith("#"):
            return words.strip("# \t")
    return ""


def _imported(diagram: Diagram) -> Imported:
    graph = graph_of(diagram)
    notes = sorted(diagram.notes, key=lambda note: (note.line, str(note.text)))
    return Imported(graph, tuple(note.sentence() for note in notes), tuple(diagram.guesses))


def _checked(text: str, *, lenient: bool) -> str:
    if len(text) > MAX_CHARACTERS:
        raise MermaidError(N_("the text is longer than 4 MiB"), N_("choose a smaller file"))
    if broken := _SURROGATE.search(text):
        if not lenient:
            line = text.count("\n", 0, broken.start()) + 1
            raise MermaidError(N_("a character is incomplete"), N_("save the file as UTF-8"), line)
        text = _SURROGATE.sub("\ufffd", text)
    return text.removeprefix("\ufeff")


def _journeys(text: str, *, lenient: bool) -> list[Container]:
    """The journeys that a text holds, itself not counted."""
    return [each for each in containers(text, lenient=lenient) if begins(each.text, any_case=True)]


def _diagram(text: str, *, lenient: bool) -> Diagram:
    """The diagram that the text is, or else the first journey in it."""
    read = parse_loosely if lenient else parse
    if begins(
        text
    ):  # perhaps with a fence in its description, or a page that begins with "journey"
        with suppress(MermaidError):
            return parse(text)
    named = [block for block in fences(text) if block.language in LANGUAGES]
    journeys = _journeys(text, lenient=lenient)
    if not journeys and (begins(text) or not named):
        return read(text)
    if not journeys:
        reason = N_("this text contains no Mermaid journey diagram")
        advice = N_('start the diagram with the word "journey"')
        raise MermaidError(reason, advice, named[0].first_line)
    diagram = read(journeys[0].text, journeys[0].first_line)
    for block in named:
        last = block.first_line + block.text.count("\n")  # options may stand above the diagram
        if not block.first_line <= journeys[0].first_line <= last:
            name = quoted(block.text.strip().split("\n", 1)[0])
            skipped = N_("only one diagram is imported; {text} was skipped.")
            diagram.note(block.first_line, skipped, text=name)
    return diagram


def _recognizes(source: SourceFile) -> bool:
    """Whether the text is a journey diagram or a page that holds one."""
    if source.suffix in {"yaml", "yml"}:  # where "journey:" is a key
        return False
    try:
        text = source.text.removeprefix("\ufeff")
    except SourceError:
        return False
    return "journey" in text.casefold() and (begins(text) or bool(_journeys(text, lenient=False)))


def _read(source: SourceFile, lenient: bool) -> Imported:
    return read_mermaid(source.text, lenient=lenient)


def _find(source: SourceFile, lenient: bool) -> Sequence[FoundJourney]:
    return find_mermaid(source.text, lenient=lenient)


IMPORTER = Importer(
    "mermaid",
    N_("Mermaid diagrams"),
    (
        "mmd",
        "mermaid",
        "md",
        "markdown",
        "txt",
        "adoc",
        "rst",
        "html",
        "htm",
        "ipynb",
        "qmd",
        "mdx",
    ),
    _recognizes,
    _read,
    _find,
)
