"""Folders and files of the program's own: only their owner can read them, and no link leads out.

What was made with looser permissions is tightened when it is next used. What stands where a
folder or file of ours belongs and is a link, a pipe or a device is taken away, never followed.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

_LOOSE = stat.S_IRWXG | stat.S_IRWXO


def private_folder(root: Path, *names: str) -> Path:
    """Return a folder below `root`, made if need be; raises OSError.

    The root itself may be a link: where the program keeps its things is the owner's choice.
    """
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    tighten(root)
    folder = root
    for name in names:
        folder /= name
        if folder.is_symlink():
            folder.unlink()
        folder.mkdir(mode=0o700, exist_ok=True)
        tighten(folder)
    return folder


def open_private(path: Path, flags: int) -> int:
    """Open a regular file, created if need be; raises OSError."""
    with suppress(FileNotFoundError):
        if not stat.S_ISREG(path.lstat().st_mode):
            path.unlink()
    flags |= os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags, 0o600)
    if os.name == "posix" and os.fstat(descriptor).st_mode & _LOOSE:
        with suppress(OSError):
            os.fchmod(descriptor, 0o600)
    return descriptor


def tighten(path: Path) -> None:
    """Restrict access to the owner, as far as possible."""
    if os.name != "posix":  # Windows keeps a profile's folders to its owner.
        return
    with suppress(OSError):
        mode = path.stat().st_mode
        if mode & _LOOSE:
            path.chmod(stat.S_IMODE(mode) & ~_LOOSE)
