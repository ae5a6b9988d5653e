"""Settings: only what differs is written, nothing unknown is lost, nothing wrong stops the start."""

from __future__ import annotations

import json
import os
import stat
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from journeyeditor.app.settings import MAX_RECENT, SIZES, VERSION, Preferences, Settings, parse
from journeyeditor.app.window import FIRST
from tests.qt.shell import Shell

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
names = st.sampled_from([part.name for part in fields(Settings)])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "settings.json"


def test_nothing_is_written_until_something_differs(path: Path) -> None:
    preferences = Preferences(path)
    preferences.change(theme="system")
    assert not path.exists()
    preferences.change(theme="dark", size=1.3)
    assert json.loads(path.read_text("utf-8")) == {"version": VERSION, "theme": "dark", "size": 1.3}
    preferences.change(theme="system", size=1.0)
    assert json.loads(path.read_text("utf-8")) == {"version": VERSION}


def test_what_was_written_is_read(path: Path) -> None:
    Preferences(path).change(language="sv", recent=("/a.journey.json",), docks=("left",), left=222)
    again = Preferences(path)
    assert again.value == Settings(
        language="sv", recent=("/a.journey.json",), docks=("left",), left=222
    )
    assert not again.error


def test_keys_of_a_later_version_are_kept(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('{"version": 9, "theme": "dark", "voice": {"pitch": 3}}', "utf-8")
    preferences = Preferences(path)
    preferences.change(size=1.5)
    kept = json.loads(path.read_text("utf-8"))
    assert kept["voice"] == {"pitch": 3}
    assert kept["theme"] == "dark"


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"x"', "[" * 100_000, "\udc80"])
def test_a_file_that_cannot_be_read_costs_the_settings_only(path: Path, text: str) -> None:
    path.parent.mkdir()
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    preferences = Preferences(path)
    assert preferences.value == Settings()
    assert str(path) in preferences.error


@given(st.dictionaries(names | st.text(max_size=5), json_values))
def test_whatever_a_file_says_settings_are_sound(data: dict[str, Any]) -> None:
    settings = parse(data)
    assert settings.theme in ("system", "light", "dark")
    assert 0.5 <= settings.size <= 3
    assert all(isinstance(name, str) for name in settings.recent + settings.docks)
    for part in fields(Settings):
        assert isinstance(getattr(settings, part.name), type(part.default) | int)


def test_a_folder_that_refuses_is_reported_and_the_run_goes_on(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    preferences = Preferences(tmp_path / "file" / "settings.json")
    preferences.change(theme="dark")
    assert preferences.value.theme == "dark"
    assert preferences.write_error is not None
    (tmp_path / "file").unlink()
    preferences.change(theme="light")
    assert preferences.write_error is None
    assert Preferences(tmp_path / "file" / "settings.json").value.theme == "light"


def test_a_damaged_file_is_set_aside_and_not_overwritten(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('{"theme": "dark", "size": 1.5, ')
    preferences = Preferences(path)
    preferences.change(size=1.3)
    preferences.change(size=1.0)
    assert path.with_name(f"damaged-{path.name}").read_text().startswith('{"theme": "dark"')
    assert Preferences(path).error == ""


@pytest.mark.skipif(os.name != "posix", reason="links and permissions of POSIX")
def test_settings_are_private_and_may_be_a_link(path: Path, tmp_path: Path) -> None:
    path.parent.mkdir()
    kept = tmp_path / "kept" / "settings.json"
    kept.parent.mkdir()
    kept.write_text("{}")
    kept.chmod(0o644)
    path.symlink_to(kept)
    Preferences(path).change(theme="dark")
    assert path.is_symlink()
    assert "dark" in kept.read_text()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_changes_are_reported_once_with_what_was_before(path: Path) -> None:
    preferences = Preferences(path)
    reported: list[Settings] = []
    preferences.changed.connect(reported.append)
    preferences.change(theme="dark")
    preferences.change(theme="dark")
    assert reported == [Settings()]


def test_the_last_map_comes_first_and_the_oldest_goes(path: Path) -> None:
    preferences = Preferences(path)
    for number in range(MAX_RECENT + 3):
        preferences.opened(f"/{number}.journey.json")
    preferences.opened("/5.journey.json")
    recent = preferences.value.recent
    assert recent[0] == "/5.journey.json"
    assert len(recent) == len(set(recent)) == MAX_RECENT
    preferences.forget("/5.journey.json")
    assert "/5.journey.json" not in preferences.value.recent


def test_sizes_step_and_stop_at_the_ends(shell: Shell) -> None:
    for _ in SIZES:
        shell.do("larger")
    assert shell.window.ui.scale == SIZES[-1]
    for _ in SIZES:
        shell.do("smaller")
    assert shell.window.ui.scale == SIZES[0]
    shell.do("normal_size")
    assert shell.window.ui.scale == 1.0


def test_the_window_stands_where_it_stood(qapp: QApplication, tmp_path: Path) -> None:
    first = Shell(qapp, tmp_path)
    first.window.resize(781, 523)
    first.open_sample()
    first.do("dock_left")
    first.do("tab_outline")
    first.close()
    second = Shell(qapp, tmp_path)
    second.open_sample()
    place = second.window.map_view
    assert (second.window.width(), second.window.height()) == (781, 523)
    second.window.resize(*FIRST)  # docks fold in small windows
    second.settle()
    assert not place.is_open("left")
    assert place.is_open("right")
    assert place.right.tab == "outline"
    second.close()


def test_settings_that_cannot_be_read_are_reported(qapp: QApplication, tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text("{")
    shell = Shell(qapp, tmp_path)
    shell.program._after_showing(shell.window, ())
    assert shell.script.reported[0].startswith("The settings could not be read")
    shell.close()
