"""The Word report has the map's picture, its stages, its priorities and its sources."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from hypothesis import given, settings
from PIL import Image

from journeyeditor import resources
from journeyeditor.exporters import Export
from journeyeditor.exporters.logo import logo_text
from journeyeditor.exporters.report.writer import write
from journeyeditor.files import read_map
from journeyeditor.model import JourneyGraph
from journeyeditor.poster import PosterError, PosterOptions
from journeyeditor.typography import Faces
from journeyeditor.vocabulary import info_of
from journeyeditor.vocabulary.map_info import Brand
from tests.builders import a_map
from tests.strategies import maps

FACES = Faces(system=False)
SAMPLE = resources.path("samples", "toothbrush.sv.journey.json")


def content(graph: JourneyGraph, **options: Any) -> bytes:
    (data,) = write(Export(graph, PosterOptions(**options), FACES))
    return data


def a_report(graph: JourneyGraph, **options: Any) -> Any:
    return Document(BytesIO(content(graph, **options)))


def headings(report: Any) -> list[str]:
    return [p.text for p in report.paragraphs if p.style.name == "Heading 1"]


def a_picture() -> bytes:
    file = BytesIO()
    Image.new("RGB", (40, 20), "red").save(file, "PNG")
    return file.getvalue()


@pytest.fixture(scope="module")
def report() -> Any:
    return a_report(read_map(SAMPLE))


def test_the_sections_are_headings_in_the_language_of_the_map(report: Any) -> None:
    assert headings(report) == [
        "Sammanfattning",
        "Steg",
        "Smärtpunkter",
        "Åtgärdslista",
        "Personas",
        "Belägg och källor",
    ]
    stages = [p.text for p in report.paragraphs if p.style.name == "Heading 2"]
    assert stages[:2] == ["1. Medvetenhet", "2. Utvärdering"]
    assert report.styles["Normal"].element.xpath(".//w:lang/@w:val")[-1] == "sv"


def test_the_picture_of_the_map_has_words(report: Any) -> None:
    curve, shape = report.inline_shapes
    assert curve._inline.docPr.get("descr") == "Känslokurva från −2 till +2."
    assert shape._inline.docPr.get("descr").startswith("Kundresekarta: Att köpa en ny eltandborste")
    assert shape.width.mm == pytest.approx(shape.height.mm * 420 / 297, rel=0.01)


def test_the_picture_is_in_the_middle_of_its_page(report: Any) -> None:
    _, alignment = (p.alignment for p in report.paragraphs if p._p.xpath(".//pic:pic"))
    assert alignment == WD_ALIGN_PARAGRAPH.CENTER


def test_the_first_page_says_what_matters(report: Any) -> None:
    band, facts, goal, figures, summary, voice = (
        [cell.text for cell in table.rows[0].cells] for table in report.tables[:6]
    )
    assert band == ["KUNDRESEKARTA\nAtt köpa en ny eltandborste\nSara, 34, förstagångsköpare"]
    assert [words.split("\n")[1] for words in facts] == [
        "Tandverket AB",
        "Elin Sandberg",
        "1.4",
        "21 november 2026",
    ]
    assert goal[0].startswith("Fler ska våga välja")
    assert figures[:2] == ["7\nsteg", "1\npersona"]
    assert summary[0].startswith("Sämsta ögonblicket\nKöpbeslut: Frakten kommer")
    assert "Dolda avgifter i kassan" in summary[1]
    assert voice == ["”Jag vill bara veta vilken som är rätt för mig.”\nSara Karlsson"]


def test_the_band_shows_the_logo_in_the_colour_of_the_client() -> None:
    graph = read_map(SAMPLE)
    brand = Brand(colour=info_of(graph).brand.colour, logo=logo_text(a_picture()))
    info = info_of(graph).replaced(brand=brand)
    report = a_report(JourneyGraph.of(info, (*graph.elements(), *graph.relations())))
    cell = report.tables[0].rows[0].cells[0]._tc
    assert cell.xpath("w:tcPr/w:shd/@w:fill") == ["0B4F6C"]
    assert len(cell.xpath(".//pic:pic")) == 1


def test_pain_points_come_by_priority(report: Any) -> None:
    table = next(
        t for t in report.tables if [c.text for c in t.rows[0].cells][1:2] == ["Smärtpunkt"]
    )
    titles = [row.cells[1].text.split("\n")[0] for row in table.rows[1:]]
    assert titles[0] == "Dolda avgifter i kassan"
    assert table.rows[1].cells[3].text == "5/5"
    assert table.rows[0]._tr.xpath("w:trPr/w:tblHeader")


def test_a_persona_has_a_report_of_her_own() -> None:
    graph = (
        a_map(language="en")
        .with_("persona", "Sara")
        .with_("persona", "Ola")
        .with_stage("Purchase")
        .with_("pain_point", "Fees", persona="persona1")
        .with_("pain_point", "Queues", persona="persona2")
        .built()
    )
    words = "\n".join(
        cell.text
        for table in a_report(graph, persona="Sara").tables
        for row in table.rows
        for cell in row.cells
    )
    assert "Fees" in words
    assert "Queues" not in words


def test_what_a_map_does_not_have_has_no_section() -> None:
    assert headings(a_report(a_map(language="en").with_stage("Purchase").built())) == [
        "Summary",
        "Stages",
    ]


@settings(max_examples=8)
@given(maps(most=5))
def test_any_map_has_a_report(graph: JourneyGraph) -> None:
    try:
        assert "Heading 1" in {p.style.name for p in a_report(graph).paragraphs}
    except PosterError:
        return  # a theme or a persona that the map's own settings ask for is not there


def test_a_map_gives_the_same_bytes_twice() -> None:
    graph = a_map(title="x").with_stage("Purchase").with_("step", "Pays").built()
    assert content(graph) == content(graph)


def test_a_short_table_stays_on_the_page_of_its_heading(report: Any) -> None:
    table = next(each for each in report.tables if each.rows[0].cells[0].text == "#")
    kept = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in table.rows]
    assert all(kept[:-1])
    assert not kept[-1]
    above = table._tbl.getprevious()
    assert above.xpath("w:pPr/w:keepNext")


def test_a_report_in_a_language_from_right_to_left_begins_at_the_right() -> None:
    builder = a_map(language="he", title="מסע").with_stage("רכישה").with_("step", "תשלום")
    report = a_report(builder.with_("pain_point", "עלויות נסתרות", severity=3).built())
    body = report.element.body
    assert all(p.xpath("w:pPr/w:bidi") for p in body.xpath(".//w:p"))
    assert all(t.xpath("w:tblPr/w:bidiVisual") for t in body.xpath(".//w:tbl"))
    (run,) = body.xpath(".//w:tc//w:r[w:t='תשלום']")
    assert run.xpath("w:rPr/w:rtl")


def test_a_report_from_left_to_right_has_no_direction(report: Any) -> None:
    assert not report.element.body.xpath(".//w:bidi | .//w:bidiVisual | .//w:rtl")
