"""draw.io diagrams: swimlanes by their direction, tables, plain boxes, and the files they hide in."""

from __future__ import annotations

import base64
import struct
import zlib
from html import escape
from urllib.parse import quote

import pytest

from journeyeditor.exchange.importers import (
    Imported,
    ImportFailure,
    find_journeys,
    read_map_from,
)
from journeyeditor.exchange.sources import SourceFile
from journeyeditor.files import dump_map
from journeyeditor.files.reader import parse_map
from journeyeditor.model import JourneyGraph

LANE = "swimlane;horizontal=0;html=1"
COLUMN = "swimlane;html=1"


def cell(
    id_: str, value: str, x: float, y: float, w: float = 100, h: float = 40, *, parent: str = "1", style: str = "rounded=1;html=1",
) -> str:  # fmt: skip
    return (
        f'<mxCell id="{id_}" value="{escape(value)}" style="{style}" vertex="1" parent="{parent}">'
        f'<mxGeometry x="{x}" y="{y}" width="{w}" height="{h}" as="geometry"/></mxCell>'
    )


def edge(id_: str, source: str, target: str, value: str = "") -> str:
    return (
        f'<mxCell id="{id_}" value="{escape(value)}" edge="1" parent="1" source="{source}" target="{target}">'
        '<mxGeometry relative="1" as="geometry"/></mxCell>'
    )


def model(*cells: str) -> str:
    return f'<mxGraphModel><root><mxCell id="0"/><mxCell id="1" parent="0"/>{"".join(cells)}</root></mxGraphModel>'


def mxfile(*pages: tuple[str, str]) -> bytes:
    inner = "".join(f'<diagram id="p" name="{name}">{page}</diagram>' for name, page in pages)
    return f'<mxfile host="app.diagrams.net">{inner}</mxfile>'.encode()


def compressed(page: str) -> str:
    return deflated(quote(page, safe="").encode())


def deflated(content: bytes) -> str:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    data = packer.compress(content) + packer.flush()
    return base64.b64encode(data).decode()


def png(text: bytes, kind: bytes = b"tEXt") -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    body = chunk(kind, text) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", b"\0" * 13) + body


def read(data: bytes, name: str = "a.drawio") -> Imported:
    found = read_map_from(SourceFile(name, data))
    assert parse_map(dump_map(found.graph), "map.json")
    return found


def drawn(*cells: str) -> JourneyGraph:
    return read(mxfile(("Page-1", model(*cells)))).graph


def stages(graph: JourneyGraph) -> dict[str, list[str]]:
    return {each.title: [card.title for card in graph.cards(each.id)] for each in graph.stages()}


SIMPLE = model(
    cell("a", "Aware", 0, 0, 200, 300, style=COLUMN), cell("b", "Buy", 220, 0, 200, 300, style=COLUMN),
    cell("s", "<b>Search</b><br>at night", 20, 60, parent="a"), cell("p", "Pay", 30, 60, parent="b"),
    edge("e", "s", "p", "then"),
)  # fmt: skip


def test_vertical_swimlanes_are_stages_and_places_count_from_their_parents() -> None:
    graph = read(mxfile(("Journey", SIMPLE))).graph
    assert stages(graph) == {"Aware": ["Search"], "Buy": ["Pay"]}
    (search, _) = graph.elements("step")
    assert search.note == "at night"
    (relation,) = graph.relations("follows")
    assert (relation.source, relation.target, relation.title) == ("s", "p", "then")
    assert graph.info.title == "Journey"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("plain.drawio", mxfile(("Page-1", SIMPLE))),
        ("bare.xml", SIMPLE.encode()),
        ("clipboard", quote(SIMPLE, safe="").encode()),
        ("compressed.drawio", mxfile(("Page-1", compressed(SIMPLE)))),
        ("picture.drawio.svg", f'<svg xmlns="http://www.w3.org/2000/svg" content="{escape(mxfile(("", compressed(SIMPLE))).decode())}"><g/></svg>'.encode()),
        ("picture.drawio.png", png(b"mxfile\0" + quote(mxfile(("", SIMPLE)).decode()).encode())),
        ("packed.png", png(b"mxfile\0\0" + zlib.compress(quote(mxfile(("", SIMPLE)).decode()).encode()), b"zTXt")),
    ],
)  # fmt: skip
def test_a_diagram_is_found_wherever_it_is(name: str, data: bytes) -> None:
    assert stages(read(data, name).graph) == {"Aware": ["Search"], "Buy": ["Pay"]}


