"""What other programs get when something of the map is copied or dragged to them."""

from __future__ import annotations

import struct
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDrag, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from journeyeditor.app.card_data import CardData
from journeyeditor.editing import operations
from journeyeditor.exporters.selection import SelectionExport
from journeyeditor.widgets.picture_mime import CARDS_MIME, has_pictures
from tests.qt.shell import Shell

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def shell(shell: Shell) -> Shell:
    shell.open_sample()
    return shell


class Tables(HTMLParser):
    """The cells of a table, by row."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.tags: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
        elif tag == "br":
            self.rows[-1][-1] += "\n"

    def handle_data(self, data: str) -> None:
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


def copied(shell: Shell, *ids: str) -> QMimeData:
    shell.session.selection.set(ids)
    shell.window.map_view.canvas.setFocus()
    shell.do("copy")
    data: QMimeData = QApplication.clipboard().mimeData()
    return data


def test_a_card_is_offered_as_text_table_and_picture(shell: Shell) -> None:
    card = next(iter(shell.session.graph.elements("pain_point")))
    data = copied(shell, card.id)
    assert data.hasFormat(CARDS_MIME)
    assert data.text().startswith(card.title)
    (row,) = Tables(data.html()).rows[1:]
    assert row == ["Smärtpunkter", f"{card.title}\n{card.note}"]
    png = bytes(data.data("image/png").data())
    width, height = struct.unpack(">II", png[16:24])
    rect = shell.session.layout.rect(card.id)
    assert rect is not None
    assert width == round(2 * (rect.width + 12))
    assert height >= 2 * 40
    picture = data.imageData()
    assert isinstance(picture, QImage)
    assert (picture.width(), picture.height()) == (width, height)
    svg = ET.fromstring(bytes(data.data("image/svg+xml").data()))
    assert svg.tag == f"{SVG}svg"
    assert "".join(svg.itertext()).count(card.title.split()[0]) >= 1


def test_a_lane_comes_with_its_cards_in_a_table_of_stages(shell: Shell) -> None:
    graph = shell.session.graph
    operations.add(shell.session, "lane")  # which makes records of all lanes
    lane = next(each.id for each in graph.lanes() if "touchpoint" in getattr(each, "kinds", ()))
    table = Tables(copied(shell, lane).html()).rows
    assert table[0][1:] == [stage.title for stage in graph.stages()]
    cells = "\n".join(cell for row in table[1:] for cell in row[1:])
    for touchpoint in graph.elements("touchpoint"):
        assert touchpoint.title in cells
    for pain_point in graph.elements("pain_point"):
        assert pain_point.title not in cells


def test_titles_are_text_in_a_table_and_never_markup(shell: Shell) -> None:
    card = shell.pick("pain_point")
    title = "<script>alert('x')</script> & \"co\""
    operations.set_field(shell.session, [card], "title", title)
    tables = Tables(copied(shell, card).html())
    assert "script" not in tables.tags
    assert any(title in cell for row in tables.rows for cell in row)


def test_pictures_are_drawn_only_when_asked_for(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    original = SelectionExport.png

    def counted(export: SelectionExport) -> bytes:
        drawn.append("png")
        return original(export)

    monkeypatch.setattr(SelectionExport, "png", counted)
    data = copied(shell, shell.pick("touchpoint"))
    assert data.text()
    shell.do("paste")
    assert not drawn
    first = bytes(data.data("image/png").data())
    assert bytes(data.data("image/png").data()) == first
    assert drawn == ["png"]


def test_what_was_copied_looks_as_it_was_then(shell: Shell) -> None:
    card = shell.pick("pain_point")
    data = copied(shell, card)
    operations.set_field(shell.session, [card], "title", "Changed since")
    assert "Changed since" not in data.html()


def test_copied_cards_are_pasted_as_cards_and_not_as_a_picture(shell: Shell) -> None:
    before = len(shell.session.graph.elements("pain_point"))
    data = copied(shell, shell.pick("pain_point"))
    assert data.hasImage()
    assert not has_pictures(data)
    shell.do("paste")
    assert len(shell.session.graph.elements("pain_point")) == before + 1
    assert not shell.session.graph.elements("picture")


def test_the_clipboard_outlives_the_window(shell: Shell) -> None:
    card = next(iter(shell.session.graph.elements("pain_point")))
    assert isinstance(copied(shell, card.id), CardData)
    shell.window.shut_down()
    data = QApplication.clipboard().mimeData()
    assert not isinstance(data, CardData)
    assert data.hasFormat(CARDS_MIME)
    assert data.hasImage()
    assert card.title in data.html()
    assert data.text().startswith(card.title)


def test_cards_dragged_out_of_the_window_are_the_same(shell: Shell) -> None:
    offered: list[set[str]] = []

    def run(drag: QDrag) -> None:
        data = drag.mimeData()
        assert data.text()
        offered.append(set(data.formats()))

    shell.window.clipboard.run_drag = run
    canvas = shell.window.map_view.canvas
    card = shell.pick("touchpoint")
    before = shell.session.element(card)
    rect = shell.session.layout.rect(card)
    assert rect is not None
    canvas.view.reveal(rect)
    x, y = canvas.viewport.rect_to_screen(rect).center
    start = QPoint(round(x), round(y) + 6)
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
    for step in (8, 20, 40):
        QTest.mouseMove(canvas, start + QPoint(step, 0))
    assert canvas.renderer.overlay.ghosts
    assert not offered, "inside the window it is a move"
    QTest.mouseMove(canvas, QPoint(40, -400))
    assert len(offered) == 1
    assert {CARDS_MIME, "text/plain", "text/html", "image/svg+xml", "image/png"} <= offered[0]
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(40, -400))
    assert shell.session.element(card) == before
    assert not canvas.toolbox.is_busy
