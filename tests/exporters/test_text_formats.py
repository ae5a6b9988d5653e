"""Tables, pages and diagrams hold the journey as people draw it, and say what they cannot hold."""

from __future__ import annotations

import csv
from collections import Counter
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyeditor import resources
from journeyeditor.exchange.guarded_cells import guarded, unguarded
from journeyeditor.exchange.importers import read_map_from
from journeyeditor.exchange.sources import SourceFile
from journeyeditor.exporters import Export, find_format
from journeyeditor.files import read_map
from journeyeditor.model import JourneyGraph
from journeyeditor.poster.options import PosterOptions
from journeyeditor.typography import Faces
from journeyeditor.vocabulary import Emotion, info_of
from tests.builders import a_map
from tests.strategies import maps

FACES = Faces(system=False)
SAMPLES = sorted(path.name for path in resources.path("samples").glob("*.journey.json"))


def exported(graph: JourneyGraph, name: str, **options: object) -> str:
    format_ = find_format(name)
    assert format_ is not None
    export = an_export(graph, **options)
    export.has_source = False
    (content,) = format_.write(export)
    return content.decode("utf-8-sig")


def losses(graph: JourneyGraph, name: str) -> str:
    format_ = find_format(name)
    assert format_ is not None
    return " ".join(format_.losses(an_export(graph)))


def an_export(graph: JourneyGraph, **options: object) -> Export:
    return Export(graph, PosterOptions(**options), FACES)  # type: ignore[arg-type]


def table_of(text: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(StringIO(text, newline=""), delimiter=delimiter))


def test_a_csv_table_has_stages_as_columns_and_lanes_as_rows() -> None:
    graph = (
        a_map(language="en")
        .with_("persona", "Sara")
        .with_stage("Awareness", count=10000, customer_goal="Know more")
        .with_("step", "Sees an advert")
        .with_("step", "Asks\na friend")
        .with_("emotion", "Curious", score=0.5)
        .with_stage("Purchase", count=300)
        .with_("emotion", score=-2)
        .with_("pain_point", "", note="Hidden fees")
        .built()
    )
    assert table_of(exported(graph, "csv")) == [
        ["Stage", "Awareness", "Purchase"],
        ["Customer goal", "Know more", ""],
        ["Steps", "Sees an advert\nAsks a friend", ""],
        ["Emotion (−2…+2)", "Curious (+0.5)", "−2.0"],
        ["Pain points", "", "Hidden fees"],
        ["Customers entering", "10000", "300"],
    ]


def test_csv_is_what_excel_expects_in_the_language_of_the_map() -> None:
    graph = a_map(language="sv").with_stage("Köp").with_("step", "Betalar; går").built()
    (content,) = find_format("csv").write(an_export(graph))  # type: ignore[union-attr]
    assert content.startswith(b"\xef\xbb\xbfSteg;K\xc3\xb6p;ID\r\n")
    assert table_of(content.decode("utf-8-sig"), ";")[1][:2] == ["Aktiviteter", "Betalar; går"]


@pytest.mark.parametrize("text", ["=1+1", "+A1", "-2+3", "@SUM(A1)", "\t=1", "＝1", "'=1", "''+x"])
def test_no_cell_is_a_formula_and_each_comes_back(text: str) -> None:
    assert guarded(text) == f"'{text}"
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", ["-2", "+0.5", "−1,5", "50 %", "'tis", "a=b", ""])
def test_numbers_and_words_are_left_alone(text: str) -> None:
    assert guarded(text) == unguarded(text) == text


@given(st.text())
def test_every_cell_comes_back(text: str) -> None:
    assert unguarded(guarded(text)) == text


def test_a_hostile_title_is_guarded_in_the_file() -> None:
    graph = a_map().with_stage('=HYPERLINK("http://x")').with_("step", "@cmd").built()
    rows = table_of(exported(graph, "csv"))
    assert rows[0][1] == '\'=HYPERLINK("http://x")'
    assert rows[1][1] == "'@cmd"


def test_a_persona_has_her_own_table() -> None:
    graph = (
        a_map()
        .with_("persona", "Sara")
        .with_("persona", "Ola")
        .with_stage("Purchase")
        .with_("step", "Pays", persona=("persona1",))
        .with_("step", "Waits", persona=("persona2",))
        .built()
    )
    text = exported(graph, "csv", persona="Sara")
    assert "Pays" in text
    assert "Waits" not in text


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_comes_back_from_its_diagram(name: str) -> None:
    graph = read_map(resources.path("samples", name))
    read = read_map_from(SourceFile("x.mmd", exported(graph, "mmd").encode("utf-8")))
    assert read.notes == ()
    assert info_of(read.graph).title == info_of(graph).title
    assert [stage.title for stage in read.graph.stages()] == [s.title for s in graph.stages()]
    assert {p.title for p in read.graph.personas()} == {p.title for p in graph.personas()}
    steps = Counter(step.title for step in graph.elements("step"))
    assert Counter(step.title for step in read.graph.elements("step")) >= steps
    assert "Touchpoints" in losses(graph, "mmd")


