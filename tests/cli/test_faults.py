"""Maps and disks at fault: status 1, one sentence, and every file either old or new, whole."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.program import Program, Run, left_in

COMMANDS = [
    ("export", "map.journey.json", "-o", "out.pdf"),
    ("export", "map.journey.json", "-o", "out.svg"),
    ("export", "map.journey.json", "-o", "out.png", "--dpi", "20"),
    ("new", "-o", "out.journey.json", "--template", "001"),
    ("import", "day.mmd", "-o", "out.journey.json"),
]


def name(words: tuple[str, ...]) -> str:
    return f"{words[0]} {Path(words[words.index('-o') + 1]).suffix}"


def moved(words: tuple[str, ...], folder: str) -> list[str]:
    at = words.index("-o") + 1
    return [*words[:at], f"{folder}/{words[at]}", *words[at + 1 :]]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\x00\x01\x02\xff", "is not UTF-8"),
        (b"\xff\xfe{\0}\0", "is not UTF-8"),
        (b"[]", "is not a journey map"),
        (b"{}", "is not a journey map"),
        (b"null", "is not a journey map"),
        (b'{"format": "journey-map"', "is not JSON"),
        (b'{"format": "journey-map", "version": 99}', "version 99"),
        (b"[" * 100_000, "nested"),
        (b'{"a":' * 100_000, "nested"),
        (b"9" * 100_000, "number"),
        (b"NaN", "NaN"),
    ],
)
def test_hostile_maps(run: Run, work: Path, content: bytes, words: str) -> None:
    (work / "bad.journey.json").write_bytes(content)
    for command in (("info",), ("info", "--json"), ("export", "-o", "out.pdf")):
        answer = run(command[0], "bad.journey.json", *command[1:])
        assert (answer.status, answer.out) == (1, "")
        assert answer.sentence.startswith("bad.journey.json: ")
        assert words in answer.sentence
        assert len(answer.sentence) < 300
    assert left_in(work) == ["bad.journey.json"]


def test_an_endless_map(program: Program, work: Path) -> None:
    answer = program("info", "/dev/zero")
    assert answer.status == 1
    assert "64 MiB" in answer.sentence


@pytest.mark.parametrize("path", ["missing", "x/y", "folder", "loop", "a" * 5000, "bad\udcff"])
def test_maps_that_are_not_there(run: Run, work: Path, path: str) -> None:
    (work / "folder").mkdir()
    (work / "loop").symlink_to("loop")
    for command in (("info",), ("export", "-o", "out.pdf")):
        if (command[0], path) == ("export", "folder"):
            continue
        answer = run(command[0], path, *command[1:])
        assert (answer.status, answer.out) == (1, "")
        assert path[:50] in answer.sentence or path.startswith("bad")
    assert left_in(work) == ["folder", "loop"]


@pytest.mark.parametrize("words", COMMANDS, ids=name)
def test_a_missing_folder(run: Run, map_: Path, diagram: Path, words: tuple[str, ...]) -> None:
    answer = run(*moved(words, "missing"))
    assert (answer.status, answer.out) == (1, "")
    assert "No such file or directory" in answer.sentence
    assert left_in(map_.parent) == ["day.mmd", "map.journey.json"]


@pytest.mark.parametrize("words", COMMANDS, ids=name)
def test_a_file_for_a_folder(run: Run, map_: Path, diagram: Path, words: tuple[str, ...]) -> None:
    answer = run(*moved(words, "day.mmd"))
    assert (answer.status, answer.out) == (1, "")
    assert "Not a directory" in answer.sentence


@pytest.mark.parametrize("words", COMMANDS[3:], ids=name)
def test_a_folder_for_a_file(run: Run, map_: Path, diagram: Path, words: tuple[str, ...]) -> None:
    (map_.parent / "out.journey.json").mkdir()
    answer = run(*words)
    assert (answer.status, answer.out) == (1, "")
    assert "is a folder" in answer.sentence


@pytest.mark.parametrize("words", COMMANDS, ids=name)
@pytest.mark.parametrize("call", ["open", "write", "fsync", "replace"])
@pytest.mark.parametrize("code", [13, 28, 30])
def test_a_disk_at_fault(
    run: Run,
    map_: Path,
    diagram: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    call: str,
    code: int,
) -> None:
    old = map_.with_name(words[words.index("-o") + 1])
    old.write_text("old")
    genuine = getattr(os, call)

    def faulty(*arguments: object, **settings: object) -> object:
        writes = call != "open" or (isinstance(arguments[1], int) and arguments[1] & os.O_WRONLY)
        if (writes and ".tmp" in str(arguments[0])) or call in {"write", "fsync"}:
            raise OSError(code, os.strerror(code))
        return genuine(*arguments, **settings)

    assert run("info", map_).status == 0  # what is imported late is imported now
    before = left_in(map_.parent)
    monkeypatch.setattr(f"journeyeditor.files.atomic.os.{call}", faulty)
    answer = run(*words)
    monkeypatch.undo()
    assert (answer.status, answer.out) == (1, "")
    assert os.strerror(code) in answer.sentence
    assert old.read_text() == "old"
    assert left_in(map_.parent) == before


@pytest.mark.parametrize("words", COMMANDS, ids=name)
def test_a_file_that_may_not_grow(
    program: Program, map_: Path, diagram: Path, words: tuple[str, ...]
) -> None:
    old = map_.with_name(words[words.index("-o") + 1])
    old.write_text("old")
    before = left_in(map_.parent)
    limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500))  # noqa: E731
    answer = program(*words, preexec_fn=limit)
    assert (answer.status, answer.out) == (1, "")
    assert "File too large" in answer.sentence
    assert (old.read_text(), left_in(map_.parent)) == ("old", before)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
@pytest.mark.parametrize("words", COMMANDS, ids=name)
def test_a_folder_without_rights(
    run: Run, map_: Path, diagram: Path, words: tuple[str, ...]
) -> None:
    for mode in (0o555, 0o000):
        folder = map_.parent / f"folder{mode}"
        folder.mkdir(mode=mode)
        answer = run(*moved(words, folder.name))
        assert (answer.status, answer.out) == (1, "")
        assert "could not be written (Permission denied)" in answer.sentence
        assert run("info", folder / "map.journey.json").status == 1


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no such device here")
def test_a_full_standard_output(program: Program, map_: Path) -> None:
    for words in (("templates",), ("--help",), ("schema",), ("info", map_), ("--version",)):
        with open("/dev/full", "wb") as full:
            answer = program(*words, stdout=full)
        assert answer.status == 1
        assert "No space left on device" in answer.sentence
    with open("/dev/full", "wb") as full:
        assert program("info", "missing", stderr=full).status == 1
        assert program("nonsense", stderr=full).status == 2


@pytest.mark.parametrize("make", ["same", "link", "hard link"])
def test_a_map_is_not_printed_over(run: Run, map_: Path, make: str) -> None:
    before = map_.read_bytes()
    source, output = map_, map_.with_name("map.pdf")
    if make == "same":
        source = map_.rename(output)
    elif make == "link":
        output.symlink_to(map_)
    else:
        output.hardlink_to(map_)
    answer = run("export", source, "-o", output)
    assert (answer.status, answer.out) == (2, "")
    assert "choose another name for the poster" in answer.sentence
    assert source.read_bytes() == output.read_bytes() == before


def test_a_logo_is_not_printed_over(run: Run, map_: Path) -> None:
    logo = map_.with_name("logo.png")
    logo.write_bytes(b"")
    assert run("export", map_, "-o", logo, "--logo", logo).status == 2
    assert logo.read_bytes() == b""


def test_a_map_in_a_folder_is_not_printed_over(run: Run, map_: Path) -> None:
    before = map_.read_bytes()
    map_.with_name("map.pdf").symlink_to(map_)
    answer = run("export", map_, "-o", map_.parent)
    assert (answer.status, answer.out) == (1, "")
    assert "choose another name for the poster" in answer.sentence
    assert map_.read_bytes() == before


def test_a_poster_is_printed_again(run: Run, map_: Path) -> None:
    poster = map_.with_name("poster.pdf")
    poster.write_text("old")
    assert run("export", map_, "-o", poster).status == 0
    assert poster.read_bytes().startswith(b"%PDF-")
    assert left_in(map_.parent) == ["map.journey.json", "poster.pdf"]


def test_our_own_errors_are_one_sentence(
    program: Program, run: Run, map_: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> object:
        raise ZeroDivisionError("first\nsecond")

    monkeypatch.setattr("journeyeditor.cli.commands.maps.info", broken)
    answer = run("info", map_)
    assert (answer.status, answer.out) == (1, "")
    assert "internal error (ZeroDivisionError: first�second)" in answer.sentence
    monkeypatch.setenv("JOURNEYEDITOR_TRACE", "1")
    assert "Traceback" in run("info", map_).err


@pytest.fixture
def in_background() -> Iterator[None]:
    """The tests as a background job of a shell that has no job control."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("in_background")
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_stopped_in_the_middle_of_writing(work: Path, map_: Path, stop: signal.Signals) -> None:
    old = work / "poster.pdf"
    old.write_text("old")
    program = (
        "import os, signal, sys\n"
        # A shell without job control has its background jobs ignore Ctrl-C, and so their children.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "def fsync(_):\n"
        "    print('now', flush=True)\n"
        "    signal.pause()\n"
        "os.fsync = fsync\n"
        "sys.argv[1:] = ['export', 'map.journey.json', '-o', 'poster.pdf']\n"
        "from journeyeditor.cli import main\n"
        "sys.exit(main())\n"
    )
    words = [sys.executable, "-c", program]
    settings = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "env": Program.environment}
    with subprocess.Popen(words, **settings) as process:  # type: ignore[call-overload]
        try:
            assert process.stdout.readline() == b"now\n"
            assert len(left_in(work)) == 3
            process.send_signal(stop)
            out, err = process.communicate(timeout=60)
        finally:
            process.kill()
    assert (process.returncode, out) == (130, b"")
    assert err == b"journeyeditor: interrupted; no incomplete files were left behind\n"
    assert (old.read_text(), left_in(work)) == ("old", ["map.journey.json", "poster.pdf"])


