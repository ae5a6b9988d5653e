"""The parser makes of every text what Mermaid 11 makes of it."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyeditor.exchange.mermaid.parser import parse
from journeyeditor.exchange.mermaid.records import plain
from journeyeditor.exchange.mermaid.source import MermaidError, number

if TYPE_CHECKING:
    from journeyeditor.exchange.mermaid.parser import Diagram

CORPUS = Path(__file__).parent / "corpus"
PROBES = CORPUS / "probes"
EXPECTED = {
    folder / f"{name}.mmd": answer
    for folder in (CORPUS, PROBES)
    for name, answer in json.loads((folder / "expected.json").read_text("utf-8")).items()
}
READ = [path for path, answer in EXPECTED.items() if "error" not in answer]
REFUSED = [path for path, answer in EXPECTED.items() if "error" in answer]


def text_of(path: Path) -> str:
    return path.read_bytes().decode()


def exact(text: str) -> str:
    """Decode the codes of a text and leave its blanks, as Mermaid does."""
    inner = text.strip(" \t")
    if not inner:
        return text
    before, after = text.split(inner, 1)
    return before + plain(inner).text + after


def answer_of(diagram: Diagram) -> dict[str, object]:
    pairs = [(section, task) for section in diagram.sections for task in section.tasks]
    tasks = [
        {
            "section": section.name,
            "task": task.name,
            "score": task.score if math.isfinite(task.score) else score_name(task.score),
            "people": list(task.people),
        }
        for section, task in pairs
    ]
    return {
        "type": "journey",
        "title": diagram.title,
        "accTitle": diagram.acc_title,
        "accDescr": diagram.acc_descr,
        "sections": [section.name for section in diagram.sections if section.line],
        "tasks": tasks,
        "actors": sorted({person for _, task in pairs for person in task.people}),
    }


def score_name(score: float) -> str:
    return "NaN" if math.isnan(score) else "Infinity" if score > 0 else "-Infinity"


def decoded(value: object) -> object:
    """Return an answer with codes decoded and tags gone, the peer's as well as ours."""
    if isinstance(value, str):
        return exact(value)
    if isinstance(value, list):
        return [decoded(item) for item in value]
    if isinstance(value, dict):
        return {key: decoded(item) for key, item in value.items()}
    return value


def test_every_file_of_the_corpus_has_an_answer() -> None:
    probes = CORPUS / "probes"
    assert set(EXPECTED) == {*CORPUS.glob("*.mmd"), *probes.glob("*.mmd")}
    assert READ
    assert REFUSED


@pytest.mark.parametrize("path", READ, ids=lambda path: path.stem)
def test_what_mermaid_reads_is_read_the_same(path: Path) -> None:
    assert decoded(answer_of(parse(text_of(path)))) == decoded(EXPECTED[path])


@pytest.mark.parametrize("path", REFUSED, ids=lambda path: path.stem)
def test_what_mermaid_refuses_is_refused_on_the_same_line(path: Path) -> None:
    with pytest.raises(MermaidError) as caught:
        parse(text_of(path))
    reported = EXPECTED[path]["error"].split(" on line ")[-1][0]
    assert caught.value.line == (int(reported) if reported.isdecimal() else 1)
    assert str(caught.value).startswith(f"Line {caught.value.line}: ")
    assert "; " in str(caught.value)


# Found by comparing tens of thousands of generated texts with the original; each is one trap.
@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("A: 5: Me;%% note\nB: 4", ["A", "B"]),  # a comment may follow a semicolon
        ("A%% x: 5: Me\nB: 4", ["B"]),  # one sign in front of %% is part of the comment
        ("AB%% x: 5", ["AB%% x"]),
        ("😀%% x: 5", ["😀%% x"]),  # which counts two signs, so it stays
        ("% off: 5\nB: 4", ["B"]),
        ("%{ off: 5", ["%{ off"]),
        ("A: 5%%{wrap}%%: Me", ["A"]),
        ("accDescr { a } B: 4", ["B"]),
        ("accDescr {} B: 4", ["B"]),
        ("accTitle foo: 5", ["accTitle foo"]),
        ("}: 3", ["}"]),
        ("journeys: 3", ["journeys"]),
        ("\u017fection S\u2028: 3", ["\u017fection S\u2028"]),  # small letters of ASCII only
        ("A##58; B\nB: 4", None),
        ("A#58; B: 4", ["A#58; B"]),
        ("A:", None),
        ("A:#58;", ["A"]),
        ("A:: Me", ["A"]),
        ("journey-wide: 3", None),
        ("accTitle:", None),
        ("accDescr { a", None),
        ("section S:", None),
        ("title", None),
        ("title \n A: 5", None),
        ("A\n%%\n: 5", None),
    ],
)
def test_traps_of_the_grammar(body: str, names: list[str] | None) -> None:
    text = f"journey\n{body}"
    if names is None:
        with pytest.raises(MermaidError):
            parse(text)
    else:
        tasks = [task.name for section in parse(text).sections for task in section.tasks]
        assert tasks == names


