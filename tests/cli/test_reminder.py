"""The command that puts a map's next review in the calendar."""

from __future__ import annotations

from pathlib import Path

from journeyeditor import resources
from tests.cli.program import Run

MAP = resources.path("samples", "toothbrush.sv.journey.json")
UNDATED = '{"format": "journey-map", "version": 1, "directed": true, "multigraph": true, "graph": {}, "nodes": [], "edges": []}'


def test_the_next_review_is_written(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "review.ics"
    answer = run("reminder", MAP, "-o", file)
    assert (answer.status, answer.err) == (0, "")
    data = file.read_bytes()
    assert data.startswith(b"BEGIN:VCALENDAR\r\n")
    day = data.partition(b"DTSTART;VALUE=DATE:")[2][:8].decode()
    assert f"{day[:4]}-{day[4:6]}-{day[6:]}" in answer.out
    assert "SUMMARY;LANGUAGE=sv:Granska kundresan" in data.decode("utf-8")


def test_a_map_without_a_date_is_reported_with_what_is_missing(run: Run, tmp_path: Path) -> None:
    map_, file = tmp_path / "a.journey.json", tmp_path / "review.ics"
    map_.write_text(UNDATED)
    answer = run("reminder", map_, "-o", file)
    assert answer.status == 1
    assert "review interval" in answer.sentence
    assert not file.exists()


def test_the_map_itself_is_never_written_over(run: Run, tmp_path: Path) -> None:
    map_ = tmp_path / "a.journey.json"
    map_.write_bytes(MAP.read_bytes())
    answer = run("reminder", map_, "-o", map_)
    assert answer.status == 2
    assert "the map itself" in answer.sentence
    assert map_.read_bytes() == MAP.read_bytes()


def test_a_folder_that_is_not_there_is_one_sentence(run: Run, tmp_path: Path) -> None:
    answer = run("reminder", MAP, "-o", tmp_path / "none" / "review.ics")
    assert answer.status == 1
    assert "review.ics" in answer.sentence
