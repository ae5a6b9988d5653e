"""Writing so that at every moment either the old file or the new one is there, whole."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path

from journeyeditor.files.errors import FileError


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file by way of a temporary one beside it; raises FileError, the old file left whole.

    The new file is on the disk (fsync of file and folder) before the name leads to it. A link is
    followed to what it leads to; permissions of an existing file are kept, and one that is
    protected from writing is not replaced.
    """
    path = Path(path)
    if "\0" in str(path):
        raise FileError(str(path), "is no name for a file", "give it another name")
    try:
        if path.is_dir():
            raise FileError(str(path), "is a folder", "give a name for the file in it")
        if path.exists() and not path.is_file():
            path.write_bytes(data)  # A device or a pipe, such as /dev/stdout: nothing to replace.
        else:
            _replace(Path(os.path.realpath(path)), data)
    except OSError as error:
        fault = f"could not be written ({_reason(error)})"
        raise FileError(str(path), fault, _mend(error)) from None


def _replace(target: Path, data: bytes) -> None:
    """Put a new file in the place of an old one, or of none; raises OSError."""
    temporary = target.with_name(f".journey-{os.urandom(8).hex()}.tmp")
    try:
        _write(temporary, data, _mode(target))
        os.replace(temporary, target)
        sync_folder(target.parent)
    finally:
        with suppress(OSError):
            temporary.unlink()


def _write(path: Path, data: bytes, mode: int | None) -> None:
    """Write a new file to the disk, with the permissions given."""
    descriptor = os.open(
        path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666
    )
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(descriptor, view) :]
        if mode is not None:
            # A file system without permissions is no reason not to save.
            with suppress(OSError, AttributeError):
                os.fchmod(descriptor, mode)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _mode(path: Path) -> int | None:
    """Return the permissions of an existing file; None for a new one, which takes the umask's."""
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        return None
    if not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return mode


def sync_folder(folder: Path) -> None:
    """Bring the new name to the disk too, where a folder can be opened (not on Windows)."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _reason(error: OSError) -> str:
    """Return the system's words for what happened."""
    return os.strerror(error.errno) if error.errno else str(error)


def _mend(error: OSError) -> str:
    """Return what to do about it."""
    return {
        errno.ENOSPC: "make room on the disk, or save elsewhere",
        errno.EDQUOT: "make room on the disk, or save elsewhere",
        errno.EFBIG: "save on another disk",
        errno.EACCES: "save it where you may write",
        errno.EPERM: "save it where you may write",
        errno.EROFS: "save it where you may write",
        errno.ENOENT: "make the folder first, or save elsewhere",
        errno.ENOTDIR: "save in a folder that is one",
        errno.ENAMETOOLONG: "give it a shorter name",
    }.get(error.errno or 0, "save elsewhere")
