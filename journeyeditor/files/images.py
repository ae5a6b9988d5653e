"""Pictures inside a map: `data:` text of PNG or JPEG, bounded before anything is decoded."""

from __future__ import annotations

import binascii
from base64 import b64decode
from io import BytesIO
from typing import TYPE_CHECKING

from journeyeditor.i18n import N_, Phrase
from journeyeditor.scaling import scaled_down

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFile import ImageFile

#: A picture is an illustration on a poster, not an archive: 16 MiB and 64 megapixels are plenty.
MAX_BYTES = 16 * 1024 * 1024
MAX_PIXELS = 64_000_000
#: The longest side of a JPEG; a PNG has no use for a longer one either.
MAX_SIDE = 65_535
#: All pictures of a map are decoded when it is read: a bound on the time that may take.
MAX_PIXELS_TOGETHER = 512_000_000

#: The number of the tag, and a JPEG quality at which turning a photograph is not seen.
_ORIENTATION = 0x0112
_QUALITY = 95
#: A picture that must be turned is sharp in print to 34 cm.
_MAX_TURNED_SIDE = 4000
#: A larger JPEG is decoded at half its size before it is turned, for the sake of memory.
_MAX_TURNED_PIXELS = 32_000_000

_DATA_URL_PREFIXES = {"data:image/png;base64": "PNG", "data:image/jpeg;base64": "JPEG"}

_USE_SMALLER, _EMBED_AGAIN = N_("use a smaller picture"), N_("embed the picture again")


class ImageError(ValueError):
    """An embedded picture that cannot be used: what is wrong with it, and what to do."""

    def __init__(self, fault: str | Phrase, advice: str) -> None:
        self.fault = fault if isinstance(fault, Phrase) else Phrase(fault)
        self.advice = advice
        super().__init__(f"{self.fault}; {advice}")


def decode_image(text: str) -> tuple[str, bytes, int, int]:
    """Return media type, bytes, width and height (pixels) of an embedded picture, upright.

    Raises ImageError, whose text is a clause for a sentence ("is not …; …").
    """
    format_, data = _bytes(text)
    with _opened(data, format_) as image:
        if "exif" in image.info and image.getexif().get(_ORIENTATION, 1) != 1:
            data = _upright(image, format_)
    with _opened(data, format_) as image:
        width, height = image.size
    return f"image/{format_.lower()}", data, width, height


def check_image(text: str) -> int:
    """Decode a picture completely; return its number of pixels. Raises ImageError as `decode_image` does."""
    format_, data = _bytes(text)
    with _opened(data, format_) as image:
        width, height = image.size
        try:
            # An eighth of a JPEG takes reading all of it, and little more.
            image.draft(None, (width // 8 + 1, height // 8 + 1))
            image.load()
        except Exception:  # Pillow raises many kinds of error on damaged pictures.
            raise ImageError(N_("could not be decoded"), _EMBED_AGAIN) from None
    return width * height


def _upright(picture: ImageFile, format_: str) -> bytes:
    from PIL import ImageOps

    turned = BytesIO()
    image: Image = picture
    try:
        if picture.width * picture.height > _MAX_TURNED_PIXELS:
            picture.draft(None, (picture.width // 2, picture.height // 2))
        share = _MAX_TURNED_SIDE / max(image.size)
        if share < 1:  # turning takes the memory of a second picture
            exif = image.getexif()
            width, height = (max(1, round(side * share)) for side in image.size)
            small = scaled_down(image, width, height)
            small.info["exif"] = exif.tobytes()
            image = small
        ImageOps.exif_transpose(image).save(turned, format_, quality=_QUALITY)
    except Exception:  # Pillow raises many kinds of error on damaged pictures.
        raise ImageError(N_("could not be decoded"), _EMBED_AGAIN) from None
    return turned.getvalue()


def _bytes(text: str) -> tuple[str, bytes]:
    """The format and the bytes of a `data:` URL."""
    prefix, _, body = text.partition(",")
    if prefix not in _DATA_URL_PREFIXES:
        fault = N_("is not a PNG or JPEG data: URL")
        raise ImageError(fault, N_("embed the picture as data:image/png;base64,…"))
    if len(body) > (MAX_BYTES + 2) // 3 * 4:
        large = Phrase(N_("is larger than {count} MiB"), count=MAX_BYTES // 1024 // 1024)
        raise ImageError(large, _USE_SMALLER)
    try:
        return _DATA_URL_PREFIXES[prefix], b64decode(body, validate=True)
    except (binascii.Error, ValueError):
        raise ImageError(N_("is damaged (not base64)"), _EMBED_AGAIN) from None


def _opened(data: bytes, format_: str) -> ImageFile:
    """Open a picture and check its size before anything is decompressed."""
    import warnings

    from PIL import Image as Pillow

    most = MAX_PIXELS // 1_000_000
    too_large = ImageError(Phrase(N_("has more than {count} megapixels"), count=most), _USE_SMALLER)
    try:
        with warnings.catch_warnings(action="error"):
            image = Pillow.open(BytesIO(data), formats=(format_,))
    except (Pillow.DecompressionBombError, Pillow.DecompressionBombWarning):
        raise too_large from None
    except Exception:  # Pillow raises many kinds of error on damaged pictures.
        invalid = Phrase(N_("is not a valid {format}"), format=format_)
        raise ImageError(invalid, _EMBED_AGAIN) from None
    width, height = image.size
    error = None
    if width * height > MAX_PIXELS:
        error = too_large
    elif max(width, height) > MAX_SIDE:
        long = Phrase(N_("is more than {count} pixels wide or high"), count=f"{MAX_SIDE:,}")
        error = ImageError(long, N_("crop the picture"))
    if error is not None:
        image.close()
        raise error
    return image
