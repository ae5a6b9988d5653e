"""A diagram becomes a map: stages, steps, personas and emotions, and notes of what is lost."""

from __future__ import annotations

import json
from itertools import groupby, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyeditor.exchange.mermaid import MermaidError, read_mermaid
from journeyeditor.exchange.mermaid.records import plain
from journeyeditor.files import dump_map, parse_map
from journeyeditor.vocabulary import Emotion, MapInfo, Step

if TYPE_CHECKING:
    from journeyeditor.model import JourneyGraph

CORPUS = Path(__file__).parent / "corpus"
EXPECTED = {
    folder / f"{name}.mmd": answer
    for folder in (CORPUS, CORPUS / "probes")
    for name, answer in json.loads((folder / "expected.json").read_text("utf-8")).items()
    if "error" not in answer
}


def titles(graph: JourneyGraph, kind: str) -> list[str]:
    return [element.title for element in graph.elements(kind)]


def info(graph: JourneyGraph) -> MapInfo:
    assert isinstance(graph.info, MapInfo)
    return graph.info


def steps_of(graph: JourneyGraph) -> list[Step]:
    return [step for step in graph.elements("step") if isinstance(step, Step)]


def stage_title(graph: JourneyGraph, step: Step) -> str:
    assert step.stage is not None
    return graph.element(step.stage).title


def feelings(graph: JourneyGraph) -> list[tuple[str, str, float]]:
    """Return step, persona and score of each emotion."""
    found = []
    for relation in graph.relations("at"):
        emotion = graph.element(relation.source)
        assert isinstance(emotion, Emotion)
        assert emotion.score is not None
        persona = graph.element(emotion.persona).title if emotion.persona else ""
        found.append((graph.element(relation.target).title, persona, emotion.score))
    return found


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.stem)
def test_every_diagram_of_the_corpus_becomes_its_map(path: Path) -> None:
    answer = EXPECTED[path]
    graph = read_mermaid(path.read_bytes().decode()).graph
    tasks = [{**task, "task": plain(task["task"]).text} for task in answer["tasks"]]
    assert info(graph).title == plain(answer["title"]).text
    assert info(graph).note == answer["accDescr"]
    assert titles(graph, "step") == [task["task"] for task in tasks]
    assert titles(graph, "persona") == [name for name in answer["actors"] if name]
    stages = [plain(name).text for name in answer["sections"]]
    if tasks and not tasks[0]["section"]:
        stages.insert(0, "")
    assert titles(graph, "stage") == [name for name, _ in groupby(stages)]
    sections = [stage_title(graph, step) for step in steps_of(graph)]
    assert sections == [plain(task["section"]).text for task in tasks]
    assert feelings(graph) == [
        (task["task"], person, max(-2, min(2, float(task["score"]) - 3)))
        for task in tasks
        if task["score"] != "NaN"
        for person in dict.fromkeys(filter(None, task["people"])) or [""]
    ]
    steps = [step.id for step in graph.elements("step")]
    follows = [(relation.source, relation.target) for relation in graph.relations("follows")]
    assert follows == list(pairwise(steps))


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.stem)
def test_every_map_can_be_saved(path: Path) -> None:
    data = dump_map(read_mermaid(path.read_bytes().decode()).graph)
    assert dump_map(parse_map(data, path.name)) == data


def read(body: str) -> tuple[JourneyGraph, tuple[str, ...]]:
    imported = read_mermaid("journey\n" + body)
    return imported.graph, tuple(map(str, imported.notes))


def test_a_map_without_loss_has_no_notes() -> None:
    graph, notes = read("title T\naccTitle: T\nsection S\n%% c\n# d\nA: 5: Me, Cat\nB: 4.3\nC: 1:")
    assert notes == ()
    assert info(graph).title == "T"
    assert feelings(graph) == [("A", "Me", 2), ("A", "Cat", 2), ("B", "", 1.3), ("C", "", -2)]
    people = [graph.element(persona).title for persona in steps_of(graph)[0].persona]
    assert people == ["Me", "Cat"]


def test_neighbouring_sections_of_one_name_are_one_stage() -> None:
    graph, notes = read("section S\nA: 5\nsection S \nB: 1\nsection T\nsection S\nC: 3")
    assert titles(graph, "stage") == ["S", "T", "S"]
    assert [step.stage for step in steps_of(graph)] == ["s1", "s1", "s3"]
    assert len(notes) == 1
    assert notes[0].startswith("Line 4: ")


def test_a_task_in_front_of_all_sections_has_a_stage_without_a_title() -> None:
    graph, _ = read("A: 5\nsection S\nB: 1")
    assert titles(graph, "stage") == ["", "S"]
    assert titles(read("section S\nB: 1")[0], "stage") == ["S"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("A: 9: Me", 'the score "9" of "A" was set to 5'),
        ("A: -Infinity: Me", 'the score "-Infinity" of "A" was set to 1'),
        ("A: : Me", 'the score "" of "A" was set to 1'),
        ("A: high: Me", 'the score "high" of "A" is not a number, so the step has no emotion'),
        ("A: 5: Me: extra", '"extra"'),
        ("A: 5: Me, ,You", "an actor without a name"),
        ("A: 5: Me # why", '"why"'),
        ("<b>A</b> #nonsense; : 5", "<b>, #nonsense;"),
        ("accTitle: Other", '"Other"'),
        ("title One\ntitle Two", '"One"'),
        ("%%{wrap}%%", "directive"),
        ("accDescr: a\naccDescr: b", '"a"'),
    ],
)
def test_what_is_lost_is_noted(line: str, words: str) -> None:
    _, notes = read("section S\n" + line)
    assert len(notes) == 1
    assert words in notes[0]
    assert notes[0].startswith(f"Line {3 + line.count(chr(10))}: ")
    assert notes[0].endswith(".")


