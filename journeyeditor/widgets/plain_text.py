"""The text of a multi-line field, exactly: Qt's own answer turns no-break spaces into spaces."""

from __future__ import annotations

from PySide6.QtWidgets import QPlainTextEdit

_ENDS = str.maketrans({"\u2029": "\n", "\u2028": "\n", "\ufdd0": "\n", "\ufdd1": "\n"})


def words_in(field: QPlainTextEdit) -> str:
    """The text of a field with its own spaces, lines separated by line feeds."""
    return field.document().toRawText().translate(_ENDS)
