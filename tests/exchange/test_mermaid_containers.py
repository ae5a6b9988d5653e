"""Diagrams are found in whatever a page wraps them into, with their place in the file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from journeyeditor.exchange.importers import find_journeys
from journeyeditor.exchange.mermaid import MermaidError, find_mermaid, read_mermaid
from journeyeditor.exchange.scales import FIVE, OWN, Scale, scale_of
from journeyeditor.exchange.sources import SourceFile

DIAGRAM = "journey\n  title In a page\n  section A\n    Open: 4: Kim\n"
WRAPPED = [
    f"# Doc\n\n{{{{< mermaid >}}}}\n{DIAGRAM}{{{{< /mermaid >}}}}\n",
    f'{{{{< mermaid align="left" >}}}}\n{DIAGRAM}{{{{< /mermaid >}}}}\n',
    f"{{{{% mermaid %}}}}\n{DIAGRAM}{{{{% /mermaid %}}}}\n",
    f"{{% mermaid %}}\n{DIAGRAM}{{% endmermaid %}}\n",
    f'<pre class="mermaid">\n{DIAGRAM}</pre>\n<p>After: 3</p>',
    f'<!doctype html><body><div class="mermaid">\n{DIAGRAM}</div></body>',
    f'<pre><code class="language-mermaid">{DIAGRAM}</code></pre>\n',
    f"= Doc\n\n[mermaid]\n....\n{DIAGRAM}....\n\nMore: 3\n",
    f"[source,mermaid]\n----\n{DIAGRAM}----\n",
    f"[mermaid, journey, svg]\n----\n{DIAGRAM}----\n",
    f".. mermaid::\n   :align: center\n   :caption: Map\n\n   {DIAGRAM}",
    f"```{{mermaid}}\n:align: center\n:caption: Map\n\n{DIAGRAM}```\n",
    f"```{{mermaid}}\n%%| fig-cap: Map\n{DIAGRAM}```\n",
    f"```text\n{DIAGRAM}```\n",
    f"```mermaid-js\n{DIAGRAM}```\n",
    f"```mermaid-example\n{DIAGRAM}```\n",
    f"Some words before.\n\n{DIAGRAM}\n# After\n",
    f"Some words before.\n\n{DIAGRAM}\nThat was it.\n",
    ".. mermaid::\n\n" + "".join(f"   {line}\n" for line in DIAGRAM.splitlines()) + "\nText after\n",
    f"<Mermaid chart={{`\n{DIAGRAM}`}} />\n",
    f'<ac:structured-macro ac:name="mermaid"><ac:plain-text-body><![CDATA[{DIAGRAM}]]></ac:plain-text-body>',
    f":::note\n\n```mermaid\n{DIAGRAM}```\n\n:::\n",
    json.dumps({"cells": [{"cell_type": "markdown", "source": ["# A\n", "```mermaid\n", DIAGRAM, "```"]}]}),
    json.dumps({"cells": [{"cell_type": "raw", "source": DIAGRAM}], "nbformat": 4}),
]  # fmt: skip


@pytest.mark.parametrize("text", WRAPPED)
def test_a_diagram_is_found_in_its_container(text: str) -> None:
    (journey,) = find_mermaid(text)
    graph = journey.read().graph
    assert getattr(graph.info, "title", "") == "In a page"
    assert [step.title for step in graph.elements("step")] == ["Open"]
    assert [stage.title for stage in graph.stages()] == ["A"]


CORPUS = Path(__file__).parent / "corpus" / "containers"
FOUND = {
    "m1-ten-point.mmd": ["Ten points: Open, Wait, Get"],
    "m2-three-personas.md": ["Kim: Open", "Ann: Open", "Bo: Open"],
    "m2-two-journeys.md": ["First: Open", "Second: Close"],
    "m3-asciidoc.adoc": ["In a page: Open"],
    "m3-div.html": ["In a page: Open"],
    "m3-hugo.md": ["In a page: Open"],
    "m3-myst-options.md": ["In a page: Open"],
    "m3-pre.html": ["In a page: Open"],
    "m4-latin1.mmd": ["Mañana: Página"],
    "m5-nfd-persona.mmd": ["Besök: Läser, Ringer"],
    "m5-nfd-section.mmd": ["Besök: Läser, Ringer"],
}


@pytest.mark.parametrize("path", sorted(CORPUS.iterdir()), ids=lambda path: path.name)
def test_every_file_of_the_corpus_gives_its_journeys(path: Path) -> None:
    graphs = [each.read().graph for each in find_journeys(SourceFile(path.name, path.read_bytes()))]
    assert FOUND[path.name] == [
        f"{getattr(graph.info, 'title', '')}: {', '.join(s.title for s in graph.elements('step'))}"
        for graph in graphs
    ]
    assert len(graphs[0].stages()) == 1
    assert len(graphs[0].personas()) == 1


def test_marks_of_html_are_read_in_a_page_of_html() -> None:
    text = '<pre class="mermaid">\njourney\nsection Q&amp;A\nAsk -&gt; wait: 2: Ann\n</pre>'
    graph = read_mermaid(text, lenient=True).graph
    assert [step.title for step in graph.elements("step")] == ["Ask -> wait"]


def test_plain_text_holds_several_between_rules() -> None:
    text = f"Case 1\n======\n{DIAGRAM}---\nCase 2\n{DIAGRAM.replace('Open', 'Close')}=====\n"
    found = find_mermaid(text)
    assert [str(journey.place) for journey in found] == ["line 3", "line 9"]
    steps = [[step.title for step in each.read().graph.elements("step")] for each in found]
    assert steps == [["Open"], ["Close"]]


def test_a_broken_diagram_of_several_is_refused_alone() -> None:
    text = f"```mermaid\n{DIAGRAM}```\n\n## Bo\n\n```mermaid\njourney\nbare\n```\n"
    first, second = find_mermaid(text)
    assert first.read().graph.elements("step")
    assert second.title == "Bo"
    with pytest.raises(MermaidError, match=r"^Line 12: "):
        second.read()


@pytest.mark.parametrize(
    ("scores", "scale"),
    [
        ((1, 3, 5), FIVE),
        ((0, 4, 5), FIVE),
        ((9, 4, 5), FIVE),
        ((), FIVE),
        ((7, 6, 9), Scale(1, 10)),
        ((0, 7, 10), Scale(0, 10)),
        ((-2, -1, 2), OWN),
        ((-4, 3, -1), Scale(-5, 5)),
        ((20, 85, 100), Scale(0, 100)),
        ((500, 100, 65, 5), None),
    ],
)
def test_the_scale_of_a_list(scores: tuple[float, ...], scale: Scale | None) -> None:
    assert scale_of(scores) == scale


def test_another_scale_is_reported_and_not_held() -> None:
    imported = read_mermaid("journey\nsection A\nOpen: 7: Kim\nWait: 6: Kim\nGet: 10: Kim")
    scores = [getattr(emotion, "score", None) for emotion in imported.graph.elements("emotion")]
    assert scores == [pytest.approx(2 / 3), pytest.approx(2 / 9), 2]
    assert imported.notes == ()
    assert tuple(map(str, imported.guesses)) == ("The scores were read on a scale from 1 to 10.",)


def test_counts_of_customers_are_kept() -> None:
    imported = read_mermaid("journey\nsection A\nSee: 500: All\nBuy: 65: All")
    assert [step.note for step in imported.graph.elements("step")] == ["500", "65"]
    assert not imported.graph.elements("emotion")
    assert len(imported.guesses) == 1


def test_lines_of_a_diagram_are_no_facts_of_the_table_below_it() -> None:
    table = (
        "| Stage | Actions | Emotions |\n|---|---|---|\n| Find | Reads | 4 |\n| Buy | Pays | 2 |\n"
    )
    text = f"# Doc\n\n```mermaid\n{DIAGRAM}```\n\n## Table\n\n{table}"
    _, journey = find_journeys(SourceFile("page.md", text.encode()))
    assert getattr(journey.read().graph.info, "note", "") == ""


def test_a_diagram_that_a_page_only_shows_is_none() -> None:
    text = f"````markdown\n```mermaid\n{DIAGRAM}```\n````\n"
    with pytest.raises(MermaidError):
        read_mermaid(text)
