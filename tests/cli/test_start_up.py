"""What a command imports, and that none reaches for a network or a screen."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from journeyeditor import resources
from tests.cli.program import Program, left_in

SAMPLE = str(resources.path("samples", "toothbrush.sv.journey.json"))
#: Runs the command line of its arguments under a hook, then tells which modules are there.
WATCHED = """
import json, sys

def hook(event, arguments):
    if event.startswith(("socket.", "urllib.", "ftplib.", "http.", "smtplib.")):
        if event not in ("socket.gethostname",):
            raise SystemExit(f"reached for the network: {event} {arguments}")
    if event in ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork"):
        raise SystemExit(f"started a process: {event} {arguments}")

sys.addaudithook(hook)
from journeyeditor.cli import main
status = main(sys.argv[1:])
print(json.dumps(sorted(sys.modules)), file=sys.stderr)
sys.exit(status)
"""
NO_SCREEN = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""}
LIBRARIES = {"networkx", "pydantic", "pydantic_core", "reportlab", "uharfbuzz", "PIL", "yaml"}
NEVER = {"PySide6", "shiboken6", "asyncio", "unittest", "http", "ssl", "multiprocessing", "pytest"}
NEVER |= {"numpy", "fontTools", "concurrent", "xml.dom", "pydoc", "sqlite3", "pkg_resources"}


def modules(program: Program, *words: str) -> set[str]:
    done = program.process([sys.executable, "-c", WATCHED, *words], env=NO_SCREEN)
    assert done.returncode == 0, done.stderr.decode()
    return set(json.loads(done.stderr.decode().splitlines()[-1]))


@pytest.mark.parametrize(
    ("words", "needed"),
    [
        (("--help",), set()),
        (("--version",), set()),
        (("export", "--help"), set()),
        (("templates",), set()),
        (("templates", "--json"), set()),
        (("schema",), set()),
        (("info", SAMPLE), {"networkx", "pydantic", "pydantic_core"}),
        (("info", SAMPLE, "--json"), {"networkx", "pydantic", "pydantic_core"}),
        (("new", "-o", "x", "--template", "001"), {"networkx", "pydantic", "pydantic_core"}),
        (("import", "day.mmd", "-o", "x"), {"networkx", "pydantic", "pydantic_core", "yaml"}),
        (("export", SAMPLE, "-o", "x.svg"), LIBRARIES - {"reportlab", "yaml"}),
        (("export", SAMPLE, "-o", "x.pdf"), LIBRARIES - {"yaml"}),
        (("export", SAMPLE, "-o", "x.png", "--dpi", "20"), LIBRARIES - {"yaml"}),
        ((), LIBRARIES - {"yaml"}),
    ],
    ids=lambda value: (
        " ".join(Path(word).name for word in value) if isinstance(value, tuple) else ""
    ),
)
def test_only_what_is_needed_is_imported(
    program: Program, diagram: Path, words: tuple[str, ...], needed: set[str]
) -> None:
    found = modules(program, *words)
    assert found & LIBRARIES <= needed
    assert not found & NEVER


def test_without_a_command_the_sample_is_printed(program: Program, work: Path) -> None:
    mine = work / "poster.pdf"
    mine.write_text("mine")
    answer = program(env=NO_SCREEN)
    assert (answer.status, answer.err) == (0, "")
    first, second = answer.out.splitlines()[:2]
    assert "No display" in first
    assert second.startswith("toothbrush.sv.journey.json → poster-2.pdf: 1 page")
    assert mine.read_text() == "mine"
    assert (work / "poster-2.pdf").read_bytes().startswith(b"%PDF-")
    mine.unlink()
    assert program(env=NO_SCREEN).status == 0
    assert left_in(work) == ["poster-2.pdf", "poster.pdf"]