@pytest.mark.parametrize(
    "text",
    [
        *("", " \n", "%%\njourney", "# c\njourney", "flowchart TD", "---\n---\njourney", "Journey"),
        *(
            "---\ntitle: T\njourney",
            "---\ntitle: a: b\n---\njourney",
            "---\na: 1\na: 2\n---\njourney",
        ),
        *(
            "---\ntitle: !x y\n---\njourney",
            "\ufeff---\ntitle: T\n---\njourney",
            "%%{init: {}\njourney",
        ),
    ],
)
def test_texts_that_begin_with_no_journey(text: str) -> None:
    with pytest.raises(MermaidError):
        parse(text)


@pytest.mark.parametrize(
    ("block", "title"),
    [
        ("title: Fee #1", "Fee"),
        ("title: 'Fee #1'", "Fee #1"),
        ('title: "Fee #35;1"', "Fee #35;1"),  # codes are decoded in the diagram only
        ("title: 2024", "2024"),
        ("title: 1.50", "1.5"),
        ("title: 0x10", "16"),
        ("title: 1_000", "1_000"),
        ("title: 1e21", "1e+21"),
        ("title: 1e400", "1e400"),
        ("title: -.inf", "-Infinity"),
        ("title: 0", ""),
        ("title: no", "no"),
        ("title: false", ""),
        ("title: True", "true"),
        ("title: ~", ""),
        ("title: [A, B]", "A,B"),
        ("title: {{name}}", ""),
        ("title: |\n  A\n  B", "A\nB"),
        ("title:\tTabbed # c", "Tabbed"),
        ("config:\n  theme: dark", ""),
        ("- title", ""),
        ("2024", ""),
        ("# only a comment", ""),
        ("\n", ""),
    ],
)
@pytest.mark.parametrize("indent", ["", "  "])
def test_front_matter(block: str, title: str, indent: str) -> None:
    block = "\n".join(indent + line for line in block.split("\n"))
    text = f"{indent}---  \n{block}\n{indent}---\n\njourney\nA: 5"
    assert plain(parse(text).title).text == title


def test_a_line_is_counted_in_the_file() -> None:
    head = "---\ntitle: T\n---\n\n%%{init:\n {}}%%\n%% a\n\n  %% b\n\njourney\r\n\n%% c\r\n"
    with pytest.raises(MermaidError, match=r"^Line 14: "):
        parse(head + "bare\n")
    diagram = parse(head + "section S\n%% d\nA: 5 # e\n")
    section = diagram.sections[0]
    assert [section.line, section.tasks[0].line] == [14, 16]
    assert sorted(note.line for note in diagram.notes) == [5, 16]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(
            ("5", 5),
            (" +4\t", 4),
            ("-0.5", -0.5),
            (".5", 0.5),
            ("5.", 5),
            ("1e1", 10),
            ("0x1F", 31),
        ),
        *(("0b11", 3), ("0O17", 15), ("Infinity", math.inf), ("-Infinity", -math.inf), ("", 0)),
        *(("1e999", math.inf), ("0x" + "f" * 400, math.inf), ("\ufeff\u00a0", 0)),
    ],
)
def test_numbers_of_javascript(text: str, value: float) -> None:
    assert number(text) == value


@pytest.mark.parametrize(
    "text",
    ["high", "5/5", "3,5", "1_0", "٣", "\uff13", "nan", "inf", "infinity", "0x", "-0x1", "1e", "."],
)
def test_what_is_no_number_to_javascript(text: str) -> None:
    assert math.isnan(number(text))


FRAGMENTS = st.sampled_from(
    [
        *(
            "journey\n",
            "\n",
            " ",
            "\t",
            "title ",
            "section ",
            "accTitle: ",
            "accDescr {",
            "}",
            ":",
            ";",
        ),
        *(
            "#",
            "#35;",
            "%%",
            "%%{",
            "}%%",
            "A",
            "5",
            ",",
            "---\n",
            "title: x\n",
            "<br>",
            "\r",
            "\u2028",
        ),
    ]
)


@given(st.sampled_from(["", "journey\n"]), st.text() | st.lists(FRAGMENTS).map("".join))
def test_any_text_is_read_or_refused_with_a_line(header: str, body: str) -> None:
    text = header + body
    try:
        lines = [note.line for note in parse(text).notes]
    except MermaidError as error:
        lines = [error.line or 0]
    assert all(1 <= line <= len(text.splitlines()) + 1 for line in lines)
