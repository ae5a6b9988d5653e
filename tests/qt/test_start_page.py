"""The start page is there at once, leads everywhere by mouse and keys, and gets its pictures later."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from journeyeditor import resources
from journeyeditor.app.background import Job
from journeyeditor.app.start import thumbnails
from journeyeditor.app.start.cards import MapCard, lines_of
from journeyeditor.app.start.page import StartPage
from journeyeditor.files.templates import template
from journeyeditor.i18n import texts
from journeyeditor.widgets.themes import window_theme
from journeyeditor.widgets.ui_context import UiContext

SAMPLE = resources.path("samples", "toothbrush.sv.journey.json")
PATIENCE = 60_000

Opener = Callable[..., StartPage]


@pytest.fixture
def ui() -> UiContext:
    return UiContext(texts("sv"), window_theme("light"))


@pytest.fixture
def opened(qtbot: QtBot, ui: UiContext, tmp_path: Path) -> Iterator[Opener]:
    pages: list[StartPage] = []

    def open_(recent: Sequence[Path] = ()) -> StartPage:
        page = StartPage(ui, tmp_path / "cache")
        pages.append(page)
        qtbot.addWidget(page)
        page.show_recent([str(path) for path in recent])
        page.resize(1100, 700)
        page.show()
        qtbot.waitUntil(lambda: len(page._grids["new"].cards) > 1)
        return page

    yield open_
    for page in pages:
        page.shut_down()


def named(page: StartPage, words: str) -> MapCard:
    return next(card for card in page._cards() if words in card.text())


def is_pictured(page: StartPage) -> bool:
    cards = [card for card in page._cards() if card.property("path")]
    return bool(cards) and all(card.has_picture for card in cards)


def test_names_are_there_before_any_picture(qtbot: QtBot, ui: UiContext, tmp_path: Path) -> None:
    page = StartPage(ui, tmp_path / "cache")
    qtbot.addWidget(page)
    page.show_recent([str(SAMPLE)])
    page.show()
    assert [card.text() for card in page._grids["recent"].cards] == ["toothbrush.sv"]
    assert not any(card.has_picture for card in page._cards())
    page.shut_down()


def test_pictures_come_and_are_kept_by_content(
    qtbot: QtBot, opened: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened([SAMPLE])
    qtbot.waitUntil(lambda: is_pictured(page), timeout=PATIENCE)
    kept = {file.name for file in (tmp_path / "cache").iterdir()}
    assert all(name.endswith(".png") for name in kept)
    renamed = tmp_path / "another.journey.json"
    shutil.copy(SAMPLE, renamed)
    made: list[Path] = []
    genuine = thumbnails._ThumbnailRenderer._made

    def make(self: thumbnails._ThumbnailRenderer, path: Path, data: bytes, job: Job) -> QImage:
        made.append(path)
        return genuine(self, path, data, job)

    monkeypatch.setattr(thumbnails._ThumbnailRenderer, "_made", make)
    again = opened([renamed])
    qtbot.waitUntil(lambda: is_pictured(again), timeout=PATIENCE)
    assert made == []
    assert {file.name for file in (tmp_path / "cache").iterdir()} == kept
    renamed.write_text(renamed.read_text("utf-8").replace("eltandborste", "tandborste"), "utf-8")
    changed = opened([renamed])
    qtbot.waitUntil(lambda: is_pictured(changed), timeout=PATIENCE)
    assert made == [renamed]


def test_a_picture_is_of_the_map(qtbot: QtBot, opened: Opener) -> None:
    page = opened([SAMPLE])
    card = page._grids["recent"].cards[0]
    qtbot.waitUntil(lambda: card.has_picture, timeout=PATIENCE)
    image = card._image
    assert image.width() == thumbnails.SIDE_PX
    assert image.width() / image.height() == pytest.approx(297 / 210, abs=0.01)
    colours = {image.pixelColor(x, image.height() // 6).name() for x in range(0, 560, 3)}
    assert len(colours) > 8


def test_the_cache_is_bounded_and_keeps_what_was_asked_for_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(thumbnails, "MAX_KEPT", 3)
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    for number in range(6):
        path = tmp_path / f"{number}.png"
        thumbnails._keep(image, path)
        os.utime(path, (number, number))
    thumbnails._evict(tmp_path)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["3.png", "4.png", "5.png"]


def test_bad_files_and_caches_cost_a_picture_only(
    qtbot: QtBot, opened: Opener, tmp_path: Path
) -> None:
    (tmp_path / "cache").write_text("no folder")
    bad = tmp_path / "bad.journey.json"
    bad.write_text("{")
    page = opened([bad, tmp_path / "gone.journey.json", SAMPLE])
    good = page._grids["recent"].cards[2]
    qtbot.waitUntil(lambda: good.has_picture, timeout=PATIENCE)
    assert not page._grids["recent"].cards[0].has_picture
    gone = page._grids["recent"].cards[1]
    assert gone.accessibleDescription() == "Hittades inte"


def test_a_huge_map_has_no_picture(
    qtbot: QtBot, opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(thumbnails, "MAX_BYTES", 10_000)
    page = opened([SAMPLE])
    small = named(page, "fyra faser")
    qtbot.waitUntil(lambda: small.has_picture, timeout=PATIENCE)
    assert not page._grids["recent"].cards[0].has_picture


@pytest.mark.parametrize("language", ["en", "sv", "nb", "da"])
def test_each_template_is_offered_once_in_the_language_or_english(
    opened: Opener, ui: UiContext, language: str
) -> None:
    page = opened()
    ui.apply(texts=texts(language))
    cards = page._grids["new"].cards[1:]
    assert len({card.key for card in cards}) == len(cards) == 12
    offered = []
    page.template_wanted.connect(lambda name, tongue: offered.append((name, tongue)))
    for card in cards:
        card.click()
    for name, tongue in offered:
        assert tongue in (language, "en")
        template(name, tongue)
    own = [tongue == language for _, tongue in offered]
    assert own == sorted(own, reverse=True)
    assert any(own)


def test_every_choice_is_told(qtbot: QtBot, opened: Opener) -> None:
    page = opened([SAMPLE])
    with qtbot.waitSignal(page.open_wanted) as reported:
        QTest.mouseClick(page._grids["recent"].cards[0], Qt.MouseButton.LeftButton)
    assert reported.args == [str(SAMPLE)]
    with qtbot.waitSignal(page.blank_wanted):
        page._grids["new"].cards[0].click()
    with qtbot.waitSignal(page.blank_wanted):
        QTest.mouseClick(page._blank, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(page.browse_wanted):
        QTest.mouseClick(page._browse, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(page.sample_wanted) as reported:
        named(page, "eltandborste").click()
    assert reported.args == [str(SAMPLE)]


def test_keys_lead_everywhere(qtbot: QtBot, opened: Opener) -> None:
    page = opened([SAMPLE])
    page.activateWindow()
    page.focus_first()

    def press(key: Qt.Key) -> str:
        card = QApplication.focusWidget()
        assert isinstance(card, MapCard)
        QTest.keyClick(card, key)
        card = QApplication.focusWidget()
        assert isinstance(card, MapCard)
        return card.text()

    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), MapCard))
    new = [card.text() for card in page._grids["new"].cards]
    assert press(Qt.Key.Key_Right) == "toothbrush.sv"
    assert press(Qt.Key.Key_Down) == new[0] == "Tom karta"
    assert press(Qt.Key.Key_Right) == new[1]
    assert press(Qt.Key.Key_Left) == new[0]
    columns = sum(card.y() == 0 for card in page._grids["new"].cards)
    assert press(Qt.Key.Key_Down) == new[columns]
    assert press(Qt.Key.Key_Up) == new[0]
    assert press(Qt.Key.Key_Up) == "toothbrush.sv"
    with qtbot.waitSignal(page.forget_wanted) as reported:
        QTest.keyClick(page._grids["recent"].cards[0], Qt.Key.Key_Delete)
    assert reported.args == [str(SAMPLE)]
    with qtbot.waitSignal(page.open_wanted):
        QTest.keyClick(page._grids["recent"].cards[0], Qt.Key.Key_Return)


def test_language_size_and_theme_change_on_the_spot(opened: Opener, ui: UiContext) -> None:
    page = opened([SAMPLE])
    assert page._blank.text() == "Ny karta"
    before = page._grids["new"].height()
    columns = {card.x() for card in page._grids["new"].cards}
    ui.apply(texts=texts("en"), theme=window_theme("dark"), scale=1.5)
    assert page._blank.text() == "New map"
    assert len({card.x() for card in page._grids["new"].cards}) < len(columns)
    assert page._grids["new"].height() > before
    assert {card.accessibleName() for card in page._cards()} >= {"Blank map", "toothbrush.sv"}


def test_a_hidden_page_makes_no_pictures(opened: Opener) -> None:
    page = opened([SAMPLE])
    page.hide()
    assert not page.thumbnails._background.is_busy


def test_a_long_name_takes_two_lines_and_loses_its_end(qapp: QApplication) -> None:
    metrics = QFontMetricsF(QFont())
    name = "A journey of very many words that no card in the world would ever hold whole"
    lines = lines_of(name, metrics, metrics.horizontalAdvance("A journey of very many"))
    assert len(lines) == 2
    assert lines[0] == "A journey of very many"
    assert lines[1].endswith("…")
    assert list(lines_of("Short", metrics, 500)) == ["Short"]
    assert list(lines_of("", metrics, 500)) in ([], [""])
