"""import: Mermaid from files, Markdown and pipes; what is no text is refused in a sentence."""

from __future__ import annotations

import codecs
import json
from pathlib import Path

import pytest

from tests.cli.program import DIAGRAM, Program, Run, left_in

TO = ("-o", "map.journey.json")


def test_a_diagram_becomes_a_map(run: Run, diagram: Path) -> None:
    answer = run("import", diagram, *TO)
    assert answer == (0, f"{diagram} → map.journey.json: 2 stages, 3 steps\n", "")
    facts = json.loads(run("info", "map.journey.json", "--json").out)
    assert facts["title"] == "Een dag"
    assert facts["stages"] == ["Köp", "Använd"]
    assert facts["personas"] == ["Olle", "Sara"]
    assert facts["kinds"] == {"stage": 2, "persona": 2, "step": 3, "emotion": 4}
    assert run("export", "map.journey.json", "-o", "poster.pdf").status == 0


def test_markdown_with_fences(run: Run, work: Path) -> None:
    text = f"# Title\n\n~~~mermaid\npie\n~~~\n\n```mermaid\n{DIAGRAM}```\n"
    (work / "README.md").write_text(text, encoding="utf-8")
    assert run("import", "README.md", *TO).status == 0
    assert json.loads(run("info", "map.journey.json", "--json").out)["stages"] == ["Köp", "Använd"]


def test_many_losses_are_counted(run: Run, work: Path) -> None:
    (work / "day.mmd").write_text("%%{init}%%\n" * 1500 + DIAGRAM, encoding="utf-8")
    answer = run("import", "day.mmd", *TO)
    assert answer.status == 0
    *lines, last = answer.err.splitlines()
    assert len(lines) == 10
    assert all("a directive, %%{...}%%" in line for line in lines)
    assert last == "journeyeditor: day.mmd: … and 1,490 more"


def test_standard_input(program: Program, work: Path) -> None:
    answer = program("import", "-", *TO, input=DIAGRAM.encode())
    assert answer == (0, "standard input → map.journey.json: 2 stages, 3 steps\n", "")
    refused = program("import", "-", "-o", "other.journey.json", input=b"flowchart TD\n")
    assert refused.status == 1
    assert refused.sentence.startswith("standard input: Line 1: ")
    assert left_in(work) == ["map.journey.json"]


def test_a_closed_standard_input(program: Program, work: Path) -> None:
    words = ("sh", "-c", '"$0" -m journeyeditor import - -o map.journey.json <&-')
    done = program.process([*words, program.command[0]])
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().startswith("journeyeditor: standard input: ")
    assert left_in(work) == []


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_byte_order_mark_is_believed(run: Run, work: Path, encoding: str) -> None:
    mark = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}.get(encoding, b"")
    (work / "day.mmd").write_bytes(mark + DIAGRAM.encode(encoding))
    assert run("import", "day.mmd", *TO).status == 0
    assert json.loads(run("info", "map.journey.json", "--json").out)["stages"] == ["Köp", "Använd"]


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "utf-16-le", "utf-16-be"])
def test_old_encodings_without_a_mark(run: Run, work: Path, encoding: str) -> None:
    (work / "day.mmd").write_bytes(DIAGRAM.encode(encoding))
    assert run("import", "day.mmd", *TO).status == 0
    assert json.loads(run("info", "map.journey.json", "--json").out)["stages"] == ["Köp", "Använd"]


TWO = f"# Page\n\n```mermaid\n{DIAGRAM}```\n\n```mermaid\njourney\n  title Zwei\n  A: 9: x\n  B: 7\n```\n"


def test_several_journeys_are_listed_and_chosen(run: Run, work: Path) -> None:
    (work / "page.md").write_text(TWO, encoding="utf-8")
    listed = run("import", "page.md", "--list")
    assert (listed.status, listed.err) == (0, "")
    assert listed.out == (
        "page.md\n  1  Een dag (line 4): 2 stages, 7 cards\n  2  Zwei (line 14): 1 stages, 4 cards\n"
    )
    first = run("import", "page.md", *TO)
    assert "contains 2 journeys, of which the first was imported" in first.sentence
    second = run("import", "page.md", "-o", "two.journey.json", "--journey", "2")
    assert second.sentence == "page.md: The scores were read on a scale from 1 to 10."
    assert json.loads(run("info", "two.journey.json", "--json").out)["title"] == "Zwei"
    assert "give --journey a number" in run("import", "page.md", *TO, "--journey", "3").sentence


