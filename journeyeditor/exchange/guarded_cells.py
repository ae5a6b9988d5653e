"""Cells of CSV files that no spreadsheet takes for a formula, and back.

An apostrophe goes before what a spreadsheet would compute, and is taken away again when the file
is read. Numbers are left alone: to compute one gives the number.
"""

from __future__ import annotations

import re

#: What begins a formula, also as a full-width character (OWASP, CSV injection).
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"[+\-]?[\d\s.,\u00a0\u202f]*\d\s?%?", re.ASCII)


def guarded(text: str) -> str:
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def unguarded(text: str) -> str:
    if text.startswith("'") and guarded(text[1:]) == text:
        return text[1:]
    return text
