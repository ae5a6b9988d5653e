"""Modules are imported without their source being read, and only those that a map needs."""

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
packages = ("journeyeditor.exporters", "journeyeditor.painting.pdf", "journeyeditor.poster")
print(json.dumps([*linecache.cache, *(name for name in packages if name in sys.modules)]))
"""


def test_no_source_is_read_and_no_poster_imported_by_importing_the_window() -> None:
    done = subprocess.run([sys.executable, "-c", WINDOW], capture_output=True, check=True)
    assert json.loads(done.stdout) == []
