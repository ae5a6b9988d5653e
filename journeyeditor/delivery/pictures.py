"""Pictures without what cameras and programs write into them: place, time, author, previews."""

from __future__ import annotations

from base64 import b64encode

from journeyeditor.files import decode_image

_PNG = b"\x89PNG\r\n\x1a\n"
#: The chunks that a PNG picture is drawn with.
_DRAWN = frozenset(b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB sBIT".split())
#: JPEG segments of metadata: APP1 to APP13, APP15 and comments; APP0 and APP14 tell the colours.
_METADATA = frozenset([*range(0xE1, 0xEE), 0xEF, 0xFE])
_START_OF_SCAN, _END = 0xDA, 0xD9
_IN_SCAN = frozenset([0x00, *range(0xD0, 0xD8)])


def without_metadata(url: str) -> str:
    """Return an embedded picture as it looks, upright; "" if it cannot be read."""
    try:
        media_type, data, _, _ = decode_image(url)
    except ValueError:
        return ""
    clean = _png(data) if data.startswith(_PNG) else _jpeg(data)
    return f"data:{media_type};base64,{b64encode(clean).decode('ascii')}"


def _png(data: bytes) -> bytes:
    parts, at = [_PNG], len(_PNG)
    while at + 8 <= len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        if data[at + 4 : at + 8] in _DRAWN:
            parts.append(data[at:end])
        at = end
    return b"".join(parts)


def _jpeg(data: bytes) -> bytes:
    """The segments and scans up to the end of the first picture: phones put others behind it."""
    parts, at = [data[:2]], 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != _END:
        if data[at + 1] == 0xFF:  # filling
            at += 1
            continue
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if data[at + 1] == _START_OF_SCAN:
            end = _end_of_scan(data, end)
        if data[at + 1] not in _METADATA:
            parts.append(data[at:end])
        at = end
    return b"".join([*parts, b"\xff\xd9"])


def _end_of_scan(data: bytes, at: int) -> int:
    """Where the marker after a scan is; in a scan, 0xFF is doubled by a zero or restarts it."""
    while (at := data.find(b"\xff", at)) >= 0 and at + 1 < len(data):
        if data[at + 1] not in _IN_SCAN:
            return at
        at += 2
    return len(data)
