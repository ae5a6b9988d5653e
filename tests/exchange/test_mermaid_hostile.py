"""Texts made to be slow or large are read or refused in time that grows with their length only."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest

from journeyeditor.exchange.mermaid import MermaidError, read_mermaid
from journeyeditor.exchange.mermaid.source import MAX_CHARACTERS

HEADER = "journey\n"
SIZE = 200_000
#: A quadratic reading of so many characters takes minutes of a processor, a linear one half a second at most.
MAX_SECONDS = 10.0

PATTERNS = {
    "blank lines": ("", "\n"),
    "white space": (HEADER, "\u2028 "),
    "hash signs": (HEADER + "A: 5: ", "#a"),
    "codes": (HEADER + "A", "#35;"),
    "a code without an end": (HEADER + "A: 5: #", "a"),
    "open tags": (HEADER + "A", "<a"),
    "an open tag with a long name": (HEADER + "A<", "a"),
    "an open tag with a long attribute": (HEADER + "A<a ", "a"),
    "open attributes": (HEADER + "A<a ", '="'),
    "scripts": (HEADER + "A", "<script>"),
    "percent signs": (HEADER + "A ", "%% "),
    "empty comments": (HEADER, "%%\n"),
    "open directives": (HEADER, "%%{a "),
    "broken directives": (HEADER, "%%{a\u2028"),
    "directives of blanks": (HEADER + "%%{", " "),
    "colons": (HEADER + "A", ":"),
    "commas": (HEADER + "A: 5: ", ","),
    "semicolons": (HEADER, ";"),
    "front matter of blank lines": ("---\n", "\n"),
    "front matter without an end": ("---", "\n---x"),
    "front matter of hyphens": ("---\n", "\n---  "),
    "deep front matter": ("---\n", "[" * 9 + "\n"),
    "an indented front matter": ("", " "),
    "a description": (HEADER + "accDescr {", "\n"),
    "descriptions": (HEADER, "accDescr{"),
    "a keyword and blank lines": (HEADER + "accTitle", "\n"),
    "digits": (HEADER + "A: ", "9"),
    "fences": ("", "```\n"),
    "diagrams": ("", "```mermaid\njourney\n```\n"),
    "block quotes": ("", "> "),
    "headers": ("", HEADER),
    "sections": (HEADER, "section S\n"),
    "tasks": (HEADER, "A: 5: Me\n"),
}


@pytest.mark.parametrize("lenient", [False, True])
@pytest.mark.parametrize("name", PATTERNS)
def test_hostile_patterns(name: str, *, lenient: bool) -> None:
    start, repeated = PATTERNS[name]
    text = start + repeated * (SIZE // len(repeated))
    if name.endswith("front matter"):
        text += "---\njourney\n---\n" + HEADER
    began = time.process_time()
    with suppress(MermaidError):
        read_mermaid(text, lenient=lenient)
    assert time.process_time() - began < MAX_SECONDS


LAUGHS = "".join(
    f"{name}: &{name} [{','.join(['*' + above if above else 'x'] * 9)}]\n"
    for above, name in zip(["", *"abcdefgh"], "abcdefghi", strict=True)
)


@pytest.mark.parametrize("title", ["*i", "[*h, *h]"])
def test_aliases_that_stand_for_an_endless_title(title: str) -> None:
    """A billion letters out of 381 bytes."""
    text = f"---\n{LAUGHS}title: {title}\n---\n{HEADER}A: 5: Me\n"
    with pytest.raises(MermaidError, match=r"^Line 2: the title in the front matter is too long"):
        read_mermaid(text)
    imported = read_mermaid(text, lenient=True)
    assert imported.graph.info.title == ""  # type: ignore[attr-defined]
    assert len(imported.notes) == 1
    assert str(imported.notes[0]).startswith("Line 2: the title in the front matter is too long; ")


@pytest.mark.parametrize(
    ("block", "title"),
    [
        ("a: &a [x, y]\ntitle: [*a, *a]", "x,y,x,y"),
        ("title: &a [x, *a, y]", "x,,y"),
        ("title: " + "[" * 200 + "x" + "]" * 200, "x"),
    ],
)
def test_aliases_and_lists_read_as_javascript_spells_them(block: str, title: str) -> None:
    imported = read_mermaid(f"---\n{block}\n---\n{HEADER}A: 5: Me\n")
    assert imported.graph.info.title == title  # type: ignore[attr-defined]


def test_a_text_beyond_the_bound_is_refused_at_once() -> None:
    with pytest.raises(MermaidError, match="4 MiB"):
        read_mermaid("x" * (MAX_CHARACTERS + 1), lenient=True)


@pytest.mark.parametrize("lenient", [False, True])
@pytest.mark.parametrize("line", ["section S{}\n", "A: 5: Me\n", "A: 5: a{0}, b{0}, c{0}\n"])
def test_a_diagram_larger_than_a_map_is_refused(line: str, *, lenient: bool) -> None:
    text = HEADER + "".join(line.format(number) for number in range(60_000))
    text += "section S\n" * 60_000 if line.startswith("section") else ""
    with pytest.raises(MermaidError, match="more than 100,000"):
        read_mermaid(text, lenient=lenient)
