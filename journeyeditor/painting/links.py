"""The link targets a document may have: web pages and mail, nothing that runs or reads files."""

from __future__ import annotations

import re
from urllib.parse import quote

_SAFE = re.compile(r"(?:https?://|mailto:)[^\x00-\x20\x7f]+", re.IGNORECASE)


def safe_target(target: str) -> str | None:
    """The address in ASCII, percent-encoded where needed, or None if it must not be offered.

    Only http, https and mailto pass. Anything with a space or a control character is refused,
    because readers disagree on what is left of it.
    """
    if not _SAFE.fullmatch(target):
        return None
    try:
        return quote(target, safe="!#$%&'()*+,/:;=?@[]~")
    except UnicodeEncodeError:
        return None