def test_the_scores_of_a_diagram_are_those_of_the_map() -> None:
    graph = (
        a_map(title="Buying: a #1 brush; now")
        .with_("persona", "Sara, 34")
        .with_stage("title: one")
        .with_("step", "section 2", persona=("persona1",))
        .with_("emotion", "Glad", score=1.5, persona="persona1")
        .related("at", "emotion1", "step1")
        .with_("step", "Waits")
        .built()
    )
    read = read_map_from(SourceFile("x.mmd", exported(graph, "mmd").encode())).graph
    assert info_of(read).title == "Buying: a #1 brush; now"
    assert [e.title for kind in ("stage", "persona", "step") for e in read.elements(kind)] == [
        "title: one",
        "Sara, 34",
        "section 2",
        "Waits",
    ]
    scores = [each.score for each in read.elements("emotion") if isinstance(each, Emotion)]
    assert scores == [1.5, 0]
    assert "1 step has no emotion and is shown as neutral." in losses(graph, "mmd")


def test_personas_who_feel_differently_get_a_line_each() -> None:
    graph = (
        a_map()
        .with_("persona", "Sara")
        .with_("persona", "Ola")
        .with_stage("Purchase")
        .with_("step", "Pays", persona=("persona1", "persona2"))
        .with_("emotion", score=2, persona="persona1")
        .with_("emotion", score=-2, persona="persona2")
        .related("at", "emotion1", "step1")
        .related("at", "emotion2", "step1")
        .built()
    )
    lines = [line.strip() for line in exported(graph, "mmd").splitlines()]
    assert lines[2:] == ["Pays: 5: Sara", "Pays: 1: Ola"]
    assert "once per score" in losses(graph, "mmd")


@given(maps())
def test_any_map_is_a_valid_diagram(graph: JourneyGraph) -> None:
    read = read_map_from(SourceFile("x.mmd", exported(graph, "mmd").encode())).graph
    assert len(read.stages()) <= len(graph.stages()) + 1


@given(maps())
def test_any_map_is_a_page_and_a_table(graph: JourneyGraph) -> None:
    assert exported(graph, "md").startswith("# ")
    assert len({len(row) for row in table_of(exported(graph, "csv"))}) <= 1


def test_a_page_has_table_personas_notes_and_sources() -> None:
    graph = (
        a_map(title="Buying *a* brush", client="Dental | Co")
        .with_("persona", "Sara", quote="Which one?", goals=("Clean teeth",))
        .with_stage("Purchase")
        .with_("step", "Pays | waits", note="**Hidden** fees\n- shipping")
        .with_("evidence", "Interviews", source="12 buyers")
        .built()
    )
    text = exported(graph, "md")
    for words in (
        "# Buying \\*a\\* brush",
        "- **Client:** Dental \\| Co",
        "| **Steps** | Pays \\| waits |",
        "### Sara",
        "> Which one?",
        "- Clean teeth",
        "- **Pays \\| waits:** Hidden fees<br>• shipping",
        "1. Interviews · 12 buyers",
    ):
        assert words in text


def scores_in(graph: JourneyGraph) -> list[float]:
    felt = [each for each in graph.elements("emotion") if isinstance(each, Emotion)]
    return sorted(each.score for each in felt if each.score is not None)


@pytest.mark.parametrize("ending", ["csv", "md"])
@pytest.mark.parametrize("name", [name for name in SAMPLES if ".fi." not in name])
def test_a_sample_is_read_back_from_its_table(name: str, ending: str) -> None:
    graph = read_map(resources.path("samples", name))
    read = read_map_from(SourceFile(f"x.{ending}", exported(graph, ending).encode())).graph
    assert [stage.title for stage in read.stages()] == [stage.title for stage in graph.stages()]
    assert scores_in(read) == scores_in(graph)
    for kind in ("touchpoint", "opportunity", "metric"):
        titles = Counter(each.title for each in read.elements(kind))
        assert titles == Counter(" ".join(each.title.split()) for each in graph.elements(kind))
    if ending == "md":
        assert info_of(read).title == info_of(graph).title


def test_a_guarded_title_is_read_back_as_it_was() -> None:
    graph = (
        a_map(language="en")
        .with_stage("Awareness")
        .with_("step", "=Sees an advert")
        .with_("touchpoint", "@ the shop")
        .with_stage("Purchase")
        .with_("step", "+Pays")
        .with_("touchpoint", "Checkout")
        .with_("pain_point", "Fees")
        .built()
    )
    read = read_map_from(SourceFile("x.csv", exported(graph, "csv").encode())).graph
    assert [step.title for step in read.elements("step")] == ["=Sees an advert", "+Pays"]
    assert [each.title for each in read.elements("touchpoint")] == ["@ the shop", "Checkout"]
