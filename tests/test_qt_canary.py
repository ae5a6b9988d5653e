"""PySide6 6.12.0 on Python below 3.12 loses a reference to None per call, and dies at zero."""

from __future__ import annotations

import subprocess
import sys

CALLS = """
import sys
from PySide6.QtCore import QObject
thing = QObject()
before = sys.getrefcount(None)
for _ in range(500):
    thing.setObjectName("x")
print(sys.getrefcount(None) - before)
"""


def test_calls_into_qt_keep_none_alive() -> None:
    process = subprocess.run(
        [sys.executable, "-c", CALLS], capture_output=True, text=True, check=True, timeout=60
    )
    assert int(process.stdout) > -100
