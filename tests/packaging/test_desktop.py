"""What desktops and shells read about the program is valid, and says what the program does."""

from __future__ import annotations

import configparser
import gzip
import importlib.util
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from types import ModuleType

import pytest

from journeyeditor.app.application import DESKTOP_ID
from journeyeditor.cli.arguments import parser
from journeyeditor.exporters import BUILT_IN

ROOT = Path(__file__).parent.parent.parent
LINUX = ROOT / "packaging" / "linux"
MIME_TYPE = "application/vnd.journey-map+json"
SAMPLE = ROOT / "resources" / "samples" / "toothbrush.sv.journey.json"
MIME = "{http://www.freedesktop.org/standards/shared-mime-info}"


def loaded(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "packaging" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def share(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("share")
    loaded("shell").main(folder, 1_700_000_000)
    return folder


@pytest.fixture(scope="module")
def commands() -> dict[str, list[str]]:
    """Each command with its long options."""
    found = {}
    for name, _, command in loaded("shell").commands(parser()):
        usage = command.format_help()
        found[name] = re.findall(r"^ .*?(--[a-z][a-z-]+)", usage, re.MULTILINE)
    assert len(found) > 10
    return found


def test_the_man_page_names_every_command_and_option(
    share: Path, commands: dict[str, list[str]]
) -> None:
    page = gzip.decompress((share / "man/man1/journeyeditor.1.gz").read_bytes()).decode()
    words = page.replace("\\-", "-")
    for name, options in commands.items():
        section = words.partition(f".SS {name}\n")[2].partition("\n.SS ")[0]
        assert section
        assert [option for option in options if option not in section] == []


@pytest.mark.parametrize(
    "path",
    [
        "bash-completion/completions/journeyeditor",
        "zsh/vendor-completions/_journeyeditor",
        "fish/vendor_completions.d/journeyeditor.fish",
    ],
)
def test_shells_complete_every_command_and_option(
    share: Path, commands: dict[str, list[str]], path: str
) -> None:
    words = (share / path).read_text(encoding="utf-8").replace("-l ", "--")
    for name, options in commands.items():
        assert name in words
        assert [option for option in options if option not in words] == []
    shell = path.partition("-")[0].partition("/")[0]
    if shutil.which(shell):
        assert subprocess.run([shell, "-n", share / path], check=False).returncode == 0


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
@pytest.mark.parametrize(
    ("words", "answers"),
    [
        (["ex"], {"export"}),
        (["export", "map.journey.json", "--pap"], {"--paper"}),
        (["new", "--template"], {"--template"}),
        (["--ver"], {"--version"}),
    ],
)
def test_bash_completes(share: Path, words: list[str], answers: set[str]) -> None:
    source = share / "bash-completion/completions/journeyeditor"
    line = ["journeyeditor", *words]
    script = f"""source {source}
        COMP_WORDS=({" ".join(line)}); COMP_CWORD={len(words)}
        _journeyeditor; echo ${{COMPREPLY[*]}}"""
    said = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
    assert answers <= set(said.stdout.split())


def test_all_systems_know_the_program_by_one_name() -> None:
    build = (ROOT / "packaging" / "build.py").read_text(encoding="utf-8")
    assert f'APP_ID = "{DESKTOP_ID}"' in build
    assert {path.stem.removesuffix(".metainfo") for path in LINUX.glob("org.*")} == {DESKTOP_ID}
    desktop = configparser.ConfigParser(interpolation=None, strict=True)
    desktop.read(LINUX / f"{DESKTOP_ID}.desktop", encoding="utf-8")
    entry = desktop["Desktop Entry"]
    assert (entry["Icon"], entry["MimeType"]) == (DESKTOP_ID, f"{MIME_TYPE};")
    component = ET.parse(LINUX / f"{DESKTOP_ID}.metainfo.xml").getroot()
    assert component.findtext("id") == DESKTOP_ID
    assert component.findtext("launchable") == f"{DESKTOP_ID}.desktop"
    assert component.findtext("provides/mediatype") == MIME_TYPE


def test_words_of_the_desktop_are_there_in_all_languages_of_the_window() -> None:
    languages = {"da", "de", "fi", "nb", "sv"}
    desktop = (LINUX / f"{DESKTOP_ID}.desktop").read_text(encoding="utf-8")
    for key in ("GenericName", "Comment", "Keywords"):
        assert set(re.findall(rf"^{key}\[(\w+)\]=", desktop, re.MULTILINE)) == languages
    mime = ET.parse(LINUX / f"{DESKTOP_ID}.xml").getroot()
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    assert {each.get(lang) for each in mime.iter(f"{MIME}comment")} == languages | {None}


@pytest.mark.skipif(shutil.which("update-mime-database") is None, reason="no shared-mime-info")
def test_qt_finds_the_type_of_a_map_by_name_and_by_content(tmp_path: Path) -> None:
    packages = tmp_path / "mime" / "packages"
    packages.mkdir(parents=True)
    shutil.copy(LINUX / f"{DESKTOP_ID}.xml", packages)
    subprocess.run(["update-mime-database", packages.parent], check=True, capture_output=True)
    names = ["a.journey.json", "a.journey", "nameless", "other.json"]
    for name in names[:3]:
        shutil.copy(SAMPLE, tmp_path / name)
    (tmp_path / "other.json").write_text('{"a": 1}', encoding="utf-8")
    ask = "import sys; from PySide6.QtCore import QMimeDatabase as M\n"
    ask += "print(*[M().mimeTypeForFile(f).name() for f in sys.argv[1:]])"
    said = subprocess.run(
        [sys.executable, "-c", ask, *(tmp_path / name for name in names)],
        env={"XDG_DATA_HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.split() == [MIME_TYPE] * 3 + ["application/json"]


@pytest.mark.parametrize(
    ("program", "name"),
    [
        (["desktop-file-validate"], f"{DESKTOP_ID}.desktop"),
        (["appstreamcli", "validate", "--no-net", "--pedantic"], f"{DESKTOP_ID}.metainfo.xml"),
    ],
)
def test_validators_have_nothing_to_say(tmp_path: Path, program: list[str], name: str) -> None:
    if shutil.which(program[0]) is None:
        pytest.skip(f"{program[0]} is not installed")
    words = (LINUX / name).read_text(encoding="utf-8")
    (tmp_path / name).write_text(
        words.replace("@RELEASES@", '<release version="1.0" date="2026-01-01"/>'), encoding="utf-8"
    )
    said = subprocess.run([*program, tmp_path / name], capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout + said.stderr


def test_the_check_of_the_package_exports_every_format() -> None:
    script = (ROOT / "packaging" / "check.py").read_text(encoding="utf-8")
    found = re.search(r'^FORMATS = "(.+)"\.split', script, re.MULTILINE)
    assert found
    assert set(found[1].split()) == set(BUILT_IN)
