"""A table that was edited in a spreadsheet brings back what was edited, and nothing else."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from contextlib import suppress
from io import StringIO
from typing import Any

import pytest

from journeyeditor import resources
from journeyeditor.exchange.importers import (
    Imported,
    ImportFailure,
    find_journeys,
    read_into_map,
    read_map_from,
)
from journeyeditor.exchange.sources import SourceFile
from journeyeditor.exporters import Export, find_format
from journeyeditor.exporters.csv.ids import checksum, line_checksum
from journeyeditor.exporters.csv.signature import MAP_ROW
from journeyeditor.exporters.grid import journey_grid
from journeyeditor.files import dump_map, read_map
from journeyeditor.i18n import texts
from journeyeditor.model import JourneyGraph
from journeyeditor.poster.options import PosterOptions
from journeyeditor.typography import Faces
from journeyeditor.vocabulary import info_of
from tests.builders import a_map

FACES = Faces(system=False)
SAMPLES = sorted(path.name for path in resources.path("samples").glob("*.journey.json"))
Rows = list[list[str]]


def a_journey() -> JourneyGraph:
    return (
        a_map(title="Buying", language="sv")
        .with_("persona", "Sara")
        .with_("persona", "Ola")
        .with_stage("Awareness", count=10_000, stated_rate=0.45, customer_goal="Know more")
        .with_("step", "Sees an advert", note="On the bus", tags=("web",))
        .with_("step", "Sees an advert")
        .with_("emotion", "Curious", score=0.5, persona="persona1")
        .with_stage("Purchase", count=300)
        .with_("step", "Pays 2 bills")
        .with_("step", "Waits")
        .with_("pain_point", "", note="Hidden fees")
        .related("follows", "step3", "step4")
        .built()
    )


def a_table(graph: JourneyGraph, *, has_ids: bool = True, **options: Any) -> bytes:
    format_ = find_format("csv")
    assert format_ is not None
    (content,) = format_.write(Export(graph, PosterOptions(**options), FACES, has_source=has_ids))
    return content


def rows_of(data: bytes) -> Rows:
    return list(csv.reader(StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def saved(rows: Rows, delimiter: str = ";", encoding: str = "utf-8") -> SourceFile:
    file = StringIO()
    csv.writer(file, delimiter=delimiter).writerows(rows)
    return SourceFile("edited.csv", file.getvalue().encode(encoding))


def read_edited(
    graph: JourneyGraph, edit: Callable[[Rows], Any], now: JourneyGraph | None = None
) -> Imported:
    rows, rest = without_map(rows_of(a_table(graph)))
    edit(rows)
    return read_into_map(saved([*rows, *rest]), graph if now is None else now)


def without_map(rows: Rows) -> tuple[Rows, Rows]:
    """The rows of a table, and those with its map."""
    end = next(n for n, row in enumerate(rows) if row[:1] == [MAP_ROW]) - 1
    return rows[:end], rows[end:]


def row_of(rows: Rows, title: str) -> list[str]:
    return next(row for row in rows if row[0] == title)


def changed(graph: JourneyGraph, id_: str, **fields: Any) -> JourneyGraph:
    elements = [each.replaced(**fields) if each.id == id_ else each for each in graph.elements()]
    return JourneyGraph.of(graph.info, (*elements, *graph.relations()))


@pytest.mark.parametrize("name", SAMPLES)
def test_a_table_that_nobody_edited_changes_nothing(name: str) -> None:
    graph = read_map(resources.path("samples", name))
    read = read_into_map(SourceFile("x.csv", a_table(graph)), graph)
    assert read.notes == ()
    assert dump_map(read.graph) == dump_map(graph)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_table_is_the_same_journey_with_the_same_ids(name: str) -> None:
    graph = read_map(resources.path("samples", name))
    (journey,) = find_journeys(SourceFile("x.csv", a_table(graph)))
    read = journey.read()
    language = texts(info_of(graph).language)
    assert read.notes == ()
    now, before = journey_grid(read.graph, language), journey_grid(graph, language)
    assert [stage and (stage.id, stage.title) for stage in now.stages] == [
        stage and (stage.id, stage.title) for stage in before.stages
    ]
    for one, other in zip(now.rows, before.rows, strict=True):
        assert one[:4] == other[:4]
        assert list(map(set, one.cells)) == list(map(set, other.cells))


def test_only_what_was_edited_changes() -> None:
    graph = a_journey()

    def edit(rows: Rows) -> None:
        rows[0][2] = "Sale"
        row_of(rows, "Aktiviteter")[1] = "Sees an advert\nSees a film\nAsks a friend"
        row_of(rows, "Känsla (−2…+2)")[1] = "Sara: Eager (+1,5)\nOla: Bored (−1)"
        row_of(rows, "Kunder in")[1:3] = ["10000", "450"]

    now: Any = read_edited(graph, edit).graph
    expected = changed(graph, "step2", title="Sees a film")
    expected = changed(expected, "emotion1", title="Eager", score=1.5)
    expected = changed(expected, "stage2", title="Sale", count=450)
    added = [each for each in now.elements() if not graph.has_element(each.id)]
    assert [(each.kind, each.title, each.stage) for each in added] == [
        ("step", "Asks a friend", "stage1"),
        ("emotion", "Bored", "stage1"),
    ]
    assert (added[1].score, added[1].persona) == (-1, "persona2")
    kept = [each for each in now.elements() if graph.has_element(each.id)]
    assert dump_map(JourneyGraph.of(now.info, (*kept, *now.relations()))) == dump_map(expected)


def test_what_changed_in_the_map_meanwhile_stays() -> None:
    graph = a_journey()
    later = changed(graph, "step1", title="Sees a poster")
    later = changed(later, "stage1", title="Discovery", count=9)

    def edit(rows: Rows) -> None:
        row_of(rows, "Aktiviteter")[2] = "Pays 2 bills\nWaits long"

    assert dump_map(read_edited(graph, edit, later).graph) == dump_map(
        changed(later, "step4", title="Waits long")
    )


def test_what_is_gone_is_deleted_and_what_is_elsewhere_is_moved() -> None:
    graph = a_journey()

    def edit(rows: Rows) -> None:
        row_of(rows, "Aktiviteter")[1:3] = ["Sees an advert\nWaits", "Pays 2 bills"]
        row_of(rows, "Kundens mål")[1] = ""

    now: Any = read_edited(graph, edit).graph
    assert not now.has_element("step2")
    assert now.element("step4").stage == "stage1"
    assert now.element("step1").note == "On the bus"
    assert now.element("stage1").customer_goal == ""


def test_columns_and_rows_may_be_elsewhere_and_new_columns_are_stages() -> None:
    graph = a_journey()

    def edit(rows: Rows) -> None:
        for row in rows:
            row[1], row[2] = row[2], row[1]
            row.insert(2, "")
        rows[0][2] = "Comparison"
        row_of(rows, "Aktiviteter")[2] = "Reads a test"
        rows[1:] = reversed(rows[1:])

    now: Any = read_edited(graph, edit).graph
    assert {stage.title for stage in now.stages()} == {"Awareness", "Comparison", "Purchase"}
    (new,) = [each for each in now.elements("step") if each.title == "Reads a test"]
    assert now.element(new.stage).title == "Comparison"
    assert len(now) == len(graph) + 2


def test_a_column_that_is_gone_takes_its_stage_and_cards() -> None:
    now = read_edited(a_journey(), lambda rows: [row.pop(2) for row in rows]).graph
    assert [stage.id for stage in now.stages()] == ["stage1"]
    assert {each.id for each in now.elements("step")} == {"step1", "step2"}


def test_what_was_deleted_in_the_map_stays_deleted() -> None:
    graph = a_journey()
    elements = [each for each in graph.elements() if each.id not in {"step1", "step2"}]
    later = JourneyGraph.of(graph.info, (*elements, *graph.relations()))

    def edit(rows: Rows) -> None:
        row_of(rows, "Aktiviteter")[1] = "Sees a film\nSees an advert"

    read = read_edited(graph, edit, later)
    assert dump_map(read.graph) == dump_map(later)
    assert list(map(str, read.notes)) == ["row 3 is no longer in the map and was left out"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_programs_may_save_it_in_their_own_way(delimiter: str, encoding: str) -> None:
    graph = changed(a_journey(), "step2", title="😀 Böjer sig")
    rows = [
        [cell.encode(encoding, "replace").decode(encoding) for cell in row]
        for row in rows_of(a_table(graph))
    ]
    read = read_into_map(saved(rows, delimiter, encoding), graph)
    assert dump_map(read.graph) == dump_map(graph)


def test_a_table_of_another_map_is_said_to_be_one() -> None:
    other = a_map().with_stage("x").built()
    stranger = JourneyGraph.of(other.info, [each.replaced(id="q") for each in other.elements()])
    with pytest.raises(ImportFailure, match="is a table of another map, “Buying”"):
        read_into_map(SourceFile("x.csv", a_table(a_journey())), stranger)


def test_without_its_ids_it_is_a_table_like_any_other() -> None:
    graph = a_journey()
    rows = [row[:-1] for row in rows_of(a_table(graph))][:-1]
    with pytest.raises(ImportFailure, match="nothing that was exported from a map"):
        read_into_map(saved(rows), graph)
    assert len(read_map_from(saved(rows)).graph.stages()) == 2


def test_a_table_of_one_persona_names_no_other() -> None:
    graph = a_journey()
    assert "Ola" not in a_table(graph, persona="Sara").decode("utf-8")
    read = read_into_map(SourceFile("x.csv", a_table(graph, persona="Sara")), graph)
    assert dump_map(read.graph) == dump_map(graph)


@pytest.mark.parametrize(
    "cell",
    [
        "lane==stage -:x=0",
        "lane=l1=step stage1:step1",
        "field=title stage1:stage1=0",
        "lane==emotion stage1:persona1=0",
        "lane==step+ stage1:,,=,:",
        "x",
    ],
)
def test_damaged_ids_never_end_in_a_traceback(cell: str) -> None:
    graph = a_journey()
    rows = rows_of(a_table(graph))
    row_of(rows, "Aktiviteter")[-1] = cell
    with suppress(ImportFailure):
        read_into_map(saved(rows), graph)
    with suppress(ImportFailure):
        read_map_from(saved(rows))


def forged(title: str, cell: str, written: str) -> SourceFile:
    """The table with a cell, and ids that claim that it is as it was written."""
    rows = rows_of(a_table(a_journey()))
    row_of(rows, title)[1] = cell
    row_of(rows, title)[-1] = written
    return saved(rows)


@pytest.mark.parametrize(
    ("title", "cell", "head", "said"),
    [
        ("Känsla (−2…+2)", "Furious (+9)", "lane==emotion", "row 4: score must be −2 to 2, not 9"),
        ("Kunder in", "-1", "field=count", "row 6: count must be 0 or more, not -1"),
    ],
)
def test_what_cannot_be_in_a_map_is_said_with_its_row(
    title: str, cell: str, head: str, said: str
) -> None:
    kinds = ("emotion",) if "emotion" in head else ()
    crc = line_checksum(cell, "count" if not kinds else "title", kinds, texts("sv"))
    id_ = "emotion1" if kinds else "stage1"
    with pytest.raises(ImportFailure, match=re.escape(said)):
        read_map_from(forged(title, cell, f"{head} stage1:{id_}={crc}"))


def test_a_figure_that_is_none_is_left_out_with_a_note() -> None:
    written = f"field=count stage1:stage1={checksum('many')}"
    read = read_map_from(forged("Kunder in", "many", written))
    assert [str(note) for note in read.notes] == ["row 6: “many” was left out. Enter a number."]


def test_a_score_of_more_digits_than_a_number_has_is_a_title() -> None:
    words = f"Curious (+{'9' * 400})"

    def edit(rows: Rows) -> None:
        row_of(rows, "Känsla (−2…+2)")[1] = f"Sara: {words}"

    assert read_edited(a_journey(), edit).graph.element("emotion1").title == words


def test_a_column_of_what_is_no_stage_is_damaged() -> None:
    def edit(rows: Rows) -> None:
        rows[-1][1] = "step1=0"
        row_of(rows, "Kundens mål")[1] = "Know less"

    with pytest.raises(ImportFailure, match="is damaged"):
        read_edited(a_journey(), edit)


def test_no_spreadsheet_of_another_language_takes_thousands_for_decimals() -> None:
    graph = (
        a_map(language="da").with_stage("A", count=2400).with_stage("B", count=1_000_000).built()
    )
    assert row_of(rows_of(a_table(graph)), "Kunder ind")[1:3] == ["2400", "1000000"]
    read = read_into_map(SourceFile("x.csv", a_table(graph)), graph)
    assert dump_map(read.graph) == dump_map(graph)


def test_the_action_list_is_below_the_grid_and_no_part_of_its_edits() -> None:
    map_ = a_map(title="Buying", language="sv").with_stage("Köp")
    graph = (
        map_.with_(
            "opportunity", "=Total", impact=5, effort=1, votes=7, owner="Butiken", due="2027-02-01"
        )
        .with_("opportunity", "Senare", impact=2, effort=4)
        .built()
    )
    rows = rows_of(a_table(graph))
    rows, _ = without_map(rows)
    start = next(n for n, row in enumerate(rows) if row[:1] == ["Åtgärdslista"])
    assert rows[start][1:] == [
        "Möjlighet",
        "Steg",
        "Effekt",
        "Insats",
        "Röster",
        "Ansvarig",
        "Klart senast",
        "Status",
    ]
    assert [row[:8] for row in rows[start + 1 :]] == [
        ["1", "'=Total", "Köp", "5", "1", "7", "Butiken", "2027-02-01"],
        ["2", "Senare", "Köp", "2", "4", "", "", ""],
    ]
    unchanged = read_edited(graph, lambda rows: None)
    assert dump_map(unchanged.graph) == dump_map(graph)
    assert not unchanged.notes

    def padded(rows: Rows) -> None:
        """As a spreadsheet program saves it: all rows as long as the longest."""
        longest = max(map(len, rows))
        rows[:] = [[*row, *[""] * (longest - len(row))] for row in rows]

    assert dump_map(read_edited(graph, padded).graph) == dump_map(graph)
    assert b"Senare;" not in a_table(graph, has_ids=False)
    assert not any(row[:1] == ["Åtgärdslista"] for row in rows_of(a_table(a_journey())))


def test_only_a_table_without_the_map_leaves_something_out() -> None:
    format_ = find_format("csv")
    assert format_ is not None
    whole = Export(a_journey(), PosterOptions(), FACES)
    assert "Left out" not in "\n".join(format_.losses(whole))
    read = read_map_from(SourceFile("x.csv", format_.write(whole)[0]))
    assert dump_map(read.graph) == dump_map(whole.graph)
    bare = Export(a_journey(), PosterOptions(), FACES, has_source=False)
    assert format_.losses(bare)[-1].startswith("Left out: notes, ")
