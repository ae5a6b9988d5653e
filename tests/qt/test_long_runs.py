"""What is opened, edited and closed again leaves nothing behind; minutes of it: tests.performance.soak."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from journeyeditor.app.docks import PAGES
from tests.performance.soak import Soak, is_ours, types


@pytest.fixture
def soak(qapp: QApplication, tmp_path: Path) -> Iterator[Soak]:
    soak = Soak(qapp, tmp_path, seed=3)
    yield soak
    soak.shell.close()


def grown(soak: Soak, work: Callable[[], object], cycles: int = 3) -> dict[str, int]:
    """Of which of our types, and of Qt's objects, each cycle leaves one more behind."""
    for _ in range(2):
        work()
    soak.sample()
    before = types()
    for _ in range(cycles):
        work()
    soak.sample()
    more = types() - before
    return {name: by for name, by in more.items() if by >= cycles and is_ours(name)}


def test_maps_that_were_closed_are_gone(soak: Soak) -> None:
    def reopen() -> None:
        soak.shell.window.documents.open_path(str(soak.maps[0]))
        for page in PAGES:  # which the dock makes in a pause that may come in any cycle
            soak.shell.window.map_view.bottom.page(page)
        soak.shell.settle()
        soak.shell.pick("step")
        soak.shell.window.documents.new_blank()
        soak.shell.settle()

    assert grown(soak, reopen) == {}


def test_windows_that_were_closed_are_gone(soak: Soak) -> None:
    assert grown(soak, soak.open_windows) == {}


def test_languages_that_were_spoken_are_gone(soak: Soak) -> None:
    def speak() -> None:
        for language in ("sv", "da", "en"):
            soak.shell.program.preferences.change(language=language)
            soak.shell.settle()

    speak()
    soak.sample()
    before = types()["PySide6.QtCore.QTranslator"]
    speak()
    soak.sample()
    assert types()["PySide6.QtCore.QTranslator"] == before


def test_a_closed_window_and_its_map_are_collected(soak: Soak) -> None:
    window = soak.shell.program.open_window()
    window.documents.open_path(str(soak.maps[0]))
    soak.shell.settle()
    left = [
        weakref.ref(thing)
        for thing in (window, window.map_view, window.map_view.canvas, window.map_view.session)
    ]
    window.close()
    del window
    soak.sample()
    gc.collect()
    assert [ref() for ref in left] == [None] * 4
