"""LibreOffice opens what is written for Office, shows its words and saves it as it was."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest

from journeyeditor import resources
from journeyeditor.cli import main
from journeyeditor.files import read_map

SAMPLE = resources.path("samples", "toothbrush.sv.journey.json")
PATIENCE = 120

pytestmark = [
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
    pytest.mark.skipif(sys.platform != "linux", reason="runs the LibreOffice of Linux"),
]


def converted(folder: Path, ending: str, *files: Path) -> list[Path]:
    """The files as LibreOffice writes them in another format, with settings of its own."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    target = folder / "converted"
    command = ["soffice", profile, "--headless", "--convert-to", ending, "--outdir", str(target)]
    subprocess.run([*command, *map(str, files)], check=True, capture_output=True, timeout=PATIENCE)
    return [target / f"{file.stem}.{ending}" for file in files]


def words_of(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())
    finally:
        document.close()


def test_libreoffice_shows_the_cards_in_every_format(tmp_path: Path) -> None:
    files = [tmp_path / f"{ending}.{ending}" for ending in ("pptx", "xlsx", "docx")]
    for file in files:
        assert main(["export", str(SAMPLE), "-o", str(file)]) == 0
    for written in converted(tmp_path, "pdf", *files):
        words = words_of(written)
        for title in ("Att köpa en ny eltandborste", "Köpbeslut", "Dolda avgifter i kassan"):
            assert title in words, written.name


def test_what_libreoffice_saves_changes_nothing(tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    assert main(["export", str(SAMPLE), "-o", str(book)]) == 0
    (saved,) = converted(tmp_path, "xlsx", book)
    new = tmp_path / "new.journey.json"
    assert main(["import", str(saved), "--into", str(SAMPLE), "-o", str(new)]) == 0
    assert new.read_bytes() == SAMPLE.read_bytes()
    assert read_map(new).stages()
