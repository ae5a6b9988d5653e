"""Why a file cannot be read or written: one sentence with the file, the place and the advice."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any

from journeyeditor.i18n import N_, Phrase, Texts, english

#: No name or value takes more of a sentence than this many characters.
_LONGEST = 60


class FileError(Exception):
    """A problem with a file; `str()` is the sentence for the user, in English."""

    def __init__(self, name: str, fault: str | Phrase, advice: str | Phrase) -> None:
        """Make the sentence `name: fault; advice`; texts are English messages of the catalogues."""
        self.name = name
        self._fault = _phrase(fault)
        self._advice = _phrase(advice)
        self.fault = self.fault_words(english())
        super().__init__(self.sentence(english()))

    def fault_words(self, texts: Texts) -> str:
        """What is wrong with the file, in a language."""
        return printable(self._fault.text(texts))

    @property
    def words(self) -> Phrase:
        """The sentence without the name, for one that begins with it."""
        return Phrase("{fault}; {advice}", fault=self._fault, advice=self._advice)

    def sentence(self, texts: Texts) -> str:
        """The whole sentence in a language, on one line whatever the file holds."""
        advice = printable(self._advice.text(texts))
        return f"{printable(self.name)}: {self.fault_words(texts)}; {advice}"


class Cause(Enum):
    """Why something could not be written, as far as it decides what a person can do about it."""

    FULL = "full"
    FORBIDDEN = "forbidden"
    MISSING = "missing"
    NO_FOLDER = "no folder"
    LONG_NAME = "long name"
    TOO_LARGE = "too large"
    DEVICE = "device"


_CAUSES = {
    errno.ENOSPC: Cause.FULL,
    errno.EDQUOT: Cause.FULL,
    errno.EACCES: Cause.FORBIDDEN,
    errno.EPERM: Cause.FORBIDDEN,
    errno.EROFS: Cause.FORBIDDEN,
    errno.ENOENT: Cause.MISSING,
    errno.ENOTDIR: Cause.NO_FOLDER,
    errno.ENAMETOOLONG: Cause.LONG_NAME,
    errno.EFBIG: Cause.TOO_LARGE,
}
_ADVICE = {
    Cause.FULL: "free up disk space or save elsewhere",
    Cause.FORBIDDEN: "save it where you have write permission",
    Cause.MISSING: "create the folder first or save elsewhere",
    Cause.NO_FOLDER: "choose an existing folder",
    Cause.LONG_NAME: "choose a shorter name",
    Cause.TOO_LARGE: "save on another disk",
    Cause.DEVICE: "save elsewhere",
}


class WriteError(FileError):
    """A file that could not be written, for a `reason` in the system's words."""

    def __init__(self, name: str, error: OSError) -> None:
        self.reason = reason_of(error)
        self.cause = cause_of(error)
        fault = f"could not be written ({self.reason})"
        super().__init__(name, fault, _ADVICE[self.cause])


class JournalError(FileError):
    """A journal that cannot be written, for a `reason` in the system's words."""

    def __init__(self, reason: str, cause: Cause = Cause.DEVICE) -> None:
        fault = (
            f"could not be written ({reason}), so unsaved changes are not protected against a crash"
        )
        super().__init__("the journal", fault, "save now and free up disk space")
        self.reason = reason
        self.cause = cause


def cause_of(error: OSError) -> Cause:
    return _CAUSES.get(error.errno or 0, Cause.DEVICE)


def reason_of(error: OSError) -> str:
    return os.strerror(error.errno) if error.errno else str(error)


class _KindName(Phrase):
    """The name of a kind or relation: in English its key in the file, else the window's word."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self._kind = kind

    def text(self, texts: Texts) -> str:
        from journeyeditor.vocabulary import KINDS, RELATIONS

        if texts.language != english().language:
            names = {cls.kind_name(): cls.look.title for cls in KINDS}
            names |= {cls.kind_name(): cls.name for cls in RELATIONS} | {"map": "Map"}
            if self._kind in names:
                return texts.inside_sentence(texts(names[self._kind]))
        return short(self._kind.replace("_", " "))


def kind_words(kind: str) -> Phrase:
    """The name of a kind or relation as a part of a sentence."""
    return _KindName(kind)


def place(row: Mapping[str, Any], part: str, number: int | None = None) -> Phrase:
    """Describe a "node" or "edge" by its kind, title and id, or else by its number."""
    kind, title, id_ = row.get("kind"), row.get("title"), row.get("id" if part == "node" else "key")
    words = kind_words(kind) if isinstance(kind, str) and kind else None
    if part == "edge":
        words = Phrase(N_("relation {kind}"), kind=words) if words else Phrase(N_("relation"))
    words = words or Phrase(N_("node"))
    if isinstance(title, str) and title:
        words = Phrase(N_("{kind} “{title}”", "place"), kind=words, title=short(title))
    if isinstance(id_, str) and id_:
        return Phrase("{place} ({id})", place=words, id=short(id_))
    if number is None:
        return words
    listed = N_("{place} (number {number} of the nodes)")
    if part == "edge":
        listed = N_("{place} (number {number} of the edges)")
    return Phrase(listed, place=words, number=number + 1)


def place_of(path: Iterable[str | int], values: object) -> Phrase:
    """Describe a place in the values of a whole file."""
    keys = list(path)
    part = keys[0] if keys else ""
    if part in ("nodes", "edges") and len(keys) > 1 and isinstance(keys[1], int):
        row = values[part][keys[1]]  # type: ignore[index]
        if isinstance(row, dict):
            return _with_field(place(row, str(part)[:-1], keys[1]), keys[2:])
    if part == "graph":
        return _with_field(Phrase(N_("the map")), keys[1:])
    return _with_field(Phrase(N_("the top")), keys) if keys else Phrase(N_("the file"))


def field_words(path: Iterable[str | int]) -> Phrase:
    """The name of a field and of what is in it: brand.colour, goals (entry 2)."""
    keys = list(path)
    names = ".".join(short(key) for key in keys if isinstance(key, str))
    entries = ", ".join(str(key + 1) for key in keys if isinstance(key, int))
    if not entries:
        return Phrase("{field}", field=names)
    return Phrase(N_("{field} (entry {entries})"), field=names, entries=entries)


def field_of(where: Phrase, field: str | Phrase) -> Phrase:
    """Describe a field of what is at a place."""
    return Phrase("{place}: {field}", place=where, field=field)


def short(text: str) -> str:
    words = printable(" ".join(text.split()))
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"


def printable(text: str) -> str:
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def _with_field(where: Phrase, keys: list[str | int]) -> Phrase:
    return field_of(where, field_words(keys)) if keys else where


def _phrase(words: str | Phrase) -> Phrase:
    return words if isinstance(words, Phrase) else Phrase(words)
