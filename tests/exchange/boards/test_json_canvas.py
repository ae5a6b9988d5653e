"""JSON Canvas: what people drew comes in as a map, and goes out again with all that they had."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from journeyeditor.exchange.boards.json_canvas import IMPORTER, read_canvas
from journeyeditor.exchange.importers import Imported, ImportFailure, read_map_from
from journeyeditor.exchange.sources import SourceFile
from journeyeditor.exporters import Export
from journeyeditor.exporters.canvas import writer as canvas
from journeyeditor.files import dump_map
from journeyeditor.files.reader import parse_map
from journeyeditor.geometry import Rect
from journeyeditor.model import JourneyGraph
from journeyeditor.poster import PosterOptions
from journeyeditor.vocabulary import Emotion
from tests.poster.sheets import SAMPLES, faces, sample

CORPUS = sorted((Path(__file__).parents[1] / "corpus" / "canvas").glob("*.canvas"))
PLACE = ("x", "y", "width", "height")


def written(graph: JourneyGraph) -> dict[str, Any]:
    (data,) = canvas.write(Export(graph, PosterOptions(), faces()))
    result: dict[str, Any] = json.loads(data)
    return result


def imported(*nodes: dict[str, Any], edges: Any = (), **more: Any) -> Imported:
    return read_canvas(json.dumps({"nodes": list(nodes), "edges": list(edges), **more}))


def node(id_: str, x: float, y: float, **more: Any) -> dict[str, Any]:
    return {"id": id_, "type": "text", "x": x, "y": y, "width": 100, "height": 40, **more}


def group(id_: str, x: float, y: float, label: str, width: int = 200, height: int = 300) -> Any:
    return node(id_, x, y, type="group", label=label, width=width, height=height)


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_a_real_canvas_keeps_all_but_its_places(path: Path) -> None:
    before = json.loads(path.read_text("utf-8"))
    graph = read_canvas(path.read_text("utf-8")).graph
    after = written(parse_map(dump_map(graph), "map.json"))
    groups = {each["id"] for each in before.get("nodes", []) if each["type"] == "group"}
    stages = {stage.id for stage in graph.stages()}
    kept = {each["id"]: each for each in after["nodes"]}
    for each in before.get("nodes", []):
        if each["id"] in groups - stages:  # a group inside a group: its name is a tag
            tags = {tag for card in graph.elements() for tag in card.tags}
            assert each["label"] in tags or each["id"] not in kept
            continue
        assert {key: value for key, value in kept[each["id"]].items() if key not in PLACE} == {
            key: value for key, value in each.items() if key not in PLACE
        }
    lines = {each["id"]: each for each in after["edges"]}
    for edge in before.get("edges", []):
        if edge["id"] in lines:
            label = {"label": " ".join(edge["label"].split())} if "label" in edge else {}
            assert lines[edge["id"]] == {**edge, **label}
        else:
            assert {edge["fromNode"], edge["toNode"]} & groups
    assert {key: after[key] for key in before} == {**before, **{k: after[k] for k in PARTS}}


PARTS = ("nodes", "edges")


def test_groups_are_stages_from_left_to_right_with_the_cards_in_them() -> None:
    found = imported(
        group("b", 300, 0, "Second"), group("a", 0, 0, "First"),
        node("3", 320, 60, text="# Pay\n\nBy card"), node("1", 20, 160, text="Compare"),
        node("2", 20, 60, text="**Search** the [[Shop|web]]"), node("4", 900, 40, text="Aside"),
        edges=[{"id": "e", "fromNode": "2", "toNode": "3", "label": "then"}],
    )  # fmt: skip
    graph = found.graph
    assert [stage.title for stage in graph.stages()] == ["First", "Second"]
    assert [(c.title, c.note) for c in graph.cards("a")] == [
        ("Search the web", ""),
        ("Compare", ""),
    ]
    assert [(card.title, card.note) for card in graph.cards("b")] == [("Pay", "By card")]
    assert [card.title for card in graph.cards(None)] == ["Aside"]
    assert [(each.source, each.target, each.title) for each in graph.relations("follows")] == [
        ("2", "3", "then")
    ]
    assert tuple(map(str, found.guesses)) == ("1 card lies outside of all stages.",)


def test_numbers_in_the_names_decide_between_rows_and_columns() -> None:
    places = {"1 A": (0, 0), "2 B": (0, 400), "3 C": (300, 0), "4 D": (300, 400)}
    found = imported(*(group(name[0], x, y, name) for name, (x, y) in places.items()))
    assert [stage.title for stage in found.graph.stages()] == list(places)


def test_groups_below_one_another_with_the_names_of_lanes_are_lanes() -> None:
    found = imported(
        group("l1", 0, 100, "Kontaktpunkter", 900, 90),
        group("l2", 0, 200, "Smärtpunkter", 900, 90),
        node("h1", 100, 20, text="Aware"), node("h2", 500, 20, text="Buy"),
        node("k", 110, 120, text="Advert"), node("p", 510, 220, text="Queue"),
    )  # fmt: skip
    graph = found.graph
    assert [stage.title for stage in graph.stages()] == ["Aware", "Buy"]
    assert [lane.title for lane in graph.lanes()] == ["Kontaktpunkter", "Smärtpunkter"]
    (touchpoint,), (pain,) = graph.elements("touchpoint"), graph.elements("pain_point")
    assert (touchpoint.title, touchpoint.stage, touchpoint.lane) == ("Advert", "h1", "l1")
    assert (pain.title, pain.stage, pain.lane) == ("Queue", "h2", "l2")


@pytest.mark.parametrize("name", SAMPLES)
def test_a_map_comes_back_with_its_cards_where_they_were(name: str) -> None:
    graph = sample(name)
    document = written(graph)
    again = read_canvas(json.dumps(document)).graph
    for stage in graph.stages():
        cards = {(card.id, card.kind) for card in graph.cards(stage.id) if card.kind != "evidence"}
        assert {(card.id, card.kind) for card in again.cards(stage.id)} == cards
        titles = {card.id: card.title for card in again.cards(stage.id)}
        for card in graph.cards(stage.id):
            if isinstance(card, Emotion):
                (same,) = [each for each in again.elements("emotion") if each.id == card.id]
                assert isinstance(same, Emotion)
                assert same.score == pytest.approx(card.score, abs=0.05)
            elif card.kind != "evidence":
                assert titles[card.id] == card.title
    kinds = ("follows", "addresses", "supports")
    for kind in kinds:
        assert {(r.source, r.target) for r in again.relations(kind)} == {
            (r.source, r.target) for r in graph.relations(kind)
        }


@pytest.mark.parametrize("name", SAMPLES)
def test_cards_lie_in_their_groups_and_beside_one_another(name: str) -> None:
    document = written(sample(name))
    boxes = {each["id"]: Rect(*(each[key] for key in PLACE)) for each in document["nodes"]}
    for each in document["nodes"]:
        assert all(isinstance(each[key], int) for key in PLACE)
    cards = [card for card in sample(name).elements() if card.id in boxes and card.stage]
    for card in cards:
        assert boxes[card.stage or ""].contains(boxes[card.id], 30)
    still = [boxes[card.id] for card in cards if card.kind != "emotion"]
    assert not [pair for pair in combinations(still, 2) if pair[0].intersects(pair[1], 3)]


def test_an_empty_file_is_a_map_without_cards() -> None:
    for text in ("", "{}", '{"nodes":[],"edges":[]}'):
        assert not len(read_map_from(SourceFile("a.canvas", text.encode())).graph)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"nodes":[\n{"id":"a"},\n]}', "line 3, column 1: is not valid JSON"),
        ("[]", "must be an object with nodes and edges"),
        ('{"nodes": 3}', '"nodes" of the canvas must be a list'),
        ('{"a":' * 100_000, "nested too deeply"),
        ('{"nodes":[' + ",".join(["{}"] * 20_001) + "]}", "more than 20,000"),
    ],
)
def test_what_is_no_canvas_is_refused_in_one_sentence(text: str, words: str) -> None:
    with pytest.raises(ImportFailure) as failure:
        read_map_from(SourceFile("broken.canvas", text.encode()))
    assert words in str(failure.value)
    assert "\n" not in str(failure.value)


def test_hostile_values_are_skipped_or_left_out() -> None:
    found = imported(
        node("@map", 0, 0, text="a"), node("a", 1e300, 0, text="b"), node("b", 0, 0, text="\ud800"),
        node("b", 0, 0, text="twice"), {"id": 5, "type": "text"}, node("c", 0, 0, text=7, huge=10**30),
        node("d", 0, 0, text="deep", deep=json.loads("[" * 60 + "]" * 60)), node("e", True, 0, text="f"),
        edges=[{"id": "x", "fromNode": "b", "toNode": "nowhere"}, 7, {}],
    )  # fmt: skip
    assert parse_map(dump_map(found.graph), "map.json")
    assert {card.id for card in found.graph.elements()} == {"b", "d"}
    assert str(found.notes[0]).startswith("5 nodes were skipped")


def test_a_canvas_is_told_by_its_content() -> None:
    text = json.dumps({"nodes": [node("a", 0, 0, text="Hello")], "edges": []})
    assert IMPORTER.recognizes(SourceFile("download.json", text.encode()))
    assert not IMPORTER.recognizes(SourceFile("map.json", dump_map(sample(SAMPLES[0]))))
    assert not IMPORTER.recognizes(SourceFile("a.mmd", b"journey\n  title {nodes}"))
