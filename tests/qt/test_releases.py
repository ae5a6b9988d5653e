"""Maps and settings of earlier releases open, and are saved without loss.

`tests/files/releases/VERSION` holds files as that release wrote them; they are never made anew.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from journeyeditor import __version__
from journeyeditor.app.settings import Preferences
from journeyeditor.editing import operations
from journeyeditor.files import dump_map, read_map, write_map
from tests.qt.shell import Shell

RELEASES = Path(__file__).parents[1] / "files" / "releases"
FILES = sorted(RELEASES.glob("*/*.journey.json"))
#: Settings as version 0.1.0 wrote them.
SETTINGS = {"version": 1, "language": "sv", "theme": "dark", "recent": ["/maps/a.journey.json"]}


def name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def test_there_are_files_of_the_release_before() -> None:
    assert {path.parent.name for path in FILES} >= {"0.1.0"}


@pytest.mark.parametrize("path", FILES, ids=name)
def test_a_map_is_written_as_it_was(path: Path, tmp_path: Path) -> None:
    graph = read_map(path)
    target = tmp_path / path.name
    write_map(graph, target)
    assert target.read_bytes() == path.read_bytes()
    assert dump_map(read_map(target)) == path.read_bytes()


@pytest.mark.parametrize("path", FILES, ids=name)
def test_a_map_opened_in_the_window_changes_only_where_it_is_edited(
    shell: Shell, path: Path, tmp_path: Path
) -> None:
    target = tmp_path / path.name
    target.write_bytes(path.read_bytes())
    shell.window.documents.open_path(str(target))
    stage = shell.pick("stage")
    operations.set_field(shell.session, [stage], "title", "Renamed")
    shell.do("save")
    document = shell.window.documents.document
    assert document is not None
    document.flush()
    while document.is_saving:
        shell.settle()
    before, after = json.loads(path.read_bytes()), json.loads(target.read_bytes())
    (node,) = [node for node in before["nodes"] if node["id"] == stage]
    node["title"] = "Renamed"
    assert after == before
    assert shell.script.reported == []


def test_settings_are_kept_and_it_is_no_first_start(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps(SETTINGS), "utf-8")
    preferences = Preferences(path)
    assert not preferences.is_new
    assert (preferences.value.language, preferences.value.theme) == ("sv", "dark")
    preferences.change(seen_version=__version__)
    written = json.loads(path.read_text("utf-8"))
    assert {key: written[key] for key in SETTINGS} == SETTINGS
