"""Terminals, pipes that close, and encodings that know no å."""

from __future__ import annotations

import json
import os
import pty
import shutil
import subprocess
from pathlib import Path

import pytest

from journeyeditor import resources
from tests.cli.program import Program, Run, left_in

SAMPLE = resources.path("samples", "toothbrush.sv.journey.json")


def on_a_terminal(program: Program, *words: object, env: dict[str, str]) -> tuple[int, str]:
    """Run with standard error as a terminal; return the status and what it showed."""
    ours, theirs = pty.openpty()
    command = [*program.command, *map(str, words)]
    environment = program.environment | env
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=theirs, env=environment
    ) as process:
        os.close(theirs)
        shown = b""
        try:
            while part := os.read(ours, 4096):
                shown += part
        except OSError:  # how Linux says that the other end is closed
            pass
    os.close(ours)
    return process.returncode, shown.decode("utf-8")


@pytest.fixture
def maps(map_: Path) -> Path:
    folder = map_.parent / "maps"
    folder.mkdir()
    for name in ("a", "c"):
        shutil.copy(map_, folder / f"{name}.journey.json")
    (folder / "b.journey.json").write_text("{")
    return folder


def test_a_bar_on_a_terminal(program: Program, maps: Path) -> None:
    words = ("export", maps, "-o", "out", "--format", "svg")
    status, shown = on_a_terminal(program, *words, env={"TERM": "xterm"})
    assert status == 1
    bars = shown.split("\r")
    for done, name in enumerate("abc"):
        assert any(f" {done}/3 {name}.journey.json" in bar for bar in bars), shown
    assert "█" in shown
    last = [bar for bar in bars if bar.strip()][-1]
    assert last.startswith("\x1b[Kjourneyeditor: ")
    assert "b.journey.json: is not JSON" in last
    assert shown.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "environment"),
    [
        (("maps",), {"TERM": "dumb"}),
        (("map.journey.json",), {"TERM": "xterm"}),
    ],
)
def test_no_bar(
    program: Program, maps: Path, words: tuple[str, ...], environment: dict[str, str]
) -> None:
    _, shown = on_a_terminal(program, "export", *words, "-o", "out/", env=environment)
    assert "\x1b" not in shown
    assert "/3" not in shown


def test_no_bar_in_a_pipe(program: Program, maps: Path) -> None:
    answer = program("export", maps, "-o", "out", env={"TERM": "xterm"})
    assert "b.journey.json" in answer.sentence


def test_a_bar_keeps_to_its_line(program: Program, maps: Path) -> None:
    (maps / "a.journey.json").rename(maps / f"{'long' * 50}\n.journey.json")
    environment = {"TERM": "xterm", "COLUMNS": "40", "PYTHONIOENCODING": "ascii"}
    _, shown = on_a_terminal(program, "export", maps, "-o", "out", env=environment)
    bars = [part.partition("\x1b")[0] for part in shown.split("\r") if "/3 " in part]
    assert len(bars) == 3
    assert max(map(len, bars)) < 40
    assert any("#" in bar for bar in bars)


@pytest.mark.parametrize("words", [("templates",), ("--help",), ("schema",), ("info", SAMPLE)])
def test_a_reader_that_goes_away(program: Program, words: tuple[object, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    answer = program(*words, stdout=writing)
    os.close(writing)
    assert answer == (0, "", "")


def test_a_failure_counts_though_the_reader_went_away(program: Program, maps: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    answer = program("export", maps, "-o", "out", stdout=writing)
    os.close(writing)
    assert answer.status == 1
    assert "b.journey.json" in answer.sentence
    assert left_in(maps.parent / "out") == ["a.pdf", "c.pdf"]


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_closed_from_the_start(program: Program, map_: Path, closed: str) -> None:
    def status(words: str) -> tuple[int, bytes]:
        shell = f'"$0" -m journeyeditor {words} {closed}'
        done = program.process(["sh", "-c", shell, program.command[0]])
        assert b"Traceback" not in done.stderr
        return done.returncode, done.stdout

    assert status("export map.journey.json -o poster.pdf")[0] == 0
    assert status("info missing") == (1, b"")
    assert status("nonsense") == (2, b"")
    assert status("--help")[0] == 0
    assert map_.with_name("poster.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "C"},
        {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        {"PYTHONIOENCODING": "cp437"},
        {"PYTHONIOENCODING": "utf-16"},
    ],
    ids=str,
)
def test_encodings(program: Program, map_: Path, environment: dict[str, str]) -> None:
    def text(*words: object) -> str:
        done = program.process([*program.command, *map(str, words)], env=environment)
        assert (done.returncode, done.stderr) == (0, b"")
        return done.stdout.decode(environment.get("PYTHONIOENCODING", "utf-8"))

    assert json.loads(text("info", SAMPLE, "--json"))["stages"][2] == "Övervägande"
    assert "vervägande" in text("info", SAMPLE).replace("?", "ä")
    assert "poster.pdf: 1 page" in text("export", map_, "-o", "poster.pdf")
    assert json.loads(text("schema"))["title"] == "Journey map"
    assert "--lanes A,B" in text("export", "--help")


def test_a_sentence_about_a_name_of_any_kind(run: Run, program: Program) -> None:
    answer = run("info", "a\nb\x1b[31m\u2028")
    assert answer.sentence.startswith("a�b�[31m�: does not exist")
    answer = program("info", "å", env={"PYTHONIOENCODING": "ascii"})
    assert answer.sentence.startswith("\\xe5: does not exist")
