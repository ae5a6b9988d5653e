"""The client pack's window: profiles, what readers see, files, and a pack in the background."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from journeyeditor.app.export.job import PosterRenderer
from journeyeditor.app.export.pack import PackDialog
from journeyeditor.delivery.profile import Audience, Profile, read_profile, write_profile
from journeyeditor.editing.session import Session
from journeyeditor.widgets.labels import SectionLabel
from journeyeditor.widgets.ui_context import UiContext
from tests.poster.sheets import sample
from tests.qt.conftest import SessionMaker
from tests.qt.test_export_dialog import Scripted

Opener = Callable[[], PackDialog]


class Answering(Scripted):
    """Answers the questions for a folder and for a name, too."""

    def choose_folder(self, folder: str = "") -> str:
        return self.file

    def ask_text(self, question: str, value: str = "", *, lines: bool = False) -> str | None:
        return self.answer


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("journeyeditor.resources.data_folder", lambda: tmp_path / "data")


@pytest.fixture
def dialogs() -> Answering:
    return Answering()


@pytest.fixture
def opened(
    qtbot: QtBot, ui: UiContext, dialogs: Answering, a_session: SessionMaker
) -> Iterator[Opener]:
    windows: list[PackDialog] = []

    def open_() -> PackDialog:
        session: Session = a_session(sample("toothbrush.sv"))
        window = PackDialog(ui, dialogs, session, renderer=PosterRenderer(system_fonts=False))
        windows.append(window)
        qtbot.addWidget(window)
        window.show()
        return window

    yield open_
    for window in windows:
        window.close()


def choose(window: PackDialog, name: str) -> None:
    window.profile.setCurrentIndex(window.profile.findData(name))
    window.profile.activated.emit(window.profile.currentIndex())


def test_headings_are_in_capitals_and_read_as_written(opened: Opener) -> None:
    headings = opened().findChildren(SectionLabel)
    assert "READERS" in [heading.text() for heading in headings]
    assert all(heading.text() == heading.accessibleName().upper() for heading in headings)


def test_a_profile_fills_the_form_and_the_form_is_the_profile(opened: Opener) -> None:
    window = opened()
    for name in ("client", "public", "team"):
        choose(window, name)
        wanted, profile = window.wanted(), read_profile(name)
        assert wanted.audience == profile.audience
        assert set(wanted.files) == set(profile.files)
    choose(window, "public")
    assert not window.parts["notes"].isChecked()
    assert window.pseudonyms.isChecked()
    assert "backstage" not in window.lanes.ticked()


def test_what_is_unchecked_is_hidden(opened: Opener) -> None:
    window = opened()
    window.parts["tags"].setChecked(False)
    window.parts["notes"].setChecked(False)
    window.lanes.tick([key for key in window.lanes.ticked() if key != "thought"])
    audience = window.wanted().audience
    assert (audience.notes, audience.tags, audience.evidence) == (False, False, True)
    assert audience.hidden_lanes == ("thought",)


def test_without_files_there_is_nothing_to_make(opened: Opener) -> None:
    window = opened()
    assert window.footer.start.isEnabled()
    for box in window.files.values():
        box.setChecked(False)
    assert not window.footer.start.isEnabled()


def test_a_pack_is_written_to_a_folder_or_an_archive(
    qtbot: QtBot, opened: Opener, dialogs: Answering, tmp_path: Path
) -> None:
    window = opened()
    choose(window, "public")
    for name, box in window.files.items():
        box.setChecked(name in {"html", "map"})
    dialogs.file = str(tmp_path / "out")
    window.export()
    qtbot.waitUntil(window.footer.folder.isVisible)
    files = {file.name: file.read_text("utf-8") for file in (tmp_path / "out").iterdir()}
    assert set(files) == {
        "Att köpa en ny eltandborste.html", "Att köpa en ny eltandborste.journey.json", "Innehåll.txt",
    }  # fmt: skip
    assert not [name for name, text in files.items() if "Karlsson" in text]
    window.zip.setChecked(True)
    dialogs.file = str(tmp_path / "pack.zip")
    window.export()
    qtbot.waitUntil(lambda: "pack.zip" in window.footer.words.text())
    with zipfile.ZipFile(tmp_path / "pack.zip") as archive:
        assert set(archive.namelist()) == set(files)


def test_a_failure_is_one_sentence_and_leaves_nothing(
    qtbot: QtBot, opened: Opener, dialogs: Answering, tmp_path: Path
) -> None:
    write_profile("odd", Profile(title="Odd", paper="A99", files=("poster",)))
    window = opened()
    choose(window, "odd")
    dialogs.file = str(tmp_path / "out")
    window.export()
    qtbot.waitUntil(lambda: "A99" in window.footer.words.text())
    assert not (tmp_path / "out").exists()


def test_a_profile_is_saved_and_chosen(opened: Opener, dialogs: Answering) -> None:
    window = opened()
    choose(window, "client")
    window.pseudonyms.setChecked(True)
    dialogs.answer = "Board members"
    window.save_profile.click()
    assert window.profile.currentText() == "Board members"
    assert read_profile("board members").audience.pseudonyms
    assert window.wanted() == read_profile("board members")


def test_a_broken_profile_of_ones_own_is_not_offered(opened: Opener, tmp_path: Path) -> None:
    write_profile("mine", Profile(audience=Audience(notes=False)))
    (tmp_path / "data" / "profiles" / "broken.json").write_text("{")
    window = opened()
    names = [window.profile.itemData(i) for i in range(window.profile.count())]
    assert names == ["client", "public", "team", "mine"]


def test_a_dialog_that_is_closed_stops_its_work(
    opened: Opener, dialogs: Answering, tmp_path: Path
) -> None:
    window = opened()
    dialogs.file = str(tmp_path / "out")
    window.export()
    window.close()
    assert not (tmp_path / "out").exists()
