"""Tells the end-to-end tests where things stand on the screen of the program they started.

Python imports this at its start because the tests put the folder on PYTHONPATH. A thread listens
on the socket that JOURNEYEDITOR_PROBE names; each line asked is answered by one line of JSON. It
looks and never acts: all that happens in the program comes from a real mouse and real keys.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import threading
from typing import Any

ADDRESS = os.environ.pop("JOURNEYEDITOR_PROBE", "")


def listen() -> None:
    """Answer questions until the process ends."""
    server = socket.socket(socket.AF_UNIX)
    server.bind(ADDRESS)
    server.listen()
    while True:
        connection, _ = server.accept()
        with connection, connection.makefile("rw", encoding="utf-8") as line:
            question = line.readline().strip()
            line.write(json.dumps(asked(question)) + "\n")


def asked(question: str) -> Any:
    """Let the window's thread answer, when there is a window."""
    if "PySide6.QtWidgets" not in sys.modules:
        return None
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance()
    if app is None:
        return None
    answer: list[Any] = []
    answered = threading.Event()

    def look() -> None:
        try:
            answer.append(canvas() if question == "canvas" else widgets(question))
        finally:
            answered.set()

    QTimer.singleShot(0, app, look)
    return answer[0] if answered.wait(20) and answer else None


def widgets(question: str) -> list[dict[str, Any]]:
    """Return what is seen: of all windows, or ("grab PATH") put their pictures into files."""
    from PySide6.QtCore import QPoint
    from PySide6.QtWidgets import QApplication, QWidget

    found = []
    for number, top in enumerate(QApplication.topLevelWidgets()):
        if not top.isVisible():
            continue
        if question.startswith("grab "):
            top.grab().save(f"{question.removeprefix('grab ')}-{number}.png")
        for widget in (top, *top.findChildren(QWidget)):
            if widget.isVisible():
                corner = widget.mapToGlobal(QPoint(0, 0))
                found.append(
                    {
                        "class": type(widget).__name__,
                        "name": widget.accessibleName(),
                        "text": str(getattr(widget, "text", str)()),
                        "window": top.windowTitle(),
                        "is_on": widget.isEnabled(),
                        "has_keys": widget is QApplication.focusWidget(),
                        "rect": [corner.x(), corner.y(), widget.width(), widget.height()],
                    }
                )
    return found


def canvas() -> dict[str, Any] | None:
    """Return where the elements of the map stand, their handles, and what is being written."""
    from PySide6.QtCore import QPointF
    from PySide6.QtWidgets import QApplication

    from journeyeditor.canvas.canvas import Canvas

    for top in QApplication.topLevelWidgets():
        for seen in top.findChildren(Canvas):
            if not seen.isVisible():
                continue
            corner = seen.mapToGlobal(QPointF(0, 0))
            session = seen.session

            def rect_to_screen(
                rect: Any, seen: Canvas = seen, corner: QPointF = corner
            ) -> list[float]:
                x, y, width, height = seen.viewport.rect_to_screen(rect)
                return [x + corner.x(), y + corner.y(), width, height]

            return {
                "rect": [corner.x(), corner.y(), seen.width(), seen.height()],
                "is_moving": seen.renderer.animation.is_running,
                "written": seen.field.toPlainText() if seen.field.is_open else None,
                "handles": [rect_to_screen(rect) for rect in seen.toolbox.handles()],
                "relations": [
                    [relation.kind, relation.source, relation.target]
                    for relation in session.graph.relations()
                ],
                "elements": [
                    {
                        "id": element.id,
                        "kind": element.kind,
                        "title": element.title,
                        "rect": rect_to_screen(rect)
                        if (rect := session.layout.rect(element.id))
                        else None,
                    }
                    for element in session.graph.elements()
                ],
            }
    return None


if ADDRESS:
    threading.Thread(target=listen, name="probe", daemon=True).start()
