"""Run by the program without Python before anything else: imports what shrink.py has compressed.

A module becomes a file in memory, so that nothing is left on the disk and read-only folders do.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ExtensionFileLoader, ModuleSpec
from pathlib import Path
from types import ModuleType


class PackedModules(MetaPathFinder):
    """Finds `package/module.so.xz` in a folder, after everything else was asked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        packed = self.folder.joinpath(*fullname.split(".")).with_suffix(".so.xz")
        if not packed.is_file():
            return None
        return ModuleSpec(fullname, PackedLoader(fullname, str(packed)), origin=str(packed))


class PackedLoader(ExtensionFileLoader):
    """Loads a module that lies compressed at its path."""

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        # The number stays open: the C library takes two files of one name for the same.
        opened = f"/proc/self/fd/{unpacked(Path(self.path))}"
        return super().create_module(
            ModuleSpec(spec.name, ExtensionFileLoader(spec.name, opened), origin=opened)
        )


def unpacked(path: Path) -> int:
    """Return the number of an open file, in memory or without a name, of what a file holds."""
    import lzma
    import shutil
    import tempfile

    try:
        number = os.memfd_create(path.name)
    except OSError:  # forbidden by an administrator
        with tempfile.TemporaryFile() as file:
            number = os.dup(file.fileno())
    with lzma.open(path) as packed, open(number, "wb", closefd=False) as file:
        shutil.copyfileobj(packed, file, 1 << 20)
    return number


if folder := getattr(sys, "_MEIPASS", None):
    sys.meta_path.append(PackedModules(Path(folder)))
