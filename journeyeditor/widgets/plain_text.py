"""What stands in a field of several lines: Qt's own answer turns spaces that do not break into others."""

from __future__ import annotations

from PySide6.QtWidgets import QPlainTextEdit

_ENDS = str.maketrans({"\u2029": "\n", "\u2028": "\n", "\ufdd0": "\n", "\ufdd1": "\n"})


def words_in(field: QPlainTextEdit) -> str:
    """Return the text of a field with its own spaces, each line ending in a line feed."""
    return field.document().toRawText().translate(_ENDS)
