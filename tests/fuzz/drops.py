"""What may be dragged onto a window: files, folders, links and pipes of any name, and any bytes."""

from __future__ import annotations

import base64
import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random
from typing import Any

from tests.fuzz import mutations

#: Endings that pick a way in, and some that pick none.
_ENDINGS = (
    ".png", ".PNG", ".jpg", ".jpeg", ".journey.json", ".json", ".pdf", ".csv", ".xlsx", ".md", ".mmd",
    ".pptx", ".canvas", ".drawio", ".opml", ".html", ".svg", ".txt", ".xes.gz", ".parquet", "", ".",
)  # fmt: skip
_NAMES = ("a", "Åsa och 🦷", "a b%20c", "#x?y=1", "-o", "x" * 200, ".hidden", "a\nb", "\udcff", "ع")
_FORMATS = (
    "text/plain", "text/html", "text/uri-list", "image/png", "application/x-qt-image",
    "application/x-journeyeditor-kind", "application/x-journeyeditor-cards",
    "application/x-journeyeditor-cards+json",
)  # fmt: skip
_URLS = ("http://a/b.png", "file://server/share/a.png", "file:///", "file:", "data:,x", "%", "")
#: No bytes of a file or format are more than this.
_MOST = 400_000


def calm() -> bytes:
    return json.dumps({"files": [], "urls": ["file:///nowhere/a.png"], "formats": {}}).encode()


def make_drop(chance: Random, contents: Mapping[str, Callable[[Random], bytes]]) -> bytes:
    """Files to be made, and what the drag offers: those files, other addresses, and data."""
    files = [_file(chance, contents) for _ in range(chance.choice([0, 1, 1, 2, 5, 300]))]
    urls = [file["name"] for file in files if chance.random() < 0.9]
    urls += chance.choices(_URLS, k=chance.choice([0, 0, 0, 1, 3]))
    formats = {
        name: base64.b64encode(_bytes(chance, contents)).decode()
        for name in chance.sample(_FORMATS, chance.choice([0, 0, 1, 3]))
    }
    at = [chance.choice([0, 300, 2_000]), chance.choice([0, 250, 2_000])]
    return json.dumps({"files": files, "urls": urls, "formats": formats, "at": at}).encode()


def _file(chance: Random, contents: Mapping[str, Callable[[Random], bytes]]) -> dict[str, str]:
    kind = chance.choices(["file", "folder", "link", "loop", "pipe", "gone"], [9, 2, 1, 1, 1, 1])[0]
    name = f"{chance.choice(_NAMES)}{chance.randrange(9)}{chance.choice(_ENDINGS)}"
    if kind in ("link", "loop"):
        return {
            "name": name,
            "kind": kind,
            "to": chance.choice(["/dev/zero", "/etc", ".", "b.png"]),
        }
    return {
        "name": name,
        "kind": kind,
        "data": base64.b64encode(_bytes(chance, contents)).decode() if kind == "file" else "",
    }


def _bytes(chance: Random, contents: Mapping[str, Callable[[Random], bytes]]) -> bytes:
    if chance.random() < 0.3:
        return mutations.text(chance).encode("utf-8", "surrogatepass")[:_MOST]
    return contents[chance.choice(sorted(contents))](chance)[:_MOST]


def judge_drop(data: bytes, folder: Path, judge_sentence: Callable[[str], None]) -> None:
    """The window takes it or says in one sentence why not; the map can be saved, read, undone."""
    from PySide6.QtCore import QPointF
    from PySide6.QtWidgets import QApplication, QDialog

    from journeyeditor.files import dump_map, parse_map
    from tests.qt.shell import Shell

    offered: dict[str, Any] = json.loads(data)
    mime = _dragged(offered, folder / "dropped")
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    uncaught: list[BaseException] = []
    shell = Shell(app, folder)
    sys.excepthook = lambda _, error, __: uncaught.append(error)
    shell.script.choose = lambda *_, **__: ""  # type: ignore[method-assign]
    session = shell.open_sample()
    before = dump_map(session.graph)
    canvas = shell.window.map_view.canvas
    at = QPointF(*offered.get("at", [300, 250]))
    if not _drop(canvas, mime, at):
        _drop(shell.window, mime, at)
    _settle(shell)
    if uncaught:
        raise uncaught[0]
    for sentence in shell.script.reported:
        judge_sentence(sentence.partition("\n")[0])
    for dialog in shell.window.findChildren(QDialog):
        dialog.close()
    after = dump_map(shell.session.graph)
    assert dump_map(parse_map(after, "map")) == after, "took what cannot be read again"
    if shell.session is session:
        while session.undo():
            pass
        assert dump_map(session.graph) == before, "not undone"
    shell.close()


def _dragged(offered: dict[str, Any], folder: Path) -> Any:
    """Make the files of a drag in a folder; return its QMimeData."""
    from PySide6.QtCore import QByteArray, QMimeData, QUrl

    folder.mkdir()
    for file in offered["files"]:
        _make(folder, file)
    names = {file["name"] for file in offered["files"]}
    mime = QMimeData()
    mime.setUrls(
        [
            QUrl.fromLocalFile(str(folder / url)) if url in names else QUrl(url)
            for url in offered["urls"]
        ]
    )
    for name, coded in offered["formats"].items():
        mime.setData(name, QByteArray(base64.b64decode(coded)))
    return mime


def _drop(target: Any, mime: Any, at: Any) -> bool:
    """Drag onto a widget and let go; return whether it took the drag."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
    from PySide6.QtWidgets import QApplication

    actions = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    held = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(at.toPoint(), actions, mime, *held)
    enter.ignore()
    QApplication.sendEvent(target, enter)
    if enter.isAccepted():
        QApplication.sendEvent(target, QDragMoveEvent(at.toPoint(), actions, mime, *held))
        QApplication.sendEvent(target, QDropEvent(at, actions, mime, *held))
    return enter.isAccepted()


def _settle(shell: Any) -> None:
    from PySide6.QtCore import QEventLoop

    shell.settle()
    while shell.window.map_view.pictures.is_busy:
        shell.app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    shell.settle()


def _make(folder: Path, file: Mapping[str, str]) -> None:
    path = folder / file["name"]
    if os.path.lexists(path):
        return
    match file["kind"]:
        case "file":
            path.write_bytes(base64.b64decode(file["data"]))
        case "folder":
            path.mkdir()
            (path / "a.png").write_bytes(b"none")
        case "link":
            path.symlink_to(file["to"])
        case "loop":
            path.symlink_to(path.name)
        case "pipe":
            os.mkfifo(path)
