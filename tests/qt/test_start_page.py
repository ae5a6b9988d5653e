"""The start page is there at once, leads everywhere by mouse and keys, and reads its previews later."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from journeyeditor import resources
from journeyeditor.app.start import cards
from journeyeditor.app.start.cards import INSET, MapCard, MapPreview, lines_of, stage_rows
from journeyeditor.app.start.page import StartPage
from journeyeditor.files import read_map, write_map
from journeyeditor.files.templates import template
from journeyeditor.i18n import texts
from journeyeditor.widgets.ui_context import UiContext, window_theme
from tests.builders import a_map

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
        page = StartPage(ui, tmp_path / "own")
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


def is_previewed(page: StartPage) -> bool:
    cards = [card for card in page._cards() if card.property("path")]
    return bool(cards) and all(card.preview is not None for card in cards)


def test_names_are_there_before_any_preview(qtbot: QtBot, ui: UiContext, tmp_path: Path) -> None:
    page = StartPage(ui, tmp_path / "own")
    qtbot.addWidget(page)
    page.show_recent([str(SAMPLE)])
    page.show()
    assert [card.text() for card in page._grids["recent"].cards] == ["toothbrush.sv"]
    assert not any(card.preview for card in page._cards())
    page.shut_down()


def test_nothing_moves_when_templates_arrive(qtbot: QtBot, ui: UiContext, tmp_path: Path) -> None:
    page = StartPage(ui, tmp_path / "own")
    qtbot.addWidget(page)
    page.show_recent([str(SAMPLE)])
    page.resize(1100, 700)
    page.show()

    def places() -> list[QPoint]:
        firsts = [page._grids[name].cards[0] for name in ("recent", "new", "samples")]
        return [card.mapTo(page, QPoint()) for card in firsts]

    QApplication.processEvents()
    assert len(page._grids["new"].cards) == 1
    before = places()
    qtbot.waitUntil(page._folds["new"].isVisible)
    QApplication.processEvents()
    assert places() == before
    page.shut_down()


def test_every_map_is_previewed_by_its_stages_and_scores(qtbot: QtBot, opened: Opener) -> None:
    page = opened([SAMPLE])
    qtbot.waitUntil(lambda: is_previewed(page), timeout=PATIENCE)
    graph = read_map(SAMPLE)
    preview = page._grids["recent"].cards[0].preview
    assert preview is not None
    assert preview.stages == tuple(stage.title for stage in graph.stages())
    assert any(score is not None and -2 <= score <= 2 for score in preview.scores)
    for card in page._grids["new"].cards[1:]:
        assert card.preview is not None
        assert card.preview.stages
        assert set(card.preview.scores) == {None}, "a template has no scores"


def test_a_preview_follows_the_file_without_a_restart(
    qtbot: QtBot, opened: Opener, tmp_path: Path
) -> None:
    file = tmp_path / "shop.journey.json"
    write_map(a_map().with_stage("Search").built(), file)
    page = opened([file])
    card = page._grids["recent"].cards[0]
    qtbot.waitUntil(lambda: card.preview == MapPreview(("Search",), (None,)))
    write_map(a_map().with_stage("Look").with_("emotion", score=1).built(), file)
    page.hide()
    page.show()
    qtbot.waitUntil(lambda: card.preview == MapPreview(("Look",), (1.0,)))


def drawn_words(monkeypatch: pytest.MonkeyPatch, card: MapCard) -> list[tuple[str, int]]:
    """Return what a card writes in its preview, each with the size of its type."""
    written: list[tuple[str, int]] = []
    genuine = QPainter.drawText

    def note(painter: QPainter, *arguments: Any) -> Any:
        written.append((str(arguments[-1]), painter.font().pixelSize()))
        return genuine(painter, *arguments)

    monkeypatch.setattr(QPainter, "drawText", note)
    card.grab()
    monkeypatch.undo()
    return written


def test_the_stages_of_a_preview_can_be_read(
    qtbot: QtBot, opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened([SAMPLE])
    card = page._grids["recent"].cards[0]
    qtbot.waitUntil(lambda: card.preview is not None, timeout=PATIENCE)
    assert card.preview is not None
    written = dict(drawn_words(monkeypatch, card))
    shown = [title for title in card.preview.stages if written.get(title, 0) >= 11]
    assert len(shown) >= 3
    assert card.accessibleDescription().endswith(", ".join(card.preview.stages))


@pytest.mark.parametrize(("width", "rows"), [(120.0, 2), (260.0, 2), (260.0, 3), (2000.0, 1)])
def test_stages_without_room_are_counted(qapp: QApplication, width: float, rows: int) -> None:
    stages = [f"Stage number {number}" for number in range(9)]
    metrics = QFontMetricsF(QFont())
    arranged = stage_rows(stages, metrics, width, rows, 6.0)
    assert len(arranged) <= rows
    for row in arranged:
        assert sum(wide for _, wide in row) <= width
    titles = [title for row in arranged for title, _ in row]
    if titles[-1].startswith("+"):
        assert int(titles[-1]) == len(stages) - (len(titles) - 1)
    else:
        assert titles == stages


@pytest.mark.parametrize("recent", [0, 3])
def test_samples_are_above_the_fold_on_a_small_screen(
    qtbot: QtBot, ui: UiContext, tmp_path: Path, recent: int
) -> None:
    page = StartPage(ui, tmp_path / "own")
    qtbot.addWidget(page)
    for number in range(recent):
        write_map(a_map().with_stage("Search").built(), tmp_path / f"{number}.journey.json")
    page.show_recent([str(tmp_path / f"{number}.journey.json") for number in range(recent)])
    page.resize(1280, 720 - 54)  # below the menus and above the status bar
    page.show()
    qtbot.waitUntil(lambda: len(page._grids["new"].cards) > 1)
    QApplication.processEvents()
    for card in page._grids["samples"].cards:
        if card.y() == 0:
            bottom = card.mapTo(page, card.rect().bottomLeft()).y()
            assert bottom <= page.height()
    page.shut_down()


def test_all_templates_are_one_click_away(qtbot: QtBot, opened: Opener) -> None:
    page = opened()
    grid, fold = page._grids["new"], page._folds["new"]
    hidden = [card for card in grid.cards if not card.isVisible()]
    assert hidden
    assert fold.text() == "Visa alla (13)"
    fold.click()
    assert all(card.isVisible() for card in grid.cards)
    fold.click()
    assert [card for card in grid.cards if not card.isVisible()] == hidden


def test_bad_files_cost_a_preview_only(qtbot: QtBot, opened: Opener, tmp_path: Path) -> None:
    bad = tmp_path / "bad.journey.json"
    bad.write_text("{")
    page = opened([bad, tmp_path / "gone.journey.json", SAMPLE])
    good = page._grids["recent"].cards[2]
    qtbot.waitUntil(lambda: good.preview is not None, timeout=PATIENCE)
    assert not page._grids["recent"].cards[0].preview
    gone = page._grids["recent"].cards[1]
    assert gone.accessibleDescription() == "Hittades inte"


def test_a_huge_map_has_no_preview(
    qtbot: QtBot, opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cards, "MAX_BYTES", 10_000)
    page = opened([SAMPLE])
    small = named(page, "fyra faser")
    qtbot.waitUntil(lambda: small.preview is not None, timeout=PATIENCE)
    assert not page._grids["recent"].cards[0].preview


@pytest.mark.parametrize("language", ["en", "sv", "nb", "da", "de", "fi"])
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


def test_every_choice_is_reported(qtbot: QtBot, opened: Opener) -> None:
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
    page._folds["new"].click()
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


def test_typing_goes_to_the_map_of_that_name(qtbot: QtBot, opened: Opener) -> None:
    page = opened([SAMPLE])
    page._type_ahead._pause.setInterval(PATIENCE)
    page.activateWindow()
    page.focus_first()
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), MapCard))
    name = page._grids["new"].cards[-1].text()
    assert page._grids["new"].cards[-1].isHidden()
    wanted = [page.open_wanted, page.blank_wanted, page.sample_wanted, page.template_wanted]
    opened_maps: list[object] = []
    for signal in wanted:
        signal.connect(lambda *words: opened_maps.append(words))

    def focused() -> MapCard:
        card = QApplication.focusWidget()
        assert isinstance(card, MapCard)
        assert card.isVisible()
        return card

    def type_(words: str) -> None:
        for character in words:
            QTest.keyClicks(focused(), character)

    type_(name.upper())
    assert focused().text() == name
    type_(" and more that no map is called")
    assert focused().text() == name
    assert not opened_maps

    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    type_("karta")
    assert focused().text() == "Tom karta"
    QTest.keyClick(focused(), Qt.Key.Key_Left)
    with qtbot.waitSignal(
        page.open_wanted if focused().text() == "toothbrush.sv" else page.blank_wanted
    ):
        type_(" ")


def test_the_notice_is_as_wide_as_the_cards_below_it(opened: Opener) -> None:
    page = opened()
    page.resize(1280, 720)
    page.notice.offer("New map", "Close", page.notice.hide)
    QApplication.processEvents()
    left = page.notice.mapTo(page, QPoint(0, 0)).x()
    cards = [card for card in page.findChildren(MapCard) if card.isVisible()]
    first = min(card.mapTo(page, QPoint(0, 0)).x() for card in cards)
    last = max(card.mapTo(page, QPoint(card.width(), 0)).x() for card in cards)
    assert left == first + INSET
    assert left + page.notice.width() == last - INSET


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


def test_a_hidden_page_reads_no_previews(opened: Opener) -> None:
    page = opened([SAMPLE])
    page.hide()
    background = page.previews._background
    assert background is None or not background.is_busy


@pytest.mark.parametrize("weight", [400, 700])
def test_a_long_name_takes_two_lines_and_loses_its_end(qapp: QApplication, weight: int) -> None:
    font = QFont()
    font.setWeight(QFont.Weight(weight))
    metrics = QFontMetricsF(font)
    name = "A journey of very many words that no card in the world would ever hold whole"
    width = metrics.horizontalAdvance("A journey of very many") + 1
    lines = lines_of(name, font, width)
    assert len(lines) == 2
    assert lines[0] == "A journey of very many"
    assert lines[1].endswith("…")
    assert all(metrics.horizontalAdvance(line) <= width for line in lines)
    assert list(lines_of("Short", font, 500)) == ["Short"]
    assert list(lines_of("", font, 500)) in ([], [""])
