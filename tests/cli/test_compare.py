"""compare: what differs between two maps, in sentences, as JSON, as a report."""

from __future__ import annotations

import json
from pathlib import Path

import pypdfium2
import pytest

from journeyeditor import resources
from journeyeditor.files import read_map, write_map
from journeyeditor.model import Change, Record
from journeyeditor.poster.report import document
from tests.cli.program import Run

SAMPLE = resources.path("samples", "toothbrush.sv.journey.json")


@pytest.fixture
def new(work: Path) -> Path:
    """Return the sample after some edits, in the current folder."""
    graph = read_map(SAMPLE)

    def edit(id_: str, **fields: object) -> None:
        record = graph.record(id_)
        assert isinstance(record, Record)
        graph.apply(Change({id_: (record, record.replaced(**fields))}))

    first, second = graph.stages()[:2]
    emotion = graph.elements("emotion")[0]
    touchpoints = graph.elements("touchpoint")
    gone = graph.elements("note")[0] if graph.elements("note") else graph.elements("thought")[0]
    graph.apply(Change({relation.id: (relation, None) for relation in graph.relations_of(gone.id)}))
    graph.apply(Change({gone.id: (gone, None)}))
    edit("@map", state="to_be")
    edit(emotion.id, score=-2)
    edit(touchpoints[0].id, title="Leaflet\nat the door")
    edit(second.id, count=6000)
    path = work / "new.journey.json"
    write_map(graph, path)
    assert first.title
    return path


def test_a_map_does_not_differ_from_itself(run: Run) -> None:
    answer = run("compare", SAMPLE, SAMPLE)
    assert (answer.status, answer.out, answer.err) == (0, "The maps are the same.\n", "")


def test_every_difference_is_a_line_and_a_row(run: Run, new: Path) -> None:
    lines = run("compare", SAMPLE, new).out.splitlines()
    found = json.loads(run("compare", SAMPLE, new, "--json").out)
    assert [row["message"] for row in found["differences"]] == lines
    counts = {"removed": 1, "rescored": 1, "changed": 2}
    assert {what: n for what, n in found["counts"].items() if n} == counts
    assert (found["old"]["state"], found["new"]["state"]) == ("as_is", "to_be")


def test_json_holds_ids_and_both_values(run: Run, new: Path) -> None:
    rows = json.loads(run("compare", SAMPLE, new, "--json").out)["differences"]
    (stage,) = [row for row in rows if row["kind"] == "stage"]
    keys = ["what", "kind", "old", "new", "title", "stage", "fields", "message"]
    assert list(stage) == keys
    assert stage["old"] == stage["new"] == "s2"
    assert stage["fields"] == [{"field": "count", "old": 5000, "new": 6000}]
    assert stage["message"].endswith("Customers entering 5,000 → 6,000")
    (gone,) = [row for row in rows if row["what"] == "removed"]
    assert gone["new"] is None


def test_the_report_is_a_pdf_in_the_new_maps_language(run: Run, new: Path, work: Path) -> None:
    answer = run("compare", SAMPLE, new, "-o", "report.pdf")
    assert (answer.status, answer.err) == (0, "")
    assert answer.out.splitlines()[-1] == "→ report.pdf"
    document = pypdfium2.PdfDocument(work / "report.pdf")
    words = "".join(page.get_textpage().get_text_range() for page in document)
    for word in ("Ändringar", "nuläge", "önskat läge", "Borttaget", "6 000"):
        assert word in words.replace("\u00a0", " ")


@pytest.mark.parametrize("output", ["report.png", "report"])
def test_a_report_is_a_pdf_or_wrong_usage(run: Run, new: Path, output: str) -> None:
    answer = run("compare", SAMPLE, new, "-o", output)
    assert answer.status == 2
    assert "PDF" in answer.sentence


def test_a_report_does_not_take_a_maps_place(run: Run, new: Path, work: Path) -> None:
    link = work / "map.pdf"
    link.symlink_to(new)
    before = new.read_bytes()
    answer = run("compare", SAMPLE, new, "-o", link)
    assert answer.status == 2
    assert "one of the maps" in answer.sentence
    assert new.read_bytes() == before


def test_a_map_that_is_not_there_is_a_sentence(run: Run, work: Path) -> None:
    answer = run("compare", SAMPLE, work / "none.journey.json", "-o", "report.pdf")
    assert answer.status == 1
    assert "none.journey.json" in answer.sentence
    assert not (work / "report.pdf").exists()


def test_a_report_of_too_many_differences_is_refused_before_it_is_made(
    run: Run, new: Path, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document, "MAX_DIFFERENCES", 2)
    answer = run("compare", SAMPLE, new, "-o", "report.pdf")
    assert answer.status == 1
    assert "report.pdf: the maps differ in " in answer.sentence
    assert "at most 2" in answer.sentence
    assert not (work / "report.pdf").exists()
