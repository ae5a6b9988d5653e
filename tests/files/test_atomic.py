"""At every moment the old file or the new one is there, whole; errors are reported."""

from __future__ import annotations

import errno
import os
import re
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from journeyeditor.files import FileError, write_atomically, write_map
from journeyeditor.files.atomic import write_into, write_together
from journeyeditor.files.errors import WriteError
from tests.builders import a_map

OLD, NEW = b"the old file", b"the new file" * 1000
as_root = hasattr(os, "geteuid") and os.geteuid() == 0
posix = pytest.mark.skipif(os.name != "posix", reason="permissions and devices of POSIX")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "map.journey.json"
    found.write_bytes(OLD)
    return found


@pytest.fixture
def umask() -> Iterator[None]:
    before = os.umask(0o027)
    yield
    os.umask(before)


def refused(path: Path, words: str) -> None:
    """Writing must be refused in one sentence that names the file."""
    with pytest.raises(FileError) as error:
        write_atomically(path, NEW)
    assert re.search(words, str(error.value)), error.value
    assert str(error.value).isprintable()
    assert str(path.parent) in str(error.value)


def test_the_new_file_takes_the_place_of_the_old(path: Path) -> None:
    write_atomically(path, NEW)
    assert path.read_bytes() == NEW
    assert list(path.parent.iterdir()) == [path]


def test_a_map_is_written(tmp_path: Path) -> None:
    write_map(a_map(title="A").built(), tmp_path / "a.journey.json")
    assert b'"title": "A"' in (tmp_path / "a.journey.json").read_bytes()


@posix
@pytest.mark.usefixtures("umask")
def test_a_new_file_gets_the_permissions_of_the_umask(tmp_path: Path) -> None:
    write_atomically(tmp_path / "new", NEW)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o640


@posix
@pytest.mark.usefixtures("umask")
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o777])
def test_an_old_file_keeps_its_permissions(path: Path, mode: int) -> None:
    path.chmod(mode)
    write_atomically(path, NEW)
    assert stat.S_IMODE(path.stat().st_mode) == mode


@posix
def test_a_link_goes_on_leading_where_it_led(path: Path) -> None:
    elsewhere = path.parent / "elsewhere"
    elsewhere.mkdir()
    link, second = elsewhere / "link", elsewhere / "second"
    link.symlink_to(Path("..") / path.name)
    second.symlink_to(link)
    write_atomically(second, NEW)
    assert (second.is_symlink(), link.is_symlink(), path.is_symlink()) == (True, True, False)
    assert path.read_bytes() == NEW
    assert sorted(item.name for item in elsewhere.iterdir()) == ["link", "second"]


@posix
def test_a_link_to_nothing_yet_makes_the_file(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("file")
    write_atomically(tmp_path / "link", NEW)
    assert (tmp_path / "file").read_bytes() == NEW
    assert (tmp_path / "link").is_symlink()


def test_it_is_on_the_disk_before_the_name_leads_to_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []

    def recording(name: str) -> None:
        genuine = getattr(os, name)

        def call(*args: object, **kwargs: object) -> object:
            is_folder = name == "fsync" and stat.S_ISDIR(os.fstat(args[0]).st_mode)  # type: ignore[arg-type]
            calls.append("folder" if is_folder else name)
            return genuine(*args, **kwargs)

        monkeypatch.setattr(os, name, call)

    for name in ("write", "fchmod", "fsync", "close", "replace"):
        recording(name)
    write_atomically(path, NEW)
    assert calls == ["write", "fchmod", "fsync", "close", "replace", "folder", "close"]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EFBIG])
@pytest.mark.parametrize("call", ["write", "fsync", "replace"])
def test_a_full_or_broken_disk_leaves_the_old_file_whole(
    path: Path, monkeypatch: pytest.MonkeyPatch, number: int, call: str
) -> None:
    genuine = os.write
    written = 0

    def failing(*args: object, **_: object) -> int:
        nonlocal written
        if call == "write" and written == 0:
            written = genuine(args[0], bytes(args[1])[:100])  # type: ignore[arg-type, call-overload]
            return written
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, call, failing)
    refused(path, re.escape(f"could not be written ({os.strerror(number)}); "))
    monkeypatch.undo()
    assert path.read_bytes() == OLD
    assert list(path.parent.iterdir()) == [path]


@posix
def test_a_truly_full_disk(tmp_path: Path) -> None:
    mount = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(tmp_path)],
        capture_output=True, check=False,
    ) if as_root else None  # fmt: skip
    if mount is None or mount.returncode:
        pytest.skip("may not make a small disk here")
    try:
        path = tmp_path / "map.journey.json"
        write_atomically(path, OLD)
        with pytest.raises(FileError, match=r"could not be written .*; free up disk space"):
            write_atomically(path, b"x" * 100_000)
        assert path.read_bytes() == OLD
        assert list(tmp_path.iterdir()) == [path]
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)