def test_a_pool_with_horizontal_lanes_has_stages_in_its_first_lane() -> None:
    graph = drawn(
        cell("pool", "Buying a bike", 40, 40, 800, 330, style="swimlane;childLayout=stackLayout;html=1"),
        cell("h", "Phases", 0, 30, 800, 60, parent="pool", style=LANE),
        cell("k", "Touchpoints", 0, 90, 800, 120, parent="pool", style=LANE),
        cell("x", "Legal checks", 0, 210, 800, 120, parent="pool", style=LANE),
        cell("h1", "Discover", 60, 10, 200, 40, parent="h"), cell("h2", "Order", 420, 10, 200, 40, parent="h"),
        cell("k1", "Advert", 70, 20, parent="k"), cell("k2", "Shop", 450, 20, parent="k"),
        cell("x1", "Consent", 440, 20, parent="x"),
        edge("e1", "k1", "k2"),
    )  # fmt: skip
    assert graph.info.title == "Buying a bike"  # type: ignore[attr-defined]
    assert [stage.title for stage in graph.stages()] == ["Discover", "Order"]
    assert [lane.title for lane in graph.lanes()] == ["Touchpoints", "Legal checks"]
    places = {
        card.title: (card.kind, card.stage, card.lane) for card in graph.elements() if card.stage
    }
    assert places == {
        "Advert": ("touchpoint", "h1", "k"), "Shop": ("touchpoint", "h2", "k"), "Consent": ("step", "h2", "x"),
    }  # fmt: skip
    assert len(graph.relations("follows")) == 1


def test_a_table_has_its_stages_above_and_its_lanes_at_the_left() -> None:
    rows = [
        ["", "Before", "During"],
        ["Pain points", "Forms", "Queue"],
        ["Opportunities", "App", "Booking"],
    ]
    cells = [cell("t", "", 0, 0, 600, 120, style="shape=table;html=1")]
    for y, row in enumerate(rows):
        cells.append(
            cell(f"r{y}", "", 0, 40 * y, 600, 40, parent="t", style="shape=tableRow;horizontal=0")
        )
        cells += [
            cell(f"c{y}{x}", words, 200 * x, 0, 200, 40, parent=f"r{y}", style="shape=partialRectangle;html=1")
            for x, words in enumerate(row)
        ]  # fmt: skip
    graph = drawn(*cells)
    assert stages(graph) == {"Before": ["Forms", "App"], "During": ["Queue", "Booking"]}
    assert {card.title: card.kind for card in graph.elements() if card.stage} == {
        "Forms": "pain_point", "Queue": "pain_point", "App": "opportunity", "Booking": "opportunity",
    }  # fmt: skip


def test_boxes_in_a_grid_need_no_frames() -> None:
    heads = [
        cell(f"h{x}", name, 140 + 160 * x, 60, 150, 40)
        for x, name in enumerate(["Find", "Try", "Buy"])
    ]
    names = [
        cell(f"l{y}", name, 0, 120 + 80 * y, 120, 60)
        for y, name in enumerate(["Handlingar", "Smärtpunkter"])
    ]
    cards = [
        cell(f"c{x}{y}", f"Card {x}{y}", 150 + 160 * x, 125 + 80 * y, 130, 50)
        for y in range(2) for x in range(3)
    ]  # fmt: skip
    title = cell("t", "Our journey", 100, 0, 300, 30, style="text;html=1")
    graph = drawn(title, *heads, *names, *cards)
    assert graph.info.title == "Our journey"  # type: ignore[attr-defined]
    assert [stage.title for stage in graph.stages()] == ["Find", "Try", "Buy"]
    assert [lane.title for lane in graph.lanes()] == ["Handlingar", "Smärtpunkter"]
    assert [card.title for card in graph.elements("pain_point")] == [
        "Card 01",
        "Card 11",
        "Card 21",
    ]
    assert stages(graph)["Try"] == ["Card 10", "Card 11"]


