"""Nothing is lost or changed between a map and its file, and the file is calm."""

from __future__ import annotations

import json
import math
from pathlib import Path

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyeditor import resources
from journeyeditor.files import FileError, dump_map, map_hash, parse_map, read_map, write_map
from journeyeditor.model import MAP_ID, Change, JourneyGraph, Record
from journeyeditor.vocabulary import KINDS, RELATIONS, MapInfo, Note
from tests.builders import a_map
from tests.files.documents import document, encoded, with_map, with_node
from tests.strategies import FIELDS, FIXED, LINKS, changes, maps

NAUGHTY = json.loads((Path(__file__).parent / "corpus" / "naughty-strings.json").read_bytes())


def answers(graph: JourneyGraph) -> str:
    """Return all that a map says, to the byte and in order."""
    cards = [graph.cards(stage.id) for stage in graph.stages()] + [graph.cards(None)]
    links = [graph.relations_of(element.id) for element in graph.elements()]
    return repr([graph.info, graph.elements(), graph.relations(), cards, links])


@given(maps())
def test_a_map_is_the_same_after_saving_and_reading(graph: JourneyGraph) -> None:
    assert answers(parse_map(dump_map(graph), "map")) == answers(graph)


@given(maps())
def test_writing_what_was_just_read_changes_no_byte(graph: JourneyGraph) -> None:
    data = dump_map(graph)
    assert dump_map(parse_map(data, "map")) == data


@given(st.data())
def test_an_edited_map_can_be_saved_and_read(data: st.DataObject) -> None:
    graph = data.draw(maps())
    for _ in range(data.draw(st.integers(1, 5))):
        graph.apply(data.draw(changes(graph)))
    assert answers(parse_map(dump_map(graph), "map")) == answers(graph)


def test_records_with_the_same_fields_share_their_names() -> None:
    graph = read_map(resources.path("samples", "toothbrush.sv.journey.json"))
    records = [*graph.elements(), *graph.relations()]
    sets = {id(record.__pydantic_fields_set__) for record in records}
    given = {(record.is_relation, frozenset(record.__pydantic_fields_set__)) for record in records}
    assert len(sets) == len(given) < len(records) / 4
    one, other = list(graph.elements("step"))[:2]
    assert one.__pydantic_fields_set__ is other.__pydantic_fields_set__
    copy = one.model_copy(update={"owner": "Kim"})
    assert "owner" in copy.__pydantic_fields_set__
    assert "owner" not in other.__pydantic_fields_set__
    assert one.replaced(owner="Kim") == copy


@given(maps())
def test_anybody_can_open_a_map_with_networkx(graph: JourneyGraph) -> None:
    opened = networkx.node_link_graph(json.loads(dump_map(graph)), edges="edges")
    assert type(opened) is networkx.MultiDiGraph
    assert set(opened.nodes) == {element.id for element in graph.elements()}
    assert {(s, t, k) for s, t, k in opened.edges(keys=True)} == {
        (relation.source, relation.target, relation.id) for relation in graph.relations()
    }
    for element in graph.elements():
        assert opened.nodes[element.id]["kind"] == element.kind
        assert opened.nodes[element.id].get("title", "") == element.title


@given(maps())
def test_a_file_is_calm(graph: JourneyGraph) -> None:
    text = dump_map(graph).decode()
    assert text.endswith("\n}\n")
    values = json.loads(text)
    assert list(values)[:4] == ["format", "version", "directed", "multigraph"]
    assert list(values)[-3:] == ["graph", "nodes", "edges"]
    rows = [*values["nodes"], *values["edges"]]
    lists = [values["graph"], values["nodes"], values["edges"]]
    assert text.count("\n") == 2 + len(values) + sum(len(part) + bool(part) for part in lists)
    lines = {line.strip().removesuffix(",") for line in text.split("\n")}
    assert {json.dumps(row, ensure_ascii=False) for row in rows} <= lines
    assert all(value not in ("", [], {}) for row in rows for value in _ours(row).values())
    _check_order(values)


def _ours(row: dict[str, object]) -> dict[str, object]:
    """Return the fields of a row but its id and everybody's own keys."""
    fixed = {"id", "key", "source", "target"}
    return {key: row[key] for key in row if key not in fixed and not key.startswith("x-")}


def _check_order(values: dict[str, list[dict[str, str]]]) -> None:
    kinds = [cls.kind_name() for cls in KINDS]
    links = [cls.kind_name() for cls in RELATIONS]
    order = [
        (kinds.index(node["kind"]), math.inf if node.get("rank") is None else float(node["rank"]))
        for node in values["nodes"]
    ]
    assert order == sorted(order)
    edges = [(links.index(e["kind"]), e["source"], e["target"], e["key"]) for e in values["edges"]]
    assert edges == sorted(edges)
    for cls in KINDS:
        declared = [name for name in cls.model_fields if name != "extras"]
        for node in values["nodes"]:
            if node["kind"] == cls.kind_name():
                keys = [key for key in node if not key.startswith("x-")]
                assert keys == [name for name in declared if name in keys]
                assert list(node)[: len(keys)] == keys


