"""The client's logo, from a file into the options of an export."""

from __future__ import annotations

import base64

from journeyeditor.files import decode_image

MAX_BYTES = 16 * 1024 * 1024


def logo_text(data: bytes) -> str:
    """A picture file as the `data:` text that a map holds; raises ValueError if it is none."""
    if len(data) > MAX_BYTES:
        raise ValueError("the picture is too large")
    kind = "png" if data.startswith(b"\x89PNG") else "jpeg"
    text = f"data:image/{kind};base64,{base64.b64encode(data).decode('ascii')}"
    decode_image(text)
    return text
