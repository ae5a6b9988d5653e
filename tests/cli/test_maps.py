"""new, templates, info and schema."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from journeyeditor import resources
from tests.cli.program import Program, Run, left_in

SAMPLES = sorted(resources.path("samples").glob("*.journey.json"))
TEMPLATES = sorted(resources.path("templates").glob("*.journey.json"))


def name(path: Path) -> str:
    return path.name.removesuffix(".journey.json")


def test_templates_are_listed(run: Run) -> None:
    answer = run("templates")
    assert (answer.status, answer.err) == (0, "")
    rows = [line.split(maxsplit=2) for line in answer.out.splitlines()]
    assert sorted(f"{row[0]}.{row[1]}" for row in rows) == sorted(map(name, TEMPLATES))
    assert all(len(row) == 3 for row in rows)


def test_templates_as_json_are_the_same(run: Run) -> None:
    rows = json.loads(run("templates", "--json").out)
    lines = [line.split(maxsplit=2) for line in run("templates").out.splitlines()]
    assert [[row["name"], row["language"], row["title"]] for row in rows] == lines


@pytest.mark.parametrize("path", SAMPLES + TEMPLATES, ids=name)
def test_info_tells_what_the_file_holds(run: Run, path: Path) -> None:
    document = json.loads(path.read_text(encoding="utf-8"))
    answer = run("info", path, "--json")
    assert (answer.status, answer.err) == (0, "")
    facts = json.loads(answer.out)
    assert list(facts) == ["title", "language", "kinds", "relations", "stages", "personas"]
    assert facts["title"] == document["graph"]["title"]
    assert facts["language"] == document["graph"].get("language", "en")
    assert facts["kinds"] == Counter(row["kind"] for row in document["nodes"])
    assert facts["relations"] == Counter(row["kind"] for row in document["edges"])
    for kind, key in (("stage", "stages"), ("persona", "personas")):
        titles = [row.get("title", "") for row in document["nodes"] if row["kind"] == kind]
        assert facts[key] == titles


@pytest.mark.parametrize("path", SAMPLES, ids=name)
def test_info_in_words(run: Run, path: Path) -> None:
    facts = json.loads(run("info", path, "--json").out)
    answer = run("info", path)
    assert (answer.status, answer.err) == (0, "")
    assert answer.out.startswith(f"{facts['title']} [{facts['language']}]\n")
    assert all(title in answer.out for title in facts["stages"] + facts["personas"])


def test_titles_cannot_steer_the_terminal(run: Run, map_: Path) -> None:
    document = json.loads(map_.read_text(encoding="utf-8"))
    document["graph"]["title"] = "\x1b]0;owned\x07a\nb\u2028c\x9b1m"
    map_.write_text(json.dumps(document), encoding="utf-8")
    out = run("info", map_).out
    assert out.startswith("�]0;owned�a�b�c�1m [en]\n")
    assert json.loads(run("info", map_, "--json").out)["title"] == document["graph"]["title"]


def test_schema_is_the_committed_one(run: Run) -> None:
    committed = resources.path("schema", "journey-map-1.schema.json").read_text(encoding="utf-8")
    assert run("schema") == (0, committed, "")
    assert json.loads(committed)["title"] == "Journey map"


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_new_writes_each_template(run: Run, work: Path, path: Path) -> None:
    template, _, language = name(path).rpartition(".")
    answer = run("new", "-o", "map.journey.json", "--template", template, "--language", language)
    assert (answer.status, answer.err) == (0, "")
    assert answer.out.startswith(f"{template} → map.journey.json: ")
    assert left_in(work) == ["map.journey.json"]
    original = run("info", path, "--json").out
    assert run("info", "map.journey.json", "--json").out == original


def test_new_speaks_the_template_s_own_language(run: Run, work: Path) -> None:
    assert run("new", "-o", "a.journey.json", "--template", "001").status == 0
    assert json.loads(run("info", "a.journey.json", "--json").out)["language"] == "nb"
    assert run("new", "-o", "b.journey.json", "--template", "001", "--language", "no").status == 0
    assert (work / "a.journey.json").read_bytes() == (work / "b.journey.json").read_bytes()


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--template", "none"), "000-A"),
        (("--template", "../samples/toothbrush"), "000-A"),
        (("--template", "001", "--language", "ja"), "nb"),
        (("--template", "001", "--language", ""), "nb"),
    ],
)
def test_new_names_the_choices(run: Run, work: Path, words: tuple[str, ...], named: str) -> None:
    answer = run("new", "-o", "map.journey.json", *words)
    assert (answer.status, answer.out) == (2, "")
    assert named in answer.sentence
    assert left_in(work) == []


def test_new_keeps_every_file_that_stood_there(run: Run, map_: Path) -> None:
    first = map_.read_bytes()
    backup = map_.with_name("map.journey.json.bak")
    backup.write_text("mine")
    answer = run("new", "-o", map_, "--template", "002-A")
    assert (answer.status, answer.sentence) == (
        0,
        f"{map_}: the previous file was kept as map.journey.json.bak2",
    )
    assert backup.read_text() == "mine"
    assert map_.with_name("map.journey.json.bak2").read_bytes() == first
    second = map_.read_bytes()
    assert run("new", "-o", map_, "--template", "003").status == 0
    assert map_.with_name("map.journey.json.bak3").read_bytes() == second
    assert len(left_in(map_.parent)) == 4


def test_new_keeps_nothing_where_nothing_changes(run: Run, work: Path) -> None:
    for _ in range(2):
        answer = run("new", "-o", "map.journey.json", "--template", "002-A")
        assert (answer.status, answer.err) == (0, "")
    assert left_in(work) == ["map.journey.json"]


def test_new_keeps_where_there_are_no_hard_links(
    run: Run, map_: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def link(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    first = map_.read_bytes()
    monkeypatch.setattr("os.link", link)
    assert run("new", "-o", map_, "--template", "002-A").status == 0
    assert map_.with_name("map.journey.json.bak").read_bytes() == first


def test_new_writes_to_standard_output(program: Program, work: Path) -> None:
    words = ("new", "-o", "/dev/stdout", "--template", "001")
    answer = program(*words)
    assert (answer.status, answer.err) == (0, "")
    assert json.loads(answer.out)["format"] == "journey-map"
    assert program("info", "/dev/stdin", input=answer.out.encode()).status == 0
    with open("/dev/full", "wb") as full:
        answer = program(*words, stdout=full)
    assert answer.status == 1
    assert "No space left on device" in answer.sentence


def test_new_follows_a_link(run: Run, map_: Path) -> None:
    folder = map_.parent / "elsewhere"
    folder.mkdir()
    link = folder / "link.journey.json"
    link.symlink_to(map_)
    assert run("new", "-o", link, "--template", "002-A").status == 0
    assert link.is_symlink()
    assert left_in(map_.parent) == ["elsewhere", "map.journey.json", "map.journey.json.bak"]


def test_a_failed_write_leaves_no_second_copy(
    run: Run, map_: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fsync(_: int) -> None:
        raise OSError(28, "No space left on device")

    first = map_.read_bytes()
    monkeypatch.setattr("os.fsync", fsync)
    answer = run("new", "-o", map_, "--template", "002-A")
    assert (answer.status, answer.out) == (1, "")
    assert "No space left on device" in answer.sentence
    assert (left_in(map_.parent), map_.read_bytes()) == (["map.journey.json"], first)
