"""GraphML: a graph for yEd, with its shapes, and for Gephi, with plain places and colours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from journeyeditor.display.theme import channels
from journeyeditor.exporters.format import Export, ExportFormat, Options
from journeyeditor.exporters.graph import (
    SUMMARY,
    Attribute,
    Edge,
    MapGraph,
    Node,
    attributes_of,
    document,
    losses,
    text,
    written,
)
from journeyeditor.i18n import N_

_PLACES = (
    Attribute("label", "label", "string"),
    Attribute("x", "x", "double"),
    Attribute("y", "y", "double"),
    Attribute("r", "r", "int"),
    Attribute("g", "g", "int"),
    Attribute("b", "b", "int"),
)
_LABEL = (Attribute("edge-label", "label", "string"),)


def write(export: Export) -> list[bytes]:
    graph = MapGraph(export.graph, export.faces)
    return [document(_lines(graph))]


def _lines(graph: MapGraph) -> Iterator[str]:
    """Yield the lines of a file for yEd, whose places and colours Gephi takes from plain fields."""
    nodes, edges = attributes_of(graph.nodes, "n"), attributes_of(graph.edges, "e")
    yield (
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"'
        ' xmlns:y="http://www.yworks.com/xml/graphml">'
    )
    for for_, attributes in (("node", [*_PLACES, *nodes]), ("edge", [*_LABEL, *edges])):
        for each in attributes:
            yield f' <key id="{each.id}" for="{for_}" attr.name="{text(each.name)}" attr.type="{each.type}"/>'
    yield ' <key id="shape" for="node" yfiles.type="nodegraphics"/>'
    yield ' <key id="line" for="edge" yfiles.type="edgegraphics"/>'
    yield f' <graph id="{text(graph.title) or "map"}" edgedefault="directed">'
    for node in graph.nodes:
        yield f'  <node id="{text(node.id)}">'
        red, green, blue = channels(node.colour)
        middle = node.rect.center
        plain = (node.label, round(middle.x, 2), round(-middle.y, 2), red, green, blue)
        yield from _data(_PLACES, dict(zip((each.name for each in _PLACES), plain, strict=True)))
        yield from _data(nodes, node.fields)
        yield f'   <data key="shape">{_yed_shape(node)}</data>'
        yield "  </node>"
    for edge in graph.edges:
        yield f'  <edge id="{text(edge.id)}" source="{text(edge.source)}" target="{text(edge.target)}">'
        yield from _data(_LABEL, {"label": edge.label} if edge.label else {})
        yield from _data(edges, edge.fields)
        yield f'   <data key="line">{_yed_line(edge)}</data>'
        yield "  </edge>"
    yield " </graph>"
    yield "</graphml>"


def _data(attributes: Iterable[Attribute], fields: Mapping[str, Any]) -> Iterator[str]:
    for each in attributes:
        if each.name in fields:
            yield f'   <data key="{each.id}">{written(fields[each.name])}</data>'


def _yed_shape(node: Node) -> str:
    x, y, width, height = (round(value, 2) for value in node.rect)
    label = f'<y:NodeLabel autoSizePolicy="node_width" configuration="CroppingLabel">{text(node.label)}</y:NodeLabel>'
    return (
        f'<y:ShapeNode><y:Geometry x="{x}" y="{y}" width="{width}" height="{height}"/>'
        f'<y:Fill color="#FFFFFF" transparent="false"/><y:BorderStyle color="{node.colour}" width="2.0"/>'
        f'{label}<y:Shape type="roundrectangle"/></y:ShapeNode>'
    )


def _yed_line(edge: Edge) -> str:
    label = f"<y:EdgeLabel>{text(edge.label)}</y:EdgeLabel>" if edge.label else ""
    style = "line" if edge.fields["kind"] == "follows" else "dashed"
    return (
        f'<y:PolyLineEdge><y:LineStyle color="#6B7885" type="{style}" width="1.5"/>'
        f'<y:Arrows source="none" target="standard"/>{label}</y:PolyLineEdge>'
    )


FORMAT = ExportFormat(
    "graphml", N_("GraphML graph"), write, options=Options.NONE, summary=SUMMARY, losses=losses
)
