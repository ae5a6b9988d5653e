"""A workbook holds the whole map; edited and imported again, it changes what was edited and nothing else."""

from __future__ import annotations

import datetime
import zipfile
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings

from journeyeditor import resources
from journeyeditor.exchange.importers import ImportFailure, read_map_from
from journeyeditor.exchange.sources import SourceFile
from journeyeditor.exporters import Export, archives
from journeyeditor.exporters.workbook import reader
from journeyeditor.exporters.workbook.columns import columns_of
from journeyeditor.exporters.workbook.writer import write
from journeyeditor.files import dump_map, read_map
from journeyeditor.i18n import texts
from journeyeditor.model import JourneyGraph
from journeyeditor.poster.options import PosterOptions
from journeyeditor.typography import Faces
from journeyeditor.vocabulary import KINDS, info_of
from tests.builders import a_map
from tests.strategies import maps

FACES = Faces(system=False)
SAMPLE = resources.path("samples", "toothbrush.sv.journey.json")


def a_workbook(graph: JourneyGraph, **settings: Any) -> SourceFile:
    (data,) = write(Export(graph, PosterOptions(), FACES, **settings))
    return SourceFile("book.xlsx", data)


def edited(source: SourceFile, edit: Any) -> SourceFile:
    """The workbook as another program saves it after an edit."""
    book = openpyxl.load_workbook(BytesIO(source.data))
    edit(book)
    file = BytesIO()
    book.save(file)
    return SourceFile(source.name, file.getvalue())


def column(sheet: Any, title: str) -> int:
    return 1 + [cell.value for cell in sheet[1]].index(title)


def set_cell(sheet: Any, row: int, title: str, value: object) -> None:
    sheet.cell(row, column(sheet, title)).value = value


def a_journey() -> JourneyGraph:
    return (
        a_map(title="Buying a brush", language="en")
        .with_("persona", "Sara")
        .with_stage("Awareness", count=1000)
        .with_("step", "Sees an advert", persona=("persona1",), rank=1, tags=("web", "ads"))
        .with_("step", "Asks a friend", rank=2)
        .with_stage("Purchase")
        .with_("touchpoint", "Checkout", channel="web")
        .with_("pain_point", "Hidden fees", severity=4)
        .related("at", "pain_point1", "touchpoint1")
        .related("follows", "step1", "step2", share=0.5, elapsed="P2D")
        .built()
    )


@settings(max_examples=30)
@given(maps())
def test_export_and_import_lose_nothing(graph: JourneyGraph) -> None:
    assert dump_map(read_map_from(a_workbook(graph)).graph) == dump_map(graph)


@settings(max_examples=30)
@given(maps())
def test_every_field_of_every_kind_is_in_the_cells(graph: JourneyGraph) -> None:
    """Without the map inside, all comes from the cells: 1.0 is 1 there, and has sixteen digits."""
    read = read_map_from(a_workbook(graph, has_source=False))
    assert [(r.id, r.kind, r.title) for r in read.graph.elements()] == [
        (r.id, r.kind, r.title) for r in graph.elements()
    ]
    assert _rounded(read.graph) == _rounded(graph)


def _rounded(graph: JourneyGraph) -> list[Any]:
    import json

    def number(text: str) -> float:
        return float(f"{float(text):.15G}")

    values = json.loads(dump_map(graph), parse_float=number, parse_int=number)
    return [values["graph"], values["nodes"], values["edges"]]


@pytest.mark.parametrize("cls", KINDS)
@pytest.mark.parametrize("language", ["en", "sv", "de", "fi"])
def test_no_two_columns_of_a_sheet_have_one_name(cls: Any, language: str) -> None:
    titles = [each.title.casefold() for each in columns_of(cls, texts(language))]
    assert len(set(titles)) == len(titles)


def test_only_what_was_edited_changes() -> None:
    graph = a_journey()

    def edit(book: Any) -> None:
        set_cell(book["Steps"], 2, "Title", "Sees a film")
        set_cell(book["Steps"], 2, "Tags", "web")
        set_cell(book["Pain points"], 2, "Severity", 5)
        set_cell(book["Touchpoints"], 2, "Channel", "Phone")
        set_cell(book["Stages"], 2, "Customers entering", "2,500")

    now = read_map_from(edited(a_workbook(graph), edit)).graph
    expected = copy_with(
        graph,
        step1={"title": "Sees a film", "tags": ("web",)},
        pain_point1={"severity": 5},
        touchpoint1={"channel": "phone"},
        stage1={"count": 2500},
    )
    assert dump_map(now) == dump_map(expected)


def copy_with(graph: JourneyGraph, **changes: dict[str, Any]) -> JourneyGraph:
    records = [
        record.replaced(**changes.get(record.id, {}))
        for record in (*graph.elements(), *graph.relations())
    ]
    return JourneyGraph.of(graph.info, records)


