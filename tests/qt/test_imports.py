"""Modules are imported without their source being read."""

from __future__ import annotations

import json
import subprocess
import sys

#: Imports the window, then tells whose source is in memory.
WINDOW = """
import json, linecache, sys
import journeyeditor.app.map_view, journeyeditor.app.window
from PySide6.QtCore import QObject

assert not hasattr(QObject(), "object_name"), "names are as the documentation has them"
print(json.dumps([*linecache.cache]))
"""


def test_no_source_is_read_by_importing() -> None:
    done = subprocess.run([sys.executable, "-c", WINDOW], capture_output=True, check=True)
    assert json.loads(done.stdout) == []
