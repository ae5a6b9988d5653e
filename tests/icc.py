"""A small ICC profile of a press that does not exist, made on the spot."""

from __future__ import annotations

import struct
from itertools import product


def cmyk_profile() -> bytes:
    """Return an output profile of CMYK: simple subtractive inks on white paper, in Lab."""
    curve = bytes(range(256))
    identity = struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 65536)

    def table(inputs: int, outputs: int, points: list[bytes]) -> bytes:
        head = b"mft1" + bytes(4) + bytes([inputs, outputs, 2, 0])
        return head + identity + curve * inputs + b"".join(points) + curve * outputs

    to_lab = table(4, 3, [_lab(*inks) for inks in product((0, 1), repeat=4)])
    from_lab = table(3, 4, [_inks(*lab) for lab in product((0, 255), repeat=3)])
    tags = {
        b"desc": _description("Test press"),
        b"cprt": b"text" + bytes(4) + b"CC0\0",
        b"wtpt": b"XYZ " + bytes(4) + struct.pack(">3i", 63190, 65536, 54061),
    }
    tags |= dict.fromkeys((b"A2B0", b"A2B1", b"A2B2"), to_lab)
    tags |= dict.fromkeys((b"B2A0", b"B2A1", b"B2A2"), from_lab)
    tags[b"gamt"] = table(3, 1, [b"\0"] * 8)
    place, index, body = 132 + 12 * len(tags), b"", b""
    for name, data in tags.items():
        padded = data + bytes(-len(data) % 4)
        index += name + struct.pack(">II", place + len(body), len(data))
        body += padded
    size = place + len(body)
    head = struct.pack(">I", size) + bytes(4) + struct.pack(">I", 0x02400000) + b"prtrCMYKLab "
    head += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + bytes(28)
    head += struct.pack(">3i", 63190, 65536, 54061) + bytes(48)
    assert len(head) == 128
    return head + struct.pack(">I", len(tags)) + index + body


def _lab(cyan: int, magenta: int, yellow: int, black: int) -> bytes:
    lightness = max(0, 255 - 90 * cyan - 90 * magenta - 20 * yellow - 230 * black)
    a = 128 - 35 * cyan + 70 * magenta - 5 * yellow
    b = 128 - 50 * cyan - 5 * magenta + 90 * yellow
    return bytes([lightness, 128 if black else a, 128 if black else b])


def _inks(lightness: int, a: int, b: int) -> bytes:
    dark = 255 - lightness
    return bytes(
        [dark if a < 128 else 0, dark if a >= 128 else 0, 255 if b >= 128 else 0, dark // 2]
    )


def _description(text: str) -> bytes:
    words = text.encode("ascii") + b"\0"
    return b"desc" + bytes(4) + struct.pack(">I", len(words)) + words + bytes(78)
