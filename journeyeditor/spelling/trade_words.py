"""Words of the trade that are right, though general dictionaries lack them."""

from __future__ import annotations

from functools import cache

from journeyeditor import resources
from journeyeditor.i18n import resolve


@cache
def trade_words(language: str) -> frozenset[str]:
    """Return the words of a language, given by its tag, and the English ones, in lower case."""
    names = {"en", resolve(language) or "en"}
    paths = (resources.path("spelling", f"{name}.txt") for name in sorted(names))
    return frozenset(
        line.casefold()
        for path in paths
        if path.is_file()
        for line in path.read_text(encoding="utf-8").split()
    )
