"""GEXF: a graph for Gephi."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from journeyeditor.display.theme import channels
from journeyeditor.exporters.format import Export, ExportFormat, Options
from journeyeditor.exporters.graph import (
    SUMMARY,
    Attribute,
    MapGraph,
    attributes_of,
    document,
    losses,
    text,
    written,
)
from journeyeditor.i18n import N_


def write(export: Export) -> list[bytes]:
    graph = MapGraph(export.graph, export.faces)
    return [document(_lines(graph))]


def _lines(graph: MapGraph) -> Iterator[str]:
    nodes, edges = attributes_of(graph.nodes, "n"), attributes_of(graph.edges, "e")
    yield (
        '<gexf xmlns="http://www.gexf.net/1.2draft" xmlns:viz="http://www.gexf.net/1.2draft/viz"'
        ' version="1.2">'
    )
    yield (
        f" <meta><creator>{text(graph.author)}</creator>"
        f"<description>{text(graph.title)}</description></meta>"
    )
    yield ' <graph defaultedgetype="directed" mode="static">'
    for name, attributes in (("node", nodes), ("edge", edges)):
        yield f'  <attributes class="{name}" mode="static">'
        for each in attributes:
            yield f'   <attribute id="{each.id}" title="{text(each.name)}" type="{each.type}"/>'
        yield "  </attributes>"
    yield "  <nodes>"
    for node in graph.nodes:
        red, green, blue = channels(node.colour)
        middle = node.rect.center
        yield f'   <node id="{text(node.id)}" label="{text(node.label)}">'
        yield from _values(nodes, node.fields)
        yield f'    <viz:color r="{red}" g="{green}" b="{blue}"/>'
        # The axes of graph programs point upwards.
        yield f'    <viz:position x="{middle.x:.2f}" y="{-middle.y:.2f}" z="0"/>'
        yield f'    <viz:size value="{max(node.rect.height, 1.0):.2f}"/>'
        yield "   </node>"
    yield "  </nodes>"
    yield "  <edges>"
    for edge in graph.edges:
        ends = f'source="{text(edge.source)}" target="{text(edge.target)}"'
        yield f'   <edge id="{text(edge.id)}" {ends} label="{text(edge.label)}">'
        yield from _values(edges, edge.fields)
        yield "   </edge>"
    yield "  </edges>"
    yield " </graph>"
    yield "</gexf>"


def _values(attributes: Iterable[Attribute], fields: Mapping[str, Any]) -> Iterator[str]:
    found = [each for each in attributes if each.name in fields]
    if found:
        yield "    <attvalues>"
        for each in found:
            yield f'     <attvalue for="{each.id}" value="{written(fields[each.name])}"/>'
        yield "    </attvalues>"


FORMAT = ExportFormat(
    "gexf", N_("GEXF graph"), write, options=Options.NONE, summary=SUMMARY, losses=losses
)
