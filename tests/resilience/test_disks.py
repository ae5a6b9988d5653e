"""Full, locked and vanished disks: reported at once, for as long as it lasts, and never called saved."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from journeyeditor.files import read_map
from tests.resilience.conftest import SAMPLE
from tests.resilience.program import Program, until
from tests.resilience.sandbox import Sandbox

pytestmark = pytest.mark.timeout(280)
Start = Callable[..., Program]


@pytest.fixture
def stick(tmp_path: Path, sandbox: Sandbox) -> Path:
    """A map on a stick of 2 MB."""
    folder = tmp_path / "stick"
    folder.mkdir()
    sandbox.mount(folder, "2m")
    path = folder / "map.journey.json"
    sandbox.seen(path).write_bytes(SAMPLE.read_bytes())
    return path


def title_in(path: Path) -> str:
    return str(getattr(read_map(path).info, "title", ""))


def journaled(home: Path) -> str:
    return "\n".join(path.read_text("utf-8") for path in home.rglob("*.jsonl"))


def test_a_full_home_is_reported_until_it_is_over_and_the_map_can_be_saved(
    sandbox: Sandbox, home: Path, file: Path, started: Start
) -> None:
    sandbox.mount(home, "4m")
    program = started(file, enter=sandbox.enter)
    program.title()
    program.retitle("before")
    until(lambda: "before" in journaled(sandbox.seen(home)), "the change in the journal")
    sandbox.fill(home)
    program.retitle("while it is full" * 500)  # more than the last page has room for
    assert "the disk is full. Save the map now." in program.box("Crash recovery is off").text
    program.press("OK")
    program.retitle("still full")
    program.says("Crash recovery is off: the disk is full. Save the map now.")
    program.act("save")
    program.says("Saved without a backup: the disk is full.")
    assert title_in(file) == "still full"
    until(lambda: "Crash recovery is" not in program.status(), "nothing left to be journaled")
    assert "protected" not in program.status()
    program.retitle("full again" * 500)
    program.says("Crash recovery is off")
    sandbox.make_room(home)
    program.says("All changes are protected against a crash again.")
    assert "full again" in journaled(sandbox.seen(home))
    program.act("save")
    until(lambda: "without a backup" not in program.status(), "a backup")
    assert "Saved" in program.status()
    assert "Traceback" not in program.said()


def test_a_home_that_cannot_be_written_costs_no_work(
    sandbox: Sandbox, home: Path, file: Path, started: Start
) -> None:
    sandbox.mount(home, "4m")
    sandbox.make_read_only(home)
    program = started(file, enter=sandbox.enter)
    program.title()
    program.says("Settings are not saved: you do not have permission to write there.")
    program.retitle("kept by saving")
    program.box("Crash recovery is off: you do not have permission to write there.")
    program.press("OK")
    program.act("save")
    program.says("Saved without a backup")
    assert title_in(file) == "kept by saving"
    program.retitle("kept nowhere")
    program.says("Crash recovery is off")
    sandbox.make_read_only(home, is_read_only=False)
    program.retitle("kept in every way")
    until(lambda: "kept in every way" in journaled(sandbox.seen(home)), "a journal")
    program.act("save")
    program.act("theme_dark")
    until(lambda: "." not in program.status().replace("…", ""), "no warning left")
    assert "Traceback" not in program.said()


def test_words_that_are_lost_at_the_end_are_not_called_kept(
    sandbox: Sandbox, home: Path, file: Path, started: Start
) -> None:
    sandbox.mount(home, "4m")
    sandbox.make_read_only(home)
    program = started(file, enter=sandbox.enter)
    program.title()
    program.retitle("kept nowhere")
    program.signal(signal.SIGTERM)
    assert program.ended() == 1


@pytest.mark.parametrize("error", ["full", "read-only"])
def test_a_disk_that_takes_nothing_keeps_the_old_map_and_says_so(
    sandbox: Sandbox, stick: Path, started: Start, error: str
) -> None:
    program = started(stick, enter=sandbox.enter)
    old, names = sandbox.seen(stick).read_bytes(), sorted(os.listdir(sandbox.seen(stick.parent)))
    program.title()
    program.retitle("new" * 100)
    if error == "full":
        sandbox.fill(stick.parent)
        names = sorted([*names, "filling"])
    else:
        sandbox.make_read_only(stick.parent)
    program.act("save")
    box = program.box("Could not save “map”.")
    wanted = "The disk is full." if error == "full" else "You do not have permission"
    assert wanted in box.detail
    assert "Save as…" in box.buttons
    program.press("Cancel")
    program.says("The last save failed: ")
    assert "Unsaved changes" in program.status()
    assert sandbox.seen(stick).read_bytes() == old
    assert sorted(os.listdir(sandbox.seen(stick.parent))) == names
    if error == "full":
        sandbox.make_room(stick.parent)
    else:
        sandbox.make_read_only(stick.parent, is_read_only=False)
    program.act("save")
    until(lambda: "Saved " in program.status(), "a save")
    assert "failed" not in program.status()
    assert title_in(sandbox.seen(stick)) == "new" * 100


def test_a_stick_that_is_pulled_out_is_noticed_before_anything_is_called_saved(
    sandbox: Sandbox, stick: Path, home: Path, file: Path, started: Start
) -> None:
    program = started(stick, enter=sandbox.enter)
    program.title()
    sandbox.pull(stick.parent)
    program.run("window.documents.check_stale()")
    program.says("Unsaved changes")
    assert program.boxes() == []
    program.act("save")
    box = program.box("“map” is no longer on disk.")
    assert list(box.buttons) == ["Save here again", "Save as…", "Cancel"]
    program.press("Cancel")
    assert not sandbox.seen(stick).exists()
    sandbox.run("rmdir", stick.parent)
    program.run("window.documents.document.save(overwrites=True)")
    assert "The folder is missing." in program.box("Could not save “map”.").detail
    program.press("Cancel")
    program.says("The last save failed: the folder is missing.")
    program.run(f"from pathlib import Path; window.documents.document.save_as(Path({str(file)!r}))")
    until(lambda: "Saved " in program.status(), "a save elsewhere")
    assert program.path() == str(file)


def test_a_poster_for_which_there_is_no_room_leaves_nothing(
    sandbox: Sandbox, stick: Path, started: Start
) -> None:
    program = started(stick, enter=sandbox.enter)
    program.title()
    sandbox.fill(stick.parent)
    names = os.listdir(sandbox.seen(stick.parent))
    program.act("export")
    dialog = (
        "from PySide6.QtWidgets import QApplication, QLabel\n"
        "from journeyeditor.app.export.dialog import ExportDialog\n"
        "dialog = next((w for w in QApplication.topLevelWidgets()"
        " if isinstance(w, ExportDialog) and w.isVisible()), None)\n"
    )
    until(lambda: program.run(dialog + "result = bool(dialog and dialog.poster)"), "a poster")
    target = str(stick.with_name("poster.pdf"))
    program.run(dialog + f"from pathlib import Path\ndialog.export_to(Path({target!r}))")
    words = "result = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]"
    reported = "Could not save “poster.pdf”. The disk is full."
    until(lambda: any(reported in text for text in program.run(dialog + words)), reported)
    assert os.listdir(sandbox.seen(stick.parent)) == names


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_folder_without_permission_keeps_the_old_map_and_says_so(
    file: Path, started: Start
) -> None:
    enter: list[str] = []
    if os.geteuid() == 0:  # to whom permissions mean nothing, unless that is given up
        if shutil.which("setpriv") is None:
            pytest.skip("setpriv is not installed")
        enter = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search", "--"]
    program = started(file, enter=enter)
    program.title()
    program.retitle("new")
    old = file.read_bytes()
    file.parent.chmod(0o555)
    try:
        program.act("save")
        assert "You do not have permission" in program.box("Could not save “map”.").detail
        program.press("Cancel")
        program.says("The last save failed: you do not have permission to write there.")
        assert file.read_bytes() == old
    finally:
        file.parent.chmod(0o755)
    program.act("save")
    until(lambda: "Saved " in program.status(), "a save")