def test_all_journeys_of_a_folder_become_maps(run: Run, work: Path) -> None:
    (work / "docs" / "deep").mkdir(parents=True)
    (work / "docs" / "deep" / "page.md").write_text(TWO, encoding="utf-8")
    (work / "docs" / "day.mmd").write_text(DIAGRAM, encoding="utf-8")
    (work / "docs" / "other.md").write_text("# Prose\n\nNothing here.\n", encoding="utf-8")
    answer = run("import", "docs", "--journey", "all", "-o", "maps", "--json")
    assert (answer.status, answer.err) == (0, "")
    rows = json.loads(answer.out)
    assert [Path(row["map"]).name for row in rows] == [
        *("Een-dag.journey.json", "Een-dag-2.journey.json", "Zwei.journey.json")
    ]
    assert rows[2]["guessed"] == ["The scores were read on a scale from 1 to 10."]
    assert rows[0]["kinds"] == {"stage": 2, "persona": 2, "step": 3, "emotion": 4}
    assert left_in(work / "maps") == sorted(Path(row["map"]).name for row in rows)
    refused = run("import", "docs", "-o", "docs/day.mmd")
    assert (refused.status, "need a folder" in refused.sentence) == (2, True)
    (work / "empty").mkdir()
    assert "contains no file with a journey" in run("import", "empty", "-o", "maps").sentence


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "day.mmd: Line 1"),
        (b"\n\n", "day.mmd: "),
        (b"flowchart TD\n  A --> B\n", "day.mmd: Line 1"),
        (b"journey\n  title x\n  K\x81p: 3\n", "is not UTF-8 text (line 3)"),
        (b"journey\0\n", "null bytes"),
        (codecs.BOM_UTF16_LE + b"j\x00o", "is not UTF-16 text"),
        (b"\x89PNG\r\n\x1a\n\0\0", "day.mmd: is damaged; copy the photo again"),
        (b"\0" * 1000, "null bytes"),
        (b"journey\n  section x\n  step: 3\n" + b" " * 5_000_000, "4 MiB"),
        (b"\xff" * (17 * 1024 * 1024), "16 MiB"),
        (b'{"format": "journey-map"}', "day.mmd: Line 1"),
    ],
)
def test_what_is_no_diagram(run: Run, work: Path, data: bytes, words: str) -> None:
    (work / "day.mmd").write_bytes(data)
    answer = run("import", "day.mmd", *TO)
    assert (answer.status, answer.out) == (1, "")
    assert words in answer.sentence
    assert left_in(work) == ["day.mmd"]
    assert run("import", "day.mmd", *TO, "--lenient").status in {0, 1}


def test_a_refused_diagram_leaves_the_old_map(run: Run, map_: Path) -> None:
    (map_.parent / "day.mmd").write_text("nonsense")
    before = map_.read_bytes()
    assert run("import", "day.mmd", "-o", map_).status == 1
    assert map_.read_bytes() == before
    assert left_in(map_.parent) == ["day.mmd", "map.journey.json"]


def test_an_old_map_is_kept(run: Run, map_: Path, diagram: Path) -> None:
    before = map_.read_bytes()
    answer = run("import", diagram, "-o", map_)
    assert "kept as map.journey.json.bak" in answer.sentence
    assert map_.with_name("map.journey.json.bak").read_bytes() == before


def test_what_is_lost_is_listed(run: Run, work: Path) -> None:
    text = "journey\n  section A\n    first: 9: Sara\n    second: many: Sara\n"
    (work / "day.mmd").write_text(text, encoding="utf-8")
    answer = run("import", "day.mmd", *TO)
    assert answer.status == 0
    lines = answer.err.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("journeyeditor: day.mmd: Line 3: ")
    assert lines[1].startswith("journeyeditor: day.mmd: Line 4: ")


@pytest.mark.parametrize("make", ["same", "link", "hard link"])
def test_the_diagram_is_not_written_over(run: Run, diagram: Path, make: str) -> None:
    output = diagram
    if make == "link":
        output = diagram.with_name("map.journey.json")
        output.symlink_to(diagram)
    elif make == "hard link":
        output = diagram.with_name("map.journey.json")
        output.hardlink_to(diagram)
    answer = run("import", diagram, "-o", output)
    assert answer.status == 2
    assert "is the imported file itself" in answer.sentence
    assert diagram.read_text(encoding="utf-8") == DIAGRAM


@pytest.mark.parametrize("source", ["missing.mmd", "a" * 300, "day.mmd/x", "loop", "bad\udcff"])
def test_files_that_cannot_be_read(run: Run, diagram: Path, source: str) -> None:
    (diagram.parent / "loop").symlink_to("loop")
    answer = run("import", source, *TO)
    assert (answer.status, answer.out) == (1, "")
    assert "cannot be read" in answer.sentence


def test_an_endless_file_ends(run: Run, work: Path) -> None:
    answer = run("import", "/dev/zero", *TO)
    assert answer.status == 1
    assert "16 MiB" in answer.sentence


def test_a_poster_gives_its_map_back(run: Run, map_: Path) -> None:
    assert run("export", map_, "-o", "poster.pdf").status == 0
    answer = run("import", "poster.pdf", "-o", "back.journey.json")
    assert (answer.status, answer.err) == (0, "")
    back = map_.with_name("back.journey.json")
    assert back.read_bytes() == map_.read_bytes()


def test_a_poster_without_its_map_is_refused(run: Run, map_: Path) -> None:
    assert run("export", map_, "-o", "poster.pdf", "--no-source").status == 0
    answer = run("import", "poster.pdf", "-o", "back.journey.json")
    words = "holds no journey map; ask for the map's own file (*.journey.json)"
    assert answer.status == 1
    assert answer.err == f"journeyeditor: poster.pdf: {words}\n"
    assert not map_.with_name("back.journey.json").exists()
