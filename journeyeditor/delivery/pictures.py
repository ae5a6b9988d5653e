"""Pictures without what cameras and programs write into them: place, time, author, previews."""

from __future__ import annotations

from base64 import b64encode

from journeyeditor.files import decode_image

_PNG = b"\x89PNG\r\n\x1a\n"
#: The chunks that a PNG picture is drawn with.
_DRAWN = frozenset(b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB sBIT".split())
#: JPEG segments of metadata: APP1 to APP13, APP15 and comments; APP0 and APP14 tell the colours.
_METADATA = frozenset([*range(0xE1, 0xEE), 0xEF, 0xFE])
_START_OF_SCAN = 0xDA


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
    parts, at = [data[:2]], 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != _START_OF_SCAN:
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if data[at + 1] not in _METADATA:
            parts.append(data[at:end])
        at = end
    last = data.rfind(b"\xff\xd9")
    return b"".join([*parts, data[at : last + 2 if last >= at else len(data)]])
