"""Spelling of texts: which words are checked, in which dictionary, and the process that looks them up.

Knows neither maps nor windows. Hunspell is only in `server`, which runs as a process of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

#: The argument that makes the program the server of its own spelling.
SERVER_COMMAND = "spelling-server"


class Lexicon(NamedTuple):
    """The tag of the language that a text is checked in, and the words that are right in this place."""

    language: str
    knows: Callable[[str], bool]
