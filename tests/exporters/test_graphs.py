"""GraphML and GEXF, opened by networkx: everything of the map, typed, in its place."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import networkx
import pytest

from journeyeditor.exporters import Export, gexf, graphml
from journeyeditor.model import JourneyGraph
from journeyeditor.poster import PosterOptions
from journeyeditor.vocabulary import Follows, MapInfo, PainPoint, Stage, Step
from tests.poster.sheets import SAMPLES, faces, sample


def opened(graph: JourneyGraph, format_: str) -> Any:
    write, read = {
        "graphml": (graphml.write, networkx.read_graphml),
        "gexf": (gexf.write, networkx.read_gexf),
    }[format_]
    (data,) = write(Export(graph, PosterOptions(), faces()))
    return read(BytesIO(data))


@pytest.mark.parametrize("format_", ["graphml", "gexf"])
@pytest.mark.parametrize("name", SAMPLES)
def test_networkx_reads_all_nodes_and_edges(name: str, format_: str) -> None:
    graph, found = sample(name), opened(sample(name), format_)
    elements = [each for each in graph.elements() if each.kind != "lane"]
    assert set(found.nodes) == {each.id for each in elements}
    assert found.number_of_edges() == len(graph.relations())
    assert found.is_directed()
    for each in elements:
        if each.title:
            assert found.nodes[each.id]["label"] == each.title
        assert found.nodes[each.id]["kind"] == each.kind


@pytest.mark.parametrize("format_", ["graphml", "gexf"])
def test_fields_have_their_types_and_titles_stand_for_ids(format_: str) -> None:
    words = 'Fees & <b>"hidden"</b>\nin the cart \x00'
    graph = JourneyGraph.of(
        MapInfo(title="Å & <b>", language="sv"),
        [
            Stage(id="s1", title="Köp", count=1200),
            Step(id="a", title=words, note=words, stage="s1", tags=("x", "y"), votes=3),
            Step(id="b", title="Betala", stage="s1"),
            PainPoint(id="p", title="Avgift", stage="s1", severity=4),
            Follows(id="r", source="a", target="b", share=0.25, title="ibland"),
            Follows(id="r2", source="a", target="b"),
        ],
    )
    found = opened(graph, format_)
    kept = words.replace("\x00", "")
    assert found.nodes["a"]["label"].strip() == kept.strip()
    assert found.nodes["a"]["note"].strip() == kept.strip()
    assert (found.nodes["a"]["votes"], found.nodes["a"]["stage"]) == (3, "Köp")
    assert (found.nodes["a"]["tags"], found.nodes["p"]["severity"]) == ("x, y", 4)
    assert found.nodes["s1"]["count"] == 1200
    edges = [data for *_, data in found.edges(data=True)]
    assert len(edges) == 2
    assert any((each.get("share"), each.get("label")) == (0.25, "ibland") for each in edges)


@pytest.mark.parametrize("format_", ["graphml", "gexf"])
def test_places_and_colours_are_those_of_the_map(format_: str) -> None:
    found = opened(sample(SAMPLES[0]), format_)
    stages = [each.id for each in sample(SAMPLES[0]).stages()]
    places, colours = [], set()
    for id_ in stages:
        node = found.nodes[id_]
        if format_ == "gexf":
            places.append(node["viz"]["position"]["x"])
            colours.add(tuple(node["viz"]["color"][name] for name in "rgb"))
        else:
            places.append(float(node["x"]))
            colours.add((node["r"], node["g"], node["b"]))
    assert places == sorted(places)
    assert len(colours) == len(stages)


def test_yed_has_a_box_and_a_label_for_each_node() -> None:
    (data,) = graphml.write(Export(sample(SAMPLES[0]), PosterOptions(), faces()))
    count = sum(each.kind != "lane" for each in sample(SAMPLES[0]).elements())
    assert data.count(b"<y:Geometry ") == data.count(b"<y:NodeLabel ") == count


@pytest.mark.parametrize("format_", ["graphml", "gexf"])
def test_an_empty_map_is_an_empty_graph(format_: str) -> None:
    assert not len(opened(JourneyGraph.of(MapInfo(), []), format_))