def test_objects_with_properties_and_labels_on_lines_are_read() -> None:
    wrapped = '<UserObject id="u" label="Call &lt;b&gt;us&lt;/b&gt;" link="https://example.com"><mxCell style="html=1" vertex="1" parent="1"><mxGeometry width="80" height="40" as="geometry"/></mxCell></UserObject>'
    label = '<mxCell id="el" value="2 days" vertex="1" connectable="0" parent="e"><mxGeometry relative="1" as="geometry"/></mxCell>'
    graph = drawn(wrapped, cell("b", "Wait", 200, 0), edge("e", "u", "b"), label)
    assert {card.title for card in graph.elements("step")} == {"Call us", "Wait"}
    (relation,) = graph.relations()
    assert relation.title == "2 days"


def test_plain_labels_keep_their_angle_brackets_and_fillings_are_tints() -> None:
    graph = drawn(cell("a", "if price < 10 & <b>", 0, 0, style="rounded=1;fillColor=#d5e8d4"))
    (card,) = graph.elements("step")
    assert (card.title, card.tint) == ("if price < 10 & <b>", "green")  # type: ignore[attr-defined]


def test_every_page_is_a_journey() -> None:
    data = mxfile(("New customers", SIMPLE), ("Leaving", model(cell("a", "Cancel", 0, 0))))
    found = find_journeys(SourceFile("two.drawio", data))
    assert [(each.title, each.place) for each in found] == [
        ("New customers", "page 1"), ("Leaving", "page 2"),
    ]  # fmt: skip
    assert [card.title for card in found[1].read().graph.elements("step")] == ["Cancel"]


def test_parents_in_a_circle_end() -> None:
    graph = drawn(
        cell("a", "A", 0, 0, parent="b", style=COLUMN), cell("b", "B", 0, 0, parent="a", style=COLUMN),
        cell("c", "C", 5, 5, parent="c"),
    )  # fmt: skip
    words = {each.title for each in graph.elements()}
    words |= {tag for each in graph.elements() for tag in each.tags}
    assert words == {"A", "B", "C"}


BOMB = deflated(b"%20" * 12_000_000)
ENTITIES = '<!DOCTYPE mxfile [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><mxfile>&b;</mxfile>'


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<mxfile", "line 1, column"),
        (b"<mxfile></mxfile>", "holds no draw.io diagram"),
        (b"<mxfile><diagram>%%%</diagram></mxfile>", "damaged"),
        (b"<mxfile><diagram>AAAA</diagram></mxfile>", "damaged"),
        (mxfile(("", BOMB)), "larger than 32 MiB"),
        (ENTITIES.encode(), "document type or entities"),
        (b"<mxfile>" + b"<a>" * 300, "nested"),
        (b"<mxfile>" + b"<a/>" * 150_001 + b"</mxfile>", "too many"),
        (mxfile(("", model(*(cell(f"c{i}", "x", i, 0) for i in range(5001))))), "more than 5,000"),
        (png(b"Comment\0mxfile"), "holds no diagram"),
    ],
)
def test_what_is_damaged_or_too_large_is_refused_in_one_sentence(data: bytes, words: str) -> None:
    with pytest.raises(ImportFailure) as failure:
        read_map_from(SourceFile("broken.drawio", data))
    assert words in str(failure.value)
    assert "\n" not in str(failure.value)


def test_a_picture_with_a_diagram_inside_is_no_photo_of_a_wall() -> None:
    data = png(b"mxfile\0" + quote(mxfile(("Page-1", SIMPLE)).decode()).encode())
    assert len(find_journeys(SourceFile("a.drawio.png", data))) == 1
