"""The wheel holds the program and its resources, and nothing else."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's content, as an installation has it."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_it_holds_package_and_metadata_only(unpacked: Path) -> None:
    names = sorted(path.name.partition("-")[0] for path in unpacked.iterdir())
    assert names == ["journeyeditor", "journeyeditor"]


def test_every_resource_is_in_it(unpacked: Path) -> None:
    def files(folder: Path) -> set[str]:
        return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}

    assert files(unpacked / "journeyeditor" / "data") == files(ROOT / "resources") | {
        "CHANGELOG.md"
    }


def test_it_says_that_it_is_typed(unpacked: Path) -> None:
    assert (unpacked / "journeyeditor" / "py.typed").exists()


def test_the_program_finds_them(unpacked: Path) -> None:
    command = [sys.executable, "-m", "journeyeditor", "templates"]
    process = subprocess.run(
        command, cwd=unpacked, capture_output=True, text=True, encoding="utf-8", check=True
    )
    assert len(process.stdout.splitlines()) >= 12
    where = "from journeyeditor import resources; print(resources.folder())"
    found = subprocess.run(
        [sys.executable, "-c", where], cwd=unpacked, capture_output=True, text=True, check=True
    )
    assert Path(found.stdout.strip()) == unpacked / "journeyeditor" / "data"
