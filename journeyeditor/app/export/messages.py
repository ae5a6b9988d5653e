"""Texts of the export dialog: file names, and one sentence for each error."""

from __future__ import annotations

import re
from pathlib import Path

from journeyeditor.app.dialogs import FileKind
from journeyeditor.app.file_messages import error_words, extension_words
from journeyeditor.exporters import ExportFormat
from journeyeditor.extensions import ExtensionError
from journeyeditor.files import FileError
from journeyeditor.files.errors import WriteError
from journeyeditor.i18n import Texts
from journeyeditor.poster import PaperError, PosterError

#: File names are cut to this many characters; systems allow 255 bytes.
LONGEST_NAME = 80


def file_kind(format_: ExportFormat, texts: Texts) -> FileKind:
    return FileKind(texts(format_.title), (format_.name,))


def suggested(
    map_: Path | None,
    folder: Path | None,
    title: str,
    format_: str,
    texts: Texts,
    language: str = "",
) -> Path:
    """A file name for the poster: the map's, beside the map or in the last folder used.

    `language` is that of a translation.
    """
    name = map_.name.partition(".")[0] if map_ else title
    plain = "".join(sign if sign.isalnum() or sign in " -_" else " " for sign in name)
    stem = " ".join(plain.split())[:LONGEST_NAME].strip() or texts("Poster")
    where = folder or (map_.parent if map_ else None)
    file = f"{stem}-{language}.{format_}" if language else f"{stem}.{format_}"
    return where / file if where else Path(file)


def sentence(error: Exception, texts: Texts, target: Path | None = None) -> str:
    """One sentence that says what went wrong, translated if it is a known error."""
    if isinstance(error, WriteError):
        return error_words(texts, error)
    if isinstance(error, FileError) and target is not None:
        match = re.search(r"\((.*)\)$", error.fault)
        words = texts("Could not save “{name}” ({reason}). Choose another location or name.")
        return words.format(name=target.name, reason=match[1] if match else error.fault)
    if isinstance(error, PaperError | PosterError):
        words = error.message(texts) if isinstance(error, PosterError) else texts(str(error))
        return words[:1].upper() + words[1:] + ("" if words.endswith(".") else ".")
    if isinstance(error, ExtensionError):
        words = extension_words(texts, error)
        return words[:1].upper() + words[1:] + "."
    words = texts("Could not create the poster: {reason}")
    return words.format(reason=str(error) or type(error).__name__)
