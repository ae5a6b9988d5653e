"""A dictionary of a few words, for tests that must not depend on what a machine has."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

AFFIXES = "SET UTF-8\nTRY esianrtolcdugmphbyfvkwåäö\nSFX S Y 1\nSFX S 0 s .\n"


def write(folder: Path, name: str, words: Iterable[str], *, affixes: str = AFFIXES) -> Path:
    """Write NAME.aff and NAME.dic; return the path without an ending."""
    folder.mkdir(parents=True, exist_ok=True)
    words = list(words)
    (folder / f"{name}.aff").write_text(affixes, encoding="utf-8")
    lines = "".join(f"{word}\n" for word in (str(len(words)), *words))
    (folder / f"{name}.dic").write_text(lines, encoding="utf-8")
    return folder / name
