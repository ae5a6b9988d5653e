"""Slides are native shapes that carry the ids of their cards, and come back with edited titles."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from pptx import Presentation

from journeyeditor import resources
from journeyeditor.exchange.importers import ImportFailure, read_map_from
from journeyeditor.exchange.sources import SourceFile
from journeyeditor.exporters import Export, archives
from journeyeditor.exporters.slides import reader
from journeyeditor.exporters.slides.drawing_ml import EMU
from journeyeditor.exporters.slides.page_lines import clipped
from journeyeditor.exporters.slides.stage_shapes import BOTTOM, MARGIN, SIZE, TITLE
from journeyeditor.exporters.slides.writer import write
from journeyeditor.files import dump_map, read_map
from journeyeditor.geometry import Rect
from journeyeditor.model import JourneyGraph
from journeyeditor.poster import PosterError
from journeyeditor.poster.options import PosterOptions
from journeyeditor.typography import Faces
from tests.builders import a_map
from tests.strategies import maps

FACES = Faces(system=False)
SAMPLE = resources.path("samples", "toothbrush.sv.journey.json")
EMU_PER_MM = 36_000


def a_deck(graph: JourneyGraph, paper: str = "A3", **settings: Any) -> SourceFile:
    (data,) = write(Export(graph, PosterOptions(paper=paper), FACES, **settings))
    return SourceFile("deck.pptx", data)


def shapes_of(source: SourceFile) -> list[Any]:
    return list(_all(Presentation(BytesIO(source.data)).slides[0].shapes))


def _all(shapes: Any) -> Iterator[Any]:
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from _all(shape.shapes)
        yield shape


def named(source: SourceFile, name: str) -> Any:
    return next(shape for shape in shapes_of(source) if shape.name == name)


def edited(source: SourceFile, **titles: str) -> SourceFile:
    deck = Presentation(BytesIO(source.data))
    for shape in _all(deck.slides[0].shapes):
        if shape.name in titles:
            shape.text_frame.paragraphs[0].runs[0].text = titles[shape.name]
    file = BytesIO()
    deck.save(file)
    return SourceFile(source.name, file.getvalue())


def test_a_card_is_one_shape_with_box_border_and_text() -> None:
    source = a_deck(read_map(SAMPLE))
    card = named(source, "p1")
    assert card.text_frame.paragraphs[0].text == "Tester säger emot varandra"
    assert "Antagande från workshopen." in card.text_frame.text
    assert (card.fill.type, card.line.fill.type) == (1, 1)
    assert card.auto_shape_type is not None
    (description,) = card._element.xpath("p:nvSpPr/p:cNvPr/@descr")
    assert description == "Smärtpunkt: Tester säger emot varandra"


def test_the_slide_has_the_size_of_the_poster_and_its_title() -> None:
    deck: Any = Presentation(BytesIO(a_deck(read_map(SAMPLE)).data))
    size = (deck.slide_width, deck.slide_height)
    assert [round(side / EMU_PER_MM) for side in size] == [420, 297]
    assert deck.slides[0].shapes.title.text_frame.text == "Att köpa en ny eltandborste"
    assert deck.core_properties.title == "Att köpa en ny eltandborste"


def test_a_slide_is_made_smaller_where_powerpoint_has_no_larger_ones() -> None:
    deck = Presentation(BytesIO(a_deck(read_map(SAMPLE), "1900x1000mm").data))
    assert deck.slide_width == 56 * 914_400


def test_every_card_of_a_sample_is_on_the_slide_by_its_id() -> None:
    graph = read_map(SAMPLE)
    names = {shape.name for shape in shapes_of(a_deck(graph))}
    cards = {
        each.id
        for kind in ("step", "touchpoint", "thought", "pain_point", "opportunity", "backstage")
        for each in graph.elements(kind)
    }
    assert cards - names == set()


def connectors_of(source: SourceFile) -> list[Any]:
    return [s for s in shapes_of(source) if s._element.tag.endswith("}cxnSp")]


def ends_of(source: SourceFile) -> list[tuple[str, str]]:
    """The records that each connector is glued to; the disc of a touchpoint is its own."""
    names = {str(shape.shape_id): shape.name.removesuffix(" …") for shape in shapes_of(source)}
    found = []
    for connector in connectors_of(source):
        start, end = connector._element.xpath("p:nvCxnSpPr/p:cNvCxnSpPr/*/@id")
        found.append((names[start], names[end]))
    return found


@pytest.mark.parametrize("name", ["toothbrush.sv", "predictive_maintenance.en"])
def test_all_connections_of_the_poster_are_glued_connectors(name: str) -> None:
    graph = read_map(resources.path("samples", f"{name}.journey.json"))
    source = a_deck(graph)
    ends = ends_of(source)
    related = {(relation.source, relation.target) for relation in graph.relations()}
    assert set(ends) <= related
    assert ("s7", "s1") in ends or name != "toothbrush.sv"  # from stage to stage too
    assert len(ends) > 10
    for connector in connectors_of(source):
        assert connector._element.xpath("p:spPr/a:ln/a:tailEnd/@type") == ["triangle"]


def test_a_connector_that_leaves_and_arrives_on_one_side_has_the_corners_of_the_poster() -> None:
    graph = read_map(SAMPLE)
    source = a_deck(graph)
    back = connectors_of(source)[ends_of(source).index(("s7", "s1"))]
    geometry = back._element.xpath("p:spPr/a:prstGeom")[0]
    assert geometry.get("prst") == "bentConnector3"
    # Both ends are at one height, so that the way between them counts as a point.
    assert EMU in (back.width, back.height)
    (share,) = geometry.xpath("a:avLst/a:gd/@fmla")
    assert int(share.removeprefix("val ")) > 100_000


def test_a_line_to_a_card_on_another_row_is_no_connector() -> None:
    builder = a_map()
    for number in range(1, 4):
        builder.with_stage(f"Stage {number}").with_("step", f"Step {number}")
    graph = builder.related("follows", "step3", "step1").built()
    assert not connectors_of(a_deck(graph))


def test_stages_are_shapes_whose_titles_come_back() -> None:
    graph = read_map(SAMPLE)
    source = a_deck(graph)
    stage = graph.stages()[0]
    header = named(source, stage.id)
    assert header.text_frame.paragraphs[0].text == stage.title
    assert header._element.xpath("p:spPr/a:custGeom/a:cxnLst/a:cxn")
    changed = read_map_from(edited(source, **{stage.id: "Uppmärksamhet"})).graph
    assert changed.element(stage.id).title == "Uppmärksamhet"


def test_texts_shrink_instead_of_being_cut_or_running_into_their_neighbours() -> None:
    source = a_deck(read_map(SAMPLE))
    for shape in shapes_of(source):
        for body in shape._element.xpath("p:txBody/a:bodyPr"):
            assert [child.tag.rpartition("}")[2] for child in body] == ["normAutofit"]
            assert body.get("wrap") == "square"
    # A step and the next one beside it each keep to their column.
    one, other = named(source, "a1"), named(source, "a2")
    assert one.left + one.width <= other.left


def test_a_word_that_the_poster_hyphenates_is_smaller_on_a_slide() -> None:
    graph = read_map(resources.path("samples", "heat_pump.de.journey.json"))
    source = a_deck(graph)
    long, short = (
        next(each for each in graph.elements("touchpoint") if each.title == title)
        for title in ("Zeitungsanzeige", "Kundendienst")
    )
    sizes = [
        named(source, each.id).text_frame.paragraphs[0].runs[0].font.size.pt
        for each in (long, short)
    ]
    assert sizes[0] < sizes[1]


def test_texts_at_the_right_margin_end_there() -> None:
    source = a_deck(read_map(SAMPLE))
    shapes = [shape for shape in shapes_of(source) if shape.has_text_frame]
    (client,) = (s for s in shapes if s.text_frame.text == "TANDVERKET AB")
    (version,) = (s for s in shapes if s.text_frame.text.startswith("Version 1.4"))
    assert {s._element.xpath(".//a:pPr/@algn")[0] for s in (client, version)} == {"r"}
    ends = [shape.left + shape.width for shape in (client, version)]
    assert abs(ends[0] - ends[1]) < EMU / 2


def test_hebrew_is_written_from_right_to_left_in_its_own_order() -> None:
    builder = a_map(language="he", title="מסע").with_stage("רכישה")
    graph = builder.with_("pain_point", "השוואה של 3 דגמים ב-Instagram").built()
    card = named(a_deck(graph), "pain_point1")
    assert card.text_frame.paragraphs[0].text == "השוואה של 3 דגמים ב-Instagram"
    (look,) = card._element.xpath("p:txBody/a:p[1]/a:pPr")
    assert (look.get("rtl"), look.get("algn")) == ("1", "r")


def test_a_line_behind_a_sign_begins_beside_it() -> None:
    graph = read_map(resources.path("samples", "predictive_maintenance.en.journey.json"))
    shapes = [shape for shape in shapes_of(a_deck(graph)) if shape.has_text_frame]
    (above,) = (shape for shape in shapes if shape.text_frame.text == "→ 38% continue")
    (below,) = (shape for shape in shapes if shape.text_frame.text == "stated 50%")
    assert below.left > above.left + EMU


def test_the_curve_is_one_of_beziers_and_nothing_has_a_shadow() -> None:
    (data,) = (a_deck(read_map(SAMPLE)).data,)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        slide = archive.read("ppt/slides/slide1.xml")
        theme = archive.read("ppt/theme/theme1.xml")
    assert slide.count(b"<a:cubicBezTo>") > 10
    assert b"effectRef" not in slide
    assert b"effectLst" not in slide
    assert b'<a:accent1><a:srgbClr val="0B4F6C"/></a:accent1>' in theme
    assert b'schemeClr val="accent1"' in slide


def test_each_stage_has_a_slide_of_16_to_9() -> None:
    graph = read_map(SAMPLE)
    source = a_deck(graph, slides="stage")
    deck: Any = Presentation(BytesIO(source.data))
    assert round(deck.slide_width / deck.slide_height, 2) == 1.78
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert titles == [stage.title for stage in graph.stages()]
    names = {shape.name for shape in deck.slides[1].shapes}
    assert {"p1", "t3", "c2"} <= names
    for slide in deck.slides:
        for shape in slide.shapes:
            assert 0 <= shape.top <= shape.top + shape.height <= deck.slide_height
            assert 0 <= shape.left <= shape.left + shape.width <= deck.slide_width
    assert dump_map(read_map_from(source).graph) == dump_map(graph)


def test_type_gets_smaller_where_a_stage_is_full() -> None:
    builder = a_map().with_stage("Purchase")
    for number in range(40):
        builder.with_("pain_point", f"Pain {number}", note="It takes time " * 5)
    deck: Any = Presentation(BytesIO(a_deck(builder.built(), slides="stage").data))
    (slide,) = deck.slides
    cards = [shape for shape in slide.shapes if shape.name.startswith("pain_point")]
    assert len(cards) == 40
    sizes = {r.font.size.pt for c in cards for p in c.text_frame.paragraphs for r in p.runs}
    assert max(sizes) < TITLE
    assert max(card.top + card.height for card in cards) <= BOTTOM * EMU


def test_no_card_of_a_crowded_stage_is_below_the_slide() -> None:
    builder = a_map().with_stage("Purchase")
    kinds = ("pain_point", "opportunity", "step", "touchpoint", "thought", "backstage")
    for kind in kinds:
        for number in range(12):
            builder.with_(kind, f"A title of some length, {number}", note="It takes time " * 6)
    deck: Any = Presentation(BytesIO(a_deck(builder.built(), slides="stage").data))
    cards = [each for each in deck.slides[0].shapes if each.name.startswith(kinds)]
    assert len(cards) == 12 * len(kinds)
    assert max(card.top + card.height for card in cards) <= BOTTOM * EMU


def test_figures_and_page_numbers_end_at_the_right_margin() -> None:
    deck: Any = Presentation(BytesIO(a_deck(read_map(SAMPLE), slides="stage").data))
    for slide in deck.slides:
        ends = {
            shape.left + shape.width
            for shape in slide.shapes
            if shape._element.xpath(".//a:pPr[@algn='r']")
        }
        assert ends == {(SIZE.width - MARGIN) * EMU}


def test_slides_of_a_language_from_right_to_left_begin_at_the_right() -> None:
    graph = a_map(language="he", title="מסע").with_stage("רכישה").with_("step", "תשלום").built()
    deck: Any = Presentation(BytesIO(a_deck(graph, slides="stage").data))
    (card,) = (shape for shape in deck.slides[0].shapes if shape.name == "step1")
    assert card.left > deck.slide_width / 3
    (look,) = card._element.xpath("p:txBody/a:p/a:pPr")
    assert (look.get("rtl"), look.get("algn")) == ("1", "r")
    number = next(s for s in deck.slides[0].shapes if s.has_text_frame and "/" in s.text_frame.text)
    assert number.text_frame.text == "1 / 1"
    assert not number._element.xpath(".//a:pPr[@rtl]")


def test_speaker_notes_are_below_the_slide() -> None:
    graph = a_map().with_stage("Purchase", speaker_notes="Ask about fees.").with_("step").built()
    deck = Presentation(BytesIO(a_deck(graph).data))
    assert deck.slides[0].notes_slide.notes_text_frame.text == "Ask about fees."


def test_an_edited_title_comes_back() -> None:
    graph = read_map(SAMPLE)
    deck = edited(a_deck(graph), p1="Testerna är oense", c1="”Måste jag byta?”")
    now = read_map_from(deck).graph
    assert now.element("p1").title == "Testerna är oense"
    assert now.element("c1").title == "Måste jag byta?"
    changed = [e.id for e in now.elements() if e != graph.element(e.id)]
    assert sorted(changed) == ["c1", "p1"]


def test_unedited_slides_change_nothing() -> None:
    graph = read_map(SAMPLE)
    assert dump_map(read_map_from(a_deck(graph)).graph) == dump_map(graph)
    bare = a_deck(graph, has_source=False)
    assert dump_map(reader.read_into(bare, graph, False).graph) == dump_map(graph)
    with pytest.raises(ImportFailure, match="holds no journey;"):
        read_map_from(bare)


def test_a_map_gives_the_same_bytes_twice() -> None:
    graph = read_map(SAMPLE)
    assert a_deck(graph).data == a_deck(graph).data


@settings(max_examples=15)
@given(maps(most=5))
def test_any_map_becomes_slides_and_comes_back(graph: JourneyGraph) -> None:
    try:
        deck = a_deck(graph)
    except PosterError:
        return  # a theme or a persona that the map's own settings ask for is not there
    assert dump_map(read_map_from(deck).graph) == dump_map(graph)


def test_an_area_is_cut_at_the_edges_of_a_rectangle() -> None:
    curve = (("M", 0, -10), ("C", 10, 30, 20, 30, 30, -10), ("Z",))
    ys = [segment[2] for segment in clipped(curve, Rect(0, 0, 30, 5)) if len(segment) > 1]
    assert min(ys) >= -1e-9
    assert max(ys) <= 5 + 1e-9


def test_a_damaged_deck_and_a_bomb_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    source = a_deck(a_map().with_stage("x").with_("step", "y").built())
    damaged = BytesIO()
    with zipfile.ZipFile(BytesIO(source.data)) as old, zipfile.ZipFile(damaged, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"<oops" if "slide1.xml" in name else old.read(name))
    with pytest.raises(ImportFailure, match="damaged deck"):
        read_map_from(SourceFile("x.pptx", damaged.getvalue()))
    monkeypatch.setattr(archives, "MAX_UNPACKED", 1000)
    with pytest.raises(ImportFailure, match="when unpacked"):
        read_map_from(source)
