"""export of several maps and folders: none over another, none lost to a bad one."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from journeyeditor import files
from tests.cli.program import Program, Run, left_in


@pytest.fixture
def folders(map_: Path) -> Path:
    for folder in ("a", "b"):
        (map_.parent / folder).mkdir()
        shutil.copy(map_, map_.parent / folder / "map.journey.json")
    shutil.copy(map_, map_.parent / "b" / "Map.JOURNEY.json")
    (map_.parent / "b" / "._map.journey.json").write_bytes(b"\0")
    (map_.parent / "b" / "notes.json").write_text("{}")
    (map_.parent / "b" / "sub.journey.json").mkdir()
    map_.unlink()
    return map_.parent


def test_folders_into_a_folder(run: Run, folders: Path) -> None:
    answer = run("export", "a", "b", "a/map.journey.json", "-o", "out/posters")
    assert (answer.status, answer.err) == (0, "")
    names = ["Map (2).pdf", "map (3).pdf", "map.pdf"]
    assert left_in(folders / "out" / "posters") == names
    rows = json.loads(run("export", "a", "b", "-o", "out", "--format", "svg", "--json").out)
    assert [row["map"] for row in rows] == [
        os.path.join("a", "map.journey.json"),
        os.path.join("b", "Map.JOURNEY.json"),
        os.path.join("b", "map.journey.json"),
    ]
    assert left_in(folders / "out") == ["Map (2).svg", "map (3).svg", "map.svg", "posters"]


def test_pages_of_one_map_do_not_take_another_s_name(run: Run, folders: Path) -> None:
    shutil.copy(folders / "a" / "map.journey.json", folders / "a" / "map-2.journey.json")
    answer = run("export", "a", "-o", "out", "--format", "svg", "--sheets", "2")
    assert answer.status == 0
    assert left_in(folders / "out") == ["map-1.svg", "map-2-1.svg", "map-2-2.svg", "map-2.svg"]


@pytest.mark.parametrize("output", ["out/", "there"])
def test_one_map_into_a_folder(run: Run, map_: Path, output: str) -> None:
    (map_.parent / "there").mkdir()
    answer = run("export", map_, "-o", output)
    assert (answer.status, answer.err) == (0, "")
    assert left_in(map_.parent / output) == ["map.pdf"]


def test_a_folder_of_one_map_is_a_folder(run: Run, folders: Path) -> None:
    assert run("export", "a", "-o", "out").status == 0
    assert left_in(folders / "out") == ["map.pdf"]


@pytest.mark.parametrize("output", ["out.pdf", "taken"])
def test_several_maps_do_not_go_into_a_file(run: Run, folders: Path, output: str) -> None:
    (folders / "taken").write_text("mine")
    answer = run("export", "a", "b", "-o", output)
    assert (answer.status, answer.out) == (2, "")
    assert "need a folder" in answer.sentence
    assert (folders / "taken").read_text() == "mine"


def test_a_bad_map_does_not_take_the_good_ones_with_it(run: Run, folders: Path) -> None:
    (folders / "b" / "broken.journey.json").write_text("{")
    (folders / "b" / "odd\nname.journey.json").write_text("[]")
    (folders / "empty").mkdir()
    words = ("export", "missing", "a", "empty", "b", "-o", "out")
    answer = run(*words)
    assert answer.status == 1
    lines = answer.err.splitlines()
    assert len(lines) == 4
    assert all(line.startswith("journeyeditor: ") for line in lines)
    assert left_in(folders / "out") == ["Map (2).pdf", "map (3).pdf", "map.pdf"]
    assert answer.out.count("1 page, 420 × 297 mm") == 3
    answer = run(*words, "--json")
    rows = json.loads(answer.out)
    assert (answer.status, len(rows)) == (1, 7)
    assert [list(row) for row in rows if "error" in row] == [["map", "error"]] * 4
    assert sum("files" in row for row in rows) == 3


def test_an_error_of_our_own_in_one_map_spares_the_others(
    run: Run, folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_map(path: Path) -> object:
        if path.parent.name == "a":
            raise RecursionError
        return files.read_map(path)

    monkeypatch.setattr("journeyeditor.cli.commands.export.read_map", read_map)
    answer = run("export", "a", "b", "-o", "out")
    assert answer.status == 1
    assert "internal error (RecursionError)" in answer.sentence
    assert left_in(folders / "out") == ["Map.pdf", "map (2).pdf"]


def test_no_folder_is_made_for_nothing(run: Run, work: Path) -> None:
    (work / "broken.journey.json").write_text("")
    (work / "empty").mkdir()
    assert run("export", "broken.journey.json", "empty", "-o", "out").status == 1
    assert left_in(work) == ["broken.journey.json", "empty"]


def test_a_file_in_the_way_of_the_folder(run: Run, folders: Path) -> None:
    (folders / "taken").write_text("mine")
    answer = run("export", "a", "-o", "taken/out")
    assert (answer.status, answer.out) == (1, "")
    assert "could not be created" in answer.sentence


def test_a_folder_that_may_not_be_read(
    run: Run, folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def listdir(path: str) -> list[str]:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr("os.listdir", listdir)
    answer = run("export", "a", "-o", "out")
    assert answer.status == 1
    assert (
        answer.sentence == "a: the folder cannot be read (Permission denied); check the permissions"
    )


def test_names_of_all_kinds(program: Program, map_: Path) -> None:
    names = ["å ä ö", "地图", "🗺️", "a'b\"c", "-o", "x" * 200, "tab\tand\nbreak", "byte\udcff"]
    for name in names:
        shutil.copy(map_, map_.parent / f"{name}.journey.json")
    map_.unlink()
    for environment in ({}, {"LC_ALL": "C", "PYTHONIOENCODING": "ascii"}):
        answer = program("export", ".", "-o", "out", "--json", env=environment)
        assert (answer.status, answer.err) == (0, "")
        files = [row["files"][0] for row in json.loads(answer.out)]
        assert sorted(files) == sorted(os.path.join("out", f"{name}.pdf") for name in names)
        assert len(left_in(map_.parent / "out")) == len(names)
        assert program("export", ".", "-o", "out", env=environment).status == 0
