"""check: what the review finds, on the terminal and for programs."""

from __future__ import annotations

import json
from pathlib import Path

from journeyeditor import resources
from tests.cli.program import Run

FAULTY = resources.path("samples", "toothbrush.sv.journey.json")
SOUND = '{"format": "journey-map", "version": 1, "directed": true, "multigraph": true, "graph": {}, "nodes": [], "edges": []}'


def test_check_lists_rule_severity_element_and_reason(run: Run) -> None:
    answer = run("check", FAULTY, "--json")
    assert (answer.status, answer.err) == (0, "")
    rows = json.loads(answer.out)
    assert all(list(row) == ["rule", "severity", "element", "message"] for row in rows)
    assert [row["element"] for row in rows if row["rule"] == "funnel-mismatch"] == [
        "s4",
        "s5",
        "s6",
    ]


def test_the_lines_say_the_same(run: Run) -> None:
    rows = json.loads(run("check", FAULTY, "--json").out)
    lines = run("check", FAULTY).out.splitlines()
    assert len(lines) == len(rows)
    for row, line in zip(rows, lines, strict=True):
        assert row["message"] in line
        assert f"({row['rule']})" in line


def test_errors_are_a_status_only_if_asked_for(run: Run, tmp_path: Path) -> None:
    sound = tmp_path / "sound.journey.json"
    sound.write_text(SOUND, encoding="utf-8")
    assert run("check", FAULTY).status == 0
    assert run("check", FAULTY, "--strict").status == 1
    assert run("check", sound, "--strict").status == 0
    assert run("check", sound).out == "No issues found.\n"
    assert json.loads(run("check", sound, "--json").out) == []


def test_a_map_that_is_not_there_is_a_sentence(run: Run, tmp_path: Path) -> None:
    answer = run("check", tmp_path / "none.journey.json")
    assert answer.status != 0
    assert "none.journey.json" in answer.sentence


def test_what_is_set_aside_is_counted_only(run: Run, tmp_path: Path) -> None:
    row = next(
        row for row in json.loads(run("check", FAULTY, "--json").out) if row["severity"] == "error"
    )
    data = json.loads(FAULTY.read_text(encoding="utf-8"))
    data["graph"]["set_aside"] = [
        {"rule": row["rule"], "element": row["element"], "reason": "Measured otherwise"}
    ]
    map_ = tmp_path / "a.journey.json"
    map_.write_text(json.dumps(data), encoding="utf-8")
    rows = json.loads(run("check", map_, "--json").out)
    assert row not in rows
    assert len(rows) == len(json.loads(run("check", FAULTY, "--json").out)) - 1
    assert run("check", map_).out.splitlines()[-1] == "Dismissed issues: 1."