def test_edits_reach_a_map_that_has_changed_meanwhile() -> None:
    graph = a_journey()
    book = edited(a_workbook(graph), lambda b: set_cell(b["Steps"], 3, "Title", "Asks Ola"))
    later = copy_with(graph, step1={"title": "Sees a poster"}, stage2={"title": "Sale"})
    now = reader.read_into(book, later, False).graph
    assert dump_map(now) == dump_map(copy_with(later, step2={"title": "Asks Ola"}))


def test_new_rows_are_added_and_deleted_rows_removed() -> None:
    graph = a_journey()

    def edit(book: Any) -> None:
        steps = book["Steps"]
        steps.delete_rows(2)
        set_cell(steps, 3, "Title", "Reads tests")
        set_cell(steps, 3, "Stage", "purchase")
        set_cell(steps, 3, "Personas", "Sara")
        pains = book["Pain points"]
        for number, cell in enumerate(pains[2], 1):
            pains.cell(3, number).value = cell.value
        set_cell(pains, 3, "Title", "Slow")

    read = read_map_from(edited(a_workbook(graph), edit))
    now = read.graph
    assert [(s.id, s.title, s.stage, s.persona) for s in now.elements("step")] == [
        ("step2", "Asks a friend", "stage1", ()),
        ("s1", "Reads tests", "stage2", ("persona1",)),
    ]
    assert [p.title for p in now.elements("pain_point")] == ["Hidden fees", "Slow"]
    assert [r.kind for r in now.relations()] == ["at"]


def test_a_renamed_stage_keeps_its_cards_and_takes_new_ones() -> None:
    def edit(book: Any) -> None:
        set_cell(book["Stages"], 3, "Title", "Sale")
        for row, name in ((4, "Sale"), (5, "Purchase")):
            set_cell(book["Steps"], row, "Title", f"In {name}")
            set_cell(book["Steps"], row, "Stage", name)

    now = read_map_from(edited(a_workbook(a_journey()), edit)).graph
    assert now.element("stage2").title == "Sale"
    assert now.element("touchpoint1").stage == "stage2"
    assert [step.stage for step in now.elements("step")][2:] == ["stage2", "stage2"]


def test_connections_and_the_map_itself_are_edited_too() -> None:
    def edit(book: Any) -> None:
        sheet = book["Connections"]
        rows = [row for row in range(2, sheet.max_row + 1) if sheet.cell(row, 2).value]
        follows = next(row for row in rows if sheet.cell(row, 2).value == "leads to")
        set_cell(sheet, follows, "Share", 0.25)
        set_cell(sheet, follows, "Elapsed time", "3 h")
        set_cell(sheet, len(rows) + 2, "From", "Asks a friend")
        set_cell(sheet, len(rows) + 2, "Connection", "leads to")
        set_cell(sheet, len(rows) + 2, "To", "Checkout")
        info = book["Map"]
        labels = {row[0].value: row[0].row for row in info}
        info.cell(labels["Client"], 2).value = "Dental Co"
        info.cell(labels["Brand colour"], 2).value = "#123456"

    now = read_map_from(edited(a_workbook(a_journey()), edit)).graph
    assert (info_of(now).client, info_of(now).brand.colour) == ("Dental Co", "#123456")
    follows = now.relations("follows")
    assert [(r.source, r.target) for r in follows] == [("step1", "step2"), ("step2", "touchpoint1")]
    assert (follows[0].share, follows[0].elapsed) == (0.25, "PT3H")  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("sheet", "title", "value", "words"),
    [
        ("Pain points", "Severity", 9, "must be 1 to 5, not 9"),
        (
            "Pain points",
            "Severity",
            "high",
            "row 2, “Severity”: “high” cannot be read. Enter a number.",
        ),
        ("Steps", "Stage", "Nowhere", "there is no “Nowhere”"),
        ("Stages", "Stated conversion rate", 7, "must be 0 to 1"),
    ],
)
def test_what_no_map_can_hold_is_one_sentence(
    sheet: str, title: str, value: object, words: str
) -> None:
    book = edited(a_workbook(a_journey()), lambda b: set_cell(b[sheet], 2, title, value))
    with pytest.raises(ImportFailure) as failure:
        read_map_from(book)
    assert f"sheet “{sheet}”, row 2" in str(failure.value)
    assert words in str(failure.value)


def test_no_text_becomes_a_formula() -> None:
    graph = a_map(title="=1+1").with_stage("=cmd|' /C calc'!A0").with_("step", "+1").built()
    data = a_workbook(graph).data
    with zipfile.ZipFile(BytesIO(data)) as archive:
        sheets = [archive.read(n) for n in archive.namelist() if n.startswith("xl/worksheets/")]
    assert sheets
    assert not any(b"<f>" in sheet or b"<f " in sheet for sheet in sheets)
    assert dump_map(read_map_from(SourceFile("x.xlsx", data)).graph) == dump_map(graph)