def test_every_field_of_every_kind_takes_part() -> None:
    kinds: tuple[type[Record], ...] = (*KINDS, *RELATIONS, MapInfo)
    for cls in kinds:
        assert set(cls.model_fields) <= set(FIELDS) | LINKS | FIXED, cls.__name__


@pytest.mark.parametrize("text", NAUGHTY, ids=range(len(NAUGHTY)))
def test_naughty_strings_survive_to_the_byte(text: str) -> None:
    graph = (
        a_map(title=text, note=text, glossary={text: text})
        .with_stage(text, note=text)
        .with_("touchpoint", text, note=text, tags=(text,), owner=text)
        .built()
    )
    data = dump_map(graph)
    assert text.encode() in data or json.dumps(text, ensure_ascii=False).encode() in data
    again = parse_map(data, "map")
    for record in (again.info, *again.elements()):
        assert (getattr(record, "title"), getattr(record, "note")) == (text, text)  # noqa: B009
    assert dump_map(again) == data


def test_an_empty_map_is_five_lines() -> None:
    assert dump_map(JourneyGraph.of(MapInfo(), [])).decode() == (
        '{\n  "format": "journey-map",\n  "version": 1,\n  "directed": true,\n'
        '  "multigraph": true,\n  "graph": {},\n  "nodes": [],\n  "edges": []\n}\n'
    )


def test_a_map_without_nodes_edges_and_attributes_is_one() -> None:
    bare = {key: document()[key] for key in ("format", "version", "directed", "multigraph")}
    assert answers(parse_map(encoded(bare), "map")) == answers(JourneyGraph.of(MapInfo(), []))


def test_numbers_keep_their_spelling() -> None:
    graph = a_map().with_("emotion", score=1.0, rank=2).with_("emotion", score=-2, rank=0.1).built()
    text = dump_map(graph).decode()
    assert '"rank": 0.1, "score": -2}' in text
    assert '"rank": 2, "score": 1.0}' in text


def test_one_persona_of_a_step_is_plain_text() -> None:
    made = a_map().with_("persona").with_("persona")
    made.with_("step", persona=("persona1",)).with_("step", persona=("persona1", "persona2"))
    text = dump_map(made.built()).decode()
    assert '"persona": "persona1"}' in text
    assert '"persona": ["persona1", "persona2"]}' in text


def test_own_keys_survive_wherever_they_stand() -> None:
    found = with_map(
        **{"x-map": {"a": [1, None]}, "brand": {"colour": "#0B4F6C", "x-brand": True}},
        funnel={"x-f": 1},
        poster={"x-p": {}},
    )
    found["x-top"] = "ours"
    found["x-"] = 1.5
    found["nodes"][0]["x-node"] = {"id": "å"}
    found["edges"][0]["x-edge"] = [[]]
    data = dump_map(parse_map(encoded(found), "map"))
    values = json.loads(data)
    assert (values["x-top"], values["x-"]) == ("ours", 1.5)
    assert values["graph"]["x-map"] == {"a": [1, None]}
    assert values["graph"]["brand"] == {"colour": "#0B4F6C", "x-brand": True}
    assert values["graph"]["funnel"] == {"x-f": 1}
    assert values["graph"]["poster"] == {"x-p": {}}
    assert next(node for node in values["nodes"] if "x-node" in node)["x-node"] == {"id": "å"}
    assert next(edge for edge in values["edges"] if "x-edge" in edge)["x-edge"] == [[]]
    assert dump_map(parse_map(data, "map")) == data


def test_own_keys_survive_an_edit() -> None:
    graph = parse_map(encoded({**with_node("t1", **{"x-a": 1}), "x-b": 2}), "map")
    card, info = graph.element("t1"), graph.info
    graph.apply(Change({"t1": (card, card.replaced(title="New"))}))
    graph.apply(Change({MAP_ID: (info, info.replaced(title="New"))}))
    values = json.loads(dump_map(graph))
    assert values["x-b"] == 2
    assert any(node.get("x-a") == 1 and node["title"] == "New" for node in values["nodes"])


def test_a_record_holds_nothing_that_a_file_could_not() -> None:
    note = Note(id="n")
    for wrong in (
        {"extras": {"a": 1}},
        {"extras": {"x-a": 2**60}},
        {"extras": {"x-a": [math.nan]}},
        {"extras": {"x-a": {"b": {1, 2}}}},
        {"rank": 2**60},
        {"rank": math.inf},
        {"votes": 2**60},
    ):
        with pytest.raises(ValueError, match="validation error"):
            note.replaced(**wrong)


def test_half_a_character_is_refused_when_writing() -> None:
    graph = a_map().with_("note", "\ud800").built()
    with pytest.raises(
        FileError, match=r'the map: contains an incomplete .* in {"id": "note1", "kind": "note"'
    ):
        dump_map(graph)


def test_the_hash_stands_for_the_content(tmp_path: Path) -> None:
    graph = a_map(title="A").with_stage("One").built()
    write_map(graph, tmp_path / "a.journey.json")
    again = read_map(tmp_path / "a.journey.json")
    assert map_hash(again) == map_hash(graph)
    assert len(map_hash(graph)) == 8
    assert map_hash(a_map(title="B").with_stage("One").built()) != map_hash(graph)
