"""The client's logo, from a file into the options of an export."""

from __future__ import annotations

import base64

from journeyeditor.files import decode_image

MAX_BYTES = 16 * 1024 * 1024


def logo_text(data: bytes) -> str:
    """An image file as the `data:` URL that a map stores; raises ValueError if it is not an image."""
    if len(data) > MAX_BYTES:
        raise ValueError("the picture is too large")
    kind = "png" if data.startswith(b"\x89PNG") else "jpeg"
    text = f"data:image/{kind};base64,{base64.b64encode(data).decode('ascii')}"
    decode_image(text)
    return text
