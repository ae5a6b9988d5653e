"""Fonts installed on the computer, for scripts that are too large to bundle.

Nothing is looked for until a cluster needs it. fontconfig is asked where there is one; elsewhere
(Windows, macOS) the folders of fonts are read and well-known sans-serif families preferred.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeAlias

import uharfbuzz as hb

from journeyeditor.typography.face import Face

Candidate: TypeAlias = tuple[Path, int]

#: fontconfig's numbers.
_WEIGHTS = {False: 80, True: 200}
_ENDINGS = {".ttf", ".otf", ".ttc", ".otc"}

_KANA = range(0x3040, 0x3100)
_HANGUL = (range(0x1100, 0x1200), range(0x3130, 0x3190), range(0xAC00, 0xD7B0))
_HAN = (
    range(0x2E80, 0x3040),
    range(0x3400, 0xA000),
    range(0xF900, 0xFB00),
    range(0x20000, 0x40000),
)
_EAST_ASIAN = ("zh", "ja", "ko")

#: Starts of file names (small letters, no spaces), best first; "" holds for other languages.
_PREFERRED = {
    "ja": "yugoth hiraginosans ヒラギノ角ゴシック meiryo notosanscjk notosansjp ipag",
    "zh": "msyh pingfang notosanscjk notosanssc wqy stheiti simhei",
    "zh-hant": "msjh pingfang notosanscjk notosanstc wqy stheiti",
    "ko": "malgun applesdgothicneo notosanscjk notosanskr nanumgothic",
    "": "segoeui nirmala leelaw ebrima gadugi notosans kohinoor thonburi dejavusans arial tahoma",
}
#: How a collection's families for one language end.
_FAMILY_ENDS = {"ja": "JP", "zh": "SC", "zh-hant": "TC", "ko": "KR"}
_UNWANTED = re.compile(r"italic|oblique|mono|serif|condensed|light|thin|black", re.IGNORECASE)
_BOLD = re.compile(r"bold|heavy|b(d)?\.", re.IGNORECASE)


class SystemFonts:
    """Finds installed fonts by what they cover, and caches the opened ones."""

    def __init__(self, folders: Iterable[Path] | None = None) -> None:
        """Search the given folders, or ask fontconfig and search the platform's."""
        self._folders = tuple(folders) if folders is not None else None
        self._sorted: dict[tuple[bool, str], tuple[Candidate, ...]] = {}
        self._opened: dict[Candidate, Face | None] = {}

    def covering(self, chars: str, *, bold: bool, language: str) -> Iterator[Candidate]:
        """Yield fonts with outlines for all the characters, best first."""
        points = [ord(char) for char in chars]
        for candidate in self._candidates(bold, language_hint(points, language)):
            face = self._open(candidate)
            if face is not None and all(map(face.has, points)):
                yield candidate

    def _candidates(self, bold: bool, language: str) -> tuple[Candidate, ...]:
        asked = bold, language
        if asked not in self._sorted:
            paths = _by_fontconfig(bold, language) if self._folders is None else None
            self._sorted[asked] = tuple(paths or self._by_folder(bold, language))
        return self._sorted[asked]

    def _by_folder(self, bold: bool, language: str) -> Iterator[Candidate]:
        starts = _PREFERRED.get(language, _PREFERRED[""]).split()
        folders = platform_folders() if self._folders is None else self._folders

        def order(path: Path) -> tuple[int, bool, bool, str]:
            name = path.name.lower().replace(" ", "")
            rank = next(
                (n for n, start in enumerate(starts) if name.startswith(start)), len(starts)
            )
            wrong_weight = bool(_BOLD.search(name)) != bold
            return rank, bool(_UNWANTED.search(path.stem)), wrong_weight, path.name

        for path in sorted(set(_font_files(folders)), key=order):
            yield from _faces_of(path, language)

    def _open(self, candidate: Candidate) -> Face | None:
        if candidate not in self._opened:
            self._opened[candidate] = _opened(candidate)
        return self._opened[candidate]


def language_hint(points: list[int], language: str) -> str:
    """Return the language whose fonts to prefer: that of the characters, where they show it."""
    language = language.lower()
    if any(point in _KANA for point in points):
        return "ja"
    if any(point in block for point in points for block in _HANGUL):
        return "ko"
    if any(point in block for point in points for block in _HAN):
        if language.startswith(("zh-hant", "zh-tw", "zh-hk")):
            return "zh-hant"
        return language[:2] if language[:2] in _EAST_ASIAN else "zh"
    return language[:2]


def _by_fontconfig(bold: bool, language: str) -> list[Candidate]:
    """Return fontconfig's list of fonts, each adding characters; [] without fontconfig."""
    program = shutil.which("fc-match")
    if program is None:
        return []
    pattern = f"sans-serif:slant=0:weight={_WEIGHTS[bold]}"
    tag = {"zh": "zh-cn", "zh-hant": "zh-tw"}.get(language, language)
    if tag.replace("-", "").isalpha():
        pattern += f":lang={tag}"
    command = [program, "--sort", "--format", "%{file}\t%{index}\n", pattern]
    try:
        answer = subprocess.run(command, capture_output=True, timeout=20, check=True)
    except (OSError, subprocess.SubprocessError):
        return []
    lines = os.fsdecode(answer.stdout).splitlines()
    pairs = (line.rpartition("\t") for line in lines)
    return [(Path(file), int(index) & 0xFFFF) for file, _, index in pairs if index.isdigit()]


def platform_folders() -> list[Path]:
    home = Path.home()
    if sys.platform == "win32":
        windows = Path(os.environ.get("WINDIR", r"C:\Windows"))
        local = Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local"))
        return [windows / "Fonts", local / "Microsoft" / "Windows" / "Fonts"]
    if sys.platform == "darwin":
        system = Path("/System/Library")
        return [
            system / "Fonts",
            system / "AssetsV2",
            Path("/Library/Fonts"),
            home / "Library/Fonts",
        ]
    shared = os.environ.get("XDG_DATA_DIRS", "/usr/local/share:/usr/share").split(":")
    own = os.environ.get("XDG_DATA_HOME", home / ".local" / "share")
    return [*(Path(one) / "fonts" for one in shared), Path(own) / "fonts", home / ".fonts"]


def _font_files(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        for parent, _, names in os.walk(folder):
            yield from (
                Path(parent, name) for name in names if Path(name).suffix.lower() in _ENDINGS
            )


def _faces_of(path: Path, language: str) -> Iterator[Candidate]:
    if path.suffix.lower() not in (".ttc", ".otc"):
        yield path, 0
        return
    try:
        blob = hb.Blob.from_file_path(str(path))
    except (OSError, hb.HarfBuzzError):
        return
    end = _FAMILY_ENDS.get(language, "")
    count = range(hb.Face(blob).count)
    names = {
        index: hb.Face(blob, index).get_name(hb.OTNameIdPredefined.FONT_FAMILY) for index in count
    }
    for index in sorted(count, key=lambda index: not (names[index] or "").endswith(end)):
        yield path, index


def _opened(candidate: Candidate) -> Face | None:
    """Open a font; None if it has no outlines or cannot be read."""
    try:
        face = Face("", *candidate)
    except (OSError, hb.HarfBuzzError):
        return None
    return face if face.glyph_count and face.has_outlines else None
