"""Where dictionaries are looked for, and which one is taken."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from journeyeditor.spelling.dictionaries import MAX_SIZE, dictionaries_of, folders, is_usable
from tests.spelling.dictionary import write


@pytest.fixture(autouse=True)
def a_system_without_a_region(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("locale.getlocale", lambda: (None, None))


def names(language: str, *places: Path) -> list[str]:
    return [path.name for path in dictionaries_of(language, places)]


def test_the_region_of_the_map_comes_first_then_the_usual_one(tmp_path: Path) -> None:
    for name in ("en_GB", "en_US", "en_ZA", "sv_FI", "sv_SE", "de_DE_frami", "no_NO", "nb_NO"):
        write(tmp_path, name, ["a"])
    assert names("en-GB", tmp_path)[0] == "en_GB"
    assert names("en", tmp_path)[0] == "en_US"
    assert names("sv", tmp_path) == ["sv_SE", "sv_FI"]
    assert names("de", tmp_path) == ["de_DE_frami"]
    assert names("nb", tmp_path) == ["nb_NO", "no_NO"]
    assert names("fi", tmp_path) == []


def test_the_region_of_the_system_decides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("en_GB", "en_US"):
        write(tmp_path, name, ["a"])
    monkeypatch.setattr("locale.getlocale", lambda: ("en_GB", "UTF-8"))
    assert names("en", tmp_path)[0] == "en_GB"


def test_the_users_own_comes_before_the_systems(tmp_path: Path) -> None:
    own, system = (
        write(tmp_path / "own", "sv_SE", ["a"]),
        write(tmp_path / "system", "sv_SE", ["a"]),
    )
    assert dictionaries_of("sv", (own.parent, system.parent)) == (own, system)


def test_a_word_list_without_its_affixes_is_none(tmp_path: Path) -> None:
    (tmp_path / "sv_SE.dic").write_text("1\nhej\n")
    assert names("sv", tmp_path, tmp_path / "missing") == []


def test_folders_are_those_that_are_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = tmp_path / "share [1]" / "hunspell"
    office.mkdir(parents=True)
    monkeypatch.setenv("XDG_DATA_DIRS", str(office.parent))
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.delenv("DICPATH", raising=False)
    found = folders(tmp_path / "own")
    assert office in found
    assert tmp_path / "own" not in found
    assert dictionaries_of("en", found), "Hunspell brings an English one"


@pytest.mark.skipif(os.name != "posix", reason="pipes in folders")
def test_a_pipe_and_a_huge_file_are_not_opened(tmp_path: Path) -> None:
    good = write(tmp_path, "da_DK", ["a"])
    assert is_usable(good)
    os.truncate(f"{good}.dic", MAX_SIZE + 1)
    assert not is_usable(good)
    pipe = tmp_path / "sv_SE"
    os.mkfifo(f"{pipe}.aff")
    os.mkfifo(f"{pipe}.dic")
    assert not is_usable(pipe)
