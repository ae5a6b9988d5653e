"""What the newest version brought, from the changelog that ships with the program."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from journeyeditor import resources

#: The heading of a version: "## [0.2.0] - 2026-11-30".
_VERSION = re.compile(r"^## \[([^\]]+)\].*$", re.M)


class Changes(NamedTuple):
    """The changes of a version, as Markdown with headings of level 2; "" if nothing is known."""

    version: str = ""
    text: str = ""


@cache
def newest_changes() -> Changes:
    try:
        return newest(resources.changelog().read_text(encoding="utf-8"))
    except (OSError, UnicodeError):
        return Changes()


def newest(changelog: str) -> Changes:
    """The first section of a changelog that holds anything."""
    headings = [*_VERSION.finditer(changelog)]
    ends = [*(heading.start() for heading in headings[1:]), len(changelog)]
    for heading, end in zip(headings, ends, strict=False):
        body = changelog[heading.end() : end].strip()
        if body:
            return Changes(heading[1], re.sub("^###", "##", body, flags=re.M))
    return Changes()
