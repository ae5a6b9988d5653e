"""Pictures that are pasted or dropped become picture cards; whatever else they are is said once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDragMoveEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from journeyeditor.editing import operations
from journeyeditor.files import decode_image, dump_map, parse_map
from journeyeditor.files.images import MAX_BYTES
from journeyeditor.i18n import texts
from journeyeditor.panels import pictures
from journeyeditor.vocabulary import Picture
from tests.qt.shell import Shell

COPY, LEFT, PLAIN = (
    Qt.DropAction.CopyAction,
    Qt.MouseButton.LeftButton,
    Qt.KeyboardModifier.NoModifier,
)


@pytest.fixture
def shell(qapp: QApplication, tmp_path: Path) -> Iterator[Shell]:
    shell = Shell(qapp, tmp_path / "program")
    shell.open_sample()
    shell.window.resize(1400, 900)
    shell.window.show()
    shell.window.map_view.canvas.view.zoom_to_fit()
    shell.settle()
    yield shell
    QApplication.clipboard().clear()
    shell.close()


def an_image(width: int = 60, height: int = 40, colour: str = "#cc3344") -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    return image


def files_in(folder: Path, *names: str) -> list[Path]:
    folder.mkdir(exist_ok=True)
    for name in names:
        assert an_image().save(str(folder / name))
    return [folder / name for name in names]


def offered(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def cards(shell: Shell) -> list[Picture]:
    found = shell.session.graph.elements("picture")
    return [picture for picture in found if isinstance(picture, Picture)]


def wait(shell: Shell, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not shell.window.map_view.pictures.is_busy)
    shell.settle()


def paste(shell: Shell, qtbot: QtBot, data: QMimeData) -> None:
    QApplication.clipboard().setMimeData(data)
    shell.do("paste")
    wait(shell, qtbot)


def drop(shell: Shell, qtbot: QtBot, at: QPointF, data: QMimeData) -> None:
    canvas = shell.window.map_view.canvas
    point = at.toPoint()
    entering = QDragEnterEvent(QPoint(5, 5), COPY, data, LEFT, PLAIN)
    QApplication.sendEvent(canvas, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(canvas, QDragMoveEvent(point, COPY, data, LEFT, PLAIN))
    QApplication.sendEvent(canvas, QDropEvent(at, COPY, data, LEFT, PLAIN))
    wait(shell, qtbot)


def on_map(shell: Shell, id_: str) -> QPointF:
    canvas = shell.window.map_view.canvas
    rect = shell.session.layout.rect(id_)
    assert rect is not None
    return QPointF(*canvas.viewport.to_screen(rect.center))


def size(picture: Picture) -> tuple[int, int]:
    _, _, width, height = decode_image(picture.image)
    return width, height


def test_a_screenshot_is_pasted_beside_the_selection(shell: Shell, qtbot: QtBot) -> None:
    touchpoint = shell.pick("touchpoint", 2)
    data = QMimeData()
    data.setImageData(an_image(300, 200))
    before = dump_map(shell.session.graph)
    paste(shell, qtbot, data)
    (picture,) = cards(shell)
    assert size(picture) == (300, 200)
    assert shell.session.selection.ids == (picture.id,)
    layout = shell.session.layout
    place, beside = layout.cell_of(picture.id), layout.cell_of(touchpoint)
    assert place is not None
    assert beside is not None
    assert place[1] == beside[1]
    shell.do("undo")
    assert dump_map(shell.session.graph) == before


def test_a_pasted_picture_comes_into_view(shell: Shell, qtbot: QtBot) -> None:
    canvas = shell.window.map_view.canvas
    shell.pick("touchpoint", 0)
    canvas.view.zoom(4, QPointF(0, 0))
    data = QMimeData()
    data.setImageData(an_image(300, 200))
    paste(shell, qtbot, data)
    rect = shell.session.layout.rect(cards(shell)[0].id)
    assert rect is not None
    assert canvas.viewport.seen.contains(rect)


def test_a_picture_is_pasted_into_the_picture_card_selected(shell: Shell, qtbot: QtBot) -> None:
    id_ = operations.add(shell.session, "picture", title="Queue")
    shell.session.selection.set([id_])
    data = QMimeData()
    data.setImageData(an_image())
    data.setText("what the browser says of it")
    paste(shell, qtbot, data)
    (picture,) = cards(shell)
    assert picture.title == "Queue"
    assert size(picture) == (60, 40)


def test_pasting_never_replaces_a_picture(shell: Shell, qtbot: QtBot) -> None:
    for width in (20, 30):
        data = QMimeData()
        data.setImageData(an_image(width, 10))
        paste(shell, qtbot, data)
    assert sorted(size(picture)[0] for picture in cards(shell)) == [20, 30]


def test_a_table_with_a_picture_of_it_is_pasted_as_text(shell: Shell, qtbot: QtBot) -> None:
    shell.pick("touchpoint")
    data = QMimeData()
    data.setImageData(an_image())
    data.setText("Newsletter")
    paste(shell, qtbot, data)
    assert cards(shell) == []
    titles = [each.title for each in shell.session.graph.elements("touchpoint")]
    assert "Newsletter" in titles


def test_a_browser_copies_a_picture_with_markup(shell: Shell, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setImageData(an_image())
    data.setHtml('<img src="https://example.org/a.png">')
    paste(shell, qtbot, data)
    assert len(cards(shell)) == 1


def test_copied_files_are_pasted(shell: Shell, qtbot: QtBot, tmp_path: Path) -> None:
    paste(shell, qtbot, offered(*files_in(tmp_path / "shots", "the_queue.png", "b.jpg")))
    assert [picture.title for picture in cards(shell)] == ["the queue", "b"]


def test_files_and_folders_are_dropped_where_the_mark_is(
    shell: Shell, qtbot: QtBot, tmp_path: Path
) -> None:
    (loose,) = files_in(tmp_path / "one", "loose.png")
    files_in(tmp_path / "board", "2 Pay.jpg", "1 Search.png", "10 Use.JPEG")
    (tmp_path / "board" / "notes.txt").write_text("no picture")
    (tmp_path / "board" / "deeper").mkdir()
    before = dump_map(shell.session.graph)
    touchpoint = shell.session.graph.elements("touchpoint")[4]
    drop(shell, qtbot, on_map(shell, touchpoint.id), offered(loose, tmp_path / "board"))
    found = cards(shell)
    assert [picture.title for picture in found] == ["loose", "1 Search", "10 Use", "2 Pay"]
    assert {picture.stage for picture in found} == {getattr(touchpoint, "stage", None)}
    assert shell.script.reported == []
    assert loose.exists()
    shell.do("undo")
    assert dump_map(shell.session.graph) == before


def test_a_file_is_dropped_on_a_picture_card(shell: Shell, qtbot: QtBot, tmp_path: Path) -> None:
    id_ = operations.add(shell.session, "picture", title="Queue")
    canvas = shell.window.map_view.canvas
    data = offered(*files_in(tmp_path / "one", "a.png"))
    at = on_map(shell, id_)
    QApplication.sendEvent(canvas, QDragEnterEvent(at.toPoint(), COPY, data, LEFT, PLAIN))
    QApplication.sendEvent(canvas, QDragMoveEvent(at.toPoint(), COPY, data, LEFT, PLAIN))
    assert canvas.renderer.overlay.active == id_
    drop(shell, qtbot, at, data)
    (picture,) = cards(shell)
    assert (picture.id, picture.title, size(picture)) == (id_, "Queue", (60, 40))


def test_large_pictures_are_scaled_down(shell: Shell, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setImageData(an_image(3000, 1500))
    paste(shell, qtbot, data)
    assert size(cards(shell)[0]) == (2400, 1200)


def test_what_is_no_picture_is_named(shell: Shell, qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "odd"
    (good,) = files_in(folder, "good.png")
    (folder / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nno more")
    (folder / "words.jpg").write_text("no picture")
    (folder / "empty.png").touch()
    (folder / "folder.png").mkdir()
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "pipe.png")
    (tmp_path / "nothing").mkdir()
    missing = tmp_path / "missing.png"
    paste(shell, qtbot, offered(folder, tmp_path / "nothing", missing))
    assert [picture.title for picture in cards(shell)] == [good.stem]
    (message,) = shell.script.reported
    for name in ("broken.png", "words.jpg", "empty.png", "folder.png", "nothing", "missing.png"):
        assert name in message
    assert "images were not added" in message


def test_a_picture_whose_end_is_missing_is_named(
    shell: Shell, qtbot: QtBot, tmp_path: Path
) -> None:
    whole, half = files_in(tmp_path / "in", "whole.png", "half.jpg")
    half.write_bytes(half.read_bytes()[:-40])
    paste(shell, qtbot, offered(whole, half))
    assert [card.title for card in cards(shell)] == ["whole"]
    assert shell.script.reported == [
        "1 image was not added. half.jpg: The image is damaged or too large."
        " The limit is 16 MiB and 64 megapixels."
    ]


@pytest.mark.skipif(os.name == "nt", reason="names of files are Unicode there")
def test_a_name_in_another_encoding_becomes_a_title(
    shell: Shell, qtbot: QtBot, tmp_path: Path
) -> None:
    (file,) = files_in(tmp_path / "in", "a.png")
    file.rename(file.parent / os.fsdecode(b"k\xf6p.png"))
    paste(shell, qtbot, offered(file.parent))
    assert [card.title for card in cards(shell)] == ["k?p"]


def test_no_more_pictures_than_a_map_can_hold(
    shell: Shell, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "MAX_AT_ONCE", 3)
    folder = tmp_path / "many"
    files_in(folder, *(f"{number:02}.png" for number in range(15)))
    paste(shell, qtbot, offered(folder))
    assert len(cards(shell)) == 3
    (message,) = shell.script.reported
    assert message.startswith("12 images were not added.")
    assert message.endswith("and 2 more")
    monkeypatch.setattr(pictures, "MAX_PIXELS_TOGETHER", 60 * 40 * 4)
    data = QMimeData()
    data.setImageData(an_image(50, 30, "#000000"))
    paste(shell, qtbot, data)
    assert len(cards(shell)) == 4, "equal pictures are held once"
    monkeypatch.setattr(pictures, "MAX_PICTURE_BYTES", 40)
    data = QMimeData()
    data.setImageData(an_image(51, 30))
    paste(shell, qtbot, data)
    assert len(cards(shell)) == 4
    assert "no room for more pictures" in shell.script.reported[-1]
    assert parse_map(dump_map(shell.session.graph), "the map")


def test_several_pastes_come_one_after_the_other(shell: Shell, qtbot: QtBot) -> None:
    for width in (20, 30, 40):
        data = QMimeData()
        data.setImageData(an_image(width, 10))
        QApplication.clipboard().setMimeData(data)
        shell.window.clipboard.paste()
    qtbot.waitUntil(lambda: len(cards(shell)) == 3)
    assert sorted(size(picture)[0] for picture in cards(shell)) == [20, 30, 40]


def test_a_closed_map_gets_no_pictures(shell: Shell, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setImageData(an_image())
    QApplication.clipboard().setMimeData(data)
    first = shell.session
    shell.window.clipboard.paste()
    shell.open_sample()
    wait(shell, qtbot)
    assert first is not shell.session
    assert first.graph.elements("picture") == ()
    assert cards(shell) == []


def test_other_files_are_left_to_the_window(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "other.journey.json"
    path.write_bytes(b"{}")
    data = offered(path)  # the event does not keep it
    event = QDragEnterEvent(QPoint(400, 300), COPY, data, LEFT, PLAIN)
    event.ignore()
    canvas = shell.window.map_view.canvas
    QApplication.sendEvent(canvas, event)
    assert not canvas.toolbox.is_busy


def test_a_file_that_is_too_large_is_refused_before_it_is_decoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One byte too many has the same length in base64 as none."""
    path = tmp_path / "large.jpg"
    path.write_bytes(b"\xff\xd8\xff" + bytes(MAX_BYTES - 2))
    decoded: list[str] = []
    monkeypatch.setattr(pictures, "decode_image", decoded.append)
    with pytest.raises(pictures.PictureError, match="too large"):
        pictures.read_picture(str(path), texts("en"))
    assert decoded == []


@pytest.mark.parametrize(
    "kind", ["text/html", "text/rtf", "application/x-qt-windows-mime;value=HTML Format"]
)
def test_nothing_in_markup_is_fetched_or_run(shell: Shell, kind: str) -> None:
    before = dump_map(shell.session.graph)
    data = QMimeData()
    data.setData(kind, b"<img src='file:///etc/passwd'><script>alert(1)</script>" * 9999)
    QApplication.clipboard().setMimeData(data)
    shell.window.action_registry.run("paste")
    shell.settle()
    assert dump_map(shell.session.graph) == before
    data = QMimeData()
    data.setHtml("<b>Bold</b><img src='http://example.invalid/a.png'>")
    data.setText("Plain")
    QApplication.clipboard().setMimeData(data)
    shell.do("paste")
    assert "Plain" in {element.title for element in shell.session.graph.elements("step")}
