"""Every command in the README and the handbook does what it is printed for.

The commands of a chapter run one after the other in a folder with the files that they name.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from journeyeditor import resources
from journeyeditor.cli import COMMANDS, main
from journeyeditor.files import read_map
from tests.cli.program import Program
from tests.icc import cmyk_profile

ROOT = Path(__file__).parent.parent
RUN = "python3 packaging/dev.py run"
ENGLISH = sorted(resources.path("handbook", "en").glob("*.md"))
TABLE = "# Shopping\n\n| Stage | Find | Buy |\n|---|---|---|\n| Actions | Search | Pay |\n"


def blocks(path: Path, language: str) -> list[list[str]]:
    """The lines of all fenced blocks in a language ("" for none)."""
    found = re.findall(rf"^```{language}\n(.*?)^```$", path.read_text("utf-8"), re.M | re.S)
    return [block.splitlines() for block in found]


def of_handbook(path: Path) -> list[str]:
    return [line for block in blocks(path, "sh") for line in block]


def of_readme() -> list[str]:
    lines = [line for block in blocks(ROOT / "README.md", "") for line in block]
    commands = [line.partition("#")[0].strip() for line in lines if line.startswith(RUN)]
    return [f"journeyeditor{line.removeprefix(RUN)}" for line in commands if "[" not in line]


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with everything that the commands read."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("journeyeditor.wall.text.installed_languages", frozenset)
    sample = resources.path("samples", "fitness_club.da.journey.json")
    values = json.loads(sample.read_bytes())
    values["graph"]["agenda"] = {"steps": [{"title": "Welcome", "minutes": 5}]}
    Path("map.journey.json").write_text(json.dumps(values), "utf-8")
    shutil.copy(resources.path("templates", "003.en.journey.json"), "before.journey.json")
    for folder in ("maps", "notes"):
        Path(folder).mkdir()
    shutil.copy(sample, "maps")
    Path("journey.md").write_text(TABLE, "utf-8")
    Path("notes", "one.md").write_text(TABLE, "utf-8")
    Path("press.icc").write_bytes(cmyk_profile())
    titles = [card.title for card in read_map(sample).elements("touchpoint")]
    rows = [
        f"c{case},{title},2026-0{1 + at % 6}-01 1{at % 10}:00"
        for case in range(8)
        for at, title in enumerate(titles)
    ]
    Path("events.csv").write_text("\n".join(["customer,event,when", *rows]), "utf-8")
    events = Path("resources", "events")
    events.mkdir(parents=True)
    shutil.copy(resources.path("events", "toothbrush.sv.csv.gz"), events)
    return tmp_path


def do(line: str) -> None:
    if "wall.jpg" in line:
        photograph(Path("wall.jpg"))
    if "|" in line:
        shell(line)
    elif line.split()[1] == "room":
        room(line)
    else:
        assert main(shlex.split(line)[1:]) == 0, line
    if Path("texts.xlsx").exists():
        translate(Path("texts.xlsx"))


def photograph(path: Path) -> None:
    """Take a photo of a wall with two sticky notes."""
    pytest.importorskip("cv2", reason="the extra wall is not installed")
    from tests.wall.photos import Wall, sticky

    wall = Wall(500, 400)
    for x in (120, 320):
        wall.hang(sticky("yellow"), x, 120, 3)
    path.write_bytes(wall.photo(width=1000))


def translate(table: Path) -> None:
    """Do a translator's work, for the first text."""
    book = openpyxl.load_workbook(table)
    book.active.cell(2, 3, "Mitglied werden")  # type: ignore[union-attr]
    book.save(table)


def shell(line: str) -> None:
    """Run a line with pipes, in a shell that knows the program."""
    if not shutil.which("sh"):
        pytest.skip("no shell")
    program = f'journeyeditor() {{ {shlex.quote(sys.executable)} -m journeyeditor "$@"; }}\n'
    done = subprocess.run(
        ["sh", "-c", program + line], env=Program.environment, capture_output=True, check=False
    )
    assert done.returncode == 0, (line, done.stderr)


def room(line: str) -> None:
    """Open the room as a process of its own, and end it once it says that it is open."""
    words = [*Program.command, *shlex.split(line)[1:], "--port", "0"]
    data = {"XDG_DATA_HOME": os.getcwd()}
    with subprocess.Popen(
        words, env=Program.environment | data, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stdout.readline(), line
        process.send_signal(signal.SIGTERM)
        _, error = process.communicate()
        assert process.returncode == 0, (line, error)


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(
    "path", [path for path in ENGLISH if of_handbook(path)], ids=lambda path: path.name
)
def test_the_commands_of_a_chapter_run(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for line in of_handbook(path):
        capfd.readouterr()
        do(line)


@pytest.mark.usefixtures("files")
def test_the_commands_of_the_readme_run(capfd: pytest.CaptureFixture[str]) -> None:
    lines = of_readme()
    assert len(lines) > 5
    for line in lines:
        do(line)
        capfd.readouterr()


def test_the_handbook_shows_every_command() -> None:
    shown = {line.split()[1] for path in ENGLISH for line in of_handbook(path) if "|" not in line}
    assert COMMANDS.keys() <= shown


@pytest.mark.parametrize(
    "path",
    [path for path in sorted(resources.path("handbook").glob("*/*.md")) if path not in ENGLISH],
    ids=lambda path: f"{path.parent.name}/{path.name}",
)
def test_translations_show_the_same_commands(path: Path) -> None:
    assert of_handbook(path) == of_handbook(resources.path("handbook", "en", path.name))
