"""Two spellings of a letter are one text, wherever it comes from."""

from __future__ import annotations

import json

import pytest

from journeyeditor.editing.changes.draft import Draft
from journeyeditor.editing.changes.fields import set_field
from journeyeditor.editing.clipboard.text import read
from journeyeditor.editing.search import find
from journeyeditor.exchange.funnel_text import decoded
from journeyeditor.exchange.mermaid import read_mermaid
from journeyeditor.exchange.sources import SourceFile
from journeyeditor.files.document import header
from journeyeditor.files.reader import parse_map
from journeyeditor.poster.options import requested_persona
from journeyeditor.vocabulary import Persona, Stage
from tests.poster.sheets import a_map

COMPOSED, DECOMPOSED = "Åsa Öberg", "A\u030asa O\u0308berg"


def a_file(*, escaped: bool) -> bytes:
    """Return a map with a decomposed name, also as a key of its glossary and in a list."""
    values = {
        **header(),
        "graph": {"title": DECOMPOSED, "glossary": {DECOMPOSED: ["e\u0301"]}},
        "nodes": [
            {"id": "p", "kind": "persona", "title": DECOMPOSED, "goals": [DECOMPOSED]},
            {"id": "s", "kind": "stage", "title": "Ascii"},
        ],
        "edges": [],
    }
    return json.dumps(values, ensure_ascii=escaped).encode()


@pytest.mark.parametrize("escaped", [True, False])
def test_a_file_is_read_in_the_composed_form(escaped: bool) -> None:
    graph = parse_map(a_file(escaped=escaped), "map")
    persona = graph.element("p")
    assert isinstance(persona, Persona)
    assert persona.title == COMPOSED
    assert persona.goals == (COMPOSED,)
    assert graph.info.model_dump()["glossary"] == {COMPOSED: ("é",)}


def test_what_is_typed_and_pasted_is_composed() -> None:
    graph = a_map(Stage(id="s", title="Köp"))
    changed = set_field(graph, ["s"], "title", DECOMPOSED)
    assert changed.entries["s"][1] == Stage(id="s", title=COMPOSED)
    draft = Draft(graph)
    added = draft.add("persona", title=DECOMPOSED, goals=(DECOMPOSED,))
    assert added.title == COMPOSED
    assert added == draft.record(added.id)
    assert read(DECOMPOSED, "step")[0].fields["title"] == COMPOSED


def test_what_is_imported_is_composed() -> None:
    source = SourceFile(
        "diagram.mmd", f"journey\n section Ko\u0308p\n Go: 3: {DECOMPOSED}".encode()
    )
    titles = {element.title for element in read_mermaid(source.text).graph.elements()}
    assert {"Köp", COMPOSED} <= titles
    assert decoded(DECOMPOSED.encode()) == COMPOSED


def test_either_spelling_finds_the_other() -> None:
    graph = a_map(Persona(id="p", title=COMPOSED))
    assert [hit.id for hit in find(graph, DECOMPOSED)] == ["p"]
    assert requested_persona(graph, DECOMPOSED) == "p"
