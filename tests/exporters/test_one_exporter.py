"""The window and the command line write the same bytes."""

from __future__ import annotations

import errno
import os
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


def test_of_several_pages_all_are_written_or_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    genuine, room = os.write, 0

    def small_disk(descriptor: int, data: bytes) -> int:
        nonlocal room
        if os.fstat(descriptor).st_dev != tmp_path.stat().st_dev or len(data) < 1000:
            return genuine(descriptor, data)
        if not room:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        taken = genuine(descriptor, bytes(data)[:room])
        room -= taken
        return taken

    words = ["export", str(SAMPLE), "-o", str(tmp_path / "poster.svg"), "--sheets", "2"]
    assert main(words) == 0
    first, second = sorted(tmp_path.iterdir())
    room = first.stat().st_size + 1000
    kept = first.read_bytes()
    first.write_bytes(b"an older poster")
    second.unlink()
    monkeypatch.setattr(os, "write", small_disk)
    assert main(words) == 1
    assert "No space left on device" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == [first]
    assert first.read_bytes() == b"an older poster"
    room = 10**9
    assert main(words) == 0
    assert first.read_bytes() == kept
