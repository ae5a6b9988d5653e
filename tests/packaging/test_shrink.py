"""What is made smaller does the same as before."""

from __future__ import annotations

import ctypes
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import frozenlist
import multidict
import PIL
import PySide6
import pytest

ICU = next(Path(PySide6.__file__).parent.glob("Qt/lib/libicudata.so.*"), None)
XAU = next(Path(PIL.__file__).parent.parent.glob("pillow.libs/libXau-*"), None)
FOLDER = Path(__file__).parent
PACKAGING = FOLDER.parent.parent / "packaging"

spec = importlib.util.spec_from_file_location("shrink", PACKAGING / "shrink.py")
assert spec is not None
assert spec.loader is not None
shrink = importlib.util.module_from_spec(spec)
spec.loader.exec_module(shrink)

on_linux = pytest.mark.skipif(ICU is None, reason="Qt brings no ICU of its own here")


@on_linux
def test_qt_sorts_converts_and_knows_time_zones_as_before(tmp_path: Path) -> None:
    assert ICU is not None
    whole = ICU.read_bytes()
    small = tmp_path / ICU.name
    small.write_bytes(shrink.icu_library(whole))
    assert small.stat().st_size < len(whole) / 4
    assert answers_of_icu(small) == answers_of_icu(ICU)


def answers_of_icu(data: Path) -> object:
    done = subprocess.run(
        [sys.executable, "-P", FOLDER / "icu_answers.py"],
        env=os.environ | {"LD_PRELOAD": str(data)},
        capture_output=True,
        text=True,
        check=True,
    )
    answers = json.loads(done.stdout)
    # What is compared depends on the data: Swedish ends with å ä ö, Danish with æ ø å.
    assert answers["sorted"]["sv"].endswith("z å ä æ ö ø")
    assert answers["sorted"]["da"].endswith("z æ ä ø ö å")
    assert answers["read"]["shift_jis"] != answers["read"]["euc-kr"]
    assert answers.pop("library") == str(data)
    return answers


@on_linux
def test_data_of_another_form_is_refused() -> None:
    with pytest.raises(ValueError, match="ICU data"):
        shrink.icu_data(bytes(64))
    with pytest.raises(ValueError, match="64-bit"):
        shrink.without_gap(bytes(64))


@pytest.mark.skipif(XAU is None, reason="Pillow brings no libXau here")
def test_a_library_without_its_gap_works() -> None:
    assert XAU is not None
    whole = XAU.read_bytes()
    small = shrink.without_gap(whole)
    assert len(small) < 100_000 < len(whole)
    number = os.memfd_create("libXau")
    os.write(number, small)
    library = ctypes.CDLL(f"/proc/self/fd/{number}")
    library.XauFileName.restype = ctypes.c_char_p
    assert library.XauFileName()


@pytest.mark.skipif(sys.platform != "linux", reason="libraries of Linux")
def test_a_module_without_a_search_path_works(tmp_path: Path) -> None:
    """Changes only the dynamic section, and what is left of it stays in order."""
    # Qt's modules have a search path; loaded with Qt's libraries at hand, they need none.
    folder = Path(PySide6.__path__[0])
    whole = (folder / "QtCore.abi3.so").read_bytes()
    small = shrink.without_search_path(whole)
    assert len(small) == len(whole)
    assert small != whole
    assert shrink.without_search_path(small) == small
    library = tmp_path / "QtCore.so"
    library.write_bytes(small)
    imported = "import PySide6.QtCore, ctypes, sys; ctypes.CDLL(sys.argv[1]).PyInit_QtCore"
    subprocess.run([sys.executable, "-P", "-c", imported, library], check=True)


IMPORTS = """
import os, sys
folder, memory = sys.argv[1:]
sys._MEIPASS = folder
sys.path.insert(0, folder)
def refuse(name):
    raise PermissionError("forbidden by an administrator")
if memory == "forbidden":
    os.memfd_create = refuse
import packed_modules
import frozenlist._frozenlist, multidict._multidict
assert frozenlist._frozenlist.FrozenList([1, 2])[1] == 2
assert multidict._multidict.MultiDict(a=1)["a"] == 1
assert frozenlist._frozenlist.__spec__.origin.endswith("/_frozenlist.so.xz")
try:
    import frozenlist.nothing
except ModuleNotFoundError:
    print("imported")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="modules are packed on Linux")
@pytest.mark.parametrize("memory", ["allowed", "forbidden"])
def test_packed_modules_are_imported(tmp_path: Path, memory: str) -> None:
    for package in (frozenlist, multidict):
        folder = Path(package.__path__[0])
        shutil.copytree(folder, tmp_path / folder.name)
    names = ("frozenlist/_frozenlist", "multidict/_multidict")
    shrink.pack(tmp_path, names)
    assert not [path for name in names for path in tmp_path.glob(f"{name}.*so")]
    done = subprocess.run(
        [sys.executable, "-P", "-c", IMPORTS, tmp_path, memory],
        env=os.environ | {"PYTHONPATH": str(PACKAGING)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "imported\n", done.stderr
