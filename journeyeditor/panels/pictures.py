"""Pictures on their way into a map, and embedded pictures as Qt's."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from journeyeditor.files import decode_image
from journeyeditor.files.images import MAX_BYTES, MAX_PIXELS
from journeyeditor.i18n import Texts
from journeyeditor.scaling import scaled_down

if TYPE_CHECKING:
    from PIL.Image import Image
from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap

#: A picture on a poster is a few centimetres wide; more pixels only make the file heavy.
MAX_SIDE = 2400


#: The side of a portrait: sharp at four centimetres in print.
PORTRAIT_SIDE = 480


_QUALITY = 88


_SIGNATURES = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"))


class PictureError(ValueError):
    """A picture that a map cannot hold; the message is one sentence."""


def read_picture(path: str, texts: Texts) -> str:
    """Read a file as a `data:` URL, scaled down to MAX_SIDE; raises PictureError."""
    try:
        with Path(path).open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError:
        raise PictureError(texts("The image file could not be read.")) from None
    kind = next((name for signature, name in _SIGNATURES if data.startswith(signature)), "")
    if not kind:
        raise PictureError(texts("Unsupported image. Use PNG or JPEG."))
    text = _data_text(data, kind)
    try:
        _, _, width, height = decode_image(text)
        return text if max(width, height) <= MAX_SIDE else _shrunk(text)
    except (ValueError, OSError):
        raise PictureError(
            texts(
                "The image is damaged or too large. The limit is {size} MiB and {pixels} megapixels."
            ).format(size=MAX_BYTES // 1024 // 1024, pixels=MAX_PIXELS // 1_000_000)
        ) from None


def cropped(text: str, left: float, top: float, side: float) -> str:
    """Crop a picture to a square, in its pixels, as a portrait's `data:` URL."""
    image = _opened(text)
    box = (round(left), round(top), round(left + side), round(top + side))
    square = image.crop(box)
    if side > PORTRAIT_SIDE:
        square = square.resize((PORTRAIT_SIDE, PORTRAIT_SIDE))
    return _written(square)


def _shrunk(text: str) -> str:
    image = _opened(text)
    share = MAX_SIDE / max(image.size)
    width, height = (max(1, round(side * share)) for side in image.size)
    return _written(scaled_down(image, width, height))


def _opened(text: str) -> Image:
    from PIL import Image as Pictures

    _, data, _, _ = decode_image(text)
    image = Pictures.open(BytesIO(data))
    image.load()
    return image


def _written(image: Image) -> str:
    """Encode a picture as a `data:` URL: JPEG, or PNG where it has transparency."""
    out = BytesIO()
    if "A" in image.getbands() or "transparency" in image.info:
        image.convert("RGBA").save(out, "PNG", optimize=True)
        return _data_text(out.getvalue(), "png")
    image.convert("RGB").save(out, "JPEG", quality=_QUALITY)
    return _data_text(out.getvalue(), "jpeg")


def _data_text(data: bytes, kind: str) -> str:
    return f"data:image/{kind};base64,{b64encode(data).decode('ascii')}"


#: No panel shows pictures larger than this.
_MAX_PIXMAP_SIDE = 640


@lru_cache(maxsize=64)
def pixmap_of(text: str) -> QPixmap | None:
    """An embedded picture, scaled down; None where there is none or it cannot be decoded."""
    try:
        _, _, width, height = decode_image(text) if text else ("", b"", 0, 0)
        image = image_of(_shrunk(text) if max(width, height) > MAX_SIDE else text)
    except (ValueError, OSError):
        return None
    if image is None:
        return None
    if max(image.width(), image.height()) > _MAX_PIXMAP_SIDE:
        image = image.scaled(
            _MAX_PIXMAP_SIDE,
            _MAX_PIXMAP_SIDE,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    return QPixmap.fromImage(image)


def image_of(text: str) -> QImage | None:
    """An embedded picture at its full size; None where it cannot be decoded."""
    if not text:
        return None
    try:
        _, data, _, _ = decode_image(text)
    except ValueError:
        return None
    image = QImage.fromData(data)
    return None if image.isNull() else image
