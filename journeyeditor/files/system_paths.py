"""What Windows asks of paths: longer ones have a prefix, and a file that is held is tried again."""

from __future__ import annotations

import ntpath
import os
import time
from pathlib import Path

#: A folder's path may have this many characters without a prefix; a file's is hardly longer.
_MAX_PLAIN = 247
_PREFIX, _SHARE_PREFIX = "\\\\?\\", "\\\\?\\UNC\\"
_IS_WINDOWS = os.name == "nt"
#: Between attempts, in seconds: virus scanners, indexers and clouds hold a new file that long.
_PAUSES_S = (0.01, 0.02, 0.05, 0.1, 0.2, 0.4)


def system_path(path: Path) -> Path:
    """Return a path as the system opens it, whatever its length."""
    return Path(prefixed(str(path))) if _IS_WINDOWS else path


def prefixed(path: str) -> str:
    """Return a path of Windows with the prefix that its length asks for."""
    whole = ntpath.abspath(path)
    if len(whole) <= _MAX_PLAIN or whole.startswith(_PREFIX):
        return path
    return _SHARE_PREFIX + whole[2:] if whole.startswith("\\\\") else _PREFIX + whole


def replace(source: Path, target: Path) -> None:
    """Rename a file over another one, for which Windows waits until nobody reads either.

    Raises OSError.
    """
    for pause in _PAUSES_S if _IS_WINDOWS else ():
        try:
            os.replace(source, target)
        except PermissionError:
            time.sleep(pause)
        else:
            return
    os.replace(source, target)
