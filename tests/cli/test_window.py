"""The call without a command: a window where there is a screen, a sentence where there is none."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from journeyeditor import cli, resources
from tests.cli.program import Program, left_in

SAMPLE = resources.path("samples", "toothbrush.sv.journey.json")
NO_SCREEN = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""}
#: Starts the program as a person does, and ends it as a session does once the window is there.
WATCHED = """
import os, signal, sys
from journeyeditor.app import application

class Program(application.Program):
    def _after_showing(self, window, paths):
        super()._after_showing(window, paths)
        names = [w.windowTitle() for w in self.windows]
        heavy = {"networkx", "pydantic", "reportlab"} & set(sys.modules)
        print("shown", *names, "heavy:", *sorted(heavy), sep="|", flush=True)
        os.kill(os.getpid(), signal.SIGTERM)

application.Program = Program
from journeyeditor.cli import main
sys.exit(main())
"""
#: Ended before the window has been painted for the first time.
ENDED_EARLY = """
import os, signal, sys
from journeyeditor.app import application

class Program(application.Program):
    def open_window(self):
        window = super().open_window()
        os.kill(os.getpid(), signal.SIGTERM)
        return window

application.Program = Program
from journeyeditor.cli import main
sys.exit(main())
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have a screen")
def test_without_a_screen_the_sample_is_printed(program: Program, work: Path) -> None:
    answer = program(env=NO_SCREEN)
    assert (answer.status, answer.err) == (0, "")
    assert "No display" in answer.out.splitlines()[0]
    assert "poster.pdf" in left_in(work)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have a screen")
def test_without_a_screen_a_map_cannot_be_opened(program: Program) -> None:
    answer = program(SAMPLE, env=NO_SCREEN)
    assert answer.status == 1
    assert "journeyeditor export" in answer.sentence


@pytest.mark.parametrize(
    ("words", "maps"),
    [
        ([], []),
        (["a.journey.json"], ["a.journey.json"]),
        (["a.json", "b.json"], ["a.json", "b.json"]),
        (["info", "a.json"], None),
        (["--help"], None),
        (["nonsense"], None),
        (["a.json", "--paper"], None),
    ],
)
def test_what_is_no_command_is_a_map(words: list[str], maps: list[str] | None) -> None:
    assert cli.maps_to_open(words) == maps


def test_a_file_of_any_name_is_opened_if_it_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "journey").write_text("{}")
    (tmp_path / "check").write_text("{}")
    assert cli.maps_to_open(["journey"]) == ["journey"]
    assert cli.maps_to_open(["check"]) is None
    assert cli.maps_to_open(["./check"]) == ["./check"]


def run(home: Path, *words: object, program: str = WATCHED) -> subprocess.CompletedProcess[str]:
    environment = {
        **Program.environment,
        "QT_QPA_PLATFORM": "offscreen",
        "HOME": str(home),
        **{f"XDG_{name}_HOME": str(home / name) for name in ("CONFIG", "DATA", "CACHE", "STATE")},
    }
    return subprocess.run(
        [sys.executable, "-c", program, *map(str, words)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no such signals")
def test_the_window_is_there_before_anything_heavy_is_imported(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "shown|Journey Editor|heavy:"


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no such signals")
def test_maps_that_are_named_are_opened_each_in_its_window(tmp_path: Path) -> None:
    other = resources.path("samples", "heat_pump.nb.journey.json")
    copies = [tmp_path / path.name for path in (SAMPLE, other)]
    for copy, path in zip(copies, (SAMPLE, other), strict=True):
        copy.write_bytes(path.read_bytes())
    done = run(tmp_path, *copies)
    assert done.returncode == 0, done.stderr
    assert "toothbrush.sv[*] – Journey Editor|heat_pump.nb[*] – Journey Editor" in done.stdout


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no such signals")
def test_a_signal_before_the_first_painting_is_not_lost(tmp_path: Path) -> None:
    done = run(tmp_path, program=ENDED_EARLY)
    assert (done.returncode, done.stderr) == (0, "")
