"""A lenient reading takes what it can and lists the rest."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyeditor.exchange.mermaid.loose import parse_loosely
from journeyeditor.exchange.mermaid.parser import parse
from journeyeditor.exchange.mermaid.source import MermaidError

if TYPE_CHECKING:
    from journeyeditor.exchange.mermaid.parser import Diagram

PROBES = Path(__file__).parent / "corpus" / "probes"


def outline(diagram: Diagram) -> list[str]:
    """Return a diagram as lines: sections in brackets, tasks with score and people."""
    lines = []
    for section in diagram.sections:
        lines.append(f"[{section.name}]")
        for task in section.tasks:
            lines.append(" ".join([task.name.strip(), f"{task.score:g}", *task.people]))
    return lines


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("bare-line", ["[S]", "bare line nan", "A 5 Me"]),
        ("colon-in-section", ["[S: part two]", "A 5 Me"]),
        ("hash-in-name", ["[S]", "Issue #12 5 Me"]),
        ("header-capital", ["[S]", "A 5 Me"]),
        ("header-colon", ["[S]", "A 5 Me"]),
        ("header-suffix", ["[S]", "A 5 Me"]),
        ("keyword-journey-as-task", ["[S]", "journey planning 3 You"]),
        ("nameless-task", ["[S]"]),
        ("section-without-name", ["[]", "A 5 Me"]),
        ("semicolon-end", ["[S]", "A 5 Me"]),
        ("semicolon", ["[S]", "A 5 Me", "B 1 You"]),
    ],
)
def test_probes_that_mermaid_refuses(name: str, lines: list[str]) -> None:
    diagram = parse_loosely((PROBES / f"{name}.mmd").read_bytes().decode())
    assert outline(diagram) == lines
    assert len(diagram.notes) == 1


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("journey\nA: 5: Me; You\nB: 1", ["[]", "A 5 Me You", "B 1"]),
        ("journey\nWait; then pay: 5: Me", ["[]", "Wait;then pay 5 Me"]),
        ("journey\nFish &amp; chips: 5: Me", ["[]", "Fish #amp; chips 5 Me"]),
        ("journey\nIt&apos;s &#x26; so: 5: Me # c", ["[]", "It#apos;s #38; so 5 Me"]),
        ("journey\nA:\nB: 1", ["[]", "A 0", "B 1"]),
        ("journey\njourney\nA: 5", ["[]", "A 5"]),
        ("journey\ntitle\nsection S\nA: 5; B: 1", ["[S]", "A 5", "B 1"]),
        ("journey section S: T\nA: 5", ["[S: T]", "A 5"]),
        ("Here it is\n\n  Journey: \nA: 5", ["[]", "A 5"]),
        ("---\ntitle: a: b\n---\njourney\nA: 5", ["[]", "A 5"]),
        ("---\n---\njourney\nA: 5", ["[]", "A 5"]),
        ("journey\naccDescr { never closed\nA: 5", ["[]", "A 5"]),
        ("journey\naccDescr {\n a\n b: c\n} bare\nA: 5", ["[]", "bare nan", "A 5"]),
    ],
)
def test_fixes(text: str, lines: list[str]) -> None:
    with pytest.raises(MermaidError):
        parse(text)
    diagram = parse_loosely(text)
    assert outline(diagram) == lines
    assert diagram.notes


def test_good_lines_are_read_as_ever() -> None:
    text = "journey\ntitle T\naccDescr: D\nsection S\nA: 5: Child#1\n%% c\nB: 1: You\nbare"
    diagram = parse_loosely(text)
    assert (diagram.title, diagram.acc_descr) == ("T", "D")
    assert outline(diagram) == ["[S]", "A 5 Child", "B 1 You", "bare nan"]
    assert [note.line for note in diagram.notes] == [5, 8]


@pytest.mark.parametrize(
    "text", ["", "flowchart TD", "Our journey\nA: 5", "# Journey\n\nA journey."]
)
def test_a_text_without_a_journey_is_refused(text: str) -> None:
    with pytest.raises(MermaidError):
        parse_loosely(text)


PIECES = st.sampled_from(
    [
        "\n",
        " ",
        "title ",
        "section ",
        "journey",
        "accDescr {",
        "}",
        ":",
        ";",
        "#",
        "&amp;",
        "A",
        "5",
    ]
)


@given(st.text() | st.lists(PIECES).map("".join))
def test_a_text_with_a_header_is_never_refused(body: str) -> None:
    parse_loosely("journey\n" + body)
