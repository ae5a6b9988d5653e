"""The characters that XML 1.0 can hold."""

from __future__ import annotations

import re

#: What no spelling can bring into a document, not even a reference to the character.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    """Return a text without the characters that XML cannot hold."""
    return _ILLEGAL.sub("", text)
