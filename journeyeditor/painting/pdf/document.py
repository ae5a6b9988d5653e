"""The objects of a PDF file, and the file they make.

Everything above this module speaks in references ("12 0 R") and finished dictionary text, so
that reportlab's document and canvas, which take long to import, are not needed. Dictionaries are
packed into compressed object streams (PDF 1.5): the tags of a map are many small ones that are
nearly alike.
"""

from __future__ import annotations

import zlib
from hashlib import md5

from reportlab.lib.rl_accel import escapePDF

Reference = str

#: So many objects share a stream: a reader that looks for one unpacks them all.
_PACKED_TOGETHER = 2000
#: Objects of an object stream, and offsets in the file (types 2 and 1 of a cross-reference stream).
_IN_FILE, _IN_STREAM = 1, 2
#: The row of number 0, which no object has.
_FREE = (0, 0, 65535)
_XREF_WIDTHS = (1, 4, 2)
#: Rows are stored as their differences from the row above (PNG's filter 2).
_UP = b"\2"


class Document:
    """A document under construction; what it holds decides its bytes and its identifier."""

    def __init__(self, version: str = "1.7") -> None:
        self._version = version
        self._count = 0
        self._bodies: dict[int, bytes] = {}
        self._streams: set[int] = set()
        self.catalog: dict[str, str] = {}

    def reserve(self) -> Reference:
        """The reference of an object whose body is defined later."""
        self._count += 1
        return f"{self._count} 0 R"

    def define(self, reference: Reference, body: str | bytes) -> None:
        data = body.encode("ascii") if isinstance(body, str) else body
        self._bodies[_number(reference)] = data

    def add(self, body: str | bytes) -> Reference:
        reference = self.reserve()
        self.define(reference, body)
        return reference

    def stream(self, data: bytes, entries: str = "", *, compressed: bool = True) -> Reference:
        """Add a stream; `entries` go into its dictionary, `compressed` deflates it here."""
        reference = self.add(_stream(data, entries, compressed=compressed))
        self._streams.add(_number(reference))
        return reference

    def finished(self, information: str) -> bytes:
        """The file; `information` are the entries of its information dictionary."""
        info = self.add(f"<<{information}>>")
        entries = "".join(f"/{key} {value}" for key, value in self.catalog.items())
        root = self.add(f"<</Type/Catalog{entries}>>")
        file = _File(self._version)
        for number in sorted(self._streams):
            file.add(number, self._bodies[number])
        packed = sorted(set(self._bodies) - self._streams)
        number = max(self._bodies) + 1
        for start in range(0, len(packed), _PACKED_TOGETHER):
            part = packed[start : start + _PACKED_TOGETHER]
            file.add_packed(number, {each: self._bodies[each] for each in part})
            number += 1
        return file.finished(number, f"/Root {root}/Info {info}")


def _number(reference: Reference) -> int:
    return int(reference.partition(" ")[0])


class _File:
    """The bytes of a file, and where its objects are."""

    def __init__(self, version: str) -> None:
        # Four bytes beyond ASCII tell programs that the file is binary (PDF 32000-1, 7.5.2).
        self._parts = [f"%PDF-{version}\n%".encode("ascii") + b"\xe2\xe3\xcf\xd3\n"]
        self._length = len(self._parts[0])
        self._places: dict[int, tuple[int, int, int]] = {}

    def add(self, number: int, body: bytes) -> None:
        self._places[number] = (_IN_FILE, self._length, 0)
        self._append(b"%d 0 obj\n%b\nendobj\n" % (number, body))

    def add_packed(self, number: int, bodies: dict[int, bytes]) -> None:
        """Add an object stream; `bodies` are its objects by number."""
        index, offset = [], 0
        for place, (each, body) in enumerate(bodies.items()):
            self._places[each] = (_IN_STREAM, number, place)
            index.append(f"{each} {offset}")
            offset += len(body) + 1
        head = " ".join(index).encode("ascii") + b"\n"
        entries = f"/Type/ObjStm/N {len(bodies)}/First {len(head)}"
        self.add(number, _stream(head + b"\n".join(bodies.values()), entries))

    def finished(self, number: int, entries: str) -> bytes:
        """The whole file; `number` is that of the cross-reference stream, `entries` go into it."""
        start = self._length
        self._places[number] = (_IN_FILE, start, 0)
        rows = [
            b"".join(
                value.to_bytes(width, "big")
                for value, width in zip(self._places.get(each, _FREE), _XREF_WIDTHS, strict=True)
            )
            for each in range(number + 1)
        ]
        above = [bytes(sum(_XREF_WIDTHS)), *rows]
        table = b"".join(
            _UP + bytes([(new - old) & 0xFF for new, old in zip(row, before, strict=True)])
            for row, before in zip(rows, above, strict=False)
        )
        identifier = md5(b"".join(self._parts), usedforsecurity=False).hexdigest()
        widths = " ".join(map(str, _XREF_WIDTHS))
        entries += (
            f"/Type/XRef/Size {number + 1}/W[{widths}]/ID[<{identifier}><{identifier}>]"
            f"/DecodeParms<</Predictor 12/Columns {sum(_XREF_WIDTHS)}>>"
        )
        body = _stream(table, entries)
        self._append(b"%d 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (number, body, start))
        return b"".join(self._parts)

    def _append(self, data: bytes) -> None:
        self._parts.append(data)
        self._length += len(data)


def _stream(data: bytes, entries: str, *, compressed: bool = True) -> bytes:
    if compressed:
        data = zlib.compress(data, 9 if len(data) < 1 << 20 else 6)
        entries += "/Filter/FlateDecode"
    head = f"<<{entries}/Length {len(data)}>>\nstream\n".encode("ascii")
    return head + data + b"\nendstream"


def text_string(text: str) -> str:
    """A PDF text string: printable ASCII as it is, else UTF-16BE in hexadecimal."""
    if text.isascii() and text.isprintable():
        return f"({escapePDF(text)})"
    return f"<FEFF{utf16(text)}>"


def utf16(text: str) -> str:
    """UTF-16BE in hexadecimal; lone surrogates become "?"."""
    return text.encode("utf-16-be", "replace").hex().upper()
