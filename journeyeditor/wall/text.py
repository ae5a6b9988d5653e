"""Read the words of cut-outs with Tesseract, where it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from journeyeditor.wall.picture import Pixels

#: Tesseract's names of languages.
NAMES = {
    "sv": "swe",
    "nb": "nor",
    "nn": "nor",
    "no": "nor",
    "da": "dan",
    "de": "deu",
    "fi": "fin",
    "en": "eng",
    "fr": "fra",
    "es": "spa",
    "nl": "nld",
}
#: The mean certainty (percent) from which words are clear; handwriting is usually below.
CLEAR = 72.0
#: Cut-outs per run: the languages are loaded once for each, and between two one may stop.
BATCH = 6
#: A run that takes longer than this per cut-out hangs (seconds).
PATIENCE = 20.0
#: The least and the largest side of what is read (pixels).
LEAST_SIDE, LARGEST_SIDE = 500, 900


@lru_cache(maxsize=1)
def installed_languages() -> frozenset[str]:
    """What the installed Tesseract can read; nothing without it."""
    program = shutil.which("tesseract")
    if program is None:
        return frozenset()
    try:
        answer = _run([program, "--list-langs"], b"", 10.0)
    except (OSError, subprocess.SubprocessError):
        return frozenset()
    return frozenset(answer.decode("utf-8", "replace").split("\n")[1:]) - {"", "osd"}


def languages_for(language: str) -> str:
    """What to read a map in this language with, as Tesseract takes it; "" if nothing is there.

    Where the language is not known, it is one of those that the program knows.
    """
    there = installed_languages()
    if not language:
        return "+".join(sorted(there & set(NAMES.values())))
    own = NAMES.get(language.partition("-")[0], "")
    wanted = [name for name in (own, "eng") if name in there]
    return "+".join(dict.fromkeys(wanted)) or min(there, default="")


def read_all(
    cutouts: Sequence[Pixels], language: str, progress: Callable[[float], None]
) -> list[str]:
    """The words of each cut-out, "" where they are not clear; `progress` may raise to stop."""
    with_ = languages_for(language)
    if not with_ or not cutouts:
        return [""] * len(cutouts)
    words: list[str] = []
    for start in range(0, len(cutouts), BATCH):
        progress(start / len(cutouts))
        words += _read(cutouts[start : start + BATCH], with_)
    return words


def _read(cutouts: Sequence[Pixels], languages: str) -> list[str]:
    program = shutil.which("tesseract")
    command = [str(program), "stdin", "stdout", "-l", languages, "--psm", "6", "tsv"]
    try:
        answer = _run(command, _pages(cutouts), PATIENCE * len(cutouts))
    except (OSError, subprocess.SubprocessError):  # reading is a help, not a condition
        return [""] * len(cutouts)
    lines: dict[int, dict[tuple[str, ...], list[tuple[str, float]]]] = defaultdict(dict)
    for row in answer.decode("utf-8", "replace").splitlines()[1:]:
        fields = row.split("\t")
        if len(fields) == 12 and fields[0] == "5" and fields[11].strip():
            line = lines[int(fields[1]) - 1].setdefault(tuple(fields[2:5]), [])
            line.append((fields[11].strip(), float(fields[10])))
    return [_clear(list(lines[page].values())) for page in range(len(cutouts))]


def _clear(lines: Sequence[Sequence[tuple[str, float]]]) -> str:
    """The words of a page if they were read with certainty."""
    found = [(word, certainty) for line in lines for word, certainty in line]
    real = [(word, certainty) for word, certainty in found if any(map(str.isalnum, word))]
    letters = sum(len(word) for word, _ in real)
    if not letters:
        return ""
    mean = sum(certainty * len(word) for word, certainty in real) / letters
    if mean < CLEAR:
        return ""
    return " ".join(word for word, _ in found if any(map(str.isalnum, word)) or len(word) > 1)


def _pages(cutouts: Sequence[Pixels]) -> bytes:
    """One TIFF with a page for each cut-out."""
    from PIL import Image, ImageOps

    pages = []
    for cutout in cutouts:
        image = Image.fromarray(cutout).convert("L")
        side = min(max(*image.size, LEAST_SIDE), LARGEST_SIDE)
        factor = side / max(image.size)
        size = (max(1, round(image.width * factor)), max(1, round(image.height * factor)))
        pages.append(ImageOps.autocontrast(image.resize(size), cutoff=1))
    buffer = BytesIO()
    pages[0].save(buffer, "TIFF", save_all=True, append_images=pages[1:])
    return buffer.getvalue()


def _run(command: Sequence[str], data: bytes, seconds: float) -> bytes:
    # More threads than one make it slower, and its warnings are not for users.
    environment = os.environ | {"OMP_THREAD_LIMIT": "1"}
    return subprocess.run(
        command,
        input=data,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        timeout=seconds,
        check=True,
    ).stdout
