"""Pictures inside a map: `data:` text of PNG or JPEG, bounded before anything is decoded."""

from __future__ import annotations

import binascii
from base64 import b64decode

#: A picture is an illustration on a poster, not an archive: 16 MiB and 64 megapixels are plenty.
MOST_BYTES = 16 * 1024 * 1024
MOST_PIXELS = 64_000_000

_HEADS = {"data:image/png;base64,": "PNG", "data:image/jpeg;base64,": "JPEG"}


def decode_image(text: str) -> tuple[str, bytes, int, int]:
    """Return media type, bytes, width and height (pixels) of an embedded picture.

    Raises ValueError, whose text is a clause for a sentence ("is not …; …").
    """
    head, _, body = text.partition(",")
    format_ = _HEADS.get(f"{head},")
    if format_ is None:
        raise ValueError("is not a PNG or JPEG as data: text; embed the picture as data:image/png;base64,…")
    if len(body) > MOST_BYTES * 4 // 3 + 4:
        raise ValueError(f"is larger than {MOST_BYTES // 1024 // 1024} MiB; make the picture smaller")
    try:
        data = b64decode(body, validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("is damaged (not base64); embed the picture again") from None
    width, height = _size(data, format_)
    return f"image/{format_.lower()}", data, width, height


def check_image(text: str) -> None:
    """Decode a picture to its last pixel; raises ValueError as `decode_image` does."""
    _, data, _, _ = decode_image(text)
    import io

    from PIL import Image

    try:
        with Image.open(io.BytesIO(data)) as image:
            image.load()
    except Exception:  # Pillow raises many kinds of error on damaged pictures.
        raise ValueError("does not decode; embed the picture again") from None


def _size(data: bytes, format_: str) -> tuple[int, int]:
    """Return the pixels of a picture from its head alone, so that a bomb is never inflated."""
    import io

    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=(format_,)) as image:
            width, height = image.size
    except Image.DecompressionBombError:
        width = height = MOST_PIXELS
    except Exception:  # Pillow raises many kinds of error on damaged pictures.
        raise ValueError(f"is not a {format_} picture inside; embed the picture again") from None
    if width * height > MOST_PIXELS:
        raise ValueError(f"has more than {MOST_PIXELS // 1_000_000} megapixels; make the picture smaller")
    if width < 1 or height < 1:
        raise ValueError("has no pixels; embed the picture again")
    return width, height