def test_settings_of_the_front_matter_are_noted() -> None:
    imported = read_mermaid(
        "---\ntitle: F\nconfig:\n  theme: dark\nauthor: me\n---\njourney\ntitle T"
    )
    assert info(imported.graph).title == "T"
    assert [str(note).split(":")[0] for note in imported.notes] == ["Line 2", "Line 8"]
    assert '"config", "author"' in str(imported.notes[0])


MARKDOWN = """---
title: A page
---
# Journeys

```python
journey = 1
```

- item

  ```mermaid
  flowchart TD
  ```

  ~~~ mermaid
    journey
      title T
      section S
        A: 5: Me # x
  ~~~

```mermaid
journey
bare
```
"""


def test_the_first_journey_of_a_markdown_file_is_read() -> None:
    imported = read_mermaid(MARKDOWN)
    assert info(imported.graph).title == "T"
    assert titles(imported.graph, "step") == ["A"]
    starts = [str(note).split(":")[0] for note in imported.notes]
    assert starts == ["Line 13", "Line 20", "Line 24"]
    assert read_mermaid(MARKDOWN, lenient=True).notes == imported.notes


def test_a_refused_diagram_of_a_markdown_file_names_the_line_of_the_file() -> None:
    with pytest.raises(MermaidError, match=r"^Line 5: "):
        read_mermaid("# A\n\n```mermaid\njourney\nbare\n```\n")
    with pytest.raises(MermaidError):
        read_mermaid("```python\njourney\nA: 5\n```\n")
    python = read_mermaid("```python\njourney\nA: 5\n```\n", lenient=True)
    assert titles(python.graph, "step") == ["A"]
    assert read_mermaid("# A\n\n```\njourney\nA: 5\n```\n").graph.elements("step")
    assert read_mermaid("journey of ours\n```mermaid\njourney\nA: 5\n```").graph.elements("step")


@pytest.mark.parametrize(
    "text",
    [
        "# Title\n\nA journey.",
        "```mermaid\nflowchart TD\n```",
        "```\n",
    ],
)
@pytest.mark.parametrize("lenient", [False, True])
def test_a_text_without_a_journey_is_refused(text: str, *, lenient: bool) -> None:
    with pytest.raises(MermaidError, match=r'^Line \d: .*"journey"'):
        read_mermaid(text, lenient=lenient)


def test_a_mark_of_the_byte_order_is_no_part_of_the_text() -> None:
    assert info(read_mermaid("\ufeff---\ntitle: T\n---\njourney").graph).title == "T"


def test_a_broken_character_is_refused() -> None:
    with pytest.raises(MermaidError, match=r"^Line 2: "):
        read_mermaid("journey\nA\ud800: 5")
    graph = read_mermaid("journey\nA\ud800: 5", lenient=True).graph
    assert titles(graph, "step") == ["A\ufffd"]


def test_ids_are_short_and_unique() -> None:
    graph, _ = read("section S\nA: 5: Me, You\nB: 4: Me")
    elements = [element.id for element in graph.elements()]
    assert sorted(elements) == ["e1", "e2", "e3", "p1", "p2", "s1", "t1", "t2"]
    assert sorted(relation.id for relation in graph.relations()) == ["r1", "r2", "r3", "r4"]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("  Open App \t", "Open App"),
        ("Line1<br>Line2 <br/> Line3</br />Line4<BR\t/>Line5", "Line1\nLine2\nLine3\nLine4\nLine5"),
        ("T <b onclick='x'>bold</b><script>alert(1)</script>", "T bold"),
        ("a<script>b", "a"),
        ("a<SCRIPT>b<b></script>c</script>d", "acd"),
        ("List<String> of <customer>", "List<String> of <customer>"),
        ("a < b > c", "a < b > c"),
        ("#lt;b#gt; #35;1 #colon; #quot;x#quot; #9829; #amp;", '<b> #1 : "x" ♥ &'),
        ("#128512;#0;#55296;#99999999;", "😀\ufffd\ufffd\ufffd"),
        ("#nbsp;A#nbsp;B#nbsp;", "A\u00a0B"),
        ("#12 and #a b;", "#12 and #a b;"),
        ("a\x00b\u2028c\ufeff", "a b c"),
        ("👩‍👩‍👧 日本", "👩‍👩‍👧 日本"),
    ],
)
def test_plain(text: str, seen: str) -> None:
    assert plain(text).text == seen


def test_what_came_to_nothing_is_reported() -> None:
    assert plain("<i>x</i> #nonsense; <br>").lost == ("<i>", "#nonsense;")
    assert plain("#" + "9" * 5000 + ";").text == "\ufffd"


@given(
    st.text() | st.lists(st.sampled_from(["<", "b", ">", "/", "#", "35", ";", "\n"])).map("".join)
)
def test_plain_text_is_trimmed_and_printable(text: str) -> None:
    seen = plain(text).text
    assert seen == seen.strip()
    assert not set(seen) & {"\x00", "\r", "\u2028"}