def test_a_folder_in_a_map_s_place_is_an_input_at_fault(run: Run, work: Path) -> None:
    (work / "maps").mkdir()
    (work / "maps" / "a.journey.json").write_text("{}", encoding="utf-8")
    for command in (
        ["maps"],
        ["info", "maps"],
        ["check", "maps"],
        ["compare", "maps", "maps"],
        ["export", "maps", "-o", "poster.pdf"],
    ):
        answer = run(*command)
        assert answer.status == 1
        assert answer.sentence.startswith("maps: ")
    assert run("export", "maps", "maps/a.journey.json", "-o", "poster.pdf").status == 2
    assert run("import", "maps", "-o", "new.journey.json").status == 2, "its maps need a folder"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_in_a_folder_of_maps_is_not_waited_for(run: Run, work: Path) -> None:
    (work / "maps").mkdir()
    os.mkfifo(work / "maps" / "a.journey.json")
    answer = run("export", "maps", "-o", "posters")
    assert answer.status == 1
    assert "no *.journey.json" in answer.sentence


def test_a_finding_on_an_endless_title_is_a_line_that_can_be_read(run: Run, work: Path) -> None:
    nodes = [{"id": "s", "kind": "stage", "title": "a" * 100_000}]
    head = {"format": "journey-map", "version": 1, "directed": True, "multigraph": True}
    text = json.dumps({**head, "graph": {}, "nodes": nodes, "edges": []})
    (work / "a.journey.json").write_text(text, encoding="utf-8")
    answer = run("check", "a.journey.json")
    assert answer.status == 0
    assert max(map(len, answer.out.splitlines())) < 1200