def test_a_formula_that_somebody_writes_is_not_computed() -> None:
    def edit(book: Any) -> None:
        set_cell(book["Steps"], 2, "Title", "=1+1")

    now = read_map_from(edited(a_workbook(a_journey()), edit)).graph
    assert now.element("step1").title == ""  # no program has computed a value


def test_the_action_list_repeats_what_comes_first() -> None:
    graph = (
        a_map(title="T", language="en", action_count=2)
        .with_stage("Buy")
        .with_("opportunity", "=Later", impact=2, effort=4)
        .with_("opportunity", "Now", impact=5, effort=1, votes=7, owner="Shop", due="2027-01-29")
        .with_("opportunity", "Soon", impact=4, effort=2)
        .built()
    )
    source = a_workbook(graph)
    sheet = openpyxl.load_workbook(BytesIO(source.data))["Action list"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[0] for row in rows] == ["", 1, 2, "More opportunities", 3]
    assert rows[1][1:7] == ["Now", "Buy", 5, 1, 7, "Shop"]
    assert rows[1][7] == datetime.datetime(2027, 1, 29)
    assert [rows[2][1], rows[4][1]] == ["Soon", "=Later"]
    assert sheet.protection.sheet, "edits belong on the sheet of opportunities"

    def rename(book: Any) -> None:
        set_cell(book["Opportunities"], 3, "Title", "At once")

    now = read_map_from(edited(source, rename)).graph
    assert [each.title for each in now.elements("opportunity")] == ["=Later", "At once", "Soon"]
    assert "Action list" not in openpyxl.load_workbook(BytesIO(a_workbook(a_journey()).data))


def test_a_map_gives_the_same_bytes_twice() -> None:
    graph = read_map(SAMPLE)
    assert a_workbook(graph).data == a_workbook(graph).data


def test_another_map_is_refused() -> None:
    book, other = a_workbook(a_journey()), a_map().with_stage("x").built()
    other = JourneyGraph.of(other.info, [each.replaced(id="z") for each in other.elements()])
    with pytest.raises(ImportFailure, match="another map, “Buying a brush”"):
        reader.read_into(book, other, False)


def test_a_bomb_and_a_damaged_workbook_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    source = a_workbook(a_journey())
    damaged = BytesIO()
    with zipfile.ZipFile(BytesIO(source.data)) as old, zipfile.ZipFile(damaged, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"<oops" if name == "xl/styles.xml" else old.read(name))
    with pytest.raises(ImportFailure, match="damaged workbook"):
        read_map_from(SourceFile("x.xlsx", damaged.getvalue()))
    monkeypatch.setattr(archives, "MAX_UNPACKED", 1000)
    with pytest.raises(ImportFailure, match="when unpacked"):
        read_map_from(source)


def line_of(sheet: Any, title: str) -> int:
    return int(next(row[0].row for row in sheet if row[0].value == title))


def test_the_journey_can_be_edited_as_people_draw_it() -> None:
    graph = (
        a_map(title="Buying", language="en")
        .with_stage("Awareness", count=1000, customer_goal="Know more")
        .with_("step", "Sees an advert")
        .with_("emotion", "Curious", score=0.5)
        .with_stage("Purchase", count=300)
        .with_("step", "Pays")
        .with_("step", "Waits")
        .built()
    )

    def edit(book: Any) -> None:
        sheet = book["Journey"]
        steps = line_of(sheet, "Steps")
        sheet.cell(steps, 2).value = "Sees a film\nAsks a friend"
        sheet.cell(steps, 3).value = "Pays"
        sheet.cell(line_of(sheet, "Emotion (−2…+2)"), 2).value = "Eager (+1.5)"
        sheet.cell(line_of(sheet, "Customers entering"), 3).value = "450"
        sheet.cell(line_of(sheet, "Customer goal"), 3).value = "Pay safely"
        sheet.cell(line_of(sheet, "Stage"), 3).value = "Sale"

    read = read_map_from(edited(a_workbook(graph), edit))
    now: Any = read.graph
    assert now.element("step1").title == "Sees a film"
    assert [(s.title, s.stage) for s in now.elements("step")][-1] == ("Asks a friend", "stage1")
    assert (now.element("emotion1").title, now.element("emotion1").score) == ("Eager", 1.5)
    stage = now.element("stage2")
    assert (stage.title, stage.count, stage.customer_goal) == ("Sale", 450, "Pay safely")
    assert now.element("step3").title == "Waits"  # gone from the journey only
    assert tuple(map(str, read.notes)) == (
        "“Waits” was removed from the journey; delete it on its own sheet or on the map",
    )


