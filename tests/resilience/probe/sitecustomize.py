"""Runs what the resilience tests ask for, in the window's thread of the program they started.

Python imports this at its start because the tests put the folder on PYTHONPATH. A thread listens
on the socket that JOURNEYEDITOR_PROBE names; each line is a piece of Python as a JSON string, and
the answer is what that left in `result`.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import threading
import traceback
from typing import Any

ADDRESS = os.environ.pop("JOURNEYEDITOR_PROBE", "")


def listen() -> None:
    """Answer until the process ends."""
    server = socket.socket(socket.AF_UNIX)
    server.bind(ADDRESS)
    server.listen()
    while True:
        connection, _ = server.accept()
        with connection, connection.makefile("rw", encoding="utf-8") as line:
            line.write(json.dumps(answer(json.loads(line.readline()))) + "\n")


def answer(code: str) -> dict[str, Any]:
    """Run code in the window's thread, once there is one."""
    if "PySide6.QtWidgets" not in sys.modules:
        return {"error": "Qt is not there yet"}
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance()
    if app is None:
        return {"error": "the application is not there yet"}
    found: dict[str, Any] = {}
    done = threading.Event()

    def run() -> None:
        try:
            space: dict[str, Any] = {"app": app, "result": None}
            exec(code, space)
            found["result"] = space["result"]
        except BaseException:
            found["error"] = traceback.format_exc()
        finally:
            done.set()

    QTimer.singleShot(0, app, run)
    done.wait(30)
    return found or {"error": "the window does not answer"}


if ADDRESS:
    threading.Thread(target=listen, name="probe", daemon=True).start()
