"""Where the dictionaries of Hunspell are: two files, such as sv_SE.aff and sv_SE.dic."""

from __future__ import annotations

import glob
import locale
import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

#: Larger files are no dictionaries (bytes); the largest in use are a third of it.
MAX_SIZE = 32 * 1024 * 1024
#: More files than that in one folder are not looked through.
MAX_FILES = 2000
#: Where LibreOffice is on Linux: of the distribution, or its own package.
_OFFICES = (("usr", "lib*", "libreoffice"), ("opt", "libreoffice*"))
_STEM = re.compile(r"([a-z]{2,3})(?:[_-]([a-z0-9]+))?(?:[_-].*)?", re.IGNORECASE)
#: The names that dictionaries of a language have, where they are not the language's tag alone.
_NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType({"nb": ("nb", "no"), "no": ("nb", "no")})
#: The region that is taken when neither the map nor the system names one.
_REGIONS: Mapping[str, str] = MappingProxyType({"en": "us", "sv": "se", "da": "dk", "nb": "no"})


def folders(own: Path | None) -> tuple[Path, ...]:
    """Return the folders with dictionaries: the user's own, the system's, and what Hunspell brings."""
    patterns = [*os.environ.get("DICPATH", "").split(os.pathsep), *_of_the_system()]
    system = (
        Path(found) for pattern in patterns if pattern for found in sorted(glob.glob(pattern))
    )
    bundled = (Path(place) / "dictionaries" for place in _of_hunspell())
    every = (*((own,) if own else ()), *system, Path(sys.prefix, "share", "hunspell"), *bundled)
    return tuple(folder for folder in dict.fromkeys(every) if folder.is_dir())


def dictionaries_of(language: str, places: Iterable[Path]) -> tuple[Path, ...]:
    """Return the dictionaries of a language, the best first, as paths without an ending."""
    code, _, region = language.replace("-", "_").lower().partition("_")
    names = _NAMES.get(code, (code,))
    wanted = (region, _system_region(code), _REGIONS.get(code, code))
    found = [
        (_rank(path, names, wanted), place, path.stem, path)
        for place, folder in enumerate(places)
        for path in _files(folder)
        if _language(path) in names
    ]
    return tuple(path for *_, path in sorted(found))


def is_usable(dictionary: Path) -> bool:
    """Whether both files are plain files of a size that dictionaries have."""
    for ending in (".aff", ".dic"):
        try:
            status = os.stat(f"{dictionary}{ending}")
        except OSError:
            return False
        if not stat.S_ISREG(status.st_mode) or status.st_size > MAX_SIZE:
            return False
    return True


def _files(folder: Path) -> Iterator[Path]:
    try:
        names = {entry.name for entry in os.scandir(folder)}
    except OSError:
        return
    for name in sorted(names)[:MAX_FILES]:
        stem, ending = os.path.splitext(name)
        if ending == ".dic" and f"{stem}.aff" in names:
            yield folder / stem


def _language(path: Path) -> str:
    match = _STEM.fullmatch(path.name)
    return match[1].lower() if match else ""


def _rank(path: Path, names: tuple[str, ...], regions: tuple[str, ...]) -> tuple[int, int]:
    match = _STEM.fullmatch(path.name)
    region = (match[2] or "").lower() if match else ""
    return (
        regions.index(region) if region and region in regions else len(regions),
        names.index(_language(path)),
    )


def _system_region(code: str) -> str:
    own, _, region = (locale.getlocale()[0] or "").lower().partition("_")
    return region if own == code else ""


def _of_the_system() -> tuple[str, ...]:
    """Return patterns of folders."""
    if sys.platform == "win32":
        programs = os.environ.get("PROGRAMFILES", r"C:\Program Files")
        return (str(Path(programs, "LibreOffice", "share", "extensions", "dict-*")),)
    if sys.platform == "darwin":
        office = "/Applications/LibreOffice.app/Contents/Resources/extensions/dict-*"
        return (str(Path.home() / "Library" / "Spelling"), "/Library/Spelling", office)
    shares = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    offices = (Path("/", *place, "share", "extensions", "dict-*") for place in _OFFICES)
    return (
        *(f"{glob.escape(share)}/hunspell" for share in shares.split(":") if share),
        *("/usr/share/hunspell", "/usr/share/myspell", "/usr/share/myspell/dicts"),
        *map(str, offices),
    )


def _of_hunspell() -> Iterable[str]:
    found = find_spec("hunspell")
    return (found.submodule_search_locations or ()) if found is not None else ()
