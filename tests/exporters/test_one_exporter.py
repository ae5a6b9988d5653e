"""The window and the command line write the same bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from journeyeditor import resources
from journeyeditor.app.background import Job
from journeyeditor.app.export.job import ExportSettings, PosterRenderer, poster_request
from journeyeditor.cli import main
from journeyeditor.exporters import BUILT_IN
from journeyeditor.files import read_map
from journeyeditor.poster import PosterOptions

SAMPLE = resources.path("samples", "toothbrush.sv.journey.json")


@pytest.mark.parametrize("name", BUILT_IN)
def test_window_and_command_line_write_the_same(name: str, tmp_path: Path) -> None:
    by_command, by_window = tmp_path / f"command.{name}", tmp_path / f"window.{name}"
    assert main(["export", str(SAMPLE), "-o", str(by_command), "--dpi", "40"]) == 0
    request = poster_request(read_map(SAMPLE), PosterOptions(), "sv")
    job = Job(lambda _: None, lambda _: None, lambda _: None, None)
    settings = ExportSettings(name, 40)
    assert PosterRenderer().write(request, settings, by_window, job) == [by_window]
    assert by_command.read_bytes() == by_window.read_bytes()


def test_an_svg_says_its_title_and_language(tmp_path: Path) -> None:
    target = tmp_path / "poster.svg"
    assert main(["export", str(SAMPLE), "-o", str(target)]) == 0
    text = target.read_text("utf-8")
    assert 'xml:lang="sv"' in text
    assert "<title>Att köpa en ny eltandborste</title>" in text
