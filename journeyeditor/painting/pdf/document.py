"""The objects of a PDF file, by reportlab's document writer: numbering, cross references, trailer.

Everything above this module speaks in references ("12 0 R") and finished dictionary text, so
that reportlab's canvas with its own state, fonts and number formatting is not needed.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Any

from reportlab.pdfbase import pdfdoc

Reference = str


class Document:
    """A document under construction; with `invariant` dates, so that its bytes are reproducible."""

    def __init__(self) -> None:
        self._doc: Any = pdfdoc.PDFDocument(invariant=1, pdfVersion=(1, 7))
        self._names: dict[Reference, str] = {}
        self.catalog: dict[str, str] = {}

    def reserve(self) -> Reference:
        """The reference of an object whose body is defined later."""
        name = f"Object{len(self._names)}"
        reference: Reference = self._doc.Reference(b"null", name).format(self._doc).decode("ascii")
        self._names[reference] = name
        return reference

    def define(self, reference: Reference, body: str | bytes) -> None:
        data = body.encode("ascii") if isinstance(body, str) else body
        self._doc.idToObject[self._names[reference]] = data

    def add(self, body: str | bytes) -> Reference:
        reference = self.reserve()
        self.define(reference, body)
        return reference

    def stream(self, data: bytes, entries: str = "", *, compressed: bool = True) -> Reference:
        """Add a stream; `entries` go into its dictionary, `compressed` deflates it here."""
        if compressed:
            data = zlib.compress(data, 9 if len(data) < 1 << 20 else 6)
            entries += "/Filter/FlateDecode"
        header = f"<<{entries}/Length {len(data)}>>\nstream\n".encode("ascii")
        return self.add(header + data + b"\nendstream")

    def finished(self, information: Mapping[str, str]) -> bytes:
        info = self._doc.info
        info.invariant = 1
        for name, text in information.items():
            setattr(info, name, _storable(text))
        info.digest(self._doc.signature)
        self._doc.Catalog.Outlines = None
        for key, value in self.catalog.items():
            setattr(self._doc.Catalog, key, value)
        data: bytes = self._doc.format()
        return data


def text_string(text: str) -> str:
    """A PDF text string: printable ASCII as it is, else UTF-16BE in hexadecimal."""
    if text.isascii() and text.isprintable():
        escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        return f"({escaped})"
    return f"<FEFF{utf16(text)}>"


def utf16(text: str) -> str:
    """UTF-16BE in hexadecimal; lone surrogates become "?"."""
    return text.encode("utf-16-be", "replace").hex().upper()


def _storable(text: str) -> str:
    """The text on one line, without lone surrogates, which cannot be encoded."""
    return " ".join(text.encode("utf-8", "replace").decode("utf-8").split())