def test_what_is_moved_on_the_journey_is_told() -> None:
    graph = a_map(language="en").with_stage("A").with_("step", "Pays").with_stage("B").built()

    def edit(book: Any) -> None:
        sheet = book["Journey"]
        steps = line_of(sheet, "Steps")
        sheet.cell(steps, 2).value, sheet.cell(steps, 3).value = None, "Pays"

    read = read_map_from(edited(a_workbook(graph), edit))
    assert tuple(map(str, read.notes)) == ("“Pays” was moved; move it on the map",)
    assert dump_map(read.graph) == dump_map(graph)


def test_names_with_commas_and_quotes_are_offered_from_cells() -> None:
    graph = a_map(language="en").with_stage('A "real", long stage').with_("step", "x").built()
    book = openpyxl.load_workbook(BytesIO(a_workbook(graph).data))
    sources = {rule.formula1 for rule in book["Steps"].data_validations.dataValidation}
    assert "'_'!$A$1:$A$1" in {str(source).lstrip("=") for source in sources}
    assert book["_"]["A1"].value == 'A "real", long stage'


def test_the_journey_is_printed_on_one_page_and_each_sheet_has_its_area() -> None:
    book = openpyxl.load_workbook(BytesIO(a_workbook(read_map(SAMPLE)).data))
    journey = book.worksheets[0]
    setup = journey.page_setup
    assert (setup.orientation, setup.paperSize) == ("landscape", 8)
    assert (setup.fitToWidth or 1, setup.fitToHeight or 1) == (1, 1)
    assert journey.print_title_rows == "$4:$4"
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            assert sheet.print_area, sheet.title
            assert sheet.print_title_rows, sheet.title


def test_a_long_journey_goes_on_over_several_pages() -> None:
    builder = a_map().with_stage("Purchase")
    for kind in ("step", "touchpoint", "thought", "pain_point", "opportunity", "backstage"):
        for number in range(30):
            builder.with_(kind, f"Card {number}")
    book = openpyxl.load_workbook(BytesIO(a_workbook(builder.built()).data))
    assert book.worksheets[0].page_setup.fitToHeight == 0


def test_columns_that_nothing_is_in_are_folded_away() -> None:
    graph = a_map().with_stage("Purchase").with_("opportunity", "Show fees", owner="Ada").built()
    book = openpyxl.load_workbook(BytesIO(a_workbook(graph).data))
    sheet: Any = book["Opportunities"]
    columns = {cell.value: sheet.column_dimensions[cell.column_letter] for cell in sheet[1]}
    assert (columns["Hypothesis"].hidden, columns["Hypothesis"].outlineLevel) == (True, 1)
    assert not any(columns[name].hidden for name in ("Title", "Impact", "Effort", "Owner", "Note"))


def test_the_glossary_can_be_read_and_edited() -> None:
    glossary = {"touchpoint": ["contact", "point"], "moment": "Customers decide: a: b = c"}
    graph = a_map(glossary=glossary).with_stage("Purchase").built()
    source = a_workbook(graph, has_source=False)
    lines = "touchpoint = contact, point\nmoment: Customers decide: a: b = c"

    def cell_of(book: Any) -> Any:
        return next(row[1] for row in book["Map"].iter_rows() if row[0].value == "Glossary")

    def set_lines(words: str) -> SourceFile:
        def edit(book: Any) -> None:
            assert cell_of(book).value == lines
            cell_of(book).value = words

        return edited(source, edit)

    assert info_of(read_map_from(source).graph).glossary == info_of(graph).glossary
    now = info_of(read_map_from(set_lines(f"{lines}\nfee: What is paid on top.")).graph).glossary
    assert now == {**info_of(graph).glossary, "fee": "What is paid on top."}
    with pytest.raises(ImportFailure, match="term: meaning"):
        read_map_from(set_lines("fee"))


def test_no_row_of_the_map_shows_code() -> None:
    graph = a_map(translations={"Fees": {"sv": "Avgifter"}}, language="en").built()
    sheet: Any = openpyxl.load_workbook(BytesIO(a_workbook(graph).data))["Map"]
    shown = [
        row[1].value for row in sheet.iter_rows() if not sheet.row_dimensions[row[0].row].hidden
    ]
    assert not [value for value in shown if str(value).startswith(("json:", "{", "["))]


def test_sheets_of_a_language_from_right_to_left_begin_at_the_right() -> None:
    graph = a_map(language="he", title="מסע").with_stage("רכישה").with_("step", "תשלום").built()
    book = openpyxl.load_workbook(BytesIO(a_workbook(graph).data))
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    assert all(sheet.sheet_view.rightToLeft for sheet in shown)
