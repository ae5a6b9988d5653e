"""Both suffixes of maps mean the same wherever a file's name matters."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from journeyeditor import cli, resources
from journeyeditor.app.dialogs import with_ending
from journeyeditor.app.file_messages import display_name, kinds
from journeyeditor.app.start.page import stem
from journeyeditor.cli import maps_to_open
from journeyeditor.cli.targets import maps_in
from journeyeditor.files import backup
from journeyeditor.files.document import SUFFIX, SUFFIXES, stem_of, suffix_of
from journeyeditor.files.templates import own_templates
from journeyeditor.i18n import window_texts

SAMPLE = resources.path("samples", f"toothbrush.sv{SUFFIX}")


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("map.journey.json", ("map", ".journey.json")),
        ("map.journey", ("map", ".journey")),
        ("Möte 2.JOURNEY", ("Möte 2", ".JOURNEY")),
        ("a.b.Journey.json", ("a.b", ".Journey.json")),
        ("map.json", ("map.json", "")),
        ("journey", ("journey", "")),
        (".journey", (".journey", "")),
        (".journey.json", (".journey.json", "")),
    ],
)
def test_a_name_has_a_stem_and_a_suffix(name: str, parts: tuple[str, str]) -> None:
    assert (stem_of(name), suffix_of(name)) == parts


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_name_of_a_map_is_shown_without_its_suffix(suffix: str) -> None:
    path = Path("maps", f"Buying{suffix}")
    assert display_name(path) == stem(str(path)) == "Buying"


@pytest.mark.parametrize("suffix", [*SUFFIXES, ".json"])
def test_the_dialog_of_files_keeps_the_suffix_that_was_typed(suffix: str) -> None:
    asked = kinds(window_texts("en"))
    assert with_ending(f"Buying{suffix}", asked) == f"Buying{suffix}"
    assert suffix_of(with_ending("Buying", asked))


def test_a_call_with_a_new_map_opens_the_editor() -> None:
    assert maps_to_open(["new.journey"]) == ["new.journey"]


def test_a_folder_of_maps_has_both(tmp_path: Path) -> None:
    for name in ("a.journey", "b.journey.json", "c.json", ".d.journey"):
        shutil.copy(SAMPLE, tmp_path / name)
    assert [path.name for path in maps_in(str(tmp_path))] == ["a.journey", "b.journey.json"]


def test_commands_read_and_write_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(SAMPLE, "old.journey")
    assert cli.main(["export", "old.journey", "-o", "out.mmd"]) == 0
    assert cli.main(["export", ".", "-o", "all", "--format", "mmd"]) == 0
    assert Path("all", "old.mmd").is_file()
    assert cli.main(["import", "out.mmd", "-o", "back.journey"]) == 0
    assert json.loads(Path("back.journey").read_text(encoding="utf-8"))["format"] == "journey-map"
    capsys.readouterr()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_backups_keep_the_suffix_of_their_map(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"map{suffix}"
    shutil.copy(SAMPLE, path)
    kept = backup.keep_numbered(path, tmp_path / "backups")
    assert kept is not None
    assert kept.name == f"map.1{suffix}"
    assert backup.numbered(path, tmp_path / "backups") == [kept]


def test_templates_of_both_suffixes_are_offered(tmp_path: Path) -> None:
    for name in ("a.journey", "b.journey.json"):
        shutil.copy(SAMPLE, tmp_path / name)
    assert [info.path.name for info in own_templates(tmp_path)] == ["a.journey", "b.journey.json"]
