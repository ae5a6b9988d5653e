"""Every diagram of the corpus gives a poster on which all its words can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from journeyeditor.exchange.mermaid import MermaidError, read_mermaid
from journeyeditor.exchange.sources import read_source
from tests import exchange
from tests.poster.sheets import poster, rules, strays

CORPUS = Path(next(iter(exchange.__path__))) / "corpus"
DIAGRAMS = sorted(CORPUS.rglob("*.mmd"))


def test_the_corpus_is_there() -> None:
    assert len(DIAGRAMS) > 50


@pytest.mark.parametrize("path", DIAGRAMS, ids=lambda path: path.stem)
def test_a_diagram_gives_a_poster_without_an_error_of_layout(path: Path) -> None:
    try:
        graph = read_mermaid(read_source(str(path)).text, lenient=True).graph
    except MermaidError:
        pytest.skip("not a diagram that can be read at all")
    found = poster(graph)
    assert not rules(tuple(f for f in found.findings if f.severity == "error")) & {
        "text-cut",
        "text-size",
        "map-density",
    }
    assert not strays(found.pages[0])
