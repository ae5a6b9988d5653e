"""What cannot be built here at least parses, agrees with the program, and names what there is."""

from __future__ import annotations

import plistlib
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from journeyeditor.app.application import DESKTOP_ID
from journeyeditor.files.document import SHORT_SUFFIX, SUFFIXES

ROOT = Path(__file__).parent.parent.parent
PACKAGING = ROOT / "packaging"
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
MIME_TYPE = "application/vnd.journey-map+json"


def workflow(path: Path) -> dict[str, Any]:
    parsed: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return parsed


def scripts(path: Path) -> str:
    """What the steps of a workflow run."""
    jobs = workflow(path)["jobs"].values()
    return "\n".join(step.get("run", "") for job in jobs for step in job.get("steps", ()))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_workflows_run_what_there_is(path: Path) -> None:
    said = scripts(path)
    for name in re.findall(r"packaging[/\\][\w./\\-]+|\.ci/\w+", said):
        found = ROOT / name.replace("\\", "/").rstrip(".")
        assert found.exists() or "*" in said[said.index(name) :][:60], name
    build = (PACKAGING / "build.py").read_text(encoding="utf-8")
    for target in re.findall(r"packaging/build\.py (\w+)", said):
        assert f'    "{target}": ' in build
    for job in workflow(path)["jobs"].values():
        for called in filter(None, [job.get("uses")]):
            assert (ROOT / called).is_file()


def test_secrets_are_named_and_none_is_needed() -> None:
    path = ROOT / ".github" / "workflows" / "packages.yml"
    text = path.read_text(encoding="utf-8")
    on = workflow(path)[True]  # type: ignore[index]  # what YAML makes of "on"
    declared = on["workflow_call"]["secrets"]
    used = set(re.findall(r"secrets\.(\w+)", text))
    assert used == set(declared)
    assert not [name for name, options in declared.items() if options["required"]]
    introduction = text.partition("\nname:")[0]
    assert [name for name in used if name not in introduction] == []


def test_what_is_released_is_built_for_every_system() -> None:
    jobs = workflow(ROOT / ".github" / "workflows" / "packages.yml")["jobs"]
    assert set(jobs) == {"wheel", "linux", "flatpak", "windows", "macos"}
    for job in jobs.values():
        assert any("upload-artifact" in step.get("uses", "") for step in job["steps"])


def test_macos_gives_the_short_suffix_to_the_program() -> None:
    information = plistlib.loads((PACKAGING / "macos" / "Info.plist").read_bytes())
    assert information["CFBundleIdentifier"] == DESKTOP_ID
    (exported,) = information["UTExportedTypeDeclarations"]
    tags = exported["UTTypeTagSpecification"]
    assert tags["public.filename-extension"] == [SHORT_SUFFIX.lstrip(".")]
    assert tags["public.mime-type"] == [MIME_TYPE]
    owned, offered = information["CFBundleDocumentTypes"]
    assert owned["LSItemContentTypes"] == [exported["UTTypeIdentifier"]]
    assert (owned["LSHandlerRank"], offered["LSHandlerRank"]) == ("Owner", "Alternate")
    plistlib.loads((PACKAGING / "macos" / "entitlements.plist").read_bytes())


def test_windows_gives_the_short_suffix_to_the_program() -> None:
    recipe = (PACKAGING / "windows" / "journeyeditor.iss").read_text(encoding="utf-8")
    assert f'#define Id "{DESKTOP_ID}"' in recipe
    assert f'Subkey: "Software\\Classes\\{SHORT_SUFFIX}"; ValueType: string; ValueData' in recipe
    assert f'ValueData: "{MIME_TYPE}"' in recipe
    languages = set(re.findall(r'^Name: "(\w\w)"; MessagesFile', recipe, re.MULTILINE))
    assert languages == {"en", "da", "de", "fi", "nb", "sv"}
    for message in ("Map", "Terminal"):
        assert set(re.findall(rf"^(\w\w)\.{message}=", recipe, re.MULTILINE)) == languages


def test_flatpak_packs_the_tree_of_the_appdir() -> None:
    recipe = workflow(PACKAGING / "linux" / f"{DESKTOP_ID}.yml")
    assert (recipe["id"], recipe["command"]) == (DESKTOP_ID, "journeyeditor")
    assert not [each for each in recipe["finish-args"] if each.startswith("--filesystem")]


def test_linux_knows_both_suffixes() -> None:
    mime = (PACKAGING / "linux" / f"{DESKTOP_ID}.xml").read_text(encoding="utf-8")
    assert set(re.findall(r'pattern="\*([^"]+)"', mime)) == set(SUFFIXES)