@posix
def test_a_file_beyond_the_limit_of_the_process(path: Path) -> None:
    code = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from journeyeditor.files import FileError, write_atomically\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "try:\n    write_atomically(Path(sys.argv[1]), b'x' * 10_000)\n"
        "except FileError as error:\n    print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True
    )
    assert "could not be written (File too large)" in done.stdout
    assert path.read_bytes() == OLD
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(("number", "is_told"), [(errno.EIO, True), (errno.EINVAL, False)])
def test_a_folder_that_does_not_reach_the_disk_is_reported(
    path: Path, monkeypatch: pytest.MonkeyPatch, number: int, is_told: bool
) -> None:
    genuine = os.fsync

    def failing(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(number, os.strerror(number))
        genuine(descriptor)

    monkeypatch.setattr(os, "fsync", failing)
    if is_told:
        refused(path, "could not be written")
    else:
        write_atomically(path, NEW)
    assert path.read_bytes() == NEW


def test_of_several_files_all_are_replaced_or_none(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, last = path.parent / "other", path.parent / "nowhere" / "last"
    with pytest.raises(WriteError, match="nowhere"):
        write_together({path: NEW, other: NEW, last: NEW})
    assert path.read_bytes() == OLD
    assert list(path.parent.iterdir()) == [path]
    last.parent.mkdir()
    write_together({path: NEW, other: NEW, last: NEW})
    assert [each.read_bytes() for each in (path, other, last)] == [NEW] * 3
    assert sorted(path.parent.iterdir()) == sorted([path, other, last.parent])


@posix
def test_what_killed_processes_left_goes_when_it_is_old(path: Path) -> None:
    folder = path.parent
    old, new, foreign = (folder / name for name in (".journey-1.tmp", ".journey-2.tmp", "x.tmp"))
    for each in (old, new, foreign):
        each.write_bytes(b"")
    for each, age in ((old, 3700), (new, 3500), (foreign, 10**6)):
        now = path.stat().st_mtime
        os.utime(each, (now - age, now - age))
    write_atomically(path, NEW)
    assert sorted(folder.iterdir()) == sorted([path, new, foreign])


def test_a_folder_in_the_way(tmp_path: Path) -> None:
    folder = tmp_path / "map.journey.json"
    folder.mkdir()
    refused(folder, "is a folder; choose a file name inside it")
    assert list(tmp_path.iterdir()) == [folder]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    refused(tmp_path / "nowhere" / "map.json", "could not be written .*; create the folder first")


def test_a_file_where_a_folder_belongs(path: Path) -> None:
    refused(path / "map.json", "could not be written .*; choose an existing folder")


@posix
@pytest.mark.skipif(as_root, reason="nothing is read-only for root")
def test_a_folder_that_is_read_only(path: Path) -> None:
    path.parent.chmod(0o555)
    try:
        refused(path, "could not be written .*; save it where you have write permission")
    finally:
        path.parent.chmod(0o755)
    assert path.read_bytes() == OLD


@posix
def test_a_folder_that_is_read_only_for_somebody_else(tmp_path: Path) -> None:
    if not as_root:
        pytest.skip("may not become somebody else")
    folder = tmp_path / "folder"
    folder.mkdir()
    path = folder / "map.json"
    path.write_bytes(OLD)
    protected = folder / "protected.json"
    protected.write_bytes(OLD)
    code = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from journeyeditor.files import FileError, write_atomically\n"
        "import journeyeditor.files.atomic\n"
        "os.setgid(65534); os.setuid(65534)\n"
        "for name in sys.argv[1:]:\n"
        "    try:\n        write_atomically(Path(name), b'new')\n"
        "    except FileError as error:\n        print(error)\n"
    )
    for parent in (tmp_path, *tmp_path.parents[:3]):
        parent.chmod(parent.stat().st_mode | 0o055)
    folder.chmod(0o755)
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True
    )
    assert "(Permission denied); save it where you have write permission" in done.stdout
    folder.chmod(0o777)
    protected.chmod(0o444)
    done = subprocess.run(
        [sys.executable, "-c", code, str(protected)], capture_output=True, text=True, check=True
    )
    assert "(Permission denied); save it where you have write permission" in done.stdout
    assert (path.read_bytes(), protected.read_bytes()) == (OLD, OLD)
    assert len(list(folder.iterdir())) == 2


@pytest.mark.parametrize("name", ["a\0b", "a" * 300, "å" * 200])
def test_names_that_no_file_can_have(tmp_path: Path, name: str) -> None:
    with pytest.raises(FileError) as error:
        write_atomically(tmp_path / name, NEW)
    assert str(error.value).isprintable()
    assert list(tmp_path.iterdir()) == []


def test_the_longest_name_that_a_file_can_have(tmp_path: Path) -> None:
    path = tmp_path / ("å" * 120 + ".json")
    write_atomically(path, NEW)
    assert path.read_bytes() == NEW


@posix
def test_what_is_no_file_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    write_atomically(Path(os.devnull), NEW)
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)
    code = (
        "from pathlib import Path\n"
        "from journeyeditor.files import write_atomically\n"
        "write_atomically(Path('/dev/stdout'), b'told')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout == b"told"
    assert list(tmp_path.iterdir()) == []


def test_files_are_written_into_a_new_folder_or_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "new" / "pack"
    assert write_into(folder, {"a.txt": b"a"}) == [folder / "a.txt"]
    assert (folder / "a.txt").read_bytes() == b"a"

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(FileError, match="free up disk space"):
        write_into(tmp_path / "other" / "pack", {"a.txt": b"a"})
    assert [each.name for each in tmp_path.iterdir()] == ["new"]


def test_a_file_in_the_place_of_a_folder_is_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "map.pptx"
    file.write_bytes(b"old")
    with pytest.raises(FileError, match=r"map\.pptx: .*; choose an existing folder"):
        write_into(file, {"a.txt": b"a"})
    with pytest.raises(FileError, match="could not be written"):
        write_into(file / "inside", {"a.txt": b"a"})
    assert file.read_bytes() == b"old"
