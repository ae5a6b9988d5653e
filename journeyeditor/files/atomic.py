"""Writing so that at every moment either the old file or the new one is there, whole."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from journeyeditor.files.errors import FileError, WriteError
from journeyeditor.files.system_paths import replace, system_path

_TEMPORARY = ".journey-", ".tmp"
#: A temporary file that is so much older than a new one belongs to a process that was killed (s).
_ABANDONED_S = 3600
#: What a file system says whose folders cannot be brought to the disk: there it needs no doing.
_NO_FOLDER_SYNC = frozenset({errno.EINVAL, errno.EBADF, errno.EACCES, errno.EPERM, errno.ENOTSUP})


class _Staged(NamedTuple):
    """A new file that is completely on the disk, under a temporary name; `created` is its time there."""

    path: Path
    target: Path
    temporary: Path
    created: float


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file by way of a temporary one beside it; raises FileError, the old file left whole.

    The new file is on the disk (fsync of file and folder) before the name leads to it. A link is
    followed to what it leads to; permissions of an existing file are kept, and one that is
    protected from writing is not replaced.
    """
    write_together({Path(path): data})


def write_together(files: Mapping[Path, bytes]) -> None:
    """Write several files as `write_atomically` does, all of them or none; raises FileError.

    Only a disk that fails between two renames can leave some of them.
    """
    staged: list[_Staged] = []
    try:
        for path, data in files.items():
            with _explained(path):
                if _is_plain(path):
                    target = Path(os.path.realpath(system_path(path)))
                    staged.append(_stage(path, target, data, _mode(target)))
                else:
                    path.write_bytes(data)
        for each in staged:
            with _explained(each.path):
                replace(each.temporary, each.target)
        for folder, each in {each.target.parent: each for each in staged}.items():
            with _explained(each.path):
                sync_folder(folder)
            _sweep(folder, each.created)
    finally:
        for each in staged:
            with suppress(OSError):
                each.temporary.unlink()


def write_into(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write files into a folder, which is made if it is not there, all of them or none.

    Raises FileError; then no new folder is left behind.
    """
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    try:
        with _explained(folder):
            if folder.exists() and not folder.is_dir():
                raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
            folder.mkdir(parents=True, exist_ok=True)
        write_together({folder / name: data for name, data in files.items()})
    except FileError:
        with suppress(OSError):
            for each in missing:
                each.rmdir()
        raise
    return [folder / name for name in files]


def write_private(path: Path, data: bytes) -> None:
    """Write a file of the program's own, which only its owner can read; raises FileError.

    A link in its place is replaced, never followed.
    """
    with _explained(path):
        staged = _stage(path, path, data, 0o600)
        try:
            replace(staged.temporary, path)
            sync_folder(path.parent)
        finally:
            with suppress(OSError):
                staged.temporary.unlink()
        _sweep(path.parent, staged.created)


def sync_folder(folder: Path) -> None:
    """Bring new names to the disk, where folders can be synced (not on Windows); raises OSError."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise WriteError(str(path), error) from None


def _is_plain(path: Path) -> bool:
    if "\0" in str(path):
        raise FileError(str(path), "is not a valid file name", "choose another name")
    place = system_path(path)
    if place.is_dir():
        raise FileError(str(path), "is a folder", "choose a file name inside it")
    return place.is_file() or not place.exists()


def _stage(path: Path, target: Path, data: bytes, mode: int | None) -> _Staged:
    """Write a new file beside the one it will replace; raises OSError and leaves nothing."""
    temporary = target.with_name(os.urandom(8).hex().join(_TEMPORARY))
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(temporary, flags, 0o666 if mode is None else 0o600)
    try:
        try:
            _fill(descriptor, data, mode)
            created = os.fstat(descriptor).st_mtime
        finally:
            os.close(descriptor)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    return _Staged(path, target, temporary, created)


def _fill(descriptor: int, data: bytes, mode: int | None) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
    if mode is not None:
        # A file system without permissions is no reason not to save.
        with suppress(OSError, AttributeError):
            os.fchmod(descriptor, mode)
    os.fsync(descriptor)


def _mode(path: Path) -> int | None:
    """The permissions of an existing file; None for a new one, which gets those of the umask."""
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        return None
    if not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return mode


def _sweep(folder: Path, now: float) -> None:
    """Delete what killed processes left; `now` is by the clock of the files' times."""
    begin, end = _TEMPORARY
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if not (entry.name.startswith(begin) and entry.name.endswith(end)):
                continue
            with suppress(OSError):
                if now - entry.stat(follow_symlinks=False).st_mtime > _ABANDONED_S:
                    os.unlink(entry.path)
